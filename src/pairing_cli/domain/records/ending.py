"""The end of a cycle: its closing, corrections after it, the roll into the next."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.ending import ROLL_DECISIONS
from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import DATE, MENTEE, OVERRIDE_REASON, PUBLIC
from pairing_cli.domain.records.record import Noun, Record, Role

# fmt: off

CLOSED_ON: Final = Field("closed_on", Label("结束日期", "Closed on"), FieldType.DATE,
                         audience=PUBLIC, column="on_date")
CLOSED_BY: Final = Field("by", Label("经办人", "By"), person=True, column="by_name")
SHA256: Final = Field("sha256", Label("SHA-256", "SHA-256"), audience=PUBLIC, wide=True)
REOPENED_ON: Final = Field("reopened_on", Label("重新打开日期", "Reopened on"), FieldType.DATE,
                           audience=PUBLIC)
REOPENED_REASON: Final = Field("reopened_reason", Label("重新打开原因", "Why it was reopened"))
CHECK: Final = Field("check", Label("检查", "Check"), audience=PUBLIC)
CHECK_RESULT: Final = Field("result", Label("结果", "Result"), audience=PUBLIC)
CHECK_BLOCKS: Final = Field("blocks", Label("须先办", "Blocks"), FieldType.YES_NO, audience=PUBLIC)
CHECK_COUNT: Final = Field("count", Label("数量", "Count"), FieldType.COUNT, audience=PUBLIC)
CHECK_CLEAR: Final = Field("clear", Label("怎么办", "To clear"), audience=PUBLIC)

CYCLE_CLOSING: Final = Record(
    "cycle_closing", Noun("周期结束", "closing", "次"), Role.PART, subject=("cycle_id", "on_date"),
    stored=(CLOSED_ON, CLOSED_BY, SHA256, OVERRIDE_REASON, REOPENED_ON, REOPENED_REASON,
            Field("figures", Label("冻结的数字", "frozen figures")),
            Field("definitions", Label("口径", "definitions")),
            Field("checks", Label("检查结果", "checks"))),
)
CORRECTION_REASON: Final = Field("reason", Label("更正原因", "Why it was corrected"))
CYCLE_CORRECTION: Final = Record(
    "cycle_correction", Noun("结束后更正", "correction", "处"), Role.PART, subject=("reason",),
    tells=False, stored=(DATE._replace(column="on_date"), CORRECTION_REASON),
)
CYCLE_ROLL: Final = Record(
    "cycle_roll", Noun("转入下一周期", "roll", "次"), Role.WHOLE,
    subject=("from_cycle_id→to_cycle_id",), has_ref=True,
    stored=(DATE._replace(column="on_date"), CLOSED_BY,
            Field("from", Label("原周期", "From"), column="from_cycle_id"),
            Field("to", Label("新周期", "To"), column="to_cycle_id")),
)
DECISION: Final = Field("decision", Label("建议", "Proposed"), FieldType.CODE,
                        labels=ROLL_DECISIONS, audience=PUBLIC)
NEW_MENTOR: Final = Field("mentor", Label("新帮扶园", "New mentor"), audience=PUBLIC,
                          column="mentor_id")
OLD_MENTOR: Final = Field("former_mentor", Label("原帮扶园", "Former mentor"), audience=PUBLIC)
DECISION_REASON: Final = Field("reason", Label("理由", "Reason"))
ROLL_DECISION: Final = Record(
    "roll_decision", Noun("安排决定", "decision", "项"), Role.PART,
    subject=("mentee_id", "decision"), tells=False,
    stored=(MENTEE._replace(column="mentee_id"), DECISION, NEW_MENTOR, DECISION_REASON,
            Field("old_pairing_id", Label("原结对", "former pairing")),
            Field("new_pairing_id", Label("新结对", "new pairing"))),
)

# fmt: on
