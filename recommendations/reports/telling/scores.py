"""The three fits and the in-house mark overall, and how sure they are."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recommendations.engine import Fit, Standing, StrengthWord, VerdictKind
from recommendations.engine.points import whole
from recommendations.reports.telling import words
from recommendations.reports.telling.given import Given, fit_of, kind_of, stability_of, strength_of


@dataclass(frozen=True, slots=True)
class Score:
    """One row of the answer band; `low` and `width` place the pale band, empty where nothing is open."""

    id: str
    model: str
    name: str
    full_name: str
    score: int
    words: str
    coverage: str
    note: str
    low: int
    high: int
    width: str
    title: str
    description: str
    is_lead: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure with its sentence; `level` fills the meter."""

    key: str
    title: str
    big: str
    level: str
    text: str


@dataclass(frozen=True, slots=True)
class Sure:
    summary: str
    facts: tuple[Fact, ...]
    note: str


def in_house(fit: Fit) -> int:
    """100 less the printed case for handing over, so that both add up on the page."""
    return words.ALL - fit.printed


def scores(given: Given) -> tuple[Score, ...]:
    """Best fit first, in-house last: it is a mark of its own and never ranks with the fits."""
    return (*(_fit(given, fit_of(given.overall, model)) for model in given.overall.ranking), _in_house(given))


def _fit(given: Given, fit: Fit) -> Score:
    low, high = whole(fit.interval.low), whole(fit.interval.high)
    model = str(fit.column)
    profile = given.profiles.get(model)
    full_name = profile.full_name if profile else str(words.FULL[model])
    return Score(
        id=f"score-{model}",
        model=model,
        name=str(words.SHORT[model]),
        full_name=full_name,
        score=fit.printed,
        words=words.band(fit.printed),
        coverage=words.scored_on(fit),
        note=_("first in %(share)s of re-runs") % {"share": words.percent(stability_of(given.overall, fit.column))},
        low=low,
        high=high,
        width=str(high - low) if high > low else "",
        title=_("%(model)s: %(score)s of 100") % {"model": full_name, "score": fit.printed},
        description=_scale(fit.printed, low, high),
        is_lead=given.is_decided and given.agrees and fit.column in given.overall.leaders,
    )


def _scale(score: int, low: int, high: int) -> str:
    marker = _("A marker at %(score)s on a line from 0 to 100, where 50 means no sign either way.") % {"score": score}
    if high <= low:
        return marker
    return " ".join(
        (
            marker,
            _("A band from %(low)s to %(high)s shows how far the open answers could move it.")
            % {"low": low, "high": high},
        )
    )


def _in_house(given: Given) -> Score:
    fit = given.overall.outsource
    score = in_house(fit)
    low, high = words.ALL - whole(fit.interval.high), words.ALL - whole(fit.interval.low)
    return Score(
        id=f"score-{words.OWN}",
        model=words.OWN,
        name=str(words.SHORT[words.OWN]),
        full_name=str(words.FULL[words.OWN]),
        score=score,
        words=_case(score),
        coverage=words.scored_on(fit),
        note=_kept(given),
        low=low,
        high=high,
        width=str(high - low) if high > low else "",
        title=_("Keep in-house: %(score)s of 100") % {"score": score},
        description=_scale(score, low, high),
        is_lead=False,
    )


def _case(score: int) -> str:
    if score > words.GOOD_FIT:
        return _("Strong case overall")
    if score > words.NO_SIGN:
        return _("Some case overall")
    return _("No sign either way") if score == words.NO_SIGN else _("Weak case overall")


def _kept(given: Given) -> str:
    """Say it where single functions stay although the mark overall is low."""
    kept = [one for one in given.result.functions if kind_of(one) is VerdictKind.KEEP_IN_HOUSE]
    if not kept or len(kept) == len(given.functions):
        return ""
    return _("but decisive for %(functions)s") % {"functions": words.functions_count(len(kept))}


