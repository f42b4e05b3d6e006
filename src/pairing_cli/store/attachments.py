"""Files that give evidence, kept beside the database under the SHA-256 of their content.

The folder is the database's name plus `.files`, so that both can be copied together. A file
is complete under its final name before any row speaks of it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import (
    BadConfiguration,
    BadData,
    InputMissing,
    NoPermission,
    StorageFailure,
)
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.drafts import draft_beside
from pairing_cli.inputs import open_input
from pairing_cli.store.file import MAGIC, reason_of
from pairing_cli.store.kept import ATTACHMENTS, beside, check_may_be_read, open_kept

LARGEST: Final = 200
"""Megabytes of the largest file that is taken, where nothing else is set."""

LIMIT_VARIABLE: Final = "PAIRING_FILE_LIMIT"
"""The environment variable that sets another limit, in megabytes."""

_CHUNK: Final = 1024 * 1024


class Kept(NamedTuple):
    """A file that is now in the store."""

    sha256: str
    size: int
    file_name: str


def folder_of(database: Path) -> Path:
    """Where the files of a database are kept; the same for every link to it."""
    return beside(database, ATTACHMENTS)


def path_of(database: Path, sha256: str) -> Path:
    """Where the file with this content is kept."""
    return folder_of(database) / sha256[:2] / sha256


def limit(environ: Mapping[str, str] | None = None) -> int:
    """Megabytes of the largest file that is taken. Raises `BadConfiguration`."""
    text = (os.environ if environ is None else environ).get(LIMIT_VARIABLE, "").strip()
    if not text:
        return LARGEST
    if not (text.isdecimal() and int(text) > 0):
        raise BadConfiguration(
            "bad-file-limit",
            phrase(
                "{name} must be a number of megabytes, not {text}.", name=LIMIT_VARIABLE, text=text
            ),
        )
    return int(text)


def check(database: Path, source: Path) -> None:
    """Raise what `keep` would raise, as far as it can be told before anything is copied."""
    with _told(source):
        _check_plain(source, source.stat())
        check_may_be_read(source, database)
        _check_no_database(source)


def keep(database: Path, source: Path) -> Kept:
    """Copy `source` into the store of `database`; twice the same content is kept once.

    Raises `InputMissing`, `BadData` (not a plain file, kept already as something else, a link
    out of its folder, too large, changed meanwhile), `NoPermission`, `StorageFailure`.
    """
    folder = folder_of(database)
    with draft_beside(folder / "file") as draft, _told(source):
        before = source.stat()
        _check_plain(source, before)
        check_may_be_read(source, database)
        _check_no_database(source)
        folder.mkdir(mode=0o700, exist_ok=True)
        sha256, size = _copy(source, draft)
        after = source.stat()
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise BadData(
                "file-changed",
                phrase("{file} changed while it was being read.", file=str(source)),
                hint=phrase("Nothing was written. Try again."),
            )
        target = path_of(database, sha256)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        draft.replace(target)
    return Kept(sha256, size, source.name)


def _check_no_database(source: Path) -> None:
    """Raise `BadData` for a database: a copy of ours would carry every phone number of it into
    the archives that are handed out.
    """
    with open_input(source) as reading:
        if reading.read(len(MAGIC)) == MAGIC:
            raise BadData(
                "is-database",
                phrase("{path} is a database, and no evidence.", path=str(source)),
                hint=phrase("To keep a copy of the database: pairing db backup"),
                file=str(source),
            )


class Missing(NamedTuple):
    """A stored file that is gone or no longer what it was."""

    sha256: str
    gone: bool


def copy_out(database: Path, sha256: str, write: Callable[[bytes], object]) -> Missing | None:
    """Hand the content of a stored file to `write`, chunk by chunk; None when it was whole.

    What was written is of no use where something else comes back. Raises `StorageFailure`.
    """
    digest = hashlib.sha256()
    path = path_of(database, sha256)
    try:
        with open_kept(path) as reading:
            while chunk := reading.read(_CHUNK):
                digest.update(chunk)
                write(chunk)
    except FileNotFoundError:
        return Missing(sha256, gone=True)
    except OSError as error:
        raise StorageFailure(
            "not-readable",
            phrase("{path} can't be read: {reason}.", path=str(path), reason=reason_of(error)),
        ) from error
    return None if digest.hexdigest() == sha256 else Missing(sha256, gone=False)


@contextmanager
def _told(source: Path) -> Iterator[None]:
    """Turn what the system says about `source` into an error with a sentence."""
    try:
        yield
    except FileNotFoundError:
        raise InputMissing(
            "no-such-file", phrase("There is no file {file}.", file=str(source)), file=str(source)
        ) from None
    except PermissionError:
        raise NoPermission(
            "not-readable", phrase("No permission to read {path}.", path=str(source))
        ) from None
    except (OSError, ValueError) as error:
        raise StorageFailure(
            "not-kept",
            phrase("{path} can't be kept: {reason}.", path=str(source), reason=reason_of(error)),
        ) from error


def _check_plain(source: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise BadData(
            "not-a-file",
            phrase("{file} is a folder or a device, not a file.", file=str(source)),
            file=str(source),
        )
    if source.is_symlink() and not source.resolve().is_relative_to(source.parent.resolve()):
        raise BadData(
            "link-outside",
            phrase(
                "{file} is a link that leads out of its folder, to {target}.",
                file=str(source),
                target=str(source.resolve()),
            ),
            hint=phrase("Give the file itself."),
            file=str(source),
        )
    most = limit()
    if status.st_size > most * 1024**2:
        raise BadData(
            "file-too-large",
            phrase(
                "{file} is {size} MB large; at most {limit} MB can be kept.",
                file=str(source),
                size=status.st_size // 1024**2,
                limit=most,
            ),
            hint=phrase("To allow more: set {name} to the megabytes.", name=LIMIT_VARIABLE),
            file=str(source),
        )


def _copy(source: Path, draft: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    with (
        open_input(source) as reading,
        os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as writing,
    ):
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
            size += len(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest(), size
