"""Importing tables: all rows are checked before any is written, and each bad one is told.

One import is one transaction, one backup and one step for undo. Rows that are there already
are counted and left alone.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pairing_cli.domain.errors import BadData, InputError, UsageError
from pairing_cli.domain.phrases import Label, Phrase, lines, phrase, phrase_n
from pairing_cli.domain.records.kindergartens import BASELINE, KINDERGARTEN
from pairing_cli.domain.records.matching import TRAVEL
from pairing_cli.domain.records.paired import ABOVE_COUNTIES
from pairing_cli.domain.records.pairings import PAIRING
from pairing_cli.domain.records.record import Record
from pairing_cli.domain.records.visits import VISIT
from pairing_cli.files.tables.headers import Table, no_header, with_header
from pairing_cli.files.tables.source import SourceRow, SourceTable, column_letters, refused
from pairing_cli.services.intake.import_doubts import about_what, differs, repeated, says_none
from pairing_cli.services.intake.import_kinds import check_is_of
from pairing_cli.services.intake.import_left_out import LeftOut
from pairing_cli.services.intake.import_names import (
    NameCells,
    Repeated,
    identity_of,
    readable,
    with_given,
)
from pairing_cli.services.intake.import_records import (
    Day,
    Effect,
    RowWriter,
    Similar,
    column_of,
    write_baseline,
    write_kindergarten,
    write_pairing,
    write_travel,
)
from pairing_cli.services.intake.import_rows import (
    BadRows,
    Outcome,
    RowError,
    Titles,
    problem_of,
    read_cells,
)
from pairing_cli.services.intake.import_values import CellReader
from pairing_cli.services.intake.registers.honours import HONOUR_WRITERS
from pairing_cli.services.intake.registers.kindergartens import KINDERGARTEN_WRITERS
from pairing_cli.services.intake.registers.papers import PAPER_WRITERS
from pairing_cli.services.intake.said_days import said_days
from pairing_cli.services.intake.visits.doubles import without_doubles
from pairing_cli.services.intake.visits.ready import Ready
from pairing_cli.services.intake.visits.visit_rows import RememberingReader, VisitChecker
from pairing_cli.services.intake.visits.writing import write_visits
from pairing_cli.store.reading import batches
from pairing_cli.store.writing import Writer

ROW_WRITERS: Final[Mapping[str, RowWriter]] = {
    KINDERGARTEN.name: write_kindergarten,
    PAIRING.name: write_pairing,
    BASELINE.name: write_baseline,
    TRAVEL.name: write_travel,
    **PAPER_WRITERS,
    **HONOUR_WRITERS,
    **KINDERGARTEN_WRITERS,
}
"""How each kind writes a row; visits go by the batch."""

_TICK: Final = 500
_TOLD: Final = 10
"""Values that a remark names."""
_TOGETHER: Final = 500
"""Rows that are checked in one go: a bad one makes all of them be looked at again."""


@dataclass(frozen=True, slots=True)
class Options:
    """How an import is to go."""

    today: dt.date
    as_of: dt.date
    keep_going: bool = False
    """Write the good rows although there are bad ones."""
    keep_cells: bool = False
    """Remember of each row how the file wrote it, which the file of the rest needs."""
    add_similar: bool = False
    """Take rows that resemble a visit that is there for further visits."""
    cycle: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    """Key of a field → what holds for every row of the file."""
    directed: bool = False
    """Distances may differ from those of the way back."""
    before_write: Callable[[], None] = lambda: None
    """Called once all is checked and something will be written: makes the backup."""
    tick: Callable[[str, int], None] = lambda _phase, _count: None
    """Hears of progress: "check" or "write", and how many rows."""


def given_for(kind: Record, values: Mapping[str, str | None]) -> Sequence[str]:
    """The keys of the fields that are told for the whole file. Raises `UsageError` for those
    that such a table hasn't got.
    """
    given = [key for key, value in values.items() if value is not None]
    for key in given:
        if key not in {each.key for each in kind.asked}:
            raise UsageError(
                "option-of-another-kind",
                phrase("A table of {kind} has no {field}.", kind=kind.label, field=f"--{key}"),
            )
    return given


def tables_of(
    kind: Record, sources: Sequence[SourceTable], given: Sequence[str] = ()
) -> list[Table]:
    """The tables of this kind among the sheets of a file; sheets without their header, such
    as notes, are passed over. The fields `given` need no column. Raises `BadData` where there
    is none.
    """
    found = [
        table
        for source in sources
        if (table := _with_header(source, kind, len(sources) > 1, given))
    ]
    if not found:
        raise no_header(sources[0], kind.asked)
    if passed := [source.sheet for source in sources if source not in [t.source for t in found]]:
        found[0].source.remarks.append(
            phrase("Sheets without a header, or with a summary, not read: {names}", names=passed)
        )
    return found


def _with_header(
    source: SourceTable, kind: Record, among_others: bool, given: Sequence[str]
) -> Table | None:
    """The table of a sheet. Of several sheets, one that only sums up others is passed over; what
    is wrong with a sheet names it.
    """
    try:
        return with_header(
            source, readable(kind), passed_over=(*kind.passed_over, *ABOVE_COUNTIES), given=given
        )
    except BadData as error:
        if error.code == "missing-column" and kind is KINDERGARTEN and not given:
            error.hint = lines(
                *([error.hint] if error.hint else []),
                phrase("Where all kindergartens of the file are of one tier: --tier TIER"),
            )
        if source.sheet is None or not among_others:
            raise
        if error.code == "missing-column" and _SUMMARY.search(source.sheet):
            return None
        error.message = phrase(
            "Sheet {sheet}: {problem}", sheet=source.sheet, problem=error.message
        )
        error.hint = lines(
            *([error.hint] if error.hint else []),
            phrase("To read one sheet only: --sheet NAME"),
        )
        raise


_SUMMARY: Final = re.compile(
    "汇总|总表|合计|统计|小结|总览|概况|目录|说明|summary|total|overview", re.IGNORECASE
)


def import_tables(
    store: Writer, kind: Record, tables: Sequence[Table], options: Options
) -> Outcome:
    """Check all rows of `tables`, then write them.

    Raises `BadRows` with every bad row, unless `keep_going`; `BadData` for the file itself.
    """
    outcome = Outcome(kind.name, left_out=LeftOut(keep=options.keep_cells))
    if kind is VISIT:
        _import_visits(store, tables, options, outcome)
    else:
        _import_records(store, kind, tables, options, outcome)
    for table in tables:
        outcome.remarks += _remarks(table)
    return outcome


def _remarks(table: Table) -> Iterator[Phrase]:
    """What the user should know of a table that was read, beside its rows."""
    yield from table.source.remarks
    if table.unknown:
        yield phrase("Columns that mean nothing here, not read: {names}", names=table.unknown)
    if table.nameless:
        columns = [column_letters(column) for column in table.nameless]
        yield (
            phrase(
                "Sheet {sheet}: columns without a header, not read: {names}",
                sheet=table.source.sheet,
                names=columns,
            )
            if table.source.sheet
            else phrase("Columns without a header, not read: {names}", names=columns)
        )


def _import_visits(
    store: Writer, tables: Sequence[Table], options: Options, outcome: Outcome
) -> None:
    remembering = RememberingReader(store)
    ready: list[Ready] = []
    for table in tables:
        checker = VisitChecker(
            remembering,
            table,
            today=options.today,
            as_of=options.as_of,
            cycle=options.cycle,
            keep_cells=options.keep_cells,
        )
        for rows in batches(_counted(table.rows, outcome, options), _TOGETHER):
            for row, checked in zip(rows, checker.check(rows), strict=True):
                if isinstance(checked, Ready):
                    ready.append(checked)
                else:
                    outcome.refuse(row, checked)
        outcome.remarks += said_days(
            store, checker.said.read, options.cycle, options.as_of, done=True
        )
    _stop_at_problems(tables, outcome, options)
    new = without_doubles(store, ready, outcome, add_similar=options.add_similar)
    del ready
    outcome.written = len(new)
    if new:
        options.before_write()
        answered = write_visits(store, new, lambda count: options.tick("write", count))
        if answered:
            outcome.remarks.append(
                phrase_n(
                    "{count} visit answers a task of a plan.",
                    "{count} visits answer tasks of plans.",
                    answered,
                )
            )


def _import_records(
    store: Writer, kind: Record, tables: Sequence[Table], options: Options, outcome: Outcome
) -> None:
    """Twice: on trial, which finds every bad row, and for good."""
    rows: list[tuple[SourceRow, dict[str, object]]] = []
    required = [each.key for each in kind.asked if each.required and each.key not in options.given]
    titles: dict[str, str | Label] = {each.key: each.label for each in readable(kind)}
    for table in tables:
        titles.update(table.titles)
        reader = CellReader(
            readable(kind),
            options.as_of,
            date_1904=table.source.date_1904,
            sheet=table.source.sheet,
        )
        names = NameCells(store, kind, table.unread)
        for row in _that_say_something(kind, _counted(table.rows, outcome, options), outcome):
            values, problems = read_cells(row, reader, table.titles, required)
            if not problems:
                try:
                    values = names.resolved(row, with_given(kind, values, options.given))
                except InputError as error:
                    problems = [problem_of(row, None, titles, error)]
            if problems:
                outcome.refuse(row, problems)
            else:
                rows.append((row, values))
        outcome.remarks += said_days(store, reader.said, options.cycle, options.as_of)
        outcome.remarks += [
            phrase(
                "{column}: numbers that may have lost a zero at their beginning: {values}. Format"
                " the column as text and type them again.",
                column=table.titles[key],
                values=short[:_TOLD],
            )
            for key, short in reader.short_numbers.items()
        ]
        check_is_of(kind, table)
    day = Day(options.today, options.as_of, options.cycle, options.directed)
    good: list[dict[str, object]] = []
    tried: set[Effect] = set()
    with store.attempt(keep=False):
        trial = _Trial(store, kind, day, titles, outcome)
        for row, values in rows:
            effect = trial.of(row, values)
            if effect is not None:
                good.append(values)
                tried.add(effect)
    outcome.remarks += day.said.values()
    _stop_at_problems(tables, outcome, options)
    effects: list[Effect] = []
    if tried - {Effect.THERE}:
        options.before_write()
    for number, values in enumerate(good, start=1):
        effects.append(ROW_WRITERS[kind.name](store, values, day))
        if number % _TICK == 0:
            options.tick("write", number)
    outcome.written = effects.count(Effect.ADDED)
    outcome.changed = effects.count(Effect.CHANGED)
    outcome.already_there = effects.count(Effect.THERE)


def _that_say_something(
    kind: Record, rows: Iterable[SourceRow], outcome: Outcome
) -> Iterator[SourceRow]:
    """Rows without those that say there is none, which are told at the end."""
    passed = []
    about = about_what(kind)
    for row in rows:
        if says_none(about, row):
            passed.append(row.row)
        else:
            yield row
    if passed:
        outcome.remarks.append(
            phrase("Rows that say there is none, not read: {rows}", rows=passed[:_TOLD])
        )


class _Trial:
    """Rows written on trial, one after the other."""

    def __init__(
        self, store: Writer, kind: Record, day: Day, titles: Titles, outcome: Outcome
    ) -> None:
        self._store, self._kind, self._day = store, kind, day
        self._titles, self._outcome = titles, outcome
        self._seen: dict[tuple[object, ...], SourceRow] = {}

    def of(self, row: SourceRow, values: dict[str, object]) -> Effect | None:
        """What a row does; None where it is left out."""
        identity = identity_of(self._kind, values)
        earlier = self._seen.setdefault(identity, row) if identity else row
        try:
            with self._store.attempt():
                effect = ROW_WRITERS[self._kind.name](self._store, values, self._day)
                if earlier is not row and effect is not Effect.ADDED:
                    raise Repeated
                return effect
        except Repeated:
            self._outcome.ask(row, repeated(row, earlier))
        except Similar as similar:
            question = (
                differs(self._kind, row, similar) if earlier is row else repeated(row, earlier)
            )
            self._outcome.ask(row, question)
        except InputError as error:
            problem = problem_of(row, column_of(error, values), self._titles, error)
            self._outcome.refuse(row, [problem])
        return None


def _counted(rows: Iterable[SourceRow], outcome: Outcome, options: Options) -> Iterator[SourceRow]:
    for row in rows:
        outcome.read += 1
        if outcome.read % _TICK == 0:
            options.tick("check", outcome.read)
        yield row


def _stop_at_problems(tables: Sequence[Table], outcome: Outcome, options: Options) -> None:
    if outcome.read == 0:
        raise refused(
            "no-rows",
            tables[0].source.file,
            phrase("{file} has a header and no rows.", file=tables[0].source.file),
        )
    problems: Sequence[RowError] = outcome.problems
    if problems and not options.keep_going:
        raise BadRows(problems, outcome.refused, outcome.read)
