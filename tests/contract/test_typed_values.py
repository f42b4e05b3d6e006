"""What is typed for an option or argument: never a blank, and codes by their words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
import pytest

from pairing_cli.cli.vocabularies import VOCABULARIES
from pairing_cli.cli.words import WordChoice
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.words.wording import meant
from pairing_cli.services.matching.proposing import layer_named

from .loading import pairing
from .tree import commands, context

BLANKS = ("", "  ", "\u3000", "\u200b\ufeff", "\u00a0\t")


def _values(path: str) -> Iterator[list[str]]:
    """The words that give each option and argument of a command a blank."""
    for param in context(path).command.params:
        if isinstance(param, click.Option) and not param.is_flag and param.nargs == 1:
            yield [max(param.opts, key=len), "\u3000"]
        elif isinstance(param, click.Argument):
            yield [" "]


@pytest.mark.parametrize("path", commands())
def test_no_command_takes_a_blank_for_a_value(path: str) -> None:
    for words in _values(path):
        ctx = context(path)
        with pytest.raises(UsageError) as refused:
            ctx.command.make_context(path, list(words), parent=ctx.parent)
        assert refused.value.code == "blank", words


@pytest.mark.parametrize("blank", BLANKS)
def test_a_blank_of_any_kind_is_wrong_usage(capsys: pytest.CaptureFixture[str], blank: str) -> None:
    typed = pairing(capsys, "progress", "--mentor", blank, lang="zh")
    assert typed.code == 2
    assert "--mentor 的值是空白" in typed.err


@pytest.mark.parametrize(
    "words",
    [
        ["--as-of", "", "list"],
        ["list", "--as-of", ""],
        ["--db=", "list"],
        ["log-visit", "隆子县", "", "--form", "送教"],
        ["rule", "override", "sent-lessons", "--need", "2", "--county", ""],
        ["log-visit", "隆子县", "--form", "送教", "--by", "李某", "--by", " "],
    ],
)
def test_a_blank_is_refused_wherever_it_stands(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert pairing(capsys, *words).code == 2


def test_a_blank_variable_of_the_environment_is_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    path = tmp_path / "p.db"
    assert pairing(capsys, "--db", str(path), "init").code == 0
    for name in ("PAIRING_ACTOR", "PAIRING_TODAY", "PAIRING_DB"):
        monkeypatch.setenv(name, " ")
    monkeypatch.setenv("LOGNAME", "zhaxi")
    found = pairing(capsys, "--db", str(path), "history", "--json")
    assert found.code == 0
    words = ("visit", "list", "--json")
    assert pairing(capsys, "--db", str(path), *words).code == 0


OF_THE_PROGRAM = {"format", "lang", "color"}
"""Choices of formats, languages and switches: no codes of the programme."""


def _choices() -> Iterator[tuple[str, click.Parameter]]:
    for path in commands():
        for param in context(path).command.params:
            if isinstance(param.type, click.Choice) and param.name not in OF_THE_PROGRAM:
                yield path, param


def test_every_code_is_taken_by_its_label_in_both_languages() -> None:
    tried = 0
    for path, param in _choices():
        choice = param.type
        assert isinstance(choice, WordChoice), f"{path} {param.name}"
        for code in choice.choices:
            label = choice.labels[code]
            for word in (code, label.zh, label.en, label.en.upper(), f" {label.zh}\u3000"):
                assert choice.convert(word, param, None) == code, f"{path} {word}"
                tried += 1
    assert tried > 100


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["group", "list", "--side", "受帮扶园"], 0),
        (["need", "list", "--state", "部分解决"], 0),
        (["export", "list", "-o", "x.json", "--profile", "公开"], 0),
        (["import", "活动", "none.csv"], 66),
        (["document", "list", "--category", "责任书、协议书"], 0),
        (["group", "list", "--side", "帮扶员"], 2),
    ],
)
def test_words_lead_to_the_same_as_codes(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Any,
    words: list[str],
    code: int,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAIRING_DB", str(tmp_path / "p.db"))
    assert pairing(capsys, "init").code == 0
    assert pairing(capsys, *words).code == code


def test_every_word_of_a_vocabulary_means_its_own_code() -> None:
    for labels in VOCABULARIES:
        words = {w: code for code, label in labels.items() for w in (code, label.zh, label.en)}
        assert {word: meant(word, words) for word in words} == words


def test_a_layer_is_typed_without_the_arrow_that_no_keyboard_has() -> None:
    for typed in ("市→县", "市县", "市->县", "市 县", "City to county", "citycounty"):
        assert layer_named(typed) == "city-county", typed
    assert layer_named("县乡") == "county-township"
    with pytest.raises(UsageError):
        layer_named("→")
    assert WordChoice(["city-county", "county-township"]).convert("县乡", None, None)


def test_a_word_for_a_kindergarten_may_have_it_behind() -> None:
    assert WordChoice(["weak", "key"]).convert("薄弱园", None, None) == "weak"
    assert WordChoice(["county", "township"]).convert("乡镇幼儿园", None, None) == "township"
    with pytest.raises(click.UsageError):
        WordChoice(["weak", "key"]).convert("园", None, None)
