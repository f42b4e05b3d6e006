"""The roster of a generated programme: who helps whom, down from the city to the village.

A tree has one city exemplar, which helps three county kindergartens and a private one; each
county kindergarten helps two of townships, and these two or three of villages: 25 pairings,
just what the capacities of the layers allow. Trees stand beside each other until there are
as many pairings as asked for; about 95 of them share a county, as in the whole country
(270,000 pairings in 2,844 counties).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from benchmarks.keys import Kind, key

PAIRINGS_OF_A_TREE: Final = 25
_PAIRINGS_OF_A_COUNTY: Final = 95

Row = tuple[str | int | None, ...]


class Place(NamedTuple):
    """A region: its code, name, level and the code of the one around it."""

    code: str
    name: str
    level: str
    parent: str


class Kindergarten(NamedTuple):
    """A kindergarten, and whom it is helped by."""

    number: int
    name: str
    tier: str
    ownership: str
    exemplar: str | None
    region: str
    mentor: int | None
    layer: str | None


@dataclass(frozen=True, slots=True)
class Cascade:
    """The trees that have so many pairings together."""

    pairings: int
    city: str
    """Code of the region that all counties belong to."""

    @property
    def trees(self) -> int:
        """How many there are; the last one may not be full."""
        return -(-self.pairings // PAIRINGS_OF_A_TREE)

    @property
    def counties(self) -> int:
        """How many counties share the pairings."""
        return max(1, self.pairings // _PAIRINGS_OF_A_COUNTY)

    def places(self) -> Iterator[Place]:
        """The counties, and a township for each kindergarten of one."""
        for county in range(self.counties):
            yield Place(_county(county), f"第{county:04}县", "county", self.city)
        for number in range(6 * self.trees):
            code = self._township(number)
            yield Place(code, f"第{code[6:]}乡", "township", code[:6])

    def kindergartens(self) -> Iterator[Kindergarten]:
        """All of them, mentors before mentees, tree by tree."""
        number = 0
        for tree in range(self.trees):
            for each in self._tree(tree, number):
                yield each
                number += 1

    def _tree(self, tree: int, root: int) -> Iterator[Kindergarten]:
        """One city kindergarten and all below it, numbered from `root` on."""
        yield Kindergarten(
            root, f"市第{tree:05}示范幼儿园", "city", "public", "city", self.city, None, None
        )
        counties = range(root + 1, root + 4)
        for at, number in enumerate(counties, start=3 * tree):
            name, region = f"第{at:05}县级示范幼儿园", _county(at % self.counties)
            yield Kindergarten(
                number, name, "county", "public", "county", region, root, "city-county"
            )
        name, region = f"第{tree:05}民办幼儿园", _county(tree % self.counties)
        yield Kindergarten(root + 4, name, "county", "private", None, region, root, "city-private")
        townships = range(root + 5, root + 11)
        for at, number in enumerate(townships, start=6 * tree):
            name, region = f"第{at:05}乡中心幼儿园", self._township(at)
            mentor = counties[(at % 6) // 2]
            yield Kindergarten(
                number, name, "township", "public", "township", region, mentor, "county-township"
            )
        for at in range(15):
            # Of the two townships of a county kindergarten one helps two villages, one three.
            of_county, village = divmod(at, 5)
            township = 2 * of_county + (village >= 2)
            name, region = f"第{15 * tree + at:06}村幼儿园", self._township(6 * tree + township)
            mentor = townships[township]
            yield Kindergarten(
                root + 11 + at, name, "village", "public", None, region, mentor, "township-village"
            )

    def _township(self, number: int) -> str:
        """The code of the township that the n-th kindergarten of one lies in."""
        exemplar, which = divmod(number, 2)
        turn, county = divmod(exemplar, self.counties)
        return f"{_county(county)}{2 * turn + which + 1:03}"

    def region_rows(self) -> Iterator[Row]:
        """Rows of table region: code, name, pinyin, initials, level, parent_code."""
        for place in self.places():
            letters = f"{place.level}{place.code}"
            yield (place.code, place.name, letters, letters[0], place.level, place.parent)

    def kindergarten_rows(self) -> Iterator[Row]:
        """Rows of table kindergarten: id, name, pinyin, initials, tier, ownership, exemplar,
        region_code.
        """
        for each in self.kindergartens():
            letters = f"{each.tier}{each.number}"
            yield (
                key(Kind.KINDERGARTEN, each.number),
                each.name,
                letters,
                letters[0],
                each.tier,
                each.ownership,
                each.exemplar,
                each.region,
            )

    def pairing_rows(self) -> Iterator[Row]:
        """Rows of table pairing: id, mentor_id, mentee_id, layer; `pairings` of them."""
        number = 0
        for each in self.kindergartens():
            if each.mentor is None or number == self.pairings:
                continue
            yield (
                key(Kind.PAIRING, number),
                key(Kind.KINDERGARTEN, each.mentor),
                key(Kind.KINDERGARTEN, each.number),
                each.layer,
            )
            number += 1


def _county(number: int) -> str:
    return f"99{number:04}"
