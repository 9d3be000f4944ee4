"""The sums of the costs page: what the design says they are, and what holds for any guesses."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.beside.costs.amounts import AmountError, Wrong, read_amount
from recommendations.beside.costs.picture import BOTTOM, TOP, draw
from recommendations.beside.costs.sums import (
    GUESSES,
    HORIZON,
    LEAVING,
    MOVING,
    OUTSIDE,
    TODAY,
    Outlook,
    Spread,
    balance,
    first_month,
)

# The example that was drawn: payroll and bookkeeping of 46 people.
DRAWN = {
    "hours": (96, 118),
    "pay": (31, 35),
    "tools": (190, 240),
    "mistakes": (120, 420),
    "fee": (1950, 2600),
    "steer": (10, 16),
    "steerpay": (38, 42),
    "kept": (90, 150),
    "once": (5500, 10500),
    "leave": (2000, 5000),
}
AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2)
SPREADS = st.tuples(AMOUNTS, AMOUNTS).map(lambda ends: Spread(min(ends), max(ends)))
OUTLOOKS = st.dictionaries(st.sampled_from(GUESSES), SPREADS).map(Outlook)
MOST = Decimal(10**9)


def spreads(**changed):
    return {key: Spread(*map(Decimal, ends)) for key, ends in {**DRAWN, **changed}.items()}


def test_the_example_that_was_drawn_adds_up_as_drawn():
    outlook = Outlook(spreads())

    assert (outlook.today, outlook.outside) == (
        Spread(Decimal(3286), Decimal(4790)),
        Spread(Decimal(2420), Decimal(3422)),
    )
    assert (outlook.month, outlook.soonest, outlook.latest) == (8, 3, None)
    last = outlook.after(24)
    assert (last.ahead, last.middle) == (Spread(Decimal(-13764), Decimal(51380)), Decimal(18424))
    assert outlook.after(0).ahead == Spread(Decimal(-10500), Decimal(-5500))
    assert [(one.guess, one.span) for one in outlook.weights()[:3]] == [
        ("hours", (6, 11)),
        ("fee", (6, 11)),
        ("once", (5, 10)),
    ]


def test_each_line_goes_into_the_sum_it_is_said_to_go_into():
    outlook = Outlook(spreads())
    plus = {key: balance({**outlook.middle, key: outlook.middle[key] + 1}, 10) for key in GUESSES}
    before = balance(outlook.middle, 10)

    assert all(plus[key] > before for key in TODAY)
    assert all(plus[key] < before for key in (*OUTSIDE, MOVING))
    assert plus[LEAVING] == before
    assert before - plus[MOVING] == 1
    assert before - plus["fee"] == 10
    assert plus["hours"] - before == 10 * outlook.middle["pay"]


@pytest.mark.parametrize(
    ("changed", "months"),
    [
        ({"once": (0, 0)}, (1, 1, None)),
        ({"fee": (9000, 9000)}, (None, None, None)),
        ({"fee": (3000, 3400)}, (None, 5, None)),
        ({"fee": (100, 100)}, (3, 2, 5)),
    ],
)
def test_the_month_is_the_first_at_or_above_zero_and_never_the_start(changed, months):
    outlook = Outlook(spreads(**changed))

    assert (outlook.month, outlook.soonest, outlook.latest) == months


def test_two_figures_say_what_an_hour_may_cost():
    outlook = Outlook({"hours": Spread(Decimal(90), Decimal(100)), "fee": Spread(Decimal(1800), Decimal(2700))})

    assert (outlook.has_begun, outlook.lacks_pay) == (True, True)
    assert outlook.fair_hour == Spread(Decimal(18), Decimal(30))
    assert not Outlook({"hours": Spread(Decimal(90), Decimal(100))}).has_begun
    assert Outlook({"hours": Spread(Decimal(0), Decimal(9)), "fee": Spread(Decimal(1), Decimal(1))}).fair_hour is None


@given(OUTLOOKS)
def test_the_middle_lies_within_the_band_in_every_month(outlook):
    for month in range(HORIZON + 1):
        ledger = outlook.after(month)
        assert ledger.ahead.low <= ledger.middle <= ledger.ahead.high
        assert ledger.today.low - ledger.outside.high == ledger.ahead.low
        assert ledger.today.high - ledger.outside.low == ledger.ahead.high


@given(OUTLOOKS)
def test_the_best_is_never_later_than_the_middle_nor_the_middle_than_the_worst(outlook):
    soonest, month, latest = (
        HORIZON + 1 if one is None else one for one in (outlook.soonest, outlook.month, outlook.latest)
    )

    assert soonest <= month <= latest


@given(OUTLOOKS)
def test_the_month_is_at_or_above_zero_and_the_one_before_is_not(outlook):
    month = first_month(outlook.middle)
    if month is None:
        assert all(balance(outlook.middle, one) < 0 for one in range(1, HORIZON + 1))
    else:
        assert balance(outlook.middle, month) >= 0
        assert month == 1 or balance(outlook.middle, month - 1) < 0


@given(OUTLOOKS)
def test_what_is_worth_finding_out_is_wide_and_ordered_and_never_leaving(outlook):
    weights = outlook.weights()

    assert all(outlook.guesses[one.guess].is_wide and one.guess != LEAVING for one in weights)
    assert [one.months for one in weights] == sorted((one.months for one in weights), reverse=True)
    for one in weights:
        low = {**outlook.middle, one.guess: outlook.guesses[one.guess].low}
        assert one.at_low == first_month(low)


@given(OUTLOOKS)
def test_leaving_again_changes_nothing_that_is_drawn(outlook):
    other = Outlook({**outlook.given, LEAVING: Spread(Decimal(5), Decimal(500))})

    assert draw(other) == draw(outlook)
    assert (other.month, other.weights()) == (outlook.month, outlook.weights())


@given(OUTLOOKS)
def test_whatever_is_drawn_stays_within_the_picture(outlook):
    picture = draw(outlook)
    heights = [point.split(",")[1] for point in picture["band"].split()]
    heights += [picture["start"], picture["end"], picture["zero"], *(line.y for line in picture["lines"])]

    assert all(TOP <= float(height) <= BOTTOM for height in heights)
    assert len(picture["lines"]) <= 8


@pytest.mark.parametrize(
    ("text", "mark", "amount"),
    [
        ("1950", ".", "1950"),
        ("1,950.50", ".", "1950.5"),
        ("1.950,50", ",", "1950.5"),
        # The other language's way is understood where it can be nothing else.
        ("1.950,50", ".", "1950.5"),
        ("1,950.50", ",", "1950.5"),
        ("1,950", ".", "1950"),
        ("1.950", ",", "1950"),
        ("1.234.567", ".", "1234567"),
        ("12,5", ".", "12.5"),
        ("0.125e", ".", None),
        ("€ 1 950", ".", "1950"),
        ("1'950 €", ",", "1950"),
        ("0", ".", "0"),
        ("-0", ".", "0"),
    ],
)
def test_an_amount_is_read_in_the_ways_people_write_it(text, mark, amount):
    if amount is None:
        with pytest.raises(AmountError):
            read_amount(text, decimal_mark=mark, most=MOST)
        return
    assert read_amount(text, decimal_mark=mark, most=MOST) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "€"])
def test_nothing_is_no_amount(text):
    assert read_amount(text, decimal_mark=".", most=MOST) is None


@pytest.mark.parametrize(
    ("text", "mark", "wrong"),
    [
        ("abc", ".", Wrong.NO_NUMBER),
        ("1e5", ".", Wrong.NO_NUMBER),
        ("NaN", ".", Wrong.NO_NUMBER),
        ("Infinity", ".", Wrong.NO_NUMBER),
        ("٣٤", ".", Wrong.NO_NUMBER),
        ("1..5", ".", Wrong.NO_NUMBER),
        ("12,34,5", ".", Wrong.NO_NUMBER),
        ("9" * 400, ".", Wrong.NO_NUMBER),
        ("-", ".", Wrong.NO_NUMBER),
        ("\0", ".", Wrong.NO_NUMBER),
        ("-5", ".", Wrong.BELOW_ZERO),
        ("−5", ".", Wrong.BELOW_ZERO),
        ("10000000000", ".", Wrong.TOO_LARGE),
        ("5,1251", ",", Wrong.TOO_FINE),
        ("0.125", ".", Wrong.TOO_FINE),
        ("1.950", ".", Wrong.TWO_WAYS),
        ("1,950", ",", Wrong.TWO_WAYS),
    ],
)
def test_what_is_no_amount_is_refused_with_its_reason(text, mark, wrong):
    with pytest.raises(AmountError) as refused:
        read_amount(text, decimal_mark=mark, most=MOST)

    assert refused.value.wrong is wrong


@given(AMOUNTS, st.sampled_from([(",", "."), (".", ",")]))
def test_an_amount_written_with_marks_is_read_back(amount, signs):
    thousands, mark = signs
    written = f"{amount:,.2f}".translate(str.maketrans(",.", f"{thousands}{mark}"))

    assert read_amount(written, decimal_mark=mark, most=MOST) == amount


@given(st.text(max_size=60), st.sampled_from([".", ","]))
def test_any_text_is_read_or_refused(text, mark):
    try:
        amount = read_amount(text, decimal_mark=mark, most=MOST)
    except AmountError:
        return
    assert amount is None or 0 <= amount <= MOST
