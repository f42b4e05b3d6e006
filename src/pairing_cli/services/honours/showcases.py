"""Showcases, read: what pairings showed, where and when, and who hasn't shown anything yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.owing.whose import list_pairing_keys
from pairing_cli.services.pairings.on_the_day import on_record
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.services.programme.names.short_names import short_names
from pairing_cli.store.reading import Reader


class ShowcaseRow(NamedTuple):
    """An event. Dates are ISO text, both inclusive."""

    ref: str
    title: str
    level: str
    start: str
    end: str
    place: str | None
    pairings: int
    """How many take part."""
    note: str | None
    removed_reason: str | None
    id: str
    cycle_id: str
    entries: tuple[Mapping[str, Any], ...] = ()
    """mentee, mentor, form, title, presenter, mentee_short of each."""


class MissingRow(NamedTuple):
    """A pairing that takes part in no showcase of its cycle."""

    ref: str
    mentor: str
    mentee: str
    county: str | None
    layer: str


_LIST: Final = f"""
    SELECT substr(s.id, 25, 8) AS ref, s.title, s.level, s.start_date AS start,
           s.end_date AS "end", s.place,
           (SELECT count(DISTINCT e.pairing_id) FROM showcase_entry AS e
            WHERE e.showcase_id = s.id AND {on_record("e", "s.start_date")}) AS pairings,
           s.note, s.removed_reason, s.id, s.cycle_id
    FROM showcase AS s
    WHERE {{which}}
    ORDER BY s.start_date, s.id
"""

_ENTRIES: Final = f"""
    SELECT e.showcase_id, p.mentee_id, p.mentee, p.mentor, e.form, e.title, e.presenter
    FROM showcase_entry AS e INNER JOIN pairings AS p ON p.id = e.pairing_id
    INNER JOIN showcase AS s ON s.id = e.showcase_id
    WHERE (:id IS NULL OR s.id = :id) AND (:cycle_id IS NULL OR s.cycle_id = :cycle_id)
        AND {on_record("e", "s.start_date")}
    ORDER BY e.form, p.layer, p.mentor_id, p.mentee_id
"""

_SAID_OF_ENTRY: Final = ("mentee", "mentor", "form", "title", "presenter")


def list_showcases(
    store: Reader, cycle: CycleRow, as_of: dt.date, *, every: bool = False
) -> list[ShowcaseRow]:
    """The showcases of a cycle, by day, those to come too that were arranged by then."""
    which = f"s.cycle_id = :id AND {on_record('s', 's.start_date')}"
    day = as_of.isoformat()
    rows = store.fetch(ShowcaseRow, _LIST.format(which=which), id=cycle.id, as_of=day)
    kept = [row for row in rows if every or row.removed_reason is None]
    return _with_entries(store, kept, day, cycle_id=cycle.id)


def show_showcase(store: Reader, ref: str, as_of: dt.date) -> ShowcaseRow:
    """One of them by its ref, with who took part in it by the day. Raises `NotFound`."""
    key = find_by_ref(store, "showcase", ref)
    day = as_of.isoformat()
    rows = store.fetch(ShowcaseRow, _LIST.format(which="s.id = :id"), id=key, as_of=day)
    return _with_entries(store, rows, day, key=key)[0]


def missing(store: Reader, cycle: CycleRow, as_of: dt.date) -> list[MissingRow]:
    """The regular pairings that had begun by a day and show nothing in their cycle."""
    shown = {
        row["pairing_id"]
        for row in store.rows(
            "SELECT e.pairing_id FROM showcase_entry AS e INNER JOIN showcase AS s"
            " ON s.id = e.showcase_id WHERE s.cycle_id = :id AND s.removed_on IS NULL"
            f" AND {on_record('e', 's.start_date')}",
            id=cycle.id,
            as_of=as_of.isoformat(),
        )
    }
    return [
        MissingRow(each.ref, each.mentor, each.mentee_short, each.county, each.layer)
        for each in list_pairing_keys(store, cycle, as_of)
        if each.id not in shown and each.start <= as_of.isoformat() and each.end >= cycle.end
    ]


def _with_entries(
    store: Reader,
    rows: list[ShowcaseRow],
    as_of: str,
    *,
    key: str | None = None,
    cycle_id: str | None = None,
) -> list[ShowcaseRow]:
    entries: dict[str, list[Mapping[str, Any]]] = {row.id: [] for row in rows}
    short = short_names(store)
    for row in store.rows(_ENTRIES, id=key, cycle_id=cycle_id, as_of=as_of):
        if row["showcase_id"] in entries:
            entries[row["showcase_id"]].append(
                {
                    **{name: row[name] for name in _SAID_OF_ENTRY},
                    "mentee_short": short.get(row["mentee_id"], row["mentee"]),
                }
            )
    return [row._replace(entries=tuple(entries[row.id])) for row in rows]
