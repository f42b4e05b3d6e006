"""What mentees and mentors are called for short: as coordinators say it, each in its own way.

A county's exemplar kindergarten is called by its county, any other without the word 幼儿园.
Where two would be called the same, as two mentees of one county would, both get longer names,
the same ones on every screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.vocabulary import short_name
from pairing_cli.domain.words.wording import same_name
from pairing_cli.store.opening import FileReader
from pairing_cli.store.reading import Reader

_MENTEES: Final = """
    SELECT k.id, k.name, max(p.layer), k.county, k.township
    FROM pairing AS p INNER JOIN kindergartens AS k ON k.id = p.mentee_id
    GROUP BY k.id, k.name, k.county, k.township
"""

_MENTORS: Final = """
    SELECT DISTINCT k.id, k.name, '', k.county, k.township
    FROM pairing AS p INNER JOIN kindergartens AS k ON k.id = p.mentor_id
"""

_KNOWN: Final[WeakKeyDictionary[FileReader, Mapping[str, str]]] = WeakKeyDictionary()
"""What is read only stays as it is: a report asks for visits many times, for names once."""


def short_names(store: Reader) -> Mapping[str, str]:
    """Key of a kindergarten that is or was a mentee → its short name, unlike every other's."""
    if isinstance(store, FileReader):
        if store not in _KNOWN:
            _KNOWN[store] = _read(store)
        return _KNOWN[store]
    return _read(store)


def _read(store: Reader) -> Mapping[str, str]:
    return unique_names({row[0]: _candidates(*row) for row in store.tuples(_MENTEES)})


def unique_names(candidates: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """For each key the first of its names that none of the others bears; the last otherwise."""
    level = dict.fromkeys(candidates, 0)
    while True:
        names = {key: candidates[key][at] for key, at in level.items()}
        said = {key: same_name(name) for key, name in names.items()}
        borne = Counter(said.values())
        longer = [
            key
            for key, each in said.items()
            if borne[each] > 1 and level[key] + 1 < len(candidates[key])
        ]
        if not longer:
            return names
        for key in longer:
            level[key] += 1


def _candidates(
    key: str, name: str, layer: str, county: str | None, township: str | None
) -> tuple[str, ...]:
    places = [place for place in (county, township) if place and place not in name]
    return (
        short_name(name, layer, county),
        short_name(name, layer, None),
        name,
        "/".join([*places, name]),
        f"{name} {ref_of(key)}",
    )


def helper_names(store: Reader) -> Mapping[str, str]:
    """Key of a kindergarten that is or was a mentor → its short name, unlike every other's; one
    that is a mentee, too, is called as everywhere.
    """
    mentees = short_names(store)
    return {
        **unique_names({row[0]: _candidates(*row) for row in store.tuples(_MENTORS)}),
        **mentees,
    }
