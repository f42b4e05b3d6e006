"""What a row is: typed fields that know how they are stored and what they may hold.

Rows are what a command writes. They say the same as the models in `store.tables`, from which
`tools/rows.py` makes them, without what it takes to load those: docs/decisions/0014.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, ClassVar, Final, Self, dataclass_transform

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import has_forbidden_characters

_REQUIRED: Final = object()
_WORDS: Final = 2**63
"""SQLite's integers are of 64 bits."""


class Kind(NamedTuple):
    """How values of one type are stored. A STRICT table knows TEXT, INTEGER and REAL."""

    python: type
    stored: tuple[type, ...]
    store: Callable[[Any], Any]
    load: Callable[[Any], Any]

    def holds(self, value: object) -> bool:
        """Whether `value` is one of this type: a flag is no number, a moment no date."""
        if type(value) is self.python:
            return True
        if self.python is float:
            return type(value) is int
        return self.python is str and isinstance(value, str)  # a code of a vocabulary


def _as_it_is(value: Any) -> Any:
    return value


TEXT: Final = Kind(str, (str,), str.__str__, _as_it_is)
INTEGER: Final = Kind(int, (int,), _as_it_is, _as_it_is)
REAL: Final = Kind(float, (float, int), float, _as_it_is)
FLAG: Final = Kind(bool, (int,), int, bool)
DATE: Final = Kind(dt.date, (str,), dt.date.isoformat, dt.date.fromisoformat)

_KINDS: Final[Mapping[str, Kind]] = {
    "str": TEXT,
    "int": INTEGER,
    "float": REAL,
    "bool": FLAG,
    "dt.date": DATE,
}


class RowColumn(NamedTuple):
    """One field: its type, what it may hold, and what it is where nothing is given."""

    name: str = ""
    kind: Kind = TEXT
    nullable: bool = False
    key: bool = False
    default: Any = _REQUIRED
    made: Callable[[], Any] | None = None
    shortest: int | None = None
    longest: int | None = None
    least: float | None = None
    above: float | None = None
    most: float | None = None

    def initial(self) -> Any:
        """The value where none is given. Raises `TypeError` where one must be."""
        if self.made is not None:
            return self.made()
        if self.default is _REQUIRED:
            msg = f"{self.name} is required"
            raise TypeError(msg)
        return self.default

    def store(self, value: Any) -> Any:
        """`value` as it is stored. Raises `ValueError` for one of another type."""
        if value is None:
            return None
        if not self.kind.holds(value):
            msg = f"{self.name} can't be {value!r}"
            raise ValueError(msg)
        return self.kind.store(value)

    def load(self, stored: Any) -> Any:
        """A stored value as the program knows it."""
        return None if stored is None else self.kind.load(stored)

    def refusal(self, stored: Collection[Any]) -> Phrase | None:
        """Why one of these values, as they are stored, can't be; None where all can.

        Takes a set of many values at once: one search over all their text joined is as good
        as one for each.
        """
        given = stored
        if None in stored:
            if not self.nullable:
                return phrase("it must be given")
            given = [value for value in stored if value is not None]
        if not set(map(type, given)).issubset(self.kind.stored):
            return phrase("it is of another type")
        if not given:
            return None
        return self._bad_text(given) if self.kind.stored == (str,) else self._bad_number(given)

    def _bad_text(self, given: Collection[str]) -> Phrase | None:
        if self.longest is not None and max(map(len, given)) > self.longest:
            return phrase("it is longer than {count} characters", count=self.longest)
        if self.shortest is not None and min(map(len, given)) < self.shortest:
            return phrase("it is shorter than {count} characters", count=self.shortest)
        if has_forbidden_characters("".join(given)):
            return phrase("it has control characters")
        return None

    def _bad_number(self, given: Collection[float]) -> Phrase | None:
        smallest, largest = min(given), max(given)
        if not all(map(math.isfinite, given)) or not -_WORDS <= smallest <= largest < _WORDS:
            return phrase("no number can be so large")
        if self.least is not None and smallest < self.least:
            return phrase("it is less than {least}", least=self.least)
        if self.above is not None and smallest <= self.above:
            return phrase("it is not more than {least}", least=self.above)
        if self.most is not None and largest > self.most:
            return phrase("it is more than {most}", most=self.most)
        return None


