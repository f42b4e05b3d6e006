"""`showcase`: the event at which pairings show what they did, and who shows what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.plain_verbs import plain_verb
from pairing_cli.cli.pairings.record_params import (
    AllOption,
    Note,
    ReasonOption,
    Title,
    answer,
    removed,
)
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.honours.words import SHOWCASE_LEVELS, ShowcaseForm, ShowcaseLevel
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.records.honours import (
    ENTRY_FORM,
    ENTRY_TITLE,
    LEVEL,
    PAIRINGS,
    PLACE,
    PRESENTER,
    SHOWCASE,
)
from pairing_cli.domain.records.paired import (
    COUNTY,
    END,
    MENTEE,
    MENTOR,
    NOTE,
    REF,
    REMOVED_REASON,
    START,
    TITLE,
)
from pairing_cli.domain.records.pairings import LAYER
from pairing_cli.output.listing import Column, Done, Listing, Report, column

if TYPE_CHECKING:
    from pairing_cli.services.honours.showcases import MissingRow, ShowcaseRow

app = noun(N_("Showcases: who shows what, and who is missing."))

COLUMNS = (
    column(REF),
    column(START),
    column(END, wide=True),
    column(TITLE),
    column(LEVEL),
    column(PLACE),
    column(PAIRINGS),
    column(NOTE),
    column(REMOVED_REASON),
)
LISTED = (*COLUMNS, Column("entries", N_("Entries"), wide=True, folded=True))
ENTRIES = (
    column(MENTEE, shown_as="mentee_short"),
    column(MENTOR, wide=False),
    column(ENTRY_FORM),
    column(ENTRY_TITLE),
    column(PRESENTER),
)
MISSING = (column(REF), column(MENTEE), column(MENTOR, wide=False), column(COUNTY), column(LAYER))

Level = Annotated[
    ShowcaseLevel | None,
    typer.Option("--level", metavar="LEVEL", help=N_("city or county.")),
]
Place = Annotated[str | None, typer.Option("--place", metavar="TEXT", help=N_("Where it is held."))]
Presenter = Annotated[
    str | None, typer.Option("--presenter", metavar="NAME", help=N_("Who presents it."))
]
MissingOption = Annotated[
    bool, typer.Option("--missing", help=N_("Those that show nothing in the cycle yet."))
]


@command(
    app,
    "add",
    N_("Arrange a showcase."),
    "pairing showcase add --title 2024年结对帮扶成果展示交流 --on 2024-05-18 --place 乃东",
)
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("The title."))],
    on: Annotated[
        str, typer.Option("--on", metavar="DATE[..DATE]", help=N_("The day, or the days."))
    ],
    level: Level = None,
    place: Place = None,
    note: Note = None,
    cycle: params.CycleSummedUp = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Arrange a showcase, held already or to come."""
    from pairing_cli.services.honours.showcase_edit import ShowcaseInput, add_showcase
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    days = params.span_of(on, run.as_of)
    with run.writing("showcase add", dry_run=dry_run) as store:
        chosen = wrap_up_cycle(store, cycle, days.first)
        entered = ShowcaseInput(title, level, days, place, note)
        row = add_showcase(store, entered, chosen, run.as_of)
    message = phrase(
        "Arranged showcase {ref} of cycle {cycle}: {title}, {day}.",
        ref=row.ref,
        cycle=chosen.code,
        title=row.title,
        day=row.start,
    )
    notes = (
        phrase(
            "To say who shows what: pairing showcase join {ref} MENTEE… --form FORM", ref=row.ref
        ),
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=notes)


@exported("showcases")
@command(
    app,
    "list",
    N_("Showcases of the cycle; or who is missing."),
    "pairing showcase list",
    "pairing showcase list --missing",
)
def list_(
    ctx: typer.Context,
    missing: MissingOption = False,
    every: AllOption = False,
    cycle: params.CycleSummedUp = None,
) -> Listing:
    """Showcases of the cycle; with --missing, the pairings that show nothing in it yet."""
    from pairing_cli.services.honours import showcases
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    if missing:
        return _missing(showcases.missing(store, chosen, run.as_of), chosen.code)
    rows = showcases.list_showcases(store, chosen, run.as_of, every=every)
    return Listing(
        LISTED,
        rows,
        title=phrase("Showcases of cycle {cycle}", cycle=chosen.code),
        notes=(SHOWCASE.noun.total(len(rows)),) if rows else (),
        empty=phrase("No showcases."),
    )


@command(
    app,
    "show",
    N_("Who shows what at a showcase; or who is missing."),
    "pairing showcase show 4f2a",
    "pairing showcase show 4f2a --missing",
)
def show(
    ctx: typer.Context, ref: params.RefArg, missing: MissingOption = False
) -> Report | Listing:
    """Who shows what at a showcase; with --missing, who shows nothing in its cycle yet."""
    from pairing_cli.services.honours import showcases
    from pairing_cli.services.programme.cycles import cycle_by_id

    run = run_of(ctx)
    store = run.reader()
    row = showcases.show_showcase(store, ref, run.as_of)
    cycle = cycle_by_id(store, row.cycle_id)
    others = showcases.missing(store, cycle, run.as_of)
    if missing:
        return _missing(others, cycle.code)
    entries = Listing(ENTRIES, row.entries, empty=phrase("Nobody takes part yet."))
    return Report(
        _data(row),
        (entries,),
        title=phrase(
            "{title} ({facts})",
            title=row.title,
            facts=tuple(
                each
                for each in (row.ref, _days(row), SHOWCASE_LEVELS[row.level], row.place)
                if each
            ),
        ),
        notes=(_who(row, len(others)),),
    )


