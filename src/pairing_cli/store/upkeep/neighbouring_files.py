"""What lies beside a database: files that give evidence, leftovers, who may open it."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path

from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.drafts import drafts_in, is_abandoned, noted_drafts
from pairing_cli.store.attachments import folder_of, path_of
from pairing_cli.store.backup import folder_of as backups_of
from pairing_cli.store.checking.checksums import checksum_of
from pairing_cli.store.checking.findings import REPAIR, Finding, Severity
from pairing_cli.store.locking import begin_immediate, connect, is_busy
from pairing_cli.store.reading import Reader


def stale_files(path: Path) -> list[Path]:
    """Drafts that commands which were killed have left: beside the database, in the working
    folder, and wherever else this user's commands have noted one.
    """
    real = path.resolve()
    patterns = (
        (real.parent, f".{real.name}.*.tmp*"),
        (folder_of(real), ".*.tmp*"),
        (backups_of(real), ".*.tmp*"),
    )
    found = {*noted_drafts()}
    found.update(drafts_in(real.parent))
    with suppress(OSError):  # the working folder may be gone
        found.update(drafts_in(Path.cwd()))
    for folder, pattern in patterns:
        found.update(folder.glob(_literal(pattern)) if folder.is_dir() else ())
    return sorted(file for file in found if is_abandoned(file))


def _literal(pattern: str) -> str:
    return pattern.replace("[", "[[]")


class Evidence(NamedTuple):
    """A file that a document speaks of."""

    sha256: str
    file_name: str


def evidence_in(store: Reader) -> list[Evidence]:
    """The files of all documents. Each was there before its row: it may be looked for later."""
    return store.fetch(
        Evidence, "SELECT DISTINCT sha256, file_name FROM document ORDER BY sha256, file_name"
    )


def damaged_files(files: Iterable[Evidence], path: Path) -> Iterator[Finding]:
    """Evidence that is gone, altered, or replaced by what is no file."""
    for sha256, name in files:
        file = path_of(path, sha256)
        missing = phrase("The file {name} is missing: {path}", name=name, path=file)
        altered = phrase("The file {name} was altered: {path}", name=name, path=file)
        try:
            wrong = altered if checksum_of(file) != sha256 else None
        except OSError:
            wrong = missing
        if wrong is not None:
            remedy = phrase("Put the original back, or attach it once more.")
            yield Finding(Severity.DAMAGED, "files", name, wrong, remedy)


def files_of_nobody(store: Reader, path: Path) -> Iterator[Finding]:
    """Files in the store of which no record speaks, nor will: not even a command that is
    writing at this moment, which keeps the file first.
    """
    folder = folder_of(path)
    found = sorted(folder.glob("*/*")) if folder.is_dir() else []
    if any(not _is_known(store, file) for file in found) and not _wait_for_writers(path):
        return
    for file in found:
        if not _is_known(store, file):
            yield Finding(
                Severity.NOTE,
                "files",
                file.name,
                phrase("No record speaks of the file {path}.", path=str(file)),
                phrase("It can be deleted by hand, if nobody misses it."),
            )


def _is_known(store: Reader, file: Path) -> bool:
    if store.value("SELECT 1 FROM document WHERE sha256 = :sha256 LIMIT 1", sha256=file.name):
        return True
    # What was undone keeps its file: a redo needs it again.
    return bool(
        store.value(
            "SELECT 1 FROM change WHERE table_name = 'document' AND \"after\" LIKE :like LIMIT 1",
            like=f"%{file.name}%",
        )
    )


def _wait_for_writers(path: Path) -> bool:
    """Wait until the command that is writing has come to its end; False if it takes too long."""
    try:
        with closing(connect(path, "rw")) as connection:
            begin_immediate(connection)
    except sqlite3.Error as error:
        return not is_busy(error)  # where nobody can write, nobody does
    return True


def leftovers(path: Path) -> Iterator[Finding]:
    """Temporary files of commands that were killed."""
    for file in stale_files(path):
        message = phrase("A command that was stopped has left {path}.", path=str(file))
        yield Finding(Severity.NOTE, "leftovers", file.name, message, REPAIR)


def privacy(path: Path) -> Iterator[Finding]:
    """Names and phones are nobody else's business on this computer."""
    mode = path.stat().st_mode
    if os.name != "nt" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding(
            Severity.NOTE,
            "privacy",
            path.name,
            phrase("Other users of this computer may open {path}.", path=str(path)),
            phrase("chmod 600 {path}", path=str(path)),
        )
