"""The language in force, and sentences in it.

msgids are English, so English needs no catalogue; Chinese is read once, when the first
sentence is shown. Click asks the standard library's gettext for its own messages, which has a
small catalogue of just those: `use_language` points it there.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from pairing_cli.domain.phrases import N_, Label, Phrase
from pairing_cli.domain.vocabulary import is_term_code, term_label
from pairing_cli.output.catalogue import Catalogue, DamagedCatalogueError, read_catalogue
from pairing_cli.output.english import is_one, of_one

Language = Literal["zh", "en"]

LOCALE_FOLDER: Final = Path(__file__).parent.parent / "locale"
OURS: Final = "pairing"
CLICK: Final = "click"
"""The domains: our messages, and those of click among them, which gettext is asked for."""

UNREADABLE: Final = Label(
    "有些中文提示读不出来，暂用英文代替。请重新安装 pairing。",
    "Some Chinese messages can't be read and are shown in English. Please install pairing anew.",
)
"""What is said of a catalogue that is lost or damaged."""

_CODES: Final[Mapping[Language, str]] = {"zh": "zh_CN", "en": "en"}

_in_force: Language = "zh"


def resolve_language(
    argv: Sequence[str], environ: Mapping[str, str], saved: Callable[[], str | None] | None = None
) -> Language:
    """The language asked for: `--lang`, else PAIRING_LANG, else the `saved` one, else the locale,
    else Chinese.

    Runs before the command line is parsed, because parsing already needs its messages. A
    value that names neither language is passed over here; the parser will refuse it.
    """
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG")
    said = _option(argv) or environ.get("PAIRING_LANG")
    kept = saved() if saved is not None and not said else None
    for wish in (_option(argv), environ.get("PAIRING_LANG"), kept, locale):
        language = (wish or "").strip().lower()[:2]
        if language == "zh":
            return "zh"
        if language == "en":
            return "en"
    return "zh"


def use_language(language: Language) -> None:
    """Speak `language` from here on, click's own messages included."""
    global _in_force  # noqa: PLW0603 - one process speaks one language
    _in_force = language
    # Click asks gettext again for every message, and gettext asks LANGUAGE first.
    os.environ["LANGUAGE"] = _CODES[language]
    gettext.bindtextdomain(CLICK, str(LOCALE_FOLDER))
    gettext.textdomain(CLICK if language == "en" or _chinese(CLICK) else _NO_DOMAIN)


_NO_DOMAIN: Final = "messages"
"""Gettext's own default: a damaged catalogue would be a traceback in the midst of click."""


def is_readable() -> bool:
    """Whether there are messages in the language in force."""
    return _in_force == "en" or (_chinese(OURS) is not None and _chinese(CLICK) is not None)


def language() -> Language:
    """The language in force."""
    return _in_force


def translate(value: Phrase | Label | str) -> str:
    """`value` in the language in force: a sentence, a word of the vocabulary, or a msgid.

    Places of a sentence are filled with its values; braces inside a value mean nothing.
    A place that has no value stays as it is, for the sentence may be reporting a failure.
    """
    if isinstance(value, Label):
        return value.in_language(_in_force)
    if isinstance(value, Phrase):
        return _sentence(value, _in_force, spoken)
    return _text(value, _in_force) or value


def in_chinese(context: str, msgid: str) -> str | None:
    """What the Chinese catalogue has for a msgid in a context of its own, whatever is spoken."""
    catalogue = _chinese(OURS)
    return catalogue.text(msgid, context) if catalogue else None


def in_english(value: Phrase | Label) -> str:
    """The sentence or word as formats for scripts have it: the same in every language."""
    if isinstance(value, Label):
        return value.en
    return _sentence(value, "en", _in_english)


def spoken(value: Any) -> str:
    """A plain value for people: yes/no, ISO dates, 3 for 3.0, several joined, None as ""."""
    if isinstance(value, Phrase | Label):
        return translate(value)
    if isinstance(value, bool):
        return translate(_YES if value else _NO)
    if isinstance(value, list | tuple):
        return ("、" if _in_force == "zh" else ", ").join(map(spoken, value))
    if type(value) is str:  # a term is read as it may be typed: 2022春
        return term_label(value).zh if _in_force == "zh" and is_term_code(value) else value
    return _plain(value)


_YES, _NO = N_("yes"), N_("no")


def _option(argv: Sequence[str]) -> str | None:
    """The last `--lang` before `--`, as the parser will read it."""
    found = None
    for at, word in enumerate(argv):
        if word == "--":
            break
        if word == "--lang" and at + 1 < len(argv):
            found = argv[at + 1]
        elif word.startswith("--lang="):
            found = word.removeprefix("--lang=")
    return found


@cache
def _chinese(domain: str) -> Catalogue | None:
    try:
        return read_catalogue(LOCALE_FOLDER / _CODES["zh"] / "LC_MESSAGES" / f"{domain}.mo")
    except (OSError, DamagedCatalogueError):  # English is better than no message
        return None


def _text(msgid: str, of: Language) -> str | None:
    """What the catalogue of a language has for `msgid`. An empty one names its header."""
    catalogue = _chinese(OURS) if of == "zh" and msgid else None
    return catalogue.text(msgid) if catalogue else None


class _Values(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _sentence(sentence: Phrase, of: Language, say: Callable[[Any], str]) -> str:
    text = _text(sentence.msgid, of) or (
        sentence.msgid
        if sentence.plural is None or sentence.count in {None, 1}
        else sentence.plural
    )
    values = _Values()
    for name, value in sentence.values.items():
        values[name] = _number(value) if _is_number(value) else say(value)
    is_english = text in (sentence.msgid, sentence.plural)
    if is_english and any(is_one(value) for value in values.values()):
        text = of_one(text, values)
    try:
        return text.format_map(values)
    except (ValueError, IndexError):  # a stray brace must not hide the failure being told
        return text


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(value: float) -> float:
    """Kept a number, so that the place may say how to write it, as `{share:.1f}` does."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else round(value, 2)


def _in_english(value: Any) -> str:
    if isinstance(value, Phrase | Label):
        return in_english(value)
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, list | tuple):
        return ", ".join(map(_in_english, value))
    return _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(_number(value))
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
