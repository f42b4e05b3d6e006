"""`--clear FIELD`: how a field is emptied.

A blank value is a mistake wherever it stands (see `blanks`), so nothing that is typed for a
field can empty it. A command that corrects a record says which of its fields may be empty;
`Command` gives it --clear, and its service empties them before it writes what else was typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import click

from pairing_cli.cli.words import WordChoice
from pairing_cli.domain.fields import Field
from pairing_cli.domain.phrases import N_, Label

_CLEARED: Final = "pairing.cleared"


class _ClearOption(click.Option):
    words: Mapping[str, tuple[Label, ...]]
    """What is filled into its help."""


def add_clear(command: click.Command, fields: Sequence[Field]) -> None:
    """Give a command --clear for these fields."""
    labels = {field.key: field.label for field in fields}

    def remember(ctx: click.Context, _param: click.Parameter, keys: Sequence[str]) -> Sequence[str]:
        ctx.meta[_CLEARED] = tuple(field for field in fields if field.key in keys)
        return keys

    option = _ClearOption(
        ["--clear"],
        multiple=True,
        metavar="FIELD",
        help=N_("Empty this field; may be repeated: {names}."),
        type=WordChoice(tuple(labels), labels),
        expose_value=False,
        callback=remember,
    )
    option.words = {"names": tuple(Label(label.zh, key) for key, label in labels.items())}
    command.params.append(option)


def cleared(ctx: click.Context) -> tuple[Field, ...]:
    """The fields that are to be emptied."""
    found: tuple[Field, ...] = ctx.meta.get(_CLEARED, ())
    return found
