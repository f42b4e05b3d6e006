"""What the bureau judges: checklists, inspections with their findings, bulletins."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from pairing_cli.domain.judging.words import (
    Answer,
    BulletinKind,
    BulletinState,
    How,
    InspectionState,
    ItemBlock,
    Result,
    Subject,
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
    not_negative,
    one_of,
    real_date,
)


class ChecklistFields(Keyed):
    """What an inspection looks at, as a cycle has adopted it, and by what it scores."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    code: str = Field(max_length=64, sa_type=Text)
    title_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    title_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    document: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    active: bool = Field(default=True, sa_type=Flag)
    """One that is adopted again takes the place of the one before, which stays."""
    partly: float = Field(ge=0, le=1, sa_type=Real)
    """What a "partly" is worth of an item's weight."""
    good: float = Field(ge=0, le=100, sa_type=Real)
    """The least score of each class."""
    fairly_good: float = Field(ge=0, le=100, sa_type=Real)
    average: float = Field(ge=0, le=100, sa_type=Real)
    due_days: int = Field(ge=0)
    """Days that a finding has by default."""
    due_days_critical: int = Field(ge=0)
    least_inspectors: int = Field(ge=1)
    content: str = Field(sa_type=Text)
    """The file as it was adopted."""


class Checklist(ChecklistFields, table=True):
    """What an inspection looks at, as a cycle has adopted it, and by what it scores."""

    __table_args__ = (
        not_blank("title_zh"),
        is_flag("active"),
        CheckConstraint("good >= fairly_good AND fairly_good >= average", name="classes_in_order"),
        Index(
            "uq_checklist_active",
            "cycle_id",
            "code",
            unique=True,
            sqlite_where=text("active = 1"),
            postgresql_where=text("active = 1"),
        ),
        STRICT,
    )


class ChecklistItemFields(Keyed):
    """One thing to look at."""

    checklist_id: str = Field(sa_type=Text, foreign_key="checklist.id")
    position: int = Field(ge=0)
    code: str = Field(max_length=64, sa_type=Text)
    block: str = Field(sa_type=Text)
    subject: str = Field(sa_type=Text)
    critical: bool = Field(default=False, sa_type=Flag)
    """A "no" is the lowest class, whatever the score, and a finding that is looked at again on
    the spot.
    """
    weight: float = Field(ge=0, sa_type=Real)
    title_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    title_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    lack_zh: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    """What is written as the finding where it isn't so."""
    lack_en: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    how_zh: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    """How to look."""
    how_en: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    section: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    prefill: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    """The register whose records are written into the sheet as a hint."""
    assumed_zh: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    assumed_en: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class ChecklistItem(ChecklistItemFields, table=True):
    """One thing to look at."""

    __tablename__: ClassVar[str] = "checklist_item"
    __table_args__ = (
        UniqueConstraint("checklist_id", "code"),
        UniqueConstraint("checklist_id", "position"),
        one_of("block", ItemBlock),
        one_of("subject", Subject),
        is_flag("critical"),
        not_negative("weight"),
        not_blank("title_zh"),
        STRICT,
    )


