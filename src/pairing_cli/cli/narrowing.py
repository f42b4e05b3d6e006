"""Saved defaults at work: they narrow tables on a terminal, and say so above each.

What a script reads, JSON, a pipe or a file, is never narrowed: it would be wrong and nobody
would see it. Who names somebody means that one, and --no-context means everybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from pairing_cli.cli.outputs import OutputType
from pairing_cli.domain.errors import BadConfiguration, NotFound
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.output.listing import Listing, Report, Screen

if TYPE_CHECKING:
    from pairing_cli.cli.context import Run

_FILTERS: Final = {"county": N_("Only this county's."), "mentor": N_("Only this mentor's.")}
"""Setting and option → the help by which the option is known as a filter."""

_NAMING: Final = frozenset({"county", "mentor", "mentee", "kindergarten", "of"})


def narrow(ctx: click.Context, run: Run) -> tuple[str, ...]:
    """Fill in the saved filters where the command has them and nobody is named; their names.

    Raises `BadConfiguration` for a name that means nobody.
    """
    if not (run.is_terminal and run.format in (None, "table")) or run.no_context:
        return ()
    filters = [param for param in ctx.command.params if _is_filter(param)]
    if not filters or not _is_open(ctx):
        return ()
    saved = run.settings
    names = []
    for param in filters:
        key = str(param.name)
        if value := saved.get(key):
            names.append(_found(run, key, value))
            ctx.params[key] = value
    return tuple(names)


def _is_filter(param: click.Parameter) -> bool:
    from pairing_cli.output.language import translate

    msgid = _FILTERS.get(param.name or "")
    return msgid is not None and getattr(param, "help", None) == translate(msgid)


def _is_open(ctx: click.Context) -> bool:
    """Whether it reads, writes no file, and names nobody."""
    if "dry_run" in ctx.params:
        return False
    for param in ctx.command.params:
        value = ctx.params.get(param.name or "")
        if value is None or value in ((), []):
            continue
        is_name = isinstance(param, click.Argument) or param.name in _NAMING
        if is_name or isinstance(param.type, OutputType):
            return False
    return True


def _found(run: Run, key: str, value: str) -> str:
    from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
    from pairing_cli.settings import settings_path

    try:
        if key == "county":
            return find_region(run.reader(), value, level="county").name
        return find_kindergarten(run.reader(), value).name
    except NotFound as error:
        raise BadConfiguration(
            "saved-name-unknown",
            phrase(
                "Nobody is called {name}, which is saved as {key} in {file}.",
                name=value,
                key=key,
                file=str(settings_path()),
            ),
            hint=phrase("To clear it: pairing config unset {key}", key=key),
            file=str(settings_path()),
        ) from error


def said_narrowed(result: Any, names: tuple[str, ...]) -> Any:
    """A result with what it is narrowed to in its header."""
    if not names or not isinstance(result, Listing | Report | Screen):
        return result
    title = (
        phrase("{title} (only {names}; all: --no-context)", title=result.title, names=names)
        if result.title is not None
        else phrase("Only {names}; all: --no-context", names=names)
    )
    return result._replace(title=title)
