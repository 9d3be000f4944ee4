"""The review of a client's report: its states and locks, comments, adjustments, and who reads what."""

import hashlib
import re
import threading

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assessments.models.reading import read
from consulting.models import Adjustment, ClientLine, Comment, Note, Review
from consulting.models.clients import Status
from consulting.reviews import services as reviewing
from consulting.reviews.reports import ReportReviews
from organisations import engagements
from organisations.models import Engagement, Event, Organisation
from recommendations.models import Report
from recommendations.reports.services import submit
from tests.factories import (
    engage,
    make_assessment,
    make_consultancy,
    make_edition,
    make_organisation,
    make_user,
    protect,
    save,
    whole,
)

REASON = "They want tickets answered, not machines run"
CHANGES, FINAL, IN_REVIEW = "changes", "final", "in_review"


class Scene:
    """A client with a report, and a consultancy of two that it lets in."""

    def __init__(self):
        self.owner = make_user("client@example.com", name="Jo Client")
        self.client = make_organisation(self.owner, name="Kestrel Ltd")
        self.person, self.colleague = (
            make_user("ana@firm.example.com", name="Ana Adviser"),
            make_user("tom@firm.example.com", name="Tom Adviser"),
        )
        self.firm = make_consultancy(self.person, self.colleague, name="Northgate")
        self.engagement = engage(self.firm, self.client)
        self.report = make_report(make_edition(), self.client)
        self.url = f"/clients/{self.client.pk}/reports/{self.report.pk}/"
        self.own_url = f"/reports/{self.report.pk}/"
        self.consultant, self.other, self.insider = map(signed_in, (self.person, self.colleague, self.owner))

    @property
    def review(self):
        return Review.objects.get(report=self.report, consultancy=self.firm)

    def adjust(self, **more):
        sent = {"function": "payroll", "model": "kpo", "readiness": "", "reason": REASON, "version": 0}
        return self.consultant.post(f"{self.url}adjust/", sent | more)

    def move(self, to, **more):
        return self.consultant.post(f"{self.url}state/", {"to": to, "version": self.review.version} | more)


def make_report(edition, organisation, *functions):
    assessment = make_assessment(edition, functions=functions or ("payroll",), organisation=organisation)
    save(assessment, whole(assessment))
    return submit(assessment=assessment)


def signed_in(person):
    client = Client()
    client.force_login(protect(person))
    return client


@pytest.fixture
def scene(db):
    return Scene()


def test_a_report_of_an_engaged_client_is_for_review_as_soon_as_it_is_given(scene):
    assert [(one.state, one.consultancy) for one in Review.objects.all()] == [("submitted", scene.firm)]


def test_a_report_that_was_there_before_the_engagement_is_reviewed_from_the_first_change(scene):
    late = make_consultancy(make_user("late@example.com"), name="Late Ltd")
    engage(late, scene.client)
    page = signed_in(late.members.get()).get(scene.url)

    signed_in(late.members.get()).post(f"{scene.url}adjust/", {"function": "payroll", "version": 0})

    assert page.status_code == 200
    assert Review.objects.filter(consultancy=late).count() == 1


def test_the_review_shows_what_was_computed_and_what_is_worth_asking(scene):
    page = scene.consultant.get(scene.url).content.decode()

    for part in ("Overall fit", "Function by function", "As computed", "Worth asking the client", "Kestrel Ltd"):
        assert part in page


def test_a_review_moves_on_is_written_down_and_shown_in_the_list_of_clients(scene):
    for to, status in ((IN_REVIEW, Status.IN_REVIEW), (CHANGES, Status.CHANGES), (FINAL, Status.REVIEWED)):
        scene.move(to)
        assert (scene.review.state, ClientLine.objects.get(engagement=scene.engagement).status) == (to, status)

    assert [(step.state, step.by_name) for step in scene.review.steps.all()] == [
        (IN_REVIEW, "Ana Adviser"),
        (CHANGES, "Ana Adviser"),
        (FINAL, "Ana Adviser"),
    ]
    assert set(Event.objects.filter(subject=scene.report.pk).values_list("act", flat=True)) == {
        "review_begun",
        "review_changes_asked",
        "review_finished",
    }


