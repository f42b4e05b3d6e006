"""The days of the rows of visits, also where they are said by a part of the date."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.records.visits import VISIT
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.files.tables.source import SourceRow
from pairing_cli.services.intake.import_names import readable
from pairing_cli.services.intake.import_values import CellReader

_DONE: Final = VisitState.DONE.value
_KEYS: Final = ("date", "end_date")


class Days(NamedTuple):
    """A date cell, with what is asked of it for every row."""

    span: DateSpan
    start: str
    end: str
    days: int


def days_of(span: DateSpan) -> Days:
    return Days(span, span.first.isoformat(), span.last.isoformat(), span.days)


def until(days: Days, end: Days | None) -> Days:
    """The days of a row that has a column for the last one."""
    return days if end is None else days_of(DateSpan(days.span.first, end.span.last))


class SaidDays:
    """Days said by a part of them: of what is done such a day that has been, of all else the
    nearest.
    """

    def __init__(self, past: CellReader, as_of: dt.date) -> None:
        """`past` reads the cells as of what is done."""
        self._past = past
        fields = [each for each in readable(VISIT) if each.key in _KEYS]
        self._near = CellReader(fields, as_of, then=dict.fromkeys(_KEYS, days_of), sheet=past.sheet)
        self.read: dict[str, DateSpan] = {}
        """What rows said → what was read."""

    def of_row(self, row: SourceRow, state: str, days: Days) -> Days:
        """The days of a row, whose cells said `days` as of what is done."""
        cells = [row.cells.get(key) for key in _KEYS]
        said = [each for each in cells if isinstance(each, str) and each in self._past.said]
        if not said:
            return days
        reader = self._past
        if state != _DONE:
            reader = self._near
            first, last = (reader.columns[key].one(row.cells.get(key)) for key in _KEYS)
            days = until(first, last)
        self.read |= {each: reader.said[each] for each in said}
        return days
