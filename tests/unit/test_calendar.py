"""Which periods a cycle has, which of them it owes, and what lies inside one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pairing_cli.domain.time.calendar import (
    Part,
    Period,
    Season,
    Term,
    Unit,
    clip,
    owes,
    periods,
    pro_rata,
    school_years,
    teaching_months,
    teaching_weeks_left,
    term_of,
    window,
)
from pairing_cli.domain.time.dates import DateSpan


def days(first: str, last: str) -> DateSpan:
    return DateSpan(date.fromisoformat(first), date.fromisoformat(last))


def term(code: str, school_year: str, season: Season, first: str, last: str) -> Term:
    return Term(code, school_year, season, date.fromisoformat(first), date.fromisoformat(last))


TERMS = [
    term("2021-autumn", "2021-2022", "autumn", "2021-09-01", "2022-01-15"),
    term("2022-spring", "2021-2022", "spring", "2022-03-01", "2022-07-15"),
    term("2022-autumn", "2022-2023", "autumn", "2022-09-01", "2023-01-15"),
    term("2023-spring", "2022-2023", "spring", "2023-03-01", "2023-07-15"),
    term("2023-autumn", "2023-2024", "autumn", "2023-09-01", "2024-01-15"),
    term("2024-spring", "2023-2024", "spring", "2024-03-01", "2024-07-15"),
]
"""The seeded calendar (domain.md §5.3)."""

CYCLE = days("2022-03-01", "2024-03-31")

UNITS: list[Unit] = ["month", "term", "school_year", "cycle"]
CALENDAR_DAYS = st.dates(date(2021, 6, 1), date(2024, 12, 31))


def spans(longest: int = 900) -> st.SearchStrategy[DateSpan]:
    return st.builds(
        lambda first, length: DateSpan(first, first + timedelta(length - 1)),
        CALENDAR_DAYS,
        st.integers(1, longest),
    )


def period(span: DateSpan, *, owed: bool = True) -> Period:
    return Period("p", "stage", span.first, span.last, owed)


def codes(unit: Unit, cycle: DateSpan = CYCLE, *, owed: bool) -> list[str]:
    return [each.code for each in periods(unit, cycle, TERMS) if each.owed is owed]


# --- The cycle 2022-2024 --------------------------------------------------------------------


def test_the_cycle_2022_2024_owes_four_terms_and_not_the_one_it_only_begins() -> None:
    assert codes("term", owed=True) == ["2022-spring", "2022-autumn", "2023-spring", "2023-autumn"]
    # 31 of the 137 days of spring 2024 are inside.
    assert codes("term", owed=False) == ["2024-spring"]


def test_the_cycle_2022_2024_owes_two_school_years_and_not_the_one_it_begins_in() -> None:
    # 319 days of 319, and 213 of 319.
    assert codes("school_year", owed=True) == ["2022-2023", "2023-2024"]
    # 137 of 318 days are inside.
    assert codes("school_year", owed=False) == ["2021-2022"]


def test_the_cycle_2022_2024_owes_twenty_one_teaching_months() -> None:
    owed = codes("month", owed=True)
    assert owed == [
        *("2022-03", "2022-04", "2022-05", "2022-06", "2022-07"),
        *("2022-09", "2022-10", "2022-11", "2022-12", "2023-01"),
        *("2023-03", "2023-04", "2023-05", "2023-06", "2023-07"),
        *("2023-09", "2023-10", "2023-11", "2023-12", "2024-01"),
        "2024-03",
    ]
    assert len(owed) == 21
    assert codes("month", owed=False) == []


def test_the_cycle_owes_itself_under_its_own_code() -> None:
    assert periods("cycle", CYCLE, TERMS) == [
        Period("2022-2024", "cycle", CYCLE.first, CYCLE.last, owed=True)
    ]
    assert periods("cycle", CYCLE, TERMS, cycle_code="pilot")[0].code == "pilot"


def test_a_period_keeps_the_days_that_lie_outside_the_cycle() -> None:
    spring = periods("term", CYCLE, TERMS)[-1]
    assert spring.span == days("2024-03-01", "2024-07-15")
    assert spring.days == 137
    assert spring.covers(date(2024, 7, 15))
    assert not spring.covers(date(2024, 7, 16))
    assert not spring.covers(date(2024, 2, 29))


def test_stages_are_those_that_the_plan_names_and_no_others() -> None:
    launch, later = days("2022-03-01", "2022-03-31"), days("2025-01-01", "2025-02-01")
    found = periods("stage", CYCLE, TERMS, stages=[("later", later), ("launch", launch)])
    assert found == [Period("launch", "stage", launch.first, launch.last, owed=True)]
    assert periods("stage", CYCLE, TERMS) == []


def test_without_terms_only_the_cycle_itself_is_owed() -> None:
    assert [unit for unit in UNITS if periods(unit, CYCLE, [])] == ["cycle"]


@given(cycle=spans(), shuffled=st.permutations(TERMS), unit=st.sampled_from(UNITS))
def test_periods_are_those_that_touch_the_cycle_oldest_first_in_any_order_of_terms(
    cycle: DateSpan, shuffled: list[Term], unit: Unit
) -> None:
    found = periods(unit, cycle, shuffled)
    assert found == periods(unit, cycle, TERMS)
    assert all(each.span.overlap(cycle) for each in found)
    assert all(before.last < after.first for before, after in pairwise(found))
    if unit == "term":
        touching = {
            each.code for each in TERMS if each.first <= cycle.last and each.last >= cycle.first
        }
        assert {each.code for each in found} == touching


# --- Owing ----------------------------------------------------------------------------------


def test_exactly_half_of_the_days_is_enough_to_owe_the_whole() -> None:
    april = days("2022-04-01", "2022-04-30")
    assert owes(april, days("2022-04-16", "2024-03-31"))
    assert not owes(april, days("2022-04-17", "2024-03-31"))


def test_half_of_an_odd_number_of_days_is_the_next_whole_day() -> None:
    may = days("2022-05-01", "2022-05-31")
    assert owes(may, days("2022-05-16", "2022-12-31"))
    assert not owes(may, days("2022-05-17", "2022-12-31"))


@given(whole=spans(), split=st.data())
def test_neighbouring_cycles_never_both_owe_a_period_unless_each_has_exactly_half(
    whole: DateSpan, split: st.DataObject
) -> None:
    assume(whole.days > 1)
    cut = split.draw(st.integers(1, whole.days - 1))
    earlier = DateSpan(whole.first - timedelta(700), whole.first + timedelta(cut - 1))
    later = DateSpan(earlier.last + timedelta(1), whole.last + timedelta(700))
    both = owes(whole, earlier) and owes(whole, later)
    assert both == (cut * 2 == whole.days)
    assert owes(whole, earlier) or owes(whole, later)


@given(boundary=CALENDAR_DAYS, unit=st.sampled_from(UNITS[:3]))
def test_two_cycles_without_a_gap_leave_no_period_between_them_unowed(
    boundary: date, unit: Unit
) -> None:
    earlier = DateSpan(date(2020, 1, 1), boundary)
    later = DateSpan(boundary + timedelta(1), date(2026, 12, 31))
    of_earlier = {each.code: each for each in periods(unit, earlier, TERMS)}
    of_later = {each.code: each for each in periods(unit, later, TERMS)}
    owed = [code for code, each in [*of_earlier.items(), *of_later.items()] if each.owed]
    assert set(owed) == set(of_earlier) | set(of_later)
    for code in (code for code in set(owed) if owed.count(code) == 2):
        half = clip(of_earlier[code], earlier)
        assert half is not None
        assert half.days * 2 == of_earlier[code].days


def test_a_pairing_that_begins_in_the_second_half_of_a_term_owes_nothing_for_it() -> None:
    autumn = periods("term", CYCLE, TERMS)[1]
    # 137 days: the middle one is 2022-11-08, from which 69 are left.
    assert pro_rata(10, autumn, days("2022-11-08", "2024-03-31")) == 10
    assert pro_rata(10, autumn, days("2022-11-09", "2024-03-31")) == 0


def test_a_pairing_that_ends_in_the_first_half_of_a_term_owes_nothing_for_it() -> None:
    autumn = periods("term", CYCLE, TERMS)[1]
    assert pro_rata(2, autumn, days("2022-03-01", "2022-11-08")) == 2
    assert pro_rata(2, autumn, days("2022-03-01", "2022-11-07")) == 0


def test_no_pairing_owes_a_period_that_its_cycle_does_not_owe() -> None:
    spring = periods("term", CYCLE, TERMS)[-1]
    assert not spring.owed
    assert pro_rata(10, spring, days("2022-03-01", "2025-12-31")) == 0


def test_a_pairing_with_no_day_in_the_cycle_owes_nothing() -> None:
    autumn = periods("term", CYCLE, TERMS)[1]
    assert pro_rata(1.5, autumn, clip(days("2020-01-01", "2020-12-31"), CYCLE)) == 0


@given(whole=spans(), span=spans(), need=st.integers(0, 50))
def test_a_pairing_owes_by_the_same_rule_as_a_cycle(
    whole: DateSpan, span: DateSpan, need: int
) -> None:
    assert pro_rata(need, period(whole), span) == (need if owes(whole, span) else 0)
    assert owes(whole, span) == (
        sum(span.contains(whole.first + timedelta(n)) for n in range(whole.days)) * 2 >= whole.days
    )


# --- Months and school years ----------------------------------------------------------------


def test_january_and_july_with_fifteen_days_of_term_are_teaching_months() -> None:
    found = teaching_months(TERMS, days("2022-01-01", "2022-12-31"))
    assert [month for _, month in found] == [1, 3, 4, 5, 6, 7, 9, 10, 11, 12]


def test_ten_days_of_term_make_a_teaching_month_and_nine_do_not() -> None:
    june = days("2022-06-01", "2022-06-30")
    ten = term("t", "y", "spring", "2022-03-01", "2022-06-10")
    nine = term("t", "y", "spring", "2022-03-01", "2022-06-09")
    assert teaching_months([ten], june) == [(2022, 6)]
    assert teaching_months([nine], june) == []


def test_a_day_in_two_terms_that_overlap_is_one_day() -> None:
    terms = [
        term("a", "y", "spring", "2022-06-01", "2022-06-06"),
        term("b", "y", "spring", "2022-06-04", "2022-06-09"),
    ]
    assert teaching_months(terms, days("2022-06-01", "2022-06-30")) == []


def test_days_of_two_terms_in_one_month_count_together() -> None:
    terms = [
        term("a", "y", "autumn", "2022-01-01", "2022-02-05"),
        term("b", "y", "spring", "2022-02-24", "2022-07-15"),
    ]
    assert teaching_months(terms, days("2022-02-01", "2022-02-28")) == [(2022, 2)]


def test_a_month_is_a_teaching_month_whatever_part_of_it_is_asked_for() -> None:
    assert teaching_months(TERMS, days("2022-07-31", "2022-07-31")) == [(2022, 7)]


def test_a_month_that_the_cycle_only_touches_is_listed_and_not_owed() -> None:
    cycle = days("2022-03-20", "2022-05-10")
    assert codes("month", cycle, owed=True) == ["2022-04"]
    assert codes("month", cycle, owed=False) == ["2022-03", "2022-05"]


def test_a_school_year_runs_from_the_autumn_term_to_the_end_of_the_spring_term() -> None:
    assert list(school_years(reversed(TERMS)).items()) == [
        ("2021-2022", days("2021-09-01", "2022-07-15")),
        ("2022-2023", days("2022-09-01", "2023-07-15")),
        ("2023-2024", days("2023-09-01", "2024-07-15")),
    ]


def test_a_school_year_of_which_one_term_is_unknown_is_the_other_term() -> None:
    known = school_years(TERMS[1:-1])
    assert known["2021-2022"] == days("2022-03-01", "2022-07-15")
    assert known["2023-2024"] == days("2023-09-01", "2024-01-15")


# --- Windows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        ("before", days("2022-01-30", "2022-02-28")),
        ("start", days("2022-03-01", "2022-04-15")),
        ("middle", days("2022-04-16", "2022-05-31")),
        ("end", days("2022-06-01", "2022-07-15")),
    ],
)
def test_the_137_days_of_a_term_are_46_and_46_and_45(part: Part, expected: DateSpan) -> None:
    spring = periods("term", CYCLE, TERMS)[0]
    assert window(spring, part) == expected


@given(span=spans())
def test_the_thirds_of_a_period_follow_each_other_and_fill_it(span: DateSpan) -> None:
    assume(span.days >= 3)
    start, middle, end = (window(period(span), part) for part in ("start", "middle", "end"))
    assert (start.first, end.last) == (span.first, span.last)
    assert middle.first == start.last + timedelta(1)
    assert end.first == middle.last + timedelta(1)
    assert start.days >= middle.days >= end.days >= start.days - 1


@given(span=spans())
def test_the_window_before_a_period_is_the_thirty_days_up_to_its_eve(span: DateSpan) -> None:
    before = window(period(span), "before")
    assert (before.days, before.last) == (30, span.first - timedelta(1))


def test_a_period_of_three_days_has_thirds_of_one_day() -> None:
    span = days("2022-03-01", "2022-03-03")
    assert window(period(span), "start") == days("2022-03-01", "2022-03-01")
    assert window(period(span), "end") == days("2022-03-03", "2022-03-03")


@pytest.mark.parametrize("last", ["2022-03-01", "2022-03-02"])
def test_a_period_of_one_or_two_days_is_its_own_start_middle_and_end(last: str) -> None:
    span = days("2022-03-01", last)
    parts: list[Part] = ["start", "middle", "end"]
    assert [window(period(span), part) for part in parts] == [span] * 3


# --- Days and weeks -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2022, 3, 1), "2022-spring"),
        (date(2022, 7, 15), "2022-spring"),
        (date(2023, 1, 15), "2022-autumn"),
    ],
)
def test_a_term_has_its_first_and_its_last_day(day: date, code: str) -> None:
    found = term_of(day, TERMS)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    "day", [date(2022, 7, 16), date(2022, 8, 31), date(2023, 2, 1), date(2030, 4, 1)]
)
def test_a_vacation_belongs_to_no_term(day: date) -> None:
    assert term_of(day, TERMS) is None


@pytest.mark.parametrize(
    ("day", "last", "weeks"),
    [
        ("2022-06-30", "2022-07-15", 3),  # Thursday to Friday: 1, 4–8, 11–15 July
        ("2022-07-01", "2022-07-15", 2),  # from a Friday: its week is over
        ("2022-07-03", "2022-07-15", 2),  # from a Sunday
        ("2022-07-10", "2022-07-11", 1),  # one Monday is a week in which something can be done
        ("2022-07-08", "2022-07-10", 0),  # only a weekend is left
        ("2022-07-15", "2022-07-15", 0),  # nothing is left on the last day
        ("2022-07-20", "2022-07-15", 0),  # nor after it
        ("2022-07-15", "2022-08-31", 0),  # a vacation has no weeks of term
        ("2022-07-14", "2022-09-02", 2),  # 15 July, and 1 to 2 September
        ("2022-02-20", "2022-03-06", 1),  # 28 February is a Monday before the term begins
    ],
)
def test_weeks_left_are_those_with_a_school_day_after_today(
    day: str, last: str, weeks: int
) -> None:
    assert teaching_weeks_left(TERMS, date.fromisoformat(day), date.fromisoformat(last)) == weeks


def test_a_week_shared_by_two_terms_is_one_week() -> None:
    terms = [
        term("a", "y", "autumn", "2022-02-01", "2022-02-15"),  # ends on a Tuesday
        term("b", "y", "spring", "2022-02-17", "2022-02-18"),
    ]
    assert teaching_weeks_left(terms, date(2022, 2, 13), date(2022, 2, 28)) == 1


@given(day=CALENDAR_DAYS, ahead=st.integers(-5, 500))
def test_weeks_left_agree_with_counting_day_by_day(day: date, ahead: int) -> None:
    coming = [day + timedelta(n) for n in range(1, ahead + 1)]
    school = [each for each in coming if each.isoweekday() <= 5 and term_of(each, TERMS)]
    expected = len({each.isocalendar()[:2] for each in school})
    assert teaching_weeks_left(TERMS, day, day + timedelta(ahead)) == expected


@given(first=spans(), within=spans())
def test_what_is_clipped_lies_in_both(first: DateSpan, within: DateSpan) -> None:
    assert clip(first, within) == clip(within, first)
    assert clip(first, first) == first
    assert clip(period(first), within) == first.overlap(within)
