"""Which checklist and packs frozen figures were worked out by."""

from __future__ import annotations

from pairing_cli.domain.judging.frozen import Source, sha256_of
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


def checklist_source(store: Reader, cycle: CycleRow) -> Source | None:
    """The checklist in use, as frozen figures name it."""
    rows = store.rows(
        "SELECT code, content FROM checklist WHERE cycle_id = :cycle_id AND active <> 0"
        " ORDER BY id DESC",
        cycle_id=cycle.id,
    )
    return Source(rows[0]["code"], sha256_of(rows[0]["content"])) if rows else None


def pack_sources(store: Reader, cycle: CycleRow) -> list[Source]:
    """The rule packs in force, as frozen figures name them."""
    rows = store.rows(
        "SELECT code, content FROM rule_pack WHERE cycle_id = :cycle_id AND active <> 0"
        " ORDER BY code",
        cycle_id=cycle.id,
    )
    return [Source(row["code"], sha256_of(row["content"])) for row in rows]
