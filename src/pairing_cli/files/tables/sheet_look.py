"""One worksheet of a workbook looked through before anything opens it.

How far its cells reach, which of them are formulas or errors, and what is hidden: calamine lays
a sheet out densely, hands errors over as blank cells, and doesn't tell what nobody sees. Patterns
find all that quickly in the XML that most programs write; whatever is written otherwise is read
by a real parser.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate

MOST_CELLS: Final = 8_000_000
"""Rows times columns of one sheet: some 250 MiB in the reader."""

NO_RESULT: Final = "="
"""Stands for the error of a formula whose result was not saved."""

_LAST_ROW: Final = 1_048_576
_LAST_COLUMN: Final = 16_384


@dataclass(slots=True)
class Part:
    """What the look at one worksheet found."""

    rows: int = 0
    columns: int = 0
    """How far the cells reach; at most so far, where that is not too much."""
    errors: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """Row → the columns (1 is A) of cells that are errors, with their texts."""
    formulas: int = 0
    first_formula: tuple[int, int] = (0, 0)
    """Row and column."""
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)

    def note(self, row: int, column: int, kind: str, value: str | None) -> None:
        """Note a cell that is an error, or a formula with the result `value`."""
        if kind == "e":
            self.errors.setdefault(row, []).append((column, value or "#?"))
        elif value is None or (not value and kind != "str"):
            self.errors.setdefault(row, []).append((column, NO_RESULT))
        else:
            self.first_formula = self.first_formula if self.formulas else (row, column)
            self.formulas += 1

    def hide_columns(self, attributes: Mapping[str, str]) -> None:
        """Note what a `<col>` hides."""
        first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
        self.hidden_columns += range(first, min(last, first + 100) + 1)


class StrangeSheet(Exception):  # noqa: N818 - what is wrong with a part, not with the program
    """The part is no worksheet that a program of the trade has written."""


def look_at_sheet(part: Callable[[], Iterator[bytes]]) -> Part:
    """Look through a worksheet; `part` gives its XML by the piece, anew each time.

    Raises `StrangeSheet` for what is no XML or no place in a sheet.
    """
    found = _quickly(part())
    if found is None or found.rows * found.columns > MOST_CELLS:
        # Rarely: written in another way, very long or wide, or blank cells with a colour far away.
        return _thoroughly(part())
    return found


# --- By patterns ----------------------------------------------------------------------------

_MANY_ROWS: Final = 200_000
_FAR_ROW: Final = re.compile(rb'r="[A-Z]{0,3}(?:[2-9][0-9]{5}|[0-9]{7})')
"""A reference to a row from `_MANY_ROWS` on. The patterns begin with plain characters, which
makes the search ten times as fast; what they find too much costs a second look."""
_REFERENCE: Final = re.compile(rb'r="([A-Z]{1,3})[0-9]{1,7}"')
_UNUSUAL: Final = tuple(
    re.compile(each)
    for each in (
        rb"='",
        rb"<!",
        rb'<c(?:[^ ofu]| (?!r="[A-Z]))',  # no cells are <col>, <cfRule>, <customSheetView>
        rb':c(?:[^ ofu]| (?!r="[A-Z]))',
        rb'r="[A-Z]{4}',
        rb'<row(?=[ >/])(?! r="[1-9][0-9]{0,6}")',
        rb":row[ >]",
    )
)
"""Cells and rows that don't begin with their reference, or quote it otherwise; references beyond
any sheet; comments."""
_HIDDEN_ROW: Final = re.compile(rb'<row r="([0-9]+)"[^>]*\shidden="(?:1|true)"')
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb'(\w+)="([^"]*)"')
_SPECIAL: Final = re.compile(
    rb'<(?:\w+:)?c\b(?P<before>[^>]*?)\br="(?P<letters>[A-Z]{1,3})(?P<row>[0-9]{1,7})"'
    rb"(?P<after>[^>]*?)(?<!/)>\s*"
    rb"(?P<formula><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?\s*"
    rb"(?P<has><(?:\w+:)?v(?:/>|>(?P<value>[^<]*)</))?"
)
_TYPE: Final = re.compile(rb'\bt="(\w+)"')
_TAIL: Final = 64 * 1024


def _quickly(pieces: Iterator[bytes]) -> Part | None:
    """What patterns find; None where the sheet isn't written as they expect."""
    part = Part(rows=_MANY_ROWS)
    beyond = _beyond(0)
    first = True
    for text in _whole_cells(pieces):
        if first and (b"\x00" in text[:64] or b"<" not in text[:64]):
            return None
        first = False
        if beyond.search(text):
            part.columns = max(part.columns, *map(column_number, _REFERENCE.findall(text)), 0)
            beyond = _beyond(part.columns)
        if _FAR_ROW.search(text) or any(each.search(text) for each in _UNUSUAL):
            return None
        if b't="e"' in text or b"<f>" in text or b"<f " in text or b":f" in text:
            _note_special(text, part)
        if b"hidden=" in text:
            part.hidden_rows += [int(found[1]) for found in _HIDDEN_ROW.finditer(text)]
            for column in _COLUMN.findall(text):
                pairs = {key.decode(): each.decode() for key, each in _ATTRIBUTE.findall(column)}
                if pairs.get("hidden") in {"1", "true"}:
                    part.hide_columns(pairs)
    return part


