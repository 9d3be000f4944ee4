from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from assessments.authoring.editions import copy_to_draft
from assessments.authoring.toml_file import open_file
from assessments.models import Clearance, Question, Questionnaire
from assessments.models.reading import read
from tests.assessments.small import SMALL, changed, choice_changed
from tests.assessments.toml_text import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """A way to write an edition into a file."""

    def write(edition, name="small.toml"):
        path = tmp_path / name
        path.write_text(edition if isinstance(edition, str) else written(edition), encoding="utf-8")
        return path

    return write


def bring(*files, **options):
    said = StringIO()
    call_command("import_questionnaire", *files, stdout=said, **options)
    return said.getvalue()


def refused(*files, **options):
    with pytest.raises(CommandError) as error:
        bring(*files, **options)
    return str(error.value)


def statuses():
    return {row.label: row.status for row in Questionnaire.objects.all()}


def test_a_file_becomes_a_draft(file):
    said = bring(file(SMALL))

    assert said == "small.toml: small-1 loaded (6 questions, 2 functions)\n"
    assert statuses() == {"small-1": "draft"}
    assert read(Questionnaire.objects.get().pk) == SMALL


def test_a_file_can_be_published_at_once(file):
    said = bring(file(SMALL), publish=True)

    assert said == "small.toml: small-1 published (6 questions, 2 functions)\n"
    assert statuses() == {"small-1": "published"}


def test_the_same_content_again_changes_nothing(file):
    bring(file(SMALL), publish=True)
    before = list(Question.objects.values())

    said = bring(file(SMALL), publish=True)

    assert said == "small.toml: small-1 is here already: nothing to do\n"
    assert list(Question.objects.values()) == before


def test_a_draft_that_is_here_is_published_when_asked(file):
    bring(file(SMALL))

    said = bring(file(SMALL), publish=True)

    assert said == "small.toml: small-1 published (6 questions, 2 functions)\n"


def test_a_retired_edition_is_not_brought_back(file):
    bring(file(SMALL), publish=True)
    bring(file(replace(SMALL, edition=2), "small-2.toml"), publish=True)

    bring(file(SMALL), publish=True)

    assert statuses() == {"small-1": "retired", "small-2": "published"}


def test_another_content_under_the_same_number_is_refused_with_what_differs(file):
    bring(file(SMALL))
    copy_to_draft(questionnaire=Questionnaire.objects.get())

    said = refused(file(changed("load", weight=2, hint="")))

    assert said == (
        "small.toml: small-1 is here already with another content:\n"
        "- question “load”, weight is 2, it was 3\n"
        "- question “load”, hint is empty, it was “Think of a week.”\n"
        "Raise edition to 3 in small.toml to load it beside the other.\n"
        "Nothing was loaded."
    )


def test_many_differences_are_told_by_the_first_ten(file):
    bring(file(SMALL))
    other = replace(SMALL, questions=tuple(replace(q, text=f"{q.text}!", short=f"{q.short}!") for q in SMALL.questions))

    said = refused(file(other)).splitlines()

    assert len([line for line in said if line.startswith("- question")]) == 10
    assert "- and 2 more" in said


def test_nothing_is_loaded_when_one_of_the_files_is_bad(file):
    bad = written(SMALL).replace("weight = 3", "weight = 9").replace('key = "method"', 'key = "Method"')

    def line(text):
        return bad[: bad.index(text)].count("\n") + 1

    weight, method, typical = "weight = 9", '"Method"', "typical = {"
    said = refused(file(SMALL), file(bad, "bad.toml"), file("slug =", "worse.toml"))

    assert said == (
        f"bad.toml, line {line(weight)}: question “load”: give “weight” a whole number from 0 to 5, not 9\n"
        f"bad.toml, line {line(method)}: question “Method”: “key” is “Method”: use small letters, digits and underscores, "
        "beginning with a letter, such as “own_skill”\n"
        f"bad.toml, line {line(typical)}: function “payroll”, typical: there is no question “method”: "
        "did you mean “Method”? allowed are Method, output\n"
        "worse.toml, line 1, column 7: not TOML from here on: Invalid value\n"
        "Nothing was loaded."
    )
    assert statuses() == {}


def test_nothing_is_loaded_when_the_lint_finds_something_in_one_to_publish(file):
    broken = replace(choice_changed("load", "much", source=""), slug="broken")

    said = refused(file(SMALL), file(broken, "broken.toml"), publish=True)

    assert said == (
        "broken-1 is not published. Mend first:\n"
        "- question “load”, choice “much”: moves a score without a source: choose where the reason comes from\n"
        "Nothing was loaded."
    )
    assert statuses() == {}


