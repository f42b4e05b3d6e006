"""Visits, read: what was done, planned, cancelled or attempted."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.moments import local_minute
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import (
    find_by_ref,
    find_form,
    find_kindergarten,
    find_region,
)
from pairing_cli.services.programme.names.short_names import short_names
from pairing_cli.services.visits.attending import Attending
from pairing_cli.store.reading import Reader


class VisitRow(NamedTuple):
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
    gained: str | None
    id: str
    people_shown: tuple[Label, ...] = ()
    """Names with their roles, as people read them."""
    people_roles: tuple[str, ...] = ()
    """Those with a role or a kindergarten of their own, as they can be typed again."""
    unknown_side: tuple[str, ...] = ()
    """Of whom nobody has said to which side they belong."""
    goals: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def recorded_at_local(self) -> str:
        """When it was logged, to the minute, by the clock on the wall."""
        return local_minute(self.recorded_at)


class VisitFilter(NamedTuple):
    """Which visits of a cycle are wanted; None means all."""

    mentee: str | None = None
    mentor: str | None = None
    county: str | None = None
    form: str | None = None
    state: str | None = None
    goal: str | None = None
    span: DateSpan | None = None
    day: dt.date | None = None
    """The day of the report: of what lies after it only plans exist. None: everything."""


_COLUMNS: Final = """
    v.ref, v.start_date, v.end_date, v.form, v.form_zh, v.form_en, v.direction, v.state,
    v.class_hours, v.topic, v.mentor, v.teachers, v.children, v.note, v.recorded_by,
    v.recorded_at, v.cycle, v.next_step, v.state_reason, v.override_reason, v.gained, v.id
"""
"""The fields of `VisitRow` in their order, but for those that hold several: visits come by the
hundred thousand and are read by position.
"""
_SEVERAL_AT: Final = VisitRow._fields.index("mentees")

_WANTED: Final = """
    v.cycle_id = :cycle_id
        AND (:mentor_id IS NULL OR v.mentor_id = :mentor_id)
        AND (:form IS NULL OR v.{form} = :form)
        AND (:state IS NULL OR v.state = :state)
        AND (:first IS NULL OR v.start_date >= :first)
        AND (:last IS NULL OR v.start_date <= :last)
        AND (:goal IS NULL OR v.id IN (SELECT visit_id FROM visit_goal WHERE goal = :goal))
        AND (:day IS NULL OR v.start_date <= :day OR v.state = 'planned')
        AND (:mentee_id IS NULL OR v.id IN (
            SELECT x.visit_id FROM visit_pairing AS x
            INNER JOIN pairing AS p ON p.id = x.pairing_id WHERE p.mentee_id = :mentee_id))
        AND (:county_code IS NULL OR v.id IN (
            SELECT x.visit_id FROM visit_pairing AS x
            INNER JOIN pairings AS p ON p.id = x.pairing_id WHERE p.county_code = :county_code))
"""
"""The condition that goes with a filter. The form is called otherwise in view and table."""

_ATTENDING: Final = """
    SELECT n.visit_id, n.name, n.role, k.name, n.kindergarten_id = v.mentor_id, v.direction
    FROM visit AS v
    INNER JOIN visit_person AS n ON n.visit_id = v.id
    LEFT JOIN kindergarten AS k ON k.id = n.kindergarten_id
    WHERE {which} ORDER BY n.position
"""

_OF_PAIRING: Final = """
    v.id IN (SELECT x.visit_id FROM visit_pairing AS x WHERE x.pairing_id = :id)
    AND (v.start_date <= :as_of OR v.state = 'planned')
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
        "goal": wanted.goal,
        "first": wanted.span.first.isoformat() if wanted.span else None,
        "last": wanted.span.last.isoformat() if wanted.span else None,
        "day": wanted.day.isoformat() if wanted.day else None,
    }
    return _found(store, _WANTED.format(form="form"), _WANTED.format(form="form_code"), values)


