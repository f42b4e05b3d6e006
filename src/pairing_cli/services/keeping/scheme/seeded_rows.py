"""Which rows of a database a seed file speaks of: its kindergartens and its pairings."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import PairingKind
from pairing_cli.files.seed.seed import Seed, SeedPairing
from pairing_cli.store.reading import Reader

_NAMES: Final = """
    SELECT n.name, k.region_code, k.id FROM kindergarten_names AS n
    INNER JOIN kindergarten AS k ON k.id = n.kindergarten_id
"""

Helped = tuple[str, str, str]
"""Cycle, mentee and kind of a pairing."""


def kindergartens_there(store: Reader, seed: Seed) -> dict[str, str]:
    """Key in the seed → id of the kindergarten that has the name there, now or formerly.

    One that stands elsewhere in the seed than in the database is still the same, where nobody
    else has its name in either.
    """
    places: dict[str, dict[str | None, str]] = defaultdict(dict)
    for row in store.rows(_NAMES):
        places[row["name"]][row["region_code"]] = row["id"]
    namesakes = Counter(each.name for each in seed.kindergartens)
    found = {}
    for each in seed.kindergartens:
        held = places.get(each.name, {})
        key = held.get(each.region)
        if key is None and len(held) == 1 and namesakes[each.name] == 1:
            (key,) = held.values()
        if key is not None:
            found[each.key] = key
    return found


class _Held(NamedTuple):
    id: str
    mentor_id: str
    is_running: bool


def _held(store: Reader) -> Mapping[Helped, list[_Held]]:
    rows: Mapping[Helped, list[_Held]] = defaultdict(list)
    for row in store.rows(
        "SELECT id, cycle_id, mentor_id, mentee_id, kind, end_date FROM pairing ORDER BY id"
    ):
        key = row["cycle_id"], row["mentee_id"], row["kind"]
        rows[key].append(_Held(row["id"], row["mentor_id"], row["end_date"] is None))
    return rows


def _told(
    seed: Seed, cycles: Mapping[str, str], ids: Mapping[str, str]
) -> Mapping[Helped, list[SeedPairing]]:
    told: Mapping[Helped, list[SeedPairing]] = defaultdict(list)
    for each in seed.pairings:
        if each.cycle in cycles and each.mentee in ids:
            kind = str(each.kind or PairingKind.REGULAR)
            told[cycles[each.cycle], ids[each.mentee], kind].append(each)
    return told


def pairings_missing(
    store: Reader, seed: Seed, cycles: Mapping[str, str], ids: Mapping[str, str]
) -> list[SeedPairing]:
    """Those that the database has no row for; what was ended there doesn't come back."""
    held = _held(store)
    missing: list[SeedPairing] = []
    for key, pairings in _told(seed, cycles, ids).items():
        known = {each.mentor_id for each in held.get(key, ())}
        room = len(pairings) - sum(each.is_running for each in held.get(key, ()))
        new = [each for each in pairings if ids[each.mentor] not in known]
        missing += new[: max(0, room)]
    return missing


def pairings_differing(
    store: Reader, seed: Seed, cycles: Mapping[str, str], ids: Mapping[str, str]
) -> Iterator[tuple[str, SeedPairing]]:
    """A running pairing by its id, and the one that the seed has instead."""
    held = _held(store)
    for key, pairings in _told(seed, cycles, ids).items():
        rows = held.get(key, [])
        mentors = {each.mentor_id for each in rows if each.is_running}
        others = [each for each in pairings if ids.get(each.mentor) not in mentors]
        wanted = {ids.get(each.mentor) for each in pairings}
        free = [row for row in rows if row.is_running and row.mentor_id not in wanted]
        for row, other in zip(free, others, strict=False):
            if other.mentor in ids:
                yield row.id, other
