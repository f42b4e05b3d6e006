"""Expected by the day, fulfilment, state now, trend (domain page, 5.6 to 5.10; audit, part 4)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.owed_cases import (
    CYCLE,
    FRAME,
    LAYER,
    MONTHLY,
    QUOTAS,
    TERMS,
    dated,
    day,
    figures_of,
    owed,
    paper,
    period,
    rule,
    settled,
    span,
    visit,
)

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.counting import (
    CountedVisit,
    NotCounted,
    amount,
    reasons_against,
)
from pairing_cli.domain.owed.fulfilment import (
    RuleFigures,
    blocks_of,
    fulfilment,
    mean,
    percent,
    points,
)
from pairing_cli.domain.owed.indicators import Report, sum_up
from pairing_cli.domain.owed.rules import MEASURES_OF, WEIGHTS, Due, Measure, RuleKind
from pairing_cli.domain.owed.settling import Reported, Work, settle
from pairing_cli.domain.owed.state import Now, StateNow, state_now
from pairing_cli.domain.owed.trend import comparison, trend
from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.time.calendar import counting_day
from pairing_cli.output.english import singular

QIONGJIE = [
    visit("2022-03-11", "observation"),
    visit("2022-04-28", "observation"),
    visit("2022-06-20", "environment"),
    visit("2023-01-05", "parent_event"),
    visit("2023-03-13", "lesson_delivery", 3),
    visit("2023-03-14", "observation"),
    visit("2023-03-21", "lesson_review"),
    visit("2023-04-17", "lesson_delivery", 4),
    visit("2023-05-04", "guidance"),
    visit("2023-05-17", "lesson_delivery", 3),
    visit("2023-06-05", "joint_research"),
    visit("2023-06-20", "joint_research"),
    visit("2023-07-07", "lesson_review", 2),
    visit("2023-07-11", "lesson_delivery", 4),
]
"""The visits of 琼结县 in the set of the audit, up to July 2023."""


def shares(on: str) -> dict[str, tuple[float, float]]:
    return {
        code: (each.done_of_expected, each.expected)
        for code, each in figures_of(QIONGJIE, on).items()
    }


def test_what_could_be_expected_of_the_activities_on_the_thirtieth_of_june() -> None:
    expected = {code: e for code, (_, e) in shares("2023-06-30").items()}
    assert expected == {
        "sent-lessons": 2,  # two terms over; of one visit nothing is expected before the last day
        "monthly-onsite": 14,  # July, September to December, January, March to June
        "lesson-hours": 28.5,  # 10 + 10 + ⌊20·122 ÷ 137⌋ ÷ 2
        "lectures": 5,  # 2 + 2 + ⌊2·122 ÷ 137⌋
        "shadowing": 2,
    }


def test_the_activities_of_the_audits_example_and_what_its_surpluses_pay() -> None:
    """The audit has 0/2, 5/14, 8.5/28.5, 0/5, 0/2 and 13.1 %: without what was made up.

    By the definition a surplus pays: of the visits of March and May 2023 two pay March and April
    2022, and of five sent lessons four are more than the term needs and pay both terms before.
    """
    assert shares("2023-06-30") == {
        "sent-lessons": (2, 2),
        "monthly-onsite": (7, 14),
        "lesson-hours": (8.5, 28.5),
        "lectures": (0, 5),
        "shadowing": (0, 2),
    }
    blocks = blocks_of(figures_of(QIONGJIE, "2023-06-30").values())
    assert percent(blocks[Block.ACTIVITY]) == 36
    as_audited = [rule._replace(make_up=False) for rule in QUOTAS]
    without = blocks_of(figures_of(QIONGJIE, "2023-06-30", as_audited).values())
    assert round(float(without[Block.ACTIVITY]) * 100, 1) == 13.1


def test_the_audits_pairing_comes_to_thirty_eight_percent_without_what_was_made_up() -> None:
    blocks = {Block.ORGANISATION: Fraction(1), Block.ACTIVITY: Fraction(131, 1000)}
    assert percent(fulfilment(blocks)) == 38


@pytest.mark.parametrize(
    ("organisation", "activity", "archive", "effect", "whole"),
    [(1, 0.560, 0.357, 0.203, 56), (1, 0.295, 1, 0.417, 56)],
)
def test_blocks_weigh_twenty_fifty_fifteen_fifteen(
    organisation: float, activity: float, archive: float, effect: float, whole: int
) -> None:
    found = dict(zip(Block, map(Fraction, (organisation, activity, archive, effect)), strict=True))
    assert percent(fulfilment(found)) == whole


def test_a_block_without_anything_expected_is_left_out_and_none_at_all_is_a_dash() -> None:
    assert fulfilment({Block.ACTIVITY: Fraction(1, 2)}) == Fraction(1, 2)
    assert fulfilment({}) is None
    assert fulfilment({Block.EFFECT: Fraction(1)}, {**WEIGHTS, Block.EFFECT: 0}) is None


def test_papers_are_expected_from_their_last_day_on_and_not_before() -> None:
    letter = paper(RuleKind.MILESTONE, due=Due(days=60))

    def expected(on: str) -> float:
        return RuleFigures(dated(letter, [], on), day(on)).expected

    assert [expected("2022-04-29"), expected("2022-04-30")] == [0, 1]


def test_an_indicator_is_met_at_its_target_and_not_approached() -> None:
    rate = rule("school_year", 30, kind=RuleKind.INDICATOR, measure=Measure.PERCENT)
    owing = owed(rate)[:1]
    for reported, share in ((None, 0), (29.9, 0), (30, 1), (55, 1)):
        report = None if reported is None else Reported(reported, reported, 100)
        work = Work(reported or 0, reported=report)
        figures = RuleFigures(settle(owing, [work], day("2023-08-01")), day("2023-08-01"))
        assert figures.share == share
        assert figures[0].reported == report


def test_what_is_excused_is_expected_as_far_as_it_was_done() -> None:
    from pairing_cli.domain.owed.obligations import Waiver
    from pairing_cli.domain.owed.rules import WaiverKind

    waiver = Waiver("p", "r", "2022-spring", WaiverKind.EXCUSED, "flood")
    owing = owed(rule("term", 10), waivers={"2022-spring": waiver})[:1]
    four = RuleFigures(settle(owing, [Work(4)], day("2022-08-01")), day("2022-08-01"))
    assert (four.expected, four.share) == (4, Fraction(1))
    none = RuleFigures(settle(owing, [Work(0)], day("2022-08-01")), day("2022-08-01"))
    assert none.share is None


@pytest.mark.parametrize(
    ("share", "shown"),
    [("0", 0), ("1/200", 1), ("1/201", 0), ("199/200", 99), ("999/1000", 99), ("1", 100)],
)
def test_percent_is_rounded_half_up_and_a_hundred_only_when_nothing_is_missing(
    share: str, shown: int
) -> None:
    assert percent(Fraction(share)) == shown


@given(st.lists(st.fractions(0, 1, max_denominator=200) | st.none()))
def test_the_mean_leaves_out_where_nothing_was_expected(found: list[Fraction | None]) -> None:
    known = [each for each in found if each is not None]
    assert mean(found) == (sum(known, Fraction(0)) / len(known) if known else None)


@given(
    st.lists(st.sampled_from(QIONGJIE), max_size=14),
    st.sampled_from(QIONGJIE),
    st.dates(day("2022-03-01"), day("2024-04-30")),
)
def test_a_visit_more_never_lowers_fulfilment(
    visits: list[CountedVisit], more: CountedVisit, on: object
) -> None:
    def whole(of: list[CountedVisit]) -> Fraction:
        return fulfilment(blocks_of(figures_of(of, str(on)).values())) or Fraction(0)

    assert whole([*visits, more]) >= whole(visits)


# --- 5.7: state now ---------------------------------------------------------------------------


def state(
    on: str, activity: float | None = None, last: str | None = None, *, overdue: bool = False
) -> StateNow:
    share = None if activity is None else Fraction(str(activity))
    now = Now(CYCLE, day(last) if last else None, share, overdue)
    return state_now(now, day(on), TERMS)


@pytest.mark.parametrize(
    ("activity", "found"),
    [
        (0.9, StateNow.ON_TRACK),
        (0.899, StateNow.BEHIND),
        (0.6, StateNow.BEHIND),
        (0.599, StateNow.FAR_BEHIND),
        (None, StateNow.ON_TRACK),
    ],
)
def test_the_activities_of_the_current_term_grade_a_pairing(
    activity: float | None, found: StateNow
) -> None:
    assert state("2023-06-30", activity, "2023-06-20") is found


def test_an_overdue_duty_of_the_start_is_behind_and_never_worse() -> None:
    assert state("2023-06-30", 1, "2023-06-20", overdue=True) is StateNow.BEHIND


def test_sixty_days_of_term_time_without_a_visit_are_stalled_and_vacations_do_not_count() -> None:
    assert state("2022-04-29", 1) is StateNow.ON_TRACK  # the 59th day since 1 March
    assert state("2022-04-30", 1) is StateNow.STALLED
    # 16 June to 15 July are 30 days, 1 to 30 September 30 more.
    assert state("2022-09-29", 1, "2022-06-15") is StateNow.ON_TRACK
    assert state("2022-09-30", 1, "2022-06-15") is StateNow.STALLED


def test_before_after_and_in_vacations_nothing_is_graded() -> None:
    assert state("2022-02-28", 0) is StateNow.NOT_STARTED
    assert state("2022-08-01", 0) is StateNow.VACATION
    assert state("2024-04-01", 0) is StateNow.ENDED


def test_a_missed_month_of_long_ago_colours_nothing() -> None:
    june = [visit(f"2023-{month:02d}-10", "guidance") for month in (3, 4, 5, 6)]
    figures = figures_of(june, "2023-06-30", [MONTHLY])["monthly-onsite"]
    assert figures.history.lost == 10
    assert figures.touching(span("2023-03-01", "2023-07-15")).share == 1


def test_what_nobody_can_file_any_more_is_history_and_not_overdue() -> None:
    filed = paper(RuleKind.DOCUMENT, "school_year", due=Due(month_day=(9, 30)))
    assert RuleFigures(dated(filed, [], "2023-08-01"), day("2023-08-01")).is_overdue
    figures = RuleFigures(dated(filed, [], "2023-09-10"), day("2023-09-10"))
    assert not figures.is_overdue
    assert figures.history.lost == 1


# --- 5.8: trend -------------------------------------------------------------------------------


def test_a_term_is_compared_with_the_one_before_after_as_many_days() -> None:
    found = comparison(day("2023-06-30"), TERMS)
    assert found is not None
    assert (found.before.code, found.day_before) == ("2022-autumn", day("2022-12-31"))


def test_the_trend_is_shown_from_the_thirtieth_day_on_and_not_in_vacations() -> None:
    assert comparison(day("2023-03-29"), TERMS) is None
    assert comparison(day("2023-03-30"), TERMS) is not None
    assert comparison(day("2023-08-01"), TERMS) is None


@pytest.mark.parametrize(
    ("now", "before", "shown"),
    [("0.92", "0", 92), ("0.404", "0.736", -33), ("0.32", "0.42", -10), (None, "0.5", None)],
)
def test_the_trend_is_taken_before_rounding(
    now: str | None, before: str, shown: int | None
) -> None:
    assert trend(Fraction(now) if now else None, Fraction(before)) == shown


def test_half_a_point_counts_in_both_directions() -> None:
    assert (points(Fraction(1, 200)), points(Fraction(-1, 200))) == (1, -1)


# --- 5.9: indicators --------------------------------------------------------------------------


def test_rates_are_summed_by_their_parts_and_not_averaged() -> None:
    """Audit, D7: five kindergartens report 12 of 36, six report 7 of 36, one is silent."""
    reports = [Report("2022-2023", 12, 36, is_met=True)] * 5
    reports += [Report("2022-2023", 7, 36, is_met=False)] * 6
    found = sum_up(reports, owing=12)
    assert found.value == Fraction(102, 396)
    assert (found.reported, found.owing, found.met) == (11, 12, 5)


def test_only_the_last_year_that_was_reported_counts_and_silence_is_no_zero() -> None:
    found = sum_up(
        [Report("2022-2023", 1, 2, is_met=False), Report("2023-2024", 2, 2, is_met=True)], owing=2
    )
    assert (found.period, found.value, found.reported) == ("2023-2024", Fraction(1), 1)
    assert sum_up([], owing=12) == (None, None, 0, 12, 0)


def test_numbers_are_added() -> None:
    papers = [Report("2022-2023", 2, None, is_met=True), Report("2022-2023", 0, None, is_met=False)]
    assert sum_up(papers, owing=2).value == 2


# --- 5.1: what a visit is worth ---------------------------------------------------------------


def test_days_lie_each_in_the_period_in_which_they_are() -> None:
    week = rule("month", 5, measure=Measure.DAYS, forms=frozenset({"shadowing"}))
    stay = CountedVisit(
        day("2022-04-28"), day("2022-05-04"), day("2022-04-28"), "shadowing", "to_mentor"
    )

    def brings(code: str, on: str) -> float | None:
        return amount(week, period(week, code), stay, LAYER, FRAME, day(on))

    assert brings("2022-04", "2022-06-01") == 2  # Thursday and Friday
    assert brings("2022-05", "2022-06-01") == 3  # Monday to Wednesday
    assert brings("2022-05", "2022-05-02") == 1  # none after the day of the report
    assert brings("2022-06", "2022-07-01") is None


def test_a_stay_of_the_last_days_of_august_counts_in_the_autumn_term() -> None:
    first, last = day("2022-08-29"), day("2022-09-02")
    stay = CountedVisit(first, last, counting_day(first, last, TERMS), "shadowing", "to_mentor")
    asked = rule("term", forms=frozenset({"shadowing"}))
    assert amount(asked, period(asked, "2022-autumn"), stay, LAYER, FRAME, day("2022-09-02")) == 1
    assert (
        amount(asked, period(asked, "2022-autumn"), stay, LAYER, FRAME, day("2022-08-30")) is None
    )


def test_six_teachers_twice_are_twelve_people_and_six_distinct_ones() -> None:
    names = tuple(f"教师{n}" for n in range(6))
    visits = [visit(when, "lecture", people=names) for when in ("2022-10-10", "2022-10-12")]
    for measure, done in ((Measure.PEOPLE, 12), (Measure.DISTINCT_PEOPLE, 6)):
        asked = rule("term", 12, code="demo", measure=measure, season="autumn")
        assert figures_of(visits, "2022-12-01", [asked])["demo"][0].done == done


def test_every_measure_is_of_a_kind_of_rule_and_its_unit_has_a_singular() -> None:
    assert sorted(each for kind in MEASURES_OF.values() for each in kind) == sorted(Measure)
    assert MEASURES.keys() == set(Measure)
    bare = {each for each, unit in MEASURES.items() if singular(unit.en) is None}
    assert bare == {Measure.PERCENT, Measure.COUNT}


def test_several_visits_of_a_month_are_one_month() -> None:
    asked = rule("term", 3, code="months", measure=Measure.MONTHS)
    visits = [visit(f"2022-{when}", "guidance") for when in ("03-02", "03-30", "05-10")]
    assert figures_of(visits, "2022-06-01", [asked])["months"][0].done == 2


def test_a_rule_for_a_role_counts_who_has_it() -> None:
    asked = rule("term", roles=frozenset({"head"}))
    spring = period(asked, "2022-spring")

    def reasons(*roles: str) -> tuple[NotCounted, ...]:
        seen = visit("2022-04-12", "guidance", roles=frozenset(roles))
        return reasons_against(asked, spring, seen, LAYER, FRAME, day("2022-06-01"))

    assert reasons("backbone") == (NotCounted.WRONG_ROLE,)
    assert reasons("backbone", "head") == ()


def test_a_figure_settles_the_same_whether_by_amounts_or_by_visits() -> None:
    by_visits = figures_of(QIONGJIE, "2023-06-30", [MONTHLY])["monthly-onsite"]
    done = {each.owed.period.code: each.done for each in by_visits}
    assert list(by_visits) == settled(MONTHLY, done, "2023-06-30")
