"""Layers as data: which kindergartens help which in a step of the cascade, and how many.

The four steps have defaults, those of the Shannan scheme. A cycle's own rows say who may stand on
each side, whether a mentee may have several mentors, and which steps share one capacity.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import (
    MENTOR_TIER,
    OWNERSHIPS,
    TIERS,
    Layer,
    Ownership,
    RegionLevel,
    Tier,
)

_OWNED: Final = tuple(str(each) for each in Ownership)


class Kind(NamedTuple):
    """Kindergartens of a tier, of one ownership or whatever their ownership."""

    tier: str
    ownership: str | None = None

    @property
    def code(self) -> str:
        """As it is written: county, county/private."""
        return f"{self.tier}/{self.ownership}" if self.ownership else self.tier

    @property
    def label(self) -> Label:
        """As people say it: 县级民办园, private county kindergartens."""
        tier = TIERS[self.tier]
        if self.ownership is None:
            return Label(f"{tier.zh}园", f"{tier.en} kindergartens")
        owned = OWNERSHIPS[self.ownership]
        return Label(f"{tier.zh}{owned.zh}园", f"{owned.en} {tier.en} kindergartens")

    def takes(self, tier: str, ownership: str) -> bool:
        """Whether a kindergarten is of this kind."""
        return self.tier == tier and self.ownership in (None, ownership)

    def meets(self, other: Kind) -> bool:
        """Whether a kindergarten can be of both kinds."""
        return self.tier == other.tier and (
            None in (self.ownership, other.ownership) or self.ownership == other.ownership
        )


def read_kind(text: str) -> Kind | None:
    """A kind from its code; None where it is none."""
    tier, _, ownership = text.strip().partition("/")
    if tier not in set(Tier) or (ownership and ownership not in _OWNED):
        return None
    return Kind(tier, ownership or None)


class LayerRule(NamedTuple):
    """Who helps whom in one layer of a cycle."""

    layer: Layer
    mentors: tuple[Kind, ...]
    mentees: tuple[Kind, ...]
    priority: int | None = None
    """Where two layers take the same two kindergartens, the lower one holds."""
    most_mentors: int = 1
    """How many regular mentors a mentee may have in it."""
    together: str | None = None
    """Layers with the same word here share one capacity."""

    @classmethod
    def of(
        cls,
        layer: str,
        mentors: str | None = None,
        mentees: str | None = None,
        priority: int | None = None,
        most_mentors: int | None = None,
        together: str | None = None,
    ) -> LayerRule:
        """From what is kept: codes of kinds with commas between; None: those of the step."""
        step = Layer(layer)
        return cls(
            step,
            _kinds(mentors) or (Kind(MENTOR_TIER[step]),),
            _kinds(mentees) or DEFAULT_MENTEES[step],
            priority,
            most_mentors or 1,
            together,
        )

    def takes(self, mentor: tuple[str, str], mentee: tuple[str, str]) -> bool:
        """Whether the two, each by tier and ownership, can be a pairing of this layer."""
        return self.may_help(mentor) and self.helps(mentee)

    def may_help(self, mentor: tuple[str, str]) -> bool:
        """Whether such a kindergarten stands on the mentors' side."""
        return any(kind.takes(*mentor) for kind in self.mentors)

    def helps(self, mentee: tuple[str, str]) -> bool:
        """Whether somebody helps such a kindergarten in this layer."""
        return any(kind.takes(*mentee) for kind in self.mentees)

    def meets(self, other: LayerRule) -> bool:
        """Whether two kindergartens can be a pairing of either layer."""
        return _meet(self.mentors, other.mentors) and _meet(self.mentees, other.mentees)


DEFAULT_MENTEES: Final = {
    Layer.CITY_COUNTY: (
        Kind(Tier.COUNTY, Ownership.PUBLIC),
        Kind(Tier.COUNTY, Ownership.COLLECTIVE),
    ),
    Layer.CITY_PRIVATE: (Kind(Tier.COUNTY, Ownership.PRIVATE),),
    Layer.COUNTY_TOWNSHIP: (Kind(Tier.TOWNSHIP),),
    Layer.TOWNSHIP_VILLAGE: (Kind(Tier.VILLAGE),),
}
"""Whom each step helps unless the cycle says otherwise (Shannan scheme, section six)."""


DEFAULT_WITHIN: Final = {
    Layer.COUNTY_TOWNSHIP: RegionLevel.COUNTY,
    Layer.TOWNSHIP_VILLAGE: RegionLevel.TOWNSHIP,
}
"""In which region both sides lie where a cycle says nothing of a step."""


def all_steps(rules: Iterable[LayerRule]) -> list[LayerRule]:
    """The rules of a cycle, and the defaults of the steps that it says nothing of."""
    told = {rule.layer: rule for rule in rules}
    return [told.get(layer) or LayerRule.of(layer) for layer in Layer]


def without_order(rules: Sequence[LayerRule]) -> tuple[LayerRule, LayerRule] | None:
    """Two layers that take the same two kindergartens, and nothing says which of them holds."""
    for one, other in combinations(rules, 2):
        if one.meets(other) and (
            None in (one.priority, other.priority) or one.priority == other.priority
        ):
            return one, other
    return None


def layer_for(rules: Iterable[LayerRule], mentee: tuple[str, str]) -> Layer | None:
    """The layer in which a kindergarten is helped, whoever helps it; None where nobody does."""
    steps = sorted(all_steps(rules), key=lambda rule: rule.priority or 0)
    return next((rule.layer for rule in steps if rule.helps(mentee)), None)


def belongs(rules: Sequence[LayerRule], layer: str, mentee: tuple[str, str]) -> bool:
    """Whether some mentors of a layer help such a kindergarten in it, rather than in another."""
    mentors = (
        (kind.tier, ownership)
        for rule in rules
        if rule.layer == layer
        for kind in rule.mentors
        for ownership in ((kind.ownership,) if kind.ownership else _OWNED)
    )
    found = (layer_of(rules, mentor, mentee) for mentor in mentors)
    return any(each is not None and each.layer == layer and each.helps(mentee) for each in found)


def layer_of(
    rules: Iterable[LayerRule], mentor: tuple[str, str], mentee: tuple[str, str]
) -> LayerRule | None:
    """The layer in which one helps the other; else one in which anybody helps the mentee: there
    the mentor doesn't fit. None where nobody does.
    """
    steps = sorted(all_steps(rules), key=lambda rule: rule.priority or 0)
    fitting = [rule for rule in steps if rule.takes(mentor, mentee)]
    helping = [rule for rule in steps if rule.helps(mentee)]
    return next(iter(fitting or helping), None)


def _kinds(text: str | None) -> tuple[Kind, ...]:
    found = (read_kind(part) for part in text.split(",")) if text else ()
    return tuple(kind for kind in found if kind is not None)


def _meet(some: Iterable[Kind], others: Sequence[Kind]) -> bool:
    return any(kind.meets(other) for kind in some for other in others)
