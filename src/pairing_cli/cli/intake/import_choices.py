"""What the user asked of an import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ImportChoices:
    """What the user asked of an import."""

    keep_going: bool = False
    add_similar: bool = False
    dry_run: bool = False
    cycle: str | None = None
    rest: Path | None = None
    tier: str | None = None
    """Of all kindergartens in the file."""
    directed: bool = False
