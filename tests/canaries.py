"""A word of its own in every text that anybody wrote, and what finds those words again in anything that is sent."""

import io
import re
import zipfile
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Final

from django.apps import apps
from django.db import models
from django.test import Client
from pypdf import PdfReader

from assessments.answering import second
from assessments.models import Assessment, LeftBehind
from consulting.models import Comment, SavedFilter
from consulting.reviews import services as reviewing
from organisations.models import Engagement, Membership, Organisation, User
from recommendations.beside.brief import services as briefs
from recommendations.beside.plan import kept
from recommendations.beside.plan.forms import ROLES
from recommendations.models import CostGuesses, Report, Scorecard, ScoredAnswer, ScoredProvider
from recommendations.reports import services
from recommendations.reports.exports.pdf import copy_of
from tests.factories import choose, save, whole
from tests.organisations.signing import PASSWORD
from tests.personal import APPS, FIELDS, SECRET
from tests.world import World

# Whose a row is: the way from it to an organisation. Of two sides it is the one that wrote it.
OWNED: Final = {
    "organisations.Organisation": ("pk",),
    "organisations.User": ("memberships__organisation",),
    "organisations.Invitation": ("organisation",),
    "consulting.ClientLine": ("consultancy", "client"),
    "assessments.Assessment": ("organisation",),
    "assessments.SelectedFunction": ("assessment__organisation",),
    "assessments.Answer": ("assessment__organisation",),
    "assessments.LeftBehind": ("assessment__organisation",),
    "recommendations.Report": ("assessment__organisation",),
    "recommendations.ActionStatus": ("report__assessment__organisation",),
    "recommendations.Plan": ("report__assessment__organisation",),
    "recommendations.MeasureToday": ("plan__report__assessment__organisation",),
    "recommendations.CostGuesses": ("report__assessment__organisation",),
    "recommendations.ScoredProvider": ("scorecard__report__assessment__organisation",),
    "recommendations.ScoredAnswer": ("provider__scorecard__report__assessment__organisation",),
    "recommendations.KeptCopy": ("report__assessment__organisation",),
    "recommendations.BriefText": ("brief__report__assessment__organisation",),
    "recommendations.ShareLink": ("report__assessment__organisation",),
    "consulting.ReviewStep": ("review__consultancy",),
    "consulting.Comment": ("review__consultancy",),
    "consulting.Adjustment": ("review__consultancy",),
    "consulting.Note": ("consultancy",),
    "consulting.SavedFilter": ("membership__organisation",),
}
# Words of an edition or of the code, by which a program finds its way: a form takes none but those it offers.
KEYS: Final = {
    "consulting.ClientLine": "label leader second review edition",
    "assessments.SelectedFunction": "key",
    "assessments.Answer": "function_key question_key choice_key",
    "assessments.Progress": "step",
    "assessments.Assignment": "step",
    "assessments.LeftBehind": "function_key question_key answer_key edition",
    # What it says of an organisation is frozen in it before: the canaries of the answers come back from it.
    "recommendations.Report": "content checksum method edition language label leader strength",
    "recommendations.ActionStatus": "action",
    "recommendations.Plan": "country",
    "recommendations.MeasureToday": "measure",
    "recommendations.KeptCopy": "recipe",
    "recommendations.ShareLink": "with_beside",
    "recommendations.BriefText": "key",
    "recommendations.ProviderBrief": "parts_out works_out",
    "recommendations.CostGuesses": "guesses",
    "recommendations.Scorecard": "weights",
    "recommendations.ScoredProvider": "met",
    "consulting.Comment": "question section",
    "consulting.Adjustment": "function",
}
# Models with texts that we wrote for everybody, or that hold digests and counts.
NOBODYS: Final = frozenset(
    (
        *("Questionnaire", "Source", "Step", "Department", "BusinessFunction", "Question", "Choice", "Advice"),
        *(
            "Translation",
            "Revision",
            "Clearance",
            "ExampleClient",
            "ExampleRun",
            "ImpactRun",
            "ModelProfile",
            "ProfilePoint",
        ),
        *("ProfileTranslation", "Event", "Need", "ReportFigures"),
    )
)
# The people of B, and the role of the table whose pages are theirs.
OF_B: Final = {"owner of B": "owner", "adviser of B": "reading"}
CANARY: Final = re.compile(rb"zq\d+z")
# Who belongs to no organisation, and may read something of one all the same.
HOLDER, READER, ADMINISTRATOR = "holder", "reader", "administrator"

