"""What stood on the screen of `status` when it was last looked at, so that what is new is marked.

Looking is no entry of the database: it is remembered beside the run log, in a small file of the
user's own for each database. It holds refs and numbers, no name and no text. Where it can't be
read or written, or PAIRING_LOG=off, nothing is marked. Written whole or not at all: of two looks
at once the later one stays.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from pairing_cli.atomic_files import finished_file
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.run_log import log_folder

_SCOPES: Final = 20
"""Narrowed views of one database whose last look is kept."""


class LastLook(NamedTuple):
    """The last look at one view of one database."""

    file: Path | None
    scope: str
    at: str | None = None
    """When that was, as it is told; None where nobody has looked yet."""
    seen: Mapping[str, float] = {}
    """What stood there: its key → how much of it."""

    def is_new(self, key: str, amount: float = 1) -> bool:
        """Whether something, or more of it, has come since; nothing has before a first look."""
        return self.at is not None and amount > self.seen.get(key, 0)

    def keep(self, found: Mapping[str, float]) -> None:
        """Remember what stands there now. Never fails: the screen has been made."""
        if self.file is None:
            return
        with suppress(Exception):
            scopes = _scopes(self.file)
            scopes.pop(self.scope, None)
            at = time.strftime("%Y-%m-%d %H:%M")
            scopes[self.scope] = {"at": at, "seen": dict(found)}
            kept = dict(list(scopes.items())[-_SCOPES:])
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with finished_file(self.file) as draft:
                draft.write_text(json.dumps(kept), encoding="utf-8")


def last_look(environ: Mapping[str, str], database: Path, cycle: str, scope: str) -> LastLook:
    """The last look at the view `scope` of a cycle, by its key and where the database is: a file
    put in its place holds another cycle. Never fails.
    """
    if environ.get("PAIRING_LOG", "").lower() == "off":
        return LastLook(None, scope)
    with suppress(Exception):
        key = hashlib.sha256(f"{database.resolve()}\n{cycle}".encode()).hexdigest()[:16]
        file = log_folder(environ) / f"look-{key}.json"
        with suppress(Exception):  # not written by us
            if found := _scopes(file).get(scope):
                return _looked(file, scope, found)
        return LastLook(file, scope)
    return LastLook(None, scope)


def _looked(file: Path, scope: str, found: Mapping[str, Any]) -> LastLook:
    seen = {str(key): float(amount) for key, amount in found["seen"].items()}
    return LastLook(file, scope, str(found["at"]), seen)


def _scopes(file: Path) -> dict[str, Any]:
    """The views of a file; none where it isn't there or isn't ours."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
