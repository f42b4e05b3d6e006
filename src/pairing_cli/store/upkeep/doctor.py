"""What is wrong with a database file, found without writing to it.

Damaged is what can't be relied on: pages, keys that lead nowhere, a broken chain of the change
log, evidence that is missing. Broken is what can be read and yet mustn't be: rows that no
command would have written. `services.doctor` adds what only the programme's rules can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from pairing_cli.domain.errors import Damaged
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.checking.findings import CORRECT, RESTORE, Finding, Severity
from pairing_cli.store.checking.soundness import (
    chain_findings,
    integrity,
    key_findings,
    row_findings,
    schema_findings,
    value_findings,
)
from pairing_cli.store.connecting import (
    check_whole_pages,
)
from pairing_cli.store.failures import translated_errors
from pairing_cli.store.reading import Reader
from pairing_cli.store.schema.our_schema import has_our_schema, opened_to_check


def is_sound(path: Path) -> bool:
    """Whether nothing in the file explains why a command failed on it."""
    from pairing_cli.store.opening import FileReader

    try:
        with closing(opened_to_check(path)) as connection:
            if integrity(connection) or not has_our_schema(path):
                return False
        with closing(FileReader(path)) as store:
            checks = (key_findings, value_findings, chain_findings, row_findings)
            return not any(True for check in checks for _ in check(store))
    except Exception:
        return False


def examine(store: Reader, path: Path) -> Iterator[Finding]:
    """All findings about the file at `path`, which `store` reads, and about what lies beside
    it. The pages come first: where they are damaged, the rest may not be readable.
    """
    from pairing_cli.store.upkeep import neighbouring_files

    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: _integrity(path),
        lambda: key_findings(store),
        lambda: value_findings(store),
        lambda: schema_findings(store),
        lambda: chain_findings(store),
        lambda: row_findings(store),
        lambda: neighbouring_files.evidence(store, path),
        lambda: neighbouring_files.leftovers(path),
        lambda: neighbouring_files.privacy(path),
    )
    for check in checks:
        try:
            yield from check()
        except Damaged as damage:
            yield Finding(Severity.DAMAGED, "integrity", None, damage.message, RESTORE)


def _integrity(path: Path) -> Iterator[Finding]:
    with translated_errors(path), closing(opened_to_check(path)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        check_whole_pages(connection, path)
        problems = integrity(connection)
    for problem in problems:
        message = phrase("{reason}", reason=problem.text)
        if problem.is_damage:
            yield Finding(Severity.DAMAGED, "integrity", None, message, RESTORE)
        else:
            yield Finding(Severity.BROKEN, "values", None, message, CORRECT)
