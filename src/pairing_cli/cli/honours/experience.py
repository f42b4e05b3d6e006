"""`experience`: summaries, lessons, cases, courses, materials: handed in, accepted, spread."""

from __future__ import annotations

from pathlib import Path
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
    MenteeArg,
    MenteeFilter,
    On,
    Output,
    ReasonOption,
    Template,
    Title,
    answer,
    removed,
    voice,
)
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.honours.words import EXPERIENCE_KINDS, ExperienceKind, ExperienceState
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.records.honours import (
    AUTHOR,
    DECIDED_ON,
    EXPERIENCE,
    EXPERIENCE_DATE,
    EXPERIENCE_KIND,
    EXPERIENCE_STATE,
    EXPERIENCE_TEXT,
    EXPERIENCE_TITLE,
    FILES,
    HONOUR_COUNTY,
    OWN_UNIT,
)
from pairing_cli.domain.records.paired import MENTEE, MENTOR, REF, REMOVED_REASON
from pairing_cli.output.listing import Done, Facts, Listing, column

if TYPE_CHECKING:
    from pairing_cli.domain.phrases import Phrase
    from pairing_cli.services.honours.experience_edit import ExperienceInput
    from pairing_cli.services.honours.experiences import ExperienceRow

app = noun(N_("Summaries, lessons learnt, cases, own courses and shared materials."))

COLUMNS = (
    column(REF),
    column(EXPERIENCE_DATE),
    column(EXPERIENCE_KIND),
    column(EXPERIENCE_TITLE),
    column(MENTOR),
    column(MENTEE),
    column(OWN_UNIT),
    column(HONOUR_COUNTY),
    column(AUTHOR),
    column(EXPERIENCE_STATE),
    column(DECIDED_ON),
    column(FILES),
    column(REMOVED_REASON),
)
IN_FULL = (*COLUMNS, column(EXPERIENCE_TEXT))

Kind = Annotated[
    ExperienceKind | None,
    typer.Option("--kind", metavar="KIND", help=N_("summary, experience, case, course, material.")),
]
Text = Annotated[str | None, typer.Option("--text", metavar="TEXT", help=N_("What it says."))]
Author = Annotated[str | None, typer.Option("--author", metavar="NAME", help=N_("Who wrote it."))]
Attached = Annotated[
    list[Path] | None,
    typer.Option("--file", metavar="PATH", help=N_("A file of it; may be repeated.")),
]
Unit = Annotated[
    str | None,
    typer.Option(
        "--unit",
        metavar="KINDERGARTEN",
        autocompletion=kindergartens,
        help=N_("A kindergarten's own."),
    ),
]
OfCounty = Annotated[
    str | None,
    typer.Option("--county", metavar="COUNTY", help=N_("A county bureau's own.")),
]


