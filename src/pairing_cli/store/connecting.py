"""Connections to a database file, and what is checked before one is used."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pairing_cli.store.failures import damaged, replaced, translated_errors
from pairing_cli.store.file import APPLICATION_ID, SCHEMA_VERSION
from pairing_cli.store.locking import connect, open_to_write, patiently


def opened_to_read(path: Path) -> sqlite3.Connection:
    """A connection that can write nothing. Raises `Locked` where the file was replaced."""
    connection = connect(path, "ro")
    try:
        check_same_file(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def check_same_file(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `Locked` where the file was replaced between the look at its header and now."""
    (application,) = patiently(connection.execute, "PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application, version) != (APPLICATION_ID, SCHEMA_VERSION):
        raise replaced(path)


def check_whole_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `Damaged` where the file ends within a page: SQLite misses whole pages only.

    To be called while nobody else can write.
    """
    (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size % page_size:
        raise damaged(path)


def recover(path: Path) -> None:
    """Roll back what a killed writer has left, as its next writer would."""
    with closing(connect(path, "rw")) as writer:
        patiently(lambda: writer.execute("SELECT count(*) FROM sqlite_master").fetchone())


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """The file at `path`, to write to in transactions of one's own."""
    with translated_errors(path):
        connection = open_to_write(path)
        try:
            yield connection
        finally:
            connection.close()
