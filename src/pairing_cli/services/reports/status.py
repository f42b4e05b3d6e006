"""Status: what is missed, due, behind or missing on a day, worst first.

Every finding is about a regular pairing. Counties without an arrangement of their own have
none, so they are never found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from pairing_cli.domain.owed.pace import pace
from pairing_cli.domain.owed.rules import Per, RuleKind
from pairing_cli.domain.owed.settling import DONE, Figure, State
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.phrases import Phrase, phrase, phrase_n
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.domain.words.name_order import name_order
from pairing_cli.services.owing.figures import (
    CycleFigures,
    PairingFigures,
    PairingKey,
    duty_key,
    narrowed_figures,
)
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.papers.agreements import expiring
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.services.reports.status_of_registers import (
    FINDING,
    agreement_row,
    overdue_problems,
    silent,
    to_be_mended,
    unconfirmed,
)
from pairing_cli.services.reports.status_row import DUE_DAYS, Severity, StatusRow
from pairing_cli.store.reading import Reader

_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}

_PAPERS: Final = (RuleKind.DOCUMENT, RuleKind.MILESTONE)


class Status(NamedTuple):
    """All findings, and how many rule periods were left out because they are waived."""

    rows: list[StatusRow]
    waived: int
    pairings: int
    """How many pairings were looked at."""


def status(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    mentor: str | None = None,
    county: str | None = None,
    mentee: str | None = None,
    ledger: Ledger | None = Ledger.SCHEME,
) -> Status:
    """The findings of a cycle on a day: worst first, then by the day due, then by mentee. A duty
    that several pairings share is found once, with the first of them.

    Before the cycle nothing is due; after its end what was never done is missed. Raises
    `NotFound`.
    """
    figures = narrowed_figures(store, cycle, as_of, mentor=mentor, county=county, ledger=ledger)
    return findings(store, figures, mentor=mentor, county=county, mentee=mentee)


def findings(
    store: Reader,
    figures: CycleFigures,
    *,
    mentor: str | None = None,
    county: str | None = None,
    mentee: str | None = None,
) -> Status:
    """The same, of figures that a mentor or a county narrowed down already."""
    cycle, as_of = figures.cycle, figures.as_of
    # All pairings of a mentee that changed its mentor, not only the one in force.
    wanted = find_kindergarten(store, mentee).id if mentee else None
    pairings = [
        each for each in figures.pairings if wanted is None or each.pairing.mentee_id == wanted
    ]
    keys = {each.pairing.id: each.pairing for each in pairings}
    mentees = {key.mentee for key in keys.values()}
    rows = [
        *to_be_mended(store, figures, keys, mentee=mentee),
        *overdue_problems(store, figures, keys),
        *_rule_rows(figures, pairings),
        *unconfirmed(store, cycle, as_of, keys),
        *silent(figures, pairings),
        *(
            agreement_row(due)
            for due in expiring(store, cycle, None, as_of, mentor=mentor, county=county)
            if due.mentees[0] in mentees
        ),
    ]
    rows.sort(
        key=lambda row: (
            row.kind != FINDING,
            _RANK[Severity(row.severity)],
            row.due,
            name_order(row.mentee),
            row.rule or "",
        )
    )
    return Status(
        rows,
        waived=sum(figure.state is State.WAIVED for each in pairings for figure in each.figures()),
        pairings=len(pairings),
    )


def _rule_rows(figures: CycleFigures, pairings: Sequence[PairingFigures]) -> Iterator[StatusRow]:
    seen: set[tuple[str, str | None]] = set()
    for each in pairings:
        for rule_id, found in each.by_rule.items():
            per = figures.rules[rule_id].per
            if per != Per.PAIRING:
                key = (rule_id, duty_key(per, each.pairing))
                if key in seen:
                    continue
                seen.add(key)
            for figure in found:
                row = _rule_row(figures, each.pairing, figure)
                if row is not None:
                    yield row


def _rule_row(figures: CycleFigures, pairing: PairingKey, figure: Figure) -> StatusRow | None:
    rule = figures.rules[figure.owed.rule.id]
    severity = severity_of(figure, rule, figures.as_of)
    if severity is None:
        return None
    return StatusRow(
        severity=severity,
        kind="rule" if rule.kind == RuleKind.QUOTA else rule.kind,
        mentor=pairing.mentor,
        mentee=pairing.mentee,
        county=pairing.county,
        rule=rule.code,
        period=figure.owed.period.code,
        due=figure.owed.due.isoformat(),
        message=_with_exceptions(_sentence(severity, figure, rule, figures), figure),
        ref=pairing.ref,
        title=rule.title,
        figure=figure,
        unit=rule.measure,
        owed_by=rule.owed_by,
        mentee_short=pairing.mentee_short,
    )


def severity_of(figure: Figure, rule: RuleInfo, day: dt.date) -> Severity | None:
    """How bad it is; None where there is nothing to do or it isn't time yet."""
    owed = figure.owed
    if figure.state in DONE or figure.state in (State.WAIVED, State.NOT_STARTED):
        return None
    if figure.state is State.MISSED:
        return Severity.MISSED
    if (owed.due - day).days <= DUE_DAYS:
        return Severity.DUE
    days, gone = (owed.due - owed.first).days + 1, (day - owed.first).days + 1
    if rule.kind in _PAPERS:
        # One paper is behind only on its last day; half the time gone is late enough to ask.
        return Severity.MISSING if gone * 2 >= days else None
    return Severity.BEHIND if figure.state is State.BEHIND else None


