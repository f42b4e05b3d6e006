"""Problems, read: what is in the way of a pairing, who sees to it, and for how long it is open."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    filter_values,
)
from pairing_cli.services.papers.needs import days_open
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class ProblemRow(NamedTuple):
    """A problem as it stands on a day."""

    ref: str
    mentor: str
    mentee: str
    county: str | None
    raised: str
    raised_by: str | None
    text: str
    assigned_to: str | None
    state: str
    days_open: int
    resolved: str | None
    resolution: str | None
    removed_reason: str | None
    id: str
    pairing_id: str


_LIST: Final = """
    SELECT substr(n.id, 25, 8) AS ref, p.mentor, p.mentee, p.county, n.raised_on AS raised,
           n.raised_by, n.wording AS text, n.assigned_to,
           CASE
               WHEN n.removed_on IS NOT NULL THEN 'removed'
               WHEN n.resolved_on <= :as_of THEN 'resolved'
               WHEN n.assigned_to IS NOT NULL THEN 'assigned'
               ELSE 'open'
           END AS state,
           n.resolved_on AS resolved, n.resolution, n.removed_reason, n.id, n.pairing_id
    FROM problem AS n
    INNER JOIN pairings AS p ON p.id = n.pairing_id
    WHERE {which}
    ORDER BY n.raised_on, n.id
"""


def list_problems(
    store: Reader,
    cycle: CycleRow,
    wanted: PairingFilter,
    as_of: dt.date,
    *,
    unresolved: bool = False,
) -> list[ProblemRow]:
    """The problems of a cycle, oldest first. Raises `NotFound`."""
    rows = store.rows(
        _LIST.format(which=f"{PAIRING_FILTER_SQL} AND n.raised_on <= :as_of"),
        as_of=as_of.isoformat(),
        **filter_values(store, cycle, wanted),
    )
    found = [
        ProblemRow(**row, days_open=days_open(row["raised"], row["resolved"], as_of))
        for row in rows
    ]
    return [
        row
        for row in found
        if (wanted.every or row.state != "removed") and not (unresolved and row.state == "resolved")
    ]


def show_problem(store: Reader, ref: str, as_of: dt.date) -> ProblemRow:
    """One problem by its ref. Raises `NotFound`."""
    key = find_by_ref(store, "problem", ref)
    row = store.rows(_LIST.format(which="n.id = :id"), id=key, as_of=as_of.isoformat())[0]
    return ProblemRow(**row, days_open=days_open(row["raised"], row["resolved"], as_of))
