"""`circle`: kindergartens under one head, with rules of their own (片区)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.moved import telling, watching
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.domain.records.paired import NOTE, REF
from pairing_cli.domain.records.pairings import (
    CIRCLE,
    CIRCLE_EXPERT,
    CIRCLE_HEAD,
    CIRCLE_MEMBERS,
    CIRCLE_NAME,
)
from pairing_cli.output.listing import Done, Facts, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.keeping.moved_figures import Moved
    from pairing_cli.services.programme.circles import CircleRow

app = noun(N_("Circles: kindergartens under one head, with rules of their own."))

COLUMNS = (
    column(REF),
    column(CIRCLE_NAME),
    column(CIRCLE_HEAD),
    column(CIRCLE_EXPERT),
    column(CIRCLE_MEMBERS),
    column(NOTE),
)

Name = Annotated[
    str, typer.Argument(metavar="CIRCLE", help=N_("Its name, or the ref that the lists show."))
]
Members = Annotated[
    list[str],
    typer.Argument(
        metavar="KINDERGARTEN...", autocompletion=kindergartens, help=N_("Which kindergartens.")
    ),
]
Expert = Annotated[
    str | None,
    typer.Option("--expert", metavar="NAME", help=N_("Who advises it, such as 李某（省专家）.")),
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]


@exported("circles")
@command(app, "list", N_("The circles of the cycle."), "pairing circle list")
def list_(ctx: typer.Context, cycle: params.Cycle = None) -> Listing:
    """The circles of the cycle, each with its head and members."""
    from pairing_cli.services.programme.circles import list_circles

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_circles(store, chosen, run.as_of)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Circles of cycle {cycle}", cycle=chosen.code),
        notes=(CIRCLE.noun.total(len(rows)),) if rows else (),
        empty=phrase("No circles."),
    )


@command(app, "show", N_("One circle."), "pairing circle show 东片")
def show(ctx: typer.Context, name: Name, cycle: params.Cycle = None) -> Facts:
    """One circle."""
    from pairing_cli.services.programme.circles import find_circle

    run = run_of(ctx)
    store = run.reader()
    row = find_circle(store, name, run.cycle(store, cycle), run.as_of)
    return Facts(COLUMNS, row, title=phrase("Circle {name}", name=row.name))


@command(
    app,
    "add",
    N_("Make a circle under a head."),
    "pairing circle add 东片 --head 隆子县 --member 加查县 --member 桑日县",
    "pairing circle add 西片 --head 措美县 --expert 李某（省专家）",
)
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("What it is called."))],
    head: Annotated[
        str,
        typer.Option(
            "--head",
            metavar="KINDERGARTEN",
            autocompletion=kindergartens,
            help=N_("The kindergarten that leads it."),
        ),
    ],
    member: Annotated[
        list[str] | None,
        typer.Option(
            "--member",
            metavar="KINDERGARTEN",
            autocompletion=kindergartens,
            help=N_("A member; may be repeated."),
        ),
    ] = None,
    expert: Expert = None,
    note: Note = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Make a circle under a head, with its members."""
    from pairing_cli.services.programme.circle_edit import add_circle

    run = run_of(ctx)
    with run.writing("circle add", dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        with watching(run, store, chosen.code) as found:
            row = add_circle(store, chosen, name, head, member or (), note, expert=expert)
    message = phrase(
        "Made the circle {name} under {head}: {members}.",
        name=row.name,
        head=row.head,
        members=row.members,
    )
    return _told(message, row, found, dry_run=dry_run)


@command(
    app,
    "edit",
    N_("Give a circle another name, head or expert."),
    "pairing circle edit 东片 --head 加查县",
    "pairing circle edit 东片 --name 东部片区",
    clears=(CIRCLE_EXPERT, NOTE),
)
def edit(
    ctx: typer.Context,
    name: Name,
    new: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help=N_("The new name."))
    ] = None,
    head: Annotated[
        str | None,
        typer.Option(
            "--head",
            metavar="KINDERGARTEN",
            autocompletion=kindergartens,
            help=N_("The kindergarten that leads it."),
        ),
    ] = None,
    expert: Expert = None,
    note: Note = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Give a circle another name, head, expert or note."""
    from pairing_cli.services.programme.circle_edit import CircleEdit, edit_circle

    emptied = cleared(ctx)
    wanted = CircleEdit(new, head, expert, note)
    if wanted == CircleEdit() and not emptied:
        raise UsageError("nothing-to-change", phrase("Nothing was given to change."))
    run = run_of(ctx)
    with run.writing("circle edit", dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        with watching(run, store, chosen.code) as found:
            row = edit_circle(store, chosen, name, wanted, as_of=run.as_of, cleared=emptied)
    message = phrase("Changed the circle {name}.", name=row.name)
    return _told(message, row, found, dry_run=dry_run)


@command(
    app,
    "join",
    N_("Take kindergartens into a circle."),
    "pairing circle join 东片 桑日县 曲松县",
)
def join(
    ctx: typer.Context,
    name: Name,
    members: Members,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("From this day (default: today).")),
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take kindergartens into a circle; each is in one of a cycle."""
    return _moved(ctx, "circle join", name, members, cycle, on, dry_run=dry_run, leave=False)


@command(
    app, "leave", N_("Let kindergartens go from a circle."), "pairing circle leave 东片 曲松县"
)
def leave(
    ctx: typer.Context,
    name: Name,
    members: Members,
    on: Annotated[
        str | None,
        typer.Option(
            "--on", metavar="DATE", help=N_("From this day on they are not in it (default: today).")
        ),
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Let kindergartens go from a circle; its head stays."""
    return _moved(ctx, "circle leave", name, members, cycle, on, dry_run=dry_run, leave=True)


@command(app, "remove", N_("End a circle."), "pairing circle remove 东片 --reason 调整")
def remove(
    ctx: typer.Context,
    name: Name,
    reason: params.Reason,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """End a circle; its records stay."""
    from pairing_cli.services.programme.circle_edit import remove_circle

    run = run_of(ctx)
    with run.writing("circle remove", reason=reason, dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        with watching(run, store, chosen.code) as found:
            row = remove_circle(store, chosen, name, reason=reason, on=run.as_of)
    message = phrase("Ended the circle {name}.", name=row.name)
    return _told(message, row, found, dry_run=dry_run)


def _moved(
    ctx: typer.Context,
    command_name: str,
    name: str,
    members: list[str],
    cycle: str | None,
    on: str | None,
    *,
    dry_run: bool,
    leave: bool,
) -> Done:
    from pairing_cli.domain.time.day_checks import check_not_ahead
    from pairing_cli.services.programme.circle_edit import join_circle

    run = run_of(ctx)
    day = params.day(on, run.as_of)
    if day is not None:
        check_not_ahead(day, run.today)
    with run.writing(command_name, dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        with watching(run, store, chosen.code) as found:
            row = join_circle(
                store, chosen, name, members, on=day or chosen.clip(run.as_of), leave=leave
            )
    message = phrase("The circle {name} now has {members}.", name=row.name, members=row.members)
    return _told(message, row, found, dry_run=dry_run)


def _told(message: Phrase, row: CircleRow, moved: Sequence[Moved], *, dry_run: bool) -> Done:
    """What was done; figures move only where rules ask something of a circle."""
    done = written(message, Listing(COLUMNS, [row]), dry_run=dry_run)
    return telling(done, moved) if moved else done
