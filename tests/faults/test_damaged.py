"""Promises 5 and 8: files that are damaged, foreign, newer, no files at all, or replaced."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.store import file as header
from pairing_cli.store import opening, writing
from tests.faults.bench import IS_FUZZ, Answer, bench_at, content_of, done, pairing, program

COMMANDS = (
    "list",
    "progress --json",
    "history",
    "log-visit 隆子县 --form 送教 --on 2022-04-12",
    "db doctor",
    "db backup",
    "db dump",
)
FLIPS = 300 if IS_FUZZ else 20
SEED = int(os.environ.get("PAIRING_FUZZ_SEED", "1"))


def answers(db: Path) -> list[tuple[str, Answer]]:
    """What the commands say to the file at `db`, each to a copy of its own."""
    content = db.read_bytes()
    told = []
    for line in COMMANDS:
        db.write_bytes(content)
        answer = pairing(db, *line.split())
        assert answer.is_civil, (line, answer)
        assert answer.code in (0, 3, 4, 65, 69, 76), (line, answer)
        if answer.code:
            start = '{"error": ' if "--json" in line else "error: "
            assert answer.err.startswith(start) or line == "db doctor", answer
            assert db.read_bytes() == content, line
        told.append((line, answer))
    db.write_bytes(content)
    return told


def always_refused(db: Path, code: int) -> None:
    for line, answer in answers(db):
        assert answer.code == code, (line, answer)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n",
        b"not a database\n" * 100,
        b"PK\x03\x04" + bytes(5000),
        b"SQLite format 3\x00",
        b"SQLite format 3\x00" + bytes(84),
        bytes(4096),
    ],
    ids=["empty", "newline", "text", "zip", "16 bytes", "no header", "zeroes"],
)
def test_what_is_no_database_is_refused_and_left_as_it_is(content: bytes, tmp_path: Path) -> None:
    db = tmp_path / "p.db"
    db.write_bytes(content)
    always_refused(db, 76)


def test_another_programs_database_and_a_newer_one_are_never_touched(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    for pragma, code in (("application_id = 1", 76), ("user_version = 99", 69)):
        bench_at(db)
        with sqlite3.connect(db) as connection:
            connection.execute(f"PRAGMA {pragma}")
        connection.close()
        always_refused(db, code)
        assert pairing(db, "init").code == code
        assert pairing(db, "db", "migrate").code == code
        assert not (tmp_path / "p.db.backups").exists()


def test_a_truncated_file_is_damaged(tmp_path: Path, record_property: Any) -> None:
    whole = bench_at(tmp_path / "p.db").read_bytes()
    lengths = [50, 99, 100, 101, 4095, 4096, 4097, 8192, *range(20_000, len(whole), 90_001)]
    lengths += [len(whole) - 1, len(whole) - 4096]
    for length in lengths:
        (tmp_path / "p.db").write_bytes(whole[:length])
        told = dict(answers(tmp_path / "p.db"))
        assert told["db doctor"].code == 76, length
        assert told["db backup"].code == 76, length
        assert told[COMMANDS[3]].code == 76, length
    record_property("bad files", len(lengths))


@pytest.mark.parametrize("what", ["byte", "page", "bit"])
def test_flipped_bytes_never_lead_to_a_traceback_and_the_doctor_sees_them(
    what: str, tmp_path: Path, record_property: Any
) -> None:
    db = bench_at(tmp_path / "p.db")
    whole, before = db.read_bytes(), content_of(db)
    chance = random.Random(f"{what}{SEED}")
    unseen = []
    for _ in range(FLIPS):
        content = bytearray(whole)
        place = chance.randrange(100, len(content))
        if what == "byte":
            content[place] ^= chance.randrange(1, 256)
        elif what == "bit":
            content[place] ^= 1 << chance.randrange(8)
        else:
            page = place // 4096 * 4096
            content[page : page + 4096] = bytes(4096)
        db.write_bytes(content)
        told = dict(answers(db))
        if told["db doctor"].code == 76:
            assert told["db backup"].code in (0, 76)
            continue
        try:
            is_same = content_of(db) == before
        except Exception:
            is_same = False
        if not is_same and not told["db doctor"].out:
            unseen.append(place)
    assert unseen == []
    record_property("bad files", FLIPS)


def test_no_damaged_file_becomes_a_backup(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    done(db, "db", "backup")
    good = [path.name for path in (tmp_path / "p.db.backups").iterdir()]
    content = bytearray(db.read_bytes())
    content[8192:40_960] = bytes(32_768)
    db.write_bytes(content)
    answer = pairing(db, "db", "backup")
    assert answer.code == 76
    assert good[0].removesuffix(".sha256") in answer.err
    assert [path.name for path in (tmp_path / "p.db.backups").iterdir()] == good
    assert f"pairing db restore {tmp_path}" in pairing(db, "db", "doctor").err


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX files")
def test_folders_pipes_and_devices_are_refused_and_links_work(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path, tmp_path / "pipe", Path("/dev/null"), Path("/dev/zero")):
        for line in (*COMMANDS, "init"):
            answer = pairing(place, *line.split())
            assert (answer.code, answer.is_civil) == (76, True), (place, line, answer)
    db = bench_at(tmp_path / "real.db")
    (tmp_path / "there").mkdir()
    link = tmp_path / "there/link.db"
    link.symlink_to(db)
    done(link, *COMMANDS[3].split())
    made = done(link, "db", "backup")
    assert f"{db}.backups" in made.err
    kept = next((tmp_path / "real.db.backups").glob("*.db"))
    done(link, "db", "restore", str(kept), "--yes")
    assert link.is_symlink()
    assert [path.name for path in (tmp_path / "there").iterdir()] == ["link.db"]
    link.unlink()
    link.symlink_to(tmp_path / "nowhere.db")
    assert pairing(link, "list").code == 66


def test_a_missing_file_is_made_by_init_only(tmp_path: Path) -> None:
    db = tmp_path / "missing.db"
    for line in (*COMMANDS, "undo", "db migrate", "db doctor --repair"):
        answer = pairing(db, *line.split())
        assert (answer.code, answer.is_civil) == (66, True), (line, answer)
    assert list(tmp_path.iterdir()) == []


Change = Callable[[Path], object]


def _vanish(db: Path) -> None:
    db.unlink()


def _newer(db: Path) -> None:
    db.unlink()
    bench_at(db)
    with sqlite3.connect(db) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()


def _foreign(db: Path) -> None:
    db.unlink()
    with sqlite3.connect(db) as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()


@pytest.mark.parametrize(("change", "codes"), [(_vanish, {66}), (_newer, {75}), (_foreign, {75})])
@pytest.mark.parametrize("line", [COMMANDS[0], COMMANDS[3]])
def test_a_file_that_changes_between_the_look_and_the_opening(
    change: Change, codes: set[int], line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = bench_at(tmp_path / "p.db")

    def looked(path: Path) -> int:
        version = header.schema_version(path)
        change(db)
        return version

    monkeypatch.setattr(opening, "schema_version", looked)
    monkeypatch.setattr(writing, "schema_version", looked)
    answer = pairing(db, *line.split())
    assert answer.code in codes, answer
    assert answer.is_civil
    if change is _vanish:
        assert not db.exists()


def test_a_writer_whose_file_is_replaced_while_it_waits_writes_into_neither(tmp_path: Path) -> None:
    db, other = bench_at(tmp_path / "p.db"), bench_at(tmp_path / "other.db")
    done(other, "undo")
    content = other.read_bytes()
    holder = sqlite3.connect(db, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    process = program("--db", str(db), *COMMANDS[3].split())
    assert process.stderr is not None
    # It has opened the file and says that it waits: how long a start takes differs.
    assert "waiting" in process.stderr.readline()
    old = tmp_path / "old.db"
    old.hardlink_to(db)
    before = old.read_bytes()
    other.replace(db)
    holder.execute("ROLLBACK")
    holder.close()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 75, err
    assert "was replaced" in err
    assert db.read_bytes() == content
    assert old.read_bytes() == before


def test_a_database_folder_that_is_a_file_and_a_name_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"x")
    for place in (tmp_path / "plain/p.db", tmp_path / ("长" * 200), tmp_path / "a\0b"):
        for line in (*COMMANDS, "init"):
            answer = pairing(place, *line.split())
            assert answer.is_civil, (place, line, answer)
            assert answer.code in (66, 73, 74, 77), (place, line, answer)


@pytest.mark.parametrize("table", ["term", "pairing"])
def test_stored_days_in_the_wrong_order_are_damage_and_no_mistake_of_the_user(
    table: str, tmp_path: Path
) -> None:
    db = bench_at(tmp_path / "p.db")
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(f"UPDATE {table} SET start_date = '2099-01-01'")
    assert pairing(db, "progress", "--json").code == 76
