"""Answers to edition 1 of the shipped questionnaire, read as answers to edition 2: files filled for it still work."""

from collections.abc import Mapping
from typing import Any, Final

from assessments.edition import flow

# What became of a question ("key") or of one of its choices ("key.choice"); what is not asked any more becomes nothing.
BECAME: Final[Mapping[str, Mapping[str, str]]] = {
    "own_skill.stretched": {"own_skill": "adequate", "on_time": "slips_often"},
    "repetitive_load.heavy_mistakes": {"repetitive_load": "heavy"},
    "repetitive_load.heavy_leaders": {"repetitive_load": "heavy"},
    "security_worry.in_hand_proof": {"security_worry": "in_hand"},
    "security_worry.exposed_proof": {"security_worry": "exposed"},
    "growth.swings": {"growth": "gradual"},
    "demand": {},
    "sign_off": {},
    "own_it_team": {},
    "rule_changes": {},
    "arrangement": {},
    "pilot_ready": {},
}


LABEL: Final = "sourcing-1"
# What edition 1 took for granted about work, by how good one's own people are at it.
TAKEN_FOR_GRANTED: Final[Mapping[str, Mapping[str, str]]] = {
    "": {"current": "our_people", "offer": "never_asked"},
    "none": {"current": "nobody", "offer": "never_asked"},
}


def carry_over(values: Mapping[str, Any], edition: flow.Edition) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Put a filled assessment of edition 1 into the words of `edition`; what it has an answer for is left alone.

    Returns:
        The values, and a sentence for each question or choice that became something else.
    """
    said: dict[str, None] = {}
    functions = [
        {**entry, "answers": _carried(entry.get("answers", {}), edition, said)} for entry in values["functions"]
    ]
    answers = _carried(values["answers"], edition, said)
    if said or values.get("edition") == LABEL:
        for entry in functions:
            _take_for_granted(entry["answers"], edition, said)
    return {**values, "answers": answers, "functions": functions}, tuple(said)


def _take_for_granted(answers: dict[str, str], edition: flow.Edition, said: dict[str, None]) -> None:
    """Say who does the work now, which edition 1 never asked: it was about work that is still in-house."""
    skill = answers.get("own_skill", "")
    if not skill or skill in flow.BLANKS or "current" in answers or "current" not in edition.question_by_key:
        return
    granted = TAKEN_FOR_GRANTED.get(skill, TAKEN_FOR_GRANTED[""])
    answers |= {**granted, **answers}
    said["edition 1 was about work that is still in-house, and asked for no offer: read so"] = None


def _carried(answers: Mapping[str, str], edition: flow.Edition, said: dict[str, None]) -> dict[str, str]:
    carried: dict[str, str] = {}
    for key, answer in answers.items():
        question = edition.question_by_key.get(key)
        known = question is not None and answer in question.allowed
        name = next((name for name in (f"{key}.{answer}", key) if name in BECAME and not known), "")
        if not name:
            carried[key] = answer
            continue
        became = BECAME[name]
        carried = {**became, **carried}
        now = " and ".join(f"{other}: {choice}" for other, choice in became.items())
        said[f"{name} is {f'read as {now}' if now else 'not asked in this edition and left out'}"] = None
    return carried
