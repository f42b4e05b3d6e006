"""Every table, once.

Each table stands twice: `…Fields` is a plain SQLModel that validates (a `table=True` class
doesn't, fastapi/sqlmodel#52); the table itself adds the key and the database's own
constraints, which repeat the invariants for every other program that writes to the file.

Rows are never lost: what ends gets an end and a reason, and every change is in `change`.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from pydantic import ConfigDict, field_validator
from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from pairing_cli.domain.ids import REF_START, new_id
from pairing_cli.domain.rules import Measure, RuleKind, WaiverKind
from pairing_cli.domain.vocabulary import (
    CycleState,
    Direction,
    Goal,
    Layer,
    Ownership,
    PairingKind,
    RegionLevel,
    Season,
    Tier,
    VisitState,
)
from pairing_cli.domain.wording import LONG_TEXT, NAME, SHORT_TEXT, has_forbidden_characters
from pairing_cli.store.types import (
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

SQLModel.metadata.naming_convention = {
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

STRICT: dict[str, Any] = {"sqlite_strict": True}


def _ref_index(table: str) -> Index:
    return Index(f"ix_{table}_ref", text(f"substr(id, {REF_START + 1})"))


class Fields(SQLModel):
    """What every row shares: no unknown fields, and text that can be shown safely."""

    model_config = ConfigDict(extra="forbid")  # type: ignore[assignment]

    @field_validator("*", mode="before")
    @classmethod
    def _printable(cls, value: Any) -> Any:
        if isinstance(value, str) and has_forbidden_characters(value):
            msg = "control characters"
            raise ValueError(msg)
        return value


class Keyed(Fields):
    """A row with a UUIDv7 of its own."""

    id: str = Field(default_factory=new_id, primary_key=True, sa_type=Text)


class Sourced(Fields):
    """Where a row comes from, and whether the source says it or we assume it."""

    source: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    assumed: bool = Field(default=False, sa_type=Flag)


# --- the frame: programme, sources, cycles, terms, regions ---------------------------------


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


class Cycle(CycleFields, table=True):
    """The span that a scheme runs."""

    __table_args__ = (
        UniqueConstraint("code"),
        not_blank("code"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        one_of("state", CycleState),
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


class SearchableName(Fields):
    """A name with what it takes to find it without an input method."""

    name: str = Field(max_length=NAME, sa_type=Text)
    pinyin: str = Field(default="", sa_type=Text)
    initials: str = Field(default="", sa_type=Text)


class RegionFields(SearchableName, Sourced):
    """An administrative division, keyed by its statistical code."""

    code: str = Field(max_length=12, primary_key=True, sa_type=Text)
    level: str = Field(sa_type=Text)
    parent_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")


class Region(RegionFields, table=True):
    """An administrative division, keyed by its statistical code."""

    __table_args__ = (
        not_blank("code"),
        not_blank("name"),
        one_of("level", RegionLevel),
        is_flag("assumed"),
        CheckConstraint("parent_code <> code", name="not_its_own_parent"),
        Index(None, "parent_code"),
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


# --- the roster: kindergartens and their figures -------------------------------------------


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
        _ref_index("kindergarten"),
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
        one_of("dimension", ("grade", "post", "qualification", "age")),
        not_blank("item"),
        not_negative("amount"),
        STRICT,
    )


# --- who helps whom -------------------------------------------------------------------------


class LayerCapacityFields(Sourced, Keyed):
    """How many mentees one mentor may have in a layer of a cycle."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    layer: str = Field(sa_type=Text)
    minimum: int = Field(default=0, ge=0)
    maximum: int | None = Field(default=None, ge=1)
    within: str | None = Field(default=None, sa_type=Text)


class LayerCapacity(LayerCapacityFields, table=True):
    """How many mentees one mentor may have in a layer of a cycle."""

    __tablename__: ClassVar[str] = "layer_capacity"
    __table_args__ = (
        UniqueConstraint("cycle_id", "layer"),
        one_of("layer", Layer),
        one_of("within", (RegionLevel.COUNTY, RegionLevel.TOWNSHIP)),
        CheckConstraint("0 <= minimum AND minimum <= maximum", name="in_order"),
        is_flag("assumed"),
        STRICT,
    )


class ExemptionFields(Sourced, Keyed):
    """A county without an arrangement of its own in a cycle."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    region_code: str = Field(sa_type=Text, foreign_key="region.code")
    reason: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    reason_en: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class Exemption(ExemptionFields, table=True):
    """A county without an arrangement of its own in a cycle."""

    __table_args__ = (
        UniqueConstraint("cycle_id", "region_code"),
        not_blank("reason"),
        is_flag("assumed"),
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


class Pairing(PairingFields, table=True):
    """One mentor, one mentee, one cycle, one layer. No end: it runs to the cycle's."""

    __table_args__ = (
        CheckConstraint("mentor_id <> mentee_id", name="two_sides"),
        one_of("layer", Layer),
        one_of("kind", PairingKind),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        is_flag("assumed"),
        Index(
            "uq_pairing_one_regular_mentor",
            "cycle_id",
            "mentee_id",
            unique=True,
            sqlite_where=text("kind = 'regular' AND end_date IS NULL"),
            postgresql_where=text("kind = 'regular' AND end_date IS NULL"),
        ),
        Index(None, "mentee_id"),
        Index(None, "mentor_id"),
        _ref_index("pairing"),
        STRICT,
    )


