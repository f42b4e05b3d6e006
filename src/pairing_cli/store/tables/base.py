"""What all tables share: naming of constraints, keys, and the models that validate."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import ConfigDict, field_validator
from sqlalchemy import Index, Text, text
from sqlmodel import Field, SQLModel

from pairing_cli.domain.ids import REF_START, new_id
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, has_forbidden_characters
from pairing_cli.store.tables.types import Flag, IsoDate

SQLModel.metadata.naming_convention = {
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
}

STRICT: dict[str, Any] = {"sqlite_strict": True}


def ref_index(table: str) -> Index:
    """An index of refs, which are the tail of a table's keys."""
    return Index(f"ix_{table}_ref", text(f"substr(id, {REF_START + 1})"))


class Fields(SQLModel):
    """What every row shares: no unknown fields, and text that can be shown safely."""

    model_config = ConfigDict(extra="forbid", defer_build=True)  # type: ignore[assignment]

    @field_validator("*", mode="before")
    @classmethod
    def _printable(cls, value: Any) -> Any:
        if isinstance(value, str) and has_forbidden_characters(value):
            msg = "control characters"
            raise ValueError(msg)
        return value


class Keyed(Fields):
    """A row with a UUIDv7 of its own."""

    id: str = Field(default_factory=new_id, primary_key=True, sa_type=Text)


class Removable(Fields):
    """A record that can be taken out of every count and list, with the reason; it stays."""

    removed_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    removed_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)


class Sourced(Fields):
    """Where a row comes from, and whether the source says it or we assume it."""

    source: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    assumed: bool = Field(default=False, sa_type=Flag)


class SearchableName(Fields):
    """A name with what it takes to find it without an input method."""

    name: str = Field(max_length=NAME, sa_type=Text)
    pinyin: str = Field(default="", sa_type=Text)
    initials: str = Field(default="", sa_type=Text)
