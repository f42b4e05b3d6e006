"""The write side: one command, one immediate transaction.

`writing` opens the transaction, hands a `Writer` to the service, writes the change log and
commits; any error takes everything back. Whatever goes through `Writer` is noted row by row,
before and after; no service can forget it. Services never commit. What only a load of many rows
or an undo needs is imported there: most commands write two rows.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pairing_cli.drafts import clear
from pairing_cli.store.connecting import check_same_file, check_whole_pages
from pairing_cli.store.constraints import kept_constraints
from pairing_cli.store.failures import translated_errors
from pairing_cli.store.file import SCHEMA_VERSION, keeping_locks, schema_version
from pairing_cli.store.kept import real_place
from pairing_cli.store.locking import begin_immediate, commit, open_to_write
from pairing_cli.store.log.change_set import OpenChangeSet
from pairing_cli.store.log.changelog import ChangeNote, SetHeading, come_to_nothing, row_text
from pairing_cli.store.log.log_reading import ChangeLog
from pairing_cli.store.migrations import migrate
from pairing_cli.store.reading import ConnectionReader
from pairing_cli.store.rows.base import Row
from pairing_cli.store.schema.foreign import check_nothing_foreign_acts

if TYPE_CHECKING:
    from pairing_cli.store.bulk import Load

Table = TypeVar("Table", bound=Row)


class Writer(ConnectionReader):
    """What one command writes; its reads see what it has written so far."""

    def __init__(self, connection: sqlite3.Connection, heading: SetHeading) -> None:
        super().__init__(connection)
        self._heading = heading
        self._log: OpenChangeSet | None = None
        self._load: Load | None = None
        self.actor = heading.actor
        """Who is at the keyboard, as it goes into the records."""
        self.now = heading.at
        """The moment of the command, ISO 8601 in UTC."""
        self.notes: list[ChangeNote] = []
        """What has been changed and not been logged so far, in order."""
        self.undoes: int | None = None
        """The change set that this command takes back, if it does."""

    # --- Rows ----------------------------------------------------------------------------------

    def add(self, *rows: Row) -> None:
        """Check and insert rows, in this order. Raises `BadData`."""
        self.add_all(rows)

    def add_all(self, rows: Iterable[Row]) -> None:
        """Check and insert many rows, in this order. Raises `BadData`."""
        for table, several in groupby(rows, key=_table_of):
            stored = [row.stored() for row in several]
            names = ", ".join(f'"{name}"' for name in table.columns)
            places = ", ".join(f":{name}" for name in table.columns)
            with kept_constraints(self._connection, table.table, stored):
                self._connection.executemany(
                    f'INSERT INTO "{table.table}" ({names}) VALUES ({places})',  # noqa: S608
                    stored,
                )
            self.notes += [
                ChangeNote(table.table, _key_text(table, each), "insert", None, row_text(each))
                for each in stored
            ]

    def get(self, table: type[Table], key: object) -> Table:
        """The row of `table` with this key, which must exist."""
        found = self.find(table, key)
        if found is None:
            msg = f"no {table.table} {key}"
            raise LookupError(msg)
        return found

    def find(self, table: type[Table], key: object) -> Table | None:
        """The row of `table` with this key of one column, or None."""
        (name,) = table.key
        return next(iter(self.where(table, **{name: key})), None)

    def where(self, table: type[Table], **values: object) -> list[Table]:
        """The rows of `table` whose columns have these values, in the order of their keys."""
        wanted = {name: table.columns[name].store(value) for name, value in values.items()}
        return [table.loaded(row) for row in self._stored(table, wanted)]

    def change(self, row: Row, **values: object) -> None:
        """Give columns of a row new values, and write all that differs from what is stored.

        Raises `BadData`.
        """
        for name, value in values.items():
            setattr(row, row.columns[name].name, value)
        after = row.stored()
        key = {name: after[name] for name in row.key}
        (before,) = self._stored(type(row), key)
        changed = [name for name in after if after[name] != before[name]]
        if not changed:
            return
        settings = ", ".join(f'"{name}" = :{name}' for name in changed)
        with kept_constraints(self._connection, row.table, (after,)):
            self._connection.execute(
                f'UPDATE "{row.table}" SET {settings} WHERE {_condition(key)}',  # noqa: S608
                after,
            )
        self.notes.append(
            ChangeNote(row.table, row_text(key), "update", row_text(before), row_text(after))
        )

    def delete(self, *rows: Row) -> None:
        """Delete rows. Only links may go; a record is ended, never deleted."""
        for row in rows:
            key = {name: row.columns[name].store(getattr(row, name)) for name in row.key}
            (before,) = self._stored(type(row), key)
            with kept_constraints(self._connection, row.table, (before,)):
                self._connection.execute(
                    f'DELETE FROM "{row.table}" WHERE {_condition(key)}',  # noqa: S608
                    key,
                )
            self.notes.append(
                ChangeNote(row.table, row_text(key), "delete", row_text(before), None)
            )

    def _stored(self, table: type[Row], wanted: Mapping[str, object]) -> list[dict[str, Any]]:
        order = ", ".join(f'"{name}"' for name in table.key)
        return self.rows(
            f'SELECT * FROM "{table.table}" WHERE {_condition(wanted)} ORDER BY {order}',  # noqa: S608
            **wanted,
        )

    # --- Many at once ----------------------------------------------------------------------------

    def insert_many(self, table: type[Row], columns: Mapping[str, Sequence[Any]]) -> None:
        """Insert rows, given by all columns of the table, as they are stored: dates as ISO text,
        flags as 0 and 1.

        Types, lengths and characters are checked, and the constraints of the table. Raises
        `BadData`.
        """
        from pairing_cli.store.bulk import BATCH, BulkTable

        target = BulkTable(table, columns)
        for first in range(0, len(next(iter(columns.values()))), BATCH):
            several = [values[first : first + BATCH] for values in columns.values()]
            batch, log = target.checked(several), self._open_log()
            if self._load is not None:
                self._load.insert(log, target, batch)
            else:
                target.insertion(self._connection, batch)()
                log.noted_batches(target.entries(batch))()

    @contextmanager
    def loading(self, tables: Sequence[type[Row]], count: int) -> Iterator[None]:
        """Within it, `insert_many` goes on while SQLite works, and nothing else is asked of the
        store. Some `count` rows are to be expected in each of `tables`.
        """
        from pairing_cli.store.bulk import Load

        self._load = Load(self._connection, tables, count)
        try:
            yield
            self._load.complete()
        finally:
            self._load.finish()
            self._load = None

    @contextmanager
    def attempt(self, *, keep: bool = True) -> Iterator[None]:
        """A part of the command that happens entirely or not at all: what fails inside is
        taken back and raised. With `keep` false it is taken back in any case.
        """
        noted, log = list(self.notes), self._log
        mark = log.mark() if log else None
        if not keep:
            # Pages written to the disk for a trial would keep others, a backup too, from reading.
            self._connection.execute("PRAGMA cache_spill = OFF")
        self._connection.execute("SAVEPOINT attempt")
        kept = False
        try:
            yield
            kept = keep
        finally:
            if not kept:
                self.notes, self._log = noted, log
                if log and mark:
                    log.rewind(mark)
            if self._connection.in_transaction:  # a full disk has taken everything back
                if not kept:
                    self._connection.execute("ROLLBACK TO attempt")
                self._connection.execute("RELEASE attempt")

    # --- The log ---------------------------------------------------------------------------------

    def apply(self, note: ChangeNote) -> None:
        """Carry out one change of a log and note it. Raises `RuleRefusal` as `take_back`."""
        from pairing_cli.store.log.replay import carry_out

        carry_out(self._connection, note.table, [note])
        self.notes.append(note)

    def take_back(self, seq: int) -> None:
        """Carry out the inverse of a change set, which this command then counts as taking
        back. Raises `RuleRefusal` where a row has changed since, or others stand on it.
        """
        from pairing_cli.store.log.replay import take_back

        self.undoes = seq
        entries = ChangeLog(self).entries(seq, backwards=True)
        take_back(self._connection, self._open_log(), entries)

    def has_changes(self) -> bool:
        """Whether any row is other than it was before the command."""
        return self._log is not None or not come_to_nothing(self.notes)

    def changed_rows(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The table and the stored values of every row that the command has changed so far, as it
        was and as it is.
        """
        if self._log is not None:
            for entry in ChangeLog(self).entries(self._log.seq):
                if isinstance(entry, ChangeNote):
                    yield from entry.sides()
                else:
                    names = entry.names()
                    for row in entry.rows():
                        yield entry.table, dict(zip(names, row, strict=True))
        for note in self.notes:
            yield from note.sides()

    def seal(self) -> bool:
        """Write the command's change set, if it has changed anything; whether it has."""
        if not self.has_changes():
            return False
        self._open_log().close()
        return True

    def close(self) -> None:
        """Let go of the file; what is not committed is taken back.

        An interrupt may have come between a load and its end, so that it is still under way.
        """
        if self._load is not None:
            self._load.finish()
        self._connection.close()

    def _open_log(self) -> OpenChangeSet:
        """The change set of this command, holding what has been noted so far."""
        if self._log is None:
            heading = self._heading._replace(undoes=self.undoes)
            self._log = OpenChangeSet(self._connection, heading)
        if self.notes:
            self._log.note(self.notes)
            self.notes.clear()
        return self._log


