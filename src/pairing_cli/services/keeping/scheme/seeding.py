"""A seed file into the database: all of it into a new one, what is missing into an old one.

What counts as there is told by the keys that people know: codes of cycles, terms, regions
and forms; any name that a kindergarten has or had; mentor, mentee and cycle of a pairing. So
a renamed kindergarten or an ended pairing is not "missing" and doesn't come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.vocabulary import PairingKind
from pairing_cli.files.seed.seed import Seed, SeedKindergarten, SeedPairing, SeedRegion
from pairing_cli.services.keeping.scheme.seeded_rows import kindergartens_there, pairings_missing
from pairing_cli.services.programme.names.naming import searchable
from pairing_cli.store.rows import (
    Circle,
    CircleMember,
    Cycle,
    Exemption,
    Form,
    FormAlias,
    Kindergarten,
    KindergartenName,
    LayerCapacity,
    Pairing,
    Programme,
    Region,
    RegionName,
    Source,
    Term,
)
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class Added:
    """How many rows of each kind a seed has brought."""

    cycles: int
    terms: int
    regions: int
    forms: int
    layers: int
    kindergartens: int
    pairings: int
    exemptions: int
    rule_packs: int

    @property
    def total(self) -> int:
        """All rows together."""
        return (
            self.cycles
            + self.terms
            + self.regions
            + self.forms
            + self.layers
            + self.kindergartens
            + self.pairings
            + self.exemptions
            + self.rule_packs
        )


def default_seed() -> Path:
    """The seed that the program brings along."""
    from pairing_cli.resources import data_file

    return data_file("seed_pairings.yaml")


def sow(store: Writer, seed: Seed) -> Added:
    """Write what the seed has and the database hasn't. Raises `BadData`."""
    if store.find(Programme, 1) is None:
        regions = _add_regions(store, seed)
        store.add(
            Programme(
                title_zh=seed.programme.title.zh,
                title_en=seed.programme.title.en,
                region_code=seed.programme.region,
                source=seed.programme.source,
            )
        )
    else:
        regions = _add_regions(store, seed)
    _add_sources(store, seed)
    cycles = _add_cycles(store, seed)
    terms = _add_terms(store, seed)
    forms = _add_forms(store, seed)
    layers = _add_layers(store, seed)
    roster = _add_kindergartens(store, seed)
    _add_circles(store, seed, roster.ids)
    return Added(
        cycles=cycles,
        terms=terms,
        regions=regions,
        forms=forms,
        layers=layers,
        kindergartens=roster.added,
        pairings=_add_pairings(store, seed, roster.ids),
        exemptions=_add_exemptions(store, seed),
        rule_packs=_adopt_packs(store, seed),
    )


def _column(store: Writer, sql: str) -> set[str]:
    return {next(iter(row.values())) for row in store.rows(sql)}


def _add_sources(store: Writer, seed: Seed) -> None:
    known = _column(store, "SELECT code FROM source")
    store.add_all(
        [
            Source(code=code, title_zh=label.zh, title_en=label.en)
            for code, label in seed.sources.items()
            if code not in known
        ]
    )


def _add_cycles(store: Writer, seed: Seed) -> int:
    known = _column(store, "SELECT code FROM cycle")
    rows = [
        Cycle(
            code=cycle.code,
            title=cycle.title.zh,
            title_en=cycle.title.en,
            start_date=cycle.start,
            end_date=cycle.end,
            state=cycle.state,
            source=cycle.source,
            assumed=cycle.assumed,
            wrap_up_until=cycle.wrap_up_until,
            weight_organisation=cycle.weights[Block.ORGANISATION],
            weight_activity=cycle.weights[Block.ACTIVITY],
            weight_archive=cycle.weights[Block.ARCHIVE],
            weight_effect=cycle.weights[Block.EFFECT],
        )
        for cycle in seed.cycles
        if cycle.code not in known
    ]
    store.add_all(rows)
    return len(rows)


