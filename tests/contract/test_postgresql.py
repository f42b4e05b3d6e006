"""The SQL that commands send is understood by PostgreSQL, too: later a shared server.

Every command of the fault benches runs on SQLite and its statements are recorded; then each is
planned on a real server with the tables that SQLModel makes there and the views as they are.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, Final

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlmodel import SQLModel

from pairing_cli.services.programme.names.lookup import names_beginning
from pairing_cli.store import tables
from pairing_cli.store.opening import FileReader
from pairing_cli.store.schema.steps import statements_of
from tests.faults.bench import FILES_OUT, READS, WRITES, bench_at, pairing, prepare, words_of

from .postgresql import programs, server

assert tables

pytestmark = pytest.mark.xdist_group("postgresql")

_FILES_OWN: Final = re.compile(
    r"^(\s|--.*\n)*(PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|VACUUM|ATTACH|DROP|CREATE"
    r"|INSERT INTO done_visit )"
    r"|sqlite_master|rowid|pragma_|'\+0 days'",
    re.IGNORECASE,
)
"""What is about a file: its pages, locks, schema, and what is kept of a view. A server has its own
ways for these."""

_ABOUT_FILES: Final = {"db backups", "db doctor", "db dump", "db path", "init"}

_ODD: Final[Mapping[str, set[int]]] = {
    "progress --county 洛扎县": {0},
    "progress --by county --county 洛扎县": {0},
    "status --county 洛扎县": {0},
    "schedule --county 洛扎县": {0},
    "summary --term 2023秋": {0},
    "list --county 洛扎县": {0},
    "visit list --mentor 市实验 --county 洛扎县": {0},
    "show 没有这样的名字": {4},
    "show 双语": {4},
    "show longzi": {4},
    "show jiacha": {0},
    "show 洛扎县/扎日乡": {4},
    "visit show zz": {4},
}
"""Questions with nothing to find, or several, and the codes that they may end with."""

_INSTEAD: Final = (
    "CREATE VIEW done_visit AS SELECT * FROM done_visits",
    "CREATE AGGREGATE group_concat (text, text)"
    " (SFUNC = string_agg_transfn, STYPE = internal, FINALFUNC = string_agg_finalfn)",
)
"""What a server has instead of SQLite's own (decision 0026)."""

_PLACE: Final = re.compile(r"(?<![:\w]):(\w+)")


class Sent(dict[str, Any]):
    """SQL text → the values that came with it first."""

    def __init__(self) -> None:
        super().__init__()
        self.after_failure: list[str] = []
        """What was sent after a statement that failed, and isn't a way back to a savepoint."""
        self._has_failed = False

    def note(self, sql: str, values: object) -> None:
        if self._has_failed and not sql.lstrip().upper().startswith("ROLLBACK"):
            self.after_failure.append(sql)
        self._has_failed = False
        if not _FILES_OWN.search(sql):
            self.setdefault(sql, values)

    def failed(self) -> None:
        self._has_failed = True


_sent = Sent()


class _NotingCursor(sqlite3.Cursor):
    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:  # type: ignore[override]
        _sent.note(sql, values)
        try:
            return super().execute(sql, values)
        except sqlite3.IntegrityError:
            _sent.failed()
            raise

    def executemany(self, sql: str, values: Any) -> sqlite3.Cursor:  # type: ignore[override]
        several = list(values)
        if several:
            _sent.note(sql, several[0])
        try:
            return super().executemany(sql, several)
        except sqlite3.IntegrityError:
            _sent.failed()
            raise


class _NotingConnection(sqlite3.Connection):
    def cursor(self, *_factory: Any) -> sqlite3.Cursor:  # type: ignore[override]
        return super().cursor(_NotingCursor)

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        return self.cursor().execute(sql, values)

    def executemany(self, sql: str, values: Any) -> sqlite3.Cursor:
        return self.cursor().executemany(sql, values)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """What all commands of the benches send."""
    connect = sqlite3.connect
    patch = pytest.MonkeyPatch()
    patch.setattr(
        sqlite3, "connect", lambda *args, **more: connect(*args, factory=_NotingConnection, **more)
    )
    with patch.context():
        for name in sorted({*WRITES, *READS, *FILES_OUT} - _ABOUT_FILES):
            folder = tmp_path_factory.mktemp("bench") / "of"
            folder.mkdir()
            db = bench_at(folder / "p.db")
            prepare(name, db)
            answer = pairing(db, *words_of(name, folder))
            assert answer.code in (0, 1), (name, answer.err)
        db = bench_at(tmp_path_factory.mktemp("bench") / "p.db")
        for line, codes in _ODD.items():
            assert pairing(db, *line.split()).code in codes, line
        with closing(FileReader(db)) as store:
            assert names_beginning(store, "隆")
    patch.undo()
    return _sent


@pytest.fixture(scope="module")
def postgres() -> Iterator[Any]:
    """A server with our tables, indexes and views."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("no PostgreSQL here (Debian: apt-get install postgresql)")
    with server(bin_folder) as connection, connection.cursor() as cursor:
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
        for table in SQLModel.metadata.sorted_tables:
            cursor.execute(str(CreateTable(table).compile(dialect=dialect)).replace("%%", "%"))
            for index in sorted(table.indexes, key=lambda each: str(each.name)):
                cursor.execute(str(CreateIndex(index).compile(dialect=dialect)))
        for statement in statements_of("views.sql"):
            cursor.execute(statement)
        for statement in _INSTEAD:
            cursor.execute(statement)
        yield cursor


def _asked(sql: str, values: object) -> tuple[str, object]:
    """A statement with its places as the server's driver has them."""
    text = sql.replace("%", "%%")
    if isinstance(values, Mapping):
        return _PLACE.sub(r"%(\1)s", text), values
    assert isinstance(values, Sequence)
    given: list[Any] = []
    last = 0

    def place(number: re.Match[str]) -> str:  # ?2 is the second value, ? the one after the last
        nonlocal last
        at = int(number[1]) if number[1] else last + 1
        last = max(last, at)
        given.append(values[at - 1])
        return "%s"

    return re.sub(r"\?(\d*)", place, text), given


def test_every_statement_is_understood(sent: Sent, postgres: Any) -> None:
    import psycopg2

    refused = []
    for sql, values in sent.items():
        try:
            postgres.execute(*_asked(f"EXPLAIN {sql}", values))
        except psycopg2.Error as error:
            refused.append(f"{error}\n{sql}")
    assert not refused, f"{len(refused)} of {len(sent)}:\n" + "\n---\n".join(refused)
    assert len(sent) > 300


def test_nothing_goes_on_after_a_refused_row_without_a_savepoint(sent: Sent) -> None:
    assert sent.after_failure == []


def test_the_server_refuses_days_that_no_calendar_has(postgres: Any) -> None:
    import psycopg2

    weights = "weight_organisation, weight_activity, weight_archive, weight_effect"
    row = f"INSERT INTO cycle (id, code, start_date, end_date, state, assumed, {weights}) VALUES"
    for first, last in (("2022-02-30", "2024-03-31"), ("2022-3-1", "2024-03-31"), ("x", "y")):
        with pytest.raises(psycopg2.Error):
            postgres.execute(f"{row} ('i', 'c', '{first}', '{last}', 'active', 0, 20, 50, 15, 15)")
    postgres.execute(f"{row} ('i', 'c', '2022-03-01', '2024-02-29', 'active', 0, 20, 50, 15, 15)")
