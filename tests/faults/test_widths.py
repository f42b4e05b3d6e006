"""Promise 14, and plain courtesy: no report breaks a terminal, however narrow or wide.

Every report, on a terminal emulator of 20 to 200 columns, in both languages and in colour: no
line is wider than the terminal, and nothing in the data moves the cursor.
"""

from __future__ import annotations

import io
import os
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pyte
import pytest

from pairing_cli.output.text import cell_width
from tests.commandline import run_here
from tests.faults.bench import (
    AS_OF,
    IS_FUZZ,
    NO_TRACE,
    READS,
    bench_at,
    done,
    prepare,
    words_of,
)

TERMINALS = [(20, "zh"), (31, "en"), (59, "zh"), (60, "en"), (80, "zh"), (80, "en"), (200, "zh")]
if IS_FUZZ:
    TERMINALS += [(width, ("zh", "en")[width % 2]) for width in range(20, 201)]
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ATTACK = "\x1b[2J\x1b[31m\x9b10;10H\u202e[red]𠮷䶮绘本\u2066"

ON_A_TERMINAL = {name: line for name, line in READS.items() if name not in {"db dump", "remind"}}
"""A dump has lines as long as its rows, wherever it goes; a text to paste into a chat isn't broken
into lines, which would stay broken there."""


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


def shown(db: Path, words: list[str], width: int, lang: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr on a terminal of so many columns."""
    out, err = Terminal(), Terminal()
    environ = {
        **os.environ,
        "PAIRING_LANG": lang,
        "COLUMNS": str(width),
        "FORCE_COLOR": "1",
        "TERM": "xterm-256color",
    }
    code = run_here(["--db", str(db), *AS_OF, *words], environ, out, err)
    return code, out.getvalue(), err.getvalue()


def but_long_commands(text: str, width: int) -> str:
    """The text without commands of ours that are wider than the terminal: broken by us they
    couldn't be copied, broken by the terminal they can.
    """
    return "".join(
        line
        for line in text.splitlines(keepends=True)
        if "pairing " not in line or cell_width(_COLOUR.sub("", line.rstrip("\n"))) <= width
    )


def lines_on_screen(text: str, width: int) -> int:
    """How many lines a terminal of this width needs for the text."""
    screen = pyte.Screen(width, text.count("\n") * 2 + 2)
    pyte.Stream(screen).feed(text.replace("\n", "\r\n"))
    assert screen.title == ""
    return int(screen.cursor.y)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A database with names and notes that would like to act."""
    db = bench_at(tmp_path / "p.db")
    prepare("document show", db)
    done(db, "need", "add", "隆子县", "--text", "区域活动材料不足，" * 20)
    with closing(sqlite3.connect(db)) as connection, connection:
        # No command takes it; another program might have put it there.
        for column in ("visit.topic", "need.wording", "kindergarten.head", "document.title"):
            table, name = column.split(".")
            connection.execute(f"UPDATE {table} SET {name} = ?", (ATTACK,))
    return tmp_path


@pytest.mark.parametrize("name", ON_A_TERMINAL)
def test_no_report_is_wider_than_its_terminal(name: str, home: Path, record_property: Any) -> None:
    db, words = home / "p.db", words_of(name, home)
    for width, lang in TERMINALS:
        code, out, err = shown(db, words, width, lang)
        assert code == 0, err
        assert not any(word in out + err for word in NO_TRACE)
        for text in (but_long_commands(out, width), but_long_commands(err, width)):
            assert lines_on_screen(text, width) == text.count("\n"), (width, lang)
    record_property("terminals", len(TERMINALS))


@pytest.mark.parametrize("words", [["show", "没有这个园"], ["nosuch"], ["log-visit"], ["-h"]])
def test_no_error_is_wider_than_its_terminal(words: list[str], home: Path) -> None:
    for width, lang in TERMINALS:
        _, out, err = shown(home / "p.db", words, width, lang)
        for text in (but_long_commands(out, width), but_long_commands(err, width)):
            assert lines_on_screen(text, width) == text.count("\n"), (width, lang, text)
