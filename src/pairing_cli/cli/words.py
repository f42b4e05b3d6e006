"""Codes typed as words: whoever reads 乡镇级 in a table may type it back.

Typer makes a choice of each enum of the vocabulary. `accept_words` teaches these choices the
labels that people see, in both languages, wherever a command uses them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

import click
from click.shell_completion import CompletionItem

from pairing_cli.cli.numbers import Number, WholeNumber
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.words.wording import check_utf_8, meant


class WordChoice(click.Choice[str]):
    """A choice of codes that also takes their labels, whole or an unambiguous beginning.

    The labels are those given, else the vocabulary that holds the codes. It is looked for once a
    word is typed that is no code: to load all vocabularies costs each start a tenth of its time.
    """

    def __init__(self, codes: Sequence[str], labels: Mapping[str, Label] | None = None) -> None:
        super().__init__(codes, case_sensitive=False)
        self._given = labels

    @cached_property
    def labels(self) -> Mapping[str, Label]:
        """Code → what people see; empty where the codes are names, the same in every language."""
        if self._given is not None:
            return self._given
        from pairing_cli.cli.vocabularies import fitting

        return fitting(tuple(self.choices))

    @cached_property
    def _words(self) -> dict[str, str]:
        words = {}
        for code in self.choices if self.labels else ():
            words[self.labels[code].zh.casefold()] = code
            words[self.labels[code].en.casefold()] = code
        return words | {code: code for code in self.choices}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code for what was typed, or for an enum's member."""
        typed = str(getattr(value, "value", value)).strip().casefold()
        if typed in self.choices:
            return typed
        return super().convert(meant(typed, self._words) or value, param, ctx)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The codes, and once something is typed the labels that begin with it."""
        del ctx, param
        typed = incomplete.casefold()
        words = self._words if typed else self.choices
        return [CompletionItem(word) for word in words if word.startswith(typed)]

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002
        """What else may stand there: in Chinese the labels, which may be typed."""
        from pairing_cli.output.language import translate

        names = tuple(
            Label(self.labels[code].zh, code) if self.labels else code for code in self.choices
        )
        return translate(phrase("“{text}” is none of: {names}", text=value, names=names))


class ReadableText(click.ParamType[str]):
    """A text that can be stored and shown. Only paths may hold bytes that are no UTF-8: such a
    file is there, whatever it is called.
    """

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text that was typed."""
        del param, ctx
        text = str(value)
        check_utf_8(text, phrase("“{text}”", text=text))
        return text


def accept_words(command: click.Command) -> None:
    """Let a command's choices of the vocabulary be typed as words, and its numbers be numbers."""
    for param in command.params:
        if isinstance(param.type, click.types.IntParamType):
            param.type = WholeNumber(param.type)
        elif isinstance(param.type, click.types.FloatParamType):
            param.type = Number(param.type)
        elif type(param.type) is type(click.STRING):
            param.type = ReadableText()
        if isinstance(param.type, click.Choice) and not isinstance(param.type, WordChoice):
            param.type = WordChoice([str(choice) for choice in param.type.choices])
