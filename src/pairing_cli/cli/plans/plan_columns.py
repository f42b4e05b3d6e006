"""The columns of `plan`."""

from __future__ import annotations

from pairing_cli.cli.pairings.record_params import WHO
from pairing_cli.domain.paperwork import FINDINGS
from pairing_cli.domain.phrases import N_
from pairing_cli.domain.records.owing import PACK, PERIOD, RULE
from pairing_cli.domain.records.paired import (
    DATE,
    END,
    MENTEE,
    NOTE,
    REF,
    REMOVED_REASON,
    START,
    STATE,
    TITLE,
)
from pairing_cli.domain.records.plans import (
    AIM,
    ANSWERED_BY,
    DONE,
    DONE_ON,
    DRAWN_UP,
    EXPECTED,
    FORM_CODE,
    NEEDS_ANSWERED,
    NOBODY_RESPONSIBLE,
    PEOPLE,
    PLANNED,
    RESPONSIBLE,
    STAGE,
    STAGE_GOAL,
    STAGES,
    TASK_COUNT,
    TASK_STATE,
    WHEN,
)
from pairing_cli.domain.records.reports import WHAT
from pairing_cli.domain.records.visits import DIRECTION, FORM_LABEL
from pairing_cli.output.listing import Column, column

PLAN_COLUMNS = (
    column(REF),
    *WHO,
    column(TITLE),
    column(START),
    column(END),
    column(TASK_COUNT),
    column(DONE),
    column(PLANNED),
    column(NOBODY_RESPONSIBLE),
    column(STAGES),
    column(PACK),
    column(DRAWN_UP),
    column(STATE),
    column(NOTE),
    column(REMOVED_REASON),
)

STAGE_COLUMNS = (
    column(REF),
    column(TITLE),
    column(START),
    column(END),
    column(STAGE_GOAL),
    column(TASK_COUNT),
)

TASK_COLUMNS = (
    column(REF),
    column(WHEN),
    column(START, wide=True),
    column(END, wide=True),
    column(WHAT),
    column(STAGE),
    column(FORM_LABEL),
    column(FORM_CODE),
    column(DIRECTION),
    column(AIM),
    column(RESPONSIBLE),
    column(EXPECTED),
    column(PEOPLE),
    column(DONE),
    column(PLANNED, wide=True),
    column(TASK_STATE),
    column(ANSWERED_BY),
    column(NEEDS_ANSWERED),
    column(DONE_ON),
    column(NOTE),
    column(REMOVED_REASON),
)

SCHEDULED_COLUMNS = (
    Column("task", N_("Task")),
    column(WHAT),
    Column("visit", N_("Visit")),
    column(DATE),
    Column("moved", N_("Moved")),
)


LINT_COLUMNS = (
    Column("finding", N_("Finding"), labels=FINDINGS),
    Column("message", N_("Message")),
    Column("hint", N_("How to mend it")),
    column(REF, wide=True),
    column(RULE),
    column(PERIOD, wide=True),
    Column("plan", N_("Plan"), wide=True),
    column(MENTEE, wide=True),
)
