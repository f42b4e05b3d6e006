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
from pairing_cli.exchange.source import SourceRow
from pairing_cli.services.cycles import CycleRow, check_open, cycle_on
from pairing_cli.services.import_kinds import VISITS
from pairing_cli.services.import_rows import Problem, problem_of, read_cells
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
from pairing_cli.store.tables import Visit, VisitGoal, VisitPairing, VisitPerson
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
    ) -> None:
        """`cycle` holds where a row names none."""
        self._store = store
        self._titles = table.titles
        self._today = today
        self._cycle = cycle
        self._cells = CellReader(
            VISITS.fields, as_of, date_1904=table.source.date_1904, year_from=year_from
        )
        self._kindergartens: dict[str, KindergartenKey | PairingError] = {}
        self._forms: dict[str, FormKey | PairingError] = {}
        self._cycles: dict[tuple[dt.date, str | None], CycleRow] = {}
        self._learners: dict[tuple[str, ...], tuple[KindergartenKey, ...] | PairingError] = {}
        self._chosen: dict[tuple[Hashable, ...], Sequence[OpenPairing] | PairingError] = {}
        self._texts: dict[str, str] = {}

    def check(self, row: SourceRow) -> Ready | list[Problem]:
        """The visit of a row, or all that is wrong with it."""
        told, problems = read_cells(row, self._cells, self._titles, _REQUIRED)
        found: dict[str, Any] = {}
        resolvers: tuple[tuple[str, Callable[[Any], Any]], ...] = (
            ("mentees", self._find_learners),
            ("mentor", self._find_mentor),
            ("form", self._find_form),
            ("topic", self._short),
            ("state_reason", self._short),
            ("override_reason", self._short),
            ("next_step", self._long),
            ("note", self._long),
            ("people", self._people),
        )
        for key, resolve in resolvers:
            if key in told:
                try:
                    found[key] = resolve(told[key])
                except PairingError as error:
                    problems.append(problem_of(row, key, self._titles, error))
        if problems:
            return problems
        try:
            return self._ready(row, told, found)
        except PairingError as error:
            column = error.column or _COLUMN_OF.get(error.code)
            return [problem_of(row, column, self._titles, error)]

    def _ready(self, row: SourceRow, told: Mapping[str, Any], found: Mapping[str, Any]) -> Ready:
        span: DateSpan = told["date"]
        if "end_date" in told:
            span = DateSpan(span.first, told["end_date"].last)
        form: FormKey = found["form"]
        learners: tuple[KindergartenKey, ...] = found["mentees"]
        state = VisitState(told.get("state", VisitState.DONE))
        hours, teachers, children = map(told.get, ("class_hours", "teachers", "children"))
        override: str | None = found.get("override_reason")
        cycle = self._cycle_of(span.first, told.get("cycle") or self._cycle)
        check_open(cycle)
        check_in_use(form, span)
        check_day(span, state, self._today)
        check_amounts(hours, teachers, children, span)
        pairings = self._pairings(learners, found.get("mentor"), cycle, span, override)
        outside = override is not None and not all(each.contains(span) for each in pairings)
        return Ready(
            row=row,
            cycle_id=cycle.id,
            mentor_id=pairings[0].mentor_id,
            start=span.first.isoformat(),
            end=span.last.isoformat(),
            days=span.days,
            form=form.code,
            direction=told.get("direction", form.direction),
            state=state.value,
            class_hours=hours,
            topic=found.get("topic"),
            teachers=teachers,
            children=children,
            next_step=found.get("next_step"),
            note=found.get("note"),
            state_reason=found.get("state_reason"),
            override_reason=override if outside else None,
            pairings=tuple(each.id for each in pairings),
            mentees=tuple(sorted(each.id for each in learners)),
            people=found.get("people", ()),
            goals=told.get("goals", ()),
        )

    def _cycle_of(self, day: dt.date, code: str | None) -> CycleRow:
        known = self._cycles.get((day, code))
        if known is None:
            known = self._cycles[day, code] = cycle_on(self._store, day, code)
        return known

    def _find_learners(self, written: tuple[str, ...]) -> tuple[KindergartenKey, ...]:
        return _remembered(self._learners, written, self._look_up_learners)

    def _look_up_learners(self, written: tuple[str, ...]) -> tuple[KindergartenKey, ...]:
        found = (each for name in written for each in self._one_or_more(name))
        return tuple({each.id: each for each in found}.values())

    def _one_or_more(self, name: str) -> list[KindergartenKey]:
        """A slash stands between county and name; else between two names."""
        try:
            return [self._find_mentor(name)]
        except NotFound:
            parts = [part.strip() for part in name.replace("／", "/").split("/") if part.strip()]
            if len(parts) < 2:
                raise
            return [self._find_mentor(part) for part in parts]

    def _find_mentor(self, name: str) -> KindergartenKey:
        return _remembered(
            self._kindergartens, name, lambda text: find_kindergarten(self._store, text)
        )

    def _find_form(self, word: str) -> FormKey:
        return _remembered(self._forms, word, lambda text: find_form(self._store, text))

    def _pairings(
        self,
        learners: tuple[KindergartenKey, ...],
        mentor: KindergartenKey | None,
        cycle: CycleRow,
        span: DateSpan,
        override: str | None,
    ) -> Sequence[OpenPairing]:
        key = (tuple(each.id for each in learners), mentor and mentor.id, cycle.id, span.first)
        return _remembered(
            self._chosen,
            (*key, override is not None),
            lambda _: pairings_of(self._store, learners, mentor, cycle, span, override),
        )

    def _short(self, text: str) -> str:
        return one_line(text, phrase("The text"), SHORT_TEXT)

    def _long(self, text: str) -> str:
        return several_lines(text, phrase("The note"))

    def _people(self, names: tuple[str, ...]) -> tuple[str, ...]:
        cleaned = [
            one_line(part, phrase("A person's name"), NAME)
            for name in names
            for part in name.replace("／", "/").split("/")
            if part.strip()
        ]
        # The same texts over and over: one object each keeps the memory small.
        return tuple(dict.fromkeys(self._texts.setdefault(name, name) for name in cleaned))


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
) -> None:
    """Store checked visits, in the order of their days. `tick` hears how many are stored.

    In order of days, every index but one grows at its end, and the keys tell the days' order.
    """
    visits.sort(key=lambda visit: visit.start)
    for first in range(0, len(visits), BATCH):
        batch = visits[first : first + BATCH]
        ids = new_ids(len(batch))
        by, at = store.actor, store.now
        store.insert_many(
            Visit,
            _VISIT,
            ((key, *visit[1:17], by, at) for key, visit in zip(ids, batch, strict=True)),
        )
        store.insert_many(
            VisitPairing,
            ("visit_id", "pairing_id"),
            (
                (key, pairing)
                for key, visit in zip(ids, batch, strict=True)
                for pairing in visit.pairings
            ),
        )
        store.insert_many(VisitPerson, ("id", "visit_id", "position", "name"), _people(ids, batch))
        store.insert_many(
            VisitGoal,
            ("visit_id", "goal"),
            (
                (key, goal)
                for key, visit in zip(ids, batch, strict=True)
                for goal in dict.fromkeys(visit.goals)
            ),
        )
        tick(first + len(batch))


def _people(ids: Sequence[str], batch: Sequence[Ready]) -> Iterator[tuple[str, str, int, str]]:
    own = iter(new_ids(sum(len(visit.people) for visit in batch)))
    for key, visit in zip(ids, batch, strict=True):
        for position, name in enumerate(visit.people):
            yield next(own), key, position, name
