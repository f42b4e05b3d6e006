"""Formulas of assessments: those that come along, and the one that a cycle has adopted."""

from __future__ import annotations

from pathlib import Path

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.honours.formula import Formula
from pairing_cli.domain.judging.frozen import Source, sha256_of
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.resources import shipped
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


class SchemeRow(NamedTuple):
    """A formula that comes along, or that the cycle has adopted."""

    code: str
    title: str
    title_en: str
    parts: int
    adopted: bool
    sha256: str


class Adopted(NamedTuple):
    """The formula that a cycle goes by."""

    id: str
    formula: Formula
    sha256: str

    @property
    def source(self) -> Source:
        """As frozen figures name it."""
        return Source(self.formula.code, self.sha256)


def shipped_schemes() -> dict[str, Path]:
    """Code → file of the formulas that come with the program."""
    return shipped("assessments")


def list_schemes(store: Reader, cycle: CycleRow) -> list[SchemeRow]:
    """The formula that the cycle goes by, then the others that come along."""
    from pairing_cli.files.assessment_scheme import read_scheme

    found = find_adopted(store, cycle)
    rows = [_row(found.formula, found.sha256, adopted=True)] if found else []
    for path in shipped_schemes().values():
        read = read_scheme(path)
        if found is None or read.formula.code != found.formula.code:
            rows.append(_row(read.formula, sha256_of(read.content), adopted=False))
    return rows


def find_adopted(store: Reader, cycle: CycleRow) -> Adopted | None:
    """The formula that a cycle goes by; None where it hasn't adopted any."""
    row = store.first(
        _Kept,
        "SELECT id, code, content FROM assessment_scheme WHERE cycle_id = :id AND active = 1",
        id=cycle.id,
    )
    return None if row is None else _read(row)


def adopted(store: Reader, cycle: CycleRow) -> Adopted:
    """The formula that a cycle goes by. Raises `RuleRefusal` where it hasn't adopted any."""
    found = find_adopted(store, cycle)
    if found is None:
        raise RuleRefusal(
            "no-scheme",
            phrase("Cycle {cycle} has adopted no formula to assess by.", cycle=cycle.code),
            hint=phrase("To adopt one: pairing assessment adopt bundled"),
        )
    return found


def scheme_by_id(store: Reader, key: str) -> Adopted:
    """The formula with this key, in force or not."""
    row = store.first(
        _Kept, "SELECT id, code, content FROM assessment_scheme WHERE id = :id", id=key
    )
    assert row is not None  # noqa: S101 - an assessment names it
    return _read(row)


class _Kept(NamedTuple):
    id: str
    code: str
    content: str


def _read(row: _Kept) -> Adopted:
    from pairing_cli.files.assessment_scheme import parse_scheme

    return Adopted(row.id, parse_scheme(row.content, row.code).formula, sha256_of(row.content))


def _row(formula: Formula, sha256: str, *, adopted: bool) -> SchemeRow:
    return SchemeRow(
        formula.code, formula.title.zh, formula.title.en, len(formula.parts), adopted, sha256
    )
