"""The manual names twenty promises and the tests behind them; the tests are there."""

from __future__ import annotations

import re

import pytest

from tests.faults.bench import ROOT

PAGES = ("zh", "en")


def page(language: str) -> str:
    return (ROOT / f"docs/guarantees.{language}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", PAGES)
def test_there_are_twenty_promises_and_every_test_they_name(language: str) -> None:
    text = page(language)
    assert re.findall(r"^## (\d+)\.", text, re.MULTILINE) == [str(n) for n in range(1, 21)]
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 40
    for file, name in named:
        source = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {name}(" in source, f"{file}::{name}"


def test_both_languages_name_the_same_tests() -> None:
    zh, en = (re.findall(r"`(tests/\S+)`", page(language)) for language in PAGES)
    assert zh == en


def test_every_module_of_this_folder_is_named() -> None:
    text = page("en")
    modules = {path.name for path in (ROOT / "tests/faults").glob("test_*.py")}
    missing = {name for name in modules if f"tests/faults/{name}" not in text}
    assert missing == {"test_promises.py"}
