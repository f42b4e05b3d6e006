"""Fields that many records have: refs, the sides of a pairing, notes, and how a record ended."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import Audience, Field, FieldType
from pairing_cli.domain.phrases import N_, Label
from pairing_cli.domain.vocabulary import Labels

PUBLIC: Final = Audience.PUBLIC
INTERNAL: Final = Audience.INTERNAL
ARCHIVE: Final = Audience.ARCHIVE

RECORD_STATES: Final[Labels] = {
    "in_force": Label("有效", "in force"),
    "removed": Label("已撤销", "removed"),
}

NAME_KINDS: Final[Labels] = {
    "alias": Label("别名", "alias"),
    "former": Label("曾用名", "former name"),
}

HELPED: Final = (
    "受帮扶幼儿园", "受帮扶单位", "被帮扶园", "被帮扶幼儿园", "被帮扶单位", "受援园", "受援幼儿园",
    "受援单位",
    "受教单位", "受教园", "受教幼儿园", "受助园", "受扶园", "帮扶对象", "结对园", "结对幼儿园",
    "薄弱园",
)  # fmt: skip
"""What tables from outside call a mentee."""
OTHER_MENTEES: Final = (
    *HELPED,
    "受赠园",
    "受赠单位",
    "受赠幼儿园",
    "接收单位",
    "幼儿园",
    "幼儿园名称",
    "园所名称",
    "园名",
)
"""The same; the last may be either side."""
OTHER_MENTORS: Final = (
    "帮扶幼儿园", "帮扶单位", "送教单位", "送教园", "送教幼儿园", "示范园", "示范幼儿园", "支援园",
    "支援单位",
    "支援幼儿园", "施援园", "牵头园", "优质园", "核心园",
)  # fmt: skip
COUNTIES: Final = (
    "县", "所在县", "县市区", "区县", "所属区县", "所在区县", "所属县区", "所在县区", "所属县",
    "市县", "旗县",
    "旗县区", "区(县)", "辖区县",
)  # fmt: skip
TOWNSHIPS: Final = (
    "所在乡镇", "乡", "镇", "所属乡镇", "乡镇街道", "乡镇名称", "街道", "镇街", "所在镇", "所在乡",
)  # fmt: skip


def same(text: str) -> Label:
    """An example that is the same in both languages."""
    return Label(text, text)


REF: Final = Field("ref", Label("编号", "Ref"), audience=PUBLIC)
MENTOR: Final = Field("mentor", Label("帮扶园", "Mentor"), audience=PUBLIC, wide=True)
MENTEE: Final = Field(
    "mentee", Label("受帮扶园", "Mentee"), required=True, aliases=OTHER_MENTEES,
    choices="mentees", example=same("隆子县"), width=26, audience=PUBLIC,
)  # fmt: skip
COUNTY: Final = Field("county", Label("县区", "County"), audience=PUBLIC, wide=True)
ABOVE_COUNTIES: Final = (
    "地市", "城市", "市", "所在市", "所属地市", "地市州", "市州", "省份", "省", "省市", "city",
    "province",
)  # fmt: skip
"""Columns that an import passes over: all of a programme lies in one city."""
PLACE: Final = (
    Field("county", Label("县区", "County"), aliases=COUNTIES, audience=PUBLIC),
    Field("township", Label("乡镇", "Township"), aliases=TOWNSHIPS, audience=PUBLIC),
)
"""Where a kindergarten lies, in a table of something else."""
DATE: Final = Field("date", Label("日期", "Date"), FieldType.DATE, audience=PUBLIC)
CYCLE: Final = Field(
    "cycle", Label("周期", "Cycle"), aliases=("帮扶周期",), choices="cycles", width=12,
    audience=PUBLIC,
)  # fmt: skip
NOTE: Final = Field(
    "note", Label("备注", "Note"), aliases=("说明", "remarks"), width=20,
    help=N_("A note."), wide=True,
)  # fmt: skip
STATE: Final = Field(
    "state", Label("状态", "State"), FieldType.CODE, labels=RECORD_STATES, audience=PUBLIC,
    wide=True, tones={"removed": "quiet"},
)  # fmt: skip
REMOVED_REASON: Final = Field("removed_reason", Label("撤销原因", "Why removed"), wide=True)
REMOVED_ON: Final = Field("removed_on", Label("撤销日期", "Removed on"), FieldType.DATE)

START: Final = Field("start", Label("开始", "From"), FieldType.DATE, audience=PUBLIC,
                     column="start_date")  # fmt: skip
END: Final = Field("end", Label("结束", "To"), FieldType.DATE, audience=PUBLIC, column="end_date")
TITLE: Final = Field("title", Label("名称", "Title"), aliases=("标题",), width=24)
END_REASON: Final = Field("end_reason", Label("终止原因", "Why it ended"))
END_DECIDED_ON: Final = Field(
    "end_decided_on", Label("决定结束日期", "End decided on"), FieldType.DATE, audience=PUBLIC
)
RECORDED_ON: Final = Field(
    "recorded_on", Label("登记日期", "Recorded on"), FieldType.DATE, audience=PUBLIC
)
OVERRIDE_REASON: Final = Field(
    "override_reason", Label("破例原因", "Override"), aliases=("override",), width=16
)
SOURCE: Final = Field("source", Label("依据", "Source"), audience=PUBLIC)
ASSUMED: Final = Field("assumed", Label("假定", "Assumed"), FieldType.YES_NO, audience=PUBLIC)

NAME_KIND: Final = Field(
    "kind", Label("类别", "Kind"), FieldType.CODE, labels=NAME_KINDS, audience=PUBLIC
)

OF_PAIRING: Final = (REF, MENTOR, COUNTY, REMOVED_REASON)
"""What listings of paperwork show besides, since it follows from the pairing."""
KEPT: Final = (REMOVED_ON, Field("pairing_id", Label("结对", "Pairing")))
"""What the table of a paper has that no listing shows under its own name."""
