"""Fields of reports: what is worked out from the records, and stored nowhere."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.owed.settling import STATE_TONES, STATES
from pairing_cli.domain.owed.state import STATE_NOW_TONES, STATES_NOW
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import ARCHIVE, PUBLIC, STATE
from pairing_cli.domain.roles import BACKBONE_LEVELS, PERSON_ROLES

# fmt: off


def _figure(key: str, zh: str, en: str, *, wide: bool = False) -> Field:
    return Field(key, Label(zh, en), FieldType.NUMBER, audience=PUBLIC, wide=wide)


def _word(key: str, zh: str, en: str, *, wide: bool = False) -> Field:
    return Field(key, Label(zh, en), audience=PUBLIC, wide=wide)


# --- Progress ----------------------------------------------------------------------------------

RULES: Final = _figure("rules", "要求", "Rules", wide=True)
MET: Final = _figure("met", "完成", "Met")
BEHIND: Final = _figure("behind", "滞后", "Behind")
MISSED: Final = _figure("missed", "逾期", "Missed")
ATTAINMENT: Final = _figure("attainment", "履行率", "Fulfilment")
DUTIES_MET: Final = _figure("duties_met", "达标", "Duties met")
DUTIES: Final = _figure("duties", "总项数", "Duties", wide=True)
VISITS_BY_MONTH: Final = _word("visits_by_month", "近12个月", "Last 12 months")
GROUP: Final = _word("group", "分组", "Group")
PAIRINGS: Final = _figure("pairings", "结对", "Pairings")
DONE: Final = _figure("done", "已完成", "Done")
REMAINING: Final = _figure("remaining", "还差", "Left")
WEEKS_LEFT: Final = _figure("weeks_left", "剩余周", "Weeks left", wide=True)
PER_WEEK: Final = _figure("per_week", "每周", "A week", wide=True)
WAIVER: Final = Field("waiver", Label("免缓补", "Waiver"), wide=True)
OVERRIDE: Final = Field("override", Label("要求调整", "Rule changed"), wide=True)

TREND: Final = _figure("trend", "趋势", "Trend")
REPORT_BLOCKS: Final = _word("blocks", "板块", "Blocks", wide=True)
ON_TIME: Final = _figure("on_time", "按时", "On time", wide=True)
MADE_UP: Final = _figure("made_up", "补", "Made up", wide=True)
LOST: Final = _figure("lost", "缺", "Lost")
LAST_VISIT: Final = _word("last_visit", "最近活动", "Last visit", wide=True)
REFERENCE: Final = _word("reference", "参照", "For reference", wide=True)
WHOLE_CYCLE: Final = _figure("whole_cycle", "全周期%", "Whole cycle %", wide=True)
PAID: Final = _figure("paid", "补", "Made up", wide=True)
EXPECTED: Final = _figure("expected", "应到", "Expected", wide=True)
LATE_DAYS: Final = _figure("late_days", "迟办天数", "Days late", wide=True)
GROUP_NAME: Final = _word("name", "名称", "Name", wide=True)
STANDING_NOW: Final = STATE._replace(labels=STATES_NOW, wide=False, tones=STATE_NOW_TONES)
STANDING: Final = STATE._replace(labels=STATES, wide=False, tones=STATE_TONES)

# --- People ------------------------------------------------------------------------------------

GOER: Final = Field("name", Label("姓名", "Name"))
GOER_OF: Final = _word("kindergarten", "所在园", "Kindergarten")
GOER_ROLES: Final = Field("roles", Label("职务", "Roles"), labels=PERSON_ROLES, audience=PUBLIC)
GOER_LEVEL: Final = Field(
    "backbone", Label("骨干层级", "Backbone level"), labels=BACKBONE_LEVELS, audience=PUBLIC,
)
GOER_VISITS: Final = _figure("visits", "活动", "Visits")
WENT_DOWN: Final = _figure("down", "下园", "Went down")._replace(adds_up=True)
GOER_MENTEES: Final = _figure("mentees", "受帮扶园", "Mentees")
GOER_HOURS: Final = _figure("class_hours", "课时", "Class-hours")
PARTICIPATIONS: Final = _figure("participations", "参与", "Participations")
GAINED_VISITS: Final = _figure("gained", "有收获记录", "With what was gained")
GOER_LAST: Final = _word("last", "最近一次", "Last")

# --- Coverage ----------------------------------------------------------------------------------

PLACE_NAME: Final = _word("place", "地区", "Place")
COVERED: Final = _figure("covered", "已结对", "Covered")
ON_ROSTER: Final = _figure("on_roster", "名册", "On the roster")
OFFICIAL: Final = _figure("official", "官方园数", "Officially")
OFFICIAL_SOURCE: Final = _word("source", "依据", "Source")

# --- Schedule and status -----------------------------------------------------------------------

KIND: Final = _word("kind", "类别", "Kind")
WHAT: Final = Field("title", Label("事项", "What"))
MEASURE: Final = _word("measure", "单位", "Unit")
SEVERITY: Final = _word("severity", "情况", "Severity")
MESSAGE: Final = Field("message", Label("事项", "What"))

# --- Coverage ----------------------------------------------------------------------------------

BROKEN: Final = _word("breaks", "缺口", "Breaks")
MENTEE_COUNT: Final = _figure("mentees", "受帮扶园", "Mentees")
DEPTH: Final = _figure("depth", "深度", "Depth")
PARENT: Final = _word("parent", "帮扶园", "Mentor")
TREE: Final = _word("tree", "幼儿园", "Kindergarten")

# --- The roster for the bureau -----------------------------------------------------------------

MENTOR_HEAD: Final = Field("mentor_head", Label("帮扶园负责人", "Mentor's head"), wide=True)
MENTEE_HEAD: Final = Field("mentee_head", Label("受帮扶园负责人", "Mentee's head"))

MENTOR_PHONE: Final = Field("mentor_phone", Label("帮扶园电话", "Mentor's phone"),
                            audience=ARCHIVE, wide=True)
MENTEE_PHONE: Final = Field("mentee_phone", Label("受帮扶园电话", "Mentee's phone"),
                            audience=ARCHIVE)
MENTOR_CHILDREN: Final = _figure("mentor_children", "帮扶园幼儿数", "Mentor's children", wide=True)
MENTOR_STAFF: Final = _figure("mentor_staff", "帮扶园教职工数", "Mentor's staff", wide=True)
MENTOR_FIGURES_ON: Final = _word("mentor_figures_on", "帮扶园数据日期", "Mentor's figures of",
                                 wide=True)
MENTEE_CHILDREN: Final = _figure("mentee_children", "受帮扶园幼儿数", "Mentee's children")
MENTEE_STAFF: Final = _figure("mentee_staff", "受帮扶园教职工数", "Mentee's staff")
MENTEE_FIGURES_ON: Final = _word("mentee_figures_on", "受帮扶园数据日期", "Mentee's figures of",
                                 wide=True)

# --- Archives ----------------------------------------------------------------------------------

ARRANGEMENT: Final = _figure("arrangement", "安排", "Arrangement")
MEASURES: Final = _figure("measures", "措施", "Measures")
RECORDS: Final = _figure("record", "记录", "Records")
SUMMARY: Final = _figure("summary", "总结", "Summary")
OTHERS: Final = _figure("others", "其他", "Others")
GAPS: Final = _word("gaps", "缺", "Missing")

# --- History -----------------------------------------------------------------------------------

SEQ: Final = _figure("seq", "序号", "No.")
AT: Final = _word("at", "时间", "When")
ACTOR: Final = Field("actor", Label("操作人", "Who"))
COMMAND: Final = _word("command", "命令", "Command")
CHANGES: Final = _figure("changes", "改动", "Changes", wide=True)
UNDOES: Final = _figure("undoes", "撤销了", "Takes back", wide=True)
UNDONE_BY: Final = _figure("undone_by", "撤销于", "Taken back by")
SUBJECT: Final = Field("subject", Label("内容", "About"))

# fmt: on
