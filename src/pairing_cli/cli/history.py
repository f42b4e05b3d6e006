"""`history`, `undo`, `redo`: who changed what, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.history_words import FIELDS, TABLES
from pairing_cli.cli.results import NOTHING_WRITTEN, TAKE_BACK
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.output.listing import Column, Done, Listing

app = verbs()

SHOWN = 20
"""How many commands a table shows where nothing else is asked for."""

COLUMNS = (
    Column("seq", N_("No."), right=True),
    Column("at", N_("When"), shown_as="at_local"),
    Column("actor", N_("Who")),
    Column("command", N_("Command")),
    Column("reason", N_("Reason")),
    Column("changes", N_("Changes"), right=True),
    Column("undoes", N_("Takes back"), right=True, wide=True),
    Column("undone_by", N_("Taken back by"), right=True),
)

OPERATIONS = {
    "insert": Label("新增", "added"),
    "update": Label("修改", "changed"),
    "delete": Label("删除", "deleted"),
}

"""Words for the columns of the tables; one that isn't here is shown by its own name."""


def change_columns(names: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of one command's changes; people see names where the database has keys."""
    known = {key: Label(name, name) for key, name in names.items()}
    return (
        Column("table", N_("Table"), labels=TABLES),
        Column("record", N_("Record")),
        Column("operation", N_("What"), labels=OPERATIONS),
        Column("field", N_("Field"), labels=FIELDS),
        Column("before", N_("Before"), labels=known),
        Column("after", N_("After"), labels=known),
    )


@command(
    app,
    "history",
    N_("Who changed what, when and why."),
    "pairing history",
    "pairing history --of 隆子县",
    "pairing history 12",
    "pairing history --actor 卓玛 --json",
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
) -> Listing:
    """Who changed what, when and why; newest first."""
    from pairing_cli.services.history import list_history

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
    most = limit
    if most is None and not all_ and run.format in (None, "table"):
        most = SHOWN
    rows = list_history(run.reader(), actor=by, of=of, limit=None if most is None else most + 1)
    notes: tuple[Phrase, ...] = ()
    if most is not None and len(rows) > most:
        rows = rows[:most]
        notes = (phrase("The newest {count}. All of them: pairing history --all", count=most),)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("What was changed"),
        notes=notes,
        empty=phrase("Nothing has been changed."),
    )


def _one(run: Run, seq: int) -> Listing:
    from pairing_cli.services.history import find_change_set, list_changes, names_of_keys

    store = run.reader()
    found = find_change_set(store, seq)
    return Listing(
        change_columns(names_of_keys(store)),
        list_changes(store, seq),
        title=phrase(
            "No. {seq}: {command} by {actor}, {at}",
            seq=found.seq,
            command=found.command,
            actor=found.actor,
            at=found.at,
        ),
        notes=(phrase("Reason: {reason}", reason=found.reason),) if found.reason else (),
        empty=phrase("Nothing that shows was changed."),
    )


Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help=N_("Why. It stays in the history.")),
]


@command(app, "undo", N_("Take back the last command."), "pairing undo", "pairing undo --dry-run")
def undo(ctx: typer.Context, reason: Reason = None, dry_run: params.DryRun = False) -> Done:
    """Take back the last command that is still in force. init stays."""
    from pairing_cli.services import undoing

    run = run_of(ctx)
    with run.writing("undo", reason=reason, dry_run=dry_run) as store:
        taken = undoing.undo(store)
    places = {
        "command": taken.command,
        "seq": taken.seq,
        "actor": taken.actor,
        "at": taken.at_local,
    }
    message = (
        phrase("This would be taken back: {command} (no. {seq}, {actor}, {at}).", **places)
        if dry_run
        else phrase("Took back: {command} (no. {seq}, {actor}, {at}).", **places)
    )
    return Done(
        message,
        hint=NOTHING_WRITTEN if dry_run else phrase("To do it again: pairing redo"),
        rows=Listing(COLUMNS, [taken]),
    )


@command(app, "redo", N_("Do again what undo took back."), "pairing redo")
def redo(ctx: typer.Context, reason: Reason = None, dry_run: params.DryRun = False) -> Done:
    """Do again what the last undo took back, if nothing else was written since."""
    from pairing_cli.services import undoing

    run = run_of(ctx)
    with run.writing("redo", reason=reason, dry_run=dry_run) as store:
        again = undoing.redo(store)
    places = {
        "command": again.command,
        "seq": again.seq,
        "actor": again.actor,
        "at": again.at_local,
    }
    message = (
        phrase("This would be done again: {command} (no. {seq}, {actor}, {at}).", **places)
        if dry_run
        else phrase("Did again: {command} (no. {seq}, {actor}, {at}).", **places)
    )
    return Done(
        message,
        hint=NOTHING_WRITTEN if dry_run else TAKE_BACK,
        rows=Listing(COLUMNS, [again]),
    )
