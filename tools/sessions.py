"""Run the sessions shown in README.md and docs/guide, and write down what they put out.

    python tools/sessions.py            write every session anew
    python tools/sessions.py --check    exit 1 with the difference where one is out of date

A session is a block of a page. Its `$ ` lines are typed, everything below them is written by
this tool:

    <!-- session:zh day=2022-04-12
    $ pairing init
    -->
    ```console
    $ pairing list
    …
    ```
    <!-- /session -->

The language follows the colon. In the opening mark may stand:

    new           begin with an empty folder; without it, the page's last session in this
                  language goes on
    day=DATE      the day on which it takes place (until another is given: 2022-06-30)
    screen        as on a terminal of 80 cells without colour; without it, as in a pipe
    lines=N       at most N lines of each output, then "…"
    $ lines       commands that are run first and not shown

Nothing in an output hangs on who makes it or when: the day, the clock, the person and the
folder are fixed, and refs are drawn from the command that makes them, so that they stay the
same when other commands come before it.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import hashlib
import io
import os
import re
import shlex
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final
from unittest import mock

from pairing_cli.__main__ import OUR_BUG, run
from pairing_cli.domain import ids
from pairing_cli.store import backup, writing

ROOT: Final = Path(__file__).resolve().parent.parent
PAGES: Final = ("README.md", "docs/guide/zh.md", "docs/guide/en.md")

FIRST_DAY: Final = "2022-06-30"
WIDTH: Final = 80
ACTORS: Final = {"zh": "卓玛", "en": "Droma"}
EXIT: Final = {"zh": "（退出码 {code}）", "en": "(exit code {code})"}

_BLOCK: Final = re.compile(
    r"(?P<open><!-- session:(?P<language>zh|en)(?P<words>[^\n]*?)"
    r"(?P<hidden>\n(?:\$ [^\n]*\n)*)?\s*-->\n)"
    r"```console\n(?P<body>.*?)```\n(?P<close><!-- /session -->)",
    re.DOTALL,
)
_MARKS: Final = re.compile(r"<!-- (?:session:|/session)")


class SessionError(Exception):
    """A session that can't be run as it is written."""


class _Paper(io.StringIO):
    """A stream that passes for a terminal, or doesn't."""

    def __init__(self, *, is_screen: bool) -> None:
        super().__init__()
        self._is_screen = is_screen

    def isatty(self) -> bool:
        """What the program asks to know how to draw."""
        return self._is_screen


class _Desk:
    """Where the sessions of one page in one language take place."""

    def __init__(self, language: str, folder: Path) -> None:
        self.language = language
        self.folder = folder
        self.day = FIRST_DAY
        self.entered: Counter[str] = Counter()
        """How often each command line was entered; the same one twice makes other refs."""

    def enter(self, line: str, *, screen: bool) -> tuple[int, str]:
        """Run a command line: its exit code, and what it put out."""
        words = shlex.split(line)
        if not words or words[0] != "pairing":
            raise SessionError(f"only pairing can be run here, not: {line}")
        self.entered[line] += 1
        paper = _Paper(is_screen=screen)
        with self._alone(line):
            code = run(words[1:], dict(os.environ), paper, paper)
        text = paper.getvalue()
        if code == OUR_BUG:
            raise SessionError(f"a bug of the program in: {line}\n{text}")
        return code, text

    @contextlib.contextmanager
    def _alone(self, line: str) -> Iterator[None]:
        """With our folder, environment, clock and dice instead of the real ones."""
        clock = _Clock(self.day, minutes=self.entered.total())
        dice = _Dice(f"{line}#{self.entered[line]}")
        with (
            contextlib.chdir(self.folder),
            mock.patch.dict(os.environ, _environment(self.language, self.day), clear=True),
            mock.patch.object(writing, "dt", clock.module()),
            mock.patch.object(backup, "dt", clock.module()),
            mock.patch.object(ids, "os", SimpleNamespace(urandom=dice.throw)),
        ):
            _set_zone()
            try:
                yield
            finally:
                _set_zone()


