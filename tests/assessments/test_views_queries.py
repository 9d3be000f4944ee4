from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.models import Assessment
from tests.factories import hold, make_assessment, make_edition, save, shipped_edition, whole

pytestmark = pytest.mark.django_db
KEYS = tuple(function.key for function in shipped_edition().functions)
SIZES = [1, 8]
OWN = ("own_1", "own_2", "own_3")


@pytest.fixture
def assessment(client, size):
    functions = KEYS[:size] if size == 1 else (*KEYS[: size - 3], *OWN)
    made = make_assessment(make_edition(shipped_edition()), token=hold(client), functions=functions)
    # Nobody fills in a page within a second of the last one: only who saves faster than that is counted.
    Assessment.objects.update(updated_at=timezone.now() - timedelta(hours=1))
    return made


def asked_of_the_database(visit):
    """Count what a visit asks, apart from the marks of its transaction."""
    visit()  # the edition and its markup are read once for all visits
    with CaptureQueriesContext(connection) as context:
        response = visit()
    marks = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return response, [q["sql"] for q in context if not q["sql"].startswith(marks)]


def fields_of(assessment, slug):
    sheet = Sheet(assessment)
    answers = {
        "--".join(filter(None, place)): answer
        for place, answer in whole(assessment).items()
        if sheet.edition.question_by_key[place[1]].step == slug
    }
    notes = {f"note--{q.key}": "A note" for q in sheet.edition.questions if q.step == slug}
    shares = {f"{f.key}--share": "1" for f in sheet.functions} if slug == "core-problem" else {}
    return {**answers, **notes, **shares, "version": str(sheet.version(slug)), "action": "continue"}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("slug", [step.slug for step in shipped_edition().steps])
def test_a_step_is_shown_with_four_queries(client, assessment, slug, size):
    save(assessment, whole(assessment))

    response, queries = asked_of_the_database(
        lambda: client.get(reverse("assessments:step", args=(assessment.pk, slug)))
    )

    assert (response.status_code, len(queries)) == (200, 4)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("slug", [step.slug for step in shipped_edition().steps])
def test_a_step_is_saved_with_six_queries_and_one_for_the_time_its_functions_take(client, assessment, slug, size):
    url = reverse("assessments:step", args=(assessment.pk, slug))
    client.get(url)
    fields = fields_of(assessment, slug)

    with CaptureQueriesContext(connection) as context:
        response = client.post(url, fields)

    sql = [q["sql"] for q in context]
    assert response.status_code == 302
    assert sum(not s.startswith(("SAVEPOINT", "RELEASE")) for s in sql) <= 6 + (slug == "core-problem")
    assert sum(s.startswith("SAVEPOINT") for s in sql) == 1


@pytest.mark.parametrize("size", SIZES)
def test_an_answer_is_saved_by_itself_with_nine_queries(client, assessment, size):
    url = reverse("assessments:step", args=(assessment.pk, "technology"))
    fields = {"version": "0", "seen": "[{},{}]", f"{KEYS[0]}--documented": "partly"}

    response, queries = asked_of_the_database(
        lambda: client.post(url, {**fields, f"{KEYS[0]}--system_state": "modern"}, headers={"HX-Request": "true"})
    )

    assert (response.status_code, len(queries)) == (200, 9)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["hub", "functions", "check"])
def test_the_other_pages_ask_no_more_for_more_functions(client, assessment, name, size):
    save(assessment, whole(assessment))

    response, queries = asked_of_the_database(lambda: client.get(reverse(f"assessments:{name}", args=(assessment.pk,))))

    assert (response.status_code, len(queries)) == (200, 4)


@pytest.mark.parametrize("size", [1])
def test_a_save_right_after_another_is_counted_with_one_query_more(client, assessment, size, monkeypatch):
    monkeypatch.setattr(pages, "SAVES", replace(pages.SAVES, times=10))
    url = reverse("assessments:step", args=(assessment.pk, "growth"))
    counts = []

    for version in range(3):
        with CaptureQueriesContext(connection) as context:
            client.post(url, fields_of(assessment, "growth") | {"version": str(version)})
        counts.append(sum("allowance" in q["sql"] for q in context))

    assert (counts[0], counts[-1]) == (0, 1)


@pytest.mark.parametrize("size", SIZES)
def test_functions_are_chosen_with_four_queries(client, assessment, size):
    url = reverse("assessments:functions", args=(assessment.pk,))
    names = dict(zip(OWN, ("One", "Two", "Three"), strict=True)) if size > 1 else {}
    fields = {"functions": KEYS[: size - len(names)], **names, "version": "1"}

    with CaptureQueriesContext(connection) as context:
        response = client.post(url, fields)

    assert response.status_code == 302
    assert sum(not q["sql"].startswith(("SAVEPOINT", "RELEASE")) for q in context) == 4


@pytest.mark.parametrize("size", [1])
def test_all_questions_are_shown_with_one_query(client, assessment, size):
    _response, queries = asked_of_the_database(lambda: client.get("/questions/"))

    assert len(queries) == 1


@pytest.mark.parametrize("size", [1])
def test_no_page_of_the_path_asks_for_a_session_or_a_user(client, assessment, size):
    urls = [reverse(f"assessments:{name}", args=(assessment.pk,)) for name in ("hub", "functions", "check")]
    urls += ["/assessments/", reverse("assessments:step", args=(assessment.pk, "growth"))]

    with CaptureQueriesContext(connection) as context:
        for url in urls:
            client.get(url)

    assert [q["sql"] for q in context if "session" in q["sql"] or "organisations_user" in q["sql"]] == []
    assert "sessionid" not in client.cookies
