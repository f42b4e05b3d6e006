"""Files of the newest version: an older one is brought to it, a new one is made.

Nothing starts without a backup.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pairing_cli.domain.errors import CannotCreate, NoPermission, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.connecting import connected
from pairing_cli.store.file import reason_of, schema_version
from pairing_cli.store.schema.steps import STEPS, Step, apply_steps, drop_views, lay_views


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
        apply_steps(connection, version, steps)
    return backup.path


def relay_views(path: Path) -> None:
    """Make the views of the database at `path` anew, as this version has them."""
    with connected(path) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            drop_views(connection)
            lay_views(connection)
            connection.execute("COMMIT")
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

    The move fails rather than replaces: of two processes that create the same file at once
    one succeeds and the other is told. Raises `UsageError` then, `CannotCreate` where the
    folder can't be written.
    """
    draft = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
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
    try:
        with connected(draft) as connection:
            apply_steps(connection, 0, steps)
        yield draft
        if keep:
            _move_without_replacing(draft, path)
    finally:
        for leftover in (draft, draft.with_name(draft.name + "-journal")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


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
        if path.exists():
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
