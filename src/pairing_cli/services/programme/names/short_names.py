"""What mentees and mentors are called for short: as coordinators say it, each in its own way.

A county's exemplar kindergarten is called by its county, any other without the word 幼儿园.
Where two would be called the same, as two mentees of one county would, both get longer names,
the same ones on every screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Final
from weakref import WeakKeyDictionary

from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.vocabulary import short_name
from pairing_cli.domain.words.wording import same_name
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.store.opening import FileReader
from pairing_cli.store.reading import Reader

_MENTEES: Final = """
    SELECT k.id, k.name, max(p.layer), k.county, k.township
    FROM pairing AS p INNER JOIN kindergartens AS k ON k.id = p.mentee_id{among}
    GROUP BY k.id, k.name, k.county, k.township
"""

_AMONG: Final = " WHERE p.mentee_id IN (SELECT m.id FROM kindergarten AS m WHERE {condition})"

_MENTORS: Final = """
    SELECT DISTINCT k.id, k.name, '', k.county, k.township
    FROM pairing AS p INNER JOIN kindergartens AS k ON k.id = p.mentor_id
"""

_KNOWN: Final[WeakKeyDictionary[FileReader, Mapping[str, str]]] = WeakKeyDictionary()
"""What is read only stays as it is: a report asks for visits many times, for names once."""


def short_names(store: Reader, among: Collection[str] | None = None) -> Mapping[str, str]:
    """Key of a kindergarten that is or was a mentee → its short name, unlike every other's; at
    least of those with a key in `among`.
    """
    if isinstance(store, FileReader) and store in _KNOWN:
        return _KNOWN[store]
    if among is not None and len(among) <= _FEW and (alike := _of_names_like(store, among)):
        return alike
    names = _read(store)
    if isinstance(store, FileReader):
        _KNOWN[store] = names
    return names


_FEW: Final = 12
"""Beyond so many it is as well to read all."""


def _of_names_like(store: Reader, among: Collection[str]) -> Mapping[str, str] | None:
    """The short names of a few and of all that could be called the same: those whose own name or
    county begins with the same character, behind what names are compared without. None where one
    of them begins with no Chinese character.
    """
    scope = KeyScope(among)
    few = _AMONG.format(condition=scope.condition("m.id").removeprefix(" AND "))
    marks: set[str] = set()
    for _, name, _, county, _ in store.tuples(_MENTEES.format(among=few), **scope.values):
        marks |= {said[0] for said in (name, county) if said}
    if not marks or min(marks) < _HAN[0] or max(marks) > _HAN[1]:
        return None
    values = {"first": _HAN[0], "last": _HAN[1]}
    begins = "{column} < :first OR {column} > :last"
    for number, mark in enumerate(sorted(marks)):
        values |= {f"from_{number}": mark, f"to_{number}": chr(ord(mark) + 1)}
        begins += f" OR ({{column}} >= :from_{number} AND {{column}} < :to_{number})"
    of_places = (
        "m.region_code IN (SELECT c.code FROM regions AS c INNER JOIN region AS o"
        f" ON o.code = c.county_code WHERE {begins.format(column='o.name')})"
    )
    condition = f"{begins.format(column='m.name')} OR {of_places}"
    return _read(store, _AMONG.format(condition=condition), values)


_HAN: Final = ("\u4e00", "\u9fff")
"""From the first to the last of the common Chinese characters."""


def _read(
    store: Reader, among: str = "", values: Mapping[str, str] | None = None
) -> Mapping[str, str]:
    rows = store.tuples(_MENTEES.format(among=among), **(values or {}))
    return unique_names({row[0]: _candidates(*row) for row in rows})


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
