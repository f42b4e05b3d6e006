"""Work of the driver beside ours: SQLite lets go of the interpreter while it works.

A bulk load spends half its time inside SQLite and half in preparing what comes next. On two
cores both go on at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Final

Start = Callable[[Callable[[], None]], None]
"""How a piece of the driver's work is begun: at once or in the background."""

_SWITCH_SECONDS: Final = 0.0005


class Background:
    """One piece of work at a time, in order. While something is under way, nobody else may use
    the connection: `wait` first.
    """

    def __init__(self) -> None:
        self._thread: Thread | None = None
        self._failure: BaseException | None = None

    def start(self, work: Callable[[], None]) -> None:
        """Begin `work` once what was begun before is done. Raises what that raised."""
        self.wait()
        self._thread = Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Let everything come to its end. Raises what it raised."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except BaseException as failure:
            self._failure = failure


@contextmanager
def in_background() -> Iterator[Background]:
    """A background whose work is done, or given up, when the block ends."""
    background = Background()
    before = sys.getswitchinterval()
    # SQLite's thread asks for the interpreter a few times a batch. By default it is kept
    # waiting for 5 ms each time, as long as it works for.
    sys.setswitchinterval(_SWITCH_SECONDS)
    try:
        yield background
        background.wait()
    finally:
        sys.setswitchinterval(before)
        with suppress(Exception):
            background.wait()


def at_once(work: Callable[[], None]) -> None:
    """Do it here and now, instead of in the background."""
    work()
