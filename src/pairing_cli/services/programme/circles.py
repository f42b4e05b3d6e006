"""Circles (片区): kindergartens under one head, with rules of their own; read and written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from pairing_cli.domain.errors import BadData, NotFound, RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT, one_line, several_lines
from pairing_cli.services.programme.cycles import CycleRow, check_open
from pairing_cli.services.programme.lookup import find_by_ref, find_kindergarten
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import Circle, CircleMember
from pairing_cli.store.writing import Writer


class CircleRow(NamedTuple):
    """A circle; the head is among its members."""

    id: str
    ref: str
    cycle: str
    name: str
    head: str
    members: tuple[str, ...]
    note: str | None


_LIST: Final = """
    SELECT c.id, substr(c.id, 25, 8) AS ref, y.code AS cycle, c.name, h.name AS head, c.note
    FROM circle AS c
    INNER JOIN cycle AS y ON y.id = c.cycle_id
    INNER JOIN kindergarten AS h ON h.id = c.head_id
    WHERE {which} ORDER BY c.name, c.id
"""


def list_circles(store: Reader, cycle: CycleRow) -> list[CircleRow]:
    """The circles of a cycle, by name."""
    return _found(store, "c.cycle_id = :value AND c.removed_on IS NULL", cycle.id)


def find_circle(store: Reader, name: str, cycle: CycleRow) -> CircleRow:
    """The circle with this name, or this ref. Raises `NotFound`."""
    circles = list_circles(store, cycle)
    for each in circles:
        if each.name == name.strip():
            return each
    try:
        return _found(store, "c.id = :value", find_by_ref(store, "circle", name))[0]
    except NotFound as error:
        raise NotFound(
            "no-such-circle",
            phrase("Cycle {cycle} has no circle {name}.", cycle=cycle.code, name=name),
            hint=phrase("Circles: {names}", names=tuple(each.name for each in circles) or "-"),
        ) from error


def add_circle(
    store: Writer,
    cycle: CycleRow,
    name: str,
    head: str,
    members: Iterable[str],
    note: str | None = None,
) -> CircleRow:
    """Make a circle. Raises `NotFound`, `BadData` for a second of this name, and `RuleRefusal`
    for a kindergarten that is in another circle.
    """
    check_open(cycle)
    title = one_line(name, phrase("The name"), NAME)
    if any(each.name == title for each in list_circles(store, cycle)):
        raise BadData(
            "circle-twice",
            phrase("Cycle {cycle} has a circle {name} already.", cycle=cycle.code, name=title),
        )
    leader = find_kindergarten(store, head)
    row = Circle(
        cycle_id=cycle.id,
        name=title,
        head_id=leader.id,
        note=several_lines(note, phrase("The note"), LONG_TEXT) if note else None,
    )
    store.add(row)
    _join(store, cycle, row, [leader.id, *_ids(store, members)])
    return find_circle(store, row.id[24:], cycle)


def join_circle(
    store: Writer, cycle: CycleRow, name: str, members: Sequence[str], *, leave: bool = False
) -> CircleRow:
    """Take kindergartens into a circle, or let them go. The head stays.

    Raises `NotFound`, `RuleRefusal`.
    """
    check_open(cycle)
    found = find_circle(store, name, cycle)
    row = store.get(Circle, found.id)
    keys = _ids(store, members)
    if not leave:
        _join(store, cycle, row, keys)
    else:
        if row.head_id in keys:
            raise RuleRefusal(
                "circle-without-head",
                phrase("{head} is the head of {name}.", head=found.head, name=found.name),
                hint=phrase(
                    "Another head first: pairing circle edit {name} --head KINDERGARTEN",
                    name=found.name,
                ),
            )
        held = store.where(CircleMember, circle_id=row.id)
        store.delete(*(each for each in held if each.kindergarten_id in keys))
    return find_circle(store, row.id[24:], cycle)


def edit_circle(
    store: Writer,
    cycle: CycleRow,
    name: str,
    *,
    new: str | None = None,
    head: str | None = None,
    note: str | None = None,
) -> CircleRow:
    """Give a circle another name, head or note; "" empties the note. Raises as `add_circle`."""
    check_open(cycle)
    row = store.get(Circle, find_circle(store, name, cycle).id)
    if head is not None:
        leader = find_kindergarten(store, head)
        _join(store, cycle, row, [leader.id])
        store.change(row, head_id=leader.id)
    if new is not None:
        store.change(row, name=one_line(new, phrase("The name"), NAME))
    if note is not None:
        store.change(row, note=several_lines(note, phrase("The note"), LONG_TEXT) if note else None)
    return find_circle(store, row.id[24:], cycle)


def remove_circle(
    store: Writer, cycle: CycleRow, name: str, *, reason: str, on: dt.date
) -> CircleRow:
    """End a circle; its records stay. Raises `NotFound`."""
    check_open(cycle)
    found = find_circle(store, name, cycle)
    text = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(store.get(Circle, found.id), removed_on=on, removed_reason=text)
    return found


def _ids(store: Reader, names: Iterable[str]) -> list[str]:
    return [find_kindergarten(store, name).id for name in names]


def _join(store: Writer, cycle: CycleRow, row: Circle, keys: Iterable[str]) -> None:
    for key in dict.fromkeys(keys):
        for other in store.rows(
            "SELECT c.id, c.name, k.name AS kindergarten FROM circle AS c"
            " INNER JOIN circle_member AS m ON m.circle_id = c.id"
            " INNER JOIN kindergarten AS k ON k.id = m.kindergarten_id"
            " WHERE c.cycle_id = :cycle AND c.removed_on IS NULL AND m.kindergarten_id = :key",
            cycle=cycle.id,
            key=key,
        ):
            if other["id"] == row.id:
                break
            raise RuleRefusal(
                "in-another-circle",
                phrase(
                    "{name} is in the circle {circle} already.",
                    name=other["kindergarten"],
                    circle=other["name"],
                ),
                hint=phrase(
                    "To let it go: pairing circle leave {circle} {name}",
                    circle=other["name"],
                    name=other["kindergarten"],
                ),
            )
        else:
            store.add(CircleMember(circle_id=row.id, kindergarten_id=key))


def _found(store: Reader, which: str, value: str) -> list[CircleRow]:
    rows = store.rows(_LIST.format(which=which), value=value)
    members: dict[str, list[str]] = {}
    for circle, name in store.tuples(
        "SELECT m.circle_id, k.name FROM circle_member AS m INNER JOIN kindergarten AS k"
        " ON k.id = m.kindergarten_id INNER JOIN circle AS c ON c.id = m.circle_id"
        f" WHERE {which} ORDER BY k.id <> c.head_id, k.pinyin",
        value=value,
    ):
        members.setdefault(circle, []).append(name)
    return [CircleRow(**row, members=tuple(members.get(row["id"], ()))) for row in rows]
