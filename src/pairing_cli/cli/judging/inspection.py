"""`inspection`: what the bureau looks at, unannounced, and what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.judging import answering, checklist, finding, inspection_reports
from pairing_cli.cli.judging.inspection_columns import (
    INSPECTION_COLUMNS,
    inspection_row,
)
from pairing_cli.cli.pairings.plain_verbs import plain_verb
from pairing_cli.cli.pairings.record_params import (
    Note,
    ReasonOption,
    Title,
    answer,
    removed,
)
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.records.judging import INSPECTION
from pairing_cli.domain.records.paired import NOTE
from pairing_cli.output.listing import Done, Listing

if TYPE_CHECKING:
    from pairing_cli.services.judging.inspection_edit import Arranged

app = noun(N_("Inspections: draw, look, find, mend, look again."))

By = Annotated[
    list[str] | None,
    typer.Option(
        "--by", metavar="NAME[@OFFICE]", help=N_("Who inspects, with the office; repeat it.")
    ),
]

Lead = Annotated[
    str | None,
    typer.Option("--lead", metavar="NAME", help=N_("Who leads (default: the first).")),
]

Days = Annotated[
    str | None, typer.Option("--on", metavar="DATE[..DATE]", help=N_("On which days."))
]

command(
    app,
    "checklists",
    N_("The checklists that come along, and which are adopted."),
    "pairing inspection checklists",
    "pairing inspection checklists --json",
)(checklist.checklists)
command(
    app,
    "adopt",
    N_("Have inspections go by a checklist."),
    "pairing inspection adopt pairing-inspection",
    "pairing inspection adopt 我的督查表.yaml --dry-run",
)(checklist.adopt)


command(
    app,
    "draw",
    N_("Draw whom to inspect; nothing is written."),
    "pairing inspection draw 3",
    "pairing inspection draw 3 --per-mentor --seed 7",
)(inspection_reports.draw)


@command(
    app,
    "add",
    N_("Arrange an inspection."),
    "pairing inspection add 加查县 措美县 --on 2023-06-15 --by 李某@学前科 --by 王某@督导室",
    "pairing inspection add --county 隆子县 --on 2023-06-20 --by 李某 --by 王某 --lead 王某",
)
def add(
    ctx: typer.Context,
    on: Annotated[str, typer.Option("--on", metavar="DATE[..DATE]", help=N_("On which days."))],
    by: Annotated[
        list[str],
        typer.Option(
            "--by", metavar="NAME[@OFFICE]", help=N_("Who inspects, with the office; repeat it.")
        ),
    ],
    mentees: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MENTEE...]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("At which mentees."),
        ),
    ] = None,
    county: Annotated[
        list[str] | None,
        typer.Option(
            "--county",
            metavar="NAME",
            autocompletion=kindergartens,
            help=N_("A county's bureau; may be repeated."),
        ),
    ] = None,
    lead: Lead = None,
    title: Title = None,
    announced: Annotated[
        bool, typer.Option("--announced", help=N_("They were told beforehand."))
    ] = False,
    checklist: Annotated[
        str | None,
        typer.Option(
            "--checklist", metavar="CODE", help=N_("By which list (default: the adopted one).")
        ),
    ] = None,
    note: Note = None,
    override: params.Override = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Arrange an inspection. Until it is done nobody inspected can see it in any report."""
    from pairing_cli.services.judging.inspection_edit import InspectionInput, add_inspection

    run = run_of(ctx)
    wish = InspectionInput(
        mentees=tuple(mentees or ()),
        counties=tuple(county or ()),
        span=params.span_of(on, run.as_of),
        inspectors=tuple(by),
        lead=lead,
        title=title,
        announced=announced,
        checklist=checklist,
        note=note,
        override=override,
    )
    with run.writing("inspection add", reason=override, dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        made = add_inspection(store, wish, chosen, run.as_of)
    row = made.row
    message = phrase_n(
        "Arranged inspection {ref}: {title}, {count} to see.",
        "Arranged inspection {ref}: {title}, {count} to see.",
        row.targets,
        ref=row.ref,
        title=row.title,
    )
    sheet = phrase("Its sheet to fill in: pairing inspection sheet {ref} -o FILE.xlsx", ref=row.ref)
    return answer(message, _one(made), dry_run=dry_run, notes=(*_too_few(made), sheet))


command(
    app,
    "list",
    N_("Inspections of the cycle, by date."),
    "pairing inspection list",
    "pairing inspection list --not-inspected",
    "pairing inspection list --json",
)(inspection_reports.list_)

command(
    app,
    "show",
    N_("One inspection, or one of its targets, in full."),
    "pairing inspection show 4f2a",
    "pairing inspection show 4f2a 措美县 --json",
)(inspection_reports.show)

command(
    app,
    "sheet",
    N_("The sheet to fill in on the spot, as .docx or .xlsx."),
    "pairing inspection sheet 4f2a -o 督查表.xlsx",
    "pairing inspection sheet 4f2a 措美县 -o 措美县督查表.docx",
)(inspection_reports.sheet)


command(
    app,
    "answer",
    N_("Write down what was found of the items."),
    "pairing inspection answer 4f2a 措美县 letter=no plan=no true-records=yes --on 2023-06-15",
    "pairing inspection answer 4f2a 措美县 lessons=partly --note lessons=本学期1次",
    "pairing inspection answer 4f2a 措美县 --reply 冬季封路，3月才通车",
)(answering.answer_)


@command(
    app,
    "done",
    N_("Seal an inspection; each “no” becomes a finding."),
    "pairing inspection done 4f2a",
)
def done(
    ctx: typer.Context,
    ref: params.RefArg,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Seal an inspection: answers stand, and each “no” becomes a finding to be mended."""
    from pairing_cli.services.judging.inspection_edit import finish

    run = run_of(ctx)
    with run.writing("inspection done", dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        row = finish(store, ref, chosen, run.as_of)
    message = phrase_n(
        "Inspection {ref} is done: {seen} seen, mean {score}, {count} finding to be mended.",
        "Inspection {ref} is done: {seen} seen, mean {score}, {count} findings to be mended.",
        row.open,
        ref=row.ref,
        seen=row.seen,
        score=f"{row.score:.1f}" if row.score is not None else "-",
    )
    note = phrase(
        "To publish it: pairing bulletin add --title TEXT --inspection {ref}", ref=row.ref
    )
    rows = Listing(INSPECTION_COLUMNS, [inspection_row(row)])
    return answer(message, rows, dry_run=dry_run, notes=(note,))


@command(
    app,
    "edit",
    N_("Change an inspection, or who is in it."),
    "pairing inspection edit 4f2a --leave 措美县",
    "pairing inspection edit 4f2a --on 2023-06-16 --by 李某@学前科 --by 赵某",
    clears=(NOTE,),
)
def edit(
    ctx: typer.Context,
    ref: params.RefArg,
    title: Title = None,
    on: Days = None,
    by: By = None,
    lead: Lead = None,
    join: Annotated[
        list[str] | None,
        typer.Option(
            "--join",
            metavar="MENTEE",
            autocompletion=kindergartens,
            help=N_("Another mentee to see; may be repeated."),
        ),
    ] = None,
    leave: Annotated[
        list[str] | None,
        typer.Option(
            "--leave",
            metavar="MENTEE",
            autocompletion=kindergartens,
            help=N_("One that is left out; may be repeated."),
        ),
    ] = None,
    announced: Annotated[
        bool | None,
        typer.Option("--announced/--unannounced", help=N_("Whether they were told beforehand.")),
    ] = None,
    note: Note = None,
    override: params.Override = None,
    reason: ReasonOption = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change an inspection, or who is in it; --by takes the place of all inspectors before."""
    from pairing_cli.services.judging.inspection_edit import InspectionChanges, edit_inspection
    from pairing_cli.services.programme.clearing import clear_fields

    run = run_of(ctx)
    changes = InspectionChanges(
        title=title,
        span=params.span_of(on, run.as_of) if on else None,
        announced=announced,
        note=note,
        inspectors=tuple(by or ()),
        lead=lead,
        joining=tuple(join or ()),
        leaving=tuple(leave or ()),
        override=override,
    )
    with run.writing("inspection edit", reason=reason or override, dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        clear_fields(store, INSPECTION, ref, cleared(ctx))
        made = edit_inspection(store, ref, changes, chosen, run.as_of)
    message = phrase(
        "Changed inspection {ref}: {title}, {targets} to see.",
        ref=made.row.ref,
        title=made.row.title,
        targets=made.row.targets,
    )
    return answer(message, _one(made), dry_run=dry_run, notes=_too_few(made))


@plain_verb(app, INSPECTION, "remove", "pairing inspection remove 4f2a --reason 改期")
def remove(
    ctx: typer.Context,
    ref: params.RefArg,
    reason: params.Reason,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take an inspection off the lists; it stays on record, its findings go with it."""
    from pairing_cli.services.judging.inspections import inspection_by_id
    from pairing_cli.services.judging.open_inspections import removable_inspection

    run = run_of(ctx)
    found = run.cycle(run.reader(), cycle)
    return removed(
        run,
        INSPECTION,
        "inspection remove",
        lambda store: removable_inspection(store, ref, found).id,
        lambda store, key: _Shown(inspection_row(inspection_by_id(store, key, found, run.as_of))),
        INSPECTION_COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )


finding.declare(app)


class _Shown(dict[str, object]):
    """A row as a listing shows it, with its ref and title to tell of."""

    @property
    def ref(self) -> object:
        """The ref."""
        return self["ref"]

    @property
    def title(self) -> object:
        """The title."""
        return self["title"]


def _one(made: Arranged) -> Listing:
    return Listing(INSPECTION_COLUMNS, [inspection_row(made.row)])


def _too_few(made: Arranged) -> tuple[Phrase, ...]:
    if made.too_few is None:
        return ()
    return (phrase("Fewer than {count} inspectors.", count=made.too_few),)
