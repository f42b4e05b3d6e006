"""The cycle's end: assessments, honours, experience, showcases."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from pairing_cli.domain.honours.words import (
    AssessmentState,
    ExperienceKind,
    ExperienceState,
    HonourKind,
    HonourState,
    ShowcaseForm,
    ShowcaseLevel,
)
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT
from pairing_cli.store.tables.base import STRICT, Keyed, Removable, ref_index
from pairing_cli.store.tables.types import (
    Flag,
    IsoDate,
    Real,
    in_order,
    is_flag,
    not_blank,
    one_of,
    real_date,
)


class AssessmentSchemeFields(Keyed):
    """A formula that a cycle has adopted, with the text of it."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    code: str = Field(max_length=64, sa_type=Text)
    title_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    title_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    content: str = Field(sa_type=Text)
    """The YAML as it was adopted."""
    active: bool = Field(default=True, sa_type=Flag)


class AssessmentScheme(AssessmentSchemeFields, table=True):
    """A formula that a cycle has adopted; one at a time is in force."""

    __tablename__: ClassVar[str] = "assessment_scheme"
    __table_args__ = (
        not_blank("code"),
        not_blank("title_zh"),
        not_blank("title_en"),
        is_flag("active"),
        Index(
            "uq_assessment_scheme_active",
            "cycle_id",
            unique=True,
            sqlite_where=text("active = 1"),
            postgresql_where=text("active = 1"),
        ),
        STRICT,
    )


class AssessmentFields(Keyed):
    """Both partners of every pairing of a cycle, scored as of a day."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    scheme_id: str = Field(sa_type=Text, foreign_key="assessment_scheme.id")
    title: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    as_of: dt.date = Field(sa_type=IsoDate)
    state: str = Field(default=AssessmentState.DRAFT, sa_type=Text)
    approved_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    approved_by: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    override_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    """Why it was approved although something was open."""
    figures: str | None = Field(default=None, sa_type=Text)
    """What was approved, as canonical JSON."""
    sha256: str | None = Field(default=None, max_length=64, sa_type=Text)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Assessment(AssessmentFields, table=True):
    """Both partners of every pairing of a cycle, scored as of a day. What is approved is kept."""

    __table_args__ = (
        one_of("state", AssessmentState),
        real_date("as_of"),
        real_date("approved_on"),
        in_order("as_of", "approved_on"),
        CheckConstraint(
            "(state = 'approved') = (approved_on IS NOT NULL)"
            " AND (approved_on IS NULL) = (approved_by IS NULL)"
            " AND (approved_on IS NULL) = (figures IS NULL)"
            " AND (approved_on IS NULL) = (sha256 IS NULL)",
            name="approved_is_frozen",
        ),
        Index(None, "cycle_id"),
        ref_index("assessment"),
        STRICT,
    )


class AssessmentAdjustmentFields(Keyed):
    """Points that the bureau gives or takes, with the reason."""

    assessment_id: str = Field(sa_type=Text, foreign_key="assessment.id")
    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    points: float = Field(ge=-100, le=100, sa_type=Real)
    reason: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    by_name: str = Field(max_length=NAME, sa_type=Text)


class AssessmentAdjustment(AssessmentAdjustmentFields, table=True):
    """Points that the bureau gives or takes, with the reason."""

    __tablename__: ClassVar[str] = "assessment_adjustment"
    __table_args__ = (
        UniqueConstraint("assessment_id", "pairing_id"),
        not_blank("reason"),
        not_blank("by_name"),
        CheckConstraint("points BETWEEN -100 AND 100", name="points_possible"),
        STRICT,
    )


class HonourFields(Keyed):
    """A commendation, promotion or re-evaluation on its way from nomination to decision."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    kind: str = Field(sa_type=Text)
    kindergarten_id: str | None = Field(default=None, sa_type=Text, foreign_key="kindergarten.id")
    region_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")
    person: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    title: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    from_grade: str | None = Field(default=None, max_length=32, sa_type=Text)
    to_grade: str | None = Field(default=None, max_length=32, sa_type=Text)
    state: str = Field(default=HonourState.NOMINATED, sa_type=Text)
    assessment_id: str | None = Field(default=None, sa_type=Text, foreign_key="assessment.id")
    nominated_on: dt.date = Field(sa_type=IsoDate)
    publicised_from: dt.date | None = Field(default=None, sa_type=IsoDate)
    publicised_to: dt.date | None = Field(default=None, sa_type=IsoDate)
    decided_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    document_number: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    reason: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    """Why it was nominated."""
    decision_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    """Why it was rejected or withdrawn, or awarded against a rule."""
    trace: str | None = Field(default=None, sa_type=Text)
    """From the award back to its grounds, as canonical JSON; kept when it is awarded."""
    sha256: str | None = Field(default=None, max_length=64, sa_type=Text)


