"""Circles (片区): kindergartens under one head, with rules of their own; read and written."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import same_name
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class CircleRow(NamedTuple):
    """A circle; the head is among its members."""

    id: str
    ref: str
    cycle: str
    name: str
    head: str
    expert: str | None
    """Who advises it; no kindergarten of its own."""
    members: tuple[str, ...]
    note: str | None


MEMBER_ON: Final = "m.from_date <= :day AND (m.to_date IS NULL OR m.to_date >= :day)"
"""The condition that a row of `circle_member` holds on a day."""

_LIST: Final = """
    SELECT c.id, substr(c.id, 25, 8) AS ref, y.code AS cycle, c.name, h.name AS head, c.expert,
           c.note
    FROM circle AS c
    INNER JOIN cycle AS y ON y.id = c.cycle_id
    INNER JOIN kindergarten AS h ON h.id = c.head_id
    WHERE {which} ORDER BY c.name, c.id
"""


def list_circles(store: Reader, cycle: CycleRow, as_of: dt.date | None = None) -> list[CircleRow]:
    """The circles of a cycle that there are, or were on a day, by name."""
    return _found(
        store,
        "c.cycle_id = :value AND (c.removed_on IS NULL OR c.removed_on > :day)",
        cycle.id,
        cycle.clip(as_of or dt.date.max),
    )


def find_circle(
    store: Reader, name: str, cycle: CycleRow, as_of: dt.date | None = None
) -> CircleRow:
    """The circle with this name, or this ref. Raises `NotFound`."""
    circles = list_circles(store, cycle, as_of)
    for each in circles:
        if same_name(each.name) == same_name(name):
            return each
    try:
        key = find_by_ref(store, "circle", name)
        return _found(store, "c.id = :value", key, cycle.clip(as_of or dt.date.max))[0]
    except NotFound as error:
        raise NotFound(
            "no-such-circle",
            phrase("Cycle {cycle} has no circle {name}.", cycle=cycle.code, name=name),
            hint=phrase("Circles: {names}", names=tuple(each.name for each in circles) or "-"),
        ) from error


def _found(store: Reader, which: str, value: str, day: dt.date) -> list[CircleRow]:
    values = {"value": value, "day": day.isoformat()}
    rows = store.rows(_LIST.format(which=which), **values)
    members: dict[str, list[str]] = {}
    for circle, name in store.tuples(
        "SELECT m.circle_id, k.name FROM circle_member AS m INNER JOIN kindergarten AS k"
        " ON k.id = m.kindergarten_id INNER JOIN circle AS c ON c.id = m.circle_id"
        f" WHERE {which} AND {MEMBER_ON} ORDER BY k.id <> c.head_id, k.pinyin",
        **values,
    ):
        members.setdefault(circle, []).append(name)
    return [CircleRow(**row, members=tuple(members.get(row["id"], ()))) for row in rows]
