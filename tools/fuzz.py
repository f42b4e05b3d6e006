"""The long runs of tests/faults: what `make fuzz MINUTES=10` runs.

Rounds until the time is over, each with a seed of its own: every kind of failure at every
call, 200 kills, 400 moments of a power cut, hundreds of damaged files, long sequences of undo
and redo, any text, every width of a terminal. Ends with code 1 at the first failure and says
with which seed it comes again; else with the sum of what was tried.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
KILLS: Final = 200
"""In each round; `make test` has 20."""
CUTS: Final = 400
"""Moments of a power cut in each round; each is laid out in up to five ways."""


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 when all rounds went well."""
    wish, more = _parser().parse_known_args(arguments)
    started = time.monotonic()
    seed, rounds = wish.seed, 0
    with tempfile.TemporaryDirectory() as folder:
        tally = Path(folder) / "tally.jsonl"
        while rounds == 0 or time.monotonic() - started < wish.minutes * 60:
            rounds += 1
            _say(f"\nfuzz: round {rounds}, seed {seed}")
            if _round(seed, tally, [wish.tests, *more]):
                _say(f"fuzz: again with: python tools/fuzz.py {wish.minutes:g} --seed {seed}")
                return 1
            seed += 1
        _say(f"\nfuzz: {rounds} rounds in {(time.monotonic() - started) / 60:.1f} minutes. Tried:")
        for name, count in sorted(_sum(tally).items()):
            _say(f"fuzz: {count:>9,} {name}")
    _say("fuzz: lost: nothing")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python tools/fuzz.py",
        description=__doc__,
        epilog="Other options go to pytest: -k kills, -x. WORKERS=4 for more processes.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "minutes",
        nargs="?",
        type=float,
        default=10.0,
        help="begin no new round after so many minutes (default: 10)",
    )
    parser.add_argument(
        "--seed",
        type=int,
        default=int(os.environ.get("PAIRING_FUZZ_SEED", time.time_ns() // 1_000_000)),
        help="of the first round (default: PAIRING_FUZZ_SEED, else the clock)",
    )
    parser.add_argument(
        "--tests", default="tests/faults", help="a folder or file of tests (default: all of them)"
    )
    return parser


def _round(seed: int, tally: Path, words: Sequence[str]) -> int:
    environ = {
        **os.environ,
        "PAIRING_FUZZ": "1",
        "PAIRING_FUZZ_KILLS": str(KILLS),
        "PAIRING_FUZZ_CUTS": str(CUTS),
        "PAIRING_FUZZ_SEED": str(seed),
        "PAIRING_TALLY": str(tally),
    }
    command = [sys.executable, "-m", "pytest", "-n", os.environ.get("WORKERS", "2")]
    return subprocess.run(  # noqa: S603 - our own tests
        [*command, "--dist", "loadgroup", *words], cwd=ROOT, env=environ, check=False
    ).returncode


def _sum(tally: Path) -> Counter[str]:
    """What all rounds together have tried."""
    total: Counter[str] = Counter()
    if tally.exists():
        for line in tally.read_text(encoding="utf-8").splitlines():
            total.update(json.loads(line))
    return total


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
