"""Rules, written: packs adopted, as what, and dropped."""

from __future__ import annotations

from pathlib import Path

from pairing_cli.domain.errors import NotFound, RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import LEDGERS, Ledger
from pairing_cli.files.pack_rule import PackRule
from pairing_cli.files.rule_pack import RulePackFile, read_rule_pack
from pairing_cli.services.owing.rules import form_directions, shipped_packs
from pairing_cli.services.programme.adoptable import Unknown, adoptable
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.rows import (
    RuleForm,
    RuleLayer,
    RulePack,
    RulePart,
    RuleRole,
    RuleRow,
)
from pairing_cli.store.writing import Writer


def adopt(
    store: Writer, pack: str, cycle: CycleRow, *, ledger: Ledger = Ledger.SCHEME
) -> RulePackFile:
    """Adopt a shipped pack by its code, or the user's own by its file; or have one that is
    adopted stand in the other ledger from now on.

    Raises `NotFound`, `RuleRefusal` (another of this code is adopted, cycle closed), `BadData`
    with file, row and key, `InputMissing`.
    """
    file = _pack_file(pack)
    read = read_rule_pack(file, form_directions(store))
    for row in store.where(RulePack, cycle_id=cycle.id, code=read.code, active=True):
        if pack != read.code and row.content != read.content:
            raise RuleRefusal(
                "already-adopted",
                phrase(
                    "Cycle {cycle} has adopted {pack} already, as {ledger}.",
                    cycle=cycle.code,
                    pack=read.code,
                    ledger=LEDGERS[row.ledger],
                ),
                hint=phrase(
                    "To read it anew: pairing rule drop {pack}, then adopt", pack=read.code
                ),
            )
        store.change(row, ledger=ledger)
        return read
    if not _readopt(store, read, cycle, ledger):
        row = _pack_row(store, read, cycle, ledger)
        store.add(row)
        _add_rules(store, row, read)
    return read


def _readopt(store: Writer, read: RulePackFile, cycle: CycleRow, ledger: Ledger) -> bool:
    """Have a dropped pack count again if it says the same as now.

    Its overrides and waivers are tied to its rules; they hold again with them.
    """
    same = {"cycle_id": cycle.id, "code": read.code, "content": read.content, "active": False}
    dropped = sorted(store.where(RulePack, **same), key=lambda row: row.id)
    if dropped:
        store.change(dropped[-1], active=True, ledger=ledger)
    return bool(dropped)


def _pack_row(store: Writer, read: RulePackFile, cycle: CycleRow, ledger: Ledger) -> RulePack:
    last = store.value(
        "SELECT max(position) FROM rule_pack WHERE cycle_id = :cycle_id", cycle_id=cycle.id
    )
    return RulePack(
        cycle_id=cycle.id,
        code=read.code,
        title_zh=read.title.zh,
        title_en=read.title.en,
        document=read.document,
        document_zh=read.document_title.zh,
        document_en=read.document_title.en,
        position=0 if last is None else last + 1,
        ledger=ledger,
        content=read.content,
    )


def drop(store: Writer, pack: str, cycle: CycleRow) -> RulePack:
    """Stop a pack from counting. It stays on record. Raises `NotFound`, `RuleRefusal`."""
    for row in store.where(RulePack, cycle_id=cycle.id, code=pack.strip(), active=True):
        store.change(row, active=False)
        return row
    adopted = [row.code for row in store.where(RulePack, cycle_id=cycle.id, active=True)]
    raise NotFound(
        "not-adopted",
        phrase("Cycle {cycle} has not adopted {pack}.", cycle=cycle.code, pack=pack),
        hint=phrase("Adopted: {names}", names=tuple(adopted) or "-"),
    )


def _pack_file(pack: str) -> Path:
    packs = shipped_packs()
    known = phrase("Packs: {names}. Or give the file of your own.", names=tuple(packs))
    message = phrase("There is no rule pack {pack}.", pack=pack)
    return adoptable(pack, packs, Unknown("no-such-pack", message, known))


def _add_rules(store: Writer, pack: RulePack, read: RulePackFile) -> None:
    rows = [_rule_row(pack, rule, position) for position, rule in enumerate(read.rules)]
    store.add_all(rows)
    pairs = list(zip(rows, read.rules, strict=True))
    store.add_all(
        [RuleForm(rule_id=row.id, form_code=form) for row, rule in pairs for form in rule.forms]
    )
    store.add_all(
        [RuleLayer(rule_id=row.id, layer=layer) for row, rule in pairs for layer in rule.layers]
    )
    store.add_all(
        [RuleRole(rule_id=row.id, role=role) for row, rule in pairs for role in rule.roles]
    )
    store.add_all(
        [
            RulePart(
                rule_id=row.id,
                fact=part.fact,
                position=place,
                title_zh=part.title.zh,
                title_en=part.title.en,
            )
            for row, rule in pairs
            for place, part in enumerate(rule.parts)
        ]
    )


def _rule_row(pack: RulePack, rule: PackRule, position: int) -> RuleRow:
    return RuleRow(
        pack_id=pack.id,
        code=rule.code,
        position=position,
        title_zh=rule.title.zh,
        title_en=rule.title.en,
        short_zh=rule.short.zh if rule.short else None,
        short_en=rule.short.en if rule.short else None,
        clause_zh=rule.clause.zh if rule.clause else None,
        clause_en=rule.clause.en if rule.clause else None,
        kind=rule.kind,
        block=rule.block,
        owed_by=rule.owed_by,
        per=rule.per,
        need=rule.need,
        most=rule.most,
        share=rule.share,
        measure=rule.measure,
        direction=rule.direction,
        each_way=rule.each_way,
        category=rule.category,
        fact=rule.fact,
        indicator=rule.indicator,
        unit=rule.unit,
        season=rule.season,
        months=",".join(map(str, rule.months)) or None,
        time_window=rule.window,
        due=rule.due.code if rule.due else None,
        stage=rule.stage.code if rule.stage else None,
        stage_zh=rule.stage.title.zh if rule.stage else None,
        stage_en=rule.stage.title.en if rule.stage else None,
        stage_year=rule.stage.year if rule.stage else None,
        stage_first_month=rule.stage.first_month if rule.stage else None,
        stage_last_month=rule.stage.last_month if rule.stage else None,
        stands=rule.stands,
        make_up=rule.make_up,
        condition=rule.condition,
        section=rule.section,
        assumed_zh=rule.assumed.zh if rule.assumed else None,
        assumed_en=rule.assumed.en if rule.assumed else None,
        note_zh=rule.note.zh if rule.note else None,
        note_en=rule.note.en if rule.note else None,
    )
