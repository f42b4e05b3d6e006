"""`indicator`: rates and numbers that mentees report."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import N_, Label, phrase, phrase_n
from pairing_cli.domain.records.owing import (
    DENOMINATOR,
    INDICATOR,
    NUMERATOR,
    PERCENT,
    PERIOD,
    RULE,
    TARGET,
    UNIT,
)
from pairing_cli.domain.records.paired import COUNTY, DATE, MENTEE, MENTOR, NOTE, REF, STATE
from pairing_cli.domain.records.programme import OFFICIAL_TITLE
from pairing_cli.output.listing import Done, Listing, column

app = noun(N_("Rates and numbers that mentees report."))

STATES = {
    "met": Label("达标", "met"),
    "below": Label("未达标", "below"),
    "waived": Label("已豁免", "waived"),
    "replaced": Label("已有新数", "replaced"),
    "not_owed": Label("不要求", "not owed"),
}
STATE_TONES = {"met": "good", "below": "bad", "waived": "quiet", "replaced": "quiet"}

COLUMNS = (
    column(REF, wide=True),
    column(MENTOR),
    column(MENTEE),
    column(COUNTY),
    column(INDICATOR, wide=True),
    column(RULE),
    column(OFFICIAL_TITLE),
    column(PERIOD),
    column(DATE),
    column(NUMERATOR),
    column(DENOMINATOR),
    column(PERCENT),
    column(TARGET),
    column(UNIT),
    column(STATE, labels=STATES, tones=STATE_TONES, wide=False),
    column(NOTE),
)

_VALUE = re.compile(r"(-?\d{1,9}(?:\.\d{1,3})?)(?:/(-?\d{1,9}(?:\.\d{1,3})?))?", re.ASCII)


def _parts(text: str) -> tuple[float, float | None]:
    """The part and the whole of "12/40"; of "3" the number alone. Raises `BadData`."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = _VALUE.fullmatch(plain)
    if found is None:
        raise BadData(
            "bad-value",
            phrase("{text} is neither a rate nor a number.", text=text),
            hint=phrase("Write a rate as how many of how many, 12/40, and a number as 3."),
        )
    return float(found[1]), None if found[2] is None else float(found[2])


@command(
    app,
    "record",
    N_("Record a rate or number that a mentee reports."),
    "pairing indicator record 隆子县 excellent-lesson-rate 12/40 --on 2023-06-20",
    "pairing indicator record 隆子县 papers 3 --note 市级论文三篇",
)
def record(
    ctx: typer.Context,
    mentee: Annotated[
        str, typer.Argument(metavar="MENTEE", autocompletion=kindergartens, help=N_("Who reports."))
    ],
    code: Annotated[
        str, typer.Argument(metavar="CODE", help=N_("The indicator, or the rule that asks for it."))
    ],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help=N_("A rate as 12/40, a number as 3."))
    ],
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("The day of the figures (default: today).")),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))] = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Record a rate or number that a mentee reports; of a period's reports the latest holds."""
    from pairing_cli.domain.ids import ref_of
    from pairing_cli.services.owing.indicator_edit import Report, record_indicator
    from pairing_cli.services.owing.indicators import list_indicators
    from pairing_cli.services.programme.cycles import cycle_on

    run = run_of(ctx)
    part, whole = _parts(value)
    day = params.day(on, run.as_of) or run.as_of
    report = Report(
        mentee=mentee, indicator=code, on=day, numerator=part, denominator=whole, note=note
    )
    with run.writing("indicator record", dry_run=dry_run) as store:
        chosen = cycle_on(store, day, cycle)
        ref = ref_of(record_indicator(store, report, chosen, run.today).id)
        rows = [row for row in list_indicators(store, chosen, day) if row.ref == ref]
    row = rows[0]
    message = phrase(
        "Recorded of {mentee}: {title} {value} on {date} ({state}).",
        mentee=row.mentee,
        title=row.title or row.indicator,
        value=f"{part:g}" if whole is None else f"{part:g}/{whole:g}",
        date=row.date,
        state=STATES[row.state],
    )
    return written(message, Listing(COLUMNS, rows), dry_run=dry_run)


@exported("indicators")
@command(
    app,
    "list",
    N_("What was reported, and whether it reaches what is asked."),
    "pairing indicator list",
    "pairing indicator list --mentee 隆子县 --json",
)
def list_(ctx: typer.Context, mentee: params.Mentee = None, cycle: params.Cycle = None) -> Listing:
    """What was reported, and whether it reaches what is asked."""
    from pairing_cli.services.owing.indicators import list_indicators

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_indicators(store, chosen, run.as_of, mentee=mentee)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Indicators reported in cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} report.", "{count} reports.", len(rows)),) if rows else (),
        empty=phrase("Nothing has been reported."),
    )
