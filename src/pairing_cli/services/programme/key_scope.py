"""Which records a query is about: a few of them by their keys, or all.

A few are named, so that the database looks up theirs and no others: what one pairing costs
doesn't grow with the programme. Many are not: then one pass over everything is faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

MOST_BY_KEY: Final = 200
"""Far below the 32,766 parameters that SQLite takes, far above what one mentor or most counties
have."""


class KeyScope:
    """A condition on keys, and its parameters."""

    def __init__(self, keys: Iterable[str]) -> None:
        """`keys`: of the records that the query is about."""
        found = tuple(keys)
        self.is_narrow = len(found) <= MOST_BY_KEY
        """Whether the records are looked up by their keys."""
        self._keys = found if self.is_narrow else ()

    def condition(self, column: str) -> str:
        """What goes on after the other conditions of a query; empty for all records."""
        if not self.is_narrow:
            return ""
        if not self._keys:
            return " AND 1 = 0"  # PostgreSQL refuses an empty list
        return f" AND {column} IN ({', '.join(f':{name}' for name in self.values)})"

    @property
    def values(self) -> Mapping[str, str]:
        """The parameters of the condition."""
        return {f"key_{number}": key for number, key in enumerate(self._keys)}
