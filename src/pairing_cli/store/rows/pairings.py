"""Who helps whom: layers, exemptions, pairings.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import RemovableRow, Row, column


class LayerCapacity(Row, table="layer_capacity"):
    """How many mentees one mentor may have in a layer of a cycle."""

    id: str = column(key=True, default_factory=new_id)
    source: str | None = column(default=None, longest=200)
    assumed: bool = column(default=False)
    cycle_id: str
    layer: str
    minimum: int = column(default=0, least=0)
    maximum: int | None = column(default=None, least=1)
    within: str | None = column(default=None)
    mentor_kinds: str | None = column(default=None, longest=200)
    mentee_kinds: str | None = column(default=None, longest=200)
    most_mentors: int = column(default=1, least=1)
    together: str | None = column(default=None, longest=32)
    priority: int | None = column(default=None, least=0)


class Exemption(Row, table="exemption"):
    """A county without an arrangement of its own in a cycle."""

    id: str = column(key=True, default_factory=new_id)
    source: str | None = column(default=None, longest=200)
    assumed: bool = column(default=False)
    cycle_id: str
    region_code: str
    reason: str = column(longest=200)
    reason_en: str | None = column(default=None, longest=200)
    former_mentor_id: str | None = column(default=None)
    end_date: dt.date | None = column(default=None)
    end_reason: str | None = column(default=None, longest=200)
    end_decided_on: dt.date | None = column(default=None)


class Pairing(Row, table="pairing"):
    """One mentor, one mentee, one cycle, one layer. No end: it runs to the cycle's."""

    id: str = column(key=True, default_factory=new_id)
    source: str | None = column(default=None, longest=200)
    assumed: bool = column(default=False)
    cycle_id: str
    mentor_id: str
    mentee_id: str
    layer: str
    kind: str = column(default="regular")
    start_date: dt.date
    end_date: dt.date | None = column(default=None)
    end_reason: str | None = column(default=None, longest=200)
    override_reason: str | None = column(default=None, longest=200)
    note: str | None = column(default=None, longest=4000)
    assigned_on: dt.date | None = column(default=None)
    end_decided_on: dt.date | None = column(default=None)


class Travel(RemovableRow, table="travel"):
    """How far it is from one kindergarten to another; back too, unless that is on record."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    from_id: str
    to_id: str
    km: float | None = column(default=None, above=0, most=2000)
    minutes: int | None = column(default=None, least=1, most=4320)
    source: str | None = column(default=None, longest=200)


class Circle(RemovableRow, table="circle"):
    """Kindergartens under one head, with rules of their own (片区)."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    cycle_id: str
    name: str = column(longest=100)
    head_id: str
    expert: str | None = column(default=None, longest=200)
    note: str | None = column(default=None, longest=4000)


class CircleMember(Row, table="circle_member"):
    """A kindergarten's time in a circle; the head is a member, too."""

    circle_id: str = column(key=True)
    kindergarten_id: str = column(key=True)
    from_date: dt.date = column(key=True)
    to_date: dt.date | None = column(default=None)
