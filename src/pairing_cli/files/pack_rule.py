"""One rule of a rule pack, as it is written there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.rules import (
    Due,
    Measure,
    OwedBy,
    Per,
    Roster,
    RuleKind,
    Stage,
)
from pairing_cli.domain.owed.units import asked_for
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.roles import PersonRole
from pairing_cli.domain.time.calendar import Part, Season, Unit
from pairing_cli.domain.vocabulary import (
    Direction,
    DocumentCategory,
    Layer,
)

Forms: TypeAlias = Mapping[str, str]
"""Code of a form → the direction that it has by itself."""


@dataclass(frozen=True, slots=True)
class PackPart:
    """What has to be there, one of several: the fact that a document proves."""

    fact: str
    title: Label


@dataclass(frozen=True, slots=True)
class PackRule:
    """One requirement, as written."""

    code: str
    title: Label
    short: Label | None
    clause: Label | None
    kind: RuleKind
    block: Block
    owed_by: OwedBy
    per: Per
    section: str
    need: float
    measure: Measure
    unit: Unit
    forms: tuple[str, ...]
    direction: Direction | None
    each_way: bool
    roles: tuple[PersonRole, ...]
    most: float | None
    share: Roster | None
    category: DocumentCategory | None
    fact: str | None
    indicator: str | None
    parts: tuple[PackPart, ...]
    season: Season | None
    months: tuple[int, ...]
    window: Part | None
    due: Due | None
    stage: Stage | None
    stands: bool
    make_up: bool
    condition: str | None
    layers: tuple[Layer, ...]
    assumed: Label | None
    note: Label | None
    line: int

    @property
    def need_unit(self) -> Measure:
        """What `need` is told in: a share in percent, everything else as it is counted."""
        return Measure.PERCENT if self.share else self.measure

    @property
    def asked(self) -> str:
        """The need with the most, where there is one: 1–2; each way: 5+5."""
        return asked_for(self.need, self.most, each_way=self.each_way)
