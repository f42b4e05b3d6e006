"""A database driver that fails at its n-th call."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

KINDS = {
    "disk I/O error": sqlite3.SQLITE_IOERR_WRITE,
    "database or disk is full": sqlite3.SQLITE_FULL,
    "database is locked": sqlite3.SQLITE_BUSY,
    "interrupted": sqlite3.SQLITE_INTERRUPT,
}


@dataclass
class Fault:
    """What fails when. Call 0 never comes: nothing fails, calls are counted."""

    at: int = 0
    kind: str = "disk I/O error"
    lasts: bool = False
    """Whether every later call fails too, as on a disk that is gone."""
    calls: list[str] = field(default_factory=list)

    def step(self, what: str) -> None:
        """Count a call; fail if it is the one."""
        self.calls.append(what)
        number = len(self.calls)
        if number == self.at or (self.lasts and 0 < self.at < number):
            error = sqlite3.OperationalError(self.kind)
            error.sqlite_errorcode = KINDS[self.kind]
            raise error


_fault = Fault()


class _FaultyCursor(sqlite3.Cursor):
    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:  # type: ignore[override]
        _fault.step(sql)
        return super().execute(sql, *values)

    def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:  # type: ignore[override]
        _fault.step(sql)
        return super().executemany(sql, *values)


class _FaultyConnection(sqlite3.Connection):
    def cursor(self, *_factory: Any) -> sqlite3.Cursor:  # type: ignore[override]
        return super().cursor(_FaultyCursor)

    def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return self.cursor().execute(sql, *values)

    def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:
        return self.cursor().executemany(sql, *values)

    def rollback(self) -> None:
        if self.in_transaction:  # else the driver doesn't ask SQLite
            _fault.step("rollback()")
        super().rollback()


_connect = sqlite3.connect


def _faulty_connect(*args: Any, **settings: Any) -> sqlite3.Connection:
    _fault.step("connect()")
    return _connect(*args, factory=_FaultyConnection, **settings)


@contextmanager
def failing(fault: Fault) -> Iterator[Fault]:
    """Have every connection made in the block fail as `fault` says."""
    global _fault  # noqa: PLW0603 - a driver is one a process
    _fault = fault
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", _faulty_connect)
        yield fault
