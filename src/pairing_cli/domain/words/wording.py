"""What text may be stored: lengths, and characters that no name or note needs."""

from __future__ import annotations

import os
import re
import shlex
import unicodedata
from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import Phrase, phrase

NAME: Final = 100
"""Characters of a name of a kindergarten, region, form or person."""
SHORT_NAME: Final = 24
"""Characters of what stands where there is no room for a title."""
SHORT_TEXT: Final = 200
"""Characters of a topic, title, source or reason."""
LONG_TEXT: Final = 4000
"""Characters of a note or a need."""

# Patterns are text, which `re` compiles where one is needed and keeps: most commands need few.
_FORBIDDEN: Final = (
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 (but tab and line ends), DEL, C1
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls
    "\ud800-\udfff\ufeff\ufffe\uffff]"  # surrogates, BOM, non-characters
)
_LINE_ENDS: Final = r"[\t\r\n\u2028\u2029]"
_NOTHING_VISIBLE: Final = (
    r"[\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    r"\u2800\u3164\ufeff\uffa0]*"
)


_ENDS_A_WORD: Final = r"[\s\"'`$&|;<>()*?!]"
"""What a shell takes for the end of a word, or for more than itself."""


def as_word(text: object) -> str:
    """A name or path as one word of a command line that people copy from a hint."""
    word = str(text)
    if not re.search(_ENDS_A_WORD, word):
        return word
    return f'"{word}"' if os.name == "nt" else shlex.quote(word)


_NOT_COMPARED: Final = (
    r"[\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069"
    r"\u2800\u3164\ufeff\uffa0()\[\]{}<>〈〉《》「」『』【】〔〕〖〗〘〙〚〛⦅⦆]"
)
"""Blanks, what can't be seen, and brackets: nobody tells two names apart by them."""


def same_name(name: str) -> str:
    """A name as names are compared: two that give the same are one name, whatever the width
    of their letters, their case, their blanks and their brackets.
    """
    return re.sub(_NOT_COMPARED, "", unicodedata.normalize("NFKC", name)).casefold()


_BETWEEN_PARTS: Final = r"[\s_→⇒➔>~\-—–−]+"


def meant(typed: str, words: Mapping[str, str]) -> str | None:
    """What `words` (word → code) mean by what was typed: one of them, else what begins only one.
    Blanks and the arrow of 市→县, which no keyboard has, need not be typed, and 薄弱 may be 薄弱园.
    """
    wanted = _plain_word(typed)
    if not wanted:
        return None
    plain = [(_plain_word(word), code) for word, code in words.items()]
    bare = (wanted.removesuffix("园"), wanted.removesuffix("幼儿园"))
    ways = (wanted, *(each for each in bare if each))
    found = {code for word, code in plain if word in ways} or {
        code for word, code in plain if word.startswith(ways)
    }
    return found.pop() if len(found) == 1 else None


def _plain_word(text: str) -> str:
    return re.sub(_BETWEEN_PARTS, "", unicodedata.normalize("NFKC", text)).casefold()


def is_blank(text: str) -> bool:
    """Whether `text` shows nothing: empty, blanks of any width, invisible characters."""
    if text.isascii():
        return not text.strip()
    return re.fullmatch(_NOTHING_VISIBLE, text) is not None


def has_forbidden_characters(text: str) -> bool:
    """Whether `text` holds control, bidi or broken characters that must not be stored."""
    # All of them are unprintable: what is printable needs no search, a tenth of its time.
    return not text.isprintable() and re.search(_FORBIDDEN, text) is not None


def one_line(text: str, what: Phrase, limit: int = NAME) -> str:
    """`text` as a name or title: NFC, trimmed, on one line, 1 to `limit` characters.

    Raises `BadData` that names `what` was wrong.
    """
    cleaned = unicodedata.normalize("NFC", text).strip()
    if re.search(_LINE_ENDS, cleaned):
        raise BadData(
            "control-characters",
            phrase("{what} must stand on one line.", what=what),
        )
    return _checked(cleaned, what, limit)


def several_lines(text: str, what: Phrase, limit: int = LONG_TEXT) -> str:
    """`text` as a note: trimmed, line ends as \\n, 1 to `limit` characters. Raises `BadData`."""
    return _checked(text.replace("\r\n", "\n").replace("\r", "\n").strip(), what, limit)


def on_one_line(text: str) -> str:
    """A text as tables have it that know no line breaks: our own TSV, a cell of a web page."""
    return text.replace("\n", " ").replace("\t", " ")


def check_utf_8(text: str, what: Phrase) -> None:
    """Raise `BadData` for bytes that are no text: they come in as halves of characters."""
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise BadData(
            "not-utf-8",
            phrase("{what} is no UTF-8 text.", what=what),
            hint=phrase("Where it is the name of a file: rename the file first."),
        )


def _checked(text: str, what: Phrase, limit: int) -> str:
    if found := re.search(_FORBIDDEN, text):
        check_utf_8(found.group(), what)
        raise BadData(
            "control-characters",
            phrase(
                "{what} holds a control character (U+{code}).",
                what=what,
                code=f"{ord(found.group()):04X}",
            ),
            hint=phrase("Type it again by hand instead of pasting it."),
        )
    if is_blank(text):
        raise BadData("blank", phrase("{what} is blank.", what=what))
    if len(text) > limit:
        raise BadData(
            "too-long",
            phrase(
                "{what} has {length} characters; at most {limit} can be kept.",
                what=what,
                length=len(text),
                limit=limit,
            ),
        )
    return text
