"""`commendation`: candidates by criteria, publicity, award, and the trace back to its grounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.honours import candidate_report
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.record_params import (
    On,
    Output,
    Template,
    Title,
    answer,
    voice,
)
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.cli.words import WordChoice
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.honours.words import (
    HONOUR_KINDS,
    PROMOTIONS,
    HonourKind,
    HonourState,
)
from pairing_cli.domain.phrases import N_, Label, phrase, phrase_n
from pairing_cli.domain.records.honours import (
    DECIDED_ON,
    DECISION_REASON,
    DOCUMENT_NUMBER,
    FROM_GRADE,
    HONOUR,
    HONOUR_COUNTY,
    HONOUR_KIND,
    HONOUR_REASON,
    HONOUR_STATE,
    HONOUR_TITLE,
    NOMINATED_ON,
    PERSON,
    PUBLICISED_FROM,
    PUBLICISED_TO,
    TO_GRADE,
    UNIT,
)
from pairing_cli.domain.records.paired import REF
from pairing_cli.domain.vocabulary import EXEMPLAR_GRADES
from pairing_cli.output.listing import Done, Facts, Listing, Report, column

if TYPE_CHECKING:
    from pairing_cli.services.honours.commendations import HonourRow

app = noun(N_("Commendation, promotion, re-evaluation."))

COLUMNS = (
    column(REF),
    column(HONOUR_KIND),
    column(UNIT),
    column(HONOUR_COUNTY),
    column(PERSON),
    column(HONOUR_TITLE),
    column(HONOUR_STATE),
    column(FROM_GRADE, labels=EXEMPLAR_GRADES),
    column(TO_GRADE),
    column(NOMINATED_ON, wide=True),
    column(PUBLICISED_FROM, wide=True),
    column(PUBLICISED_TO, gives_way=2),
    column(DECIDED_ON, gives_way=1),
    column(DOCUMENT_NUMBER),
    column(HONOUR_REASON, wide=True),
    column(DECISION_REASON),
)

YES = {True: Label("是", "yes"), False: Label("否", "no")}

KindOption = Annotated[
    HonourKind | None,
    typer.Option("--kind", metavar="KIND", help=N_("unit, person, promotion or regrade.")),
]

RefsArg = Annotated[
    list[str], typer.Argument(metavar="REF...", help=N_("The refs that the list shows."))
]


command(
    app,
    "candidates",
    N_("Who fulfils the criteria, and what the others lack."),
    "pairing commendation candidates --kind unit --places 3",
    "pairing commendation candidates --kind 先进个人 --all",
)(candidate_report.candidates)


@command(
    app,
    "add",
    N_("Nominate a unit or person."),
    "pairing commendation add unit 扎囊县 --reason 两年送教16次，需求全部解决",
    "pairing commendation add person --unit 市实验幼儿园 --person 次仁卓嘎 --reason 一对一带教",
    "pairing commendation add 晋级 --unit 扎囊县 --to 市级 --reason 督查 91.2",
)
def add(
    ctx: typer.Context,
    kind: Annotated[
        HonourKind,
        typer.Argument(metavar="KIND", help=N_("unit, person, promotion or regrade.")),
    ],
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=N_("The grounds."))],
    kindergarten: Annotated[
        str | None,
        typer.Argument(
            metavar="[KINDERGARTEN]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("Which one, as --unit."),
        ),
    ] = None,
    unit: Annotated[
        str | None,
        typer.Option(
            "--unit", metavar="KINDERGARTEN", autocompletion=kindergartens, help=N_("Which one.")
        ),
    ] = None,
    county: Annotated[
        str | None, typer.Option("--county", metavar="COUNTY", help=N_("Its bureau."))
    ] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help=N_("Who, of --unit."))
    ] = None,
    title: Title = None,
    to: Annotated[
        str | None,
        typer.Option(
            "--to",
            metavar="GRADE",
            click_type=WordChoice(tuple(PROMOTIONS), PROMOTIONS),
            help=N_("A grade (city, county, township) or a status (county_centre, …)."),
        ),
    ] = None,
    cycle: params.CycleSummedUp = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Nominate a unit or person. Who it is must be told: two may have one name."""
    from pairing_cli.services.honours.commendation_edit import HonourInput, nominate
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    if unit is not None and kindergarten is not None:
        raise UsageError("whose", phrase("The kindergarten is named twice."))
    entered = HonourInput(kind, reason, unit or kindergarten, county, person, title, to)
    with run.writing("commendation add", reason=reason, dry_run=dry_run) as store:
        chosen = wrap_up_cycle(store, cycle, run.as_of)
        row = nominate(store, entered, chosen, as_of=run.as_of)
    message = phrase(
        "Nominated {ref} in cycle {cycle}: {of}, {title}.",
        ref=row.ref,
        cycle=chosen.code,
        of=row.of,
        title=row.title,
    )
    notes = (phrase("Next: pairing commendation publicise {ref} --from DATE", ref=row.ref),)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=notes)


