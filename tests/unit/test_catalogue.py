"""The Chinese catalogue is complete, and the tool that says so finds what is wrong."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "src/pairing_cli/locale/zh_CN/LC_MESSAGES"


@pytest.fixture(scope="module")
def catalogue() -> Any:
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "tools/catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # The sources are read once: it is the longest part of every check.
    found = module.extract()
    module.extract = lambda *_po: found
    return module


@pytest.fixture
def po(tmp_path: Path) -> Path:
    for name in ("pairing.po", "pairing.mo", "click.mo"):
        shutil.copy(FOLDER / name, tmp_path)
    return tmp_path / "pairing.po"


def edit(po: Path, old: str, new: str) -> None:
    text = po.read_text(encoding="utf-8")
    assert old in text
    po.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_message_is_translated_with_its_places_and_compiled(catalogue: Any) -> None:
    assert catalogue.problems(catalogue.PO) == []


def test_updating_what_is_up_to_date_changes_no_byte(catalogue: Any, po: Path) -> None:
    before = po.read_bytes(), po.with_suffix(".mo").read_bytes()
    catalogue.update(po)
    assert (po.read_bytes(), po.with_suffix(".mo").read_bytes()) == before


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('msgid "yes"\nmsgstr "是"', "", "missing: 'yes'"),
        ('msgid "yes"', '#, fuzzy\nmsgid "yes"', "fuzzy: 'yes'"),
        ('msgid "yes"', 'msgid "yess"', "obsolete: 'yess'"),
        ('msgstr "是"', 'msgstr ""', "not translated: 'yes'"),
        ('msgstr "错误：{text}"', 'msgstr "错误：{texts}"', "places differ: 'error: {text}'"),
        ('msgstr "错误：{text}"', 'msgstr "错误：{text}{"', "places differ: 'error: {text}'"),
        ("版本 %(version)s", "版本 %(versio)s", "places differ: '%(prog)s, version"),
        ('msgstr "是"', 'msgstr "对"', "pairing.mo is not"),
    ],
)
def test_what_is_wrong_is_found(catalogue: Any, po: Path, old: str, new: str, problem: str) -> None:
    edit(po, old, new)
    assert [line for line in catalogue.problems(po) if line.startswith(problem)]


def test_a_catalogue_that_was_never_compiled_is_found(catalogue: Any, po: Path) -> None:
    for name in ("pairing.mo", "click.mo"):
        po.with_name(name).unlink()
        assert catalogue.problems(po)[-1] == f"{name} is not what the .po compiles to: run update"
        catalogue.update(po)


def test_update_keeps_translations_and_drops_what_no_source_has(catalogue: Any, po: Path) -> None:
    good = po.read_bytes()
    edit(po, 'msgid "yes"', 'msgid "Nobody says this."\nmsgstr "没人说"\n\nmsgid "yes"')
    catalogue.update(po)
    assert po.read_bytes() == good


def test_click_and_every_keyword_are_extracted(
    catalogue: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert {"Usage:", "Options", "Missing argument"} <= set(catalogue.extract())
    source = tmp_path / "source.py"
    source.write_text(
        'N_("noun")\nphrase("one " "{n}", n=1)\nphrase_n("a", "b", 2, x="no")\n_("help")\n'
    )
    keywords = catalogue._OUR_KEYWORDS
    assert set(catalogue._msgids(source, keywords)) == {"noun", "one {n}", ("a", "b"), "help"}


def test_the_command_line_of_the_tool_has_two_words(
    catalogue: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(catalogue, "problems", lambda _po: [])
    assert catalogue.main(["check"]) == 0
    assert catalogue.main([]) == 2
    assert "update" in capsys.readouterr().err
    monkeypatch.setattr(catalogue, "problems", lambda _po: ["missing: 'x'"])
    assert catalogue.main(["check"]) == 1
    assert capsys.readouterr().out == "missing: 'x'\n"
