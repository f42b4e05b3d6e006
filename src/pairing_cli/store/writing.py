"""The write side: one command, one session, one immediate transaction, one change set.

`writing(path, …)` begins with BEGIN IMMEDIATE before anything is read, hands out a `Writer`,
and commits when the block ends well. The session itself notes every row that is inserted,
changed or deleted, before and after; no service can forget it. Services never commit.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy import Connection, event, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, UOWTransaction
from sqlmodel import SQLModel

from pairing_cli import stopping
from pairing_cli.domain.errors import BadData, PairingError, RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.bulk import BulkTable, OpenChangeSet, batches
from pairing_cli.store.changelog import ChangeNote, SetHeading, chain_hash, row_text
from pairing_cli.store.file import SCHEMA_VERSION, schema_version
from pairing_cli.store.locking import begin_immediate, driver_of, engine_for
from pairing_cli.store.migrations import migrate
from pairing_cli.store.reading import (
    RowReader,
    check_same_file,
    check_whole_pages,
    storage_error,
)
from pairing_cli.store.tables import Change, ChangeSet

Table = TypeVar("Table", bound=SQLModel)


class Writer(RowReader):
    """A session of one command: reads see what it has written so far."""

    def __init__(self, session: Session, heading: SetHeading) -> None:
        self._session = session
        self._heading = heading
        self._bulk: OpenChangeSet | None = None
        self.actor = heading.actor
        """Who is at the keyboard, as it goes into the records."""
        self.now = heading.at
        """The moment of the command, ISO 8601 in UTC."""
        self.notes: list[ChangeNote] = []
        """What has been changed so far, in order."""
        self.undoes: int | None = None
        """The change set that this command takes back, if it does."""
        _note_changes(session, self.notes)

    def add(self, *rows: SQLModel) -> None:
        """Validate and insert rows, in this order. Raises `BadData`."""
        for row in rows:
            _validate(row)
            self._session.add(row)
            self._flush()

    def add_all(self, rows: list[Any]) -> None:
        """Validate and insert many rows of one table at once. Raises `BadData`."""
        for row in rows:
            _validate(row)
        self._session.add_all(rows)
        self._flush()

    def insert_many(
        self, table: type[SQLModel], names: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Insert rows as they are stored (dates as ISO text, flags as 0 and 1), by the batch.

        `names` says which field each place of a row is; the rows are not held. Types, lengths
        and characters are checked, and the constraints of the table. Raises `BadData`.
        """
        self._flush()
        driver = driver_of(self._session.connection())
        target = BulkTable(table, names)
        for batch in batches(rows):
            if self._bulk is None:
                self._bulk = OpenChangeSet(driver, self._heading._replace(undoes=self.undoes))
            if self.notes:
                self._bulk.note(self.notes)
                self.notes.clear()
            target.write(driver, self._bulk, batch)

    @contextmanager
    def attempt(self, *, keep: bool = True) -> Iterator[None]:
        """A part of the command that happens entirely or not at all: what fails inside is
        taken back and raised. With `keep` false it is taken back in any case.
        """
        noted = len(self.notes)
        if not keep:
            # Pages written to the disk for a trial would keep others, a backup too, from reading.
            driver_of(self._session.connection()).execute("PRAGMA cache_spill = OFF")
        savepoint = self._session.begin_nested()
        try:
            yield
            self._flush()
        except BaseException:
            savepoint.rollback()
            del self.notes[noted:]
            raise
        if keep:
            savepoint.commit()
        else:
            savepoint.rollback()
            del self.notes[noted:]

    def log_changes(self) -> bool:
        """Write the command's change set, if it has changed anything; whether it has."""
        if self._bulk is not None:
            self._bulk.note(self.notes)
            self._bulk.close()
        elif self.notes:
            heading = self._heading._replace(undoes=self.undoes)
            _append_change_set(self._session.connection(), heading, self.notes)
        return self._bulk is not None or bool(self.notes)

    def get(self, table: type[Table], key: object) -> Table:
        """The row of `table` with this key, which must exist."""
        return self._session.get_one(table, key)

    def find(self, table: type[Table], key: object) -> Table | None:
        """The row of `table` with this key, or None."""
        return self._session.get(table, key)

    def where(self, table: type[Table], **values: object) -> list[Table]:
        """The rows of `table` whose columns have these values."""
        return list(self._session.query(table).filter_by(**values))

    def change(self, row: SQLModel, **values: object) -> None:
        """Give columns of a row new values, validated. Raises `BadData`."""
        for name, value in values.items():
            setattr(row, name, value)
        _validate(row)
        self._flush()

    def delete(self, *rows: SQLModel) -> None:
        """Delete rows. Only links may go; a record is ended, never deleted."""
        for row in rows:
            self._session.delete(row)
            self._flush()

    def rows(self, sql: str, /, **values: Any) -> list[Mapping[str, Any]]:
        """All rows of a query, seeing this session's own changes."""
        result = self._session.connection().execute(text(sql), values)
        return [dict(row) for row in result.mappings()]

    def apply(self, note: ChangeNote) -> None:
        """Carry out a change of the log and note it. Raises `RuleRefusal` where the row has
        changed since, or where other rows have come to stand on it.
        """
        table = SQLModel.metadata.tables[note.table]
        key = json.loads(note.key)
        before = None if note.before is None else json.loads(note.before)
        after = None if note.after is None else json.loads(note.after)
        where = " AND ".join(f'"{table.columns[name].name}" = :key_{name}' for name in key)
        keys = {f"key_{name}": value for name, value in key.items()}
        stored = self.rows(f'SELECT * FROM "{table.name}" WHERE {where}', **keys)  # noqa: S608
        changed_since = RuleRefusal(
            "changed-since",
            phrase("A record in {table} has been changed since.", table=table.name),
            hint=phrase("See: pairing history"),
        )
        if (dict(stored[0]) if stored else None) != before:
            raise changed_since
        try:
            self._session.connection().execute(
                text(_change_sql(table, where, before, after)), {**keys, **(after or {})}
            )
        except IntegrityError as error:
            raise changed_since from error
        self.notes.append(note)

    def _flush(self) -> None:
        try:
            self._session.flush()
        except IntegrityError as error:
            raise BadData(
                "constraint",
                phrase("The database refuses this record: {reason}.", reason=str(error.orig)),
            ) from error


