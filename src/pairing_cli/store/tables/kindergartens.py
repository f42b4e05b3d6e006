"""The roster: kindergartens and their figures."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from pairing_cli.domain.records.kindergartens import DIMENSIONS
from pairing_cli.domain.roles import BACKBONE_LEVELS
from pairing_cli.domain.vocabulary import (
    Goal,
    Ownership,
    TagKind,
    Tier,
)
from pairing_cli.domain.vocabulary import KindergartenStatus as Status
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT
from pairing_cli.store.tables.base import (
    STRICT,
    Keyed,
    Removable,
    SearchableName,
    Sourced,
    ref_index,
)
from pairing_cli.store.tables.types import (
    Flag,
    IsoDate,
    Real,
    in_order,
    is_flag,
    not_blank,
    not_negative,
    one_of,
    real_date,
)


class KindergartenFields(SearchableName, Sourced, Keyed):
    """One kindergarten."""

    tier: str = Field(sa_type=Text)
    ownership: str = Field(default=Ownership.PUBLIC, sa_type=Text)
    exemplar: str | None = Field(default=None, sa_type=Text)
    region_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")
    site_code: str | None = Field(default=None, max_length=10, sa_type=Text)
    name_confirmed: bool = Field(default=True, sa_type=Flag)
    head: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    phone: str | None = Field(default=None, max_length=32, sa_type=Text)
    latitude: float | None = Field(default=None, ge=-90, le=90, sa_type=Real)
    longitude: float | None = Field(default=None, ge=-180, le=180, sa_type=Real)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    retired_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    retired_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class Kindergarten(KindergartenFields, table=True):
    """One kindergarten."""

    __table_args__ = (
        Index(
            "uq_kindergarten_name_region",
            "name",
            text("coalesce(region_code, '')"),
            unique=True,
        ),
        UniqueConstraint("site_code"),
        not_blank("name"),
        one_of("tier", Tier),
        one_of("ownership", Ownership),
        one_of("exemplar", (Tier.CITY, Tier.COUNTY, Tier.TOWNSHIP)),
        is_flag("name_confirmed"),
        is_flag("assumed"),
        real_date("retired_on"),
        Index(None, "region_code"),
        ref_index("kindergarten"),
        STRICT,
    )


class KindergartenNameFields(SearchableName, Keyed):
    """Another name of a kindergarten: an alias or a former name."""

    kindergarten_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    kind: str = Field(default="alias", sa_type=Text)
    until: dt.date | None = Field(default=None, sa_type=IsoDate)


class KindergartenName(KindergartenNameFields, table=True):
    """Another name of a kindergarten: an alias or a former name."""

    __tablename__: ClassVar[str] = "kindergarten_name"
    __table_args__ = (
        UniqueConstraint("kindergarten_id", "name"),
        not_blank("name"),
        one_of("kind", ("alias", "former")),
        real_date("until"),
        STRICT,
    )


class BaselineFields(Keyed):
    """Dated figures of one kindergarten."""

    kindergarten_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    on_date: dt.date = Field(sa_type=IsoDate)
    children: int | None = Field(default=None, ge=0)
    classes: int | None = Field(default=None, ge=0)
    staff: int | None = Field(default=None, ge=0)
    teachers: int | None = Field(default=None, ge=0)
    needs: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Baseline(BaselineFields, table=True):
    """Dated figures of one kindergarten."""

    __table_args__ = (
        UniqueConstraint("kindergarten_id", "on_date"),
        real_date("on_date"),
        *(not_negative(name) for name in ("children", "classes", "staff", "teachers")),
        STRICT,
    )


class BaselineFigureFields(Keyed):
    """One breakdown figure of a baseline, such as teachers by qualification."""

    baseline_id: str = Field(sa_type=Text, foreign_key="baseline.id")
    dimension: str = Field(sa_type=Text)
    item: str = Field(max_length=NAME, sa_type=Text)
    amount: int = Field(ge=0)


class BaselineFigure(BaselineFigureFields, table=True):
    """One breakdown figure of a baseline, such as teachers by qualification."""

    __tablename__: ClassVar[str] = "baseline_figure"
    __table_args__ = (
        UniqueConstraint("baseline_id", "dimension", "item"),
        one_of("dimension", DIMENSIONS),
        not_blank("item"),
        not_negative("amount"),
        STRICT,
    )


class KindergartenTagFields(Keyed):
    """What a kindergarten asks for before anybody helps it, or what it is strong in."""

    kindergarten_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    kind: str = Field(sa_type=Text)
    goal: str | None = Field(default=None, sa_type=Text)
    form_code: str | None = Field(default=None, sa_type=Text, foreign_key="form.code")


class KindergartenTag(KindergartenTagFields, table=True):
    """What a kindergarten asks for before anybody helps it, or what it is strong in."""

    __tablename__: ClassVar[str] = "kindergarten_tag"
    __table_args__ = (
        Index(
            "uq_kindergarten_tag_once",
            "kindergarten_id",
            "kind",
            text("coalesce(goal, form_code)"),
            unique=True,
        ),
        one_of("kind", TagKind),
        one_of("goal", Goal),
        CheckConstraint("(goal IS NULL) <> (form_code IS NULL)", name="goal_or_form"),
        STRICT,
    )


class KindergartenStatusFields(Removable, Keyed):
    """What a kindergarten counts as from one day to another. No end: it still does."""

    kindergarten_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    status: str = Field(sa_type=Text)
    from_date: dt.date = Field(sa_type=IsoDate)
    to_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class KindergartenStatus(KindergartenStatusFields, table=True):
    """What a kindergarten counts as from one day to another. No end: it still does."""

    __tablename__: ClassVar[str] = "kindergarten_status"
    __table_args__ = (
        one_of("status", Status),
        real_date("from_date"),
        real_date("to_date"),
        in_order("from_date", "to_date"),
        real_date("removed_on"),
        Index(
            "uq_kindergarten_status_standing",
            "kindergarten_id",
            "status",
            unique=True,
            sqlite_where=text("to_date IS NULL AND removed_on IS NULL"),
            postgresql_where=text("to_date IS NULL AND removed_on IS NULL"),
        ),
        STRICT,
    )


class BackboneTeacherFields(Removable, Keyed):
    """A backbone teacher of a kindergarten, and of which level, from one day to another."""

    kindergarten_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    name: str = Field(max_length=NAME, sa_type=Text)
    level: str = Field(sa_type=Text)
    from_date: dt.date = Field(sa_type=IsoDate)
    to_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    strength: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class BackboneTeacher(BackboneTeacherFields, table=True):
    """A backbone teacher of a kindergarten, and of which level, from one day to another."""

    __tablename__: ClassVar[str] = "backbone_teacher"
    __table_args__ = (
        not_blank("name"),
        one_of("level", BACKBONE_LEVELS),
        real_date("from_date"),
        real_date("to_date"),
        in_order("from_date", "to_date"),
        real_date("removed_on"),
        Index(None, "kindergarten_id"),
        ref_index("backbone_teacher"),
        STRICT,
    )
