"""`cycle`: its days and weights, the terms and the holidays, changed by command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.moved import watching, with_moved
from pairing_cli.cli.programme.cycle_columns import COLUMNS, TERM_COLUMNS, Code
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.owed.blocks import BLOCKS, Block
from pairing_cli.domain.phrases import N_, Label, phrase, phrase_n
from pairing_cli.domain.vocabulary import CycleState
from pairing_cli.output.listing import Done, Listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pairing_cli.domain.time.dates import DateSpan

NewStart = Annotated[str | None, typer.Option("--start", metavar="DATE", help=N_("Its first day."))]
NewEnd = Annotated[str | None, typer.Option("--end", metavar="DATE", help=N_("Its last day."))]
Weights = Annotated[
    list[str] | None,
    typer.Option(
        "--weight",
        metavar="BLOCK=N",
        help=N_("What a block weighs: activity=50. Together they are 100."),
    ),
]


def edit(
    ctx: typer.Context,
    code: Code,
    start: NewStart = None,
    end: NewEnd = None,
    wrap_up_until: Annotated[
        str | None,
        typer.Option(
            "--wrap-up-until",
            metavar="DATE",
            help=N_("The last day of summing up (default: 92 days after the end)."),
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help=N_("Its title."))
    ] = None,
    weight: Weights = None,
    state: Annotated[
        CycleState | None,
        typer.Option("--state", metavar="STATE", help=N_("draft or active.")),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change a cycle, and say which figures move with it."""
    from pairing_cli.services.keeping.scheme.calendar_edit import CycleChange, edit_cycle

    run = run_of(ctx)
    change = CycleChange(
        title=title,
        start=params.day(start, run.as_of),
        end=params.day(end, run.as_of),
        wrap_up_until=params.day(wrap_up_until, run.as_of),
        weights=_weights(weight or ()),
        state=state,
    )
    with (
        run.writing("cycle edit", dry_run=dry_run) as store,
        watching(run, store, code.strip()) as found,
    ):
        row, notes = edit_cycle(store, code, change)
    message = phrase(
        "Cycle {code}: {start} to {end}, summing up until {wrap_up}, weights {weights}.",
        code=row.code,
        start=row.start,
        end=row.end,
        wrap_up=row.wrap_up_until.isoformat(),
        weights=tuple(
            phrase("{label} {number}", label=BLOCKS[block], number=number)
            for block, number in row.block_weights.items()
        ),
    )
    done = written(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=notes)
    return with_moved(done, found)


def _weights(said: Iterable[str]) -> Mapping[Block, int]:
    found = {}
    for text in said:
        name, _, number = text.partition("=")
        wanted = name.strip().casefold()
        block = next(
            (each for each, label in BLOCKS.items() if wanted in (each, label.zh, label.en)), None
        )
        if block is None or not number.strip().isdecimal() or not number.strip().isascii():
            raise UsageError(
                "bad-weight",
                phrase("{text} is no weight of a block.", text=text),
                hint=phrase(
                    "So: {examples}",
                    examples=tuple(
                        Label(f"{label.zh}=25", f"{each}=25") for each, label in BLOCKS.items()
                    ),
                ),
            )
        found[Block(block)] = int(number)
    return found


def term_edit(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help=N_("The term, such as 2022-autumn."))],
    start: NewStart = None,
    end: NewEnd = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change the days of a term, and with them the vacations, for all cycles that have it."""
    from pairing_cli.services.keeping.scheme.calendar_edit import edit_term

    run = run_of(ctx)
    first, last = params.day(start, run.as_of), params.day(end, run.as_of)
    with (
        run.writing("cycle term-edit", dry_run=dry_run) as store,
        watching(run, store) as found,
    ):
        term = edit_term(store, code, first, last)
    message = phrase(
        "The term {term}: {start} to {end}.", term=term.code, start=term.first, end=term.last
    )
    return with_moved(written(message, Listing(TERM_COLUMNS, [term]), dry_run=dry_run), found)


def holiday_add(
    ctx: typer.Context,
    days: Annotated[
        str, typer.Argument(metavar="DATE[..DATE]", help=N_("The day, or the first and last."))
    ],
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=N_("What is celebrated."))],
    dry_run: params.DryRun = False,
) -> Done:
    """Enter holidays: school days are counted without them."""
    from pairing_cli.services.keeping.scheme.calendar_edit import add_holidays

    run = run_of(ctx)
    span = params.span_of(days, run.as_of)
    with (
        run.writing("cycle holiday-add", dry_run=dry_run) as store,
        watching(run, store) as found,
    ):
        count = add_holidays(store, span, name)
    message = phrase_n(
        "{name}: {count} day ({first} to {last}) is no school day.",
        "{name}: {count} days ({first} to {last}) are no school days.",
        count,
        name=name,
        **_ends(span),
    )
    return with_moved(written(message, None, dry_run=dry_run), found)


def holiday_remove(
    ctx: typer.Context,
    days: Annotated[
        str, typer.Argument(metavar="DATE[..DATE]", help=N_("The day, or the first and last."))
    ],
    reason: params.Reason,
    dry_run: params.DryRun = False,
) -> Done:
    """Have holidays be school days after all."""
    from pairing_cli.services.keeping.scheme.calendar_edit import remove_holidays

    run = run_of(ctx)
    span = params.span_of(days, run.as_of)
    with (
        run.writing("cycle holiday-remove", reason=reason, dry_run=dry_run) as store,
        watching(run, store) as found,
    ):
        count = remove_holidays(store, span, reason=reason, on=run.today)
    message = phrase_n(
        "{count} day ({first} to {last}) is a school day again.",
        "{count} days ({first} to {last}) are school days again.",
        count,
        **_ends(span),
    )
    return with_moved(written(message, None, dry_run=dry_run), found)


def _ends(span: DateSpan) -> dict[str, str]:
    return {"first": span.first.isoformat(), "last": span.last.isoformat()}
