"""Running command lines in the test's own process, as `__main__` does."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TextIO

import click

from pairing_cli.__main__ import run
from pairing_cli.cli.tree.groups import CommandTree
from pairing_cli.domain.phrases import N_
from pairing_cli.output.language import translate


class Answer(NamedTuple):
    """What a command line led to."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """stdout as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The one error object on stderr."""
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found


def run_here(words: Sequence[str], environ: Mapping[str, str], out: TextIO, err: TextIO) -> int:
    """`run`, of which a third is building the command: here it is built once for thousands."""
    CommandTree.get_command = _built_once  # type: ignore[method-assign, assignment]
    try:
        return run(words, environ, out, err)
    finally:
        CommandTree.get_command = _build  # type: ignore[method-assign]


_build = CommandTree.get_command
_built: dict[tuple[str, str], click.Command | None] = {}


def _built_once(tree: CommandTree, ctx: click.Context, cmd_name: str) -> click.Command | None:
    key = cmd_name, translate(N_("Examples"))
    if key not in _built:
        _built[key] = _build(tree, ctx, cmd_name)
    return _built[key]


def pairing(*words: str, lang: str = "en") -> Answer:
    """Run one command line; what goes wrong inside shows with its traceback."""
    out, err = io.StringIO(), io.StringIO()
    code = run_here(words, {"PAIRING_LANG": lang, "PAIRING_DEBUG": "1"}, out, err)
    return Answer(code, out.getvalue(), err.getvalue())


def done(*words: str, lang: str = "en") -> Answer:
    """Run a command line that must succeed."""
    answer = pairing(*words, lang=lang)
    assert answer.code == 0, answer.err
    return answer
