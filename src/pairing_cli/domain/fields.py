"""What a table from outside may hold: its columns, by every name that people give them.

One description of a field serves the import (which headers mean it, how its cells are read),
the template (header, drop-down, width, example) and the messages about both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pairing_cli.domain.phrases import Label


class FieldType(StrEnum):
    """How a cell of a field is read."""

    DATE = "date"
    HOURS = "hours"
    COUNT = "count"
    NUMBER = "number"
    TEXT = "text"
    NAMES = "names"
    """Several in one cell: 、 , ; / or a line break between them."""
    CODE = "code"
    """A word of a vocabulary: its code or its label in either language."""
    YES_NO = "yes_no"
    DIGITS = "digits"
    """A number that is none: a code or a phone number, whose zeros count."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table from outside."""

    key: str
    """The JSON key of the contract."""
    label: Label
    """The header in templates."""
    type: FieldType = FieldType.TEXT
    required: bool = False
    aliases: tuple[str, ...] = ()
    """Other headers that mean it."""
    labels: Mapping[str, Label] | None = None
    """Where it is a code: the words of the vocabulary."""
    choices: str | None = None
    """The list of the database that the template offers: forms, mentees, mentors, …"""
    example: Label | None = None
    width: int = 14
    """Cells, two for a Chinese character."""
    digits: int | None = None
    """How many a whole one has, where its digits count: a number with fewer has lost zeros."""
    hint: Label | None = None
    """What the template says when the cell is chosen."""

    def names(self) -> Iterator[str]:
        """Every header that means this field."""
        yield from (self.key, self.label.zh, self.label.en, *self.aliases)


def folded_header(text: str) -> str:
    """A header as it is compared: half width, one case, without blanks, marks and units.

    "受帮扶园 *", "受帮扶园（必填）" and "受帮扶园" are one header, as are "Class-hours" and
    "class_hours".
    """
    plain = unicodedata.normalize("NFKC", text).casefold().split("(", 1)[0].split("[", 1)[0]
    return "".join(character for character in plain if character not in _MARKS)


_MARKS = frozenset(" \t\r\n\u00a0\u3000*★☆:：-_—·.。、'’\ufeff")


def header_names(fields: Sequence[Field]) -> dict[str, str]:
    """Folded header → key. Two fields never share one: a test holds this."""
    return {folded_header(name): field.key for field in fields for name in field.names()}
