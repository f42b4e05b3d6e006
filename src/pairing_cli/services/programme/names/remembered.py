"""Answers that are asked for once: a register names few kindergartens, forms and days, often."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

from pairing_cli.domain.errors import InputError, PairingError

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Remembered(dict[Key, Found]):
    """Key → what `ask` says of it. A refusal is remembered as well, and raised again."""

    def __init__(self, ask: Callable[[Key], Found]) -> None:
        super().__init__()
        self._ask = ask
        self._refused: dict[Key, PairingError] = {}

    def __missing__(self, key: Key) -> Found:
        if key in self._refused:
            # Each time it is raised it would hold the frames of all times before.
            raise self._refused[key].with_traceback(None)
        try:
            found = self[key] = self._ask(key)
        except InputError as error:
            self._refused[key] = error
            raise
        return found

    def forget(self) -> None:
        """Ask anew from here on."""
        self.clear()
        self._refused.clear()
