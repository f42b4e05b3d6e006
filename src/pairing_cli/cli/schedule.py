"""`schedule`: what is planned and owed, by date."""

from __future__ import annotations

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.domain.phrases import N_, Label, phrase
from pairing_cli.domain.standing import STATE_TONES, STATES
from pairing_cli.domain.units import MEASURES
from pairing_cli.domain.vocabulary import VISIT_STATES
from pairing_cli.output.listing import Column, Listing

app = verbs()

KINDS = {
    "visit": Label("活动", "visit"),
    "task": Label("任务", "task"),
    "rule": Label("要求", "rule"),
    "agreement": Label("协议", "agreement"),
}

COLUMNS = (
    Column("date", N_("Date")),
    Column("end_date", N_("Last day"), wide=True),
    Column("kind", N_("Kind"), labels=KINDS),
    Column("mentor", N_("Mentor"), wide=True),
    Column("mentees", N_("Mentees"), shown_as="mentees_short"),
    Column("form", N_("Form"), wide=True),
    Column("title", N_("What"), shown_as="what"),
    Column("remaining", N_("Left"), right=True),
    Column("measure", N_("Unit"), labels=MEASURES),
    Column("responsible", N_("Responsible"), wide=True),
    Column("state", N_("State"), labels={**STATES, **VISIT_STATES}, tones=STATE_TONES),
    Column("ref", N_("Ref")),
    Column("rule", N_("Rule"), wide=True),
)


@command(
    app,
    "schedule",
    N_("What is planned and owed, by date."),
    "pairing schedule",
    "pairing schedule --from 2022-09-01 --to 2023-01-15 --county 隆子县",
    "pairing schedule --mentor 市实验幼儿园 --as-of 2022-06-01",
)
def schedule(
    ctx: typer.Context,
    from_: params.From = None,
    to: params.To = None,
    county: params.County = None,
    mentor: params.Mentor = None,
    cycle: params.Cycle = None,
) -> Listing:
    """Planned visits and what rules still owe, by date; of a rule the day it is due by."""
    from pairing_cli.services import schedule as service
    from pairing_cli.services.cycles import find_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = find_cycle(store, cycle, run.as_of)
    rows = service.schedule(
        store,
        chosen,
        run.as_of,
        span=params.span(from_, to, chosen.span, run.as_of),
        mentor=mentor,
        county=county,
    )
    return Listing(
        COLUMNS,
        rows,
        title=phrase(
            "Schedule of cycle {cycle} as of {day}", cycle=chosen.code, day=run.as_of.isoformat()
        ),
        notes=(
            phrase(
                "{visits} planned, {owed} owed. Periods to come: --to DATE",
                visits=sum(row.kind == "visit" for row in rows),
                owed=sum(row.kind == "rule" for row in rows),
            ),
        )
        if rows
        else (),
        empty=phrase("Nothing is planned or owed."),
    )
