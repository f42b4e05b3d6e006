"""A backup or a dump in the place of the database.

What is to come is made ready beside the database first: copied, verified, brought to today's
schema. Only then it takes the place, in one rename; what was there is among the backups.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairing_cli import signals
from pairing_cli.domain.errors import Damaged, InputMissing, Locked, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.backup import (
    Reason,
    back_up,
    bring_to_disk,
    checksum_of,
    copy_database,
    creating,
    draft_beside,
    keep_replaced,
    noted_checksum,
    sync_folder,
)
from pairing_cli.store.connecting import connected
from pairing_cli.store.failures import translated_errors
from pairing_cli.store.file import BUSY_SECONDS, SCHEMA_VERSION, file_uri, is_there, schema_version
from pairing_cli.store.migrations import new_file
from pairing_cli.store.opening import FileReader
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
    with creating(target), draft_beside(target) as draft:
        copy_database(source, draft)
        if version < SCHEMA_VERSION:
            with connected(draft) as connection:
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
    if not is_there(target):
        kept = None
        signals.too_late()
        draft.replace(target)
    else:
        try:
            kept = _replace_good(target, draft)
        except Damaged as damage:
            if damage.code not in _MAY_BE_REPLACED:
                raise
            kept = keep_replaced(target)
            signals.too_late()
            draft.replace(target)
    sync_folder(target.parent)
    return kept


def _replace_good(target: Path, draft: Path) -> Path:
    """Back the database up and replace it while no other command can write to it."""
    for _ in range(_TRIES):
        schema_version(target)
        with ExitStack() as stack:
            stack.enter_context(translated_errors(target))
            connection = stack.enter_context(closing(_opened(target)))
            before = _data_version(connection)
            kept = back_up(target, reason=Reason.RESTORE)
            connection.execute("BEGIN EXCLUSIVE")
            if _data_version(connection) != before:
                continue
            if os.name == "nt":
                connection.close()  # Windows replaces no file that is open
            signals.too_late()
            draft.replace(target)
            return kept.path
    raise Locked(
        "locked",
        phrase("{path} is in use by another program.", path=str(target)),
        hint=phrase("Nothing was written. Close the other program, then try again."),
    )


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        file_uri(path, "rw"), uri=True, isolation_level=None, timeout=BUSY_SECONDS
    )


def _data_version(connection: sqlite3.Connection) -> int:
    """A number that changes when another connection commits."""
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _check_noted(source: Path) -> None:
    noted = noted_checksum(source)
    if noted is not None and noted != checksum_of(source):
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
