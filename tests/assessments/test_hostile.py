"""What nobody types: every answer is a form error, a clear 4xx page or a correct save; never a 500, never half a save."""

from urllib.parse import quote_from_bytes

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments import flow
from assessments.models import Answer, Assessment
from assessments.models.sheet import Sheet
from organisations.models import Organisation
from tests.assessments.asking import ASKING, page_of
from tests.factories import choose, hold, make_assessment, make_edition, make_organisation, make_user, save

pytestmark = pytest.mark.django_db
POSTS = 2000
FORM = "application/x-www-form-urlencoded"
hostile = settings(
    max_examples=POSTS,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

TEXTS = st.one_of(
    st.text(st.characters(), max_size=40),  # with NUL, controls and halves of surrogate pairs
    st.sampled_from(["\0", "\ud800", "x" * 81, "x" * 121, "x" * 1001, "x\r\ny", "<script>", "'; --", "\u202e", "=1+1"]),
)
VALUES = st.one_of(
    st.sampled_from(["much", "few", "same_steps", "printed", "records", "dont_know", "not_applicable", "", "1", "4"]),
    st.sampled_from(["payroll", "help_desk", "yes", "typed", "stored", "unanswered", "heavy"]),
    TEXTS,
)
STEP_NAMES = ["load", "hours", "payroll--method", "payroll--script", "payroll--share", "note--load", "note--method"]
STEP_NAMES += ["own_1--method", "own_1--output", "own_1--script", "own_1--share", "keep--load", "keep--note--load"]
ODD_NAMES = ["tools", "help_desk--method", "payroll--output", "repetitive_load", "--load", "load--", "note--", "keep--"]
ODD_NAMES += ["csrfmiddlewaretoken", "action", "own_4", "functions", "status", "organisation", "id", "holder_hash"]
NAMES = st.one_of(st.sampled_from(STEP_NAMES), st.sampled_from(STEP_NAMES), st.sampled_from(ODD_NAMES), TEXTS)
VERSIONS = st.sampled_from(
    [["1"], ["1"], ["1"], ["0"], ["2"], ["-1"], ["x"], [], ["1", "1"], ["9" * 30], ["\0"], ["١"]]
)
ACTIONS = st.sampled_from([["continue"], ["later"], [], ["other"], ["continue", "later"]])
FIELDS = st.lists(st.tuples(NAMES, VALUES), max_size=12)


def body(fields):
    """Encode fields as a form, halves of surrogate pairs included."""
    return "&".join(
        f"{quote_from_bytes(name.encode(errors='surrogatepass'))}={quote_from_bytes(value.encode(errors='surrogatepass'))}"
        for name, value in fields
    )


def with_marks(fields, versions, actions):
    return [*fields, *(("version", version) for version in versions), *(("action", action) for action in actions)]


def stored():
    return (
        sorted(Answer.objects.values_list("assessment", "function_key", "question", "kind", "choice_key", "note")),
        sorted(Assessment.objects.values_list("pk", "company", "organisation", "holder_hash", "functions_version")),
        sorted(Organisation.objects.values_list("pk", "name")),
    )


def send(client, url, content, content_type=FORM):
    """Send one post and take back what it did, so that each finds the database as the first one did."""
    before = client.__dict__.get("before") or client.__dict__.setdefault("before", stored())
    data = content.encode() if isinstance(content, str) else content
    with transaction.atomic():
        response = client.generic("POST", url, data, content_type=content_type)
        changed = stored() != before
        answers = {a: Sheet(a).answers for a in Assessment.objects.all()} if changed else {}
        transaction.set_rollback(True)
    assert response.status_code in {200, 302, 400, 403, 404, 409, 413}
    assert not (changed and response.status_code != 302)
    for told in answers.values():
        assert all(answer in ASKING.question_by_key[place[1]].allowed for place, answer in told.items())
    return response


@pytest.fixture
def assessment(client):
    made = make_assessment(make_edition(ASKING), token=hold(client), functions=("payroll", "own_1"))
    save(made, {(flow.ORGANISATION, "load"): "much"})
    return made


def url(assessment, name, *args):
    return reverse(f"assessments:{name}", args=(assessment.pk, *args))


@pytest.mark.slow
@given(post=st.tuples(FIELDS, VERSIONS, ACTIONS))
@hostile
def test_a_step(client, assessment, post):
    send(client, url(assessment, "step", "core-problem"), body(with_marks(*post)))


FUNCTION_NAMES = ["functions", "functions", "own_1", "own_2", "own_3", "confirm", "keep--payroll", "keep--own_1"]


FUNCTION_FIELDS = st.lists(
    st.tuples(st.one_of(st.sampled_from(FUNCTION_NAMES), st.sampled_from(ODD_NAMES), TEXTS), VALUES), max_size=8
)


@pytest.mark.slow
@given(post=st.tuples(FUNCTION_FIELDS, VERSIONS, ACTIONS))
@hostile
def test_the_choice_of_functions(client, assessment, post):
    send(client, url(assessment, "functions"), body(with_marks(*post)))


PLAIN_NAMES = st.one_of(st.sampled_from(["company", "organisation", "name"]), TEXTS)
PLAIN_FIELDS = st.lists(st.tuples(PLAIN_NAMES, VALUES), max_size=5)


@pytest.mark.slow
@given(fields=PLAIN_FIELDS)
@hostile
def test_the_start(client, assessment, fields):
    send(client, "/assessments/", body(fields))


@pytest.mark.slow
@given(fields=PLAIN_FIELDS)
@hostile
def test_the_name_on_the_hub(client, assessment, fields):
    send(client, url(assessment, "hub"), body(fields))


@pytest.mark.slow
@given(fields=PLAIN_FIELDS)
@hostile
def test_the_claim(client, assessment, fields):
    if "sessionid" not in client.cookies:
        user = make_user()
        make_organisation(user)
        client.force_login(user)
    send(client, url(assessment, "claim"), body(fields))


@given(
    content=st.binary(max_size=200), content_type=st.sampled_from([FORM, "multipart/form-data; boundary=x", "text/x"])
)
@settings(hostile, max_examples=300)
def test_any_bytes_at_all(client, assessment, content, content_type):
    send(client, url(assessment, "step", "core-problem"), content, content_type)


@pytest.mark.parametrize("charset", ["utf-7", "utf-16", "latin-1", "nonsense", "idna", "unicode_escape"])
def test_half_a_surrogate_pair_in_another_alphabet(client, assessment, charset):
    part = b'--x\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    content = part % (b"version", b"1") + part % (b"note--load", rb"+2AA- \ud800") + b"--x--\r\n"

    send(
        client, url(assessment, "step", "core-problem"), content, f"multipart/form-data; boundary=x; charset={charset}"
    )


@pytest.mark.parametrize(
    ("content", "status"),
    [("&".join(f"f{n}=1" for n in range(1001)), 400), ("note--load=" + "x" * 5_300_000, 413)],
    ids=["1001 fields", "5 MB"],
)
def test_too_much_at_once(client, assessment, content, status):
    response = send(client, url(assessment, "step", "core-problem"), content)

    assert response.status_code == status
    assert "Nothing was saved" in page_of(response)


def test_a_question_of_another_edition_is_refused(client, assessment):
    make_edition()  # its questions have the same keys, and one key more than there is on this page

    response = send(client, url(assessment, "step", "core-problem"), body([("tools", "modern"), ("version", "1")]))

    assert response.status_code == 400


def test_another_assessments_functions_are_refused(client, assessment):
    other = make_assessment(assessment.questionnaire, token=client.cookies["holder"].value)
    choose(other, "help_desk")

    fields = [("help_desk--method", "same_steps"), ("version", "1"), ("action", "later")]
    response = send(client, url(assessment, "step", "core-problem"), body(fields))

    assert response.status_code == 400
