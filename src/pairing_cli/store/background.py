"""Work of the driver beside ours: SQLite lets go of the interpreter while it works.

A bulk load spends half its time inside SQLite and half in preparing what comes next. On two
cores both go on at once.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from threading import Event, Thread
from typing import Final

Work = Callable[[], object]
Start = Callable[[Work], None]
"""How a piece of the driver's work is begun: at once or in the background."""

_AHEAD: Final = 4
"""Pieces that may wait: the rows of one batch in each of four tables. With one, SQLite idles
while its next is made ready; more only take memory."""

_SWITCH_SECONDS: Final = 0.00005


class _Piece:
    """A piece of work, and whether it has come to its end."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.is_done = Event()


class Background:
    """Pieces of work one after the other, in order. While something is under way, nobody else
    may use the connection: `wait` first.
    """

    def __init__(self) -> None:
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        self._under_way: deque[_Piece] = deque()
        self._failure: BaseException | None = None
        self._given_up = False
        Thread(target=self._run, daemon=True).start()

    def start(self, work: Work) -> None:
        """Begin `work` once what was begun before is done; waits where that is much. Raises
        what one of those raised: then `work`, like all after it, is not begun.
        """
        while len(self._under_way) >= _AHEAD:
            self._under_way.popleft().is_done.wait()
        self._raise_failure()
        piece = _Piece(work)
        self._under_way.append(piece)
        self._pieces.put(piece)

    def wait(self) -> None:
        """Let everything come to its end. Raises what it raised."""
        while self._under_way:
            self._under_way.popleft().is_done.wait()
        self._raise_failure()

    def finish(self) -> None:
        """Let what is under way come to its end, however often Ctrl-C is pressed meanwhile;
        what has not begun is given up.

        A connection that is closed while SQLite works on it takes the process down. Thread.join
        doesn't serve: interrupted once, Python 3.11 takes the thread for ended (gh-90882). What
        was begun is known by its order, not by our notes, which an interrupt may have kept from
        being made.
        """
        self._given_up = True
        end = _Piece(lambda: None)
        while not end.is_done.is_set():
            with suppress(BaseException):
                self._pieces.put(end)
                end.is_done.wait()
        self._pieces.put(None)

    def _raise_failure(self) -> None:
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            try:
                if not self._given_up and self._failure is None:
                    piece.work()
            except BaseException as failure:
                self._failure = failure
            piece.is_done.set()


@contextmanager
def in_background() -> Iterator[Background]:
    """A background whose work is done, or given up, when the block ends."""
    background = Background()
    before = sys.getswitchinterval()
    # SQLite's thread asks for the interpreter a thousand times in a load. By default it is kept
    # waiting for 5 ms each time, longer than it works for in between.
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
