"""Break the program on purpose, in small ways, and see that a test notices each.

    python tools/mutate.py            all of tests/mutations.toml
    python tools/mutate.py WORD       those whose file or text has the word

Each mutation is tried in a copy of the project. Exit 1 where one survives, or where its text is
no longer in the file: then the list has to follow the code.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parent.parent
LIST: Final = ROOT / "tests/mutations.toml"

_COPIED: Final = ("src", "tests", "data", "tools", "benchmarks", "docs")
_FILES: Final = ("pyproject.toml", "README.md", "CHANGELOG.md")


class Mutation(NamedTuple):
    """One small fault: in `file`, `before` becomes `after`; `tests` are to notice it."""

    what: str
    file: str
    before: str
    after: str
    tests: list[str]


def mutations(word: str = "") -> list[Mutation]:
    """The list, narrowed to what has the word."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["mutation"]
    found = [Mutation(**each) for each in listed]
    return [each for each in found if word in each.file or word in each.what]


def survives(mutation: Mutation, copy: Path) -> str | None:
    """Why a mutation was not noticed; None if it was."""
    path = copy / mutation.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutation.before) != 1:
        return f"its text is there {text.count(mutation.before)} times, not once"
    path.write_text(text.replace(mutation.before, mutation.after), encoding="utf-8")
    try:
        code = tried(mutation.tests, copy)
    finally:
        path.write_text(text, encoding="utf-8")
    # 1: a test failed. Anything else is no verdict of a test.
    return None if code == 1 else f"pytest ended with {code}"


def tried(tests: Iterable[str], copy: Path) -> int:
    """pytest's exit code for some tests of the copy."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-n", "0", "-x", *tests],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy / "src")},
        capture_output=True,
        check=False,
    ).returncode


def main() -> int:
    """Try all; how many were not noticed decides the exit code."""
    wanted = mutations(sys.argv[1] if len(sys.argv) > 1 else "")
    unnoticed = 0
    with tempfile.TemporaryDirectory(prefix="pairing-mutate-") as name:
        copy = Path(name)
        for folder in _COPIED:
            shutil.copytree(ROOT / folder, copy / folder)
        for file in _FILES:
            shutil.copy(ROOT / file, copy / file)
        if tried(sorted({test for each in wanted for test in each.tests}), copy) != 0:
            sys.stdout.write("Without a mutation the tests don't pass.\n")
            return 1
        for each in wanted:
            reason = survives(each, copy)
            unnoticed += reason is not None
            verdict = f"SURVIVED ({reason})" if reason else "noticed"
            sys.stdout.write(f"{verdict}: {each.what} [{each.file}]\n")
            sys.stdout.flush()
    sys.stdout.write(f"{len(wanted)} mutations, {unnoticed} not noticed\n")
    return 1 if unnoticed or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
