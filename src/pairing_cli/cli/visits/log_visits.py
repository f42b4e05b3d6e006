"""`log-visit --from`: many visits at once, from a table or from pasted lines."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pairing_cli.cli.asking import ask
from pairing_cli.cli.context import Run
from pairing_cli.cli.intake.import_choices import ImportChoices
from pairing_cli.cli.intake.import_rest import rest_of_lines
from pairing_cli.cli.intake.import_run import (
    Taken,
    answer,
    binary_stdin,
    import_read,
    take_in,
)
from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.output.listing import Column, Done, Listing

if TYPE_CHECKING:
    from pairing_cli.files.tables.headers import Table
    from pairing_cli.files.tables.source import SourceRow, SourceTable
    from pairing_cli.services.intake.import_rows import Problem
    from pairing_cli.services.intake.visit_lines import Draft, Pasted

DRAFT_COLUMNS = (
    Column("row", N_("Line"), right=True),
    Column("date", N_("Date")),
    Column("mentees", N_("Mentees")),
    Column("form", N_("Form")),
    Column("class_hours", N_("Class-hours"), right=True),
    Column("topic", N_("Topic")),
    Column("people", N_("By")),
    Column("mentor", N_("Mentor")),
    Column("teachers", N_("Teachers"), right=True),
    Column("children", N_("Children"), right=True),
    Column("note", N_("Note")),
)

_LONGEST_PASTE = 256 * 1024
"""Bytes of pasted lines; what is longer is no paste."""

UNCLEAR_COLUMNS = (
    Column("row", N_("Line"), right=True),
    Column("line", N_("Text")),
    Column("reason", N_("Reason")),
)


def log_from(run: Run, path: Path | None, choices: ImportChoices, *, yes: bool) -> Done:
    """Log the visits of the file at `path`, or with None of stdin: a table, JSON lines, a
    relay list or plain lines.
    """
    from pairing_cli.files.tables.headers import no_header
    from pairing_cli.files.tables.sheets import opened, tables_in
    from pairing_cli.services.intake.import_kinds import VISITS

    with opened(path, binary_stdin()) as (stream, name):
        pasted = stream.read(_LONGEST_PASTE + 1)
        stream.seek(0)
        sources = tables_in(stream, name)
        tables = _tables(sources)
        if tables:
            return import_read(run, VISITS, tables, choices)
        if sources[0].sheet is not None or sources[0].keyed or len(pasted) > _LONGEST_PASTE:
            raise no_header(sources[0], VISITS.fields)
        return _log_lines(run, io.BytesIO(pasted), name, choices, yes=yes)


def _tables(sources: Sequence[SourceTable]) -> list[Table]:
    """The tables among what was read; none where lines are no rows of CSV."""
    from pairing_cli.files.tables.headers import with_header
    from pairing_cli.services.intake.import_kinds import VISITS

    try:
        found = [
            with_header(each, VISITS.fields, passed_over=VISITS.passed_over) for each in sources
        ]
    except BadData as error:
        # A quotation mark in a sentence that somebody pasted opens no cell.
        if error.code != "bad-csv" or Path(sources[0].file).suffix.lower() in {".csv", ".tsv"}:
            raise
        return []
    return [table for table in found if table is not None]


def _log_lines(run: Run, stream: BinaryIO, name: str, choices: ImportChoices, *, yes: bool) -> Done:
    from pairing_cli.files.tables.plain_text import lines_of
    from pairing_cli.services.intake.import_kinds import VISITS
    from pairing_cli.services.intake.import_rows import Outcome
    from pairing_cli.services.intake.visit_lines import UnclearLines, read_lines

    pasted = read_lines(run.reader(), lines_of(stream, name), run.as_of)
    rest = rest_of_lines(pasted.drafts, name, choices)
    clear = [draft for draft in pasted.drafts if draft.problem is None]
    unclear = list(_unclear(name, pasted.drafts))
    _show(run, clear, pasted)
    if not pasted.drafts:
        raise BadData("no-rows", phrase("{file} has no lines to read.", file=name), file=name)
    if unclear and not choices.keep_going:
        raise UnclearLines([problem for _, problem in unclear], len(pasted.drafts))
    if clear and not choices.dry_run:
        ask(phrase_n("Log this visit?", "Log these {count} visits?", len(clear)), yes)
    if clear:
        taken = take_in(run, VISITS, [_as_table(name, clear)], choices, rest)
    else:
        outcome = Outcome(VISITS.name)
        taken = Taken(name, outcome, rest(outcome))
    # Only in the answer: the table of them stands above already.
    taken.outcome.read += len(unclear)
    for row, problem in unclear:
        taken.outcome.refuse(row, [problem])
    return answer(run, VISITS, taken, choices)


def _unclear(name: str, drafts: Iterable[Draft]) -> Iterator[tuple[SourceRow, Problem]]:
    """The lines that were not understood, as bad rows."""
    from pairing_cli.files.tables.source import SourceRow
    from pairing_cli.services.intake.import_rows import Problem
    from pairing_cli.services.intake.import_values import shown

    for draft in drafts:
        if draft.problem is not None:
            row = SourceRow(name, None, draft.row, {})
            yield (
                row,
                Problem(
                    name,
                    None,
                    draft.row,
                    None,
                    shown(draft.line),
                    "not-understood",
                    draft.problem,
                    None,
                ),
            )


def _as_table(name: str, drafts: Sequence[Draft]) -> Table:
    from pairing_cli.files.tables.headers import Table
    from pairing_cli.files.tables.source import SourceRow, SourceTable
    from pairing_cli.output.language import translate
    from pairing_cli.services.intake.import_kinds import VISITS

    titles = {field.key: translate(field.label) for field in VISITS.fields}
    rows = (SourceRow(name, None, draft.row, draft.cells) for draft in drafts)
    return Table(SourceTable(name, None, iter(())), (), titles, rows=rows)


def _show(run: Run, clear: Sequence[Draft], pasted: Pasted) -> None:
    """How each line was understood, on stderr: what is written comes after it."""
    if run.format in {"json", "jsonl"}:
        return  # stderr then holds one object at most, the error
    from pairing_cli.output.terminal import write_table
    from pairing_cli.services.intake.import_values import shown

    if pasted.heading:
        run.note(phrase("Not read, as heading of the relay: {lines}", lines=pasted.heading))
    keys = [column.key for column in DRAFT_COLUMNS[1:]]
    rows: list[dict[str, Any]] = [
        {
            "row": draft.row,
            **{key: shown(draft.cells[key]) if key in draft.cells else None for key in keys},
        }
        for draft in clear
    ]
    used = [column for column in DRAFT_COLUMNS if any(row[column.key] for row in rows)]
    if rows:
        write_table(Listing(tuple(used), rows, title=phrase("Understood as follows")), run.stderr)
    unclear = [
        {"row": draft.row, "line": shown(draft.line), "reason": draft.problem}
        for draft in pasted.drafts
        if draft.problem is not None
    ]
    if unclear:
        write_table(Listing(UNCLEAR_COLUMNS, unclear, title=phrase("Not understood")), run.stderr)
