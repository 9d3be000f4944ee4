"""What nobody types: every answer is a form error, a clear 4xx page or a correct save; never a 500, never half a save."""

from collections import Counter
from random import Random
from urllib.parse import quote_from_bytes

import pytest
from django.db import connection, transaction
from django.urls import reverse

from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Answer, Assessment
from organisations.models import Organisation
from tests.assessments.asking import ASKING, page_of
from tests.factories import choose, hold, make_assessment, make_edition, make_organisation, make_user, save

pytestmark = pytest.mark.django_db
POSTS = 500
FORM = "application/x-www-form-urlencoded"

ODD_TEXTS = ("\0", "\ud800", "x" * 81, "x" * 121, "x" * 1001, "x\r\ny", "<script>", "'; --", "\u202e", "=1+1", "")
ALPHABETS = (range(0x20, 0x7F), range(0x20), range(0xA0, 0x250), range(0xD800, 0xE000), range(0x110000))
CHOICES = ("much", "few", "same_steps", "printed", "records", "dont_know", "not_applicable", "", "1", "4")
NO_CHOICES = ("payroll", "help_desk", "yes", "typed", "stored", "unanswered", "heavy")
SAID = ("dont_know", "not_applicable")
METHODS, SCRIPTS, SHARES = ("same_steps", "each_new", *SAID), ("printed", "spoken", *SAID), ("1", "2", "4")
# What each form asks for, with what may be answered: every second post keeps to it.
STEP = {
    "load": ("much", "little", *SAID),
    "hours": ("few", "many", *SAID),
    "payroll--method": METHODS,
    "payroll--script": SCRIPTS,
    "payroll--share": SHARES,
    "own_1--method": METHODS,
    "own_1--output": ("records", "opinions", *SAID),
    "own_1--script": SCRIPTS,
    "own_1--share": SHARES,
    "note--load": ("A note", "x\r\ny"),
    "note--method": ("", "x" * 1000),
    "keep--load": ("typed", "stored"),
    "keep--note--load": ("typed", "stored"),
}
FUNCTIONS = {
    "functions": ("payroll", "help_desk"),
    "own_1": ("Warranty claims", "x"),
    "own_2": ("", "Müller & Söhne"),
    "own_3": ("", "=1+1"),
    "confirm": ("yes",),
    "search": ("wages", "x" * 200, "\0", "?"),
    "remove": ("payroll", "own_1", ""),
    "keep--payroll": ("typed", "stored"),
    "keep--own_1": ("typed", "stored"),
}
PLAIN = {"company": ("Acme", ""), "organisation": ("new", ""), "name": ("Acme", "x" * 120)}
ODD_NAMES = ["tools", "help_desk--method", "payroll--output", "repetitive_load", "--load", "load--", "note--", "keep--"]
ODD_NAMES += ["csrfmiddlewaretoken", "action", "own_4", "functions", "status", "organisation", "id", "holder_hash"]
VERSIONS = [*[["1"]] * 9, ["0"], ["0"], ["2"], ["-1"], ["x"], [], ["1", "1"], ["9" * 30], ["\0"], ["١"]]
ACTIONS = [["continue"], ["later"], [], ["other"], ["continue", "later"], ["find"], ["all"], ["name"]]


class Typist:
    """Types what nobody would, the same in every run: a library would spend more on choosing posts than the site on them."""

    def __init__(self, seed):
        self.dice = Random(seed)  # noqa: S311 - the same every time is the point

    def text(self):
        if self.dice.random() < 0.5:
            return self.dice.choice(ODD_TEXTS)
        return "".join(map(chr, self.dice.choices(self.dice.choice(ALPHABETS), k=self.dice.randrange(40))))

    def value(self):
        return self.dice.choice((self.dice.choice(CHOICES), self.dice.choice(NO_CHOICES), self.text()))

    def fields(self, asked, *, odd=(), most=8):
        """Fill in a form's own fields as they should be or with anything; and then, every third time, strange ones as well."""
        if self.dice.random() < 0.5:
            made = [(name, self.dice.choice(allowed)) for name, allowed in asked.items() if self.dice.random() < 0.6]
        else:
            made = [(self.dice.choice(list(asked)), self.value()) for _field in range(self.dice.randrange(most))]
        if self.dice.random() < 0.33:
            made += [
                (self.dice.choice((self.text(), *odd)), self.value()) for _field in range(1 + self.dice.randrange(3))
            ]
        return self.dice.sample(made, len(made))

    def marks(self):
        return self.dice.choice(VERSIONS), self.dice.choice(ACTIONS)