# --- what was done --------------------------------------------------------------------------


class FormFields(Fields):
    """A form of activity: a dated vocabulary that users extend."""

    code: str = Field(max_length=32, primary_key=True, sa_type=Text)
    label_zh: str = Field(max_length=NAME, sa_type=Text)
    label_en: str = Field(max_length=NAME, sa_type=Text)
    direction: str = Field(sa_type=Text)
    position: int = Field(ge=0)
    valid_from: dt.date | None = Field(default=None, sa_type=IsoDate)
    valid_to: dt.date | None = Field(default=None, sa_type=IsoDate)


class Form(FormFields, table=True):
    """A form of activity, with the direction that holds where none is given."""

    __table_args__ = (
        not_blank("code"),
        not_blank("label_zh"),
        not_blank("label_en"),
        one_of("direction", Direction),
        real_date("valid_from"),
        real_date("valid_to"),
        in_order("valid_from", "valid_to"),
        STRICT,
    )


class FormAliasFields(Keyed):
    """Another word for a form."""

    form_code: str = Field(sa_type=Text, foreign_key="form.code")
    alias: str = Field(max_length=NAME, sa_type=Text)


class FormAlias(FormAliasFields, table=True):
    """Another word for a form. One word means one form."""

    __tablename__: ClassVar[str] = "form_alias"
    __table_args__ = (UniqueConstraint("alias"), not_blank("alias"), STRICT)


class VisitFields(Keyed):
    """One real event, for one or several pairings of one mentor."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    mentor_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date = Field(sa_type=IsoDate)
    form_code: str = Field(sa_type=Text, foreign_key="form.code")
    days: int = Field(default=1, ge=1)
    direction: str = Field(sa_type=Text)
    state: str = Field(default=VisitState.DONE, sa_type=Text)
    class_hours: float | None = Field(default=None, ge=0, sa_type=Real)
    topic: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    teachers: int | None = Field(default=None, ge=0)
    children: int | None = Field(default=None, ge=0)
    next_step: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    state_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    override_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    recorded_by: str = Field(max_length=NAME, sa_type=Text)
    recorded_at: str = Field(max_length=32, sa_type=Text)


class Visit(VisitFields, table=True):
    """One real event. Class-hours go in halves, so that sums are exact in binary."""

    __table_args__ = (
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        CheckConstraint("days >= 1", name="days_positive"),
        one_of("direction", Direction),
        one_of("state", VisitState),
        *(not_negative(name) for name in ("class_hours", "teachers", "children")),
        CheckConstraint("class_hours * 2 = round(class_hours * 2)", name="class_hours_in_halves"),
        Index(None, "cycle_id", "start_date"),
        Index(None, "mentor_id", "start_date"),
        _ref_index("visit"),
        STRICT,
    )


class VisitPairing(SQLModel, table=True):
    """Which pairings a visit was for."""

    __tablename__: ClassVar[str] = "visit_pairing"
    __table_args__ = (Index(None, "pairing_id"), STRICT)
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    pairing_id: str = Field(primary_key=True, sa_type=Text, foreign_key="pairing.id")


class VisitPersonFields(Keyed):
    """Who carried a visit out."""

    visit_id: str = Field(sa_type=Text, foreign_key="visit.id")
    position: int = Field(ge=0)
    name: str = Field(max_length=NAME, sa_type=Text)


class VisitPerson(VisitPersonFields, table=True):
    """Who carried a visit out, in the order given."""

    __tablename__: ClassVar[str] = "visit_person"
    __table_args__ = (UniqueConstraint("visit_id", "name"), not_blank("name"), STRICT)


class VisitGoal(SQLModel, table=True):
    """Which aims of the scheme a visit served."""

    __tablename__: ClassVar[str] = "visit_goal"
    __table_args__ = (one_of("goal", Goal), STRICT)
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    goal: str = Field(primary_key=True, sa_type=Text)


class NeedFields(Keyed):
    """What a mentee asked for."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    raised_on: dt.date = Field(sa_type=IsoDate)
    wording: str = Field(max_length=LONG_TEXT, sa_type=Text)
    state: str = Field(default="open", sa_type=Text)


class Need(NeedFields, table=True):
    """What a mentee asked for."""

    __table_args__ = (
        real_date("raised_on"),
        not_blank("wording"),
        one_of("state", ("open", "partly", "solved")),
        _ref_index("need"),
        STRICT,
    )


