"""Submitted assessments by the thousand, answered at random, and a draft that weighs every question otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from django.utils import timezone

from assessments.authoring.editions import load
from assessments.edition import flow
from assessments.models import Answer, Assessment, Questionnaire, SelectedFunction
from assessments.models.reading import read
from organisations.models import User
from recommendations.models import Report

AT_ONCE = 500


def seed(count: int, functions: Sequence[int], share_open: float, luck: Random) -> tuple[Questionnaire, User]:
    in_use = Questionnaire.objects.get()
    edition = read(in_use.pk)
    for start in range(0, count, AT_ONCE):
        _some(
            in_use,
            edition,
            [functions[n % len(functions)] for n in range(start, min(start + AT_ONCE, count))],
            (share_open, luck),
        )
    weighed = tuple(
        replace(question, weight=question.weight % 4 + 1 if question.weight else 0) for question in edition.questions
    )
    return load(replace(edition, edition=2, questions=weighed)), User.objects.create_user("bench@example.com")


def _some(in_use: Questionnaire, edition: flow.Edition, sizes: Sequence[int], drawn: tuple[float, Random]) -> None:
    now, (share_open, luck) = timezone.now(), drawn
    rows = Assessment.objects.bulk_create(
        Assessment(questionnaire=in_use, status="submitted", started_at=now, submitted_at=now) for _ in sizes
    )
    chosen, answers = [], []
    for row, size in zip(rows, sizes, strict=True):
        keys = luck.sample(sorted(edition.function_by_key), size)
        selected = tuple(flow.Selected(key, key) for key in keys)
        chosen += [SelectedFunction(assessment=row, key=key, name=key, position=at) for at, key in enumerate(keys)]
        answers += _answers(row, edition, selected, share_open, luck)
    SelectedFunction.objects.bulk_create(chosen)
    Answer.objects.bulk_create(answers, batch_size=5000)
    Report.objects.bulk_create(Report(assessment=row, content="{}", checksum="", method="", edition="") for row in rows)


def _answers(row, edition, selected, share_open, luck):  # noqa: ANN001, ANN202 - one caller
    answers: dict[flow.Place, str] = {}
    for _round in range(2):
        for place in tuple(flow.asked(edition, selected, answers)):
            if place not in answers:
                is_open = luck.random() < share_open
                answers[place] = (
                    flow.DONT_KNOW if is_open else luck.choice(edition.question_by_key[place[1]].choices).key
                )
    return [
        Answer(
            assessment=row,
            question_key=key,
            function_key=about,
            kind="dont_know" if answer == flow.DONT_KNOW else "choice",
            choice_key="" if answer == flow.DONT_KNOW else answer,
        )
        for (about, key), answer in answers.items()
    ]
