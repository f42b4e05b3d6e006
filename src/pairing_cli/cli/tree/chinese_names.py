"""Chinese names of commands and options, which may be typed in any language.

They stand in the Chinese catalogue, in a context of their own. A name holds wherever its English
one does (`--form` is `--形式`), unless the catalogue has another for a command by its whole path
(`--by` names people, in `progress` what to group by). Scripts and the history know the English
names only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import click

from pairing_cli.output.language import in_chinese, language

CONTEXT: Final = "typed"
"""Where the catalogue keeps them."""

_ALSO_TYPED: Final = {"提醒": "remind", "简报": "brief"}
"""What people type for commands that the help calls 催办 and 行前; of the program's own only."""

READ_BEFORE_PARSING: Final = ("--lang", "--format", "--json")
"""Options that hold even where the command line can't be parsed."""


def chinese_name(path: str, name: str = "") -> str | None:
    """The Chinese name of a command by its English words, or of a long option of it.

    `visit list` → 列表; `visit list`, `--form` → `--形式`.
    """
    found = in_chinese(CONTEXT, f"{path} {name}".strip()) or in_chinese(
        CONTEXT, name or path.rpartition(" ")[2]
    )
    return f"--{found}" if found and name else found


def shared_in_english(words: Sequence[str]) -> list[str]:
    """The command line with the options in English that are read before it is parsed."""
    if all(map(str.isascii, words)):
        return list(words)
    english = {chinese_name("", name): name for name in READ_BEFORE_PARSING}
    options = [word.partition("=") for word in words]
    return [english.get(name, name) + equals + value for name, equals, value in options]


def take_chinese_options(ctx: click.Context, typed: Sequence[str]) -> None:
    """Let the options of a command be typed by their Chinese names, too.

    Where English is spoken only once one is typed: help and errors name what people use.
    """
    takes = language() == "zh" or not all(map(str.isascii, typed))
    path = path_of(ctx)
    for param in ctx.command.get_params(ctx):
        for options in (param.opts, param.secondary_opts):
            english = [option for option in options if option.isascii()]
            long = [option for option in english if takes and option.startswith("--")]
            options[:] = [*english, *filter(None, (chinese_name(path, name) for name in long))]


def command_meant(ctx: click.Context, typed: str, known: Iterable[str]) -> str:
    """The English name of the command that was typed; what was typed where there is none."""
    if typed.isascii():
        return typed
    known = list(known)
    found = {chinese: name for name, chinese in commands_in_chinese(ctx, known)}.get(typed, typed)
    other = _ALSO_TYPED.get(typed)
    return other if found == typed and other in known and not path_of(ctx) else found


def commands_in_chinese(ctx: click.Context, known: Iterable[str]) -> list[tuple[str, str]]:
    """The commands of a group that have one, each with its Chinese name."""
    path = path_of(ctx)
    names = ((name, chinese_name(f"{path} {name}".strip())) for name in known)
    return [(name, chinese) for name, chinese in names if chinese]


def shown_commands(ctx: click.Context, known: Sequence[str]) -> dict[str, str]:
    """How a help page names commands: where Chinese is spoken, both names."""
    shown = {name: name for name in known}
    if language() == "zh":
        shown |= {name: f"{name} {zh}" for name, zh in commands_in_chinese(ctx, known)}
    return shown


def path_of(ctx: click.Context) -> str:
    """The English words that lead to a command: `visit list`; nothing for the program itself."""
    words: list[str] = []
    at: click.Context | None = ctx
    while at is not None and at.parent is not None:
        words.insert(0, at.info_name or "")
        at = at.parent
    return " ".join(words)
