"""`log-visit --from`: many visits at once, from a table or from pasted lines."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pairing_cli.cli.asking import ask
from pairing_cli.cli.context import Run
from pairing_cli.cli.import_run import Wish, binary_stdin, import_read
from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.output.listing import Column, Done, Listing

if TYPE_CHECKING:
    from pairing_cli.exchange.headers import Table
    from pairing_cli.services.visit_lines import Draft

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


def log_from(run: Run, path: Path | None, wish: Wish, *, yes: bool) -> Done:
    """Log the visits of the file at `path`, or with None of stdin: a table, JSON lines, a
    relay list or plain lines.
    """
    from pairing_cli.exchange.headers import with_header
    from pairing_cli.exchange.sheets import opened, tables_in
    from pairing_cli.services.import_kinds import VISITS

    with opened(path, binary_stdin()) as (stream, name):
        pasted = stream.read(_LONGEST_PASTE)
        stream.seek(0)
        sources = tables_in(stream, name)
        found = [with_header(each, VISITS.fields, passed_over=VISITS.passed_over)
                 for each in sources]  # fmt: skip
        tables = [table for table in found if table is not None]
        if tables:
            return import_read(run, VISITS, tables, wish)
        if sources[0].sheet is not None or sources[0].keyed:
            from pairing_cli.exchange.headers import no_header

            raise no_header(sources[0], VISITS.fields)
        return _log_lines(run, io.BytesIO(pasted), name, wish, yes=yes)


def _log_lines(run: Run, stream: BinaryIO, name: str, wish: Wish, *, yes: bool) -> Done:
    from pairing_cli.exchange.plain_text import lines_of
    from pairing_cli.services.import_kinds import VISITS
    from pairing_cli.services.visit_lines import drafts_of

    drafts = drafts_of(run.reader(), lines_of(stream, name), run.as_of)
    clear = [draft for draft in drafts if draft.problem is None]
    unclear = [draft for draft in drafts if draft.problem is not None]
    _show(run, clear, unclear)
    if not drafts:
        raise BadData("no-rows", phrase("{file} has no lines to read.", file=name), file=name)
    if unclear and not wish.keep_going:
        raise BadData(
            "not-understood",
            phrase_n(
                "{count} of {all} lines was not understood; nothing was written.",
                "{count} of {all} lines were not understood; nothing was written.",
                len(unclear),
                all=len(drafts),
            ),
            hint=phrase("Correct it, or write the others: --keep-going"),
            file=name,
            row=unclear[0].row,
        )
    if not clear:
        raise BadData("no-rows", phrase("{file} has no lines to read.", file=name), file=name)
    if not wish.dry_run:
        ask(phrase_n("Log this visit?", "Log these {count} visits?", len(clear)), yes)
    done = import_read(run, VISITS, [_as_table(name, clear)], wish)
    return done._replace(exit_code=1) if unclear else done


def _as_table(name: str, drafts: Sequence[Draft]) -> Table:
    from pairing_cli.exchange.headers import Table
    from pairing_cli.exchange.source import SourceRow, SourceTable
    from pairing_cli.output.language import translate
    from pairing_cli.services.import_kinds import VISITS

    titles = {field.key: translate(field.label) for field in VISITS.fields}
    rows = (SourceRow(name, None, draft.row, draft.cells) for draft in drafts)
    return Table(SourceTable(name, None, iter(())), (), titles, rows=rows)


def _show(run: Run, clear: Sequence[Draft], unclear: Sequence[Draft]) -> None:
    """How each line was understood, on stderr: what is written comes after it."""
    from pairing_cli.output.terminal import write_table

    keys = [column.key for column in DRAFT_COLUMNS[1:]]
    rows: list[dict[str, Any]] = [
        {"row": draft.row, **{key: _shown(draft.cells.get(key)) for key in keys}} for draft in clear
    ]
    used = [column for column in DRAFT_COLUMNS if any(row[column.key] for row in rows)]
    if rows:
        write_table(Listing(tuple(used), rows, title=phrase("Understood as follows")), run.stderr)
    if unclear:
        told = [
            {"row": draft.row, "line": draft.line, "reason": draft.problem} for draft in unclear
        ]
        write_table(Listing(UNCLEAR_COLUMNS, told, title=phrase("Not understood")), run.stderr)


def _shown(value: Any) -> Any:
    """A day rather than a span of one day."""
    first, dots, last = value.partition("..") if isinstance(value, str) else ("", "", "")
    return first if dots and first == last else value
