"""What every test of faults stands on: commands built once, and folders of its own."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from pairing_cli.cli.tree.groups import CommandTree
from pairing_cli.domain.phrases import N_
from pairing_cli.output.language import translate


@pytest.fixture(scope="package", autouse=True)
def _commands_built_once() -> Iterator[None]:
    """Thousands of commands run in this process; building each takes a third of its time."""
    build = CommandTree.get_command
    built: dict[tuple[str, str], click.Command | None] = {}

    def get_command(tree: CommandTree, ctx: click.Context, cmd_name: str) -> click.Command | None:
        key = cmd_name, translate(N_("Examples"))
        if key not in built:
            built[key] = build(tree, ctx, cmd_name)
        return built[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CommandTree, "get_command", get_command)
        yield


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test writes to the logs or reads the settings of whoever runs it."""
    for name in ("PAIRING_DB", "PAIRING_LANG", "PAIRING_TODAY", "PAIRING_ACTOR", "PAIRING_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
