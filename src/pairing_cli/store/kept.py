"""What the program keeps: the database and what lies beside it, backups, attachments, the log.

No output may take the place of one of them, and none may be attached or read as an input. A
name tells nothing of that: symbolic links, hard links, `..` and systems that don't tell A from
a all lead to the same file. So files are compared by device and inode, folders too, and a file
that isn't there yet by its folder and its name.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.run_log import log_folder


class Kept(StrEnum):
    """What a file is to the program."""

    DATABASE = "database"
    JOURNAL = "journal"
    LOCK = "lock"
    BACKUP = "backup"
    ATTACHMENT = "attachment"
    LOG = "log"
    INPUT = "input"


BACKUPS: Final = ".backups"
ATTACHMENTS: Final = ".files"
"""What is added to the database's name for the folders beside it."""

_BESIDE: Final[Mapping[str, Kept]] = {
    "": Kept.DATABASE,
    "-journal": Kept.JOURNAL,
    "-wal": Kept.JOURNAL,
    "-shm": Kept.LOCK,
}
"""What is added to the database's name → what the file of that name is."""

_SENTENCES: Final[Mapping[Kept, str]] = {
    Kept.DATABASE: N_("{path} is the database itself."),
    Kept.JOURNAL: N_("{path} is the journal of the database."),
    Kept.LOCK: N_("{path} is the lock of the database."),
    Kept.BACKUP: N_("{path} is one of the backups, or lies among them."),
    Kept.ATTACHMENT: N_("{path} is one of the files kept with the database, or lies among them."),
    Kept.LOG: N_("{path} is the log of this program, or lies beside it."),
    Kept.INPUT: N_("{path} is the file that is being read."),
}

_Identity = tuple[int, int]
"""Device and inode: the same for every name of a file."""


def kept_as(path: Path, database: Path, inputs: Iterable[Path] = ()) -> Kept | None:
    """What the program keeps at `path`, which need not exist; None where that is nothing.

    `inputs` are files that the command reads. A folder in which something is kept is not kept
    itself, save the folders of backups, attachments and logs.
    """
    real = real_place(path)
    found = _identity(real)
    for end, kept in _BESIDE.items():
        if _is_same(real, found, beside(database, end)):
            return kept
    folders = list(_folders(database))
    for folder, kept in folders:
        if _lies_in(real, folder):
            return kept
    if any(_is_same(real, found, real_place(each)) for each in inputs):
        return Kept.INPUT
    if found is not None and not real.is_dir() and real.stat().st_nlink > 1:
        # It has another name somewhere: perhaps among what is kept.
        for folder, kept in folders:
            if _holds(folder, found):
                return kept
    return None


def sentence(kept: Kept, path: Path) -> Phrase:
    """What to say of a file that is kept, where another was expected."""
    return Phrase(_SENTENCES[kept], {"path": str(path)})


def check_may_be_read(path: Path, database: Path) -> None:
    """Raise `BadData` where `path` is kept: it is no input, and no file to attach.

    Reading the database by another handle would also give away the lock of a command that
    writes: POSIX gives up all locks of a process on a file with the first handle it closes.
    """
    kept = kept_as(path, database)
    if kept is not None:
        raise BadData(
            "is-kept",
            sentence(kept, path),
            hint=phrase("Nothing was written. Give another file, or a copy of it elsewhere."),
            file=str(path),
        )
    check_no_pipe(path)


def check_no_pipe(path: Path) -> None:
    """Raise `BadData` where `path` is a pipe in a folder: nobody may ever write to it."""
    if _is_pipe(path):
        raise BadData(
            "is-pipe",
            phrase("{path} is a pipe, not a file.", path=str(path)),
            hint=phrase("To read what another program writes, give - instead of a name."),
            file=str(path),
        )


def _is_pipe(path: Path) -> bool:
    # One that the shell opened for this command (/dev/fd/63) is written to.
    try:
        return stat.S_ISFIFO(path.stat().st_mode) and path.parts[1:2] not in (("dev",), ("proc",))
    except OSError:
        return False


def open_kept(path: Path) -> BinaryIO:
    """A file of ours, to be read. Raises `FileNotFoundError` where a pipe or a device has taken
    its place: to open one may take forever, and so may reading it.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fspath(path))
    return os.fdopen(handle, "rb")


def _folders(database: Path) -> Iterator[tuple[Path, Kept]]:
    yield beside(database, BACKUPS), Kept.BACKUP
    yield beside(database, ATTACHMENTS), Kept.ATTACHMENT
    try:
        yield real_place(log_folder(os.environ)), Kept.LOG
    except KeyError:
        return  # no home, no log


def beside(database: Path, end: str) -> Path:
    """The file or folder that has the database's name and `end`; the same for every link to it."""
    real = real_place(database)
    return real.with_name(f"{real.name}{end}")


def real_place(path: Path) -> Path:
    """Where `path` leads, through all links; a circle of links leads to itself, and a name that
    can't be one nowhere else.
    """
    try:
        return Path(os.path.realpath(path))
    except ValueError:
        return path


def _identity(path: Path) -> _Identity | None:
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return status.st_dev, status.st_ino


def _is_same(real: Path, found: _Identity | None, other: Path) -> bool:
    if found is not None:
        return found == _identity(other)
    return (
        _plain(real.name) == _plain(other.name)
        and not other.exists()
        and _is_same_folder(real.parent, other.parent)
    )


def _is_same_folder(first: Path, second: Path) -> bool:
    found = _identity(first)
    return first == second if found is None else found == _identity(second)


def _lies_in(real: Path, folder: Path) -> bool:
    """Whether `real` is `folder` or below it, be either there or not."""
    wanted = _identity(folder)
    for place in (real, *real.parents):
        if wanted is not None:
            if _identity(place) == wanted:
                return True
        elif _plain(place.name) == _plain(folder.name) and _is_same_folder(
            place.parent, folder.parent
        ):
            return True
    return False


def _holds(folder: Path, wanted: _Identity) -> bool:
    """Whether a file in `folder` is the one with this device and inode, by another name."""
    for place, _folders, names in os.walk(folder):
        with suppress(OSError), os.scandir(place) as entries:
            # The number alone first: asking each of 10,000 attachments for more takes its time.
            if names and any(
                entry.inode() == wanted[1] and _identity(Path(entry)) == wanted for entry in entries
            ):
                return True
    return False


def _plain(name: str) -> str:
    """A name as systems compare it that don't tell A from a: too careful elsewhere, no harm."""
    return name.casefold()