def all_posts(send_one):
    """Send as many posts as are promised; tell how often each answer was given."""
    return Counter(send_one(Typist(number)).status_code for number in range(POSTS))


def body(fields):
    """Encode fields as a form, halves of surrogate pairs included."""
    return "&".join(
        f"{quote_from_bytes(name.encode(errors='surrogatepass'))}={quote_from_bytes(value.encode(errors='surrogatepass'))}"
        for name, value in fields
    )


def with_marks(fields, versions, actions):
    return [*fields, *(("version", version) for version in versions), *(("action", action) for action in actions)]


def stored():
    """Everything in the tables that a respondent writes to, column by column; the answers first."""
    with connection.cursor() as cursor:
        for model in (Answer, Assessment, Organisation):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            yield sorted(map(repr, cursor.fetchall()))


def send(client, url, content, content_type=FORM):
    """Send one post and take back what it did, so that each finds the database as the first one did."""
    before = client.__dict__.get("before") or client.__dict__.setdefault("before", list(stored()))
    data = content.encode() if isinstance(content, str) else content
    with transaction.atomic():
        response = client.generic("POST", url, data, content_type=content_type)
        after = list(stored())
        answers = [Sheet(a).answers for a in Assessment.objects.all()] if after[0] != before[0] else []
        transaction.set_rollback(True)
    assert response.status_code in {200, 302, 400, 403, 404, 409, 413}, content
    assert after == before or response.status_code == 302, content
    for told in answers:
        assert all(answer in ASKING.question_by_key[place[1]].allowed for place, answer in told.items()), content
    return response


@pytest.fixture
def assessment(client):
    made = make_assessment(make_edition(ASKING), token=hold(client), functions=("payroll", "own_1"))
    save(made, {(flow.ORGANISATION, "load"): "much"})
    return made


def url(assessment, name, *args):
    return reverse(f"assessments:{name}", args=(assessment.pk, *args))


@pytest.mark.slow
def test_a_step(client, assessment):
    address = url(assessment, "step", "core-problem")

    told = all_posts(
        lambda typist: send(
            client, address, body(with_marks(typist.fields(STEP, odd=ODD_NAMES, most=12), *typist.marks()))
        )
    )

    assert set(told) == {200, 302, 400, 409}


@pytest.mark.slow
def test_the_choice_of_functions(client, assessment):
    address = url(assessment, "functions")

    told = all_posts(
        lambda typist: send(client, address, body(with_marks(typist.fields(FUNCTIONS, odd=ODD_NAMES), *typist.marks())))
    )

    assert set(told) == {200, 302, 400, 409}


def posts_of_plain_fields(client, address):
    return all_posts(lambda typist: send(client, address, body(typist.fields(PLAIN, odd=PLAIN))))


@pytest.mark.slow
def test_the_start(client, assessment):
    assert set(posts_of_plain_fields(client, "/assessments/")) == {200, 302}


@pytest.mark.slow
def test_the_name_on_the_hub(client, assessment):
    assert set(posts_of_plain_fields(client, url(assessment, "hub"))) == {200, 302}


@pytest.mark.slow
def test_the_claim(client, assessment):
    user = make_user()
    make_organisation(user)
    client.force_login(user)

    assert set(posts_of_plain_fields(client, url(assessment, "claim"))) == {200, 302}


@pytest.mark.parametrize("content_type", [FORM, "multipart/form-data; boundary=x", "text/x"])
def test_any_bytes_at_all(client, assessment, content_type):
    for number in range(100):
        dice = Random(number)  # noqa: S311 - the same every time is the point
        send(client, url(assessment, "step", "core-problem"), dice.randbytes(dice.randrange(200)), content_type)


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
