"""Waiting for other processes: in slices, said aloud, and with an ear for Ctrl-C.

SQLite waits for a lock by itself, but as long as it does, Python hears no signal. So it waits
for a quarter of a second at a time, whatever it was asked: to begin, to read, to commit. All
connections are made here, so that none waits in another way.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

from pairing_cli import signals
from pairing_cli.store.file import BUSY_SECONDS, file_uri, keeps_wal
from pairing_cli.waiting import tell_of_waiting

Result = TypeVar("Result")

PATIENCE_SECONDS = 2.0
"""How long a command waits for another process in silence before it says so."""

_SLICE_SECONDS: Final = 0.25
"""How long it waits before it looks whether it is to stop."""

_PAUSE_SECONDS: Final = 0.01
"""How long it does nothing where SQLite has not waited at all."""


def patiently(work: Callable[..., Result], *values: object) -> Result:
    """What `work`, one call of the driver, gives for `values`; while another process holds the file
    it is tried again, for thirty seconds. Raises what `work` raises, "busy" only then.
    """
    started = time.monotonic()
    is_told = False
    while True:
        try:
            return work(*values)
        except sqlite3.OperationalError as error:
            waited = time.monotonic() - started
            if not is_busy(error) or waited > BUSY_SECONDS:
                raise
        if waited > PATIENCE_SECONDS and not is_told:
            is_told = True
            tell_of_waiting()
        time.sleep(_PAUSE_SECONDS)


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another process holds the file."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    return (code & 0xFF) == sqlite3.SQLITE_BUSY


def connect(path: Path, mode: str, **settings: Any) -> sqlite3.Connection:
    """A connection to the file at `path`, to read ("ro") or write ("rw"), whose transactions
    are ours to begin and end. What is foreign in its schema may call no function.
    """
    connection: sqlite3.Connection = sqlite3.connect(
        file_uri(path, mode), uri=True, isolation_level=None, timeout=_SLICE_SECONDS, **settings
    )
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
    except BaseException:
        connection.close()
        raise
    return connection


def open_to_write(path: Path, **settings: Any) -> sqlite3.Connection:
    """A connection to write; closing it takes back what is not committed."""
    connection = connect(path, "rw", **settings)
    try:
        if keeps_wal(path):
            patiently(connection.execute, "PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA foreign_keys = ON")
        # It reads the schema, for which another process that commits has to be waited.
        patiently(connection.execute, "PRAGMA synchronous = EXTRA")
    except BaseException:
        connection.close()
        raise
    return connection


def begin_immediate(connection: sqlite3.Connection) -> None:
    """Take the write lock before the first read, so that nothing read can be outdated."""
    patiently(connection.execute, "BEGIN IMMEDIATE")


def commit(connection: sqlite3.Connection) -> None:
    """Bring the transaction to the disk, once all who read have come to their end.

    Up to then the command can be stopped, and has written nothing.
    """

    def attempt() -> None:
        signals.too_late()
        try:
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if is_busy(error):
                signals.not_yet()
            raise

    patiently(attempt)
