"""What a constraint of a table refuses, in people's words: the last resort, behind all that the
commands check before they write.

SQLite says which table and columns, or the name of the constraint; what they are called, the
records of the registry know.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store.rows import BY_TABLE

_UNIQUE: Final = (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY)


@contextmanager
def kept_constraints(
    driver: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, Any]]
) -> Iterator[None]:
    """Turn what a constraint refuses of `rows`, as they are stored, into `BadData`."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise refusal(driver, error, table, rows) from error


def refusal(
    driver: sqlite3.Connection,
    error: sqlite3.IntegrityError,
    table: str,
    rows: Iterable[Mapping[str, Any]],
) -> BadData:
    """What is said where the table refuses one of these rows."""
    noun, code = _noun(table), error.sqlite_errorcode
    if code in _UNIQUE:
        return _taken(driver, error, table, rows)
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        missing = _without_parent(driver, table, rows)
        if not missing:
            return _bad(phrase("Other records name this {noun}.", noun=noun))
        message = phrase("This {noun} names a record that isn't there: {columns}.", noun=noun,
                         columns=_words(table, missing))  # fmt: skip
        return _bad(message)
    columns = _columns(driver, table, str(error))
    if not columns:
        return _bad(phrase("The database refuses this {noun}.", noun=noun))
    said = _words(table, columns)
    if code == sqlite3.SQLITE_CONSTRAINT_NOTNULL:
        return _bad(phrase("This {noun} lacks: {columns}.", noun=noun, columns=said))
    return _bad(phrase("This {noun} can't be so: look at {columns}.", noun=noun, columns=said))


class Place(NamedTuple):
    """The columns of which no two rows may have the same values, of those rows that count."""

    columns: tuple[str, ...]
    condition: str

    def standing(
        self, driver: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, Any]]
    ) -> dict[str, Any] | None:
        """The row of `table` that stands where one of `rows` was to come; None if none does."""
        same = " AND ".join(f'"{name}" = :{name}' for name in self.columns)
        other = " OR ".join(f'"{name}" <> :{name}' for name in BY_TABLE[table].key)
        sql = f'SELECT * FROM "{table}" WHERE {same} AND ({other}) AND ({self.condition})'  # noqa: S608
        for row in rows:
            found = driver.execute(sql, row)
            if (values := found.fetchone()) is not None:
                return dict(zip((each[0] for each in found.description), values, strict=True))
        return None


def place_of(driver: sqlite3.Connection, table: str, error: sqlite3.IntegrityError) -> Place | None:
    """What was taken, where the error of a UNIQUE constraint names plain columns."""
    columns = tuple(re.findall(rf"\b{re.escape(table)}\.(\w+)", str(error)))
    if not columns or table not in BY_TABLE:
        return None
    for _, name, unique, *_ in driver.execute(f'PRAGMA index_list("{table}")').fetchall():
        held = tuple(each[2] for each in driver.execute(f'PRAGMA index_info("{name}")'))
        if unique and held == columns:
            _, _, condition = _sql(driver, name).partition(" WHERE ")
            return Place(columns, condition or "1")
    return Place(columns, "1")


def _taken(
    driver: sqlite3.Connection,
    error: sqlite3.IntegrityError,
    table: str,
    rows: Iterable[Mapping[str, Any]],
) -> BadData:
    from pairing_cli.domain.records.registry import RECORDS

    place = place_of(driver, table, error)
    columns = place.columns if place else _columns(driver, table, str(error))
    said = {"noun": _noun(table), "columns": _words(table, columns)}
    record = RECORDS.get(table)
    standing = place.standing(driver, table, rows) if place else None
    if standing is None or record is None or not record.has_ref:
        return _bad(phrase("There is another {noun} with the same {columns}.", **said))
    ref = ref_of(standing["id"])
    return _bad(
        phrase("There is another {noun} with the same {columns}: {ref}.", ref=ref, **said),
        hint=phrase("See: pairing history --of {ref}", ref=ref),
    )


def _columns(driver: sqlite3.Connection, table: str, said: str) -> tuple[str, ...]:
    """The columns that a constraint is about, by what SQLite says of it: their own names, or
    the name of the constraint or index.
    """
    known = tuple(BY_TABLE[table].columns) if table in BY_TABLE else ()
    named = re.findall(rf"\b{re.escape(table)}\.(\w+)", said)
    if not named:
        _, _, name = said.partition(": ")
        name = name.removeprefix("index ").strip("'")
        text = _sql(driver, name).partition(" WHERE ")[0]
        inside = re.search(rf"CONSTRAINT {re.escape(name)} CHECK (.+)", _sql(driver, table))
        named = re.findall(r"\w+", inside[1] if inside else text)
    return tuple(column for column in known if column in named and column != "id")


def _sql(driver: sqlite3.Connection, name: str) -> str:
    row = driver.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()
    return row[0] or "" if row else ""


def _without_parent(
    driver: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, Any]]
) -> tuple[str, ...]:
    """The columns that name a row of another table which isn't there."""
    keys = driver.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    return tuple({
        column: None
        for row in rows
        for _, _, parent, column, target, *_ in keys
        if row.get(column) is not None
        and driver.execute(
            f'SELECT 1 FROM "{parent}" WHERE "{target}" = ?',  # noqa: S608
            (row[column],),
        ).fetchone()
        is None
    })  # fmt: skip


def _noun(table: str) -> Label | str:
    from pairing_cli.domain.records.registry import table_word  # of every table: for this alone

    return table_word(table)


def _words(table: str, columns: Iterable[str]) -> tuple[Label | str, ...]:
    from pairing_cli.domain.records.registry import field_word

    return tuple(_within_a_sentence(field_word(table, column)) for column in columns)


def _within_a_sentence(word: Label | str) -> Label | str:
    if isinstance(word, str):
        return word
    return Label(word.zh, word.en[:1].lower() + word.en[1:])


def _bad(message: Phrase, hint: Phrase | None = None) -> BadData:
    return BadData("constraint", message, hint=hint)
