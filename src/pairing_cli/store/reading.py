"""The read side: plain SQL over a connection, rows as named tuples.

No object mapper here: a read command starts in a third of the time without it. SQL text
uses named parameters (`:cycle`) and nothing that only SQLite knows, so that the same text
runs on a server.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, Final, Protocol, TypeVar

Row = TypeVar("Row")

Item = TypeVar("Item")


class Reader(Protocol):
    """What every query function needs: rows for SQL, be it a file, a session or a server."""

    def rows(self, sql: str, /, **values: Any) -> Sequence[Mapping[str, Any]]:
        """All rows of a query, each addressable by column name."""

    def fetch(self, row_type: type[Row], sql: str, /, **values: Any) -> list[Row]:
        """All rows of a query as `row_type`, whose fields are the query's columns."""

    def tuples(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, without names: for what comes by the 100,000."""

    def first(self, row_type: type[Row], sql: str, /, **values: Any) -> Row | None:
        """The first row of a query as `row_type`, or None."""

    def value(self, sql: str, /, **values: Any) -> Any:
        """The first column of the first row of a query, or None."""

    def ahead(self, sql: str, /, **values: Any) -> Callable[[], Any]:
        """What gives the same when it is called; the query may begin before."""


class RowReader(ABC):
    """`fetch`, `first` and `value` for whatever can give rows."""

    @abstractmethod
    def rows(self, sql: str, /, **values: Any) -> Sequence[Mapping[str, Any]]:
        """All rows of a query."""

    def tuples(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, without names."""
        for row in self.rows(sql, **values):
            yield tuple(row.values())

    def fetch(self, row_type: type[Row], sql: str, /, **values: Any) -> list[Row]:
        """All rows of a query as `row_type`."""
        return [row_type(**row) for row in self.rows(sql, **values)]

    def first(self, row_type: type[Row], sql: str, /, **values: Any) -> Row | None:
        """The first row of a query as `row_type`, or None."""
        found = self.fetch(row_type, sql, **values)
        return found[0] if found else None

    def value(self, sql: str, /, **values: Any) -> Any:
        """The first column of the first row of a query, or None."""
        for row in self.rows(sql, **values):
            return next(iter(row.values()))
        return None

    def ahead(self, sql: str, /, **values: Any) -> Callable[[], Any]:
        """`value`, when it is called."""
        return partial(self.value, sql, **values)


class ConnectionReader(RowReader):
    """An open connection, read as a file is."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, /, **values: Any) -> list[dict[str, Any]]:
        """All rows of a query as dictionaries in column order."""
        return list(self.stream(sql, **values))

    def stream(self, sql: str, /, **values: Any) -> Iterator[dict[str, Any]]:
        """The rows of a query one by one, for what is too much to be held."""
        yield from named(self._connection.execute(sql, values))

    def tuples(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, without names."""
        yield from self._connection.execute(sql, values)


def named(cursor: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    """The rows of a cursor one by one, each by the names of its columns."""
    names = [column[0] for column in cursor.description]
    for row in cursor:
        yield dict(zip(names, row, strict=True))


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """`items` in lists of at most `size`."""
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def in_pages(store: Reader, sql: str, values: Iterable[Any], **more: Any) -> Iterator[Any]:
    """The rows of a query in which `{places}` stands for the values, however many they are."""
    for page in batches(values, _VALUES):
        named = {f"value{number}": value for number, value in enumerate(page)}
        places = ", ".join(f":{name}" for name in named)
        yield from store.rows(sql.format(places=places), **named, **more)


_VALUES: Final = 500
"""Values in one statement: well under the 999 that the oldest SQLite takes."""
