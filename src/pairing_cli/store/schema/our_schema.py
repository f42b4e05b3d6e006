"""What this version makes (tables, indexes, views, triggers), and whether a file has it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path

from pairing_cli.store.locking import connect, patiently


def has_our_schema(path: Path) -> bool:
    """Whether tables and views are as this program makes them; False where that can't be told."""
    try:
        with closing(opened_to_check(path)) as connection:
            stored = patiently(schema_of, connection)
        return all(stored.get(name) == sql for name, sql in our_schema().items())
    except sqlite3.Error:
        return False


def opened_to_check(path: Path) -> sqlite3.Connection:
    """The file as it is, even where its schema is not ours."""
    return connect(path, "ro")


def schema_of(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """The SQL of every table, index, view and trigger by kind and name."""
    return {
        (kind, name): sql
        for kind, name, sql in connection.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        )
    }


@cache
def our_schema() -> Mapping[tuple[str, str], str]:
    """The SQL of what the steps make, by kind and name."""
    from pairing_cli.store.schema.steps import apply_steps

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        apply_steps(connection, 0)
        return schema_of(connection)


def ours_of(kind: str) -> Iterator[tuple[tuple[str, str], str]]:
    """What the steps make of one kind: table, index, view or trigger."""
    return ((name, sql) for name, sql in our_schema().items() if name[0] == kind)


def record_tables() -> Mapping[str, str]:
    """The tables that hold what was entered, by name, with their SQL; not what is kept of views."""
    from pairing_cli.store.schema.steps import kept_views

    kept = {*kept_views()}
    return {name[1]: sql for name, sql in ours_of("table") if name not in kept}