def _set_zone() -> None:
    """Have the C library read TZ anew, where it can."""
    if hasattr(time, "tzset"):
        time.tzset()


def _environment(language: str, day: str) -> dict[str, str]:
    kept = {"SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "USERPROFILE"}
    return {name: value for name, value in os.environ.items() if name in kept} | {
        "PAIRING_DB": "pairing.db",
        "PAIRING_TODAY": day,
        "PAIRING_ACTOR": ACTORS[language],
        "PAIRING_LANG": language,
        "PAIRING_DEBUG": "",
        "COLUMNS": str(WIDTH),
        "TZ": "CST-8",  # China's time, also where the machine has no zone names
        "NO_COLOR": "1",
    }


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


def renewed(page: str) -> str:
    """The text of a page with every session run again."""
    if len(_MARKS.findall(page)) != 2 * len(_BLOCK.findall(page)):
        raise SessionError("a session is not closed, or has no ```console block")
    with tempfile.TemporaryDirectory(prefix="pairing-sessions-") as folder:
        desks: dict[str, _Desk] = {}
        return _BLOCK.sub(lambda block: _block(block, desks, Path(folder)), page)


def _block(block: re.Match[str], desks: dict[str, _Desk], folder: Path) -> str:
    language, words = block["language"], _words(block["words"])
    if "new" in words or language not in desks:
        desks[language] = _Desk(language, Path(tempfile.mkdtemp(dir=folder)))
    desk = desks[language]
    desk.day = words.get("day", desk.day)
    screen = "screen" in words
    for line in _typed(block["hidden"] or ""):
        code, text = desk.enter(line, screen=screen)
        if code:
            raise SessionError(f"exit code {code} of a command that isn't shown: {line}\n{text}")
    parts = [
        f"$ {line}\n{_shown(*desk.enter(line, screen=screen), language, words)}"
        for line in _typed(block["body"])
    ]
    body = "\n".join(parts)
    return f"{block['open']}```console\n{body}```\n{block['close']}"


def _words(text: str) -> dict[str, str]:
    words = {name: value for name, _, value in (word.partition("=") for word in text.split())}
    if unknown := words.keys() - {"new", "day", "screen", "lines"}:
        raise SessionError(f"not known in the mark of a session: {', '.join(sorted(unknown))}")
    return words


def _typed(text: str) -> list[str]:
    return [line.removeprefix("$ ") for line in text.splitlines() if line.startswith("$ ")]


def _shown(code: int, text: str, language: str, words: Mapping[str, str]) -> str:
    lines = [line.rstrip() for line in text.splitlines()]
    most = int(words.get("lines") or len(lines))
    if len(lines) > most:
        lines = [*lines[:most], "…"]
    if code:
        lines.append(EXIT[language].format(code=code))
    return "".join(f"{line}\n" for line in lines)


def differences() -> Iterator[str]:
    """How the pages differ from what they would be today, as lines of a diff."""
    for name in PAGES:
        before = (ROOT / name).read_text(encoding="utf-8")
        yield from difflib.unified_diff(
            before.splitlines(keepends=True),
            _renewed(name, before).splitlines(keepends=True),
            f"{name} (as it is)",
            f"{name} (as it would be)",
        )


def _renewed(name: str, page: str) -> str:
    try:
        return renewed(page)
    except SessionError as error:
        raise SessionError(f"{name}: {error}") from error


def main(arguments: list[str]) -> int:
    """The exit code: 0 done and well, 1 out of date or not to be run, 2 wrong usage."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        if arguments:
            found = list(differences())
            sys.stdout.writelines(found)
            return 1 if found else 0
        for name in PAGES:
            path = ROOT / name
            path.write_text(
                _renewed(name, path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n"
            )
    except SessionError as error:
        sys.stderr.write(f"sessions: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
