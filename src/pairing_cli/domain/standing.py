"""How things stand: states, attainment and pace, from what is needed and what is done.

One function computes each figure; every report uses it. Source: design/domain.md section 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Final

from pairing_cli.domain.calendar import Term, teaching_weeks_left
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.rules import Obligation


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
    return min(states, key=WORST_FIRST.index, default=State.NOT_STARTED)


@dataclass(frozen=True, slots=True)
class Figure:
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
    def counted(self) -> Fraction:
        """What is done of the need: doing more than was asked earns nothing."""
        return min(Fraction(self.done), Fraction(self.owed.need))

    @property
    def is_excused(self) -> bool:
        """Whether what is left of it isn't asked for: waived, and not done all the same."""
        return self.state is State.WAIVED

    @property
    def asked(self) -> Fraction:
        """What attainment is measured against: the need, or of what is excused the part done.

        So what was done before a waiver isn't lost, and what goes on to a later period is
        asked for there and only there.
        """
        return self.counted if self.is_excused else Fraction(self.owed.need)


def share_of_rule(figures: Iterable[Figure]) -> Fraction | None:
    """Σ min(done, need) ÷ Σ need over the periods of one rule; None where nothing is owed."""
    owed = list(figures)
    need = sum((figure.asked for figure in owed), Fraction(0))
    done = sum((figure.counted for figure in owed), Fraction(0))
    return done / need if need else None


def mean(shares: Iterable[Fraction | None]) -> Fraction | None:
    """The mean of shares: of a pairing over its rules, of a mentor over its pairings.

    Where nothing is owed (None) there is nothing to attain, and it is left out.
    """
    known = [share for share in shares if share is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def percent(share: Fraction | None) -> int | None:
    """A share as 0-100, rounded half up; 100 only when nothing is missing."""
    if share is None:
        return None
    if share == 1:
        return 100
    return min(floor(share * 100 + Fraction(1, 2)), 99)


@dataclass(frozen=True, slots=True)
class Pace:
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
