"""Promise 19: the Tab key runs nothing, and what it inserts is the name, whatever is in it.

In real shells on a terminal: a part of a name is typed, Tab pressed, Enter pressed; what the
program was then started with is the name, and nothing in the name has acted.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.cli.tab.scripts import SCRIPTS, install, script_for
from tests.faults.bench import bench_at

pexpect: Any = pytest.importorskip("pexpect")
pytestmark = pytest.mark.xdist_group("tab")  # each shell is started once

NAMES = (
    "甲$(touch OWNED)园",
    "乙`touch OWNED`园",
    "丙 ;touch OWNED; 园",
    "丁'单引号'园",
    '戊"双引号"园',
    "己$HOME园",
    "庚:冒号:园",
    "辛（全角）(半角)园",
    "壬|管道&园>OWNED",
    "癸!叹号!园",
    "子*?[a]园",
    "丑~{a,b}园",
    "寅\\反斜\\园",
    "卯=等号=园",
    "辰#井@号%园",
    "巳'$(touch OWNED)'\"`touch OWNED`\"园",
    "午-短横 园",
    "未''\\''园",
)
"""Each begins with a character of its own, which is what is typed before Tab."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = bench_at(tmp_path_factory.mktemp("tab") / "p.db")
    with closing(sqlite3.connect(db)) as connection, connection:
        keys = [row[0] for row in connection.execute("SELECT id FROM kindergarten LIMIT 18")]
        for key, name in zip(keys, NAMES, strict=True):
            # Not every one is taken by a command; another program may have put it there.
            connection.execute("UPDATE kindergarten SET name = ? WHERE id = ?", (name, key))
    return db


class Shell:
    """An interactive shell in a folder of its own, with our completion."""

    def __init__(
        self,
        name: str,
        folder: Path,
        database: Path,
        start: Sequence[str] | None = None,
        begin: Sequence[str] | None = None,
    ) -> None:
        self.folder, self.said = folder, folder / "said.json"
        tools = folder / "bin"
        tools.mkdir()
        asked = f'exec "{sys.executable}" -m pairing_cli "$@"'
        told = f'exec "{sys.executable}" -c "{_TELL}" "$@"'
        program = tools / "pairing"
        program.write_text(
            f'#!/bin/sh\nif [ -n "$_PAIRING_COMPLETE" ]; then {asked}; else {told}; fi\n'
        )
        program.chmod(0o755)
        script = folder / f"completion.{name}"
        script.write_text(script_for(name))
        environ = {
            "PATH": f"{tools}:{os.environ['PATH']}",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "TERM": "dumb" if name == "bash" else "xterm",
            "PAIRING_DB": str(database),
            "PAIRING_LANG": "zh",
            "SAID": str(self.said),
        }
        start = _STARTS[name][0] if start is None else start
        begin = _STARTS[name][1] if begin is None else begin
        self.tty = pexpect.spawn(
            start[0],
            list(start[1:]),
            env=environ,
            cwd=str(folder),
            encoding="utf-8",
            timeout=30,
            dimensions=(50, 200),
        )
        for line in begin:
            self.tty.sendline(line.format(script=script))
        self.tty.sendline("echo rea''dy")
        self.tty.expect("ready")

    def typed(self, line: str) -> list[str]:
        """What the program was started with after typing `line`, Tab and Enter."""
        self.said.unlink(missing_ok=True)
        self.tty.send(f"{line}\t")
        self.tty.expect("园")  # the end of every name
        self.tty.send("\r")
        for _ in range(500):
            if self.said.exists() and (text := self.said.read_text("utf-8")).endswith("\n"):
                found: list[str] = json.loads(text)
                return found
            self.tty.expect(pexpect.TIMEOUT, timeout=0.02)
        raise AssertionError(f"nothing was run: {self.tty.before!r}")

    def has_been_owned(self) -> bool:
        return any(self.folder.rglob("OWNED*"))


_TELL = (
    "import json, os, sys; open(os.environ['SAID'], 'w').write(json.dumps(sys.argv[1:]) + chr(10))"
)

_STARTS = {
    "bash": (("bash", "--norc", "--noprofile", "-i"), ("PS1='> '", "source {script}")),
    "zsh": (
        ("zsh", "-f", "-i"),
        (
            "PS1='> '; unsetopt zle_bracketed_paste",
            "autoload -Uz compinit; compinit -u -D",
            "source {script}",
        ),
    ),
    "fish": (("fish", "--no-config", "-i"), ("source {script}",)),
}


@pytest.fixture(scope="module", params=list(_STARTS))
def shell(
    request: pytest.FixtureRequest, database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shell]:
    if shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed here")
    found = Shell(request.param, tmp_path_factory.mktemp(request.param), database)
    yield found
    found.tty.close(force=True)


@pytest.mark.parametrize("name", NAMES)
def test_tab_inserts_the_name_and_nothing_in_it_acts(shell: Shell, name: str) -> None:
    assert shell.typed(f"pairing why {name[0]}") == ["why", name]
    assert not shell.has_been_owned()


@pytest.mark.parametrize("name", NAMES[:3] + NAMES[6:7] + NAMES[13:14])
@pytest.mark.parametrize(
    "typed", ["pairing list --mentor={}", "pairing list --mentor {}", "pairing list --county '{}"]
)
def test_tab_completes_values_of_options_and_within_quotes(
    shell: Shell, name: str, typed: str
) -> None:
    asked = shell.typed(typed.format(name[0]))
    assert asked[-1].removeprefix("--mentor=") == name
    assert not shell.has_been_owned()


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("庚:冒", NAMES[6]),
        ("卯=等", NAMES[13]),
        ("卯=等号=", NAMES[13]),
        ("丙\\ ", NAMES[2]),
        ("辛\\（全角", NAMES[7]),
        ("午-短", NAMES[16]),
        ('"己', NAMES[5]),
        ('"癸', NAMES[9]),
        ("'丁", NAMES[3]),
    ],
)
def test_a_word_begun_in_another_way_is_completed_too(shell: Shell, typed: str, name: str) -> None:
    assert shell.typed(f"pairing why {typed}") == ["why", name]
    assert not shell.has_been_owned()


@pytest.mark.parametrize("name", list(_STARTS))
def test_what_is_installed_completes_in_the_next_shell(
    name: str, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed here")
    monkeypatch.setenv("HOME", str(tmp_path))
    rc = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}[name]
    (tmp_path / rc).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / rc).write_bytes(b"# mine, \xff and without an end")
    assert [install(name)[0] for _ in range(2)] == [name, name]
    assert (tmp_path / rc).read_bytes().startswith(b"# mine, \xff and without an end")
    found = Shell(name, tmp_path, database, begin=(), start=(name, "-i"))
    try:
        assert found.typed(f"pairing why {NAMES[0][0]}") == ["why", NAMES[0]]
    finally:
        found.tty.close(force=True)
    assert not found.has_been_owned()


def test_no_script_evaluates_what_it_is_told() -> None:
    for script in SCRIPTS.values():
        assert not re.search(r"\b(eval|iex|Invoke-Expression|_arguments|_describe)\b", script)