def column(
    *,
    key: bool = False,
    default: Any = _REQUIRED,
    default_factory: Callable[[], Any] | None = None,
    shortest: int | None = None,
    longest: int | None = None,
    least: float | None = None,
    above: float | None = None,
    most: float | None = None,
) -> Any:
    """Declare a field of a row; type and name come from its annotation."""
    return RowColumn(
        key=key,
        default=default,
        made=default_factory,
        shortest=shortest,
        longest=longest,
        least=least,
        above=above,
        most=most,
    )


class _Columns:
    """A row's columns by name, read from its class where they are first needed: a command loads
    the rows of a room, and writes one or two.
    """

    def __init__(self) -> None:
        self._known: dict[type[Row], dict[str, RowColumn]] = {}

    def __get__(self, row: Row | None, of: type[Row]) -> dict[str, RowColumn]:
        if of not in self._known:
            self._known[of] = {
                name: _declared(name, of.__dict__.get(name), annotation)
                for name, annotation in of.__annotations__.items()
            }
        return self._known[of]


class _Key:
    """The names of the columns that a row is known by."""

    def __init__(self) -> None:
        self._known: dict[type[Row], tuple[str, ...]] = {}

    def __get__(self, row: Row | None, of: type[Row]) -> tuple[str, ...]:
        if of not in self._known:
            self._known[of] = tuple(name for name, each in of.columns.items() if each.key)
        return self._known[of]


@dataclass_transform(kw_only_default=True, field_specifiers=(column,))
class Row:
    """A row of a table, made with keyword arguments; checked when it is written."""

    table: ClassVar[str]
    columns = _Columns()
    key = _Key()

    def __init_subclass__(cls, *, table: str = "") -> None:
        if table:
            cls.table = table

    def __init__(self, **values: Any) -> None:
        """Raises `TypeError` for a missing or an unknown field."""
        for name, found in self.columns.items():
            setattr(self, name, values.pop(name) if name in values else found.initial())
        if values:
            msg = f"{self.table} has no {', '.join(values)}"
            raise TypeError(msg)

    @classmethod
    def loaded(cls, stored: Mapping[str, Any]) -> Self:
        """A row from its stored values."""
        return cls(**{name: found.load(stored[name]) for name, found in cls.columns.items()})

    def values(self) -> dict[str, Any]:
        """All fields, in the order of the columns."""
        return {name: getattr(self, name) for name in self.columns}

    def stored(self) -> dict[str, Any]:
        """All fields as they are stored: dates as ISO text, flags as 0 and 1.

        Raises `BadData` for what this table can't hold.
        """
        values = {}
        for name, found in self.columns.items():
            try:
                value = found.store(getattr(self, name))
            except ValueError:
                raise refused(self.table, name, phrase("it is of another type")) from None
            if (reason := found.refusal((value,))) is not None:
                raise refused(self.table, name, reason)
            values[name] = value
        return values

    def __repr__(self) -> str:
        given = ", ".join(f"{name}={value!r}" for name, value in self.values().items())
        return f"{type(self).__name__}({given})"


class RemovableRow(Row):
    """A record that can be taken out of every count and list, with the reason; it stays."""

    id: str
    removed_on: dt.date | None
    removed_reason: str | None


def refused(table: str, field: str, reason: Phrase) -> BadData:
    """The error for a value that a table can't hold."""
    return BadData(
        "invalid",
        phrase(
            "{field} of {table} can't be stored: {reason}.",
            field=field,
            table=table,
            reason=reason,
        ),
        column=field,
    )


class RowsByTable(Mapping[str, type[Row]]):
    """Table → its row, which is loaded when it is asked for."""

    def __init__(self, names: Mapping[str, str], load: Callable[[str], type[Row]]) -> None:
        self._names = names
        self._load = load

    def __getitem__(self, table: str) -> type[Row]:
        return self._load(self._names[table])

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _declared(name: str, declared: object, annotation: str) -> RowColumn:
    kind, _, none = annotation.partition(" | ")
    found = declared if isinstance(declared, RowColumn) else RowColumn()
    return found._replace(name=name, kind=_KINDS[kind], nullable=none == "None")
