"""Waivers, written: one rule excused, postponed or to be made up, for one pairing and period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.owed.periods import RulePeriod, rule_periods
from pairing_cli.domain.owed.rules import WaiverKind
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_not_ahead
from pairing_cli.domain.time.months import parse_month, parse_term_code
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.rules import RuleInfo, find_rule
from pairing_cli.services.owing.whose import changed_mentors, list_pairing_keys
from pairing_cli.services.pairings.pairings import PairingDetail, show_pairing
from pairing_cli.services.programme.cycles import CycleRow, check_inside, frame_of
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.rows import WaiverRow
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class WaiverInput:
    """An exception that somebody approved."""

    mentee: str
    rule: str
    period: str | None
    kind: WaiverKind
    reason: str
    approver: str | None = None
    until: dt.date | None = None
    granted: dt.date | None = None
    """The day on which it was granted, where not today."""


def waive(store: Writer, entered: WaiverInput, cycle: CycleRow, *, as_of: dt.date) -> WaiverRow:
    """Excuse, postpone or have made up what a pairing owes of a rule in a period.

    Without a period, the one that `as_of` lies in. Of several pairings of the mentee the one
    that owes the period is meant. Raises `NotFound`, `UsageError`, `RuleRefusal`.
    """
    info = find_rule(store, cycle, entered.rule)
    period = _chosen_period(store, entered.period, as_of, info, cycle)
    pairing = _who_owes(store, entered.mentee, cycle, period)
    _check_until(entered, period, cycle)
    granted = entered.granted or as_of
    check_not_ahead(granted, as_of)
    key: dict[str, Any] = {
        "pairing_id": pairing.id,
        "rule_id": info.id,
        "period": period.code,
    }
    told: dict[str, Any] = {
        "kind": entered.kind,
        "reason": one_line(entered.reason, phrase("The reason"), SHORT_TEXT),
        "approver": one_line(entered.approver, phrase("The approver"))
        if entered.approver
        else None,
        "until": entered.until,
    }
    for known in store.where(WaiverRow, **key, removed_reason=None):
        if all(getattr(known, name) == value for name, value in told.items()) and (
            entered.granted in (None, known.granted_on)
        ):
            return known
        raise RuleRefusal(
            "already-waived",
            phrase(
                "{rule} of {mentee} in {period} is waived already.",
                rule=info.title,
                mentee=pairing.mentee,
                period=period.code,
            ),
            hint=phrase("See: pairing waiver list"),
        )
    _check_owed(store, pairing.id, pairing.mentee, info, period.code, cycle)
    row = WaiverRow(**key, **told, granted_on=granted)
    store.add(row)
    return row


def _who_owes(store: Writer, mentee: str, cycle: CycleRow, period: RulePeriod) -> PairingDetail:
    """The pairing that is meant; of several of a mentee the one that owes the period."""
    days = period.counting
    middle = days.first + dt.timedelta(days.days // 2)
    inside = min(max(middle, cycle.span.first), cycle.span.last)
    found = show_pairing(store, mentee, cycle, as_of=inside)
    last = cycle.span.last
    of_mentee = list_pairing_keys(store, cycle, last, mentee_id=found.mentee_id)
    changed = changed_mentors(store, cycle, last, KeyScope(each.id for each in of_mentee))
    if found.id in changed:
        for each in of_mentee:
            if each.bound(cycle, changed).owes(days):
                # By a ref it is that pairing on any day.
                first = max(days.first, each.span.first)
                return show_pairing(store, mentee, cycle, as_of=first)
    return found


def _chosen_period(
    store: Writer, text: str | None, as_of: dt.date, info: RuleInfo, cycle: CycleRow
) -> RulePeriod:
    periods = rule_periods(info.rule, frame_of(store, cycle))
    known = {period.code: period for period in periods if period.owed}
    if text is None:
        for period in known.values():
            if period.counting.contains(as_of):
                return period
    elif (found := known.get(_period_code(text, info.unit, known))) is not None:
        return found
    raise UsageError(
        "no-such-period",
        phrase(
            "{rule} owes nothing in {period} in cycle {cycle}.",
            rule=info.title,
            period=text or as_of.isoformat(),
            cycle=cycle.code,
        ),
        hint=phrase("Periods: {names}", names=tuple(known) or "-"),
    )


def _period_code(text: str, unit: str, known: Mapping[str, object]) -> str:
    """The code of the period that was typed: 2022春 for 2022-spring, 2022年4月 for 2022-04."""
    wanted = text.strip()
    if wanted in known:
        return wanted
    try:
        if unit == "term":
            return parse_term_code(wanted)
        return parse_month(wanted).code if unit == "month" else wanted
    except UsageError:
        return wanted


def _check_until(entered: WaiverInput, period: RulePeriod, cycle: CycleRow) -> None:
    if entered.kind is WaiverKind.EXCUSED:
        if entered.until is not None:
            raise UsageError("until-of-excused", phrase("What is excused has no later date."))
        return
    if entered.until is None:
        raise UsageError(
            "no-until", phrase("Say until when it is postponed or to be made up: --until DATE")
        )
    check_inside(entered.until, cycle)
    if entered.until <= period.due:
        raise UsageError(
            "until-too-early",
            phrase(
                "{until} is no later than {due}, when {period} is due anyway.",
                until=entered.until.isoformat(),
                due=period.due.isoformat(),
                period=period.code,
            ),
        )


def _check_owed(
    store: Writer, pairing_id: str, mentee: str, info: RuleInfo, period: str, cycle: CycleRow
) -> None:
    """Refuse to waive what is not owed: the waiver would be there and mean nothing."""
    figures = figures_of(store, cycle, cycle.span.last, among=[pairing_id], ledger=None)
    owed = [
        figure.owed.period.code
        for each in figures.pairings
        for figure in each.by_rule.get(info.id, ())
        if figure.owed.need > 0
    ]
    if period not in owed:
        raise UsageError(
            "not-owed",
            phrase(
                "{mentee} owes nothing of {rule} in {period}.",
                mentee=mentee,
                rule=info.title,
                period=period,
            ),
            hint=phrase("Periods: {names}", names=tuple(owed) or "-"),
        )


def remove_waiver(store: Writer, ref: str, reason: str) -> WaiverRow:
    """End a waiver with a reason: its period owes again. Raises `NotFound`, `RuleRefusal`."""
    row = store.get(WaiverRow, find_by_ref(store, "waiver", ref))
    if row.removed_reason is not None:
        raise RuleRefusal("already-removed", phrase("Waiver {ref} was removed already.", ref=ref))
    store.change(row, removed_reason=one_line(reason, phrase("The reason"), SHORT_TEXT))
    return row
