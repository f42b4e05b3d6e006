"""A workbook looked through before anything opens it.

A workbook is a ZIP file of XML from somebody's computer. It is inflated once by the piece,
which tells how large it really is (the sizes it declares may lie), how far its cells reach
(calamine lays a sheet out densely: one stray cell at XFD1048576 would take terabytes), and
which cells are formulas or errors, both of which calamine hands over as if they were plain
values or blank.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase
from pairing_cli.files.tables.source import refused

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 1024 * 1024 * 1024
"""Of all parts together, inflated: a full sheet of a million rows has about half of it."""
MOST_RATIO: Final = 200
"""Inflated to packed, where it is more than a few megabytes: worksheets reach about 30."""
MOST_CELLS: Final = 8_000_000
"""Rows times columns of one sheet: some 250 MiB in the reader."""

_HARMLESS: Final = 16 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_LOCAL_HEADER: Final = 30


@dataclass(slots=True)
class Part:
    """What the look at one worksheet found."""

    rows: int = 0
    columns: int = 0
    """How far the cells reach; at most so far, where that is not too much."""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of a workbook before it is opened."""

    parts: Mapping[str, Part]
    """By the name of the sheet."""
    date_1904: bool


def looked_through(stream: BinaryIO, name: str) -> Looked:
    """Look through the workbook in `stream`. Raises `BadData` for what is damaged, encrypted,
    no workbook or far too large.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _check_declared(entries, name)
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise refused(
                    "encrypted", name, phrase("{file} is protected by a password.", file=name)
                )
            return _looked_at_parts(stream, entries, name)
    except (zipfile.BadZipFile, zlib.error, KeyError, UnicodeDecodeError) as error:
        raise damaged(name, str(error)) from error


def _check_declared(entries: Sequence[zipfile.ZipInfo], name: str) -> None:
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or declared > MOST_BYTES
        or (declared > _HARMLESS and declared > packed * MOST_RATIO)
    ):
        raise _bomb(name, declared)


def _bomb(name: str, size: int) -> BadData:
    return refused(
        "zip-bomb",
        name,
        phrase(
            "{file} would unpack to {size} MiB: that is no register.",
            file=name,
            size=size // (1024 * 1024),
        ),
        phrase("Copy the table into a new workbook, or save it as CSV."),
    )


def _looked_at_parts(stream: BinaryIO, entries: Sequence[zipfile.ZipInfo], name: str) -> Looked:
    by_name = {entry.filename: entry for entry in entries}
    if "xl/workbook.xml" not in by_name:
        raise refused(
            "not-a-workbook",
            name,
            phrase("{file} is a ZIP file, but no .xlsx workbook.", file=name),
            phrase("Open it in Excel or WPS and save it as .xlsx."),
        )
    budget = MOST_BYTES
    parts: dict[str, Part] = {}
    small: dict[str, bytes] = {}
    for entry in entries:
        pieces = _inflated(stream, entry, name, budget)
        if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
            part = parts[entry.filename] = _look_at_sheet(pieces)
            if part.rows * part.columns > MOST_CELLS:
                # Rarely: very long or very wide, or blank cells with a colour far away.
                part.rows, part.columns = _reach(_inflated(stream, entry, name, budget), name)
        elif entry.filename in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}:
            small[entry.filename] = b"".join(pieces)
        else:
            for _ in pieces:
                pass
        budget -= entry.file_size
    book = small["xl/workbook.xml"].decode("utf-8", "replace")
    named = _sheet_files(book, small.get("xl/_rels/workbook.xml.rels", b""))
    return Looked(
        {sheet: parts[file] for sheet, file in named.items() if file in parts},
        re.search(r'date1904\s*=\s*"(1|true|on)"', book) is not None,
    )


def _inflated(stream: BinaryIO, entry: zipfile.ZipInfo, name: str, budget: int) -> Iterator[bytes]:
    """One part by the piece, as it really is: more than it declared is refused."""
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL_HEADER)
    stream.seek(
        int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1
    )
    remaining = entry.compress_size
    made = 0
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise damaged(name, f"method {entry.compress_type}")
    engine = zlib.decompressobj(-15) if entry.compress_type == zipfile.ZIP_DEFLATED else None
    while remaining > 0 and not (engine and engine.eof):
        packed = stream.read(min(_CHUNK, remaining))
        if not packed:
            raise damaged(name, "EOF")
        remaining -= len(packed)
        while packed:
            piece = engine.decompress(packed, _CHUNK * 4) if engine else packed
            packed = engine.unconsumed_tail if engine else b""
            made += len(piece)
            if made > min(entry.file_size, budget):
                raise _bomb(name, made)
            yield piece


_MANY_ROWS: Final = 200_000
_FAR_ROW: Final = re.compile(rb'r="[A-Z]{0,3}(?:[2-9][0-9]{5}|[0-9]{7})')
"""A reference to a row from `_MANY_ROWS` on. The patterns begin with plain characters, which
makes the search ten times as fast; what they find too much costs a second look."""
_REFERENCE: Final = re.compile(rb'r="([A-Z]{1,3})[0-9]{1,7}"')
_UNUSUAL: Final = tuple(
    re.compile(each) for each in (rb"='", rb'<c(?:[^ o]| (?!r="))', rb':c(?:[^ o]| (?!r="))')
)
"""Cells that don't begin with their reference, or quote it otherwise. No cells are `<cols>`."""
_SPECIAL: Final = re.compile(
    rb'<(?:\w+:)?c\b([^>]*?)\br="([A-Z]{1,3})([0-9]{1,7})"([^>]*?)(?<!/)>'
    rb"\s*(<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>))?\s*(?:<(?:\w+:)?v>([^<]*)</)?"
)
_TAIL: Final = 64 * 1024


