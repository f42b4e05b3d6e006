"""A database file opened to be read; one of an older version is brought to today first."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from pairing_cli.store.connecting import check_whole_pages, opened_to_read, recover
from pairing_cli.store.failures import NEEDS_RECOVERY, translated_errors
from pairing_cli.store.file import SCHEMA_VERSION, schema_version
from pairing_cli.store.locking import patiently
from pairing_cli.store.reading import ConnectionReader, named

_WORTH_A_THREAD: Final = 64 * 1024**2
"""Bytes of a file: a programme of some 1,000 pairings and 100,000 visits. Of a smaller one a query
takes less than to open it once more."""


class FileReader(ConnectionReader):
    """A database file, opened so that nothing can be written."""

    def __init__(self, path: Path, on_backup: Callable[[Path], None] | None = None) -> None:
        """Open `path`; a file of an older version is migrated first, and `on_backup` told
        where its backup is. Raises what `schema_version` and `migrate` raise.
        """
        self.path = path
        if schema_version(path) < SCHEMA_VERSION:
            from pairing_cli.store.migrations import migrate

            migrate(path, on_backup=on_backup)
        with translated_errors(path):
            try:
                self._connection = opened_to_read(path)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode not in NEEDS_RECOVERY:
                    raise
                recover(path)
                self._connection = opened_to_read(path)

    def stream(self, sql: str, /, **values: Any) -> Iterator[dict[str, Any]]:
        """The rows of a query one by one. Raises what `translated_errors` makes of a failure."""
        with translated_errors(self.path):
            cursor = patiently(self._connection.execute, sql, values)
            yield from named(cursor)

    def tuples(self, sql: str, /, **values: Any) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, without names. Raises as `stream` does."""
        with translated_errors(self.path):
            yield from patiently(self._connection.execute, sql, values)

    def ahead(self, sql: str, /, **values: Any) -> Callable[[], Any]:
        """As `value`, begun at once on a connection of its own while others go on with this one;
        in a file that is no work to go through, at the time it is wanted.
        """
        if self.path.stat().st_size < _WORTH_A_THREAD:
            return super().ahead(sql, **values)
        from pairing_cli.store.background import Ahead

        def ask() -> Any:
            with closing(FileReader(self.path)) as other:
                return other.value(sql, **values)

        return Ahead(ask)

    def hold(self) -> None:
        """From here on see the database as it is now, whatever others write meanwhile.

        Until `close` they wait with their commits.
        """
        with translated_errors(self.path):
            self._connection.execute("BEGIN")
            patiently(self._connection.execute, "SELECT 1 FROM sqlite_master").fetchone()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Within it see the database as it was at its beginning. Others wait with their commits."""
        self.hold()
        try:
            yield
        finally:
            with translated_errors(self.path):
                self._connection.rollback()

    def check_whole_pages(self) -> None:
        """Raise `Damaged` where the file ends within a page. To be called within a snapshot."""
        with translated_errors(self.path):
            check_whole_pages(self._connection, self.path)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
