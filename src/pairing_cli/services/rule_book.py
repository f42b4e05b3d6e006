"""Rules, written: packs adopted and dropped, rules overridden, periods waived, rates reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pairing_cli.domain.dates import DateSpan, Month
from pairing_cli.domain.errors import BadData, NotFound, RuleRefusal, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.rules import Rule, WaiverKind, rule_periods
from pairing_cli.domain.vocabulary import CycleState, Layer
from pairing_cli.domain.wording import SHORT_TEXT, one_line, several_lines
from pairing_cli.exchange.rule_pack import PackRule, RulePackFile, parse_rule_pack, read_rule_pack
from pairing_cli.exchange.strict_yaml import nearest
from pairing_cli.services.cycles import CycleRow, list_terms
from pairing_cli.services.lookup import find_by_ref, find_region
from pairing_cli.services.pairings import show_pairing
from pairing_cli.services.rules import RuleInfo, find_rule, list_rules, shipped_packs
from pairing_cli.store.tables import (
    Indicator,
    RuleForm,
    RuleLayer,
    RuleOverride,
    RulePack,
    RulePeriodRow,
    RuleRow,
    WaiverRow,
)
from pairing_cli.store.writing import Writer


def adopt(store: Writer, pack: str, cycle: CycleRow) -> RulePackFile:
    """Adopt a shipped pack by its code, or the user's own by its file.

    Raises `NotFound`, `RuleRefusal` (adopted already, cycle closed), `BadData`.
    """
    _check_open(cycle)
    file = _pack_file(pack)
    forms = {row["code"] for row in store.rows("SELECT code FROM form")}
    read = read_rule_pack(file, forms)
    if store.where(RulePack, cycle_id=cycle.id, code=read.code, active=True):
        raise RuleRefusal(
            "already-adopted",
            phrase("Cycle {cycle} has adopted {pack} already.", cycle=cycle.code, pack=read.code),
            hint=phrase("To read it anew: pairing rule drop {pack}, then adopt", pack=read.code),
        )
    last = store.value(
        "SELECT max(position) FROM rule_pack WHERE cycle_id = :cycle_id", cycle_id=cycle.id
    )
    row = RulePack(
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
    store.add(row)
    _add_rules(store, row, read)
    lay_out_rules(store, cycle)
    return read


def drop(store: Writer, pack: str, cycle: CycleRow) -> RulePack:
    """Stop a pack from counting. It stays on record. Raises `NotFound`, `RuleRefusal`."""
    _check_open(cycle)
    for row in store.where(RulePack, cycle_id=cycle.id, code=pack.strip(), active=True):
        store.change(row, active=False)
        return row
    adopted = [
        row.code for row in store.where(RulePack, cycle_id=cycle.id, active=True)
    ]
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
            if code in wanted and row.model_dump() != wanted[code].model_dump():
                store.change(row, **wanted[code].model_dump(exclude={"rule_id", "period"}))
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


@dataclass(frozen=True, slots=True)
class OverrideWish:
    """A rule to be changed, for whom and from when; None of layer, county, mentee: for all."""

    rule: str
    need: float
    start: dt.date
    end: dt.date | None
    reason: str
    layer: Layer | None = None
    county: str | None = None
    mentee: str | None = None


def override_rule(store: Writer, wish: OverrideWish, cycle: CycleRow) -> RuleOverride:
    """Change what a rule needs, for periods that lie mostly after a date.

    Raises `NotFound`, `UsageError`, `RuleRefusal`.
    """
    _check_open(cycle)
    info = find_rule(store, cycle, wish.rule)
    if wish.need < 0:
        raise UsageError("bad-need", phrase("A rule can't need less than 0."))
    _check_inside(wish.start, cycle)
    if wish.end is not None and wish.end < wish.start:
        raise UsageError("end-before-start", phrase("The end lies before the start."))
    county = find_region(store, wish.county, level="county") if wish.county else None
    pairing = show_pairing(store, wish.mentee, cycle, as_of=wish.start) if wish.mentee else None
    row = RuleOverride(
        rule_id=info.id,
        layer=wish.layer,
        county_code=county.code if county else None,
        pairing_id=pairing.id if pairing else None,
        need=wish.need,
        start_date=wish.start,
        end_date=wish.end,
        reason=one_line(wish.reason, phrase("The reason"), SHORT_TEXT),
    )
    store.add(row)
    return row


@dataclass(frozen=True, slots=True)
class WaiverWish:
    """An exception that somebody approved."""

    mentee: str
    rule: str
    period: str | None
    kind: WaiverKind
    reason: str
    approver: str | None
    until: dt.date | None


def waive(
    store: Writer, wish: WaiverWish, cycle: CycleRow, *, as_of: dt.date
) -> tuple[WaiverRow, RuleInfo]:
    """Excuse, postpone or have made up what a pairing owes of a rule in a period.

    Without a period, the one that `as_of` lies in. Raises `NotFound`, `UsageError`,
    `RuleRefusal`.
    """
    _check_open(cycle)
    info = find_rule(store, cycle, wish.rule)
    pairing = show_pairing(store, wish.mentee, cycle, as_of=as_of)
    periods = store.where(RulePeriodRow, rule_id=info.id)
    period = _chosen_period(periods, wish.period, as_of, info, cycle)
    if wish.kind is WaiverKind.EXCUSED and wish.until is not None:
        raise UsageError("until-of-excused", phrase("What is excused has no later date."))
    if wish.kind is not WaiverKind.EXCUSED:
        if wish.until is None:
            raise UsageError(
                "no-until",
                phrase("Say until when it is postponed or to be made up: --until DATE"),
            )
        _check_inside(wish.until, cycle)
        if wish.until <= period.first_day:
            raise UsageError(
                "until-too-early",
                phrase(
                    "{until} doesn't lie after the period {period} has begun ({start}).",
                    until=wish.until.isoformat(),
                    period=period.period,
                    start=period.first_day.isoformat(),
                ),
            )
    key = {"pairing_id": pairing.id, "rule_id": info.id, "period": period.period}
    if store.where(WaiverRow, **key, removed_reason=None):
        raise RuleRefusal(
            "already-waived",
            phrase(
                "{rule} of {mentee} in {period} is waived already.",
                rule=info.title,
                mentee=pairing.mentee,
                period=period.period,
            ),
            hint=phrase("See: pairing waiver list"),
        )
    row = WaiverRow(
        **key,
        kind=wish.kind,
        reason=one_line(wish.reason, phrase("The reason"), SHORT_TEXT),
        approver=one_line(wish.approver, phrase("The approver")) if wish.approver else None,
        until=wish.until,
    )
    store.add(row)
    return row, info


def _chosen_period(
    periods: Sequence[RulePeriodRow],
    code: str | None,
    as_of: dt.date,
    info: RuleInfo,
    cycle: CycleRow,
) -> RulePeriodRow:
    known = {period.period: period for period in periods if period.owed}
    if code is None:
        for period in known.values():
            if period.first_day <= as_of <= period.last_day:
                return period
    elif code in known:
        return known[code]
    raise UsageError(
        "no-such-period",
        phrase(
            "{rule} owes nothing in {period} in cycle {cycle}.",
            rule=info.title,
            period=code or as_of.isoformat(),
            cycle=cycle.code,
        ),
        hint=phrase("Periods: {names}", names="、".join(known) or "-"),
    )


def remove_waiver(store: Writer, ref: str, reason: str) -> WaiverRow:
    """End a waiver with a reason. Raises `NotFound`, `RuleRefusal`."""
    row = store.get(WaiverRow, find_by_ref(store, "waiver", ref))
    if row.removed_reason is not None:
        raise RuleRefusal("already-removed", phrase("Waiver {ref} was removed already.", ref=ref))
    store.change(row, removed_reason=one_line(reason, phrase("The reason"), SHORT_TEXT))
    return row


@dataclass(frozen=True, slots=True)
class Report:
    """A rate (of a whole) or a number, as a mentee reports it."""

    mentee: str
    indicator: str
    on: dt.date
    numerator: float
    denominator: float | None
    note: str | None = None


def record_indicator(store: Writer, report: Report, cycle: CycleRow) -> Indicator:
    """Record a reported rate or number. Of a period's reports the latest holds.

    Raises `NotFound`, `UsageError`, `BadData`.
    """
    _check_open(cycle)
    _check_inside(report.on, cycle)
    known = {
        row["indicator"]: row["measure"]
        for row in store.rows(
            "SELECT DISTINCT r.indicator AS indicator, r.measure AS measure FROM rule AS r"
            " INNER JOIN rule_pack AS k ON k.id = r.pack_id WHERE k.cycle_id = :cycle_id"
            " AND k.active = 1 AND r.kind = 'indicator'",
            cycle_id=cycle.id,
        )
    }
    code = report.indicator.strip().replace("-", "_")
    if code not in known:
        raise NotFound(
            "no-such-indicator",
            phrase("No adopted rule asks for the indicator {code}.", code=report.indicator),
            hint=phrase("Indicators: {names}", names="、".join(known) or "-"),
        )
    _check_rate(report, is_percent=known[code] == "percent")
    pairing = show_pairing(store, report.mentee, cycle, as_of=report.on)
    row = Indicator(
        pairing_id=pairing.id,
        code=code,
        on_date=report.on,
        numerator=report.numerator,
        denominator=report.denominator,
        note=several_lines(report.note, phrase("The note")) if report.note else None,
    )
    store.add(row)
    return row


def _check_rate(report: Report, *, is_percent: bool) -> None:
    if report.numerator < 0:
        raise BadData("bad-rate", phrase("A number reported can't be below 0."))
    if not is_percent:
        if report.denominator is not None:
            raise UsageError(
                "no-whole", phrase("This indicator is a number: give it without a whole.")
            )
        return
    if report.denominator is None:
        raise UsageError(
            "no-whole", phrase("This indicator is a rate: say how many of how many, as 12/40.")
        )
    if report.denominator <= 0:
        raise BadData("bad-rate", phrase("A rate of 0 can't be: the whole must be above 0."))
    if report.numerator > report.denominator:
        raise BadData(
            "bad-rate",
            phrase(
                "{part} is more than the whole, {whole}.",
                part=f"{report.numerator:g}",
                whole=f"{report.denominator:g}",
            ),
        )


def _check_open(cycle: CycleRow) -> None:
    if cycle.state == CycleState.CLOSED:
        raise RuleRefusal(
            "cycle-closed", phrase("Cycle {code} is closed; its figures stand.", code=cycle.code)
        )


def _check_inside(day: dt.date, cycle: CycleRow) -> None:
    if not cycle.span.contains(day):
        raise UsageError(
            "outside-cycle",
            phrase(
                "{day} lies outside cycle {code} ({start} to {end}).",
                day=day.isoformat(),
                code=cycle.code,
                start=cycle.start,
                end=cycle.end,
            ),
        )
