"""Codes typed as words: whoever reads 乡镇级 in a table may type it back.

Typer makes a choice of each enum of the vocabulary. `accept_words` teaches these choices the
labels that people see, in both languages, wherever a command uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from pairing_cli.cli.numbers import Number, WholeNumber
from pairing_cli.domain.ending import UNDECIDED
from pairing_cli.domain.honours.words import VOCABULARIES as HONOURS
from pairing_cli.domain.judging.words import (
    BULLETIN_KINDS,
    BULLETIN_STATES,
    FINDING_STATES,
    INSPECTION_STATES,
    SUBJECTS,
)
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, GROUP_SIDES, NEED_STATES, SUMMARY_PARTS
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.roles import BACKBONE_LEVELS, PERSON_ROLES
from pairing_cli.domain.vocabulary import (
    AUDIENCES,
    COVERAGE_STATES,
    CYCLE_STATES,
    DIRECTIONS,
    DOCUMENT_CATEGORIES,
    EXEMPLAR_GRADES,
    GROUPINGS,
    KINDERGARTEN_STATUSES,
    LAYERS,
    LEDGERS,
    OWNERSHIPS,
    PAIRING_KINDS,
    REGION_LEVELS,
    SETTINGS,
    TAG_KINDS,
    TIERS,
    VISIT_STATES,
    WAIVER_KINDS,
    Labels,
)
from pairing_cli.domain.words.wording import check_utf_8

VOCABULARIES: Final[tuple[Labels, ...]] = (
    *HONOURS,
    AGREEMENT_KINDS,
    AUDIENCES,
    BACKBONE_LEVELS,
    BULLETIN_KINDS,
    BULLETIN_STATES,
    COVERAGE_STATES,
    CYCLE_STATES,
    DIRECTIONS,
    DOCUMENT_CATEGORIES,
    EXEMPLAR_GRADES,
    FINDING_STATES,
    GROUPINGS,
    GROUP_SIDES,
    INSPECTION_STATES,
    KINDERGARTEN_STATUSES,
    LAYERS,
    LEDGERS,
    {**LEDGERS, "all": Label("全部", "all")},
    NEED_STATES,
    OWNERSHIPS,
    PAIRING_KINDS,
    PERSON_ROLES,
    REGION_LEVELS,
    SETTINGS,
    SUBJECTS,
    SUMMARY_PARTS,
    TAG_KINDS,
    TIERS,
    UNDECIDED,
    VISIT_STATES,
    WAIVER_KINDS,
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
        return _not_among(value, tuple(Label(self.labels[code].zh, code) for code in self.choices))


class NameChoice(click.Choice[str]):
    """A choice of names that are the same in every language."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name that was typed, or that an enum's member has."""
        return super().convert(getattr(value, "value", value), param, ctx)

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:  # noqa: ARG002
        """What else may stand there."""
        return _not_among(value, tuple(map(str, self.choices)))


def _not_among(value: Any, names: tuple[str | Label, ...]) -> str:
    from pairing_cli.output.language import translate

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
            param.type = WholeNumber(param.type)
        elif isinstance(param.type, click.types.FloatParamType):
            param.type = Number(param.type)
        elif type(param.type) is type(click.STRING):
            param.type = ReadableText()
        if not isinstance(param.type, click.Choice):
            continue
        codes = tuple(str(choice) for choice in param.type.choices)
        fitting = [labels for labels in VOCABULARIES if set(codes) <= set(labels)]
        # Tiers are levels of regions, too: the smallest vocabulary is meant.
        words = min(fitting, key=len, default=None)
        param.type = NameChoice(codes) if words is None else WordChoice(codes, words)
