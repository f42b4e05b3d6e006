"""Which language is spoken, and sentences in it."""

from __future__ import annotations

import gettext
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from pairing_cli.__main__ import run
from pairing_cli.cli import root
from pairing_cli.domain.phrases import Label, Phrase, lines, phrase, phrase_n
from pairing_cli.output import language
from pairing_cli.output.catalogue import CONTEXT_END, read_catalogue
from pairing_cli.output.language import (
    in_english,
    is_readable,
    resolve_language,
    spoken,
    translate,
    use_language,
)

MET = Label("达标", "met")


@pytest.fixture(autouse=True)
def _language_restored(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LANGUAGE", "")
    yield
    use_language("zh")


@pytest.mark.parametrize(
    ("argv", "environ", "spoken_language"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "C"}, "zh"),
        ([], {"LANG": "POSIX"}, "zh"),
        ([], {"LANG": "de_DE.UTF-8"}, "zh"),
        ([], {"LANG": "zh_TW.UTF-8"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US"}, "en"),
        ([], {"LANG": "en_US", "LC_MESSAGES": "en_US", "LC_ALL": "zh_CN"}, "zh"),
        ([], {"LC_ALL": "", "LANG": "en_US"}, "en"),
        ([], {"LANG": "zh_CN", "PAIRING_LANG": "en"}, "en"),
        ([], {"LANG": "en_US", "PAIRING_LANG": "fr"}, "en"),
        (["--lang", "zh", "list"], {"PAIRING_LANG": "en"}, "zh"),
        (["--lang=en", "list"], {}, "en"),
        (["--lang", "zh", "--lang=en"], {}, "en"),
        (["show", "--", "--lang=en"], {}, "zh"),
        (["list", "--lang"], {"LANG": "en_US"}, "en"),
        (["--lang", "fr"], {"LANG": "en_US"}, "en"),
    ],
)
def test_the_language_is_the_option_else_the_variable_else_the_locale_else_chinese(
    argv: list[str], environ: dict[str, str], spoken_language: str
) -> None:
    assert resolve_language(argv, environ) == spoken_language


def test_a_sentence_is_spoken_in_the_language_in_force() -> None:
    sentence = phrase("error: {text}", text="洛扎县")
    use_language("en")
    assert translate(sentence) == "error: 洛扎县"
    use_language("zh")
    assert translate(sentence) == "错误：洛扎县"


def test_a_msgid_and_a_label_are_spoken_too() -> None:
    use_language("zh")
    assert (translate("yes"), translate(MET)) == ("是", "达标")
    use_language("en")
    assert (translate("yes"), translate(MET)) == ("yes", "met")


def test_an_unknown_msgid_stays_english_and_an_empty_one_is_empty() -> None:
    use_language("zh")
    assert translate("Nobody translated this.") == "Nobody translated this."
    assert translate("") == ""
    assert translate(Phrase("")) == ""


def test_sentences_and_labels_inside_a_sentence_are_translated_with_it() -> None:
    use_language("zh")
    inner = phrase("error: {text}", text=MET)
    assert translate(phrase("hint: {text}", text=inner)) == "提示：错误：达标"
    assert translate(lines(inner, inner)) == "错误：达标\n错误：达标"


@pytest.mark.parametrize("value", ["{text}", "{0}", "{text.__class__}", "{", "}", "%s", "{{}}"])
def test_braces_in_a_value_mean_nothing(value: str) -> None:
    use_language("en")
    assert translate(phrase("error: {text}", text=value)) == f"error: {value}"


def test_english_takes_the_plural_by_its_count() -> None:
    use_language("en")
    assert translate(phrase_n("{count} visit", "{count} visits", 1)) == "1 visit"
    assert translate(phrase_n("{count} visit", "{count} visits", 2)) == "2 visits"
    assert translate(phrase_n("{count} visit", "{count} visits", 0)) == "0 visits"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        (phrase("{count} pairings {layer}", count=1, layer="x"), "1 pairing x"),
        (phrase("In {count} pairing people went down", count=1), "In 1 pairing people went down"),
        (phrase("{critical} critical items failed", critical=1.0), "1 critical item failed"),
        (phrase("{count} problems were recorded", count=1), "1 problem was recorded"),
        (phrase("{done} {unit}", done="0/1", unit=Label("项", "milestones")), "0/1 milestone"),
        (phrase("{done} {unit}", done="1/2", unit=Label("项", "milestones")), "1/2 milestones"),
        (phrase("{n} of {all} children", n=2, all=1), "2 of 1 child"),
        (phrase("{text} and {count} days", text="1 days", count=11), "1 days and 11 days"),
        (
            phrase("{what} {n} {unit}", what="survey", n=1, unit=Label("次", "visits")),
            "survey 1 visit",
        ),
        (phrase("{a} {b} days", a="1", b=1), "1 1 day"),
        # A number that a verb stands behind counts nothing.
        (phrase("line {line} holds bytes", line=1), "line 1 holds bytes"),
        (phrase("{file} has places left", file="1"), "1 has places left"),
        (phrase("No. {seq} has not been taken back.", seq=1), "No. 1 has not been taken back."),
        # A sentence with a plural of its own may count something else besides.
        (
            phrase_n("{count} visit by {n} mentors", "{count} visits by {n} mentors", 3, n=1),
            "3 visits by 1 mentor",
        ),
        (
            phrase("{a}; {a}", a=phrase_n("{count} day", "{count} days, {n} weeks", 7, n=1)),
            "7 days, 1 week; 7 days, 1 week",
        ),
    ],
)
def test_english_counts_one_thing_in_the_singular(sentence: Phrase, said: str) -> None:
    use_language("en")
    assert translate(sentence) == said
    assert in_english(sentence) == said


