"""One connection for a command that writes, and the lock that it begins with."""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from pairing_cli.store.file import keeps_wal
from pairing_cli.store.reading import BUSY_SECONDS, file_uri, storage_error

PATIENCE_SECONDS = 2.0
"""How long a command waits for another process in silence before it says so."""

_SLICE_SECONDS = 0.25
"""How long it waits before it looks whether it is to stop."""


def engine_for(path: Path) -> Engine:
    """What the session of one command stands on: one connection, closed with it."""

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            file_uri(path, "rw"), uri=True, isolation_level=None, timeout=_SLICE_SECONDS
        )
        if keeps_wal(path):
            connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    # Nothing to reset: the connection is closed, which rolls back. Where even that fails, the
    # pool would write a traceback to stderr through logging's last resort.
    logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())
    return create_engine(
        "sqlite://", creator=connect, poolclass=StaticPool, pool_reset_on_return=None
    )


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The sqlite3 connection below: BEGIN and COMMIT are ours, not SQLAlchemy's."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - what our creator made
    return driver


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
