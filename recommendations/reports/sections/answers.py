"""All answers as they were worded, the assumed and the skipped ones with their reason, and the sources."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.edition import flow
from recommendations.reports import wording
from recommendations.reports.inputs import Content, ReportInputs

# Where sources of the editions we ship can be read by anybody. An edition itself has no place for it, and a published
# one never changes.
ADDRESSES: Final = {
    "playbook": "https://www.gov.uk/government/publications/the-sourcing-and-consultancy-playbooks/the-sourcing-playbook-html",
    "selective": "https://sloanreview.mit.edu/article/the-value-of-selective-it-sourcing/",
}


def section(inputs: ReportInputs) -> Content:
    return {
        "answers": {
            "summary": _summary(inputs),
            "steps": [_step(inputs, number, step) for number, step in enumerate(inputs.edition.steps, start=1)],
            "skipped": _skipped(inputs),
            # Reports in which nothing is assumed say nothing of it, as none did before anything was.
            **(
                {
                    "assumed": [
                        {"function": about, "question": question, "answer": answer}
                        for (about, question), answer in inputs.assumed.items()
                    ]
                }
                if inputs.assumed
                else {}
            ),
        },
        "sources": [
            {
                "number": number,
                "title": source.title,
                "note": source.note,
                **({"address": ADDRESSES[source.key]} if source.key in ADDRESSES else {}),
            }
            for number, source in enumerate(inputs.edition.sources, start=1)
        ],
    }


def _summary(inputs: ReportInputs) -> str:
    places = list(flow.asked(inputs.edition, inputs.functions, inputs.answers))
    values = [inputs.answers.get(place, "") for place in places if place not in inputs.assumed]
    parts = [
        ngettext(
            "%(answered)s of %(asked)s question answered", "%(answered)s of %(asked)s questions answered", len(places)
        )
        % {"answered": sum(value not in ("", *flow.BLANKS) for value in values), "asked": len(places)}
    ]
    counts = (
        (values.count(flow.DONT_KNOW), _("%(count)s marked “I don’t know”")),
        (values.count(flow.NOT_APPLICABLE), _("%(count)s marked “doesn’t apply”")),
        (values.count(""), _("%(count)s left open")),
    )
    parts += [text % {"count": count} for count, text in counts if count]
    return " ".join(filter(None, (_("%(parts)s.") % {"parts": wording.listed(parts)}, _assumed(inputs))))


def _assumed(inputs: ReportInputs) -> str:
    """Say how many typical answers are assumed, and of which function how many."""
    if not inputs.assumed:
        return ""
    scopes = [about for about, _question in inputs.assumed]
    each = wording.listed(
        _("%(count)s for %(function)s")
        % {"count": scopes.count(function.key), "function": inputs.name_in_sentence(function.key)}
        for function in inputs.functions
        if function.key in scopes
    )
    return ngettext(
        "%(count)s typical answer is assumed, because nobody gave or confirmed it: %(each)s.",
        "%(count)s typical answers are assumed, because nobody gave or confirmed them: %(each)s.",
        len(scopes),
    ) % {"count": len(scopes), "each": each}


def _step(inputs: ReportInputs, number: int, step: flow.Step) -> Content:
    """List what was asked in one step; `is_blank` for what was skipped or is `assumed`, in words that name how."""
    places = list(flow.asked(inputs.edition, inputs.functions, inputs.answers, step.slug))
    rows: dict[str, list[Content]] = {}
    for about, key in places:
        question, value = inputs.edition.question_by_key[key], inputs.answers.get((about, key), "")
        choice = question.choice_by_key.get(value)
        stand_in = inputs.assumed.get((about, key))
        usual = wording.assumed(question.choice_by_key[stand_in].text) if stand_in else ""
        rows.setdefault(about, []).append(
            {
                "question": question.text,
                "answer": usual or (choice.text if choice else str(wording.BLANKS[value])),
                "note": "" if about else inputs.notes.get((about, key), ""),
                "is_blank": choice is None,
                **({"assumed": True} if usual else {}),
            }
        )
    done = sum(not row["is_blank"] for of_scope in rows.values() for row in of_scope)
    # Notes beside a question of the matrix are about all its functions.
    matrix = inputs.edition.questions_of(step.slug, flow.Scope.FUNCTION)
    notes = [(question.text, inputs.notes.get((flow.ORGANISATION, question.key), "")) for question in matrix]
    return {
        "slug": step.slug,
        "title": _("Step %(number)s: %(title)s") % {"number": number, "title": step.title},
        "state": _("%(answered)s of %(asked)s answered") % {"answered": done, "asked": len(places)},
        "rows": rows.get(flow.ORGANISATION, []),
        "functions": [
            {"name": function.name, "share": str(wording.SHARES[function.share]), "rows": rows[function.key]}
            for function in inputs.functions
            if function.key in rows
        ],
        "notes": [{"question": text, "answer": "", "note": note, "is_blank": False} for text, note in notes if note],
    }


def _skipped(inputs: ReportInputs) -> str:
    """Name what was not asked at all, and why."""
    asked = {question for _scope, question in flow.asked(inputs.edition, inputs.functions, inputs.answers)}
    skipped = [question for question in inputs.edition.questions if question.key not in asked]
    own = [question for question in skipped if question.own_functions_only]
    other = [question for question in skipped if not question.own_functions_only]
    sentences = []
    if own:
        text = ngettext(
            "%(questions)s was not asked: it is only for functions you name yourself.",
            "%(questions)s were not asked: they are only for functions you name yourself.",
            len(own),
        )
        sentences.append(text % {"questions": _names(own)})
    if other:
        text = ngettext(
            "%(questions)s was not asked, because of your other answers.",
            "%(questions)s were not asked, because of your other answers.",
            len(other),
        )
        sentences.append(text % {"questions": _names(other)})
    return " ".join(sentences)


def _names(questions: Sequence[flow.Question]) -> str:
    return wording.listed(wording.quoted(question.short or question.text) for question in questions)
