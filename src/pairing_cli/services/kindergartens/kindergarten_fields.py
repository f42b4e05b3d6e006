"""What is told of a kindergarten besides its name, checked on its way into the roster."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from pairing_cli.domain.errors import BadData, UsageError
from pairing_cli.domain.phone import phone_number
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import REGION_LEVELS, TIERS, Ownership, RegionLevel, Tier
from pairing_cli.domain.words.wording import NAME, one_line, several_lines
from pairing_cli.services.programme.names.lookup import RegionKey, find_region
from pairing_cli.store.rows import Kindergarten
from pairing_cli.store.writing import Writer

REGION_OF_TIER: Final[dict[Tier, tuple[RegionLevel, ...]]] = {
    Tier.CITY: (RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.TOWNSHIP, RegionLevel.VILLAGE),
    Tier.COUNTY: (RegionLevel.COUNTY, RegionLevel.TOWNSHIP, RegionLevel.VILLAGE),
    Tier.TOWNSHIP: (RegionLevel.TOWNSHIP,),
    Tier.VILLAGE: (RegionLevel.TOWNSHIP, RegionLevel.VILLAGE),
}
"""The levels of the region that a kindergarten of each tier lies in."""

_SITE_CODE: Final = re.compile("[0-9]{10}")


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is told of a kindergarten besides its name. Text is as typed.

    None leaves a field as it is, or unknown for a new one.
    """

    tier: Tier | None = None
    ownership: Ownership | None = None
    exemplar: str | None = None
    region: str | None = None
    site_code: str | None = None
    head: str | None = None
    phone: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    note: str | None = None


def fill(store: Writer, row: Kindergarten, changes: Particulars) -> None:
    """Put what is told into `row`, checked, and check tier and region together."""
    row.tier = changes.tier or row.tier
    row.ownership = changes.ownership or row.ownership
    if changes.exemplar is not None:
        row.exemplar = changes.exemplar or None
    if changes.site_code is not None:
        row.site_code = _site_code(store, changes.site_code, row.id)
    if changes.head is not None:
        row.head = one_line(changes.head, phrase("The head's name"), NAME) if changes.head else None
    if changes.phone is not None:
        row.phone = phone_number(changes.phone) if changes.phone.strip() else None
    if changes.note is not None:
        row.note = several_lines(changes.note, phrase("The note")) if changes.note else None
    if changes.latitude is not None or changes.longitude is not None:
        row.latitude, row.longitude = _position(changes.latitude, changes.longitude)
    region = find_region(store, changes.region) if changes.region else None
    if region is None and changes.region is None and row.region_code:
        region = find_region(store, row.region_code)
    row.region_code = _region_code(store, row, region)


def _region_code(store: Writer, row: Kindergarten, region: RegionKey | None) -> str | None:
    """The code of the region, which must be of a level that suits the tier.

    A private kindergarten may have none where it isn't known; a city one then lies in the
    programme's city.
    """
    tier = Tier(row.tier)
    levels = REGION_OF_TIER[tier]
    if region is None:
        if row.ownership == Ownership.PRIVATE:
            return None
        if tier is Tier.CITY:
            code = store.value("SELECT region_code FROM programme")
            return None if code is None else str(code)
        raise UsageError(
            "region-needed",
            phrase(
                "A {tier} kindergarten needs a region ({level}).",
                tier=TIERS[tier],
                level=REGION_LEVELS[levels[0]],
            ),
            hint=phrase("Say where it is: --region NAME. See: pairing region list"),
        )
    if region.level not in levels:
        raise UsageError(
            "tier-and-region",
            phrase(
                "A {tier} kindergarten can't lie in {region}, which is a {level}; it needs a"
                " {wanted}.",
                tier=TIERS[tier],
                region=region.qualified_name,
                level=REGION_LEVELS[region.level],
                wanted=REGION_LEVELS[levels[0]],
            ),
            hint=phrase("See: pairing region list --county NAME"),
        )
    return region.code


def _site_code(store: Writer, text: str, key: str) -> str | None:
    code = unicodedata.normalize("NFKC", text).strip()
    if not code:
        return None
    if not _SITE_CODE.fullmatch(code):
        raise BadData(
            "bad-site-code",
            phrase("{code} is not a site code: it has 10 digits.", code=code[:40]),
        )
    other = store.value(
        "SELECT name FROM kindergarten WHERE site_code = :code AND id <> :id", code=code, id=key
    )
    if other is not None:
        raise BadData(
            "already-there",
            phrase("The site code {code} belongs to {name}.", code=code, name=other),
        )
    return code


def _position(latitude: float | None, longitude: float | None) -> tuple[float, float]:
    if latitude is None or longitude is None:
        raise UsageError(
            "half-a-position", phrase("A position needs both --latitude and --longitude.")
        )
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadData(
            "bad-position",
            phrase(
                "{latitude}, {longitude} is no place on earth.",
                latitude=f"{latitude:g}",
                longitude=f"{longitude:g}",
            ),
        )
    return latitude, longitude