def _add_terms(store: Writer, seed: Seed) -> int:
    known = _column(store, "SELECT code FROM term")
    rows = [
        Term(
            code=term.code,
            school_year=term.school_year,
            season=term.season,
            start_date=term.start,
            end_date=term.end,
            source=term.source,
            assumed=term.assumed,
        )
        for term in seed.terms
        if term.code not in known
    ]
    store.add_all(rows)
    return len(rows)


def _add_regions(store: Writer, seed: Seed) -> int:
    known = _column(store, "SELECT code FROM region")
    new = [region for region in seed.regions if region.code not in known]
    # Parents first: a foreign key looks at once.
    for level in sorted({len(region.code) for region in new}):
        store.add_all([_region(region) for region in new if len(region.code) == level])
    store.add_all([name for region in new for name in _region_names(region)])
    return len(new)


def _region(region: SeedRegion) -> Region:
    pinyin, initials = searchable(region.name)
    return Region(
        code=region.code,
        name=region.name,
        pinyin=pinyin,
        initials=initials,
        level=region.level,
        parent_code=region.parent,
        source=region.source,
        assumed=region.assumed,
    )


def _region_names(region: SeedRegion) -> Iterable[RegionName]:
    for alias in region.aliases:
        pinyin, initials = searchable(alias)
        yield RegionName(region_code=region.code, name=alias, pinyin=pinyin, initials=initials)
    for former in region.former:
        name = former.name or region.name
        pinyin, initials = searchable(name)
        yield RegionName(
            region_code=region.code,
            name=name,
            pinyin=pinyin,
            initials=initials,
            kind="former",
            former_code=former.code,
            until=former.until,
        )


def _add_forms(store: Writer, seed: Seed) -> int:
    known = _column(store, "SELECT code FROM form")
    words = _column(store, "SELECT alias FROM form_alias") | _column(
        store, "SELECT label_zh FROM form"
    )
    new = [form for form in seed.forms if form.code not in known and form.label.zh not in words]
    store.add_all(
        [
            Form(
                code=form.code,
                label_zh=form.label.zh,
                label_en=form.label.en,
                direction=form.direction,
                position=len(known) + position,
            )
            for position, form in enumerate(new)
        ]
    )
    store.add_all(
        [
            FormAlias(form_code=form.code, alias=alias)
            for form in new
            for alias in form.aliases
            if alias not in words
        ]
    )
    return len(new)


def _cycle_ids(store: Writer) -> dict[str, str]:
    return {row["code"]: row["id"] for row in store.rows("SELECT code, id FROM cycle")}


def _add_layers(store: Writer, seed: Seed) -> int:
    known = {
        (row["cycle_id"], row["layer"])
        for row in store.rows("SELECT cycle_id, layer FROM layer_capacity")
    }
    cycles = _cycle_ids(store)
    rows = [
        LayerCapacity(
            cycle_id=cycles[cycle.code],
            layer=layer.layer,
            minimum=layer.least,
            maximum=layer.most,
            within=layer.within,
            mentor_kinds=layer.mentors,
            mentee_kinds=layer.mentees,
            most_mentors=layer.most_mentors,
            together=layer.together,
            priority=layer.priority,
            source=layer.source,
            assumed=layer.assumed,
        )
        for cycle in seed.cycles
        for layer in seed.layers
        if (cycles[cycle.code], layer.layer) not in known
    ]
    store.add_all(rows)
    return len(rows)


def _add_circles(store: Writer, seed: Seed, ids: Mapping[str, str]) -> None:
    """The circles that no circle of the cycle has the name of."""
    from pairing_cli.services.programme.cycles import list_cycles

    cycles = _cycle_ids(store)
    first = {each.code: each.span.first for each in list_cycles(store)}
    known = {
        (row["cycle_id"], row["name"])
        for row in store.rows("SELECT cycle_id, name FROM circle WHERE removed_on IS NULL")
    }
    for each in seed.circles:
        cycle = cycles[each.cycle]
        if (cycle, each.name) not in known:
            row = Circle(cycle_id=cycle, name=each.name, head_id=ids[each.head], expert=each.expert)
            store.add(row)
            store.add(
                *(
                    CircleMember(
                        circle_id=row.id, kindergarten_id=ids[key], from_date=first[each.cycle]
                    )
                    for key in each.members
                )
            )


