"""A workbook looked through before anything opens it.

A workbook is a ZIP file of XML from somebody's computer. It is inflated once by the piece,
which tells how large it really is (the sizes it declares may lie). Its sheets are found as the
reader finds them, over the relations of the workbook and wherever in the archive they stand, and
looked through: one stray cell at XFD1048576 would take terabytes in the reader.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, Final
from xml.parsers.expat import ExpatError, ParserCreate

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase
from pairing_cli.files.tables.sheet_look import Part, StrangeSheet, look_at_sheet
from pairing_cli.files.tables.source import refused

MOST_ENTRIES: Final = 2_000
MOST_BYTES: Final = 1024 * 1024 * 1024
"""Of all parts together, inflated: a full sheet of a million rows has about half of it."""
MOST_RATIO: Final = 200
"""Inflated to packed, where it is more than a few megabytes: worksheets reach about 30."""
_HARMLESS: Final = 16 * 1024 * 1024
_CHUNK: Final = 256 * 1024
_LOCAL_HEADER: Final = 30


@dataclass(frozen=True, slots=True)
class Looked:
    """What is known of a workbook before it is opened."""

    parts: Mapping[str, Part]
    """By the name of the sheet; what is missing was not found in the archive."""
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
    by_name = {entry.filename.casefold(): entry for entry in entries}
    if "xl/workbook.xml" not in by_name:
        raise refused(
            "not-a-workbook",
            name,
            phrase("{file} is a ZIP file, but no .xlsx workbook.", file=name),
            phrase("Open it in Excel or WPS and save it as .xlsx."),
        )
    if len(by_name) < len(entries):  # which of two would be read, nobody can tell
        raise damaged(name, "two parts of one name")
    book = _Book(name)
    for part in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        if part in by_name:
            book.read(_inflated(stream, by_name[part], name, MOST_BYTES))
    sheets: dict[str, Part] = {}
    budget = MOST_BYTES
    for path, entry in by_name.items():
        if path in book.files.values():
            try:
                sheets[path] = look_at_sheet(partial(_inflated, stream, entry, name, budget))
            except StrangeSheet as error:
                raise damaged(name, str(error)) from error
        else:
            for _ in _inflated(stream, entry, name, budget):
                pass
        budget -= entry.file_size
    parts = {sheet: sheets[path] for sheet, path in book.files.items() if path in sheets}
    return Looked(parts, book.date_1904)


class _Book:
    """What workbook.xml and its relations say."""

    def __init__(self, name: str) -> None:
        self.files: dict[str, str] = {}
        """Name of a sheet → its part, in small letters: the reader doesn't mind the case."""
        self.date_1904 = False
        self._name = name
        self._targets: dict[str, str] = {}

    def read(self, pieces: Iterator[bytes]) -> None:
        """Read one of the two; the relations first. Raises `BadData`."""
        parser = ParserCreate()
        parser.StartElementHandler = self._start
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except ExpatError as error:
            raise damaged(self._name, str(error)) from error

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "Relationship":
            target = attributes.get("Target", "")
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            self._targets[attributes.get("Id", "")] = path.casefold()
        elif tag == "sheet":
            relation = next((each for key, each in attributes.items() if key.endswith(":id")), "")
            self.files[attributes.get("name", "")] = self._targets.get(relation, "")
        elif tag == "workbookPr":
            self.date_1904 = attributes.get("date1904") in {"1", "true", "on"}


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


def damaged(name: str, reason: str) -> BadData:
    """The error for a workbook that can't be read."""
    return refused(
        "damaged-workbook",
        name,
        phrase("{file} is not a workbook that can be read: {reason}.", file=name, reason=reason),
        phrase("Open it in Excel or WPS and save it as .xlsx again."),
    )
