"""Codes typed as words: whoever reads 乡镇级 in a table may type it back.

Typer makes a choice of each enum of the vocabulary. `accept_words` teaches these choices the
labels that people see, in both languages, wherever a command uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.vocabulary import (
    COVERAGE_STATES,
    CYCLE_STATES,
    DIRECTIONS,
    DOCUMENT_CATEGORIES,
    GROUPINGS,
    LAYERS,
    OWNERSHIPS,
    PAIRING_KINDS,
    REGION_LEVELS,
    TIERS,
    VISIT_STATES,
    Labels,
)

VOCABULARIES: Final[tuple[Labels, ...]] = (
    COVERAGE_STATES,
    CYCLE_STATES,
    DIRECTIONS,
    DOCUMENT_CATEGORIES,
    GROUPINGS,
    LAYERS,
    OWNERSHIPS,
    PAIRING_KINDS,
    REGION_LEVELS,
    TIERS,
    VISIT_STATES,
)


class WordChoice(click.Choice[str]):
    """A choice of codes that also takes their labels, whole or an unambiguous beginning."""

    def __init__(self, codes: tuple[str, ...], labels: Labels) -> None:
        super().__init__(codes, case_sensitive=False)
        self._words = _words(codes, labels)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code for what was typed."""
        typed = str(value).strip().casefold()
        found = {code for word, code in self._words.items() if word == typed} or {
            code for word, code in self._words.items() if typed and word.startswith(typed)
        }
        return super().convert(found.pop() if len(found) == 1 else value, param, ctx)


LARGEST_NUMBER: Final = 2**53
"""Beyond it numbers are not exact in JSON; beyond 64 bits no database takes them."""


class PlainNumber(click.ParamType[float]):
    """A number as people write it, as `inner` takes it, that everything behind it can hold.

    Python reads more than that: 1_0, 1e1, inf.
    """

    def __init__(self, inner: click.ParamType[Any]) -> None:
        self._inner = inner
        self._is_whole = isinstance(inner, click.types.IntParamType)
        self.name = inner.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number that was typed."""
        if isinstance(value, str):
            value = self._read(value, param, ctx)
        number: float = self._inner.convert(value, param, ctx)
        if abs(number) > LARGEST_NUMBER:
            raise _refused(phrase("{number} is too large a number.", number=value), param, ctx)
        return number

    def _read(self, text: str, param: click.Parameter | None, ctx: click.Context | None) -> float:
        from pairing_cli.domain.words.numbers import is_number, parse_number, parse_whole

        number = parse_whole(text) if self._is_whole else parse_number(text)
        if number is not None:
            return number
        if is_number(text, whole=self._is_whole):
            raise _refused(phrase("{number} is too large a number.", number=text), param, ctx)
        if self._is_whole:
            raise _refused(phrase("“{text}” is not a whole number.", text=text), param, ctx)
        raise _refused(phrase("“{text}” is not a number.", text=text), param, ctx)


def _refused(
    message: Phrase, param: click.Parameter | None, ctx: click.Context | None
) -> click.BadParameter:
    from pairing_cli.output.language import translate

    return click.BadParameter(translate(message), ctx=ctx, param=param)


class ReadableText(click.ParamType[str]):
    """A text that can be stored and shown. Only paths may hold bytes that are no UTF-8: such a
    file is there, whatever it is called.
    """

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text that was typed."""
        text = str(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            message = phrase("“{text}” is no UTF-8 text.", text=text)
            raise _refused(message, param, ctx) from None
        return text


def _words(codes: tuple[str, ...], labels: Mapping[str, Label]) -> dict[str, str]:
    words = {}
    for code in codes:
        words[labels[code].zh.casefold()] = code
        words[labels[code].en.casefold()] = code
    return words | {code: code for code in codes}


def accept_words(command: click.Command) -> None:
    """Let a command's choices of the vocabulary be typed as words, and its numbers be numbers."""
    for param in command.params:
        if isinstance(param.type, click.types.IntParamType | click.types.FloatParamType):
            param.type = PlainNumber(param.type)
        elif type(param.type) is type(click.STRING):
            param.type = ReadableText()
        if not isinstance(param.type, click.Choice):
            continue
        codes = tuple(str(choice) for choice in param.type.choices)
        fitting = [labels for labels in VOCABULARIES if set(codes) <= set(labels)]
        if fitting:  # tiers are levels of regions, too: the smallest vocabulary is meant
            param.type = WordChoice(codes, min(fitting, key=len))
