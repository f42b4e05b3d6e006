"""Findings, read: what has to be mended, and how it stands on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.judging.findings import Recheck, Rectified, Standing, standing
from pairing_cli.domain.judging.words import FindingState
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.pairings.pairing_filter import PairingFilter, filter_values
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.short_names import short_names
from pairing_cli.store.reading import Reader, in_pages


class FindingRow(NamedTuple):
    """A finding as it stands on a day. Dates are ISO text."""

    ref: str
    inspection: str | None
    """The ref of the inspection; None where it was carried over from another cycle."""
    mentor: str | None
    mentee: str | None
    """None of a county's bureau."""
    county: str | None
    owner: str
    text: str
    item: str | None
    """The code of the item of the checklist."""
    critical: bool
    found: str
    due: str
    """The last day as it is now: that of the last re-check that failed."""
    state: str
    """Of `FindingState`, or removed."""
    days_over: int
    rectified: str | None
    """The day of the last report."""
    rechecked: str | None
    """The day of the last look."""
    result: str | None
    removed_reason: str | None
    mentee_short: str
    """Whom it is about, as coordinators call it: the mentee, else the county."""
    closed_on: str | None
    closed_in_time: bool
    sealed: bool
    """Whether its inspection is done; until then only the bureau knows of it."""
    id: str
    inspection_id: str | None
    target_id: str | None
    item_id: str | None
    pairing_id: str | None
    region_code: str | None
    mentor_id: str | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be closed."""
        return self.state not in (FindingState.CLOSED, "removed")


class Step(NamedTuple):
    """What came after a finding: a report (`how` and `result` are None) or a re-check."""

    id: str
    finding_id: str
    on: str
    by: str | None
    text: str | None
    how: str | None
    result: str | None
    new_due: str | None


BUREAU: Final = "教育局"
"""How the names of bureaus end."""

_FINDINGS: Final = """
    SELECT f.id, substr(f.id, 25, 8) AS ref, substr(i.id, 25, 8) AS inspection,
           p.mentor, p.mentee, coalesce(p.county, g.name) AS county, f.owner,
           f.wording AS text, c.code AS item, f.critical <> 0 AS critical, f.found_on AS found,
           f.due_on AS due, f.removed_reason, i.state AS inspection_state, i.id AS inspection_id,
           f.target_id, f.item_id, f.pairing_id, f.region_code, p.mentor_id, p.mentee_id
    FROM finding AS f
    LEFT JOIN inspection_target AS t ON t.id = f.target_id
    LEFT JOIN inspection AS i ON i.id = t.inspection_id
    LEFT JOIN checklist_item AS c ON c.id = f.item_id
    LEFT JOIN pairings AS p ON p.id = f.pairing_id
    LEFT JOIN region AS g ON g.code = f.region_code
    WHERE i.removed_on IS NULL AND {which}
    ORDER BY f.critical DESC, f.due_on, f.id
"""

_OF_CYCLE: Final = """
    f.found_on <= :as_of AND coalesce(p.cycle_id, i.cycle_id) = :cycle_id
    AND (:mentee_id IS NULL OR p.mentee_id = :mentee_id)
    AND (:mentor_id IS NULL OR p.mentor_id = :mentor_id)
    AND (:county_code IS NULL OR coalesce(p.county_code, f.region_code) = :county_code)
"""

_STEPS: Final = (
    'SELECT id, finding_id, on_date AS "on", by_name AS "by", measures AS text, NULL AS how,'
    " NULL AS result, NULL AS new_due FROM rectification WHERE finding_id IN ({places})"
    " UNION ALL SELECT id, finding_id, on_date, by_name, note, how, result, new_due FROM recheck"
    " WHERE finding_id IN ({places}) ORDER BY 3, 1"
)


def list_findings(
    store: Reader, cycle: CycleRow, wanted: PairingFilter, as_of: dt.date
) -> list[FindingRow]:
    """The findings of a cycle as they stand on `as_of`, critical ones first, by their last day.

    Those of counties' bureaus are among them where no mentee or mentor is asked for. Raises
    `NotFound`.
    """
    values = {**filter_values(store, cycle, wanted), "as_of": as_of.isoformat()}
    rows = _stood(store, store.rows(_FINDINGS.format(which=_OF_CYCLE), **values), as_of)
    return [row for row in rows if wanted.every or row.removed_reason is None]


def finding_by_id(store: Reader, key: str, as_of: dt.date) -> FindingRow:
    """The finding with this key, which must exist, as it stands on `as_of`."""
    return _stood(store, store.rows(_FINDINGS.format(which="f.id = :id"), id=key), as_of)[0]


def findings_beside(store: Reader, finding: FindingRow, as_of: dt.date) -> list[FindingRow]:
    """The findings of the same pairing or county, itself among them."""
    which = "f.removed_on IS NULL AND (f.pairing_id = :pairing OR f.region_code = :region)"
    rows = store.rows(
        _FINDINGS.format(which=which), pairing=finding.pairing_id, region=finding.region_code
    )
    return _stood(store, rows, as_of)


def steps_of(store: Reader, keys: Iterable[str]) -> Mapping[str, Sequence[Step]]:
    """Key of a finding → what was reported and looked at, by day."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for row in in_pages(store, _STEPS, keys):
        step = Step(**row)
        steps[step.finding_id].append(step)
    return steps


def bureau(county: str) -> str:
    """What a county's bureau is called, so that it isn't taken for the county's kindergarten."""
    return f"{county}{BUREAU}"


def _stood(store: Reader, rows: Sequence[Mapping[str, Any]], as_of: dt.date) -> list[FindingRow]:
    steps = steps_of(store, [row["id"] for row in rows])
    names = short_names(store)
    return [_row(row, steps.get(row["id"], ()), names, as_of) for row in rows]


def _row(
    row: Mapping[str, Any], steps: Sequence[Step], names: Mapping[str, str], as_of: dt.date
) -> FindingRow:
    values = dict(row)
    inspection_state = values.pop("inspection_state")
    mentee_id = values.pop("mentee_id")
    stands = _standing(row["due"], steps, as_of)
    day = as_of.isoformat()
    reported = [step for step in steps if step.result is None and step.on <= day]
    looked = [step for step in steps if step.result is not None and step.on <= day]
    values |= {
        "critical": bool(row["critical"]),
        "due": stands.due.isoformat(),
        "state": stands.state if row["removed_reason"] is None else "removed",
        "days_over": stands.days_over,
        "rectified": reported[-1].on if reported else None,
        "rechecked": looked[-1].on if looked else None,
        "result": looked[-1].result if looked else None,
        "mentee_short": (
            names.get(mentee_id, row["mentee"]) if mentee_id else bureau(row["county"])
        ),
        "closed_on": stands.closed_on.isoformat() if stands.closed_on else None,
        "closed_in_time": stands.closed_in_time,
        "sealed": inspection_state in (None, "done"),
    }
    return FindingRow(**values)


def _standing(due: str, steps: Sequence[Step], as_of: dt.date) -> Standing:
    day = dt.date.fromisoformat
    return standing(
        day(due),
        [Rectified(day(step.on), step.id) for step in steps if step.result is None],
        [
            Recheck(day(step.on), step.result, day(step.new_due) if step.new_due else None, step.id)
            for step in steps
            if step.result is not None
        ],
        as_of,
    )
