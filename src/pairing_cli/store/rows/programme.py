"""The frame: programme, sources, cycles, terms, regions.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import RemovableRow, Row, column


class Source(Row, table="source"):
    """A document that other rows name as their source."""

    code: str = column(key=True, longest=64)
    title_zh: str = column(longest=200)
    title_en: str = column(longest=200)


class Programme(Row, table="programme"):
    """What the file is about. One row."""

    id: int = column(key=True, default=1)
    title_zh: str = column(longest=200)
    title_en: str = column(longest=200)
    region_code: str | None = column(default=None)
    source: str | None = column(default=None, longest=200)


class Cycle(Row, table="cycle"):
    """The span that a scheme runs."""

    id: str = column(key=True, default_factory=new_id)
    source: str | None = column(default=None, longest=200)
    assumed: bool = column(default=False)
    code: str = column(longest=32)
    title: str | None = column(default=None, longest=200)
    title_en: str | None = column(default=None, longest=200)
    start_date: dt.date
    end_date: dt.date
    state: str = column(default="active")
    wrap_up_until: dt.date | None = column(default=None)
    weight_organisation: int = column(default=20, least=0, most=100)
    weight_activity: int = column(default=50, least=0, most=100)
    weight_archive: int = column(default=15, least=0, most=100)
    weight_effect: int = column(default=15, least=0, most=100)


class Term(Row, table="term"):
    """A school term; vacations lie between."""

    id: str = column(key=True, default_factory=new_id)
    source: str | None = column(default=None, longest=200)
    assumed: bool = column(default=False)
    code: str = column(longest=32)
    school_year: str = column(longest=32)
    season: str
    start_date: dt.date
    end_date: dt.date


class Holiday(RemovableRow, table="holiday"):
    """A day inside a term on which nobody teaches."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    on_date: dt.date
    name: str = column(longest=100)


class Region(Row, table="region"):
    """An administrative division, keyed by its statistical code."""

    source: str | None = column(default=None, longest=200)
    assumed: bool = column(default=False)
    name: str = column(longest=100)
    pinyin: str = column(default="")
    initials: str = column(default="")
    code: str = column(key=True, longest=12)
    level: str
    parent_code: str | None = column(default=None)
    kindergartens: int | None = column(default=None, least=0)
    kindergartens_source: str | None = column(default=None, longest=200)


class RegionName(Row, table="region_name"):
    """Another name of a region: an alias, or a former name with its former code."""

    id: str = column(key=True, default_factory=new_id)
    name: str = column(longest=100)
    pinyin: str = column(default="")
    initials: str = column(default="")
    region_code: str
    kind: str = column(default="alias")
    former_code: str | None = column(default=None, longest=12)
    until: str | None = column(default=None, longest=10)
