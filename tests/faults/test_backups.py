"""Promises 4 and 13: verified backups before anything large, and nothing lost by a restore."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from pairing_cli.domain.errors import CannotCreate, Damaged, NewerFile, NoPermission
from pairing_cli.store import backup, migrations
from pairing_cli.store.backup import Reason, back_up, folder_of, list_backups, newest_good
from pairing_cli.store.file import APPLICATION_ID
from pairing_cli.store.schema import steps
from tests.faults.bench import bench_at, done, is_whole, pairing, rows_of, sum_of

LOG = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-12")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return bench_at(tmp_path / "p.db")


def files_of(db: Path) -> list[str]:
    return sorted(path.name for path in folder_of(db).iterdir())


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)


def test_a_backup_says_the_same_has_its_checksum_beside_it_and_is_the_owners_only(
    db: Path,
) -> None:
    made = back_up(db)
    assert sum_of(made.path) == sum_of(db)
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()
    noted = made.path.with_name(f"{made.path.name}.sha256").read_text(encoding="utf-8")
    assert noted == f"{made.sha256}  {made.path.name}\n"
    assert files_of(db) == [made.path.name, f"{made.path.name}.sha256"]
    if os.name != "nt":
        assert stat.S_IMODE(folder_of(db).stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder_of(db).iterdir()} == {0o600}


def test_names_sort_by_time_also_where_the_clock_is_set_back(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime as dt

    moments = [dt.datetime(2022, 5, day, 8, tzinfo=dt.UTC) for day in (9, 3, 3, 12, 1)]
    made = []
    for moment in moments:
        monkeypatch.setattr(backup, "_now", lambda moment=moment: moment)
        made.append(back_up(db).path.name)
    assert made == sorted(made)
    assert len(set(made)) == 5


def test_rotation_goes_by_count_and_age_and_keeps_the_newest_good_one(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import datetime as dt

    monkeypatch.setattr(backup, "KEPT", 3)
    monkeypatch.setattr(backup, "MOST", 5)
    day = [dt.datetime(2022, 1, 1, tzinfo=dt.UTC)]
    monkeypatch.setattr(backup, "_now", lambda: day[0])
    for _ in range(8):
        back_up(db)
        day[0] += dt.timedelta(days=1)
    assert len(list_backups(db)) == 5  # young, but too many
    for each in list_backups(db)[:4]:
        flip(each.path)
    good = newest_good(db)
    assert good is not None
    assert good.path == list_backups(db)[-1].path
    assert [each.state for each in list_backups(db)] == ["altered"] * 4 + ["good"]
    backup._rotate(db, day[0] + dt.timedelta(days=400))
    assert newest_good(db) == good
    day[0] += dt.timedelta(days=400)
    back_up(db)
    assert len(list_backups(db)) == 3  # the old ones have gone, now that there is a good one
    assert list_backups(db)[0].state == "good"


def test_replaced_files_push_out_no_backup(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "KEPT", 1)
    monkeypatch.setattr(backup, "MOST", 2)
    made = back_up(db)
    for _ in range(4):
        backup.keep_replaced(db)
    states = [(each.reason, each.state) for each in list_backups(db)]
    assert states == [("replaced", "unverified")] * 2 + [("manual", "good")]
    assert newest_good(db) == made or newest_good(db) is not None


def test_where_no_backup_can_be_made_nothing_else_starts(db: Path, tmp_path: Path) -> None:
    source = tmp_path / "b.db"
    done(db, "db", "backup", "-o", str(source))
    done(db, *LOG)
    before = sum_of(db)
    folder_of(db).write_bytes(b"a file stands where the folder should be")
    for words in (
        ("db", "backup"),
        ("db", "restore", str(source), "--yes"),
        ("db", "doctor", "--repair"),
    ):
        answer = pairing(db, *words)
        assert answer.code in (73, 77), answer
        assert "Nothing was changed" in answer.err
    assert sum_of(db) == before
    with pytest.raises((CannotCreate, NoPermission)):
        back_up(db, reason=Reason.IMPORT)


def test_a_backup_replaces_an_older_one_but_no_other_file(db: Path, tmp_path: Path) -> None:
    target = tmp_path / "stick.db"
    first = back_up(db, target)
    done(db, *LOG)
    assert back_up(db, target).sha256 != first.sha256
    (tmp_path / "letter.docx").write_bytes(b"precious")
    for other in (tmp_path / "letter.docx", db):
        content = other.read_bytes()
        with pytest.raises(CannotCreate):
            back_up(db, other)
        assert other.read_bytes() == content
    into = tmp_path / "folder"
    into.mkdir()
    assert back_up(db, into).path.parent == into


def test_a_copy_of_a_doubtful_file_is_made_and_pushes_out_no_good_one(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Migrations must go on where somebody has been at the change log, but not as if all were
    well.
    """
    monkeypatch.setattr(backup, "MOST", 3)
    good = back_up(db)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("UPDATE change_set SET actor = '别人' WHERE seq = 2")
        connection.commit()
    for _ in range(5):
        answer = done(db, "db", "backup")
        assert "damaged" in answer.err
    assert [each.state for each in list_backups(db)] == ["doubtful"] * 3 + ["good"]
    assert newest_good(db) == good
    assert str(good.path) in pairing(db, "db", "doctor").err