@contextmanager
def writing(
    path: Path,
    *,
    command: str,
    actor: str,
    reason: str | None = None,
    dry_run: bool = False,
    on_backup: Callable[[Path], None] | None = None,
) -> Iterator[Writer]:
    """One command's transaction on the database at `path`.

    `on_backup` is called with the place of the backup, where an older file is migrated first.
    Under `dry_run` everything is checked and nothing kept.

    Raises what `schema_version` raises, `Locked`, `NoPermission`, `StorageFailure`.
    """
    if schema_version(path) < SCHEMA_VERSION:
        migrate(path, on_backup=on_backup)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    heading = SetHeading(now, actor, command, reason, None)
    with translated_errors(path), keeping_locks(path):
        # A bulk load works in the background, in turns with us.
        connection = open_to_write(path, check_same_thread=False)
        with closing(Writer(connection, heading)) as writer:
            begin_immediate(connection)
            check_same_file(connection, path)
            check_whole_pages(connection, path)
            check_nothing_foreign_acts(connection, path)
            yield writer
            if not dry_run and writer.seal():
                commit(connection)
    real = real_place(path)
    clear(real.parent, real.name)


def _table_of(row: Row) -> type[Row]:
    return type(row)


def _condition(values: Mapping[str, object]) -> str:
    conditions = [
        f'"{name}" IS NULL' if value is None else f'"{name}" = :{name}'
        for name, value in values.items()
    ]
    return " AND ".join(conditions) or "true"


def _key_text(table: type[Row], stored: Mapping[str, Any]) -> str:
    return row_text({name: stored[name] for name in table.key})