def _whole_cells(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The XML cut anew, where a cell or row begins, so that none is seen in halves."""
    tail = b""
    for piece in pieces:
        text = tail + piece
        cut = max(
            text.rfind(b"<c ", -_TAIL),
            text.rfind(b"<row ", -_TAIL),
            text.rfind(b"<", 0, text.rfind(b":c ", -_TAIL) + 1),
        )
        text, tail = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
        yield text
    yield tail


def _beyond(columns: int) -> re.Pattern[bytes]:
    """Finds a reference to a column beyond the first `columns`."""
    first, second = divmod(columns - 1, 26) if columns else (0, -1)
    higher = [b"[A-Z]{3}"]
    if columns < 26:
        higher.append(b"[A-Z]{2}")
        higher.append(b"[%c-Z]" % (65 + columns))
    elif columns < 26 * 27:
        if second < 25:
            higher.append(b"%c[%c-Z]" % (64 + first, 66 + second))
        if first < 26:
            higher.append(b"[%c-Z][A-Z]" % (65 + first))
    return re.compile(rb'r="(?:' + b"|".join(higher) + rb")[0-9]")


def _note_special(text: bytes, part: Part) -> None:
    for found in _SPECIAL.finditer(text):
        kind = _TYPE.search(found["before"]) or _TYPE.search(found["after"])
        name = kind[1].decode() if kind else ""
        if name == "e" or found["formula"]:
            value = (found["value"] or b"").decode("utf-8", "replace") if found["has"] else None
            part.note(int(found["row"]), column_number(found["letters"]), name, value)


def column_number(letters: bytes) -> int:
    """A=1, Z=26, AA=27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


# --- By a parser ----------------------------------------------------------------------------

_PLACE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class _Look:
    """The handlers of a parser, and what they have seen."""

    def __init__(self) -> None:
        self.part = Part()
        self._row = self._column = 0
        self._kind = ""
        self._has_formula = self._in_value = False
        self._value: str | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            if not 0 < self._row <= _LAST_ROW:
                raise StrangeSheet(f"row {self._row}")
            if attributes.get("hidden") in {"1", "true"}:
                self.part.hidden_rows.append(self._row)
        elif tag == "c":
            self._row, self._column = self._place(attributes.get("r"))
            self._kind = attributes.get("t", "")
            self._has_formula, self._value = False, None
        elif tag == "col" and attributes.get("hidden") in {"1", "true"}:
            self.part.hide_columns(attributes)
        elif tag in {"v", "t", "f"}:
            part = self.part
            part.rows, part.columns = max(part.rows, self._row), max(part.columns, self._column)
            self._has_formula = self._has_formula or tag == "f"
            self._in_value = tag == "v"
            self._value = "" if tag == "v" else self._value

    def _place(self, reference: str | None) -> tuple[int, int]:
        if reference is None:
            row, column = self._row, self._column + 1
        else:
            found = _PLACE.fullmatch(reference)
            if found is None:
                raise StrangeSheet(reference[:20])
            row, column = int(found[2]), column_number(found[1].upper().encode())
        if not (0 < row <= _LAST_ROW and column <= _LAST_COLUMN):
            raise StrangeSheet(reference or f"{row}:{column}")
        return row, column

    def text(self, data: str) -> None:
        if self._in_value and self._value is not None and len(self._value) < _TAIL:
            self._value += data

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "v":
            self._in_value = False
        elif tag == "c" and (self._has_formula or self._kind == "e"):
            self.part.note(self._row, self._column, self._kind, self._value)


def _thoroughly(pieces: Iterator[bytes]) -> Part:
    """What a real parser finds; the reach is that of the cells with something in them."""
    look = _Look()
    parser = ParserCreate()
    parser.StartElementHandler = look.start
    parser.EndElementHandler = look.end
    parser.CharacterDataHandler = look.text
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (ExpatError, ValueError) as error:
        raise StrangeSheet(str(error)) from error
    return look.part