@command(
    app,
    "add",
    N_("Take in a summary, a lesson, a case, a course or material."),
    "pairing experience add 隆子县 --kind 总结 --title 两年结对帮扶总结 --file 总结.docx",
    "pairing experience add --unit 市实验幼儿园 --kind experience --title 一对一怎么带",
    "pairing experience add --unit 市实验幼儿园 --kind 共享资料 --title 档案样表 --file 样表.xlsx",
)
def add(
    ctx: typer.Context,
    kind: Annotated[
        ExperienceKind,
        typer.Option(
            "--kind", metavar="KIND", help=N_("summary, experience, case, course, material.")
        ),
    ],
    title: Annotated[str, typer.Option("--title", metavar="TEXT", help=N_("The title."))],
    mentee: Annotated[
        str | None,
        typer.Argument(
            metavar="[MENTEE]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("Of which pairing; or --unit, or --county."),
        ),
    ] = None,
    unit: Unit = None,
    county: OfCounty = None,
    text: Text = None,
    file: Attached = None,
    author: Author = None,
    on: On = None,
    cycle: params.CycleSummedUp = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take in a summary, a lesson, a case, a course or material. A summary is taken from sixty days
    before the end of the cycle to the end of its wrap-up, after it is closed too.
    """
    from pairing_cli.services.honours.experience_edit import (
        ExperienceInput,
        ExperienceOf,
        add_experience,
    )
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    entered = ExperienceInput(kind, title, text, author, day, tuple(file or ()))
    with run.writing("experience add", dry_run=dry_run) as store:
        chosen = wrap_up_cycle(store, cycle, day)
        row = add_experience(
            store,
            ExperienceOf(mentee, unit, county),
            entered,
            chosen,
            as_of=day,
            today=run.today,
            database=run.path,
        )
    message = phrase(
        "Took in {ref}, {kind} of {of} in cycle {cycle}: {title}.",
        ref=row.ref,
        kind=EXPERIENCE_KINDS[row.kind],
        of=row.of,
        cycle=chosen.code,
        title=row.title,
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=_to_accept(row))


@exported("experiences")
@command(
    app,
    "list",
    N_("Summaries, lessons, cases, courses and materials of the cycle."),
    "pairing experience list --kind 总结",
    "pairing experience list --kind 特色课程 --state spread",
    "pairing experience list 隆子县 --json",
)
def list_(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    kind: Kind = None,
    state: Annotated[
        ExperienceState | None,
        typer.Option("--state", metavar="STATE", help=N_("submitted, accepted or spread.")),
    ] = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    every: AllOption = False,
    cycle: params.CycleSummedUp = None,
) -> Listing:
    """Summaries, lessons, cases, courses and materials of the cycle."""
    from pairing_cli.services.honours.experiences import list_experiences
    from pairing_cli.services.pairings.pairing_filter import PairingFilter
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    wanted = PairingFilter(mentee, mentor, county, every)
    rows = list_experiences(store, chosen, wanted, run.as_of, kind=kind, state=state)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Experience of cycle {cycle}", cycle=chosen.code),
        notes=(EXPERIENCE.noun.total(len(rows)),) if rows else (),
        empty=phrase("No experience."),
    )


@command(app, "show", N_("One of them, in full."), "pairing experience show 4f2a")
def show(ctx: typer.Context, ref: params.RefArg) -> Facts:
    """One of them, in full."""
    from pairing_cli.services.honours.experiences import show_experience

    run = run_of(ctx)
    row = show_experience(run.reader(), ref, run.as_of)
    return Facts(IN_FULL, row, title=phrase("Experience {ref}", ref=row.ref))


@command(
    app,
    "edit",
    N_("Correct one of them."),
    "pairing experience edit 4f2a --title 区角活动从三样材料做起 --file 定稿.docx",
    clears=(AUTHOR,),
)
def edit(
    ctx: typer.Context,
    ref: params.RefArg,
    kind: Kind = None,
    title: Title = None,
    text: Text = None,
    file: Attached = None,
    author: Author = None,
    on: On = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Correct one of them, or add a file."""
    from pairing_cli.services.honours.experience_edit import ExperienceInput, edit_experience
    from pairing_cli.services.programme.clearing import clear_fields

    run = run_of(ctx)
    entered: ExperienceInput = ExperienceInput(
        kind, title, text, author, params.day(on, run.as_of), tuple(file or ())
    )
    with run.writing("experience edit", reason=reason, dry_run=dry_run) as store:
        clear_fields(store, EXPERIENCE, ref, cleared(ctx))
        row = edit_experience(store, ref, entered, today=run.today, database=run.path)
    message = phrase("Changed {ref} of {of}: {title}.", ref=row.ref, of=row.of, title=row.title)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "accept",
    N_("Accept it; with --spread, have the others learn from it."),
    "pairing experience accept 4f2a",
    "pairing experience accept 4f2a --spread",
)
def accept(
    ctx: typer.Context,
    ref: params.RefArg,
    spread: Annotated[
        bool, typer.Option("--spread", help=N_("It is good enough for others to learn from."))
    ] = False,
    on: On = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Accept it. An accepted summary meets the duty of its pairing to sum up."""
    from pairing_cli.services.honours.experience_edit import accept_experience

    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    with run.writing("experience accept", dry_run=dry_run) as store:
        row = accept_experience(store, ref, spread=spread, on=day, today=run.today)
    words = {"ref": row.ref, "of": row.of, "title": row.title}
    if row.state == ExperienceState.SPREAD:
        message = phrase("Spread {ref} of {of}: {title}.", **words)
    else:
        message = phrase("Accepted {ref} of {of}: {title}.", **words)
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run, notes=_met(row))


@command(
    app,
    "draft",
    N_("Draft a pairing's summary as a DOCX file, from the records."),
    "pairing experience draft 隆子县 -o 总结初稿.docx",
)
def draft(
    ctx: typer.Context,
    mentee: MenteeArg,
    output: Output,
    template: Template = None,
    cycle: params.CycleSummedUp = None,
) -> Done:
    """Draft a pairing's summary: figures and registers from the records, blanks for what only
    people know.
    """
    from pairing_cli.services.pairings.pairings import show_pairing
    from pairing_cli.services.programme.cycles import wrap_up_cycle
    from pairing_cli.services.reports.printed.experience import write_draft

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    pairing = show_pairing(store, mentee, chosen, as_of=run.as_of)
    write_draft(store, pairing, chosen, run.as_of, output, voice(), template=template)
    return Done(
        phrase("Wrote {path}.", path=str(output)),
        notes=(phrase("The blanks are for people: fill them in before it is handed in."),),
    )


@plain_verb(app, EXPERIENCE, "remove", "pairing experience remove 4f2a --reason 重复")
def remove(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take it off the lists; it stays on record."""
    from pairing_cli.services.honours.experiences import show_experience

    return removed(
        run_of(ctx),
        EXPERIENCE,
        "experience remove",
        lambda _store: ref,
        show_experience,
        COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )


def _to_accept(row: ExperienceRow) -> tuple[Phrase, ...]:
    return (phrase("It counts once it is accepted: pairing experience accept {ref}", ref=row.ref),)


def _met(row: ExperienceRow) -> tuple[Phrase, ...]:
    if row.kind != ExperienceKind.SUMMARY or row.pairing_id is None:
        return ()
    return (
        phrase(
            "Met: {mentee} has summed up the cycle ({day}).",
            mentee=row.mentee,
            day=row.decided_on,
        ),
    )
