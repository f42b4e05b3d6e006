"""What `import` and `log-visit --from` share: the run of an import, and how it is told."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pairing_cli.cli.context import Run
from pairing_cli.cli.results import written
from pairing_cli.domain.errors import PairingError, UsageError
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.output.listing import Column, Done, Facts, Listing

if TYPE_CHECKING:
    from pairing_cli.exchange.headers import Table
    from pairing_cli.exchange.source import SourceRow
    from pairing_cli.services.import_kinds import Kind
    from pairing_cli.services.import_rows import Outcome
    from pairing_cli.services.importing import Options

PROBLEM_COLUMNS = (
    Column("file", N_("File"), wide=True),
    Column("sheet", N_("Sheet"), wide=True),
    Column("row", N_("Row"), right=True),
    Column("column", N_("Column")),
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


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked of an import."""

    keep_going: bool = False
    add_similar: bool = False
    dry_run: bool = False
    cycle: str | None = None
    rest: Path | None = None


def import_file(run: Run, kind: Kind, path: Path | None, sheet: str | None, wish: Wish) -> Done:
    """Import the table in the file at `path`, or with None from stdin."""
    from pairing_cli.exchange.sheets import opened, tables_in
    from pairing_cli.services.importing import tables_of

    with opened(path, binary_stdin()) as (stream, name):
        tables = tables_of(kind, tables_in(stream, name, sheet))
        return import_read(run, kind, tables, wish)


def import_read(run: Run, kind: Kind, tables: Sequence[Table], wish: Wish) -> Done:
    """Import tables that are being read, as one command."""
    from pairing_cli.output.progress_bar import ProgressBar
    from pairing_cli.services.import_rows import BadRows
    from pairing_cli.services.importing import import_tables

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
        if not wish.dry_run:
            bar.show(phrase("Making a backup"))
            backups.append(_back_up(run.path))

    options = _options(run, wish, back_up, tick)
    command = f"import {kind.name}"
    try:
        with run.writing(command, reason=_reason(tables), dry_run=wish.dry_run) as store:
            outcome = import_tables(store, kind, tables, options)
    except BadRows as error:
        bar.clear()
        _list_problems(run, error.problems)
        raise
    finally:
        bar.clear()
    rest = _write_rest(kind, outcome, tables, wish) if outcome.left_out else None
    return _told(run, kind, outcome, tables, wish, rest, backups[0] if backups else None)


def binary_stdin() -> Any:
    """Standard input as bytes, also where a test has put something else in its place."""
    return getattr(sys.stdin, "buffer", sys.stdin)


def _options(run: Run, wish: Wish, back_up: Any, tick: Any) -> Options:
    from pairing_cli.services.importing import Options

    return Options(
        today=run.today,
        as_of=run.as_of,
        keep_going=wish.keep_going,
        add_similar=wish.add_similar,
        cycle=wish.cycle,
        before_write=back_up,
        tick=tick,
    )


def _reason(tables: Sequence[Table]) -> str | None:
    name = tables[0].source.file
    return None if name == "-" else Path(name).name[:200]


def _back_up(path: Path) -> Path:
    from pairing_cli.store.backup import Reason, back_up

    return back_up(path, reason=Reason.IMPORT).path


def _list_problems(run: Run, problems: Iterable[Any]) -> None:
    """Every bad row on stderr, for people; scripts find them in the error object."""
    if run.format in {"json", "jsonl"}:
        return
    _write_used(PROBLEM_COLUMNS, list(problems), run)


def _write_used(columns: Sequence[Column], rows: Sequence[Any], run: Run) -> None:
    """A table on stderr without the columns in which no row has anything, such as the sheet."""
    from pairing_cli.output.terminal import write_table

    used = [each for each in columns if any(getattr(row, each.key) for row in rows)]
    write_table(Listing(tuple(used), rows), run.stderr)


