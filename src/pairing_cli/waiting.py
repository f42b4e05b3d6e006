"""Who is told that the command has to wait for another process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: list[Callable[[], None]] = []


@contextmanager
def waiting_told_to(listener: Callable[[], None]) -> Iterator[None]:
    """Within it `listener` is called once for each wait that takes more than two seconds."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def tell_of_waiting() -> None:
    """Say that a wait has taken so long that one may wonder."""
    for listener in _listeners:
        listener()