def stream_visits(store: Reader, cycle: CycleRow, wanted: VisitFilter) -> Iterator[VisitRow]:
    """The same month for month, so that no more than a month's visits are held."""
    span = wanted.span or cycle.span
    for month in span.months():
        if within := month.span.overlap(span):
            yield from list_visits(store, cycle, wanted._replace(span=within))


def show_visit(store: Reader, ref: str) -> VisitRow:
    """One visit by its ref, with goals and files. Raises `NotFound`."""
    key = find_by_ref(store, "visit", ref)
    visit = _found(store, "v.id = :id", "v.id = :id", {"id": key})[0]
    files = store.rows(
        "SELECT d.file_name FROM visit_document AS x INNER JOIN document AS d"
        " ON d.id = x.document_id WHERE x.visit_id = :id ORDER BY d.id",
        id=key,
    )
    return visit._replace(files=tuple(row["file_name"] for row in files))


_RECORDED: Final = "v.recorded_at = :at AND v.recorded_by = :actor"


def visits_recorded(store: Reader, at: str, actor: str, most: int) -> tuple[list[VisitRow], int]:
    """The visits that one command recorded, by date: the first of them, and how many there are."""
    keys = [
        row["id"]
        for row in store.rows(
            f"SELECT v.id FROM visit AS v WHERE {_RECORDED} ORDER BY v.start_date, v.id",
            at=at,
            actor=actor,
        )
    ]
    return [show_visit(store, key) for key in keys[:most]], len(keys)


def visits_of_pairing(store: Reader, pairing_id: str, as_of: dt.date) -> list[VisitRow]:
    """The visits of one pairing up to `as_of`, and the planned ones, in order of date."""
    values = {"id": pairing_id, "as_of": as_of.isoformat()}
    return _found(store, _OF_PAIRING, _OF_PAIRING, values)


def _found(
    store: Reader, of_view: str, of_table: str, values: Mapping[str, str | None]
) -> list[VisitRow]:
    """The visits `v` that meet a condition, with their mentees, people and aims: four queries,
    however many visits. The condition is given for the view `visits` and for its table.
    """
    mentees: defaultdict[str, list[str]] = defaultdict(list)
    mentees_short: defaultdict[str, list[str]] = defaultdict(list)
    people: defaultdict[str, list[Attending]] = defaultdict(list)
    short = short_names(store)
    for visit, name, key in store.tuples(
        "SELECT x.visit_id, p.mentee, p.mentee_id FROM visit AS v"
        " INNER JOIN visit_pairing AS x ON x.visit_id = v.id"
        f" INNER JOIN pairings AS p ON p.id = x.pairing_id WHERE {of_table} ORDER BY p.id",
        **values,
    ):
        mentees[visit].append(name)
        mentees_short[visit].append(short[key])
    for visit, *person in store.tuples(_ATTENDING.format(which=of_table), **values):
        people[visit].append(Attending._make(person))
    goals: defaultdict[str, list[str]] = defaultdict(list)
    for visit, goal in store.tuples(
        "SELECT g.visit_id, g.goal FROM visit AS v"
        f" INNER JOIN visit_goal AS g ON g.visit_id = v.id WHERE {of_table} ORDER BY g.goal",
        **values,
    ):
        goals[visit].append(goal)
    found = []
    for row in store.tuples(
        f"SELECT {_COLUMNS} FROM visits AS v WHERE {of_view} ORDER BY v.start_date, v.id", **values
    ):
        *_, visit = row
        fields = (
            *row[:_SEVERAL_AT],
            tuple(mentees[visit]),
            tuple(mentees_short[visit]),
            tuple(each.name for each in people[visit]),
            *row[_SEVERAL_AT:],
        )
        found.append(
            VisitRow(*fields)._replace(
                people_shown=tuple(each.shown for each in people[visit]),
                people_roles=tuple(each.written for each in people[visit] if each.is_more),
                unknown_side=tuple(each.name for each in people[visit] if each.is_unknown),
                goals=tuple(goals[visit]),
            )
        )
    return found
