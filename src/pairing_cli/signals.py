"""Whether a signal may still stop the command.

Up to its commit a command that is stopped has written nothing, and says so. From the commit
on that would be a lie: Ctrl-C comes too late, and the command goes on to its end. Where the
commit has to wait for others it has not begun: a signal that came meanwhile stops it after all.
"""

from __future__ import annotations

_too_late = False
_came: BaseException | None = None


def too_late() -> None:
    """From here on the command counts as done."""
    global _too_late, _came  # noqa: PLW0603 - one command a process
    _came = None
    _too_late = True


def not_yet() -> None:
    """The commit could not begin: the command may still be stopped.

    Raises what a signal that came since `too_late` was to raise.
    """
    global _too_late, _came  # noqa: PLW0603
    _too_late = False
    if _came is not None:
        came, _came = _came, None
        raise came


def start_anew() -> None:
    """A new command begins: it may be stopped."""
    global _too_late, _came
    _too_late, _came = False, None


def is_too_late() -> bool:
    """Whether the command has begun to commit."""
    return _too_late


def stop(by: BaseException) -> None:
    """Raise `by`, which a signal asks for, unless it is too late; then it is kept in mind."""
    global _came  # noqa: PLW0603
    if _too_late:
        _came = by
    else:
        raise by
