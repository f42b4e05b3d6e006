"""The schema's history as a table of steps, each in a transaction of its own.

A file carries its version in `user_version`. Steps are frozen SQL: once released, a step
never changes. Views hold no data and are laid anew after the last step. A new file runs the
same steps as an old one, so that there is one way to today's schema.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from typing import Final

from pairing_cli.store.file import APPLICATION_ID

Step = Callable[[sqlite3.Connection], None]

_SCHEMA = files("pairing_cli.store.schema")


def _script(name: str) -> Step:
    def run(connection: sqlite3.Connection) -> None:
        for statement in statements_of(name):
            connection.execute(statement)

    return run


STEPS: Final[Sequence[Step]] = (_script("0001_first.sql"),)
"""STEPS[n] leads from version n to n + 1."""

lay_views = _script("views.sql")
"""Make the views on a database that has none."""


def apply_steps(
    connection: sqlite3.Connection, version: int, steps: Sequence[Step] | None = None
) -> None:
    """Run the steps after `version` on an open connection in autocommit mode."""
    steps = STEPS if steps is None else steps
    for number, step in enumerate(steps[version:], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            if connection.execute("PRAGMA user_version").fetchone()[0] >= number:
                connection.rollback()  # another process was faster
                continue
            drop_views(connection)
            step(connection)
            if number == len(steps):
                lay_views(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise


def drop_views(connection: sqlite3.Connection) -> None:
    """Take every view away, so that a step may change the tables under them."""
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'"):
        connection.execute(f'DROP VIEW "{name}"')


def statements_of(name: str) -> Iterator[str]:
    """The statements of a script of this folder; comments and trigger bodies stay whole."""
    statement = ""
    for line in (_SCHEMA / name).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
