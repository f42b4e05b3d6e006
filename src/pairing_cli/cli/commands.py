"""How commands are declared: a name, a purpose in one line, examples.

Help texts are English msgids, translated when a command is built.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

import typer

from pairing_cli.cli.tree.groups import Group, VerbGroup
from pairing_cli.cli.tree.pages import Command
from pairing_cli.domain.fields import Field

Function = TypeVar("Function", bound=Callable[..., Any])


def command(
    app: typer.Typer,
    name: str,
    purpose: str,
    *examples: str,
    cls: type[Command] = Command,
    clears: Sequence[Field] = (),
) -> Callable[[Function], Function]:
    """Declare a command: its name, its purpose in one line (a msgid), and examples of use;
    `clears`: the fields of its record that --clear empties.
    """
    if clears:
        cls = type("Command", (cls,), {"clears": clears})
    return app.command(name, help=purpose, epilog="\n".join(examples), cls=cls)


def noun(purpose: str | None = None) -> typer.Typer:
    """A Typer app for a register. Its purpose is that of its entry at the top level."""
    return typer.Typer(cls=Group, help=purpose, rich_markup_mode=None, add_completion=False)


def verb_with_nouns(**nouns: typer.Typer) -> typer.Typer:
    """A Typer app for one verb at the top level that has registers below it."""
    app = typer.Typer(cls=VerbGroup, rich_markup_mode=None, add_completion=False)
    for name, below in nouns.items():
        app.add_typer(below, name=name)
    return app


def verb(
    app: typer.Typer, purpose: str, *examples: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare what the verb of `verb_with_nouns` does by itself; its function is not called
    where a command below it is.
    """

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def alone(ctx: typer.Context, **values: Any) -> Any:
            return None if ctx.invoked_subcommand else function(ctx, **values)

        app.callback(
            help=purpose, epilog="\n".join(examples), invoke_without_command=True, cls=VerbGroup
        )(alone)
        return function

    return declare


def verbs() -> typer.Typer:
    """A Typer app for verbs that stand at the top level."""
    return typer.Typer(cls=Group, rich_markup_mode=None, add_completion=False)
