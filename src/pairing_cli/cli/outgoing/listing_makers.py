"""Listings that can be written to a file, by name: each declared beside the command that shows it.

`Entry.exports` in `cli/root.py` says which command's module has them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

from pairing_cli.output.listing import Listing, Screen

OPTIONS: Final = ("from_", "to", "county", "mentor", "cycle")
"""What `export` can narrow a listing down by."""

Maker = Callable[..., Any]
Function = TypeVar("Function", bound=Maker)

_MAKERS: Final[dict[str, Maker]] = {}


def exported(name: str, **fixed: Any) -> Callable[[Function], Function]:
    """Declare that what a function lists can be exported; `fixed` are options always given."""

    def declare(make: Function) -> Function:
        _MAKERS[name] = partial(make, **fixed)
        return make

    return declare


def options_of(name: str) -> tuple[str, ...]:
    """The options that a listing knows."""
    known = inspect.signature(_MAKERS[name]).parameters
    return tuple(option for option in OPTIONS if option in known)


def make_listing(name: str, ctx: Any, wanted: Mapping[str, Any]) -> Listing:
    """The listing called `name`, whose module has been loaded."""
    made: Listing | Screen = _MAKERS[name](ctx, **wanted)
    return made.data if isinstance(made, Screen) else made
