"""Fourteen visitors, three organisations that know nothing of each other, and what belongs to each: for access.yaml."""

from io import StringIO
from typing import Final
from uuid import UUID

from django.core.management import call_command
from django.test import Client

from assessments.answering import resume
from consulting.models import Review, SavedFilter
from consulting.reviews import services as reviewing
from organisations.http import LINK, PREFIX
from organisations.models import Engagement, Invitation, Membership
from recommendations.models import Report
from recommendations.reports import sharing
from recommendations.reports.services import submit
from tests.factories import (
    engage,
    hold,
    join,
    make_assessment,
    make_consultancy,
    make_edition,
    make_editor,
    make_organisation,
    make_user,
    protect,
    save,
    whole,
)

MISSING: Final = UUID("00000000-0000-4000-8000-000000000000")

# What a name in an address stands for, by how the address begins: the first that fits is taken.
PARTS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("account/organisations/<uuid:pk>/consultants/asked/", {"pk": "organisation", "invitation": "let_in"}),
    (
        "account/organisations/",
        {"pk": "organisation", "invitation": "invitation", "person": "person", "engagement": "engagement"},
    ),
    ("invitations/<str", {"token": "invitation_token"}),
    ("invitations/", {"pk": "invitation"}),
    ("organisations/", {"pk": "organisation"}),
    ("assessments/<uuid:pk>/report/", {"pk": "done"}),
    ("assessments/<uuid:pk>/resume/", {"pk": "draft", "link": "resume_link"}),
    ("assessments/", {"pk": "draft"}),
    ("resume/answers/", {"pk": "resume_link"}),
    ("compare/", {"before": "before", "after": "report"}),
    ("shared/report/", {"pk": "share_link"}),
    ("shared/", {"token": "share_token"}),
    ("resume/", {"token": "resume_token"}),
    ("reports/", {"pk": "report", "link": "share_link", "comment": "comment"}),
    ("clients/filters/", {"pk": "saved_filter"}),
    ("clients/invitations/", {"pk": "asked"}),
    ("clients/", {"client": "organisation", "pk": "report", "comment": "own_comment", "note": "note"}),
    ("", {}),
)
# What is nobody's stands for itself.
WORDS: Final = {"pk": "1", "slug": "core-problem", "key": "bpo", "token": "half-a-token", "model": "bpo", "part": "who"}


