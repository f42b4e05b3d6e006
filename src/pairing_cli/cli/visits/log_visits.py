"""`log-visit --from`: many visits at once, from a table or from pasted lines."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pairing_cli.cli.asking import ask, can_ask
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
from pairing_cli.domain.phrases import phrase, phrase_n
from pairing_cli.output.listing import Done

if TYPE_CHECKING:
    from pairing_cli.files.tables.headers import Table
    from pairing_cli.files.tables.source import SourceRow, SourceTable
    from pairing_cli.services.intake.import_rows import Question, RowError
    from pairing_cli.services.intake.lines.draft import Draft

_LONGEST_PASTE = 256 * 1024
"""Bytes of pasted lines; what is longer is no paste."""


def log_from(run: Run, path: Path | None, choices: ImportChoices, *, yes: bool) -> Done:
    """Log the visits of the file at `path`, or with None of stdin: a table, JSON lines, a
    relay list or plain lines.
    """
    from pairing_cli.domain.records.visits import VISIT
    from pairing_cli.files.tables.headers import no_header
    from pairing_cli.files.tables.sheets import opened, tables_in

    with opened(path, binary_stdin()) as (stream, name):
        pasted = stream.read(_LONGEST_PASTE + 1)
        stream.seek(0)
        sources = tables_in(stream, name)
        tables = _tables(sources)
        if tables:
            return import_read(run, VISIT, tables, choices)
        if sources[0].sheet is not None or sources[0].keyed or len(pasted) > _LONGEST_PASTE:
            raise no_header(sources[0], VISIT.fields)
        return _log_lines(run, io.BytesIO(pasted), name, choices, yes=yes)


def _tables(sources: Sequence[SourceTable]) -> list[Table]:
    """The tables among what was read; none where lines are no rows of CSV."""
    from pairing_cli.domain.records.visits import VISIT
    from pairing_cli.files.tables.headers import with_header
    from pairing_cli.services.intake.import_names import readable

    try:
        found = [
            with_header(each, readable(VISIT), passed_over=VISIT.passed_over) for each in sources
        ]
    except BadData as error:
        # A quotation mark in a sentence that somebody pasted opens no cell.
        if error.code != "bad-csv" or Path(sources[0].file).suffix.lower() in {".csv", ".tsv"}:
            raise
        return []
    return [table for table in found if table is not None]


def _log_lines(run: Run, stream: BinaryIO, name: str, choices: ImportChoices, *, yes: bool) -> Done:
    from pairing_cli.cli.visits.line_answers import ask_about_lines
    from pairing_cli.cli.visits.line_preview import show_lines
    from pairing_cli.domain.records.visits import VISIT
    from pairing_cli.files.tables.plain_text import lines_of
    from pairing_cli.services.intake.import_rows import Outcome
    from pairing_cli.services.intake.lines.visit_lines import LineReader, UnclearLines

    reader = LineReader(run.reader(), run.as_of)
    drafts, passed_over = reader.read(lines_of(stream, name))
    if not drafts:
        raise BadData("no-rows", phrase("{file} has no lines to read.", file=name), file=name)
    rest_of_lines(drafts, name, choices)  # refuses a bad --rest before anything is asked
    if not (yes or choices.dry_run) and can_ask():
        drafts = ask_about_lines(run, reader, drafts)
    rest = rest_of_lines(drafts, name, choices)
    show_lines(run, drafts, passed_over)
    clear = [draft for draft in drafts if draft.is_clear]
    unclear = [(_row(name, draft), _problem(name, draft)) for draft in drafts if _is_unclear(draft)]
    if unclear and not choices.keep_going:
        raise UnclearLines([problem for _, problem in unclear], len(drafts))
    if clear and not choices.dry_run:
        ask(phrase_n("Log this visit?", "Log these {count} visits?", len(clear)), yes)
    if clear:
        table = _as_table(name, clear)
        taken = take_in(run, VISIT, [table], choices, rest, is_shown=True)
    else:
        outcome = Outcome(VISIT.name)
        taken = Taken(name, outcome, rest(outcome))
    # Only in the answer: the table of them stands above already.
    taken.outcome.read += len(drafts) - len(clear)
    for row, problem in unclear:
        taken.outcome.refuse(row, [problem])
    for draft in drafts:
        if not draft.is_clear and not _is_unclear(draft):
            taken.outcome.ask(_row(name, draft), _question(name, draft))
    return answer(run, VISIT, taken, choices)


def _is_unclear(draft: Draft) -> bool:
    """Whether words were not understood; other lines are left out for what they say."""
    return draft.problem is not None and draft.left_out is None


def _row(name: str, draft: Draft) -> SourceRow:
    from pairing_cli.files.tables.source import SourceRow

    return SourceRow(name, None, draft.row, {})


def _problem(name: str, draft: Draft) -> RowError:
    from pairing_cli.services.intake.import_rows import RowError
    from pairing_cli.services.intake.import_values import shown

    assert draft.problem is not None  # noqa: S101 - asked only of lines that have one
    return RowError(
        name, None, draft.row, None, shown(draft.line), "not-understood", draft.problem, None
    )


def _question(name: str, draft: Draft) -> Question:
    from pairing_cli.services.intake.import_rows import Question

    assert draft.reason is not None  # noqa: S101 - asked only of lines that have one
    return Question(name, None, draft.row, None, draft.reason, similar=False)


def _as_table(name: str, drafts: Sequence[Draft]) -> Table:
    from pairing_cli.domain.records.visits import VISIT
    from pairing_cli.files.tables.headers import Table
    from pairing_cli.files.tables.source import SourceRow, SourceTable
    from pairing_cli.output.language import translate

    titles = {field.key: translate(field.label) for field in VISIT.fields}
    rows = (SourceRow(name, None, draft.row, draft.cells) for draft in drafts)
    return Table(SourceTable(name, None, iter(())), titles, rows=rows)
