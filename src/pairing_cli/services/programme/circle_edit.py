"""Writing circles: adding, joining, changing, removing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from pairing_cli.domain.errors import BadData, RuleRefusal
from pairing_cli.domain.fields import Field
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import (
    LONG_TEXT,
    NAME,
    SHORT_TEXT,
    one_line,
    same_name,
    several_lines,
)
from pairing_cli.services.programme.circles import CircleRow, find_circle, list_circles
from pairing_cli.services.programme.clearing import emptied
from pairing_cli.services.programme.cycles import CycleRow, check_inside
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import Circle, CircleMember
from pairing_cli.store.writing import Writer


def add_circle(
    store: Writer,
    cycle: CycleRow,
    name: str,
    head: str,
    members: Iterable[str],
    note: str | None = None,
    *,
    expert: str | None = None,
) -> CircleRow:
    """Make a circle. Raises `NotFound`, `BadData` for a second of this name, and `RuleRefusal`
    for a kindergarten that is in another circle.
    """
    title = _free_name(store, cycle, name)
    leader = find_kindergarten(store, head)
    row = Circle(
        cycle_id=cycle.id,
        name=title,
        head_id=leader.id,
        expert=_expert(expert) if expert else None,
        note=several_lines(note, phrase("The note"), LONG_TEXT) if note else None,
    )
    store.add(row)
    _join(store, cycle, row, [leader.id, *_ids(store, members)], cycle.span.first)
    return find_circle(store, row.id[24:], cycle)


def join_circle(
    store: Writer,
    cycle: CycleRow,
    name: str,
    members: Sequence[str],
    *,
    on: dt.date,
    leave: bool = False,
) -> CircleRow:
    """Take kindergartens into a circle from the day `on` on, or let them go on it. The head
    stays.

    Raises `NotFound`, `RuleRefusal`, `UsageError` for a day outside the cycle.
    """
    check_inside(on, cycle)
    found = find_circle(store, name, cycle)
    row = store.get(Circle, found.id)
    keys = _ids(store, members)
    if not leave:
        _join(store, cycle, row, keys, on)
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
        for held in store.where(CircleMember, circle_id=row.id, to_date=None):
            if held.kindergarten_id in keys:
                _leave(store, held, on)
    return find_circle(store, row.id[24:], cycle)


class CircleEdit(NamedTuple):
    """What of a circle is to be otherwise; None stays as it is."""

    name: str | None = None
    head: str | None = None
    expert: str | None = None
    note: str | None = None


def edit_circle(
    store: Writer,
    cycle: CycleRow,
    name: str,
    wanted: CircleEdit,
    *,
    as_of: dt.date,
    cleared: Iterable[Field] = (),
) -> CircleRow:
    """Give a circle another name, head, expert or note, or empty what is `cleared`. Raises as
    `add_circle`.
    """
    row = store.get(Circle, find_circle(store, name, cycle).id)
    store.change(row, **emptied(Circle, cleared))
    if wanted.head is not None:
        leader = find_kindergarten(store, wanted.head)
        _join(store, cycle, row, [leader.id], cycle.clip(as_of))
        store.change(row, head_id=leader.id)
    if wanted.name is not None:
        store.change(row, name=_free_name(store, cycle, wanted.name, row.id))
    if wanted.expert is not None:
        store.change(row, expert=_expert(wanted.expert))
    if wanted.note is not None:
        store.change(row, note=several_lines(wanted.note, phrase("The note"), LONG_TEXT))
    return find_circle(store, row.id[24:], cycle)


def remove_circle(
    store: Writer, cycle: CycleRow, name: str, *, reason: str, on: dt.date
) -> CircleRow:
    """End a circle; its records stay. Raises `NotFound`."""
    found = find_circle(store, name, cycle)
    text = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(store.get(Circle, found.id), removed_on=on, removed_reason=text)
    return found


def _free_name(store: Reader, cycle: CycleRow, name: str, own: str | None = None) -> str:
    """A name that no other circle of the cycle has."""
    title = one_line(name, phrase("The name"), NAME)
    for each in list_circles(store, cycle):
        if each.id != own and same_name(each.name) == same_name(title):
            raise BadData(
                "circle-twice",
                phrase(
                    "Cycle {cycle} has a circle {name} already.", cycle=cycle.code, name=each.name
                ),
            )
    return title


def _expert(name: str) -> str:
    return one_line(name, phrase("The expert"), SHORT_TEXT)


def _ids(store: Reader, names: Iterable[str]) -> list[str]:
    return [find_kindergarten(store, name).id for name in names]


def _leave(store: Writer, held: CircleMember, on: dt.date) -> None:
    """End a kindergarten's time in a circle on the eve; who came on that day never was in it."""
    if on <= held.from_date:
        store.delete(held)
    else:
        store.change(held, to_date=on - dt.timedelta(1))


def _join(store: Writer, cycle: CycleRow, row: Circle, keys: Iterable[str], day: dt.date) -> None:
    """Take kindergartens in from a day on; who is in it stays as it is."""
    for key in dict.fromkeys(keys):
        for other in store.rows(
            "SELECT c.id, c.name, k.name AS kindergarten FROM circle AS c"
            " INNER JOIN circle_member AS m ON m.circle_id = c.id"
            " INNER JOIN kindergarten AS k ON k.id = m.kindergarten_id"
            " WHERE c.cycle_id = :cycle AND c.removed_on IS NULL AND m.kindergarten_id = :key"
            " AND (m.to_date IS NULL OR m.to_date >= :day)",
            cycle=cycle.id,
            key=key,
            day=day.isoformat(),
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
            store.add(CircleMember(circle_id=row.id, kindergarten_id=key, from_date=day))