# --- Restore -----------------------------------------------------------------------------------


def test_a_restore_shows_what_comes_and_keeps_what_was(db: Path, tmp_path: Path) -> None:
    early = sum_of(db)
    done(db, "db", "backup", "-o", str(tmp_path / "b.db"))
    done(db, *LOG)
    late = sum_of(db)
    answer = done(db, "db", "restore", str(tmp_path / "b.db"), "--yes")
    assert "1 cycle, 19 kindergartens, 12 pairings and 2 visits" in answer.err
    assert f"kindergarten edit (卓玛, no. {rows_of(db)['change_set']})" in answer.err
    assert sum_of(db) == early
    kept = list_backups(db)[0]
    assert (kept.reason, kept.state) == ("restore", "good")
    assert sum_of(kept.path) == late
    assert kept.path.name in answer.err
    done(db, "db", "restore", kept.path.name, "--yes")
    assert sum_of(db) == late
    if os.name != "nt":
        assert stat.S_IMODE(db.stat().st_mode) == 0o600


def test_a_restore_takes_a_dump_too(db: Path, tmp_path: Path) -> None:
    early = sum_of(db)
    done(db, "db", "dump", "-o", str(tmp_path / "d.jsonl"))
    done(db, *LOG)
    done(db, "db", "restore", str(tmp_path / "d.jsonl"), "--yes")
    assert sum_of(db) == early
    assert is_whole(db)


def test_elsewhere_than_on_a_terminal_it_needs_yes_and_never_hangs(
    db: Path, tmp_path: Path
) -> None:
    done(db, "db", "backup", "-o", str(tmp_path / "b.db"))
    done(db, *LOG)
    before = sum_of(db)
    answer = pairing(db, "db", "restore", str(tmp_path / "b.db"))
    assert answer.code == 2
    assert "--yes" in answer.err
    assert sum_of(db) == before


