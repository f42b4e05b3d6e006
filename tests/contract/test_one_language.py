"""No message is in two languages: every error of the command line, in Chinese.

The tree of commands is walked with wrong values, missing values, options and commands that
aren't there. What stands in Latin letters in an answer is a name of ours (a command, an option,
a code that may be typed, a format) or what was typed.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from pairing_cli.__main__ import run
from pairing_cli.cli import asking
from pairing_cli.cli.tree.placeholders import PLACEHOLDERS
from pairing_cli.cli.vocabularies import VOCABULARIES
from pairing_cli.domain.phrases import phrase
from pairing_cli.output.language import use_language
from pairing_cli.services.honours.schemes import shipped_schemes
from pairing_cli.services.judging.checklists import shipped_checklists
from pairing_cli.services.owing.rules import shipped_packs
from tests.services.seeded import seeded_at

from .tree import context, paths, top

WORD = re.compile(r"[A-Za-z][A-Za-z_'-]+")
WRONG = ("zz", "-1")
ENDINGS = {"xlsx", "csv", "json", "jsonl", "yaml", "yml"} | {"docx", "html", "htm", "md", "ics"}
ENDINGS |= {"zip", "txt", "db"}
PROPER = {"Excel", "WPS", "UTF", "GB", "ID", "init", "today", "sha", "stdin"}
"""What is called so in Chinese too."""
EVERYWHERE = {
    "--db",
    "--lang",
    "--as-of",
    "--actor",
    "--color",
    "--no-context",
    "--debug",
    "--help",
}
EVERYWHERE |= {"--help", "--format", "--json", "--cycle", "--dry-run", "--correct"}
WITH_ALL = {"visit edit", "visit list"}
"""Options that most commands have are read in one place: these commands try them."""
GIVEN = {
    "MENTEE": "隆子县",
    "MENTOR": "市实验幼儿园",
    "REF": "ffffffff",
    "MENTEE|REF": "隆子县",
    "NAME": "隆子县",
    "CODE": "2022-2024",
    "RULE": "lesson-hours",
    "FILE": "zz.xlsx",
}
"""A value for what must be given, so that the wrong one is come to."""


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    use_language("zh")
    yield
    use_language("zh")


@pytest.fixture(scope="module")
def known() -> set[str]:
    """Names of ours: commands, options, codes that may be typed."""
    use_language("en")
    tree: Any = top().command
    found = {"pairing", "help"} | ENDINGS | PROPER
    found |= set(
        WORD.findall(
            " ".join([*shipped_packs(), *shipped_checklists(), *shipped_schemes(), *tree.exports()])
        )
    )
    found |= {word for labels in VOCABULARIES for code in labels for word in WORD.findall(code)}
    for path in ["", *paths()]:
        ctx = context(path)
        found |= set(path.split())
        for param in ctx.command.get_params(ctx):
            found |= {opt.lstrip("-") for opt in param.opts}
            found |= set(map(str, getattr(param.type, "choices", ())))
            found |= set(WORD.findall(getattr(param, "help", None) or "")) & _codes(param)
    return found


def _codes(param: click.Parameter) -> set[str]:
    """Codes that a help lists: visits, needs …"""
    return set(re.findall(r"[a-z_-]{3,}(?=[,)]| or )", getattr(param, "help", None) or ""))


def said(db: Path, *words: str) -> str:
    """What is answered on stderr."""
    out, err = io.StringIO(), io.StringIO()
    environ = {"PAIRING_LANG": "zh", "PAIRING_TODAY": "2022-06-30", "PAIRING_ACTOR": "卓玛"}
    run(["--db", str(db), *words], environ, out, err)
    return err.getvalue()


def foreign(text: str, known: set[str], typed: tuple[str, ...]) -> list[str]:
    """The words in Latin letters that are no name."""
    given = {piece for word in typed for piece in (word, word.partition("=")[2]) if piece}
    for word in sorted(given, key=len, reverse=True):
        text = re.sub(rf"(?<![A-Za-z-]){re.escape(word)}(?![A-Za-z-])", "", text)
    text = re.sub(r"\S*/\S*|--[a-z-]+|\b[0-9a-f]{8}\b|sha256 [0-9a-f…]+", "", text)
    return [word for word in WORD.findall(text) if word not in known]


def needed(ctx: click.Context) -> list[str]:
    """The arguments and options without which the command says so first."""
    words: list[str] = []
    for param in ctx.command.params:
        if not param.required:
            continue
        value = GIVEN.get(str(param.metavar or "").strip("[].…"), "zz")
        words += [value] if isinstance(param, click.Argument) else [param.opts[0], value]
    return words


def lines(path: str) -> Iterator[tuple[str, ...]]:
    """Wrong command lines for a command or group."""
    use_language("en")
    ctx = context(path)
    must = needed(ctx)
    own = [param for param in ctx.command.params if not getattr(param, "hidden", False)]
    use_language("zh")
    yield (*path.split(), "--nosuch")
    if isinstance(ctx.command, click.Group):
        yield (*path.split(), "nosuch")
        return
    yield tuple(path.split())
    yield (*path.split(), *must, "zz", "zz", "zz", "zz")
    for param in own:
        name = param.opts[0]
        is_tried = name not in EVERYWHERE or path in WITH_ALL
        if isinstance(param, click.Argument) or not is_tried:
            continue
        if getattr(param, "is_flag", False):
            yield (*path.split(), *must, f"{name}=zz")
            continue
        yield (*path.split(), *must, name)
        for value in WRONG if not isinstance(param.type, click.Choice) else WRONG[:1]:
            yield (*path.split(), *must, f"{name}={value}")


@pytest.mark.parametrize("path", paths())
def test_every_error_of_a_command_is_in_one_language(
    path: str, known: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    db = seeded_at(tmp_path / "p.db")
    for words in lines(path):
        text = said(db, *words)
        assert not foreign(text, known, words), f"{' '.join(words)}\n{text}"
        assert not re.search(r"[。？！] |、,|: |, |\. ", _without_commands(text)), text


def _without_commands(text: str) -> str:
    return re.sub(r"pairing [^，。；、（）\n]*", "", text)


@pytest.mark.parametrize("words", [(), ("nosuch",), ("lst",), ("--lang", "fr"), ("--nosuch",)])
def test_every_error_of_the_program_is_in_one_language(
    words: tuple[str, ...], known: set[str], tmp_path: Path
) -> None:
    text = said(tmp_path / "none.db", *words)
    assert not foreign(text, known, words), text


@pytest.mark.parametrize("ask", [asking.ask, asking.ask_enter])
def test_questions_are_in_one_language(
    ask: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(asking, "can_ask", lambda: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO("n\n"))
    monkeypatch.setattr(asking, "_answer", lambda: "n\n")
    with pytest.raises(click.Abort):
        ask(phrase("yes"), False)
    assert not WORD.findall(capsys.readouterr().err)


def test_every_placeholder_of_a_help_page_has_its_chinese() -> None:
    use_language("en")
    for path in ["", *paths()]:
        ctx = context(path)
        for param in ctx.command.get_params(ctx):
            for word in re.findall(r"[A-Z]{2,}(?:-[A-Z]{2,})?", param.metavar or ""):
                assert word in PLACEHOLDERS | {"ZIP"}, (path, param.opts, word)
