"""A finished database takes its place, and nothing of another one gets into it.

Beside a place may lie what belonged to the file that was there: the journal of a killed command,
the write-ahead log of another program. SQLite would play it into whatever has the name now. So
it goes where the file goes that it belongs to, before and after, while nobody can open either.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

from pairing_cli import signals
from pairing_cli.domain.errors import CannotCreate, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.file import is_there, reason_of
from pairing_cli.store.kept import beside
from pairing_cli.store.locking import connect, is_busy, patiently

_BESIDE: Final = ("-journal", "-wal")
"""What SQLite plays into a file of that name."""

_INDEX: Final = "-shm"
"""The index of a write-ahead log. It is made anew, and worth nothing without the log."""

Identity = tuple[int, int]


def identity_of(path: Path) -> Identity | None:
    """Device and inode of the file at `path`: another after it was replaced."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def held(path: Path) -> Iterator[sqlite3.Connection | None]:
    """Within it no other process can read or write the database at `path`, once all who do have
    come to their end; what a killed one has left is rolled back before. None where the file is
    none that SQLite can lock: then nobody else can use it either.
    """
    with closing(connect(path, "rw")) as connection:
        try:
            patiently(connection.execute, "BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            if is_busy(error) or isinstance(error, sqlite3.OperationalError):
                raise
            yield None
        else:
            yield connection


def place_new(draft: Path, path: Path, aside: Callable[[], Path]) -> Path | None:
    """Give `draft` the name `path`, which nothing has; what lies beside that name goes beside
    the name that `aside` gives. Where something of that is now, if there was any.

    Raises `UsageError` where another command was faster, `CannotCreate`.
    """
    with _until_placed(draft):
        before = set_aside(path, aside)
        signals.too_late()
        _move_without_replacing(draft, path)
        return before or set_aside(path, aside)


def place_over(draft: Path, path: Path, aside: Path) -> None:
    """Have `draft` take the place of `path`, which is `held` or can't be, and is kept as
    `aside`; what lies beside goes with it.
    """
    with _until_placed(draft):
        set_aside(path, lambda: aside)
        signals.too_late()
        draft.replace(path)
        set_aside(path, lambda: aside)


def set_aside(path: Path, aside: Callable[[], Path]) -> Path | None:
    """Move what lies beside the name `path` beside the name that `aside` gives; where the last
    of it is now, None where there was nothing.
    """
    moved = None
    for end in _BESIDE:
        left = beside(path, end)
        if os.path.lexists(left):
            name = aside()
            name.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            moved = name.with_name(f"{name.name}{end}")
            shutil.move(left, moved)
    with suppress(OSError):
        beside(path, _INDEX).unlink(missing_ok=True)
    return moved


@contextmanager
def _until_placed(draft: Path) -> Iterator[None]:
    """Nobody reads `draft`, under whatever name, before the block ends. No handle of it may be
    closed meanwhile: POSIX would give the lock away.
    """
    if os.name == "nt":
        yield  # Windows renames no file that is open
        return
    with held(draft):
        yield


def _move_without_replacing(draft: Path, path: Path) -> None:
    try:
        if os.name == "nt":
            draft.rename(path)  # refuses on Windows where the target exists
        else:
            path.hardlink_to(draft)
    except FileExistsError:
        raise UsageError(
            "already-there",
            phrase("{path} was created by another command meanwhile.", path=str(path)),
            hint=phrase("Run the command again."),
        ) from None
    except OSError as error:
        # Some media (FAT sticks, network shares) know no hard links.
        if is_there(path):
            raise
        try:
            draft.rename(path)
        except OSError:
            raise CannotCreate(
                "cannot-create",
                phrase(
                    "{path} can't be created: {reason}.", path=str(path), reason=reason_of(error)
                ),
            ) from error
