"""Visits, imported by the hundred thousand.

Each row is checked by the rules of `visit_rules`, the same that `log-visit` asks, over a
reader that remembers its answers: a register names few kindergartens, forms and days, many
times. What passed is held as a plain tuple and written by the batch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.errors import BadData, InputError, NotFound, PairingError
from pairing_cli.domain.not_held import NotHeld, not_held
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.records.visits import VISIT
from pairing_cli.domain.time.date_words import Lean
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import VisitState, goals_served
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line, several_lines
from pairing_cli.files.tables.headers import Table
from pairing_cli.files.tables.source import CellValue, SourceRow
from pairing_cli.services.intake.import_doubts import UnreadColumns, UnreadRemarks, not_done
from pairing_cli.services.intake.import_names import narrowing_of, readable
from pairing_cli.services.intake.import_records import check_same_cycle
from pairing_cli.services.intake.import_rows import (
    RowError,
    Titles,
    problem_of,
    read_cells,
    read_columns,
)
from pairing_cli.services.intake.import_values import CellReader
from pairing_cli.services.intake.visits.people import PeopleCells
from pairing_cli.services.intake.visits.ready import Ready
from pairing_cli.services.intake.visits.row_days import Days, SaidDays, days_of, until
from pairing_cli.services.programme.cycles import (
    CycleRow,
    check_span_inside,
    cycle_on,
)
from pairing_cli.services.programme.names.lookup import FormKey, KindergartenKey, find_form
from pairing_cli.services.programme.names.remembered import Remembered
from pairing_cli.services.programme.names.whole_names import find_whole
from pairing_cli.services.visits.visit_rules import (
    OpenPairing,
    check_amounts,
    check_day,
    check_in_use,
    pairings_of,
)
from pairing_cli.services.visits.who_went import whose
from pairing_cli.store.reading import Reader, RowReader

_Named = tuple[str, tuple[str, ...]]
"""A name, and the places within which it is looked for."""

_REQUIRED: Final = tuple(each.key for each in VISIT.asked if each.required)

_COLUMN_OF: Final[Mapping[str, str]] = {
    "outside-cycle": "date",
    "outside-every-cycle": "date",
    "no-such-cycle": "cycle",
    "in-the-future": "date",
    "end-before-start": "end_date",
    "pairing-not-in-force": "date",
    "not-assigned": "mentees",
    "exempt": "mentees",
    "several-mentors": "mentees",
    "form-not-valid": "form",
    "no-such-kindergarten": "mentees",
    "part-of-a-name": "mentees",
    "ambiguous-kindergarten": "mentees",
    "no-such-region": "county",
    "ambiguous-region": "county",
    "bad-hours": "class_hours",
    "cycle-closed": "date",
}
"""Code of a rule's refusal → the column to look at."""


