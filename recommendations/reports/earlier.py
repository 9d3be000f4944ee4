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


def carry_over(values: Mapping[str, Any], edition: flow.Edition) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Put a filled assessment of edition 1 into the words of `edition`; what it has an answer for is left alone.

    Returns:
        The values, and a sentence for each question or choice that became something else.
    """
    said: dict[str, None] = {}
    functions = [
        {**entry, "answers": _carried(entry.get("answers", {}), edition, said)} for entry in values["functions"]
    ]
    carried = {**values, "answers": _carried(values["answers"], edition, said), "functions": functions}
    return carried, tuple(said)


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
