"""The columns of `plan`."""

from __future__ import annotations

from pairing_cli.cli.pairings.record_params import WHO
from pairing_cli.domain.paperwork import FINDINGS, TASK_STATES
from pairing_cli.domain.phrases import N_
from pairing_cli.domain.records.paired import RECORD_STATES
from pairing_cli.domain.vocabulary import DIRECTIONS, GOALS
from pairing_cli.output.listing import Column

PLAN_COLUMNS = (
    Column("ref", N_("Ref")),
    *WHO,
    Column("title", N_("Title")),
    Column("start", N_("From")),
    Column("end", N_("To")),
    Column("tasks", N_("Tasks"), right=True),
    Column("done", N_("Done"), right=True),
    Column("planned", N_("Planned"), right=True),
    Column("without_responsible", N_("Nobody responsible"), right=True),
    Column("stages", N_("Stages"), right=True, wide=True),
    Column("pack", N_("Pack"), wide=True),
    Column("on_date", N_("Drawn up on"), wide=True),
    Column("state", N_("State"), labels=RECORD_STATES, tones={"removed": "quiet"}, wide=True),
    Column("note", N_("Note"), wide=True),
    Column("removed_reason", N_("Why removed"), wide=True),
)

STAGE_COLUMNS = (
    Column("ref", N_("Ref")),
    Column("title", N_("Title")),
    Column("start", N_("From")),
    Column("end", N_("To")),
    Column("goal", N_("Goal")),
    Column("tasks", N_("Tasks"), right=True),
)

TASK_COLUMNS = (
    Column("ref", N_("Ref")),
    Column("when", N_("When")),
    Column("start", N_("From"), wide=True),
    Column("end", N_("To"), wide=True),
    Column("title", N_("What")),
    Column("stage", N_("Stage"), wide=True),
    Column("form_label", N_("Form")),
    Column("form", N_("Form code"), wide=True),
    Column("direction", N_("Direction"), labels=DIRECTIONS, wide=True),
    Column("goal", N_("Aim"), labels=GOALS, wide=True),
    Column("responsible", N_("Responsible")),
    Column("expected", N_("Visits due"), right=True),
    Column("people", N_("People"), right=True, wide=True),
    Column("done", N_("Done"), right=True),
    Column("planned", N_("Planned"), right=True, wide=True),
    Column(
        "state",
        N_("State"),
        labels=TASK_STATES,
        tones={"done": "good", "planned": "warn", "removed": "quiet"},
    ),
    Column("visits", N_("Answered by"), wide=True),
    Column("needs", N_("Needs"), wide=True),
    Column("done_on", N_("Done on"), wide=True),
    Column("note", N_("Note"), wide=True),
    Column("removed_reason", N_("Why removed"), wide=True),
)

SCHEDULED_COLUMNS = (
    Column("task", N_("Task")),
    Column("title", N_("What")),
    Column("visit", N_("Visit")),
    Column("date", N_("Date")),
    Column("moved", N_("Moved")),
)


LINT_COLUMNS = (
    Column("finding", N_("Finding"), labels=FINDINGS),
    Column("message", N_("Message")),
    Column("hint", N_("How to mend it")),
    Column("ref", N_("Ref"), wide=True),
    Column("rule", N_("Rule"), wide=True),
    Column("period", N_("Period"), wide=True),
    Column("plan", N_("Plan"), wide=True),
    Column("mentee", N_("Mentee"), wide=True),
)
