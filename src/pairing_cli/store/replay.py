"""Change sets carried out backwards: what undo and redo do.

A row goes back only if it is still as the change set left it: the values are part of the
statement that changes it, and a statement that finds no row stops everything. Changes pass by
the page, so that taking back an import of 100,000 rows takes seconds and little memory.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any, Final, Literal

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.table_words import table_word
from pairing_cli.store.change_set import OpenChangeSet
from pairing_cli.store.changelog import ChangeNote
from pairing_cli.store.rows import BY_TABLE

_PAGE: Final = 5_000


def take_back(driver: sqlite3.Connection, log: OpenChangeSet, seq: int) -> None:
    """Carry out the inverse of every change of the change set `seq`, the last one first, and
    log it. Raises `RuleRefusal` where a row has changed since, or where others stand on it.
    """
    for notes in _pages(driver, seq):
        for (table, _), run in groupby(notes, key=lambda note: (note.table, note.operation)):
            carry_out(driver, table, list(run))
        log.note(notes)


def _pages(driver: sqlite3.Connection, seq: int) -> Iterator[list[ChangeNote]]:
    below = driver.execute(
        "SELECT max(position) + 1 FROM change WHERE set_seq = ?", (seq,)
    ).fetchone()[0]
    while rows := driver.execute(
        'SELECT position, table_name, row_key, operation, "before", "after" FROM change'
        " WHERE set_seq = ? AND position < ? ORDER BY position DESC LIMIT ?",
        (seq, below, _PAGE),
    ).fetchall():
        yield [ChangeNote(*row[1:]).inverse() for row in rows]
        below = rows[-1][0]


def carry_out(driver: sqlite3.Connection, table: str, notes: Sequence[ChangeNote]) -> None:
    """Carry out changes of one table and one operation, which must find their rows.

    Raises `RuleRefusal`.
    """
    values = [_values(note) for note in notes]
    same = groupby(zip(notes, values, strict=True), key=lambda each: tuple(each[1]))
    for names, run in same:
        several = list(run)
        statement = _statement(table, several[0][0].operation, names)
        try:
            changed = driver.executemany(statement, [each for _, each in several]).rowcount
        except sqlite3.IntegrityError as error:
            raise _changed_since(table) from error
        if changed != len(several):
            raise _changed_since(table)


def _values(note: ChangeNote) -> Mapping[str, Any]:
    """The places of the statement: each column before the change, and after it."""
    places: dict[str, Any] = {}
    for side, text in (("b_", note.before), ("a_", note.after)):
        if text is not None:
            places |= {f"{side}{name}": value for name, value in json.loads(text).items()}
    return places


@cache
def _statement(
    table: str, operation: Literal["insert", "update", "delete"], places: tuple[str, ...]
) -> str:
    """The statement for a change. Names come from the schema, never from the log: what the
    schema doesn't know raises `RuleRefusal`.
    """
    known = BY_TABLE[table].columns if table in BY_TABLE else {}
    if any(place[2:] not in known for place in places):
        raise _changed_since(table)
    before = " AND ".join(f'"{p[2:]}" IS :{p}' for p in places if p.startswith("b_"))
    after = [(f'"{p[2:]}"', f":{p}") for p in places if p.startswith("a_")]
    if operation == "delete":
        return f'DELETE FROM "{table}" WHERE {before}'  # noqa: S608
    if operation == "insert":
        listed = ", ".join(name for name, _ in after)
        return f'INSERT INTO "{table}" ({listed}) VALUES ({", ".join(p for _, p in after)})'  # noqa: S608
    settings = ", ".join(f"{name} = {place}" for name, place in after)
    return f'UPDATE "{table}" SET {settings} WHERE {before}'  # noqa: S608


def _changed_since(table: str) -> RuleRefusal:
    return RuleRefusal(
        "changed-since",
        phrase("A record in {table} has been changed since.", table=table_word(table)),
        hint=phrase("See: pairing history"),
    )
