"""Overrides, written: a rule changed for a layer, a county or a pairing, and changed back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.owed.rules import IN_PERCENT, Measure, Per, goes_in_steps
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_in_order
from pairing_cli.domain.vocabulary import LAYERS, Layer, PairingKind
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.owing.rules import RuleInfo, find_rule
from pairing_cli.services.pairings.pairings import PairingDetail, show_pairing
from pairing_cli.services.programme.cycles import CycleRow, check_inside
from pairing_cli.services.programme.names.lookup import find_by_ref, find_region
from pairing_cli.store.rows import RuleOverride
from pairing_cli.store.writing import Writer

MOST_NEEDED: Final = 10_000
"""A rule that needs more than this is a slip of the keyboard."""


@dataclass(frozen=True, slots=True)
class OverrideInput:
    """A rule to be changed, for whom and from when; None of layer, county, mentee: for all."""

    rule: str
    need: float
    start: dt.date
    end: dt.date | None
    reason: str
    layer: Layer | None = None
    county: str | None = None
    mentee: str | None = None


def override_rule(
    store: Writer, entered: OverrideInput, cycle: CycleRow, *, as_of: dt.date
) -> RuleOverride:
    """Change what a rule needs, for periods that lie mostly after a date. Need 0: nothing.

    Raises `NotFound`, `UsageError`, `RuleRefusal`.
    """
    info = find_rule(store, cycle, entered.rule)
    _check_need(entered.need, info)
    check_inside(entered.start, cycle)
    check_in_order(entered.start, entered.end)
    if sum(each is not None for each in (entered.layer, entered.county, entered.mentee)) > 1:
        raise UsageError(
            "several-scopes",
            phrase("A rule is changed for a layer, a county or a mentee: give one of the three."),
        )
    county = find_region(store, entered.county, level="county") if entered.county else None
    pairing = (
        show_pairing(store, entered.mentee, cycle, as_of=entered.start) if entered.mentee else None
    )
    _check_owing(info, entered.layer, pairing)
    told: dict[str, Any] = {
        "rule_id": info.id,
        "layer": entered.layer,
        "county_code": county.code if county else None,
        "pairing_id": pairing.id if pairing else None,
        "need": entered.need,
        "start_date": entered.start,
        "end_date": entered.end,
        "reason": one_line(entered.reason, phrase("The reason"), SHORT_TEXT),
    }
    for known in store.where(RuleOverride, **told)[-1:]:
        return known
    row = RuleOverride(**told, decided_on=as_of)
    store.add(row)
    return row


def end_override(store: Writer, ref: str, last_day: dt.date, *, as_of: dt.date) -> RuleOverride:
    """Have an override end with a day, so that the rule's own need holds again after it.

    Periods that lie mostly before keep what they had. Raises `NotFound`, `UsageError`,
    `RuleRefusal`.
    """
    row = store.get(RuleOverride, find_by_ref(store, "rule_override", ref))
    if last_day < row.start_date:
        raise UsageError(
            "end-before-start",
            phrase(
                "The override began on {start}; it can't end before.",
                start=row.start_date.isoformat(),
            ),
            hint=phrase("To do as if it had never been: pairing undo"),
        )
    if row.end_date is not None and row.end_date < last_day:
        raise RuleRefusal(
            "already-ended",
            phrase("The override ends on {end} already.", end=row.end_date.isoformat()),
        )
    if row.end_date != last_day:
        store.change(row, end_date=last_day, end_decided_on=as_of)
    return row


def _check_need(need: float, info: RuleInfo) -> None:
    most = 100 if info.measure in IN_PERCENT else MOST_NEEDED
    if not isfinite(need) or not 0 <= need <= most:
        raise UsageError(
            "bad-need",
            phrase(
                "{need} can't be needed: 0 to {most} are possible.", need=f"{need:g}", most=most
            ),
        )
    if not goes_in_steps(info.measure, need):
        raise UsageError(
            "need-in-parts",
            phrase("Class-hours go in halves: {need} can't be needed.", need=f"{need:g}")
            if info.measure == Measure.CLASS_HOURS
            else phrase("Only a whole number can be needed, not {need}.", need=f"{need:g}"),
        )


def _check_owing(info: RuleInfo, layer: Layer | None, pairing: PairingDetail | None) -> None:
    """Refuse an override that would change nothing, whoever looks at it."""
    about = pairing.layer if pairing else layer
    if about is not None and about not in info.layers:
        raise UsageError(
            "rule-of-other-layer",
            phrase("{rule} isn't owed in the layer {layer}.", rule=info.title, layer=LAYERS[about]),
            hint=phrase(
                "It is owed in: {names}", names=tuple(LAYERS[each] for each in info.layers)
            ),
        )
    if pairing is not None and info.per != Per.PAIRING:
        raise UsageError(
            "shared-duty",
            phrase("{rule} is one duty of several pairings, not this one's.", rule=info.title),
            hint=phrase("Change it for a layer, a county or all."),
        )
    if pairing is not None and pairing.kind == PairingKind.CONSULT:
        raise UsageError(
            "consult-owes-nothing",
            phrase("{mentee} gets advice on request and owes nothing.", mentee=pairing.mentee),
        )
