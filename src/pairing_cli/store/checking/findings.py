"""What a check-up of the database answers with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Phrase, phrase


class Severity(StrEnum):
    """How bad a finding is; worst first."""

    DAMAGED = "damaged"
    BROKEN = "broken"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and how to get well."""

    severity: str
    check: str
    """What was looked at: integrity, keys, schema, chain, rows, files, leftovers, …"""
    record: str | None
    message: Phrase
    remedy: Phrase


RESTORE: Final = phrase(
    "Restore a good copy (pairing db backups, pairing db restore FILE), or save what can be read:"
    " pairing db dump -o FILE"
)
CORRECT: Final = phrase("Correct it with the command of that register, or restore a good copy.")
REPAIR: Final = phrase("pairing db doctor --repair")
