"""A log of what was run, for whoever has to find out later what went wrong.

One line a command: when, version, command, exit code, the code of an error, milliseconds. No
argument and no text of an error is ever written, only words that the program itself knows;
so names and phones can't get in. Two files of at most 256 KB; where the folder can't be
written there is no log. PAIRING_LOG=off turns it off.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

LARGEST: Final = 256 * 1024
"""Bytes of the log before it becomes the older one."""


class RunLog:
    """The log of one run: `error_code` is filled in on the way, `close` writes the line."""

    def __init__(self, arguments: Sequence[str], environ: Mapping[str, str]) -> None:
        self._arguments = arguments
        self._environ = environ
        self._started = time.perf_counter()
        self.error_code: str | None = None
        """The code of the error that ended the command."""

    def close(self, exit_code: int) -> None:
        """Write the line. Never fails: the command has been done."""
        if self._environ.get("PAIRING_LOG", "").lower() == "off":
            return
        with suppress(Exception):
            file = log_folder(self._environ) / "commands.log"
            _append(file, self._line(exit_code))

    def _line(self, exit_code: int) -> str:
        from pairing_cli import __version__

        moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        spent = round((time.perf_counter() - self._started) * 1000)
        name = command_name(self._arguments)
        return f"{moment} {__version__} {name} exit={exit_code} {self.error_code or '-'} {spent}ms"


def log_folder(environ: Mapping[str, str]) -> Path:
    """What platformdirs.user_log_path says, without its import, which costs 9 ms."""
    if sys.platform == "win32":
        return Path(environ["LOCALAPPDATA"]) / "pairing" / "Logs"
    if sys.platform == "darwin":
        return Path(environ["HOME"]) / "Library/Logs/pairing"
    state = environ.get("XDG_STATE_HOME", "").strip()
    folder = Path(state) if state else Path(environ["HOME"]) / ".local/state"
    return folder / "pairing/log"


def command_name(arguments: Sequence[str]) -> str:
    """The command among `arguments`, told by the program's own names; "-" where there is none."""
    root: Any = sys.modules.get("pairing_cli.cli.root")
    if root is None:
        return "-"
    entries = {
        name: entry for section in root.Root.sections.values() for name, entry in section.items()
    }
    words = iter(arguments)
    for word in words:
        if word in _TAKE_A_VALUE:
            next(words, None)
        elif word in entries:
            module = sys.modules.get(f"pairing_cli.cli.{entries[word].module}")
            declared = module.app.registered_commands if module else ()
            verbs = {each.name for each in declared}
            verb = next(words, None)
            return f"{word} {verb}" if word not in verbs and verb in verbs else word
    return "-"


_TAKE_A_VALUE: Final = frozenset({"--db", "--lang", "--as-of", "--actor", "--color"})


def _append(file: Path, line: str) -> None:
    """One write to the end: lines of processes that end together don't mix."""
    try:
        handle = _opened(file)
    except FileNotFoundError:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = _opened(file)
    try:
        os.write(handle, f"{line}\n".encode())
        is_full = os.fstat(handle).st_size > LARGEST
    finally:
        os.close(handle)
    if is_full:
        file.replace(file.with_name("commands.old.log"))


def _opened(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
