"""What people write for summaries."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import Index, Text
from sqlmodel import Field

from pairing_cli.domain.paperwork import SummaryPart
from pairing_cli.domain.words.wording import LONG_TEXT
from pairing_cli.store.tables.base import STRICT, Keyed, Removable
from pairing_cli.store.tables.types import not_blank, one_of, real_date


class SummaryNoteFields(Removable, Keyed):
    """What somebody has written for one part of the summary of a cycle, or of a term of it."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    term_id: str | None = Field(default=None, sa_type=Text, foreign_key="term.id")
    part: str = Field(sa_type=Text)
    wording: str = Field(max_length=LONG_TEXT, sa_type=Text)


class SummaryNote(SummaryNoteFields, table=True):
    """What somebody has written for one part of the summary of a cycle, or of a term of it."""

    __tablename__: ClassVar[str] = "summary_note"
    __table_args__ = (
        one_of("part", SummaryPart),
        not_blank("wording"),
        real_date("removed_on"),
        Index(None, "cycle_id"),
        STRICT,
    )
