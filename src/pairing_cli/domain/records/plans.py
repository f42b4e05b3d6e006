"""Plans: their stages and tasks, and which visits answer them."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.fields import BEGINS, ENDS, Field, FieldType
from pairing_cli.domain.paperwork import TASK_STATES
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.owing import PACK
from pairing_cli.domain.records.paired import (
    CYCLE,
    END,
    KEPT,
    MENTEE,
    NOTE,
    OF_PAIRING,
    PUBLIC,
    REF,
    START,
    STATE,
    TITLE,
    same,
)
from pairing_cli.domain.records.record import Noun, Record, Role
from pairing_cli.domain.records.visits import DIRECTION, FORM, FORM_LABEL
from pairing_cli.domain.vocabulary import GOALS

# fmt: off

TASK_COUNT: Final = Field("tasks", Label("任务", "Tasks"), FieldType.COUNT, audience=PUBLIC,
                          adds_up=True)
DONE: Final = Field("done", Label("已完成", "Done"), FieldType.COUNT, audience=PUBLIC, adds_up=True)
PLANNED: Final = Field("planned", Label("计划", "Planned"), FieldType.COUNT, audience=PUBLIC,
                       adds_up=True)
NOBODY_RESPONSIBLE: Final = Field("without_responsible", Label("无责任人", "Nobody responsible"),
                                  FieldType.COUNT, audience=PUBLIC, adds_up=True)
STAGES: Final = Field("stages", Label("阶段", "Stages"), FieldType.COUNT, audience=PUBLIC,
                      wide=True)
DRAWN_UP: Final = Field("on_date", Label("编制日期", "Drawn up on"), FieldType.DATE,
                        audience=PUBLIC, wide=True)

PLAN: Final = Record(
    "plan", Noun("帮扶方案", "plan", "份"), Role.WHOLE, subject=("pairing_id", "title"),
    has_ref=True, listing="plans",
    shown=(*OF_PAIRING, MENTEE, TITLE, START, END, TASK_COUNT, DONE, PLANNED, NOBODY_RESPONSIBLE,
           STAGES, PACK, DRAWN_UP, STATE, NOTE),
    stored=KEPT,
)

STAGE_GOAL: Final = Field("goal", Label("目标", "Goal"))
PLAN_STAGE: Final = Record(
    "plan_stage", Noun("方案阶段", "stage", "个"), Role.WHOLE, subject=("plan_id", "title"),
    has_ref=True, shown=(REF, TITLE, START, END, STAGE_GOAL, TASK_COUNT), stored=KEPT,
)

TASK_TITLE: Final = Field(
    "title", Label("任务", "Task"), required=True, example=same("专题讲座"), width=28,
    aliases=("事项", "任务内容", "工作任务", "工作内容", "内容", "what"),
)
MONTH: Final = Field(
    "month", Label("月份", "Month"), aliases=("月",), width=10, example=same("2022-10"),
    audience=PUBLIC,
    hint=Label("只定到月份时填写；定到日期时填“开始”和“结束”",
               "Where only the month is settled; else fill in From and To"),
)
RESPONSIBLE: Final = Field("responsible", Label("责任人", "Responsible"), aliases=("负责人",),
                           person=True, example=same("德吉"))
EXPECTED: Final = Field("expected", Label("应开展次数", "Visits due"), FieldType.COUNT,
                        aliases=("应开展", "次数", "count"), width=10, audience=PUBLIC)
PEOPLE: Final = Field("people", Label("人数", "People"), FieldType.COUNT, aliases=("教师人数",),
                      width=8, audience=PUBLIC, wide=True)
AIM: Final = Field("goal", Label("工作目标", "Aim"), FieldType.CODE, labels=GOALS,
                   aliases=("目标",), audience=PUBLIC, wide=True)
STAGE: Final = Field("stage", Label("阶段", "Stage"), audience=PUBLIC, wide=True, column="stage_id",
                     hint=Label("方案中已有的阶段", "A stage that the plan has"))
DONE_ON: Final = Field("done_on", Label("完成日期", "Done on"), FieldType.DATE,
                       aliases=("办结日期",), width=12, audience=PUBLIC, wide=True)
TASK_STATE: Final = STATE._replace(
    labels=TASK_STATES, wide=False,
    tones={"done": "good", "planned": "warn", "removed": "quiet"},
)
WHEN: Final = Field("when", Label("时间", "When"), audience=PUBLIC)
FORM_CODE: Final = Field("form", Label("形式代码", "Form code"), audience=PUBLIC, wide=True)
ANSWERED_BY: Final = Field("visits", Label("落实于", "Answered by"), audience=PUBLIC, wide=True)
NEEDS_ANSWERED: Final = Field("needs", Label("需求", "Needs"), audience=PUBLIC, wide=True)

PLAN_TASK: Final = Record(
    "plan_task", Noun("方案任务", "task", "项"), Role.WHOLE, subject=("plan_id", "title"),
    has_ref=True, listing="tasks", caption=Label("方案任务", "tasks of plans"),
    words=("task", "plan", "plans", "任务", "帮扶方案"),
    asked=(
        MENTEE, TASK_TITLE, MONTH,
        START._replace(aliases=(*BEGINS, "时间", "日期", "date", "on"), width=12),
        END._replace(aliases=(*ENDS, "完成时限"), width=12),
        FORM._replace(required=False, aliases=("形式", "帮扶形式", "活动类型"),
                      example=Label("专题讲座", "lecture")),
        RESPONSIBLE, EXPECTED, PEOPLE, DIRECTION._replace(aliases=(), hint=None), AIM, STAGE,
        Field(
            "plan", Label("方案", "Plan"), aliases=("方案名称", "帮扶方案"), width=24,
            column="plan_id",
            hint=Label("不填即该日期所在的方案；该园尚无方案时，按此名称新建",
                       "Blank means the plan of those days; where there is none yet, one of"
                       " this title is made"),
        ),
        DONE_ON, NOTE, CYCLE,
    ),
    shown=(*OF_PAIRING, TASK_STATE, WHEN, FORM_LABEL, FORM_CODE, DONE, PLANNED, ANSWERED_BY,
           NEEDS_ANSWERED),
    stored=KEPT,
)
TASK_DOCUMENT: Final = Record("task_document", Noun("任务材料", "task document", "份"), Role.PART,
                              tells=False)
TASK_VISIT: Final = Record("task_visit", Noun("任务所答活动", "task visit"), Role.LINK, tells=False)

# fmt: on

PLANS: Final = (PLAN, PLAN_STAGE, PLAN_TASK, TASK_DOCUMENT, TASK_VISIT)
"""By how much they tell of a command."""
