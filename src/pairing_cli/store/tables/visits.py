"""What was done: forms, visits, needs, documents."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from pairing_cli.domain.paperwork import NeedState
from pairing_cli.domain.roles import PersonRole
from pairing_cli.domain.vocabulary import (
    Direction,
    DocumentCategory,
    Goal,
    VisitState,
)
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT
from pairing_cli.store.tables.base import STRICT, Fields, Keyed, Removable, ref_index
from pairing_cli.store.tables.types import (
    IsoDate,
    Real,
    in_order,
    not_blank,
    not_negative,
    one_of,
    real_date,
)


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
    gained: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    """What the mentor gained: help goes both ways."""
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
        # Holds all that the totals of a programme are summed from: they don't open the rows.
        Index(
            "ix_visit_cycle_id_start_date",
            *("cycle_id", "start_date", "form_code", "direction", "state"),
            *("class_hours", "teachers", "children"),
        ),
        Index(None, "mentor_id", "start_date"),
        ref_index("visit"),
        STRICT,
    )


class VisitPairing(SQLModel, table=True):
    """Which pairings a visit was for."""

    __tablename__: ClassVar[str] = "visit_pairing"
    __table_args__ = (Index(None, "pairing_id"), STRICT)
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    pairing_id: str = Field(primary_key=True, sa_type=Text, foreign_key="pairing.id")


class VisitPersonFields(Fields):
    """Who carried a visit out."""

    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    position: int = Field(primary_key=True, ge=0)
    name: str = Field(max_length=NAME, sa_type=Text)
    role: str | None = Field(default=None, sa_type=Text)
    """What the person is there: some rules ask who went, not only how often."""
    kindergarten_id: str | None = Field(default=None, sa_type=Text, foreign_key="kindergarten.id")
    """Whose the person is: only so are two of one name two. None: of neither side, or unknown."""


class VisitPerson(VisitPersonFields, table=True):
    """Who carried a visit out, in the order given."""

    __tablename__: ClassVar[str] = "visit_person"
    __table_args__ = (not_blank("name"), one_of("role", PersonRole), STRICT)


class VisitGoal(SQLModel, table=True):
    """Which aims of the scheme a visit served."""

    __tablename__: ClassVar[str] = "visit_goal"
    __table_args__ = (one_of("goal", Goal), STRICT)
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    goal: str = Field(primary_key=True, sa_type=Text)


class NeedFields(Removable, Keyed):
    """What a mentee asked for."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    raised_on: dt.date = Field(sa_type=IsoDate)
    wording: str = Field(max_length=LONG_TEXT, sa_type=Text)
    raised_by: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    state: str = Field(default=NeedState.OPEN, sa_type=Text)
    partly_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When it was met in part, whatever became of it later."""
    settled_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    outcome: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    carried_from: str | None = Field(default=None, sa_type=Text, foreign_key="need.id")
    """The same one in the cycle before, where it stayed open."""


class Need(NeedFields, table=True):
    """What a mentee asked for."""

    __table_args__ = (
        real_date("raised_on"),
        not_blank("wording"),
        one_of("state", NeedState),
        real_date("partly_on"),
        in_order("raised_on", "partly_on"),
        real_date("settled_on"),
        in_order("raised_on", "settled_on"),
        real_date("removed_on"),
        Index(None, "pairing_id"),
        Index(None, "carried_from"),
        ref_index("need"),
        STRICT,
    )


class VisitNeed(SQLModel, table=True):
    """Which needs a visit answered."""

    __tablename__: ClassVar[str] = "visit_need"
    __table_args__ = (STRICT,)
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    need_id: str = Field(primary_key=True, sa_type=Text, foreign_key="need.id")


class VisitSettles(SQLModel, table=True):
    """Which earlier visits' next steps a visit saw to."""

    __tablename__: ClassVar[str] = "visit_settles"
    __table_args__ = (Index(None, "settled_id"), STRICT)
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    settled_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")


class DocumentFields(Removable, Keyed):
    """A stored file, by the SHA-256 of its content."""

    sha256: str = Field(min_length=64, max_length=64, sa_type=Text)
    size: int = Field(ge=0)
    file_name: str = Field(max_length=SHORT_TEXT, sa_type=Text)
    category: str = Field(sa_type=Text)
    title: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    on_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    fact: str | None = Field(default=None, max_length=64, sa_type=Text)
    """The fact of a milestone rule that it proves, where no register holds that fact."""
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Document(DocumentFields, table=True):
    """A stored file, by the SHA-256 of its content."""

    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        not_negative("size"),
        not_blank("file_name"),
        one_of("category", DocumentCategory),
        not_blank("fact"),
        real_date("on_date"),
        real_date("removed_on"),
        Index(None, "sha256"),
        ref_index("document"),
        STRICT,
    )


class VisitDocument(SQLModel, table=True):
    """Which files give evidence of a visit."""

    __tablename__: ClassVar[str] = "visit_document"
    __table_args__ = (STRICT,)
    visit_id: str = Field(primary_key=True, sa_type=Text, foreign_key="visit.id")
    document_id: str = Field(primary_key=True, sa_type=Text, foreign_key="document.id")
