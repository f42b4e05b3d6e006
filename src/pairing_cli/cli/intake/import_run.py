"""What `import` and `log-visit --from` share: the run of an import, and how it is told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pairing_cli.cli.context import Run
from pairing_cli.cli.intake.import_rest import Rest, RestWriter, rest_of_table
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import PairingError, UsageError
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.words.system_words import named_source
from pairing_cli.output.listing import Column, Done, Facts, Listing

if TYPE_CHECKING:
    from pairing_cli.domain.records.record import Record
    from pairing_cli.files.tables.headers import Table
    from pairing_cli.services.intake.import_rows import Outcome
    from pairing_cli.services.intake.importing import Options
from pairing_cli.cli.intake.import_choices import ImportChoices

PROBLEM_COLUMNS = (
    Column("file", N_("File"), wide=True),
    Column("sheet", N_("Sheet"), wide=True),
    Column("row", N_("Row"), right=True),
    Column("column", N_("Column"), shown_as="title"),
    Column("value", N_("Value")),
    Column("reason", N_("Reason")),
    Column("hint", N_("What to do")),
)

QUESTION_COLUMNS = (
    Column("file", N_("File"), wide=True),
    Column("sheet", N_("Sheet"), wide=True),
    Column("row", N_("Row"), right=True),
    Column("ref", N_("Ref")),
    Column("reason", N_("Question")),
)

OUTCOME_COLUMNS = (
    Column("kind", N_("Kind")),
    Column("file", N_("File")),
    Column("read", N_("Rows read"), right=True),
    Column("written", N_("Added"), right=True),
    Column("changed", N_("Changed"), right=True),
    Column("already_there", N_("There already"), right=True),
    Column("questions", N_("Questions"), right=True),
    Column("rejected", N_("Left out"), right=True),
    Column("rest_file", N_("File with the rest")),
    Column("backup", N_("Backup")),
    Column("dry_run", N_("Only checked")),
)

LEFT_OUT_COLUMNS = (
    Column("problem_rows", N_("Left out")),
    Column("question_rows", N_("Questions")),
)
"""Rows with their places and reasons, for JSON; people see them as tables."""


def import_file(
    run: Run, kind: Record, path: Path | None, sheet: str | None, choices: ImportChoices
) -> Done:
    """Import the table in the file at `path`, or with None from stdin."""
    from pairing_cli.files.tables.sheets import opened, tables_in
    from pairing_cli.services.intake.importing import given_for, tables_of

    with opened(path, binary_stdin()) as (stream, name):
        given = given_for(kind, {"tier": choices.tier})
        tables = tables_of(kind, tables_in(stream, name, sheet), given)
        return import_read(run, kind, tables, choices)


@dataclass(frozen=True, slots=True)
class Taken:
    """An import that was made, or under --dry-run would be."""

    file: str
    outcome: Outcome
    rest: Rest | None = None
    backup: Path | None = None
    moved: tuple[Phrase, ...] = ()
    """The figures that it moved."""


def import_read(run: Run, kind: Record, tables: Sequence[Table], choices: ImportChoices) -> Done:
    """Import tables that are being read, as one command."""
    rest = rest_of_table(kind, tables[0].source.file, choices)
    return answer(run, kind, take_in(run, kind, tables, choices, rest), choices)


def take_in(
    run: Run,
    kind: Record,
    tables: Sequence[Table],
    choices: ImportChoices,
    write_rest: RestWriter,
    *,
    is_shown: bool = False,
) -> Taken:
    """Import tables and list on stderr what was left out, under --dry-run also what would be
    written, unless it `is_shown` already.
    """
    from pairing_cli.cli.intake.import_told import (
        before_import,
        moved_by_import,
        show_imported,
    )
    from pairing_cli.output.progress_bar import ProgressBar
    from pairing_cli.services.intake.import_rows import BadRows
    from pairing_cli.services.intake.importing import import_tables

    bar = ProgressBar(run.stderr)
    backups: list[Path] = []
    total = 0

    def tick(phase: str, count: int) -> None:
        nonlocal total
        if phase == "check":
            total = count
            bar.show(phrase("Checking: {count} rows", count=count))
        else:
            bar.show(phrase("Writing: {count} rows", count=count), count / max(total, 1))

    def back_up() -> None:
        if not choices.dry_run:
            bar.show(phrase("Making a backup"))
            backups.append(_back_up(run.path))

    options = _options(run, choices, back_up, tick)
    command = f"import {kind.name}"
    rest: Rest | None = None
    try:
        with run.writing(command, reason=_reason(tables), dry_run=choices.dry_run) as store:
            before = before_import(store, kind, run, choices.cycle)
            outcome = import_tables(store, kind, tables, options)
            rest = write_rest(outcome)
            moved = moved_by_import(store, before)
            if choices.dry_run and outcome.written and not is_shown:
                bar.clear()
                show_imported(run, store, kind)
    except BadRows as error:
        bar.clear()
        _list_problems(run, error.problems, tables)
        _tell_untold(run, error.untold)
        raise
    except BaseException:
        if rest:  # of an import that did not come about after all
            rest.path.unlink(missing_ok=True)
        raise
    finally:
        bar.clear()
    _list_left_out(run, outcome, tables)
    return Taken(tables[0].source.file, outcome, rest, backups[0] if backups else None, moved)


def binary_stdin() -> Any:
    """Standard input as bytes, also where a test has put something else in its place."""
    return getattr(sys.stdin, "buffer", sys.stdin)


def _options(run: Run, choices: ImportChoices, back_up: Any, tick: Any) -> Options:
    from pairing_cli.services.intake.importing import Options

    return Options(
        today=run.today,
        as_of=run.as_of,
        keep_going=choices.keep_going,
        keep_cells=choices.keep_going or choices.rest is not None,
        add_similar=choices.add_similar,
        cycle=choices.cycle,
        given={"tier": choices.tier} if choices.tier else {},
        directed=choices.directed,
        before_write=back_up,
        tick=tick,
    )


def _reason(tables: Sequence[Table]) -> str | None:
    name = tables[0].source.file
    shown = Path(name).name.encode("utf-8", "replace").decode()
    return None if name == "-" else shown[:200]


def _back_up(path: Path) -> Path:
    from pairing_cli.store.backup import Reason, back_up

    return back_up(path, reason=Reason.IMPORT).path


def _list_problems(run: Run, problems: Iterable[Any], tables: Sequence[Table]) -> None:
    """Every bad row on stderr, for people; scripts find them in the error object."""
    if run.format in {"json", "jsonl"}:
        return
    _write_used(PROBLEM_COLUMNS, list(problems), run, tables)


def _write_used(
    columns: Sequence[Column], rows: Sequence[Any], run: Run, tables: Sequence[Table]
) -> None:
    """A table on stderr without the columns in which no row has anything, such as the sheet.
    Of several sheets, the sheet is named on a terminal too: rows of two have the same number.
    """
    from pairing_cli.output.terminal import write_table

    used = [
        column._replace(wide=False) if column.key == "sheet" and len(tables) > 1 else column
        for column in columns
        if any(getattr(row, column.key) for row in rows)
    ]
    write_table(Listing(tuple(used), rows), run.stderr)


def answer(run: Run, kind: Record, taken: Taken, choices: ImportChoices) -> Done:
    """How an import went, with what to do next."""
    outcome = taken.outcome
    rejected = len(outcome.left_out)
    facts = {
        "kind": kind.name,
        "file": taken.file,
        "read": outcome.read,
        "written": outcome.written,
        "changed": outcome.changed,
        "already_there": outcome.already_there,
        "questions": outcome.asked,
        "rejected": rejected,
        "rest_file": str(taken.rest.path) if taken.rest else None,
        "backup": str(taken.backup) if taken.backup else None,
        "dry_run": choices.dry_run,
    }
    columns: tuple[Column, ...] = OUTCOME_COLUMNS
    if run.format in {"json", "jsonl"}:
        columns += LEFT_OUT_COLUMNS
        facts |= {"problem_rows": outcome.problems, "question_rows": outcome.questions}
    rows = Facts(columns, facts)
    notes = [*taken.moved, *outcome.remarks]
    if taken.rest:
        notes.append(taken.rest.note)
    elif any(question.similar for question in outcome.questions):
        notes.append(
            phrase("Questions are not imported. If they are further visits: --add-similar")
            if kind.name == "visits"
            else phrase("Questions are not imported; what is on record stays as it is.")
        )
    if taken.backup:
        notes.append(phrase("Backup before it: {path}", path=str(taken.backup)))
    message = _sentence(kind, outcome, taken.file)
    code = 1 if outcome.problems or outcome.questions else 0
    if not outcome.written and not outcome.changed:
        return Done(message, rows=rows, notes=tuple(notes), exit_code=code)
    done = written(message, rows, dry_run=choices.dry_run, notes=tuple(notes))
    return Done(done.message, done.hint, done.rows, done.notes, exit_code=code)


def _tell_untold(run: Run, rows: int) -> None:
    if rows > 0 and run.format not in {"json", "jsonl"}:
        run.note(phrase_n("… and {count} more row.", "… and {count} more rows.", rows))


def _list_left_out(run: Run, outcome: Outcome, tables: Sequence[Table]) -> None:
    """What was left out on stderr, for people; scripts find it in the answer."""
    if run.format in {"json", "jsonl"}:
        return
    from pairing_cli.services.intake.import_rows import TOLD

    if outcome.problems:
        _write_used(PROBLEM_COLUMNS, outcome.problems, run, tables)
        _tell_untold(run, outcome.refused - TOLD)
    if outcome.questions:
        _write_used(QUESTION_COLUMNS, outcome.questions, run, tables)
        _tell_untold(run, outcome.asked - TOLD)


def _sentence(kind: Record, outcome: Outcome, name: str) -> Phrase:
    file = named_source(name)
    if not outcome.written and not outcome.changed and outcome.left_out:
        return phrase(
            "{file}: nothing was imported; of {read} rows {there} are there already and {left} were"
            " left out.",
            file=file,
            read=outcome.read,
            there=outcome.already_there,
            left=len(outcome.left_out),
        )
    if not outcome.written and not outcome.changed:
        return phrase(
            "{file}: nothing new; {there} of {read} rows are there already.",
            file=file,
            there=outcome.already_there,
            read=outcome.read,
        )
    return phrase_n(
        "Imported {count} row of {file} ({kind}); changed {changed}, there already {there}.",
        "Imported {count} rows of {file} ({kind}); changed {changed}, there already {there}.",
        outcome.written,
        file=file,
        kind=kind.label,
        changed=outcome.changed,
        there=outcome.already_there,
    )


def unwanted(option: str, other: str) -> PairingError:
    """The error for two options that exclude each other."""
    return UsageError(
        "options-exclude", phrase("{one} and {other} exclude each other.", one=option, other=other)
    )
