"""How much the shipped edition asks of somebody who chose three kinds of work that their own people do."""

from itertools import combinations

import pytest

from assessments.edition import flow
from tests.factories import shipped_edition

EDITION = shipped_edition()
OFFICE = (
    *("bookkeeping", "invoice_processing", "financial_statements", "payroll", "hr_admin", "recruitment_sourcing"),
    *("data_entry", "reception", "it_support", "servers_cloud", "statutory_filing", "contract_review"),
    *("market_research", "technical_writing", "medical_billing"),
)
# Whether customers choose a business for its front office is typical of nothing: it is asked.
FRONT = ("customer_service", "returns_complaints", "order_taking", "sales_leads", "social_media", "online_shop")
AT_MOST = 50
TO_DECIDE = 32  # what is left to say, one tick for the typical answers of each function among it
TO_DECIDE_IN_FRONT = 35
SIX = 56
COMPANY = 8  # questions about the company


def wanted(functions, **said):
    """The places that want an answer, once the typical answers stand and own people do the work."""
    chosen = tuple(flow.Selected(key, key) for key in functions)
    answers = {
        (key, question): answer
        for key in functions
        for question, answer in {**dict(EDITION.function_by_key[key].typical), "current": "our_people", **said}.items()
    }
    return list(flow.asked(EDITION, chosen, answers))


def to_decide(places):
    """What only the owner can say, and one tick for what is usual of each function."""
    typical = {(one.key, question) for one in EDITION.functions for question, _answer in one.typical}
    ticks = {(about, "confirmed") for about, _key in typical if any(place[0] == about for place in places)}
    return [*(place for place in places if place not in typical), *ticks]


def test_six_functions_want_fifty_six_decisions_at_most():
    apart = sorted(len(to_decide(wanted((key,), system_state="modern"))) - COMPANY for key in OFFICE)

    assert COMPANY + sum(apart[-6:]) <= SIX


def test_eight_questions_are_about_the_company_whatever_was_chosen():
    for functions in ((), OFFICE[:3], FRONT[:3]):
        assert sum(about == flow.ORGANISATION for about, _key in wanted(functions)) == COMPANY


@pytest.mark.parametrize(
    ("sample", "most"), [(OFFICE, TO_DECIDE), (OFFICE + FRONT, TO_DECIDE_IN_FRONT)], ids=["office", "front"]
)
def test_three_ordinary_functions_want_fifty_answers_at_most(sample, most):
    for functions in combinations(sample, 3):
        places = wanted(functions, system_state="modern")

        assert (functions, len(places) <= AT_MOST) == (functions, True)
        assert (functions, len(to_decide(places)) <= most) == (functions, True)


def test_no_function_of_the_list_wants_more_than_fourteen():
    most = {len(wanted((one.key,), system_state="modern")) - 8 for one in EDITION.functions}

    assert max(most) == 14


def test_a_system_in_trouble_asks_one_more_question():
    for functions in combinations(OFFICE, 3):
        calm, troubled = (wanted(functions, system_state=state) for state in ("modern", "breaks_down"))

        assert {key for _about, key in {*troubled} - {*calm}} <= {"program"}
