"""Indicators, written: the rates and numbers that mentees report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from pairing_cli.domain.errors import BadData, NotFound, RuleRefusal, UsageError
from pairing_cli.domain.owed.rules import Measure, RuleKind
from pairing_cli.domain.phrases import noted, phrase
from pairing_cli.domain.vocabulary import PairingKind
from pairing_cli.domain.words.wording import several_lines
from pairing_cli.services.owing.rules import RuleInfo, list_rules
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.programme.cycles import CycleRow, check_inside
from pairing_cli.store.rows import Indicator
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class Report:
    """A rate (of a whole) or a number, as a mentee reports it."""

    mentee: str
    indicator: str
    on: dt.date
    numerator: float
    denominator: float | None
    note: str | None = None


def record_indicator(store: Writer, report: Report, cycle: CycleRow, today: dt.date) -> Indicator:
    """Record a reported rate or number. Of a period's reports the latest holds.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`.
    """
    check_inside(report.on, cycle)
    if report.on > today:
        raise UsageError(
            "in-the-future", phrase("{day} is still to come.", day=report.on.isoformat())
        )
    rule = _asking_rule(store, report.indicator, cycle)
    _check_rate(report, is_percent=rule.measure == Measure.PERCENT)
    pairing = show_pairing(store, report.mentee, cycle, as_of=report.on)
    if pairing.kind == PairingKind.CONSULT:
        raise RuleRefusal(
            "consult-owes-nothing",
            phrase("{mentee} gets advice on request and owes nothing.", mentee=pairing.mentee),
        )
    assert rule.indicator is not None  # noqa: S101 - a rule of this kind has one
    told: dict[str, Any] = {
        "pairing_id": pairing.id,
        "code": rule.indicator,
        "on_date": report.on,
        "numerator": report.numerator,
        "denominator": report.denominator,
        "note": several_lines(report.note, phrase("The note")) if report.note else None,
    }
    latest = store.where(Indicator, pairing_id=pairing.id, code=rule.indicator, on_date=report.on)[
        -1:
    ]
    for known in latest:
        if all(getattr(known, name) == value for name, value in told.items()):
            return known
    row = Indicator(**told)
    store.add(row)
    return row


def _asking_rule(store: Writer, text: str, cycle: CycleRow) -> RuleInfo:
    """The rule that asks for the indicator: by the indicator's code, or the rule's or title."""
    rules = [rule for rule in list_rules(store, cycle) if rule.kind == RuleKind.INDICATOR]
    wanted = text.strip()
    for rule in rules:
        codes = (rule.indicator, rule.code, rule.bare_code, rule.title.zh, rule.title.en)
        if wanted in codes or wanted.replace("-", "_") == rule.indicator:
            return rule
    raise NotFound(
        "no-such-indicator",
        phrase("No adopted rule asks for the indicator {code}.", code=text),
        hint=phrase(
            "Indicators: {names}",
            names=tuple(noted(rule.indicator or "-", rule.title.zh) for rule in rules) or "-",
        ),
    )


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
