"""Named tuples that are made in a third of the time.

`typing.NamedTuple` compiles the annotation of every field to look whether it is a type: a quarter
of a millisecond a class, and a command makes up to ninety. Whoever checks types, mypy, reads them
here as those of `typing`; what a class does at run time is the same: docs/decisions/0025.
"""

from __future__ import annotations

from collections import namedtuple
from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    _OF_THE_CLASS = {"__module__", "__qualname__", "__annotations__", "__classcell__"}

    class _Making(type):
        """Makes a named tuple of a class body with annotated fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.get("__annotations__", {})
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body["__module__"])
            made.__qualname__ = body["__qualname__"]
            made.__annotations__ = fields
            for key in body.keys() - fields.keys() - _OF_THE_CLASS:
                setattr(made, key, body[key])
            return made

    class NamedTuple(metaclass=_Making):
        """What to derive from."""
