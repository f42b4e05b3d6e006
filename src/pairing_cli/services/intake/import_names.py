"""The names in rows of records: of whom a row speaks, and whether another has said the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.errors import BadData, InputError
from pairing_cli.domain.fields import Field
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.records.paired import MENTOR, PLACE
from pairing_cli.domain.records.papers import PLAIN
from pairing_cli.domain.records.record import Record
from pairing_cli.domain.words.same_name import name_key
from pairing_cli.files.tables.source import SourceRow
from pairing_cli.services.intake.import_doubts import UnreadColumns
from pairing_cli.services.intake.import_values import read_word
from pairing_cli.services.programme.names.lookup import find_region
from pairing_cli.services.programme.names.remembered import Remembered
from pairing_cli.services.programme.names.whole_names import find_whole
from pairing_cli.store.reading import Reader

_KINDERGARTENS: Final = frozenset({"kindergartens", "mentees", "mentors"})
"""Lists whose fields name kindergartens."""


_Named = tuple[str, tuple[str, ...]]
"""A name, and the places within which it is looked for."""


_NARROWED: Final = frozenset({"mentee", "mentees", "kindergarten"})
"""Fields that such a column speaks of."""

_IDENTITIES: Final[Mapping[str, Sequence[str]]] = {
    "kindergarten": ("name",),
    "baseline": ("kindergarten", "date"),
    "plan_task": ("mentee", "mentor", "plan", "title", "month", "start"),
    "agreement": ("mentee", "mentor", "kind", "title"),
    "inspection": ("inspection", "mentee", "mentor", "item"),
    "apprenticeship": ("mentee", "mentor", "master", "apprentice", "start"),
    "need": ("mentee", "mentor", "text", "raised"),
    **{
        kind.record.table: (
            "mentee",
            "mentor",
            *(each.key for each in (*kind.known_by, *kind.told_apart_by)),
        )
        for kind in PLAIN
    },
}
"""Table → the fields that tell one record from another. A second row with the same is asked
about, unless it makes another record for some other reason."""


def narrowing_of(kind: Record) -> Sequence[Field]:
    """Columns that no template has: where a kindergarten lies, in a table of something else."""
    keys = {each.key for each in kind.asked}
    return PLACE if keys & _NARROWED and not keys & {each.key for each in PLACE} else ()


def beside_of(kind: Record) -> Sequence[Field]:
    """Columns that no template has: with which of its mentors, in a table of a mentee's records."""
    keys = {each.key for each in kind.asked}
    return (MENTOR,) if "mentee" in keys and MENTOR.key not in keys else ()


def readable(kind: Record) -> Sequence[Field]:
    """Every column that is read."""
    return (*kind.asked, *narrowing_of(kind), *beside_of(kind))


class Repeated(Exception):  # noqa: N818 - a question, not an error
    """An earlier row of the file has said this already."""


class NameCells:
    """Finds the kindergartens that rows of one table name, whole names only."""

    def __init__(self, store: Reader, kind: Record, unread: Sequence[str]) -> None:
        self._store = store
        self._keys = [each.key for each in kind.asked if each.choices in _KINDERGARTENS]
        self._places = [each.key for each in narrowing_of(kind)]
        self._whole: Remembered[_Named, str] = Remembered(lambda key: find_whole(store, *key).id)
        self._unread = UnreadColumns(store, unread)

    def resolved(self, row: SourceRow, values: Mapping[str, Any]) -> dict[str, Any]:
        """What a row tells, with the keys of kindergartens for their names. Raises `NotFound`,
        `BadData`, each naming the column.
        """
        within = tuple(values[key] for key in self._places if key in values)
        found = {key: value for key, value in values.items() if key not in self._places}
        for key in self._keys:
            if key not in values:
                continue
            near = within if key in _NARROWED else ()
            try:
                found[key] = (
                    tuple(self._whole[name, near] for name in values[key])
                    if isinstance(values[key], tuple)
                    else self._whole[values[key], near]
                )
            except InputError as error:
                error.column = key
                raise
        if self._unread:
            self._unread.check(row, self._spoken_of(found))
        return found

    def _spoken_of(self, values: Mapping[str, Any]) -> list[str]:
        """Keys of kindergartens and codes of regions."""
        keys: list[str] = []
        for key in self._keys:
            value = values.get(key, ())
            keys += value if isinstance(value, tuple) else [value]
        for key in ("region", "county", "township"):
            if key in values:
                keys.append(find_region(self._store, values[key]).code)
        return keys


def with_given(kind: Record, values: Mapping[str, Any], given: Mapping[str, str]) -> dict[str, Any]:
    """What a row tells, and what holds for all of them. Raises `BadData` where the two differ."""
    found = dict(values)
    for key, word in given.items():
        value = read_word(kind.field(key), word)
        if found.setdefault(key, value) != value:
            raise BadData(
                "differs-from-option",
                phrase("The row says something else than {option}.", option=f"--{key}"),
                hint=phrase("Leave the option out to go by the column, or correct the column."),
                column=key,
            )
    return found


def identity_of(kind: Record, values: Mapping[str, Any]) -> tuple[object, ...]:
    """What tells the record of a row from others; () where nothing does."""
    return tuple(
        name_key(value) if isinstance(value, str) else value
        for value in (values.get(key) for key in _IDENTITIES.get(kind.table, ()))
    )