NAMES: Final = frozenset(("organisations.Organisation.name", "organisations.User.name", "organisations.User.email"))
# What stands beside a client's report, and what its report says.
ADJUSTED: Final = frozenset(
    (
        *("consulting.Adjustment.reason", "consulting.Adjustment.author_name"),
        "organisations.Organisation.name",
    )
)
REPORTED: Final = frozenset(
    (
        *("organisations.Organisation.name", "assessments.SelectedFunction.name", "assessments.Answer.note"),
        *("recommendations.ActionStatus.owner", "recommendations.BriefText.text"),
    )
)
# What people keep beside a report.
BESIDE: Final = frozenset(
    (
        *("recommendations.CostGuesses.currency", "recommendations.MeasureToday.today"),
        *(f"recommendations.Plan.{part}" for part in ("accountable", "does", "asked", "told")),
        *("recommendations.ScoredProvider.name", "recommendations.ScoredAnswer.note"),
    )
)
# What a client reads of the consultancies that it let in, and what those read of the client.
TO_CLIENT: Final = (
    NAMES
    | ADJUSTED
    | {
        *("consulting.Comment.text", "consulting.Comment.author_name"),
        "consulting.ReviewStep.by_name",
    }
)
TO_CONSULTANCY: Final = (
    REPORTED
    | BESIDE
    | NAMES
    | {f"assessments.LeftBehind.{text}" for text in ("function", "question", "answer", "note")}
)


@dataclass(frozen=True)
class Canary:
    """Where one word stands: in which field, and whose that is."""

    owner: object
    field: str


def texts(model):
    """Give the fields of a model that somebody's own words can stand in."""
    label = model._meta.label
    aside = {*KEYS.get(label, "").split(), *FIELDS.get(label, {}).get(SECRET, "").split()}
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, kinds) and not field.choices and field.name not in aside
    ]


def told_models():
    """Give every model of ours."""
    return [model for app in APPS for model in apps.get_app_config(app).get_models()]


class Aviary(World):
    """The world of the table, with every text of everybody's filled before a report is frozen, and after all is made."""

    def __init__(self):
        self.canaries: dict[bytes, Canary] = {}
        self._filled = set()
        self._read: dict[bytes, set[Canary]] = {}
        super().__init__()
        self.people |= self._people_of_b()
        for role in OF_B:
            self.clients[role] = Client()
            self.clients[role].force_login(self.people[role])
        for role in ("owner", "member", "owner of B"):
            self.clients[role].post("/accounts/reauthenticate/", {"password": PASSWORD})
        self._fill(is_over=True)
        self.at_home = {user.email: home_of(user) for user in User.objects.all()}

    def theirs(self, role):
        return self.foreign if role in OF_B else super().theirs(role)

    def home(self, role):
        """Tell whose things a visitor's are: their organisation's, or where they belong to none their own."""
        apart = {"anonymous": "", "holder": HOLDER, "reader": READER, "superuser": ADMINISTRATOR}
        return apart[role] if role in apart else home_of(self.people[role])

    def _people_of_b(self):
        """Give the owner of B and its adviser, who are no roles of the table."""
        saved = SavedFilter.objects.get(pk=self.foreign["saved_filter"])
        owner = Membership.objects.get(organisation=self.foreign["organisation"], role="owner")
        return dict(zip(OF_B, (owner.user, saved.membership.user), strict=True))

    def seen(self, content):
        """Find the canaries in what was sent, in whatever kind of file."""
        digest = sha256(content).digest()
        if digest not in self._read:
            self._read[digest] = {self.canaries[word] for word in words(content)}
        return self._read[digest]

    def _belongings(self, organisation):
        things = super()._belongings(organisation)
        report = Report.objects.get(pk=things["report"])
        said = Comment.objects.select_related("review__consultancy").get(pk=things["comment"])
        adviser, version = said.author, said.review.version
        assert adviser is not None
        reviewing.answer_comment(comment=said, text="It is so", by=User.objects.get(pk=things["person"]))
        place = {"function": "payroll", "model": "kpo", "readiness": "", "reason": "Seen on the spot"}
        reviewing.adjust_result(review=said.review, version=version + 1, by=adviser, **place)
        reviewing.change_state(review=said.review, to="in_review", version=version + 2, by=adviser)
        action = report.data["page"]["actions"][0]["key"]
        services.set_action(report=report, action=action, owner="Jo", due=None, status="doing")
        plan = dict.fromkeys(ROLES, "Jo") | {
            "measure-bpo-1": "6 of 100",
            "starts_on": date(2027, 1, 4),
            "country": "eu",
        }
        kept.keep(report=report, changes=plan, by=None)
        person = User.objects.get(pk=things["person"])
        briefs.save_part(report=report, model="bpo", by=person, key="who", seen="", text="We are who we are")
        briefs.save_choices(report=report, model="bpo", by=person, seen={}, sent={"fill-contact": "Jo"})
        guessed = {"hours-from": "9", "hours-to": "9", "fee-from": "5", "fee-to": "5"}
        CostGuesses.objects.create(report=report, currency="EUR", guesses=guessed)
        scorecard = Scorecard.objects.create(report=report, model="bpo")
        provider = ScoredProvider.objects.create(scorecard=scorecard, position=1, name="Larkfield")
        ScoredAnswer.objects.create(provider=provider, question=1, mark=3, note="Said so")
        copy_of(report)
        self._ask_a_second(things)
        return things

    def _ask_a_second(self, things):
        draft = Assessment.objects.get(pk=things["draft"])
        person = User.objects.get(pk=things["person"])
        opinion = second.begin(first=draft, person=person, by=person, address_of=str)
        save(opinion, dict.fromkeys(whole(opinion), "dont_know"))

    def _answers(self, whose):
        things = super()._answers(whose)
        self._tell(Assessment.objects.get(pk=things["draft"]))
        return things

    def _submitted(self, assessment):
        self._tell(assessment)
        self._fill()
        return super()._submitted(Assessment.objects.get(pk=assessment.pk))

    def _tell(self, assessment):
        choose(assessment, "payroll", "own_1")
        # What is left open is an action of the report, which somebody can take on.
        answers = {place: answer for place, answer in whole(assessment).items() if place[1] != "method"}
        save(assessment, answers, {key: "Noted" for _about, key in answers})
        LeftBehind.objects.create(assessment=assessment, edition="small-0", question="Gone?", answer="Yes", note="Why")

    def _fill(self, *, is_over=False):
        for model in told_models():
            # Whose somebody's name is turns out with the organisation they join.
            is_due = model._meta.label in OWNED and (is_over or model is not User)
            fields = texts(model) if is_due else ()
            for row in model._base_manager.all() if fields else ():
                if (model, row.pk) not in self._filled:
                    self._filled.add((model, row.pk))
                    model._base_manager.filter(pk=row.pk).update(**self._words(model, row, fields))

    def _words(self, model, row, fields):
        owner = owner_of(model, row)
        return {field.name: self._word(owner, f"{model._meta.label}.{field.name}", field) for field in fields}

    def _word(self, owner, name, field):
        word = f"zq{len(self.canaries)}z"
        self.canaries[word.encode()] = Canary(owner, name)
        match field:
            case models.EmailField():
                return f"{word}@example.com"
            case models.JSONField():
                return [word]
        return word


