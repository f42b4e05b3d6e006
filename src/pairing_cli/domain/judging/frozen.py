"""Figures that were published or approved and never change: how they are kept and proved.

They are kept as canonical JSON (keys sorted, no blanks, text as it is): the same figures are
the same bytes on every machine, so that their SHA-256 proves them. They carry the version of
the definitions by which they were worked out.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Final

from pairing_cli.domain.owed import DEFINITIONS
from pairing_cli.domain.tuples import NamedTuple

FIGURES_VERSION: Final = str(DEFINITIONS)
"""The definitions by which figures are worked out, as kept figures name them."""


class Source(NamedTuple):
    """A text that figures depend on, a rule pack or a checklist: its code and its SHA-256."""

    code: str
    sha256: str


class Frozen(NamedTuple):
    """Figures as they are kept."""

    figures: str
    """Canonical JSON."""
    sha256: str
    """Of its UTF-8 bytes, in lower case."""

    @property
    def value(self) -> Any:
        """The figures as they were handed over: mappings, lists, text, numbers."""
        return json.loads(self.figures)


class Difference(NamedTuple):
    """One figure that is another now."""

    field: str
    """Where it stands: `ranking[措美县].scheme_percent`."""
    frozen: Any
    now: Any

    @property
    def difference(self) -> float | None:
        """How much more it is now; None where it isn't a number on both sides."""
        if _is_number(self.frozen) and _is_number(self.now):
            return round(float(self.now) - float(self.frozen), 2)
        return None


def canonical(figures: Any) -> str:
    """`figures` as canonical JSON. Records become objects, days ISO text; what JSON has no word
    for (infinity, a set) raises `ValueError` or `TypeError`.
    """
    return json.dumps(
        _plain(figures),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
        allow_nan=False,
    )


def freeze(figures: Any) -> Frozen:
    """Figures as they are kept, with their proof."""
    text = canonical(figures)
    return Frozen(text, sha256_of(text))


def sha256_of(text: str) -> str:
    """The proof of a text: SHA-256 of its UTF-8 bytes, in lower case."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_as_frozen(figures: str, sha256: str) -> bool:
    """Whether kept figures are still those that were frozen."""
    return sha256_of(figures) == sha256


def definitions(
    packs: Iterable[Source], checklist: Source | None = None, **more: Source | None
) -> dict[str, Any]:
    """By what figures were worked out: the version of the definitions, the packs, the checklist,
    and whatever else they depend on (`scheme=Source(…)`).
    """
    others = {"checklist": checklist, **more}
    return {
        "figures_version": FIGURES_VERSION,
        "packs": [each._asdict() for each in sorted(packs)],
        **{name: each._asdict() if each else None for name, each in others.items()},
    }


def differences(
    frozen: Any, now: Any, keys: Iterable[str] = ("ref", "mentee", "item", "rule")
) -> list[Difference]:
    """What differs between frozen figures and those of today, in the order of the frozen ones.

    Objects in a list belong together by the first of `keys` that they have, whatever their
    order; a list without any is compared as a whole.
    """
    return list(_differences("", _plain(frozen), _plain(now), tuple(keys)))


def _differences(path: str, frozen: Any, now: Any, keys: tuple[str, ...]) -> Iterable[Difference]:
    if isinstance(frozen, dict) and isinstance(now, dict):
        for name in [*frozen, *(name for name in now if name not in frozen)]:
            place = f"{path}.{name}" if path else name
            yield from _differences(place, frozen.get(name), now.get(name), keys)
    elif (key := _shared_key(frozen, now, keys)) is not None:
        before, after = ({each[key]: each for each in side} for side in (frozen, now))
        for name in [*before, *(name for name in after if name not in before)]:
            yield from _differences(f"{path}[{name}]", before.get(name), after.get(name), keys)
    elif frozen != now:
        yield Difference(path, frozen, now)


def _shared_key(frozen: Any, now: Any, keys: tuple[str, ...]) -> str | None:
    """By which key the objects of two lists belong together; None where by none."""
    if not (isinstance(frozen, list) and isinstance(now, list) and (frozen or now)):
        return None
    rows = [*frozen, *now]
    for key in keys:
        if all(isinstance(row, dict) and row.get(key) is not None for row in rows):
            sides = ([row[key] for row in side] for side in (frozen, now))
            if all(len(set(side)) == len(side) for side in sides):
                return key
    return None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _plain(value: Any) -> Any:
    """A value in the words of JSON."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    said = _fields_of(value)
    if said is not None:
        return {str(name): _plain(each) for name, each in said.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    msg = f"{type(value).__name__} can't be frozen"
    raise TypeError(msg)


def _fields_of(value: Any) -> Mapping[Any, Any] | None:
    """What a record says of itself; None where it isn't one."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return value._asdict()  # type: ignore[no-any-return]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return None
