"""A database as text, and back: JSON lines that any editor, `git diff` and any language read.

The first line tells the format, the schema version and how many rows follow; then comes one
row a line, tables before those that name them, rows by key, the change log last; the last
line holds the number of rows and a SHA-256 over all of them, so that a dump that was cut off
or edited is known. Files that give evidence are not in it: they lie beside the database.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Final

from pairing_cli import __version__
from pairing_cli.domain.errors import BadData, InputMissing, NewerFile, PairingError, StorageFailure
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store.connecting import connected
from pairing_cli.store.constraints import refusal
from pairing_cli.store.file import SCHEMA_VERSION, reason_of
from pairing_cli.store.kept import check_no_pipe
from pairing_cli.store.log.changelog import LOG_TABLES
from pairing_cli.store.migrations import new_file
from pairing_cli.store.opening import FileReader
from pairing_cli.store.reading import ConnectionReader, Reader
from pairing_cli.store.schema.our_schema import record_tables
from pairing_cli.store.schema.steps import STEPS, apply_steps, kept_views

FORMAT: Final = 1
"""The version of the dump's own form."""

HEADER: Final = "pairing-dump"
TRAILER: Final = "pairing-dump-end"
"""Names that stand where a row has its table. No table has a hyphen."""

LONGEST_LINE: Final = 16 * 1024 * 1024
"""Bytes. The longest field, a rule pack, has a million characters."""

_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "TEXT": (str,),
    "INTEGER": (int,),
    "REAL": (int, float),
}


@dataclass(frozen=True, slots=True)
class DumpLine:
    """One line: a table and one of its rows, or the header or trailer."""

    table: str
    row: Mapping[str, Any]


class _Column(NamedTuple):
    name: str
    type: str
    is_nullable: bool
    key: int


def dump(store: FileReader) -> Iterator[DumpLine]:
    """All rows of the database, as the lines of a dump.

    One transaction reads them: what others write meanwhile is not in it.
    """
    store.hold()
    tables = _tables(store, record_tables())
    counts = {
        table: store.value(f'SELECT count(*) FROM "{table}"')  # noqa: S608
        for table in tables
    }
    yield DumpLine(
        HEADER,
        {
            "format": FORMAT,
            "schema": SCHEMA_VERSION,
            "application": f"pairing {__version__}",
            "rows": counts,
        },
    )
    digest = _Digest()
    for table, columns in tables.items():
        keys = sorted((column for column in columns if column.key), key=lambda each: each.key)
        order = ", ".join(f'"{column.name}"' for column in keys)
        for row in store.stream(f'SELECT * FROM "{table}" ORDER BY {order}'):  # noqa: S608
            digest.add(table, row)
            yield DumpLine(table, row)
    yield DumpLine(TRAILER, {"rows": digest.rows, "sha256": digest.hex()})


def load(source: Path, path: Path, check: Callable[[Path], None] | None = None) -> int:
    """Make a new database at `path` from the dump `source`; how many rows it has. `check` may
    refuse it before it has its name.

    Raises `BadData` with the row of the first line that is wrong, `NewerFile`,
    `InputMissing`, and what `new_file` raises. All of it is loaded, or nothing is made.
    """
    header = _header(source)
    with new_file(path, steps=STEPS[: header["schema"]]) as draft:
        rows = fill(source, draft)
        if check is not None:
            check(draft)
        return rows


def empty_for(source: Path) -> int:
    """The schema version that a database must have for `fill`. Raises what `load` raises."""
    return int(_header(source)["schema"])


def fill(source: Path, draft: Path) -> int:
    """Put the rows of the dump `source` into `draft`, an empty database of its version, and
    bring that to today's; how many rows. Raises what `load` raises.
    """
    header = _header(source)
    with connected(draft) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("PRAGMA defer_foreign_keys = ON")
        tables = _tables(ConnectionReader(connection))
        digest = _Digest()
        trailer: Mapping[str, Any] | None = None
        for number, line in _lines(source):
            if number == 1:
                continue
            if trailer is not None:
                raise _bad(source, number, phrase("There is more after the end of the dump."))
            if line.table == TRAILER:
                trailer = line.row
                continue
            _insert(connection, tables, line, source, number)
            digest.add(line.table, line.row)
        _check_complete(source, header, trailer, digest)
        broken = connection.execute("PRAGMA foreign_key_check").fetchone()
        if broken is not None:
            raise _bad(
                source,
                None,
                phrase(
                    "A row of {table} names a {parent} that isn't there.",
                    table=broken[0],
                    parent=broken[2],
                ),
            )
        connection.execute("COMMIT")
        apply_steps(connection, header["schema"])
    return digest.rows


class _Digest:
    """SHA-256 over the content of rows, whatever spaces and escapes their lines have."""

    def __init__(self) -> None:
        self.rows = 0
        self._hash = hashlib.sha256()

    def add(self, table: str, row: Mapping[str, Any]) -> None:
        values = {
            # 4.0 and 4 are the same number; JSON of other programs may write either.
            name: float(value) if type(value) is int and abs(value) < 2**53 else value
            for name, value in row.items()
        }
        text = json.dumps([table, values], ensure_ascii=True, sort_keys=True)
        self._hash.update(text.encode("ascii") + b"\n")
        self.rows += 1

    def hex(self) -> str:
        return self._hash.hexdigest()


