"""States at their boundaries, attainment, rounding and pace, by pure definitions."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing_cli.domain.owed.rules import Obligation, Rule, RulePeriod, Waiver, WaiverKind
from pairing_cli.domain.owed.standing import (
    STATE_TONES,
    STATES,
    WORST_FIRST,
    Figure,
    Pace,
    State,
    mean,
    pace,
    percent,
    share_of_rule,
    state_on,
    worst,
)
from pairing_cli.domain.time.calendar import Term
from pairing_cli.domain.time.dates import DateSpan

FIRST = date(2022, 9, 1)


def owed(
    need: float = 10,
    days: int = 100,
    *,
    kind: WaiverKind | None = None,
    extended: bool = False,
) -> Obligation:
    """`need` in `days` days from 2022-09-01 on, waived where a kind is given."""
    span = DateSpan(FIRST, FIRST + timedelta(days - 1))
    return Obligation(
        rule=Rule("r", "r", need, "term", frozenset()),
        period=RulePeriod("r", "2022-autumn", span, span, span.last, owed=True),
        need=need,
        first=span.first,
        due=span.last,
        waiver=Waiver("p", "r", "2022-autumn", kind, "why") if kind else None,
        extended=extended,
    )


def on(number: int) -> date:
    """The `number`-th day, 1 for the first."""
    return FIRST + timedelta(number - 1)


def state(number: int, done: float = 0, each: Obligation | None = None) -> State:
    return state_on(on(number), each or owed(), done)


# --- States ---------------------------------------------------------------------------------


def test_on_the_eve_of_the_first_day_nothing_has_started() -> None:
    assert state(0) is State.NOT_STARTED
    assert state(0, 10) is State.NOT_STARTED
    assert state(0, each=owed(kind=WaiverKind.EXCUSED)) is State.NOT_STARTED
    assert state(1) is State.TOO_EARLY


def test_met_from_the_first_day_to_long_after_the_last_when_the_need_is_done() -> None:
    for number in (1, 50, 100, 101, 1000):
        assert state(number, 10) is State.MET
        assert state(number, 11) is State.MET
        assert state(number, 9.5) is not State.MET


def test_missed_from_the_day_after_the_last() -> None:
    assert state(100, 9.5) is State.BEHIND
    assert state(101, 9.5) is State.MISSED


def test_too_early_until_a_quarter_of_the_days_is_gone() -> None:
    # Day 24 of 100: 24 × 4 < 100. On day 25 two of ten are expected.
    assert state(24) is State.TOO_EARLY
    assert state(25) is State.BEHIND
    assert state(25, 2) is State.ON_TRACK


@pytest.mark.parametrize(
    ("days", "last_early"), [(1, 0), (4, 0), (5, 1), (30, 7), (31, 7), (137, 34)]
)
def test_the_quarter_is_counted_in_whole_days(days: int, last_early: int) -> None:
    each = owed(1000, days)
    assert state(last_early + 1, each=each) is not State.TOO_EARLY
    if last_early:
        assert state(last_early, each=each) is State.TOO_EARLY


def test_a_period_of_one_day_is_behind_on_that_day_and_missed_on_the_next() -> None:
    each = owed(1, 1)
    assert state(1, each=each) is State.BEHIND
    assert state(2, each=each) is State.MISSED


def test_on_track_from_the_floor_of_what_is_expected() -> None:
    # Day 39 of 100: 10 × 39 ÷ 100 = 3.9, of which 3 are expected; on day 40 it is 4.
    assert state(39, 3) is State.ON_TRACK
    assert state(39, 2.5) is State.BEHIND
    assert state(40, 3) is State.BEHIND
    assert state(40, 3.5) is State.BEHIND
    assert state(40, 4) is State.ON_TRACK


def test_a_single_visit_is_expected_on_the_last_day_only() -> None:
    each = owed(1, 30)
    assert state(29, each=each) is State.ON_TRACK
    assert state(30, each=each) is State.BEHIND


def test_what_is_expected_to_the_day_is_expected_on_that_day() -> None:
    # 10 × 21 ÷ 30 is 7 exactly.
    each = owed(10, 30)
    assert state(21, 7, each) is State.ON_TRACK
    assert state(21, 6.5, each) is State.BEHIND


def test_a_waived_period_is_neither_early_nor_behind_nor_missed() -> None:
    for kind in WaiverKind:
        each = owed(kind=kind)
        for number in (1, 50, 100, 101):
            assert state(number, 3, each) is State.WAIVED
        assert state(50, 10, each) is State.MET


def test_a_waiver_that_only_moved_the_deadline_leaves_the_states_as_they_are() -> None:
    each = owed(kind=WaiverKind.POSTPONED, extended=True)
    assert state(1, 0, each) is State.TOO_EARLY
    assert state(50, 0, each) is State.BEHIND
    assert state(50, 5, each) is State.ON_TRACK
    assert state(101, 9, each) is State.MISSED


QUALITY = {
    State.MISSED: 0,
    State.BEHIND: 1,
    State.TOO_EARLY: 2,
    State.ON_TRACK: 2,
    State.WAIVED: 2,
    State.NOT_STARTED: 2,
    State.MET: 3,
}
NEEDS = st.integers(1, 40).map(lambda number: number / 2)
DONE = st.integers(0, 60).map(lambda number: number / 2)
OBLIGATIONS = st.builds(
    owed, NEEDS, st.integers(1, 400), kind=st.none() | st.sampled_from(list(WaiverKind))
)


@given(each=OBLIGATIONS, number=st.integers(-5, 420), done=DONE, more=DONE)
def test_doing_more_never_makes_a_state_worse(
    each: Obligation, number: int, done: float, more: float
) -> None:
    assert QUALITY[state(number, done + more, each)] >= QUALITY[state(number, done, each)]


@given(each=OBLIGATIONS, number=st.integers(1, 420), done=DONE)
def test_waiting_never_makes_a_state_better_once_it_has_begun(
    each: Obligation, number: int, done: float
) -> None:
    assert QUALITY[state(number + 1, done, each)] <= QUALITY[state(number, done, each)]


@given(each=OBLIGATIONS, number=st.integers(-5, 420), done=DONE)
def test_only_what_is_due_can_be_missed_and_only_what_is_done_is_met(
    each: Obligation, number: int, done: float
) -> None:
    found = state(number, done, each)
    if found is State.MISSED:
        assert on(number) > each.due
        assert done < each.need
    assert (found is State.MET) == (on(number) >= each.first and done >= each.need)


def test_every_state_has_words_a_tone_and_a_rank() -> None:
    assert set(STATES) == set(STATE_TONES) == set(WORST_FIRST) == set(State)
    assert len(WORST_FIRST) == len(State)


# --- The worst of some ----------------------------------------------------------------------


def test_states_from_worst_to_best() -> None:
    order = [State.MISSED, State.BEHIND, State.TOO_EARLY, State.ON_TRACK, State.MET]
    assert [each for each in WORST_FIRST if each in order] == order
    for worse, better in pairwise(order):
        assert worst([better, worse, better]) is worse


def test_what_is_waived_or_not_begun_decides_only_where_nothing_else_does() -> None:
    assert worst([State.NOT_STARTED, State.WAIVED, State.MET]) is State.MET
    assert worst([State.NOT_STARTED, State.WAIVED]) is State.WAIVED
    assert worst([State.NOT_STARTED]) is State.NOT_STARTED
    assert worst([]) is State.NOT_STARTED


# --- Figures and attainment -----------------------------------------------------------------


def figure(
    done: float, need: float = 10, *, number: int = 50, kind: WaiverKind | None = None
) -> Figure:
    each = owed(need, kind=kind)
    return Figure(each, done, state_on(on(number), each, done))


def test_what_remains_is_never_below_nothing() -> None:
    assert figure(3).remaining == 7
    assert figure(9.5).remaining == 0.5
    assert figure(10).remaining == 0
    assert figure(12).remaining == 0


def test_nothing_remains_of_what_was_waived() -> None:
    assert figure(3, kind=WaiverKind.EXCUSED).remaining == 0


def test_doing_more_than_was_asked_earns_nothing() -> None:
    assert figure(12).counted == 10
    assert figure(9.5).counted == Fraction(19, 2)


def test_what_was_waived_is_excused_unless_it_is_done_all_the_same() -> None:
    assert figure(3, kind=WaiverKind.EXCUSED).is_excused
    assert not figure(10, kind=WaiverKind.EXCUSED).is_excused
    assert not figure(3).is_excused


def test_a_share_is_what_counts_of_all_that_is_needed_over_all_periods() -> None:
    # 10 + 4 + 0 of 10 + 10 + 10: the surplus of the first helps no other.
    assert share_of_rule([figure(16), figure(4), figure(0)]) == Fraction(14, 30)
    assert share_of_rule([figure(0.5, 1), figure(3, 3)]) == Fraction(7, 8)


def test_of_excused_periods_the_part_done_is_in_the_share() -> None:
    excused = figure(3, kind=WaiverKind.EXCUSED)
    assert share_of_rule([figure(5), excused]) == Fraction(5 + 3, 10 + 3)
    assert share_of_rule([excused]) == 1
    assert share_of_rule([figure(0, kind=WaiverKind.EXCUSED)]) is None
    assert share_of_rule([]) is None


def test_periods_that_have_not_begun_are_in_the_share() -> None:
    assert share_of_rule([figure(10), figure(0, number=0)]) == Fraction(1, 2)


def test_the_mean_leaves_out_what_owes_nothing() -> None:
    assert mean([Fraction(1), Fraction(0), Fraction(1, 2)]) == Fraction(1, 2)
    assert mean([Fraction(1), None, Fraction(0)]) == Fraction(1, 2)
    assert mean([None, None]) is None
    assert mean([]) is None
    assert mean([Fraction(0)]) == 0


@given(st.lists(st.builds(figure, DONE, NEEDS, number=st.integers(-1, 120)), max_size=8))
def test_a_share_lies_between_nothing_and_all(figures: list[Figure]) -> None:
    share = share_of_rule(figures)
    assert (share is None) == (not figures)
    if share is not None:
        assert 0 <= share <= 1
        assert (share == 1) == all(each.remaining == 0 for each in figures)


@given(
    st.lists(st.tuples(DONE, NEEDS), min_size=1, max_size=6), st.integers(0, 5), st.integers(1, 9)
)
def test_doing_more_never_lowers_a_share(
    amounts: list[tuple[float, float]], at: int, more: int
) -> None:
    figures = [figure(done, need) for done, need in amounts]
    at %= len(figures)
    better = [*figures]
    better[at] = figure(amounts[at][0] + more, amounts[at][1])
    before, after = share_of_rule(figures), share_of_rule(better)
    assert before is not None
    assert after is not None
    assert before <= after
    assert (before == after) == (figures[at].remaining == 0)


# --- Percent --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (Fraction(0), 0),
        (Fraction(1, 201), 0),  # 0.4975…
        (Fraction(1, 200), 1),  # 0.5
        (Fraction(7, 10), 70),
        (Fraction(1, 8), 13),  # 12.5
        (Fraction(3, 8), 38),  # 37.5
        (Fraction(124, 1000), 12),
        (Fraction(1, 3), 33),
        (Fraction(2, 3), 67),
        (Fraction(198, 200), 99),
        (Fraction(1), 100),
    ],
)
def test_shares_are_rounded_half_up(share: Fraction, shown: int) -> None:
    assert percent(share) == shown


def test_a_hundred_is_shown_only_when_nothing_is_missing() -> None:
    assert percent(Fraction(199, 200)) == 99
    assert percent(Fraction(999_999, 1_000_000)) == 99
    assert percent(Fraction(1)) == 100


def test_nothing_owed_has_no_percent() -> None:
    assert percent(None) is None


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_a_greater_share_never_shows_less(one: Fraction, other: Fraction) -> None:
    low, high = (percent(share) for share in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert 0 <= low <= high <= 100
    assert (high == 100) == (max(one, other) == 1)


# --- Pace -----------------------------------------------------------------------------------

TERMS = [Term("2022-autumn", "2022-2023", "autumn", date(2022, 9, 1), date(2023, 1, 15))]
TERM_OWED = owed(10, 137)
"""10 from 2022-09-01 to 2023-01-15."""


def pace_on(text: str, done: float, each: Obligation = TERM_OWED) -> Pace | None:
    day = date.fromisoformat(text)
    return pace(Figure(each, done, state_on(day, each, done)), day, TERMS)


def test_pace_is_what_is_left_over_the_teaching_weeks_ahead() -> None:
    # After Wednesday 2022-12-21: its own week, then those of 12-26, 01-02 and 01-09.
    assert pace_on("2022-12-21", 6) == Pace(4, 4, Fraction(1), date(2023, 1, 15))
    # On Friday 12-23 that week is over.
    assert pace_on("2022-12-23", 6) == Pace(4, 3, Fraction(4, 3), date(2023, 1, 15))
    assert pace_on("2022-12-23", 9.5) == Pace(0.5, 3, Fraction(1, 6), date(2023, 1, 15))


def test_where_no_week_is_left_there_is_no_pace_but_still_a_last_day() -> None:
    # 2023-01-13 is the last Friday of the term; the last day is a Sunday.
    assert pace_on("2023-01-13", 6) == Pace(4, 0, None, date(2023, 1, 15))
    assert pace_on("2023-01-15", 6) == Pace(4, 0, None, date(2023, 1, 15))


def test_what_is_done_missed_waived_or_not_begun_has_no_pace() -> None:
    assert pace_on("2022-12-21", 10) is None
    assert pace_on("2023-01-16", 6) is None
    assert pace_on("2022-08-31", 0) is None
    waived = TERM_OWED._replace(waiver=Waiver("p", "r", "2022-autumn", WaiverKind.EXCUSED, "why"))
    assert pace_on("2022-12-21", 6, waived) is None


def test_too_early_and_behind_have_a_pace() -> None:
    # From Friday 09-02 on: 19 weeks from 09-05 to 01-13.
    assert pace_on("2022-09-02", 0) == Pace(10, 19, Fraction(10, 19), date(2023, 1, 15))
    assert pace_on("2023-01-06", 0) == Pace(10, 1, Fraction(10), date(2023, 1, 15))


@given(number=st.integers(1, 137), done=st.integers(0, 19).map(lambda count: count / 2))
def test_keeping_the_pace_to_the_end_does_all_that_is_left(number: int, done: float) -> None:
    day = on(number)
    found = pace(Figure(TERM_OWED, done, state_on(day, TERM_OWED, done)), day, TERMS)
    assert found is not None
    assert found.remaining == 10 - done
    if found.per_week is not None:
        assert found.per_week * found.weeks_left == Fraction(found.remaining)
    assert (found.per_week is None) == (found.weeks_left == 0)
