"""The sessions that the README and the guides show are what the program does today."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.output.language import use_language

from .loading import tool


@pytest.fixture(scope="module")
def sessions() -> Iterator[Any]:
    yield tool("sessions")
    use_language("zh")


def page(opening: str, *typed: str) -> str:
    lines = "".join(f"$ {line}\nold\n" for line in typed)
    return f"before\n{opening}\n```console\n{lines}```\n<!-- /session -->\nafter\n"


@pytest.mark.parametrize("name", ["README.md", "docs/guide/zh.md", "docs/guide/en.md"])
def test_the_sessions_are_up_to_date(
    sessions: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(sessions, "PAGES", (name,))
    found = "".join(sessions.differences())
    assert not found, f"run: python tools/sessions.py\n{found}"


def test_a_session_is_the_same_each_time_and_leaves_the_environment_alone(sessions: Any) -> None:
    before, folder = dict(os.environ), Path.cwd()
    text = page(
        "<!-- session:zh new day=2022-04-12\n$ pairing init\n-->",
        "pairing log-visit 隆子县 --form 送教",
        "pairing history",
    )
    once = sessions.renewed(text)
    assert sessions.renewed(once) == once
    assert "已登记" in once
    assert "2022-04-12 09:0" in once
    assert "old" not in once
    assert (dict(os.environ), Path.cwd()) == (before, folder)


def test_the_ref_of_a_visit_stays_when_another_command_comes_before_it(sessions: Any) -> None:
    opening = "<!-- session:en new\n$ pairing init\n-->"
    visit = "pairing log-visit 隆子县 --form 送教 --on 2022-04-12"
    alone = sessions.renewed(page(opening, visit))
    later = sessions.renewed(page(opening, "pairing log-visit 加查县 --form 讲座", visit))
    sentence = next(line for line in alone.splitlines() if line.startswith("Logged "))
    assert sentence in later


def test_a_session_goes_on_where_the_last_one_of_its_language_ended(sessions: Any) -> None:
    first = page("<!-- session:en\n$ pairing init\n-->", "pairing db path")
    second = page("<!-- session:en lines=2 screen -->", "pairing list")
    shown = sessions.renewed(first + second)
    assert "Pairings of cycle 2022-2024\n" in shown
    assert shown.endswith("\n…\n```\n<!-- /session -->\nafter\n")


def test_what_is_refused_is_shown_with_its_exit_code(sessions: Any) -> None:
    shown = sessions.renewed(page("<!-- session:zh fails -->", "pairing list"))
    assert "（退出码 66）\n```" in shown


@pytest.mark.parametrize(
    "text",
    [
        "<!-- session:zh -->\n```console\n$ pairing list\n```\n",
        page("<!-- session:zh wide -->", "pairing list"),
        page("<!-- session:zh -->", "rm -r ."),
        page("<!-- session:zh\n$ pairing list\n-->", "pairing list"),
        page("<!-- session:zh -->", "pairing list"),
    ],
    ids=["not closed", "unknown word", "another program", "hidden failure", "not meant to fail"],
)
def test_a_session_that_cant_be_run_is_refused(sessions: Any, text: str) -> None:
    with pytest.raises(sessions.DeskError):
        sessions.renewed(text)


def test_check_shows_the_difference(
    sessions: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Any
) -> None:
    monkeypatch.setattr(sessions, "ROOT", tmp_path)
    monkeypatch.setattr(sessions, "PAGES", ("page.md",))
    file = tmp_path / "page.md"
    file.write_text(page("<!-- session:en fails -->", "pairing list"), encoding="utf-8")
    assert sessions.main(["--check"]) == 1
    assert "-old\n" in capsys.readouterr().out
    assert sessions.main([]) == 0
    assert sessions.main(["--check"]) == 0
    assert capsys.readouterr().out == ""
    file.write_text(page("<!-- session:en -->", "ls"), encoding="utf-8")
    assert sessions.main([]) == 1
    assert "only pairing" in capsys.readouterr().err
    assert sessions.main(["--all"]) == 2