def _sentence(severity: Severity, figure: Figure, rule: RuleInfo, figures: CycleFigures) -> Phrase:
    values = {
        "rule": rule.title,
        "period": figure.owed.period.label,
        "done": plain(figure.done + figure.paid),
        "need": plain(figure.owed.need),
        "unit": MEASURES[rule.measure],
        "due": figure.owed.due.isoformat(),
    }
    if rule.kind == RuleKind.INDICATOR and figure.reported is None:
        return phrase("{rule} ({period}): not reported; due on {due}.", **values)
    match severity:
        case Severity.MISSED:
            return phrase(
                "{rule} ({period}): {done} of {need} {unit}; it was due on {due}.", **values
            )
        case Severity.DUE:
            return phrase_n(
                "{rule} ({period}): {done} of {need} {unit}; due on {due}, {count} day left.",
                "{rule} ({period}): {done} of {need} {unit}; due on {due}, {count} days left.",
                (figure.owed.due - figures.as_of).days,
                **values,
            )
        case Severity.MISSING:
            return phrase(
                "{rule} ({period}): {done} of {need} {unit}, half the time is gone; due on {due}.",
                **values,
            )
    # A rate isn't reached bit by bit: only what is counted has a pace.
    is_counted = rule.kind == RuleKind.QUOTA
    going = pace(figure, figures.as_of, figures.terms) if is_counted else None
    if going is None or going.per_week is None:
        return phrase("{rule} ({period}): {done} of {need} {unit}; due on {due}.", **values)
    return phrase(
        "{rule} ({period}): {done} of {need} {unit}; {weeks} teaching weeks left, at least"
        " {per_week} a week, due on {due}.",
        **values,
        weeks=going.weeks_left,
        per_week=plain(going.per_week),
    )


def _with_exceptions(sentence: Phrase, figure: Figure) -> Phrase:
    """Overrides and waivers are told wherever they touch a figure, never silently."""
    owed = figure.owed
    if owed.override is not None:
        sentence = phrase(
            "{sentence} Changed by an override: {reason}",
            sentence=sentence,
            reason=owed.override.reason,
        )
    if owed.until is not None and owed.waiver is not None:
        sentence = phrase(
            "{sentence} Postponed by a waiver: {reason}",
            sentence=sentence,
            reason=owed.waiver.reason,
        )
    return sentence
