"""Administrative divisions, read."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.programme.names.lookup import find_region, folded
from pairing_cli.store.reading import Reader


class RegionRow(NamedTuple):
    """A region; `aliases` are its other names, former ones too."""

    code: str
    name: str
    level: str
    parent: str | None
    aliases: tuple[str, ...]
    kindergartens: int | None
    """How many there are officially; None where nobody has said so."""
    kindergartens_source: str | None


_LIST: Final = """
    SELECT code, name, level, parent, kindergartens, kindergartens_source
    FROM regions
    WHERE (:level IS NULL OR level = :level)
        AND (:parent IS NULL OR parent_code = :parent)
        AND (:county IS NULL OR county_code = :county)
        AND (:part IS NULL OR code LIKE :start ESCAPE '!' OR code IN (
            SELECT region_code FROM region_names
            WHERE name LIKE :part ESCAPE '!' OR known_code LIKE :start ESCAPE '!'
                OR pinyin LIKE :start ESCAPE '!' OR initials = :folded))
    ORDER BY code
"""


def list_regions(
    store: Reader,
    text: str | None = None,
    *,
    level: str | None = None,
    parent: str | None = None,
    county: str | None = None,
) -> list[RegionRow]:
    """Regions by code: of a level, directly below `parent`, in `county`, and with `text` in a
    name or at the beginning of a code or of the pinyin. Raises `NotFound`.
    """
    plain = folded(text) if text else ""
    escaped = plain.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    others: dict[str, list[str]] = defaultdict(list)
    for row in store.rows(
        "SELECT n.region_code, n.name FROM region_name AS n INNER JOIN region AS r"
        " ON r.code = n.region_code WHERE n.name <> r.name ORDER BY n.id"
    ):
        others[row["region_code"]].append(row["name"])
    return [
        RegionRow(**row, aliases=tuple(others.get(row["code"], ())))
        for row in store.rows(
            _LIST,
            level=level,
            parent=find_region(store, parent).code if parent else None,
            county=find_region(store, county, level="county").code if county else None,
            part=f"%{escaped}%" if plain else None,
            start=f"{escaped}%",
            folded=plain,
        )
    ]
