"""Files of the newest version: an older one is brought to it, a new one is made.

Nothing starts without a backup.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pairing_cli.domain.errors import CannotCreate, NoPermission
from pairing_cli.domain.phrases import phrase
from pairing_cli.drafts import draft_beside
from pairing_cli.store.connecting import connected
from pairing_cli.store.file import SCHEMA_VERSION, reason_of, schema_version
from pairing_cli.store.kept import real_place
from pairing_cli.store.locking import begin_immediate, commit
from pairing_cli.store.placing import place_new
from pairing_cli.store.schema.foreign import Foreign, check_no_triggers, remove_foreign
from pairing_cli.store.schema.our_schema import ours_of, schema_of
from pairing_cli.store.schema.steps import STEPS, Step, apply_steps, drop_views, lay_views, quoted


def migrate(
    path: Path,
    steps: Sequence[Step] | None = None,
    *,
    on_backup: Callable[[Path], None] | None = None,
) -> Path | None:
    """Bring the file at `path` to the newest version, one transaction a step; where its
    backup is, None if it was up to date. `on_backup` hears of it before the first step.

    Nothing starts without a backup. Where a step fails, the file stays at the version before
    it. Raises what `back_up` raises.
    """
    from pairing_cli.store.backup import Reason, back_up

    steps = STEPS if steps is None else steps
    version = schema_version(path)
    if version >= len(steps):
        return None
    backup = back_up(path, reason=Reason.MIGRATE)
    if on_backup is not None:
        on_backup(backup.path)
    with connected(path) as connection:
        check_no_triggers(connection, path)
        apply_steps(connection, version, steps)
    return backup.path


def put_schema_right(path: Path) -> tuple[list[Foreign], list[str]]:
    """Take out of the schema of the database at `path` whatever acts and isn't ours, and make
    our views and what is missing of our indexes anew; what was taken out, and the unique indexes
    that rows are in the way of. An older file is brought to this version in between.
    """
    removed: list[Foreign] = []
    if schema_version(path) < SCHEMA_VERSION:
        with _changing(path) as connection:
            removed += remove_foreign(connection, triggers_only=True)
        migrate(path)
    with _changing(path) as connection:
        removed += remove_foreign(connection, triggers_only=False)
        drop_views(connection, {name for (_kind, name), _sql in ours_of("view")})
        lay_views(connection)
        unmade = list(_make_indexes(connection))
    return removed, unmade


def _make_indexes(connection: sqlite3.Connection) -> Iterator[str]:
    """Make the indexes that are missing or otherwise than ours; those that rows forbid."""
    stored = schema_of(connection)
    for (kind, name), sql in ours_of("index"):
        if stored.get((kind, name)) == sql:
            continue
        connection.execute(f"DROP INDEX IF EXISTS {quoted(name)}")
        try:
            connection.execute(sql)
        except sqlite3.IntegrityError:
            yield name


@contextmanager
def _changing(path: Path) -> Iterator[sqlite3.Connection]:
    with connected(path) as connection:
        begin_immediate(connection)
        try:
            yield connection
            commit(connection)
        except BaseException:
            connection.rollback()
            raise


@contextmanager
def new_file(
    path: Path, *, keep: bool = True, steps: Sequence[Step] | None = None
) -> Iterator[Path]:
    """A fresh, empty database under a temporary name, moved to `path` when all went well
    (unless `keep` is false, when it was only made to check something). With some of the
    `steps` it is of an older version.

    What lies beside `path` of a file that is gone is moved among the backups. The move fails
    rather than replaces: of two processes that create the same file at once
    one succeeds and the other is told. Raises `UsageError` then, `CannotCreate` where the
    folder can't be written.
    """
    from pairing_cli.store.backup import name_of_replaced

    real = real_place(path)
    with draft_beside(real) as draft:
        _create(draft, path)
        with connected(draft) as connection:
            apply_steps(connection, 0, steps)
        yield draft
        if keep:
            place_new(draft, real, lambda: name_of_replaced(real))


def _create(draft: Path, path: Path) -> None:
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except PermissionError:
        raise NoPermission(
            "folder-not-writable",
            phrase("No permission to create {path}.", path=str(path)),
            hint=phrase("Choose another place with --db PATH."),
        ) from None
    except (OSError, ValueError) as error:
        raise CannotCreate(
            "cannot-create",
            phrase("{path} can't be created: {reason}.", path=str(path), reason=reason_of(error)),
            hint=phrase("Choose another place with --db PATH."),
        ) from error
