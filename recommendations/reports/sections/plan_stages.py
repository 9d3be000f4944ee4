"""The stages of every plan, in words: what is done when, by whom, and what must be so before the next one begins."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from django.utils.translation import gettext_lazy

from recommendations.engine import PlanKind

YEAR: Final = 365


class Stage(NamedTuple):
    """One stage. `starts` in days after the start of its plan, None where no date can be told; nobody goes on before what `gate` says is so."""

    key: str
    starts: int | None
    when: Any
    title: Any
    text: Any
    gate: Any


class PlanRole(NamedTuple):
    role: Any
    who: Any


ACCOUNTABLE: Final = PlanRole(
    gettext_lazy("Answers for it"),
    gettext_lazy("One person of yours, by name, who may say yes, no and stop."),
)
TOLD: Final = PlanRole(
    gettext_lazy("Is told"),
    gettext_lazy("Those the work is for, a week before anything changes for them."),
)
ROLES: Final[Mapping[PlanKind, tuple[PlanRole, ...]]] = {
    PlanKind.TAKE_OVER: (
        ACCOUNTABLE,
        PlanRole(gettext_lazy("Does it"), gettext_lazy("Your people until the cut-over, the partner’s from then on.")),
        PlanRole(
            gettext_lazy("Is asked"), gettext_lazy("Whoever does the work today: before each stage, about exceptions.")
        ),
        TOLD,
    ),
    PlanKind.TRY_EXPERT: (
        ACCOUNTABLE,
        PlanRole(gettext_lazy("Does it"), gettext_lazy("The adviser, with one of your people who knows the business.")),
        PlanRole(
            gettext_lazy("Is asked"), gettext_lazy("Whoever has to live with the decision, before the question is put.")
        ),
        PlanRole(gettext_lazy("Is told"), gettext_lazy("Nobody else yet, and nothing that is confidential.")),
    ),
    PlanKind.MOVE_SYSTEM: (
        ACCOUNTABLE,
        PlanRole(gettext_lazy("Does it"), gettext_lazy("The partner, beside whoever holds the passwords today.")),
        PlanRole(
            gettext_lazy("Is asked"), gettext_lazy("One user from each group that works with it, at the rehearsal.")
        ),
        PlanRole(gettext_lazy("Is told"), gettext_lazy("Everybody who signs in: the hour, and whom to telephone.")),
    ),
    PlanKind.PROJECT: (
        ACCOUNTABLE,
        PlanRole(
            gettext_lazy("Does it"), gettext_lazy("The firm that made the better offer, with the people it named.")
        ),
        PlanRole(gettext_lazy("Is asked"), gettext_lazy("Those who will use what comes of it, at every piece.")),
        TOLD,
    ),
}
PLANS: Final[Mapping[PlanKind, Any]] = {
    PlanKind.TAKE_OVER: gettext_lazy("Take over step by step: %(functions)s"),
    PlanKind.TRY_EXPERT: gettext_lazy("Try an expert on one question: %(functions)s"),
    PlanKind.MOVE_SYSTEM: gettext_lazy("Move a system with a way back: %(functions)s"),
    PlanKind.PROJECT: gettext_lazy("Buy a piece of work with an end: %(functions)s"),
}
STAGES: Final[Mapping[PlanKind, tuple[Stage, ...]]] = {
    PlanKind.TAKE_OVER: (
        Stage(
            "line",
            0,
            gettext_lazy("Weeks 1–2"),
            gettext_lazy("Draw the line"),
            gettext_lazy(
                "Write down which cases belong to the pilot and which don’t, who on your side looks after it, and who may stop it."
            ),
            gettext_lazy("The page is written, and both sides read it the same way."),
        ),
        Stage(
            "learn",
            14,
            gettext_lazy("Weeks 3–4"),
            gettext_lazy("Let them learn, and measure today"),
            gettext_lazy(
                "The partner’s people sit beside yours and learn the work. Meanwhile take the measures named here as they "
                "are now: without them nobody can say later whether it got better."
            ),
            gettext_lazy(
                "A newcomer of theirs gets through a day of ordinary cases, and the measures of today are noted."
            ),
        ),
        Stage(
            "beside",
            28,
            gettext_lazy("Weeks 5–8"),
            gettext_lazy("Run side by side"),
            gettext_lazy("The partner works and your team checks: everything in the first week, then a sample."),
            gettext_lazy("Two weeks in a row in which your sample finds nothing that you would have sent back."),
        ),
        Stage(
            "cut_over",
            56,
            gettext_lazy("Weeks 9–13"),
            gettext_lazy("Cut over"),
            gettext_lazy(
                "The partner does it alone, and your team handles exceptions only. Ask the people the work is for whether they noticed anything."
            ),
            gettext_lazy("Four weeks without your team stepping in for an ordinary case."),
        ),
        Stage(
            "decide",
            90,
            gettext_lazy("Day 90"),
            gettext_lazy("Decide"),
            gettext_lazy(
                "Go on if the measures are at least as good as before and your team has won time. Stop if they were clearly worse in two weeks out of the last eight."
            ),
            "",
        ),
    ),
    PlanKind.TRY_EXPERT: (
        Stage(
            "question",
            0,
            gettext_lazy("Week 1"),
            gettext_lazy("Choose one question"),
            gettext_lazy(
                "A real one that you have to decide soon. One page: what you know, what you have to decide and by when."
            ),
            gettext_lazy("Somebody outside the matter reads the page and can say what has to be decided."),
        ),
        Stage(
            "ask_two",
            7,
            gettext_lazy("Weeks 2–3"),
            gettext_lazy("Ask two advisers"),
            gettext_lazy(
                "Both get the same page. See what they ask back, who would do the work, and which cases like yours they can show."
            ),
            gettext_lazy("You know by name who would do the work, and one of their clients told you how it was."),
        ),
        Stage(
            "answer",
            21,
            gettext_lazy("Weeks 4–7"),
            gettext_lazy("Let one of them answer it"),
            gettext_lazy(
                "Speak every week, with one of your people who knows the business and asks why. Pay for the answer, not for the hours."
            ),
            gettext_lazy("The answer is there in writing, with what it rests on."),
        ),
        Stage(
            "judge",
            49,
            gettext_lazy("Week 8"),
            gettext_lazy("Judge the answer"),
            gettext_lazy(
                "Could you decide with it? Did they show how they got there, and where they were not certain? Did you learn something that stays with you?"
            ),
            gettext_lazy("Two yes out of three: go on. Fewer: pay, thank them, and ask somebody else."),
        ),
    ),
    PlanKind.MOVE_SYSTEM: (
        Stage(
            "design",
            0,
            gettext_lazy("Weeks 1–3"),
            gettext_lazy("Design"),
            gettext_lazy(
                "List what there is: systems, users, data, connections, contracts and passwords. Agree what the new place must do, how long it may stand still, and who may stop the move."
            ),
            gettext_lazy(
                "Nothing on the list is without an owner, and the hour of standing still is agreed in writing."
            ),
        ),
        Stage(
            "migrate",
            21,
            gettext_lazy("Weeks 4–6"),
            gettext_lazy("Migrate a copy"),
            gettext_lazy("The new place is built beside the old one and filled with a copy. Nobody depends on it yet."),
            gettext_lazy(
                "Five users find in the copy what they need, and the count of records is the same on both sides."
            ),
        ),
        Stage(
            "rehearse",
            42,
            gettext_lazy("Weeks 7–8"),
            gettext_lazy("Rehearse, and rehearse the way back"),
            gettext_lazy(
                "Go through the whole move once, restore a backup once, and go back once. Note how long each takes."
            ),
            gettext_lazy("The move and the way back both fit into the agreed hours, and a backup was restored."),
        ),
        Stage(
            "move",
            56,
            gettext_lazy("Week 9"),
            gettext_lazy("Move"),
            gettext_lazy(
                "At a quiet hour, the smallest group first. The old place stays ready until everybody has worked in the new one for two weeks."
            ),
            gettext_lazy("The smallest group worked a whole day in it. Otherwise go back, the same night."),
        ),
        Stage(
            "watch",
            63,
            gettext_lazy("Weeks 10–13"),
            gettext_lazy("Watch"),
            gettext_lazy(
                "Count what stops, how long it takes to get help, and what it costs, beside the same figures from before. Then end what is not needed."
            ),
            gettext_lazy("Two weeks without anything stopping, and help came as fast as agreed."),
        ),
    ),
    PlanKind.PROJECT: (
        Stage(
            "page",
            0,
            gettext_lazy("Week 1"),
            gettext_lazy("Put it on one page"),
            gettext_lazy(
                "What is there at the end, how you will see that it is right, what does not belong to it, by when, and what it may cost."
            ),
            gettext_lazy("Two people read the page and name the same end."),
        ),
        Stage(
            "offers",
            7,
            gettext_lazy("Weeks 2–3"),
            gettext_lazy("Get two offers"),
            gettext_lazy(
                "For the same page. Compare what they would do, what they would not do, who does it, and the price of a change."
            ),
            gettext_lazy("Both offers answer the whole page, and the price of a change stands in them."),
        ),
        Stage(
            "pieces",
            21,
            gettext_lazy("While it runs"),
            gettext_lazy("Look at it piece by piece"),
            gettext_lazy(
                "A fixed day each week on which you are shown what is done. Accept a piece before the next one begins."
            ),
            gettext_lazy("No piece begins before the one before it is accepted."),
        ),
        Stage(
            "accept",
            None,
            gettext_lazy("At the end"),
            gettext_lazy("Accept it"),
            gettext_lazy(
                "Hold it against the page. Pay the last part when it is right and you have the papers, the accounts and the rights."
            ),
            gettext_lazy("Every line of the page is ticked, and papers, accounts and rights are in your hands."),
        ),
    ),
}


LEARN: Final = Stage(
    "learn",
    60,
    gettext_lazy("Within three months"),
    gettext_lazy("Train one of your people for it, or hire somebody"),
    "",
    gettext_lazy("They do it alone, and a specialist who looks at three cases finds nothing to mend."),
)
SECOND: Final = Stage(
    "second",
    0,
    gettext_lazy("This month"),
    gettext_lazy("Name a second person who can do it"),
    "",
    gettext_lazy("The second one did it for a week while the first was away."),
)
WRITE: Final = Stage(
    "write",
    30,
    gettext_lazy("Within three months"),
    gettext_lazy("Write the steps down, with their exceptions"),
    "",
    gettext_lazy("A newcomer gets through a day with the pages alone."),
)
PROGRAM: Final = Stage(
    "program",
    90,
    gettext_lazy("Within half a year"),
    gettext_lazy("Take twenty real cases to a program you can buy"),
    "",
    gettext_lazy("You know how many went through, and what the program costs in a year."),
)
SYSTEM: Final = Stage(
    "system",
    30,
    gettext_lazy("Within three months"),
    gettext_lazy("Settle who mends or replaces its system, and until when"),
    "",
    gettext_lazy("A month without a day on which it stopped the work."),
)
PEAKS: Final = Stage(
    "peaks",
    30,
    gettext_lazy("Before the next peak"),
    gettext_lazy("Move or drop what else these people do in the weeks in which it slips"),
    "",
    gettext_lazy("One peak in which nothing was late."),
)
CONTRACT: Final = Stage(
    "contract",
    0,
    gettext_lazy("This month"),
    gettext_lazy("Note when the contract ends, and how long before you must give notice"),
    "",
    gettext_lazy("Both dates stand in your calendar, and one other firm has named a price."),
)
RETURN: Final = Stage(
    "return",
    0,
    gettext_lazy("This month"),
    gettext_lazy("List what has to come back: data, accounts, written steps, people"),
    "",
    gettext_lazy("The firm has confirmed the list and a date for each line."),
)
BESIDE: Final = Stage(
    "beside",
    60,
    gettext_lazy("The month before the end"),
    gettext_lazy("Let your people and the firm work side by side"),
    "",
    gettext_lazy("Your people did a whole month alone, and everything is back before the last invoice is paid."),
)
NEXT: Final = Stage(
    "next",
    14,
    gettext_lazy("Within two months"),
    gettext_lazy("Write down what the next firm must do better, and send it to two"),
    "",
    gettext_lazy("Both offers answer every point, and say how they take the work over."),
)
LINE: Final = Stage(
    "line",
    0,
    gettext_lazy("This month"),
    gettext_lazy("List which parts are yours and which a partner does"),
    "",
    gettext_lazy("Each part has one name beside it, and little has to cross the line."),
)
TWO_FIRMS: Final = Stage(
    "two_firms",
    90,
    gettext_lazy("The month before the end"),
    gettext_lazy("Let the old firm and the new one work side by side"),
    "",
    gettext_lazy("The new one did a whole month alone, and everything is handed over before the last invoice is paid."),
)
AGAIN: Final = Stage(
    "again",
    YEAR,
    gettext_lazy("In a year"),
    gettext_lazy("Look again: sooner if the amount doubles, someone leaves or the system is replaced"),
    "",
    gettext_lazy("You answered again and compared the two reports."),
)
