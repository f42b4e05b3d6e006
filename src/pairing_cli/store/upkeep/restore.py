"""A backup or a dump in the place of the database.

What is to come is made ready beside the database first: copied, verified, brought to today's
schema. Only then it takes the place, in one rename; what was there is among the backups.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import Damaged, InputMissing, Locked, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.backup import (
    Reason,
    back_up,
    copy_database,
    creating,
    keep_replaced,
    name_of_replaced,
)
from pairing_cli.store.checking.checksums import (
    bring_to_disk,
    is_as_noted,
    new_draft,
    noted_checksum,
    sync_folder,
)
from pairing_cli.store.connecting import connected
from pairing_cli.store.failures import translated_errors
from pairing_cli.store.file import SCHEMA_VERSION, is_there, schema_version
from pairing_cli.store.locking import open_to_write, patiently
from pairing_cli.store.migrations import new_file
from pairing_cli.store.opening import FileReader
from pairing_cli.store.placing import held, identity_of, place_new, place_over
from pairing_cli.store.schema.foreign import check_no_triggers
from pairing_cli.store.schema.steps import STEPS, apply_steps
from pairing_cli.store.upkeep.dump import empty_for, fill, is_dump

_TRIES: Final = 3
"""So often the backup is made anew because another command wrote meanwhile."""

_MAY_BE_REPLACED: Final = ("damaged", "not-a-database", "empty-file")
"""Codes of what is wrong with a file whose place another may take. Another program's
database, a newer one, a folder or a device stay where they are."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a copy of the database."""

    kind: str
    """database or dump."""
    cycles: int
    kindergartens: int
    pairings: int
    visits: int
    changes: int
    last_at: str | None
    """When the last command wrote, in UTC."""
    last_command: str | None
    last_actor: str | None


@dataclass(frozen=True, slots=True)
class Ready:
    """A copy that may take the database's place."""

    draft: Path
    contents: Contents


@contextmanager
def ready(path: Path, source: Path) -> Iterator[Ready]:
    """`source`, a backup or a dump, verified and made ready to take the place of `path`.

    Raises `InputMissing`, `Damaged` (also where it is not what its checksum says), `BadData`
    for a dump, `NewerFile`, `UsageError` where it is the database itself.
    """
    if not is_there(source):
        raise InputMissing(
            "no-such-file",
            phrase("There is no file {file}.", file=str(source)),
            hint=phrase("See: pairing db backups"),
            file=str(source),
        )
    if is_there(path) and source.samefile(path):
        raise UsageError("same-file", phrase("{path} is the database itself.", path=str(source)))
    _check_noted(source)
    target = path.resolve()
    if source.is_file() and is_dump(source):
        with new_file(target, keep=False, steps=STEPS[: empty_for(source)]) as draft:
            fill(source, draft)
            yield Ready(draft, _contents(draft, "dump"))
        return
    version = schema_version(source)
    with creating(target), new_draft(target) as draft:
        copy_database(source, draft)
        if version < SCHEMA_VERSION:
            with connected(draft) as connection:
                check_no_triggers(connection, source)
                apply_steps(connection, version)
        yield Ready(draft, _contents(draft, "database"))


def put_in_place(path: Path, draft: Path) -> Path | None:
    """Have `draft` take the place of the database at `path`; where what was there is kept.

    Raises what `back_up` raises but for a damaged file, which is kept as it is, and `Locked`.
    """
    target = path.resolve()
    with translated_errors(draft), connected(draft) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    bring_to_disk(draft)
    with creating(target):
        kept = _put(target, draft)
    sync_folder(target.parent)
    return kept


def _put(target: Path, draft: Path) -> Path | None:
    if not is_there(target):
        return place_new(draft, target, lambda: name_of_replaced(target))
    try:
        return _replace(target, draft, _good_kept)
    except Damaged as damage:
        if damage.code not in _MAY_BE_REPLACED:
            raise
        return _replace(target, draft, _damaged_kept)


def _replace(target: Path, draft: Path, keeping: _Keeping) -> Path:
    """Keep the file at `target` and replace it, while no other command can use it."""
    for _ in range(_TRIES):
        with translated_errors(target), keeping(target) as (kept, is_as_kept):
            if is_as_kept:
                place_over(draft, target, kept)
                return kept
    raise Locked(
        "locked",
        phrase("{path} is in use by another program.", path=str(target)),
        hint=phrase("Nothing was written. Close the other program, then try again."),
    )


_Keeping = Callable[[Path], AbstractContextManager[tuple[Path, bool]]]
"""Keeps a file, then locks it; where it is kept, and whether it is still what was kept.

In this order, because to read a file gives its lock away. In between another command may have
written to it, or put another file in its place.
"""


@contextmanager
def _good_kept(target: Path) -> Iterator[tuple[Path, bool]]:
    schema_version(target)
    identity = identity_of(target)
    with closing(open_to_write(target)) as connection:
        before = _data_version(connection)
        kept = back_up(target, reason=Reason.RESTORE)
        patiently(connection.execute, "BEGIN EXCLUSIVE")
        is_same = _data_version(connection) == before and identity_of(target) == identity
        if os.name == "nt":
            connection.close()  # Windows replaces no file that is open
        yield kept.path, is_same


@contextmanager
def _damaged_kept(target: Path) -> Iterator[tuple[Path, bool]]:
    before = _state(target)
    kept = keep_replaced(target)
    with ExitStack() as stack:
        if os.name != "nt":
            stack.enter_context(held(target))
        yield kept, _state(target) == before


def _state(path: Path) -> tuple[int, ...]:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _data_version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection commits."""
    return int(patiently(connection.execute, "PRAGMA data_version").fetchone()[0])


def _check_noted(source: Path) -> None:
    if noted_checksum(source) is not None and not is_as_noted(source):
        raise Damaged(
            "altered-backup",
            phrase("{path} is not as it was when it was verified.", path=str(source)),
            hint=phrase("Nothing was changed. Take another: pairing db backups"),
        )


def _contents(draft: Path, kind: str) -> Contents:
    with closing(FileReader(draft)) as store:

        def count(table: str) -> int:
            return int(store.value(f"SELECT count(*) FROM {table}"))  # noqa: S608

        last = store.rows("SELECT at, command, actor FROM change_set ORDER BY seq DESC LIMIT 1")
        at, command, actor = last[0].values() if last else (None, None, None)
        return Contents(
            kind,
            count("cycle"),
            count("kindergarten"),
            count("pairing"),
            count("visit"),
            count("change_set"),
            at,
            command,
            actor,
        )
