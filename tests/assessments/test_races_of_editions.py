"""Two administrators at once on the real database: one wins and the other is told; an edit is in before, or refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction
from django.utils import timezone

from assessments.authoring.editions import Decision, EditionError, copy_to_draft, publish
from assessments.authoring.gates import check
from assessments.authoring.revisions import changing
from assessments.edition import document
from assessments.models import Clearance, FrozenEditionError, Question, Questionnaire
from assessments.models.reading import forget, read
from tests.factories import make_edition, make_user

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def at_once(*tasks):
    """Run tasks in threads of their own, begun together; give what each returned or raised."""
    barrier = Barrier(len(tasks))

    def run(task):
        try:
            barrier.wait(timeout=120)
            return task()
        except (EditionError, FrozenEditionError) as error:
            return type(error).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def publisher_of(edition, user):
    decision = Decision(user, check(edition), {})

    def go():
        publish(questionnaire=Questionnaire.objects.get(pk=edition.pk), decision=decision)
        return user.email

    return go


def test_of_two_who_publish_the_same_draft_one_wins_and_the_other_is_told():
    users = [make_user(f"{name}@example.com") for name in "ab"]
    make_edition()
    outcomes = []
    for _round in range(ROUNDS):
        draft = copy_to_draft(questionnaire=Questionnaire.objects.published().get())

        results = at_once(*(publisher_of(draft, user) for user in users))

        draft.refresh_from_db()
        told = [result for result in results if result != draft.published_by.email]
        kept = {one.by.email for one in Clearance.objects.filter(questionnaire=draft).select_related("by")}
        outcomes.append((told, kept == {draft.published_by.email}, Questionnaire.objects.published().count()))

    assert outcomes == [(["EditionError"], True, 1)] * ROUNDS


def test_of_two_who_publish_two_drafts_both_were_asked_about_the_same_edition_in_use_and_one_must_look_again():
    users = [make_user(f"{name}@example.com") for name in "ab"]
    make_edition()
    outcomes = []
    for _round in range(ROUNDS):
        in_use = Questionnaire.objects.published().get()
        drafts = [copy_to_draft(questionnaire=in_use) for _user in users]

        results = at_once(*(publisher_of(draft, user) for draft, user in zip(drafts, users, strict=True)))

        # The examples were compared with an edition that is not in use any more by then.
        outcomes.append((results.count("ChangedError"), Questionnaire.objects.published().count()))

    assert outcomes == [(1, 1)] * ROUNDS


def test_without_the_lock_both_would_have_published():
    make_edition()
    draft = copy_to_draft(questionnaire=Questionnaire.objects.get())
    both_have_looked = Barrier(2)

    def look_then_publish():
        row = Questionnaire.objects.get(pk=draft.pk)
        assert row.is_draft
        both_have_looked.wait(timeout=120)
        with transaction.atomic():
            rows = Questionnaire._base_manager
            rows.filter(status="published").exclude(pk=row.pk).update(status="retired")
            return rows.filter(pk=row.pk).update(
                status="published", published_at=timezone.now(), content="{}", checksum="0"
            )

    assert at_once(look_then_publish, look_then_publish) == [1, 1]


def test_an_edit_while_somebody_publishes_is_in_before_or_refused():
    user = make_user("publisher@example.com")
    make_edition()
    outcomes = []
    for number in range(ROUNDS):
        draft = copy_to_draft(questionnaire=Questionnaire.objects.published().get())

        def edit(draft=draft, number=number):
            with changing(draft.pk, by=user):
                Question.objects.filter(questionnaire=draft, key="load").update(hint=f"Changed {number}")
            return "saved"

        edited, published = at_once(edit, publisher_of(draft, user))

        forget()
        is_in = read(draft.pk).question_by_key["load"].hint == f"Changed {number}"
        # Whoever published had not seen the edit: it is refused, or publishing is.
        outcomes.append((is_in, edited, published))

    assert set(outcomes) <= {(True, "saved", "ChangedError"), (False, "FrozenEditionError", user.email)}


def test_of_two_authors_who_save_at_once_each_keeps_a_revision_and_both_are_in():
    users = [make_user(f"{name}@example.com") for name in "ab"]
    draft = copy_to_draft(questionnaire=make_edition())
    outcomes = []
    for number in range(ROUNDS):

        def edit(user, key, number=number):
            with changing(draft.pk, by=user):
                Question.objects.filter(questionnaire=draft, key=key).update(hint=f"Changed {number}")
            return "saved"

        results = at_once(lambda: edit(users[0], "load"), lambda: edit(users[1], "tools"))
        draft.refresh_from_db()
        last = document.read(draft.revisions.first().content)
        hints = {last.question_by_key[key].hint for key in ("load", "tools")}
        outcomes.append((results, hints == {f"Changed {number}"}, draft.revision))

    assert outcomes == [(["saved", "saved"], True, 3 + 2 * number) for number in range(ROUNDS)]
