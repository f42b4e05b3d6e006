"""Promise 13: what is written is the owner's alone, and no log has names or phones in it."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from platformdirs import user_log_path

from pairing_cli import run_log
from pairing_cli.__main__ import run
from pairing_cli.run_log import RunLog, command_name, log_folder
from tests.faults.bench import bench_at, done, pairing, program

SECRETS = ("次仁卓嘎", "13800138000", "隆子县", "秘密", "cirenzhuoga")


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions")
def test_every_file_that_is_written_is_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.faults.injection import Fault, failing

    before = os.umask(0)
    try:
        db = tmp_path / "p.db"
        done(db, "init")
        modes: set[int] = set()

        class Looking(Fault):
            def step(self, what: str) -> None:
                self.calls.append(what)
                modes.update(
                    stat.S_IMODE(path.stat().st_mode)
                    for path in tmp_path.rglob("*")
                    if path.is_file()
                )

        photo = tmp_path.parent / "photo.jpg"
        photo.write_bytes(b"x")
        with failing(Looking()):
            done(
                db,
                *["log-visit", "隆子县", "--form", "送教", "--on", "2022-04-01", "--file"],
                str(photo),
            )
        done(db, "db", "backup")
        done(db, "db", "backup", "-o", str(tmp_path / "b.db"))
        done(db, "db", "dump", "-o", str(tmp_path / "d.jsonl"))
        done(tmp_path / "n.db", "db", "load", str(tmp_path / "d.jsonl"))
        done(db, "db", "restore", str(tmp_path / "b.db"), "--yes")
    finally:
        os.umask(before)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 8
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} | modes == {0o600}
    folders = [path for path in tmp_path.rglob("*") if path.is_dir()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_the_log_has_commands_codes_and_times_and_nothing_that_was_typed(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "PAIRING_LOG": "", "HOME": str(tmp_path)}
    for words in (
        ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-01", "--by", "次仁卓嘎"),
        ("kindergarten", "edit", "隆子县", "--phone", "13800138000", "--head", "次仁卓嘎"),
        ("visit", "list", "--by", "cirenzhuoga"),
        ("show", "秘密"),
        ("秘密", "13800138000"),
        ("--actor", "次仁卓嘎", "list"),
        ("--db", "list", "history"),
        ("db", "秘密"),
    ):
        process = program("--db", str(db), *words, environ=state)
        process.communicate(timeout=60)
    log = log_folder(state) / "commands.log"
    text = log.read_text(encoding="utf-8")
    assert not any(secret in text for secret in SECRETS)
    lines = [line.split()[2:-1] for line in text.splitlines()]
    assert lines[0] == ["log-visit", "exit=0", "-"]
    assert lines[1] == ["kindergarten", "edit", "exit=0", "-"]
    assert lines[2][:2] == ["visit", "list"]
    assert lines[3] == ["show", "exit=4", "no-such-kindergarten"]
    assert lines[4] == ["-", "exit=2", "usage"]
    assert lines[5] == ["list", "exit=0", "-"]
    assert lines[6] == ["history", "exit=66", "no-database"]
    assert lines[7] == ["db", "exit=2", "usage"]
    if os.name != "nt":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_is_where_platformdirs_says(monkeypatch: pytest.MonkeyPatch) -> None:
    assert log_folder(os.environ) == user_log_path("pairing", appauthor=False)
    monkeypatch.delenv("XDG_STATE_HOME")
    assert log_folder(os.environ) == user_log_path("pairing", appauthor=False)


def test_the_log_rotates_and_never_stands_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = {"XDG_STATE_HOME": str(tmp_path)}
    monkeypatch.setattr(run_log, "LARGEST", 2000)
    for _ in range(100):
        RunLog(["list"], environ).close(0)
    files = sorted(log_folder(environ).iterdir())
    assert [path.name for path in files] == ["commands.log", "commands.old.log"]
    assert all(path.stat().st_size < 2200 for path in files)
    (tmp_path / "file").write_bytes(b"")
    for bad in ({"XDG_STATE_HOME": str(tmp_path / "file")}, {}, {"XDG_STATE_HOME": "\0"}):
        RunLog(["list"], bad).close(0)
    before = files[0].stat().st_size
    RunLog(["list"], {**environ, "PAIRING_LOG": "off"}).close(0)
    assert files[0].stat().st_size == before


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["db", "path"], "db path"),
        (["--db", "init", "undo"], "undo"),
        (["undo", "redo"], "undo"),
        (["卓玛"], "-"),
        ([], "-"),
    ],
)
def test_only_words_of_the_program_itself_are_logged(words: list[str], name: str) -> None:
    import pairing_cli.cli.keeping.database
    import pairing_cli.cli.keeping.history

    assert pairing_cli.cli.keeping.database.app is not pairing_cli.cli.keeping.history.app
    assert command_name(words) == name


def test_a_traceback_shows_under_debug_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io

    from pairing_cli.store.opening import FileReader

    def fail(_self: FileReader, _sql: str, **_values: object) -> None:
        raise RuntimeError(" ".join(SECRETS))

    db = bench_at(tmp_path / "p.db")
    monkeypatch.setattr("pairing_cli.store.upkeep.doctor.is_sound", lambda _path: True)
    monkeypatch.setattr(FileReader, "rows", fail)
    answer = pairing(db, "list")
    assert answer.code == 70
    assert "Traceback" not in answer.err
    place = Path(answer.err.split("this file: ")[1].strip())
    kept = place.read_text(encoding="utf-8")
    assert "RuntimeError" in kept
    assert "test_privacy.py" in kept
    assert not any(secret in kept + answer.err for secret in SECRETS[:2])
    if os.name != "nt":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600
    for environ, words in (
        ({"PAIRING_DEBUG": "1"}, ["list"]),
        ({}, ["--debug", "list"]),
        ({}, ["list", "--debug"]),
    ):
        out, err = io.StringIO(), io.StringIO()
        assert run(["--db", str(db), *words], {"PAIRING_LANG": "en", **environ}, out, err) == 70
        assert "Traceback" in err.getvalue()
    assert capsys.readouterr().err == ""
