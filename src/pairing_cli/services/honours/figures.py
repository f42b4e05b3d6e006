"""The figures of an assessment, as they are shown, printed and frozen: plain numbers and codes.

A draft's are worked out each time it is looked at, an approved one's are read as they were
frozen: whoever shows them takes both the same way.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from pairing_cli.domain.honours.formula import (
    Formula,
    Ground,
    GroundKind,
    NextStep,
    PartScore,
    Score,
    Side,
    next_steps,
    rounded,
    score,
    unit_score,
)
from pairing_cli.domain.judging.frozen import definitions
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.honours.grounds import Assessed, grounds_of
from pairing_cli.services.honours.schemes import Adopted
from pairing_cli.services.judging.sources import pack_sources
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

Figures = Mapping[str, Any]
"""as_of, cycle, formula, definitions, rules {code: {zh, en}}, pairings[], by_mentor[],
by_county[]."""


class Adjustment(NamedTuple):
    """Points that the bureau gives a pairing or takes from it."""

    pairing_id: str
    points: float
    reason: str
    by_name: str


def figures_of_assessment(
    store: Reader,
    cycle: CycleRow,
    scheme: Adopted,
    as_of: dt.date,
    adjustments: Sequence[Adjustment],
) -> Figures:
    """What the pairings of a cycle come to on a day."""
    formula = scheme.formula
    assessed = grounds_of(store, cycle, formula, as_of)
    adjusted = {each.pairing_id: each for each in adjustments}
    scores = [
        score(formula, each.grounds, each.caps, _points(adjusted.get(each.pairing.id)))
        for each in assessed
    ]
    found = list(zip(assessed, scores, strict=True))
    return {
        "as_of": as_of.isoformat(),
        "cycle": cycle.code,
        "formula": formula.code,
        "formula_title": _both(formula.title),
        "definitions": definitions(pack_sources(store, cycle), scheme=scheme.source),
        "rules": _titles(assessed),
        "pairings": [
            _pairing(formula, each, mine, adjusted.get(each.pairing.id)) for each, mine in found
        ],
        "by_mentor": _units(formula, found, "mentor", lambda each: each.pairing.mentor_id),
        "by_county": _units(formula, found, "county", lambda each: each.pairing.county_code),
    }


def _points(adjustment: Adjustment | None) -> Fraction:
    return Fraction(0) if adjustment is None else Fraction(str(adjustment.points))


def _titles(assessed: Sequence[Assessed]) -> dict[str, Any]:
    """Short titles of the rules, once: every pairing names them by their codes."""
    return {
        ground.ref.split(" ")[0]: _both(ground.title)
        for each in assessed
        for several in each.grounds.values()
        for ground in several
        if isinstance(ground.title, Label)
    }


def _pairing(
    formula: Formula, each: Assessed, found: Score, adjustment: Adjustment | None
) -> dict[str, Any]:
    key = each.pairing
    return {
        "ref": key.ref,
        "mentor": key.mentor,
        "mentee": key.mentee,
        "mentee_short": key.mentee_short,
        "county": key.county,
        "layer": key.layer,
        "shared": number(found.points_of(Side.SHARED)),
        "mentor_own": number(found.points_of(Side.MENTOR)),
        "mentee_own": number(found.points_of(Side.MENTEE)),
        "before": number(found.before),
        "cap": found.cap,
        "adjustment": number(found.adjustment) if adjustment else None,
        "adjustment_reason": adjustment.reason if adjustment else None,
        "total": number(found.total),
        "grade": found.grade,
        "uncounted": list(found.uncounted),
        "open_critical": each.open_critical,
        "parts": [_part(part) for part in found.parts],
        "caps": [
            {"most": cap.most, "critical": cap.critical, "findings": list(cap.findings)}
            for cap in found.caps
        ],
        "next_steps": [_step(step) for step in next_steps(formula, each.grounds, found)],
    }


def _part(found: PartScore) -> dict[str, Any]:
    return {
        "code": found.part.code,
        "side": found.part.side,
        "title": _both(found.part.title),
        "weight": found.part.weight,
        "effective_weight": number(found.weight, 2),
        "value": number(found.value, 4),
        "points": number(found.points),
        "from": [_ground(each) for each in found.grounds],
    }


def _ground(ground: Ground) -> dict[str, Any]:
    said: dict[str, Any] = {
        "kind": ground.kind,
        _called(ground.kind): ground.ref.split(" ")[0]
        if isinstance(ground.title, Label)
        else ground.title,
        "ref": ground.ref,
        "done": number(ground.done, 2),
        "need": number(ground.need, 2),
    }
    return {**said, "unreported": True} if ground.unreported else said


def _called(kind: GroundKind) -> str:
    """The key of what it is called by; of a need `need` is taken, by how much was asked for."""
    return "text" if kind is GroundKind.NEED else kind


def _step(step: NextStep) -> dict[str, Any]:
    ground = step.ground
    amount, gain = number(step.amount, 2), number(step.gain, 2)
    if ground is None:
        return {"what": "close-findings", "kind": "finding", "amount": amount, "gain": gain}
    what = ground.ref.split(" ")[0] if isinstance(ground.title, Label) else ground.title
    return {
        "what": what,
        "kind": ground.kind,
        "ref": ground.ref,
        "unit": ground.unit or None,
        "amount": amount,
        "gain": gain,
    }


def _units(
    formula: Formula,
    found: Sequence[tuple[Assessed, Score]],
    name: str,
    key: Callable[[Assessed], str | None],
) -> list[dict[str, Any]]:
    """Mentors or counties with what their pairings come to, the best first."""
    groups: dict[str, list[tuple[Assessed, Score]]] = defaultdict(list)
    for each, mine in found:
        if (unit := key(each)) is not None:
            groups[unit].append((each, mine))
    rows = []
    for members in groups.values():
        comes_to = unit_score(formula, [mine for _, mine in members])
        worst = None if comes_to.worst is None else members[comes_to.worst]
        rows.append(
            {
                name: getattr(members[0][0].pairing, name),
                "pairings": len(members),
                "total": number(comes_to.total),
                "worst": number(worst[1].total) if worst else None,
                "worst_mentee": worst[0].pairing.mentee_short if worst else None,
                "grade": comes_to.grade,
                "held_down": comes_to.held_down,
                "open_critical": sum(each.open_critical for each, _ in members),
            }
        )
    return sorted(rows, key=lambda row: -(row["total"] if row["total"] is not None else -1))


def number(value: Fraction | None, places: int = 1) -> float | int | None:
    """A figure as JSON has it, rounded half up."""
    if value is None:
        return None
    found = rounded(value, places)
    return int(found) if found.denominator == 1 else float(found)


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}
