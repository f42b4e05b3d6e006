"""Teacher pairs (师徒结对), read: who guides whom inside a pairing."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.paperwork import BondState
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.pairings.on_the_day import if_end_known, on_record
from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    filter_values,
)
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class ApprenticeshipRow(NamedTuple):
    """A pair of teachers as it stands on a day. Dates are ISO text, both inclusive."""

    ref: str
    mentor: str
    mentee: str
    county: str | None
    master: str
    apprentice: str
    topic: str | None
    start: str
    end: str | None
    state: str
    successor: str | None
    """The ref of the pair that goes on with it."""
    end_reason: str | None
    removed_reason: str | None
    id: str
    pairing_id: str


_STATE: Final = """
    CASE
        WHEN a.removed_on IS NOT NULL THEN 'removed'
        WHEN :as_of < a.start_date THEN 'upcoming'
        WHEN a.end_date < :as_of AND a.successor_id IS NOT NULL THEN 'handed_over'
        WHEN a.end_date < :as_of OR p.end_date < :as_of THEN 'ended'
        ELSE 'active'
    END
"""

_LIST: Final = f"""
    SELECT substr(a.id, 25, 8) AS ref, p.mentor, p.mentee, p.county, a.master, a.apprentice,
           a.topic, a.start_date AS start,
           {if_end_known("a", "a.end_date")} AS "end", {_STATE} AS state,
           {if_end_known("a", "substr(a.successor_id, 25, 8)")} AS successor,
           {if_end_known("a", "a.end_reason")} AS end_reason, a.removed_reason, a.id,
           a.pairing_id
    FROM apprenticeship AS a
    INNER JOIN pairings AS p ON p.id = a.pairing_id
    WHERE {{which}}
    ORDER BY p.mentor_id, p.mentee_id, a.start_date, a.id
"""


def list_apprenticeships(
    store: Reader, cycle: CycleRow, wanted: PairingFilter, as_of: dt.date
) -> list[ApprenticeshipRow]:
    """The teacher pairs of a cycle: those that begin later, if it was settled by the day. Raises
    `NotFound`.
    """
    rows = store.fetch(
        ApprenticeshipRow,
        _LIST.format(which=f"{PAIRING_FILTER_SQL} AND {on_record('a', 'a.start_date')}"),
        **filter_values(store, cycle, wanted._replace(day=as_of)),
    )
    return [row for row in rows if wanted.every or row.state != BondState.REMOVED]


def show_apprenticeship(store: Reader, ref: str, as_of: dt.date) -> ApprenticeshipRow:
    """One teacher pair by its ref. Raises `NotFound`."""
    key = find_by_ref(store, "apprenticeship", ref)
    row = store.first(
        ApprenticeshipRow, _LIST.format(which="a.id = :id"), id=key, as_of=as_of.isoformat()
    )
    if row is None:
        raise NotFound("no-such-ref", phrase("There is no record with the ref {ref}.", ref=ref))
    return row
