"""What the parser found wrong with a command line, as an error of ours.

Click puts its sentences together from pieces, some of which no catalogue reaches ("integer
range", lists in quotation marks). Here each kind of mistake is a sentence of its own.
"""

from __future__ import annotations

from difflib import get_close_matches
from gettext import gettext

import click

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Phrase, phrase

NEAREST = 3
"""How many names that are nearly right an error offers."""


def usage_error(error: click.ClickException) -> UsageError:
    """`error` as people of either language read it, with the page that explains the command."""
    ctx = getattr(error, "ctx", None)
    hint = phrase("See: {command} --help", command=ctx.command_path) if ctx else None
    return UsageError("usage", _said(error), hint=hint)


def unknown_command(name: str, known: list[str]) -> Phrase:
    """There is no such command, and what it may have been."""
    # Of two Chinese characters one wrong is half of the name.
    near = tuple(get_close_matches(name, known, n=NEAREST, cutoff=0.6 if name.isascii() else 0.5))
    if near:
        return phrase("There is no command {name}. Did you mean {names}?", name=name, names=near)
    return phrase("There is no command {name}.", name=name)


def _said(error: click.ClickException) -> Phrase:
    if isinstance(error, click.NoSuchOption):
        return _unknown_option(error)
    if isinstance(error, click.MissingParameter):
        return phrase("{name} is missing.", name=_named(error.param, error.ctx))
    if isinstance(error, click.BadParameter) and error.param is not None:
        return phrase("{name}: {text}", name=_named(error.param, error.ctx), text=error.message)
    if isinstance(error, click.BadOptionUsage):
        return _wrong_value(error)
    return phrase("{message}", message=error.format_message().rstrip())


def _unknown_option(error: click.NoSuchOption) -> Phrase:
    known = list(error.possibilities or ())
    near = tuple(get_close_matches(error.option_name, known, n=NEAREST, cutoff=0.5))
    if near:
        return phrase(
            "There is no option {name}. Did you mean {names}?", name=error.option_name, names=near
        )
    return phrase("There is no option {name}.", name=error.option_name)


def _wrong_value(error: click.BadOptionUsage) -> Phrase:
    """An option without the value that it needs, or with one that it can't take."""
    # Click tells the two apart by their sentence only.
    refused = gettext("Option {name!r} does not take a value.").format(name=error.option_name)
    if error.message == refused:
        return phrase("{name} takes no value.", name=error.option_name)
    return phrase("{name} needs a value.", name=error.option_name)


def _named(param: click.Parameter | None, ctx: click.Context | None) -> str:
    """An option as it is typed, an argument as the help names it."""
    if param is None:
        return ""
    if isinstance(param, click.Option):
        return param.opts[0]
    name = param.make_metavar(ctx) if ctx else param.human_readable_name
    return name.strip("[].…")
