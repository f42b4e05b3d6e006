"""Checklists: those that come along, those that a cycle has adopted, and how one is adopted."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from pairing_cli.domain.errors import NotFound, RuleRefusal
from pairing_cli.domain.judging.frozen import Source, sha256_of
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.files.checklist import ChecklistFile, read_checklist
from pairing_cli.files.yaml.strict_yaml import nearest
from pairing_cli.resources import data_folder
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import Checklist, ChecklistItem
from pairing_cli.store.writing import Writer


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
    return {path.stem: path for path in sorted((data_folder() / "checklists").glob("*.yaml"))}


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


def adopt_checklist(store: Writer, name: str, cycle: CycleRow) -> ChecklistFile:
    """Adopt a shipped checklist by its code, or the user's own by its file. What was inspected
    by the one before keeps it.

    Raises `NotFound`, `RuleRefusal` (adopted as it is, cycle closed), `BadData` with file, line
    and key, `InputMissing`.
    """
    read = read_checklist(_file(name))
    for row in store.where(Checklist, cycle_id=cycle.id, code=read.code, active=True):
        if row.content == read.content:
            raise RuleRefusal(
                "already-adopted",
                phrase(
                    "Cycle {cycle} has adopted {checklist} already.",
                    cycle=cycle.code,
                    checklist=read.code,
                ),
            )
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


def _file(name: str) -> Path:
    shipped = shipped_checklists()
    if name in shipped:
        return shipped[name]
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return path
    raise NotFound(
        "no-such-checklist",
        phrase("There is no checklist {code}.", code=name),
        hint=phrase("Nearest: {names}", names=near)
        if (near := nearest(name, shipped))
        else phrase("Checklists: {names}. Or give the file of your own.", names=tuple(shipped)),
    )