def _tables(store: Reader, known: Container[str] | None = None) -> dict[str, list[_Column]]:
    """Table → its columns; tables before those that name them, the change log last. With
    `known` only those: whatever else is in the file is another program's.
    """
    kept = {*kept_views()}
    names = [
        row["name"]
        for row in store.rows(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
            " ESCAPE '\\' ORDER BY name"
        )
        if (known is None or row["name"] in known) and ("table", row["name"]) not in kept
    ]
    graph = {
        name: sorted(
            {row["table"] for row in store.rows(f'PRAGMA foreign_key_list("{name}")')} - {name}
        )
        for name in names
    }
    ordered = [name for name in TopologicalSorter(graph).static_order() if name not in LOG_TABLES]
    return {
        name: [
            _Column(row["name"], row["type"], not row["notnull"], row["pk"])
            for row in store.rows(f'PRAGMA table_info("{name}")')
        ]
        for name in (*ordered, *LOG_TABLES)
    }


def _header(source: Path) -> dict[str, Any]:
    first = next(_lines(source), None)
    row = first[1].row if first is not None and first[1].table == HEADER else {}
    form, schema = row.get("format"), row.get("schema")
    if type(form) is not int or type(schema) is not int or not isinstance(row.get("rows"), dict):
        raise _bad(source, 1, phrase("This is not the first line of a dump."))
    if form > FORMAT or schema > SCHEMA_VERSION:
        raise NewerFile(
            "newer-dump",
            phrase(
                "{path} was written by a newer version of pairing ({application}).",
                path=str(source),
                application=str(row.get("application"))[:40],
            ),
            hint=phrase("Nothing was changed. Update pairing on this computer."),
        )
    if form < 1 or schema < 1:
        raise _bad(source, 1, phrase("This is not the first line of a dump."))
    return dict(row)


def _lines(source: Path) -> Iterator[tuple[int, DumpLine]]:
    """Number and content of each line. UTF-8, or the UTF-16 that PowerShell redirects to."""
    try:
        check_no_pipe(source)
        with source.open("rb") as binary:
            encoding = "utf-16" if binary.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        with source.open(encoding=encoding, newline="") as file:
            number = 0
            while text := file.readline(LONGEST_LINE):
                number += 1
                if text.strip():
                    yield number, _line(text, source, number)
    except FileNotFoundError:
        raise InputMissing(
            "no-such-file", phrase("There is no file {file}.", file=str(source)), file=str(source)
        ) from None
    except UnicodeError:
        raise _bad(source, None, phrase("The file is not text in UTF-8.")) from None
    except OSError as error:
        raise StorageFailure(
            "not-readable",
            phrase("{path} can't be read: {reason}.", path=str(source), reason=reason_of(error)),
            file=str(source),
        ) from error


def _line(text: str, source: Path, number: int) -> DumpLine:
    try:
        value = json.loads(text, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError):
        raise _bad(source, number, phrase("The line is not a JSON object.")) from None
    is_line = isinstance(value, dict) and value.keys() == {"table", "row"}
    if not is_line or type(value["table"]) is not str or type(value["row"]) is not dict:
        raise _bad(source, number, phrase("The line has not the form of a dump's."))
    return DumpLine(value["table"], value["row"])


def _no_key_twice(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(name)
        found[name] = value
    return found


def _insert(
    connection: sqlite3.Connection,
    tables: Mapping[str, list[_Column]],
    line: DumpLine,
    source: Path,
    number: int,
) -> None:
    columns = tables.get(line.table)
    if columns is None:
        message = phrase("There is no table {table}.", table=line.table[:40])
        raise _bad(source, number, message)
    if line.row.keys() != {column.name for column in columns}:
        message = phrase("The columns are not those of {table}.", table=line.table)
        raise _bad(source, number, message)
    for column in columns:
        value = line.row[column.name]
        fits = type(value) in _TYPES[column.type] or (value is None and column.is_nullable)
        if not fits:
            message = phrase("The value is not a {type}.", type=column.type)
            raise _bad(source, number, message, column.name)
    names = ", ".join(f'"{column.name}"' for column in columns)
    places = ", ".join("?" * len(columns))
    try:
        connection.execute(
            f'INSERT INTO "{line.table}" ({names}) VALUES ({places})',  # noqa: S608
            [line.row[column.name] for column in columns],
        )
    except sqlite3.IntegrityError as error:
        message = refusal(connection, error, line.table, (line.row,)).message
        raise _bad(source, number, message) from error
    except (sqlite3.DataError, OverflowError, UnicodeError) as error:
        message = phrase("The database refuses this record: {reason}.", reason=str(error))
        raise _bad(source, number, message) from error


def _check_complete(
    source: Path,
    header: Mapping[str, Any],
    trailer: Mapping[str, Any] | None,
    digest: _Digest,
) -> None:
    if trailer is None or digest.rows != trailer.get("rows"):
        raise _bad(source, None, phrase("The dump is cut off: its end is missing."))
    if digest.hex() != trailer.get("sha256") or digest.rows != sum(header["rows"].values()):
        raise _bad(source, None, phrase("The dump was altered: its checksum doesn't fit."))


def _bad(
    source: Path, number: int | None, message: Phrase, column: str | None = None
) -> PairingError:
    return BadData(
        "bad-dump",
        message,
        hint=phrase("Nothing was written. Load another dump, or restore a backup."),
        file=str(source),
        row=number,
        column=column,
    )


def checksum(store: FileReader) -> str:
    """The SHA-256 that the dump of this database ends with: equal where the rows are."""
    for line in dump(store):
        if line.table == TRAILER:
            return str(line.row["sha256"])
    raise AssertionError


def is_dump(source: Path) -> bool:
    """Whether the file begins as a dump does, not as a database. False if it can't be read."""
    try:
        with closing(source.open("rb")) as file:
            start = file.read(64).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    except OSError:
        return False
    return start.startswith(b"{")
