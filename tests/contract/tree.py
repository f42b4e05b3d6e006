"""The command tree, walked: every test over it holds for commands that are yet to come."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import click
import typer

from pairing_cli.cli.root import Root, app
from pairing_cli.output.language import language


def top() -> click.Context:
    """The root of the tree, built in the language in force."""
    return click.Context(typer.main.get_command(app), info_name="pairing")


def names() -> list[str]:
    """What the help page lists, whether it is there or not."""
    return [name for entries in Root.sections.values() for name in entries]


def context(path: str) -> click.Context:
    """The context of a command by its words: "visit list"; "" is the root."""
    return _context(path, language())


@cache
def _context(path: str, spoken: str) -> click.Context:
    """Built once in each language: walks over the tree ask for every command again and again."""
    if not path:
        return top()
    above, _, name = path.rpartition(" ")
    ctx = _context(above, spoken)
    group: Any = ctx.command
    command = group.get_command(ctx, name)
    assert command is not None, f"pairing {path} is not there"
    return click.Context(command, info_name=name, parent=ctx)


@cache
def paths() -> tuple[str, ...]:
    """Every group and command that is there; a module that is missing has a test of its own."""
    found: list[str] = []
    for name in names():
        try:
            found += _below(context(name), name)
        except (ImportError, AssertionError):
            continue
    return tuple(found)


def commands() -> list[str]:
    """Every command that does something."""
    return [path for path in paths() if _does_something(context(path).command)]


def _does_something(command: click.Command) -> bool:
    return not isinstance(command, click.Group) or command.invoke_without_command


def _below(ctx: click.Context, path: str) -> Iterator[str]:
    yield path
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            yield from _below(context(f"{path} {name}"), f"{path} {name}")
