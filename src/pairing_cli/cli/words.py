"""Codes typed as words: whoever reads 乡镇级 in a table may type it back.

Typer makes a choice of each enum of the vocabulary. `accept_words` teaches these choices the
labels that people see, in both languages, wherever a command uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click

from pairing_cli.domain.owed.rules import LEDGERS
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, GROUP_SIDES, NEED_STATES
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import (
    AUDIENCES,
    COVERAGE_STATES,
    CYCLE_STATES,
    DIRECTIONS,
    DOCUMENT_CATEGORIES,
    EXEMPLAR_GRADES,
    GROUPINGS,
    LAYERS,
    OWNERSHIPS,
    PAIRING_KINDS,
    REGION_LEVELS,
    TAG_KINDS,
    TIERS,
    VISIT_STATES,
    WAIVER_KINDS,
    Labels,
)

VOCABULARIES: Final[tuple[Labels, ...]] = (
    AGREEMENT_KINDS,
    AUDIENCES,
    COVERAGE_STATES,
    CYCLE_STATES,
    DIRECTIONS,
    DOCUMENT_CATEGORIES,
    EXEMPLAR_GRADES,
    GROUPINGS,
    GROUP_SIDES,
    LAYERS,
    NEED_STATES,
    OWNERSHIPS,
    PAIRING_KINDS,
    REGION_LEVELS,
    TIERS,
    VISIT_STATES,
    WAIVER_KINDS,
    LEDGERS,
    TAG_KINDS,
    {**LEDGERS, "all": Label("全部", "all")},
)


class WordChoice(click.Choice[str]):
    """A choice of codes that also takes their labels, whole or an unambiguous beginning."""

    def __init__(self, codes: tuple[str, ...], labels: Labels) -> None:
        super().__init__(codes, case_sensitive=False)
        self.labels = labels
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


class SmallEnough(click.ParamType[int]):
    """A whole number, as `inner` takes it, that everything behind it can hold."""

    def __init__(self, inner: click.ParamType[int]) -> None:
        self._inner = inner
        self.name = inner.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number that was typed."""
        number: int = self._inner.convert(value, param, ctx)
        if abs(number) > LARGEST_NUMBER:
            from pairing_cli.output.language import translate

            self.fail(
                translate(phrase("{number} is too large a number.", number=value)), param, ctx
            )
        return number


def _words(codes: tuple[str, ...], labels: Mapping[str, Label]) -> dict[str, str]:
    words = {}
    for code in codes:
        words[labels[code].zh.casefold()] = code
        words[labels[code].en.casefold()] = code
    return words | {code: code for code in codes}


def accept_words(command: click.Command) -> None:
    """Let a command's choices of the vocabulary be typed as words, and its numbers be numbers."""
    for param in command.params:
        if isinstance(param.type, click.types.IntParamType):
            param.type = SmallEnough(param.type)
        if not isinstance(param.type, click.Choice):
            continue
        codes = tuple(str(choice) for choice in param.type.choices)
        fitting = [labels for labels in VOCABULARIES if set(codes) <= set(labels)]
        if fitting:  # tiers are levels of regions, too: the smallest vocabulary is meant
            param.type = WordChoice(codes, min(fitting, key=len))