@contextmanager
def writing(
    path: Path,
    *,
    command: str,
    actor: str,
    reason: str | None = None,
    dry_run: bool = False,
    on_wait: Callable[[], None] | None = None,
    on_backup: Callable[[Path], None] | None = None,
) -> Iterator[Writer]:
    """One command's transaction on the database at `path`.

    `on_wait` is called once when another process holds the file for more than two seconds;
    `on_backup` with the place of the backup, where an older file is migrated first. Under
    `dry_run` everything is checked and nothing kept.

    Raises what `schema_version` raises, `Locked`, `NoPermission`, `StorageFailure`.
    """
    if schema_version(path) < SCHEMA_VERSION:
        migrate(path, on_backup=on_backup)
    engine = engine_for(path)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    try:
        with _storage_errors(path), engine.connect() as connection:
            begin_immediate(driver_of(connection), path, on_wait)
            check_same_file(driver_of(connection), path)
            check_whole_pages(driver_of(connection), path)
            with Session(connection, autoflush=False, expire_on_commit=False) as session:
                writer = Writer(session, SetHeading(now, actor, command, reason, None))
                yield writer
                session.flush()
                if not dry_run and writer.log_changes():
                    stopping.too_late()
                    driver_of(connection).execute("COMMIT")
    finally:
        engine.dispose()


@contextmanager
def _storage_errors(path: Path) -> Iterator[None]:
    """Turn what the driver says into an error with a sentence; let ours through."""
    try:
        yield
    except PairingError:
        raise
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise storage_error(error.orig, path) from error
        raise
    except sqlite3.Error as error:
        raise storage_error(error, path) from error


def _change_sql(
    table: Any, where: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> str:
    """The statement that leads a row from `before` to `after`. Names come from the schema."""
    if after is None:
        return f'DELETE FROM "{table.name}" WHERE {where}'  # noqa: S608
    names = [table.columns[name].name for name in after]
    if before is None:
        listed = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(f":{name}" for name in names)
        return f'INSERT INTO "{table.name}" ({listed}) VALUES ({values})'  # noqa: S608
    settings = ", ".join(f'"{name}" = :{name}' for name in names)
    return f'UPDATE "{table.name}" SET {settings} WHERE {where}'  # noqa: S608


def _validate(row: SQLModel) -> None:
    """Check a row against the plain model that its table extends."""
    name = f"{type(row).__name__}Fields"
    model = next((base for base in type(row).__mro__ if base.__name__ == name), None)
    if model is None or not issubclass(model, SQLModel):
        return
    try:
        model.model_validate(row.model_dump())
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadData(
            "invalid",
            phrase(
                "{field} of {table} can't be stored: {reason}.",
                field=field,
                table=str(type(row).__tablename__),
                reason=first["msg"],
            ),
            column=field,
        ) from error


def _note_changes(session: Session, notes: list[ChangeNote]) -> None:
    """Have the session note each row change, in the order of its flushes."""

    @event.listens_for(session, "before_flush")
    def note(session: Session, _context: UOWTransaction, _instances: object) -> None:
        for row in session.new:
            notes.append(ChangeNote(*_identity(row), "insert", None, row_text(row.model_dump())))
        for row in session.dirty:
            if session.is_modified(row):
                notes.append(
                    ChangeNote(
                        *_identity(row),
                        "update",
                        row_text(_before(row)),
                        row_text(row.model_dump()),
                    )
                )
        for row in session.deleted:
            notes.append(ChangeNote(*_identity(row), "delete", row_text(row.model_dump()), None))


def _identity(row: SQLModel) -> tuple[str, str]:
    mapper = inspect(type(row))
    names = [column.key for column in mapper.primary_key]
    return str(mapper.local_table.name), row_text({name: getattr(row, name) for name in names})


def _before(row: SQLModel) -> dict[str, Any]:
    state = inspect(row)
    values = row.model_dump()
    for name in values:
        history = state.attrs[name].history
        if history.has_changes() and history.deleted:
            values[name] = history.deleted[0]
    return values


def _append_change_set(
    connection: Connection, heading: SetHeading, notes: Sequence[ChangeNote]
) -> int:
    """Write the change set at the end of the log; its sequence number."""
    last = connection.execute(
        text("SELECT seq, hash FROM change_set ORDER BY seq DESC LIMIT 1")
    ).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, "")
    connection.execute(
        ChangeSet.__table__.insert(),  # type: ignore[attr-defined]
        {
            "seq": seq,
            **heading._asdict(),
            "previous_hash": previous,
            "hash": chain_hash(previous, heading, notes),
        },
    )
    connection.execute(
        Change.__table__.insert(),  # type: ignore[attr-defined]
        [
            {
                "set_seq": seq,
                "position": position,
                "table_name": note.table,
                "row_key": note.key,
                "operation": note.operation,
                "before": note.before,
                "after": note.after,
            }
            for position, note in enumerate(notes)
        ],
    )
    return seq
