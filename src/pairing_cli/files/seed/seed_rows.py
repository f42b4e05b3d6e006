"""What a seed file says, checked: plain rows in the order of the file.

Every row carries the `line` on which it stands, so that a later refusal can cite it, and the
`source` (a key of `Seed.sources`) that says so. `assumed` marks what no document says.
References are resolved: a pairing holds the keys of its kindergartens and a kindergarten the
code of its region, however the file wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pairing_cli.domain.layers import LayerRule
from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import (
    CycleState,
    Direction,
    Layer,
    Ledger,
    Ownership,
    PairingKind,
    RegionLevel,
    Season,
    Tier,
)


@dataclass(frozen=True, slots=True)
class SeedProgramme:
    """The programme itself; `region` is the code of where it runs, if the file says."""

    title: Label
    region: str | None
    source: str | None
    line: int


@dataclass(frozen=True, slots=True)
class SeedCycle:
    """A cycle, both days included."""

    code: str
    title: Label
    start: date
    end: date
    state: CycleState
    source: str | None
    assumed: bool
    wrap_up_until: date | None
    """The last day of summing up, where the file says one."""
    weights: Mapping[Block, int]
    line: int


@dataclass(frozen=True, slots=True)
class SeedPack:
    """A rule pack to adopt, and whether it binds."""

    code: str
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class SeedTerm:
    """A school term, both days included; no two overlap. `school_year` is "2021-2022"."""

    code: str
    school_year: str
    season: Season
    start: date
    end: date
    source: str | None
    assumed: bool
    line: int


@dataclass(frozen=True, slots=True)
class SeedFormerName:
    """What a region was called, or under which code it was kept, before a change.

    `until` is as exact as it is known: "2023", "2023-04" or "2023-04-03".
    """

    name: str | None
    code: str | None
    until: str | None
    line: int


@dataclass(frozen=True, slots=True)
class SeedRegion:
    """An administrative division. `parent` is a code, None only for the highest of the file."""

    code: str
    name: str
    level: RegionLevel
    parent: str | None
    former: tuple[SeedFormerName, ...]
    aliases: tuple[str, ...]
    source: str | None
    assumed: bool
    line: int


@dataclass(frozen=True, slots=True)
class SeedForm:
    """A form of activity. No word (code, label, alias) stands for two forms."""

    code: str
    label: Label
    direction: Direction
    aliases: tuple[str, ...]
    source: str | None
    assumed: bool
    line: int


@dataclass(frozen=True, slots=True)
class SeedLayer:
    """How many mentees of this layer one mentor has in a cycle, and where they must lie."""

    layer: Layer
    least: int
    """`min` in the file; 0 when nothing is said."""
    most: int | None
    """`max` in the file; None when there is no limit."""
    within: RegionLevel | None
    """Both sides lie in the same region of this level; None when they needn't."""
    mentors: str | None
    """Kinds of kindergartens that help, with commas between; None: those of the step."""
    mentees: str | None
    most_mentors: int
    together: str | None
    priority: int | None
    source: str | None
    assumed: bool
    line: int


@dataclass(frozen=True, slots=True)
class SeedKindergarten:
    """A kindergarten. `key` is unique in the file: given there, or else the name."""

    key: str
    name: str
    tier: Tier
    ownership: Ownership
    exemplar: Tier | None
    """The grade at which it sets the example (示范), or None."""
    region: str | None
    """Code of the smallest region known."""
    aliases: tuple[str, ...]
    name_confirmed: bool
    site_code: str | None
    """Its ten digits in the register of schools."""
    source: str | None
    assumed: bool
    line: int


@dataclass(frozen=True, slots=True)
class SeedPairing:
    """One mentor with one mentee. The layer follows from the mentee."""

    cycle: str
    mentor: str
    mentee: str
    layer: Layer
    kind: PairingKind
    source: str | None
    assumed: bool
    line: int


@dataclass(frozen=True, slots=True)
class SeedExemption:
    """A region without an arrangement of its own in a cycle, and why."""

    cycle: str
    region: str
    reason: Label
    source: str | None
    assumed: bool
    line: int


@dataclass(frozen=True, slots=True)
class SeedCircle:
    """Kindergartens under one head in a cycle (片区)."""

    cycle: str
    name: str
    head: str
    expert: str | None
    members: tuple[str, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Seed:
    """A whole seed file; nothing in it contradicts anything else in it."""

    file: str
    programme: SeedProgramme
    sources: Mapping[str, Label]
    cycles: tuple[SeedCycle, ...]
    terms: tuple[SeedTerm, ...]
    regions: tuple[SeedRegion, ...]
    forms: tuple[SeedForm, ...]
    layers: tuple[SeedLayer, ...]
    kindergartens: tuple[SeedKindergarten, ...]
    pairings: tuple[SeedPairing, ...]
    exemptions: tuple[SeedExemption, ...]
    rule_packs: tuple[SeedPack, ...]
    """The packs to adopt, in the order in which they stack."""
    circles: tuple[SeedCircle, ...] = ()


def rule_of(row: SeedLayer) -> LayerRule:
    """Who helps whom in a layer."""
    return LayerRule.of(
        row.layer, row.mentors, row.mentees, row.priority, row.most_mentors, row.together
    )
