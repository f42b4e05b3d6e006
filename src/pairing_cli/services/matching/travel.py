"""Distances on record, read."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.reading import Reader


class TravelRow(NamedTuple):
    """A way on record, in km and minutes; None where it isn't known."""

    ref: str
    start: str
    end: str
    km: float | None
    minutes: int | None
    source: str | None


_LIST: Final = """
    SELECT substr(t.id, 25, 8) AS ref, a.name AS start, b.name AS "end", t.km, t.minutes, t.source
    FROM travel AS t
    INNER JOIN kindergarten AS a ON a.id = t.from_id
    INNER JOIN kindergarten AS b ON b.id = t.to_id
    WHERE t.removed_on IS NULL AND {which}
    ORDER BY a.pinyin, a.id, b.pinyin, b.id
"""


def list_travel(store: Reader, kindergarten: str | None = None) -> list[TravelRow]:
    """The ways on record, of one kindergarten or all. Raises `NotFound`."""
    if kindergarten is None:
        return store.fetch(TravelRow, _LIST.format(which="1 = 1"))
    key = find_kindergarten(store, kindergarten).id
    return store.fetch(TravelRow, _LIST.format(which=":id IN (t.from_id, t.to_id)"), id=key)


def travel_row(store: Reader, key: str) -> TravelRow:
    """A way on record, by its key."""
    (row,) = store.fetch(TravelRow, _LIST.format(which="t.id = :id"), id=key)
    return row
