"""What a review asks to be changed is read at the question, where it is answered again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from consulting.reviews import services as reviewing
from organisations.models import Engagement
from recommendations.reports import filling
from tests.factories import engage, make_consultancy, make_user
from tests.recommendations.test_review import CHANGES, FINAL, Scene, signed_in

pytestmark = pytest.mark.django_db


class Again(Scene):
    """A review with a comment on a question, one on a column and one on none; and the answers given again."""

    def __init__(self):
        super().__init__()
        self.said = [self.say("Is it much in May?", question="load"), self.say("Each month?", question="method")]
        self.say("Thank you", section="")
        self.again = filling.again(assessment=self.report.assessment, holder="")

    def say(self, text, **about):
        return reviewing.add_comment(review=self.review, text=text, by=self.person, **about)

    def step(self, visitor, assessment=None, slug="core-problem"):
        return visitor.get(f"/assessments/{(assessment or self.again).pk}/steps/{slug}/")

    def read_by(self, visitor):
        page = self.step(visitor).content.decode()
        return ["Is it much in May?" in page, "Each month?" in page, "Thank you" in page]


@pytest.fixture
def scene():
    return Again()


def test_the_comments_of_a_review_that_asks_for_changes_stand_at_their_questions(scene):
    scene.move(CHANGES)

    page = scene.step(scene.insider).content.decode()

    above, cards = page.split('id="card_core-problem_payroll"')
    assert ("Is it much in May?" in cards, "Each month?" in above, "Ana Adviser" in above) == (True, True, True)
    assert (page.count("Asked for in the review"), "Thank you" in page) == (2, False)
    assert "Asked for in the review" not in scene.step(scene.insider, slug="technology").content.decode()


@pytest.mark.parametrize("state", [None, FINAL])
def test_nothing_is_shown_where_no_changes_are_asked_for(scene, state):
    if state:
        scene.move(state)

    assert scene.read_by(scene.insider) == [False, False, False]


def test_a_comment_that_is_done_is_shown_no_more(scene):
    scene.move(CHANGES)
    reviewing.settle_comment(comment=scene.said[0], is_done=True)

    assert scene.read_by(scene.insider) == [False, True, False]


def test_another_consultancy_that_answers_reads_nothing_of_it(scene):
    rival = make_user("rival@example.com")
    engage(make_consultancy(rival, name="Rival"), scene.client, scope=Engagement.Scope.ANSWER)
    Engagement.objects.filter(consultancy=scene.firm).update(scope=Engagement.Scope.ANSWER)
    scene.move(CHANGES)

    assert scene.read_by(scene.consultant) == [True, True, False]
    assert scene.read_by(signed_in(rival)) == [False, False, False]


def test_only_answering_again_asks_for_them_and_once(scene):
    scene.move(CHANGES)
    fresh = filling.fill(
        questionnaire=scene.again.questionnaire, organisation=scene.client, functions=(), answers={}, notes={}
    )
    counts = []

    for assessment in (fresh, scene.again):
        scene.step(scene.insider, assessment)
        with CaptureQueriesContext(connection) as context:
            scene.step(scene.insider, assessment)
        counts.append(sum("consulting_comment" in each["sql"] for each in context))

    assert counts == [0, 1]
