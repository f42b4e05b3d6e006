"""Files coming in: whatever the user names to be read is opened here, and nowhere else.

So that one check stands before all of them: what the program keeps is no input. A command that
writes would also lose its lock by reading its own database (see `store.kept`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_checks: list[Callable[[Path], None]] = []
"""What the run that is under way has to say of a file before it is opened."""


@contextmanager
def checked_by(check: Callable[[Path], None]) -> Iterator[None]:
    """Within it `check` sees every path before it is opened; what it raises is the answer."""
    _checks.append(check)
    try:
        yield
    finally:
        _checks.remove(check)


def check_input(path: Path) -> None:
    """Raise what speaks against reading `path`; for libraries that open files by themselves."""
    for check in _checks:
        check(path)


def open_input(path: Path) -> BinaryIO:
    """The file at `path`, open to be read. Raises `OSError` and what the checks raise."""
    check_input(path)
    return path.open("rb")
