"""What is owed: rule packs, rules, overrides, waivers, and the indicators that are reported."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.owed.blocks import BLOCKS
from pairing_cli.domain.owed.rules import OWING as OWING_SIDES
from pairing_cli.domain.owed.rules import PERS, ROSTERS
from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import (
    ASSUMED,
    COUNTY,
    DATE,
    END,
    END_DECIDED_ON,
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
from pairing_cli.domain.roles import PERSON_ROLES
from pairing_cli.domain.vocabulary import (
    LAYERS,
    LEDGERS,
    SEASONS,
    WAIVER_KINDS,
    Labels,
)

# fmt: off

RULE_KINDS: Final[Labels] = {
    "quota": Label("定额", "quota"),
    "document": Label("材料", "document"),
    "milestone": Label("节点", "milestone"),
    "indicator": Label("指标", "indicator"),
}
PERIODS: Final[Labels] = {
    "month": Label("每教学月", "teaching month"),
    "term": Label("每学期", "term"),
    "school_year": Label("每学年", "school year"),
    "calendar_year": Label("每年", "calendar year"),
    "cycle_year": Label("周期内每年", "year of the cycle"),
    "stage": Label("阶段", "stage"),
    "cycle": Label("每周期", "cycle"),
}
WINDOWS: Final[Labels] = {
    "before": Label("开始前30天", "30 days before"),
    "start": Label("前三分之一", "first third"),
    "middle": Label("中间三分之一", "middle third"),
    "end": Label("后三分之一", "last third"),
    "after": Label("周期结束后", "after the cycle"),
}
WAIVER_STATES: Final[Labels] = {
    "in_force": Label("有效", "in force"),
    "removed": Label("已撤销", "removed"),
    "dropped": Label("规则包已停用", "pack dropped"),
}

DOCUMENT: Final = Field("document", Label("文件代码", "Document code"), audience=PUBLIC)
DOCUMENT_TITLE: Final = Field("document_title", Label("文件", "Document"), audience=PUBLIC)
RULES: Final = Field("rules", Label("要求", "Rules"), FieldType.COUNT, audience=PUBLIC)
TASKS: Final = Field("tasks", Label("任务", "Tasks"), FieldType.COUNT, audience=PUBLIC)
ADOPTED: Final = Field("adopted", Label("启用", "Adopted"), audience=PUBLIC)
PACK: Final = Field("pack", Label("规则包", "Pack"), audience=PUBLIC, wide=True)
RULE: Final = Field("rule", Label("要求", "Rule"), audience=PUBLIC, wide=True)
RULE_KIND: Final = Field("kind", Label("类别", "Kind"), FieldType.CODE, labels=RULE_KINDS,
                         audience=PUBLIC)
OWING: Final = Field("owed_by", Label("责任方", "Owed by"), FieldType.CODE, labels=OWING_SIDES,
                     audience=PUBLIC, wide=True)
NEED: Final = Field("need", Label("应完成", "Need"), FieldType.NUMBER, audience=PUBLIC)
UNIT: Final = Field("unit", Label("单位", "Unit"), FieldType.CODE, labels=MEASURES,
                    audience=PUBLIC)
PERIOD: Final = Field("period", Label("期间", "Period"), audience=PUBLIC)
RULE_PERIOD_KIND: Final = PERIOD._replace(labels=PERIODS, type=FieldType.CODE, column="unit")
FORMS: Final = Field("forms", Label("活动形式", "Forms"), audience=PUBLIC, wide=True)
EACH_WAY: Final = Field("each_way", Label("往返各计", "Each way"), FieldType.YES_NO,
                        audience=PUBLIC)
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
MOST: Final = Field("most", Label("最多", "At most"), FieldType.NUMBER, audience=PUBLIC, wide=True)
SHARE: Final = Field("share", Label("比例范围", "Share of"), FieldType.CODE, labels=ROSTERS,
                     audience=PUBLIC, wide=True)
RULE_NEED: Final = Field("rule_need", Label("原定", "Instead of"), FieldType.NUMBER,
                         audience=PUBLIC)
REASON: Final = Field("reason", Label("原因", "Reason"))
WAIVER_KIND: Final = Field("kind", Label("类别", "Kind"), FieldType.CODE, labels=WAIVER_KINDS,
                           audience=PUBLIC)
UNTIL: Final = Field("until", Label("至", "Until"), FieldType.DATE, audience=PUBLIC)
APPROVER: Final = Field("approver", Label("批准人", "Approved by"), person=True)
GRANTED: Final = Field("granted", Label("批准日期", "Granted on"), FieldType.DATE, audience=PUBLIC,
                       column="granted_on", wide=True)
WAIVER_STATE: Final = STATE._replace(labels=WAIVER_STATES, wide=False,
                                     tones={"in_force": "good", "removed": "quiet"})
NUMERATOR: Final = Field("numerator", Label("分子或数量", "Part or number"), FieldType.NUMBER,
                         audience=PUBLIC)
DENOMINATOR: Final = Field("denominator", Label("分母", "Whole"), FieldType.NUMBER,
                           audience=PUBLIC)
PERCENT: Final = Field("percent", Label("百分比", "Percent"), FieldType.NUMBER, audience=PUBLIC)
TARGET: Final = Field("target", Label("目标", "Target"), FieldType.NUMBER, audience=PUBLIC)

LEDGER: Final = Field("ledger", Label("账目", "Ledger"), FieldType.CODE, labels=LEDGERS,
                      audience=PUBLIC)
CLAUSE: Final = Field("clause", Label("条文", "Clause"), audience=PUBLIC, column="clause_zh")
BLOCK: Final = Field("block", Label("板块", "Block"), FieldType.CODE, labels=BLOCKS,
                     audience=PUBLIC, wide=True)
PER: Final = Field("per", Label("要求对象", "Asked of"), FieldType.CODE, labels=PERS,
                   audience=PUBLIC, wide=True)
RULE_SEASON: Final = Field("season", Label("季", "Season"), FieldType.CODE, labels=SEASONS,
                           audience=PUBLIC)
MONTHS: Final = Field("months", Label("月份", "Months"), audience=PUBLIC)
STANDS: Final = Field("stands", Label("在期间内有效即算", "Counts as long as it stands"),
                      FieldType.YES_NO, audience=PUBLIC)
MAKE_UP: Final = Field("make_up", Label("可以补", "May be made up later"), FieldType.YES_NO,
                       audience=PUBLIC)
CONDITION: Final = Field("if", Label("前提", "Only if"), audience=PUBLIC, column="condition")
ROLE: Final = Field("role", Label("职务", "Role"), FieldType.CODE, labels=PERSON_ROLES,
                    audience=PUBLIC)
STAGE_FIELDS: Final = (
    Field("stage_zh", Label("阶段名称", "Title of the stage")),
    Field("stage_en", Label("阶段名称（英文）", "Title of the stage (English)")),
    Field("stage_year", Label("阶段年份", "Year of the stage"), FieldType.NUMBER),
    Field("stage_first_month", Label("阶段首月", "First month of the stage"), FieldType.NUMBER),
    Field("stage_last_month", Label("阶段末月", "Last month of the stage"), FieldType.NUMBER),
)

RULE_PACK: Final = Record(
    "rule_pack", Noun("规则包", "rule pack", "个"), Role.GROUND, subject=("title_*",),
    shown=(CODE, OFFICIAL_TITLE, DOCUMENT, RULES, TASKS, ADOPTED, LEDGER),
    stored=(*TITLES, Field("active", Label("启用", "Active"), FieldType.YES_NO)),
)
RULE_OVERRIDE: Final = Record(
    "rule_override", Noun("要求调整", "rule override", "项"), Role.PART,
    subject=("pairing_id|county_code", "rule_id"), has_ref=True,
    shown=(REF, RULE, OFFICIAL_TITLE, RULE_NEED, NEED, UNIT, START, END, LAYER, COUNTY, MENTEE,
           REASON),
    stored=(Field("decided_on", Label("决定日期", "Decided on"), FieldType.DATE, audience=PUBLIC),
            END_DECIDED_ON),
)
WAIVER: Final = Record(
    "waiver", Noun("免、缓、补", "waiver", "项"), Role.WHOLE,
    subject=("pairing_id", "rule_id", "period"), has_ref=True, listing="waivers",
    shown=(REF, MENTOR, MENTEE, COUNTY, RULE, OFFICIAL_TITLE, PERIOD, WAIVER_KIND, UNTIL, REASON,
           APPROVER, GRANTED, WAIVER_STATE, REMOVED_REASON),
)
INDICATOR_RECORD: Final = Record(
    "indicator", Noun("指标", "indicator"), Role.WHOLE,
    subject=("pairing_id", "code", "on_date"), has_ref=True, listing="indicators",
    shown=(REF, MENTOR, MENTEE, COUNTY, INDICATOR, RULE, OFFICIAL_TITLE, PERIOD, DATE, NUMERATOR,
           DENOMINATOR, PERCENT, TARGET, UNIT, STATE, NOTE),
)
RULE_RECORD: Final = Record(
    "rule", Noun("要求", "rule"), Role.GROUND, listing="rules",
    shown=(CODE, PACK, OFFICIAL_TITLE, LEDGER, RULE_KIND, OWING, PER, BLOCK, NEED,
           UNIT._replace(column="measure"), RULE_PERIOD_KIND, FORMS,
           DIRECTION, WINDOW, RULE_LAYERS, DOCUMENT, SECTION, ASSUMED, BY_DAY, STAGE, VOLUME, FACT,
           INDICATOR, DOCUMENT_TITLE, RULE_NOTE, CLAUSE, RULE_SEASON, MONTHS, DUE, STANDS, MAKE_UP,
           CONDITION, MOST, SHARE, EACH_WAY),
    stored=(*TITLES, *STAGE_FIELDS, Field("clause_en", Label("条文（英文）", "clause (English)"))),
)
RULE_PART: Final = Record("rule_part",
                          Noun("要求的一项", "part of a rule", "项", "parts of a rule"), Role.PART,
                          tells=False, stored=(FACT, *TITLES))
RULE_ROLE: Final = Record("rule_role",
                          Noun("要求的职务", "role in a rule", "种", "roles in a rule"), Role.PART,
                          tells=False, stored=(ROLE,))
RULE_FORM: Final = Record("rule_form", Noun("要求所计形式", "rule form", "种"), Role.PART,
                          tells=False)
RULE_LAYER: Final = Record("rule_layer", Noun("要求适用层级", "rule layer", "个"), Role.PART,
                           tells=False, stored=(LAYER,))

# fmt: on
