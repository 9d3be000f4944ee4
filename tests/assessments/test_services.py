import pytest

from assessments.answering import services
from assessments.answering.holder import digest, new_token
from assessments.answering.services import ClosedError, StaleError, TakenError
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Answer, Assessment, Progress, SelectedFunction
from organisations.models import Membership, Organisation
from recommendations.reports.services import submit
from tests.factories import choose, make_assessment, make_edition, make_organisation, make_user, save

pytestmark = pytest.mark.django_db
LOAD = (flow.ORGANISATION, "load")


@pytest.fixture
def assessment():
    return make_assessment(functions=("payroll", "own_1"))


def save_first(assessment, answers, notes=None, shares=None, *, version, in_full=False):
    services.save_answers(
        sheet=Sheet(assessment),
        step="core-problem",
        answers=answers,
        notes=notes,
        shares=shares,
        version=version,
        in_full=in_full,
    )


def states(assessment):
    return {state.slug: str(state.state) for state in Sheet(assessment).progress}


def test_a_start_prepares_a_version_for_each_step():
    assessment = services.start(questionnaire=make_edition(), company="Acme", holder="h" * 64)

    assert (assessment.company, assessment.holder_hash, assessment.is_draft) == ("Acme", "h" * 64, True)
    assert list(assessment.progress.values_list("step", "version", "completed")) == [
        ("core-problem", 0, 0),
        ("technology", 0, 0),
    ]


def test_an_answer_to_a_question_of_another_step_counts_that_step_as_saved_too(assessment):
    save_first(assessment, {LOAD: "much", (flow.ORGANISATION, "tools"): "modern"}, version=0)

    sheet = Sheet(assessment)
    assert (sheet.version("core-problem"), sheet.version("technology")) == (1, 1)
    assert sheet.answers == {LOAD: "much", (flow.ORGANISATION, "tools"): "modern"}


def test_an_answer_of_another_step_that_changed_since_it_was_read_is_not_written_over(assessment):
    read = Sheet(assessment)
    assert read.answers == {}
    save(assessment, {(flow.ORGANISATION, "tools"): "failing"})

    with pytest.raises(StaleError):
        services.save_answers(
            sheet=read,
            step="core-problem",
            answers={(flow.ORGANISATION, "tools"): "modern"},
            version=read.version("core-problem"),
            in_full=False,
        )

    assert Sheet(assessment).answers == {(flow.ORGANISATION, "tools"): "failing"}


def test_what_belongs_to_an_organisation_answers_to_no_token():
    assessment = services.start(questionnaire=make_edition(), organisation=make_organisation(), holder="h" * 64)

    assert assessment.holder_hash == ""


def test_an_answer_a_note_and_a_share_are_saved_together(assessment):
    answers = {LOAD: "much", ("payroll", "method"): flow.DONT_KNOW, ("own_1", "output"): flow.NOT_APPLICABLE}

    save_first(assessment, answers, {"load": "Since May", "method": "A column"}, {"payroll": 4}, version=0)

    sheet = Sheet(assessment)
    assert sheet.answers == answers
    assert sheet.notes == {"load": "Since May", "method": "A column"}
    assert [(f.key, f.share) for f in sheet.functions] == [("payroll", 4), ("own_1", 2)]
    assert sheet.version("core-problem") == 1


def test_saving_again_changes_and_takes_back(assessment):
    save_first(assessment, {LOAD: "much", ("payroll", "method"): "same_steps"}, {"load": "Old"}, version=0)

    save_first(assessment, {LOAD: "little", ("payroll", "method"): ""}, {"load": ""}, version=1)

    sheet = Sheet(assessment)
    assert (sheet.answers, sheet.notes, sheet.version("core-problem")) == ({LOAD: "little"}, {}, 2)


@pytest.mark.parametrize(
    ("given", "answers", "notes"),
    [
        (({LOAD: "little"},), {LOAD: "little"}, {"load": "Kept"}),
        (({}, {"load": "New"}), {LOAD: "much"}, {"load": "New"}),
        (({}, {"method": "Column"}), {LOAD: "much"}, {"load": "Kept", "method": "Column"}),
    ],
)
def test_what_a_page_does_not_name_stays(assessment, given, answers, notes):
    save_first(assessment, {LOAD: "much"}, {"load": "Kept"}, version=0)

    save_first(assessment, *given, version=1)

    sheet = Sheet(assessment)
    assert (sheet.answers, sheet.notes) == (answers, notes)


def test_a_first_save_writes_no_empty_rows(assessment):
    save_first(assessment, {LOAD: "much", ("payroll", "method"): ""}, {"load": "", "method": ""}, version=0)

    assert Answer.objects.count() == 1


def test_an_older_version_writes_nothing(assessment):
    save_first(assessment, {LOAD: "much"}, version=0)
    before = Assessment.objects.get()

    with pytest.raises(StaleError):
        save_first(assessment, {LOAD: "little"}, {}, {"payroll": 4}, version=0)

    assert Sheet(assessment).answers == {LOAD: "much"}
    assert Sheet(assessment).functions[0].share == 2
    assert Assessment.objects.get().updated_at == before.updated_at


def test_a_submitted_assessment_takes_nothing_more(assessment):
    save_first(assessment, {LOAD: "much"}, version=0)
    Assessment.objects.update(status="submitted", submitted_at=assessment.started_at)

    with pytest.raises(ClosedError):
        save_first(assessment, {LOAD: "little"}, version=1)
    with pytest.raises(ClosedError):
        services.choose_functions(sheet=Sheet(assessment), chosen={}, version=1)
    with pytest.raises(ClosedError):
        services.rename(assessment=assessment, company="Other")

    assert Sheet(assessment).answers == {LOAD: "much"}


