"""How an obligation stands, and what a later surplus pays (domain page, 5.4 and 5.5)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.owed_cases import (
    HOURS,
    MONTHLY,
    WHOLE,
    dated,
    day,
    laid_out,
    owed,
    paper,
    rule,
    settled,
    states,
)

from pairing_cli.domain.owed.counting import Counted
from pairing_cli.domain.owed.fulfilment import Amounts, History, RuleFigures, percent
from pairing_cli.domain.owed.obligations import Waiver
from pairing_cli.domain.owed.rules import Due, RuleKind, WaiverKind
from pairing_cli.domain.owed.settling import Figure, State, Work, settle

# --- 5.4: the states --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "done", "state"),
    [
        ("2022-08-31", 0, "not_started"),
        ("2022-09-01", 0, "too_early"),
        ("2022-10-04", 0, "too_early"),  # 34 of 137 days are gone, less than a quarter
        ("2022-10-05", 2, "behind"),  # 35 days: ⌊20·35 ÷ 137⌋ ÷ 2 = 2.5
        ("2022-10-05", 2.5, "on_track"),
        ("2023-01-15", 9.5, "behind"),
        ("2023-01-15", 10, "met"),
        ("2023-01-16", 9.5, "missed"),
        ("2024-03-31", 10, "met"),
    ],
)
def test_class_hours_of_a_term_stand_by_the_day(on: str, done: float, state: str) -> None:
    assert states(settled(HOURS, {"2022-autumn": done}, on))["2022-autumn"] == state


def test_a_visit_in_the_vacation_days_of_a_month_meets_the_month_though_it_is_missed_without() -> (
    None
):
    assert states(settled(MONTHLY, {}, "2022-07-16"))["2022-07"] == "missed"
    assert states(settled(MONTHLY, {"2022-07": 1}, "2022-07-20"))["2022-07"] == "met"


def test_a_letter_of_the_fifth_of_june_is_thirty_six_days_late() -> None:
    letter = paper(RuleKind.MILESTONE, due=Due(days=60))
    (on_the_eve,) = dated(letter, [("2022-06-05", 1)], "2022-06-04")
    assert (on_the_eve.state, on_the_eve.late_days) == (State.MISSED, 0)
    (found,) = dated(letter, [("2022-06-05", 1)], "2022-06-05")
    assert (found.state, found.late_days, found.remaining) == (State.LATE, 36, 0)


def test_guidance_after_the_start_of_a_term_is_late_and_before_it_none() -> None:
    guidance = rule("term", window="start", code="guidance")
    late = dated(guidance, [("2022-06-20", 1)], "2022-07-01")[0]
    assert (late.state, late.late_days) == (State.LATE, 66)
    early = dated(guidance, [("2022-02-20", 1)], "2022-07-01")[0]
    assert early.state is State.MISSED


def test_a_summary_after_the_cycle_is_in_time_until_the_wrap_up_ends_and_late_after() -> None:
    summary = paper(RuleKind.MILESTONE, window="after")

    def found(filed: str, on: str) -> tuple[str, int]:
        (figure,) = dated(summary, [(filed, 1)], on)
        return figure.state, figure.late_days

    assert found("2024-04-15", "2024-04-14")[0] == State.TOO_EARLY
    assert found("2024-04-15", "2024-04-15") == (State.MET, 0)
    assert found("2024-05-20", "2024-06-01") == (State.MET, 0)
    assert found("2024-07-21", "2024-07-02") == (State.MISSED, 0)
    assert found("2024-07-21", "2024-08-01") == (State.LATE, 20)
    assert found("2024-03-20", "2024-03-31") == (State.NOT_STARTED, 0)
    assert found("2024-03-20", "2024-04-01") == (State.MET, 0)


# --- 5.5: on time, made up, lost --------------------------------------------------------------

KEPT = {
    # 乃东区, every month on site (audit, D5): eleven months kept, four of them more than once.
    "2022-03": 1, "2022-05": 1, "2022-06": 1, "2023-03": 1, "2023-04": 2, "2023-05": 4,
    "2023-06": 1, "2023-09": 1, "2023-10": 3, "2023-11": 2, "2023-12": 1,
}  # fmt: skip


def test_twenty_one_months_eleven_kept_seven_made_up_three_lost() -> None:
    figures = RuleFigures(settled(MONTHLY, KEPT, "2024-04-01"), day("2024-04-01"))
    assert figures.amounts == Amounts(on_time=11, made_up=7, lost=3, needed=21)
    assert figures.history == History(on_time=11, made_up=7, lost=3)
    assert percent(Fraction(11, 21)) == 52
    assert percent(Fraction(18, 21)) == 86
    by_month = states(figures)
    assert [code for code, state in by_month.items() if state == State.MISSED] == [
        "2023-07",
        "2024-01",
        "2024-03",
    ]
    assert by_month["2022-04"] == by_month["2022-12"] == State.MADE_UP


def test_a_surplus_pays_the_oldest_debt_that_was_over_before_its_period_began() -> None:
    found = settled(MONTHLY, {"2022-05": 3}, "2022-06-01")
    assert [each.paid for each in found[:4]] == [1, 1, 0, 0]
    early = settled(MONTHLY, {"2022-03": 3}, "2022-06-01")
    assert [each.paid for each in early[:4]] == [0, 0, 0, 0]


def test_a_debt_paid_in_part_stays_missed_with_what_is_left() -> None:
    found = settled(HOURS, {"2022-spring": 4, "2022-autumn": 13}, "2023-01-16")[0]
    assert (found.state, found.paid, found.remaining) == (State.MISSED, 3, 3)


def test_without_make_up_a_surplus_pays_nothing() -> None:
    strict = MONTHLY._replace(make_up=False)
    assert all(each.paid == 0 for each in settled(strict, KEPT, "2024-04-01"))


# --- Waivers ----------------------------------------------------------------------------------


def waived(kind: WaiverKind, until: str | None = None) -> dict[str, Waiver]:
    last = day(until) if until else None
    return {"2022-spring": Waiver("p", HOURS.id, "2022-spring", kind, "flood", last)}


def hours(
    kind: WaiverKind, until: str | None, records: list[tuple[str, float]], on: str
) -> list[Figure]:
    """The class-hours of a pairing whose spring of 2022 is waived."""
    owing = owed(HOURS, WHOLE, waivers=waived(kind, until))
    work = []
    for each in owing:
        mine = [Counted(day(when), n) for when, n in records if each.period.takes(day(when))]
        mine = [one for one in mine if one.day <= day(on)]
        work.append(Work(sum(one.amount for one in mine), tuple(mine)))
    return settle(owing, work, day(on))


def test_of_what_is_excused_the_need_falls_to_what_was_done() -> None:
    spring, *_ = hours(WaiverKind.EXCUSED, None, [("2022-04-01", 4)], "2022-09-01")
    assert (spring.state, spring.need, spring.remaining) == (State.WAIVED, 4, 0)


def test_what_is_postponed_is_in_time_until_its_date_and_missed_after() -> None:
    done = [("2022-10-01", 8.0), ("2022-10-20", 6.0)]
    before = hours(WaiverKind.POSTPONED, "2022-10-31", [], "2022-10-01")[0]
    assert before.state is State.BEHIND
    assert before.remaining == 10
    after = hours(WaiverKind.POSTPONED, "2022-10-31", done, "2022-11-01")[0]
    assert (after.state, after.paid) == (State.MISSED, 4)


def test_what_later_records_pay_by_the_date_is_made_up_or_met_where_it_was_postponed() -> None:
    done = [("2022-10-01", 12.0), ("2022-10-20", 8.0)]
    for kind, state in ((WaiverKind.MAKE_UP, State.MADE_UP), (WaiverKind.POSTPONED, State.MET)):
        spring, autumn, *_ = hours(kind, "2022-10-31", done, "2022-12-01")
        assert (spring.state, spring.paid) == (state, 10)
        assert autumn.state is State.MET


def test_need_never_moves_to_another_period() -> None:
    for kind in (WaiverKind.POSTPONED, WaiverKind.MAKE_UP):
        assert [each.owed.need for each in hours(kind, "2022-10-31", [], "2022-12-01")] == [10] * 4


# --- Laws -------------------------------------------------------------------------------------

CODES = [each.code for each in laid_out(MONTHLY) if each.owed]
DONE = st.dictionaries(st.sampled_from(CODES), st.integers(1, 5))
DAYS = st.dates(day("2022-03-01"), day("2024-06-01"))


@given(DONE, DAYS)
def test_on_time_made_up_and_lost_are_all_that_was_needed(
    done: dict[str, float], on: object
) -> None:
    figures = RuleFigures(settled(MONTHLY, done, str(on)), day(str(on)))
    a, b, c, n = figures.amounts
    assert a + b + c == n
    assert min(a, b, c) >= 0


@given(DONE, DAYS)
def test_no_surplus_pays_twice_and_nothing_is_earned_beyond_the_need(
    done: dict[str, float], on: object
) -> None:
    found = settled(MONTHLY, done, str(on))
    surplus = sum(max(0, each.done - each.owed.need) for each in found)
    assert sum(each.paid for each in found) <= surplus
    assert all(each.done + each.paid <= max(each.done, each.owed.need) for each in found)


@given(DONE, st.sampled_from(CODES), DAYS)
def test_one_more_visit_lowers_nothing(done: dict[str, float], more: str, on: object) -> None:
    def figures(of: dict[str, float]) -> RuleFigures:
        return RuleFigures(settled(MONTHLY, of, str(on)), day(str(on)))

    one, other = figures(done), figures({**done, more: done.get(more, 0) + 1})
    assert (other.share or 0) >= (one.share or 0)
    assert (other.whole_share or 0) >= (one.whole_share or 0)
    assert other.amounts.lost <= one.amounts.lost
    assert other.amounts.on_time >= one.amounts.on_time
