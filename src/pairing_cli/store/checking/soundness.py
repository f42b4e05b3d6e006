"""Whether a file's pages, keys, values, change log and rows are as this program leaves them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.records.registry import table_word
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store.checking.findings import CORRECT, REPAIR, RESTORE, Finding, Severity
from pairing_cli.store.log.changelog import LOG_TABLES, SetHeading, chain_hash, row_text
from pairing_cli.store.log.log_reading import ChangeLog
from pairing_cli.store.reading import ConnectionReader, Reader
from pairing_cli.store.schema.foreign import KINDS, foreign_in
from pairing_cli.store.schema.our_schema import our_schema, record_tables
from pairing_cli.store.schema.steps import kept_views

_SHOWN: Final = 20
"""So many findings of one kind are listed; a badly damaged file has thousands."""

_PAGE: Final = 5_000
"""Rows in one go: a file of a million visits is not held in memory."""

_BROKEN_RULE: Final = re.compile(
    r"(CHECK constraint failed in \w+|NULL value in \w+\.\w+|(?:NUMERIC|TEXT|non-\w+) value in .*)"
)
"""Of what integrity_check says: what is wrong with a value, not with the file."""


class _Problem(NamedTuple):
    text: str
    is_damage: bool


def integrity(store: Reader) -> list[_Problem]:
    """What SQLite finds wrong with pages and indexes, and with values (NOT NULL, types).

    A connection that only reads doesn't even load CHECK constraints: `value_findings` tests them.
    Raises `sqlite3.DatabaseError`.
    """
    rows = store.tuples(f"PRAGMA integrity_check({_SHOWN})")
    texts = [line for (text,) in rows for line in str(text).splitlines()]
    return [
        _Problem(text, _BROKEN_RULE.fullmatch(text) is None)
        for text in texts
        if text != "ok" and not text.startswith("*** in database")
    ]


def damage_in(connection: sqlite3.Connection) -> bool:
    """Whether the file itself is damaged. Broken rules are none: they can be backed up."""
    return any(problem.is_damage for problem in integrity(ConnectionReader(connection)))


def is_doubtful(connection: sqlite3.Connection) -> bool:
    """Whether keys lead nowhere or the change log is altered, in a file whose pages are whole."""
    store = ConnectionReader(connection)
    if not store.rows("SELECT 1 FROM sqlite_master WHERE name = 'change'"):
        return False  # a file of the version before the first has no log yet
    return any(True for check in (key_findings, chain_findings) for _ in check(store))


def schema_findings(store: Reader) -> Iterator[Finding]:
    """Tables, indexes, views and triggers as this version makes them."""
    stored = {
        (row["type"], row["name"]): row["sql"]
        for row in store.rows("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    }
    kept = {*kept_views()}
    for (kind, name), sql in our_schema().items():
        if stored.get((kind, name)) != sql:
            is_derived = kind in ("view", "index") or (kind, name) in kept
            yield Finding(
                Severity.BROKEN if is_derived else Severity.DAMAGED,
                "schema",
                name,
                phrase("{kind} {name} is missing or not as made.", kind=KINDS[kind], name=name),
                REPAIR if is_derived else RESTORE,
            )
    for each in foreign_in(store.tuples):
        yield Finding(
            Severity.BROKEN if each.acts else Severity.NOTE,
            "schema",
            each.name,
            each.what_it_is,
            REPAIR if each.acts else phrase("Nothing needs to be done; a dump leaves it out."),
        )


def kept_findings(store: Reader) -> Iterator[Finding]:
    """What is kept of a view as a table is what the view says; where it is as made."""
    stored = {row["sql"] for row in store.rows("SELECT sql FROM sqlite_master")}
    if not all(sql in stored for sql in our_schema().values()):
        return
    for kind, table in kept_views():
        if kind != "table":
            continue
        both = (f'SELECT * FROM "{table}s"', f'SELECT * FROM "{table}"')  # noqa: S608 - ours
        wrong = sum(
            store.value(f"SELECT count(*) FROM ({one} EXCEPT {other}) AS wrong")  # noqa: S608
            for one, other in (both, both[::-1])
        )
        if wrong:
            message = phrase(
                "{count} rows of {table}, which is derived, are not as recorded.",
                count=wrong,
                table=table,
            )
            yield Finding(Severity.BROKEN, "kept", table, message, REPAIR)


def key_findings(store: Reader) -> Iterator[Finding]:
    """Rows that name others which are not there."""
    for row in store.rows("PRAGMA foreign_key_check")[:_SHOWN]:
        yield Finding(
            Severity.DAMAGED,
            "keys",
            row["table"],
            phrase(
                "Row {row} of {table} names a {parent} that isn't there.",
                row=row["rowid"],
                table=table_word(row["table"]),
                parent=table_word(row["parent"]),
            ),
            RESTORE,
        )


def value_findings(store: Reader) -> Iterator[Finding]:
    """Every CHECK of every table, tested again over the rows."""
    for table, sql in record_tables().items():
        for name, condition in _CHECK.findall(sql):
            count = store.value(
                f'SELECT count(*) FROM "{table}" WHERE NOT ({condition})'  # noqa: S608 - ours
            )
            if count:
                message = phrase(
                    "{count} rows of {table} break {constraint}.",
                    count=count,
                    table=table_word(table),
                    constraint=name,
                )
                yield Finding(Severity.BROKEN, "values", table, message, CORRECT)


_CHECK: Final = re.compile(r"CONSTRAINT (\w+) CHECK \((.*)\),?$", re.MULTILINE)
"""As the steps write them, each on a line of its own."""


def chain_findings(store: Reader) -> Iterator[Finding]:
    """The change log: complete, in order, and every hash right."""
    log, previous, expected = ChangeLog(store), "", 1
    for row in store.rows(
        "SELECT seq, at, actor, command, reason, undoes, previous_hash, hash"
        " FROM change_set ORDER BY seq"
    ):
        heading = SetHeading(*(row[name] for name in SetHeading._fields))
        is_next = row["seq"] == expected and row["previous_hash"] == previous
        if not is_next or chain_hash(previous, heading, log.entries(row["seq"])) != row["hash"]:
            yield Finding(
                Severity.DAMAGED,
                "chain",
                str(row["seq"]),
                phrase("The change log is altered or incomplete at no. {seq}.", seq=row["seq"]),
                RESTORE,
            )
        previous, expected = row["hash"], row["seq"] + 1


def _table_rows(store: Reader, table: str) -> Iterator[Mapping[str, Any]]:
    """The rows of a table, by the page."""
    last = 0
    while rows := store.rows(
        f'SELECT rowid AS place, * FROM "{table}" WHERE rowid > :last'  # noqa: S608 - our own tables
        " ORDER BY rowid LIMIT :page",
        last=last,
        page=_PAGE,
    ):
        yield from rows
        last = rows[-1]["place"]


def row_findings(store: Reader) -> Iterator[Finding]:
    """Rows that are not as the change log left them: another program has written them."""
    log, shown = ChangeLog(store), 0
    for table in record_tables():
        if table in LOG_TABLES:
            continue
        keys = [row["name"] for row in _columns(store, table) if row["pk"]]
        for row in _table_rows(store, table):
            key = {name: row[name] for name in keys}
            if not _is_as_logged(log, table, key, row) and (shown := shown + 1) <= _SHOWN:
                yield _unlogged(
                    table,
                    row_text(key),
                    phrase(
                        "A row of {table} is not as the change log has it.",
                        table=table_word(table),
                    ),
                )
        count = store.value(f'SELECT count(*) FROM "{table}"')  # noqa: S608
        logged = log.rows_left(table)
        if count != logged:
            yield _unlogged(
                table,
                None,
                phrase(
                    "{table} has {count} rows; by the change log it has {logged}.",
                    table=table_word(table),
                    count=count,
                    logged=logged,
                ),
            )


_Values = Mapping[str, Any]


def _columns(store: Reader, table: str) -> list[Mapping[str, Any]]:
    return sorted(store.rows(f'PRAGMA table_info("{table}")'), key=lambda row: int(row["pk"]))


def _is_as_logged(log: ChangeLog, table: str, key: _Values, row: _Values) -> bool:
    try:
        logged = log.last_known(table, key)
    except (ValueError, LookupError, TypeError):  # altered to what is no entry
        return False
    if logged is None or logged.is_deleted:
        return False
    # A later version may have added columns that the log of an old row doesn't know.
    return bool(logged.values) and all(
        row.get(name) == value for name, value in logged.values.items()
    )


def _unlogged(table: str, key: str | None, message: Phrase) -> Finding:
    return Finding(
        Severity.BROKEN,
        "rows",
        table if key is None else f"{table} {key}",
        message,
        phrase(
            "If another program changed it on purpose, enter it once more with pairing; if not,"
            " restore a good copy."
        ),
    )
