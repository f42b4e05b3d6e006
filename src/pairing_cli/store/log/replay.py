"""Change sets carried out backwards: what undo and redo do.

A row goes back only if it is still as the change set left it: the values are part of the
statement that changes it, and a statement that finds no row stops everything. Changes pass by
the page, so that taking back an import of 100,000 rows takes seconds and little memory.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, Final

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.store.constraints import place_of
from pairing_cli.store.log.change_set import OpenChangeSet
from pairing_cli.store.log.changelog import ChangeBatch, ChangeNote, Entry, Operation
from pairing_cli.store.rows import BY_TABLE

_PAGE: Final = 5_000


class PlaceTaken(RuleRefusal):
    """Only one record of its kind may stand, and another one does by now: `standing`, as it is
    stored; empty where it can't be told.
    """

    def __init__(self, table: str, standing: Mapping[str, Any]) -> None:
        message = phrase("Another {table} has taken its place since.", table=_word(table))
        super().__init__("changed-since", message, hint=phrase("See: pairing history"))
        self.table = table
        self.standing = standing


def take_back(driver: sqlite3.Connection, log: OpenChangeSet, entries: Iterable[Entry]) -> None:
    """Carry out the inverse of each entry, and log it. To be given the last entry first.

    Raises `RuleRefusal` where a row has changed since, or where others stand on it.
    """
    notes: list[ChangeNote] = []
    for entry in entries:
        if isinstance(entry, ChangeNote):
            notes.append(entry.inverse())
        if notes and (len(notes) == _PAGE or isinstance(entry, ChangeBatch)):
            _carry_out_and_log(driver, log, notes)
            notes = []
        if isinstance(entry, ChangeBatch):
            batch = entry.inverse()
            _carry_out_batch(driver, batch)
            log.noted_batches([batch])()
    _carry_out_and_log(driver, log, notes)


def _carry_out_and_log(
    driver: sqlite3.Connection, log: OpenChangeSet, notes: Sequence[ChangeNote]
) -> None:
    for (table, _), run in groupby(notes, key=lambda note: (note.table, note.operation)):
        carry_out(driver, table, list(run))
    log.note(notes)


def carry_out(driver: sqlite3.Connection, table: str, notes: Sequence[ChangeNote]) -> None:
    """Carry out changes of one table and one operation, which must find their rows.

    Raises `RuleRefusal`.
    """
    values = [_values(note) for note in notes]
    for names, run in groupby(values, key=tuple):
        _execute(driver, table, notes[0].operation, names, list(run))


def _carry_out_batch(driver: sqlite3.Connection, batch: ChangeBatch) -> None:
    side = "a_" if batch.operation == "insert" else "b_"
    names = tuple(f"{side}{name}" for name in batch.names())
    values = [dict(zip(names, row, strict=True)) for row in batch.rows()]
    _execute(driver, batch.table, batch.operation, names, values)


def _execute(
    driver: sqlite3.Connection,
    table: str,
    operation: Operation,
    names: tuple[str, ...],
    values: Sequence[Mapping[str, Any]],
) -> None:
    try:
        changed = driver.executemany(_statement(table, operation, names), values).rowcount
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
            raise _place_taken(driver, table, error, values) from error
        raise _changed_since(table) from error
    if changed != len(values):
        raise _changed_since(table)


def _values(note: ChangeNote) -> Mapping[str, Any]:
    """The places of the statement: each column before the change, and after it."""
    places: dict[str, Any] = {}
    for side, text in (("b_", note.before), ("a_", note.after)):
        if text is not None:
            places |= {f"{side}{name}": value for name, value in json.loads(text).items()}
    return places


@cache
def _statement(table: str, operation: Operation, places: tuple[str, ...]) -> str:
    """The statement for a change. Names come from the schema, never from the log: what the
    schema doesn't know raises `RuleRefusal`.
    """
    known = BY_TABLE[table].columns if table in BY_TABLE else {}
    if any(place[2:] not in known for place in places):
        raise _changed_since(table)
    keys = BY_TABLE[table].key if table in BY_TABLE else ()
    before = " AND ".join(_is_still(p[2:], p, p[2:] in keys) for p in places if p[:2] == "b_")
    after = [(f'"{p[2:]}"', f":{p}") for p in places if p.startswith("a_")]
    if operation == "delete":
        return f'DELETE FROM "{table}" WHERE {before}'  # noqa: S608
    if operation == "insert":
        listed = ", ".join(name for name, _ in after)
        return f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join(p for _, p in after)})'  # noqa: S608
    settings = ", ".join(f"{name} = {place}" for name, place in after)
    return f'UPDATE "{table}" SET {settings} WHERE {before}'  # noqa: S608


def _is_still(column: str, place: str, is_key: bool) -> str:
    """The condition that a column holds what it held. Only SQLite compares with IS."""
    equal = f'"{column}" = :{place}'
    return equal if is_key else f'({equal} OR "{column}" IS NULL AND :{place} IS NULL)'


def _changed_since(table: str) -> RuleRefusal:
    return _refused(phrase("A record in {table} has been changed since.", table=_word(table)))


def _place_taken(
    driver: sqlite3.Connection,
    table: str,
    error: sqlite3.IntegrityError,
    values: Sequence[Mapping[str, Any]],
) -> PlaceTaken:
    place = place_of(driver, table, error)
    after = (
        {name[2:]: value for name, value in row.items() if name.startswith("a_")} for row in values
    )
    standing = place.standing(driver, table, after) if place else None
    return PlaceTaken(table, standing or {})


def _word(table: str) -> Label | str:
    from pairing_cli.domain.records.registry import table_word  # of every table: for this alone

    return table_word(table)


def _refused(message: Phrase) -> RuleRefusal:
    return RuleRefusal("changed-since", message, hint=phrase("See: pairing history"))
