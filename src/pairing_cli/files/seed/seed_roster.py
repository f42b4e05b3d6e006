"""The kindergartens of a seed file, and finding one as people write it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import Ownership, RegionLevel, Tier
from pairing_cli.files.seed.seed_references import Once, Sources
from pairing_cli.files.seed.seed_regions import Regions
from pairing_cli.files.seed.seed_rows import SeedKindergarten, SeedRegion
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.spelling import did_you_mean

_SITE_CODE: Final = r"[0-9]{10}"
_GIVE_KEYS: Final = phrase("Where kindergartens have one name, give each a key of its own.")


class Roster:
    """The kindergartens of one file by key, name and alias, and by the region they stand for."""

    def __init__(self, rows: Iterable[SeedKindergarten], regions: Regions) -> None:
        self.rows = tuple(rows)
        self._regions = regions
        self._by_key = {row.key: row for row in self.rows}
        self._by_name: dict[str, list[SeedKindergarten]] = defaultdict(list)
        self._exemplars: dict[str, list[SeedKindergarten]] = defaultdict(list)
        for row in self.rows:
            for name in {row.name, *row.aliases}:
                self._by_name[name].append(row)
            if row.exemplar and (at := regions.at(RegionLevel(row.exemplar), row.region)):
                self._exemplars[at].append(row)

    def find(self, section: Section, key: str, written: str, item: int | None) -> SeedKindergarten:
        """The one kindergarten called `written`, or the one exemplar of the region called so.

        A scheme often names only the county that is helped. A key goes before a name, a name
        before a region. Raises BadData, at `item` of the list under `key`, when there is no
        or more than one kindergarten, with the nearest name or those to choose from.
        """
        found = self._called(written)
        regions = [] if found else self._regions.matching(written)
        if len(regions) == 1:
            found = self._exemplars.get(regions[0].code, [])
            if not found:
                raise self._no_exemplar(section, key, regions[0], item)
        if len(found) == 1:
            return found[0]
        choices = [row.key for row in found] or [*map(self._regions.full_name, regions)]
        if choices:
            raise section.mistake(
                "ambiguous-kindergarten",
                phrase("{name} may be several.", name=written),
                key=key,
                item=item,
                hint=phrase("Write one of: {names}", names=", ".join(choices)),
            )
        raise section.mistake(
            "unknown-kindergarten",
            phrase("{name} is not listed under {part}.", name=written, part="kindergartens"),
            key=key,
            item=item,
            hint=did_you_mean(written, self._words),
        )

    def _called(self, written: str) -> list[SeedKindergarten]:
        keyed = self._by_key.get(written)
        return [keyed] if keyed else self._by_name.get(written, [])

    @property
    def _words(self) -> list[str]:
        """All that can be written for a kindergarten; computed only for an error."""
        counties = (row.name for row in self._regions.rows if row.code in self._exemplars)
        return [*self._by_key, *self._by_name, *counties]

    @staticmethod
    def _no_exemplar(section: Section, key: str, region: SeedRegion, item: int | None) -> BadData:
        return section.mistake(
            "no-exemplar",
            phrase("{region} has no exemplar kindergarten in this file.", region=region.name),
            key=key,
            item=item,
            hint=phrase(
                "List it under kindergartens with region {code} and exemplar {level}, "
                "or write the name of a kindergarten.",
                code=region.code,
                level=region.level.value,
            ),
        )


# --- Reading --------------------------------------------------------------------------------


class _Unique:
    """What no two kindergartens share."""

    def __init__(self) -> None:
        self.keys = Once()
        self.names = Once()
        self.site_codes = Once()


def read_roster(top: Section, sources: Sources, regions: Regions) -> Roster:
    """The part `kindergartens`."""
    unique = _Unique()
    read = [
        (section, _kindergarten(section, sources, regions, unique))
        for section in top.sections("kindergartens")
    ]
    namesakes = Counter(row.name for _, row in read)
    for section, row in read:
        if namesakes[row.name] > 1 and row.key == row.name:
            raise section.mistake(
                "duplicate",
                phrase("Several kindergartens are called {name}.", name=row.name),
                key="name",
                hint=_GIVE_KEYS,
            )
    return Roster((row for _, row in read), regions)


def _kindergarten(
    section: Section, sources: Sources, regions: Regions, unique: _Unique
) -> SeedKindergarten:
    name = section.text("name")
    row = SeedKindergarten(
        key=section.optional_text("key") or name,
        name=name,
        tier=section.choice("tier", Tier),
        ownership=_ownership(section),
        exemplar=section.choice("exemplar", Tier) if section.has("exemplar") else None,
        region=regions.find(section, "region").code if section.has("region") else None,
        aliases=section.texts("aliases"),
        name_confirmed=section.flag("name_confirmed", default=True),
        site_code=_site_code(section) if section.has("site_code") else None,
        source=sources.of(section, "kindergartens"),
        assumed=section.flag("assumed", default=False),
        line=section.line,
    )
    section.done()
    _claim(section, row, unique)
    return row


def _ownership(section: Section) -> Ownership:
    if section.has("ownership"):
        return section.choice("ownership", Ownership)
    return Ownership.PUBLIC


def _site_code(section: Section) -> str:
    return section.code("site_code", _SITE_CODE, like="5405290001")


def _claim(section: Section, row: SeedKindergarten, unique: _Unique) -> None:
    """Refuse what stands twice. Names repeat between regions, then a `key` tells them apart."""
    unique.names.claim(section, "name", row.name, inside=row.region)
    unique.keys.claim(
        section,
        "key" if section.has("key") else "name",
        row.key,
        hint=_GIVE_KEYS,
    )
    words = Once()
    words.claim(section, "name", row.name)
    for item, alias in enumerate(row.aliases):
        words.claim(section, "aliases", alias, item=item)
    if row.site_code:
        unique.site_codes.claim(section, "site_code", row.site_code)
