"""Adopting the checklist by which a cycle is inspected."""

from __future__ import annotations

from pathlib import Path

from pairing_cli.domain.errors import NotFound, RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.files.checklist import ChecklistFile, read_checklist
from pairing_cli.services.judging.checklists import shipped_checklists
from pairing_cli.services.programme.adoptable import Unknown, adoptable
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.rows import Checklist, ChecklistItem
from pairing_cli.store.writing import Writer


def adopt_checklist(store: Writer, name: str, cycle: CycleRow) -> ChecklistFile:
    """Adopt a shipped checklist by its code, or the user's own by its file. What was inspected
    by the one before keeps it.

    Raises `NotFound`, `RuleRefusal` (cycle closed), `BadData` with file, line
    and key, `InputMissing`.
    """
    read = read_checklist(_file(name))
    for row in store.where(Checklist, cycle_id=cycle.id, code=read.code, active=True):
        if row.content == read.content:
            return read  # it is so already
        store.change(row, active=False)
    row = Checklist(
        cycle_id=cycle.id,
        code=read.code,
        title_zh=read.title.zh,
        title_en=read.title.en,
        document=read.document,
        partly=read.scale.partly,
        good=read.scale.good,
        fairly_good=read.scale.fairly_good,
        average=read.scale.average,
        due_days=read.due_days,
        due_days_critical=read.due_days_critical,
        least_inspectors=read.least_inspectors,
        content=read.content,
    )
    store.add(row)
    store.add_all(
        ChecklistItem(
            checklist_id=row.id,
            position=position,
            code=item.code,
            block=item.block,
            subject=item.subject,
            critical=item.critical,
            weight=item.weight,
            title_zh=item.title.zh,
            title_en=item.title.en,
            lack_zh=item.lack.zh,
            lack_en=item.lack.en,
            how_zh=item.how.zh if item.how else None,
            how_en=item.how.en if item.how else None,
            section=item.section,
            prefill=item.prefill,
            assumed_zh=item.assumed.zh if item.assumed else None,
            assumed_en=item.assumed.en if item.assumed else None,
        )
        for position, item in enumerate(read.items)
    )
    return read


def active_checklist(store: Writer, cycle: CycleRow, code: str | None) -> Checklist:
    """The checklist that a new inspection goes by. Raises `RuleRefusal` where none is adopted,
    `NotFound` for one that isn't, or where several are and none was named.
    """
    rows = store.where(Checklist, cycle_id=cycle.id, active=True)
    if not rows:
        raise RuleRefusal(
            "no-checklist",
            phrase("Cycle {cycle} has adopted no checklist.", cycle=cycle.code),
            hint=phrase(
                "To adopt one: pairing inspection adopt {code}",
                code=next(iter(shipped_checklists()), "FILE.yaml"),
            ),
        )
    found = [row for row in rows if code in (None, row.code)]
    if len(found) != 1:
        raise NotFound(
            "no-such-checklist",
            phrase("Which checklist? There is no {code}.", code=code)
            if code
            else phrase("Which checklist? Several are adopted."),
            hint=phrase("Adopted: {names}", names=tuple(row.code for row in rows)),
        )
    return found[0]


def _file(name: str) -> Path:
    lists = shipped_checklists()
    known = phrase("Checklists: {names}. Or give the file of your own.", names=tuple(lists))
    message = phrase("There is no checklist {code}.", code=name)
    return adoptable(name, lists, Unknown("no-such-checklist", message, known))
