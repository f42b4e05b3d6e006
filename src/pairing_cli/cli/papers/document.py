"""`document`: the files that give evidence, the four haves, the archive and the pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.pairings.record_params import (
    AllOption,
    MenteeFilter,
    Note,
    On,
    ReasonOption,
    Template,
    Title,
    answer,
    list_scope,
    removed,
    voice,
)
from pairing_cli.cli.papers.all_papers import AllPapers, OptionalMentee, check_whose, write_all
from pairing_cli.cli.papers.document_columns import COLUMNS, HAVES_COLUMNS
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.phrases import N_, Label, phrase, phrase_n
from pairing_cli.domain.records.paired import (
    NOTE,
    TITLE,
)
from pairing_cli.domain.records.papers import (
    DOCUMENT,
    FACT,
)
from pairing_cli.domain.vocabulary import DocumentCategory
from pairing_cli.output.listing import Done, Facts, Listing

if TYPE_CHECKING:
    from pairing_cli.services.pairings.pairings import PairingDetail
    from pairing_cli.services.programme.cycles import CycleRow

app = noun(N_("Files of evidence: add, list, archive, pack."))


Category = Annotated[
    DocumentCategory | None,
    typer.Option(
        "--category",
        metavar="CATEGORY",
        help=N_(
            "arrangement, measures, record, summary; agreement, photo, research, parents,"
            " feature, other."
        ),
    ),
]
Proves = Annotated[
    str | None,
    typer.Option(
        "--proves",
        metavar="FACT",
        help=N_("The milestone that it proves: cycle_summary, showcase, systems, …"),
    ),
]


@command(
    app,
    "add",
    N_("Take files into the store as evidence."),
    "pairing document add 安排.docx --for 隆子县 --category arrangement",
    "pairing document add 总结.pdf --for 隆子县 --category summary --proves cycle_summary",
    "pairing document add 1.jpg 2.jpg --visit 99b0 --category photo",
)
def add(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help=N_("The files."))],
    for_: Annotated[
        str | None,
        typer.Option(
            "--for",
            metavar="MENTEE",
            autocompletion=kindergartens,
            help=N_("Whose pairing it belongs to."),
        ),
    ] = None,
    category: Category = None,
    title: Title = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The day (default: today)."))
    ] = None,
    visit: Annotated[
        str | None, typer.Option("--visit", metavar="REF", help=N_("The visit it belongs to."))
    ] = None,
    task: Annotated[
        str | None, typer.Option("--task", metavar="REF", help=N_("The task it belongs to."))
    ] = None,
    agreement: Annotated[
        str | None,
        typer.Option("--agreement", metavar="REF", help=N_("The agreement it belongs to.")),
    ] = None,
    proves: Proves = None,
    note: Note = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Copy files into the store beside the database, under the SHA-256 of their content."""
    from pairing_cli.services.papers.document_edit import Belongs, DocumentInput, add_documents
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    wish = DocumentInput(category, title, params.day(on, run.as_of), proves, note)
    with run.writing("document add", dry_run=dry_run) as store:
        rows = add_documents(
            store,
            files,
            Belongs(for_, visit, task, agreement),
            wish,
            cycle_to_write(store, cycle, wish.on or run.as_of),
            as_of=run.as_of,
            today=run.today,
            database=run.path,
        )
    message = phrase_n(
        "Took {count} file: {titles}.",
        "Took {count} files: {titles}.",
        len(rows),
        titles=tuple(f"{row.title} ({row.ref})" for row in rows),
    )
    return answer(message, Listing(COLUMNS, rows), dry_run=dry_run)


