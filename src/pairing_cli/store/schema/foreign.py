"""What is in a file's schema that this program didn't put there.

A trigger acts on whatever is written; so does an index on a table of ours (it refuses rows), a
table whose keys lead to ours (it refuses deletions), a view of ours that was made another. A file
with one of those is not written to before it is removed. Other tables and views do nothing, and
may stay.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.errors import Damaged
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store.schema.our_schema import our_schema, ours_of
from pairing_cli.store.schema.steps import kept_views, our_statements, quoted

KINDS: Final[Mapping[str, Label]] = {
    "trigger": Label("触发器", "trigger"),
    "index": Label("索引", "index"),
    "table": Label("表", "table"),
    "view": Label("视图", "view"),
}

_WHAT_IT_IS: Final[Mapping[str, str]] = {
    "trigger": N_("Trigger {name} is not of this program: it acts when {table} is written."),
    "index": N_("Index {name} is not of this program: it may refuse what is written to {table}."),
    "table": N_("Table {name} is not of this program: it may hold back what is written."),
    "view": N_("View {name} is not of this program."),
}
"""What is said of a thing that acts."""


class Foreign(NamedTuple):
    """One thing that another program has put into the schema."""

    kind: str
    """trigger, index, table or view."""
    name: str
    table: str
    """The table it belongs to; its own name where it is a table or a view."""
    acts: bool
    """Whether it has a part in what is written."""

    @property
    def what_it_is(self) -> Phrase:
        """A sentence that names it."""
        if self.acts:
            from pairing_cli.domain.records.registry import table_word  # for this alone

            places = {"name": self.name, "table": table_word(self.table)}
            text = _WHAT_IT_IS[self.kind]
            return Phrase(text, {key: at for key, at in places.items() if f"{{{key}}}" in text})
        return phrase(
            "The {kind} {name} was added by another program; this one never looks at it.",
            kind=KINDS[self.kind],
            name=self.name,
        )


Rows = Callable[[str], Iterable[tuple[Any, ...]]]
"""The rows of a query: what a connection or a reader gives."""

_FROM_SCHEMA: Final = (
    "FROM sqlite_master WHERE sql IS NOT NULL"
    " AND NOT (type = 'table' AND name LIKE 'sqlite\\_%' ESCAPE '\\')"
)
"""All but indexes of constraints and what SQLite keeps for itself."""


def foreign_in(rows: Rows) -> list[Foreign]:
    """Everything in the schema that no step of this program has made, triggers first."""
    ours = our_schema()
    found = [
        Foreign(kind, name, table, _acts(kind, name, table, rows))
        for kind, name, table in rows(f"SELECT type, name, tbl_name {_FROM_SCHEMA}")
        if (kind, name) not in ours
    ]
    return sorted(found, key=lambda each: (each.kind != "trigger", each.kind, each.name))


def _acts(kind: str, name: str, table: str, rows: Rows) -> bool:
    our_tables = {name.casefold() for (_kind, name), _sql in ours_of("table")}
    if kind == "trigger":
        return True
    if kind == "index":
        return table.casefold() in our_tables
    if name.casefold() in {name.casefold() for _kind, name in our_schema()}:
        return True  # it stands where a table or view of ours should be
    return kind == "table" and any(
        str(key[2]).casefold() in our_tables
        for key in rows(f"PRAGMA foreign_key_list({quoted(name)})")
    )


def check_nothing_foreign_acts(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `Damaged` where something would act on what is written, or the views that commands
    read, or what keeps one as a table, are not as made. To be called with the write lock held.
    """
    stored = connection.execute(f"SELECT sql {_FROM_SCHEMA}").fetchall()
    if len(stored) == len(_made()) and {sql for (sql,) in stored} == _made():
        return
    for each in foreign_in(connection.execute):
        if each.acts:
            raise _refusal(path, each.what_it_is)
    texts, kept = {sql for (sql,) in stored}, {*kept_views()}
    for (kind, name), sql in our_schema().items():
        if (kind == "view" or (kind, name) in kept) and sql not in texts:
            message = phrase(
                "{kind} {name} is missing or not as made.", kind=KINDS[kind], name=name
            )
            raise _refusal(path, message)


def check_no_triggers(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `Damaged` where one would act on the steps from an older version."""
    for each in foreign_in(connection.execute):
        if each.kind == "trigger":
            raise _refusal(path, each.what_it_is)


def remove_foreign(connection: sqlite3.Connection, *, triggers_only: bool) -> list[Foreign]:
    """Take out whatever acts, in a transaction that is open; what that was."""
    removed = [
        each
        for each in foreign_in(connection.execute)
        if each.acts and (each.kind == "trigger" or not triggers_only)
    ]
    for each in removed:
        connection.execute(f"DROP {each.kind} {quoted(each.name)}")
    return removed


@cache
def _made() -> frozenset[str]:
    return frozenset(our_statements())


def _refusal(path: Path, message: Phrase) -> Damaged:
    return Damaged(
        "foreign-schema",
        message,
        hint=phrase(
            "Nothing was written. Look at it: pairing db doctor. To put it right after a backup:"
            " pairing db doctor --repair"
        ),
        file=str(path),
    )