class RememberingReader(RowReader):
    """A reader that asks the database each question once. For a time of no writes."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        self._known: dict[tuple[Any, ...], Sequence[Mapping[str, Any]]] = {}

    def rows(self, sql: str, /, **values: Any) -> Sequence[Mapping[str, Any]]:
        """All rows of a query."""
        key = (sql, *values.items())
        if key not in self._known:
            self._known[key] = self._store.rows(sql, **values)
        return self._known[key]


class _Helping(NamedTuple):
    """Who helped, and by which pairings."""

    mentor_id: str
    pairings: tuple[str, ...]
    override_reason: str | None


class _Help(NamedTuple):
    """Who is helped by whom, and from when until when this is so without a further look."""

    bond: _Helping
    first: str
    last: str


_NO_CELLS: Final[dict[str, CellValue]] = {}
_NOBODY: Final = _Help(_Helping("", (), None), "9", "0")
"""In force on no day."""


class VisitChecker:
    """Checks rows of one table of visits."""

    def __init__(
        self,
        store: Reader,
        table: Table,
        *,
        today: dt.date,
        as_of: dt.date,
        cycle: str | None = None,
        keep_cells: bool = False,
    ) -> None:
        """`cycle` holds where a row names none. With `keep_cells`, what passes remembers how
        the file wrote it, which takes half of the memory.
        """
        self._store = store
        labels = {each.key: each.label for each in readable(VISIT)}
        self._titles: Titles = {**labels, **table.titles}
        self._today = today
        self._cycle = cycle
        self._keep_cells = keep_cells
        self._narrowing = [each.key for each in narrowing_of(VISIT) if each.key in table.titles]
        self._people = PeopleCells(store)
        self._unread = UnreadColumns(store, table.unread)
        self._unread_remarks = UnreadRemarks(table.unread)
        self._cells = CellReader(
            readable(VISIT),
            as_of,
            date_1904=table.source.date_1904,
            lean=Lean.PAST,
            sheet=table.source.sheet,
            then={
                "date": days_of,
                "end_date": days_of,
                "mentees": tuple if self._narrowing else self._find_learners,
                "mentor": lambda name: self._kindergartens[name, ()],
                "form": lambda word: find_form(store, word),
                "topic": _short,
                "state_reason": _short,
                "override_reason": _short,
                "next_step": _long,
                "note": _long,
                "gained": _long,
                "people": self._people.read,
                "people_roles": self._people.read,
            },
        )
        self.said = SaidDays(self._cells, as_of)
        self._keys = [key for key in table.titles if key in self._cells.columns]
        self._kindergartens: Remembered[_Named, KindergartenKey] = Remembered(
            lambda key: find_whole(store, *key)
        )
        self._narrowed = Remembered(self._find_narrowed)
        self._cycles = Remembered(self._cycle_of)
        self._help: dict[tuple[Hashable, ...], _Help] = {}
        self._held: Remembered[str, NotHeld | None] = Remembered(not_held)

    def check(self, rows: Sequence[SourceRow]) -> list[Ready | list[RowError]]:
        """The visit of each row, or all that is wrong with it.

        Rows are read together, column by column: that takes a third of the time. Where one
        can't be taken, each row is read alone; those whose cells can be read are halved until
        the ones stand alone that break a rule.
        """
        try:
            return list(self._ready(rows))
        except InputError as error:
            if len(rows) == 1:
                return [self._problems(rows[0], error)]
        found = [read_cells(row, self._cells, self._titles, _REQUIRED)[1] for row in rows]
        clean = [row for row, problems in zip(rows, found, strict=True) if not problems]
        checked = iter(self._halved(clean) if clean else ())
        return [problems or next(checked) for problems in found]

    def _halved(self, rows: Sequence[SourceRow]) -> list[Ready | list[RowError]]:
        """As `check` does it, of rows whose cells can be read."""
        try:
            return list(self._ready(rows))
        except PairingError as error:
            if len(rows) == 1:
                return [self._problems(rows[0], error)]
        half = len(rows) // 2
        return [*self._halved(rows[:half]), *self._halved(rows[half:])]

    def _problems(self, row: SourceRow, error: PairingError) -> list[RowError]:
        """What is wrong with the cells of a row, or else the error of the row as a whole."""
        _, problems = read_cells(row, self._cells, self._titles, _REQUIRED)
        column = error.column or _COLUMN_OF.get(error.code)
        return problems or [problem_of(row, column, self._titles, error)]

    def _ready(self, rows: Sequence[SourceRow]) -> Iterator[Ready]:
        """The visits of these rows. Raises an error of one of them, if there is any."""
        cells = read_columns(rows, self._cells, self._keys, _REQUIRED)
        forms: Sequence[FormKey] = cells["form"]
        learners: Sequence[_Learners] = cells["mentees"]
        if self._narrowing:
            places = zip(*(cells[key] for key in self._narrowing), strict=True)
            learners = [self._narrowed[key] for key in zip(cells["mentees"], places, strict=True)]
        states = [state or _DONE for state in cells["state"]]
        days = list(map(until, cells["date"], cells["end_date"]))
        if self._cells.said:
            days = list(map(self.said.of_row, rows, states, days))
        cycles = [
            self._cycles[day.span.first, code or self._cycle]
            for day, code in zip(days, cells["cycle"], strict=True)
        ]
        for day, cycle in zip(days, cycles, strict=True):
            if day.end > cycle.end:
                check_span_inside(day.span, cycle)
        self._check_days(days, forms, states)
        amounts = (cells["class_hours"], cells["teachers"], cells["children"])
        for different in set(zip(*amounts, (day.days for day in days), strict=True)):
            check_amounts(*different)
        reasons = cells["override_reason"]
        bonds = list(map(self._bond, learners, cells["mentor"], cycles, days, reasons))
        if self._unread:
            for row, told_of, bond, state in zip(rows, learners, bonds, states, strict=True):
                self._unread.check(row, (*told_of.ids, bond.mentor_id))
                if state == _DONE:
                    self._unread_remarks.check(row)
        self._check_held(cells, states)
        directions = [
            direction or form.direction
            for direction, form in zip(cells["direction"], forms, strict=True)
        ]
        columns = (
            [row[:3] for row in rows],
            [row.cells if self._keep_cells else _NO_CELLS for row in rows],
            [cycle.id for cycle in cycles],
            [bond.mentor_id for bond in bonds],
            [day.start for day in days],
            [day.end for day in days],
            [day.days for day in days],
            [form.code for form in forms],
            directions,
            states,
            cells["class_hours"],
            cells["topic"],
            cells["teachers"],
            cells["children"],
            cells["next_step"],
            cells["note"],
            cells["gained"],
            cells["state_reason"],
            [bond.override_reason for bond in bonds],
            [bond.pairings for bond in bonds],
            [learner.ids for learner in learners],
            [
                self._people.went(people, roles, whose(direction, bond.mentor_id, learner.ids))
                if people or roles
                else ()
                for people, roles, bond, learner, direction in zip(
                    cells["people"], cells["people_roles"], bonds, learners, directions, strict=True
                )
            ],
            [goals_served(goals) if goals else () for goals in cells["goals"]],
        )
        return map(Ready._make, zip(*columns, strict=True))

    def _check_days(
        self, days: Sequence[Days], forms: Sequence[FormKey], states: Sequence[str]
    ) -> None:
        today = self._today.isoformat()
        for day, form, state in zip(days, forms, states, strict=True):
            if form.valid_from or form.valid_to:
                check_in_use(form, day.span)
            if day.end > today:
                check_day(day.span, VisitState(state), self._today)

    def _cycle_of(self, key: tuple[dt.date, str | None]) -> CycleRow:
        cycle = cycle_on(self._store, *key)
        if key[1] and self._cycle and key[1] != self._cycle:
            check_same_cycle(cycle, cycle_on(self._store, key[0], self._cycle))
        return cycle

    def _bond(
        self,
        learners: _Learners,
        mentor: KindergartenKey | None,
        cycle: CycleRow,
        days: Days,
        override: str | None,
    ) -> _Helping:
        """Who helped whom. The reason is kept where one of the pairings was not in force."""
        key = (learners.ids, None if mentor is None else mentor.id, cycle.id)
        known = self._help.get(key, _NOBODY)
        if known.first <= days.start <= known.last:
            return known.bond
        found = pairings_of(self._store, learners.keys, mentor, cycle, days.span, override)
        bond = _Helping(found[0].mentor_id, tuple(each.id for each in found), None)
        if not all(each.contains(days.span) for each in found):
            return bond._replace(override_reason=override)
        self._help[key] = _Help(bond, *_steady(self._store, found, cycle))
        return bond

    def _check_held(self, cells: Mapping[str, Sequence[Any]], states: Sequence[str]) -> None:
        """A visit is not done of which a remark says that it wasn't held."""
        for key in _REMARKS:
            if any(cells[key]):
                for text, state in zip(cells[key], states, strict=True):
                    if text and state == _DONE and (found := self._held[text]):
                        raise not_done(key, found)

    def _find_narrowed(self, key: tuple[tuple[str, ...], tuple[str | None, ...]]) -> _Learners:
        written, places = key
        return self._find_learners(written, tuple(place for place in places if place))

    def _find_learners(self, written: tuple[str, ...], within: tuple[str, ...] = ()) -> _Learners:
        found = (each for name in written for each in self._one_or_more(name, within))
        keys = tuple({each.id: each for each in found}.values())
        return _Learners(keys, tuple(sorted(each.id for each in keys)))

    def _one_or_more(self, name: str, within: tuple[str, ...]) -> list[KindergartenKey]:
        """A slash stands between county and name; else between two names."""
        try:
            return [self._kindergartens[name, within]]
        except (NotFound, BadData):
            parts = [part.strip() for part in name.replace("／", "/").split("/") if part.strip()]
            if len(parts) < 2:
                raise
            return [self._kindergartens[part, within] for part in parts]


class _Learners(NamedTuple):
    """The kindergartens in a cell, and their keys in order."""

    keys: tuple[KindergartenKey, ...]
    ids: tuple[str, ...]


_DONE: Final = VisitState.DONE.value
_REMARKS: Final = ("note", "topic", "next_step", "state_reason")
"""Columns in which people say that a visit was not held; the last says why."""


def _steady(store: Reader, found: Sequence[OpenPairing], cycle: CycleRow) -> tuple[str, str]:
    """The days on which the same pairings would be found again. Where a mentee has further
    ones in the cycle, only a look at each day can tell.
    """
    for pairing in found:
        count = store.value(
            "SELECT count(*) FROM pairing WHERE cycle_id = :cycle_id AND mentee_id = :mentee_id",
            cycle_id=cycle.id,
            mentee_id=pairing.mentee_id,
        )
        if count != 1:
            return _NOBODY.first, _NOBODY.last
    return max(each.start for each in found), min(each.end for each in found)


_TEXT: Final = phrase("The text")
_NOTE: Final = phrase("The note")


def _short(text: str) -> str:
    return one_line(text, _TEXT, SHORT_TEXT)


def _long(text: str) -> str:
    return several_lines(text, _NOTE)
