"""The frame: programme, sources, cycles, terms, regions."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.rules import WEIGHTS
from pairing_cli.domain.vocabulary import (
    CycleState,
    RegionLevel,
    Season,
)
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT
from pairing_cli.store.tables.base import (
    STRICT,
    Fields,
    Keyed,
    Removable,
    SearchableName,
    Sourced,
)
from pairing_cli.store.tables.types import (
    IsoDate,
    in_order,
    is_flag,
    not_blank,
    not_negative,
    one_of,
    real_date,
)


class SourceFields(Fields):
    """A document that other rows name as their source."""

    code: str = Field(max_length=64, primary_key=True, sa_type=Text)
    title_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    title_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)


class Source(SourceFields, table=True):
    """A document that other rows name as their source."""

    __table_args__ = (not_blank("code"), not_blank("title_zh"), not_blank("title_en"), STRICT)


class ProgrammeFields(Fields):
    """What the file is about. One row."""

    id: int = Field(default=1, primary_key=True)
    title_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    title_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    region_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")
    source: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class Programme(ProgrammeFields, table=True):
    """What the file is about. One row."""

    __table_args__ = (CheckConstraint("id = 1", name="one_row"), STRICT)


class CycleFields(Sourced, Keyed):
    """The span that a scheme runs."""

    code: str = Field(max_length=32, sa_type=Text)
    title: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    title_en: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date = Field(sa_type=IsoDate)
    state: str = Field(default=CycleState.ACTIVE, sa_type=Text)
    wrap_up_until: dt.date | None = Field(default=None, sa_type=IsoDate)
    """The last day of summing up; None: 92 days after the end."""
    weight_organisation: int = Field(default=WEIGHTS[Block.ORGANISATION], ge=0, le=100)
    weight_activity: int = Field(default=WEIGHTS[Block.ACTIVITY], ge=0, le=100)
    weight_archive: int = Field(default=WEIGHTS[Block.ARCHIVE], ge=0, le=100)
    weight_effect: int = Field(default=WEIGHTS[Block.EFFECT], ge=0, le=100)
    """What the blocks weigh in fulfilment; 100 together."""


class Cycle(CycleFields, table=True):
    """The span that a scheme runs."""

    __table_args__ = (
        UniqueConstraint("code"),
        not_blank("code"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        one_of("state", CycleState),
        real_date("wrap_up_until"),
        CheckConstraint("wrap_up_until > end_date", name="wrap_up_after_end"),
        CheckConstraint(
            "weight_organisation + weight_activity + weight_archive + weight_effect = 100",
            name="weights_a_hundred",
        ),
        *(not_negative(f"weight_{block}") for block in Block),
        is_flag("assumed"),
        STRICT,
    )


class TermFields(Sourced, Keyed):
    """A school term; vacations lie between."""

    code: str = Field(max_length=32, sa_type=Text)
    school_year: str = Field(max_length=32, sa_type=Text)
    season: str = Field(sa_type=Text)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date = Field(sa_type=IsoDate)


class Term(TermFields, table=True):
    """A school term; vacations lie between."""

    __table_args__ = (
        UniqueConstraint("code"),
        not_blank("code"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        one_of("season", Season),
        is_flag("assumed"),
        STRICT,
    )


class HolidayFields(Removable, Keyed):
    """A day inside a term on which nobody teaches."""

    on_date: dt.date = Field(sa_type=IsoDate)
    name: str = Field(max_length=NAME, sa_type=Text)


class Holiday(HolidayFields, table=True):
    """A day inside a term on which nobody teaches."""

    __table_args__ = (
        not_blank("name"),
        real_date("on_date"),
        real_date("removed_on"),
        Index(
            "uq_holiday_day",
            "on_date",
            unique=True,
            sqlite_where=text("removed_on IS NULL"),
            postgresql_where=text("removed_on IS NULL"),
        ),
        STRICT,
    )


class RegionFields(SearchableName, Sourced):
    """An administrative division, keyed by its statistical code."""

    code: str = Field(max_length=12, primary_key=True, sa_type=Text)
    level: str = Field(sa_type=Text)
    parent_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")
    kindergartens: int | None = Field(default=None, ge=0)
    """How many there are officially, on the roster or not."""
    kindergartens_source: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class Region(RegionFields, table=True):
    """An administrative division, keyed by its statistical code."""

    __table_args__ = (
        not_blank("code"),
        not_blank("name"),
        one_of("level", RegionLevel),
        is_flag("assumed"),
        CheckConstraint("parent_code <> code", name="not_its_own_parent"),
        not_negative("kindergartens"),
        CheckConstraint(
            "kindergartens IS NULL OR kindergartens_source IS NOT NULL", name="number_with_source"
        ),
        Index(None, "parent_code"),
        Index(None, "name"),
        STRICT,
    )


class RegionNameFields(SearchableName, Keyed):
    """Another name of a region: an alias, or a former name with its former code."""

    region_code: str = Field(sa_type=Text, foreign_key="region.code")
    kind: str = Field(default="alias", sa_type=Text)
    former_code: str | None = Field(default=None, max_length=12, sa_type=Text)
    until: str | None = Field(default=None, max_length=10, sa_type=Text)
    """As exact as it is known: a year, a month or a day."""


class RegionName(RegionNameFields, table=True):
    """Another name of a region: an alias, or a former name with its former code."""

    __tablename__: ClassVar[str] = "region_name"
    __table_args__ = (
        UniqueConstraint("region_code", "name"),
        not_blank("name"),
        one_of("kind", ("alias", "former")),
        STRICT,
    )