@dataclass(frozen=True, slots=True)
class _Roster:
    ids: dict[str, str]
    """Key in the seed file → id in the database."""
    added: int


def _add_kindergartens(store: Writer, seed: Seed) -> _Roster:
    ids = kindergartens_there(store, seed)
    new = [row for row in seed.kindergartens if row.key not in ids]
    rows = [_kindergarten(row) for row in new]
    store.add_all(rows)
    ids.update({seeded.key: row.id for seeded, row in zip(new, rows, strict=True)})
    names = []
    for seeded in new:
        for alias in seeded.aliases:
            pinyin, initials = searchable(alias)
            names.append(
                KindergartenName(
                    kindergarten_id=ids[seeded.key], name=alias, pinyin=pinyin, initials=initials
                )
            )
    store.add_all(names)
    return _Roster(ids, len(new))


def _kindergarten(seeded: SeedKindergarten) -> Kindergarten:
    pinyin, initials = searchable(seeded.name)
    return Kindergarten(
        name=seeded.name,
        pinyin=pinyin,
        initials=initials,
        tier=seeded.tier,
        ownership=seeded.ownership,
        exemplar=seeded.exemplar,
        region_code=seeded.region,
        site_code=seeded.site_code,
        name_confirmed=seeded.name_confirmed,
        source=seeded.source,
        assumed=seeded.assumed,
    )


def _add_pairings(store: Writer, seed: Seed, ids: dict[str, str]) -> int:
    cycles = _cycle_ids(store)
    starts = {cycle.code: cycle.start for cycle in seed.cycles}

    def row(pairing: SeedPairing) -> Pairing:
        return Pairing(
            cycle_id=cycles[pairing.cycle],
            mentor_id=ids[pairing.mentor],
            mentee_id=ids[pairing.mentee],
            layer=pairing.layer,
            kind=pairing.kind or PairingKind.REGULAR,
            start_date=starts[pairing.cycle],
            source=pairing.source,
            assumed=pairing.assumed,
        )

    rows = [row(pairing) for pairing in pairings_missing(store, seed, cycles, ids)]
    store.add_all(rows)
    return len(rows)


def _add_exemptions(store: Writer, seed: Seed) -> int:
    known = {
        (row["cycle_id"], row["region_code"])
        for row in store.rows("SELECT cycle_id, region_code FROM exemption")
    }
    cycles = _cycle_ids(store)
    rows = [
        Exemption(
            cycle_id=cycles[exemption.cycle],
            region_code=exemption.region,
            reason=exemption.reason.zh,
            reason_en=exemption.reason.en,
            source=exemption.source,
            assumed=exemption.assumed,
        )
        for exemption in seed.exemptions
        if (cycles[exemption.cycle], exemption.region) not in known
    ]
    store.add_all(rows)
    return len(rows)


def _adopt_packs(store: Writer, seed: Seed) -> int:
    """Adopt the seed's packs for its cycles, unless a cycle has ever had them."""
    from pairing_cli.services.owing.rule_book import adopt
    from pairing_cli.services.programme.cycles import list_cycles

    known = {
        (row["cycle_id"], row["code"]) for row in store.rows("SELECT cycle_id, code FROM rule_pack")
    }
    seeded = {cycle.code for cycle in seed.cycles}
    adopted = 0
    for cycle in list_cycles(store):
        for pack in seed.rule_packs:
            if cycle.code in seeded and (cycle.id, pack.code) not in known:
                adopt(store, pack.code, cycle, ledger=pack.ledger)
                adopted += 1
    return adopted
