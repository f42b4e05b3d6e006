"""What is owed: rule packs, rules, overrides, waivers, reported rates."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, get_args

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.rules import Measure, OwedBy, Per, Roster, RuleKind, WaiverKind
from pairing_cli.domain.roles import PersonRole
from pairing_cli.domain.time.calendar import Part, Unit
from pairing_cli.domain.vocabulary import (
    Direction,
    Layer,
    Ledger,
    Season,
)
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_NAME, SHORT_TEXT
from pairing_cli.store.tables.base import STRICT, Fields, Keyed, ref_index
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


class RulePackFields(Keyed):
    """The rules of one document, adopted for a cycle. Dropped packs stay on record."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    code: str = Field(max_length=64, sa_type=Text)
    title_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    title_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    document: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    document_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    document_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    position: int = Field(ge=0)
    ledger: str = Field(default=Ledger.SCHEME, sa_type=Text)
    """Whether it binds the programme, or is only looked at."""
    active: bool = Field(default=True, sa_type=Flag)
    content: str = Field(max_length=1_000_000, sa_type=Text)
    """The pack as it was adopted, in YAML: stages, task templates and notes are read from it."""


class RulePack(RulePackFields, table=True):
    """The rules of one document, adopted for a cycle."""

    __tablename__: ClassVar[str] = "rule_pack"
    __table_args__ = (
        Index(
            "uq_rule_pack_active",
            "cycle_id",
            "code",
            unique=True,
            sqlite_where=text("active = 1"),
            postgresql_where=text("active = 1"),
        ),
        not_blank("code"),
        one_of("ledger", Ledger),
        is_flag("active"),
        STRICT,
    )


class RuleFields(Keyed):
    """One requirement of a document."""

    pack_id: str = Field(sa_type=Text, foreign_key="rule_pack.id")
    code: str = Field(max_length=64, sa_type=Text)
    position: int = Field(ge=0)
    title_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    title_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    short_zh: str | None = Field(default=None, max_length=SHORT_NAME, sa_type=Text)
    short_en: str | None = Field(default=None, max_length=SHORT_NAME, sa_type=Text)
    """A word or two, where there is no room for the title."""
    clause_zh: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    clause_en: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    """As an official letter words it."""
    kind: str = Field(sa_type=Text)
    block: str = Field(sa_type=Text)
    owed_by: str = Field(sa_type=Text)
    per: str = Field(default=Per.PAIRING, sa_type=Text)
    need: float = Field(gt=0, sa_type=Real)
    most: float | None = Field(default=None, sa_type=Real)
    """More than that isn't asked for."""
    share: str | None = Field(default=None, sa_type=Text)
    """Of which kindergartens `need` is a percentage."""
    measure: str = Field(sa_type=Text)
    direction: str | None = Field(default=None, sa_type=Text)
    each_way: bool = Field(default=False, sa_type=Flag)
    """Whether `need` is asked for there and back, each by itself."""
    category: str | None = Field(default=None, max_length=32, sa_type=Text)
    fact: str | None = Field(default=None, max_length=64, sa_type=Text)
    indicator: str | None = Field(default=None, max_length=64, sa_type=Text)
    unit: str = Field(sa_type=Text)
    season: str | None = Field(default=None, sa_type=Text)
    months: str | None = Field(default=None, max_length=32, sa_type=Text)
    """Numbers of months with commas between: 10,11."""
    time_window: str | None = Field(default=None, sa_type=Text)
    due: str | None = Field(default=None, max_length=72, sa_type=Text)
    """03-31, 2022-04-30, +60 (days from the start), or +30 and a fact."""
    stage: str | None = Field(default=None, max_length=64, sa_type=Text)
    stage_zh: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    stage_en: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    stage_year: int | None = Field(default=None)
    stage_first_month: int | None = Field(default=None)
    stage_last_month: int | None = Field(default=None)
    stands: bool = Field(default=False, sa_type=Flag)
    make_up: bool = Field(default=False, sa_type=Flag)
    condition: str | None = Field(default=None, max_length=64, sa_type=Text)
    """The fact without which nothing is owed."""
    section: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    assumed_zh: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    assumed_en: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    note_zh: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    note_en: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class RuleRow(RuleFields, table=True):
    """One requirement of a document."""

    __tablename__: ClassVar[str] = "rule"
    __table_args__ = (
        UniqueConstraint("pack_id", "code"),
        not_blank("code"),
        not_blank("section"),
        one_of("kind", RuleKind),
        one_of("measure", Measure),
        one_of("block", Block),
        one_of("owed_by", OwedBy),
        one_of("per", Per),
        one_of("share", Roster),
        one_of("direction", Direction),
        one_of("unit", get_args(Unit)),
        one_of("season", Season),
        one_of("time_window", get_args(Part)),
        is_flag("each_way"),
        is_flag("stands"),
        is_flag("make_up"),
        CheckConstraint("each_way = 0 OR direction IS NULL", name="each_way_or_direction"),
        CheckConstraint("need > 0", name="need_positive"),
        CheckConstraint("most >= need", name="most_above_need"),
        CheckConstraint("(share IS NULL) = (measure <> 'kindergartens')", name="share_in_percent"),
        CheckConstraint("share IS NULL OR need <= 100", name="share_of_a_whole"),
        STRICT,
    )


