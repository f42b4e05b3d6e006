"""The read side: plain SQL over a read-only connection, rows as frozen dataclasses.

No object mapper here: a read command starts in a third of the time without it. SQL text
uses named parameters (`:cycle`) and nothing that only SQLite knows, so that the same text
runs on a server.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from pairing_cli.domain.errors import (
    Damaged,
    InputMissing,
    Locked,
    NoPermission,
    PairingError,
    StorageFailure,
)
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.store.file import APPLICATION_ID, SCHEMA_VERSION, is_there, schema_version

Row = TypeVar("Row")
Item = TypeVar("Item")

BUSY_SECONDS = 30.0
"""How long a command waits for another process before it gives up (exit 75)."""


class Reader(Protocol):
    """What every query function needs: rows for SQL, be it a file, a session or a server."""

    def rows(self, sql: str, /, **values: Any) -> Sequence[Mapping[str, Any]]:
        """All rows of a query, each addressable by column name."""

    def fetch(self, row_type: type[Row], sql: str, /, **values: Any) -> list[Row]:
        """All rows of a query as `row_type`, whose fields are the query's columns."""

    def tuples(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, without names: for what comes by the 100,000."""

    def first(self, row_type: type[Row], sql: str, /, **values: Any) -> Row | None:
        """The first row of a query as `row_type`, or None."""

    def value(self, sql: str, /, **values: Any) -> Any:
        """The first column of the first row of a query, or None."""


class RowReader(ABC):
    """`fetch`, `first` and `value` for whatever can give rows."""

    @abstractmethod
    def rows(self, sql: str, /, **values: Any) -> Sequence[Mapping[str, Any]]:
        """All rows of a query."""

    def tuples(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, without names."""
        for row in self.rows(sql, **values):
            yield tuple(row.values())

    def fetch(self, row_type: type[Row], sql: str, /, **values: Any) -> list[Row]:
        """All rows of a query as `row_type`."""
        return [row_type(**row) for row in self.rows(sql, **values)]

    def first(self, row_type: type[Row], sql: str, /, **values: Any) -> Row | None:
        """The first row of a query as `row_type`, or None."""
        found = self.fetch(row_type, sql, **values)
        return found[0] if found else None

    def value(self, sql: str, /, **values: Any) -> Any:
        """The first column of the first row of a query, or None."""
        for row in self.rows(sql, **values):
            return next(iter(row.values()))
        return None


class ConnectionReader(RowReader):
    """An open connection, read as a file is."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, /, **values: Any) -> list[dict[str, Any]]:
        """All rows of a query as dictionaries in column order."""
        return list(self.stream(sql, **values))

    def stream(self, sql: str, /, **values: Any) -> Iterator[dict[str, Any]]:
        """The rows of a query one by one, for what is too much to be held."""
        cursor = self._connection.execute(sql, values)
        names = [column[0] for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))

    def tuples(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, without names."""
        yield from self._connection.execute(sql, values)


class FileReader(ConnectionReader):
    """A database file, opened so that nothing can be written."""

    def __init__(self, path: Path, on_backup: Callable[[Path], None] | None = None) -> None:
        """Open `path`; a file of an older version is migrated first, and `on_backup` told
        where its backup is. Raises what `schema_version` and `migrate` raise.
        """
        self.path = path
        if schema_version(path) < SCHEMA_VERSION:
            from pairing_cli.store.migrations import migrate

            migrate(path, on_backup=on_backup)
        with translated_errors(path):
            try:
                self._connection = _opened_to_read(path)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in _NEEDS_RECOVERY:
                    raise
                _recover(path)
                self._connection = _opened_to_read(path)

    def stream(self, sql: str, /, **values: Any) -> Iterator[dict[str, Any]]:
        """The rows of a query one by one. Raises what `translated_errors` makes of a failure."""
        with translated_errors(self.path):
            yield from super().stream(sql, **values)

    def tuples(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, without names. Raises as `stream` does."""
        with translated_errors(self.path):
            yield from super().tuples(sql, **values)

    def hold(self) -> None:
        """From here on see the database as it is now, whatever others write meanwhile.

        Until `close` they wait with their commits.
        """
        with translated_errors(self.path):
            self._connection.execute("BEGIN")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """`items` in lists of at most `size`."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def in_pages(store: Reader, sql: str, values: Iterable[Any], **more: Any) -> Iterator[Any]:
    """The rows of a query in which `{places}` stands for the values, however many they are."""
    for page in batches(values, _VALUES):
        named = {f"value{number}": value for number, value in enumerate(page)}
        places = ", ".join(f":{name}" for name in named)
        yield from store.rows(sql.format(places=places), **named, **more)


_VALUES: Final = 500
"""Values in one statement: well under the 999 that the oldest SQLite takes."""

_NEEDS_RECOVERY: Final = (sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY)
"""A writer was killed and left its journal: who reads has to roll it back before."""

_NOT_DECODED: Final = "Could not decode to UTF-8"
"""What sqlite3 says, without an error code, about text with flipped bytes."""


def file_uri(path: Path, mode: str) -> str:
    """The URI under which SQLite opens `path`, whatever bytes are in its name.

    With mode rw a file that vanished since it was looked at is an error, not a new file.
    """
    return f"{path.absolute().as_uri()}?mode={mode}"


def _opened_to_read(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(file_uri(path, "ro"), uri=True, timeout=BUSY_SECONDS)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        check_same_file(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def check_same_file(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `Locked` where the file was replaced between the look at its header and now."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if (application, version) != (APPLICATION_ID, SCHEMA_VERSION):
        raise _replaced(path)


def check_whole_pages(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `Damaged` where the file ends within a page: SQLite misses whole pages only.

    To be called while nobody else can write.
    """
    (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    if path.stat().st_size % page_size:
        raise damaged(path)


def _recover(path: Path) -> None:
    """Roll back what a killed writer has left, as its next writer would."""
    with closing(sqlite3.connect(file_uri(path, "rw"), uri=True, timeout=BUSY_SECONDS)) as writer:
        writer.execute("SELECT count(*) FROM sqlite_master").fetchone()


@contextmanager
def translated_errors(path: Path) -> Iterator[None]:
    """Turn what sqlite3 says about `path` into an error with a sentence and an exit code."""
    try:
        yield
    except sqlite3.Error as error:
        raise storage_error(error, path) from error


def storage_error(error: sqlite3.Error, path: Path) -> PairingError | sqlite3.Error:
    """The error that a user can act on for what sqlite3 raised; itself if it is our bug."""
    code = getattr(error, "sqlite_errorcode", None) or 0
    primary = code & 0xFF
    name = str(path)
    if code in _NEEDS_RECOVERY:
        return _needs_recovery(path)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return _replaced(path)
    if primary == sqlite3.SQLITE_CANTOPEN and not is_there(path):
        return InputMissing(
            "no-database",
            phrase("{path} is no longer there.", path=name),
            hint=phrase("Nothing was written. It was moved or deleted by another program."),
        )
    if _tells_of_damage(error, primary, path):
        return damaged(path)
    for codes, kind, told, message, hint in _MEANINGS:
        if primary in codes:
            places = {"path": name} | ({"reason": str(error)} if "{reason}" in message else {})
            return kind(told, Phrase(message, places), hint=phrase(hint))
    return error


_MEANINGS: Final = (
    (
        (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL),
        Locked,
        "locked",
        N_("{path} is in use by another program."),
        N_("Nothing was written. Close the other program, then try again."),
    ),
    (
        (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH),
        NoPermission,
        "read-only",
        N_("{path} or its folder can't be written to."),
        N_("Nothing was written. Copy the file to a folder of your own."),
    ),
    (
        (sqlite3.SQLITE_FULL,),
        StorageFailure,
        "disk-full",
        N_("The disk is full: {path} could not grow."),
        N_("Nothing was written. Free some space, then try again."),
    ),
    (
        (
            sqlite3.SQLITE_IOERR,
            sqlite3.SQLITE_CANTOPEN,
            sqlite3.SQLITE_INTERRUPT,
            sqlite3.SQLITE_NOMEM,
            sqlite3.SQLITE_NOLFS,
        ),
        StorageFailure,
        "io-error",
        N_("{path} can't be read or written: {reason}."),
        N_("Nothing was written. Check the disk and the permissions of the folder."),
    ),
)
"""Primary result codes of SQLite, and what they are to the user."""


def _tells_of_damage(error: sqlite3.Error, primary: int, path: Path) -> bool:
    if primary in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT):
        return True
    if str(error).startswith(_NOT_DECODED):
        return True
    if primary != sqlite3.SQLITE_ERROR:
        return False
    # "no such table": our mistake, or a schema with flipped bytes. The schema tells.
    from pairing_cli.store.doctor import has_our_schema

    return not has_our_schema(path)


def damaged(path: Path) -> Damaged:
    """What is said of a file whose content can't be."""
    return Damaged(
        "damaged",
        phrase("{path} is damaged.", path=str(path)),
        hint=phrase(
            "Nothing was written. What is wrong: pairing db doctor. Good copies: pairing db backups"
        ),
    )


def _needs_recovery(path: Path) -> NoPermission:
    return NoPermission(
        "needs-recovery",
        phrase(
            "A command was stopped while it wrote {path}, and what it left can't be taken back"
            " here: the file or its folder is read-only.",
            path=str(path),
        ),
        hint=phrase(
            "Nothing is lost. Copy {path} and {journal} together to a folder of your own and run"
            " any command there.",
            path=path.name,
            journal=f"{path.name}-journal",
        ),
    )


def _replaced(path: Path) -> Locked:
    return Locked(
        "replaced",
        phrase("{path} was replaced by another program at this moment.", path=str(path)),
        hint=phrase("Nothing was written. Run the command again."),
    )