@pytest.mark.parametrize("how", ["zeroed", "truncated", "text", "empty"])
def test_a_restore_heals_a_damaged_file_and_keeps_it(how: str, db: Path, tmp_path: Path) -> None:
    early = sum_of(db)
    done(db, "db", "backup")
    whole = db.read_bytes()
    bad = {
        "zeroed": whole[:8192] + bytes(40_960) + whole[49_152:],
        "truncated": whole[: len(whole) // 2],
        "text": "不是数据库".encode() * 100,
        "empty": b"",
    }[how]
    db.write_bytes(bad)
    good = newest_good(db)
    assert good is not None
    done(db, "db", "restore", str(good.path), "--yes")
    assert sum_of(db) == early
    kept = next(each for each in list_backups(db) if each.reason == "replaced")
    assert kept.path.read_bytes() == bad
    assert is_whole(db)


def test_a_journal_of_the_replaced_file_is_not_played_into_the_new_one(
    db: Path, tmp_path: Path
) -> None:
    from tests.faults.test_read_only import hot_journal

    early = sum_of(db)
    done(db, "db", "backup", "-o", str(tmp_path / "b.db"))
    hot_journal(db)
    content = bytearray(db.read_bytes())
    content[:100] = bytes(100)  # damaged, so that the journal can't be rolled back
    db.write_bytes(content)
    done(db, "db", "restore", str(tmp_path / "b.db"), "--yes")
    assert not db.with_name("p.db-journal").exists()
    assert sum_of(db) == early
    hot_journal(db)
    done(db, "db", "restore", str(tmp_path / "b.db"), "--yes")
    assert sum_of(db) == early
    assert not db.with_name("p.db-journal").exists()


def test_what_may_not_come_or_go_is_refused(db: Path, tmp_path: Path) -> None:
    source = tmp_path / "b.db"
    done(db, "db", "backup", "-o", str(source))
    before = sum_of(db)

    def refused(file: Path, code: int) -> None:
        answer = pairing(db, "db", "restore", str(file), "--yes")
        assert (answer.code, answer.is_civil) == (code, True), answer
        assert sum_of(db) == before

    refused(tmp_path / "nowhere.db", 66)
    refused(db, 2)
    refused(tmp_path, 76)
    flip(source)
    refused(source, 76)  # not what its checksum says
    source.with_name("b.db.sha256").unlink()
    for pragma, code in (("user_version = 9", 69), ("application_id = 9", 76)):
        bench_at(source)
        with closing(sqlite3.connect(source)) as connection:
            connection.execute(f"PRAGMA {pragma}")
        refused(source, code)
    source.write_bytes(b"")
    refused(source, 76)
    # Another program's database stays where it is, whatever is to come.
    bench_at(source)
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("PRAGMA application_id = 9")
    content = db.read_bytes()
    assert pairing(db, "db", "restore", str(source), "--yes").code == 76
    assert db.read_bytes() == content
    assert not folder_of(db).exists()


def test_a_restore_makes_a_missing_database(tmp_path: Path, db: Path) -> None:
    new = tmp_path / "new.db"
    done(new, "db", "restore", str(db), "--yes")
    assert sum_of(new) == sum_of(db)


# --- Migration ---------------------------------------------------------------------------------


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A file of the version before the first: ours, and empty."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("VACUUM")
    return path


@pytest.mark.parametrize("words", [("list",), ("cycle", "list"), LOG, ("db", "migrate")])
def test_every_command_migrates_after_a_backup_and_says_where(
    words: tuple[str, ...], old: Path
) -> None:
    content = old.read_bytes()
    answer = pairing(old, *words)
    assert answer.is_civil
    kept = newest_good(old)
    assert kept is not None
    assert kept.reason == "migrate"
    assert str(kept.path) in answer.err
    assert kept.path.read_bytes()[:100] != content[:0]
    assert is_whole(old)
    assert pairing(old, "db", "migrate").err.endswith("version (1) already.\n")
    assert len(list_backups(old)) == 1


def test_a_step_that_fails_leaves_the_file_and_the_backup(db: Path) -> None:
    def fail(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM change")
        raise RuntimeError

    before = sum_of(db)
    with pytest.raises(RuntimeError):
        migrations.migrate(db, (*steps.STEPS, fail))
    assert sum_of(db) == before
    kept = newest_good(db)
    assert kept is not None
    assert sum_of(kept.path) == before


def test_no_migration_without_a_backup(db: Path) -> None:
    folder_of(db).write_bytes(b"")

    def never(_connection: sqlite3.Connection) -> None:
        raise AssertionError

    with pytest.raises(CannotCreate):
        migrations.migrate(db, (*steps.STEPS, never))


def test_a_damaged_or_newer_file_is_not_migrated(db: Path) -> None:
    content = bytearray(db.read_bytes())
    content[8192:40_960] = bytes(32_768)
    db.write_bytes(content)
    with pytest.raises(Damaged):
        migrations.migrate(db, (*steps.STEPS, *steps.STEPS))
    with closing(sqlite3.connect(bench_at(db))) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerFile):
        migrations.migrate(db)


def test_two_commands_that_migrate_at_once_both_succeed(db: Path) -> None:
    times_run = []

    def add(connection: sqlite3.Connection) -> None:
        times_run.append(1)
        connection.execute("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT")

    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        migrations.migrate(db, (*steps.STEPS, add))
        # The other had looked at the version before.
        steps.apply_steps(connection, 1, (*steps.STEPS, add))
    assert times_run == [1]


def test_counts_stay_the_same_through_it_all(db: Path, tmp_path: Path) -> None:
    rows = rows_of(db)
    for number in range(3):
        copy = tmp_path / f"{number}.db"
        back_up(db, copy)
        shutil.copy(copy, db)
    assert rows_of(db) == rows
