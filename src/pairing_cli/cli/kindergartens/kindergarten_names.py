"""`kindergarten rename` and `kindergarten alias`: what one is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.kindergartens.kindergarten_params import (
    Name,
    ReasonOption,
    done,
    rows_of,
)
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.output.listing import Done

if TYPE_CHECKING:
    pass


def rename(
    ctx: typer.Context,
    name: Name,
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", show_default=False, help=N_("The new name."))
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help=N_("The name that it has is right."))
    ] = False,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("Since when (default: today).")),
    ] = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Give a kindergarten its new or real name; the old one is still found."""
    from pairing_cli.services.kindergartens.roster import rename_kindergarten

    if new is None and not confirm:
        raise UsageError("no-name", phrase("Give the new name, or --confirm to keep the present."))
    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    with run.writing("kindergarten rename", reason=reason, dry_run=dry_run) as store:
        entered, before = rename_kindergarten(store, name, new, day)
        rows = rows_of(store, run, entered.id)
    message = (
        phrase("The name {name} is confirmed.", name=entered.name)
        if entered.name == before
        else phrase(
            "{before} is now called {name}; it is still found by the old name.",
            before=before,
            name=entered.name,
        )
    )
    return done(message, rows, entered.notes, dry_run=dry_run)


def alias_(
    ctx: typer.Context,
    name: Name,
    aliases: Annotated[
        list[str], typer.Argument(metavar="ALIAS...", help=N_("What people call it."))
    ],
    dry_run: params.DryRun = False,
) -> Done:
    """Give a kindergarten another name to be found by."""
    from pairing_cli.services.kindergartens.roster import add_alias

    run = run_of(ctx)
    with run.writing("kindergarten alias", dry_run=dry_run) as store:
        entered = add_alias(store, name, tuple(aliases))
        rows = rows_of(store, run, entered.id)
    message = phrase(
        "{name} is now found by {aliases} too.", name=entered.name, aliases=tuple(aliases)
    )
    return done(message, rows, entered.notes, dry_run=dry_run)
