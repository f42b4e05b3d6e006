"""A desk where command lines are entered and their output is the same each time.

Nothing in an output hangs on who makes it or when: the day, the clock, the person and the
folder are fixed, and refs are drawn from the command that makes them, so that they stay the
same when other commands come before it. The README's sessions and the golden screens are made
here.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from unittest import mock

from pairing_cli.__main__ import OUR_BUG, run
from pairing_cli.domain import ids
from pairing_cli.store import backup, writing

FIRST_DAY: Final = "2022-06-30"
WIDTH: Final = 80
ACTORS: Final = {"zh": "卓玛", "en": "Droma"}


class DeskError(Exception):
    """A command line that can't be entered as it is written."""


class _Paper(io.StringIO):
    """A stream that passes for a terminal, or doesn't."""

    def __init__(self, *, is_screen: bool) -> None:
        super().__init__()
        self._is_screen = is_screen

    def isatty(self) -> bool:
        """What the program asks to know how to draw."""
        return self._is_screen


class Desk:
    """Where commands are entered in one language, one after the other, in a folder of its own."""

    def __init__(self, language: str, folder: Path, width: int = WIDTH) -> None:
        self.language = language
        self.folder = folder
        self.width = width
        self.day = FIRST_DAY
        self.entered: Counter[str] = Counter()
        """How often each command line was entered; the same one twice makes other refs."""

    def enter(self, line: str, *, screen: bool) -> tuple[int, str]:
        """Run a command line: its exit code, and what it put out."""
        words = shlex.split(line)
        if not words or words[0] != "pairing":
            raise DeskError(f"only pairing can be run here, not: {line}")
        self.entered[line] += 1
        paper = _Paper(is_screen=screen)
        with self._alone(line, paper):
            code = run(words[1:], dict(os.environ), paper, paper)
        text = paper.getvalue()
        if code == OUR_BUG:
            raise DeskError(f"a bug of the program in: {line}\n{text}")
        return code, text

    @contextlib.contextmanager
    def _alone(self, line: str, paper: _Paper) -> Iterator[None]:
        """With our folder, environment, clock and dice instead of the real ones."""
        clock = _Clock(self.day, minutes=self.entered.total())
        dice = _Dice(f"{line}#{self.entered[line]}")
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, self._environment(), clear=True),
            mock.patch.object(sys, "stdin", io.StringIO()),  # nobody is there to be asked
            contextlib.redirect_stdout(paper),  # a help page knows no other way out
            mock.patch.object(writing, "dt", clock.module()),
            mock.patch.object(backup, "dt", clock.module()),
            mock.patch.object(ids, "os", SimpleNamespace(urandom=dice.throw)),
        ):
            _set_zone()
            try:
                yield
            finally:
                _set_zone()

    def _environment(self) -> dict[str, str]:
        kept = {"SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE"}
        return {name: value for name, value in os.environ.items() if name in kept} | {
            "PAIRING_DB": "pairing.db",
            "PAIRING_TODAY": self.day,
            "PAIRING_ACTOR": ACTORS[self.language],
            "PAIRING_LANG": self.language,
            "PAIRING_DEBUG": "",
            "COLUMNS": str(self.width),
            "TZ": "CST-8",  # China's time, also where the machine has no zone names
            "NO_COLOR": "1",
        }


def _set_zone() -> None:
    """Have the C library read TZ anew, where it can."""
    if hasattr(time, "tzset"):
        time.tzset()


class _Clock:
    """Nine in the morning in China, a minute later with every command."""

    def __init__(self, day: str, *, minutes: int) -> None:
        start = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(1), dt.UTC)
        self._now = start + dt.timedelta(minutes=minutes)

    def module(self) -> Any:
        """A stand-in for the module `datetime`."""
        now = self._now

        class Fixed(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> Any:
                return now.astimezone(tz)

        return SimpleNamespace(**{**vars(dt), "datetime": Fixed})


class _Dice:
    """Random bytes that are the same each time for the same command."""

    def __init__(self, seed: str) -> None:
        self._seed = seed
        self._thrown = 0

    def throw(self, count: int) -> bytes:
        """The next `count` bytes."""
        self._thrown += 1
        return hashlib.sha256(f"{self._seed}/{self._thrown}".encode()).digest()[:count]
