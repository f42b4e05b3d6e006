"""The check-up of a database: the file, and what only the programme's rules can tell.

What is repaired is derived from other rows. What people have entered is never touched; there the
finding says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import Damaged, PairingError
from pairing_cli.domain.judging.frozen import is_as_frozen
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.records.honours import ASSESSMENT, HONOUR
from pairing_cli.domain.records.judging import BULLETIN
from pairing_cli.drafts import forget_abandoned, remove
from pairing_cli.services.keeping.invariants import broken_rules
from pairing_cli.store.checking.findings import CORRECT, RESTORE, Finding, Severity
from pairing_cli.store.opening import FileReader
from pairing_cli.store.reading import Reader
from pairing_cli.store.schema.foreign import foreign_in
from pairing_cli.store.schema.our_schema import record_tables
from pairing_cli.store.upkeep.doctor import damage, examine
from pairing_cli.store.upkeep.neighbouring_files import (
    Evidence,
    damaged_files,
    evidence_in,
    files_of_nobody,
    leftovers,
    privacy,
    stale_files,
)

_RANK = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """All findings, worst first, and how much was looked at."""

    findings: list[Finding]
    tables: int
    rows: int
    commands: int
    documents: int
    takes_no_writes: bool = False
    """Whether something that isn't of this program keeps every command from writing."""

    @property
    def worst(self) -> str | None:
        """The severity of the worst finding; None where all is well."""
        return self.findings[0].severity if self.findings else None


def diagnose(store: FileReader, path: Path) -> Diagnosis:
    """Examine the database that `store` reads, at `path`. Nothing is written.

    One moment is judged, however many write meanwhile; then what lies beside the file.
    """
    tables = rows = commands = documents = 0
    takes_no_writes = False
    files: list[Evidence] = []
    with store.snapshot():
        findings = [*examine(store), *_guarded(lambda: _findings(store))]
        with suppress(PairingError):
            names = record_tables()
            tables = len(names)
            rows = sum(int(store.value(f'SELECT count(*) FROM "{name}"')) for name in names)
            commands = int(store.value("SELECT count(*) FROM change_set"))
            documents = int(store.value("SELECT count(DISTINCT sha256) FROM document"))
            files = evidence_in(store)
            takes_no_writes = any(each.acts for each in foreign_in(store.tuples))
    findings += damaged_files(files, path)
    with suppress(PairingError):
        findings += files_of_nobody(store, path)
    findings += [*leftovers(path), *privacy(path)]
    findings.sort(key=lambda finding: _RANK[Severity(finding.severity)])
    return Diagnosis(findings, tables, rows, commands, documents, takes_no_writes)


def is_damaged(store: FileReader, path: Path, *, backed_up: bool = False) -> bool:
    """Whether the database can't be relied on, as `diagnose` would find. It takes a tenth of the
    time: rows that are only broken are not looked for; nor, with `backed_up`, what a verified
    backup finds.
    """
    with store.snapshot():
        found = any(True for _ in damage(store, backed_up=backed_up))
        found = found or any(True for _ in _frozen_figures(store))
        files = [] if found else evidence_in(store)
    return found or any(each.severity == Severity.DAMAGED for each in damaged_files(files, path))


def remove_stale_files(path: Path) -> list[str]:
    """Delete temporary files that killed commands have left; their names."""
    removed = []
    for file in stale_files(path):
        if remove(file):
            removed.append(file.name)
    forget_abandoned()
    return removed


def _findings(store: Reader) -> Iterator[Finding]:
    """Rows that no command would have left so."""
    for broken in broken_rules(store):
        yield Finding(Severity.BROKEN, broken.check, broken.record, broken.message, CORRECT)
    yield from _frozen_figures(store)


def _frozen_figures(store: Reader) -> Iterator[Finding]:
    """Figures that were frozen with a proof, and aren't those any more."""
    for code, day, figures, sha256 in store.tuples(
        "SELECT y.code, c.on_date, c.figures, c.sha256 FROM cycle_closing AS c"
        " INNER JOIN cycle AS y ON y.id = c.cycle_id ORDER BY c.on_date"
    ):
        if not is_as_frozen(figures, sha256):
            message = phrase(
                "The figures of cycle {cycle}, frozen on {day}, have been altered.",
                cycle=code,
                day=day,
            )
            yield Finding(Severity.DAMAGED, "frozen", code, message, RESTORE)
    for record, table, column in _FROZEN:
        for ref, figures, sha256 in store.tuples(
            f"SELECT substr(id, 25, 8), {column}, sha256 FROM {table}"
            f" WHERE {column} IS NOT NULL ORDER BY id"
        ):
            if not is_as_frozen(figures, sha256):
                message = phrase(
                    "What was frozen of {what} {ref} has been altered.",
                    what=record.noun.label,
                    ref=ref,
                )
                yield Finding(Severity.DAMAGED, "frozen", ref, message, RESTORE)


_FROZEN: Final = (
    (BULLETIN, "bulletin", "figures"),
    (ASSESSMENT, "assessment", "figures"),
    (HONOUR, "honour", "trace"),
)
"""Records with figures that never change, and the column that holds them."""


def _guarded(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What `check` finds; where the rows keep it from looking, that is the finding."""
    try:
        return list(check())
    except Exception as error:
        reason = error.message if isinstance(error, PairingError) else str(error)
        message = phrase("The rules can't be checked: {reason}", reason=reason)
        severity = Severity.DAMAGED if isinstance(error, Damaged) else Severity.BROKEN
        return [Finding(severity, "rules", None, message, RESTORE)]
