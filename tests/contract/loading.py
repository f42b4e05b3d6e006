"""Ways into the program and its tools that several tests share."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pairing_cli.__main__ import run

ROOT = Path(__file__).resolve().parent.parent.parent


class Outcome(NamedTuple):
    """What one command line came to."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> Any:
        """The error of a command that was asked for JSON."""
        return json.loads(self.err)["error"]


def pairing(capsys: pytest.CaptureFixture[str], *words: str, lang: str = "en") -> Outcome:
    """Run one command line in this process."""
    capsys.readouterr()
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PAIRING")}
    code = run(words, {**environ, "PAIRING_LANG": lang}, sys.stdout, sys.stderr)
    return Outcome(code, *capsys.readouterr())


def tool(name: str) -> Any:
    """A script under tools/ as a module; it finds those beside it, as when it is run."""
    if str(ROOT / "tools") not in sys.path:
        sys.path.append(str(ROOT / "tools"))
    spec = importlib.util.spec_from_file_location(f"tools_{name}", ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
