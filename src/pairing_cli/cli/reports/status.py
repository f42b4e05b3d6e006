"""`status`: who needs attention, and what waits for a decision."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.reports.screens.severities import SEVERITIES, SEVERITY_TONES
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.cli.tree.options import TEXT
from pairing_cli.cli.tree.pages import TextCommand
from pairing_cli.domain.errors import NotFound, UsageError
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.owing import DUE, OWING, PERIOD, RULE
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR, REF
from pairing_cli.domain.records.reports import KIND, MESSAGE, SEVERITY
from pairing_cli.output.listing import Listing, Plain, Screen, column

if TYPE_CHECKING:
    from pairing_cli.last_look import LastLook
    from pairing_cli.services.reports.status import Status

app = verbs()

KINDS = {
    "rule": Label("定额", "quota"),
    "document": Label("材料", "document"),
    "milestone": Label("节点", "milestone"),
    "indicator": Label("指标", "indicator"),
    "visit": Label("活动", "visit"),
    "agreement": Label("协议", "agreement"),
    "contact": Label("联系", "contact"),
    "finding": Label("整改", "finding"),
    "problem": Label("困难", "problem"),
}

COLUMNS = (
    column(SEVERITY, labels=SEVERITIES, tones=SEVERITY_TONES),
    column(KIND, wide=True, labels=KINDS),
    column(MENTOR),
    column(MENTEE),
    column(COUNTY),
    column(RULE),
    column(PERIOD, wide=True, shown_as="period_label"),
    column(DUE, wide=True),
    column(MESSAGE),
    column(REF, wide=True),
    column(OWING),
)


@exported("status", limit=sys.maxsize)
@command(
    app,
    "status",
    N_("Who needs attention, and what waits for a decision."),
    "pairing status",
    "pairing status 曲松县",
    "pairing status --all --county 隆子县",
    "pairing status --as-of 2022-06-30 --json",
    "pairing status --check || echo 有未完成",
    cls=TextCommand,
)
def status(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[MENTEE]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("Only this one's, on a page of its own."),
        ),
    ] = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    mentee: Annotated[
        str | None,
        typer.Option(
            "--mentee",
            "--for",
            metavar="NAME",
            autocompletion=kindergartens,
            help=N_("Only this mentee's."),
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=N_("The findings one by one, the newest first."))
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help=N_("Only the N worst findings.")),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help=N_("End with code 1 if anything is found."))
    ] = False,
    ledger: params.OfLedger = params.LedgerChoice.SCHEME,
    cycle: params.Cycle = None,
) -> Listing | Screen | Plain:
    """Who needs attention, one line a kindergarten, worst first; then what waits for a decision.

    Formats for scripts hold the findings one by one, worst first: what is missed, due within
    14 days, behind, missing, unconfirmed or silent.
    """
    from pairing_cli.services.owing.figures import narrowed_figures
    from pairing_cli.services.reports.status import findings

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    figures = narrowed_figures(
        store, chosen, run.as_of, mentor=mentor, county=county, ledger=ledger.ledger
    )
    mentee = _one_mentee(name, mentee)
    found = findings(store, figures, mentor=mentor, county=county, mentee=mentee)
    if run.format == TEXT:
        return _reminder(run, found, mentee, limit, check=check)
    data = Listing(
        COLUMNS,
        found.rows[:limit],
        title=phrase(
            "Status of cycle {cycle} as of {day}", cycle=chosen.code, day=run.as_of.isoformat()
        ),
        notes=_notes(found, limit),
        empty=phrase("Nothing is due."),
        exit_code=1 if check and found.rows else 0,
    )
    if run.format not in (None, "table") or (limit is not None and not every):
        return data
    if every:
        return data._replace(rows=_newest_first(data.rows))
    from pairing_cli.cli.reports.screens.status_page import page_of
    from pairing_cli.cli.reports.screens.status_screen import Asked, screen_of

    scope = "|".join((ledger, mentor or "", county or ""))
    asked = Asked(mentor, county, mentee, run.actor, _look(run, figures.cycle.id, scope))
    shown = page_of if mentee is not None else screen_of
    return shown(store, figures, found, asked, data)


def _look(run: Run, cycle: str, scope: str) -> LastLook | None:
    """The last look at this view. On a day that was asked for nothing is new."""
    from pairing_cli.last_look import last_look

    if not run.is_terminal or run.as_of_text:
        return None
    return last_look(os.environ, run.path, cycle, scope)


def _one_mentee(name: str | None, mentee: str | None) -> str | None:
    if name is not None and mentee is not None:
        raise UsageError("mentee-twice", phrase("Name the mentee once: as NAME or with --mentee."))
    return mentee if name is None else name


def _newest_first(rows: Iterable[Any]) -> list[Any]:
    """As a diary has it: what came due last stands first, the worse before the other."""
    return sorted(rows, key=lambda row: row.due, reverse=True)


def _reminder(
    run: Run, found: Status, mentee: str | None, limit: int | None, *, check: bool
) -> Plain:
    """What the mentee is to be reminded of, as a message."""
    from pairing_cli.output.language import translate
    from pairing_cli.output.text import harmless
    from pairing_cli.services.programme.names.lookup import find_kindergarten
    from pairing_cli.services.reports.reminders import reminder

    if mentee is None:
        raise UsageError(
            "for-whom",
            phrase("A reminder is for one kindergarten."),
            hint=phrase("Say for which: --for NAME"),
        )
    name = find_kindergarten(run.reader(), mentee).name
    if not found.pairings:
        raise NotFound(
            "no-regular-pairing",
            phrase("{name} isn't helped by a regular pairing of the cycle.", name=name),
            hint=phrase("Reminders go to the side that is helped. See: pairing list"),
        )
    text = translate(reminder(found.rows[:limit], name, run.as_of))
    return Plain(harmless(text, keep="\n") + "\n", exit_code=1 if check and found.rows else 0)


def _notes(found: Status, limit: int | None) -> tuple[Phrase, ...]:
    notes = []
    if found.rows:
        counts = Counter(row.severity for row in found.rows)
        shares = tuple(
            phrase("{label} {number}", label=label, number=counts[code])
            for code, label in SEVERITIES.items()
            if counts[code]
        )
        notes.append(
            phrase_n(
                "{count} finding: {counts}.",
                "{count} findings: {counts}.",
                len(found.rows),
                counts=shares,
            )
        )
    if limit is not None and len(found.rows) > limit:
        notes.append(phrase("Only the {limit} worst are shown. More: --limit N", limit=limit))
    if found.waived:
        notes.append(
            phrase(
                "Left out because they are waived: {count}. See: pairing waiver list",
                count=found.waived,
            )
        )
    return tuple(notes)
