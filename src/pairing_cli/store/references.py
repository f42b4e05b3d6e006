"""Which rows name which: the foreign keys, followed from a row to those that stand on it.

The history of a record and the taking back of an earlier command both ask this. Keys go to
the database by the page, so that the rows of an import of 100,000 are followed in seconds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.store.reading import Reader, in_pages


class Reference(NamedTuple):
    """A column whose values are keys of rows in another table."""

    table: str
    column: str
    parent: str
    parent_column: str


class References:
    """The references of a database and the keys of its tables, read once."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        tables = [
            row["name"]
            for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not row["name"].startswith("sqlite_")
        ]
        self.all: list[Reference] = [
            Reference(table, row["from"], row["table"], row["to"])
            for table in tables
            for row in store.rows(f'PRAGMA foreign_key_list("{table}")')
        ]
        self._keys = {
            table: [row["name"] for row in store.rows(f'PRAGMA table_info("{table}")') if row["pk"]]
            for table in tables
        }

    def to(self, table: str) -> list[Reference]:
        """The references to rows of `table`."""
        return [each for each in self.all if each.parent == table]

    def rows_naming(
        self, reference: Reference, values: Collection[Any]
    ) -> Iterator[dict[str, Any]]:
        """The keys of the rows in which `reference` has one of these values."""
        listed = ", ".join(f'"{name}"' for name in self._keys[reference.table])
        sql = f'SELECT {listed} FROM "{reference.table}" WHERE "{reference.column}" IN ({{places}})'  # noqa: S608 - names of our own schema
        yield from map(dict, in_pages(self._store, sql, values))
