"""Promise 18: what another program has put into the file never acts, and is named as what it is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pairing_cli.store.schema import steps
from pairing_cli.store.schema.our_schema import our_schema
from tests.faults.bench import bench_at, done, is_whole, pairing, rows_of, words_of

ACTING = {
    "trigger": "CREATE TRIGGER watch AFTER INSERT ON visit BEGIN DELETE FROM waiver; END",
    "trigger with a strange name": 'CREATE TRIGGER "a""b; --" AFTER UPDATE ON kindergarten'
    " BEGIN DELETE FROM waiver; END",
    "trigger instead of a view": "CREATE TRIGGER aside INSTEAD OF INSERT ON visits"
    " BEGIN DELETE FROM waiver; END",
    "unique index": "CREATE UNIQUE INDEX once ON visit (start_date)",
    "index of an expression": "CREATE INDEX fails ON visit"
    " (abs(-9223372036854775807 - length(id)))",
    "table that leads to ours": "CREATE TABLE notes (visit_id TEXT REFERENCES visit (id))",
    "view of ours, changed": "DROP VIEW visits; CREATE VIEW visits AS SELECT 1 AS id",
    "table where a view should be": "DROP VIEW facts; CREATE TABLE facts (ref TEXT)",
}

IDLE = {
    "table": "CREATE TABLE shopping (item TEXT); INSERT INTO shopping VALUES ('x')",
    "table with a strange name": 'CREATE TABLE "a""b" (item TEXT)',
    "view": "CREATE VIEW heads AS SELECT name, head FROM kindergarten",
    "view of a view": "CREATE VIEW many AS SELECT count(*) AS n FROM visits",
    "full text": "CREATE VIRTUAL TABLE words USING fts5(body)",
    "index of its own": "CREATE TABLE shopping (item TEXT); CREATE INDEX own ON shopping (item)",
    "statistics": "ANALYZE",
}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return bench_at(tmp_path / "p.db")


def _put(db: Path, sql: str) -> None:
    with closing(sqlite3.connect(db)) as connection:
        connection.executescript(sql)


def _schema(db: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(db)) as connection:
        rows = connection.execute("SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL")
        return {(kind, name) for kind, name in rows if not name.startswith("sqlite_")}


@pytest.mark.parametrize("what", ACTING)
def test_what_acts_is_named_and_nothing_is_written_before_it_is_removed(
    what: str, db: Path, tmp_path: Path
) -> None:
    _put(db, ACTING[what])
    before, content = rows_of(db), db.read_bytes()
    for name in ("log-visit", "undo", "import", "kindergarten edit", "init"):
        answer = pairing(db, *words_of(name, tmp_path))
        assert answer.code == 76, (name, answer)
        assert "db doctor --repair" in answer.err
    assert db.read_bytes() == content
    told = pairing(db, "db", "doctor", "--json")
    assert told.code == 76  # as the refused writes: a script must not go on
    found = json.loads(told.out)
    named, *_ = (each for each in found if each["check"] == "schema" and each["severity"] != "note")
    assert named["severity"] == "broken"
    assert "--repair" in named["remedy"]
    answer = pairing(db, "db", "doctor", "--repair")
    assert answer.code == 0, answer
    assert "Backed up first: " in answer.err
    assert _schema(db) == set(our_schema())
    assert is_whole(db)
    for table, count in before.items():
        assert rows_of(db)[table] >= count, table
    done(db, *words_of("log-visit", tmp_path))
    assert rows_of(db)["waiver"] == before["waiver"]


@pytest.mark.parametrize("what", IDLE)
def test_what_does_nothing_may_stay_and_a_dump_leaves_it_out(
    what: str, db: Path, tmp_path: Path
) -> None:
    _put(db, IDLE[what])
    there = _schema(db)
    done(db, *words_of("log-visit", tmp_path))
    answer = pairing(db, "db", "doctor", "--json")
    assert answer.code == 0
    found = json.loads(answer.out)
    assert {each["severity"] for each in found} <= {"note"}
    assert is_whole(db)
    done(db, "db", "doctor", "--repair")
    assert _schema(db) == there
    dumped, loaded = tmp_path / "d.jsonl", tmp_path / "new.db"
    done(db, "db", "dump", "-o", str(dumped))
    done(loaded, "db", "load", str(dumped))
    assert rows_of(loaded) == rows_of(db)
    assert _schema(loaded) == set(our_schema())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_kind_is_told_in_words(lang: str, db: Path) -> None:
    _put(db, f"{ACTING['trigger']}; {IDLE['view']}; {IDLE['table']}")
    out = pairing(db, "db", "doctor", lang=lang).out
    for name, zh, en in (
        ("watch", "触发器", "Trigger"),
        ("heads", "视图", "view"),
        ("shopping", "表", "table"),
    ):
        assert name in out
        assert (zh if lang == "zh" else en) in out


def test_a_backup_with_a_trigger_is_restored_and_not_written_to(db: Path, tmp_path: Path) -> None:
    _put(db, ACTING["trigger"])
    done(db, "db", "backup", "-o", str(tmp_path / "copy.db"))
    other = tmp_path / "other.db"
    done(other, "db", "restore", str(tmp_path / "copy.db"), "--yes")
    assert pairing(other, *words_of("log-visit", tmp_path)).code == 76


def test_the_statements_of_the_steps_are_what_a_file_stores() -> None:
    """Every command that writes compares them, without making a database for it."""
    assert sorted(steps.our_statements()) == sorted(our_schema().values())
