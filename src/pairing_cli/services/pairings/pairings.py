"""Pairings, read: who helps whom."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import PairingKind
from pairing_cli.services.pairings.on_the_day import ON_THE_DAY, known
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref, find_kindergarten, find_region
from pairing_cli.store.reading import Reader


class PairingRow(NamedTuple):
    """A pairing as the contract's `list` shows it. Dates are ISO text, both inclusive."""

    ref: str
    cycle: str
    layer: str
    kind: str
    mentor: str
    mentee: str
    county: str | None
    start: str
    end: str
    state: str


class PairingDetail(NamedTuple):
    """Everything known of one pairing itself."""

    id: str
    ref: str
    cycle: str
    layer: str
    kind: str
    mentor: str
    mentor_id: str
    mentee: str
    mentee_id: str
    county: str | None
    start: str
    end: str
    state: str
    end_reason: str | None
    override_reason: str | None
    note: str | None
    source: str | None
    assumed: bool

    @property
    def named(self) -> str:
        """The mentor with the ref of the pairing: 德化县一幼 (882b1ca9)."""
        return f"{self.mentor} ({self.ref})"


PAIRING_STATE: Final = """
    CASE
        WHEN :as_of < start_date THEN 'upcoming'
        WHEN ended_on IS NOT NULL AND ended_on < :as_of THEN 'ended'
        WHEN end_date < :as_of THEN 'completed'
        ELSE 'active'
    END
"""
"""How a row of `ON_THE_DAY` stands on the day :as_of."""

_LIST: Final = f"""
    SELECT ref, cycle, layer, kind, mentor, mentee, county, start_date AS start,
           end_date AS "end", {PAIRING_STATE} AS state
    FROM {ON_THE_DAY} AS p
    WHERE cycle_id = :cycle_id AND {known("p")}
        AND (:layer IS NULL OR layer = :layer)
        AND (:mentor_id IS NULL OR mentor_id = :mentor_id)
        AND (:county_code IS NULL OR county_code = :county_code)
    ORDER BY layer, mentor_id, kind DESC, mentee_id, start_date
"""

_DETAIL: Final = f"""
    SELECT id, ref, cycle, layer, kind, mentor, mentor_id, mentee, mentee_id, county,
           start_date AS start, end_date AS "end", {PAIRING_STATE} AS state, end_reason,
           override_reason, note, coalesce(s.title_zh, source) AS source,
           assumed <> 0 AS assumed
    FROM {ON_THE_DAY} AS p LEFT JOIN source AS s ON s.code = source
"""


def list_pairings(
    store: Reader,
    cycle: CycleRow,
    *,
    as_of: dt.date,
    layer: str | None = None,
    mentor: str | None = None,
    county: str | None = None,
) -> list[PairingRow]:
    """The pairings of a cycle, by layer and mentor, as they stand on `as_of`."""
    return store.fetch(
        PairingRow,
        _LIST,
        as_of=as_of.isoformat(),
        cycle_id=cycle.id,
        layer=layer,
        mentor_id=find_kindergarten(store, mentor).id if mentor else None,
        county_code=find_region(store, county, level="county").code if county else None,
    )


def show_pairing(
    store: Reader, ref: str, cycle: CycleRow, *, as_of: dt.date, first: bool = False
) -> PairingDetail:
    """One pairing, by its ref or by the name of its mentee in `cycle`.

    Where a mentee has had several pairings, the one in force on `as_of`, else the latest. Raises
    `NotFound`, also where several mentors help the mentee by then; with `first` that is the
    first of theirs: for screens that say below that there are others.
    """
    values = {"as_of": as_of.isoformat(), "cycle_id": cycle.id}
    try:
        mentee = find_kindergarten(store, ref)
    except NotFound as unknown_name:
        try:
            key = find_by_ref(store, "pairing", ref)
        except NotFound:
            raise unknown_name from None
        found = store.first(PairingDetail, f"{_DETAIL} WHERE id = :id", id=key, **values)
    else:
        found = store.first(
            PairingDetail,
            f"{_DETAIL} WHERE cycle_id = :cycle_id AND mentee_id = :mentee_id AND {known('p')}"
            " ORDER BY CASE WHEN start_date <= :as_of AND end_date >= :as_of THEN 0 ELSE 1 END,"
            " CASE kind WHEN 'regular' THEN 0 ELSE 1 END, start_date DESC",
            mentee_id=mentee.id,
            **values,
        )
        if found is None:
            raise NotFound(
                "no-pairing",
                phrase(
                    "{mentee} has no pairing in cycle {cycle}.",
                    mentee=mentee.name,
                    cycle=cycle.code,
                ),
                hint=_elsewhere(store, mentee.id) or phrase("See who has: pairing list"),
            )
        if not first and (others := others_beside(store, found, as_of)):
            raise NotFound(
                "several-mentors",
                phrase(
                    "{mentee} has several mentors: {names}.",
                    mentee=mentee.name,
                    names=tuple(each.named for each in (found, *others)),
                ),
                hint=phrase("Say which pairing by its ref, as {ref}.", ref=found.ref),
            )
    assert found is not None  # noqa: S101 - the key was found a moment ago, in the same file
    return found


def others_beside(store: Reader, pairing: PairingDetail, as_of: dt.date) -> list[PairingDetail]:
    """The pairings of the same mentee with other mentors that stand as this one does on a day."""
    if pairing.kind != PairingKind.REGULAR:
        return []
    found = store.fetch(
        PairingDetail,
        f"{_DETAIL} WHERE cycle = :cycle AND mentee_id = :mentee_id AND mentor_id <> :mentor_id"
        f" AND kind = 'regular' AND {known('p')} ORDER BY start_date, mentor_id",
        as_of=as_of.isoformat(),
        cycle=pairing.cycle,
        mentee_id=pairing.mentee_id,
        mentor_id=pairing.mentor_id,
    )
    last = pairing.end
    return [
        each
        for each in found
        if each.state == pairing.state and (each.state == "active" or each.end == last)
    ]


def pairing_or_record(
    store: Reader, text: str, cycle: CycleRow, as_of: dt.date, table: str
) -> PairingDetail | str:
    """The pairing that people call so, else the id of the record of `table` with this ref.

    Raises `NotFound`, of the pairing: a name that nobody has is the likelier slip.
    """
    try:
        return show_pairing(store, text, cycle, as_of=as_of)
    except NotFound as unknown_name:
        try:
            return find_by_ref(store, table, text)
        except NotFound:
            raise unknown_name from None


def _elsewhere(store: Reader, mentee_id: str) -> Phrase | None:
    """In which cycles that still take writes a mentee has a pairing."""
    found = store.rows(
        "SELECT DISTINCT y.code FROM pairing AS p INNER JOIN cycle AS y ON y.id = p.cycle_id"
        " WHERE p.mentee_id = :mentee_id AND y.state <> 'closed' ORDER BY y.start_date",
        mentee_id=mentee_id,
    )
    if not found:
        return None
    return phrase(
        "It has one in another cycle: --cycle {codes}", codes=tuple(row["code"] for row in found)
    )
