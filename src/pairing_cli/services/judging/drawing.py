"""Drawing lots: whom to inspect next. Proposed, never written.

Who was never inspected comes first, then whose inspection lies longest ago. Among equals the
lot decides: the SHA-256 of seed and name, so that anybody can draw it again and see that
nobody was picked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Labels
from pairing_cli.services.judging.inspections import list_inspections, list_targets
from pairing_cli.services.owing.whose import PairingKey, list_standing
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

NEVER: Final = "never_inspected"
LONGEST_AGO: Final = "longest_ago"
DRAW_REASONS: Final[Labels] = {
    NEVER: Label("未督查过", "never inspected"),
    LONGEST_AGO: Label("距上次最久", "longest ago"),
}


class DrawnRow(NamedTuple):
    """One that is proposed."""

    mentee: str
    mentor: str
    last_inspected: str | None
    days: int | None
    """Since then."""
    reason: str
    mentee_short: str
    mentee_id: str


class Draw(NamedTuple):
    """A draw: who is proposed, out of how many."""

    rows: list[DrawnRow]
    pairings: int
    """That could be drawn."""
    never: int
    """Of them never inspected."""
    arranged: int
    """Left out since an inspection of them is planned."""


def draw(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    count: int,
    *,
    seed: int,
    layer: str | None = None,
    per_mentor: bool = False,
) -> Draw:
    """Propose `count` pairings to inspect; with `per_mentor` mentors take turns.

    Consultations aren't drawn, nor what an inspection is planned for already.
    """
    last: dict[str, str] = {}
    for target in list_targets(store, cycle, as_of, sealed=False):
        if target.mentee_id and target.date:
            last[target.mentee_id] = target.date
    planned = {
        target.mentee_id
        for inspection in list_inspections(store, cycle, as_of, ahead=True)
        if not inspection.sealed
        for target in inspection.target_rows
        if not target.seen
    }
    standing = [each for each in list_standing(store, cycle, as_of) if layer in (None, each.layer)]
    free = [each for each in standing if each.mentee_id not in planned]
    ordered = sorted(
        free,
        # No day at all is the longest ago of all.
        key=lambda each: (last.get(each.mentee_id, ""), _lot(seed, each.mentee)),
    )
    chosen = (_in_turn(ordered) if per_mentor else ordered)[:count]
    return Draw(
        rows=[_row(each, last.get(each.mentee_id), as_of) for each in chosen],
        pairings=len(free),
        never=sum(each.mentee_id not in last for each in free),
        arranged=len(standing) - len(free),
    )


def _lot(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}/{name}".encode()).hexdigest()


def _in_turn(ordered: Iterable[PairingKey]) -> Sequence[PairingKey]:
    """The first of each mentor, then the second of each, in the order of the draw."""
    turns: dict[str, int] = defaultdict(int)
    numbered = []
    for place, each in enumerate(ordered):
        numbered.append((turns[each.mentor_id], place, each))
        turns[each.mentor_id] += 1
    return [each for _, _, each in sorted(numbered, key=lambda entry: entry[:2])]


def _row(pairing: PairingKey, last: str | None, as_of: dt.date) -> DrawnRow:
    return DrawnRow(
        mentee=pairing.mentee,
        mentor=pairing.mentor,
        last_inspected=last,
        days=(as_of - dt.date.fromisoformat(last)).days if last else None,
        reason=LONGEST_AGO if last else NEVER,
        mentee_short=pairing.mentee_short,
        mentee_id=pairing.mentee_id,
    )
