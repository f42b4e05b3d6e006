"""A field: one thing that is known of a record, said once for every place where it appears.

Columns of listings, options of commands, headers of tables from outside and of templates,
words of the history, and who may see it in an export: all of them come from here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple


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
    REF = "ref"
    """Another record, by its ref."""


TOTAL_ROW = Label("合计", "Total")
"""What the row below the rows of a table is called."""

BEGINS: Final = ("起", "开始", "开始日期", "开始时间", "起始", "起始日期", "起始时间", "自",
                "start", "from")  # fmt: skip
ENDS: Final = ("止", "结束", "结束日期", "结束时间", "截止", "截止日期", "截止时间", "终止日期",
              "end", "to")  # fmt: skip
"""Words above the first and the last day of what lasts."""

NUMBERS = frozenset({FieldType.HOURS, FieldType.COUNT, FieldType.NUMBER})
"""Types whose values stand right."""


class Audience(StrEnum):
    """Whom an export is for; of a field, the widest circle that may see it."""

    PUBLIC = "public"
    """Anybody: what a bureau may hang up or put online. No names of people, nothing that
    somebody has written freely."""
    INTERNAL = "internal"
    """What partners pass on among themselves: names, but no phones."""
    ARCHIVE = "archive"
    """Everything, as it was recorded."""

    def sees(self, field: Audience) -> bool:
        """Whether it may see a field for the circle `field`."""
        circles = tuple(Audience)
        return circles.index(field) <= circles.index(self)


class Field(NamedTuple):
    """One field of a record."""

    key: str
    """The JSON key of the contract."""
    label: Label
    """Its name: title of a column, header of a template, word in the history and in errors."""
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
    audience: Audience = Audience.INTERNAL
    """Who may see it in an export. What nobody has decided on isn't public."""
    column: str | None = None
    """The column of its table, where that is not its key."""
    option: str | None = None
    """The option of the commands, where that is not --key."""
    metavar: str = "TEXT"
    help: str = ""
    """What the option is for: an English msgid marked with `N_`."""
    wide: bool = False
    """Left out of the table for people on a terminal."""
    ahead: bool = False
    """A day that may be still to come: by when something is to be done."""
    tones: Mapping[str, str] | None = None
    """How its codes strike the eye: "good", "bad", "warn" or "quiet"."""
    person: bool = False
    """Whether it holds somebody's name, or several: texts for the public lose all of these."""
    one_person: bool = False
    """Whether it names one person who counts: several, or a crowd, are refused."""
    adds_up: bool = False
    """Whether its figures may be added up over a listing: hours may, shares and averages not."""

    def names(self) -> Iterator[str]:
        """Every header that means this field."""
        yield from (self.key, self.label.zh, self.label.en, *self.aliases)

    @property
    def stored_as(self) -> str:
        """The column of its table."""
        return self.column or self.key


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