@pytest.mark.parametrize(("to", "count"), [(IN_REVIEW, 0), (CHANGES, 1), (FINAL, 1)])
def test_the_client_is_told_by_mail_what_was_decided_and_not_what_was_said(
    scene, to, count, django_capture_on_commit_callbacks
):
    scene.consultant.post(f"{scene.url}comments/", {"comment-place": "", "comment-text": "Quite secret words"})

    with django_capture_on_commit_callbacks(execute=True):
        scene.move(to)

    assert [letter.to for letter in mail.outbox] == [["client@example.com"]] * count
    assert not [letter for letter in mail.outbox if "Quite secret words" in letter.body]
    assert all(scene.own_url in letter.body for letter in mail.outbox)


def test_a_state_that_a_colleague_changed_meanwhile_is_refused_with_both_values(scene):
    scene.move(IN_REVIEW)
    stale = scene.review.version
    scene.move(CHANGES)

    answer = scene.move(FINAL, version=stale)

    assert answer.status_code == 409
    assert "Changes requested" in answer.content.decode()
    assert "Reviewed" in answer.content.decode()
    assert scene.review.state == CHANGES


def test_a_final_review_is_locked_until_it_is_reopened(scene):
    scene.move(FINAL)
    version = scene.review.version
    refused = [
        scene.adjust(version=version).status_code,
        scene.consultant.post(f"{scene.url}comments/", {"comment-place": "", "comment-text": "Late"}).status_code,
        scene.consultant.post(f"{scene.url}reviewer/", {"reviewer": str(scene.person.pk), "seen": ""}).status_code,
    ]
    scene.move(IN_REVIEW)
    allowed = scene.adjust(version=scene.review.version).status_code

    assert refused == [409, 409, 409]
    assert allowed == 302
    assert Event.objects.filter(act="review_reopened").count() == 1


def test_an_adjustment_needs_its_reason(scene):
    answer = scene.adjust(reason=" ")

    assert answer.status_code == 422
    assert Adjustment.objects.count() == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Adjustment.objects.create(review=scene.review, report=scene.report, function="payroll", model="kpo", version=1)


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("comments/", {"comment-place": "", "comment-text": ""}),
        ("notes/", {"note-text": ""}),
        ("adjust/", {"function": "", "model": "none", "version": 0}),
        ("reviewer/", {"reviewer": "nobody"}),
        ("state/", {"to": "", "version": 0}),
    ],
)
def test_what_is_wrong_with_a_form_leads_to_its_field(scene, path, sent):
    answer = scene.consultant.post(f"{scene.url}{path}", sent)

    page = answer.content.decode()
    summary = page.partition('class="error-summary"')[2].partition("</div>")[0]
    assert answer.status_code == 422
    assert set(re.findall('href="#([^"]+)"', summary)) - set(re.findall(' id="([^"]+)"', page)) == set()
    assert "<a href=" in summary


def test_a_second_adjustment_takes_the_place_of_the_first_which_stays_readable(scene):
    scene.adjust()
    scene.adjust(model="own", reason="Better at home", version=scene.review.version)

    assert [one.model for one in Adjustment.objects.current()] == ["own"]
    assert [one.reason for one in Adjustment.objects.all()] == [REASON, "Better at home"]


