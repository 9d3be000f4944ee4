"""Two at once on the real database: exactly one wins, and the check that shows it does notice when both do."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.db.models import F
from django.test import Client
from django.urls import reverse

from assessments.answering import services
from assessments.answering.holder import COOKIE, digest, new_token
from assessments.answering.services import ClosedError, StaleError, TakenError
from assessments.answering.sheet import Sheet
from assessments.edition import flow
from assessments.models import Answer, Assessment, Progress
from organisations.models import Organisation
from recommendations.reports.services import submit
from tests.factories import choose, make_assessment, make_edition, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 20
LOAD = (flow.ORGANISATION, "load")


def at_once(*tasks):
    """Run tasks in threads of their own, begun together; give what each returned or raised."""
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            barrier.wait(timeout=120)
            return task()
        except (ClosedError, StaleError, TakenError) as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def posted_by(token, url, fields, **headers):
    client = Client()
    client.cookies[COOKIE] = token
    return lambda: client.post(url, {**fields, "action": "later"}, headers=headers).status_code


def test_of_two_tabs_one_saves_and_the_other_is_asked():
    token = new_token()
    assessment = make_assessment(token=token)
    url = reverse("assessments:step", args=(assessment.pk, "core-problem"))
    outcomes = []
    for _round in range(ROUNDS):
        Answer.objects.all().delete()
        version = str(Sheet(assessment).version("core-problem"))

        codes = at_once(
            posted_by(token, url, {"load": "much", "version": version}),
            posted_by(token, url, {"load": "little", "version": version}),
        )

        kept = ("much", "little")[codes.index(302)]
        outcomes.append((sorted(codes), Sheet(assessment).answers == {LOAD: kept}))

    assert outcomes == [([302, 409], True)] * ROUNDS


def test_two_open_pages_that_answer_different_questions_at_once_both_save():
    token = new_token()
    assessment = make_assessment(token=token, functions=("payroll", "own_1"))
    url = reverse("assessments:step", args=(assessment.pk, "core-problem"))
    seen = json.dumps([{}, {"own_1": "own_1"}])
    outcomes = []
    for _round in range(ROUNDS):
        Answer.objects.all().delete()
        fields = {"version": str(Sheet(assessment).version("core-problem")), "seen": seen}

        codes = at_once(
            posted_by(token, url, {**fields, "load": "much"}, HX_Request="true"),
            posted_by(token, url, {**fields, "own_1--method": "each_new"}, HX_Request="true"),
        )

        outcomes.append((codes, Sheet(assessment).answers == {LOAD: "much", ("own_1", "method"): "each_new"}))

    assert outcomes == [([200, 200], True)] * ROUNDS


def test_two_open_pages_that_answer_the_same_question_otherwise_at_once_keep_one_and_ask():
    token = new_token()
    assessment = make_assessment(token=token)
    url = reverse("assessments:step", args=(assessment.pk, "core-problem"))
    outcomes = []
    for _round in range(ROUNDS):
        Answer.objects.all().delete()
        fields = {"version": str(Sheet(assessment).version("core-problem")), "seen": "[{},{}]"}

        codes = at_once(
            posted_by(token, url, {**fields, "load": "much"}),
            posted_by(token, url, {**fields, "load": "little"}),
        )

        kept = ("much", "little")[codes.index(302)]
        outcomes.append((sorted(codes), Sheet(assessment).answers == {LOAD: kept}))

    assert outcomes == [([302, 409], True)] * ROUNDS


def test_without_the_version_in_the_update_both_tabs_would_save():
    assessment = make_assessment()
    both_have_looked = Barrier(2)

    def look_then_save(choice):
        sheet = Sheet(assessment)
        assert sheet.version("core-problem") == 0
        both_have_looked.wait(timeout=120)
        Progress.objects.filter(assessment=assessment, step="core-problem").update(version=F("version") + 1)
        Answer.objects.bulk_create(
            [Answer(assessment=assessment, question_key="load", kind="choice", choice_key=choice)],
            update_conflicts=True,
            unique_fields=("assessment", "question_key", "function_key"),
            update_fields=("kind", "choice_key"),
        )
        return "saved"

    assert at_once(lambda: look_then_save("much"), lambda: look_then_save("little")) == ["saved", "saved"]


def test_of_two_claims_one_wins():
    edition = make_edition()
    users = make_user("a@example.com"), make_user("b@example.com")
    outcomes = []
    for _round in range(ROUNDS):
        token = new_token()
        assessment = make_assessment(edition, token=token)

        def claim_for(user, *, assessment=assessment, token=token):
            services.claim(assessment=assessment, holder=digest(token), user=user, keep_in=user.email)
            return user.email

        results = at_once(*(lambda user=user: claim_for(user) for user in users))

        winner = next(result for result in results if isinstance(result, str))
        kept = Assessment.objects.select_related("organisation").get(pk=assessment.pk)
        outcomes.append((results.count(TakenError), kept.organisation.name == winner))

    assert outcomes == [(1, True)] * ROUNDS
    assert Organisation.objects.count() == ROUNDS


def test_without_the_condition_in_the_update_both_claims_would_win():
    token = new_token()
    assessment = make_assessment(token=token)
    both_have_looked = Barrier(2)

    def look_then_claim(name):
        assert Assessment.objects.held_by(digest(token)).exists()
        both_have_looked.wait(timeout=120)
        return Assessment.objects.filter(pk=assessment.pk).update(organisation=Organisation.objects.create(name=name))

    assert at_once(lambda: look_then_claim("a"), lambda: look_then_claim("b")) == [1, 1]


def test_what_is_saved_while_the_report_is_made_is_in_it_or_refused():
    edition = make_edition()
    outcomes = []
    for _round in range(ROUNDS):
        assessment = make_assessment(edition, functions=("payroll",))
        sheet = Sheet(assessment)

        def save(sheet=sheet):
            services.save_answers(sheet=sheet, step="core-problem", answers={LOAD: "much"}, version=0, in_full=False)
            return "saved"

        saved, report = at_once(save, lambda assessment=assessment: submit(assessment=assessment))

        is_stored = LOAD in Sheet(assessment).answers
        outcomes.append((saved == "saved") == is_stored == ("Answer much" in report.content))

    assert all(outcomes)


def test_two_choices_of_functions_at_once_do_not_mix():
    assessment = make_assessment()
    outcomes = []
    for _round in range(ROUNDS):
        choose(assessment)
        version = Assessment.objects.get().functions_version

        def choose_only(key, version=version):
            services.choose_functions(sheet=Sheet(assessment), chosen={key: key}, version=version)
            return key

        results = at_once(lambda: choose_only("payroll"), lambda: choose_only("help_desk"))

        chosen = [function.key for function in Sheet(assessment).functions]
        outcomes.append((results.count(StaleError), [result for result in results if result != StaleError] == chosen))

    assert outcomes == [(1, True)] * ROUNDS
