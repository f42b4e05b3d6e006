"""`apprentice`: which teacher of the mentor guides which of the mentee (师徒结对)."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.plain_verbs import plain_verb
from pairing_cli.cli.pairings.record_params import (
    WHO,
    AllOption,
    MenteeArg,
    MenteeFilter,
    ReasonOption,
    answer,
    list_scope,
    removed,
)
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.paired import END, END_REASON, REF, REMOVED_REASON
from pairing_cli.domain.records.people import (
    APPRENTICE,
    APPRENTICESHIP,
    MASTER,
    PAIR_START,
    PAIR_STATE,
    PAIR_TOPIC,
    SUCCESSOR,
)
from pairing_cli.output.listing import Done, Facts, Listing, column

app = noun(N_("Teacher pairs: who guides whom."))

COLUMNS = (
    column(REF),
    *WHO,
    column(MASTER),
    column(APPRENTICE),
    column(PAIR_TOPIC),
    column(PAIR_START),
    column(END),
    column(PAIR_STATE),
    column(SUCCESSOR),
    column(END_REASON, wide=True),
    column(REMOVED_REASON),
)

Topic = Annotated[
    str | None, typer.Option("--topic", metavar="TEXT", help=N_("What is to be learnt."))
]
Start = Annotated[
    str | None,
    typer.Option("--start", metavar="DATE", help=N_("From this day (default: today).")),
]
End = Annotated[
    str | None,
    typer.Option("--end", metavar="DATE", help=N_("The last day (default: the pairing's).")),
]


@command(
    app,
    "add",
    N_("Pair two teachers."),
    "pairing apprentice add 隆子县 --master 骨干教师甲 --apprentice 青年教师乙",
)
def add(
    ctx: typer.Context,
    mentee: MenteeArg,
    master: Annotated[
        str, typer.Option("--master", metavar="NAME", help=N_("The mentor's teacher, who guides."))
    ],
    apprentice: Annotated[
        str, typer.Option("--apprentice", metavar="NAME", help=N_("The mentee's teacher."))
    ],
    start: Start = None,
    end: End = None,
    topic: Topic = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Pair a teacher of the mentor with one of the mentee."""
    from pairing_cli.services.papers.apprenticeship_edit import TeacherPairInput, add_apprenticeship
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    wish = TeacherPairInput(
        master, apprentice, params.day(start, run.as_of), params.day(end, run.as_of), topic
    )
    with run.writing("apprentice add", dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, wish.start or run.as_of)
        row = add_apprenticeship(store, mentee, wish, chosen, as_of=run.as_of)
    message = phrase(
        "{master} guides {apprentice} from {start} on ({ref}).",
        master=row.master,
        apprentice=row.apprentice,
        start=row.start,
        ref=row.ref,
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@exported("apprentices")
@command(
    app,
    "list",
    N_("Teacher pairs of the cycle."),
    "pairing apprentice list",
    "pairing apprentice list 隆子县 --json",
)
def list_(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Teacher pairs of the cycle."""
    from pairing_cli.services.papers.apprenticeships import list_apprenticeships

    store, chosen, wanted, as_of = list_scope(ctx, cycle, mentee, mentor, county, every)
    rows = list_apprenticeships(store, chosen, wanted, as_of)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Teacher pairs of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} pair.", "{count} pairs.", len(rows)),) if rows else (),
        empty=phrase("No teacher pairs."),
    )


@command(app, "show", N_("One teacher pair, in full."), "pairing apprentice show 4f2a")
def show(ctx: typer.Context, ref: params.RefArg) -> Facts:
    """One teacher pair, in full."""
    from pairing_cli.services.papers.apprenticeships import show_apprenticeship

    run = run_of(ctx)
    row = show_apprenticeship(run.reader(), ref, run.as_of)
    return Facts(COLUMNS, row, title=phrase("Teacher pair {ref}", ref=row.ref))


@command(
    app,
    "edit",
    N_("Correct the days or the topic of a pair, or end it."),
    "pairing apprentice edit 4f2a --end 2023-07-15 --reason 学习期满",
    clears=(END, END_REASON, PAIR_TOPIC),
)
def edit(
    ctx: typer.Context,
    ref: params.RefArg,
    start: Annotated[
        str | None, typer.Option("--start", metavar="DATE", help=N_("Its first day."))
    ] = None,
    end: Annotated[
        str | None, typer.Option("--end", metavar="DATE", help=N_("Its last day."))
    ] = None,
    topic: Topic = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Correct the days or the topic of a pair, or end it."""
    from pairing_cli.services.papers.apprenticeship_edit import edit_apprenticeship
    from pairing_cli.services.programme.clearing import clear_fields

    run = run_of(ctx)
    with run.writing("apprentice edit", reason=reason, dry_run=dry_run) as store:
        clear_fields(store, APPRENTICESHIP, ref, cleared(ctx))
        row = edit_apprenticeship(
            store,
            ref,
            as_of=run.as_of,
            start=params.day(start, run.as_of),
            end=params.day(end, run.as_of),
            topic=topic,
            reason=reason,
        )
    return answer(
        phrase("Changed teacher pair {ref}.", ref=row.ref),
        Listing(COLUMNS, [row]),
        dry_run=dry_run,
    )


@command(
    app,
    "hand-over",
    N_("Have another teacher take a place in a pair."),
    "pairing apprentice hand-over 4f2a --master 骨干教师丙 --on 2023-03-01 --reason 休产假",
)
def hand_over(
    ctx: typer.Context,
    ref: params.RefArg,
    reason: params.Reason,
    master: Annotated[
        str | None, typer.Option("--master", metavar="NAME", help=N_("The new master."))
    ] = None,
    apprentice: Annotated[
        str | None, typer.Option("--apprentice", metavar="NAME", help=N_("The new apprentice."))
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("The new one's first day (default: today).")),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Have another teacher take a place in a pair; the pair before stays on record."""
    from pairing_cli.services.papers import apprenticeship_edit

    run = run_of(ctx)
    with run.writing("apprentice hand-over", reason=reason, dry_run=dry_run) as store:
        row = apprenticeship_edit.hand_over(
            store,
            ref,
            as_of=run.as_of,
            reason=reason,
            master=master,
            apprentice=apprentice,
            on=params.day(on, run.as_of),
        )
    message = phrase(
        "{master} guides {apprentice} from {start} on ({ref}).",
        master=row.master,
        apprentice=row.apprentice,
        start=row.start,
        ref=row.ref,
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@plain_verb(app, APPRENTICESHIP, "remove", "pairing apprentice remove 4f2a --reason 误登")
def remove(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take a teacher pair off the lists; it stays on record."""
    from pairing_cli.services.papers.apprenticeships import show_apprenticeship

    run = run_of(ctx)
    return removed(
        run,
        APPRENTICESHIP,
        "apprentice remove",
        lambda _store: ref,
        lambda store, key: show_apprenticeship(store, key, run.as_of),
        COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )
