"""What is wrong with a database file, found without writing to it.

Damaged is what can't be relied on: pages, keys that lead nowhere, a broken chain of the change
log, evidence that is missing. Broken is what can be read and yet mustn't be: rows that no
command would have written. `services.doctor` adds what only the programme's rules can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import Damaged
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.checking.findings import CORRECT, RESTORE, Finding, Severity
from pairing_cli.store.checking.soundness import (
    chain_findings,
    integrity,
    kept_findings,
    key_findings,
    row_findings,
    schema_findings,
    value_findings,
)
from pairing_cli.store.opening import FileReader


def is_sound(path: Path) -> bool:
    """Whether nothing in the file explains why a command failed on it."""
    try:
        with closing(FileReader(path)) as store, store.snapshot():
            return all(each.severity == Severity.NOTE for each in examine(store))
    except Exception:
        return False


def examine(store: FileReader) -> Iterator[Finding]:
    """All findings about the file that `store` reads. The pages come first: where they are
    damaged, the rest may not be readable.

    To be called within a snapshot: what others write in between would look like damage.
    """
    for check in _CHECKS:
        try:
            yield from check(store)
        except Damaged as damage:
            yield Finding(Severity.DAMAGED, "integrity", None, damage.message, RESTORE)


def damage(store: FileReader, *, backed_up: bool = False) -> Iterator[Finding]:
    """What can't be relied on, and nothing else: it is found without looking at each row. To be
    called within a snapshot. `backed_up`: pages, keys and the change log are looked at by a
    verified backup that is made besides.
    """
    looked_at = () if backed_up else (_integrity, key_findings, chain_findings)
    for check in (*looked_at, schema_findings):
        try:
            yield from (each for each in check(store) if each.severity == Severity.DAMAGED)
        except Damaged as found:
            yield Finding(Severity.DAMAGED, "integrity", None, found.message, RESTORE)


def _integrity(store: FileReader) -> Iterator[Finding]:
    store.check_whole_pages()
    for problem in integrity(store):
        message = phrase("{reason}", reason=problem.text)
        if problem.is_damage:
            yield Finding(Severity.DAMAGED, "integrity", None, message, RESTORE)
        else:
            yield Finding(Severity.BROKEN, "values", None, message, CORRECT)


_CHECKS: Final[tuple[Callable[[FileReader], Iterator[Finding]], ...]] = (
    _integrity,
    key_findings,
    value_findings,
    schema_findings,
    kept_findings,
    chain_findings,
    row_findings,
)
