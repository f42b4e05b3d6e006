"""What a scheme allows and leaves out, changed: capacities of layers, exempt counties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.fields import Field
from pairing_cli.domain.phrases import lines, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Layer, PairingKind, RegionLevel
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.keeping.invariants import broken_rules, check_rules
from pairing_cli.services.pairings.capacities import (
    CapacityRow,
    ExemptionRow,
    find_exemption_row,
    list_capacities,
    show_exemption,
)
from pairing_cli.services.programme.clearing import emptied
from pairing_cli.services.programme.cycles import CycleRow, check_inside
from pairing_cli.services.programme.names.lookup import find_by_ref, find_kindergarten, find_region
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import Exemption, LayerCapacity
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class CapacityChange:
    """What is to be another in a layer; None stays as it is."""

    minimum: int | None = None
    maximum: int | None = None
    unlimited: bool = False
    within: RegionLevel | None = None
    anywhere: bool = False
    source: str | None = None
    cleared: Sequence[Field] = ()
    """To be emptied, before what else is told is written."""


class Room(NamedTuple):
    """How many mentees a mentor has in a layer, and how many it may have: 3, or ∞."""

    mentor: str
    taken: int
    before: str
    after: str
    lacking: int
    """How many it has too few of by the new least."""


def edit_layer(store: Writer, cycle: CycleRow, layer: Layer, change: CapacityChange) -> CapacityRow:
    """Change how many mentees one mentor has in a layer, or enter the layer.

    Raises `UsageError`, and `RuleRefusal` where mentors have more already.
    """
    found = store.where(LayerCapacity, cycle_id=cycle.id, layer=layer)
    row = found[0] if found else LayerCapacity(cycle_id=cycle.id, layer=layer)
    values: dict[str, Any] = {**emptied(LayerCapacity, change.cleared)}
    least = row.minimum if change.minimum is None else change.minimum
    kept = None if change.unlimited or "maximum" in values else row.maximum
    most = change.maximum or kept
    if most is not None and least > most:
        raise UsageError(
            "least-above-most",
            phrase("At least {least} and at most {most} can't be.", least=least, most=most),
        )
    values.update(minimum=least, maximum=most)
    if change.within is not None or change.anywhere:
        values["within"] = change.within
    if change.source is not None:
        values.update(source=one_line(change.source, phrase("The source"), SHORT_TEXT))
    before = list(broken_rules(store))
    if found:
        store.change(row, **values)
    else:
        for name, value in values.items():
            setattr(row, name, value)
        store.add(row)
    check_rules(
        store,
        before,
        code="beyond-capacity",
        hint=phrase("End pairings first, or say why they stay: pairing assign --override"),
    )
    return next(each for each in list_capacities(store, cycle) if each.layer == layer)


def rooms(
    store: Reader, cycle: CycleRow, layer: Layer, before: CapacityRow | None, after: CapacityRow
) -> list[Room]:
    """The mentors of a layer with what they have and may have: all where the most changes, else
    those who fall short of a new least.
    """
    old, new = _most(before), _most(after)
    raised = after.minimum > (before.minimum if before else 0)
    found = [
        Room(row["mentor"], row["taken"], old, new, max(0, after.minimum - row["taken"]))
        for row in store.rows(
            "SELECT mentor, count(*) AS taken FROM pairings WHERE cycle_id = :cycle_id"
            " AND layer = :layer AND kind = 'regular' AND ended_on IS NULL"
            " GROUP BY mentor_id, mentor ORDER BY mentor_id",
            cycle_id=cycle.id,
            layer=layer,
        )
    ]
    return [each for each in found if old != new or (raised and each.lacking)]


def _most(row: CapacityRow | None) -> str:
    return "∞" if row is None or row.maximum is None else str(row.maximum)


@dataclass(frozen=True, slots=True)
class ExemptionChange:
    """What is to be another in an exemption; None stays as it is."""

    reason: str | None = None
    former_mentor: str | None = None
    source: str | None = None
    cleared: Sequence[Field] = ()
    """To be emptied, before what else is told is written."""


def add_exemption(
    store: Writer, cycle: CycleRow, county: str, change: ExemptionChange
) -> ExemptionRow:
    """Leave a county without an arrangement of its own. Raises `NotFound`, and `RuleRefusal`
    where it has regular pairings.
    """
    region = find_region(store, county, level="county")
    known = store.where(Exemption, cycle_id=cycle.id, region_code=region.code, end_date=None)
    if known:
        raise RuleRefusal(
            "already-exempt",
            phrase(
                "{county} has no arrangement of its own in cycle {cycle}: {reason}",
                county=region.name,
                cycle=cycle.code,
                reason=known[0].reason,
            ),
            hint=phrase(
                "To change the reason: pairing exemption edit {county}", county=region.name
            ),
        )
    paired = [
        phrase("{mentor} → {mentee}", mentor=row["mentor"], mentee=row["mentee"])
        for row in store.rows(
            "SELECT mentor, mentee FROM pairings WHERE cycle_id = :cycle_id AND layer = :layer"
            " AND county_code = :county AND kind = :kind AND ended_on IS NULL",
            cycle_id=cycle.id,
            layer=Layer.CITY_COUNTY,
            county=region.code,
            kind=PairingKind.REGULAR,
        )
    ]
    if paired:
        raise RuleRefusal(
            "county-is-paired",
            lines(
                phrase(
                    "{county} is arranged for in cycle {cycle}:",
                    county=region.name,
                    cycle=cycle.code,
                ),
                *paired,
            ),
            hint=phrase("End that first: pairing unassign MENTEE --reason TEXT"),
        )
    row = Exemption(
        cycle_id=cycle.id,
        region_code=region.code,
        reason=one_line(change.reason or "", phrase("The reason"), SHORT_TEXT),
        source=_source(change),
        former_mentor_id=_mentor(store, change),
    )
    store.add(row)
    return show_exemption(store, row.id)


def edit_exemption(
    store: Writer, cycle: CycleRow, which: str, change: ExemptionChange
) -> ExemptionRow:
    """Change an exemption, named by its county or ref. Raises `NotFound`, `RuleRefusal`."""
    row = find_exemption(store, cycle, which)
    values: dict[str, Any] = {**emptied(Exemption, change.cleared)}
    if change.reason is not None:
        values["reason"] = one_line(change.reason, phrase("The reason"), SHORT_TEXT)
        if values["reason"] != row.reason:
            values["reason_en"] = None
    if change.source is not None:
        values["source"] = _source(change)
    if change.former_mentor is not None:
        values["former_mentor_id"] = _mentor(store, change)
    store.change(row, **values)
    return show_exemption(store, row.id)


def end_exemption(
    store: Writer, cycle: CycleRow, which: str, last_day: dt.date, reason: str, *, as_of: dt.date
) -> ExemptionRow:
    """Have an exemption end with a day; from the next on the county can be arranged for.

    Raises `NotFound`, `UsageError`.
    """
    row = find_exemption(store, cycle, which)
    check_inside(last_day, cycle, phrase("It holds from the first day of the cycle."))
    store.change(
        row,
        end_date=last_day,
        end_reason=one_line(reason, phrase("The reason"), SHORT_TEXT),
        end_decided_on=as_of,
    )
    return show_exemption(store, row.id)


def find_exemption(store: Writer, cycle: CycleRow, which: str) -> Exemption:
    """The exemption in force of a county, or with a ref. Raises `NotFound`, `RuleRefusal`."""
    found = find_exemption_row(store, cycle, which)
    if found.end is not None:
        raise RuleRefusal("already-ended", phrase("The exemption ended on {end}.", end=found.end))
    return store.get(Exemption, find_by_ref(store, "exemption", found.ref))


def _source(change: ExemptionChange) -> str | None:
    return change.source and one_line(change.source, phrase("The source"), SHORT_TEXT)


def _mentor(store: Writer, change: ExemptionChange) -> str | None:
    return change.former_mentor and find_kindergarten(store, change.former_mentor).id
