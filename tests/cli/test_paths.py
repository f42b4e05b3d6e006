"""A file is found whatever its name is made of; what can't be read again is never stored."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.commandline import done, pairing

pytestmark = pytest.mark.skipif(
    sys.platform in ("win32", "darwin"), reason="file names are Unicode there"
)

NAME = os.fsdecode(b"\xc1\xd0\xb1\xed")
"""列表 as old systems wrote it, in GBK: no UTF-8."""

TABLE = "日期,受帮扶园,形式\n2022-04-12,隆子县,送教\n"


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    Path(f"{NAME}.csv").write_text(TABLE, encoding="utf-8")


@pytest.mark.parametrize("line", ["import visits {}.csv", "log-visit --from {}.csv"])
def test_a_table_is_read_whatever_its_name(line: str) -> None:
    done(*line.format(NAME).split())
    assert [row["date"] for row in done("visit", "list", "--json").data] == ["2022-04-12"]


def test_a_backup_is_restored_whatever_its_name() -> None:
    done("db", "backup", "-o", "b.db")
    Path("b.db").rename(f"{NAME}.db")
    done("db", "restore", f"{NAME}.db", "--yes")
    assert done("list", "--db", f"{NAME}.db", "--json").data


@pytest.mark.parametrize(
    ("line", "ending"),
    [("export visits -o {}", ".csv"), ("schedule --ics {}", ".ics"), ("db dump -o {}", ".jsonl")],
)
def test_an_output_goes_under_that_very_name_or_nowhere(line: str, ending: str) -> None:
    wanted = f"new{NAME}{ending}"
    before = {each.name for each in Path().iterdir()}
    done(*line.format(wanted).split())
    assert {each.name for each in Path().iterdir()} - before == {wanted}


@pytest.mark.parametrize(
    "words",
    [
        ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-13", "--file", "{}.csv"),
        ("document", "add", "{}.csv", "--for", "隆子县"),
    ],
    ids=" ".join,
)
def test_a_file_whose_name_cannot_be_kept_is_not_attached(words: tuple[str, ...]) -> None:
    answer = pairing(*(word.format(NAME) for word in words), "--json")
    assert (answer.code, answer.error["code"]) == (65, "not-utf-8")
    assert "UTF-8" in answer.error["message"]
    assert done("document", "list", "--json").data == []


@pytest.mark.parametrize(
    "words",
    [
        ("log-visit", "隆子县", "--form", "送教", "--topic", "{}"),
        ("need", "add", "隆子县", "--text", "{}"),
        ("unassign", "隆子县", "--reason", "{}"),
        ("kindergarten", "alias", "隆子县", "{}"),
        ("list", "--mentor", "{}"),
    ],
    ids=" ".join,
)
def test_text_that_is_no_text_is_refused(words: tuple[str, ...]) -> None:
    answer = pairing(*(word.format(NAME) for word in words), "--json")
    assert (answer.code, answer.error["code"]) == (65, "not-utf-8")
    assert "UTF-8" in answer.error["message"]


@pytest.mark.parametrize(
    "line",
    [
        "import visits pipe.csv",
        "log-visit --from pipe.csv",
        "rule adopt ./pipe.yaml",
        "init pipe.yaml --db new.db",
        "db load pipe.jsonl --db new.db",
        "document add pipe.csv --for 隆子县",
    ],
)
def test_a_pipe_that_nobody_writes_to_is_not_waited_for(line: str) -> None:
    for ending in ("csv", "yaml", "jsonl"):
        os.mkfifo(f"pipe.{ending}")
    answer = pairing(*line.split(), "--json")
    assert answer.code == 65, answer
    assert not Path("new.db").exists()
