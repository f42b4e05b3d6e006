"""Assessments, read: drafts as of today's records, approved ones as they were frozen."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.honours.words import AssessmentState
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.honours.figures import Adjustment, Figures, figures_of_assessment
from pairing_cli.services.honours.schemes import adopted, scheme_by_id
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class AssessmentRow(NamedTuple):
    """An assessment. Dates are ISO text."""

    ref: str
    title: str | None
    as_of: str
    state: str
    approved_on: str | None
    approved_by: str | None
    sha256: str | None
    override_reason: str | None
    note: str | None
    figures: str | None
    id: str
    cycle_id: str
    scheme_id: str

    @property
    def is_approved(self) -> bool:
        """Whether it stands for good."""
        return self.state == AssessmentState.APPROVED


_LIST: Final = """
    SELECT substr(a.id, 25, 8) AS ref, a.title, a.as_of, a.state, a.approved_on, a.approved_by,
           a.sha256, a.override_reason, a.note, a.figures, a.id, a.cycle_id, a.scheme_id
    FROM assessment AS a
    WHERE {which}
    ORDER BY a.id
"""


def list_assessments(
    store: Reader, cycle: CycleRow, as_of: dt.date = dt.date.max
) -> list[AssessmentRow]:
    """The assessments of a cycle up to a day, in the order in which they were made: what was
    approved later is a draft.
    """
    day = as_of.isoformat()
    rows = store.fetch(
        AssessmentRow,
        _LIST.format(which="a.cycle_id = :id AND a.as_of <= :day"),
        id=cycle.id,
        day=day,
    )
    return [row if (row.approved_on or day) <= day else _draft(row) for row in rows]


def _draft(row: AssessmentRow) -> AssessmentRow:
    return row._replace(
        state=AssessmentState.DRAFT,
        approved_on=None,
        approved_by=None,
        sha256=None,
        override_reason=None,
        figures=None,
    )


def find_assessment(
    store: Reader, ref: str | None, cycle: CycleRow, as_of: dt.date = dt.date.max
) -> AssessmentRow:
    """The assessment with this ref; without one, the latest of the cycle up to a day.

    Raises `NotFound`, and `RuleRefusal` where there can't be one: no formula is adopted.
    """
    if ref is not None:
        key = find_by_ref(store, "assessment", ref)
        return store.fetch(AssessmentRow, _LIST.format(which="a.id = :id"), id=key)[0]
    rows = list_assessments(store, cycle, as_of)
    if not rows:
        adopted(store, cycle)
        raise NotFound(
            "no-assessment",
            phrase("Cycle {cycle} has not been assessed yet.", cycle=cycle.code),
            hint=phrase("To draft it: pairing assessment add"),
        )
    return rows[-1]


def approved_assessment(
    store: Reader, cycle: CycleRow, as_of: dt.date = dt.date.max
) -> AssessmentRow | None:
    """The assessment of a cycle that is in force: the last that was approved, by `as_of`."""
    day = as_of.isoformat()
    rows = [
        row
        for row in list_assessments(store, cycle)
        if row.approved_on is not None and row.approved_on <= day
    ]
    return max(rows, key=lambda row: (row.approved_on, row.id), default=None)


def adjustments_of(store: Reader, assessment_id: str) -> list[Adjustment]:
    """The points that the bureau gave or took."""
    return store.fetch(
        Adjustment,
        "SELECT pairing_id, points, reason, by_name FROM assessment_adjustment"
        " WHERE assessment_id = :id AND points <> 0",
        id=assessment_id,
    )


def assessed_figures(store: Reader, row: AssessmentRow, cycle: CycleRow) -> Figures:
    """What an assessment says: as it was frozen, or of a draft as the records are now."""
    if row.figures is not None:
        frozen: Figures = json.loads(row.figures)
        return frozen
    return figures_of_assessment(
        store,
        cycle,
        scheme_by_id(store, row.scheme_id),
        dt.date.fromisoformat(row.as_of),
        adjustments_of(store, row.id),
    )


def pairing_of(
    store: Reader, figures: Figures, mentee: str, cycle: CycleRow, as_of: dt.date
) -> dict[str, Any]:
    """What one pairing came to. Raises `NotFound`."""
    pairing = show_pairing(store, mentee, cycle, as_of=as_of)
    for each in figures["pairings"]:
        if each["ref"] == pairing.ref:
            return dict(each)
    raise NotFound(
        "not-assessed",
        phrase("{mentee} isn't among those assessed.", mentee=pairing.mentee),
        hint=phrase("Consultations, and pairings that began later, aren't assessed."),
    )
