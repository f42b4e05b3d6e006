"""Work of the driver beside ours: SQLite lets go of the interpreter while it works.

A bulk load spends half its time inside SQLite and half in preparing what comes next. On two
cores both go on at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Event, Thread
from typing import Final

Work = Callable[[], object]
Start = Callable[[Work], None]
"""How a piece of the driver's work is begun: at once or in the background."""

_SWITCH_SECONDS: Final = 0.0005


class _Piece:
    """A piece of work, and whether it has come to its end."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.is_done = Event()


class Background:
    """One piece of work at a time, in order. While something is under way, nobody else may use
    the connection: `wait` first.
    """

    def __init__(self) -> None:
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        self._last: _Piece | None = None
        self._failure: BaseException | None = None
        Thread(target=self._run, daemon=True).start()

    def start(self, work: Work) -> None:
        """Begin `work` once what was begun before is done. Raises what that raised."""
        self.wait()
        piece = _Piece(work)
        self._pieces.put(piece)
        self._last = piece

    def wait(self) -> None:
        """Let everything come to its end. Raises what it raised."""
        if self._last is not None:
            self._last.is_done.wait()
            self._last = None
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure

    def finish(self) -> None:
        """Let everything come to its end, however often Ctrl-C is pressed meanwhile.

        A connection that is closed while SQLite works on it takes the process down. Thread.join
        doesn't serve: interrupted once, Python 3.11 takes the thread for ended (gh-90882). What
        was begun is known by its order, not by our notes, which an interrupt may have kept from
        being made.
        """
        end = _Piece(lambda: None)
        while not end.is_done.is_set():
            with suppress(BaseException):
                self._pieces.put(end)
                end.is_done.wait()
        self._pieces.put(None)

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            try:
                piece.work()
            except BaseException as failure:
                self._failure = failure
            piece.is_done.set()


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
        background.finish()
        sys.setswitchinterval(before)


def at_once(work: Work) -> None:
    """Do it here and now, instead of in the background."""
    work()
