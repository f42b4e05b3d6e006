"""Where the time of a command goes: what Python loads, by library, and what is left."""

from __future__ import annotations

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from benchmarks.figures import Bench
from benchmarks.programmes import SMALL
from benchmarks.results import Part
from benchmarks.timing import Command, in_turns

COMMANDS: Final = ("progress", "log-visit 隆子县 --form 送教 --on 2022-05-10 --hours 4")
"""A read and a write command."""

_GROUPS: Final = (
    ("typer and click", r"(typer|click|shellingham)\b"),
    ("SQLModel, SQLAlchemy, pydantic", r"(sqlmodel|sqlalchemy|pydantic|annotated_types)"),
    ("pairing_cli: command line and output", r"pairing_cli\.(cli|output|__main__)|pairing_cli$"),
    ("pairing_cli: services, domain, files", r"pairing_cli"),
)
_LIBRARY: Final = "Python's own library"
_LINE: Final = re.compile(r"import time:\s*(\d+) \|\s*\d+ \|\s*(\S+)")


def parts(bench: Bench, words: str) -> list[Part]:
    """The parts of a command's time; the last is what isn't loading."""
    database = bench.at(SMALL)
    command = bench.on_a_copy(words, database)
    bare = Command([command.words[0], "-c", "pass"])
    timed = in_turns({"whole": command, "bare": bare}, bench.rounds)
    whole, start = (timed[name].median * 1000 for name in ("whole", "bare"))
    loading: dict[str, float] = defaultdict(float)
    for name, milliseconds in _loaded(command):
        found = next((group for group, pattern in _GROUPS if re.match(pattern, name)), _LIBRARY)
        loading[found] += milliseconds
    told = [Part("Python itself (`python -c pass`)", start)]
    told += [Part(f"loading: {name}", loading[name]) for name in sorted(loading, key=str)]
    rest = max(0.0, whole - start - sum(loading.values()))
    told.append(Part("work: parsing, SQL, figures, printing (what is left)", rest))
    return [*told, Part("**whole process**", whole)]


def _loaded(command: Command) -> Iterator[tuple[str, float]]:
    """Each module that the command loads, with its own milliseconds.

    Being told of costs time, too: the sum is some percent above what loading takes.
    """
    if command.before is not None:
        command.before()
    python, *words = command.words
    done = subprocess.run(  # noqa: S603 - our own program
        [python, "-X", "importtime", *words],
        env=command.environ,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=True,
    )
    started = False
    for line in done.stderr.splitlines():
        if found := _LINE.match(line):
            # What Python loads before our first module is part of `python -c pass`.
            started = started or found[2].startswith(("runpy", "pairing_cli"))
            if started:
                yield found[2], int(found[1]) / 1000
