"""The argument of `import` and `template` that names every kind of table there is."""

from __future__ import annotations

from typing import Any, Final

import click

from pairing_cli.cli.tree.pages import Command
from pairing_cli.domain.phrases import N_, Label
from pairing_cli.domain.records.registry import RECORDS

KIND_HELP: Final = N_("One of: {names}.")


class CommandWithKind(Command):
    """A command whose KIND is told from the records."""

    def __init__(self, *args: Any, params: list[click.Parameter], **settings: Any) -> None:
        for param in params:
            if param.name == "kind":
                param.words = {"names": _names()}  # type: ignore[attr-defined]
        super().__init__(*args, params=params, **settings)


def _names() -> tuple[Label, ...]:
    kinds = [record for record in RECORDS.values() if record.asked]
    return tuple(Label(f"{kind.name}（{kind.label.zh}）", kind.name) for kind in kinds)
