"""What the engine's speed claims rest on: `python -m benchmarks.bench_engine`.

CPU time of one process on one core, for eight functions of the shipped edition with a tenth of the questions open.
"""

import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import cycle
from statistics import median, quantiles
from time import process_time

import numpy as np

from recommendations.engine import PARAMETERS, WITHOUT_DRAWS, Case, fits, recommend
from recommendations.engine.blocks import AnswerBlock, read
from recommendations.engine.fit import function_targets
from recommendations.engine.stability import acceptability, draw_scores, seed
from tests.recommendations.engine.shipped import shipped_case

FUNCTIONS = 8
CASES = 25
ROUNDS = 100
WHOLE_MS, ADDITIVE_MS, FLOOR_RATIO, MEMORY_MB = 60, 2, 3, 60


def milliseconds(work: Callable[[Case], object], cases: Sequence[Case]) -> list[float]:
    """Time each call on its own, after one round to warm up."""
    for case in cases:
        work(case)
    spent = []
    for case, _ in zip(cycle(cases), range(ROUNDS), strict=False):
        before = process_time()
        work(case)
        spent.append((process_time() - before) * 1000)
    return spent


def stability(case: Case) -> object:
    blocks = BLOCKS[id(case)]
    drawn = draw_scores(case, blocks)
    return [acceptability(drawn, target) for target in function_targets(case, blocks)]


def floor(case: Case) -> object:
    """Draw the same random numbers and give them their shape, adding nothing up: no stability can do with less."""
    draws = PARAMETERS.draws
    blocks = BLOCKS[id(case)]
    random = np.random.Generator(np.random.SFC64(seed(case, blocks)))
    for speaking, choices, priors, unknown in tables(blocks):
        weight = np.exp(PARAMETERS.weight_spread * random.standard_normal(draws))
        for shape in ((speaking, choices, draws),) if choices else ((3, draws),) * priors:
            moved = random.random(shape)
            moved *= 2 * PARAMETERS.evidence_spread
            moved -= PARAMETERS.evidence_spread
            np.clip(moved, -1.0, 1.0, out=moved)
            moved *= weight
        for _ in range(unknown):
            random.integers(choices, size=draws)
    return random


def tables(blocks: Sequence[AnswerBlock]) -> list[tuple[int, int, int, int]]:
    """Count, for each question, the models it speaks for, its choices, catalogue entries and open answers."""
    asked: dict[str, list] = {}
    for block in blocks:
        for row in block.rows:
            if row.weight:
                asked.setdefault(row.question, []).append(row)
    sizes = []
    for rows in asked.values():
        reading = rows[0].reading
        speaking = sum(low < high for low, high in zip(rows[0].low[:3], rows[0].high[:3], strict=True))
        unknown = sum(row.open for row in rows) if speaking else 0
        sizes.append((speaking, len(reading.evidence) if reading else 0, len(rows), unknown))
    return sizes


def line(name: str, spent: Sequence[float], target: str) -> None:
    print(f"{name:<44} p50 {median(spent):7.2f} ms   p95 {quantiles(spent, n=20)[-1]:7.2f} ms   {target}")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


CASES_MADE = [shipped_case(number, FUNCTIONS) for number in range(CASES)]
BLOCKS = {id(case): read(case) for case in CASES_MADE}


def main() -> None:
    idle = peak_mb()
    whole = milliseconds(recommend, CASES_MADE)
    grown = peak_mb() - idle
    additive = milliseconds(fits, CASES_MADE)
    plain = milliseconds(lambda case: recommend(replace(case, parameters=WITHOUT_DRAWS), reasons=False), CASES_MADE)
    drawn, bare = milliseconds(stability, CASES_MADE), milliseconds(floor, CASES_MADE)
    print(
        f"{FUNCTIONS} functions, {CASES} cases, {ROUNDS} calls each, {PARAMETERS.draws} draws, Python {sys.version.split()[0]}"
    )
    line("recommend(): everything", whole, f"target {WHOLE_MS} ms")
    line("fits(): the additive part alone", additive, f"target {ADDITIVE_MS} ms")
    line("recommend() without reasons and draws", plain, "")
    line("stability", drawn, "")
    line("bare numpy for the same draws", bare, "")
    print(f"{'stability / bare numpy':<44} {median(drawn) / median(bare):11.2f} x    target {FLOOR_RATIO} x")
    print(f"{'peak memory above idle':<44} {grown:11.1f} MB   target {MEMORY_MB} MB")


if __name__ == "__main__":
    main()
