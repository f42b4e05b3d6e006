"""The schema's history: the steps, what they make, and files of every version."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.output.language import use_language
from pairing_cli.store.file import APPLICATION_ID, SCHEMA_VERSION
from pairing_cli.store.migrations import migrate, new_file
from pairing_cli.store.schema.steps import STEPS, Step

from .loading import ROOT, Outcome, pairing, tool

STORED = sorted((ROOT / "tests/contract/databases").glob("schema_v*.db"))
WRITE = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-05-10", "--hours", "2")
Run = Callable[..., Outcome]


@pytest.fixture(scope="module")
def store_schema() -> Any:
    return tool("store_schema")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    yield lambda path, *words: pairing(capsys, "--db", str(path), *words)
    use_language("zh")


@pytest.fixture(params=STORED, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a stored database, one test for each version."""
    return Path(shutil.copyfile(request.param, tmp_path / "old.db"))


@pytest.fixture
def today(tmp_path: Path) -> Path:
    """An empty database of today's version."""
    with new_file(tmp_path / "today.db") as draft:
        assert draft.exists()
    return tmp_path / "today.db"


def ask(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [*connection.iterdump(), str(connection.execute("PRAGMA user_version").fetchone())]


# --- What the steps make ---------------------------------------------------------------------


def test_the_steps_make_exactly_the_tables_that_are_declared(store_schema: Any) -> None:
    assert store_schema.laid() == store_schema.declared()


def test_each_stored_database_is_what_its_steps_make(store_schema: Any) -> None:
    assert store_schema.problems() == [], "before the release: python tools/store_schema.py"


def test_the_comparison_sees_a_column_a_check_and_an_index(store_schema: Any) -> None:
    def schema(*statements: str) -> Any:
        with closing(sqlite3.connect(":memory:")) as connection:
            for statement in statements:
                connection.execute(statement)
            return store_schema.schema_of(connection)

    whole = schema(
        "CREATE TABLE t (a TEXT, b TEXT, CONSTRAINT c CHECK (a IN ('1', '2'))) STRICT",
        "CREATE INDEX i ON t (a, b) WHERE a <> ''",
    )
    index = "CREATE INDEX i ON t (a, b) WHERE a <> ''"
    later = "CREATE TABLE t (a TEXT,\n CONSTRAINT c\tCHECK (a IN ('1', '2'))) STRICT"
    assert whole == schema(later, "ALTER TABLE t ADD COLUMN b TEXT", index)
    assert whole != schema("CREATE TABLE t (a TEXT, b TEXT) STRICT", index)
    assert whole != schema("CREATE TABLE t (a TEXT, b TEXT, c TEXT)", index)
    wider = "CREATE TABLE t (a TEXT, b TEXT, CONSTRAINT c CHECK (a IN ('1', '2', '3'))) STRICT"
    assert whole != schema(wider, index)
    assert whole != schema(wider.replace(", '3'", ""), index.replace("a, b", "b, a"))


def test_there_is_a_step_and_a_stored_database_for_every_version() -> None:
    assert len(STEPS) == SCHEMA_VERSION
    versions = range(1, SCHEMA_VERSION + 1)
    assert [path.name for path in STORED] == [f"schema_v{version}.db" for version in versions]
    for version, path in zip(versions, STORED, strict=True):
        assert ask(path, "PRAGMA user_version") == [(version,)]
        assert path.stat().st_size < 600_000


def test_a_new_file_says_whose_it_is_and_which_version(today: Path) -> None:
    assert ask(today, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert ask(today, "PRAGMA user_version") == [(SCHEMA_VERSION,)]


def test_every_table_is_strict(today: Path) -> None:
    found = {name: strict for _, name, kind, _, _, strict in ask(today, "PRAGMA table_list")
             if kind == "table" and not name.startswith("sqlite_")}  # fmt: skip
    assert found
    assert [name for name, strict in found.items() if not strict] == []


def test_every_foreign_key_leads_to_a_key(today: Path) -> None:
    # With a parent that has no such key, SQLite complains at the first write, not before.
    tables = {name for (name,) in ask(today, "SELECT name FROM sqlite_master WHERE type='table'")}
    for table in tables:
        for _, _, parent, _, to, *_ in ask(today, f'PRAGMA foreign_key_list("{table}")'):
            keys = [row[1] for row in ask(today, f'PRAGMA table_info("{parent}")') if row[5]]
            assert keys == [to], f"{table} → {parent}.{to}"


# --- Stored files ------------------------------------------------------------------------------


def test_a_stored_database_opens_reads_and_takes_a_write(old: Path, run: Run) -> None:
    listed = run(old, "list", "--json")
    assert listed.code == 0, listed.err
    assert len(json.loads(listed.out)) >= 12
    before = json.loads(run(old, "visit", "list", "--cycle", "2022-2024", "--json").out)
    written = run(old, *WRITE)
    assert written.code == 0, written.err
    after = json.loads(run(old, "visit", "list", "--cycle", "2022-2024", "--json").out)
    assert len(after) == len(before) + 1
    assert ask(old, "PRAGMA user_version") == [(SCHEMA_VERSION,)]
    assert run(old, "undo").code == 0


def test_a_stored_database_is_sound(old: Path) -> None:
    migrate(old)
    assert ask(old, "PRAGMA foreign_key_check") == []
    assert ask(old, "PRAGMA integrity_check") == [("ok",)]


def test_every_view_can_be_queried(old: Path) -> None:
    migrate(old)
    views = [name for (name,) in ask(old, "SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert views
    for view in views:
        ask(old, f'SELECT * FROM "{view}" LIMIT 3')


def test_views_stand_on_no_sql_that_only_one_database_speaks(today: Path) -> None:
    views = ask(today, "SELECT lower(sql) FROM sqlite_master WHERE type = 'view'")
    only_sqlite = ("ifnull", "strftime", "julianday", "group_concat", "iif(", "rowid", " glob ")
    assert [word for (sql,) in views for word in only_sqlite if word in sql] == []


# --- Steps ---------------------------------------------------------------------------------------


def add_table(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE later (id INTEGER PRIMARY KEY, text TEXT) STRICT")
    connection.execute("INSERT INTO later VALUES (1, '一')")


def fail_late(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM visit_pairing")
    connection.execute("ALTER TABLE later ADD COLUMN more TEXT")
    raise RuntimeError("a step that fails after it has changed things")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return Path(shutil.copyfile(STORED[0], tmp_path / "first.db"))


FIRST: tuple[Step, ...] = (STEPS[0],)


def test_a_step_that_fails_leaves_the_file_as_it_was(first: Path) -> None:
    before = content(first)

    def fail_at_once(connection: sqlite3.Connection) -> None:
        add_table(connection)
        fail_late(connection)

    with pytest.raises(RuntimeError):
        migrate(first, (*FIRST, fail_at_once))
    assert content(first) == before
    assert not first.with_name("first.db-journal").exists()


def test_steps_before_the_one_that_fails_stay_done(first: Path) -> None:
    visits = ask(first, "SELECT * FROM visit_pairing")
    with pytest.raises(RuntimeError):
        migrate(first, (*FIRST, add_table, fail_late))
    assert ask(first, "PRAGMA user_version") == [(2,)]
    assert ask(first, "SELECT * FROM later") == [(1, "一")]
    assert ask(first, "SELECT * FROM visit_pairing") == visits


def test_steps_that_are_done_are_not_done_again(first: Path) -> None:
    def never(_connection: sqlite3.Connection) -> None:
        pytest.fail("step 1 ran on a file of version 1")

    migrate(first, (never, add_table))
    assert ask(first, "PRAGMA user_version") == [(2,)]
    assert ask(first, "SELECT count(*) FROM pairings") != [(0,)]


def test_migrating_a_file_of_today_changes_no_byte(today: Path) -> None:
    before = today.read_bytes()
    migrate(today)
    assert today.read_bytes() == before


# --- Files that are none of ours -----------------------------------------------------------------


def patched(path: Path, offset: int, value: int) -> None:
    data = bytearray(STORED[-1].read_bytes())
    data[offset : offset + 4] = value.to_bytes(4)
    path.write_bytes(data)


def newer(path: Path) -> None:
    patched(path, 60, SCHEMA_VERSION + 1)


def foreign(path: Path) -> None:
    patched(path, 68, 0x0F055112)


def cut_short(path: Path) -> None:
    path.write_bytes(STORED[-1].read_bytes()[:50])


def text(path: Path) -> None:
    path.write_text("隆子县,2022-04-12,送教\n" * 20, encoding="utf-8")


WRONG = [
    (newer, 69, "newer-file"),
    (foreign, 76, "foreign-database"),
    (cut_short, 76, "not-a-database"),
    (text, 76, "not-a-database"),
    (lambda path: path.touch(), 76, "empty-file"),
    (lambda path: path.mkdir(), 76, "is-a-folder"),
    (lambda _path: None, 66, "no-database"),
]
WRONG_IDS = ["newer", "foreign", "cut short", "text", "0 bytes", "folder", "missing"]


@pytest.mark.parametrize(("make", "code", "case"), WRONG, ids=WRONG_IDS)
@pytest.mark.parametrize("words", [("list",), WRITE], ids=["read", "write"])
def test_a_file_that_is_not_ours_is_refused_and_left_alone(
    make: Callable[[Path], None], code: int, case: str, words: tuple[str, ...], tmp_path: Path,
    run: Run,
) -> None:  # fmt: skip
    path = tmp_path / "p.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    outcome = run(path, *words, "--json")
    assert outcome.code == code, outcome.err
    assert outcome.out == ""
    assert outcome.error["code"] == case
    assert outcome.error["exit"] == code
    assert outcome.error["message"]
    assert outcome.error["hint"]
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [each.name for each in tmp_path.iterdir() if each != path] == []


@pytest.mark.parametrize(("make", "code", "case"), WRONG[:-1], ids=WRONG_IDS[:-1])
def test_init_refuses_them_too(
    make: Callable[[Path], None], code: int, case: str, tmp_path: Path, run: Run
) -> None:
    path = tmp_path / "p.db"
    make(path)
    outcome = run(path, "init", "--json")
    assert (outcome.code, outcome.error["code"]) == (code, case)
    assert [each.name for each in tmp_path.iterdir()] == ["p.db"]
