"""Every guard, broken on purpose: `python -m tests.guard_mutants` shows the tests finding each one."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from operator import attrgetter
from typing import Any

import pytest
from django.db.models.sql.where import WhereNode

ACCESS = "tests/test_access.py"
TABLE, FOREIGN = "an_address_answers_each_visitor_as_the_table_says", "what_is_not_yours_answers_as_what_is_not_there"
HELD = "what_a_browser_holds_opens_in_no_other"
CHILD = "a_child_of_another_parent_answers_as_what_is_not_there"
PEOPLE = "tests/organisations/test_people.py"
SHARING, FACTOR = "tests/recommendations/test_sharing.py", "tests/organisations/test_second_factor.py"
PRINTED = "tests/recommendations/test_review_printed.py"


@dataclass(frozen=True)
class Mutant:
    """A guard (`module:name`), what stands in its place, and a test that has to fail then."""

    guard: str
    broken: Any
    test: str
    mistake: str = "lets everybody through"

    @contextmanager
    def standing(self) -> Iterator[None]:
        module, _colon, path = self.guard.partition(":")
        holder, _dot, name = path.rpartition(".")
        where = attrgetter(holder)(import_module(module)) if holder else import_module(module)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(where, name, self.broken(where) if self.broken in LATE else self.broken)
            yield


def table(route: str) -> str:
    return f"{ACCESS}::test_{TABLE}[{route}]"


def foreign(route: str) -> str:
    return f"{ACCESS}::test_{FOREIGN}[{route}]"


def held(route: str) -> str:
    return f"{ACCESS}::test_{HELD}[{route}]"


def everybody(rows: Any, *_who: Any) -> Any:
    return rows.all()


def nothing_else(rows: Any) -> Any:
    return rows.all()


def of_every_consultancy(rows: Any, _consultancy: Any) -> Any:
    return rows.all()


def anybodys(rows: Any, _token: str) -> Any:
    return rows.live()


def whoever_asks(rows: Any, _token: str, *_related: str, **known: Any) -> Any:
    return rows.get(**known)


def as_seen(rows: Any, user: Any, *_holder: Any) -> Any:
    return rows.visible_to(user)


def as_joined(rows: Any, user: Any) -> Any:
    return rows.joined_by(user)


def as_opened(rows: Any, user: Any, holder: str) -> Any:
    return rows.open_to(user, holder)


def always(*_anything: Any, **_named: Any) -> bool:
    return True


def unasked(*_anything: Any) -> None:
    return None


def in_any_browser(_where: Any) -> Callable[[str], Any]:
    """Take every browser for the one that holds what no account keeps."""
    return lambda _token: import_module("django.db.models").Q(organisation=None)


def without_a_factor(_where: Any) -> Callable[[Any], Any]:
    return lambda _user: import_module("organisations.models").User.objects.all()


def unfiltered(where: Any) -> Callable[..., Any]:
    """Find a row by its key alone, whoever asks."""
    find = where.get_object_or_404

    def found(rows: Any, **by: Any) -> Any:
        if hasattr(rows, "query"):
            rows = rows.all().distinct()
            rows.query.where = WhereNode()
        return find(rows, **by)

    return found


LATE = (in_any_browser, without_a_factor, unfiltered)
MODELS, QUERYSETS = "organisations.models.organisations", "assessments.models.assessment:AssessmentQuerySet"
OWN = "account/organisations/<uuid:pk>/"
CLIENT = "clients/<uuid:client>/"


def by_key_alone(module: str, route: str) -> Mutant:
    return Mutant(f"{module}:get_object_or_404", unfiltered, table(route), "looks at the key alone")


def child(module: str, route: str) -> Mutant:
    test = f"{ACCESS}::test_{CHILD}[{route}]"
    return Mutant(f"{module}:get_object_or_404", unfiltered, test, "takes another parent's child")


MUTANTS = (
    Mutant(f"{MODELS}:OrganisationQuerySet.joined_by", everybody, table(OWN)),
    Mutant(f"{MODELS}:OrganisationQuerySet.owned_by", everybody, table(f"{OWN}data/")),
    Mutant(f"{MODELS}:OrganisationQuerySet.owned_by", as_joined, table(f"{OWN}name/"), "takes members for owners"),
    Mutant(f"{MODELS}:OrganisationQuerySet.visible_to", everybody, table("organisations/<uuid:pk>/reports/")),
    Mutant(f"{MODELS}:OrganisationQuerySet.visible_to", as_joined, table("reports/<uuid:pk>/"), "forgets consultants"),
    Mutant(f"{MODELS}:OrganisationQuerySet.answered_by", everybody, table("assessments/<uuid:pk>/functions/")),
    Mutant(
        f"{MODELS}:OrganisationQuerySet.answered_by",
        as_seen,
        table("assessments/<uuid:pk>/steps/<slug:slug>/"),
        "takes reading for answering",
    ),
    Mutant(f"{MODELS}:OrganisationQuerySet.advised_by", everybody, table("assessments/<uuid:pk>/ready/")),
    Mutant(f"{MODELS}:EngagementQuerySet.current", nothing_else, table("reports/<uuid:pk>/"), "forgets that it ended"),
    Mutant(f"{MODELS}:EngagementQuerySet.current", nothing_else, table(CLIENT), "forgets that it ended"),
    Mutant(
        f"{MODELS}:factors_of",
        without_a_factor,
        f"{FACTOR}::test_without_a_second_factor_nothing_of_a_client_opens",
        "asks for no second factor",
    ),
    Mutant("config.middleware:GUARDED", (), f"{FACTOR}::test_whoever_needs_a_second_factor_is_led_to_set_one_up"),
    Mutant(f"{QUERYSETS}.visible_to", everybody, table("reports/<uuid:pk>/report.json")),
    Mutant(f"{QUERYSETS}.open_to", everybody, table("assessments/")),
    Mutant(f"{QUERYSETS}.to_answer", everybody, table("assessments/<uuid:pk>/functions/")),
    Mutant(f"{QUERYSETS}.kept_by", everybody, table("assessments/<uuid:pk>/submit/")),
    Mutant(f"{QUERYSETS}.kept_by", as_opened, table("assessments/<uuid:pk>/submit/"), "takes answering for deciding"),
    Mutant(f"{QUERYSETS}.held_by", everybody, table("assessments/<uuid:pk>/claim/")),
    Mutant("assessments.models.assessment:_held", in_any_browser, held("assessments/<uuid:pk>/functions/")),
    Mutant("recommendations.models.reports:ReportQuerySet.open_to", everybody, table("reports/<uuid:pk>/report.csv")),
    Mutant("recommendations.models.reports:ReportQuerySet.kept_by", everybody, table("reports/<uuid:pk>/share/")),
    Mutant(
        "recommendations.models.reports:ReportQuerySet.kept_by",
        as_opened,
        table("reports/<uuid:pk>/actions/"),
        "takes reading for deciding",
    ),
    Mutant(
        "recommendations.models.reports:ReportQuerySet.visible_to",
        everybody,
        "tests/assessments/test_admin_decisions.py::test_an_example_names_nobody_and_links_only_a_report_that_opens",
    ),
    Mutant(
        "consulting.models.review:ReviewQuerySet.engaged",
        nothing_else,
        "tests/recommendations/test_review.py"
        "::test_an_engagement_that_ended_keeps_what_the_client_says_since_to_itself",
        "forgets that it ended",
    ),
    Mutant(
        "consulting.models.review:ReviewQuerySet.visible_to",
        everybody,
        "tests/recommendations/test_remarks.py::test_another_consultancy_that_answers_reads_nothing_of_it",
    ),
    Mutant(
        "organisations.models.invitations:InvitationQuerySet.live",
        nothing_else,
        f"{PEOPLE}::test_an_invitation_runs_out",
    ),
    Mutant(
        "organisations.models.invitations:InvitationQuerySet.live",
        nothing_else,
        f"{PEOPLE}::test_an_invitation_is_answered_once",
    ),
    Mutant(
        "organisations.links:LinkQuerySet.live",
        nothing_else,
        f"{SHARING}::test_wrong_and_halved_links_are_as_good_as_none_and_one_that_ended_says_so",
    ),
    Mutant("organisations.links:LinkQuerySet.of", anybodys, table("shared/report/<uuid:pk>/"), "forgets the token"),
    Mutant(
        "recommendations.reports.views.share:_has_passed",
        always,
        "tests/recommendations/test_sharing_passcode.py::test_the_page_that_asks_tells_nothing_about_the_report",
    ),
    Mutant(
        "consulting.models.clients:ClientLineQuerySet.of",
        of_every_consultancy,
        table("clients/"),
        "lists every consultancy's clients",
    ),
    Mutant(
        "consulting.models.saved:SavedFilterQuerySet.visible_to",
        everybody,
        table("clients/filters/<uuid:pk>/delete/"),
    ),
    Mutant(
        "consulting.models.review:NoteQuerySet.visible_to",
        everybody,
        f"{PRINTED}::test_the_note_of_one_consultancy_is_read_by_no_other_and_not_after_the_end",
    ),
    Mutant(
        "organisations.views.members:prove_it_is_you",
        unasked,
        f"{PEOPLE}::test_a_dangerous_act_asks_for_the_password_and_then_goes_on",
    ),
    by_key_alone("organisations.views.asking", f"{OWN}erase/"),
    by_key_alone("recommendations.reports.views.archive", f"{OWN}archive/"),
    by_key_alone("consulting.clients.views", "clients/filters/<uuid:pk>/"),
    by_key_alone("recommendations.reports.views.share", "reports/<uuid:pk>/share/preview/"),
    by_key_alone("recommendations.reports.views.copies", "reports/<uuid:pk>/report.pdf"),
    by_key_alone("recommendations.reports.views.report", "assessments/<uuid:pk>/report/"),
    by_key_alone("recommendations.reports.views.history", "organisations/<uuid:pk>/reports/"),
    by_key_alone("consulting.reviews.views", "reports/<uuid:pk>/comments/<uuid:comment>/"),
    by_key_alone("recommendations.reports.views.submit", "assessments/<uuid:pk>/submit/"),
    by_key_alone("assessments.answering.views.claim", "assessments/<uuid:pk>/claim/"),
    by_key_alone("assessments.answering.views.together", "assessments/<uuid:pk>/together/"),
    by_key_alone("assessments.answering.views.move", "assessments/<uuid:pk>/move/"),
    Mutant(
        "organisations.links:LinkQuerySet.opened_by",
        whoever_asks,
        table("invitations/<uuid:pk>/"),
        "looks at the key alone",
    ),
    by_key_alone("assessments.answering.views.pages", "assessments/<uuid:pk>/functions/"),
    by_key_alone("assessments.answering.views.second", "assessments/<uuid:pk>/second/"),
    by_key_alone("assessments.answering.views.resume", "resume/answers/<uuid:pk>/"),
    by_key_alone("consulting.clients.views", "clients/<uuid:client>/end/"),
    by_key_alone("consulting.invitations.views", "clients/invitations/<uuid:pk>/again/"),
    child("consulting.reviews.views", "clients/<uuid:client>/reports/<uuid:pk>/"),
    child("organisations.views.consultants", f"{OWN}consultants/<uuid:engagement>/end/"),
    child("organisations.views.members", f"{OWN}invitations/<uuid:invitation>/again/"),
)


class Trial:
    """Runs the tests of each mutant, with it standing while the test itself runs and not while its things are made."""

    def __init__(self, mutants: tuple[Mutant, ...]) -> None:
        self._mutants = mutants
        self._standing: Mutant | None = None
        self.survivors = [*mutants]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:  # noqa: ARG002 - pytest's own signature
        assert self._standing
        with self._standing.standing():
            return (yield)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        for mutant in sorted(self._mutants, key=lambda one: one.test.split("::")[0]):
            items = [item for item in session.items if item.nodeid.startswith(mutant.test)]
            self._standing = mutant
            is_killed = any(self._fails(item) for item in items)
            if is_killed:
                self.survivors.remove(mutant)
            said = "killed" if is_killed else "survived" if items else "no test"
            print(f"{said:<9} {mutant.guard} {mutant.mistake}", flush=True)  # noqa: T201 - a table to read
        session._setupstate.teardown_exact(None)
        killed = len(self._mutants) - len(self.survivors)
        print(f"{killed} of {len(self._mutants)} killed")  # noqa: T201 - a table to read
        return True

    def _fails(self, item: pytest.Item) -> bool:
        """Tell whether the test itself finds the mistake; a set-up that fails finds nothing."""
        assert isinstance(item, pytest.Function)
        item._initrequest()
        # Told to come after itself, it leaves the things that its module shares where they are.
        item.session._setupstate.teardown_exact(item)
        reports = import_module("_pytest.runner").runtestprotocol(item, log=False, nextitem=item)
        return any(report.failed for report in reports if report.when == "call")


def main(*words: str) -> int:
    """Try the mutants whose guard holds one of these words, or all."""
    chosen = tuple(mutant for mutant in MUTANTS if not words or any(word in mutant.guard for word in words))
    trial = Trial(chosen)
    files = sorted({mutant.test.split("::")[0] for mutant in chosen})
    pytest.main(["-q", "-p", "no:cacheprovider", "--no-header", "-s", *files], plugins=[trial])
    return int(bool(trial.survivors))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
