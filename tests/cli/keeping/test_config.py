"""`config`: saved defaults narrow tables on a terminal, and nothing that a script reads."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from pairing_cli.__main__ import run
from pairing_cli.output.language import resolve_language
from pairing_cli.settings import saved_language
from tests.commandline import done, pairing

NARROWED = "（只看隆子县；看全部加--no-context）"


class Terminal(io.StringIO):
    """A stream that somebody sits at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the saved defaults."""
    path = tmp_path / "config" / "pairing.json"
    monkeypatch.setenv("PAIRING_CONFIG", str(path))
    return path


def on_terminal(db: Path, *words: str) -> tuple[int, str, str]:
    """Code, stdout and stderr of a command at a terminal."""
    out, err = Terminal(), Terminal()
    environ = {"PAIRING_LANG": "zh", "NO_COLOR": "1", "COLUMNS": "80"}
    code = run(["--db", str(db), "--as-of", "2022-06-30", *words], environ, out, err)
    return code, out.getvalue(), err.getvalue()


def keep(db: Path, key: str, value: str) -> None:
    """Save a default."""
    done("--db", str(db), "config", "set", key, value)


@pytest.mark.parametrize(
    "line", ["list", "status", "progress", "schedule", "need list", "coverage"]
)
def test_every_table_on_a_terminal_is_narrowed_and_says_so(
    db: Path, saved: Path, line: str
) -> None:
    done("--db", str(db), "--as-of", "2022-06-01", "need", "add", "隆子县", "--text", "缺教师")
    keep(db, "county", "隆子县")
    assert saved.exists()
    code, out, _ = on_terminal(db, *line.split())
    assert code == 0
    assert NARROWED in "".join(out.split())
    assert "加查县" not in out
    _, out, _ = on_terminal(db, *line.split(), "--no-context")
    assert NARROWED not in "".join(out.split())


def test_scripts_pipes_and_files_are_never_narrowed(db: Path, saved: Path, tmp_path: Path) -> None:
    keep(db, "county", "隆子县")
    assert len(json.loads(on_terminal(db, "list", "--json")[1])) == 12
    assert len(done("--db", str(db), "list", "--json").data) == 12
    assert "加查县" in done("--db", str(db), "list").out
    path = tmp_path / "list.json"
    assert on_terminal(db, "export", "list", "-o", str(path))[0] == 0
    assert len(json.loads(path.read_text(encoding="utf-8-sig"))) == 12
    assert saved.exists()


def test_who_names_somebody_means_that_one(db: Path, saved: Path) -> None:
    keep(db, "county", "隆子县")
    for words in (("progress", "加查县"), ("list", "--county", "加查县"),
                  ("list", "--mentor", "市实验幼儿园")):  # fmt: skip
        _, out, _ = on_terminal(db, *words)
        assert "加查县" in out
        assert "只看" not in out
    assert saved.exists()


def test_a_name_that_means_nobody_is_a_bad_setting(db: Path, saved: Path) -> None:
    saved.parent.mkdir()
    saved.write_text('{"county": "龙子县"}', encoding="utf-8")
    code, _, err = on_terminal(db, "list")
    assert code == 78
    said = "".join(line.strip() for line in err.splitlines())
    assert str(saved) in said
    assert "pairing config unset county" in said
    assert done("--db", str(db), "list", "--json").code == 0
    assert pairing("--db", str(db), "config", "set", "county", "龙子县").code == 4


def test_a_file_that_is_none_is_a_bad_setting(db: Path, saved: Path) -> None:
    saved.parent.mkdir()
    for text in ("{", "[]", '{"town": "x"}', '{"county": ""}'):
        saved.write_text(text, encoding="utf-8")
        answer = pairing("--db", str(db), "config", "show", "--json")
        assert (answer.code, answer.error["code"]) == (78, "bad-settings")


def test_the_actor_and_the_language_are_saved_too(db: Path, saved: Path) -> None:
    keep(db, "actor", "卓玛")
    done("--db", str(db), "need", "add", "隆子县", "--text", "缺教师", "--on", "2022-04-01")
    assert done("--db", str(db), "history", "--json").data[0]["actor"] == "卓玛"
    keep(db, "language", "en")
    assert resolve_language([], {"LANG": "zh_CN.UTF-8"}, saved_language) == "en"
    assert resolve_language([], {"PAIRING_LANG": "zh"}, saved_language) == "zh"
    assert pairing("--db", str(db), "config", "set", "language", "fr").code == 2
    assert [row["key"] for row in done("config", "show", "--json").data] == ["language", "actor"]
    done("config", "unset", "language")
    assert resolve_language([], {"LANG": "zh_CN.UTF-8"}, saved_language) == "zh"
    assert "language" not in saved.read_text(encoding="utf-8")


def test_what_is_saved_already_is_not_saved_again(db: Path, saved: Path) -> None:
    keep(db, "county", "隆子县")
    assert "It is so already" in pairing("--db", str(db), "config", "set", "county", "隆子县").err
