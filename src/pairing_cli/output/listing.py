"""What a command answers with. One shape serves every format.

A command returns one of these and never prints. Columns are declared once, beside the
command; JSON and CSV take their keys and codes, people's tables their titles and labels.

Values in rows are plain: str, int, float, bool, None, `datetime.date`, or a tuple of str
(several names in one cell), or a mapping / tuple of mappings (JSON only, never in a table).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

from pairing_cli.domain.fields import NUMBERS, TOTAL_ROW, Audience, Field
from pairing_cli.domain.phrases import Label, Phrase
from pairing_cli.domain.tuples import NamedTuple

Tones = Mapping[str, str]
"""Code → how it should strike the eye: "good", "bad", "warn" or "quiet"."""


class Column(NamedTuple):
    """One column of a listing."""

    key: str
    """The attribute (or mapping key) of a row, and the JSON and CSV name. Never translated."""
    title: str | Label
    """Heading for people: the name of a field, or an English msgid marked with `N_`."""
    labels: Mapping[str, Label] | None = None
    """Where the value is a code of a vocabulary: its words for people."""
    right: bool = False
    """Numbers stand right."""
    wide: bool = False
    """Left out of the table for people on a terminal; every other format has it."""
    folded: bool = False
    """What another column's `shown_as` says already: no table for people has it."""
    bar: bool = False
    """A percentage (0–100), drawn as a bar with its number on a terminal."""
    fits: Literal["", "end", "start"] = ""
    """On a terminal a row of it stays one line, its end or its start gives way: items of an
    enumeration, and how many is told (课时2 +3), or signs, for which "…" stands."""
    gives_way: int = 0
    """On a terminal that is too narrow for the table it is left out, the highest first, and said
    to be; 0 never is."""
    shown_as: str | None = None
    """The attribute that people read instead of `key`: a short name, a strip of months."""
    shorter: str | None = None
    """The attribute that people read on a terminal that is too narrow for the table."""
    tones: Tones | None = None
    """How codes in this column are coloured on a terminal."""
    unit: Label | None = None
    """What its numbers count; a workbook, which is printed, has it in the header."""
    audience: Audience = Audience.INTERNAL
    """The widest circle that may see it in an export. What nobody has decided on isn't public."""
    adds_up: bool = False
    """Whether a workbook, which is printed, has the sum of it below the rows."""


def column(field: Field, **shown: Any) -> Column:
    """The column of a field; `shown` are attributes of `Column` that are special here."""
    found = Column(
        field.key,
        field.label,
        labels=field.labels,
        right=field.type in NUMBERS,
        wide=field.wide,
        tones=field.tones,
        audience=field.audience,
        adds_up=field.adds_up,
    )
    return found._replace(**shown) if shown else found


def columns(fields: Iterable[Field]) -> tuple[Column, ...]:
    """The columns of fields, in their order."""
    return tuple(map(column, fields))


class Listing(NamedTuple):
    """Rows under columns: a table for people, a list of objects for scripts."""

    columns: tuple[Column, ...]
    rows: Iterable[Any]
    """Dataclass instances or mappings. May be a generator: formats that can, stream it."""
    title: Phrase | None = None
    notes: tuple[Phrase, ...] = ()
    """Counts and remarks, for stderr."""
    empty: Phrase | None = None
    """The one line on stderr when there are no rows."""
    exit_code: int = 0
    """1 where a command with --check found something."""
    total: Callable[[], Mapping[str, Any]] | None = None
    """Makes key → what stands below the rows of a workbook, of all of them together, where that
    is not the sum of columns that add up."""
    is_counted: Callable[[Any], bool] | None = None
    """Tells the rows whose figures are added up, where others are listed beside them."""
    total_title: Label = TOTAL_ROW
    is_withheld: Callable[[Any], bool] | None = None
    """Tells the rows that only the archive may have: what isn't made known yet."""


class Facts(NamedTuple):
    """One record: field by field for people, one object for scripts."""

    columns: tuple[Column, ...]
    row: Any
    title: Phrase | None = None
    notes: tuple[Phrase, ...] = ()


class Lines(NamedTuple):
    """Sentences below each other, one a line."""

    lines: tuple[Phrase, ...]
    title: Phrase | None = None


class Report(NamedTuple):
    """Several blocks under one title for people, one object for scripts."""

    data: Mapping[str, Any]
    """The JSON object, with the fixed keys of the contract."""
    blocks: tuple[Listing | Facts | Lines, ...]
    title: Phrase | None = None
    notes: tuple[Phrase, ...] = ()
    exit_code: int = 0
    """1 where a command with --check found something."""


class Screen(NamedTuple):
    """What people look at instead of a listing: its rows told in another way, on one screen.

    On a terminal the rows of the first block give way until all of it fits 24 lines; what is
    left out is counted. In a pipe everything stands.
    """

    data: Listing
    """What every format but the table holds."""
    blocks: tuple[Listing | Facts | Lines, ...]
    title: Phrase | None = None
    rest: Callable[[Sequence[Any]], Phrase] | None = None
    """What is said of the rows that didn't fit; without it none gives way."""
    notes: tuple[Phrase, ...] = ()

    @property
    def exit_code(self) -> int:
        """That of its data."""
        return self.data.exit_code


class Done(NamedTuple):
    """A write that happened (or would, under --dry-run): one sentence, and its rows."""

    message: Phrase
    hint: Phrase | None = None
    """How to take it back."""
    rows: Listing | Facts | Report | None = None
    """What was written, shown when a format is asked for."""
    notes: tuple[Phrase, ...] = ()
    exit_code: int = 0
    """1 where it was done with findings: rows that an import left out."""


class Plain(NamedTuple):
    """Text in a format of its own, a calendar or a message, which goes to stdout as it is."""

    text: str
    notes: tuple[Phrase, ...] = ()
    exit_code: int = 0
    """1 where a command with --check found something."""


Shown = Listing | Facts | Report
"""What the formats write; of a `Done` they write its rows."""

Result = Shown | Screen | Done | Plain
