"""Who is seen in an inspection: found by name, joined, left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from pairing_cli.domain.errors import BadData, NotFound, RuleRefusal, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import PairingKind
from pairing_cli.services.judging.inspections import (
    InspectionRow,
    TargetRow,
    inspection_by_id,
)
from pairing_cli.services.pairings.pairing_records import open_pairing
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_region
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import (
    Inspection,
    InspectionAnswer,
    InspectionTarget,
)
from pairing_cli.store.writing import Writer


def target_named(
    store: Reader, row: Inspection, name: str, cycle: CycleRow, as_of: dt.date
) -> TargetRow:
    """The target of an inspection by its mentee, its county, named as people do.

    Raises `NotFound`.
    """
    found = inspection_by_id(store, row.id, cycle, as_of)
    return target_of(store, found, name, cycle, as_of)


def target_of(
    store: Reader, inspection: InspectionRow, name: str, cycle: CycleRow, as_of: dt.date
) -> TargetRow:
    """The target of an inspection that people call so. Raises `NotFound`, also where a mentee is
    inspected with several of its mentors and only its name is given.
    """
    for target in inspection.target_rows:
        if target.mentee is None and target.mentee_short == name.strip():
            return target
    unknown: NotFound | None = None
    try:
        pairing = show_pairing(store, name, cycle, as_of=as_of, first=True)
    except NotFound as error:
        unknown = error
    else:
        found = [each for each in inspection.target_rows if each.mentee_id == pairing.mentee_id]
        if len(found) > 1:
            pairing = show_pairing(store, name, cycle, as_of=as_of)
            found.sort(key=lambda each: each.pairing_id != pairing.id)
        if found:
            return found[0]
    try:
        region = find_region(store, name)
    except NotFound as error:
        if unknown is not None:
            raise unknown from error
    else:
        for target in inspection.target_rows:
            if target.region_code == region.code:
                return target
    raise NotFound(
        "not-a-target",
        phrase("{name} isn't in inspection {ref}.", name=name, ref=inspection.ref),
        hint=phrase(
            "In it: {names}",
            names=tuple(target.mentee_short for target in inspection.target_rows) or "-",
        ),
    )


def target_by_id(
    store: Reader, row: Inspection, key: str, cycle: CycleRow, as_of: dt.date
) -> TargetRow:
    """The target with this key."""
    targets = inspection_by_id(store, row.id, cycle, as_of).target_rows
    return next(target for target in targets if target.id == key)


def join(
    store: Writer,
    row: Inspection,
    mentees: Iterable[str],
    counties: Iterable[str],
    cycle: CycleRow,
    day: dt.date,
) -> None:
    """Add mentees and counties to those who are seen. Raises `NotFound`, `BadData`,
    `RuleRefusal` (a consultation), `UsageError` (nobody).
    """
    there = store.where(InspectionTarget, inspection_id=row.id)
    pairings = {each.pairing_id for each in there}
    regions = {each.region_code for each in there}
    new = []
    for name in mentees:
        pairing = open_pairing(store, name, cycle, day)
        if pairing.kind == PairingKind.CONSULT:
            raise RuleRefusal(
                "consult-owes-nothing",
                phrase("{mentee} gets advice on request and owes nothing.", mentee=pairing.mentee),
            )
        if pairing.id in pairings:
            raise BadData("named-twice", phrase("{name} is named twice.", name=pairing.mentee))
        pairings.add(pairing.id)
        new.append(InspectionTarget(inspection_id=row.id, pairing_id=pairing.id))
    for name in counties:
        region = find_region(store, name, level="county")
        if region.code in regions:
            raise BadData("named-twice", phrase("{name} is named twice.", name=region.name))
        regions.add(region.code)
        new.append(InspectionTarget(inspection_id=row.id, region_code=region.code))
    if not new and not there:
        raise UsageError("nobody", phrase("Say whom to inspect: MENTEE or --county COUNTY"))
    store.add_all(new)


def leave(store: Writer, target: TargetRow) -> None:
    """Leave one out of an inspection. Raises `RuleRefusal` where it has findings."""
    if target.findings:
        raise RuleRefusal(
            "has-findings",
            phrase("{name} has findings in this inspection.", name=target.mentee_short),
            hint=phrase(
                "To take one off: pairing inspection edit-finding REF --remove --reason TEXT"
            ),
        )
    store.delete(*store.where(InspectionAnswer, target_id=target.id))
    store.delete(store.get(InspectionTarget, target.id))
