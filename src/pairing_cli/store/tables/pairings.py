"""Who helps whom: layers, exemptions, pairings."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from pairing_cli.domain.matching.distance import FARTHEST_KM, LONGEST_MINUTES
from pairing_cli.domain.vocabulary import (
    Layer,
    PairingKind,
    RegionLevel,
)
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT
from pairing_cli.store.tables.base import STRICT, Keyed, Removable, Sourced, ref_index
from pairing_cli.store.tables.types import (
    IsoDate,
    Real,
    in_order,
    is_flag,
    not_blank,
    one_of,
    real_date,
)


class LayerCapacityFields(Sourced, Keyed):
    """How many mentees one mentor may have in a layer of a cycle."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    layer: str = Field(sa_type=Text)
    minimum: int = Field(default=0, ge=0)
    maximum: int | None = Field(default=None, ge=1)
    within: str | None = Field(default=None, sa_type=Text)
    mentor_kinds: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    """Who helps, such as "city,county/public"; None: the tier of the step."""
    mentee_kinds: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    """Who is helped; None: those of the step."""
    most_mentors: int = Field(default=1, ge=1)
    """How many regular mentors a mentee may have."""
    together: str | None = Field(default=None, max_length=32, sa_type=Text)
    """Layers with the same word here share one capacity."""
    priority: int | None = Field(default=None, ge=0)
    """Which holds where several layers take the same two kindergartens: the lowest."""


class LayerCapacity(LayerCapacityFields, table=True):
    """How many mentees one mentor may have in a layer of a cycle."""

    __tablename__: ClassVar[str] = "layer_capacity"
    __table_args__ = (
        UniqueConstraint("cycle_id", "layer"),
        one_of("layer", Layer),
        one_of("within", (RegionLevel.COUNTY, RegionLevel.TOWNSHIP)),
        CheckConstraint("0 <= minimum AND minimum <= maximum", name="in_order"),
        CheckConstraint("most_mentors >= 1", name="some_mentor"),
        not_blank("mentor_kinds"),
        not_blank("mentee_kinds"),
        not_blank("together"),
        is_flag("assumed"),
        STRICT,
    )


class ExemptionFields(Sourced, Keyed):
    """A county without an arrangement of its own in a cycle."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    region_code: str = Field(sa_type=Text, foreign_key="region.code")
    reason: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    reason_en: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    former_mentor_id: str | None = Field(default=None, sa_type=Text, foreign_key="kindergarten.id")
    """Who helped it in the cycle before."""
    end_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    """Its last day, where it doesn't hold for the whole cycle."""
    end_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    end_decided_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When its end was put on record; None where it has none or had it from the first."""


class Exemption(ExemptionFields, table=True):
    """A county without an arrangement of its own in a cycle."""

    __table_args__ = (
        not_blank("reason"),
        real_date("end_date"),
        real_date("end_decided_on"),
        is_flag("assumed"),
        Index(
            "uq_exemption_in_force",
            "cycle_id",
            "region_code",
            unique=True,
            sqlite_where=text("end_date IS NULL"),
            postgresql_where=text("end_date IS NULL"),
        ),
        ref_index("exemption"),
        STRICT,
    )


class PairingFields(Sourced, Keyed):
    """One mentor, one mentee, one cycle, one layer."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    mentor_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    mentee_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    layer: str = Field(sa_type=Text)
    kind: str = Field(default=PairingKind.REGULAR, sa_type=Text)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    end_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    override_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    assigned_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When it was put on record; None: it was known from the first."""
    end_decided_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When its end was put on record; None where it has none, or it was known from the first."""


class Pairing(PairingFields, table=True):
    """One mentor, one mentee, one cycle, one layer. No end: it runs to the cycle's."""

    __table_args__ = (
        CheckConstraint("mentor_id <> mentee_id", name="two_sides"),
        one_of("layer", Layer),
        one_of("kind", PairingKind),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        real_date("assigned_on"),
        real_date("end_decided_on"),
        is_flag("assumed"),
        Index(
            "uq_pairing_one_regular_mentor",
            "cycle_id",
            "mentee_id",
            "mentor_id",
            unique=True,
            sqlite_where=text("kind = 'regular' AND end_date IS NULL"),
            postgresql_where=text("kind = 'regular' AND end_date IS NULL"),
        ),
        Index(None, "mentee_id"),
        Index(None, "mentor_id"),
        ref_index("pairing"),
        STRICT,
    )


class TravelFields(Removable, Keyed):
    """How far it is from one kindergarten to another, and how long it takes."""

    from_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    to_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    km: float | None = Field(default=None, gt=0, le=FARTHEST_KM, sa_type=Real)
    minutes: int | None = Field(default=None, ge=1, le=LONGEST_MINUTES)
    source: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class Travel(TravelFields, table=True):
    """How far it is from one kindergarten to another; back too, unless that is on record."""

    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="two_places"),
        CheckConstraint(f"km > 0 AND km <= {FARTHEST_KM}", name="km_possible"),
        CheckConstraint(f"minutes BETWEEN 1 AND {LONGEST_MINUTES}", name="minutes_possible"),
        CheckConstraint("km IS NOT NULL OR minutes IS NOT NULL", name="something_known"),
        real_date("removed_on"),
        Index(
            "uq_travel_way",
            "from_id",
            "to_id",
            unique=True,
            sqlite_where=text("removed_on IS NULL"),
            postgresql_where=text("removed_on IS NULL"),
        ),
        Index(None, "to_id"),
        ref_index("travel"),
        STRICT,
    )


class CircleFields(Removable, Keyed):
    """Kindergartens under one head, with rules of their own (片区)."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    name: str = Field(max_length=NAME, sa_type=Text)
    head_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    expert: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    """Who advises it (a province's expert), by name; several in one text."""
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Circle(CircleFields, table=True):
    """Kindergartens under one head, with rules of their own (片区)."""

    __table_args__ = (
        not_blank("name"),
        real_date("removed_on"),
        Index(
            "uq_circle_name",
            "cycle_id",
            "name",
            unique=True,
            sqlite_where=text("removed_on IS NULL"),
            postgresql_where=text("removed_on IS NULL"),
        ),
        ref_index("circle"),
        STRICT,
    )


class CircleMember(SQLModel, table=True):
    """A kindergarten's time in a circle; the head is a member, too."""

    __tablename__: ClassVar[str] = "circle_member"
    __table_args__ = (
        real_date("from_date"),
        real_date("to_date"),
        in_order("from_date", "to_date"),
        Index(None, "kindergarten_id"),
        STRICT,
    )
    circle_id: str = Field(primary_key=True, sa_type=Text, foreign_key="circle.id")
    kindergarten_id: str = Field(primary_key=True, sa_type=Text, foreign_key="kindergarten.id")
    from_date: dt.date = Field(primary_key=True, sa_type=IsoDate)
    to_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    """Its last day there; None while it stays."""
