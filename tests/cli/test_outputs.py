"""What a command writes: never in the place of what the program keeps or reads, never over
another file without a word, never under the name of another format.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest

from pairing_cli.cli import asking
from pairing_cli.cli.outputs import OutputType
from tests.commandline import Answer, done, pairing
from tests.contract.tree import commands, context
from tests.services.seeded import seeded_at

WRITERS = {
    "db dump -o {}": ".jsonl",
    "db backup -o {}": ".db",
    "schedule --ics {}": ".ics",
    "agreement letter 隆子县 -o {}": ".docx",
    "document pack 隆子县 -o {}": ".html",
    "document archive 隆子县 -o {}": ".zip",
    "plan print 隆子县 -o {}": ".docx",
    "summary -o {}": ".md",
    "progress -o {}": ".html",
    "coverage -o {}": ".html",
    "cascade -o {}": ".html",
    "brief 隆子县 -o {}": ".docx",
    "experience draft 隆子县 -o {}": ".docx",
    "suggest city-county -o {}": ".html",
    "export visits -o {}": ".csv",
    "kindergarten roster -o {}": ".xlsx",
    "template visits -o {}": ".csv",
    "import visits visits.csv --rest {}": ".csv",
    "log-visit --from visits.csv --rest {}": ".xlsx",
    "init --copy-seed {}": ".yaml",
}
"""Command line → an ending of what it writes."""

OF_A_RECORD = (
    "inspection sheet 1a2b3c4d -o {}",
    "bulletin print 1a2b3c4d -o {}",
    "assessment print 1a2b3c4d -o {}",
    "commendation print -o {}",
    "cycle roll 2024-2026 --from 2022-2024 --start 2024-04-01 --end 2026-03-31 --proposal -o {}",
)
"""Where the output may be is looked at before there is a record to write."""

INTO_FOLDERS = ("remind -o {}", "cycle close 2022-2024 -o {}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Shannan's programme, a visit, a plan, a backup, an attachment and an export."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PAIRING_DB", str(seeded_at(folder / "p.db")))
        patch.setenv("PAIRING_TODAY", "2022-06-30")
        Path("photo.jpg").write_bytes(b"photo")
        visit = "log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4 --file photo.jpg"
        for line in (visit, "plan new 隆子县", "db backup", "export visits -o visits.csv"):
            done(*line.split())
    return folder


@pytest.fixture(autouse=True)
def programme(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder to work in; its database."""
    folder = shutil.copytree(made, tmp_path / "here")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PAIRING_DB", str(folder / "p.db"))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    return folder / "p.db"


def run(line: str, output: object) -> Answer:
    return pairing(*(word.format(output) for word in line.split()), "--json")


def test_every_option_that_names_an_output_is_looked_after() -> None:
    found = set()
    for path in commands():
        params = context(path).command.params
        outputs = [each for each in params if isinstance(each.type, OutputType)]
        paths = [each for each in params if isinstance(each.type, click.Path)]
        assert not {"-o", "--rest", "--ics"} & {opt for each in paths for opt in each.opts}, path
        if outputs:
            found.add(path)
            assert "--yes" in {opt for each in params for opt in each.opts}, path
    lines = [*WRITERS, *OF_A_RECORD, *INTO_FOLDERS]
    tried = {path for path in found for line in lines if line.startswith(f"{path} ")}
    assert tried == found


KEPT: dict[str, Callable[[Path], object]] = {
    "the database": lambda db: db,
    "its journal": lambda db: f"{db}-journal",
    "its log of writes": lambda db: f"{db}-wal",
    "its shared memory": lambda db: f"{db}-shm",
    "a way round": lambda db: db.parent / "x" / ".." / db.name,
    "a symbolic link": lambda db: _link(db, os.symlink),
    "a hard link": lambda db: _link(db, os.link),
    "a backup": lambda db: next(Path(f"{db}.backups").glob("*.db")),
    "a new file among the backups": lambda db: Path(f"{db}.backups") / "new.csv",
    "an attachment": lambda db: next(each for each in _attached(db) if each.is_file()),
}


def _attached(db: Path) -> Iterator[Path]:
    return Path(f"{db}.files").rglob("*")


def _link(db: Path, make: Callable[..., None]) -> Path:
    link = db.with_name("link.csv")
    make(db, link)
    return link


@pytest.mark.parametrize("kept", KEPT)
def test_nothing_that_is_kept_is_written_over(programme: Path, kept: str) -> None:
    place = Path(str(KEPT[kept](programme)))
    before = place.read_bytes() if place.exists() else None
    for line in (*WRITERS, *OF_A_RECORD):
        refused = run(f"{line} --yes", place)
        assert (refused.code, refused.error["code"]) == (73, "is-kept"), (line, refused.err)
    assert (place.read_bytes() if place.exists() else None) == before


@pytest.mark.parametrize("line", [each for each in WRITERS if "visits.csv" in each])
def test_no_output_takes_the_place_of_the_input(line: str) -> None:
    os.link("visits.csv", "same.csv")
    for name in ("visits.csv", "same.csv"):
        assert run(f"{line} --yes", name).error["code"] == "is-kept"


@pytest.mark.parametrize("line", WRITERS)
def test_another_file_is_replaced_only_with_yes(line: str) -> None:
    name = f"out{WRITERS[line]}"
    assert pairing(*line.format(name).split()).code == 0
    Path(name).write_text("mine", encoding="utf-8")
    refused = run(line, name)
    assert (refused.code, refused.error["code"]) == (2, "needs-yes")
    assert Path(name).read_text(encoding="utf-8") == "mine"
    if "backup" in line:  # what is no backup is not replaced at all
        return
    assert pairing(*line.format(name).split(), "--yes").code == 0
    if "visits.csv" not in line:  # nothing is left over of a table that is all known
        assert Path(name).read_bytes() != b"mine"


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 130)])
def test_on_a_terminal_it_is_asked(monkeypatch: pytest.MonkeyPatch, answer: str, code: int) -> None:
    Path("v.csv").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(asking, "_is_terminal", lambda _stream: True)
    monkeypatch.setattr(asking, "_answer", lambda: answer)
    assert pairing("export", "visits", "-o", "v.csv").code == code
    assert (Path("v.csv").read_bytes() == b"mine") is (code != 0)


def test_a_dry_run_asks_for_nothing() -> None:
    Path("rest.csv").write_text("mine", encoding="utf-8")
    assert pairing("import", "visits", "visits.csv", "--rest", "rest.csv", "--dry-run").code == 0
    assert Path("rest.csv").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("line", [*WRITERS, *OF_A_RECORD])
def test_an_ending_of_another_format_is_refused(line: str) -> None:
    for name in ("out.pdf", "out.pptx", "out.XLS"):
        refused = run(line, name)
        assert (refused.code, refused.error["code"]) == (2, "unknown-ending")
        assert not Path(name).exists()


def test_what_only_looks_like_an_ending_is_part_of_the_name() -> None:
    for name in ("责任书", "责任书.2022", "责任书.终稿", "责任书.DOCX"):
        done("agreement", "letter", "隆子县", "-o", name)
        assert Path(name).is_file()


@pytest.mark.parametrize("line", WRITERS)
def test_a_dash_is_stdout_where_that_is_text_and_no_file_anywhere(line: str) -> None:
    answer = pairing(*line.format("-").split())
    if line.startswith(("db dump", "schedule")):
        assert answer.code == 0
        assert answer.out
    else:
        assert answer.code == 2
    assert not Path("-").exists()