def sure(given: Given) -> Sure:
    return Sure(
        summary=_summary(given),
        facts=(_lead(given), _evidence(given), _stability(given)),
        note=_(
            "Stability tells you how much the result depends on our weights. "
            "It is not the chance that the advice is right."
        ),
    )


def _summary(given: Given) -> str:
    standing = given.asked_about
    names = {"models": words.listed(str(words.SHORT[model]) for model in standing.leaders), "where": _where(given)}
    if fit_of(standing, standing.ranking[0]).printed <= words.NO_SIGN:
        return _("None of the three models scores above 50%(where)s, so nothing speaks for one of them.") % names
    if not given.is_decided:
        return (
            _(
                "Nothing is to be handed over on these answers, so read the three scores as a first impression. "
                "The highest%(where)s is that of %(models)s."
            )
            % names
        )
    if standing.tie:
        return _("%(models)s share the first place%(where)s, so the scores alone can’t choose between them.") % names
    if len(given.functions) > 1 and not given.agrees:
        return (
            _("%(models)s comes first%(where)s, but not for a function you chose; the map says how sure each is.")
            % names
        )
    return _first_place(standing) % names


def _where(given: Given) -> str:
    """Say what a place is about: the one function, or everything together."""
    if len(given.functions) == 1:
        return _(" for %(function)s") % {"function": words.in_sentence(given.functions[0])}
    return _(" overall")


def _first_place(standing: Standing) -> str:
    if standing.close_call:
        return _("%(models)s comes first%(where)s, but so narrowly that we call it close.")
    match strength_of(standing):
        case StrengthWord.FIRM:
            return _("%(models)s comes first%(where)s, clearly and on good evidence.")
        case StrengthWord.FAIR:
            return _("%(models)s comes first%(where)s. The lead is real, but not beyond doubt.")
        case StrengthWord.OPEN:
            return _("%(models)s comes first%(where)s, on too few answers to call it settled.")


def _lead(given: Given) -> Fact:
    standing = given.asked_about
    first, second = (words.SHORT[model] for model in standing.ranking[:2])
    gap = standing.contrast.printed
    if standing.tie:
        text = _("%(models)s have the same score.") % {
            "models": words.listed(str(words.SHORT[model]) for model in standing.leaders)
        }
        return Fact("lead", _("Lead"), _("A tie"), "", text)
    big = _("Under 1 point") if gap < 1 else _points(gap)
    text = _("%(first)s before %(second)s, the next best.") % {"first": first, "second": second}
    limit = _("Under %(limit)s points, or with shaky re-runs, we call it close.") % {
        "limit": whole(given.parameters.close_gap)
    }
    return Fact("lead", _("Lead"), big, "", f"{text} {limit}")


def _points(gap: int) -> str:
    return _("1 point") if gap == 1 else _("%(gap)s points") % {"gap": gap}


def _evidence(given: Given) -> Fact:
    fit = fit_of(given.asked_about, given.asked_about.ranking[0])
    level = words.evidence_level(fit.coverage)
    text = _("%(model)s is %(scored)s. Weighed by how much each counts, that is %(share)s of what could speak.") % {
        "model": words.SHORT[fit.column],
        "scored": words.scored_on(fit),
        "share": words.percent(fit.coverage),
    }
    return Fact("evidence", _("Evidence"), str(words.EVIDENCE[level]), level, text)


def _stability(given: Given) -> Fact:
    model = given.asked_about.ranking[0]
    share = stability_of(given.asked_about, model)
    level = (
        "good"
        if share >= given.parameters.firm_stability
        else "fair"
        if share >= given.parameters.fair_stability
        else "thin"
    )
    text = _(
        "We repeated the sum %(draws)s times with our weights shaken and open questions filled in at random. "
        "%(model)s came first in %(share)s."
    ) % {"draws": f"{given.parameters.draws:,}", "model": words.SHORT[model], "share": words.percent(share)}
    big = {"good": _("High"), "fair": _("Middling"), "thin": _("Low")}[level]
    return Fact("stability", _("Stability"), big, level, text)