class InspectionFields(Removable, Keyed):
    """One round of looking, unannounced unless it says so."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    checklist_id: str = Field(sa_type=Text, foreign_key="checklist.id")
    title: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date = Field(sa_type=IsoDate)
    announced: bool = Field(default=False, sa_type=Flag)
    state: str = Field(default=InspectionState.PLANNED, sa_type=Text)
    done_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """The day on which it was sealed."""
    override_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    """Why somebody with an interest is among the inspectors all the same."""
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Inspection(InspectionFields, table=True):
    """One round of looking, unannounced unless it says so."""

    __table_args__ = (
        not_blank("title"),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        is_flag("announced"),
        one_of("state", InspectionState),
        real_date("done_on"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_has_day"),
        real_date("removed_on"),
        Index(None, "cycle_id"),
        ref_index("inspection"),
        STRICT,
    )


class InspectorFields(Keyed):
    """Somebody who inspects."""

    inspection_id: str = Field(sa_type=Text, foreign_key="inspection.id")
    position: int = Field(ge=0)
    name: str = Field(max_length=NAME, sa_type=Text)
    office: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    is_lead: bool = Field(default=False, sa_type=Flag)


class Inspector(InspectorFields, table=True):
    """Somebody who inspects; one of them leads."""

    __table_args__ = (
        not_blank("name"),
        is_flag("is_lead"),
        UniqueConstraint("inspection_id", "name"),
        Index(
            "uq_inspector_lead",
            "inspection_id",
            unique=True,
            sqlite_where=text("is_lead = 1"),
            postgresql_where=text("is_lead = 1"),
        ),
        STRICT,
    )


class InspectionTargetFields(Keyed):
    """What is inspected: a pairing at its mentee, or a county's bureau."""

    inspection_id: str = Field(sa_type=Text, foreign_key="inspection.id")
    pairing_id: str | None = Field(default=None, sa_type=Text, foreign_key="pairing.id")
    region_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")
    on_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    """The day on which it was seen."""
    feedback: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    """What the inspectors said on the spot."""
    reply: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    """What the inspected say to it: 说明、申辩."""
    answered_for: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    """Who signed for the inspected."""


class InspectionTarget(InspectionTargetFields, table=True):
    """What is inspected: a pairing at its mentee, or a county's bureau."""

    __tablename__: ClassVar[str] = "inspection_target"
    __table_args__ = (
        CheckConstraint("(pairing_id IS NULL) <> (region_code IS NULL)", name="of_one"),
        real_date("on_date"),
        UniqueConstraint("inspection_id", "pairing_id"),
        UniqueConstraint("inspection_id", "region_code"),
        Index(None, "pairing_id"),
        STRICT,
    )


class InspectionAnswer(SQLModel, table=True):
    """What was found of one item at one target."""

    __tablename__: ClassVar[str] = "inspection_answer"
    __table_args__ = (one_of("value", Answer), STRICT)
    target_id: str = Field(primary_key=True, sa_type=Text, foreign_key="inspection_target.id")
    item_id: str = Field(primary_key=True, sa_type=Text, foreign_key="checklist_item.id")
    value: str = Field(sa_type=Text)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class FindingFields(Removable, Keyed):
    """Something that has to be mended, by whom and when."""

    target_id: str | None = Field(default=None, sa_type=Text, foreign_key="inspection_target.id")
    """None where it was carried over from another cycle."""
    pairing_id: str | None = Field(default=None, sa_type=Text, foreign_key="pairing.id")
    region_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")
    item_id: str | None = Field(default=None, sa_type=Text, foreign_key="checklist_item.id")
    wording: str = Field(max_length=LONG_TEXT, sa_type=Text)
    critical: bool = Field(default=False, sa_type=Flag)
    """It is closed by a look on the spot only."""
    owner: str = Field(sa_type=Text)
    found_on: dt.date = Field(sa_type=IsoDate)
    due_on: dt.date = Field(sa_type=IsoDate)
    carried_from: str | None = Field(default=None, sa_type=Text, foreign_key="finding.id")


class Finding(FindingFields, table=True):
    """Something that has to be mended. How it stands: `domain.judging.findings`."""

    __table_args__ = (
        CheckConstraint("(pairing_id IS NULL) <> (region_code IS NULL)", name="of_one"),
        not_blank("wording"),
        is_flag("critical"),
        one_of("owner", Subject),
        real_date("found_on"),
        real_date("due_on"),
        in_order("found_on", "due_on"),
        real_date("removed_on"),
        Index(None, "pairing_id"),
        Index(None, "target_id"),
        ref_index("finding"),
        STRICT,
    )


class RectificationFields(Keyed):
    """What was done about a finding, as it was reported."""

    finding_id: str = Field(sa_type=Text, foreign_key="finding.id")
    on_date: dt.date = Field(sa_type=IsoDate)
    by_name: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    measures: str = Field(max_length=LONG_TEXT, sa_type=Text)


class Rectification(RectificationFields, table=True):
    """What was done about a finding, as it was reported."""

    __table_args__ = (
        real_date("on_date"),
        not_blank("measures"),
        Index(None, "finding_id"),
        STRICT,
    )


