"""The fit of each model and the in-house mark overall, and how sure they are."""

from django.utils.translation import gettext as _

from recommendations.engine import Fit, StrengthWord, VerdictKind, fit_of
from recommendations.engine.points import whole
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, kind_of, stability_of, strength_of


def section(inputs: ReportInputs) -> Content:
    return {
        "scores": scores(inputs),
        "scores_note": _(
            "Each score stands alone; they do not add up to 100. "
            "The pale band shows how far the answers you left open could move a score."
        ),
        "sure": {
            "summary": _summary(inputs),
            "facts": _facts(inputs),
            "note": _(
                "Stability tells you how much the result depends on our weights. "
                "It is not the chance that the advice is right."
            ),
        },
    }


def in_house(fit: Fit) -> int:
    """100 less the printed case for handing over, so that both add up on the page."""
    return wording.ALL - fit.printed


def scores(inputs: ReportInputs) -> list[Content]:
    """Best fit first, in-house last: it is a mark of its own and never ranks with the fits."""
    return [*(_fit_row(inputs, fit_of(inputs.overall, model)) for model in inputs.overall.ranking), _own_row(inputs)]


def _fit_row(inputs: ReportInputs, fit: Fit) -> Content:
    model = str(fit.column)
    profile = inputs.profiles.get(model)
    full_name = profile.full_name if profile else str(wording.FULL[model])
    share = wording.percent(stability_of(inputs.overall, fit.column))
    return {
        "full_name": full_name,
        "words": wording.band(fit.printed),
        "coverage": wording.scored_on(fit),
        "note": _("first in %(share)s of re-runs") % {"share": share},
        "title": _("%(model)s: %(score)s of 100") % {"model": full_name, "score": fit.printed},
        "is_lead": inputs.is_decided and inputs.agrees and fit.column in inputs.overall.leaders,
        **_on_scale(model, fit.printed, whole(fit.interval.low), whole(fit.interval.high)),
    }


def _own_row(inputs: ReportInputs) -> Content:
    fit = inputs.overall.outsource
    score = in_house(fit)
    if score > wording.GOOD_FIT:
        case = _("Strong case overall")
    elif score > wording.NO_SIGN:
        case = _("Some case overall")
    else:
        case = _("No sign either way") if score == wording.NO_SIGN else _("Weak case overall")
    stays = [function for function in inputs.result.functions if kind_of(function) is VerdictKind.KEEP_IN_HOUSE]
    is_in_part = stays and len(stays) < len(inputs.functions)
    low, high = wording.ALL - whole(fit.interval.high), wording.ALL - whole(fit.interval.low)
    return {
        "full_name": str(wording.FULL[wording.OWN]),
        "words": case,
        "coverage": wording.scored_on(fit),
        "note": _("but decisive for %(functions)s") % {"functions": wording.functions_count(len(stays))}
        if is_in_part
        else "",
        "title": _("Keep in-house: %(score)s of 100") % {"score": score},
        "is_lead": False,
        **_on_scale(wording.OWN, score, low, high),
    }


def _on_scale(model: str, score: int, low: int, high: int) -> Content:
    """Place a score on its line; `low` and `width` place the pale band, empty where nothing is open."""
    description = _("A marker at %(score)s on a line from 0 to 100, where 50 means no sign either way.") % {
        "score": score
    }
    if high > low:
        band = _("A band from %(low)s to %(high)s shows how far the open answers could move it.")
        description += " " + band % {"low": low, "high": high}
    return {
        "id": f"score-{model}",
        "model": model,
        "name": str(wording.SHORT[model]),
        "score": score,
        "low": low,
        "high": high,
        "width": str(high - low) if high > low else "",
        "description": description,
    }


def _summary(inputs: ReportInputs) -> str:
    standing = inputs.asked_about
    where = (
        _(" for %(function)s") % {"function": wording.in_sentence(inputs.functions[0])}
        if len(inputs.functions) == 1
        else _(" overall")
    )
    names = {"models": wording.listed(str(wording.SHORT[model]) for model in standing.leaders), "where": where}
    if fit_of(standing, standing.ranking[0]).printed <= wording.NO_SIGN:
        return _("None of the three models scores above 50%(where)s, so nothing speaks for one of them.") % names
    if not inputs.is_decided:
        return (
            _(
                "Nothing is to be handed over on these answers, so read the three scores as a first impression. "
                "The highest%(where)s is that of %(models)s."
            )
            % names
        )
    if standing.tie:
        return _("%(models)s share the first place%(where)s, so the scores alone can’t choose between them.") % names
    if len(inputs.functions) > 1 and not inputs.agrees:
        return (
            _("%(models)s comes first%(where)s, but not for a function you chose; the map says how sure each is.")
            % names
        )
    if standing.close_call:
        return _("%(models)s comes first%(where)s, but so narrowly that we call it close.") % names
    match strength_of(standing):
        case StrengthWord.FIRM:
            text = _("%(models)s comes first%(where)s, clearly and on good evidence.")
        case StrengthWord.FAIR:
            text = _("%(models)s comes first%(where)s. The lead is real, but not beyond doubt.")
        case _open:
            text = _("%(models)s comes first%(where)s, on too few answers to call it settled.")
    return text % names


def _facts(inputs: ReportInputs) -> list[Content]:
    """Give the three figures behind how sure it is: the lead, the evidence and the stability; `level` fills the meter."""
    standing, parameters = inputs.asked_about, inputs.parameters
    first, second = (wording.SHORT[model] for model in standing.ranking[:2])
    gap = standing.contrast.printed
    if standing.tie:
        models = wording.listed(str(wording.SHORT[model]) for model in standing.leaders)
        lead, big = _("%(models)s have the same score.") % {"models": models}, _("A tie")
    else:
        limit = _("Under %(limit)s points, or with shaky re-runs, we call it close.")
        before = _("%(first)s before %(second)s, the next best.") % {"first": first, "second": second}
        lead = f"{before} {limit % {'limit': whole(parameters.close_gap)}}"
        sizes = {0: _("Under 1 point"), 1: _("1 point")}
        big = sizes.get(max(gap, 0)) or _("%(gap)s points") % {"gap": gap}
    fit = fit_of(standing, standing.ranking[0])
    evidence = _("%(model)s is %(scored)s. Weighed by how much each counts, that is %(share)s of what could speak.")
    known = {"model": first, "scored": wording.scored_on(fit), "share": wording.percent(fit.coverage)}
    level = wording.evidence_level(fit.coverage)
    share = stability_of(standing, standing.ranking[0])
    reruns = _(
        "We repeated the sum %(draws)s times with our weights shaken and open questions filled in at random. "
        "%(model)s came first in %(share)s."
    )
    drawn = {"draws": f"{parameters.draws:,}", "model": first, "share": wording.percent(share)}
    if share >= parameters.firm_stability:
        stability, how_stable = "good", _("High")
    elif share >= parameters.fair_stability:
        stability, how_stable = "fair", _("Middling")
    else:
        stability, how_stable = "thin", _("Low")
    return [
        {"key": "lead", "title": _("Lead"), "big": big, "level": "", "text": lead},
        {
            "key": "evidence",
            "title": _("Evidence"),
            "big": str(wording.EVIDENCE[level]),
            "level": level,
            "text": evidence % known,
        },
        {
            "key": "stability",
            "title": _("Stability"),
            "big": how_stable,
            "level": stability,
            "text": reruns % drawn,
        },
    ]