class World:
    """`clients` are the visitors; `theirs(role)` is what the table asks them about."""

    def __init__(self) -> None:
        self.edition = make_edition()
        call_command("load_profiles", stdout=StringIO())
        owner, foreign = make_user("owner@example.com"), make_user("foreign@example.com")
        self.organisation = make_organisation(owner, name="Canary Ltd")
        self.people = {"owner": owner, **self._insiders(), **self._consultants(), **self._strangers()}
        self.clients = {role: Client() for role in ("anonymous", "holder", "reader", *self.people)}
        for role, person in self.people.items():
            self.clients[role].force_login(person)
        token = hold(self.clients["holder"])
        self.ours = self._belongings(self.organisation)
        self.held = self.ours | self._answers({"token": token})
        self.foreign = self._belongings(make_organisation(foreign, name="Foreign Canary Ltd"))
        self.clients["reader"].cookies[PREFIX + LINK] = self.ours["share_token"]

    def _insiders(self):
        member, former = make_user("member@example.com"), make_user("former@example.com")
        join(self.organisation, member)
        join(self.organisation, former).delete()
        return {"member": member, "former": former}

    def _consultants(self):
        people = {}
        for role, scope in (("reading", "read"), ("answering", "answer"), ("ended", "answer"), ("unengaged", "")):
            people[role] = protect(make_user(f"{role}@example.com"))
            consultancy = make_consultancy(people[role], name=f"Consultancy {role}")
            if scope:
                engage(consultancy, self.organisation, scope=Engagement.Scope(scope), ended=role == "ended")
        return people

    def _strangers(self):
        stranger = make_user("stranger@example.com")
        make_organisation(stranger, name="Other Ltd")
        return {
            "stranger": stranger,
            "staff": protect(make_user("staff@example.com", is_staff=True)),
            "editor": make_editor("editor@example.com"),
            "superuser": protect(make_user("root@example.com", is_staff=True, is_superuser=True)),
        }

    def theirs(self, role):
        """Tell what this visitor is asked about in the table: what the browser holds, or what Canary Ltd has."""
        return self.held if role == "holder" else self.ours

    def _belongings(self, organisation):
        """Everything of one organisation that has an address."""
        invitation, invited = Invitation.make(
            days=14, organisation=organisation, purpose="member", role="member", email="invited@example.com"
        )
        things = {**self._of_a_consultant(organisation), **self._answers({"organisation": organisation})}
        return {
            "organisation": organisation.pk,
            "person": join(organisation, make_user(f"{organisation.pk}@example.com"), Membership.Role.MEMBER).user_id,
            "engagement": self._engagement(organisation).pk,
            "invitation": invitation.pk,
            "invitation_token": invited,
            "let_in": self._let_in(organisation).pk,
            **things,
            **self._remarks(things),
        }

    def _remarks(self, things):
        """What the consultancy of the saved filter said about the report, and a note of its own."""
        firm = Membership.objects.get(saved_filters=things["saved_filter"]).organisation
        review = Review.objects.get_or_create(report=Report.objects.get(pk=things["report"]), consultancy=firm)[0]
        client = review.report.assessment.organisation_id
        assert client
        by = firm.members.get()
        note = reviewing.add_note(
            consultancy=firm, client=client, report=review.report, text="Canary of a private note", by=by
        )
        comment = reviewing.add_comment(review=review, text="Foreign Canary of a comment", by=by)
        return {"comment": comment.pk, "own_comment": comment.pk, "note": note.pk}

    def _let_in(self, organisation):
        """An invitation to advise the organisation, which nobody has answered."""
        let_in, _token = Invitation.make(
            days=14, organisation=organisation, purpose="consultancy", scope="read", email="firm@example.com"
        )
        return let_in

    def _of_a_consultant(self, organisation):
        """What one who advises the organisation has of their own: the visitor `reading` for Canary Ltd, else nobody."""
        ours = organisation == self.organisation
        person = self.people["reading"] if ours else make_user(f"adviser@{organisation.pk}.example.com")
        if not ours:
            engage(make_consultancy(person, name="Canary advisers"), organisation)
        membership = person.memberships.get()
        asked, _token = Invitation.make(
            days=14, organisation=membership.organisation, purpose="client", scope="read", email="asked@example.com"
        )
        return {"saved_filter": SavedFilter.objects.create(membership=membership, name="Mine").pk, "asked": asked.pk}

    def _engagement(self, organisation):
        """One that runs, with a consultancy of its own that no visitor belongs to."""
        return engage(make_consultancy(name="Canary consultancy"), organisation)

    def _submitted(self, assessment):
        return submit(assessment=assessment)

    def _answers(self, whose):
        draft, done, before = (make_assessment(self.edition, functions=("payroll",), **whose) for _each in range(3))
        save(done, whole(done))  # so that its report looks for a provider
        earlier, report = self._submitted(before), self._submitted(done)
        share_link, share_token = sharing.share(report=report, terms=sharing.Terms())
        resume_link, resume_token = resume.make(assessment=draft)
        of_another, _token = sharing.share(report=earlier, terms=sharing.Terms())
        return {
            "draft": draft.pk,
            "done": done.pk,
            "report": report.pk,
            "before": earlier.pk,
            "share_link": share_link.pk,
            "share_token": share_token,
            "share_link_of_another": of_another.pk,
            "resume_link": resume_link.pk,
            "resume_token": resume_token,
        }


def parts_of(route):
    """Tell what each name in an address stands for, the one that the others belong to first."""
    parts = next(parts for begin, parts in PARTS if route.startswith(begin))
    return {name: thing for name, thing in parts.items() if f":{name}>" in route}


def filled(route, things):
    words = {name: word for name, word in WORDS.items() if f":{name}>" in route}
    return words | {name: things[thing] for name, thing in parts_of(route).items()}


def crossings(route, own, foreign):
    """Fill in an address with a child that is not its parent's, in every way there is."""
    parts, at_home = parts_of(route), filled(route, own)
    if len(parts) > 1:
        for name, thing in parts.items():
            yield at_home | {name: foreign[thing]}
            yield at_home | {name: MISSING}
            if f"{thing}_of_another" in own:
                yield at_home | {name: own[f"{thing}_of_another"]}


def address(route, values):
    for name, value in values.items():
        for kind in ("uuid", "slug", "str", "int"):
            route = route.replace(f"<{kind}:{name}>", str(value))
    return "/" + route.replace("^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", "password/reset/key/1-x/")
