"""Verified copies of a database, kept in the folder `<database>.backups` beside it.

A backup is made by VACUUM INTO under a temporary name, checked, brought to the disk and only
then given its name; its SHA-256 stands in a file beside it. Names sort by time, also where
the clock was set back. What is damaged is never backed up, so no bad copy pushes out a good
one.
"""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from pairing_cli.domain.errors import CannotCreate, Damaged, NoPermission, StorageFailure
from pairing_cli.domain.phrases import phrase
from pairing_cli.drafts import clear
from pairing_cli.store.checking.checksums import (
    CHUNK,
    DOUBTFUL,
    bring_to_disk,
    checksum_file,
    is_as_noted,
    new_draft,
    noted_checksum,
    sync_folder,
    write_checksum,
)
from pairing_cli.store.checking.soundness import damage_in, is_doubtful
from pairing_cli.store.connecting import (
    check_whole_pages,
)
from pairing_cli.store.failures import storage_error, translated_errors
from pairing_cli.store.file import reason_of, schema_version
from pairing_cli.store.kept import BACKUPS, beside, open_kept
from pairing_cli.store.locking import connect, patiently

KEPT: Final = 10
"""So many of the newest stay whatever their age."""

KEPT_DAYS: Final = 60
"""Older ones stay so long."""

MOST: Final = 60
"""More are not kept, however young."""

_MOMENT: Final = "%Y%m%dT%H%M%S%f"
_NAME: Final = re.compile(r"-(\d{8}T\d{9})Z-([a-z]+)\.db")
_CACHE_KIB: Final = 16 * 1024


class Reason(StrEnum):
    """What a backup was made for or before."""

    MANUAL = "manual"
    MIGRATE = "migrate"
    IMPORT = "import"
    MERGE = "merge"
    CLOSE = "close"
    RESTORE = "restore"
    REPAIR = "repair"
    REPLACED = "replaced"
    """Not a verified backup: a damaged file as it was when another took its place."""