@exported("documents")
@command(
    app,
    "list",
    N_("Files of the cycle, by date."),
    "pairing document list 隆子县",
    "pairing document list --category photo --json",
)
def list_(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    category: Category = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Files of the cycle, by date."""
    from pairing_cli.services.papers.documents import list_documents

    store, chosen, wanted, _ = list_scope(ctx, cycle, mentee, mentor, county, every)
    rows = list_documents(store, chosen, wanted, category=category)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Documents of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} document.", "{count} documents.", len(rows)),) if rows else (),
        empty=phrase("No documents."),
    )


@command(
    app,
    "haves",
    N_("The four haves of each pairing, and what is missing."),
    "pairing document haves",
    "pairing document haves --county 隆子县 --check",
)
def haves(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    check: Annotated[
        bool, typer.Option("--check", help=N_("Exit with 1 where something is missing."))
    ] = False,
    cycle: params.Cycle = None,
) -> Listing:
    """The four haves (四有) of each pairing: arrangement, measures, records, summary."""
    from pairing_cli.services.pairings.pairing_filter import PairingFilter
    from pairing_cli.services.papers.documents import list_haves

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_haves(store, chosen, PairingFilter(mentee, mentor, county), run.as_of)
    lacking = sum(bool(row.gaps) for row in rows)
    return Listing(
        HAVES_COLUMNS,
        rows,
        title=phrase(
            "The four haves of cycle {cycle} as of {day}",
            cycle=chosen.code,
            day=run.as_of.isoformat(),
        ),
        notes=(phrase("{lacking} of {count} lack something.", lacking=lacking, count=len(rows)),)
        if rows
        else (),
        empty=phrase("No pairings in cycle {cycle}.", cycle=chosen.code),
        exit_code=1 if check and lacking else 0,
    )


@command(app, "show", N_("One file, in full."), "pairing document show 4f2a")
def show(ctx: typer.Context, ref: params.RefArg) -> Facts:
    """One file, in full."""
    from pairing_cli.services.papers.documents import show_document

    row = show_document(run_of(ctx).reader(), ref)
    return Facts(COLUMNS, row, title=phrase("Document {ref}", ref=row.ref))


@command(
    app,
    "edit",
    N_("Change what is said of a file."),
    "pairing document edit 4f2a --category measures --title 帮扶措施",
    clears=(TITLE, FACT, NOTE),
)
def edit(
    ctx: typer.Context,
    ref: params.RefArg,
    category: Category = None,
    title: Title = None,
    on: On = None,
    proves: Proves = None,
    note: Note = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change what is said of a file; the file itself never changes."""
    from pairing_cli.services.papers.document_edit import DocumentInput, edit_document
    from pairing_cli.services.programme.clearing import clear_fields

    run = run_of(ctx)
    wish = DocumentInput(category, title, params.day(on, run.as_of), proves, note)
    with run.writing("document edit", reason=reason, dry_run=dry_run) as store:
        clear_fields(store, DOCUMENT, ref, cleared(ctx))
        row = edit_document(store, ref, wish, today=run.today)
    return answer(
        phrase("Changed document {ref}: {title}.", ref=row.ref, title=row.title),
        Listing(COLUMNS, [row]),
        dry_run=dry_run,
    )


@command(
    app,
    "remove",
    N_("Take a file off the lists; it is not deleted."),
    "pairing document remove 4f2a --reason 传错",
)
def remove(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take a file off the lists and out of every count; it is not deleted."""
    from pairing_cli.services.papers.documents import show_document

    run = run_of(ctx)
    return removed(
        run,
        DOCUMENT,
        "document remove",
        lambda _store: ref,
        show_document,
        COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )


@command(
    app,
    "archive",
    N_("Write a pairing's archive: numbered volumes, contents, gaps."),
    "pairing document archive 隆子县 -o out.zip",
    "pairing document archive 隆子县 -o 隆子县档案",
    "pairing document archive --all -o 档案",
)
def archive(
    ctx: typer.Context,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FOLDER|ZIP",
            click_type=OutputType(".zip", folder_with="every"),
            help=N_("A new folder, or a .zip."),
        ),
    ],
    mentee: OptionalMentee = None,
    every: AllPapers = False,
    cycle: params.Cycle = None,
) -> Done:
    """Write all files of a pairing, the four haves first, with contents and gaps."""
    from pairing_cli.services.pairings.pairings import show_pairing
    from pairing_cli.services.reports.printed.archive import Archived, write_archive

    run = run_of(ctx)
    store = run.reader()
    whose = check_whose(mentee, every=every)

    def write(pairing: PairingDetail, of: CycleRow, path: Path) -> Archived:
        return write_archive(store, pairing, of, run.as_of, path, run.path, voice())

    if every:
        return write_all(run, cycle, output, Label("档案", "archive"), ".zip", write)
    pairing = show_pairing(store, whose, run.cycle(store, cycle), as_of=run.as_of)
    made = write(pairing, run.cycle(store, pairing.cycle), output)
    return Done(
        phrase(
            "Wrote {path}: {files} files, {gaps} gaps.",
            path=str(output),
            files=made.files,
            gaps=made.gaps,
        )
    )


@command(
    app,
    "pack",
    N_("Write the one paper that an inspection asks for."),
    "pairing document pack 隆子县 -o pack.docx",
    "pairing document pack 隆子县 -o pack.html",
    "pairing document pack --all -o 迎检材料",
)
def pack(
    ctx: typer.Context,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            click_type=OutputType(".docx", ".html", ".htm", tells=True, folder_with="every"),
            help=N_("A .docx or .html file."),
        ),
    ],
    mentee: OptionalMentee = None,
    template: Template = None,
    every: AllPapers = False,
    cycle: params.Cycle = None,
) -> Done:
    """Agreement, groups, plan, visits, evidence, open problems and gaps in one paper."""
    from pairing_cli.services.pairings.pairings import show_pairing
    from pairing_cli.services.reports.printed.inspection_pack import write_pack

    run = run_of(ctx)
    store = run.reader()
    whose = check_whose(mentee, every=every)

    def write(pairing: PairingDetail, of: CycleRow, path: Path) -> None:
        write_pack(store, pairing, of, run.as_of, path, voice(), template=template)

    if every:
        return write_all(run, cycle, output, Label("迎检材料", "pack"), ".docx", write)
    pairing = show_pairing(store, whose, run.cycle(store, cycle), as_of=run.as_of)
    write(pairing, run.cycle(store, pairing.cycle), output)
    return Done(phrase("Wrote {path}.", path=str(output)))
