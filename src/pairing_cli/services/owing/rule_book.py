"""Rules, written: packs adopted and dropped, and laid out over the calendar of their cycle."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pairing_cli.domain.errors import NotFound, RuleRefusal
from pairing_cli.domain.owed.rules import Rule, rule_periods
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan, Month
from pairing_cli.files.rule_pack import PackRule, RulePackFile, parse_rule_pack, read_rule_pack
from pairing_cli.files.yaml.strict_yaml import nearest
from pairing_cli.services.owing.rules import list_rules, shipped_packs
from pairing_cli.services.programme.cycles import CycleRow, check_open, list_terms
from pairing_cli.store.rows import (
    RuleForm,
    RuleLayer,
    RulePack,
    RulePeriodRow,
    RuleRow,
)
from pairing_cli.store.writing import Writer


def adopt(store: Writer, pack: str, cycle: CycleRow) -> RulePackFile:
    """Adopt a shipped pack by its code, or the user's own by its file.

    Raises `NotFound`, `RuleRefusal` (adopted already, cycle closed), `BadData` with file, row
    and key, `InputMissing`.
    """
    check_open(cycle)
    file = _pack_file(pack)
    forms = {row["code"] for row in store.rows("SELECT code FROM form")}
    read = read_rule_pack(file, forms)
    if store.where(RulePack, cycle_id=cycle.id, code=read.code, active=True):
        raise RuleRefusal(
            "already-adopted",
            phrase("Cycle {cycle} has adopted {pack} already.", cycle=cycle.code, pack=read.code),
            hint=phrase("To read it anew: pairing rule drop {pack}, then adopt", pack=read.code),
        )
    if not _readopt(store, read, cycle):
        row = _pack_row(store, read, cycle)
        store.add(row)
        _add_rules(store, row, read)
    lay_out_rules(store, cycle)
    return read


def _readopt(store: Writer, read: RulePackFile, cycle: CycleRow) -> bool:
    """Have a dropped pack count again if it says the same as now.

    Its overrides and waivers are tied to its rules; they hold again with them.
    """
    same = {"cycle_id": cycle.id, "code": read.code, "content": read.content, "active": False}
    dropped = sorted(store.where(RulePack, **same), key=lambda row: row.id)
    if dropped:
        store.change(dropped[-1], active=True)
    return bool(dropped)


def _pack_row(store: Writer, read: RulePackFile, cycle: CycleRow) -> RulePack:
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
        content=read.content,
    )


def drop(store: Writer, pack: str, cycle: CycleRow) -> RulePack:
    """Stop a pack from counting. It stays on record. Raises `NotFound`, `RuleRefusal`."""
    check_open(cycle)
    for row in store.where(RulePack, cycle_id=cycle.id, code=pack.strip(), active=True):
        store.change(row, active=False)
        return row
    adopted = [row.code for row in store.where(RulePack, cycle_id=cycle.id, active=True)]
    raise NotFound(
        "not-adopted",
        phrase("Cycle {cycle} has not adopted {pack}.", cycle=cycle.code, pack=pack),
        hint=phrase("Adopted: {names}", names="、".join(adopted) or "-"),
    )


def _pack_file(pack: str) -> Path:
    shipped = shipped_packs()
    if pack in shipped:
        return shipped[pack]
    path = Path(pack)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return path
    near = nearest(pack, shipped)
    raise NotFound(
        "no-such-pack",
        phrase("There is no rule pack {pack}.", pack=pack),
        hint=phrase("Nearest: {names}", names=near)
        if near
        else phrase("Packs: {names}. Or give the file of your own.", names="、".join(shipped)),
    )


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


def _rule_row(pack: RulePack, rule: PackRule, position: int) -> RuleRow:
    return RuleRow(
        pack_id=pack.id,
        code=rule.code,
        position=position,
        title_zh=rule.title.zh,
        title_en=rule.title.en,
        kind=rule.kind,
        owed_by=rule.owed_by,
        need=rule.need,
        measure=rule.measure,
        direction=rule.direction,
        category=rule.category,
        fact=rule.fact,
        indicator=rule.indicator,
        unit=rule.unit,
        time_window=rule.window,
        by_day=rule.by,
        stage=rule.stage,
        section=rule.section,
        assumed_zh=rule.assumed.zh if rule.assumed else None,
        assumed_en=rule.assumed.en if rule.assumed else None,
        note_zh=rule.note.zh if rule.note else None,
        note_en=rule.note.en if rule.note else None,
    )


def lay_out_rules(store: Writer, cycle: CycleRow) -> None:
    """Lay the adopted rules out over the cycle's calendar; what is laid out right stays.

    To be called when a pack is adopted, and when the terms of the calendar change.
    """
    terms = list_terms(store)
    stages = _stages(store, cycle)
    for info in list_rules(store, cycle):
        rule: Rule = info.rule
        wanted = {
            period.code: RulePeriodRow(
                rule_id=rule.id,
                period=period.code,
                period_start=period.period.first,
                period_end=period.period.last,
                first_day=period.counting.first,
                last_day=period.counting.last,
                due=period.due,
                owed=period.owed,
            )
            for period in rule_periods(
                rule, cycle.span, cycle.code, terms, stages.get(info.pack, ())
            )
        }
        stored = {row.period: row for row in store.where(RulePeriodRow, rule_id=rule.id)}
        store.delete(*(row for code, row in stored.items() if code not in wanted))
        for code, row in stored.items():
            if code in wanted:
                store.change(row, **wanted[code].values())
        store.add_all([row for code, row in wanted.items() if code not in stored])


def _stages(store: Writer, cycle: CycleRow) -> dict[str, list[tuple[str, DateSpan]]]:
    """Pack → its stages with their days in the cycle."""
    first_year = cycle.span.first.year
    return {
        pack.code: [
            (
                stage.code,
                DateSpan(
                    dt.date(first_year + stage.year - 1, stage.first_month, 1),
                    Month(first_year + stage.year - 1, stage.last_month).span.last,
                ),
            )
            for stage in parse_rule_pack(pack.content, pack.code).stages
        ]
        for pack in store.where(RulePack, cycle_id=cycle.id, active=True)
    }
