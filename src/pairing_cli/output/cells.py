"""A cell of a listing, read from its row and written for people or for scripts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import isfinite
from operator import attrgetter, itemgetter
from typing import Any, Final, TypeVar

from pairing_cli.domain.phrases import Label, Phrase
from pairing_cli.output.language import in_english, spoken
from pairing_cli.output.listing import Column

Cell = TypeVar("Cell")


def raw_value(column: Column, row: Any) -> Any:
    """What `row`, a mapping or an object, holds under the column's key."""
    return _held(row, column.key)


def _held(row: Any, key: str) -> Any:
    return row[key] if isinstance(row, Mapping) else getattr(row, key)


def taking(keys: Sequence[str]) -> Callable[[Any], Iterable[Any]]:
    """What takes the values under `keys` out of a row at once, for rows by the thousand."""
    if len(keys) < 2:  # of one key the operators give the bare value
        return lambda row: [_held(row, key) for key in keys]
    of_mapping, of_object = itemgetter(*keys), attrgetter(*keys)
    return lambda row: (of_mapping if isinstance(row, Mapping) else of_object)(row)


def remembering(make: Callable[[Any], Cell]) -> Callable[[Any], Cell]:
    """`make`, asked once for each text: a column repeats its words and names by the thousand."""
    known: dict[str, Cell] = {}

    def made(value: Any) -> Cell:
        if type(value) is not str:  # 1, 1.0 and True would be one key
            return make(value)
        found = known.get(value)
        if found is None:
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            found = known[value] = make(value)
        return found

    return made


_MOST_REMEMBERED: Final = 2_000


def for_people(column: Column, row: Any) -> str:
    """The cell in the language in force: labels for codes, nothing for None.

    The text is as it was stored; who shows it makes it harmless for the place it goes to.
    """
    value = _held(row, column.shown_as or column.key)
    if column.labels is not None:
        labels = column.labels
        if isinstance(value, str):
            return spoken(labels.get(value, value))
        if isinstance(value, list | tuple):
            return spoken([labels.get(code, code) for code in value])
    if _is_nested(value):
        return _json(for_scripts(value))
    return f"{spoken(value)}%" if column.bar and value is not None else spoken(value)


def for_scripts(value: Any) -> Any:
    """`value` as JSON has it: codes, ISO dates, lists, 3 for 3.0, None where not a number.

    The output is the same in every language: sentences are in English, words of the
    vocabulary and titles, which are data, in Chinese as the documents have them.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return _json_number(value)
    if isinstance(value, date):  # a datetime too
        return value.isoformat()
    if isinstance(value, Label):
        return value.zh
    if isinstance(value, Phrase):
        return in_english(value)
    return _json_container(value)


def spreadsheet_text(value: Any) -> str:
    """A value as one text: the code, several joined by "、", true/false, nothing for None."""
    if value is None or type(value) is str:
        return value or ""
    if type(value) is tuple and {*map(type, value)} <= {str}:  # most often names
        return "、".join(value)
    plain = for_scripts(value)
    if plain is None:
        return ""
    if isinstance(plain, list) and not _is_nested(plain):
        return "、".join(map(_as_text, plain))
    return _as_text(plain)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else _json(value)


def fields_of(value: Any) -> Mapping[str, Any] | None:
    """Name → value of a row, be it a mapping, a named tuple or a dataclass; None of no row."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        found: Mapping[str, Any] = value._asdict()
        return found
    if dataclasses.is_dataclass(value) and not isinstance(value, Phrase | Label):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    return None


def _json(value: Any) -> str:
    import json  # a table needs none

    return json.dumps(value, ensure_ascii=False)


def _json_container(value: Any) -> list[Any] | dict[str, Any]:
    if (fields := fields_of(value)) is not None:
        return {str(key): for_scripts(inner) for key, inner in fields.items()}
    if isinstance(value, list | tuple):
        return [for_scripts(inner) for inner in value]
    raise TypeError(f"a {type(value).__name__} has no place in a listing")


def _json_number(value: float) -> float | None:
    if not isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def _is_nested(value: Any) -> bool:
    if value is None or isinstance(value, str | int | float):  # nearly all cells
        return False
    if fields_of(value) is not None:
        return True
    return isinstance(value, list | tuple) and any(map(_is_nested, value))
