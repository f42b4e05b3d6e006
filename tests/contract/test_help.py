"""Every command explains itself, in both languages, on a page of 80 cells."""

from __future__ import annotations

import gettext
import io
import os
import re
import shlex
from collections.abc import Iterator
from functools import cache
from typing import Any

import click
import pytest

from pairing_cli.__main__ import run
from pairing_cli.cli.pairings.plain_verbs import PURPOSES
from pairing_cli.cli.root import Root
from pairing_cli.output.language import LOCALE_FOLDER, OURS, Language, translate, use_language
from pairing_cli.output.text import cell_width

from .tree import commands, context, names, paths

LANGUAGES: tuple[Language, ...] = ("zh", "en")
ENTRIES = {name: entry for entries in Root.sections.values() for name, entry in entries.items()}
ENGLISH = re.compile(r"[A-Za-z]?[a-z']+(?:,? [a-z']+){2,}")
"""Three words of prose in a row. Lists of codes have commas or 、 between them."""

SHELL = re.compile(r" (?:\|\|?|&&|>|;) ")
"""Where an example goes on in the shell: `pairing progress --check || echo …`."""


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    yield
    use_language("zh")


@pytest.fixture(autouse=True)
def _eighty_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


@cache
def page(path: str, lang: Language, flag: str = "-h") -> str:
    """The help of a command, printed once for all that is asked of it."""
    out, err = io.StringIO(), io.StringIO()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PAIRING")}
    code = run([*path.split(), flag], {**environ, "PAIRING_LANG": lang}, out, err)
    assert (code, err.getvalue()) == (0, "")
    return out.getvalue()


def help_of(param: click.Parameter) -> str:
    return getattr(param, "help", None) or ""


def shown(ctx: click.Context) -> list[click.Parameter]:
    return [p for p in ctx.command.get_params(ctx) if not getattr(p, "hidden", False)]


@pytest.mark.parametrize("name", names())
def test_every_name_of_the_help_page_leads_to_a_command(name: str) -> None:
    assert context(name).command.name == name


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_page_says_what_the_command_says_itself(name: str, lang: Language) -> None:
    use_language(lang)
    assert context(name).command.help == translate(ENTRIES[name].purpose)


@pytest.mark.parametrize("path", ["", *paths()])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_has_a_purpose_in_one_line(path: str, lang: Language) -> None:
    use_language(lang)
    purpose = context(path).command.help
    assert purpose
    assert "\n" not in purpose
    assert cell_width(purpose) <= 78
    assert purpose.endswith("。" if lang == "zh" else ".")


@pytest.mark.parametrize("path", ["", *commands()])
def test_every_command_has_an_example_that_can_be_typed(path: str) -> None:
    """Each starts with the command's own words and is understood by its parser."""
    use_language("en")
    examples = (context(path).command.epilog or "").splitlines()
    assert examples
    for example in examples:
        program, *words = shlex.split(SHELL.split(example)[0])
        assert program == "pairing"
        if path == "":
            path_of = next(p for p in sorted(commands(), reverse=True) if starts(words, p))
        else:
            path_of = path
        assert starts(words, path_of), example
        ctx = context(path_of)
        ctx.command.make_context(ctx.info_name, words[len(path_of.split()) :], parent=ctx.parent)


def starts(words: list[str], path: str) -> bool:
    return words[: len(path.split())] == path.split()


@pytest.mark.parametrize("path", ["", *paths()])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_fits_into_eighty_cells(path: str, lang: Language) -> None:
    text = page(path, lang)
    assert [line for line in text.splitlines() if cell_width(line) > 80] == []


@pytest.mark.parametrize("path", ["", *paths()])
def test_both_spellings_of_help_work(path: str) -> None:
    assert page(path, "en", "-h") == page(path, "en", "--help")


@pytest.mark.parametrize("path", ["", *paths()])
def test_every_argument_and_option_says_what_it_is_for(path: str) -> None:
    use_language("en")
    ctx = context(path)
    assert [param.name for param in shown(ctx) if not help_of(param)] == []


@pytest.mark.parametrize("path", ["", *paths()])
def test_every_text_of_the_help_is_in_the_catalogue(path: str) -> None:
    """Texts that no one translates would be English on a Chinese page."""
    use_language("en")
    catalogue: Any = gettext.translation(OURS, LOCALE_FOLDER, ["zh_CN"])
    ctx = context(path)
    # A purpose that any record has is one text, whose nouns are filled in; so is --clear's.
    purpose = "" if getattr(ctx.command, "words", None) else ctx.command.help
    options = [each for each in shown(ctx) if not getattr(each, "words", None)]
    texts = [*PURPOSES.values(), purpose or "", *map(help_of, options)]
    assert [text for text in texts if text and catalogue.gettext(text) == text] == []


@pytest.mark.parametrize("path", ["", *paths()])
def test_a_chinese_page_has_no_english_sentence(path: str) -> None:
    text = page(path, "zh")
    prose = re.sub(r"pairing [^\n]*", "", text)
    assert ENGLISH.findall(prose) == []
