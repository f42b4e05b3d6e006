"""洛扎县 with two more exemplars of the county and four townships, distances made up by hand.

            示范园  第二园
    洛扎镇    10      20
    拉康镇    12      14
    色乡      15      40
    生格乡    50      30

Two mentees a mentor. The six ways to share: 示范园 has 洛扎镇 and 拉康镇 92 km, 洛扎镇 and 色乡 69,
拉康镇 and 色乡 77, 洛扎镇 and 生格乡 114, 色乡 and 生格乡 99, 拉康镇 and 生格乡 122.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pairing_cli.domain.vocabulary import Tier
from pairing_cli.services.kindergartens.kindergarten_fields import Particulars
from pairing_cli.services.kindergartens.roster import add_kindergarten
from pairing_cli.services.matching.travel_edit import set_travel
from pairing_cli.store.writing import Writer

FIRST, SECOND = "洛扎县示范幼儿园", "洛扎县第二幼儿园"
KM: Final = {
    "洛扎镇": (10, 20),
    "拉康镇": (12, 14),
    "色乡": (15, 40),
    "生格乡": (50, 30),
}


def town(name: str) -> str:
    """The kindergarten of a township."""
    return f"{name}中心幼儿园"


def add_luozha(
    store: Writer, towns: Iterable[str] = tuple(KM), *, with_distances: bool = True
) -> None:
    """Put both exemplars and these townships on the roster, with the distances above."""
    add_exemplar(store, SECOND, "洛扎县")
    for name in towns:
        add_kindergarten(store, town(name), Tier.TOWNSHIP, Particulars(region=f"洛扎县/{name}"))
        if with_distances:
            for mentor, km in zip((FIRST, SECOND), KM[name], strict=True):
                set_travel(store, mentor, town(name), km=km, minutes=None)


def add_exemplar(store: Writer, name: str, county: str) -> None:
    """Another exemplar of a county."""
    add_kindergarten(store, name, Tier.COUNTY, Particulars(region=county, exemplar="county"))
