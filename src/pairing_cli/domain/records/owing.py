"""What is owed: rule packs, rules, overrides, waivers, and the indicators that are reported."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import (
    ASSUMED,
    COUNTY,
    DATE,
    END,
    MENTEE,
    MENTOR,
    NOTE,
    PUBLIC,
    REF,
    REMOVED_REASON,
    START,
    STATE,
)
from pairing_cli.domain.records.pairings import LAYER
from pairing_cli.domain.records.programme import CODE, OFFICIAL_TITLE, TITLES
from pairing_cli.domain.records.record import Noun, Record, Role
from pairing_cli.domain.records.visits import DIRECTION
from pairing_cli.domain.vocabulary import LAYERS, WAIVER_KINDS, Labels

# fmt: off

RULE_KINDS: Final[Labels] = {
    "quota": Label("定额", "quota"),
    "document": Label("材料", "document"),
    "milestone": Label("节点", "milestone"),
    "indicator": Label("指标", "indicator"),
}
OWED_BY: Final[Labels] = {
    "mentor": Label("帮扶园", "mentor"),
    "mentee": Label("受帮扶园", "mentee"),
    "both": Label("双方", "both"),
    "county": Label("县（区）", "county"),
    "bureau": Label("市教育局", "bureau"),
}
PERIODS: Final[Labels] = {
    "month": Label("每教学月", "teaching month"),
    "term": Label("每学期", "term"),
    "school_year": Label("每学年", "school year"),
    "stage": Label("阶段", "stage"),
    "cycle": Label("每周期", "cycle"),
}
WINDOWS: Final[Labels] = {
    "before": Label("开始前30天", "30 days before"),
    "start": Label("前三分之一", "first third"),
    "middle": Label("中间三分之一", "middle third"),
    "end": Label("后三分之一", "last third"),
}
WAIVER_STATES: Final[Labels] = {
    "in_force": Label("有效", "in force"),
    "removed": Label("已撤销", "removed"),
    "dropped": Label("规则包已停用", "pack dropped"),
}

DOCUMENT: Final = Field("document", Label("文件", "Document"), audience=PUBLIC)
DOCUMENT_TITLE: Final = Field("document_title", Label("依据", "Source"), audience=PUBLIC)
RULES: Final = Field("rules", Label("要求", "Rules"), FieldType.COUNT, audience=PUBLIC)
TASKS: Final = Field("tasks", Label("任务", "Tasks"), FieldType.COUNT, audience=PUBLIC)
ADOPTED: Final = Field("adopted", Label("启用", "Adopted"), audience=PUBLIC)
PACK: Final = Field("pack", Label("规则包", "Pack"), audience=PUBLIC, wide=True)
RULE: Final = Field("rule", Label("要求", "Rule"), audience=PUBLIC, wide=True)
RULE_KIND: Final = Field("kind", Label("类别", "Kind"), FieldType.CODE, labels=RULE_KINDS,
                         audience=PUBLIC)
OWING: Final = Field("owed_by", Label("责任方", "Owed by"), FieldType.CODE, labels=OWED_BY,
                     audience=PUBLIC, wide=True)
NEED: Final = Field("need", Label("应完成", "Need"), FieldType.NUMBER, audience=PUBLIC)
UNIT: Final = Field("unit", Label("单位", "Unit"), FieldType.CODE, labels=MEASURES,
                    audience=PUBLIC)
PERIOD: Final = Field("period", Label("期间", "Period"), audience=PUBLIC)
RULE_PERIOD_KIND: Final = PERIOD._replace(labels=PERIODS, type=FieldType.CODE, column="unit")
FORMS: Final = Field("forms", Label("活动形式", "Forms"), audience=PUBLIC, wide=True)
WINDOW: Final = Field("window", Label("时段", "Part of the period"), FieldType.CODE,
                      labels=WINDOWS, audience=PUBLIC, column="time_window", wide=True)
RULE_LAYERS: Final = Field("layers", Label("层级", "Layers"), FieldType.CODE, labels=LAYERS,
                           audience=PUBLIC, wide=True)
SECTION: Final = Field("section", Label("条款", "Section"), audience=PUBLIC)
BY_DAY: Final = Field("by", Label("期限（月-日）", "By (month-day)"), audience=PUBLIC,
                      column="by_day")
STAGE: Final = Field("stage", Label("阶段", "Stage"), audience=PUBLIC)
VOLUME: Final = Field("category", Label("档案类别", "Volume of the archive"), audience=PUBLIC)
FACT: Final = Field("fact", Label("台账事项", "Fact of a register"), audience=PUBLIC)
INDICATOR: Final = Field("indicator", Label("指标", "Indicator"), audience=PUBLIC)
RULE_NOTE: Final = NOTE._replace(audience=PUBLIC, wide=False)
PERIOD_START: Final = Field("period_start", Label("开始", "From"), FieldType.DATE, audience=PUBLIC)
PERIOD_END: Final = Field("period_end", Label("结束", "To"), FieldType.DATE, audience=PUBLIC)
COUNTS_FROM: Final = Field("first_day", Label("计自", "Counts from"), audience=PUBLIC, wide=True)
COUNTS_TO: Final = Field("last_day", Label("计至", "Counts to"), audience=PUBLIC, wide=True)
DUE: Final = Field("due", Label("截止", "Due"), FieldType.DATE, audience=PUBLIC)
OWED: Final = Field("owed", Label("应做", "Owed"), audience=PUBLIC)
RULE_NEED: Final = Field("rule_need", Label("原定", "Instead of"), FieldType.NUMBER,
                         audience=PUBLIC)
REASON: Final = Field("reason", Label("原因", "Reason"))
WAIVER_KIND: Final = Field("kind", Label("类别", "Kind"), FieldType.CODE, labels=WAIVER_KINDS,
                           audience=PUBLIC)
UNTIL: Final = Field("until", Label("至", "Until"), FieldType.DATE, audience=PUBLIC)
APPROVER: Final = Field("approver", Label("批准人", "Approved by"))
WAIVER_STATE: Final = STATE._replace(labels=WAIVER_STATES, wide=False,
                                     tones={"in_force": "good", "removed": "quiet"})
NUMERATOR: Final = Field("numerator", Label("分子或数量", "Part or number"), FieldType.NUMBER,
                         audience=PUBLIC)
DENOMINATOR: Final = Field("denominator", Label("分母", "Whole"), FieldType.NUMBER,
                           audience=PUBLIC)
PERCENT: Final = Field("percent", Label("百分比", "Percent"), FieldType.NUMBER, audience=PUBLIC)
TARGET: Final = Field("target", Label("目标", "Target"), FieldType.NUMBER, audience=PUBLIC)

RULE_PACK: Final = Record(
    "rule_pack", Noun("规则包", "rule pack", "个"), Role.GROUND, subject=("title_*",),
    shown=(CODE, OFFICIAL_TITLE, DOCUMENT, RULES, TASKS, ADOPTED),
    stored=(*TITLES, Field("active", Label("启用", "Active"), FieldType.YES_NO)),
)
RULE_OVERRIDE: Final = Record(
    "rule_override", Noun("要求调整", "rule override", "项"), Role.PART,
    subject=("pairing_id|county_code", "rule_id"), has_ref=True,
    shown=(REF, RULE, OFFICIAL_TITLE, RULE_NEED, NEED, UNIT, START, END, LAYER, COUNTY, MENTEE,
           REASON),
)
WAIVER: Final = Record(
    "waiver", Noun("免、缓、补", "waiver", "项"), Role.WHOLE,
    subject=("pairing_id", "rule_id", "period"), has_ref=True, listing="waivers",
    shown=(REF, MENTOR, MENTEE, COUNTY, RULE, OFFICIAL_TITLE, PERIOD, WAIVER_KIND, UNTIL, REASON,
           APPROVER, WAIVER_STATE, REMOVED_REASON),
)
INDICATOR_RECORD: Final = Record(
    "indicator", Noun("指标", "indicator"), Role.WHOLE, subject=("pairing_id", "code", "on_date"),
    has_ref=True, listing="indicators",
    shown=(REF, MENTOR, MENTEE, COUNTY, INDICATOR, RULE, OFFICIAL_TITLE, PERIOD, DATE, NUMERATOR,
           DENOMINATOR, PERCENT, TARGET, UNIT, STATE, NOTE),
)
RULE_RECORD: Final = Record(
    "rule", Noun("要求", "rule"), Role.GROUND, listing="rules",
    shown=(CODE, PACK, OFFICIAL_TITLE, RULE_KIND, OWING, NEED,
           UNIT._replace(column="measure"), RULE_PERIOD_KIND, FORMS,
           DIRECTION, WINDOW, RULE_LAYERS, DOCUMENT, SECTION, ASSUMED, BY_DAY, STAGE, VOLUME, FACT,
           INDICATOR, DOCUMENT_TITLE, RULE_NOTE),
    stored=TITLES,
)
RULE_PERIOD: Final = Record(
    "rule_period", Noun("要求期间", "rule period"), Role.PART,
    shown=(PERIOD, PERIOD_START, PERIOD_END, COUNTS_FROM, COUNTS_TO, DUE, OWED),
)
RULE_FORM: Final = Record("rule_form", Noun("要求所计形式", "rule form", "种"), Role.PART,
                          tells=False)
RULE_LAYER: Final = Record("rule_layer", Noun("要求适用层级", "rule layer", "个"), Role.PART,
                           tells=False, stored=(LAYER,))

# fmt: on
