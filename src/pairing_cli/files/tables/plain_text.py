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

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.words.formula_marks import unmarked
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
    if b"\x00" in head:
        # No text of another encoding has zero bytes. Those of commas and line ends tell the order.
        order = "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
        if not _is_text(head, order):
            raise not_text(name)
        return order
    for encoding in ("utf-8", "gb18030"):
        if _decodes(stream, encoding):
            return encoding
    raise refused(
        "unknown-encoding",
        name,
        phrase("{file} is neither UTF-8 nor GB18030 text.", file=name),
        phrase("Save it in Excel or WPS as “CSV UTF-8” or as .xlsx."),
    )


def _is_text(head: bytes, encoding: str) -> bool:
    """Whether the beginning of a file reads as text: no control characters."""
    text = head[: len(head) // 2 * 2].decode(encoding, "replace")
    return not any(sign < " " and sign not in "\t\r\n\f" for sign in text)


def not_text(name: str) -> BadData:
    """The error for a file that is no table of any kind."""
    return refused(
        "not-a-table",
        name,
        phrase("{file} is not a table of text.", file=name),
        phrase("Open it in the program that made it and save it as .xlsx or as “CSV UTF-8”."),
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
        _as_text(stream, encoding_of(stream, name), name, newline=None) as text,
    ):
        for line in text:
            yield line.rstrip("\n").lstrip("\ufeff")


@contextmanager
def _as_text(
    stream: BinaryIO, encoding: str, name: str, newline: str | None
) -> Iterator[io.TextIOWrapper]:
    """`stream` as text, for a while: whoever opened it closes it. Raises `BadData` for bytes that
    are no text of its encoding.
    """
    text = io.TextIOWrapper(stream, encoding=encoding, newline=newline)
    try:
        yield text
    except UnicodeDecodeError as error:
        with suppress(ValueError):
            text.detach()
        raise _bad_bytes(stream, encoding, name) from error
    finally:
        with suppress(ValueError):  # closed already, where nobody read to the end
            text.detach()


def _bad_bytes(stream: BinaryIO, encoding: str, name: str) -> BadData:
    """The error for bytes that are no text, with the line on which the first of them stands."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    try:
        while chunk := stream.read(_CHUNK):
            try:
                line += decoder.decode(chunk).count("\n")
            except UnicodeDecodeError as error:
                line += error.object[: error.start].decode(encoding, "ignore").count("\n")
                break
    finally:
        stream.seek(0)
    refusal = refused(
        "bad-bytes",
        name,
        phrase("The file is not whole: line {line} holds bytes that are no text ({encoding}).",
               line=line, encoding=encoding.upper().removesuffix("-SIG")),
        phrase("Open it in Excel or WPS, look at that line, and save it as “CSV UTF-8” or .xlsx."),
    )  # fmt: skip
    refusal.row = line
    return refusal


# --- CSV and TSV ----------------------------------------------------------------------------


def read_delimited(stream: BinaryIO, name: str) -> SourceTable:
    """A CSV or TSV file as a table. Raises `BadData` for what isn't text."""
    with reading_file(name):
        encoding = encoding_of(stream, name)
        head = stream.read(_SAMPLE)
        stream.seek(0)
    sample = head.decode(encoding, "replace")
    if "\x00" in sample:
        raise not_text(name)
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
    with reading_file(name), _as_text(stream, encoding, name, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                marked = "'" in "".join(cells)
                yield first, list(map(unmarked, cells)) if marked else cells
                first = reader.line_num + 1
        except csv.Error as error:
            raise _bad_line(name, first, str(error)) from error


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
    is_whole = head.startswith(b"[") or _is_one_document(stream, name)
    rows = _listed(stream, name) if is_whole else _by_line(stream, name)
    return SourceTable(name, None, rows, keyed=True)


def _is_one_document(stream: BinaryIO, name: str) -> bool:
    """Whether an object of JSON goes over several lines, or wraps the rows."""
    first, *further = islice((line for line in lines_of(stream, name) if line.strip()), 2)
    stream.seek(0)
    try:
        found = json.loads(first, object_pairs_hook=_Pairs)
    except (ValueError, RecursionError):
        return first.strip() in {"{", "{}"} or not first.rstrip().endswith("}")
    return not further and isinstance(found, _Pairs) and _wraps(found)


def _wraps(found: _Pairs) -> bool:
    """Whether an object holds rows, at once or one level deeper."""
    return any(
        _is_rows(each) or (isinstance(each, _Pairs) and any(_is_rows(value) for _, value in each))
        for _, each in found
    )


def _by_line(stream: BinaryIO, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    for number, line in enumerate(lines_of(stream, name), start=1):
        if line.strip():
            yield number, _pairs(_parsed(line, name, number), name, number)


def _listed(stream: BinaryIO, name: str) -> Iterator[tuple[int, Sequence[Any]]]:
    with reading_file(name), _as_text(stream, encoding_of(stream, name), name, None) as text:
        objects = _parsed(text.read().lstrip("\ufeff"), name, None)
    objects = _rows_within(objects, name)
    for number, each in enumerate(objects, start=1):
        yield number, _pairs(each, name, number)


def _rows_within(document: Any, name: str) -> list[Any]:
    """The rows of a document: itself, or the one list of objects that it wraps, as servers answer
    with {"code": 0, "data": […]}. Raises `BadData` where it wraps several.
    """
    if not isinstance(document, _Pairs):
        return document if isinstance(document, list) else [document]
    wrapped = {key: value for key, value in document if _is_rows(value)}
    if len(wrapped) > 1:
        raise refused(
            "several-lists",
            name,
            phrase("{file} holds several lists of rows: {names}.", file=name, names=list(wrapped)),
            phrase("Save the list that is meant in a file of its own."),
        )
    if wrapped:
        return next(iter(wrapped.values()))
    inner = [value for _, value in document if isinstance(value, _Pairs)]
    deeper = [each for each in inner if any(_is_rows(value) for _, value in each)]
    return _rows_within(deeper[0], name) if len(deeper) == 1 else [document]


def _is_rows(value: Any) -> bool:
    """Whether a value of JSON is a list of objects."""
    return (
        isinstance(value, list)
        and not isinstance(value, _Pairs)
        and bool(value)
        and all(isinstance(each, _Pairs) for each in value)
    )


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
