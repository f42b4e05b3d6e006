"""Pairings and other terms as a report of a day knows them: what lies after the day does not
exist for it.

A pairing that begins later is there when it was already put on record, and an end that lies
ahead is known when it was already decided. What begins or ends by the day is there however late
it was written down.
"""

from __future__ import annotations

from typing import Final


def known(pairing: str) -> str:
    """The condition that a pairing (an alias of its table or view) exists on the day :as_of, or
    that no day is given.
    """
    return (
        f"(:as_of IS NULL OR {pairing}.start_date <= :as_of OR {pairing}.assigned_on IS NULL"
        f" OR {pairing}.assigned_on <= :as_of)"
    )


def on_record(row: str, first: str) -> str:
    """The condition that what has a `recorded_on` and begins on the day `first` (SQL) exists on
    the day :as_of, or that no day is given.
    """
    return (
        f"(:as_of IS NULL OR {first} <= :as_of OR {row}.recorded_on IS NULL"
        f" OR {row}.recorded_on <= :as_of)"
    )


def end_known(row: str, end: str) -> str:
    """The condition that an end of its own, in the column `end` of a pairing or of whatever else
    has an `end_decided_on`, is known on that day.
    """
    return (
        f"(:as_of IS NULL OR {row}.{end} <= :as_of OR {row}.end_decided_on IS NULL"
        f" OR {row}.end_decided_on <= :as_of)"
    )


def if_end_known(row: str, value: str, end: str = "end_date") -> str:
    """`value` (SQL), which tells of the end, where that day knows of it; else NULL."""
    return f"CASE WHEN {end_known(row, end)} THEN {value} END"


def last_day(pairing: str, cycle_end: str) -> str:
    """The last day of a row of the table `pairing`, as that day knows it; `cycle_end`: where it
    runs to the end of its cycle.
    """
    return (
        f"CASE WHEN {end_known(pairing, 'end_date')}"
        f" THEN coalesce({pairing}.end_date, {cycle_end}) ELSE {cycle_end} END"
    )


ON_THE_DAY: Final = f"""(
    SELECT o.id, o.ref, o.cycle_id, o.cycle, o.layer, o.kind, o.mentor_id, o.mentor, o.mentee_id,
           o.mentee, o.county_code, o.county, o.start_date, o.assigned_on, o.override_reason,
           o.note, o.source, o.assumed,
           CASE WHEN {end_known("o", "ended_on")} THEN o.end_date ELSE o.cycle_end END AS end_date,
           {if_end_known("o", "o.ended_on", "ended_on")} AS ended_on,
           {if_end_known("o", "o.end_reason", "ended_on")} AS end_reason
    FROM pairings AS o
)"""
"""What stands for the view `pairings` in a query with the day :as_of. A pairing that isn't there
yet has its row, too: `known` leaves it out.
"""
