"""Which periods a rule has, what counts in them, and when they are due."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.owed_cases import (
    CYCLE,
    FRAME,
    LAYER,
    TERMS,
    day,
    laid_out,
    owed,
    period,
    rule,
    span,
)

from pairing_cli.domain.owed.obligations import Bound, Override, Waiver
from pairing_cli.domain.owed.periods import with_gaps
from pairing_cli.domain.owed.rules import Due, RuleKind, Stage, WaiverKind
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.calendar import Part, Unit, counting_day, school_days
from pairing_cli.domain.time.dates import DateSpan


def owed_codes(unit: Unit, **more: Any) -> list[str]:
    return [each.code for each in laid_out(rule(unit, **more)) if each.owed]


# --- Which are owed ---------------------------------------------------------------------------


def test_the_cycle_owes_four_terms_two_school_years_and_twenty_one_teaching_months() -> None:
    assert owed_codes("term") == ["2022-spring", "2022-autumn", "2023-spring", "2023-autumn"]
    assert owed_codes("school_year") == ["2022-2023", "2023-2024"]
    months = owed_codes("month")
    assert len(months) == 21
    assert "2022-08" not in months
    assert months[-1] == "2024-03"
    assert owed_codes("cycle") == ["2022-2024"]


def test_calendar_years_and_years_of_the_cycle_are_two_things() -> None:
    assert owed_codes("calendar_year") == ["2022", "2023"]
    assert owed_codes("cycle_year") == ["year-1", "year-2"]
    assert period(rule("cycle_year"), "year-2").period == span("2023-03-01", "2024-02-29")


def test_a_season_narrows_the_terms() -> None:
    assert owed_codes("term", season="autumn") == ["2022-autumn", "2023-autumn"]
    assert owed_codes("term", season="spring") == ["2022-spring", "2023-spring"]


def test_months_narrow_a_school_year_and_what_is_late_still_counts_in_it() -> None:
    october = period(rule("school_year", months=frozenset({10})), "2022-2023")
    assert october.counting == span("2022-10-01", "2022-10-31")
    assert october.due == day("2022-10-31")
    assert october.accepts == span("2022-10-01", "2023-07-15")


def test_a_stage_lies_in_its_year_of_the_cycle() -> None:
    launch = rule("stage", stage=Stage("launch", 1, 3, 6, Label("启动", "launch")))
    assert [each.period for each in laid_out(launch)] == [span("2022-03-01", "2022-06-30")]
    assert laid_out(rule("stage", stage=Stage("summary", 3, 9, 12, Label("总结", "summary")))) == []


def test_an_edge_period_of_which_less_than_half_lies_inside_owes_nothing() -> None:
    assert not period(rule("term"), "2024-spring").owed
    assert not period(rule("school_year"), "2021-2022").owed


# --- When they are due ------------------------------------------------------------------------


def test_a_month_is_due_on_its_last_day_inside_a_term() -> None:
    asked = rule("month")
    assert period(asked, "2022-07").due == day("2022-07-15")
    assert period(asked, "2022-06").due == day("2022-06-30")
    assert period(asked, "2022-07").accepts == span("2022-07-01", "2022-07-31")


def test_nothing_is_due_after_the_cycle_but_what_belongs_there() -> None:
    assert period(rule("school_year"), "2023-2024").due == CYCLE.last
    after = period(rule("cycle", window="after"), "2022-2024")
    assert after.counting == span("2024-04-01", "2024-07-01")
    assert after.due == day("2024-07-01")
    assert after.owed
    assert after.takes(day("2024-05-20"))
    assert after.takes(day("2024-09-01"))


def test_a_date_of_the_calendar_is_due_in_each_school_year() -> None:
    asked = rule("school_year", due=Due(month_day=(9, 30)))
    assert [each.due for each in laid_out(asked) if each.owed] == [
        day("2022-09-30"),
        day("2023-09-30"),
    ]


def test_duties_of_the_start_are_due_sixty_days_after_it() -> None:
    asked = rule("cycle", kind=RuleKind.MILESTONE, due=Due(days=60))
    assert [each.due for each in owed(asked)] == [day("2022-04-30")]
    late = Bound("q", LAYER, None, span("2023-02-01", "2024-03-31"), to_the_end=True)
    assert [each.due for each in owed(asked, late)] == [day("2023-04-02")]


def test_what_follows_a_fact_is_owed_from_the_fact_on() -> None:
    asked = rule("cycle", kind=RuleKind.MILESTONE, due=Due(days=30, after="inspected"))
    assert owed(asked) == []
    (found,) = owed(asked, facts={"inspected": day("2022-10-12")})
    assert (found.first, found.due) == (day("2022-10-12"), day("2022-11-11"))


@pytest.mark.parametrize("code", ["03-31", "2022-04-30", "+60", "+30 inspected"])
def test_a_due_is_read_as_it_is_kept(code: str) -> None:
    assert Due.of(code).code == code


# --- What counts ------------------------------------------------------------------------------


def test_late_visits_count_to_the_end_of_the_period_and_late_papers_until_the_next_asks() -> None:
    start = period(rule("term", window="start"), "2022-spring")
    assert start.counting == span("2022-03-01", "2022-04-15")
    assert start.accepts == span("2022-03-01", "2022-07-15")
    filed = rule("school_year", kind=RuleKind.DOCUMENT)
    assert period(filed, "2022-2023").accepts.last == day("2023-08-31")
    assert period(filed, "2023-2024").accepts.last == date.max


UNITS = st.sampled_from(["month", "term", "school_year", "calendar_year", "cycle_year", "cycle"])
PARTS: st.SearchStrategy[Part | None] = st.sampled_from(["before", "start", "middle", "end", None])


@given(UNITS, PARTS, st.sampled_from([RuleKind.QUOTA, RuleKind.DOCUMENT]))
def test_no_day_counts_in_two_periods_of_a_rule(unit: Unit, part: Part, kind: RuleKind) -> None:
    found = laid_out(rule(unit, window=part, kind=kind))
    for one, following in pairwise(found):
        assert one.accepts.last < following.accepts.first
    for each in found:
        assert each.accepts.first == each.counting.first
        assert CYCLE.contains(each.due)


def test_a_waiver_opens_the_days_between_periods_and_each_only_once() -> None:
    terms = laid_out(rule("term"))
    until = {"2022-spring": day("2022-08-20"), "2022-autumn": day("2023-03-10")}
    widened = {each.code: each.gaps for each in with_gaps(terms, until)}
    assert widened["2022-spring"] == (span("2022-07-16", "2022-08-20"),)
    assert widened["2022-autumn"] == (span("2023-01-16", "2023-02-28"),)
    assert widened["2023-spring"] == ()


@pytest.mark.parametrize(
    ("first", "last", "counts_on"),
    [
        ("2022-08-29", "2022-09-02", "2022-09-01"),
        ("2022-07-14", "2022-07-18", "2022-07-14"),
        ("2022-08-01", "2022-08-03", "2022-08-01"),
        ("2022-04-12", "2022-04-12", "2022-04-12"),
    ],
)
def test_a_stay_that_begins_outside_every_term_counts_on_its_first_day_inside_one(
    first: str, last: str, counts_on: str
) -> None:
    assert counting_day(day(first), day(last), TERMS) == day(counts_on)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2022-11-03", "2022-11-07", 3),  # Thursday to Monday with a weekend
        ("2022-11-07", "2022-11-11", 5),
        ("2022-07-14", "2022-07-20", 2),  # the term ends on Friday the 15th
        ("2022-07-16", "2022-07-20", 0),
    ],
)
def test_days_are_mondays_to_fridays_inside_a_term(first: str, last: str, days: int) -> None:
    assert school_days(span(first, last), TERMS) == days


def test_holidays_are_no_school_days() -> None:
    golden_week = {day("2022-10-03") + timedelta(n) for n in range(5)}
    assert school_days(span("2022-09-30", "2022-10-10"), TERMS, golden_week) == 2


# --- Who owes them ----------------------------------------------------------------------------


def test_half_of_a_period_makes_a_pairing_owe_all_of_it_and_less_nothing() -> None:
    middle = Bound("q", LAYER, None, span("2022-05-08", "2024-03-31"), to_the_end=True)
    assert owed(rule("term"), middle)[0].period.code == "2022-spring"
    later = middle._replace(span=span("2022-05-09", "2024-03-31"))
    assert owed(rule("term"), later)[0].period.code == "2022-autumn"


@pytest.mark.parametrize(
    ("spans", "who"),
    [
        ([("03-01", "04-19"), ("04-20", "05-19"), ("05-20", "07-15")], 2),
        ([("03-01", "04-30"), ("05-01", "05-31"), ("06-01", "07-15")], 0),
        ([("03-01", "03-31"), ("04-01", "05-31"), ("06-01", "07-15")], 1),
        ([("03-01", "05-07"), ("05-08", "07-15")], 1),
        ([("03-01", "03-20"), ("05-01", "05-20")], None),
    ],
)
def test_of_those_who_helped_in_a_term_one_owes_it_who_helped_longest(
    spans: list[tuple[str, str]], who: int | None
) -> None:
    """Two reassignments in one term leave nobody with half of it; it is owed all the same."""
    days = [span(f"2022-{first}", f"2022-{last}") for first, last in spans]
    owing = []
    for number, own in enumerate(days):
        others = (*days[:number], *days[number + 1 :])
        bound = Bound("q", LAYER, None, own, to_the_end=False, others=others)
        if "2022-spring" in [each.period.code for each in owed(rule("term"), bound)]:
            owing.append(number)
    assert owing == ([] if who is None else [who])


def test_what_is_asked_once_a_cycle_or_after_it_is_owed_by_who_holds_the_pairing_at_its_end() -> (
    None
):
    late = Bound("q", LAYER, None, span("2024-03-01", "2024-03-31"), to_the_end=True)
    gone = Bound("p", LAYER, None, span("2022-03-01", "2022-12-31"), to_the_end=False)
    for asked in (rule("cycle"), rule("cycle", window="after")):
        assert len(owed(asked, late)) == 1
        assert owed(asked, gone) == []


def test_of_overrides_the_most_specific_holds_and_of_equals_the_last() -> None:
    always = DateSpan(CYCLE.first, date.max)
    overrides = [
        Override("r", 6, always, "county", county_code="540522"),
        Override("r", 8, always, "all"),
        Override("r", 4, always, "county again", county_code="540522"),
    ]
    assert {each.need for each in owed(rule("term", 10), overrides=overrides)} == {4}


def test_an_override_holds_for_periods_of_which_at_least_half_lies_in_it() -> None:
    change = Override("r", 6, DateSpan(day("2022-09-01"), date.max), "roads")
    needs = [each.need for each in owed(rule("term", 10), overrides=[change])]
    assert needs == [10, 6, 6, 6]


def test_a_need_overridden_to_nothing_leaves_an_obligation_of_nothing() -> None:
    change = Override("r", 0, DateSpan(CYCLE.first, date.max), "nobody to send")
    assert [each.need for each in owed(rule("term"), overrides=[change])] == [0, 0, 0, 0]


def test_postponing_moves_the_last_day_in_time_and_excusing_does_not() -> None:
    def due(kind: WaiverKind) -> date:
        waiver = Waiver("p", "r", "2022-spring", kind, "flood", day("2022-10-31"))
        return owed(rule("term"), waivers={"2022-spring": waiver})[0].due

    assert due(WaiverKind.POSTPONED) == day("2022-10-31")
    assert due(WaiverKind.MAKE_UP) == day("2022-10-31")
    assert due(WaiverKind.EXCUSED) == day("2022-07-15")


def test_the_frame_of_the_seed_is_that_of_the_domain_page() -> None:
    assert (FRAME.wrap_up_until - FRAME.cycle.last).days == 92