def owner_of(model, row):
    """Tell the organisation a row belongs to; the person themselves where they belong to none."""
    ways = model._base_manager.filter(pk=row.pk).values_list(*OWNED[model._meta.label])
    found = next((owner for owners in ways for owner in owners if owner), None)
    return found or (row.pk if isinstance(row, User) else HOLDER)


def home_of(person):
    return Organisation.objects.filter(members=person).values_list("pk", flat=True).first() or person.pk


def words(content):
    """Find every canary in a page, a text, or in all that is in a file of any kind that is made here."""
    if content.startswith(b"%PDF"):
        text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        content = re.sub(r"\s", "", text).encode()
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return set().union(*(words(archive.read(name)) for name in archive.namelist()))
    return set(CANARY.findall(content))


class Rights:
    """Whose words may be read where: written by hand, from who belongs to what and who let whom in."""

    def __init__(self, world):
        self._reported = world.organisation.pk
        self._now, self._ever = defaultdict(set), defaultdict(set)
        for one in Engagement.objects.all():
            self._ever[one.client_id].add(one.consultancy_id)
            if one.ended_at is None:
                self._now[one.client_id].add(one.consultancy_id)

    def may(self, home, canary):
        """Tell whether whoever is at home there may read it: an organisation, a person, or one of the words above."""
        if home == READER:
            return self._is_reported(self._reported, canary)
        clients = [client for client, firms in self._now.items() if home in firms]
        return (
            canary.owner == home
            or (home == ADMINISTRATOR and canary.field in NAMES)
            or (canary.owner in self._ever[home] and canary.field in TO_CLIENT)
            or any(canary.owner == client and canary.field in TO_CONSULTANCY for client in clients)
            or any(self._is_reported(client, canary) for client in (*clients, home))
        )

    def let_in(self, client):
        return self._now[client]

    def _is_reported(self, client, canary):
        """Tell whether it stands in the client's reports, or beside them as an adjustment with its name and firm."""
        beside = canary.owner in self._ever[client] and canary.field in ADJUSTED
        return beside or (canary.owner == client and canary.field in REPORTED)
