"""The regions of a seed file: their tree, and finding one as people write it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import RegionLevel
from pairing_cli.files.seed.seed_references import Once, Sources
from pairing_cli.files.seed.seed_rows import SeedFormerName, SeedRegion
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.spelling import did_you_mean

_DIGITS: Final = {
    2: RegionLevel.PROVINCE,
    4: RegionLevel.CITY,
    6: RegionLevel.COUNTY,
    9: RegionLevel.TOWNSHIP,
    12: RegionLevel.VILLAGE,
}
"""Length of a code → level (GB/T 2260 and the statistical codes that continue it)."""

_CODE: Final = r"[0-9]{2,12}"
_YEAR_MONTH_OR_DAY: Final = r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?"
_HEIGHT: Final = {level: height for height, level in enumerate(reversed(RegionLevel))}


class Regions:
    """The regions of one file by code and by name."""

    def __init__(self, rows: Iterable[SeedRegion]) -> None:
        self.rows = tuple(rows)
        self._by_code = {row.code: row for row in self.rows}
        self._by_name: dict[str, list[SeedRegion]] = defaultdict(list)
        for row in self.rows:
            for name in {row.name, *row.aliases, *_former_words(row)}:
                self._by_name[name].append(row)

    def above(self, code: str | None) -> Iterator[SeedRegion]:
        """The region with this code and all those it lies in, smallest first."""
        while code is not None:
            region = self._by_code[code]
            yield region
            code = region.parent

    def at(self, level: RegionLevel, code: str | None) -> str | None:
        """The code of the region of `level` in which the region `code` lies, itself included."""
        return next((region.code for region in self.above(code) if region.level == level), None)

    def matching(self, written: str) -> list[SeedRegion]:
        """The regions meant by a code, a present or former name, an alias, or 县/乡."""
        if written in self._by_code:
            return [self._by_code[written]]
        *higher, name = re.split("[/\uff0f]", written)
        return [row for row in self._by_name.get(name, ()) if self._lies_in(row, higher)]

    def find(self, section: Section, key: str) -> SeedRegion:
        """The region named under `key`. Raises BadData when there is none or more than one."""
        written = section.text(key)
        found = self.matching(written)
        if len(found) == 1:
            return found[0]
        if not found:
            raise section.mistake(
                "unknown-region",
                phrase("{name} is not listed under {part}.", name=written, part="regions"),
                key=key,
                hint=did_you_mean(written, self.words),
            )
        raise section.mistake(
            "ambiguous-region",
            phrase("{name} may be several regions.", name=written),
            key=key,
            hint=phrase("Write one of: {names}", names=", ".join(map(self.full_name, found))),
        )

    @property
    def words(self) -> list[str]:
        """Every name and code by which a region can be found."""
        return [*self._by_name, *self._by_code]

    def full_name(self, region: SeedRegion) -> str:
        """The name as it is told from others: 洛扎县/扎日乡."""
        return "/".join(row.name for row in [*self.above(region.code)][1::-1])

    def _lies_in(self, region: SeedRegion, higher: list[str]) -> bool:
        above = iter([*self.above(region.code)][1:])
        return all(
            any(name in {row.name, row.code, *row.aliases, *_former_words(row)} for row in above)
            for name in reversed(higher)
        )


def _former_words(region: SeedRegion) -> Iterator[str]:
    for former in region.former:
        yield from (word for word in (former.name, former.code) if word)


# --- Reading --------------------------------------------------------------------------------


def read_regions(top: Section, sources: Sources) -> Regions:
    """The part `regions`. A code's length gives level and parent, unless the row does."""
    codes = Once()
    read = [(section, _region(section, sources, codes)) for section in top.sections("regions")]
    by_code = {row.code: row for _, row in read}
    highest = max((_HEIGHT[row.level] for _, row in read), default=0)
    names = Once()
    rows = []
    for section, row in read:
        parent = _parent(section, row, by_code, highest)
        names.claim(section, "name", row.name, inside=parent)
        rows.append(replace(row, parent=parent))
    return Regions(rows)


def _region(section: Section, sources: Sources, codes: Once) -> SeedRegion:
    """One row; its parent is as written, perhaps None, because others may come later."""
    code = section.code("code", _CODE, like="540529")
    codes.claim(section, "code", code)
    if section.has("level"):
        level = section.choice("level", RegionLevel)
    elif len(code) in _DIGITS:
        level = _DIGITS[len(code)]
    else:
        raise section.mistake(
            "unknown-level",
            phrase("A code of {count} digits doesn't say its level.", count=len(code)),
            key="code",
            hint=phrase("Correct the code, or give level and parent."),
        )
    region = SeedRegion(
        code=code,
        name=section.text("name"),
        level=level,
        parent=section.optional_text("parent"),
        former=tuple(_former(former, codes) for former in section.sections("former")),
        aliases=section.texts("aliases"),
        source=sources.of(section, "regions"),
        assumed=section.flag("assumed", default=False),
        line=section.line,
    )
    section.done()
    return region


def _former(section: Section, codes: Once) -> SeedFormerName:
    former = SeedFormerName(
        name=section.optional_text("name"),
        code=section.code("code", _CODE, like="540530") if section.has("code") else None,
        until=_until(section) if section.has("until") else None,
        line=section.line,
    )
    section.done()
    if former.code:
        codes.claim(section, "code", former.code)
    if not former.name and not former.code:
        raise section.mistake("missing-key", phrase("A former name or code is missing."))
    return former


def _until(section: Section) -> str:
    written = section.code("until", _YEAR_MONTH_OR_DAY, like="2023-04")
    return section.date("until").isoformat() if len(written) == len("2023-04-03") else written


def _parent(
    section: Section, row: SeedRegion, by_code: Mapping[str, SeedRegion], highest: int
) -> str | None:
    """The code of the region in which `row` lies: as given, or the code without its last part."""
    if row.parent is None and _HEIGHT[row.level] == highest:
        return None
    code = row.parent or next((row.code[:n] for n in (9, 6, 4, 2) if n < len(row.code)), "")
    key = "parent" if row.parent else "code"
    if code not in by_code:
        raise section.mistake(
            "region-parent-missing",
            phrase(
                "The region {code}, in which {name} lies, is missing.", code=code, name=row.name
            ),
            key=key,
            hint=phrase("Add it, or give the code of another region as parent."),
        )
    above = by_code[code]
    if _HEIGHT[above.level] <= _HEIGHT[row.level]:
        raise section.mistake(
            "region-parent-level",
            phrase("{name} can't lie in {parent}.", name=row.name, parent=above.name),
            key=key,
            hint=phrase("A region lies in one of a higher level."),
        )
    return code
