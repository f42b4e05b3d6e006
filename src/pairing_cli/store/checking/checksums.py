"""The checksum beside a finished file, and bringing both to the disk."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pairing_cli.drafts import draft_beside
from pairing_cli.store.file import is_there
from pairing_cli.store.kept import beside, open_kept

CHUNK: Final = 1024 * 1024
"""Bytes read at once: more than a file with a checksum has."""

DOUBTFUL: Final = "# doubtful: references or the change log were damaged already"
"""Stands after the checksum. `sha256sum -c` passes over it."""


def checksum_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    digest = hashlib.sha256()
    with open_kept(path) as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def noted_checksum(path: Path) -> str | None:
    """What the file beside `path` says its SHA-256 is; None where there is no such file."""
    try:
        with open_kept(checksum_file(path)) as file:
            text = file.read(CHUNK).decode("utf-8", errors="replace")
    except FileNotFoundError:
        return None
    return text.split(maxsplit=1)[0] if text.strip() else ""


def is_as_noted(path: Path) -> bool:
    """Whether a copy is what its checksum says, and nothing lies beside it that belongs into
    it: what another program or a killed command has written.
    """
    try:
        if noted_checksum(path) != checksum_of(path):
            return False
    except FileNotFoundError:
        return False
    return not any(is_there(beside(path, end)) for end in ("-journal", "-wal"))


@contextmanager
def new_draft(target: Path) -> Iterator[Path]:
    """An empty file of the user's own beside `target`, gone at the end unless renamed."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with draft_beside(target) as draft:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        yield draft


def bring_to_disk(draft: Path) -> str:
    """Flush the file to the disk; its SHA-256."""
    with draft.open("r+b") as file:
        os.fsync(file.fileno())
    return checksum_of(draft)


def sync_folder(folder: Path) -> None:
    """Bring a rename to the disk, where folders can be opened (not on Windows)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def checksum_file(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")


def write_checksum(target: Path, sha256: str, doubtful: bool) -> None:
    """Write what `sha256sum -c` reads; in place before the backup has its name."""
    with new_draft(checksum_file(target)) as draft:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(f"{sha256}  {target.name}\n")
            if doubtful:
                file.write(f"{DOUBTFUL}\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(checksum_file(target))
