"""How a pairing stands now. What it missed long ago stands beside it, as its history.

Source: design/domain.md, 5.7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.calendar import Term, term_before, term_days_after, term_of
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple

STALLED_DAYS: Final = 60
"""So many days of term time without a done visit, and help has stopped."""

FAR_BEHIND_BELOW: Final = Fraction(60, 100)
BEHIND_BELOW: Final = Fraction(90, 100)
"""Fulfilment of the current term's activities below which a pairing is (far) behind."""


class StateNow(StrEnum):
    """How a pairing stands on a day."""

    ON_TRACK = "on_track"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    STALLED = "stalled"
    VACATION = "vacation"
    NOT_STARTED = "not_started"
    ENDED = "ended"


STATES_NOW: Final[Mapping[str, Label]] = {
    StateNow.ON_TRACK: Label("正常", "on track"),
    StateNow.BEHIND: Label("滞后", "behind"),
    StateNow.FAR_BEHIND: Label("严重滞后", "far behind"),
    StateNow.STALLED: Label("停滞", "stalled"),
    StateNow.VACATION: Label("假期", "vacation"),
    StateNow.NOT_STARTED: Label("未开始", "not started"),
    StateNow.ENDED: Label("已期满", "ended"),
}

STATE_NOW_TONES: Final[Mapping[str, str]] = {
    StateNow.ON_TRACK: "good",
    StateNow.BEHIND: "warn",
    StateNow.FAR_BEHIND: "bad",
    StateNow.STALLED: "bad",
    StateNow.VACATION: "quiet",
    StateNow.NOT_STARTED: "quiet",
    StateNow.ENDED: "quiet",
}

WORST_FIRST: Final = (
    StateNow.STALLED,
    StateNow.FAR_BEHIND,
    StateNow.BEHIND,
    StateNow.ON_TRACK,
    StateNow.VACATION,
    StateNow.NOT_STARTED,
    StateNow.ENDED,
)

_RANK: Final = {state.value: number for number, state in enumerate(WORST_FIRST)}


def rank(state: str) -> int:
    """Where a state stands among all: the worst first, at 0."""
    return _RANK[state]


def worst(states: Iterable[StateNow]) -> StateNow:
    """The worst of some states; `not_started` of none."""
    return min(states, key=rank, default=StateNow.NOT_STARTED)


class Now(NamedTuple):
    """What the state of a pairing is read from."""

    span: DateSpan
    """The days of the pairing inside its cycle."""
    last_visit: date | None
    """The last day of its last done visit up to the day of the report."""
    activity: Fraction | None
    """Fulfilment of the activities of the current term, in a vacation of the term before."""
    is_overdue: bool
    """Whether a duty of the start or a paper is overdue."""


def state_now(now: Now, day: date, terms: Sequence[Term]) -> StateNow:
    """The state on `day`. Where nothing can be expected yet a pairing is on track."""
    if day > now.span.last:
        return StateNow.ENDED
    if day < now.span.first:
        return StateNow.NOT_STARTED
    if term_of(day, terms) is None:
        return StateNow.VACATION
    if stalled_for(now.last_visit or now.span.first, day, terms) is not None:
        return StateNow.STALLED
    return grade(now.activity, is_overdue=now.is_overdue)


def stalled_for(since: date, day: date, terms: Sequence[Term]) -> int | None:
    """Days inside terms from the last visit, or the start, to `day` where they are so many that a
    pairing is stalled; None where they aren't. Most were visited of late.
    """
    if (day - since).days < STALLED_DAYS:
        return None
    days = term_days_after(since, day, terms)
    return days if days >= STALLED_DAYS else None


def grade(activity: Fraction | None, *, is_overdue: bool) -> StateNow:
    """What activity and papers come to, whatever day it is."""
    if activity is not None and activity < FAR_BEHIND_BELOW:
        return StateNow.FAR_BEHIND
    if is_overdue or (activity is not None and activity < BEHIND_BELOW):
        return StateNow.BEHIND
    return StateNow.ON_TRACK


def current_term(day: date, terms: Sequence[Term]) -> Term | None:
    """The term of `day`, in a vacation the one before; None before every term."""
    return term_of(day, terms) or term_before(day, terms)
