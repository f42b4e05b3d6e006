"""What stands for a value in help pages and errors: NAME, DATE; in Chinese 名称, 日期."""

from __future__ import annotations

import re
from typing import Any, Final

import click

from pairing_cli.domain.phrases import N_

_WORD: Final = re.compile(r"[A-Z]{2,}(?:-[A-Z]{2,})?|\b[ABN]\b")

PLACEHOLDERS: Final = frozenset(
    {
        N_("ALIAS"),
        N_("ANSWER"),
        N_("ARGS"),
        N_("BLOCK"),
        N_("CATEGORY"),
        N_("CIRCLE"),
        N_("CODE"),
        N_("COMMAND"),
        N_("COUNTY"),
        N_("CYCLE"),
        N_("DATE"),
        N_("DEGREES"),
        N_("DIGITS"),
        N_("DIRECTION"),
        N_("FACT"),
        N_("FIELD"),
        N_("FILE"),
        N_("FINDING"),
        N_("FOLDER"),
        N_("FORM"),
        N_("FORMAT"),
        N_("FROM"),
        N_("GOAL"),
        N_("GRADE"),
        N_("GROUP"),
        N_("ITEM"),
        N_("KEY"),
        N_("KIND"),
        N_("KINDERGARTEN"),
        N_("KM"),
        N_("LAYER"),
        N_("LEDGER"),
        N_("LEVEL"),
        N_("LISTING"),
        N_("MENTEE"),
        N_("MENTOR"),
        N_("N"),
        N_("NAME"),
        N_("NEW"),
        N_("NO"),
        N_("NUMBER"),
        N_("OFFICE"),
        N_("OLD"),
        N_("OPTIONS"),
        N_("OTHER"),
        N_("OWNERSHIP"),
        N_("PACK"),
        N_("PART"),
        N_("PATH"),
        N_("PERIOD"),
        N_("PROFILE"),
        N_("REASON"),
        N_("REF"),
        N_("ROLE"),
        N_("RULE"),
        N_("SEED"),
        N_("SHELL"),
        N_("SIDE"),
        N_("STATE"),
        N_("STATUS"),
        N_("TEACHER"),
        N_("TERM"),
        N_("TEXT"),
        N_("TIER"),
        N_("TITLE"),
        N_("TO"),
        N_("VALUE"),
        N_("WHAT"),
        N_("WORD"),
        N_("YUAN"),
        N_("YYYY"),
        N_("YYYY-MM"),
    }
)
"""Every one that a command uses; a test finds those that are not here."""


def say_placeholders(command: click.Command) -> None:
    """Put what stands for values into the language in force, once the command is built."""
    command.options_metavar = spoken_placeholder(command.options_metavar or "") or None
    if isinstance(command, click.Group):
        command.subcommand_metavar = spoken_placeholder(command.subcommand_metavar)
    for param in command.params:
        if param.metavar:
            param.metavar = spoken_placeholder(param.metavar)


def spoken_placeholder(metavar: str) -> str:
    """`[MENTEE...]` as it is read: `[受帮扶园...]`."""
    return _WORD.sub(_spoken, metavar)


def _spoken(word: re.Match[str]) -> Any:
    from pairing_cli.output.language import translate

    return translate(word[0]) if word[0] in PLACEHOLDERS else word[0]
