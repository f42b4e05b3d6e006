"""The registers of a pairing's paperwork as tables that can be imported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, GROUP_ROLES, GROUP_SIDES, NEED_STATES
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import DIRECTIONS, GOALS
from pairing_cli.services.intake.import_kinds import MENTEE_NAMES, PLACE, Kind

_MENTEE: Final = Field(
    "mentee", Label("受帮扶园", "Mentee"), required=True,
    aliases=(*MENTEE_NAMES, "幼儿园", "幼儿园名称", "园所名称", "园名"),
    choices="mentees", example=Label("隆子县", "隆子县"), width=26,
)  # fmt: skip
_NOTE: Final = Field("note", Label("备注", "Note"), aliases=("说明", "remarks"), width=20)
_CYCLE: Final = Field(
    "cycle", Label("周期", "Cycle"), aliases=("帮扶周期",), choices="cycles", width=12
)
_RAISED: Final = Field(
    "raised", Label("提出日期", "Raised on"), FieldType.DATE, required=True,
    aliases=("日期", "date", "on"), example=Label("2022-03-20", "2022-03-20"), width=12,
)  # fmt: skip
_RAISED_BY: Final = Field(
    "raised_by", Label("提出人", "Raised by"), aliases=("by",), example=Label("卓玛", "卓玛")
)

_SHOWN_ONLY: Final = (
    "ref", "编号", "Ref", "mentor", "帮扶园", "Mentor",
    "removed_reason", "撤销原因", "Why removed",
)  # fmt: skip
"""Columns of every listing of paperwork that follow from the others."""
_STATE: Final = ("state", "状态", "State")

TASKS: Final = Kind(
    "tasks",
    Label("方案任务", "tasks of plans"),
    (
        _MENTEE,
        Field(
            "title", Label("任务", "Task"), required=True,
            aliases=("事项", "任务内容", "工作任务", "工作内容", "内容", "what"),
            example=Label("专题讲座", "专题讲座"), width=28,
        ),
        Field(
            "month", Label("月份", "Month"), aliases=("月",), width=10,
            example=Label("2022-10", "2022-10"),
            hint=Label("只定到月份时填写；定到日期时填“开始”和“结束”",
                       "Where only the month is settled; else fill in From and To"),
        ),
        Field(
            "start", Label("开始", "From"), FieldType.DATE,
            aliases=("开始日期", "起始日期", "时间", "日期", "date", "on"), width=12,
        ),
        Field(
            "end", Label("结束", "To"), FieldType.DATE,
            aliases=("结束日期", "截止日期", "完成时限"), width=12,
        ),
        Field(
            "form", Label("形式", "Form"), FieldType.CODE,
            aliases=("活动形式", "帮扶形式", "活动类型"), choices="forms",
            example=Label("专题讲座", "lecture"), width=16,
        ),
        Field(
            "responsible", Label("责任人", "Responsible"), aliases=("负责人",),
            example=Label("德吉", "德吉"), width=14,
        ),
        Field("expected", Label("应开展次数", "Visits due"), FieldType.COUNT,
              aliases=("应开展", "次数", "count"), width=10),
        Field("people", Label("人数", "People"), FieldType.COUNT, aliases=("教师人数",), width=8),
        Field("direction", Label("方向", "Direction"), FieldType.CODE, labels=DIRECTIONS, width=9),
        Field("goal", Label("工作目标", "Aim"), FieldType.CODE, labels=GOALS,
              aliases=("目标",), width=14),
        Field(
            "stage", Label("阶段", "Stage"), width=14,
            hint=Label("方案中已有的阶段", "A stage that the plan has"),
        ),
        Field(
            "plan", Label("方案", "Plan"), aliases=("方案名称", "帮扶方案"), width=24,
            hint=Label("不填即该日期所在的方案；该园尚无方案时，按此名称新建",
                       "Blank means the plan of those days; where there is none yet, one of"
                       " this title is made"),
        ),
        Field(
            "done_on", Label("完成日期", "Done on"), FieldType.DATE, aliases=("办结日期",), width=12
        ),
        _NOTE,
        _CYCLE,
    ),
    passed_over=(
        *_SHOWN_ONLY, *_STATE, "when", "When", "form_label", "done", "已完成", "Done",
        "planned", "计划", "Planned", "visits", "needs", "Answered by", "Needs", "Form code",
    ),
    words=("task", "plan", "plans", "任务", "帮扶方案"),
    identity=("mentee", "plan", "title", "month", "start"),
    narrowing=PLACE,
)  # fmt: skip

AGREEMENTS: Final = Kind(
    "agreements",
    Label("责任书和协议书", "agreements"),
    (
        _MENTEE,
        Field(
            "kind", Label("类别", "Kind"), FieldType.CODE, required=True, labels=AGREEMENT_KINDS,
            aliases=("类型", "种类"), example=Label("责任书", "responsibility letter"), width=14,
        ),
        Field(
            "parties", Label("签约方", "Parties"), FieldType.NAMES, aliases=("party", "双方"),
            width=30,
            hint=Label("不填时，责任书为帮扶园与县教育局，协议书为两园",
                       "Blank: of a letter the mentor and the county's bureau, of an"
                       " agreement the two kindergartens"),
        ),
        Field(
            "signatories", Label("签字人", "Signed by"), FieldType.NAMES,
            aliases=("signatory", "签约人"), example=Label("卓玛、扎西", "卓玛、扎西"), width=20,
            hint=Label("顺序与签约方一致", "In the order of the parties"),
        ),
        Field("signed", Label("签订日期", "Signed on"), FieldType.DATE,
              aliases=("签订时间", "日期", "date"), example=Label("2022-03-31", "2022-03-31"),
              width=12),
        Field(
            "due", Label("签订期限", "Sign by"), FieldType.DATE, aliases=("应签日期",), width=12
        ),
        Field(
            "until", Label("有效期至", "In force until"), FieldType.DATE,
            aliases=("至", "到期日期"), width=12,
        ),
        Field("title", Label("标题", "Title"), aliases=("名称",), width=24),
        _NOTE,
        _CYCLE,
    ),
    passed_over=(*_SHOWN_ONLY, *_STATE, "files", "文件", "Files"),
    words=("agreement", "letter", "letters", "责任书", "协议书"),
    identity=("mentee", "kind", "title"),
    narrowing=PLACE,
)  # fmt: skip

GROUPS: Final = Kind(
    "groups",
    Label("领导小组", "leading groups"),
    (
        Field(
            "mentee", Label("受帮扶园", "Mentee"), choices="mentees", width=26,
            aliases=(*MENTEE_NAMES, "幼儿园", "幼儿园名称", "园所名称", "园名"),
            example=Label("隆子县", "隆子县"),
            hint=Label("教育局的领导小组改填“县区”", "Of a bureau's group fill in County instead"),
        ),
        Field(
            "side", Label("一方", "Side"), FieldType.CODE, required=True, labels=GROUP_SIDES,
            aliases=("哪一方", "方"), example=Label("帮扶园", "mentor"), width=12,
        ),
        Field("head", Label("组长", "Group head"), FieldType.NAMES,
              example=Label("次仁卓嘎", "次仁卓嘎"), width=14),
        Field("deputies", Label("副组长", "Deputies"), FieldType.NAMES, aliases=("deputy",),
              width=18),
        Field("members", Label("成员", "Members"), FieldType.NAMES, aliases=("组员", "member"),
              example=Label("德吉、央金", "德吉、央金"), width=26),
        Field("contact", Label("联络员", "Contact"), FieldType.NAMES, width=14),
        Field("phone", Label("电话", "Phone"), FieldType.DIGITS,
              aliases=("联系电话", "联系方式", "手机", "手机号", "手机号码"), width=15, digits=11),
        Field(
            "name", Label("姓名", "Name"), width=12,
            hint=Label("一人一行的表：姓名和职务", "In a table of one row a person: name and role"),
        ),
        Field("role", Label("职务", "Role"), FieldType.CODE, labels=GROUP_ROLES, width=10),
        Field("since", Label("自", "Since"), FieldType.DATE,
              aliases=("任职日期", "成立日期", "日期", "on"), width=12),
        _NOTE,
        Field("county", Label("县区", "County"), aliases=("县", "所在县"), width=12),
        _CYCLE,
    ),
    passed_over=(
        "ref", "编号", "Ref", "of", "所属", "Of", "mentor", "帮扶园", "Mentor", *_STATE,
        "removed_reason", "撤销原因", "Why removed",
    ),
    words=("group", "members", "小组", "小组成员"),
)  # fmt: skip

APPRENTICESHIPS: Final = Kind(
    "apprenticeships",
    Label("师徒结对", "teacher pairs"),
    (
        _MENTEE,
        Field("master", Label("师傅", "Master"), required=True, aliases=("指导教师", "骨干教师"),
              example=Label("次仁卓嘎", "次仁卓嘎"), width=14),
        Field("apprentice", Label("徒弟", "Apprentice"), required=True,
              aliases=("被指导教师", "青年教师", "学员"), example=Label("德吉", "德吉"), width=14),
        Field("topic", Label("主题", "Topic"), aliases=("内容", "学习内容"), width=24),
        Field(
            "start", Label("开始", "From"), FieldType.DATE, required=True,
            aliases=("开始日期", "起始日期", "日期", "date"),
            example=Label("2022-04-01", "2022-04-01"), width=12,
        ),
        Field("end", Label("结束", "To"), FieldType.DATE, aliases=("结束日期",), width=12),
        _CYCLE,
    ),
    passed_over=(
        *_SHOWN_ONLY, *_STATE, "successor", "接续为", "Goes on as", "end_reason", "终止原因",
        "Why it ended",
    ),
    words=("apprenticeship", "apprentice", "apprentices", "师徒"),
    identity=("mentee", "master", "apprentice", "start"),
    narrowing=PLACE,
)  # fmt: skip

NEEDS: Final = Kind(
    "needs",
    Label("需求", "needs"),
    (
        _MENTEE,
        Field(
            "text", Label("需求", "What is needed"), required=True,
            aliases=("Need", "内容", "需求内容"),
            example=Label("区域材料不足", "区域材料不足"), width=34,
        ),
        _RAISED,
        _RAISED_BY,
        Field(
            "state", Label("状态", "State"), FieldType.CODE, labels=NEED_STATES, width=10,
            hint=Label("不填即未解决", "Left blank means open"),
        ),
        Field(
            "settled", Label("办结日期", "Settled on"), FieldType.DATE,
            aliases=("解决日期",), width=12,
        ),
        Field("outcome", Label("结果", "Outcome"), aliases=("解决情况",), width=26),
        _CYCLE,
    ),
    passed_over=(
        *_SHOWN_ONLY, "tasks", "任务", "Tasks", "visits", "活动", "Visits", "days_open",
        "已过天数", "Days open",
    ),
    words=("need", "帮扶需求"),
    identity=("mentee", "text", "raised"),
    narrowing=PLACE,
)  # fmt: skip

PROBLEMS: Final = Kind(
    "problems",
    Label("困难与问题", "problems"),
    (
        _MENTEE,
        Field("text", Label("问题", "Problem"), required=True,
              aliases=("困难与问题", "内容", "存在问题"),
              example=Label("冬季道路封闭", "冬季道路封闭"), width=34),
        _RAISED,
        _RAISED_BY,
        Field("assigned_to", Label("责任人", "Assigned to"), aliases=("交办", "负责人", "assign"),
              example=Label("扎西", "扎西"), width=14),
        Field("resolved", Label("解决日期", "Resolved on"), FieldType.DATE, width=12),
        Field("resolution", Label("解决办法", "Resolution"), aliases=("解决情况",), width=26),
        _CYCLE,
    ),
    passed_over=(*_SHOWN_ONLY, *_STATE, "days_open", "已过天数", "Days open"),
    words=("problem", "问题", "困难"),
    identity=("mentee", "text", "raised"),
    narrowing=PLACE,
)  # fmt: skip

DONATIONS: Final = Kind(
    "donations",
    Label("捐赠", "donations"),
    (
        _MENTEE,
        Field("date", Label("日期", "Date"), FieldType.DATE, required=True,
              aliases=("捐赠日期", "时间", "on"), example=Label("2022-05-01", "2022-05-01"),
              width=12),
        Field("item", Label("物品", "Item"), required=True,
              aliases=("捐赠物品", "品名", "名称"), example=Label("绘本", "绘本"), width=22),
        Field("quantity", Label("数量", "Quantity"), FieldType.NUMBER, required=True,
              example=Label("200", "200"), width=9),
        Field("unit", Label("单位", "Unit"), aliases=("计量单位",), example=Label("册", "册"),
              width=8),
        Field("value", Label("价值（元）", "Value (yuan)"), FieldType.NUMBER,
              aliases=("金额", "折合金额"), width=12),
        _NOTE,
        _CYCLE,
    ),
    passed_over=(*_SHOWN_ONLY, *_STATE, "visit", "活动", "Visit"),
    words=("donation", "捐赠物品"),
    identity=("mentee", "date", "item", "unit"),
    narrowing=PLACE,
)  # fmt: skip

PAPER_KINDS: Final[Sequence[Kind]] = (
    TASKS, AGREEMENTS, GROUPS, APPRENTICESHIPS, NEEDS, PROBLEMS, DONATIONS,
)  # fmt: skip