class RuleForm(SQLModel, table=True):
    """Which forms a quota counts; a rule without any counts all."""

    __tablename__: ClassVar[str] = "rule_form"
    __table_args__ = (STRICT,)
    rule_id: str = Field(primary_key=True, sa_type=Text, foreign_key="rule.id")
    form_code: str = Field(primary_key=True, sa_type=Text, foreign_key="form.code")


class RuleLayer(SQLModel, table=True):
    """Which layers owe a rule."""

    __tablename__: ClassVar[str] = "rule_layer"
    __table_args__ = (one_of("layer", Layer), STRICT)
    rule_id: str = Field(primary_key=True, sa_type=Text, foreign_key="rule.id")
    layer: str = Field(primary_key=True, sa_type=Text)


class RuleRole(SQLModel, table=True):
    """Of whom a quota counts what they carried out; a rule without any counts all."""

    __tablename__: ClassVar[str] = "rule_role"
    __table_args__ = (one_of("role", PersonRole), STRICT)
    rule_id: str = Field(primary_key=True, sa_type=Text, foreign_key="rule.id")
    role: str = Field(primary_key=True, sa_type=Text)


class RulePartFields(Fields):
    """What has to be there one by one: the fact that a document proves."""

    rule_id: str = Field(primary_key=True, sa_type=Text, foreign_key="rule.id")
    fact: str = Field(primary_key=True, max_length=64, sa_type=Text)
    position: int = Field(ge=0)
    title_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    title_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)


class RulePart(RulePartFields, table=True):
    """What has to be there one by one, in the order of the document."""

    __tablename__: ClassVar[str] = "rule_part"
    __table_args__ = (not_blank("fact"), STRICT)


class RuleOverrideFields(Keyed):
    """A rule changed for a layer, a county or a pairing, from a date on."""

    rule_id: str = Field(sa_type=Text, foreign_key="rule.id")
    layer: str | None = Field(default=None, sa_type=Text)
    county_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")
    pairing_id: str | None = Field(default=None, sa_type=Text, foreign_key="pairing.id")
    need: float = Field(ge=0, sa_type=Real)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    reason: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    decided_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When it was put on record; None: it was known from the first."""
    end_decided_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When its end was put on record; None where it has none or had it from the first."""


class RuleOverride(RuleOverrideFields, table=True):
    """A rule changed for a layer, a county or a pairing, from a date on."""

    __tablename__: ClassVar[str] = "rule_override"
    __table_args__ = (
        one_of("layer", Layer),
        not_negative("need"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        real_date("decided_on"),
        real_date("end_decided_on"),
        not_blank("reason"),
        ref_index("rule_override"),
        STRICT,
    )


class WaiverFields(Keyed):
    """An approved exception to one rule for one pairing and period."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    rule_id: str = Field(sa_type=Text, foreign_key="rule.id")
    period: str = Field(max_length=32, sa_type=Text)
    kind: str = Field(sa_type=Text)
    reason: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    approver: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    until: dt.date | None = Field(default=None, sa_type=IsoDate)
    granted_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When it was granted; None: it was known from the first."""
    removed_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class WaiverRow(WaiverFields, table=True):
    """An approved exception to one rule for one pairing and period."""

    __tablename__: ClassVar[str] = "waiver"
    __table_args__ = (
        Index(
            "uq_waiver_in_force",
            "pairing_id",
            "rule_id",
            "period",
            unique=True,
            sqlite_where=text("removed_reason IS NULL"),
            postgresql_where=text("removed_reason IS NULL"),
        ),
        one_of("kind", WaiverKind),
        not_blank("reason"),
        real_date("until"),
        real_date("granted_on"),
        ref_index("waiver"),
        STRICT,
    )


class IndicatorFields(Keyed):
    """A reported rate or number of a mentee for a school year (or another period)."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    code: str = Field(max_length=64, sa_type=Text)
    on_date: dt.date = Field(sa_type=IsoDate)
    numerator: float = Field(ge=0, sa_type=Real)
    denominator: float | None = Field(default=None, gt=0, sa_type=Real)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Indicator(IndicatorFields, table=True):
    """A reported rate (numerator of denominator) or number (numerator alone)."""

    __table_args__ = (
        not_blank("code"),
        real_date("on_date"),
        not_negative("numerator"),
        CheckConstraint("denominator > 0 AND numerator <= denominator", name="part_of_the_whole"),
        Index(None, "pairing_id", "code", "on_date"),
        ref_index("indicator"),
        STRICT,
    )
