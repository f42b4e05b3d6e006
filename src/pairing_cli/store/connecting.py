"""Connections to a database file, and what is checked before one is used."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from pairing_cli.store.failures import damaged, replaced, translated_errors
from pairing_cli.store.file import (
    APPLICATION_ID,
    BUSY_SECONDS,
    SCHEMA_VERSION,
    file_uri,
)


def opened_to_read(path: Path) -> sqlite3.Connection:
    """A connection that can write nothing. Raises `Locked` where the file was replaced."""
    connection = sqlite3.connect(file_uri(path, "ro"), uri=True, timeout=BUSY_SECONDS)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        check_same_file(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def check_same_file(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `Locked` where the file was replaced between the look at its header and now."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
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
    with closing(sqlite3.connect(file_uri(path, "rw"), uri=True, timeout=BUSY_SECONDS)) as writer:
        writer.execute("SELECT count(*) FROM sqlite_master").fetchone()


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """The file at `path`, to write to in transactions of one's own."""
    with translated_errors(path):
        connection = sqlite3.connect(
            file_uri(path, "rw"), uri=True, isolation_level=None, timeout=BUSY_SECONDS
        )
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA synchronous = EXTRA")
            yield connection
        finally:
            connection.close()
