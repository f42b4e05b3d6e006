"""Backbone teachers: a short register, of kindergartens."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.programme.names.lookup import find_by_ref, find_kindergarten, find_region
from pairing_cli.store.reading import Reader


class BackboneRow(NamedTuple):
    """A backbone teacher. Dates are ISO text, both inclusive."""

    id: str
    ref: str
    kindergarten: str
    county: str | None
    name: str
    level: str
    start: str
    end: str | None
    strength: str | None
    note: str | None


_LIST: Final = """
    SELECT b.id, substr(b.id, 25, 8) AS ref, k.name AS kindergarten, k.county, b.name, b.level,
           b.from_date AS start, b.to_date AS "end", b.strength, b.note
    FROM backbone_teacher AS b INNER JOIN kindergartens AS k ON k.id = b.kindergarten_id
    WHERE {which} ORDER BY k.county_code, k.pinyin, b.from_date, b.id
"""

_WANTED: Final = """
    b.removed_on IS NULL AND b.from_date <= :day
    AND (:ended = 1 OR b.to_date IS NULL OR b.to_date >= :day)
    AND (:kindergarten IS NULL OR k.id = :kindergarten)
    AND (:county IS NULL OR k.county_code = :county)
    AND (:level IS NULL OR b.level = :level)
"""


def list_backbone(
    store: Reader,
    as_of: dt.date,
    *,
    kindergarten: str | None = None,
    county: str | None = None,
    level: str | None = None,
    ended: bool = False,
) -> list[BackboneRow]:
    """Those who are backbone teachers on a day; with `ended` also those who no longer are.

    Raises `NotFound`.
    """
    return store.fetch(
        BackboneRow,
        _LIST.format(which=_WANTED),
        day=as_of.isoformat(),
        ended=int(ended),
        kindergarten=find_kindergarten(store, kindergarten).id if kindergarten else None,
        county=find_region(store, county, level="county").code if county else None,
        level=level,
    )


def show_backbone(store: Reader, ref: str) -> BackboneRow:
    """One of them by the ref. Raises `NotFound`."""
    key = find_by_ref(store, "backbone_teacher", ref)
    return store.fetch(BackboneRow, _LIST.format(which="b.id = :id"), id=key)[0]
