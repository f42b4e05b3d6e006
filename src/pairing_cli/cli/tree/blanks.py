"""A blank value is a mistake, whatever it is given to.

`--county ''` is a variable that a script forgot to fill: taken for "no county given", a waiver
for one county would hold for all. So what is typed and shows nothing is refused before any
option is looked at. A blank environment variable counts as none, as everywhere in a shell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import Phrase, phrase


class EnvironmentOption(click.Option):
    """An option that the environment may stand in for, unless what it holds is blank."""

    def resolve_envvar_value(self, ctx: click.Context) -> str | None:
        """The variable's value."""
        from pairing_cli.domain.words.wording import is_blank

        found = super().resolve_envvar_value(ctx)
        return None if found is None or is_blank(found) else found


def check_none_blank(typed: Mapping[str, Any], params: Sequence[click.Parameter]) -> None:
    """Raise `UsageError` where a value that was typed (parameter → value or values) is blank."""
    from pairing_cli.domain.words.wording import is_blank

    for param in params:
        value = typed.get(param.name or "")
        values = value if isinstance(value, list | tuple) else [value]
        if any(isinstance(each, str) and is_blank(each) for each in values):
            raise UsageError(
                "blank",
                _blank(param),
                hint=phrase("A blank never stands for all of them, or for today: leave it out."),
            )


def _blank(param: click.Parameter) -> Phrase:
    if isinstance(param, click.Option):
        return phrase("The value of {name} is blank.", name=param.opts[0])
    name = (param.metavar or str(param.name)).strip("[].…")
    return phrase("The argument {name} is blank.", name=name)
