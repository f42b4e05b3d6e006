"""Sentences for people, kept apart from the language in which they are read.

Nothing below the output layer knows the user's language. A sentence travels as a
`Phrase`: an English msgid with named places and the values for them. `output.language`
looks the msgid up in the gettext catalogue and fills the places when it is shown.

`phrase(...)` and `N_(...)` are the two keywords that the catalogue extraction looks for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Label:
    """A word of the programme's own vocabulary, in both languages (data, not catalogue)."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The word in `language` ("zh" or "en")."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Phrase:
    """A translatable sentence: msgid, optional plural msgid with its count, and values.

    A value may itself be a `Phrase` or a `Label`; it is translated along with the sentence.
    """

    msgid: str
    values: Mapping[str, Any] = field(default_factory=dict)
    plural: str | None = None
    count: int | None = None


def N_(msgid: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark `msgid` for the catalogue and return it unchanged."""
    return msgid


def phrase(msgid: str, /, **values: Any) -> Phrase:
    """Build a translatable sentence from an English msgid and the values of its places."""
    return Phrase(msgid, values)


def phrase_n(singular: str, plural: str, count: int, /, **values: Any) -> Phrase:
    """Build a sentence whose English form depends on `count`; `{count}` is filled with it."""
    return Phrase(singular, {"count": count, **values}, plural, count)


def noted(text: str, note: str) -> Label:
    """`text` with a note in brackets, those of the language."""
    return Label(f"{text}（{note}）", f"{text} ({note})")


def lines(*phrases: Phrase) -> Phrase:
    """Several sentences, each on a line of its own."""
    values = {f"line{number}": each for number, each in enumerate(phrases)}
    return Phrase("\n".join(f"{{{name}}}" for name in values), values)
