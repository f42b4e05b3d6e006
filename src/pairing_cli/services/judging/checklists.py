"""Checklists: those that come along, those that a cycle has adopted, and how one is adopted."""

from __future__ import annotations

from pathlib import Path

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.files.checklist import read_checklist
from pairing_cli.resources import shipped
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


class ChecklistRow(NamedTuple):
    """A checklist that comes along or is adopted."""

    code: str
    title: Label
    document: str
    items: int
    weight: float
    adopted: bool


def shipped_checklists() -> dict[str, Path]:
    """Code → file of the checklists that come with the program."""
    return shipped("checklists")


def list_checklists(store: Reader, cycle: CycleRow) -> list[ChecklistRow]:
    """The checklists that the cycle has adopted, then those that come along."""
    rows = store.rows(
        "SELECT c.code, c.title_zh, c.title_en, c.document, count(*) AS items,"
        " sum(t.weight) AS weight FROM checklist AS c"
        " INNER JOIN checklist_item AS t ON t.checklist_id = c.id"
        " WHERE c.cycle_id = :cycle_id AND c.active <> 0"
        " GROUP BY c.id, c.code, c.title_zh, c.title_en, c.document ORDER BY c.id",
        cycle_id=cycle.id,
    )
    adopted = [
        ChecklistRow(
            row["code"],
            Label(row["title_zh"], row["title_en"]),
            row["document"],
            row["items"],
            row["weight"],
            True,
        )
        for row in rows
    ]
    known = {row.code for row in adopted}
    others = (read_checklist(path) for code, path in shipped_checklists().items()
              if code not in known)  # fmt: skip
    return adopted + [
        ChecklistRow(
            each.code,
            each.title,
            each.document,
            len(each.items),
            sum(item.weight for item in each.items),
            False,
        )
        for each in others
    ]
