"""What a cycle adopts: a file that comes along, by its code, or one of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.files.yaml.spelling import nearest


class Unknown(NamedTuple):
    """How it is told that there is none of this kind by a name."""

    code: str
    message: Phrase
    known: Phrase
    """Those that come along, for a name that is like none of them."""


def adoptable(name: str, come_along: Mapping[str, Path], unknown: Unknown) -> Path:
    """The file that `name` means: one of those that come along, else the user's own, whether it
    is there or not. Raises `NotFound` for what is no file's name.
    """
    if name in come_along:
        return come_along[name]
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return path
    near = nearest(name, come_along)
    hint = phrase("Nearest: {names}", names=near) if near else unknown.known
    raise NotFound(unknown.code, unknown.message, hint=hint)
