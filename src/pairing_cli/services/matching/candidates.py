"""Who is to be matched in a layer: the two sides, what they have already, and what they want."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from pairing_cli.domain.layers import LayerRule, belongs, layer_of
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Layer, RegionLevel, TagKind
from pairing_cli.services.pairings.capacities import CapacityRow, list_capacities, list_exemptions
from pairing_cli.services.pairings.coverage import IN_ORDER
from pairing_cli.services.pairings.layers import layer_rules, sharing
from pairing_cli.services.programme.cycles import CycleRow, list_cycles
from pairing_cli.store.reading import Reader


class Candidate(NamedTuple):
    """A kindergarten that may be a side of a pairing."""

    id: str
    name: str
    tier: str
    ownership: str
    exemplar: str | None
    county_code: str | None
    county: str | None
    township_code: str | None
    township: str | None
    latitude: float | None
    longitude: float | None
    retired_on: str | None

    @property
    def kind(self) -> tuple[str, str]:
        """Tier and ownership, by which layers take it."""
        return self.tier, self.ownership

    def place(self, within: str | None) -> str | None:
        """The code of the region in which its partner has to lie, too."""
        return self.county_code if within == RegionLevel.COUNTY else self.township_code


class Exempt(NamedTuple):
    """A mentee of a county without an arrangement of its own."""

    mentee: str
    reason: str


class Sides(NamedTuple):
    """Everybody whom the arrangement of a layer is about, in the order of the roster."""

    capacity: CapacityRow
    mentees: Sequence[Candidate]
    mentors: Sequence[Candidate]
    everybody: Mapping[str, Candidate]
    """By key: the whole roster, the retired ones too."""
    exempt: Sequence[Exempt]
    standing: Mapping[str, tuple[str, ...]]
    """Mentee → the mentors that it has on the day already, by their keys."""
    former: Mapping[str, frozenset[str]]
    """Mentee → the mentors that it had last in the cycle before."""
    needs: Mapping[str, frozenset[str]]
    """Kindergarten → codes of the goals and forms that it asks for."""
    strengths: Mapping[str, frozenset[str]]
    rules: Sequence[LayerRule]
    """Who helps whom in each layer of the cycle."""
    elsewhere: Mapping[str, int]
    """Mentor → how many it helps in other layers that share this one's capacity."""

    @property
    def rule(self) -> LayerRule:
        """Who helps whom in this layer."""
        return next(each for each in self.rules if each.layer == self.capacity.layer)

    def partners(self) -> Iterator[tuple[Candidate, Sequence[Candidate]]]:
        """Each mentee with the mentors that the scheme lets help it."""
        within = self.capacity.within
        by_place: dict[str | None, list[Candidate]] = {}
        for mentor in self.mentors:
            by_place.setdefault(mentor.place(within) if within else None, []).append(mentor)
        if within:
            by_place.pop(None, None)
        # One list for all that are alike: 5,000 mentees have few different ones.
        alike: dict[tuple[str | None, tuple[str, str]], list[Candidate]] = {}
        helps = cache(self._helps)
        for mentee in self.mentees:
            key = (mentee.place(within) if within else None, mentee.kind)
            if key not in alike:
                alike[key] = [
                    each for each in by_place.get(key[0], ()) if helps(each.kind, mentee.kind)
                ]
            yield mentee, alike[key]

    def _helps(self, mentor: tuple[str, str], mentee: tuple[str, str]) -> bool:
        """Whether a pairing of two such kindergartens is one of this layer."""
        found = layer_of(self.rules, mentor, mentee)
        return found is not None and found == self.rule and found.takes(mentor, mentee)


_ROSTER: Final = f"""
    SELECT id, name, tier, ownership, exemplar, county_code, county, township_code, township,
           latitude, longitude, retired_on
    FROM kindergartens
    ORDER BY {IN_ORDER}, name, site_code, id
"""

_STANDING: Final = """
    SELECT mentee_id, mentor_id FROM pairing
    WHERE cycle_id = :cycle_id AND layer = :layer AND kind = 'regular'
        AND coalesce(end_date, :last) >= :day
    ORDER BY mentee_id, start_date
"""

_TAGS: Final = """
    SELECT kindergarten_id, coalesce(goal, form_code) FROM kindergarten_tag WHERE kind = :kind
"""


def sides_of(store: Reader, cycle: CycleRow, layer: Layer, day: str) -> Sides | None:
    """The sides of a layer on a day (ISO text); None where the scheme has no such layer."""
    capacity = next((row for row in list_capacities(store, cycle) if row.layer == layer), None)
    if capacity is None:
        return None
    everybody = store.fetch(Candidate, _ROSTER)
    there = [each for each in everybody if each.retired_on is None or each.retired_on > day]
    standing = _pairs(store, cycle, layer, day)
    rules = layer_rules(store, cycle)
    rule = next(each for each in rules if each.layer == layer)
    kinds = {kind for kind in {each.kind for each in there} if belongs(rules, layer, kind)}
    others = [_pairs(store, cycle, each, day) for each in Layer if each != layer]
    helped_elsewhere = {mentee for pairs in others for mentee in pairs}
    exempt: dict[str | None, str] = {}
    if layer is Layer.CITY_COUNTY:
        exempt.update(
            (row.county_code, row.reason) for row in list_exemptions(store, cycle, on=day)
        )
    mentees = [
        each
        for each in there
        if each.kind in kinds and (each.id in standing or each.id not in helped_elsewhere)
    ]
    left_alone = {
        each.id: Exempt(each.name, exempt[each.county_code])
        for each in mentees
        if each.county_code in exempt and each.id not in standing
    }
    return Sides(
        capacity=capacity,
        mentees=[each for each in mentees if each.id not in left_alone],
        mentors=[each for each in there if rule.may_help(each.kind) and each.exemplar is not None],
        everybody={each.id: each for each in everybody},
        exempt=list(left_alone.values()),
        standing=standing,
        former=_former(store, cycle, layer, rule.most_mentors),
        needs=_tags(store, TagKind.NEED),
        strengths=_tags(store, TagKind.STRENGTH),
        rules=rules,
        elsewhere=Counter(
            mentor
            for each in sharing(rules, layer)
            if each != layer
            for mentors in _pairs(store, cycle, Layer(each), day).values()
            for mentor in mentors
        ),
    )


def _pairs(store: Reader, cycle: CycleRow, layer: Layer, day: str) -> dict[str, tuple[str, ...]]:
    """Mentee → its mentors on a day or later, the last one at the end."""
    found: dict[str, list[str]] = {}
    for mentee, mentor in store.tuples(
        _STANDING, cycle_id=cycle.id, layer=layer, last=cycle.end, day=day
    ):
        found.setdefault(mentee, []).append(mentor)
    return {mentee: tuple(dict.fromkeys(mentors)) for mentee, mentors in found.items()}


def _former(store: Reader, cycle: CycleRow, layer: Layer, most: int) -> dict[str, frozenset[str]]:
    """Those that each mentee had last; as many as it may have now."""
    before = [each for each in list_cycles(store) if each.start < cycle.start]
    pairs = _pairs(store, before[-1], layer, before[-1].start) if before else {}
    return {mentee: frozenset(mentors[-most:]) for mentee, mentors in pairs.items()}


def _tags(store: Reader, kind: TagKind) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kindergarten, tag in store.tuples(_TAGS, kind=kind):
        found.setdefault(kindergarten, set()).add(tag)
    return {key: frozenset(tags) for key, tags in found.items()}
