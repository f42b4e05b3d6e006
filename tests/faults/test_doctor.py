"""Promises 6 and 9: the doctor finds what is damaged, what is broken, and says how to get well."""

from __future__ import annotations

import datetime as dt
import json
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.services.papers.document_edit import Belongs, DocumentInput, add_documents
from pairing_cli.services.programme.cycles import find_cycle
from pairing_cli.store.checking import soundness
from pairing_cli.store.schema.our_schema import ours_of
from pairing_cli.store.writing import writing
from tests.faults.bench import (
    WRITES,
    bench_at,
    child,
    done,
    pairing,
    prepare,
    program,
    rows_of,
    sum_of,
    words_of,
)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = bench_at(tmp_path / "p.db")
    path.chmod(0o600)
    return path


def test_every_check_of_the_schema_is_one_that_the_doctor_knows() -> None:
    tables = [sql for _name, sql in ours_of("table")]
    known = sum(len(soundness._CHECK.findall(sql)) for sql in tables)
    assert known == sum(sql.count("CHECK (") for sql in tables) > 100


def tamper(db: Path, *statements: str) -> None:
    """What somebody does with the sqlite3 shell, constraints switched off."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            connection.execute(statement)


def findings(db: Path, code: int, *words: str) -> list[dict[str, Any]]:
    answer = pairing(db, "db", "doctor", *words, "--json")
    assert answer.code == code, answer
    found: list[dict[str, Any]] = json.loads(answer.out)
    assert all(each["message"] and each["remedy"] for each in found)
    return found


def kinds(found: list[dict[str, Any]]) -> set[tuple[str, str]]:
    return {(each["severity"], each["check"]) for each in found}


def test_a_healthy_file_has_no_findings(db: Path) -> None:
    assert findings(db, 0, "--check") == []
    answer = pairing(db, "db", "doctor")
    assert "All is well." in answer.err
    assert f"{rows_of(db)['change_set']} commands in the change log" in answer.err


@pytest.mark.parametrize("name", WRITES)
def test_no_command_leaves_anything_to_find(name: str, db: Path, tmp_path: Path) -> None:
    prepare(name, db)
    done(db, *words_of(name, tmp_path))
    assert [each for each in findings(db, 0, "--check") if each["check"] != "files"] == []


DAMAGED = {
    "change_set text": ("chain", "UPDATE change_set SET actor = '别人' WHERE seq = 3"),
    "change text": ("chain", "UPDATE change SET \"after\" = '{}' WHERE set_seq = 4"),
    "change gone": ("chain", "DELETE FROM change WHERE set_seq = 4 AND position = 0"),
    "set gone": ("chain", "DELETE FROM change_set WHERE seq = 5"),
    "first set gone": ("chain", "DELETE FROM change_set WHERE seq = 1"),
    "reason": ("chain", "UPDATE change_set SET reason = 'x' WHERE seq = 6"),
    "parent gone": ("keys", "DELETE FROM kindergarten WHERE name = '隆子县示范幼儿园'"),
    "table gone": ("schema", "DROP TABLE apprenticeship"),
}


@pytest.mark.parametrize("how", DAMAGED)
def test_what_is_damaged_ends_with_76_with_or_without_check(how: str, db: Path) -> None:
    check, statement = DAMAGED[how]
    tamper(db, statement)
    for words in ((), ("--check",)):
        assert ("damaged", check) in kinds(findings(db, 76, *words)), how
    told = pairing(db, "db", "doctor")
    assert "no good backup" in told.err


BROKEN = {
    "check": ("values", "UPDATE visit SET days = 0"),
    "date": ("values", "UPDATE cycle SET end_date = '2024-02-30'"),
    "blank": ("values", "UPDATE form SET label_zh = ' ' WHERE position = 1"),
    "unlogged change": ("rows", "UPDATE kindergarten SET head = '改' WHERE tier = 'township'"),
    "unlogged row": (
        "rows",
        "INSERT INTO form (code, label_zh, label_en, direction, position)"
        " VALUES ('x', 'x', 'x', 'joint', 99)",
    ),
    "unlogged delete": (
        "rows",
        "DELETE FROM form_alias WHERE id = (SELECT min(id) FROM form_alias)",
    ),
    "terms overlap": (
        "terms",
        "UPDATE term SET end_date = '2022-10-15' WHERE code = '2022-spring'",
    ),
    "pairing outside": (
        "cycles",
        "UPDATE pairing SET start_date = '2021-01-01' WHERE layer = 'city-county'",
    ),
    "visit outside": (
        "cycles",
        "UPDATE visit SET start_date = '2030-01-01', end_date = '2030-01-02'",
    ),
    "visit of nobody": ("visits", "DELETE FROM visit_pairing"),
    "view changed": ("schema", "DROP VIEW pairing_visits"),
    "index gone": ("schema", "DROP INDEX ix_visit_ref"),
    "trigger gone": ("schema", "DROP TRIGGER done_visit_changed"),
    "kept view gone": ("schema", "DROP TABLE done_visit"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_rule_is_a_finding_and_ends_with_1_under_check_only(how: str, db: Path) -> None:
    check, statement = BROKEN[how]
    tamper(db, statement)
    found = findings(db, 0)
    assert ("broken", check) in kinds(found) or how == "view changed", found
    if how != "view changed":  # what reads the view can't look
        assert "damaged" not in {each["severity"] for each in found}, found
    findings(db, 1, "--check")


def test_an_index_is_not_made_where_rows_stand_in_its_way(db: Path) -> None:
    tamper(
        db,
        "DROP INDEX uq_rule_pack_active",
        "UPDATE rule_pack SET code = 'term-quotas'",
    )
    told = pairing(db, "db", "doctor", "--repair").err
    assert "in the way of the index uq_rule_pack_active" in told
    assert ("broken", "schema") in kinds(findings(db, 0))


def test_repair_rebuilds_what_is_derived_after_a_backup_and_nothing_else(
    db: Path, tmp_path: Path
) -> None:
    before = sum_of(db)
    tamper(
        db,
        "DROP VIEW visits",
        "CREATE VIEW visits AS SELECT 1 AS id",
        "DROP INDEX ix_visit_ref",
        "DROP INDEX uq_rule_pack_active",
        "CREATE INDEX uq_rule_pack_active ON rule_pack (code)",
    )
    stale = tmp_path / ".p.db.0badcafe.tmp"
    stale.write_bytes(b"")
    os.utime(stale, (time.time() - 7200,) * 2)
    fresh = tmp_path / ".p.db.12345678.tmp"
    fresh.write_bytes(b"")
    answer = pairing(db, "db", "doctor", "--repair")
    assert "Backed up first: " in answer.err
    assert next((tmp_path / "p.db.backups").glob("*-repair.db"))
    assert not stale.exists()
    assert fresh.exists()
    left = findings(db, 0)
    # The rows say again what they said; only the log knows that somebody was at them.
    assert kinds(left) <= {("broken", "rows"), ("broken", "chain")}, left
    done(db, "list")
    assert sum_of(db) == before
    entered = "UPDATE kindergarten SET head = '改' WHERE tier = 'township'"
    tamper(db, entered)
    pairing(db, "db", "doctor", "--repair")
    assert ("broken", "rows") in kinds(findings(db, 0))


def test_a_damaged_file_is_not_repaired(db: Path) -> None:
    content = bytearray(db.read_bytes())
    content[8192:40_960] = bytes(32_768)
    db.write_bytes(content)
    assert pairing(db, "db", "doctor", "--repair").code == 76
    assert db.read_bytes() == content


def test_evidence_that_is_missing_altered_or_nobodys_is_found(db: Path, tmp_path: Path) -> None:
    done(db, *words_of("log-visit", tmp_path))
    stored = next((tmp_path / "p.db.files").glob("*/*"))
    content = stored.read_bytes()
    stored.write_bytes(content + b"!")
    assert kinds(findings(db, 76)) == {("damaged", "files")}
    stored.unlink()
    assert kinds(findings(db, 76)) == {("damaged", "files")}
    stored.write_bytes(content)
    assert findings(db, 0) == []
    stored.with_name("0" * 64).write_bytes(b"")
    assert kinds(findings(db, 0, "--check")) == {("note", "files")}
    stored.with_name("0" * 64).unlink()
    done(db, "undo")
    assert findings(db, 0) == []  # a redo will need the file
    done(db, "redo")
    assert findings(db, 0) == []


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_a_file_that_others_may_read_is_noted(db: Path) -> None:
    db.chmod(0o644)
    assert kinds(findings(db, 0, "--check")) == {("note", "privacy")}


def test_tables_of_other_programs_are_noted(db: Path) -> None:
    tamper(db, "CREATE TABLE notes (a)")
    assert kinds(findings(db, 0, "--check")) == {("note", "schema")}


ALTERED_BATCHES = {
    "value": "UPDATE change_batch SET row_values = replace(row_values, '-', '_')",
    "operation": "UPDATE change_batch SET operation = 'delete' WHERE table_name = 'visit'",
    "count": "UPDATE change_batch SET row_count = row_count + 1 WHERE table_name = 'visit'",
    "keys": "UPDATE change_batch SET first_key = '0'",
    "key names": "UPDATE change_batch SET key_names = '[\"start_date\"]'",
    "columns": "UPDATE change_batch SET column_names = '[]'",
    "no list": "UPDATE change_batch SET row_values = '{'",
    "gone": "DELETE FROM change_batch WHERE table_name = 'visit_pairing'",
    "order": "UPDATE change_batch SET position = 1000 - position",
}


@pytest.mark.parametrize("how", ALTERED_BATCHES)
def test_a_batch_of_the_log_that_was_altered_is_damage(how: str, db: Path, tmp_path: Path) -> None:
    done(db, *words_of("import", tmp_path))
    assert findings(db, 0, "--check") == []
    tamper(db, ALTERED_BATCHES[how])
    assert ("damaged", "chain") in kinds(findings(db, 76, "--check"))


def test_an_imported_row_that_was_changed_by_another_program_is_found(
    db: Path, tmp_path: Path
) -> None:
    done(db, *words_of("import", tmp_path))
    newest = "(SELECT max(id) FROM visit)"
    tamper(db, f"UPDATE visit SET topic = '改' WHERE id = {newest}")
    assert kinds(findings(db, 1, "--check")) == {("broken", "rows")}
    assert pairing(db, "undo").code == 3


@pytest.mark.skipif(os.name == "nt", reason="needs fork")
def test_a_busy_healthy_file_is_healthy(db: Path) -> None:
    """It is judged as it was at one moment, whatever is written meanwhile."""
    together = child("together", str(db), "2", "30")
    looked = 0
    while together.poll() is None:
        assert findings(db, 0, "--check") == []
        looked += 1
    out, err = together.communicate(timeout=120)
    assert json.loads(out)["codes"] == [0, 0], err
    assert looked > 0


@pytest.mark.skipif(os.name == "nt", reason="needs another process")
def test_a_file_that_is_being_attached_is_not_nobodys(db: Path, tmp_path: Path) -> None:
    """It is in the store before its row; the doctor waits for the command that is writing."""
    (tmp_path / "a.txt").write_text("a")
    with writing(db, command="document add", actor="卓玛") as store:
        cycle = find_cycle(store, None, dt.date(2022, 6, 20))
        add_documents(
            store,
            [tmp_path / "a.txt"],
            Belongs(mentee="隆子县"),
            DocumentInput(),
            cycle,
            as_of=dt.date(2022, 6, 20),
            today=dt.date(2022, 6, 20),
            database=db,
        )
        looking = program("--db", str(db), "db", "doctor", "--json")
        time.sleep(3)
        assert looking.poll() is None
    out, err = looking.communicate(timeout=60)
    assert json.loads(out) == [], err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("what", ["pipe", "folder", "device"])
def test_what_stands_where_a_file_was_kept_hangs_nobody(
    what: str, db: Path, tmp_path: Path
) -> None:
    done(db, *words_of("document add", tmp_path))
    done(db, "db", "backup")
    stored = next((tmp_path / "p.db.files").glob("*/*"))
    copy = next((tmp_path / "p.db.backups").glob("*.db"))
    for place in (stored, copy, copy.with_name(f"{copy.name}.sha256")):
        place.unlink()
        if what == "pipe":
            os.mkfifo(place)
        elif what == "folder":
            place.mkdir()
        else:
            place.symlink_to("/dev/zero")
    found = findings(db, 76)
    assert ("damaged", "files") in kinds(found)
    archive = program("--db", str(db), "document", "archive", "隆子县", "-o", f"{tmp_path}/a.zip")
    _, err = archive.communicate(timeout=60)
    assert archive.returncode == 76, err
    for words in (("db", "backups"), ("db", "restore", str(copy), "--yes"), ("db", "backup")):
        process = program("--db", str(db), *words)
        _, err = process.communicate(timeout=60)
        assert process.returncode in (0, 74, 76), err
        assert "Traceback" not in err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
@pytest.mark.parametrize("end", ["-journal", "-wal"])
def test_a_pipe_in_place_of_a_journal_hangs_nobody(end: str, db: Path) -> None:
    os.mkfifo(f"{db}{end}")
    for words in (("list",), ("undo",), ("db", "doctor"), ("db", "backup")):
        process = program("--db", str(db), *words)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 76, err
        assert f"p.db{end}" in err
