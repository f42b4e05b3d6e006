"""`waiver`: exceptions to one rule, for one pairing and period."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.moved import telling, watching
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.owed.rules import WaiverKind
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.owing import (
    APPROVER,
    GRANTED,
    PERIOD,
    REASON,
    RULE,
    UNTIL,
    WAIVER_KIND,
    WAIVER_STATE,
)
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR, REF, REMOVED_REASON
from pairing_cli.domain.records.programme import OFFICIAL_TITLE
from pairing_cli.domain.vocabulary import WAIVER_KINDS
from pairing_cli.output.listing import Done, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.owing.waivers import WaiverInfo

app = noun(N_("Waivers: excused, postponed, to be made up."))

STATES = {
    "in_force": Label("有效", "in force"),
    "removed": Label("已撤销", "removed"),
    "dropped": Label("规则包已停用", "pack dropped"),
}

COLUMNS = (
    column(REF),
    column(MENTOR),
    column(MENTEE),
    column(COUNTY),
    column(RULE),
    column(OFFICIAL_TITLE),
    column(PERIOD),
    column(WAIVER_KIND),
    column(UNTIL),
    column(REASON),
    column(APPROVER),
    column(GRANTED),
    column(WAIVER_STATE),
    column(REMOVED_REASON),
)


Mentee = Annotated[
    str, typer.Argument(metavar="MENTEE", autocompletion=kindergartens, help=N_("Whose pairing."))
]
Rule = Annotated[str, typer.Argument(metavar="RULE", help=N_("The rule's code or title."))]
Period = Annotated[
    str | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help=N_("Which period, such as 2022-spring (default: the one that today lies in)."),
    ),
]
Excuse = Annotated[bool, typer.Option("--excuse", help=N_("It need not be done at all."))]
PostponeTo = Annotated[
    str | None,
    typer.Option("--postpone-to", metavar="DATE", help=N_("It may be done until this day.")),
]
MakeUpBy = Annotated[
    str | None,
    typer.Option("--make-up-by", metavar="DATE", help=N_("It is made up for by this day.")),
]
Kind = Annotated[
    WaiverKind | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        help=N_("The same in other words: excused, postponed or make_up."),
    ),
]
Until = Annotated[
    str | None,
    typer.Option("--until", metavar="DATE", help=N_("The day that goes with --kind.")),
]
Approver = Annotated[
    str | None, typer.Option("--approver", metavar="NAME", help=N_("Who approved it."))
]


@command(
    app,
    "add",
    N_("Excuse a period, postpone it, or have it made up."),
    "pairing waiver add 隆子县 lesson-hours --period 2022春 --excuse --reason 封控 --approver 李某",
    "pairing waiver add 加查县 lectures --period 2022秋 --postpone-to 2023-05-31 --reason 雪灾",
    "pairing waiver add 措美县 shadowing --make-up-by 2023-06-30 --reason 教师参加高考监考",
)
def add(
    ctx: typer.Context,
    mentee: Mentee,
    rule: Rule,
    reason: params.Reason,
    period: Period = None,
    excuse: Excuse = False,
    postpone_to: PostponeTo = None,
    make_up_by: MakeUpBy = None,
    kind: Kind = None,
    until: Until = None,
    approver: Approver = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("When it was granted (default: today).")),
    ] = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Excuse what is left of a period, postpone it, or have it made up later."""
    from pairing_cli.domain.ids import ref_of
    from pairing_cli.services.owing.waiver_edit import WaiverInput, waive
    from pairing_cli.services.owing.waivers import show_waiver
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    chosen_kind, last_day = _treatment(
        excuse=excuse,
        postpone_to=params.day(postpone_to, run.as_of),
        make_up_by=params.day(make_up_by, run.as_of),
        kind=kind,
        until=params.day(until, run.as_of),
    )
    wish = WaiverInput(
        mentee=mentee,
        rule=rule,
        period=period,
        kind=chosen_kind,
        reason=reason,
        approver=approver,
        until=last_day,
        granted=params.day(on, run.as_of),
    )
    with run.writing("waiver add", reason=reason, dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, run.as_of)
        with watching(run, store, chosen.code) as found:
            row = show_waiver(store, ref_of(waive(store, wish, chosen, as_of=run.as_of).id))
    return telling(written(_waived(row), Listing(COLUMNS, [row]), dry_run=dry_run), found)


def _waived(row: WaiverInfo) -> Phrase:
    kind = WAIVER_KINDS[row.kind]
    return phrase(
        "{mentee}, {rule}, {period}: {kind} ({ref}).",
        mentee=row.mentee,
        rule=row.title,
        period=row.period,
        kind=phrase("{kind} until {until}", kind=kind, until=row.until) if row.until else kind,
        ref=row.ref,
    )


def _treatment(
    *,
    excuse: bool,
    postpone_to: dt.date | None,
    make_up_by: dt.date | None,
    kind: WaiverKind | None,
    until: dt.date | None,
) -> tuple[WaiverKind, dt.date | None]:
    """How the period is treated, and until when. Raises `UsageError` where it isn't clear."""
    said = [
        *([(WaiverKind.EXCUSED, None)] if excuse else []),
        *([(WaiverKind.POSTPONED, postpone_to)] if postpone_to else []),
        *([(WaiverKind.MAKE_UP, make_up_by)] if make_up_by else []),
        *([(kind, until)] if kind else []),
    ]
    if len(said) != 1 or (until is not None and kind is None):
        raise UsageError(
            "one-treatment",
            phrase("Say one of --excuse, --postpone-to DATE, --make-up-by DATE."),
            hint=phrase("Or --kind excused|postponed|make_up with --until DATE."),
        )
    return said[0]


@exported("waivers")
@command(
    app,
    "list",
    N_("The waivers of the cycle."),
    "pairing waiver list",
    "pairing waiver list --mentee 隆子县 --all --json",
)
def list_(
    ctx: typer.Context,
    mentee: params.Mentee = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="CODE", help=N_("Only of this rule."))
    ] = None,
    every: Annotated[bool, typer.Option("--all", help=N_("Also those that were removed."))] = False,
    cycle: params.Cycle = None,
) -> Listing:
    """The waivers of the cycle, oldest first."""
    from pairing_cli.services.owing.waivers import list_waivers

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_waivers(store, chosen, run.as_of, mentee=mentee, rule=rule, every=every)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Waivers of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} waiver.", "{count} waivers.", len(rows)),) if rows else (),
        empty=phrase("No waivers."),
    )


@command(
    app,
    "remove",
    N_("End a waiver: its period owes again."),
    "pairing waiver remove 4f2a --reason 批错了园",
)
def remove(
    ctx: typer.Context,
    ref: params.RefArg,
    reason: params.Reason,
    dry_run: params.DryRun = False,
) -> Done:
    """End a waiver: its period owes again. The record stays."""
    from pairing_cli.domain.ids import ref_of
    from pairing_cli.services.owing.waiver_edit import remove_waiver
    from pairing_cli.services.owing.waivers import show_waiver

    run = run_of(ctx)
    with (
        run.writing("waiver remove", reason=reason, dry_run=dry_run) as store,
        watching(run, store) as found,
    ):
        row = show_waiver(store, ref_of(remove_waiver(store, ref, reason).id))
    message = phrase(
        "Removed waiver {ref}: {mentee} owes {rule} in {period} again.",
        ref=row.ref,
        mentee=row.mentee,
        rule=row.title,
        period=row.period,
    )
    return telling(written(message, Listing(COLUMNS, [row]), dry_run=dry_run), found)
