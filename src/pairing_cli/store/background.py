"""Work of the driver beside ours: SQLite lets go of the interpreter while it works.

A bulk load spends half its time inside SQLite and half in preparing what comes next. On two
cores both go on at once.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Final, Generic, TypeVar

from pairing_cli.domain.tuples import NamedTuple

Found = TypeVar("Found")

Work = Callable[[], object]

_AHEAD: Final = 8
"""Pieces that may wait: the rows of two batches in each of four tables. With one, SQLite idles
while its next is made ready; with four, while what was put off is made anew; more than eight
only take memory."""

_SWITCH_SECONDS: Final = 0.00005


class _End:
    """Whether something has come to its end, to be waited for.

    An Event doesn't serve: Ctrl-C within it can leave its lock taken, and who sets it hangs.
    A lock of the interpreter's own is taken or not, and the flag tells which.
    """

    def __init__(self) -> None:
        self.has_come = False
        self._lock = Lock()
        self._lock.acquire()

    def come(self) -> None:
        """Say that it has."""
        self.has_come = True
        self._lock.release()

    def wait(self) -> None:
        """Wait until it has."""
        while not self.has_come:
            self._lock.acquire()


class _Piece(NamedTuple):
    """A piece of work, and its end."""

    work: Work
    end: _End


class Background:
    """Pieces of work one after the other, in order. While something is under way, nobody else
    may use the connection: `wait` first; and `finish` before it is closed.
    """

    def __init__(self) -> None:
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        self._under_way: deque[_Piece] = deque()
        self._failure: BaseException | None = None
        self._given_up = False
        self._ended = _End()
        self._switch_seconds = sys.getswitchinterval()
        # SQLite's thread asks for the interpreter a thousand times in a load. By default it is
        # kept waiting for 5 ms each time, longer than it works for in between.
        sys.setswitchinterval(_SWITCH_SECONDS)
        Thread(target=self._run, daemon=True).start()

    def start(self, work: Work) -> None:
        """Begin `work` once what was begun before is done; waits where that is much. Raises
        what one of those raised: then `work`, like all after it, is not begun.
        """
        self.wait(_AHEAD - 1)
        piece = _Piece(work, _End())
        self._under_way.append(piece)
        self._pieces.put(piece)

    def wait(self, left: int = 0) -> None:
        """Let everything but the last `left` pieces come to its end. Raises what they raised."""
        while len(self._under_way) > left:
            self._under_way.popleft().end.wait()
        if self._failure is not None:
            raise self._failure

    def finish(self) -> None:
        """Let what is under way come to its end, however often Ctrl-C is pressed meanwhile;
        what has not begun is given up. May be called again.

        A connection that is closed while SQLite works on it takes the process down. Thread.join
        doesn't serve: interrupted once, Python 3.11 takes the thread for ended (gh-90882).
        """
        self._given_up = True
        while not self._ended.has_come:
            with suppress(BaseException):
                self._pieces.put(None)
                self._ended.wait()
        sys.setswitchinterval(self._switch_seconds)

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            try:
                if not self._given_up and self._failure is None:
                    piece.work()
            except BaseException as failure:
                self._failure = failure
            piece.end.come()
        self._ended.come()


class Ahead(Generic[Found]):
    """One piece of work, begun at once in a thread of its own; what it found is had by calling.

    For a query that gives one value: each row handed out would wait for the interpreter. Where
    the process ends before, it ends with it, so it must not write.
    """

    def __init__(self, work: Callable[[], Found]) -> None:
        self._work = work
        self._found: list[Found] = []
        self._failure: BaseException | None = None
        self._ended = _End()
        Thread(target=self._run, daemon=True).start()

    def __call__(self) -> Found:
        """What it found; waits for it. Raises what the work raised."""
        self._ended.wait()
        if self._failure is not None:
            raise self._failure
        return self._found[0]

    def _run(self) -> None:
        try:
            self._found.append(self._work())
        except BaseException as failure:
            self._failure = failure
        self._ended.come()
