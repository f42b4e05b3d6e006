"""The long runs of tests/faults: what `make fuzz MINUTES=10` runs.

    python tools/fuzz.py [MINUTES [PYTEST-OPTION...]]

Rounds until the time is over, each with a seed of its own: every kind of failure at every
call, 200 kills, 400 moments of a power cut, thousands of flipped bytes, long sequences of
undo and redo, any text. Ends with code 1 at the first failure and says with which seed it
comes again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent


def main(arguments: list[str]) -> int:
    """The exit code: 0 when all rounds went well."""
    minutes = float(arguments[0]) if arguments else 10.0
    end = time.monotonic() + minutes * 60
    seed = int(os.environ.get("PAIRING_FUZZ_SEED", time.time_ns() // 1_000_000))
    rounds = 0
    while rounds == 0 or time.monotonic() < end:
        rounds += 1
        sys.stdout.write(f"\nfuzz: round {rounds}, seed {seed}\n")
        sys.stdout.flush()
        environ = {
            **os.environ,
            "PAIRING_FUZZ": "1",
            "PAIRING_FUZZ_KILLS": "200",
            "PAIRING_FUZZ_CUTS": "400",
            "PAIRING_FUZZ_SEED": str(seed),
        }
        command = [sys.executable, "-m", "pytest", "-n", os.environ.get("WORKERS", "2")]
        done = subprocess.run(  # noqa: S603 - our own tests
            [*command, "--dist", "loadgroup", "tests/faults", *arguments[1:]],
            cwd=ROOT,
            env=environ,
            check=False,
        )
        if done.returncode:
            sys.stdout.write(f"fuzz: again with PAIRING_FUZZ_SEED={seed} make fuzz\n")
            return 1
        seed += 1
    sys.stdout.write(f"fuzz: {rounds} rounds, nothing lost\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
