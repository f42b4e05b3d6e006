"""Waivers and overrides of a cycle, as the figures need them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Final

from pairing_cli.domain.owed.obligations import Override, Waiver
from pairing_cli.domain.owed.rules import WaiverKind
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.services.pairings.on_the_day import if_end_known
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

KNOWN_OVERRIDE: Final = (
    "(:as_of IS NULL OR o.start_date <= :as_of OR o.decided_on IS NULL OR o.decided_on <= :as_of)"
)
"""The condition that an override `o` exists for a report of the day :as_of."""

OVERRIDE_END: Final = if_end_known("o", "o.end_date")
"""The last day of an override `o`, as a report of that day knows it."""

_OVERRIDES: Final = f"""
    SELECT o.rule_id, o.layer, o.county_code, o.pairing_id, o.need, o.start_date,
           {OVERRIDE_END} AS end_date, o.reason
    FROM rule_override AS o
    INNER JOIN rule AS r ON r.id = o.rule_id
    INNER JOIN rule_pack AS k ON k.id = r.pack_id
    WHERE k.cycle_id = :cycle_id AND k.active = 1 AND {KNOWN_OVERRIDE}
    ORDER BY o.id
"""

_WAIVERS: Final = """
    SELECT w.pairing_id, w.rule_id, w.period, w.kind, w.reason, w.until
    FROM waiver AS w
    INNER JOIN pairing AS p ON p.id = w.pairing_id
    WHERE p.cycle_id = :cycle_id AND w.removed_reason IS NULL
        AND (w.granted_on IS NULL OR w.granted_on <= :as_of)
"""


def waivers_of(
    store: Reader, cycle: CycleRow, as_of: dt.date
) -> dict[tuple[str, str, str], Waiver]:
    """Pairing, rule and period → the waiver in force, granted by a day."""
    return {
        (row["pairing_id"], row["rule_id"], row["period"]): Waiver(
            pairing_id=row["pairing_id"],
            rule_id=row["rule_id"],
            period=row["period"],
            kind=WaiverKind(row["kind"]),
            reason=row["reason"],
            until=dt.date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in store.rows(_WAIVERS, cycle_id=cycle.id, as_of=as_of.isoformat())
    }


def overrides_of(store: Reader, cycle: CycleRow, as_of: dt.date) -> dict[str, list[Override]]:
    """Rule → its overrides that a report of a day knows."""
    overrides = defaultdict(list)
    for row in store.rows(_OVERRIDES, cycle_id=cycle.id, as_of=as_of.isoformat()):
        overrides[row["rule_id"]].append(
            Override(
                rule_id=row["rule_id"],
                need=row["need"],
                span=DateSpan(
                    dt.date.fromisoformat(row["start_date"]),
                    dt.date.fromisoformat(row["end_date"])
                    if row["end_date"]
                    # A period that outlasts the cycle is overridden like the rest.
                    else dt.date.max,
                ),
                reason=row["reason"],
                layer=row["layer"],
                county_code=row["county_code"],
                pairing_id=row["pairing_id"],
            )
        )
    return overrides
