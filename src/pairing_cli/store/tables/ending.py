"""The end of a cycle: its closing with frozen figures, corrections after it, the roll."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlmodel import Field

from pairing_cli.domain.ending import RollDecisionKind
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT
from pairing_cli.store.tables.base import STRICT, Keyed, ref_index
from pairing_cli.store.tables.types import IsoDate, in_order, not_blank, one_of, real_date


class CycleClosingFields(Keyed):
    """A cycle's end: its figures as they were on that day."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    on_date: dt.date = Field(sa_type=IsoDate)
    by_name: str = Field(max_length=NAME, sa_type=Text)
    figures: str = Field(sa_type=Text)
    """Canonical JSON; see `domain.judging.frozen`."""
    sha256: str = Field(min_length=64, max_length=64, sa_type=Text)
    definitions: str = Field(sa_type=Text)
    """By what the figures were worked out, canonical JSON."""
    checks: str = Field(sa_type=Text)
    """What `cycle check` found, canonical JSON."""
    override_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    reopened_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    reopened_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class CycleClosing(CycleClosingFields, table=True):
    """A cycle's end: its figures as they were on that day. One is in force a cycle."""

    __tablename__: ClassVar[str] = "cycle_closing"
    __table_args__ = (
        not_blank("by_name"),
        real_date("on_date"),
        real_date("reopened_on"),
        in_order("on_date", "reopened_on"),
        CheckConstraint(
            "(reopened_on IS NULL) = (reopened_reason IS NULL)", name="reopened_has_reason"
        ),
        Index(
            "uq_cycle_closing_in_force",
            "cycle_id",
            unique=True,
            sqlite_where=text("reopened_on IS NULL"),
            postgresql_where=text("reopened_on IS NULL"),
        ),
        STRICT,
    )


class CycleCorrectionFields(Keyed):
    """A command that wrote into a closed cycle, and why. The frozen figures stay."""

    closing_id: str = Field(sa_type=Text, foreign_key="cycle_closing.id")
    on_date: dt.date = Field(sa_type=IsoDate)
    reason: str = Field(max_length=SHORT_TEXT, sa_type=Text)


class CycleCorrection(CycleCorrectionFields, table=True):
    """A command that wrote into a closed cycle, and why. The frozen figures stay."""

    __tablename__: ClassVar[str] = "cycle_correction"
    __table_args__ = (
        not_blank("reason"),
        real_date("on_date"),
        Index(None, "closing_id"),
        STRICT,
    )


class CycleRollFields(Keyed):
    """The arrangement of the next cycle, made from the one before."""

    from_cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    to_cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    on_date: dt.date = Field(sa_type=IsoDate)
    by_name: str = Field(max_length=NAME, sa_type=Text)


class CycleRoll(CycleRollFields, table=True):
    """The arrangement of the next cycle, made from the one before."""

    __tablename__: ClassVar[str] = "cycle_roll"
    __table_args__ = (
        not_blank("by_name"),
        real_date("on_date"),
        CheckConstraint("from_cycle_id <> to_cycle_id", name="two_cycles"),
        Index("uq_cycle_roll_to", "to_cycle_id", unique=True),
        ref_index("cycle_roll"),
        STRICT,
    )


class RollDecisionFields(Keyed):
    """What becomes of one mentee in the next cycle, and why."""

    roll_id: str = Field(sa_type=Text, foreign_key="cycle_roll.id")
    mentee_id: str = Field(sa_type=Text, foreign_key="kindergarten.id")
    decision: str = Field(sa_type=Text)
    mentor_id: str | None = Field(default=None, sa_type=Text, foreign_key="kindergarten.id")
    old_pairing_id: str | None = Field(default=None, sa_type=Text, foreign_key="pairing.id")
    new_pairing_id: str | None = Field(default=None, sa_type=Text, foreign_key="pairing.id")
    reason: str = Field(max_length=SHORT_TEXT, sa_type=Text)


class RollDecision(RollDecisionFields, table=True):
    """What becomes of one mentee in the next cycle, and why."""

    __tablename__: ClassVar[str] = "roll_decision"
    __table_args__ = (
        one_of("decision", RollDecisionKind),
        not_blank("reason"),
        Index("uq_roll_decision_mentee", "roll_id", "mentee_id", "old_pairing_id", unique=True),
        Index(None, "new_pairing_id"),
        STRICT,
    )
