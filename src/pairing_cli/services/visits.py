"""Visits, read: what was done, planned, cancelled or attempted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from pairing_cli.domain.dates import DateSpan
from pairing_cli.domain.moments import local_minute
from pairing_cli.domain.vocabulary import short_name
from pairing_cli.services.cycles import CycleRow
from pairing_cli.services.lookup import find_by_ref, find_form, find_kindergarten, find_region
from pairing_cli.store.reading import Reader


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit as the contract's `visit list` shows it. Dates are ISO text, both inclusive."""

    ref: str
    date: str
    end_date: str
    form: str
    form_zh: str
    form_en: str
    direction: str
    state: str
    class_hours: float | None
    topic: str | None
    mentor: str
    mentees: tuple[str, ...]
    mentees_short: tuple[str, ...]
    people: tuple[str, ...]
    teachers: int | None
    children: int | None
    note: str | None
    recorded_by: str
    recorded_at: str
    cycle: str
    next_step: str | None
    state_reason: str | None
    override_reason: str | None
    id: str
    goals: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def recorded_at_local(self) -> str:
        """When it was logged, to the minute, by the clock on the wall."""
        return local_minute(self.recorded_at)


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits of a cycle are wanted; None means all."""

    mentee: str | None = None
    mentor: str | None = None
    county: str | None = None
    form: str | None = None
    state: str | None = None
    span: DateSpan | None = None


_COLUMNS: Final = """
    v.ref, v.start_date AS date, v.end_date, v.form, v.form_zh, v.form_en, v.direction, v.state,
    v.class_hours, v.topic, v.mentor, v.teachers, v.children, v.note, v.recorded_by,
    v.recorded_at, v.cycle, v.next_step, v.state_reason, v.override_reason, v.id
"""

_LIST: Final = f"""
    SELECT {_COLUMNS}
    FROM visits AS v
    WHERE v.cycle_id = :cycle_id
        AND (:mentor_id IS NULL OR v.mentor_id = :mentor_id)
        AND (:form IS NULL OR v.form = :form)
        AND (:state IS NULL OR v.state = :state)
        AND (:first IS NULL OR v.start_date >= :first)
        AND (:last IS NULL OR v.start_date <= :last)
        AND (:mentee_id IS NULL OR v.id IN (
            SELECT x.visit_id FROM visit_pairing AS x
            INNER JOIN pairing AS p ON p.id = x.pairing_id WHERE p.mentee_id = :mentee_id))
        AND (:county_code IS NULL OR v.id IN (
            SELECT x.visit_id FROM visit_pairing AS x
            INNER JOIN pairings AS p ON p.id = x.pairing_id WHERE p.county_code = :county_code))
    ORDER BY v.start_date, v.id
"""


def list_visits(store: Reader, cycle: CycleRow, wanted: VisitFilter) -> list[VisitRow]:
    """The visits of a cycle in order of date, whatever their state."""
    county = find_region(store, wanted.county, level="county") if wanted.county else None
    values = {
        "cycle_id": cycle.id,
        "mentor_id": find_kindergarten(store, wanted.mentor).id if wanted.mentor else None,
        "mentee_id": find_kindergarten(store, wanted.mentee).id if wanted.mentee else None,
        "county_code": county.code if county else None,
        "form": find_form(store, wanted.form).code if wanted.form else None,
        "state": wanted.state,
        "first": wanted.span.first.isoformat() if wanted.span else None,
        "last": wanted.span.last.isoformat() if wanted.span else None,
    }
    return _with_lists(store, store.rows(_LIST, **values), cycle, span=wanted.span)


def stream_visits(store: Reader, cycle: CycleRow, wanted: VisitFilter) -> Iterator[VisitRow]:
    """The same month for month, so that no more than a month's visits are held."""
    span = wanted.span or cycle.span
    for month in span.months():
        if within := month.span.overlap(span):
            yield from list_visits(store, cycle, replace(wanted, span=within))


def show_visit(store: Reader, ref: str) -> VisitRow:
    """One visit by its ref, with goals and files. Raises `NotFound`."""
    key = find_by_ref(store, "visit", ref)
    rows = store.rows(f"SELECT {_COLUMNS} FROM visits AS v WHERE v.id = :id", id=key)
    visit = _with_lists(store, rows, None)[0]
    goals = store.rows("SELECT goal FROM visit_goal WHERE visit_id = :id ORDER BY goal", id=key)
    files = store.rows(
        "SELECT d.file_name FROM visit_document AS x INNER JOIN document AS d"
        " ON d.id = x.document_id WHERE x.visit_id = :id ORDER BY d.id",
        id=key,
    )
    return replace(
        visit,
        goals=tuple(row["goal"] for row in goals),
        files=tuple(row["file_name"] for row in files),
    )


def visits_of_pairing(store: Reader, pairing_id: str, as_of: dt.date) -> list[VisitRow]:
    """The visits of one pairing up to `as_of`, and the planned ones, in order of date."""
    rows = store.rows(
        f"SELECT {_COLUMNS} FROM visits AS v INNER JOIN visit_pairing AS x ON x.visit_id = v.id"
        " WHERE x.pairing_id = :id AND (v.start_date <= :as_of OR v.state = 'planned')"
        " ORDER BY v.start_date, v.id",
        id=pairing_id,
        as_of=as_of.isoformat(),
    )
    return _with_lists(store, rows, None, [row["id"] for row in rows])


def _with_lists(
    store: Reader,
    rows: Iterable[Any],
    cycle: CycleRow | None,
    ids: list[str] | None = None,
    span: DateSpan | None = None,
) -> list[VisitRow]:
    """Complete visits with their mentees and people: two queries, however many visits."""
    found = list(rows)
    if cycle is None and ids is None:
        ids = [row["id"] for row in found]
    mentees = _by_visit(
        store,
        "SELECT x.visit_id, p.mentee AS name, p.layer, p.county FROM visit_pairing AS x"
        " INNER JOIN pairings AS p ON p.id = x.pairing_id"
        " INNER JOIN visit AS v ON v.id = x.visit_id WHERE {visits} ORDER BY p.id",
        cycle,
        ids,
        span,
    )
    people = _by_visit(
        store,
        "SELECT n.visit_id, n.name FROM visit_person AS n"
        " INNER JOIN visit AS v ON v.id = n.visit_id WHERE {visits} ORDER BY n.position",
        cycle,
        ids,
        span,
    )
    return [
        VisitRow(
            **row,
            mentees=tuple(each["name"] for each in mentees[row["id"]]),
            mentees_short=tuple(
                short_name(each["name"], each["layer"], each["county"])
                for each in mentees[row["id"]]
            ),
            people=tuple(each["name"] for each in people[row["id"]]),
        )
        for row in found
    ]


def _by_visit(
    store: Reader,
    sql: str,
    cycle: CycleRow | None,
    ids: list[str] | None,
    span: DateSpan | None,
) -> dict[str, list[Mapping[str, Any]]]:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    if cycle is not None:
        within = "v.cycle_id = :cycle_id AND v.start_date BETWEEN :first AND :last"
        first, last = (span.first, span.last) if span else (dt.date.min, dt.date.max)
        batches = [
            store.rows(
                sql.format(visits=within),
                cycle_id=cycle.id,
                first=first.isoformat(),
                last=last.isoformat(),
            )
        ]
    else:
        batches = [
            store.rows(sql.format(visits="v.id = :visit_id"), visit_id=key) for key in ids or ()
        ]
    for batch in batches:
        for row in batch:
            found[row["visit_id"]].append(row)
    return found
