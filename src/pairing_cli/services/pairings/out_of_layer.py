"""Pairings that their cycle's layers don't provide for any more: told, never ended by that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pairing_cli.domain.layers import layer_of
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.vocabulary import LAYERS, CycleState
from pairing_cli.services.pairings.layers import layer_rules
from pairing_cli.services.programme.cycles import CycleRow, list_cycles
from pairing_cli.store.reading import Reader

_RUNNING: Final = """
    SELECT p.cycle_id, p.layer, m.name AS mentor, m.tier AS mentor_tier,
           m.ownership AS mentor_ownership, k.name AS mentee, k.tier, k.ownership
    FROM pairings AS p
    INNER JOIN kindergarten AS m ON m.id = p.mentor_id
    INNER JOIN kindergarten AS k ON k.id = p.mentee_id
    WHERE p.kind = 'regular' AND p.ended_on IS NULL
        AND (:key IS NULL OR :key IN (p.mentor_id, p.mentee_id))
    ORDER BY p.start_date DESC, p.id
"""


def out_of_layer(
    store: Reader, *, kindergarten: str | None = None, cycle: CycleRow | None = None
) -> Iterator[Phrase]:
    """The pairings that nobody has ended and that, as their cycle's layers stand, would be in
    another layer now, or in none: of a kindergarten (its id), or of a cycle; those of closed
    cycles are left alone.
    """
    some = [cycle] if cycle else [each for each in list_cycles(store) if not _is_closed(each)]
    rules = {each.id: layer_rules(store, each) for each in some}
    for row in store.rows(_RUNNING, key=kindergarten):
        if row["cycle_id"] not in rules:
            continue
        sides = (row["mentor_tier"], row["mentor_ownership"]), (row["tier"], row["ownership"])
        rule = layer_of(rules[row["cycle_id"]], *sides)
        names = {"mentor": row["mentor"], "mentee": row["mentee"], "before": LAYERS[row["layer"]]}
        if rule is None or not rule.takes(*sides):
            yield phrase(
                "{mentor} could not be made the mentor of {mentee} any more; their pairing stays"
                " in {before}.",
                **names,
            )
        elif rule.layer != row["layer"]:
            yield phrase(
                "{mentee} now belongs to the layer {layer}; its pairing with {mentor} stays in"
                " {before}.",
                layer=LAYERS[rule.layer],
                **names,
            )


def _is_closed(cycle: CycleRow) -> bool:
    return cycle.state == CycleState.CLOSED
