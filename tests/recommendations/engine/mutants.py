"""One deliberate mistake per law, for `python -m tests.recommendations.engine.mutants` to show each law finding its own."""

import importlib
import sys
from dataclasses import dataclass
from importlib.machinery import PathFinder, SourceFileLoader
from multiprocessing import get_context
from pathlib import Path

from hypothesis import settings
from hypothesis.errors import Flaky

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ENGINE = "recommendations.engine"
SURVIVED, KILLED = "survived", "killed"


@dataclass(frozen=True)
class Mutant:
    """A small change of one engine module that breaks one law."""

    law: int
    mistake: str
    module: str
    was: str
    becomes: str

    def source(self):
        return (ROOT / "recommendations" / "engine" / f"{self.module}.py").read_text()


MUTANTS = (
    Mutant(
        1,
        "the wrong denominator",
        "fit",
        "reach = positive if total >= 0 else negative",
        "reach = min(positive, negative) or max(positive, negative)",
    ),
    Mutant(
        2,
        "contributions in the other branch's unit",
        "fit",
        "reach = sums.positive if sums.total >= 0 else sums.negative",
        "reach = sums.positive",
    ),
    Mutant(3, "weights of a mixture that do not sum to 1", "fit", "1.0 / (1.0 + beside)", "1.0 / (1.1 + beside)"),
    Mutant(
        4,
        "don't know taken as the worst",
        "blocks",
        "reading.evidence.get(answer, SILENCE)",
        "reading.evidence.get(answer, reading.low)",
    ),
    Mutant(5, "a flipped sign", "fit", "NEUTRAL + NEUTRAL * total / reach", "NEUTRAL - NEUTRAL * total / reach"),
    Mutant(6, "a constant in the denominator", "fit", "* total / reach if", "* total / (reach + 1) if"),
    Mutant(
        7,
        "functions drawn in the order they come",
        "stability",
        "sorted(enumerate(blocks), key=lambda numbered: (numbered[1].scope, numbered[1].subject))",
        "enumerate(blocks)",
    ),
    Mutant(
        8,
        "don't know left out of the range",
        "fit",
        "sums = sum_rows((*closed, *unknown), column)",
        "sums = sum_rows(closed, column)",
    ),
    Mutant(
        9,
        "doesn't apply taken as don't know",
        "blocks",
        "if answer == NOT_APPLICABLE:\n            continue",
        "if answer == NOT_APPLICABLE:\n            answer = DONT_KNOW",
    ),
    Mutant(
        10,
        "a weight of 0 read as not given",
        "blocks",
        "is_open, question.weight, evidence",
        "is_open, question.weight or 1, evidence",
    ),
    Mutant(
        11,
        "the catalogue's first two columns swapped",
        "blocks",
        "(*listed.prior, listed.hand_over)",
        "(listed.prior[1], listed.prior[0], listed.prior[2], listed.hand_over)",
    ),
    Mutant(
        12,
        "one scale for all models",
        "fit",
        "fsum([row.most[column] for row in rows])",
        "fsum([max(row.most[:3]) for row in rows])",
    ),
    Mutant(
        13,
        "weights squared",
        "fit",
        "fsum([row.weight * row.evidence[column] for row in rows])",
        "fsum([row.weight**2 * row.evidence[column] / 5 for row in rows])",
    ),
    Mutant(14, "the organisation not weighed against the function", "fit", "own = 1.0 / (1.0 + beside)", "own = 1.0"),
    Mutant(
        15, "strong evidence read as weak", "blocks", "number * HALF_STEP", "(number if number < 2 else 0) * HALF_STEP"
    ),
    Mutant(16, "contributions added, not compared", "explain", "0.0) - part.points", "0.0) + part.points"),
    Mutant(
        17,
        "an interval that forgets the worst",
        "fit",
        "worst = given - fsum([row.least[column] for row in unknown])",
        "worst = given",
    ),
    Mutant(
        17,
        "an interval that stays open",
        "fit",
        "best = given + fsum([row.most[column] for row in unknown])",
        "best = given + fsum([row.most[column] for row in closed])",
    ),
    Mutant(
        18,
        "coverage counts what is open",
        "fit",
        "covered=fsum(spans)",
        "covered=sums.positive + sums.negative - fsum(spans)",
    ),
    Mutant(19, "a veto not heard", "verdict", "grounds, Signal.BARRED_BY_LAW", "grounds, Signal.ANYWHERE"),
    Mutant(
        19,
        "a veto that lowers the score",
        "blocks",
        "if answer == NOT_APPLICABLE:",
        "if answer == NOT_APPLICABLE or 'barred' in answers.values():",
    ),
    Mutant(
        20,
        "a tie given out twice",
        "mix",
        "outside * lead / fsum(leads)",
        "outside * lead",
    ),
    Mutant(
        21,
        "functions weighed twice in the whole",
        "fit",
        "parts = [(share_of[target.scope] / whole if whole else 1.0 / len(ordered), target) for target in ordered]",
        "parts = [(2 * share_of[target.scope] / whole if whole else 1.0, target) for target in ordered]",
    ),
    Mutant(
        22,
        "shares not divided by their sum",
        "fit",
        "(share_of[target.scope] / whole if whole else",
        "(share_of[target.scope] / 4 if whole else",
    ),
    Mutant(
        22,
        "functions counted by heads",
        "fit",
        "(share_of[target.scope] / whole if whole else",
        "(1.0 / len(ordered) if whole else",
    ),
    Mutant(23, "ties counted twice", "stability", "first if alone else first / np.sum(first, axis=0)", "first"),
    Mutant(23, "a seed of the moment", "stability", "np.random.SFC64(seed(case, blocks))", "np.random.SFC64()"),
    Mutant(
        23,
        "the last counted as the first",
        "stability",
        "mixed >= np.max(mixed, axis=0) - EVEN",
        "mixed <= np.min(mixed, axis=0) + EVEN",
    ),
    Mutant(
        24,
        "nearly swapped taken as swapped",
        "counterfactual",
        "gain - lined_up.leads[rival] > HAIR",
        "gain - lined_up.leads[rival] > -5",
    ),
    Mutant(
        24,
        "the organisation's answers left out of single changes",
        "counterfactual",
        "for move in relevant:\n        gains = _weighed(lined_up, move)",
        "for move in [one for one in relevant if one.home]:\n        gains = _weighed(lined_up, move)",
    ),
    Mutant(
        24,
        "pairs within a block forgotten",
        "counterfactual",
        "            _within(lined_up, rival, plain[home], best)\n",
        "",
    ),
    Mutant(
        24,
        "pairs across blocks forgotten",
        "counterfactual",
        "                _across(lined_up.leads[rival], rising[home], rising[other], best)\n",
        "                pass\n",
    ),
    Mutant(
        24,
        "answers that open other questions forgotten in pairs",
        "counterfactual",
        "            _beside(lined_up, rival, gate, moves, best)\n",
        "            pass\n",
    ),
    Mutant(
        25,
        "points shared out evenly",
        "fit",
        "unit * row.weight * row.evidence[column])",
        "unit * sums.total / len(closed))",
    ),
    Mutant(
        26, "a jump at 50", "fit", "return NEUTRAL + NEUTRAL * total", "return NEUTRAL + (total > 0) + NEUTRAL * total"
    ),
    Mutant(
        27,
        "answers completed in place",
        "blocks",
        "answers.get((scope, key), DONT_KNOW)",
        "answers.setdefault((scope, key), DONT_KNOW)",
    ),
    Mutant(
        27,
        "no draws where nobody asks for reasons",
        "advice",
        "if case.parameters.draws else",
        "if case.parameters.draws and reasons else",
    ),
    Mutant(
        28,
        "every function scored on the first one's answers",
        "fit",
        "Target(function.key, ((1.0, place),)",
        "Target(function.key, ((1.0, 1),)",
    ),
    Mutant(29, "each point rounded by itself", "points", "left_over = total * TENTHS - sum(tenths)", "left_over = 0"),
    Mutant(
        30,
        "the threshold read upside down",
        "verdict",
        "level(case) < parameters.keep_in_house_below",
        "level(case) > parameters.keep_in_house_below",
    ),
    Mutant(
        33,
        "ITO's evidence with a flipped sign",
        "blocks",
        "[number * HALF_STEP for number in evidence]",
        "[number * HALF_STEP * (-1 if place == 2 else 1) for place, number in enumerate(evidence)]",
    ),
    Mutant(
        33,
        "secrecy silencing every other answer",
        "blocks",
        "if answer == NOT_APPLICABLE:",
        "if answer == NOT_APPLICABLE or 'own_secrets' in answers.values():",
    ),
    Mutant(
        34,
        "the company's answers mixed into the whole",
        "advice",
        "overall = standing_of(workings, whole_target(case, leaving or targets))",
        "overall = standing_of(workings, whole_target(case, ()))",
    ),
    Mutant(
        35,
        "the whole taken over what stays as well",
        "advice",
        "whole_target(case, leaving or targets)",
        "whole_target(case, targets)",
    ),
    Mutant(35, "a small second model left out of the label", "mix", "if part]\n", "if part > 0.25] or ['mix']\n"),
    Mutant(
        35, "the most time named, whatever leads the scores", "mix", "largest if largest is leader else None", "largest"
    ),
    Mutant(
        36,
        "open questions that could hold the work forgotten",
        "verdict",
        "for ground in with_signal(about.unknown, signal)[:1]",
        "for ground in with_signal((), signal)[:1]",
    ),
    Mutant(
        36,
        "what is asked only after an open answer left out",
        "blocks",
        "return place if is_open and not is_likely else None",
        "return None",
    ),
    Mutant(
        36,
        "open answers taken at what they say today",
        "verdict",
        "if level(lowest) <= parameters.prepare_up_to:",
        "if level(case) <= parameters.prepare_up_to:",
    ),
    Mutant(
        36,
        "the list taken for an answer",
        "fit",
        "asked = [row for row in closed if row.reading is not None]",
        "asked = closed",
    ),
    Mutant(
        17,
        "the company's answers of a kind taken for known before the kind is",
        "blocks",
        "replace(_row(row.reading, DONT_KNOW), waits=True)",
        "row",
    ),
    Mutant(
        36,
        "any answer taken for one about handing over",
        "blocks",
        "return any(row.most[OUT] or row.least[OUT] for row in answered)",
        "return any(True for row in answered)",
    ),
    Mutant(
        37,
        "caps lifted by the law's conditions",
        "verdict",
        "or _by_scores(standing, about, caps, parameters)",
        "or _by_scores(standing, about, () if with_signal(about.grounds, Signal.WITH_CONDITIONS) else caps, parameters)",
    ),
    Mutant(
        38,
        "caps forgotten by the points",
        "verdict",
        "    if is_capped:\n",
        "    if is_capped and level(case) < parameters.prepare_up_to:\n",
    ),
    Mutant(
        38,
        "an offer asked for before what lifts the cap",
        "actions",
        "yield from map(_lifting, verdict.caps)",
        "yield from (*offer, *map(_lifting, verdict.caps))",
    ),
    Mutant(
        39,
        "what turns a verdict left out of its strength",
        "advice",
        "is_turned = turn is not None or (",
        "is_turned = (",
    ),
    Mutant(
        39,
        "what puts another model first left out of its strength",
        "advice",
        "is_overtaken(changes, standing))",
        "False)",
    ),
    Mutant(
        39,
        "a turn into go while something holds",
        "turns",
        "is_capped=is_capped, stays=stays, parameters=parameters)",
        "is_capped=False, stays=stays, parameters=parameters)",
    ),
    Mutant(
        40,
        "the list's word counted little",
        "blocks",
        "(*listed.prior, listed.hand_over), case.parameters.catalogue_weight",
        "(*listed.prior, listed.hand_over), case.parameters.catalogue_weight / 6",
    ),
    Mutant(
        41,
        "secret work kept",
        "verdict",
        "with_signal(about.grounds, Signal.KEPT_BY_CHOICE)",
        "with_signal(about.grounds, Signal.KEPT_BY_CHOICE, Signal.OWN_SECRETS)",
    ),
    Mutant(
        42,
        "the company's answers mixed into the models",
        "fit",
        "((1.0, place),), ((own, place), (",
        "((own, place), (beside * own, 0)), ((own, place), (",
    ),
    Mutant(
        43,
        "a gap rounded by itself",
        "explain",
        "gap = first.printed - second.printed",
        "gap = round(first.score - second.score)",
    ),
    Mutant(
        45,
        "no plan for what stays",
        "actions",
        "            yield from _mending(about)\n            yield NextAction(ActionKind.LOOK_AGAIN)\n\n",
        "            yield from _mending(about)\n\n",
    ),
    Mutant(
        45,
        "what is open about the model found out first",
        "advice",
        "workings.scored, Column.OUTSOURCE)\n",
        "workings.scored, standing.ranking[0])\n",
    ),
    Mutant(
        47,
        "what is assumed taken for answered",
        "fit",
        "asked = [row for row in closed if row.reading is not None]",
        "asked = [row for row in (*closed, *unknown) if row.reading is not None and (not row.open or row.is_assumed)]",
    ),
    Mutant(
        47,
        "what is assumed taken for certain",
        "fit",
        "given = fsum([row.weight * row.evidence[column] for row in closed])",
        "given = sums.total",
    ),
    Mutant(
        48,
        "typical answers taken for given ones",
        "blocks",
        "replace(row_by_answer[stand_in[scope, key]], open=True)",
        "row_by_answer[stand_in[scope, key]]",
    ),
    Mutant(
        49,
        "firm on what is assumed",
        "advice",
        "if strength is StrengthWord.FIRM and not",
        "if strength is None and not",
    ),
    Mutant(
        50,
        "what is assumed no longer open to the caps",
        "blocks",
        "elif answer == DONT_KNOW:",
        "elif answer == DONT_KNOW and not rows[-1].is_assumed:",
    ),
    Mutant(
        51,
        "what is assumed says nothing",
        "blocks",
        "elif case.leans and",
        "elif not case.leans and",
    ),
    Mutant(
        51,
        "what is assumed counted once more for the list",
        "fit",
        "fsum([row.weight * row.evidence[column] for row in rows])",
        "fsum([row.weight * row.evidence[column] * (1 + row.open) for row in rows])",
    ),
    Mutant(
        52,
        "what holds work back beside other answers left out",
        "settling",
        "yield (cap.scope, cap.question), (HOLDS, number)",
        "pass",
    ),
    Mutant(
        52,
        "what one answer could change left out",
        "settling",
        "        if turned:\n",
        "        if turned and place == 0:\n",
    ),
    Mutant(
        52,
        "what is known not to be known asked for again",
        "settling",
        " and (scope, row.question) not in case.answers",
        "",
    ),
)


