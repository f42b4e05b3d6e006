"""A cell of a listing, read from its row and written for people or for scripts."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from pairing_cli.domain.phrases import Label, Phrase
from pairing_cli.output.language import in_english, spoken
from pairing_cli.output.listing import Column


def raw_value(column: Column, row: Any) -> Any:
    """What `row`, a mapping or an object, holds under the column's key."""
    return _held(row, column.key)


def _held(row: Any, key: str) -> Any:
    return row[key] if isinstance(row, Mapping) else getattr(row, key)


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
        return json.dumps(for_scripts(value), ensure_ascii=False)
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


def for_spreadsheets(column: Column, row: Any) -> str:
    """The cell as one text: the code, several joined by "、", true/false, nothing for None."""
    value = for_scripts(raw_value(column, row))
    if value is None:
        return ""
    if isinstance(value, list) and not _is_nested(value):
        return "、".join(map(_as_text, value))
    return _as_text(value)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json_container(value: Any) -> list[Any] | dict[str, Any]:
    if isinstance(value, list | tuple):
        return [for_scripts(inner) for inner in value]
    if isinstance(value, Mapping):
        return {str(key): for_scripts(inner) for key, inner in value.items()}
    if dataclasses.is_dataclass(value):
        names = (field.name for field in dataclasses.fields(value))
        return {name: for_scripts(getattr(value, name)) for name in names}
    raise TypeError(f"a {type(value).__name__} has no place in a listing")


def _json_number(value: float) -> float | None:
    if not isfinite(value):
        return None
    return int(value) if value.is_integer() else value


def _is_nested(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return any(map(_is_nested, value))
    is_object = dataclasses.is_dataclass(value) and not isinstance(value, Phrase | Label)
    return isinstance(value, Mapping) or is_object
