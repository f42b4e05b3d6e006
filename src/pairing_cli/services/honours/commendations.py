"""Honours, read: who was nominated for what, how far it has got, and what it rests on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection
from typing import Any, Final

from pairing_cli.domain.honours.words import HonourState
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import bureau_of
from pairing_cli.services.honours.trace import trace_of
from pairing_cli.services.programme.cycles import CycleRow, cycle_by_id
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class HonourRow(NamedTuple):
    """An honour. Dates are ISO text."""

    ref: str
    kind: str
    unit: str | None
    """The kindergarten; None of a county's bureau."""
    county: str | None
    person: str | None
    title: str
    state: str
    from_grade: str | None
    to: str | None
    nominated: str
    publicised_from: str | None
    publicised_to: str | None
    decided_on: str | None
    document_number: str | None
    reason: str
    decision_reason: str | None
    assessment: str | None
    """The ref of the assessment that it went by."""
    trace: str | None
    sha256: str | None
    id: str
    cycle_id: str
    kindergarten_id: str | None
    region_code: str | None

    @property
    def of(self) -> str:
        """Who is honoured."""
        return self.person or self.unit or bureau_of(self.county or "")

    @property
    def is_decided(self) -> bool:
        """Whether nothing more can come of it."""
        return self.state not in (HonourState.NOMINATED, HonourState.PUBLICISED)


_LIST: Final = """
    SELECT substr(h.id, 25, 8) AS ref, h.kind, k.name AS unit, coalesce(k.county, r.name) AS county,
           h.person, h.title, h.state, h.from_grade, h.to_grade AS "to",
           h.nominated_on AS nominated, h.publicised_from, h.publicised_to, h.decided_on,
           h.document_number, h.reason, h.decision_reason,
           substr(h.assessment_id, 25, 8) AS assessment, h.trace, h.sha256, h.id, h.cycle_id,
           h.kindergarten_id, h.region_code
    FROM honour AS h
    LEFT JOIN kindergartens AS k ON k.id = h.kindergarten_id
    LEFT JOIN region AS r ON r.code = h.region_code
    WHERE {which}
    ORDER BY h.kind, h.nominated_on, h.id
"""


def list_honours(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    kind: str | None = None,
    state: str | None = None,
) -> list[HonourRow]:
    """The honours of a cycle that had been nominated by `as_of`, as far as they had got then."""
    day = as_of.isoformat()
    rows = store.fetch(
        HonourRow,
        _LIST.format(which="h.cycle_id = :id AND h.nominated_on <= :as_of"),
        id=cycle.id,
        as_of=day,
    )
    rows = [_on_day(row, day) for row in rows]
    return [row for row in rows if kind in (None, row.kind) and state in (None, row.state)]


def _on_day(row: HonourRow, day: str) -> HonourRow:
    """As far as it had got by a day (ISO text)."""
    if (row.publicised_from or day) > day:
        row = row._replace(publicised_from=None, publicised_to=None, state=HonourState.NOMINATED)
    elif (row.decided_on or day) > day:
        is_public = row.publicised_from is not None
        row = row._replace(state=HonourState.PUBLICISED if is_public else HonourState.NOMINATED)
    if (row.decided_on or day) <= day:
        return row
    return row._replace(
        decided_on=None, document_number=None, decision_reason=None, trace=None, sha256=None
    )


def awards_of(
    store: Reader, cycle: CycleRow, as_of: dt.date, kindergarten_ids: Collection[str]
) -> list[HonourRow]:
    """What these kindergartens and their people were awarded in a cycle, up to `as_of`."""
    return [
        row
        for row in list_honours(store, cycle, as_of, state=HonourState.AWARDED)
        if row.kindergarten_id in kindergarten_ids
    ]


def find_honour(store: Reader, ref: str, as_of: dt.date | None = None) -> HonourRow:
    """One of them by its ref, as far as it had got by a day. Raises `NotFound`."""
    key = find_by_ref(store, "honour", ref)
    row = store.fetch(HonourRow, _LIST.format(which="h.id = :id"), id=key)[0]
    return _on_day(row, as_of.isoformat()) if as_of else row


def trace_of_honour(store: Reader, row: HonourRow, as_of: dt.date) -> dict[str, Any]:
    """What it rests on: as it was frozen when it was awarded, else as the records are."""
    if row.trace is not None:
        frozen: dict[str, Any] = json.loads(row.trace)
        return frozen
    return trace_of(
        store,
        cycle_by_id(store, row.cycle_id),
        as_of,
        kindergarten_id=row.kindergarten_id,
        region_code=row.region_code,
        person=row.person,
    )
