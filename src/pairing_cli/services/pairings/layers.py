"""The layers of a cycle, read: who helps whom in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pairing_cli.domain.layers import LayerRule, all_steps
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

_LAYERS: Final = """
    SELECT layer, mentor_kinds, mentee_kinds, priority, most_mentors, together
    FROM layer_capacity WHERE cycle_id = :cycle_id
"""


def layer_rules(store: Reader, cycle: CycleRow) -> list[LayerRule]:
    """Every step of a cycle, those of which it says nothing by their defaults."""
    return all_steps(LayerRule.of(*row) for row in store.tuples(_LAYERS, cycle_id=cycle.id))


def sharing(rules: Sequence[LayerRule], layer: str) -> list[str]:
    """The layers that share the capacity of a layer, itself included."""
    own = next((rule for rule in rules if rule.layer == layer), None)
    if own is None or own.together is None:
        return [layer]
    return [rule.layer for rule in rules if rule.together == own.together]
