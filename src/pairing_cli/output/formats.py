"""The formats by name, and files in them.

JSON, JSON lines, CSV and TSV are for scripts: keys and codes, the same in every language, on
a terminal and in a pipe. The table and Markdown are for people: titles and labels in their
language. One listing serves them all, and no format lets a cell act: not on a terminal, not
in a spreadsheet, not as markup.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring
from pathlib import Path
from typing import Any, Final, TextIO

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.formula_marks import marked
from pairing_cli.output.cells import (
    for_people,
    for_scripts,
    raw_value,
    remembering,
    spreadsheet_text,
    taking,
)
from pairing_cli.output.language import translate
from pairing_cli.output.listing import Facts, Lines, Listing, Report, Shown
from pairing_cli.output.surface import Surface
from pairing_cli.output.terminal import NOTHING, write_table
from pairing_cli.output.text import JOINERS, harmless, json_harmless

Writer = Callable[[Shown, TextIO], None]


class Format(NamedTuple):
    """One way to write a listing, facts or a report."""

    name: str
    write: Writer
    """Writes a result to a text stream, lines ending in "\\n". Listings are not held in
    memory where the format can do without."""
    write_to_file: Writer | None = None
    """The same with the line ends that programs expect in a file, where they differ."""
    file_encoding: str = "utf-8"
    for_reports: bool = True


def format_named(name: str) -> Format:
    """The format called `name`. Raises UsageError, naming those there are."""
    if name not in FORMATS:
        raise UsageError(
            "unknown-format",
            phrase("There is no format {name}.", name=name),
            hint=phrase("Formats: {names}", names=list(FORMATS)),
        )
    return FORMATS[name]


def write_result(result: Shown, format_name: str, stream: TextIO) -> None:
    """Write `result` to `stream` in the format called `format_name`.

    Raises UsageError for an unknown format, or a report in a format of rows only.
    """
    _fitting(result, format_name).write(result, stream)


def write_file(result: Shown, format_name: str, path: Path) -> None:
    """Write `result` to the file `path`, readable by its owner only (0600).

    The file is complete or absent: a temporary file beside it takes its place once it is on
    disk. CSV and TSV get what Excel and WPS expect, a UTF-8 BOM and CRLF. Raises
    CannotCreate, StorageFailure, or UsageError as `write_result` does.
    """
    from pairing_cli.atomic_files import finished_file

    chosen = _fitting(result, format_name)
    with (
        finished_file(path) as draft,
        draft.open("w", encoding=chosen.file_encoding, newline="") as stream,
    ):
        (chosen.write_to_file or chosen.write)(result, stream)


def write_text(text: str, path: Path) -> None:
    """Write a text of ours to the file `path`, complete or not at all, as `write_file` does."""
    from pairing_cli.atomic_files import finished_file

    with finished_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="")


def _fitting(result: Shown, format_name: str) -> Format:
    chosen = format_named(format_name)
    if isinstance(result, Report) and not chosen.for_reports:
        fitting = [name for name, other in FORMATS.items() if other.for_reports]
        raise UsageError(
            "format-not-for-reports",
            phrase("A report can't be written as {name}.", name=chosen.name),
            hint=phrase("Formats a report has: {names}", names=fitting),
        )
    return chosen


# -- JSON ---------------------------------------------------------------------------------


def _objects(result: Listing | Facts) -> Iterator[dict[str, Any]]:
    for row in [result.row] if isinstance(result, Facts) else result.rows:
        yield {column.key: for_scripts(raw_value(column, row)) for column in result.columns}


def _one_object(result: Facts | Report) -> Any:
    return for_scripts(result.data) if isinstance(result, Report) else next(_objects(result))


def json_text(value: Any) -> str:
    """`value` as JSON in plain Unicode, with escapes only for what could act or be lost."""
    return json_harmless(_encoded(value))


_encoded: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _json_lines(value: Any, start: str = "\n") -> str:
    """The same with two blanks of indentation, as the standard library's indent=2 has it, which
    encodes in Python and takes four times as long. `start` begins a line at this depth."""
    inner = f"{start}  "
    if isinstance(value, dict) and value:
        parts = [f"{_key(key)}: {_json_lines(each, inner)}" for key, each in value.items()]
        return f"{{{inner}{f',{inner}'.join(parts)}{start}}}"
    if isinstance(value, list) and value:
        parts = [
            str(each) if type(each) is int else _json_lines(each, inner)  # most are numbers
            for each in value
        ]
        return f"[{inner}{f',{inner}'.join(parts)}{start}]"
    if type(value) is str:
        return json_harmless(encode_basestring(value))
    return str(value) if type(value) is int else json_text(value)


_key: Final = remembering(json_text)


def _write_report(data: Mapping[str, Any], stream: TextIO) -> None:
    """A report as `_json_lines` has it, each item of its lists alone: it is never held whole."""
    separator, within = "{", "\n    "
    for key, value in data.items():
        stream.write(f"{separator}\n  {_key(str(key))}: ")
        separator = ","
        if type(value) not in (list, tuple) or not value:
            stream.write(_json_lines(for_scripts(value), "\n  "))
            continue
        start = "["
        for each in value:
            stream.write(f"{start}{within}{_json_lines(for_scripts(each), within)}")
            start = ","
        stream.write("\n  ]")
    stream.write("\n}\n")


def _write_json(result: Shown, stream: TextIO) -> None:
    if isinstance(result, Report) and type(result.data) is dict and result.data:
        _write_report(result.data, stream)
        return
    if not isinstance(result, Listing):
        stream.write(_json_lines(_one_object(result)) + "\n")
        return
    separator = "[\n"
    for item in _json_objects(result):
        # Each object alone, so that a long listing is never held whole.
        stream.write(f"{separator}  {{\n{item}\n  }}")
        separator = ",\n"
    stream.write("[]\n" if separator == "[\n" else "\n]\n")


def _json_objects(result: Listing) -> Iterator[str]:
    """The fields of each row, a line each, as `json_text` has them within a list."""
    keys = [column.key for column in result.columns]
    columns = [(f"    {json_text(key)}: ", remembering(_json_cell)) for key in keys]
    values = taking(keys)
    for row in result.rows:
        cells = zip(columns, values(row), strict=True)
        yield ",\n".join([start + cell(value) for (start, cell), value in cells])


def _json_cell(value: Any) -> str:
    # What most cells are comes first: of a large programme there are 300,000.
    if type(value) is str:
        return json_harmless(encode_basestring(value))
    if type(value) is int:
        return str(value)
    if value is None:
        return "null"
    if type(value) is tuple and {*map(type, value)} == {int}:  # a number for each month
        return "[\n      " + ",\n      ".join(map(str, value)) + "\n    ]"
    plain = for_scripts(value)
    if not isinstance(plain, list | dict):
        return json_text(plain)
    return _json_lines(plain, "\n    ")


def _write_json_lines(result: Shown, stream: TextIO) -> None:
    for item in _objects(result) if isinstance(result, Listing) else [_one_object(result)]:
        stream.write(json_text(item) + "\n")


# -- CSV and TSV --------------------------------------------------------------------------


def _spreadsheet_rows(result: Shown) -> Iterator[list[str]]:
    """Header and rows as text; line breaks inside cells are "\\n"."""
    if isinstance(result, Report):
        raise TypeError("a report has no rows")
    keys = [column.key for column in result.columns]
    yield keys
    cells = [remembering(_spreadsheet_cell) for _ in keys]
    values = taking(keys)
    for row in [result.row] if isinstance(result, Facts) else result.rows:
        yield [cell(value) for cell, value in zip(cells, values(row), strict=True)]


def _spreadsheet_cell(value: Any) -> str:
    return harmless(marked(spreadsheet_text(value)), keep=f"\n\t{JOINERS}")


def _csv_writer(line_end: str) -> Writer:
    def write(result: Shown, stream: TextIO) -> None:
        csv.writer(stream, lineterminator=line_end).writerows(_spreadsheet_rows(result))

    return write


def _tsv_writer(line_end: str) -> Writer:
    def write(result: Shown, stream: TextIO) -> None:
        for cells in _spreadsheet_rows(result):
            stream.write("\t".join(harmless(cell, keep=JOINERS) for cell in cells) + line_end)

    return write


# -- Markdown -----------------------------------------------------------------------------

_MARKUP = r"[\\`*_\[\]<>|~&$#]|:(?=//)"


def literal(text: str) -> str:
    """`text` on one line, its Markdown and HTML specials escaped."""
    return re.sub(_MARKUP, r"\\\g<0>", harmless(text).strip())


def _write_markdown(result: Shown, stream: TextIO) -> None:
    _write_heading("#", result.title, stream)
    if not isinstance(result, Report):
        _write_block(result, stream)
        return
    for at, block in enumerate(result.blocks):
        if at > 0:
            stream.write("\n")
        _write_heading("##", block.title, stream)
        if isinstance(block, Lines):
            _write_lines(block, stream)
            continue
        if isinstance(block, Listing):
            rows = list(block.rows)
            if not rows:
                stream.write(literal(translate(block.empty or NOTHING)) + "\n")
                continue
            block = block._replace(rows=rows)  # noqa: PLW2901 - it was looked through above
        _write_block(block, stream)


def _write_lines(block: Lines, stream: TextIO) -> None:
    for line in block.lines:
        stream.write(f"- {literal(translate(line))}\n")


def _write_heading(marks: str, title: Phrase | None, stream: TextIO) -> None:
    if title is not None:
        stream.write(f"{marks} {literal(translate(title))}\n\n")


def _write_block(block: Listing | Facts, stream: TextIO) -> None:
    titles = [literal(translate(column.title)) for column in block.columns]
    if isinstance(block, Facts):
        for title, column in zip(titles, block.columns, strict=True):
            value = literal(for_people(column, block.row)) or "—"
            line = phrase("{label}: {value}", label=f"**{title}**", value=value)
            stream.write(f"- {translate(line)}\n")
        return
    _write_pipes(titles, stream)
    _write_pipes(["---:" if column.right else "---" for column in block.columns], stream)
    for row in block.rows:
        _write_pipes([literal(for_people(column, row)) for column in block.columns], stream)


def _write_pipes(cells: Sequence[str], stream: TextIO) -> None:
    stream.write(f"| {' | '.join(cells)} |\n")


def _write_plain_table(result: Shown, stream: TextIO) -> None:
    write_table(result, Surface(stream))


FORMATS: Final[Mapping[str, Format]] = {
    made.name: made
    for made in (
        Format("table", _write_plain_table),
        Format("json", _write_json),
        Format("jsonl", _write_json_lines),
        Format("csv", _csv_writer("\n"), _csv_writer("\r\n"), "utf-8-sig", for_reports=False),
        Format("tsv", _tsv_writer("\n"), _tsv_writer("\r\n"), "utf-8-sig", for_reports=False),
        Format("markdown", _write_markdown),
    )
}
"""Every format, in the order in which help names them."""
