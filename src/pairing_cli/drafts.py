"""Drafts: what a command writes before it has its name, and what killed commands left of that.

A draft lies hidden beside its place and tells in its name which process of which computer makes
it. Where that process has come to its end, whatever ended it, the draft is nobody's: the next
command that makes a draft for the same place takes it away. So that drafts are found wherever
they lie, each is also noted in the user's folder of state for as long as it is there.
"""

from __future__ import annotations

import os
import re
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pairing_cli.run_log import log_folder

STALE_SECONDS: Final = 3600
"""A draft of another computer, or of an older version, that has not grown for so long belongs to
no command that still runs."""

_NAME_LENGTH: Final = 40
"""Characters of the target's name that the draft's begins with; a name has 255 bytes at most."""

_NAME: Final = (
    r"(?s)\..+\.(?P<computer>[0-9a-f]{8})-(?P<process>\d+)-[0-9a-f]{8}\.tmp(-journal|-wal|-shm)?"
)


@contextmanager
def draft_beside(path: Path) -> Iterator[Path]:
    """A name beside `path` for a file or folder in the making; whatever still has that name at
    the end is removed. What killed commands have left for `path` is removed first.
    """
    with suppress(OSError):  # the working folder may be gone
        path = path.absolute()
    clear(path.parent, path.name)
    draft = path.with_name(f"{_start(path.name)}{_THIS}-{os.getpid()}-{os.urandom(4).hex()}.tmp")
    note = _note(draft)
    try:
        yield draft
    finally:
        for left in (draft, draft.with_name(f"{draft.name}-journal")):
            remove(left)
        if note is not None:
            remove(note)


def clear(folder: Path, name: str | None = None) -> None:
    """Remove what killed commands have left in `folder`, or only what was to become `name`."""
    for left in drafts_in(folder, name):
        if is_abandoned(left):
            remove(left)


def drafts_in(folder: Path, name: str | None = None) -> list[Path]:
    """The drafts in `folder`, of living commands and others, or only those for `name`."""
    start = "." if name is None else _start(name)
    with suppress(OSError), os.scandir(folder) as entries:
        return sorted(
            folder / entry.name
            for entry in entries
            if entry.name.startswith(start) and re.fullmatch(_NAME, entry.name)
        )
    return []


def noted_drafts() -> list[Path]:
    """The drafts that are noted in the user's folder of state, wherever they lie."""
    found = []
    for note in _notes():
        with suppress(OSError, ValueError):
            draft = Path(os.fsdecode(note.read_bytes()))
            if draft.is_absolute() and re.fullmatch(_NAME, draft.name) and os.path.lexists(draft):
                found.append(draft)
    return found


def forget_abandoned() -> None:
    """Remove the notes of drafts that are no longer there."""
    for note in _notes():
        with suppress(OSError, ValueError):
            if not os.path.lexists(os.fsdecode(note.read_bytes())):
                note.unlink()


def is_abandoned(draft: Path) -> bool:
    """Whether no command works on `draft` any more."""
    made = re.fullmatch(_NAME, draft.name)
    if made and made["computer"] == _THIS and os.name == "posix":
        return not _is_running(int(made["process"]))
    try:
        return time.time() - draft.stat().st_mtime > STALE_SECONDS
    except OSError:
        return False


def remove(draft: Path) -> bool:
    """Remove a draft, be it a file or a folder; whether it is gone."""
    if draft.is_dir() and not draft.is_symlink():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        with suppress(OSError, ValueError):
            draft.unlink(missing_ok=True)
    return not os.path.lexists(draft)


def _start(name: str) -> str:
    return f".{name[:_NAME_LENGTH]}."


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # somebody else's
        return True
    return True


def _this_computer() -> str:
    name = os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "")
    return f"{zlib.crc32(os.fsencode(name)):08x}"


_THIS: Final = _this_computer()


def _folder_of_notes() -> Path:
    return log_folder(os.environ).with_name("drafts")


def _notes() -> list[Path]:
    try:
        return sorted(_folder_of_notes().iterdir())
    except (OSError, KeyError):
        return []


def _note(draft: Path) -> Path | None:
    """Write down where the draft lies; without a folder to write to it is found beside its
    place only.
    """
    try:
        note = _folder_of_notes() / os.urandom(8).hex()
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(note, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(os.fsencode(draft.absolute()))
    except (OSError, KeyError):
        return None
    return note
