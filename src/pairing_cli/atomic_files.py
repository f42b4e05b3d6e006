"""Files going out: complete under their name, or absent.

What is being written has another name beside its place and takes that place when it is whole
and on disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pairing_cli.domain.errors import CannotCreate, StorageFailure
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.words.system_words import said_by
from pairing_cli.drafts import draft_beside


@contextmanager
def finished_file(path: Path) -> Iterator[Path]:
    """A draft (mode 0600) that becomes the file `path` when the block ends well.

    Raises `CannotCreate` where that can't be, `StorageFailure` where the block can't write.
    """
    with _told(path):
        if path.exists() and not path.is_file():
            # A folder, or a device such as /dev/null.
            raise cannot_create(path, phrase("not a file"))
    with draft_beside(path) as draft:
        with _told(path):
            os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with _writing(path):
            yield draft
            with draft.open("rb+") as file:
                os.fsync(file.fileno())
        with _told(path):
            draft.replace(path)


@contextmanager
def finished_folder(path: Path) -> Iterator[Path]:
    """A draft (mode 0700) that becomes the folder `path`, which must not be there, or empty.

    Raises `CannotCreate` where that can't be, `StorageFailure` where the block can't write.
    """
    if path.is_symlink() or (path.exists() and not path.is_dir()):
        raise cannot_create(path, phrase("not a folder"))
    if path.is_dir() and any(path.iterdir()):
        raise CannotCreate(
            "not-empty",
            phrase("The folder {path} is not empty.", path=str(path)),
            hint=phrase("Nothing was written. Name a new folder, or a .zip file."),
            file=str(path),
        )
    with draft_beside(path) as draft:
        with _told(path):
            draft.mkdir(mode=0o700)
        with _writing(path):
            yield draft
        with _told(path):
            if path.is_dir():
                path.rmdir()  # Windows doesn't rename onto a folder, empty or not.
            draft.rename(path)


def cannot_create(path: Path, reason: Phrase | Label | str) -> CannotCreate:
    """The error for an output that can't be made at `path`."""
    return CannotCreate(
        "cannot-create",
        phrase("{path} can't be created: {reason}.", path=str(path), reason=reason),
        hint=phrase(
            "Check that the folder exists, that you may write there, "
            "and that the file is not open in another program."
        ),
        file=str(path),
    )


def write_failed(path: Path, failure: Exception) -> StorageFailure:
    """The error for an output at `path` that can't be written to its end."""
    return StorageFailure(
        "write-failed",
        phrase("Writing {path} failed: {reason}.", path=str(path), reason=said_by(failure)),
        hint=phrase("Nothing was replaced. Free some space or choose another place."),
        file=str(path),
    )


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as failure:
        raise cannot_create(path, said_by(failure)) from failure


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as failure:
        raise write_failed(path, failure) from failure
