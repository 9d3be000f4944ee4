"""Why this result: what moved the scores overall, and the reasons for each function."""

from django.utils.translation import gettext as _

from recommendations.engine import Fit, FunctionResult, VerdictKind, fit_of
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs
from recommendations.reports.once import Once
from recommendations.reports.sections import pulls
from recommendations.reports.sections.function_map import best
from recommendations.reports.sections.headline import lead
from recommendations.reports.sections.next_steps import steps_of
from recommendations.reports.sections.reasons import CapWords, cap_words, in_full


def section(inputs: ReportInputs) -> Content:
    standing = inputs.overall
    if len(inputs.functions) == 1:
        summary = _("What you said about this function, and what our list says about work of its kind.")
    elif inputs.is_decided:
        summary = _(
            "The overall scores are made of those of the functions that are to be done outside, by the time each takes. "
            "What you said about the business as a whole moves none of the three models."
        )
    else:
        summary = _(
            "Nothing is to be handed over, so the overall scores are a first impression made of all functions. "
            "The reasons for each stand below."
        )
    fits = [fit_of(standing, model) for model in standing.ranking]
    if inputs.front:
        first, *fits = fits
        pulls_of_first = pulls.for_whole(
            inputs,
            first,
            id_=f"why-{first.column}",
            title=_("What moved the %(model)s score, in points") % {"model": wording.SHORT[first.column]},
        )
    else:
        pulls_of_first = pulls.for_keeping_all(inputs, id_="why-own")
    contrast = None
    if inputs.front and not inputs.is_mix and standing.contrast.differences and not standing.tie:
        contrast = pulls.for_contrast(inputs, standing.contrast, id_="why-not")
    others = [_other(inputs, fit) for fit in fits]
    once = Once(lead(inputs))
    for table in (pulls_of_first, contrast, *(other["pulls"] for other in others)):
        once.reasons(table)
    return {
        "why": {
            "summary": summary,
            "pulls": pulls_of_first,
            "contrast": contrast,
            "others": others,
            "functions": [_function(inputs, function, once) for function in inputs.result.functions],
        }
    }


def _other(inputs: ReportInputs, fit: Fit) -> Content:
    model = wording.SHORT[fit.column]
    title = _("What moved the %(model)s score, in points") % {"model": model}
    return {
        "title": _("Why is %(model)s at %(score)s?") % {"model": model, "score": fit.printed},
        "pulls": pulls.for_whole(inputs, fit, id_=f"why-{fit.column}", title=title),
    }


def _function(inputs: ReportInputs, function: FunctionResult, once: Once) -> Content:
    """Give the reasons for one function, and why not the next model where the next one is near enough to ask."""
    model, label, score = best(function)
    name, standing = inputs.selected[function.key].name, function.standing
    id_ = f"fn-{function.key}"
    if model == wording.OWN or function.verdict.kind is VerdictKind.CANNOT_TELL:
        title = _("What speaks for keeping %(function)s, in points") % {"function": name}
        table = pulls.for_keeping(inputs, standing.outsource, id_=id_, title=title)
    else:
        fit = fit_of(standing, standing.ranking[0])
        title = _("What moved the %(model)s score of %(function)s, in points") % {
            "model": wording.SHORT[fit.column],
            "function": name,
        }
        table = pulls.for_function(inputs, fit, id_=id_, title=title)
    verdict = once.new(in_full(inputs, function))
    held = [_held(cap_words(cap), once) for cap in function.verdict.caps]
    notes = [note for note in map(once.new, _notes(inputs, function)) if note]
    once.reasons(table)
    has_contrast = function in inputs.outside and not function.verdict.tie and standing.contrast.differences
    contrast = pulls.for_contrast(inputs, standing.contrast, id_=f"{id_}-vs") if has_contrast else None
    once.reasons(contrast)
    return {
        "key": function.key,
        "name": name,
        "model": model,
        "label": label or _("Not clear yet"),
        "score": score,
        "verdict": verdict,
        "held": held,
        "steps": steps_of(inputs, function),
        "notes": notes,
        "pulls": table,
        "contrast": contrast,
    }


def _held(words: CapWords, once: Once) -> Content:
    """Say what holds work back and what lifts it; in a few words where that was said of another function."""
    return {"title": once.new(str(words.held)) or str(words.short), "text": once.new(str(words.lift))}


def _notes(inputs: ReportInputs, function: FunctionResult) -> list[str]:
    listed = inputs.edition.function_by_key.get(function.key)
    notes = [listed.split] if listed and listed.split else []
    if listed and listed.hand_over_why and listed.hand_over < 0:
        notes.append(listed.hand_over_why)
    if function.enabler and function in inputs.leaving:
        notes.append(_("The system under it fails or is out of date: ask for a technology layer with it."))
    if function.automate:
        notes.append(_("A program could do it: look at buying or automating it before you look for a partner."))
    return notes
