"""Two at once over HTTP: one report however often it is asked for, and no tab overwrites another unasked."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from itertools import count
from threading import Barrier
from typing import Final

from benchmarks.visitor import FormReader, Visitor
from trust.answering import answered, begin, fill, step_form
from trust.line import Found, Proof
from trust.people import PASSWORD, an_account
from trust.site import OURS, Site, a_site

ROUNDS: Final = 1000
CONTROL_ROUNDS: Final = 10
SIGN_INS: Final = 50
MINUTE: Final = 61.0
STEP: Final = "technology"
UNSAFE: Final = "trust.unsafe:application"

Play = Callable[[], str]
Game = Callable[[Site], Play]


def submits(site: Site) -> Play:
    return partial(_submitted_twice, site)


def tabs(site: Site) -> Play:
    """Race on one assessment throughout: each round starts from what the last one stored."""
    visitor = site.visitor()
    return partial(_saved_twice, site, visitor, begin(visitor))


def sign_ins(site: Site) -> Play:
    return partial(_signed_in_between, site, count())


def race(game: Game, without: str, database: str, rounds: int) -> Found:
    with a_site(database) as site:
        site.start(OURS, workers=2 if site.postgres else 1)
        problems = _played(game(site), rounds)
        site.kill()
        site.start(UNSAFE, environment={"TRUST_WITHOUT": without})
        lost = len(_played(game(site), min(rounds, CONTROL_ROUNDS)))
    return Found(rounds, len(problems), control=lost, first=next(iter(problems), ""))


def _played(play: Play, rounds: int) -> list[str]:
    return [problem for problem in (play() for _number in range(rounds)) if problem]


def _submitted_twice(site: Site) -> str:
    visitor = site.visitor()
    assessment = begin(visitor, everything=True)
    form = FormReader(visitor.get(f"/assessments/{assessment}/check/")[1])
    fields = {"csrfmiddlewaretoken": form.chosen["csrfmiddlewaretoken"][0], "confirm_unanswered": "yes"}

    answers = _at_once(site, visitor, f"/assessments/{assessment}/submit/", (fields, fields))

    key = assessment if site.postgres else assessment.replace("-", "")
    reports = site.rows("SELECT COUNT(*) FROM recommendations_report WHERE assessment_id = %s", key)[0][0]
    led = {where for status, _page, where in answers if status == HTTPStatus.FOUND}
    statuses = sorted(status for status, _page, _where in answers)
    whole = reports == 1 and len(led) == 1 and statuses == [HTTPStatus.FOUND] * 2
    return "" if whole else f"{reports} reports, answers {statuses}, {len(led)} addresses"


def _saved_twice(site: Site, visitor: Visitor, assessment: str) -> str:
    path = f"/assessments/{assessment}/steps/{STEP}/"
    form = step_form(visitor, path)
    typed = (fill(form, choice=0), fill(form, choice=1))

    answers = _at_once(site, visitor, path, typed)

    statuses = [status for status, _page, _where in answers]
    if sorted(statuses) != [HTTPStatus.FOUND, HTTPStatus.CONFLICT]:
        return f"two tabs were answered {statuses}"
    asked = FormReader(answers[statuses.index(HTTPStatus.CONFLICT)][1])
    both = [values for name, values in asked.options.items() if values == ["typed", "stored"] and name]
    stored = answered(site, assessment, STEP)[1]
    won = statuses.index(HTTPStatus.FOUND)
    return "" if both and stored == {won} else f"tab {won} won, {stored} is kept, {len(both)} differences were shown"


def _signed_in_between(site: Site, numbers: "count[int]") -> str:
    """Answer a step, sign in in another tab before saving it, then save, and once more where that is asked for."""
    visitor = site.visitor()
    assessment = begin(visitor)
    path = f"/assessments/{assessment}/steps/{STEP}/"
    typed = fill(step_form(visitor, path), choice=next(numbers) % 2)
    _sign_in(site, visitor)

    status, page, _where = visitor.post(path, typed)
    if status == HTTPStatus.FORBIDDEN:
        again = FormReader(page)
        status = visitor.post(path, {**again.chosen, "action": "later"})[0]

    _version, stored = answered(site, assessment, STEP)
    return "" if stored == {int(typed["action"] == "later")} else f"answered {status}, {stored} is stored"


def _sign_in(site: Site, visitor: Visitor) -> None:
    form = visitor.read_form("/accounts/login/")
    fields = {"csrfmiddlewaretoken": form.chosen["csrfmiddlewaretoken"][0], "login": an_account(site)}
    fields["password"] = PASSWORD
    status = visitor.post("/accounts/login/", fields)[0]
    if status == HTTPStatus.TOO_MANY_REQUESTS:  # all of them come from one address
        time.sleep(MINUTE)
        status = visitor.post("/accounts/login/", fields)[0]
    if status != HTTPStatus.FOUND:
        raise RuntimeError(f"signing in answered {status}")


def _at_once(
    site: Site, visitor: Visitor, path: str, fields: tuple[dict[str, str | list[str]], ...] | tuple[dict[str, str], ...]
) -> list[tuple[int, str, str]]:
    """Post from as many tabs of one browser as there are forms, all at the same moment."""
    ready = Barrier(len(fields))

    def post(sent: dict[str, str]) -> tuple[int, str, str]:
        tab = site.visitor()
        tab.cookies = dict(visitor.cookies)
        tab.connection.connect()
        ready.wait()
        return tab.post(path, sent)

    with ThreadPoolExecutor(len(fields)) as pool:
        return list(pool.map(post, fields))


PROOFS: Final = (
    Proof("submitted twice at once, one report", partial(race, submits, "conditions"), rounds=ROUNDS),
    Proof("two tabs save at once, one 302 and one 409", partial(race, tabs, "conditions"), rounds=ROUNDS),
    Proof("signed in while answering, no answer lost", partial(race, sign_ins, "typed"), rounds=SIGN_INS),
)
