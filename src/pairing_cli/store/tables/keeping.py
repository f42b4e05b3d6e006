"""Who changed what, when and why."""

from __future__ import annotations

from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text
from sqlmodel import Field, SQLModel

from pairing_cli.store.tables.base import STRICT
from pairing_cli.store.tables.types import (
    one_of,
)


class ChangeSet(SQLModel, table=True):
    """One command's changes. Appended only, each chained to the one before by its hash."""

    __tablename__: ClassVar[str] = "change_set"
    __table_args__ = (CheckConstraint("undoes < seq", name="undoes_earlier"), STRICT)
    seq: int | None = Field(default=None, primary_key=True)
    at: str = Field(sa_type=Text)
    actor: str = Field(sa_type=Text)
    command: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    undoes: int | None = Field(default=None, foreign_key="change_set.seq")
    previous_hash: str = Field(sa_type=Text)
    hash: str = Field(sa_type=Text)


class Change(SQLModel, table=True):
    """One row's change: its table, key, and all its values before and after, as JSON."""

    __table_args__ = (
        one_of("operation", ("insert", "update", "delete")),
        Index(None, "table_name", "row_key"),
        STRICT,
    )
    set_seq: int = Field(primary_key=True, foreign_key="change_set.seq")
    position: int = Field(primary_key=True)
    table_name: str = Field(sa_type=Text)
    row_key: str = Field(sa_type=Text)
    operation: str = Field(sa_type=Text)
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)


class ChangeBatch(SQLModel, table=True):
    """The same change of many rows of one table, with the values of each, as JSON lists."""

    __tablename__: ClassVar[str] = "change_batch"
    __table_args__ = (
        one_of("operation", ("insert", "delete")),
        CheckConstraint("row_count >= 1", name="row_count_positive"),
        CheckConstraint("first_key <= last_key", name="keys_in_order"),
        Index(None, "table_name"),
        STRICT,
    )
    set_seq: int = Field(primary_key=True, foreign_key="change_set.seq")
    position: int = Field(primary_key=True)
    table_name: str = Field(sa_type=Text)
    operation: str = Field(sa_type=Text)
    key_names: str = Field(sa_type=Text)
    column_names: str = Field(sa_type=Text)
    row_count: int
    first_key: str = Field(sa_type=Text)
    last_key: str = Field(sa_type=Text)
    # Last, for it fills many pages: what stands behind it can't be read without them.
    row_values: str = Field(sa_type=Text)
