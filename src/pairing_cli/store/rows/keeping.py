"""Who changed what, when and why.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

from pairing_cli.store.rows.base import Row, column


class ChangeSet(Row, table="change_set"):
    """One command's changes. Appended only, each chained to the one before by its hash."""

    seq: int | None = column(key=True, default=None)
    at: str
    actor: str
    command: str
    reason: str | None = column(default=None)
    undoes: int | None = column(default=None)
    previous_hash: str
    hash: str


class Change(Row, table="change"):
    """One row's change: its table, key, and all its values before and after, as JSON."""

    set_seq: int = column(key=True)
    position: int = column(key=True)
    table_name: str
    row_key: str
    operation: str
    before: str | None = column(default=None)
    after: str | None = column(default=None)


class ChangeBatch(Row, table="change_batch"):
    """The same change of many rows of one table, with the values of each, as JSON lists."""

    set_seq: int = column(key=True)
    position: int = column(key=True)
    table_name: str
    operation: str
    key_names: str
    column_names: str
    row_count: int
    first_key: str
    last_key: str
    row_values: str
