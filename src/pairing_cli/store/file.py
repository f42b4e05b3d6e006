"""What a database file is, told from its first hundred bytes before anything opens it.

SQLite would create a missing file, call a text file "not a database" only at the first
query, and happily read another program's tables. So the header is looked at first: magic,
`user_version` (offset 60) and `application_id` (offset 68), see sqlite.org/fileformat2.html.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import (
    BadConfiguration,
    Damaged,
    InputMissing,
    NewerFile,
    NoPermission,
    StorageFailure,
)
from pairing_cli.domain.phrases import phrase

APPLICATION_ID: Final = 0x50414952
"""“PAIR” in ASCII: how this program knows its own files."""

SCHEMA_VERSION: Final = 1
"""The `user_version` that this program reads and writes."""

BUSY_SECONDS = 30.0
"""How long a command waits for another process before it gives up (exit 75)."""

MAGIC: Final = b"SQLite format 3\x00"
_HEADER_LENGTH: Final = 100


def file_uri(path: Path, mode: str) -> str:
    """The URI under which SQLite opens `path`, whatever bytes are in its name.

    With mode rw a file that vanished since it was looked at is an error, not a new file.
    """
    return f"{path.absolute().as_uri()}?mode={mode}"


def default_path() -> Path:
    """Where the database is when neither --db nor PAIRING_DB says: the user's data folder.

    Raises `BadConfiguration` where the system knows no such folder.
    """
    from platformdirs import user_data_path

    try:
        folder = user_data_path("pairing", appauthor=False)
    except RuntimeError:  # a user whom the system doesn't know, and no HOME
        raise no_home() from None
    if not folder.is_absolute():
        raise no_home()
    return folder / "pairing.db"


def no_home() -> BadConfiguration:
    """The error where a home folder is meant and there is none."""
    return BadConfiguration(
        "no-home",
        phrase("This computer names no home folder, so there is no place for the database."),
        hint=phrase("Say where it is with --db PATH or the environment variable PAIRING_DB."),
    )


def schema_version(path: Path) -> int:
    """The schema version of the database at `path`, at most `SCHEMA_VERSION`.

    Raises `InputMissing`, `Damaged`, `NewerFile`, `NoPermission` or `StorageFailure`.
    """
    header = _read_header(path)
    _check_journals(path)
    if not header:
        raise Damaged(
            "empty-file",
            phrase("{path} is empty (0 bytes): it holds no database.", path=str(path)),
            hint=phrase("Restore a copy, or delete it and run: pairing init"),
        )
    if len(header) < _HEADER_LENGTH or not header.startswith(MAGIC):
        raise Damaged(
            "not-a-database",
            phrase("{path} is not a database of this program, or it is damaged.", path=str(path)),
            hint=phrase("Nothing was changed. Check --db, or restore a copy."),
        )
    version = int.from_bytes(header[60:64])
    if int.from_bytes(header[68:72]) != APPLICATION_ID:
        raise Damaged(
            "foreign-database",
            phrase("{path} is a database of another program.", path=str(path)),
            hint=phrase("Nothing was changed. Check --db or PAIRING_DB."),
        )
    if version > SCHEMA_VERSION:
        raise NewerFile(
            "newer-file",
            phrase(
                "{path} was written by a newer version of pairing (schema {version}; this "
                "program knows {known}).",
                path=str(path),
                version=version,
                known=SCHEMA_VERSION,
            ),
            hint=phrase("Nothing was changed. Update pairing on this computer."),
        )
    return version


def _check_journals(path: Path) -> None:
    """Raise `Damaged` where a pipe or a device stands for a journal: SQLite would wait for it."""
    for end in ("-journal", "-wal"):
        try:
            place = f"{os.path.realpath(path)}{end}"
            is_file = stat.S_ISREG(os.stat(place).st_mode)  # noqa: PTH116 - a path less
        except (OSError, ValueError):
            continue
        if not is_file:
            raise Damaged(
                "not-a-file",
                phrase("{path} is no file, and stands where a journal belongs.", path=place),
                hint=phrase("Nothing was changed. Move it away."),
            )


def is_there(path: Path) -> bool:
    """Whether there is anything at `path`; no, where its folder may not be looked into."""
    return os.path.exists(path)  # noqa: PTH110 - pathlib's raises PermissionError


def keeps_wal(path: Path) -> bool:
    """Whether another program has switched the database at `path` to a write-ahead log.

    Copied without its -wal, such a file lacks its newest rows: a command that writes
    switches it back. The write version stands at offset 18 of the header.
    """
    return _read_header(path)[18:19] == b"\x02"


def _read_header(path: Path) -> bytes:
    try:
        # Looked at first: opening a pipe would wait for its other end.
        kind = path.stat().st_mode
        if not stat.S_ISREG(kind) and not stat.S_ISDIR(kind):
            raise Damaged(
                "not-a-file",
                phrase("{path} is a device or a pipe, not a database.", path=str(path)),
                hint=phrase("Nothing was changed. Check --db or PAIRING_DB."),
            )
        file = path.open("rb", buffering=0)
        try:
            return file.read(_HEADER_LENGTH)
        finally:
            _let_go(file)
    except FileNotFoundError:
        raise InputMissing(
            "no-database",
            phrase("There is no database at {path} yet.", path=str(path)),
            hint=phrase("Make one with: pairing init"),
        ) from None
    except IsADirectoryError:
        raise _is_a_folder(path) from None
    except PermissionError:
        # Windows answers "permission denied" for a folder.
        if os.path.isdir(path):  # noqa: PTH112 - False where pathlib's would raise
            raise _is_a_folder(path) from None
        raise NoPermission(
            "not-readable", phrase("No permission to read {path}.", path=str(path))
        ) from None
    except (OSError, ValueError) as error:
        raise StorageFailure(
            "not-readable",
            phrase("{path} can't be read: {reason}.", path=str(path), reason=reason_of(error)),
        ) from error


_locked: Final[dict[tuple[int, int], list[FileIO]]] = {}
"""Device and inode of the files that this process has locked → handles to be closed later."""


@contextmanager
def keeping_locks(path: Path) -> Iterator[None]:
    """Within it the database at `path` may be locked, and its header looked at all the same.

    Once a process closes any handle of a file, POSIX gives up all locks that it has on it
    (fcntl(2)); another process would write in between. So handles stay open until the end.
    """
    try:
        found = path.stat()
    except OSError:
        yield  # whoever opens it is told
        return
    handles = _locked.setdefault((found.st_dev, found.st_ino), [])
    try:
        yield
    finally:
        _locked.pop((found.st_dev, found.st_ino), None)
        for handle in handles:
            handle.close()


def _let_go(file: FileIO) -> None:
    found = os.fstat(file.fileno())
    handles = _locked.get((found.st_dev, found.st_ino))
    if handles is None:
        file.close()
    else:
        handles.append(file)


def _is_a_folder(path: Path) -> Damaged:
    return Damaged(
        "is-a-folder",
        phrase("{path} is a folder, not a database.", path=str(path)),
        hint=phrase("Name a file in it: --db {example}", example=str(path / "pairing.db")),
    )


def reason_of(error: OSError | ValueError) -> str:
    """The operating system's own words for `error`, without Python's decoration."""
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    return str(error)
