"""How far long work has come, on stderr, for somebody who waits at a terminal."""

from __future__ import annotations

import time
from typing import Final

from pairing_cli.domain.phrases import Phrase
from pairing_cli.output.language import translate
from pairing_cli.output.surface import Surface
from pairing_cli.output.text import truncate

_PATIENCE: Final = 0.7
"""Seconds before anything is shown: short work needs no bar."""
_EVERY: Final = 0.1
_CELLS: Final = 20
_CLEAR: Final = "\r\x1b[2K"


class ProgressBar:
    """One line that is rewritten; nothing at all where nobody sees it."""

    def __init__(self, to: Surface) -> None:
        self._to = to
        self._begun = time.monotonic()
        self._last = 0.0
        self._is_shown = False

    def show(self, what: Phrase, share: float | None = None) -> None:
        """Say `what` is being done, and with `share` (0 to 1) how much of it is."""
        now = time.monotonic()
        if not self._to.is_terminal or now - self._begun < _PATIENCE or now - self._last < _EVERY:
            return
        self._last = now
        bar = "" if share is None else self._bar(min(max(share, 0.0), 1.0)) + " "
        self._to.write(_CLEAR + truncate(bar + translate(what), self._to.width - 1))
        self._to.stream.flush()
        self._is_shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._is_shown:
            self._to.write(_CLEAR)
            self._to.stream.flush()
            self._is_shown = False

    def _bar(self, share: float) -> str:
        full, rest = "█░" if self._to.draws_boxes else "#."
        filled = int(share * _CELLS)
        return f"{full * filled}{rest * (_CELLS - filled)} {int(share * 100):3}%"