def _write_rest(kind: Kind, outcome: Outcome, tables: Sequence[Table], wish: Wish) -> Path | None:
    """The rows that were left out, with the reason, in a file that can be imported again."""
    if wish.dry_run or not (wish.keep_going or wish.rest):
        return None
    from pairing_cli.cli.sheets_out import write_rows
    from pairing_cli.exchange.headers import REASON
    from pairing_cli.output.language import translate

    source = tables[0].source.file
    path = wish.rest or _free_name(source)
    used = {key for row, _ in outcome.left_out for key in row.cells}
    fields = [field for field in kind.fields if field.key in used or field.required]
    header = [translate(field.label) for field in fields] + [translate(REASON.label)]

    def cells(row: SourceRow, reason: Phrase) -> list[str]:
        from pairing_cli.services.import_values import whole_text

        shown = [whole_text(row.cells[f.key]) if f.key in row.cells else "" for f in fields]
        return [*shown, translate(reason)]

    rows = (cells(row, reason) for row, reason in sorted(
        outcome.left_out, key=lambda each: (each[0].sheet or "", each[0].row)
    ))  # fmt: skip
    write_rows(path, translate(kind.label), header, rows)
    return path


def _free_name(source: str) -> Path:
    """Beside the file that was read; never over a file of corrections made before."""
    path = Path("import.csv" if source == "-" else source)
    suffix = ".xlsx" if path.suffix.lower() in {".xlsx", ".xlsm"} else ".csv"
    for number in range(1, 1000):
        tail = "" if number == 1 else f"-{number}"
        found = path.with_name(f"{path.stem}-rest{tail}{suffix}")
        if not found.exists():
            return found
    raise UsageError(
        "no-free-name", phrase("Name the file for the rest: --rest FILE"), file=str(path)
    )


def _told(
    run: Run,
    kind: Kind,
    outcome: Outcome,
    tables: Sequence[Table],
    wish: Wish,
    rest: Path | None,
    backup: Path | None,
) -> Done:
    rejected = len({(row.sheet, row.row) for row, _ in outcome.left_out})
    facts = {
        "kind": kind.name,
        "file": tables[0].source.file,
        "read": outcome.read,
        "written": outcome.written,
        "changed": outcome.changed,
        "already_there": outcome.already_there,
        "questions": len(outcome.questions),
        "rejected": rejected,
        "rest_file": str(rest) if rest else None,
        "backup": str(backup) if backup else None,
        "dry_run": wish.dry_run,
    }
    columns: tuple[Column, ...] = OUTCOME_COLUMNS
    if run.format in {"json", "jsonl"}:
        columns += LEFT_OUT_COLUMNS
        facts |= {"problem_rows": outcome.problems, "question_rows": outcome.questions}
    else:
        _list_left_out(run, outcome)
    rows = Facts(columns, facts)
    notes = [*outcome.remarks]
    if rest:
        notes.append(
            phrase(
                "Left out were {count} rows, with the reason in {path}. Correct them there and"
                " import that file.",
                count=rejected,
                path=str(rest),
            )
        )
    elif outcome.questions:
        notes.append(
            phrase("Questions are not imported. If they are further visits: --add-similar")
            if kind.name == "visits"
            else phrase("Questions are not imported; what is on record stays as it is.")
        )
    if backup:
        notes.append(phrase("Backup before it: {path}", path=str(backup)))
    message = _sentence(kind, outcome, tables[0].source.file)
    code = 1 if outcome.problems or outcome.questions else 0
    if not outcome.written and not outcome.changed:
        return Done(message, rows=rows, notes=tuple(notes), exit_code=code)
    done = written(message, rows, dry_run=wish.dry_run, notes=tuple(notes))
    return Done(done.message, done.hint, done.rows, done.notes, exit_code=code)


def _list_left_out(run: Run, outcome: Outcome) -> None:
    if outcome.problems:
        _write_used(PROBLEM_COLUMNS, outcome.problems, run)
    if outcome.questions:
        _write_used(QUESTION_COLUMNS, outcome.questions, run)


def _sentence(kind: Kind, outcome: Outcome, file: str) -> Phrase:
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
