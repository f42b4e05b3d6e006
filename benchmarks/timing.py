"""Timing processes: whole ones, from their start to the last byte of their output.

Machines are noisy, so nothing is timed alone: a command and its references take turns, and
what counts is the ratio of their medians. Before the first turn each runs once, which also
leaves compiled bytecode behind.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROUNDS: Final = 7
"""Turns of each command."""

FEW_ROUNDS: Final = 3
"""Turns where one of them takes longer than `LONG_SECONDS`."""

LONG_SECONDS: Final = 20.0

_UNWANTED: Final = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PAIRING_DB", "VIRTUAL_ENV")
"""Variables of the caller that would change what is timed."""

_PEAK: Final = """
import os, sys
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ,
    file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss, usage.ru_utime + usage.ru_stime)
sys.exit(os.waitstatus_to_exitcode(status))
"""
"""A process begins with the memory of its parent on its account. This parent is smaller than
anything that is measured."""


class FailedCommandError(Exception):
    """A command that was to be timed ended with an error."""


@dataclass(frozen=True, slots=True)
class Command:
    """A process to be timed."""

    words: Sequence[str]
    variables: Mapping[str, str] = field(default_factory=dict)
    """Its environment, beside the caller's."""
    stdin: Path | None = None
    before: Callable[[], None] | None = None
    """What puts its files back as they were; not timed."""

    @property
    def environ(self) -> dict[str, str]:
        """The whole environment of the process."""
        kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
        return {**kept, **self.variables}

    def seconds(self) -> float:
        """Run it once. Raises `FailedCommandError`."""
        if self.before is not None:
            self.before()
        given = self.stdin.read_bytes() if self.stdin else b""
        start = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - commands of our own
            self.words, env=self.environ, input=given, capture_output=True, check=False
        )
        taken = time.perf_counter() - start
        self._check(done)
        return taken

    def output(self) -> bytes:
        """What it writes to stdout. Raises `FailedCommandError`."""
        done = subprocess.run(  # noqa: S603 - commands of our own
            self.words, env=self.environ, capture_output=True, check=False
        )
        self._check(done)
        return done.stdout

    def peak_mib(self) -> float:
        """The most memory that it held, in MiB, its output thrown away. POSIX only."""
        # Linux counts in kibibytes, macOS in bytes.
        return self._used()[0] / (1024 if sys.platform != "darwin" else 1024**2)

    def cpu_seconds(self) -> float:
        """The processor time that it took, its output thrown away. POSIX only."""
        return self._used()[1]

    def _used(self) -> tuple[float, float]:
        if self.before is not None:
            self.before()
        done = subprocess.run(  # noqa: S603 - commands of our own
            [sys.executable, "-I", "-S", "-c", _PEAK, *self.words],
            env=self.environ,
            capture_output=True,
            check=False,
        )
        self._check(done)
        memory, seconds = done.stdout.split()
        return float(memory), float(seconds)

    def _check(self, done: subprocess.CompletedProcess[bytes]) -> None:
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()[-800:]
            raise FailedCommandError(f"{' '.join(self.words)}: exit {done.returncode}\n{said}")


@dataclass(frozen=True, slots=True)
class Timed:
    """How long a command took."""

    median: float
    rounds: int


def in_turns(commands: Mapping[str, Command], rounds: int = ROUNDS) -> dict[str, Timed]:
    """Run each once to warm up, then all of them in turns. Raises `FailedCommandError`."""
    first = {name: command.seconds() for name, command in commands.items()}
    if max(first.values()) > LONG_SECONDS:
        rounds = min(rounds, FEW_ROUNDS)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            taken[name].append(command.seconds())
    return {name: Timed(statistics.median(each), rounds) for name, each in taken.items()}
