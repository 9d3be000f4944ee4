"""Rows that tests need, made the way the site makes them."""

from functools import cache
from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from assessments.answering import services
from assessments.answering.holder import COOKIE, digest, new_token
from assessments.answering.sheet import Sheet
from assessments.authoring import editions
from assessments.authoring.editions import load, publish
from assessments.authoring.toml_file import parse
from assessments.edition import document, flow
from assessments.edition.lint import errors
from assessments.models import Assessment, Questionnaire, Revision
from organisations import changes
from organisations.models import Engagement, Membership, Organisation, User
from tests.assessments.small import SMALL

SHIPPED = Path(__file__).parent.parent / "assessments" / "data" / "sourcing-2.toml"


def make_user(email: str = "owner@example.com", **fields) -> User:
    return User.objects.create_user(email, "a long enough password", **fields)


def protect(user: User) -> User:
    """Give somebody a second factor, without which no admin and no client's page opens to them."""
    secret = {"data": {"secret": encrypt("JBSWY3DPEHPK3PXP")}}
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults=secret)
    return user


def make_consultant(email: str = "consultant@example.com", *, name: str = "Advice Ltd") -> User:
    """Make a person of a consultancy of their own, who may open clients' pages."""
    consultant = make_user(email)
    make_consultancy(consultant, name=name)
    return consultant


def make_organisation(*members: User, name: str = "Acme") -> Organisation:
    organisation = Organisation.objects.create(name=name)
    for member in members:
        Membership.objects.create(user=member, organisation=organisation, role=Membership.Role.OWNER)
    return organisation


def join(organisation: Organisation, user: User, role: Membership.Role = Membership.Role.MEMBER) -> Membership:
    return Membership.objects.create(user=user, organisation=organisation, role=role)


def make_consultancy(*members: User, name: str = "Advice Ltd") -> Organisation:
    """Make an organisation that advises others, of members who may open clients' pages."""
    consultancy = make_organisation(*map(protect, members), name=name)
    consultancy.advises = True
    consultancy.save()
    return consultancy


def engage(
    consultancy: Organisation,
    client: Organisation,
    *,
    scope: Engagement.Scope = Engagement.Scope.READ,
    ended: bool = False,
) -> Engagement:
    """Let a consultancy in, as its client's acceptance does; `ended` lets it out again."""
    engagement = Engagement.objects.create(
        consultancy=consultancy, client=client, scope=scope, ended_at=timezone.now() if ended else None
    )
    if not ended:
        changes.announce(engagement)
    return engagement


def make_editor(email: str = "editor@example.com") -> User:
    """Make somebody who may write questionnaires: by the group that is there for it, or by the rights themselves."""
    editor = protect(make_user(email, is_staff=True))
    group = Group.objects.filter(name="editor").first()
    if group:
        editor.groups.add(group)
    else:
        editor.user_permissions.set(Permission.objects.filter(content_type__app_label="assessments"))
    return editor


def make_edition(edition: flow.Edition = SMALL) -> Questionnaire:
    """Bring a published edition about; the first of its name without the rows of a draft, which publishing deletes again."""
    content = publishable(edition)
    if not content or Questionnaire.objects.filter(slug=edition.slug).exists():
        row = load(edition)
        publish(questionnaire=row)
        row.refresh_from_db()
        return row
    [row] = Questionnaire.objects.bulk_create(
        [
            Questionnaire(
                slug=edition.slug,
                edition=edition.edition,
                language=edition.language,
                title=edition.title,
                introduction=edition.introduction,
                status=Questionnaire.Status.PUBLISHED,
                published_at=timezone.now(),
                revision=2,
                question_count=len(edition.questions),
                function_count=len(edition.functions),
                content=content,
                checksum=document.checksum(content),
            )
        ]
    )
    notes = ("", editions.PUBLISHED)
    Revision.objects.bulk_create(
        Revision(questionnaire=row, number=number, content=content, note=note) for number, note in enumerate(notes, 1)
    )
    return row


@cache
def publishable(edition: flow.Edition) -> str:
    """Write what publishing would keep of an edition; nothing where the lint would stop it."""
    return "" if errors(edition) else document.write(edition)


@cache
def shipped_edition() -> flow.Edition:
    return parse(SHIPPED.read_bytes(), SHIPPED.name)


def make_assessment(
    questionnaire: Questionnaire | None = None,
    *,
    token: str = "",
    organisation: Organisation | None = None,
    functions: tuple[str, ...] = (),
    answers: flow.Answers | None = None,
) -> Assessment:
    """Begin an assessment; `functions` are keys of the catalogue, or own keys, which get their key as a name."""
    assessment = services.start(
        questionnaire=questionnaire or make_edition(),
        organisation=organisation,
        holder=digest(token) if token else "",
    )
    choose(assessment, *functions)
    save(assessment, answers or {})
    return assessment


def choose(assessment: Assessment, *functions: str) -> None:
    assessment.refresh_from_db()
    sheet = Sheet(assessment)
    names = {key: f.name for key, f in sheet.edition.function_by_key.items()}
    services.choose_functions(
        sheet=sheet,
        chosen={key: names.get(key, key) for key in functions},
        version=assessment.functions_version,
    )


def save(assessment: Assessment, answers: flow.Answers, notes: dict[str, str] | None = None) -> None:
    """Save answers to any steps, as their pages would."""
    edition = Sheet(assessment).edition
    for step in edition.steps:
        sheet = Sheet(assessment)
        here = {place: a for place, a in answers.items() if edition.question_by_key[place[1]].step == step.slug}
        noted = {key: note for key, note in (notes or {}).items() if edition.question_by_key[key].step == step.slug}
        if not here and not noted:
            continue
        told = {**sheet.answers, **here}
        asked = tuple(flow.asked(edition, sheet.functions, told, step.slug))
        services.save_answers(
            sheet=sheet,
            step=step.slug,
            answers=here,
            notes=noted,
            version=sheet.version(step.slug),
            in_full=all(place in told for place in asked),
        )


def whole(assessment: Assessment, value: str = "") -> dict[flow.Place, str]:
    """Answer everything that is asked: with `value`, or with each question's first choice."""
    sheet = Sheet(assessment)
    answers: dict[flow.Place, str] = {}
    for _round in range(2):  # the second one reaches what the first one opened
        for function, key in tuple(flow.asked(sheet.edition, sheet.functions, answers)):
            answers[function, key] = value or sheet.edition.question_by_key[key].choices[0].key
    return flow.counted(sheet.edition, sheet.functions, answers)  # what a typical answer opened may be closed by now


def hold(client) -> str:
    """Give a client a browser's token."""
    token = new_token()
    client.cookies[COOKIE] = token
    return token
