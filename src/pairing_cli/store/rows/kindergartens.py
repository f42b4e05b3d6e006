"""The roster: kindergartens and their figures.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import RemovableRow, Row, column


class Kindergarten(Row, table="kindergarten"):
    """One kindergarten."""

    id: str = column(key=True, default_factory=new_id)
    source: str | None = column(default=None, longest=200)
    assumed: bool = column(default=False)
    name: str = column(longest=100)
    pinyin: str = column(default="")
    initials: str = column(default="")
    tier: str
    ownership: str = column(default="public")
    exemplar: str | None = column(default=None)
    region_code: str | None = column(default=None)
    site_code: str | None = column(default=None, longest=10)
    name_confirmed: bool = column(default=True)
    head: str | None = column(default=None, longest=100)
    phone: str | None = column(default=None, longest=32)
    latitude: float | None = column(default=None, least=-90, most=90)
    longitude: float | None = column(default=None, least=-180, most=180)
    note: str | None = column(default=None, longest=4000)
    retired_on: dt.date | None = column(default=None)
    retired_reason: str | None = column(default=None, longest=200)


class KindergartenName(Row, table="kindergarten_name"):
    """Another name of a kindergarten: an alias or a former name."""

    id: str = column(key=True, default_factory=new_id)
    name: str = column(longest=100)
    pinyin: str = column(default="")
    initials: str = column(default="")
    kindergarten_id: str
    kind: str = column(default="alias")
    until: dt.date | None = column(default=None)


class Baseline(Row, table="baseline"):
    """Dated figures of one kindergarten."""

    id: str = column(key=True, default_factory=new_id)
    kindergarten_id: str
    on_date: dt.date
    children: int | None = column(default=None, least=0)
    classes: int | None = column(default=None, least=0)
    staff: int | None = column(default=None, least=0)
    teachers: int | None = column(default=None, least=0)
    needs: str | None = column(default=None, longest=4000)
    note: str | None = column(default=None, longest=4000)


class BaselineFigure(Row, table="baseline_figure"):
    """One breakdown figure of a baseline, such as teachers by qualification."""

    id: str = column(key=True, default_factory=new_id)
    baseline_id: str
    dimension: str
    item: str = column(longest=100)
    amount: int = column(least=0)


class KindergartenTag(Row, table="kindergarten_tag"):
    """What a kindergarten asks for before anybody helps it, or what it is strong in."""

    id: str = column(key=True, default_factory=new_id)
    kindergarten_id: str
    kind: str
    goal: str | None = column(default=None)
    form_code: str | None = column(default=None)


class KindergartenStatus(RemovableRow, table="kindergarten_status"):
    """What a kindergarten counts as from one day to another. No end: it still does."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    kindergarten_id: str
    status: str
    from_date: dt.date
    to_date: dt.date | None = column(default=None)
    reason: str | None = column(default=None, longest=200)


class BackboneTeacher(RemovableRow, table="backbone_teacher"):
    """A backbone teacher of a kindergarten, and of which level, from one day to another."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    kindergarten_id: str
    name: str = column(longest=100)
    level: str
    from_date: dt.date
    to_date: dt.date | None = column(default=None)
    strength: str | None = column(default=None, longest=200)
    note: str | None = column(default=None, longest=4000)
