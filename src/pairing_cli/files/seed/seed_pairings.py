"""The pairings and exemptions of a seed file, held against the layers and the roster."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.layers import LayerRule, layer_of
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.vocabulary import (
    LAYERS,
    REGION_LEVELS,
    TIERS,
    Layer,
    PairingKind,
)
from pairing_cli.domain.words.wording import SHORT_TEXT
from pairing_cli.files.seed.seed_references import Once, Sources, known
from pairing_cli.files.seed.seed_regions import Regions
from pairing_cli.files.seed.seed_roster import Roster
from pairing_cli.files.seed.seed_rows import (
    SeedCircle,
    SeedExemption,
    SeedKindergarten,
    SeedLayer,
    SeedPairing,
    rule_of,
)
from pairing_cli.files.yaml.section import Section

_MENTEES: Final = "mentees"


def read_exemptions(
    top: Section, sources: Sources, cycles: Collection[str], regions: Regions
) -> tuple[SeedExemption, ...]:
    """The part `exemptions`; a region stands once in a cycle."""
    once = Once()
    rows = []
    for section in top.sections("exemptions"):
        row = SeedExemption(
            cycle=known(section, "cycle", "cycles", cycles),
            region=regions.find(section, "region").code,
            reason=section.label("reason"),
            source=sources.of(section, "exemptions"),
            assumed=section.flag("assumed", default=False),
            line=section.line,
        )
        section.done()
        once.claim(section, "region", row.region, inside=row.cycle)
        rows.append(row)
    return tuple(rows)


def read_pairings(
    top: Section, sources: Sources, cycles: Collection[str], arrangement: Arrangement
) -> tuple[SeedPairing, ...]:
    """The part `pairings`: one row for each mentee of each entry."""
    rows: list[SeedPairing] = []
    for section in top.sections("pairings"):
        entry = _Entry(section, known(section, "cycle", "cycles", cycles), _kind(section))
        source = sources.of(section, "pairings")
        assumed = section.flag("assumed", default=False)
        mentor_name, mentees = section.text("mentor"), section.texts(_MENTEES)
        section.done()
        mentor = arrangement.roster.find(section, "mentor", mentor_name, None)
        if not mentees:
            raise section.mistake(
                "missing-value", phrase("{key} has no value.", key=_MENTEES), key=_MENTEES
            )
        for item, name in enumerate(mentees):
            mentee = arrangement.roster.find(section, _MENTEES, name, item)
            layer = arrangement.add(entry, item, mentor, mentee)
            rows.append(
                SeedPairing(
                    cycle=entry.cycle,
                    mentor=mentor.key,
                    mentee=mentee.key,
                    layer=layer,
                    kind=entry.kind,
                    source=source,
                    assumed=assumed,
                    line=section.line_of(_MENTEES, item),
                )
            )
    return tuple(rows)


def read_circles(top: Section, cycles: Collection[str], roster: Roster) -> tuple[SeedCircle, ...]:
    """The part `circles`: each has a head, and a kindergarten is in one of a cycle."""
    names, members = Once(), Once()
    rows = []
    for section in top.sections("circles"):
        cycle = known(section, "cycle", "cycles", cycles)
        name, head = section.text("name"), section.text("head")
        expert = section.optional_text("expert", SHORT_TEXT)
        names.claim(section, "name", name, inside=cycle)
        leader = roster.find(section, "head", head, None).key
        others = [
            roster.find(section, "members", word, item).key
            for item, word in enumerate(section.texts("members"))
        ]
        for item, key in enumerate(others):
            if key != leader:
                members.claim(section, "members", key, item=item, inside=cycle)
        members.claim(section, "head", leader, inside=cycle)
        section.done()
        found = tuple(dict.fromkeys((leader, *others)))
        rows.append(SeedCircle(cycle, name, leader, expert, found, section.line))
    return tuple(rows)


def _kind(section: Section) -> PairingKind:
    return section.choice("kind", PairingKind) if section.has("kind") else PairingKind.REGULAR


class _Entry:
    """One entry of `pairings`: a mentor with its mentees in a cycle."""

    def __init__(self, section: Section, cycle: str, kind: PairingKind) -> None:
        self.section = section
        self.cycle = cycle
        self.kind = kind

    def mistake(
        self, code: str, message: Phrase, item: int | None, hint: Phrase | None = None
    ) -> BadData:
        """A refusal at the `item`-th mentee, or at the mentor."""
        key = "mentor" if item is None else _MENTEES
        return self.section.mistake(code, message, key=key, item=item, hint=hint)


class Arrangement:
    """Who helps whom so far, and what the layers and exemptions still allow.

    Consult pairings answer questions on request: an exemption doesn't forbid them, and they
    take up no capacity.
    """

    def __init__(
        self,
        roster: Roster,
        regions: Regions,
        layers: Iterable[SeedLayer],
        exemptions: Iterable[SeedExemption],
    ) -> None:
        self.roster = roster
        self._regions = regions
        self._layers = {row.layer: row for row in layers}
        self._rules = [rule_of(row) for row in self._layers.values()]
        self._exempt = {(row.cycle, row.region) for row in exemptions}
        self._helped: Counter[tuple[str, str, str]] = Counter()
        self._mentored = Once()
        self._mentors: Counter[tuple[str, str]] = Counter()

    def add(
        self, entry: _Entry, item: int, mentor: SeedKindergarten, mentee: SeedKindergarten
    ) -> Layer:
        """Check one pairing against all before it, count it, and say in which layer it is."""
        if mentor.key == mentee.key:
            raise entry.mistake(
                "pairing-with-itself",
                phrase("{name} can't be paired with itself.", name=mentor.name),
                item,
            )
        rule = self._layer(entry, item, mentor, mentee)
        layer = rule.layer
        self._check_place(entry, item, mentor, mentee, layer)
        if entry.kind is PairingKind.REGULAR:
            if layer == Layer.CITY_COUNTY:  # the counties themselves go on helping their townships
                self._check_exemption(entry, item, mentee)
            self._check_mentors(entry, item, mentor, mentee, rule)
            self._check_capacity(entry, item, mentor, rule)
        else:
            self._check_once(entry, item, mentee.key, inside=f"{entry.cycle} {mentor.key}")
        return layer

    def _layer(
        self, entry: _Entry, item: int, mentor: SeedKindergarten, mentee: SeedKindergarten
    ) -> LayerRule:
        sides = (mentor.tier, mentor.ownership), (mentee.tier, mentee.ownership)
        rule = layer_of(self._rules, *sides)
        if rule is None:
            raise entry.mistake(
                "no-layer",
                phrase("{mentee} stands at the top: no layer helps it.", mentee=mentee.name),
                item,
            )
        if not rule.takes(*sides):
            raise entry.mistake(
                "wrong-layer",
                phrase(
                    "{mentor} can't help {mentee}: in the layer {layer} the mentor's tier is "
                    "{expected}, not {tier}.",
                    mentor=mentor.name,
                    mentee=mentee.name,
                    layer=LAYERS[rule.layer],
                    expected=tuple(TIERS[kind.tier] for kind in rule.mentors),
                    tier=TIERS[mentor.tier],
                ),
                item,
                self._how_to_help(mentor, mentee),
            )
        return rule

    def _how_to_help(self, mentor: SeedKindergarten, mentee: SeedKindergarten) -> Phrase:
        """What to write so that the one may help the other."""
        for rule in self._rules:
            if rule.may_help((mentor.tier, mentor.ownership)):
                kinds = [kind.code for kind in rule.mentees]
                return phrase(
                    "Correct the tier of one of the two, choose another mentor, or say under"
                    " layers whom {layer} helps: mentees: [{kinds}]",
                    layer=str(rule.layer),
                    kinds=", ".join([*kinds, f"{mentee.tier}/{mentee.ownership}"]),
                )
        return phrase("Correct the tier of one of the two, or choose another mentor.")

    def _check_place(
        self,
        entry: _Entry,
        item: int,
        mentor: SeedKindergarten,
        mentee: SeedKindergarten,
        layer: Layer,
    ) -> None:
        level = self._layers[layer].within if layer in self._layers else None
        if level is None:
            return
        sides = [self._regions.at(level, side.region) for side in (mentor, mentee)]
        if None in sides:
            unplaced = mentor if sides[0] is None else mentee
            raise entry.mistake(
                "region-unknown",
                phrase(
                    "The layer {layer} needs to know in which region of the level {level} "
                    "{name} lies.",
                    layer=LAYERS[layer],
                    level=REGION_LEVELS[level],
                    name=unplaced.name,
                ),
                item,
                phrase("Give its region under kindergartens (line {line}).", line=unplaced.line),
            )
        if sides[0] != sides[1]:
            raise entry.mistake(
                "outside-region",
                phrase(
                    "{mentor} and {mentee} don't lie in the same region of the level {level}, "
                    "as the layer {layer} asks.",
                    mentor=mentor.name,
                    mentee=mentee.name,
                    level=REGION_LEVELS[level],
                    layer=LAYERS[layer],
                ),
                item,
            )

    def _check_exemption(self, entry: _Entry, item: int, mentee: SeedKindergarten) -> None:
        for region in self._regions.above(mentee.region):
            if (entry.cycle, region.code) in self._exempt:
                raise entry.mistake(
                    "exempt-region",
                    phrase(
                        "{mentee} lies in {region}, which is exempt in the cycle {cycle}.",
                        mentee=mentee.name,
                        region=region.name,
                        cycle=entry.cycle,
                    ),
                    item,
                    phrase("Write kind: consult for exchange on request, or end the exemption."),
                )

    def _check_once(
        self, entry: _Entry, item: int, mentee: str, inside: str, hint: Phrase | None = None
    ) -> None:
        self._mentored.claim(entry.section, _MENTEES, mentee, item=item, inside=inside, hint=hint)

    def _check_mentors(
        self,
        entry: _Entry,
        item: int,
        mentor: SeedKindergarten,
        mentee: SeedKindergarten,
        rule: LayerRule,
    ) -> None:
        """One regular mentor, or as many as the layer allows."""
        most = rule.most_mentors
        if most == 1:
            hint = phrase(
                "Where a mentee has several mentors, its layer says so: most_mentors: 2 under"
                " layers."
            )
            self._check_once(entry, item, mentee.key, inside=entry.cycle, hint=hint)
            return
        self._check_once(entry, item, mentee.key, inside=f"{entry.cycle} {mentor.key}")
        self._mentors[entry.cycle, mentee.key] += 1
        if self._mentors[entry.cycle, mentee.key] > most:
            raise entry.mistake(
                "too-many-mentors",
                phrase(
                    "{mentee} has {most} mentors already, as many as the layer {layer} allows.",
                    mentee=mentee.name,
                    most=most,
                    layer=LAYERS[rule.layer],
                ),
                item,
                phrase("Allow more by most_mentors under layers, or take one away."),
            )
        self._check_once(entry, item, mentee.key, inside=f"{entry.cycle} regular {mentor.key}")

    def _check_capacity(
        self, entry: _Entry, item: int, mentor: SeedKindergarten, rule: LayerRule
    ) -> None:
        layer = rule.layer
        place = entry.cycle, mentor.key, rule.together or layer
        self._helped[place] += 1
        most = self._layers[layer].most if layer in self._layers else None
        if most is not None and self._helped[place] > most:
            raise entry.mistake(
                "over-capacity",
                phrase(
                    "{mentor} would help {count} kindergartens in the layer {layer}; "
                    "at most {most} are allowed.",
                    mentor=mentor.name,
                    count=self._helped[place],
                    layer=LAYERS[layer],
                    most=most,
                ),
                item,
                phrase(
                    "Give the mentee to another mentor, or raise max under layers (line {line}).",
                    line=self._layers[layer].line,
                ),
            )
