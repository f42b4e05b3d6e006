"""What SQLite says of a file, as an error with a sentence and an exit code."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import (
    Damaged,
    InputMissing,
    Locked,
    NoPermission,
    PairingError,
    StorageFailure,
)
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.store.file import is_there

NEEDS_RECOVERY: Final = (sqlite3.SQLITE_READONLY_ROLLBACK, sqlite3.SQLITE_READONLY_RECOVERY)
"""A writer was killed and left its journal: who reads has to roll it back before."""

_NOT_DECODED: Final = "Could not decode to UTF-8"
"""What sqlite3 says, without an error code, about text with flipped bytes."""


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
    if code in NEEDS_RECOVERY:
        return _needs_recovery(path)
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return replaced(path)
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
    from pairing_cli.store.schema.our_schema import has_our_schema

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


def replaced(path: Path) -> Locked:
    return Locked(
        "replaced",
        phrase("{path} was replaced by another program at this moment.", path=str(path)),
        hint=phrase("Nothing was written. Run the command again."),
    )
