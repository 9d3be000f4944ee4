"""Numbers for Prometheus: for whoever brings the token alone, and without an address of anybody in them."""

import pytest

pytestmark = pytest.mark.django_db
TOKEN = {"authorization": "Bearer a token for tests"}


def test_without_a_token_set_there_is_no_such_page(client):
    assert client.get("/metrics", headers=TOKEN).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer a token"}, {"authorization": "Bearer "}])
def test_without_the_token_there_is_no_such_page(client, settings, headers):
    settings.METRICS_TOKEN = "a token for tests"

    assert client.get("/metrics", headers=headers).status_code == 404


def test_requests_are_counted_by_route_name_and_status(client, settings):
    settings.METRICS_TOKEN = "a token for tests"
    client.get("/models/canary-in-the-address/")

    told = client.get("/metrics", headers=TOKEN).content.decode()

    assert 'sourcefit_requests_total{method="GET",route="recommendations:model",status="404"} 1.0' in told
    assert "canary" not in told
