"""Adopting the formula by which a cycle is assessed."""

from __future__ import annotations

from pathlib import Path

from pairing_cli.domain.honours.formula import Formula
from pairing_cli.domain.phrases import phrase
from pairing_cli.services.honours.schemes import shipped_schemes
from pairing_cli.services.programme.adoptable import Unknown, adoptable
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.rows import AssessmentScheme
from pairing_cli.store.writing import Writer


def adopt_scheme(store: Writer, code: str, cycle: CycleRow) -> Formula:
    """Have a cycle go by a formula that comes along, or by the user's own file, instead of the
    one before; what was approved by that one stays as it is.

    Raises `NotFound`, `BadData` with file, row and key, `InputMissing`.
    """
    from pairing_cli.files.assessment_scheme import read_scheme

    read = read_scheme(_file(code))
    for row in store.where(AssessmentScheme, cycle_id=cycle.id, active=True):
        if row.content == read.content:
            return read.formula
        store.change(row, active=False)
    known = store.where(AssessmentScheme, cycle_id=cycle.id, content=read.content)
    if known:
        store.change(known[-1], active=True)
    else:
        store.add(
            AssessmentScheme(
                cycle_id=cycle.id,
                code=read.formula.code,
                title_zh=read.formula.title.zh,
                title_en=read.formula.title.en,
                content=read.content,
            )
        )
    return read.formula


def _file(code: str) -> Path:
    schemes = shipped_schemes()
    known = phrase("Formulas: {names}. Or give the file of your own.", names=tuple(schemes))
    message = phrase("There is no formula {code}.", code=code)
    return adoptable(code, schemes, Unknown("no-such-scheme", message, known))
