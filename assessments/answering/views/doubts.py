"""How a contradiction is put to the respondent: kindly, since both answers may be true."""

from typing import Any

from django.utils.translation import gettext_lazy

from assessments.answering.sheet import Sheet
from assessments.answering.views import pages
from assessments.edition.contradictions import contradictions

SENTENCES = {
    "new_but_written": gettext_lazy(
        "%(functions)s: every case is new, and yet the steps are written down and measured. If both are true of "
        "different parts, you may want to treat them as two functions."
    ),
    "new_but_unit_cost": gettext_lazy(
        "%(functions)s: every case is new, and yet it would be judged by cost per item and speed. Which of the two "
        "would you put first?"
    ),
    "apart_but_unable": gettext_lazy(
        "%(functions)s: customers choose you for it, and yet nobody in the business can really do it."
    ),
    "works_but_fails": gettext_lazy(
        "%(functions)s: runs on a system that is out of date or breaks down, and yet technology does what the "
        "business needs."
    ),
    "anywhere_but_bound": gettext_lazy(
        "%(functions)s: must stay in the country, while you would take a partner wherever the work is cheap or good."
    ),
    "light_but_many": gettext_lazy(
        "%(functions)s: comes in great numbers every day, and yet repeating work hardly weighs on your team."
    ),
    "alone_but_outside": gettext_lazy(
        "%(functions)s: an outside firm does it, and yet you have no outside firm to keep in step."
    ),
    "in_time_but_failing": gettext_lazy(
        "%(functions)s: its system often breaks down, and yet the work gets done in time."
    ),
}


def doubts(sheet: Sheet) -> list[dict[str, Any]]:
    """Put each contradiction into a sentence, with the ways to the two answers."""
    return [
        {
            "text": SENTENCES[contradiction.kind]
            % {"functions": ", ".join(function.name for function in contradiction.functions)},
            "links": [
                (pages.change_url(sheet, place), sheet.edition.question_by_key[place[1]].short)
                for place in contradiction.places
            ],
        }
        for contradiction in contradictions(sheet.edition, sheet.functions, sheet.counted)
    ]
