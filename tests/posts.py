"""One valid form for every address that takes one, by somebody who may send it: what test_mass_assignment.py adds to."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from uuid import UUID

from assessments.answering.holder import COOKIE
from assessments.answering.sheet import Sheet
from assessments.models import Assessment
from consulting.models import Review
from organisations.http import LINK, PREFIX
from organisations.models import Organisation
from recommendations.models import Report
from tests.factories import save, whole
from tests.world import World

NEW: Final = UUID("11111111-1111-4111-8111-111111111111")
LATE: Final = "2030-01-01"

Told = dict[str, Any]


def _nothing(_world: World) -> Told:
    return {}


@dataclass(frozen=True)
class Post:
    """`reads` are names that the page itself reads and this form leaves out; `carries` is a token the browser holds."""

    role: str
    data: Callable[[World], Told] = _nothing
    reads: tuple[str, ...] = ()
    carries: str = ""
    is_the_holders: bool = False
    changes: bool = True

    def things(self, world: World) -> Told:
        things: Told = world.held if self.is_the_holders or self.role == "holder" else world.ours
        return things

    def ready(self, world: World) -> Any:
        """Give the browser of whoever sends it, with what it must hold."""
        client = world.clients[self.role]
        if self.carries:
            client.cookies[PREFIX + LINK] = self.things(world)[self.carries]
        elif self.is_the_holders:
            client.cookies[COOKIE] = world.clients["holder"].cookies[COOKIE].value
        return client


def _confirm(world: World) -> Told:
    draft = _draft(world)
    return {"confirm": Sheet(draft).functions[0].key, "edition": str(draft.questionnaire_id)}


def said(**data: Any) -> Callable[[World], Told]:
    return lambda _world: dict(data)


def _draft(world: World) -> Assessment:
    return Assessment.objects.get(pk=world.ours["draft"])


def _functions(world: World) -> Told:
    return {"functions": ["payroll", "help_desk"], "action": "later", "version": _draft(world).functions_version}


def _step(world: World) -> Told:
    version = Sheet(_draft(world)).version("core-problem")
    return {"load": "little", "payroll--method": "each_new", "action": "later", "version": version}


def _hand_over(world: World) -> Told:
    return {"step": "core-problem", "person": world.people["member"].pk, "email": ""}


def _ask_a_second(world: World) -> Told:
    return {"person": world.people["member"].pk}


def _finished(world: World) -> Told:
    """Have everything answered first, so that the draft may be submitted."""
    save(_draft(world), whole(_draft(world)))
    return {}


def _action(world: World) -> Told:
    actions = Report.objects.get(pk=world.ours["report"]).data["page"]["actions"]
    return {"action": actions[0]["key"], "owner": "Jo", "due": LATE, "status": "doing"}


def _review(world: World) -> Review:
    firm = world.people["reading"].memberships.get().organisation
    return Review.objects.get(report=world.ours["report"], consultancy=firm)


def _adjusted(world: World) -> Told:
    reason = {"function": "payroll", "model": "kpo", "readiness": "", "reason": "Seen on the spot"}
    return reason | {"version": _review(world).version}


def _moved(world: World) -> Told:
    return {"to": "in_review", "version": _review(world).version}


def _reviewer(world: World) -> Told:
    return {"reviewer": world.people["reading"].pk, "seen": ""}


def _scope(world: World) -> Told:
    return {f"{world.ours['engagement'].hex}-scope": "answer"}


def _own_organisation(world: World, role: str) -> Told:
    return {"organisation": Organisation.objects.joined_by(world.people[role]).get().pk, "name": ""}


SHARED: Final[Told] = {
    "link": NEW,
    "label": "For Jo",
    "days": "7",
    "passcode": "",
    "email": "",
    "without_notes": "on",
    "without_names": "on",
    "without_answers": "on",
}
GUESSED: Final[Told] = {"hours-from": "96", "hours-to": "118", "fee-from": "1,950.50", "currency": "EUR"}
OURS: Final = "account/organisations/<uuid:pk>/"
REVIEW: Final = "clients/<uuid:client>/reports/<uuid:pk>/"

POSTS: Final[dict[str, tuple[Post, ...]]] = {
    "language/": (Post("member", said(language="en"), changes=False),),
    "assessments/": (
        Post("anonymous", said(company="Mine")),
        Post("former", said(organisation="new", name="Mine")),
        Post("stranger"),
    ),
    "assessments/<uuid:pk>/": (Post("holder", said(company="Mine")),),
    "assessments/<uuid:pk>/functions/": (Post("member", _functions),),
    "assessments/<uuid:pk>/steps/<slug:slug>/": (Post("member", _step),),
    "assessments/<uuid:pk>/check/": (Post("member", _confirm),),
    "assessments/<uuid:pk>/together/": (
        Post("owner", _hand_over),
        Post("owner", said(do="done", step="core-problem"), changes=False),
    ),
    "assessments/<uuid:pk>/second/": (Post("owner", _ask_a_second),),
    "assessments/<uuid:pk>/ready/": (Post("answering", changes=False),),
    # Nothing newer is published here.
    "assessments/<uuid:pk>/move/": (Post("member", changes=False),),
    "assessments/<uuid:pk>/claim/": (
        Post("stranger", partial(_own_organisation, role="stranger"), is_the_holders=True),
        Post("former", said(organisation="new", name="Mine"), is_the_holders=True),
    ),
    "assessments/<uuid:pk>/submit/": (Post("member", _finished),),
    "assessments/<uuid:pk>/delete/": (Post("holder", said(confirm="yes")),),
    "assessments/<uuid:pk>/resume/": (
        Post("holder", said(email="jo@example.com"), reads=("link",)),
        Post("holder", said(link=NEW), reads=("email",)),
    ),
    "assessments/<uuid:pk>/resume/<uuid:link>/stop/": (Post("holder"),),
    "resume/answers/<uuid:pk>/": (Post("anonymous", carries="resume_token", is_the_holders=True),),
    "reports/<uuid:pk>/actions/": (Post("member", _action),),
    "reports/<uuid:pk>/plan/": (
        Post(
            "member",
            said(starts_on=LATE, country="eu", **dict.fromkeys(("accountable", "does", "asked", "told"), "Jo")),
        ),
    ),
    "reports/<uuid:pk>/brief/<slug:model>/choices/": (
        Post(
            "member",
            said(parts=["who", "work"], works=["payroll"], without_names="on", **{"fill-contact": "Jo"}),
            reads=("with_notes", "with_secrets"),
        ),
    ),
    "reports/<uuid:pk>/brief/<slug:model>/parts/<slug:part>/": (Post("member", said(text="We are Jo Ltd")),),
    "reports/<uuid:pk>/comments/<uuid:comment>/": (
        Post("member", said(text="We did")),
        Post("member", said(do="done")),
    ),
    "reports/<uuid:pk>/again/": (Post("member"),),
    "reports/<uuid:pk>/costs/": (Post("member", said(**GUESSED)),),
    "reports/<uuid:pk>/scorecard/<slug:model>/": (Post("member", said(**{"name-1": "Larkfield", "weight-1": "3"})),),
    "reports/<uuid:pk>/share/": (Post("owner", said(**SHARED, with_beside="plan")),),
    "reports/<uuid:pk>/share/preview/": (Post("owner", said(**SHARED), changes=False),),
    "reports/<uuid:pk>/share/<uuid:link>/stop/": (Post("owner"),),
    "shared/report/<uuid:pk>/": (Post("reader", said(passcode=""), changes=False),),
    "clients/filters/new/": (Post("reading", said(name="Soon", query="")),),
    "clients/filters/<uuid:pk>/": (Post("reading", said(name="Soon")),),
    "clients/filters/<uuid:pk>/delete/": (Post("reading"),),
    "clients/invite/": (Post("reading", said(name="Jo Ltd", email="jo@example.com", scope="read")),),
    "clients/invitations/<uuid:pk>/again/": (Post("reading"),),
    "clients/invitations/<uuid:pk>/withdraw/": (Post("reading"),),
    "clients/<uuid:client>/review-day/": (Post("reading", said(review_on=LATE)),),
    f"{REVIEW}adjust/": (Post("reading", _adjusted),),
    f"{REVIEW}comments/": (Post("reading", said(**{"comment-place": "", "comment-text": "Well"})),),
    f"{REVIEW}comments/<uuid:comment>/": (Post("reading", said(done="yes")),),
    f"{REVIEW}notes/": (Post("reading", said(**{"note-text": "Well"})),),
    f"{REVIEW}notes/<uuid:note>/remove/": (Post("reading", said()),),
    f"{REVIEW}reviewer/": (Post("reading", _reviewer),),
    f"{REVIEW}state/": (Post("reading", _moved),),
    "clients/<uuid:client>/end/": (Post("reading"),),
    "account/name/": (Post("member", said(name="Jo")),),
    "account/organisations/new/": (Post("member", said(name="Jo Ltd")),),
    f"{OURS}name/": (Post("owner", said(name="Jo Ltd")),),
    f"{OURS}invite/": (Post("owner", said(role="member", email="jo@example.com")),),
    f"{OURS}invitations/<uuid:invitation>/again/": (Post("owner"),),
    f"{OURS}invitations/<uuid:invitation>/revoke/": (Post("owner"),),
    f"{OURS}members/<uuid:person>/role/": (Post("owner", said(role="owner")),),
    f"{OURS}members/<uuid:person>/remove/": (Post("owner"),),
    f"{OURS}members/<uuid:person>/hand-over/": (Post("owner"),),
    f"{OURS}leave/": (Post("member"),),
    f"{OURS}advising/": (Post("owner"),),
    f"{OURS}consultants/invite/": (Post("owner", said(email="jo@example.com", scope="read")),),
    f"{OURS}consultants/<uuid:engagement>/scope/": (Post("owner", _scope),),
    f"{OURS}consultants/<uuid:engagement>/end/": (Post("owner"),),
    f"{OURS}consultants/asked/<uuid:invitation>/again/": (Post("owner"),),
    f"{OURS}consultants/asked/<uuid:invitation>/take-back/": (Post("owner"),),
    f"{OURS}benchmark/": (Post("owner", said(in_benchmark="yes")),),
    f"{OURS}archive/": (Post("owner"),),
    f"{OURS}erase/": (Post("owner", said(name="Canary Ltd")),),
    # Nothing is on its way out.
    f"{OURS}erase/take-back/": (Post("owner", changes=False),),
    "account/close/": (Post("member"),),
    "account/close/keep/": (Post("member", changes=False),),
    "invitations/<uuid:pk>/": (
        Post("former", said(answer="accept"), carries="invitation_token"),
        Post("former", said(answer="decline"), carries="invitation_token"),
    ),
}