class Honour(HonourFields, table=True):
    """A commendation, promotion or re-evaluation on its way from nomination to decision."""

    __table_args__ = (
        one_of("kind", HonourKind),
        one_of("state", HonourState),
        CheckConstraint("(kindergarten_id IS NULL) <> (region_code IS NULL)", name="of_one"),
        CheckConstraint("(kind = 'person') = (person IS NOT NULL)", name="person_named"),
        not_blank("title"),
        not_blank("reason"),
        real_date("nominated_on"),
        real_date("publicised_from"),
        real_date("publicised_to"),
        real_date("decided_on"),
        in_order("publicised_from", "publicised_to"),
        CheckConstraint(
            "(publicised_from IS NULL) = (publicised_to IS NULL)", name="publicity_whole"
        ),
        CheckConstraint(
            "(state = 'awarded') = (trace IS NOT NULL) AND (trace IS NULL) = (sha256 IS NULL)",
            name="award_is_frozen",
        ),
        Index(None, "cycle_id"),
        Index(None, "kindergarten_id"),
        Index(None, "region_code"),
        ref_index("honour"),
        STRICT,
    )


class ExperienceFields(Removable, Keyed):
    """A summary, a lesson learnt or a case, of a pairing, a kindergarten or a county."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    pairing_id: str | None = Field(default=None, sa_type=Text, foreign_key="pairing.id")
    kindergarten_id: str | None = Field(default=None, sa_type=Text, foreign_key="kindergarten.id")
    region_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")
    kind: str = Field(sa_type=Text)
    title: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    author: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    on_date: dt.date = Field(sa_type=IsoDate)
    wording: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    state: str = Field(default=ExperienceState.SUBMITTED, sa_type=Text)
    decided_on: dt.date | None = Field(default=None, sa_type=IsoDate)


class Experience(ExperienceFields, table=True):
    """A summary, a lesson learnt or a case, of a pairing, a kindergarten or a county."""

    __table_args__ = (
        one_of("kind", ExperienceKind),
        one_of("state", ExperienceState),
        CheckConstraint(
            "(CASE WHEN pairing_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN kindergarten_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN region_code IS NULL THEN 0 ELSE 1 END) = 1",
            name="of_one",
        ),
        CheckConstraint("(state = 'submitted') = (decided_on IS NULL)", name="decided_has_day"),
        not_blank("title"),
        real_date("on_date"),
        real_date("decided_on"),
        in_order("on_date", "decided_on"),
        real_date("removed_on"),
        Index(None, "cycle_id"),
        Index(None, "pairing_id"),
        ref_index("experience"),
        STRICT,
    )


class ExperienceDocument(SQLModel, table=True):
    """Files that belong to a summary, a lesson learnt or a case."""

    __tablename__: ClassVar[str] = "experience_document"
    __table_args__ = (Index(None, "document_id"), STRICT)
    experience_id: str = Field(primary_key=True, sa_type=Text, foreign_key="experience.id")
    document_id: str = Field(primary_key=True, sa_type=Text, foreign_key="document.id")


class ShowcaseFields(Removable, Keyed):
    """The event at which pairings show what they did."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    title: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    level: str = Field(default=ShowcaseLevel.CITY, sa_type=Text)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date = Field(sa_type=IsoDate)
    place: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    recorded_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When it was put on record; None where that isn't known."""


class Showcase(ShowcaseFields, table=True):
    """The event at which pairings show what they did."""

    __table_args__ = (
        one_of("level", ShowcaseLevel),
        not_blank("title"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        real_date("recorded_on"),
        real_date("removed_on"),
        Index(None, "cycle_id"),
        ref_index("showcase"),
        STRICT,
    )


class ShowcaseEntryFields(Keyed):
    """What one pairing shows there."""

    showcase_id: str = Field(sa_type=Text, foreign_key="showcase.id")
    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    form: str = Field(sa_type=Text)
    title: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    presenter: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    recorded_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When it was put on record; None where that isn't known."""


class ShowcaseEntry(ShowcaseEntryFields, table=True):
    """What one pairing shows there, once in each form."""

    __tablename__: ClassVar[str] = "showcase_entry"
    __table_args__ = (
        UniqueConstraint("showcase_id", "pairing_id", "form"),
        one_of("form", ShowcaseForm),
        real_date("recorded_on"),
        Index(None, "pairing_id"),
        STRICT,
    )
