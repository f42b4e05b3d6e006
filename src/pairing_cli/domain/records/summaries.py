"""What people write for summaries."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.paperwork import SUMMARY_PARTS
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import CYCLE, PUBLIC, REMOVED_ON, REMOVED_REASON
from pairing_cli.domain.records.record import Noun, Record, Role

SUMMARY_TERM: Final = Field("term", Label("学期", "Term"), audience=PUBLIC, column="term_id")
SUMMARY_PART: Final = Field(
    "part", Label("部分", "Part"), FieldType.CODE, labels=SUMMARY_PARTS, audience=PUBLIC
)
SUMMARY_TEXT: Final = Field("text", Label("内容", "Text"), column="wording")

SUMMARY_NOTE: Final = Record(
    "summary_note",
    Noun("总结文字", "summary note", "段"),
    Role.WHOLE,
    subject=("part",),
    shown=(CYCLE, SUMMARY_TERM, SUMMARY_PART, SUMMARY_TEXT),
    stored=(REMOVED_ON, REMOVED_REASON),
)