def test_a_save_after_a_submit_is_refused(assessment):
    sheet = Sheet(assessment)
    submit(assessment=assessment)

    with pytest.raises(ClosedError):
        services.save_answers(sheet=sheet, step="technology", answers={}, version=0, in_full=False)


def test_a_function_taken_out_keeps_its_answers_and_they_return_with_it(assessment):
    save(assessment, {("payroll", "method"): "same_steps"})

    choose(assessment, "own_1")
    without = services.answers_of(assessment)
    choose(assessment, "payroll", "own_1")

    assert without == {}
    assert services.answers_of(assessment) == {("payroll", "method"): "same_steps"}


def test_a_renamed_own_function_keeps_its_answers(assessment):
    save(assessment, {("own_1", "output"): "records"})

    services.choose_functions(sheet=Sheet(assessment), chosen={"own_1": "Sorting post"}, version=1)

    assert [f.name for f in services.selected(assessment)] == ["Sorting post"]
    assert services.answers_of(assessment) == {("own_1", "output"): "records"}


def test_an_own_slot_that_was_emptied_starts_afresh_under_another_name(assessment):
    save(assessment, {LOAD: "much", ("own_1", "output"): "records"})
    SelectedFunction.objects.filter(key="own_1").update(share=4)
    choose(assessment, "payroll")

    services.choose_functions(sheet=Sheet(assessment), chosen={"own_1": "Translating"}, version=2)

    assert Sheet(assessment).answers == {LOAD: "much"}
    assert services.selected(assessment) == (flow.Selected("own_1", "Translating", 2),)
    assert set(Progress.objects.values_list("version", flat=True)) == {1, 2}


def test_an_own_slot_that_gets_its_name_back_gets_its_answers_back(assessment):
    save(assessment, {("own_1", "output"): "records"})
    choose(assessment, "payroll")

    services.choose_functions(sheet=Sheet(assessment), chosen={"own_1": "OWN_1"}, version=2)

    assert services.answers_of(assessment) == {("own_1", "output"): "records"}


def test_functions_chosen_in_another_tab_are_not_overwritten(assessment):
    with pytest.raises(StaleError):
        services.choose_functions(sheet=Sheet(assessment), chosen={"help_desk": "Help desk"}, version=0)

    assert [f.key for f in services.selected(assessment)] == ["payroll", "own_1"]


def test_a_new_function_opens_a_finished_step_again(assessment):
    choose(assessment, "payroll")
    save(assessment, {LOAD: "little", ("payroll", "method"): "same_steps"})
    before = states(assessment)

    choose(assessment, "payroll", "help_desk")

    assert before["core-problem"] == "complete"
    assert states(assessment)["core-problem"] == "another_look"


def test_an_answer_that_became_unreachable_is_kept_and_does_not_count(assessment):
    relief = flow.ORGANISATION, "relief"
    save(assessment, {LOAD: "much", relief: "soon"})

    save(assessment, {LOAD: "little"})
    hidden = services.answers_of(assessment)
    save(assessment, {LOAD: "much"})

    assert relief not in hidden
    assert services.answers_of(assessment)[relief] == "soon"


def test_a_claim_moves_the_assessment_and_the_browsers_others_get_the_new_token():
    token, user = new_token(), make_user()
    edition = make_edition()
    mine, other = make_assessment(edition, token=token), make_assessment(edition, token=token)
    strangers = make_assessment(edition, token=new_token())

    fresh = services.claim(assessment=mine, holder=digest(token), user=user, keep_in="Acme")

    mine.refresh_from_db()
    assert (mine.organisation.name, mine.holder_hash) == ("Acme", "")
    assert Membership.objects.get().role == "owner"
    assert list(Assessment.objects.held_by(digest(fresh))) == [other]
    assert list(Assessment.objects.held_by(digest(token))) == []
    assert Assessment.objects.get(pk=strangers.pk).holder_hash == strangers.holder_hash


def test_a_claim_without_the_token_founds_nothing():
    token, user = new_token(), make_user()
    assessment = make_assessment(token=token)

    with pytest.raises(TakenError):
        services.claim(assessment=assessment, holder=digest(new_token()), user=user, keep_in="Acme")
    with pytest.raises(TakenError):
        services.claim(assessment=assessment, holder="", user=user, keep_in="Acme")

    assert not Organisation.objects.exists()
    assert Assessment.objects.get().organisation is None


def test_a_second_claim_finds_it_taken():
    token, user = new_token(), make_user()
    assessment = make_assessment(token=token)
    services.claim(assessment=assessment, holder=digest(token), user=user, keep_in=make_organisation(user))

    with pytest.raises(TakenError):
        services.claim(assessment=assessment, holder=digest(token), user=make_user("b@example.com"), keep_in="Theirs")

    assert Assessment.objects.get().organisation.name == "Acme"


def test_one_page_is_saved_in_one_transaction_of_three_writes(assessment, django_assert_num_queries):
    sheet = Sheet(assessment)
    sheet.edition, sheet.rows  # noqa: B018 - read before

    with django_assert_num_queries(5):  # savepoint, assessment, progress, answers, release
        services.save_answers(sheet=sheet, step="core-problem", answers={LOAD: "much"}, version=0, in_full=False)
