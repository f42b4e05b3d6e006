"""One connection for a command that writes, and the lock that it begins with."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from pairing_cli.store.failures import storage_error
from pairing_cli.store.file import BUSY_SECONDS, file_uri, keeps_wal

PATIENCE_SECONDS = 2.0
"""How long a command waits for another process in silence before it says so."""

_SLICE_SECONDS = 0.25
"""How long it waits before it looks whether it is to stop."""


def open_to_write(path: Path) -> sqlite3.Connection:
    """A connection whose BEGIN and COMMIT are ours; closing it takes back what is not committed."""
    connection = sqlite3.connect(
        file_uri(path, "rw"),
        uri=True,
        isolation_level=None,
        timeout=_SLICE_SECONDS,
        check_same_thread=False,  # a bulk load works in the background, in turns with us
    )
    try:
        if keeps_wal(path):
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def begin_immediate(
    connection: sqlite3.Connection, path: Path, on_wait: Callable[[], None] | None
) -> None:
    """Take the write lock before the first read, so that nothing read can be outdated.

    SQLite waits in slices: in between Python hears of Ctrl-C.
    """
    started = time.monotonic()
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            waited = time.monotonic() - started
            if (error.sqlite_errorcode & 0xFF) != sqlite3.SQLITE_BUSY or waited > BUSY_SECONDS:
                raise storage_error(error, path) from error
            if on_wait and waited > PATIENCE_SECONDS:
                on_wait()
                on_wait = None
        else:
            connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
            return
