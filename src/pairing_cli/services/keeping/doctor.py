"""The check-up of a database: the file, and what only the programme's rules can tell.

What is repaired is derived from other rows. What people have entered is never touched; there the
finding says what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from pairing_cli.domain.errors import Damaged, PairingError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.drafts import forget_abandoned, remove
from pairing_cli.store.checking.findings import CORRECT, RESTORE, Finding, Severity
from pairing_cli.store.opening import FileReader
from pairing_cli.store.reading import Reader
from pairing_cli.store.schema.our_schema import ours_of
from pairing_cli.store.upkeep.doctor import examine
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

    @property
    def worst(self) -> str | None:
        """The severity of the worst finding; None where all is well."""
        return self.findings[0].severity if self.findings else None


def diagnose(store: FileReader, path: Path) -> Diagnosis:
    """Examine the database that `store` reads, at `path`. Nothing is written.

    One moment is judged, however many write meanwhile; then what lies beside the file.
    """
    tables = rows = commands = documents = 0
    files: list[Evidence] = []
    with store.snapshot():
        findings = [*examine(store), *_guarded(lambda: broken_rules(store))]
        with suppress(PairingError):
            names = [name for (_kind, name), _sql in ours_of("table")]
            tables = len(names)
            rows = sum(int(store.value(f'SELECT count(*) FROM "{name}"')) for name in names)
            commands = int(store.value("SELECT count(*) FROM change_set"))
            documents = int(store.value("SELECT count(DISTINCT sha256) FROM document"))
            files = evidence_in(store)
    findings += damaged_files(files, path)
    with suppress(PairingError):
        findings += files_of_nobody(store, path)
    findings += [*leftovers(path), *privacy(path)]
    findings.sort(key=lambda finding: _RANK[Severity(finding.severity)])
    return Diagnosis(findings, tables, rows, commands, documents)


def remove_stale_files(path: Path) -> list[str]:
    """Delete temporary files that killed commands have left; their names."""
    removed = []
    for file in stale_files(path):
        if remove(file):
            removed.append(file.name)
    forget_abandoned()
    return removed


def _guarded(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    """What `check` finds; where the rows keep it from looking, that is the finding."""
    try:
        return list(check())
    except Exception as error:
        reason = error.message if isinstance(error, PairingError) else str(error)
        message = phrase("The rules can't be checked: {reason}", reason=reason)
        severity = Severity.DAMAGED if isinstance(error, Damaged) else Severity.BROKEN
        return [Finding(severity, "rules", None, message, RESTORE)]


def broken_rules(store: Reader) -> Iterator[Finding]:
    """Rows that no command would have written: what only the programme's rules can tell."""
    yield from _overlapping_terms(store)
    yield from _outside_cycle(store)
    yield from _visits_of_nobody(store)


def _broken(check: str, record: str, message: Phrase, remedy: Phrase = CORRECT) -> Finding:
    return Finding(Severity.BROKEN, check, record, message, remedy)


def _overlapping_terms(store: Reader) -> Iterator[Finding]:
    for row in store.rows(
        "SELECT a.code AS first, b.code AS second FROM term AS a INNER JOIN term AS b"
        " ON a.start_date <= b.end_date AND b.start_date <= a.end_date AND a.code < b.code"
    ):
        message = phrase("The terms {first} and {second} overlap.", **row)
        yield _broken("terms", row["first"], message)


def _outside_cycle(store: Reader) -> Iterator[Finding]:
    for row in store.rows(
        "SELECT p.ref, p.mentor, p.mentee, p.start_date, p.end_date, p.cycle FROM pairings AS p"
        " INNER JOIN cycle AS y ON y.id = p.cycle_id"
        " WHERE p.start_date < y.start_date OR p.end_date > y.end_date"
    ):
        message = phrase(
            "The pairing {mentor} → {mentee} ({start_date} to {end_date}) lies outside its cycle"
            " {cycle}.",
            **{name: value for name, value in row.items() if name != "ref"},
        )
        yield _broken("cycles", row["ref"], message)
    for row in store.rows(
        "SELECT v.ref, v.start_date, v.end_date, v.cycle FROM visits AS v"
        " INNER JOIN cycle AS y ON y.id = v.cycle_id"
        " WHERE v.start_date < y.start_date OR v.end_date > y.end_date"
    ):
        message = phrase(
            "The visit of {start_date} to {end_date} lies outside its cycle {cycle}.",
            **{name: value for name, value in row.items() if name != "ref"},
        )
        yield _broken("cycles", row["ref"], message)


def _visits_of_nobody(store: Reader) -> Iterator[Finding]:
    for row in store.rows(
        "SELECT v.ref, v.start_date, v.mentor FROM visits AS v WHERE NOT EXISTS"
        " (SELECT 1 FROM visit_pairing AS x WHERE x.visit_id = v.id)"
    ):
        message = phrase(
            "The visit of {mentor} on {start_date} belongs to no pairing.",
            mentor=row["mentor"],
            start_date=row["start_date"],
        )
        yield _broken("visits", row["ref"], message)
