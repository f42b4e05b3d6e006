"""Whether a signal may still stop the command.

Up to its commit a command that is stopped has written nothing, and says so. From the commit
on that would be a lie: Ctrl-C comes too late, and the command goes on to its end.
"""

from __future__ import annotations

_too_late = False


def too_late() -> None:
    """From here on the command counts as done."""
    global _too_late  # noqa: PLW0603 - one command a process
    _too_late = True


def start_anew() -> None:
    """A new command begins: it may be stopped."""
    global _too_late  # noqa: PLW0603
    _too_late = False


def is_too_late() -> bool:
    """Whether the command has begun to commit."""
    return _too_late
