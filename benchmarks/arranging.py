"""The solver by itself: costs, search, proof and the price of every pair, without the command.

    python -m benchmarks.arranging DATABASE

Prints the processor seconds of this one process: distances and costs out of what was read,
then the arrangement. Reading the file, reasons and output are the command's.
"""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from benchmarks.matching import question_of
from pairing_cli.domain.matching.arranging import arrange


def main(database: str) -> None:
    """Ask, solve and print."""
    gc.set_threshold(100_000, 50, 50)  # as the program does
    question = question_of(Path(database))
    start = time.process_time()
    found = arrange(question.problem())
    taken = time.process_time() - start
    if not found.optimal:
        msg = "the proof failed"
        raise AssertionError(msg)
    print(taken)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
