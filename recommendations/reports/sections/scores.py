"""The fit of each model and the in-house mark overall, and how sure the advice is."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recommendations.engine import Fit, MixLabel, StrengthWord, VerdictKind, fit_of
from recommendations.engine.points import whole
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs, held_in, is_answered


def section(inputs: ReportInputs) -> Content:
    return {
        "scores": scores(inputs),
        "scores_note": " ".join(sentence for sentence in _notes(inputs) if sentence),
        "sure": {
            "summary": _summary(inputs),
            "facts": _facts(inputs),
            "note": ""
            if inputs.is_unknown
            else _(
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
    overall = inputs.overall
    fits = (fit_of(overall, model) for model in overall.ranking)
    return [*(_fit_row(inputs, fit) for fit in fits), _own_row(inputs)]


def _notes(inputs: ReportInputs) -> tuple[str, ...]:
    """Say what the scores are of, and how to read them."""
    if inputs.result.first_impression:
        basis = _("These scores are a first impression: nothing is to be handed over on these answers.")
    elif len(inputs.outside) > 1:
        basis = _("These are the scores of the work that is to be done outside, by the time each function takes.")
    elif len(inputs.functions) > 1:
        name = inputs.name_in_sentence(inputs.outside[0].key)
        basis = _("These are the scores of %(function)s, the only work that is to be done outside.") % {
            "function": name
        }
    else:
        basis = ""
    return (
        basis,
        _("Each score stands alone; they do not add up to 100."),
        _("The pale band shows how far the answers you left open could move a score."),
    )


def _score_words(inputs: ReportInputs, fit: Fit) -> str:
    """Word a score; in a mix each mean is of different kinds of work, so that what is advised for a part is said instead."""
    if inputs.is_unknown:
        return _("Too early to say")
    if inputs.result.mix.label is MixLabel.MIX and fit.column in inputs.models:
        return _("Advised for a part of the work")
    return wording.band(fit.printed)


def _fit_row(inputs: ReportInputs, fit: Fit) -> Content:
    model = str(fit.column)
    profile = inputs.profiles.get(model)
    full_name = profile.full_name if profile else str(wording.FULL[model])
    return {
        "full_name": full_name,
        "words": _score_words(inputs, fit),
        "coverage": wording.scored_on(fit),
        "note": "",
        "title": _("%(model)s: %(score)s of 100") % {"model": full_name, "score": fit.printed},
        "is_lead": fit.column in inputs.front,
        **_on_scale(model, fit.printed, whole(fit.interval.low), whole(fit.interval.high)),
    }


def _own_row(inputs: ReportInputs) -> Content:
    fit = inputs.overall.outsource
    score = in_house(fit)
    if inputs.is_unknown:
        case = _("Too early to say")
    elif score > wording.GOOD_FIT:
        case = _("Strong case overall")
    elif score > wording.NO_SIGN:
        case = _("Some case overall")
    else:
        case = _("No sign either way") if score == wording.NO_SIGN else _("Weak case overall")
    stays = sum(function.verdict.kind is VerdictKind.KEEP_IN_HOUSE for function in inputs.result.functions)
    note = ngettext(
        "%(functions)s stays, not counted here",
        "%(functions)s stay, not counted here",
        stays,
    ) % {"functions": wording.functions_count(stays)}
    low, high = wording.ALL - whole(fit.interval.high), wording.ALL - whole(fit.interval.low)
    return {
        "full_name": str(wording.FULL[wording.OWN]),
        "words": case,
        "coverage": wording.scored_on(fit),
        "note": note if stays and inputs.is_decided else "",
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
    if inputs.is_unknown:
        return _("Too little is known to be sure of anything yet, so read the scores as a first impression.")
    if not inputs.is_decided:
        return _("No model is advised on these answers, so read the three scores as a first impression.")
    where = (
        _(" for %(function)s") % {"function": inputs.name_in_sentence(inputs.functions[0].key)}
        if len(inputs.functions) == 1
        else _(" overall")
    )
    names = {"models": wording.listed(str(wording.SHORT[model]) for model in inputs.front), "where": where}
    if inputs.overall.tie:
        return _("%(models)s share the first place%(where)s, so the scores alone can’t choose between them.") % names
    if not inputs.front:
        return _("The advice is a mix in which no model is first for all of the work; the map says how sure each is.")
    if inputs.is_mix:
        return _("The advice is a mix with %(models)s as its larger part; the map says how sure each is.") % names
    if inputs.overall.close_call:
        return _("%(models)s comes first%(where)s, but so narrowly that we call it close.") % names
    match inputs.strength:
        case StrengthWord.FIRM:
            text = _("%(models)s comes first%(where)s, clearly and on good evidence.")
        case StrengthWord.FAIR:
            text = _("%(models)s comes first%(where)s. That is likely to hold, but not beyond doubt.")
        case _open:
            text = _("%(models)s comes first%(where)s, but not yet surely enough to call it settled.")
    return text % names


def _facts(inputs: ReportInputs) -> list[Content]:
    """Give the figures behind how sure it is; `level` fills the meter."""
    facts = [_lead(inputs)] if inputs.front and not inputs.is_mix else []
    facts.append(_evidence(inputs))
    if not inputs.is_unknown:
        facts.append(_stability(inputs))
    return facts


def _lead(inputs: ReportInputs) -> Content:
    standing = inputs.overall
    first, second = (wording.SHORT[model] for model in standing.ranking[:2])
    if standing.tie:
        models = wording.listed(str(wording.SHORT[model]) for model in standing.leaders)
        text, big = _("%(models)s have the same score.") % {"models": models}, _("A tie")
    else:
        gap = max(standing.contrast.printed, 0)
        limit = _("Under %(limit)s points we call it close.") % {"limit": whole(inputs.parameters.close_gap)}
        before = _("%(first)s before %(second)s, the next best.") % {"first": first, "second": second}
        text = f"{before} {limit}"
        sizes = {0: _("Under 1 point"), 1: _("1 point")}
        big = sizes.get(gap) or _("%(gap)s points") % {"gap": gap}
    return {"key": "lead", "title": _("Lead"), "big": big, "level": "", "text": text}


def _evidence(inputs: ReportInputs) -> Content:
    """Say how much is known of what the advice rests on: of the model in front, and of whether to hand over."""
    case = inputs.overall.outsource
    parts = [_("handing over is %(scored)s") % {"scored": wording.scored_on(case)}]
    coverage = case.coverage
    if inputs.front:
        fit = fit_of(inputs.overall, inputs.front[0])
        scored = {"model": wording.SHORT[fit.column], "scored": wording.scored_on(fit)}
        parts.insert(0, _("%(model)s is %(scored)s") % scored)
        coverage = min(coverage, fit.coverage)
    level = wording.evidence_level(coverage, is_answered=any(map(is_answered, inputs.result.functions)))
    text = wording.opened_text(_("%(parts)s.") % {"parts": wording.listed(parts)})
    if level != "none":
        percent = whole(coverage * wording.ALL)
        said = _("By their weight, at least %(share)s of the questions that count are answered.")
        if percent == wording.ALL:
            said = _("Every question that counts is answered.")
        text += " " + said % {"share": wording.percent(percent)}
    return {
        "key": "evidence",
        "title": _("Evidence"),
        "big": str(wording.EVIDENCE[level]),
        "level": level,
        "text": text,
    }


def _stability(inputs: ReportInputs) -> Content:
    """Say how often the advice came out again, for the function that it is least sure of."""
    parameters = inputs.parameters
    share = min(map(held_in, inputs.spoken_of))
    if share >= parameters.firm_stability:
        level, big = "good", _("High")
    elif share >= parameters.fair_stability:
        level, big = "fair", _("Middling")
    else:
        level, big = "thin", _("Low")
    drawn = _("We repeated the sum %(draws)s times with our weights shaken and open questions filled in at random.") % {
        "draws": number_format(parameters.draws, force_grouping=True)
    }
    percent = whole(share * wording.ALL)
    if percent == wording.ALL:
        held = _("The advice stayed the same every time.")
    elif len(inputs.functions) == 1:
        held = _("The advice stayed the same in %(share)s.")
    else:
        held = _("The advice for each function stayed the same in %(share)s or more.")
    text = f"{drawn} {held % {'share': wording.percent(percent)}}"
    return {"key": "stability", "title": _("Stability"), "big": big, "level": level, "text": text}