class RecheckFields(Keyed):
    """A second look at a finding."""

    finding_id: str = Field(sa_type=Text, foreign_key="finding.id")
    on_date: dt.date = Field(sa_type=IsoDate)
    by_name: str = Field(max_length=NAME, sa_type=Text)
    how: str = Field(sa_type=Text)
    result: str = Field(sa_type=Text)
    new_due: dt.date | None = Field(default=None, sa_type=IsoDate)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Recheck(RecheckFields, table=True):
    """A second look at a finding; one that failed gives another day."""

    __table_args__ = (
        real_date("on_date"),
        not_blank("by_name"),
        one_of("how", How),
        one_of("result", Result),
        real_date("new_due"),
        CheckConstraint("(result = 'failed') = (new_due IS NOT NULL)", name="failed_has_new_due"),
        in_order("on_date", "new_due"),
        Index(None, "finding_id"),
        STRICT,
    )


class FindingDocument(SQLModel, table=True):
    """Evidence of what was done about a finding."""

    __tablename__: ClassVar[str] = "finding_document"
    __table_args__ = (Index(None, "document_id"), STRICT)
    finding_id: str = Field(primary_key=True, sa_type=Text, foreign_key="finding.id")
    document_id: str = Field(primary_key=True, sa_type=Text, foreign_key="document.id")


class TargetDocument(SQLModel, table=True):
    """Papers of an inspection at one target: the sheet with its signatures, photos."""

    __tablename__: ClassVar[str] = "target_document"
    __table_args__ = (Index(None, "document_id"), STRICT)
    target_id: str = Field(primary_key=True, sa_type=Text, foreign_key="inspection_target.id")
    document_id: str = Field(primary_key=True, sa_type=Text, foreign_key="document.id")


class BulletinFields(Removable, Keyed):
    """What is made known to all: a draft is worked out each time, a published one is frozen."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    kind: str = Field(sa_type=Text)
    number: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    """The number of the document: 山教通〔2023〕5号."""
    title: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    as_of: dt.date = Field(sa_type=IsoDate)
    state: str = Field(default=BulletinState.DRAFT, sa_type=Text)
    published_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    signed_by: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    previous_id: str | None = Field(default=None, sa_type=Text, foreign_key="bulletin.id")
    """The published one before it, which it is compared with."""
    replaces_id: str | None = Field(default=None, sa_type=Text, foreign_key="bulletin.id")
    text_good: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    text_problems: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    text_next: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    figures: str | None = Field(default=None, sa_type=Text)
    """Canonical JSON; see `domain.judging.frozen`."""
    sha256: str | None = Field(default=None, min_length=64, max_length=64, sa_type=Text)
    definitions: str | None = Field(default=None, sa_type=Text)
    """By what the figures were worked out, canonical JSON."""
    withdrawn_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class Bulletin(BulletinFields, table=True):
    """What is made known to all: a draft is worked out each time, a published one is frozen."""

    __table_args__ = (
        not_blank("title"),
        one_of("kind", BulletinKind),
        one_of("state", BulletinState),
        real_date("as_of"),
        real_date("published_on"),
        in_order("as_of", "published_on"),
        CheckConstraint(
            "(state = 'draft') = (published_on IS NULL) AND (state = 'draft') = (figures IS NULL)"
            " AND (state = 'draft') = (sha256 IS NULL) AND (state = 'draft') = (number IS NULL)",
            name="published_is_frozen",
        ),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_reason IS NOT NULL)", name="withdrawn_has_reason"
        ),
        real_date("removed_on"),
        UniqueConstraint("number"),
        Index(None, "cycle_id"),
        ref_index("bulletin"),
        STRICT,
    )


class BulletinInspection(SQLModel, table=True):
    """The inspections that a bulletin tells of."""

    __tablename__: ClassVar[str] = "bulletin_inspection"
    __table_args__ = (Index(None, "inspection_id"), STRICT)
    bulletin_id: str = Field(primary_key=True, sa_type=Text, foreign_key="bulletin.id")
    inspection_id: str = Field(primary_key=True, sa_type=Text, foreign_key="inspection.id")