def _look_at_sheet(pieces: Iterator[bytes]) -> Part:
    """Errors and formulas of a sheet, and how far its cells reach at most."""
    part = Part(rows=_MANY_ROWS)
    beyond = _beyond(0)
    for text in _whole_cells(pieces):
        if beyond.search(text):
            part.columns = max(part.columns, *map(_column, _REFERENCE.findall(text)))
            beyond = _beyond(part.columns)
        if _FAR_ROW.search(text) or any(each.search(text) for each in _UNUSUAL):
            part.rows = part.columns = MOST_CELLS
        if b't="e"' in text or b"<f>" in text or b"<f " in text or b":f" in text:
            _look_at_special(text, part)
    return part


def _reach(pieces: Iterator[bytes], name: str) -> tuple[int, int]:
    """How many rows and columns the cells with something in them span, by a real parser."""
    from xml.parsers.expat import ExpatError, ParserCreate

    row = column = rows = columns = 0

    def start(tag: str, attributes: Mapping[str, str]) -> None:
        nonlocal row, column, rows, columns
        tag = tag.rpartition(":")[2]
        reference = attributes.get("r", "")
        if tag == "row":
            row, column = int(reference) if reference else row + 1, 0
        elif tag == "c":
            letters = reference.rstrip("0123456789")
            column = _column(letters.encode()) if letters else column + 1
            row = int(reference[len(letters) :] or row)
        elif tag in {"v", "t", "f"}:
            rows, columns = max(rows, row), max(columns, column)

    parser = ParserCreate()
    parser.StartElementHandler = start
    try:
        for piece in pieces:
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except (ExpatError, ValueError) as error:
        raise damaged(name, str(error)) from error
    return rows, columns


def _whole_cells(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The XML cut anew, where a cell begins, so that none is seen in halves."""
    tail = b""
    for piece in pieces:
        text = tail + piece
        cut = max(text.rfind(b"<c ", -_TAIL), text.rfind(b"<", 0, text.rfind(b":c ", -_TAIL) + 1))
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


def _look_at_special(text: bytes, part: Part) -> None:
    for found in _SPECIAL.finditer(text):
        place = (int(found[3]), _column(found[2]))
        if b't="e"' in found[1] or b't="e"' in found[4]:
            part.errors[place] = (found[6] or b"#?").decode("utf-8", "replace")
        elif found[5] and found[6] is None:
            part.errors[place] = "="
        elif found[5]:
            part.formulas.append(place)


def _column(letters: bytes) -> int:
    """A=1, Z=26, AA=27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet_files(book: str, relations: bytes) -> dict[str, str]:
    """Name of a sheet → its part, over the relations of the workbook."""
    from html import unescape

    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations.decode("utf-8", "replace")):
        pairs = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        target = pairs.get("Target", "").lstrip("/")
        targets[pairs.get("Id", "")] = target if target.startswith("xl/") else f"xl/{target}"
    files = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
        pairs = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        relation = next((value for key, value in pairs.items() if key.endswith(":id")), "")
        files[unescape(pairs.get("name", ""))] = targets.get(relation, "")
    return files


def damaged(name: str, reason: str) -> BadData:
    """The error for a workbook that can't be read."""
    return refused(
        "damaged-workbook",
        name,
        phrase("{file} is not a workbook that can be read: {reason}.", file=name, reason=reason),
        phrase("Open it in Excel or WPS and save it as .xlsx again."),
    )
