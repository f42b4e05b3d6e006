"""`summary note`: what people write for the parts of a summary."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.paperwork import SUMMARY_PARTS, SummaryPart
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.records.paired import CYCLE
from pairing_cli.domain.records.summaries import SUMMARY_PART, SUMMARY_TERM, SUMMARY_TEXT
from pairing_cli.output.listing import Done, Facts, Listing, column

app = noun(N_("What you write for the parts of a summary."))

COLUMNS = (
    column(CYCLE),
    column(SUMMARY_TERM, shown_as="term_shown"),
    column(SUMMARY_PART),
    column(SUMMARY_TEXT),
)

Part = Annotated[
    SummaryPart,
    typer.Argument(metavar="PART", help=N_("basics, work, problems or next.")),
]
Term = Annotated[
    str | None,
    typer.Option("--term", metavar="TERM", help=N_("Of this term (default: of the cycle).")),
]
Text = Annotated[str | None, typer.Option("--text", metavar="TEXT", help=N_("The text."))]
TextFile = Annotated[
    Path | None,
    typer.Option("--file", metavar="PATH", help=N_("A text file that holds it, in UTF-8.")),
]


@command(
    app,
    "add",
    N_("Write the text of a part; it stands in every summary from then on."),
    "pairing summary note add 做法和成效 --text 送教下乡形成固定日程。",
    "pairing summary note add next --term 2022春 --file 打算.txt",
)
def add(
    ctx: typer.Context,
    part: Part,
    text: Text = None,
    file: TextFile = None,
    term: Term = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Write the text of a part."""
    from pairing_cli.services.reports.summaries.note_edit import add_note

    run = run_of(ctx)
    said = _text(text, file)
    with run.writing("summary note add", dry_run=dry_run) as store:
        row = add_note(store, run.cycle(store, cycle), term, part, said)
    return written(_told(part, row.text), Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "edit",
    N_("Write the text of a part anew."),
    "pairing summary note edit 下一步打算 --text 秋季学期起每月入园一次。",
)
def edit(
    ctx: typer.Context,
    part: Part,
    text: Text = None,
    file: TextFile = None,
    term: Term = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Write the text of a part anew."""
    from pairing_cli.services.reports.summaries.note_edit import edit_note

    run = run_of(ctx)
    said = _text(text, file)
    with run.writing("summary note edit", dry_run=dry_run) as store:
        row = edit_note(store, run.cycle(store, cycle), term, part, said)
    return written(_told(part, row.text), Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "remove",
    N_("Take the text of a part out of the summary."),
    "pairing summary note remove problems --reason 重写",
)
def remove(
    ctx: typer.Context,
    part: Part,
    reason: params.Reason,
    term: Term = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take the text of a part out of the summary; it stays on record."""
    from pairing_cli.services.reports.summaries.note_edit import remove_note

    run = run_of(ctx)
    with run.writing("summary note remove", reason=reason, dry_run=dry_run) as store:
        chosen = run.cycle(store, cycle)
        row = remove_note(store, chosen, term, part, reason, run.as_of)
    message = phrase("Took out what was written for “{part}”.", part=SUMMARY_PARTS[part])
    return written(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@command(
    app,
    "show",
    N_("The text of a part, in full."),
    "pairing summary note show work",
)
def show(ctx: typer.Context, part: Part, term: Term = None, cycle: params.Cycle = None) -> Facts:
    """The text of a part, in full."""
    from pairing_cli.services.reports.summaries.notes import find_note

    run = run_of(ctx)
    store = run.reader()
    row = find_note(store, run.cycle(store, cycle), term, part)
    return Facts(COLUMNS, row, title=phrase("Summary: {part}", part=SUMMARY_PARTS[part]))


@command(
    app,
    "list",
    N_("What is written for the summaries of the cycle and its terms."),
    "pairing summary note list",
)
def list_(ctx: typer.Context, cycle: params.Cycle = None) -> Listing:
    """What is written for the summaries of the cycle and its terms."""
    from pairing_cli.services.reports.summaries.notes import list_notes

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_notes(store, chosen)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Written for the summaries of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} part.", "{count} parts.", len(rows)),) if rows else (),
        empty=phrase("Nothing is written yet."),
    )


def _told(part: SummaryPart, text: str) -> Phrase:
    return phrase_n(
        "“{part}” of the summary has {count} character now.",
        "“{part}” of the summary has {count} characters now.",
        len(text),
        part=SUMMARY_PARTS[part],
    )


def _text(text: str | None, file: Path | None) -> str:
    """What was typed, or what the file holds. Raises `UsageError`, `InputMissing`, `BadData`."""
    if (text is None) == (file is None):
        raise UsageError(
            "text-or-file",
            phrase("Give the text with --text, or a file that holds it with --file."),
        )
    if text is not None:
        return text
    from pairing_cli.files.tables.plain_text import lines_of
    from pairing_cli.files.tables.source import reading_file
    from pairing_cli.inputs import open_input

    assert file is not None  # noqa: S101 - one of the two is given
    with reading_file(str(file)), open_input(file) as stream:
        return "\n".join(lines_of(stream, str(file)))
