"""Findings: how one stands on a day, by what was done about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pairing_cli.domain.judging.words import FindingState, Result
from pairing_cli.domain.tuples import NamedTuple


class Recheck(NamedTuple):
    """A look at what was mended. `new_due` stands exactly where it failed."""

    on: dt.date
    result: str
    new_due: dt.date | None = None
    key: str = ""
    """What tells the order of two on one day: the record's key, which grows with time."""


class Rectified(NamedTuple):
    """What was done about a finding was reported."""

    on: dt.date
    key: str = ""


class Standing(NamedTuple):
    """How a finding stands on a day."""

    state: FindingState
    due: dt.date
    """The last day: that of the last re-check that failed, else the finding's own."""
    days_over: int
    """Days past it; 0 where it isn't overdue."""
    closed_on: dt.date | None

    @property
    def closed_in_time(self) -> bool:
        """Whether it was closed by its last day."""
        return self.closed_on is not None and self.closed_on <= self.due


def standing(
    due: dt.date,
    rectified: Iterable[Rectified],
    rechecked: Iterable[Recheck],
    day: dt.date,
) -> Standing:
    """How a finding that was to be mended by `due` stands on `day`.

    What came after `day` hasn't happened yet.
    """
    seen = sorted((each for each in rechecked if each.on <= day), key=_order)
    failed = [each for each in seen if each.result == Result.FAILED]
    last_due = failed[-1].new_due if failed and failed[-1].new_due else due
    if seen and seen[-1].result == Result.PASSED:
        return Standing(FindingState.CLOSED, last_due, 0, seen[-1].on)
    since = _order(failed[-1]) if failed else (dt.date.min, "")
    if any(since < _order(each) and each.on <= day for each in rectified):
        return Standing(FindingState.REPORTED, last_due, 0, None)
    if last_due < day:
        return Standing(FindingState.OVERDUE, last_due, (day - last_due).days, None)
    return Standing(FindingState.OPEN, last_due, 0, None)


def _order(event: Recheck | Rectified) -> tuple[dt.date, str]:
    return event.on, event.key
