"""The nearest of some names, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.files.yaml.yaml_tree import (
    shown,
)


def nearest(word: str, among: Iterable[str], cutoff: float = 0.5) -> str | None:
    """The most similar of some names, for "did you mean"; None when none resembles `word`."""
    return next(iter(get_close_matches(shown(word), list(among), n=1, cutoff=cutoff)), None)


def did_you_mean(word: str, among: Iterable[str]) -> Phrase | None:
    """A hint with the nearest name, or None."""
    near = nearest(word, among)
    return phrase("Did you mean {nearest}?", nearest=near) if near else None
