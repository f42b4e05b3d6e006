"""Visits, imported by the hundred thousand.

Each row is checked by the rules of `visit_rules`, the same that `log-visit` asks, over a
reader that remembers its answers: a register names few kindergartens, forms and days, many
times. What passed is held as a plain tuple and written by the batch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from pairing_cli.domain.dates import DateSpan
from pairing_cli.domain.errors import NotFound, PairingError
from pairing_cli.domain.ids import new_ids
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.domain.wording import NAME, SHORT_TEXT, one_line, several_lines
from pairing_cli.exchange.headers import Table
from pairing_cli.exchange.source import CellValue, SourceRow
from pairing_cli.services.cycles import CycleRow, check_open, cycle_on
from pairing_cli.services.import_kinds import VISITS
from pairing_cli.services.import_rows import Problem, problem_of, read_cells
from pairing_cli.services.import_tasks import OpenTasks
from pairing_cli.services.import_values import CellReader
from pairing_cli.services.lookup import FormKey, KindergartenKey, find_form, find_kindergarten
from pairing_cli.services.visit_rules import (
    OpenPairing,
    check_amounts,
    check_day,
    check_in_use,
    pairings_of,
)
from pairing_cli.store.bulk import BATCH
from pairing_cli.store.reading import Reader, RowReader
from pairing_cli.store.rows import Visit, VisitGoal, VisitPairing, VisitPerson
from pairing_cli.store.writing import Writer

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")

_REQUIRED: Final = tuple(each.key for each in VISITS.fields if each.required)

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
    "bad-hours": "class_hours",
    "cycle-closed": "date",
}
"""Code of a rule's refusal → the column to look at."""


class Ready(NamedTuple):
    """A visit that passed every check, as it will be stored."""

    row: SourceRow
    cycle_id: str
    mentor_id: str
    start: str
    end: str
    days: int
    form: str
    direction: str
    state: str
    class_hours: float | None
    topic: str | None
    teachers: int | None
    children: int | None
    next_step: str | None
    note: str | None
    state_reason: str | None
    override_reason: str | None
    pairings: tuple[str, ...]
    mentees: tuple[str, ...]
    people: tuple[str, ...]
    goals: tuple[str, ...]


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


class _Days(NamedTuple):
    """A date cell, with what is asked of it for every row."""

    span: DateSpan
    start: str
    end: str
    days: int


class _Help(NamedTuple):
    """Who is helped by whom, and from when until when this is so without a further look."""

    pairings: tuple[OpenPairing, ...]
    ids: tuple[str, ...]
    first: str
    last: str


_NO_CELLS: Final[dict[str, CellValue]] = {}
_NOBODY: Final = _Help((), (), "9", "0")
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
        year_from: dt.date | None = None,
        keep_cells: bool = False,
    ) -> None:
        """`cycle` holds where a row names none. With `keep_cells`, what passes remembers how
        the file wrote it, which takes half of the memory.
        """
        self._store = store
        self._titles = table.titles
        self._today = today
        self._cycle = cycle
        self._keep_cells = keep_cells
        self._cells = CellReader(
            VISITS.fields,
            as_of,
            date_1904=table.source.date_1904,
            year_from=year_from,
            then={
                "date": _days_of,
                "end_date": _days_of,
                "mentees": self._find_learners,
                "mentor": self._find_kindergarten,
                "form": lambda word: find_form(store, word),
                "topic": _short,
                "state_reason": _short,
                "override_reason": _short,
                "next_step": _long,
                "note": _long,
                "people": self._people,
            },
        )
        self._kindergartens: dict[str, KindergartenKey | PairingError] = {}
        self._cycles: dict[tuple[str, str | None], CycleRow] = {}
        self._help: dict[tuple[Hashable, ...], _Help] = {}
        self._texts: dict[str, str] = {}

    def check(self, row: SourceRow) -> Ready | list[Problem]:
        """The visit of a row, or all that is wrong with it."""
        told, problems = read_cells(row, self._cells, self._titles, _REQUIRED)
        if problems:
            return problems
        try:
            return self._ready(row, told)
        except PairingError as error:
            key = error.column or _COLUMN_OF.get(error.code)
            return [problem_of(row, key, self._titles, error)]

    def _ready(self, row: SourceRow, told: Mapping[str, Any]) -> Ready:
        get = told.get
        days: _Days = told["date"]
        if "end_date" in told:
            days = _days_of(DateSpan(days.span.first, told["end_date"].span.last))
        form: FormKey = told["form"]
        learners: _Learners = told["mentees"]
        state = get("state", _DONE)
        hours, teachers, children = get("class_hours"), get("teachers"), get("children")
        override = get("override_reason")
        cycle = self._cycle_of(days, get("cycle") or self._cycle)
        if form.valid_from or form.valid_to:
            check_in_use(form, days.span)
        if days.span.first > self._today:
            check_day(days.span, VisitState(state), self._today)
        check_amounts(hours, teachers, children, days.span)
        mentor, pairings, outside = self._pairings(learners, get("mentor"), cycle, days, override)
        return Ready(
            row if self._keep_cells else SourceRow(row[0], row[1], row[2], _NO_CELLS),
            cycle.id,
            mentor,
            days.start,
            days.end,
            days.days,
            form.code,
            get("direction", form.direction),
            state,
            hours,
            get("topic"),
            teachers,
            children,
            get("next_step"),
            get("note"),
            get("state_reason"),
            override if outside else None,
            pairings,
            learners.ids,
            get("people", ()),
            get("goals", ()),
        )

    def _cycle_of(self, days: _Days, code: str | None) -> CycleRow:
        known = self._cycles.get((days.start, code))
        if known is None:
            known = cycle_on(self._store, days.span.first, code)
            check_open(known)
            self._cycles[days.start, code] = known
        return known

    def _pairings(
        self,
        learners: _Learners,
        mentor: KindergartenKey | None,
        cycle: CycleRow,
        days: _Days,
        override: str | None,
    ) -> tuple[str, tuple[str, ...], bool]:
        """The mentor, the pairings, and whether one of them was not in force."""
        key = (learners.ids, None if mentor is None else mentor.id, cycle.id)
        known = self._help.get(key, _NOBODY)
        if not known.first <= days.start <= known.last:
            found = pairings_of(self._store, learners.keys, mentor, cycle, days.span, override)
            ids = tuple(each.id for each in found)
            if not all(each.contains(days.span) for each in found):
                return found[0].mentor_id, ids, True
            first, last = _steady(self._store, found, cycle)
            known = self._help[key] = _Help(tuple(found), ids, first, last)
            if not first <= days.start <= last:
                return found[0].mentor_id, ids, False
        return known.pairings[0].mentor_id, known.ids, False

    def _find_learners(self, written: tuple[str, ...]) -> _Learners:
        found = (each for name in written for each in self._one_or_more(name))
        keys = tuple({each.id: each for each in found}.values())
        return _Learners(keys, tuple(sorted(each.id for each in keys)))

    def _one_or_more(self, name: str) -> list[KindergartenKey]:
        """A slash stands between county and name; else between two names."""
        try:
            return [self._find_kindergarten(name)]
        except NotFound:
            parts = [part.strip() for part in name.replace("／", "/").split("/") if part.strip()]
            if len(parts) < 2:
                raise
            return [self._find_kindergarten(part) for part in parts]

    def _find_kindergarten(self, name: str) -> KindergartenKey:
        return _remembered(
            self._kindergartens, name, lambda text: find_kindergarten(self._store, text)
        )

    def _people(self, names: tuple[str, ...]) -> tuple[str, ...]:
        cleaned = [
            one_line(part, _PERSON, NAME)
            for name in names
            for part in name.replace("／", "/").split("/")
            if part.strip()
        ]
        # The same texts over and over: one object each keeps the memory small.
        return tuple(dict.fromkeys(self._texts.setdefault(name, name) for name in cleaned))