State = Literal["good", "doubtful", "altered", "unverified"]


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database."""

    path: Path
    at: str
    """When it was made, ISO 8601 in UTC."""
    reason: str
    size: int
    sha256: str | None
    state: State
    """good: as it was when verified; doubtful: a true copy of a file whose references or change
    log are damaged; altered since; unverified: it has no checksum."""


def folder_of(database: Path) -> Path:
    """Where the backups of a database are kept; the same for every link to it."""
    return beside(database, BACKUPS)


def back_up(path: Path, to: Path | None = None, *, reason: Reason = Reason.MANUAL) -> Backup:
    """Make a verified copy of the database at `path`, in its folder of backups or at `to` (a
    file that is not there or an older backup, or a folder).

    Old ones in the folder of backups are dropped, never the newest good one. Raises what
    `schema_version` raises, `Damaged` where the database is, `CannotCreate`, `NoPermission`,
    `StorageFailure`, `Locked`.
    """
    schema_version(path)
    moment = _now()
    if to is None:
        moment = _after_the_newest(path, moment)
    target = _target(path, to, moment, reason)
    with creating(target), new_draft(target) as draft:
        doubtful = copy_database(path, draft)
        sha256 = bring_to_disk(draft)
        write_checksum(target, sha256, doubtful)
        draft.replace(target)
        sync_folder(target.parent)
    if to is None:
        _rotate(path, moment)
        clear(target.parent)
    state: State = "doubtful" if doubtful else "good"
    return Backup(target, _iso(moment), reason, target.stat().st_size, sha256, state)


def list_backups(path: Path) -> list[Backup]:
    """The copies in the folder of backups of the database at `path`, newest first, each read
    and compared with its checksum. Raises `NoPermission`, `StorageFailure`.
    """
    try:
        return [_told(file, moment, reason) for moment, reason, file in _named(path)]
    except OSError as error:
        raise _unreadable(folder_of(path), error) from error


def newest_good(path: Path) -> Backup | None:
    """The newest verified backup that is as it was, found without reading older ones."""
    with suppress(OSError):
        for moment, reason, file in _named(path):
            if reason != Reason.REPLACED and (told := _told(file, moment, reason)).state == "good":
                return told
    return None


def name_of_replaced(path: Path) -> Path:
    """Under which name among the backups what lies at `path` is kept, if another takes its
    place and nothing of it can be verified.
    """
    return _target(path, None, _after_the_newest(path, _now()), Reason.REPLACED)


def keep_replaced(path: Path) -> Path:
    """Copy the damaged database at `path` among its backups, as it is. Nothing is verified.
    Raises `CannotCreate`, `NoPermission`, `StorageFailure`.
    """
    import shutil

    target = name_of_replaced(path)
    with creating(target), new_draft(target) as draft:
        shutil.copyfile(path, draft)
        bring_to_disk(draft)
        draft.replace(target)
        sync_folder(target.parent)
    _rotate(path, _now())
    return target


def copy_database(source: Path, draft: Path) -> bool:
    """Copy the database at `source` into the empty file `draft`, and check both; whether its
    content is doubtful.

    Raises `Damaged` where `source` is, `StorageFailure`, `NoPermission`, `Locked`.
    """
    with translated_errors(source), closing(_opened(source)) as connection:
        try:
            is_damaged = _ends_within_a_page(connection, source) or damage_in(connection)
        except sqlite3.DatabaseError as error:
            is_damaged = isinstance(storage_error(error, source), Damaged)
            if not is_damaged:
                raise
        if is_damaged:
            raise _damaged(source)
        try:
            connection.execute("VACUUM INTO ?", (draft.absolute().as_uri(),))
        except sqlite3.OperationalError as error:
            if (error.sqlite_errorcode & 0xFF) in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
                raise StorageFailure(
                    "no-room",
                    phrase("{path} can't be written: {reason}.", path=str(draft), reason=error),
                    hint=phrase("Nothing was changed. Free some space, then try again."),
                ) from error
            raise
    with translated_errors(draft), closing(_opened(draft)) as connection:
        if damage_in(connection):
            raise StorageFailure(
                "bad-copy",
                phrase("The copy in {path} is not what was written: check the disk.", path=draft),
                hint=phrase("Nothing was changed."),
            )
        return is_doubtful(connection)


def _ends_within_a_page(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the end of the file is missing, while nobody can write to it."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        check_whole_pages(connection, path)
    except Damaged:
        return True
    finally:
        connection.execute("ROLLBACK")
    return False


def _opened(path: Path) -> sqlite3.Connection:
    """A connection that only reads, unless a killed writer's journal has to be rolled back."""
    for mode in ("ro", "rw"):
        connection = connect(path, mode)
        try:
            patiently(connection.execute, "SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            connection.close()
            if mode == "rw" or error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
                raise
        else:
            return _with_room(connection)
    raise AssertionError


def _with_room(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Keeps pages: checking a file asks for the same ones again and again."""
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


def _damaged(path: Path) -> Damaged:
    good = newest_good(path)
    return Damaged(
        "damaged",
        phrase("{path} is damaged, so no backup was made of it.", path=str(path)),
        hint=phrase("Nothing was changed. See what is wrong: pairing db doctor")
        if good is None
        else phrase("Nothing was changed. A good copy: {path}", path=str(good.path)),
    )


def _target(path: Path, to: Path | None, moment: dt.datetime, reason: Reason) -> Path:
    stem = path.resolve().stem
    name = f"{stem}-{moment.strftime(_MOMENT)[:-3]}Z-{reason}.db"
    if to is None:
        return folder_of(path) / name
    if to.is_dir():
        return to / name
    if to.exists() and (to.samefile(path) or noted_checksum(to) is None):
        raise CannotCreate(
            "already-there",
            phrase("{path} exists already and is no earlier backup.", path=str(to)),
            hint=phrase("Nothing was written. Name another file."),
            file=str(to),
        )
    if to.exists() and not is_as_noted(to):
        raise CannotCreate(
            "worked-on-since",
            phrase("{path} was a backup and has been changed since: it may hold work.", path=to),
            hint=phrase("Nothing was written. Name another file."),
            file=str(to),
        )
    return to


@contextmanager
def creating(target: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError:
        raise NoPermission(
            "folder-not-writable",
            phrase("No permission to create {path}.", path=str(target)),
            hint=phrase("Nothing was changed: without a backup nothing else starts."),
        ) from None
    except OSError as error:
        raise CannotCreate(
            "cannot-create",
            phrase("{path} can't be created: {reason}.", path=str(target), reason=reason_of(error)),
            hint=phrase("Nothing was changed: without a backup nothing else starts."),
        ) from error


def _now() -> dt.datetime:
    now = dt.datetime.now(dt.UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _after_the_newest(path: Path, moment: dt.datetime) -> dt.datetime:
    """`moment`, or just after the newest backup where the clock was set back."""
    with suppress(OSError):
        for newest, _reason, _file in _named(path):
            return max(moment, newest + dt.timedelta(milliseconds=1))
    return moment


def _named(path: Path) -> list[tuple[dt.datetime, str, Path]]:
    """Moment, reason and file of each copy in the folder, newest first."""
    folder, start = folder_of(path), path.resolve().stem
    if not folder.is_dir():
        return []
    found = []
    for file in folder.iterdir():
        match = _NAME.fullmatch(file.name.removeprefix(start))
        if match and file.name.startswith(start):
            moment = dt.datetime.strptime(f"{match[1]}000", _MOMENT).replace(tzinfo=dt.UTC)
            found.append((moment, match[2], file))
    return sorted(found, key=lambda each: each[0], reverse=True)


def _told(file: Path, moment: dt.datetime, reason: str) -> Backup:
    noted = noted_checksum(file)
    state: State = "unverified"
    if noted is not None and not is_as_noted(file):
        state = "altered"
    elif noted is not None:
        with open_kept(checksum_file(file)) as noting:
            lines = noting.read(CHUNK).decode("utf-8", errors="replace").splitlines()
        state = "doubtful" if DOUBTFUL in lines else "good"
    return Backup(file, _iso(moment), reason, file.stat().st_size, noted, state)


def _iso(moment: dt.datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _rotate(path: Path, now: dt.datetime) -> None:
    """Drop old copies. The newest good one stays, whatever came after it; and files that were
    replaced are counted apart, so that they push out no backup.
    """
    good = newest_good(path)
    with suppress(OSError):
        everything = _named(path)
        replaced = [each for each in everything if each[1] == Reason.REPLACED]
        verified = [each for each in everything if each[1] != Reason.REPLACED]
        for copies in (verified, replaced):
            for place, (moment, _reason, file) in enumerate(copies):
                is_old = place >= KEPT and now - moment > dt.timedelta(days=KEPT_DAYS)
                if (is_old or place >= MOST) and (good is None or file != good.path):
                    file.unlink(missing_ok=True)
                    checksum_file(file).unlink(missing_ok=True)
                    file.with_name(f"{file.name}-journal").unlink(missing_ok=True)


def _unreadable(folder: Path, error: OSError) -> NoPermission | StorageFailure:
    kind = NoPermission if isinstance(error, PermissionError) else StorageFailure
    return kind(
        "not-readable",
        phrase("{path} can't be read: {reason}.", path=str(folder), reason=reason_of(error)),
    )
