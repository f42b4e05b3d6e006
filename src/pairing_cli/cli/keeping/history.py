"""`history`, `undo`, `redo`: who changed what, and taking it back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.results import NOTHING_WRITTEN, TAKE_BACK
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.records.owing import REASON
from pairing_cli.domain.records.registry import TABLES
from pairing_cli.domain.records.reports import (
    ACTOR,
    AT,
    CHANGES,
    COMMAND,
    SEQ,
    SUBJECT,
    UNDOES,
    UNDONE_BY,
)
from pairing_cli.domain.time.day_checks import check_in_order
from pairing_cli.output.listing import Column, Done, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.keeping.history import HistoryRow

app = verbs()

SHOWN = 20
"""How many commands a table shows where nothing else is asked for."""

COLUMNS = (
    column(SEQ),
    column(AT, shown_as="at_local"),
    column(ACTOR),
    column(COMMAND, shown_as="told"),
    column(REASON),
    column(CHANGES),
    column(UNDOES),
    column(UNDONE_BY),
    column(SUBJECT, folded=True),
)

UNDOABLE_COLUMNS = tuple(column for column in COLUMNS if column.key not in ("undoes", "undone_by"))

OPERATIONS = {
    "insert": Label("新增", "added"),
    "update": Label("修改", "changed"),
    "delete": Label("删除", "deleted"),
}


CHANGE_COLUMNS = (
    Column("table", N_("Table"), labels=TABLES),
    Column("record", N_("Record")),
    Column("operation", N_("Operation"), labels=OPERATIONS),
    Column("field", N_("Field"), shown_as="field_shown"),
    Column("before", N_("Before"), shown_as="before_shown"),
    Column("after", N_("After"), shown_as="after_shown"),
)


@exported("history", all_=True)
@command(
    app,
    "history",
    N_("Who changed what, when and why."),
    "pairing history",
    "pairing history --of 隆子县",
    "pairing history 12",
    "pairing history --actor 卓玛 --from 2022-04-01 --to 2022-04-30 --json",
)
def history(
    ctx: typer.Context,
    seq: Annotated[
        int | None,
        typer.Argument(metavar="[NO]", show_default=False, help=N_("One command, field by field.")),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help=N_("How many (tables: 20).")),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help=N_("All of them, in a table too."))] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help=N_("Only this person's; or --actor.")),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="REF|NAME", help=N_("Only what concerns this record.")),
    ] = None,
    from_: params.From = None,
    to: params.To = None,
) -> Listing:
    """Who changed what, when and why; newest first."""
    from pairing_cli.services.keeping.history import list_history

    run = run_of(ctx)
    if seq is not None:
        return _one(run, seq)
    # Elsewhere --actor says who is writing. Nobody is, here, so typed after the command it
    # can only mean whose changes are wanted; PAIRING_ACTOR doesn't.
    source = ctx.get_parameter_source("actor")
    if by is None and source is not None and source.name == "COMMANDLINE":
        by = run.actor_text
    if all_ and limit is not None:
        raise UsageError("all-and-limit", phrase("--all and --limit exclude each other."))
    start, end = _span(run, from_, to)
    most = limit if limit is not None else _shown(run, all_)
    rows = list_history(
        run.reader(), actor=by, of=of, start=start, end=end, limit=most and most + 1
    )
    more = phrase("The newest {count}. All of them: pairing history --all", count=most)
    return Listing(
        COLUMNS,
        rows[:most],
        title=phrase("What was changed"),
        notes=(more,) if most is not None and len(rows) > most else (),
        empty=phrase("Nothing has been changed."),
    )


def _shown(run: Run, all_: bool) -> int | None:
    """How many commands are shown where nobody says how many; None: all."""
    return SHOWN if not all_ and run.format in (None, "table") else None


def _span(run: Run, start: str | None, end: str | None) -> tuple[dt.date | None, dt.date | None]:
    """The days that are asked for."""
    first = params.day(start, run.as_of)
    last = params.day(end, run.as_of)
    check_in_order(first, last)
    return first, last


def _one(run: Run, seq: int) -> Listing:
    from pairing_cli.services.keeping.history import find_change_set, list_changes

    store = run.reader()
    found = find_change_set(store, seq)
    return Listing(
        CHANGE_COLUMNS,
        list_changes(store, seq),
        title=phrase(
            "No. {seq}: {command} by {actor}, {at}",
            seq=found.seq,
            command=found.command,
            actor=found.actor,
            at=found.at_local,
        ),
        notes=(phrase("Reason: {reason}", reason=found.reason),) if found.reason else (),
        empty=phrase("Nothing that shows was changed."),
    )


Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help=N_("Why. It stays in the history.")),
]


@command(
    app,
    "undo",
    N_("Take back the last command, or an earlier one."),
    "pairing undo",
    "pairing undo --list",
    "pairing undo 12 --reason 登记错了",
    "pairing undo --dry-run",
)
def undo(
    ctx: typer.Context,
    seq: Annotated[
        int | None,
        typer.Argument(
            metavar="[NO]",
            show_default=False,
            help=N_("An earlier command, if no later one stands on it."),
        ),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help=N_("Show what can be taken back, the newest first."))
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help=N_("All of them, in a table too."))] = False,
    reason: Reason = None,
    dry_run: params.DryRun = False,
) -> Listing | Done:
    """Take back the last command that is still in force, or the one named. init stays."""
    run = run_of(ctx)
    if list_:
        if seq is not None or reason is not None or dry_run:
            raise UsageError("list-alone", phrase("--list goes alone, or with --all."))
        return _undoable(run, all_)
    if all_:
        raise UsageError("all-without-list", phrase("--all goes with --list."))
    from pairing_cli.services.keeping import undoing

    with run.writing("undo", reason=reason, dry_run=dry_run) as store:
        taken = undoing.undo(store) if seq is None else undoing.undo_one(store, seq)
    told = (
        N_("This would be taken back: {command}, {subject} (no. {seq}, {actor}, {at}).")
        if dry_run
        else N_("Took back: {command}, {subject} (no. {seq}, {actor}, {at}).")
    )
    again = (
        phrase("To do it again: pairing redo")
        if seq is None
        else phrase("To do it again: pairing redo {seq}", seq=seq)
    )
    hint = NOTHING_WRITTEN if dry_run else again
    return Done(_told(told, taken), hint=hint, rows=Listing(COLUMNS, [taken]))


def _undoable(run: Run, all_: bool) -> Listing:
    from pairing_cli.services.keeping.history import list_history

    most = _shown(run, all_)
    rows = list_history(run.reader(), in_force=True, limit=most and most + 1)
    more = phrase("The newest {count}. All of them: pairing undo --list --all", count=most)
    return Listing(
        UNDOABLE_COLUMNS,
        rows[:most],
        title=phrase("What can be taken back"),
        notes=(more,) if most is not None and len(rows) > most else (),
        empty=phrase("There is nothing to take back."),
    )


def _told(message: str, row: HistoryRow) -> Phrase:
    """The sentence about a command that was taken back, or done again."""
    return Phrase(
        message,
        {
            "command": row.command,
            "subject": row.subject or "—",
            "seq": row.seq,
            "actor": row.actor,
            "at": row.at_local,
        },
    )


@command(
    app, "redo", N_("Do again what undo took back."), "pairing redo", "pairing redo 24 --dry-run"
)
def redo(
    ctx: typer.Context,
    seq: Annotated[
        int | None,
        typer.Argument(
            metavar="[NO]",
            show_default=False,
            help=N_("A command that was taken back, if no later one stands in its way."),
        ),
    ] = None,
    reason: Reason = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Do again what the last undo took back, if nothing else was written since; or the command
    named, whatever was written since.
    """
    from pairing_cli.services.keeping import undoing

    run = run_of(ctx)
    with run.writing("redo", reason=reason, dry_run=dry_run) as store:
        again = undoing.redo(store) if seq is None else undoing.redo_one(store, seq)
    told = (
        N_("This would be done again: {command}, {subject} (no. {seq}, {actor}, {at}).")
        if dry_run
        else N_("Did again: {command}, {subject} (no. {seq}, {actor}, {at}).")
    )
    hint = NOTHING_WRITTEN if dry_run else TAKE_BACK
    return Done(_told(told, again), hint=hint, rows=Listing(COLUMNS, [again]))
