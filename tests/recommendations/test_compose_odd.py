"""The composer with editions that no author should publish, with ties, and with names of every shape."""

import pytest

from assessments.edition import flow
from recommendations.reports import services, wording
from recommendations.reports.plain_text import plain_text
from recommendations.reports.sections import write_page
from tests.recommendations.test_compose import HOLES, page_of


def odd(*questions, functions=(), sources=()):
    """An edition that no author should publish, and that must not break a report."""
    return flow.Edition(
        slug="odd",
        edition=1,
        language="en",
        title="Odd",
        introduction="",
        sources=sources,
        steps=(flow.Step("only", "Only", ""),),
        departments=(flow.Department("all", "All"),),
        questions=questions,
        functions=functions,
    )


def one_question(weight=2, **fields):
    choices = (flow.Choice("yes", "Yes", evidence=(1, 0, 0, 1)), flow.Choice("no", "No", evidence=(-1, 0, 0, -1)))
    return flow.Question("q", "only", flow.Scope.ORGANISATION, weight, "Is it so?", "", choices, **fields)


@pytest.mark.parametrize(
    "edition_",
    [
        odd(),
        odd(one_question()),
        odd(one_question(weight=0)),
        odd(functions=(flow.CatalogueFunction("payroll", "Payroll", "all", "back", (0, 0, 0), ""),)),
    ],
    ids=["nothing asked", "one question", "no weight", "no question"],
)
@pytest.mark.parametrize("answer", ["yes", flow.DONT_KNOW, flow.NOT_APPLICABLE, None])
@pytest.mark.parametrize("functions", [(), (flow.Selected("own_1", "Claims"),)], ids=["no function", "one function"])
def test_an_odd_edition_still_gives_a_truthful_report(edition_, answer, functions):
    answers = {("", "q"): answer} if answer and edition_.questions else {}
    result = services.recommend_for(edition_, functions, answers, organisation="", notes={}, profiles={})

    page = page_of(result)

    assert page.outcome.endswith(".")
    assert HOLES.search(page.outcome + page.lead + page.sure.summary) is None
    assert plain_text(
        {"format": services.FORMAT, "page": write_page(result), "date": "", "edition": "", "reference": ""}
    )


def test_a_tie_between_three_is_said_as_a_tie():
    output = flow.Question(
        "output",
        "only",
        flow.Scope.FUNCTION,
        2,
        "What does it give?",
        "Output",
        (
            flow.Choice("all", "A bit of everything", evidence=(2, 2, 2, 2)),
            flow.Choice("none", "Nothing", evidence=(-2, -2, -2, -2)),
        ),
    )
    functions = (flow.Selected("own_1", "Claims"),)
    result = services.recommend_for(
        odd(output), functions, {("own_1", "output"): "all"}, organisation="", notes={}, profiles={}
    )

    page = page_of(result)

    assert (
        page.outcome
        == "Prepare “Claims” for a BPO provider, a KPO adviser or an ITO provider, and hand nothing over yet."
    )
    assert page.sure.summary == (
        "BPO, KPO and ITO share the first place for “Claims”, so the scores alone can’t choose between them."
    )
    assert [row.label for group in page.map.groups for row in group.rows] == ["BPO, KPO or ITO"]


@pytest.mark.parametrize(
    ("name", "within"),
    [
        ("Payroll", "payroll"),
        ("IT support for staff: devices, accounts, systems", "IT support for staff"),
        ("Paying suppliers (accounts payable)", "paying suppliers"),
        ("Servers, cloud and hosting", "servers"),
        ("Customer service by phone, chat and e-mail", "customer service"),
        ("Technical, medical or engineering writing", "technical, medical or engineering writing"),
        ("A single experiment or test beyond your means", "a single experiment or test beyond your means"),
        ("First-line IT helpdesk by script", "first-line IT helpdesk by script"),
    ],
)
def test_a_name_reads_well_inside_a_sentence(name, within):
    assert wording.in_sentence(flow.Selected("some", name), odd()) == within


def test_a_name_is_used_as_the_edition_words_it_inside_a_sentence():
    listed = flow.CatalogueFunction("books", "Bookkeeping", "all", "back", (0, 0, 0), "", in_sentence="the daily books")

    assert wording.in_sentence(flow.Selected("books", "Bookkeeping"), odd(functions=(listed,))) == "the daily books"


def test_an_owner_s_own_name_is_quoted_and_not_changed():
    name = "ÖPNV tickets, refunds and fines"

    assert wording.in_sentence(flow.Selected("own_1", name), odd()) == f"“{name}”"