class VisitNeed(SQLModel, table=True):
    """Which needs a visit answered."""

    __tablename__: ClassVar[str] = "visit_need"
    __table_args__ = (STRICT,)
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    need_id: str = Field(primary_key=True, sa_type=Text, foreign_key="need.id")


DOCUMENT_CATEGORIES = (
    "arrangement",
    "measures",
    "record",
    "summary",
    "agreement",
    "photo",
    "research",
    "parents",
    "feature",
    "other",
)


class DocumentFields(Keyed):
    """A stored file, by the SHA-256 of its content."""

    sha256: str = Field(min_length=64, max_length=64, sa_type=Text)
    size: int = Field(ge=0)
    file_name: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    category: str = Field(sa_type=Text)
    title: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    on_date: dt.date | None = Field(default=None, sa_type=IsoDate)


class Document(DocumentFields, table=True):
    """A stored file, by the SHA-256 of its content."""

    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        not_negative("size"),
        not_blank("file_name"),
        one_of("category", DOCUMENT_CATEGORIES),
        real_date("on_date"),
        Index(None, "sha256"),
        _ref_index("document"),
        STRICT,
    )


class VisitDocument(SQLModel, table=True):
    """Which files give evidence of a visit."""

    __tablename__: ClassVar[str] = "visit_document"
    __table_args__ = (STRICT,)
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    document_id: str = Field(primary_key=True, sa_type=Text, foreign_key="document.id")


# --- what is owed -----------------------------------------------------------------------------


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
    kind: str = Field(sa_type=Text)
    owed_by: str = Field(sa_type=Text)
    need: float = Field(gt=0, sa_type=Real)
    measure: str = Field(sa_type=Text)
    direction: str | None = Field(default=None, sa_type=Text)
    category: str | None = Field(default=None, max_length=32, sa_type=Text)
    fact: str | None = Field(default=None, max_length=64, sa_type=Text)
    indicator: str | None = Field(default=None, max_length=64, sa_type=Text)
    unit: str = Field(sa_type=Text)
    time_window: str | None = Field(default=None, sa_type=Text)
    by_day: str | None = Field(default=None, max_length=5, sa_type=Text)
    stage: str | None = Field(default=None, max_length=64, sa_type=Text)
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
        one_of("owed_by", ("mentor", "mentee", "both", "county", "bureau")),
        one_of("direction", Direction),
        one_of("unit", ("month", "term", "school_year", "stage", "cycle")),
        one_of("time_window", ("before", "start", "middle", "end")),
        CheckConstraint("need > 0", name="need_positive"),
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


class RulePeriodRow(SQLModel, table=True):
    """A rule laid out over its cycle. Derived from the calendar, stored so that SQL can count.

    Done on the days first_day to last_day, a visit counts for the period.
    """

    __tablename__: ClassVar[str] = "rule_period"
    __table_args__ = (
        real_date("period_start"),
        real_date("period_end"),
        real_date("first_day"),
        real_date("last_day"),
        real_date("due"),
        is_flag("owed"),
        STRICT,
    )
    rule_id: str = Field(primary_key=True, sa_type=Text, foreign_key="rule.id")
    period: str = Field(primary_key=True, sa_type=Text)
    period_start: dt.date = Field(sa_type=IsoDate)
    period_end: dt.date = Field(sa_type=IsoDate)
    first_day: dt.date = Field(sa_type=IsoDate)
    last_day: dt.date = Field(sa_type=IsoDate)
    due: dt.date = Field(sa_type=IsoDate)
    owed: bool = Field(sa_type=Flag)


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


class RuleOverride(RuleOverrideFields, table=True):
    """A rule changed for a layer, a county or a pairing, from a date on."""

    __tablename__: ClassVar[str] = "rule_override"
    __table_args__ = (
        one_of("layer", Layer),
        not_negative("need"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        not_blank("reason"),
        _ref_index("rule_override"),
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
        _ref_index("waiver"),
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
        _ref_index("indicator"),
        STRICT,
    )


# --- who changed what, when, why ------------------------------------------------------------


class ChangeSet(SQLModel, table=True):
    """One command's changes. Appended only, each chained to the one before by its hash."""

    __tablename__: ClassVar[str] = "change_set"
    __table_args__ = (CheckConstraint("undoes < seq", name="undoes_earlier"), STRICT)
    seq: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text)
    actor: str = Field(sa_type=Text)
    command: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    undoes: int | None = Field(default=None, foreign_key="change_set.seq")
    previous_hash: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class Change(SQLModel, table=True):
    """One row's change: its table, key, and all its values before and after, as JSON."""

    __table_args__ = (
        one_of("operation", ("insert", "update", "delete")),
        Index(None, "table_name", "row_key"),
        STRICT,
    )
    set_seq: int = Field(primary_key=True, foreign_key="change_set.seq")
    position: int = Field(primary_key=True)
    table_name: str = Field(sa_type=Text)
    row_key: str = Field(sa_type=Text)
    operation: str = Field(sa_type=Text)
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)