def test_the_shipped_edition_is_published_as_it_stands():
    said = bring("assessments/data/sourcing-2.toml", publish=True)

    assert said.startswith("sourcing-2.toml: sourcing-2 published (")
    assert statuses() == {"sourcing-2": "published"}


WORDY = changed("load", short="Load " * 8 + "upon load")
WORDY_SAID = "Question “{}”: cut the short name to 40 characters: it heads a narrow column".format(
    WORDY.question_by_key["load"].short
)


def test_the_first_edition_is_published_with_its_warnings_and_asks_nobody(file):
    bring(file(WORDY), publish=True)

    assert (statuses(), Clearance.objects.count()) == ({"small-1": "published"}, 0)


def test_a_later_edition_with_a_warning_wants_a_reason(file):
    bring(file(SMALL), publish=True)

    said = refused(file(replace(WORDY, edition=2)), publish=True)

    assert said == (
        "small-2 is not published. These want a reason:\n"
        f"- {WORDY_SAID}\n"
        'Give it: --acknowledge "REASON".\n'
        "Nothing was loaded."
    )
    assert statuses() == {"small-1": "published"}


def test_the_reason_is_kept_with_the_edition(file):
    bring(file(SMALL), publish=True)

    bring(file(replace(WORDY, edition=2)), publish=True, acknowledge=" Renamed next month ")

    kept = Clearance.objects.get(gate="warnings")
    assert statuses() == {"small-1": "retired", "small-2": "published"}
    assert (kept.questionnaire.label, kept.reason, kept.by) == ("small-2", "Renamed next month", None)


def test_what_the_lint_calls_an_error_no_reason_gets_past(file):
    bring(file(SMALL), publish=True)
    broken = replace(choice_changed("load", "much", source=""), edition=2)

    said = refused(file(broken), publish=True, acknowledge="All the same")

    assert said.startswith("small-2 is not published. Mend first:")


def test_a_dry_run_tells_differences_and_findings_and_saves_nothing(file):
    bring(file(SMALL), publish=True)

    said = bring(file(replace(WORDY, edition=2)), dry_run=True)

    assert said == (
        "small.toml: small-2 (6 questions, 2 functions)\n"
        "What differs from small-1:\n"
        f"- question “load”, short is “{WORDY.question_by_key['load'].short}”, it was “Load”\n"
        "What the lint finds:\n"
        "- warning: question “load”: cut the short name to 40 characters: it heads a narrow column\n"
        "Nothing was saved.\n"
    )
    assert statuses() == {"small-1": "published"}


def test_a_dry_run_on_an_empty_site_has_nothing_to_hold_it_against(file):
    said = bring(file(SMALL), dry_run=True)

    assert said == (
        "small.toml: small-1 (6 questions, 2 functions)\n"
        "It would be the first edition here.\n"
        "The lint finds nothing.\n"
        "Nothing was saved.\n"
    )
    assert statuses() == {}


def test_a_dry_run_says_how_another_content_under_the_same_number_could_be_loaded(file):
    bring(file(SMALL))

    said = bring(file(changed("load", weight=2)), dry_run=True).splitlines()

    assert said[1:4] == [
        "What differs from small-1:",
        "- question “load”, weight is 2, it was 3",
        "Raise edition to 2 in small.toml to load it beside the other.",
    ]


def taken_out(*arguments, **options):
    said = StringIO()
    call_command("export_questionnaire", *arguments, stdout=said, **options)
    return said.getvalue()


@pytest.mark.parametrize("json", [False, True])
def test_an_edition_goes_out_as_text_and_comes_in_as_it_was(file, json):
    bring(file(SMALL))

    text = taken_out("small-1", json=json)

    assert text.startswith("{") is json
    assert bring(file(text, "again.toml")) == "again.toml: small-1 is here already: nothing to do\n"


def test_an_edition_goes_into_a_new_file_of_the_kind_its_name_says(file, tmp_path):
    bring(file(SMALL))

    said = taken_out("small-1", tmp_path / "out.json")

    assert said == f"small-1 is in {tmp_path / 'out.json'}\n"
    assert open_file((tmp_path / "out.json").read_bytes(), "out.json").edition == SMALL


def test_no_file_that_is_there_is_written_over(file, tmp_path):
    bring(file(SMALL))
    there = tmp_path / "there.toml"
    there.write_text("mine")

    with pytest.raises(CommandError, match="is there already: name another file"):
        taken_out("small-1", there)

    assert there.read_text() == "mine"


@pytest.mark.parametrize("label", ["small-2", "small", "", "other-1", "small-99999999999999999999", "-1"])
def test_an_edition_that_is_not_here_is_answered_with_those_that_are(file, label):
    bring(file(SMALL))

    with pytest.raises(CommandError) as error:
        taken_out(label)

    assert str(error.value) == f"there is no edition {label}: name one of small-1"
