"""All vocabularies whose codes are typed. Few runs of a command need them: see `words`."""

from __future__ import annotations

from typing import Final

from pairing_cli.domain.ending import UNDECIDED
from pairing_cli.domain.honours.words import VOCABULARIES as HONOURS
from pairing_cli.domain.judging.words import (
    BULLETIN_KINDS,
    BULLETIN_STATES,
    FINDING_STATES,
    INSPECTION_STATES,
    SUBJECTS,
)
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, GROUP_SIDES, NEED_STATES, SUMMARY_PARTS
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.roles import BACKBONE_LEVELS, PERSON_ROLES
from pairing_cli.domain.vocabulary import (
    AUDIENCES,
    COVERAGE_STATES,
    CYCLE_STATES,
    DIRECTIONS,
    DOCUMENT_CATEGORIES,
    EXEMPLAR_GRADES,
    GROUPINGS,
    KINDERGARTEN_STATUSES,
    LAYERS,
    LEDGERS,
    OWNERSHIPS,
    PAIRING_KINDS,
    REGION_LEVELS,
    SETTINGS,
    TAG_KINDS,
    TIERS,
    VISIT_STATES,
    WAIVER_KINDS,
    Labels,
)

VOCABULARIES: Final[tuple[Labels, ...]] = (
    *HONOURS,
    AGREEMENT_KINDS,
    AUDIENCES,
    BACKBONE_LEVELS,
    BULLETIN_KINDS,
    BULLETIN_STATES,
    COVERAGE_STATES,
    CYCLE_STATES,
    DIRECTIONS,
    DOCUMENT_CATEGORIES,
    EXEMPLAR_GRADES,
    FINDING_STATES,
    GROUPINGS,
    GROUP_SIDES,
    INSPECTION_STATES,
    KINDERGARTEN_STATUSES,
    LAYERS,
    LEDGERS,
    {**LEDGERS, "all": Label("全部", "all")},
    NEED_STATES,
    OWNERSHIPS,
    PAIRING_KINDS,
    PERSON_ROLES,
    REGION_LEVELS,
    SETTINGS,
    SUBJECTS,
    SUMMARY_PARTS,
    TAG_KINDS,
    TIERS,
    UNDECIDED,
    VISIT_STATES,
    WAIVER_KINDS,
)


def fitting(codes: tuple[str, ...]) -> Labels:
    """The labels of a choice among `codes`; none where they are names and no words."""
    found = [labels for labels in VOCABULARIES if set(codes) <= set(labels)]
    # Tiers are levels of regions, too: the smallest vocabulary is meant.
    return min(found, key=len, default={})
