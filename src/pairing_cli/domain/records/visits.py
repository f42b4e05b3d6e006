"""Visits: what was done, for whom, by whom."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import BEGINS, ENDS, Field, FieldType
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import (
    CYCLE,
    DATE,
    MENTOR,
    NOTE,
    OTHER_MENTEES,
    OTHER_MENTORS,
    OVERRIDE_REASON,
    PUBLIC,
    REF,
    STATE,
    same,
)
from pairing_cli.domain.records.record import Noun, Record, Role
from pairing_cli.domain.roles import PERSON_ROLES
from pairing_cli.domain.vocabulary import (
    DIRECTIONS,
    GOALS,
    VISIT_STATES,
)

# fmt: off

VISIT_DATE: Final = DATE._replace(
    required=True, column="start_date",
    aliases=("活动日期", "送教日期", "开展日期", "活动时间", "时间", "送教时间", "开展时间",
             *BEGINS[:-1], "day", "on"),
    example=same("2022-04-12"), width=12,
    hint=Label("如 2022-04-12；几天的活动可写 2022-05-09..2022-05-13",
               "Such as 2022-04-12; of several days 2022-05-09..2022-05-13"),
)
LAST_DAY: Final = Field(
    "end_date", Label("结束日期", "Last day"), FieldType.DATE,
    aliases=ENDS[:-1], width=12, audience=PUBLIC, wide=True,
)
MENTEES: Final = Field(
    "mentees", Label("受帮扶园", "Mentees"), FieldType.NAMES, required=True,
    aliases=("mentee", *OTHER_MENTEES, "园所", "单位", "单位名称"),
    choices="mentees", example=same("隆子县"), width=28, audience=PUBLIC,
    hint=Label("几所园同时参加，用顿号隔开", "Several, with 、 between them"),
)
FORM: Final = Field(
    "form", Label("活动形式", "Form"), FieldType.CODE, required=True,
    aliases=("形式", "帮扶形式", "活动类型", "类型", "内容形式", "type"), choices="forms",
    example=Label("送教", "lesson_delivery"), width=16, audience=PUBLIC, column="form_code",
)
CLASS_HOURS: Final = Field(
    "class_hours", Label("课时", "Class-hours"), FieldType.HOURS,
    aliases=("课时数", "学时", "hours"), example=same("4"), width=8, audience=PUBLIC, adds_up=True,
)
TOPIC: Final = Field(
    "topic", Label("主题", "Topic"), aliases=("活动主题", "活动名称", "课题", "题目", "活动内容",
                                              "内容"),
    example=same("绘本教学"), width=28,
)
PEOPLE: Final = Field(
    "people", Label("执行人", "By"), FieldType.NAMES,
    aliases=("人员", "送教人员", "授课教师", "主讲人", "帮扶人员", "参与人员", "people"),
    example=same("次仁卓嘎、德吉"), width=22, wide=True,
)
PEOPLE_ROLES: Final = Field(
    "people_roles", Label("执行人职务", "Roles"), FieldType.NAMES, aliases=("职务", "roles"),
    example=same("次仁卓嘎@副园长"), width=22, wide=True,
    hint=Label("姓名@职务，或 姓名@职务@幼儿园", "Name@role, or name@role@kindergarten"),
)
GAINED: Final = Field(
    "gained", Label("帮扶园收获", "What the mentor gained"),
    aliases=("帮扶园的收获", "收获", "教师收获"), width=24, wide=True,
)
TEACHERS: Final = Field(
    "teachers", Label("教师人数", "Teachers"), FieldType.COUNT,
    aliases=("教师", "参加教师", "教师数", "参训教师", "受益教师"), example=same("18"), width=9,
    audience=PUBLIC, wide=True, adds_up=True,
)
CHILDREN: Final = Field(
    "children", Label("幼儿人数", "Children"), FieldType.COUNT,
    aliases=("幼儿", "幼儿数", "受益幼儿"), example=same("64"), width=9, audience=PUBLIC, wide=True,
    adds_up=True,
)
DIRECTION: Final = Field(
    "direction", Label("方向", "Direction"), FieldType.CODE, labels=DIRECTIONS,
    aliases=("下上",), width=9, audience=PUBLIC, wide=True,
    hint=Label("不填时按活动形式自动确定", "Left blank, the form's own holds"),
)
VISIT_STATE: Final = STATE._replace(
    labels=VISIT_STATES, width=9, aliases=("完成情况",), wide=False,
    hint=Label("不填即已完成", "Left blank means done"),
    tones={"done": "good", "planned": "warn", "cancelled": "quiet", "attempted": "bad"},
)
GOALS_SERVED: Final = Field(
    "goals", Label("工作目标", "Aims"), FieldType.NAMES, labels=GOALS, aliases=("目标", "goal"),
    audience=PUBLIC,
)
NEXT_STEP: Final = Field("next_step", Label("下一步", "Next step"),
                         aliases=("后续", "next"), width=20)
STATE_REASON: Final = Field(
    "state_reason", Label("未成行原因", "Reason"),
    aliases=("原因", "取消原因", "reason"), width=16,
)
RECORDED_BY: Final = Field("recorded_by", Label("登记人", "Recorded by"), person=True, wide=True)
RECORDED_AT: Final = Field("recorded_at", Label("登记时间", "Recorded at"), wide=True)
FILES: Final = Field("files", Label("材料", "Files"), aliases=("文件",))
FORM_LABEL: Final = Field("form_label", Label("活动形式", "Form"), audience=PUBLIC)

VISIT: Final = Record(
    "visit", Noun("帮扶活动", "visit", "次"), Role.WHOLE,
    subject=("mentees", "start_date", "form_code"), has_ref=True, listing="visits",
    words=("visit", "活动", "帮扶活动", "log"),
    asked=(VISIT_DATE, LAST_DAY, MENTEES, FORM, CLASS_HOURS, TOPIC, PEOPLE, PEOPLE_ROLES,
           TEACHERS, CHILDREN,
           DIRECTION, MENTOR._replace(aliases=OTHER_MENTORS, choices="mentors",
                                      width=22),
           VISIT_STATE, GOALS_SERVED, NEXT_STEP, NOTE, GAINED, STATE_REASON, OVERRIDE_REASON,
           CYCLE),
    shown=(REF, RECORDED_BY, RECORDED_AT, FILES),
    stored=(Field("days", Label("天数", "Days"), FieldType.COUNT),),
)
VISIT_PAIRING: Final = Record(
    "visit_pairing", Noun("活动所属结对", "visit pairing"), Role.PART, tells=False,
    brings=("visit_id", "visit"),
)
VISIT_PERSON: Final = Record(
    "visit_person", Noun("活动人员", "visit person", "名", "visit people"), Role.PART, tells=False,
    stored=(
        Field("name", Label("执行人", "By"), person=True),
        Field("role", Label("职务", "Role"), FieldType.CODE, labels=PERSON_ROLES, audience=PUBLIC),
    ),
)
VISIT_GOAL: Final = Record(
    "visit_goal", Noun("活动目标", "visit aim"), Role.PART, tells=False,
    stored=(GOALS_SERVED._replace(column="goal"),),
)
VISIT_DOCUMENT: Final = Record(
    "visit_document", Noun("活动材料", "visit document", "份"), Role.PART, tells=False
)
VISIT_SETTLES: Final = Record(
    "visit_settles", Noun("办结的下一步", "settled next step"), Role.LINK, tells=False
)

# fmt: on

VISITS: Final = (VISIT, VISIT_PAIRING, VISIT_PERSON, VISIT_GOAL, VISIT_DOCUMENT, VISIT_SETTLES)
"""By how much they tell of a command."""