class Patched(SourceFileLoader):
    """Loads one engine module with the mistake in it, from its source and past every cache."""

    def __init__(self, mutant: Mutant, fullname: str, path: str) -> None:
        super().__init__(fullname, path)
        self._mutant = mutant

    def get_code(self, fullname):  # noqa: ARG002 - importlib's own signature
        source = self._mutant.source()
        if source.count(self._mutant.was) != 1:
            raise LookupError(f"{self._mutant.module}.py no longer holds “{self._mutant.was}” once")
        return compile(source.replace(self._mutant.was, self._mutant.becomes), self.path, "exec")


class Patcher:
    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, fullname, path, target=None):
        if fullname != f"{ENGINE}.{self._mutant.module}":
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        assert spec is not None
        assert spec.origin is not None
        spec.loader = Patched(self._mutant, fullname, spec.origin)
        return spec


def laws(number):
    """Every property of one law, from every module of laws."""
    for file in sorted(HERE.glob("test_laws_*.py")):
        module = importlib.import_module(f"{__package__}.{file.stem}")
        yield from (value for name, value in vars(module).items() if name.startswith(f"test_law_{number:02}_"))


def attempt(mutant):
    """Let a law run against its mutant, in a process of its own that has not imported the engine yet."""
    if any(name.startswith(ENGINE) for name in sys.modules):
        raise RuntimeError("The engine was imported before its mutant.")
    settings.register_profile("mutants", derandomize=True, database=None, report_multiple_bugs=False, print_blob=False)
    settings.load_profile("mutants")
    sys.meta_path.insert(0, Patcher(mutant))
    for law in laws(mutant.law):
        try:
            law()
        except (AssertionError, Flaky):  # Flaky: broken once and not when it was tried again, so it does not repeat
            return KILLED
    return SURVIVED


def outcomes(mutants=MUTANTS):
    """Try every mutant, two at a time; gives each with what became of it.

    Each has a process of its own, forked from one that has imported what takes long and nothing of the engine.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(["hypothesis.strategies", "numpy", "pytest"])
    with context.Pool(2, maxtasksperchild=1) as pool:
        yield from zip(mutants, pool.imap(attempt, mutants), strict=True)


def main(*numbers):
    """Try the mutants of these laws, or of all."""
    chosen = [mutant for mutant in MUTANTS if not numbers or str(mutant.law) in numbers]
    survivors = 0
    for mutant, outcome in outcomes(chosen):
        survivors += outcome == SURVIVED
        print(f"law {mutant.law:>2}  {outcome:<8}  {mutant.module:<14}  {mutant.mistake}", flush=True)  # noqa: T201 - a table to read
    return int(survivors > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
