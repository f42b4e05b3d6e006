"""What lies beside a database: files that give evidence, leftovers, who may open it."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pairing_cli.domain.phrases import phrase
from pairing_cli.store.attachments import folder_of, path_of
from pairing_cli.store.backup import checksum_of
from pairing_cli.store.backup import folder_of as backups_of
from pairing_cli.store.checking.findings import REPAIR, Finding, Severity
from pairing_cli.store.reading import Reader

STALE_SECONDS: Final = 3600
"""A temporary file that is older belongs to no command that still runs."""


def stale_files(path: Path) -> list[Path]:
    """Temporary files that commands which were killed have left beside the database."""
    real = path.resolve()
    patterns = (
        (real.parent, f".{real.name}.*.tmp*"),
        (folder_of(real), ".*.tmp*"),
        (backups_of(real), ".*.tmp*"),
    )
    found = []
    for folder, pattern in patterns:
        for file in sorted(folder.glob(_literal(pattern))) if folder.is_dir() else []:
            if time.time() - file.stat().st_mtime > STALE_SECONDS:
                found.append(file)
    return found


def _literal(pattern: str) -> str:
    return pattern.replace("[", "[[]")


def evidence(store: Reader, path: Path) -> Iterator[Finding]:
    """Evidence: every document's file is there and unaltered, and no file is nobody's."""
    known = set()
    for row in store.rows("SELECT DISTINCT sha256, file_name FROM document ORDER BY sha256"):
        known.add(row["sha256"])
        file = path_of(path, row["sha256"])
        missing = phrase("The file {name} is missing: {path}", name=row["file_name"], path=file)
        altered = phrase("The file {name} was altered: {path}", name=row["file_name"], path=file)
        try:
            wrong = altered if checksum_of(file) != row["sha256"] else None
        except OSError:
            wrong = missing
        if wrong is not None:
            remedy = phrase("Put the original back, or attach it once more.")
            yield Finding(Severity.DAMAGED, "files", row["file_name"], wrong, remedy)
    folder = folder_of(path)
    for file in sorted(folder.glob("*/*")) if folder.is_dir() else []:
        # What was undone keeps its file: a redo needs it again.
        if file.name not in known and not store.value(
            "SELECT 1 FROM change WHERE table_name = 'document' AND \"after\" LIKE :like LIMIT 1",
            like=f"%{file.name}%",
        ):
            yield Finding(
                Severity.NOTE,
                "files",
                file.name,
                phrase("No record speaks of the file {path}.", path=str(file)),
                phrase("It can be deleted by hand, if nobody misses it."),
            )


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
