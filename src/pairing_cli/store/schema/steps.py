"""The schema's history as a table of steps, each in a transaction of its own.

A file carries its version in `user_version`. Steps are frozen SQL: once released, a step
never changes. Views, and what is kept of one as a table, hold nothing of their own and are laid
anew after the last step. A new file runs the
same steps as an old one, so that there is one way to today's schema.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Container, Iterator, Sequence
from pathlib import Path
from typing import Final

from pairing_cli.store.file import APPLICATION_ID
from pairing_cli.store.locking import begin_immediate, patiently

Step = Callable[[sqlite3.Connection], None]

_SCHEMA: Final = Path(__file__).parent


def _script(name: str) -> Step:
    def run(connection: sqlite3.Connection) -> None:
        for statement in statements_of(name):
            connection.execute(statement)

    return run


_SCRIPTS: Final = ("0001_first.sql",)
_VIEWS: Final = "views.sql"
_KEPT: Final = "done_visits.sql"

STEPS: Final[Sequence[Step]] = tuple(map(_script, _SCRIPTS))
"""STEPS[n] leads from version n to n + 1."""


def lay_views(connection: sqlite3.Connection) -> None:
    """Make the views, and what is kept of one as a table, on a database that has none."""
    _script(_VIEWS)(connection)
    lay_kept_views(connection)


def lay_kept_views(connection: sqlite3.Connection) -> None:
    """Make what is kept of a view as a table: filled, and with what keeps it true."""
    _script(_KEPT)(connection)


def drop_kept_views(connection: sqlite3.Connection) -> None:
    """Take away what is kept of a view as a table."""
    for kind, name in reversed([*kept_views()]):
        connection.execute(f"DROP {kind} IF EXISTS {quoted(name)}")


def kept_views() -> Iterator[tuple[str, str]]:
    """Kind (table, trigger) and name of what keeps a view as a table, triggers last."""
    for statement in statements_of(_KEPT):
        if made := re.match(r"CREATE (TABLE|TRIGGER) (\w+)", _bare(statement)):
            yield made[1].lower(), made[2]


def our_statements() -> Iterator[str]:
    """The text of each statement of a new file, as SQLite stores it."""
    for name in (*_SCRIPTS, _VIEWS, _KEPT):
        for statement in statements_of(name):
            if (bare := _bare(statement)).startswith("CREATE "):
                yield bare.rstrip().removesuffix(";")


def _bare(statement: str) -> str:
    """Without the comments above it."""
    return re.sub(r"\A(\s*(--.*)?\n)*", "", statement)


def apply_steps(
    connection: sqlite3.Connection, version: int, steps: Sequence[Step] | None = None
) -> None:
    """Run the steps after `version` on an open connection in autocommit mode."""
    steps = STEPS if steps is None else steps
    for number, step in enumerate(steps[version:], start=version + 1):
        begin_immediate(connection)
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
            patiently(connection.execute, "COMMIT")
        except BaseException:
            connection.rollback()
            raise


def drop_views(connection: sqlite3.Connection, names: Container[str] | None = None) -> None:
    """Take every view away, so that a step may change the tables under them; or those of
    `names`. What is kept of one as a table goes with it.
    """
    drop_kept_views(connection)
    views = connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
    for (name,) in views:
        if names is None or name in names:
            connection.execute(f"DROP VIEW {quoted(name)}")


def quoted(name: str) -> str:
    """A name as SQL takes it, whatever is in it."""
    return '"' + name.replace('"', '""') + '"'


def statements_of(name: str) -> Iterator[str]:
    """The statements of a script of this folder, each ending at the end of a line; comments and
    trigger bodies stay whole.
    """
    statement = ""
    for line in (_SCHEMA / name).read_text(encoding="utf-8").splitlines(keepends=True):
        statement += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(statement):
            yield statement
            statement = ""
