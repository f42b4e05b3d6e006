"""The same work by an earlier commit of ours, taking turns with today's: `--before CHECKOUT`.

CHECKOUT has that commit and an environment of its own in .venv (`git worktree add`, `make
setup`). Each works on a programme of the same size that its own generator made.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.programmes import LARGE, SMALL, Size
from benchmarks.results import Measured
from benchmarks.timing import Command

if TYPE_CHECKING:
    from benchmarks.figures import Bench

WHOLE: Final = ("progress", "status", "summary")
"""What P5 is about: commands that look at a whole programme."""

_DAILY: Final = ("list", "progress", "log-visit 隆子县 --form 送教 --on 2022-05-10 --hours 4")

_MAKE: Final = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from benchmarks.programmes import Size, programme
print(programme(Size(int(sys.argv[3]), int(sys.argv[4])), Path(sys.argv[2])))
"""


def comparing(bench: Bench) -> Iterator[Measured]:
    """P5, and what daily commands cost beside it, which say more than they did and have their
    budgets in P2 and P3; nothing without a checkout.
    """
    if bench.before is None:
        return
    earlier = {size: _programme(bench, bench.before, size) for size in (SMALL, LARGE)}
    for words in WHOLE:
        yield _beside(bench, bench.before, words, LARGE, earlier[LARGE], 0.45)
    for words in _DAILY:
        yield _beside(bench, bench.before, words, SMALL, earlier[SMALL], None)


def _programme(bench: Bench, checkout: Path, size: Size) -> Path:
    folder = bench.cache / "before"
    made = Command(
        [
            str(_python(checkout)),
            "-c",
            _MAKE,
            *map(str, (checkout, folder, size.pairings, size.visits)),
        ]
    )
    return Path(made.output().decode().splitlines()[-1])


def _beside(
    bench: Bench, checkout: Path, words: str, size: Size, earlier: Path, budget: float | None
) -> Measured:
    reference = "the commit before"
    today = bench.pairing(words, bench.at(size))
    if words in WHOLE or words == "list":
        then = Command([str(_python(checkout)), *_words(today, earlier)], bench.variables)
    else:
        today = bench.on_a_copy(words, bench.at(size))
        copy = bench.scratch / "before.db"

        def renew() -> None:
            shutil.copyfile(earlier, copy)

        words_then = [str(_python(checkout)), *_words(today, copy)]
        then = Command(words_then, bench.variables, before=renew)
    timed = bench.in_turns({words: today, reference: then})
    return Measured(
        "P5",
        f"{words.split(maxsplit=1)[0]}, {size.name}",
        timed[words].median,
        reference,
        timed[reference].median,
        budget,
        rounds=timed[words].rounds,
    )


def _words(command: Command, database: Path) -> list[str]:
    """The words of a command of ours after the interpreter, on another file."""
    words = list(command.words[1:])
    words[words.index("--db") + 1] = str(database)
    return words


def _python(checkout: Path) -> Path:
    return checkout / ".venv/bin/python"