def test_a_stale_adjustment_is_refused_and_shows_both(scene):
    scene.adjust()

    answer = scene.other.post(
        f"{scene.url}adjust/", {"function": "payroll", "model": "ito", "reason": "Mine", "version": 0}
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    assert REASON in page
    assert "Mine" in page
    assert [one.model for one in Adjustment.objects.current()] == ["kpo"]


def test_an_adjustment_of_another_function_is_no_conflict(scene):
    report = make_report(scene.report.assessment.questionnaire, scene.client, "payroll", "own_1")
    keys = [row["key"] for group in report.data["page"]["map"]["groups"] for row in group["rows"]]
    url = f"/clients/{scene.client.pk}/reports/{report.pk}/adjust/"

    answers = [
        scene.consultant.post(url, {"function": key, "model": "own", "reason": "So", "version": 0}) for key in keys
    ]

    assert [answer.status_code for answer in answers] == [302] * len(keys)


def test_as_computed_takes_an_adjustment_back(scene):
    scene.adjust()

    scene.adjust(model="", reason="", version=scene.review.version)

    assert Adjustment.objects.current().count() == 0
    assert REASON not in scene.insider.get(scene.own_url).content.decode()


def test_a_reviewer_is_somebody_of_the_consultancy_and_a_stale_choice_is_refused(scene):
    stranger = make_user("stranger@example.com")
    url = f"{scene.url}reviewer/"

    refused = scene.consultant.post(url, {"reviewer": str(stranger.pk), "seen": ""})
    taken = scene.consultant.post(url, {"reviewer": str(scene.person.pk), "seen": ""})
    stale = scene.other.post(url, {"reviewer": str(scene.colleague.pk), "seen": ""})

    assert [refused.status_code, taken.status_code, stale.status_code] == [422, 302, 409]
    assert scene.review.reviewer == scene.person


def test_the_report_itself_stays_as_it_was_given(scene):
    before = Report.objects.get(pk=scene.report.pk)
    scene.adjust()
    after = Report.objects.get(pk=scene.report.pk)

    assert (after.content, after.checksum) == (before.content, before.checksum)
    assert hashlib.sha256(after.content.encode()).hexdigest() == after.checksum


def test_the_client_reads_the_state_the_comments_and_the_adjustments_beside_the_computed_result(scene):
    scene.adjust()
    scene.consultant.post(f"{scene.url}comments/", {"comment-place": "s:map", "comment-text": "Look at payroll"})
    scene.move(CHANGES)

    page = scene.insider.get(scene.own_url).content.decode()

    (line,) = ReportReviews().adjustments(scene.report)
    for part in (REASON, "Ana Adviser", "Northgate", "Changes requested", "Look at payroll", line.computed, line.on):
        assert part in page
    assert f'class="btn btn-primary" href="{scene.own_url}again/"' in page


def test_the_client_answers_a_comment_and_marks_it_as_done(scene, django_capture_on_commit_callbacks):
    scene.consultant.post(f"{scene.url}comments/", {"comment-place": "", "comment-text": "Why so many?"})
    comment = Comment.objects.get()
    url = f"{scene.own_url}comments/{comment.pk}/"

    with django_capture_on_commit_callbacks(execute=True):
        scene.insider.post(url, {"do": "answer", "text": "Seasonal work"})
    scene.insider.post(url, {"do": "done"})

    page = scene.consultant.get(scene.url).content.decode()
    assert "Seasonal work" in page
    assert "Jo Client" in page
    assert Comment.objects.get(pk=comment.pk).done_at is not None
    assert sorted(letter.to[0] for letter in mail.outbox) == ["ana@firm.example.com", "tom@firm.example.com"]
    assert not [letter for letter in mail.outbox if "Seasonal work" in letter.body]


def test_another_consultancy_of_the_client_reads_no_comment_of_this_one(scene):
    scene.consultant.post(f"{scene.url}comments/", {"comment-place": "", "comment-text": "Between us and the client"})
    rival = make_consultancy(make_user("rival@example.com"), name="Rival Ltd")
    engage(rival, scene.client)
    visitor = signed_in(rival.members.get())

    pages = [visitor.get(url).content.decode() for url in (scene.url, scene.own_url)]

    assert not [page for page in pages if "Between us and the client" in page]


def test_an_engagement_that_ended_closes_the_review_at_once(scene):
    scene.adjust()
    engagements.end(engagement=Engagement.objects.get(pk=scene.engagement.pk), by=scene.owner)

    answers = [scene.consultant.get(scene.url), scene.adjust(version=9), scene.move(FINAL)]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


def test_an_engagement_that_ended_keeps_what_the_client_says_since_to_itself(scene, django_capture_on_commit_callbacks):
    scene.consultant.post(f"{scene.url}comments/", {"comment-place": "", "comment-text": "Why so many?"})
    engagements.end(engagement=Engagement.objects.get(pk=scene.engagement.pk), by=scene.owner)
    report = Report.objects.get(pk=Comment.objects.get().review.report_id)

    with django_capture_on_commit_callbacks(execute=True):
        scene.insider.post(f"{scene.own_url}comments/{Comment.objects.get().pk}/", {"do": "answer", "text": "Seasonal"})
        reviewing.notify_consultancies(report=report, address_of=str)

    assert mail.outbox == []


@pytest.mark.parametrize("count", [1, 6])
def test_a_review_takes_as_many_queries_however_many_comments_and_notes_there_are(scene, count):
    for number in range(count):
        reviewing.add_comment(review=scene.review, text=f"Comment {number}", by=scene.person, question="")
        reviewing.add_note(
            consultancy=scene.firm, client=scene.client.pk, report=scene.report, text=f"Note {number}", by=scene.person
        )
    scene.consultant.get(scene.url)

    with CaptureQueriesContext(connection) as queries:
        scene.consultant.get(scene.url)

    assert len(queries) <= 15


@pytest.mark.django_db(transaction=True)
def test_of_two_adjustments_at_once_one_is_refused():
    scene = Scene()
    results = []

    def adjust(model):
        try:
            what = {"function": "payroll", "model": model, "readiness": "", "reason": "At once"}
            reviewing.adjust_result(review=scene.review, version=0, by=scene.person, **what)
            results.append("saved")
        except reviewing.ReviewStaleError:
            results.append("stale")
        finally:
            connection.close()

    threads = [threading.Thread(target=adjust, args=(model,)) for model in ("kpo", "ito")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["saved", "stale"]
    assert Adjustment.objects.current().count() == 1
    assert Organisation.objects.filter(advises=True).count() == 1


def test_a_comment_at_a_question_leads_the_client_back_to_that_question(scene):
    key = scene.report.assessment.answers.filter(function_key="").first().question_key
    step = read(scene.report.assessment.questionnaire_id).question_by_key[key].step
    sent = {"comment-place": f"q:{key}", "comment-text": "Is that so?"}
    scene.consultant.post(f"{scene.url}comments/", sent)

    page = scene.insider.get(scene.own_url).content.decode()

    assert f"{scene.own_url}again/?step={step}&amp;question={key}" in page


def test_a_note_is_removed_by_whoever_wrote_it_and_by_nobody_else(scene):
    for text in ("Wrong", "Right"):
        scene.consultant.post(f"{scene.url}notes/", {"note-text": text})
    wrong = Note.objects.get(text="Wrong")
    address = f"{scene.url}notes/{wrong.pk}/remove/"
    offered = [visitor.get(scene.url).content.decode().count(address) for visitor in (scene.consultant, scene.other)]

    codes = [visitor.post(address).status_code for visitor in (scene.other, scene.consultant, scene.consultant)]

    assert (offered, codes) == ([1, 0], [404, 302, 404])
    assert [note.text for note in Note.objects.all()] == ["Right"]


def test_the_day_of_a_report_is_written_in_the_language_of_the_page(scene):
    Report.objects.filter(pk=scene.report.pk).update(given_at="2026-11-18T12:00Z")

    page = scene.consultant.get(scene.url, headers={"accept-language": "es"}).content.decode()

    assert "informe del 18 de noviembre de 2026" in page
