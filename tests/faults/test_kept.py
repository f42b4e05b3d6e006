"""Promise 16: what the program keeps is known under every name that leads to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pairing_cli.store.attachments import folder_of as attachments_of
from pairing_cli.store.backup import folder_of as backups_of
from pairing_cli.store.kept import Kept, kept_as, sentence

_TWO_NAMES = pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")

KEPT = (
    ("p.db", Kept.DATABASE),
    ("p.db-journal", Kept.JOURNAL),
    ("p.db-wal", Kept.JOURNAL),
    ("p.db-shm", Kept.LOCK),
    ("p.db.backups/p-1.db", Kept.BACKUP),
    ("p.db.files/ab/abcd", Kept.ATTACHMENT),
    ("state/pairing/log/commands.log", Kept.LOG),
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a database in it, and the log beside."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "p.db").write_text("database")
    return tmp_path


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(path.name)
    return path


@pytest.mark.parametrize(("name", "kept"), KEPT)
@pytest.mark.parametrize("is_there", [True, False])
def test_it_is_known_by_its_name_be_it_there_or_not(
    name: str, kept: Kept, is_there: bool, home: Path
) -> None:
    if is_there:
        _made(home / name)
    elif kept is Kept.DATABASE:
        (home / name).unlink()
    for path in (Path(name), home / name, home / "nowhere" / ".." / name):
        assert kept_as(path, Path("p.db")) is kept
    assert str(home) in str(sentence(kept, home / name).values["path"])


@_TWO_NAMES
@pytest.mark.parametrize(("name", "kept"), KEPT)
def test_it_is_known_through_links_of_both_kinds(name: str, kept: Kept, home: Path) -> None:
    _made(home / name)
    (home / "hard.txt").hardlink_to(home / name)
    (home / "soft.txt").symlink_to(home / name)
    (home / "soft of hard.txt").symlink_to("hard.txt")
    (home / "elsewhere").symlink_to((home / name).parent)
    for path in ("hard.txt", "soft.txt", "soft of hard.txt", f"elsewhere/{Path(name).name}"):
        assert kept_as(home / path, home / "p.db") is kept, path


@_TWO_NAMES
@pytest.mark.parametrize(("name", "kept"), KEPT)
def test_a_link_that_leads_to_where_it_would_be_is_known(name: str, kept: Kept, home: Path) -> None:
    if kept is Kept.DATABASE:
        (home / name).unlink()
    (home / "out.csv").symlink_to(home / name)
    assert kept_as(home / "out.csv", home / "p.db") is kept


@_TWO_NAMES
def test_the_database_may_itself_be_named_by_a_link(home: Path) -> None:
    (home / "link.db").symlink_to("p.db")
    for database in (home / "link.db", Path("link.db")):
        for name, kept in KEPT:
            assert kept_as(home / name, database) is kept
    assert kept_as(home / "link.db-journal", home / "link.db") is None


def test_the_folders_themselves_are_kept_and_those_above_are_not(home: Path) -> None:
    database = home / "p.db"
    assert kept_as(backups_of(database), database) is Kept.BACKUP
    assert kept_as(attachments_of(database), database) is Kept.ATTACHMENT
    assert kept_as(home, database) is None


def test_anything_else_is_nobodys_business(home: Path) -> None:
    database = home / "p.db"
    for name in ("out.csv", "p.dbx", "q.db", "p.db.jsonl", "sub/p.db", "p.db.files.csv"):
        assert kept_as(home / name, database) is None, "not there"
        _made(home / name)
        assert kept_as(home / name, database) is None, "there"
    (home / "another name.csv").hardlink_to(home / "out.csv")
    assert kept_as(home / "out.csv", database) is None


@_TWO_NAMES
def test_what_a_command_reads_is_kept_while_it_reads(home: Path) -> None:
    source = _made(home / "in.csv")
    (home / "hard.csv").hardlink_to(source)
    (home / "soft.csv").symlink_to(source)
    for name in ("in.csv", "hard.csv", "soft.csv"):
        assert kept_as(home / name, home / "p.db", inputs=[source]) is Kept.INPUT
        assert kept_as(home / name, home / "p.db") is None


@_TWO_NAMES
def test_links_in_a_circle_and_impossible_names_are_nothing(home: Path) -> None:
    (home / "a").symlink_to("b")
    (home / "b").symlink_to("a")
    for name in ("a", "x" * 5000, "p.db/below"):
        assert kept_as(home / name, home / "p.db") is None


def test_where_there_is_no_home_there_is_no_log(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_STATE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    assert kept_as(home / "p.db", home / "p.db") is Kept.DATABASE
    assert kept_as(home / "out.csv", home / "p.db") is None
