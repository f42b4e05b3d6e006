"""Files that give evidence, kept beside the database under the SHA-256 of their content.

The folder is the database's name plus `.files`, so that both can be copied together. A file
is complete under its final name before any row speaks of it.
"""

from __future__ import annotations

import hashlib
import os
import stat
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import BadData, InputMissing, NoPermission, StorageFailure
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.file import reason_of

LARGEST: Final = 200 * 1024 * 1024
"""Bytes of the largest file that is taken."""

_CHUNK: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is now in the store."""

    sha256: str
    size: int
    file_name: str


def folder_of(database: Path) -> Path:
    """Where the files of a database are kept."""
    return database.with_name(database.name + ".files")


def path_of(database: Path, sha256: str) -> Path:
    """Where the file with this content is kept."""
    return folder_of(database) / sha256[:2] / sha256


def keep(database: Path, source: Path) -> Kept:
    """Copy `source` into the store of `database`; twice the same content is kept once.

    Raises `InputMissing`, `BadData` (not a plain file, too large, changed meanwhile),
    `NoPermission`, `StorageFailure`.
    """
    draft: Path | None = None
    try:
        before = source.stat()
        _check_plain(source, before)
        folder = folder_of(database)
        folder.mkdir(mode=0o700, exist_ok=True)
        draft = folder / f".{uuid.uuid4().hex}.tmp"
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
    finally:
        if draft is not None:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    return Kept(sha256, size, source.name)


def _check_plain(source: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise BadData(
            "not-a-file",
            phrase("{file} is a folder or a device, not a file.", file=str(source)),
            file=str(source),
        )
    if status.st_size > LARGEST:
        raise BadData(
            "file-too-large",
            phrase(
                "{file} is {size} MB large; at most {limit} MB can be kept.",
                file=str(source),
                size=status.st_size // 1024**2,
                limit=LARGEST // 1024**2,
            ),
            file=str(source),
        )


def _copy(source: Path, draft: Path) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    with (
        source.open("rb") as reading,
        os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as writing,
    ):
        while chunk := reading.read(_CHUNK):
            digest.update(chunk)
            writing.write(chunk)
            size += len(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest(), size