def test_a_place_may_say_how_its_number_is_written() -> None:
    use_language("en")
    assert translate(phrase("{share:.1f} of {n:,}", share=3.0, n=12000)) == "3.0 of 12,000"


def test_a_sentence_that_lost_a_value_or_holds_a_stray_brace_is_shown_all_the_same() -> None:
    use_language("en")
    assert translate(phrase("{file}, row {row}", row=3)) == "{file}, row 3"
    assert translate(phrase("a { b")) == "a { b"


@pytest.mark.parametrize(
    ("value", "zh", "en"),
    [
        (None, "", ""),
        (True, "是", "yes"),
        (3.0, "3", "3"),
        (66.666666, "66.67", "66.67"),
        (date(2022, 4, 12), "2022-04-12", "2022-04-12"),
        (datetime(2022, 4, 12, 8, 5, 9), "2022-04-12 08:05", "2022-04-12 08:05"),  # noqa: DTZ001
        (("甲", MET), "甲、达标", "甲, met"),
    ],
)
def test_plain_values_are_written_for_people(value: object, zh: str, en: str) -> None:
    use_language("zh")
    assert spoken(value) == zh
    use_language("en")
    assert spoken(value) == en


def test_scripts_read_english_whatever_is_spoken() -> None:
    use_language("zh")
    assert in_english(phrase("error: {text}", text=(MET, True))) == "error: met, yes"


def test_click_speaks_the_language_in_force() -> None:
    @click.command()
    @click.argument("name")
    def hello(name: str) -> None: ...

    use_language("zh")
    assert "缺少参数" in CliRunner().invoke(hello, []).output
    use_language("en")
    assert "Missing argument" in CliRunner().invoke(hello, []).output


@contextmanager
def catalogues_in(folder: Path) -> Iterator[None]:
    """Have catalogues read from `folder`, and what was made from them forgotten afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(language, "LOCALE_FOLDER", folder)
        _forget()
        yield
    _forget()


def _forget() -> None:
    language._chinese.cache_clear()
    root._tree_in.cache_clear()


def test_without_a_catalogue_messages_are_english(tmp_path: Path) -> None:
    with catalogues_in(tmp_path):
        use_language("zh")
        assert translate(phrase("error: {text}", text="x")) == "error: x"
        assert translate(phrase_n("{count} row", "{count} rows", 2)) == "2 rows"
        assert gettext.gettext("Missing argument") == "Missing argument"
        assert not is_readable()
        use_language("en")
        assert is_readable()


@pytest.mark.parametrize("damaged", ["pairing.mo", "click.mo"])
def test_a_damaged_catalogue_is_told_and_english_is_spoken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], damaged: str
) -> None:
    folder = shutil.copytree(language.LOCALE_FOLDER, tmp_path / "locale")
    file = folder / "zh_CN/LC_MESSAGES" / damaged
    whole = file.read_bytes()
    middle = len(whole) // 2
    for content in (
        b"",
        b"x",
        whole[:middle],
        whole[:-1],
        bytes(len(whole)),
        whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
    ):
        file.write_bytes(content)
        with catalogues_in(folder):
            assert run(["config", "--help"], {"PAIRING_LANG": "zh"}, sys.stdout, sys.stderr) == 0
            out, err = capsys.readouterr()
            assert "请重新安装 pairing" in err
            assert ("Usage:" if damaged == "click.mo" else "Saved defaults") in out
            assert run(["--json", "x"], {"PAIRING_LANG": "zh"}, sys.stdout, sys.stderr) == 2
            assert json.loads(capsys.readouterr().err)["error"]["exit"] == 2


def test_every_message_is_found_where_it_lies() -> None:
    """Held against the standard library's reader of the same file."""
    path = language.LOCALE_FOLDER / "zh_CN/LC_MESSAGES/pairing.mo"
    catalogue = read_catalogue(path)
    with path.open("rb") as file:
        messages: dict[Any, str] = vars(gettext.GNUTranslations(file))["_catalog"]
    assert len(messages) > 1000
    for name, text in messages.items():
        msgid = name if isinstance(name, str) else name[0]
        context, _, plain = msgid.rpartition(CONTEXT_END)
        assert not msgid or catalogue.text(plain, context) == text
    assert catalogue.text("nobody says this") is None


def test_the_catalogue_is_read_once_and_not_before_the_first_sentence() -> None:
    program = """
import gettext
from pairing_cli.output.language import translate, use_language
read = []
from pairing_cli.output import language
original = language.read_catalogue
language.read_catalogue = lambda path: (read.append(path.name), original(path))[1]
use_language("zh")
assert read == ["click.mo"]
assert translate("yes") == "是" and translate("no") == "否" and gettext.gettext("Options") == "选项"
assert read == ["click.mo", "pairing.mo"]
"""
    subprocess.run(
        [sys.executable, "-c", program], check=True, env={**os.environ, "PYTHONUTF8": "1"}
    )
