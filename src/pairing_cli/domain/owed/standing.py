"""How things stand: states, attainment and pace, from what is needed and what is done.

One function computes each figure; every report uses it. Source: design/domain.md section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import floor, fsum
from typing import Final, NamedTuple, Self

from pairing_cli.domain.owed.rules import Obligation
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.calendar import Term, teaching_weeks_left


class State(StrEnum):
    """How a pairing stands with a rule in a period."""

    NOT_STARTED = "not_started"
    MET = "met"
    WAIVED = "waived"
    MISSED = "missed"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    BEHIND = "behind"


STATES: Final[Mapping[str, Label]] = {
    State.NOT_STARTED: Label("未开始", "not started"),
    State.MET: Label("完成", "met"),
    State.WAIVED: Label("免", "waived"),
    State.MISSED: Label("逾期", "missed"),
    State.TOO_EARLY: Label("刚开始", "too early"),
    State.ON_TRACK: Label("正常", "on track"),
    State.BEHIND: Label("滞后", "behind"),
}

STATE_TONES: Final[Mapping[str, str]] = {
    State.MET: "good",
    State.ON_TRACK: "good",
    State.BEHIND: "warn",
    State.MISSED: "bad",
    State.WAIVED: "quiet",
    State.NOT_STARTED: "quiet",
    State.TOO_EARLY: "quiet",
}

WORST_FIRST: Final = (
    State.MISSED,
    State.BEHIND,
    State.TOO_EARLY,
    State.ON_TRACK,
    State.MET,
    State.WAIVED,
    State.NOT_STARTED,
)
"""Missed > behind > too_early > on_track > met; what is waived or not begun decides last."""

_RANK: Final = {state.value: number for number, state in enumerate(WORST_FIRST)}


def state_on(day: date, owed: Obligation, done: float) -> State:
    """The state of an obligation on `day`, of which `done` was done by then.

    Of what an override reduced to nothing, the state is `waived`: it stays in sight.
    """
    if owed.need == 0:
        return State.WAIVED
    if day < owed.first:
        return State.NOT_STARTED
    if done >= owed.need:
        return State.MET
    if owed.waiver is not None and not owed.extended:
        return State.WAIVED
    return State.MISSED if day > owed.due else _state_under_way(day, owed, done)


def _state_under_way(day: date, owed: Obligation, done: float) -> State:
    days = (owed.due - owed.first).days + 1
    gone = (day - owed.first).days + 1
    if gone * 4 < days:
        return State.TOO_EARLY
    expected = floor(Fraction(owed.need) * gone / days)
    return State.ON_TRACK if done >= expected else State.BEHIND


def worst(states: Iterable[State]) -> State:
    """The worst of some states; `not_started` of none."""
    return min(states, key=rank, default=State.NOT_STARTED)


def rank(state: str) -> int:
    """Where a state stands among all: the worst first, at 0."""
    return _RANK[state]


class Figure(NamedTuple):
    """One obligation with what is done for it and how it stands on a day."""

    owed: Obligation
    done: float
    state: State

    @property
    def remaining(self) -> float:
        """What is left to do: never below 0, and 0 of what was waived."""
        if self.state is State.WAIVED:
            return 0
        return max(0, self.owed.need - self.done)

    @property
    def counted(self) -> float:
        """What is done of the need: doing more than was asked earns nothing."""
        return min(self.done, self.owed.need)

    @property
    def is_excused(self) -> bool:
        """Whether what is left of it isn't asked for: waived, and not done all the same."""
        return self.state is State.WAIVED

    @property
    def asked(self) -> float:
        """What attainment is measured against: the need, or of what is excused the part done.

        So what was done before a waiver isn't lost, and what goes on to a later period is
        asked for there and only there.
        """
        return self.counted if self.is_excused else self.owed.need


class RuleFigures(tuple[Figure, ...]):
    """The figures of one rule that a pairing owes, oldest first, in a report of one day.

    Pairings that owe the same and have done the same share them, so that what they come to
    is worked out once.
    """

    day: date
    """The day of the report."""

    def __new__(cls, figures: Iterable[Figure], day: date) -> Self:
        """`figures` of one rule and pairing, by time."""
        made = super().__new__(cls, figures)
        made.day = day
        return made

    @cached_property
    def due(self) -> Self:
        """Those only that were due by the day of the report."""
        due = [each for each in self if each.owed.due <= self.day]
        return self if len(due) == len(self) else type(self)(due, self.day)

    @cached_property
    def share(self) -> Fraction | None:
        """The attainment of the rule."""
        return share_of_rule(self)

    @cached_property
    def state(self) -> State:
        """The worst state among them."""
        return worst(each.state for each in self)

    @cached_property
    def met(self) -> int:
        """How many are met."""
        return sum(each.state is State.MET for each in self)

    @cached_property
    def duties(self) -> int:
        """How many are owed and not excused."""
        return sum(not each.is_excused for each in self)

    @cached_property
    def waived(self) -> int:
        """How many are touched by a waiver."""
        return sum(each.owed.waiver is not None for each in self)

    @cached_property
    def overridden(self) -> int:
        """How many are changed by an override."""
        return sum(each.owed.override is not None for each in self)


def share_of_rule(figures: Iterable[Figure]) -> Fraction | None:
    """Σ min(done, need) ÷ Σ need over the periods of one rule; None where nothing is owed."""
    owed = list(figures)
    need = fsum(figure.asked for figure in owed)
    done = fsum(figure.counted for figure in owed)
    return Fraction(done) / Fraction(need) if need else None


def mean(shares: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of shares: of a pairing over its rules, of a mentor over its pairings.

    Where nothing is owed (None) there is nothing to attain, and it is left out.
    """
    known = [share for share in shares if share is not None]
    # Fractions are slow to add, and most shares have one of a few denominators.
    numerators: dict[int, int] = {}
    for share in known:
        below = share.denominator
        numerators[below] = numerators.get(below, 0) + share.numerator
    total = sum((Fraction(above, below) for below, above in numerators.items()), Fraction(0))
    return total / len(known) if known else None


def percent(share: Fraction | None) -> int | None:
    """A share as 0-100, rounded half up; 100 only when nothing is missing."""
    if share is None:
        return None
    if share == 1:
        return 100
    return min(floor(share * 100 + Fraction(1, 2)), 99)


class Pace(NamedTuple):
    """What it takes to be done in time."""

    remaining: float
    weeks_left: int
    """ISO weeks with a teaching day, after the day of the report and up to the last one."""
    per_week: Fraction | None
    """At least so much a week from now on; None where no week is left."""
    last_day: date
    """The last day on which it can be done in time."""


def pace(figure: Figure, day: date, terms: Sequence[Term]) -> Pace | None:
    """How fast it must go on from `day`; None where nothing is left or it is too late."""
    if figure.remaining == 0 or figure.state in (State.MISSED, State.NOT_STARTED):
        return None
    weeks = teaching_weeks_left(terms, day, figure.owed.due)
    return Pace(
        remaining=figure.remaining,
        weeks_left=weeks,
        per_week=Fraction(figure.remaining) / weeks if weeks else None,
        last_day=figure.owed.due,
    )