@command(
    app,
    "publicise",
    N_("Put nominations before the public."),
    "pairing commendation publicise 1f77 2a08 --from 2024-06-21",
)
def publicise(
    ctx: typer.Context,
    refs: RefsArg,
    first: Annotated[str, typer.Option("--from", metavar="DATE", help=N_("From this day on."))],
    last: Annotated[
        str | None,
        typer.Option("--to", metavar="DATE", help=N_("Up to this day (default: 5 workdays).")),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Put nominations before the public, for five workdays at least (Mondays to Fridays)."""
    from pairing_cli.services.honours import commendation_edit

    run = run_of(ctx)
    begin, end = params.day(first, run.as_of), params.day(last, run.as_of)
    with run.writing("commendation publicise", dry_run=dry_run) as store:
        rows = commendation_edit.publicise(store, refs, first=begin, last=end)
    message = phrase_n(
        "{count} nomination is publicised from {first} to {last}.",
        "{count} nominations are publicised from {first} to {last}.",
        len(rows),
        first=rows[0].publicised_from,
        last=rows[0].publicised_to,
    )
    return answer(message, Listing(COLUMNS, rows), dry_run=dry_run)


@command(
    app,
    "award",
    N_("Award what was publicised long enough."),
    "pairing commendation award 1f77 --number 山教发〔2024〕8号 --on 2024-06-28",
)
def award(
    ctx: typer.Context,
    refs: RefsArg,
    number: Annotated[
        str, typer.Option("--number", metavar="N", help=N_("The number of the decision."))
    ],
    on: On = None,
    override: params.Override = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Award, all or none. What it rests on is kept; who is promoted has its grade from that day."""
    from pairing_cli.services.honours import commendation_edit

    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    with run.writing("commendation award", reason=override, dry_run=dry_run) as store:
        rows = commendation_edit.award(
            store, refs, number=number, on=day, today=run.today, override=override
        )
    message = phrase_n(
        "Awarded {count}: {names} ({number}).",
        "Awarded {count}: {names} ({number}).",
        len(rows),
        names=tuple(row.of for row in rows),
        number=rows[0].document_number,
    )
    raised = tuple(
        phrase("{of} is now: {grade}.", of=row.of, grade=PROMOTIONS[row.to])
        for row in rows
        if row.to is not None
    )
    return answer(message, Listing(COLUMNS, rows), dry_run=dry_run, notes=raised)


@command(
    app,
    "reject",
    N_("Reject a nomination, with the reason."),
    "pairing commendation reject 1f77 --reason 公示期间有异议",
)
def reject(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Reject a nomination, with the reason."""
    return _against(ctx, ref, HonourState.REJECTED, reason, dry_run=dry_run)


@command(
    app,
    "withdraw",
    N_("Withdraw a nomination, with the reason."),
    "pairing commendation withdraw 1f77 --reason 本人放弃",
)
def withdraw(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Withdraw a nomination, with the reason."""
    return _against(ctx, ref, HonourState.WITHDRAWN, reason, dry_run=dry_run)


def _against(
    ctx: typer.Context, ref: str, state: HonourState, reason: str, *, dry_run: bool
) -> Done:
    from pairing_cli.services.honours.commendation_edit import decide_against

    run = run_of(ctx)
    verb = "reject" if state is HonourState.REJECTED else "withdraw"
    with run.writing(f"commendation {verb}", reason=reason, dry_run=dry_run) as store:
        row = decide_against(store, ref, state, reason=reason, on=run.as_of)
    message = (
        phrase("Rejected {ref}: {of}, {title}.", ref=row.ref, of=row.of, title=row.title)
        if state is HonourState.REJECTED
        else phrase("Withdrew {ref}: {of}, {title}.", ref=row.ref, of=row.of, title=row.title)
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@exported("commendations")
@command(
    app,
    "list",
    N_("Honours of the cycle, and how far they have got."),
    "pairing commendation list",
    "pairing commendation list --kind 晋级 --state publicised",
)
def list_(
    ctx: typer.Context,
    kind: KindOption = None,
    state: Annotated[
        HonourState | None,
        typer.Option(
            "--state",
            metavar="STATE",
            help=N_("nominated, publicised, awarded, rejected or withdrawn."),
        ),
    ] = None,
    cycle: params.CycleSummedUp = None,
) -> Listing:
    """Honours of the cycle, and how far they have got."""
    from pairing_cli.services.honours.commendations import list_honours
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    rows = list_honours(store, chosen, run.as_of, kind=kind, state=state)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Honours of cycle {cycle}", cycle=chosen.code),
        notes=(HONOUR.noun.total(len(rows)),) if rows else (),
        empty=phrase("No honours. See who may have them: pairing commendation candidates"),
    )


@command(
    app,
    "show",
    N_("One honour, traced back to its grounds."),
    "pairing commendation show 1f77",
    "pairing commendation show 1f77 --json",
)
def show(ctx: typer.Context, ref: params.RefArg) -> Report:
    """One honour, traced back to assessment, inspections, visits and papers: as they were when it
    was awarded.
    """
    from pairing_cli.cli.honours.trace_report import trace_block
    from pairing_cli.services.honours.commendations import find_honour, trace_of_honour

    run = run_of(ctx)
    store = run.reader()
    row = find_honour(store, ref, run.as_of)
    trace = trace_of_honour(store, row, run.as_of)
    return Report(
        {**_data(row), "trace": trace},
        (Facts(COLUMNS, row), trace_block(store, trace)),
        title=phrase("{kind} {ref}: {of}", kind=HONOUR_KINDS[row.kind], ref=row.ref, of=row.of),
    )


def _data(row: HonourRow) -> dict[str, Any]:
    found = row._asdict()
    hidden = ("trace", "id", "cycle_id", "kindergarten_id", "region_code")
    return {key: value for key, value in found.items() if key not in hidden}


@command(
    app,
    "print",
    N_("Print the decision with the list and its grounds."),
    "pairing commendation print -o 表彰决定.docx",
)
def print_(
    ctx: typer.Context,
    output: Output,
    template: Template = None,
    cycle: params.CycleSummedUp = None,
) -> Done:
    """Print the decision with the list of those who were awarded, and what each rests on."""
    from pairing_cli.services.programme.cycles import wrap_up_cycle
    from pairing_cli.services.reports.printed.honours import write_decision

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    count = write_decision(store, chosen, run.as_of, output, voice(), template=template)
    message = phrase_n(
        "Wrote {path}: {count} award.", "Wrote {path}: {count} awards.", count, path=str(output)
    )
    return Done(message)
