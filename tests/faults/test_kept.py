"""Promise 16: what the program keeps is known under every name that leads to it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import typer

from pairing_cli.cli.root import app
from pairing_cli.domain.errors import BadData
from pairing_cli.store import attachments
from pairing_cli.store.attachments import folder_of as attachments_of
from pairing_cli.store.backup import back_up
from pairing_cli.store.backup import folder_of as backups_of
from pairing_cli.store.kept import Kept, kept_as, sentence
from pairing_cli.store.writing import writing
from tests.faults.bench import _content, bench_at, content_of, done, pairing, words_of
from tests.faults.test_locks import others_are_kept_out

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


# --- None of it is an input ---------------------------------------------------------------------

INPUTS = (
    "document add {kept} --for 隆子县",
    "document add {other} {kept} --for 隆子县",
    "log-visit 隆子县 --form 送教 --on 2022-04-13 --hours 2 --file {kept}",
    "log-visit --from {kept} --yes",
    "visit edit {visit} --file {kept}",
    "visit confirm {planned} --hours 2 --file {kept}",
    "agreement add 隆子县 --kind agreement --file {kept}",
    "agreement edit {agreement} --file {kept}",
    "agreement letter {agreement} --template {kept} -o {out}",
    "document pack 隆子县 --template {kept} -o {out}",
    "plan print {plan} --template {kept} -o {out}",
    "plan new 隆子县 --from {kept} --year 2022",
    "rule adopt {kept}",
    "import visits {kept}",
    "import groups {kept} --keep-going",
    "init {kept}",
    "summary note add work --file {kept}",
    "summary note edit next --file {kept}",
    "inspection adopt {kept}",
    "inspection rectify {finding} --how 已补齐 --file {kept}",
    "inspection answer {inspection} 措美县 plan=yes --file {kept}",
    "assessment adopt {kept}",
    "assessment print --template {kept} -o {out}",
    "commendation print --template {kept} -o {out}",
    "experience add 隆子县 --kind case --title 冬季送教 --file {kept}",
    "experience edit {experience} --file {kept}",
    "experience draft 加查县 --template {kept} -o {out}",
    "cycle roll 2024-2026 --from 2022-2024 --start 2024-04-01 --end 2026-03-31 --decisions {kept}",
)
"""Every command that reads a file of the user's, save those whose object is a backup."""

NO_INPUTS = {"-o", "--output", "--rest", "--ics", "--copy-seed", "--db"}
BACKUPS_IN = {"db restore", "db load"}


def _parameters(group: Any, ctx: click.Context, *words: str) -> Iterator[tuple[str, str]]:
    for name in group.list_commands(ctx):
        found = group.get_command(ctx, name)
        if isinstance(found, click.Group):
            yield from _parameters(found, ctx, *words, name)
            continue
        for param in found.params:
            words_shown = re.split(r"\W", param.metavar or "")
            is_file = type(param.type).__name__ == "TyperPath" or {"FILE", "文件"} & {*words_shown}
            if is_file and not NO_INPUTS & set(param.opts):
                yield " ".join([*words, name]), param.opts[0]


def test_every_input_of_every_command_is_tried() -> None:
    root = typer.main.get_command(app)
    not_tried = []
    for command, option in _parameters(root, click.Context(root)):
        tried = [line for line in INPUTS if line.startswith(f"{command} ")]
        given = f"{option} {{kept}}" if option.startswith("--") else "{kept}"
        if command not in BACKUPS_IN and not any(given in line for line in tried):
            not_tried.append((command, option))
    assert not_tried == []


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a journal, a backup, an attachment and a log beside it."""
    folder = tmp_path_factory.mktemp("stocked")
    db = bench_at(folder / "p.db")
    back_up(db)
    done(db, *words_of("document add", folder))
    return db


@_TWO_NAMES
@pytest.mark.parametrize("line", INPUTS)
def test_no_command_reads_or_attaches_what_the_program_keeps(
    line: str, stocked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    log = _made(tmp_path / "state/pairing/log/commands.log")
    places = dict(_content()[1]) | {"out": str(tmp_path / "out.docx")}
    places["other"] = str(_made(tmp_path / "film.mp4"))
    names = {
        "itself": stocked,
        "hard link": tmp_path / "hard.csv",
        "soft link": tmp_path / "soft.yaml",
        "backup": next(backups_of(stocked).glob("*.db")),
        "attachment": next(attachments_of(stocked).glob("*/*")),
        "log": log,
    }
    names["hard link"].hardlink_to(stocked)
    before = content_of(stocked)
    names["soft link"].symlink_to(stocked)
    for kept, name in names.items():
        answer = pairing(stocked, *[word.format(kept=name, **places) for word in line.split()])
        if "plan new" in line and name.suffix != ".yaml":
            assert answer.code == 4, (kept, answer.err)  # a pack's file ends in .yaml
            continue
        assert answer.code == 65, (kept, answer)
        assert answer.is_civil
        assert str(name) in answer.err, kept
        assert not (tmp_path / "out.docx").exists()
    assert content_of(stocked) == before


@_TWO_NAMES
def test_attaching_the_database_keeps_the_lock(tmp_path: Path) -> None:
    """POSIX would give it up with the first handle that is closed: another process got in."""
    db = bench_at(tmp_path / "p.db")
    (tmp_path / "film.mp4").hardlink_to(db)
    with writing(db, command="test", actor="卓玛"):
        for name in ("p.db", "film.mp4"):
            with pytest.raises(BadData):
                attachments.check(db, tmp_path / name)
            with pytest.raises(BadData):
                attachments.keep(db, tmp_path / name)
            assert others_are_kept_out(db), name
