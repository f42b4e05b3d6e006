"""`schedule`: what is planned and owed, by date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.outputs import OutputType
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.owed.settling import STATE_TONES, STATES
from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.paperwork import AGREEMENT_STATES, TASK_STATES
from pairing_cli.domain.phrases import N_, Label, phrase, phrase_n
from pairing_cli.domain.records.owing import RULE
from pairing_cli.domain.records.paired import MENTOR, REF
from pairing_cli.domain.records.plans import RESPONSIBLE
from pairing_cli.domain.records.reports import (
    KIND,
    MEASURE,
    MENTEE_COUNT,
    REMAINING,
    STANDING_NOW,
    WHAT,
)
from pairing_cli.domain.records.visits import FORM, LAST_DAY, VISIT_DATE
from pairing_cli.domain.vocabulary import VISIT_STATES
from pairing_cli.output.listing import Done, Listing, Plain, column

if TYPE_CHECKING:
    from pairing_cli.files.printed.calendars import Event
    from pairing_cli.services.owing.figures import CycleFigures
    from pairing_cli.services.reports.schedule import Revision, ScheduleRow

app = verbs()

KINDS = {
    "visit": Label("活动", "visit"),
    "task": Label("任务", "task"),
    "rule": Label("要求", "rule"),
    "agreement": Label("协议", "agreement"),
}

ALL_STATES = {**STATES, **VISIT_STATES, **TASK_STATES, **AGREEMENT_STATES}

COLUMNS = (
    column(VISIT_DATE),
    column(LAST_DAY),
    column(KIND, labels=KINDS),
    column(MENTOR),
    column(MENTEE_COUNT, right=False, shown_as="mentees_short"),
    column(FORM, wide=True, shown_as="form_label"),
    column(WHAT, shown_as="what"),
    column(REMAINING),
    column(MEASURE, labels=MEASURES),
    column(RESPONSIBLE, wide=True),
    column(STANDING_NOW, labels=ALL_STATES, tones=STATE_TONES),
    column(REF),
    column(RULE),
)


@command(
    app,
    "schedule",
    N_("What is planned and owed, by date."),
    "pairing schedule",
    "pairing schedule --from 2022-09-01 --to 2023-01-15 --county 隆子县",
    "pairing schedule --mentor 市实验幼儿园 --as-of 2022-06-01",
    "pairing schedule --to 2022-07-15 --ics 日程.ics --alarm",
)
def schedule(
    ctx: typer.Context,
    from_: params.From = None,
    to: params.To = None,
    county: params.County = None,
    mentor: params.Mentor = None,
    ledger: params.OfLedger = params.LedgerChoice.SCHEME,
    cycle: params.Cycle = None,
    ics: Annotated[
        Path | None,
        typer.Option(
            "--ics",
            metavar="FILE",
            click_type=OutputType(".ics", stdout=True),
            help=N_("Write a calendar for phones; - writes to stdout."),
        ),
    ] = None,
    alarm: Annotated[
        bool,
        typer.Option("--alarm", help=N_("In the calendar: remind at nine the day before.")),
    ] = False,
) -> Listing | Done | Plain:
    """Planned visits and what rules still owe, by date; of a rule the day it is due by."""
    if ics is None and not alarm:
        return listing(
            ctx, from_=from_, to=to, county=county, mentor=mentor, ledger=ledger, cycle=cycle
        )
    if ics is None:
        raise UsageError(
            "alarm-without-calendar",
            phrase("--alarm is for a calendar: name its file with --ics."),
        )
    from pairing_cli.services.owing.figures import narrowed_figures
    from pairing_cli.services.reports.schedule import revisions, to_come

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    span = params.span(from_, to, chosen.span, run.as_of)
    figures = narrowed_figures(
        store, chosen, run.as_of, mentor=mentor, county=county, ledger=ledger.ledger
    )
    found = listing(
        ctx, from_=from_, to=to, county=county, mentor=mentor, ledger=ledger, cycle=cycle,
        figures=figures,
    )  # fmt: skip
    rows = to_come(store, figures, list(found.rows), span=span, mentor=mentor, county=county)
    known = revisions(store, rows)
    events = [_event(row, known.get(row.key)) for row in rows]
    return _write_calendar(run, found, events, ics, alarm=alarm)


@exported("schedule")
def listing(
    ctx: typer.Context,
    *,
    from_: str | None = None,
    to: str | None = None,
    county: str | None = None,
    mentor: str | None = None,
    ledger: params.LedgerChoice = params.LedgerChoice.SCHEME,
    cycle: str | None = None,
    figures: CycleFigures | None = None,
) -> Listing:
    """The schedule as a listing; `figures`: those it is of, where they are there already."""
    from pairing_cli.services.reports import schedule as service

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = service.schedule(
        store,
        chosen,
        run.as_of,
        span=params.span(from_, to, chosen.span, run.as_of),
        mentor=mentor,
        county=county,
        ledger=ledger.ledger,
        figures=figures,
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


def _write_calendar(
    run: Run, found: Listing, events: Sequence[Event], path: Path, *, alarm: bool
) -> Done | Plain:
    from pairing_cli.files.printed.calendars import calendar_bytes
    from pairing_cli.output.language import translate

    title = found.title or phrase("Schedule")
    content = calendar_bytes(translate(title), events, run.as_of, alarm=alarm)
    message = phrase_n(
        "{count} event. Taken in again, a calendar changes it and doubles none.",
        "{count} events. Taken in again, a calendar changes them and doubles none.",
        len(events),
    )
    if str(path) == "-":
        return Plain(content.decode("utf-8"), notes=(message,))
    from pairing_cli.atomic_files import finished_file

    with finished_file(path) as draft:
        draft.write_bytes(content)
    return Done(phrase("Wrote {path}.", path=str(path)), notes=(message,))


def _event(row: ScheduleRow, revision: Revision | None) -> Event:
    import datetime as dt

    from pairing_cli.files.printed.calendars import Event
    from pairing_cli.output.language import spoken, translate

    what = translate(row.what) if row.what else translate(KINDS[row.kind])
    who = spoken(row.mentees_short)
    parts = [
        phrase("{label}: {value}", label=translate(title), value=value)
        for title, value in (
            (N_("Mentor"), row.mentor),
            (N_("Mentees"), row.mentees),
            (N_("Responsible"), row.responsible),
            (N_("State"), ALL_STATES.get(row.state, row.state)),
            (N_("Left"), _left(row)),
        )
        if value
    ]
    return Event(
        row.key,
        dt.date.fromisoformat(row.date),
        dt.date.fromisoformat(row.end_date),
        f"{who} {what}"
        if row.kind == "visit"
        else translate(phrase("Due: {what} ({who})", what=what, who=who)),
        "\n".join(translate(part) for part in parts),
        tentative=row.kind == "visit",
        cancelled=row.state == "cancelled",
        sequence=revision.sequence if revision else 0,
        changed=revision.changed if revision else None,
        categories=(translate(KINDS[row.kind]),),
    )


def _left(row: ScheduleRow) -> str | None:
    from pairing_cli.output.language import spoken, translate

    if row.remaining is None or row.measure is None:
        return None
    return f"{spoken(row.remaining)} {translate(MEASURES[row.measure])}"