@command(
    app,
    "join",
    N_("Say what mentees show at a showcase."),
    "pairing showcase join 4f2a 扎囊县 --form 现场课 --title 区角活动从三样材料做起"
    " --presenter 次某",
    "pairing showcase join 4f2a 隆子县 琼结县 --form board",
)
def join(
    ctx: typer.Context,
    ref: params.RefArg,
    mentees: Annotated[
        list[str],
        typer.Argument(metavar="MENTEE...", autocompletion=kindergartens, help=N_("Who shows it.")),
    ],
    form: Annotated[
        ShowcaseForm,
        typer.Option("--form", metavar="FORM", help=N_("lesson, talk, board or video.")),
    ],
    title: Title = None,
    presenter: Presenter = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Say what mentees show at a showcase; said again for the same form, it is corrected."""
    from pairing_cli.services.honours import showcase_edit

    run = run_of(ctx)
    with run.writing("showcase join", dry_run=dry_run) as store:
        row = showcase_edit.join(
            store, ref, mentees, form, title=title, presenter=presenter, as_of=run.as_of
        )
    message = phrase_n(
        "{count} pairing takes part in {ref}, {title}; its showing counts as of {day}.",
        "{count} pairings take part in {ref}, {title}; their showing counts as of {day}.",
        row.pairings,
        ref=row.ref,
        title=row.title,
        day=row.start,
    )
    return answer(message, Listing(LISTED, [row]), dry_run=dry_run)


@command(
    app,
    "edit",
    N_("Correct a showcase, or take a mentee out of it."),
    "pairing showcase edit 4f2a --on 2024-05-25 --place 琼结",
    "pairing showcase edit 4f2a --leave 隆子县 --reason 道路中断",
    clears=(PLACE, NOTE),
)
def edit(
    ctx: typer.Context,
    ref: params.RefArg,
    title: Title = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE[..DATE]", help=N_("The day, or the days.")),
    ] = None,
    level: Level = None,
    place: Place = None,
    note: Note = None,
    leave: Annotated[
        list[str] | None,
        typer.Option("--leave", metavar="MENTEE", help=N_("Doesn't take part after all.")),
    ] = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Correct a showcase, or take a mentee out of it."""
    from pairing_cli.services.honours.showcase_edit import ShowcaseInput, edit_showcase
    from pairing_cli.services.programme.clearing import clear_fields

    run = run_of(ctx)
    days = params.span_of(on, run.as_of) if on is not None else None
    entered = ShowcaseInput(title, level, days, place, note, tuple(leave or ()))
    with run.writing("showcase edit", reason=reason, dry_run=dry_run) as store:
        clear_fields(store, SHOWCASE, ref, cleared(ctx))
        row = edit_showcase(store, ref, entered, run.as_of)
    message = phrase("Changed showcase {ref}: {title}.", ref=row.ref, title=row.title)
    return answer(message, Listing(LISTED, [row]), dry_run=dry_run)


@plain_verb(app, SHOWCASE, "remove", "pairing showcase remove 4f2a --reason 改期")
def remove(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take a showcase off the lists; it stays on record, and nothing is met by it any more."""
    from pairing_cli.services.honours.showcases import show_showcase

    run = run_of(ctx)
    return removed(
        run,
        SHOWCASE,
        "showcase remove",
        lambda _store: ref,
        lambda store, key: show_showcase(store, key, run.as_of),
        COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )


def _missing(rows: list[MissingRow], cycle: str) -> Listing:
    return Listing(
        MISSING,
        rows,
        title=phrase("Without a showing in cycle {cycle}", cycle=cycle),
        notes=(
            phrase_n(
                "{count} pairing shows nothing yet.", "{count} pairings show nothing yet.",
                len(rows),
            ),
        )
        if rows
        else (),
        empty=phrase("Every pairing shows something."),
    )  # fmt: skip


def _data(row: ShowcaseRow) -> dict[str, object]:
    """The JSON object of the contract."""
    found = row._asdict()
    return {
        key: found[key]
        for key in ("ref", "title", "level", "start", "end", "place", "pairings", "entries", "note")
    }


def _days(row: ShowcaseRow) -> str:
    return row.start if row.start == row.end else f"{row.start}..{row.end}"


def _who(row: ShowcaseRow, others: int) -> Phrase:
    if not others:
        return phrase_n(
            "{count} pairing takes part; every other one of the cycle shows something, too.",
            "{count} pairings take part; every other one of the cycle shows something, too.",
            row.pairings,
        )
    return phrase_n(
        "{count} pairing takes part; {others} show nothing yet (--missing lists them).",
        "{count} pairings take part; {others} show nothing yet (--missing lists them).",
        row.pairings,
        others=others,
    )