class _Learners(NamedTuple):
    """The kindergartens in a cell, and their keys in order."""

    keys: tuple[KindergartenKey, ...]
    ids: tuple[str, ...]


_DONE: Final = VisitState.DONE.value


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


def _days_of(span: DateSpan) -> _Days:
    return _Days(span, span.first.isoformat(), span.last.isoformat(), span.days)


_TEXT: Final = phrase("The text")
_NOTE: Final = phrase("The note")
_PERSON: Final = phrase("A person's name")


def _short(text: str) -> str:
    return one_line(text, _TEXT, SHORT_TEXT)


def _long(text: str) -> str:
    return several_lines(text, _NOTE)


def _remembered(
    known: dict[Key, Found | PairingError], key: Key, find: Callable[[Key], Found]
) -> Found:
    """What `find` says of `key`, or raises, asked once."""
    if key not in known:
        try:
            known[key] = find(key)
        except PairingError as error:
            known[key] = error
    found = known[key]
    if isinstance(found, PairingError):
        raise found
    return found


# --- Writing --------------------------------------------------------------------------------

_VISIT: Final = (
    "id", "cycle_id", "mentor_id", "start_date", "end_date", "days", "form_code", "direction",
    "state", "class_hours", "topic", "teachers", "children", "next_step", "note",
    "state_reason", "override_reason", "recorded_by", "recorded_at",
)  # fmt: skip


def write_visits(
    store: Writer, visits: list[Ready], tick: Callable[[int], None] = lambda _: None
) -> int:
    """Store checked visits by their days; how many answered a task. `tick` hears the count.

    In order of days every index but one grows at its end. `visits` is empty afterwards: its
    memory serves the batches to come.
    """
    visits.reverse()  # rows of one day keep the order of the file
    visits.sort(key=lambda visit: visit.start, reverse=True)
    tasks = OpenTasks(store)
    written = 0
    with store.loading():
        while visits:
            batch = visits[: -BATCH - 1 : -1]
            del visits[-BATCH:]
            ids = new_ids(len(batch))
            _write_batch(store, ids, batch)
            if tasks.are_open:
                store.settle()
                tasks.answer(ids, batch)
            written += len(batch)
            tick(written)
    return tasks.answered


def _write_batch(store: Writer, ids: Sequence[str], batch: Sequence[Ready]) -> None:
    by, at = store.actor, store.now
    both = list(zip(ids, batch, strict=True))
    store.insert_many(Visit, _VISIT, [(key, *visit[1:17], by, at) for key, visit in both])
    store.insert_many(
        VisitPairing,
        ("visit_id", "pairing_id"),
        [(key, pairing) for key, visit in both for pairing in visit.pairings],
    )
    store.insert_many(
        VisitPerson, ("id", "visit_id", "position", "name"), list(_people(ids, batch))
    )
    store.insert_many(
        VisitGoal,
        ("visit_id", "goal"),
        [(key, goal) for key, visit in both for goal in dict.fromkeys(visit.goals)],
    )


def _people(ids: Sequence[str], batch: Sequence[Ready]) -> Iterator[tuple[str, str, int, str]]:
    own = iter(new_ids(sum(len(visit.people) for visit in batch)))
    for key, visit in zip(ids, batch, strict=True):
        for position, name in enumerate(visit.people):
            yield next(own), key, position, name
