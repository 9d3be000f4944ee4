"""What others said about questions of answers that are given again; an app above registers who reads them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from assessments.models import Assessment
from organisations.models import User


@dataclass(frozen=True, slots=True)
class Remark:
    """What somebody said about one question."""

    question: str
    text: str
    who: str
    at: datetime


Reader: TypeAlias = Callable[[UUID, User | AnonymousUser], Iterable[Remark]]
_readers: Final[dict[str, Reader]] = {}


def register(name: str, reader: Reader) -> None:
    """Have a reader asked about the assessment whose answers are given again, for the person who looks."""
    _readers[name] = reader


def about(assessment: Assessment, user: User | AnonymousUser) -> Mapping[str, tuple[Remark, ...]]:
    """Tell by question what was said; nobody is asked where nothing is answered again, or without an account."""
    if assessment.organisation_id is None or assessment.again_of_id is None:
        return {}
    by_question: dict[str, tuple[Remark, ...]] = {}
    for reader in _readers.values():
        for remark in reader(assessment.again_of_id, user):
            by_question[remark.question] = (*by_question.get(remark.question, ()), remark)
    return by_question
