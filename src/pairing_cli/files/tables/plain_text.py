"""Text files of unknown encoding: CSV, TSV, JSON lines and pasted lines.

The encoding is told by the byte order mark, else by whether the whole file is UTF-8, else it
is GB18030, which every Chinese Windows writes and which holds 䶮, 𠮷 and 㛃. Python's "gbk"
lacks them and would refuse or garble the file.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, BinaryIO, Final

from pairing_cli.domain.phrases import phrase
from pairing_cli.files.tables.source import LONGEST_CELL, SourceTable, reading_file, refused

_CHUNK: Final = 1024 * 1024
_SAMPLE: Final = 64 * 1024
"""Bytes that the delimiter is told from."""
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = ",\t;；，"
_DEEPEST: Final = 20
"""Levels of nesting in a line of JSON; a row needs two."""


def encoding_of(stream: BinaryIO, name: str) -> str:
    """The encoding of a file, which is read through once and then stands at its start again.

    Raises `BadData` where it is none that we know.
    """
    head = stream.read(4096)
    stream.seek(0)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if head.count(b"\x00") > len(head) // 8:
        # Without a mark, the zero bytes of ASCII characters tell the order.
        return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    for encoding in ("utf-8", "gb18030"):
        if _decodes(stream, encoding):
            return encoding
    raise refused(
        "unknown-encoding",
        name,
        phrase("{file} is neither UTF-8 nor GB18030 text.", file=name),
        phrase("Save it in Excel or WPS as “CSV UTF-8” or as .xlsx."),
    )


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        stream.seek(0)
    return True


def lines_of(stream: BinaryIO, name: str) -> Iterator[str]:
    """The lines of a text file, without their ends."""
    with (
        reading_file(name),
        _as_text(stream, encoding_of(stream, name), newline=None) as text,
    ):
        for line in text:
            yield line.rstrip("\n").lstrip("\ufeff")


@contextmanager
def _as_text(stream: BinaryIO, encoding: str, newline: str | None) -> Iterator[io.TextIOWrapper]:
    """`stream` as text, for a while: whoever opened it closes it."""
    text = io.TextIOWrapper(stream, encoding=encoding, newline=newline)
    try:
        yield text
    finally:
        with suppress(ValueError):  # closed already, where nobody read to the end
            text.detach()


# --- CSV and TSV ----------------------------------------------------------------------------


def read_delimited(stream: BinaryIO, name: str) -> SourceTable:
    """A CSV or TSV file as a table. Raises `BadData` for what isn't text."""
    with reading_file(name):
        encoding = encoding_of(stream, name)
        head = stream.read(_SAMPLE)
        stream.seek(0)
    sample = codecs.getincrementaldecoder(encoding)().decode(head)
    if "\x00" in sample:
        raise refused("not-a-table", name, phrase("{file} is not a table of text.", file=name))
    return SourceTable(name, None, _delimited_rows(stream, encoding, name, _delimiter(sample)))


def _delimiter(sample: str) -> str:
    """The character that most evenly divides the first lines.

    csv.Sniffer guesses letters on Chinese text; only what programs write is tried here.
    """
    lines = [line for line in islice(sample.splitlines(), 30) if line.strip()]

    def evenness(delimiter: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=delimiter)]
        common = max(counts, key=counts.count, default=1)
        return (counts.count(common) if common > 1 else 0, common)

    return max(_DELIMITERS, key=evenness)


def _delimited_rows(
    stream: BinaryIO, encoding: str, name: str, delimiter: str
) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows with the line on which each begins; `strict` finds a quote that is never closed."""
    csv.field_size_limit(LONGEST_CELL * 4)
    first = 1
    with reading_file(name), _as_text(stream, encoding, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                yield first, cells
                first = reader.line_num + 1
        except csv.Error as error:
            raise _bad_line(name, first, str(error)) from error
        except UnicodeDecodeError as error:
            raise _bad_line(name, first, error.reason) from error


def _bad_line(name: str, row: int, reason: str) -> Exception:
    told = next((what for words, what in _CSV_REASONS.items() if words in reason), reason)
    error = refused(
        "bad-csv",
        name,
        phrase("A row can't be read: {reason}.", reason=told),
        phrase("Look for a quotation mark that is opened and not closed."),
    )
    error.row = row
    return error


_CSV_REASONS: Final = {
    "unexpected end of data": phrase("the file ends within quotation marks"),
    "expected after": phrase("a quotation mark stands inside a text"),
    "field larger than": phrase("a cell has no end"),
}
"""What Python's csv says, in part → what we say."""


# --- JSON lines -----------------------------------------------------------------------------


def read_json_lines(stream: BinaryIO, name: str) -> SourceTable:
    """JSON lines, or one JSON list of objects as `--format json` writes it, as a table."""
    with reading_file(name):
        head = stream.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
        stream.seek(0)
    rows = _listed(stream, name) if head.startswith(b"[") else _by_line(stream, name)
    return SourceTable(name, None, rows, keyed=True)


def _by_line(stream: BinaryIO, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    for number, line in enumerate(lines_of(stream, name), start=1):
        if line.strip():
            yield number, _pairs(_parsed(line, name, number), name, number)


def _listed(stream: BinaryIO, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    with reading_file(name):
        text = stream.read().decode(encoding_of(stream, name), errors="strict")
    objects = _parsed(text.lstrip("\ufeff"), name, None)
    if not isinstance(objects, list):
        objects = [objects]
    for number, each in enumerate(objects, start=1):
        yield number, _pairs(each, name, number)


class _Pairs(list[tuple[str, Any]]):
    """An object of JSON with its keys in order; doubled ones stay, to be refused."""


def _parsed(text: str, name: str, number: int | None) -> Any:
    deepest = depth = 0
    for character in text if len(text) < LONGEST_CELL else ():
        depth += (character in "[{") - (character in "]}")
        deepest = max(deepest, depth)
    try:
        if deepest > _DEEPEST:
            raise RecursionError
        return json.loads(text, object_pairs_hook=_Pairs, parse_constant=_no_number)
    except RecursionError:
        reason = phrase("it is nested too deeply")
    except ValueError as error:
        reason = phrase("{reason}", reason=str(error))
    failure = refused("bad-json", name, phrase("This is not JSON: {reason}.", reason=reason))
    failure.row = number
    raise failure


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _pairs(value: Any, name: str, number: int) -> list[tuple[str, Any]]:
    if not isinstance(value, _Pairs):
        error = refused("bad-json", name, phrase("A row of JSON must be an object."))
        error.row = number
        raise error
    keys = [key for key, _ in value]
    doubled = [key for key in keys if keys.count(key) > 1]
    if doubled:
        error = refused("doubled-key", name, phrase("The key {key} stands twice.", key=doubled[0]))
        error.row, error.column = number, doubled[0]
        raise error
    return [(key, _cell(inner)) for key, inner in value]


def _cell(value: Any) -> Any:
    """A list becomes several names in one cell; what is nested deeper is refused by the field."""
    return tuple(map(_cell, value)) if isinstance(value, list | tuple) else value
