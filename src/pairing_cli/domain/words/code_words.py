"""What the codes in the tables of the database are called, where people read of their rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, GROUP_ROLES, GROUP_SIDES, NEED_STATES
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import (
    CYCLE_STATES,
    DIRECTIONS,
    DOCUMENT_CATEGORIES,
    GOALS,
    LAYERS,
    OWNERSHIPS,
    PAIRING_KINDS,
    REGION_LEVELS,
    SEASONS,
    TIERS,
    VISIT_STATES,
    WAIVER_KINDS,
)

CODES: Final[Mapping[tuple[str, str], Mapping[str, Label]]] = {
    ("agreement", "kind"): AGREEMENT_KINDS,
    ("cycle", "state"): CYCLE_STATES,
    ("document", "category"): DOCUMENT_CATEGORIES,
    ("form", "direction"): DIRECTIONS,
    ("group_member", "role"): GROUP_ROLES,
    ("kindergarten", "exemplar"): TIERS,
    ("kindergarten", "ownership"): OWNERSHIPS,
    ("kindergarten", "tier"): TIERS,
    ("layer_capacity", "layer"): LAYERS,
    ("layer_capacity", "within"): REGION_LEVELS,
    ("leading_group", "side"): GROUP_SIDES,
    ("need", "state"): NEED_STATES,
    ("pairing", "kind"): PAIRING_KINDS,
    ("pairing", "layer"): LAYERS,
    ("plan_task", "direction"): DIRECTIONS,
    ("plan_task", "goal"): GOALS,
    ("region", "level"): REGION_LEVELS,
    ("rule", "direction"): DIRECTIONS,
    ("rule", "measure"): MEASURES,
    ("rule_layer", "layer"): LAYERS,
    ("rule_override", "layer"): LAYERS,
    ("term", "season"): SEASONS,
    ("visit", "direction"): DIRECTIONS,
    ("visit", "state"): VISIT_STATES,
    ("visit_goal", "goal"): GOALS,
    ("waiver", "kind"): WAIVER_KINDS,
}
"""Table and column → what its codes are called."""
