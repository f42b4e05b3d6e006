"""What is known of regions, written: one that the list doesn't have yet, and official numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from pairing_cli.domain.errors import BadData, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import REGION_LEVELS, RegionLevel
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line, same_name
from pairing_cli.services.programme.names.lookup import RegionKey, find_region
from pairing_cli.services.programme.names.naming import searchable
from pairing_cli.services.programme.names.shadowing import check_shadows_nothing
from pairing_cli.services.programme.regions import RegionRow, list_regions
from pairing_cli.store.rows import Region, RegionName
from pairing_cli.store.writing import Writer

CODE_LENGTHS: Final[Mapping[RegionLevel, int]] = {
    RegionLevel.CITY: 4,
    RegionLevel.COUNTY: 6,
    RegionLevel.TOWNSHIP: 9,
    RegionLevel.VILLAGE: 12,
}
"""Digits of a statistical code (GB/T 2260, and the Statistics Bureau's below the county)."""

_ABOVE: Final[Mapping[RegionLevel, RegionLevel]] = {
    RegionLevel.COUNTY: RegionLevel.CITY,
    RegionLevel.TOWNSHIP: RegionLevel.COUNTY,
    RegionLevel.VILLAGE: RegionLevel.TOWNSHIP,
}

MOST_KINDERGARTENS = 100_000
"""A larger number is a slip of the keyboard: a province has some ten thousand."""


def add_region(
    store: Writer,
    name: str,
    *,
    code: str,
    level: RegionLevel,
    parent: str | None,
    aliases: Sequence[str] = (),
    source: str | None = None,
) -> RegionRow:
    """Add a region below `parent`. Raises `UsageError`, `NotFound`, `BadData`."""
    digits = code.strip()
    if not re.fullmatch("[0-9]+", digits) or len(digits) != CODE_LENGTHS[level]:
        raise BadData(
            "bad-code",
            phrase(
                "{code} can't be the code of a {level}.",
                code=digits[:40],
                level=REGION_LEVELS[level],
            ),
            hint=phrase("It has {count} digits.", count=CODE_LENGTHS[level]),
        )
    if (known := store.find(Region, digits)) is not None:
        raise BadData(
            "already-there",
            phrase("The code {code} is that of {name}.", code=digits, name=known.name),
        )
    above = None
    if level in _ABOVE:
        if parent is None:
            raise UsageError(
                "parent-needed",
                phrase(
                    "Say in which {level} it lies: --parent NAME",
                    level=REGION_LEVELS[_ABOVE[level]],
                ),
            )
        above = find_region(store, parent, level=_ABOVE[level])
        if not digits.startswith(above.code):
            raise BadData(
                "other-parent",
                phrase(
                    "{code} doesn't lie in {parent}, whose codes begin with {start}.",
                    code=digits,
                    parent=above.name,
                    start=above.code,
                ),
            )
    word = one_line(name, phrase("The name"), NAME)
    for row in list_regions(store, level=level, parent=above.code if above else None):
        if same_name(word) in map(same_name, (row.name, *row.aliases)):
            raise BadData(
                "already-there",
                phrase(
                    "{name} is there already, with the code {code}.", name=row.name, code=row.code
                ),
            )
    pinyin, initials = searchable(word)
    store.add(
        Region(
            code=digits,
            name=word,
            pinyin=pinyin,
            initials=initials,
            level=level,
            parent_code=above.code if above else None,
            source=source and one_line(source, phrase("The source"), SHORT_TEXT),
        )
    )
    for each in aliases:
        alias = one_line(each, phrase("The name"), NAME)
        check_shadows_nothing(store, alias)
        pinyin, initials = searchable(alias)
        store.add(RegionName(region_code=digits, name=alias, pinyin=pinyin, initials=initials))
    return next(row for row in list_regions(store, digits) if row.code == digits)


def set_official_count(
    store: Writer, name: str, count: int | None, source: str | None
) -> tuple[RegionKey, int | None]:
    """Record how many kindergartens a region officially has, and who says so: the region, and
    what was on record before. What was given before still holds where nothing else is.

    Raises `NotFound`, `UsageError`, `BadData`.
    """
    key = find_region(store, name)
    row = store.get(Region, key.code)
    before = row.kindergartens
    if count is None:
        count = before
    if count is None:
        raise UsageError(
            "no-number", phrase("Say how many kindergartens there are: --kindergartens N")
        )
    if not 0 <= count <= MOST_KINDERGARTENS:
        raise UsageError("bad-amount", phrase("{amount} can't be an amount.", amount=count))
    if source is None and row.kindergartens_source is None:
        raise UsageError(
            "no-source",
            phrase("Say where the number is from."),
            hint=phrase("Such as: --source 2023年教育统计"),
        )
    told = (
        {"kindergartens_source": one_line(source, phrase("The source"), SHORT_TEXT)}
        if source
        else {}
    )
    store.change(row, kindergartens=count, **told)
    return key, before


def clear_official_count(store: Writer, name: str) -> tuple[RegionKey, int | None]:
    """Have the official number of a region unknown again, and with it where it was from: the
    region, and what was on record before. Raises `NotFound`.
    """
    key = find_region(store, name)
    row = store.get(Region, key.code)
    before = row.kindergartens
    store.change(row, kindergartens=None, kindergartens_source=None)
    return key, before
