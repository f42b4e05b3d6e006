"""Status: what is missed, due, behind or missing on a day, worst first.

Every finding is about a regular pairing. Counties without an arrangement of their own have
none, so they are never found.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from pairing_cli.domain.judging.words import FindingState
from pairing_cli.domain.owed.pace import pace
from pairing_cli.domain.owed.rules import OwedBy, Per, RuleKind
from pairing_cli.domain.owed.settling import DONE, Figure, State
from pairing_cli.domain.owed.state import STALLED_DAYS
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.paperwork import AGREEMENT_STATES, AgreementState, ProblemState
from pairing_cli.domain.phrases import Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.papers import ProblemRow
from pairing_cli.domain.time.calendar import term_day_after, term_days_after
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.domain.words.name_order import name_order
from pairing_cli.services.judging.findings import list_findings
from pairing_cli.services.owing.figures import (
    CycleFigures,
    PairingFigures,
    PairingKey,
    duty_key,
    narrowed_figures,
)
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.plain_records import list_records
from pairing_cli.services.papers.agreements import AgreementDue, expiring
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.reading import Reader

DUE_DAYS: Final = 14
"""What must be done within so many days is due."""


class Severity(StrEnum):
    """How bad a finding is; worst first."""

    MISSED = "missed"
    DUE = "due"
    BEHIND = "behind"
    MISSING = "missing"
    UNCONFIRMED = "unconfirmed"
    NO_CONTACT = "no_contact"


_RANK: Final = {severity: rank for rank, severity in enumerate(Severity)}
_PAPERS: Final = (RuleKind.DOCUMENT, RuleKind.MILESTONE)


class StatusRow(NamedTuple):
    """One finding: the contract's `status`. Dates are ISO text."""

    severity: str
    kind: str
    """rule (a quota), document, milestone, indicator, visit, agreement, contact, problem or
    finding.
    """
    mentor: str
    mentee: str
    county: str | None
    rule: str | None
    period: str | None
    due: str
    """The last day in time; of an unconfirmed visit its day, of silence its 60th day of term."""
    message: Phrase
    ref: str
    """Of an unconfirmed visit, a problem or a finding its own, else the pairing's."""
    title: Label | None = None
    """The name of the rule, or of the form of the visit."""
    figure: Figure | None = None
    """What is owed and done, where a rule asks for it."""
    unit: str | None = None
    """The measure of the figure."""
    since: str | None = None
    """Of silence: the last day of the last visit, or the start."""
    owed_by: str | None = None
    """Who has to see to it, where a rule asks for it."""
    mentee_short: str = ""
    """The mentee as coordinators call it; of an agreement nothing."""


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
        *_to_be_mended(store, figures, keys, mentee=mentee),
        *_overdue_problems(store, figures, keys),
        *_rule_rows(figures, pairings),
        *_unconfirmed(store, cycle, as_of, keys),
        *_silent(figures, pairings),
        *(
            _agreement_row(due)
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


FINDING: Final = "finding"
"""The kind of what an inspection found: it stands above everything else."""


def _to_be_mended(
    store: Reader, figures: CycleFigures, pairings: Mapping[str, PairingKey], *, mentee: str | None
) -> Iterator[StatusRow]:
    """What inspections found and is overdue, or mended and to be looked at again. Those of
    inspections that aren't done are nobody's business yet.
    """
    counties = {each.county_code for each in pairings.values()}
    for each in list_findings(store, figures.cycle, PairingFilter(), figures.as_of):
        of_county = each.region_code in counties and mentee is None
        if not each.sealed or not (each.pairing_id in pairings or of_county):
            continue
        values = {"text": each.text, "due": each.due}
        if each.state == FindingState.OVERDUE:
            severity, owed_by = Severity.MISSED, each.owner
            message = phrase_n(
                "Found by an inspection and not mended: {text}; {count} day over, due on {due}.",
                "Found by an inspection and not mended: {text}; {count} days over, due on {due}.",
                each.days_over,
                **values,
            )
        elif each.state == FindingState.REPORTED:
            severity, owed_by = Severity.DUE, str(OwedBy.BUREAU)
            message = phrase("Mended, to be looked at again: {text}.", **values)
        else:
            continue
        yield StatusRow(
            severity=severity,
            kind=FINDING,
            mentor=each.mentor or "",
            mentee=each.mentee or each.mentee_short,
            county=each.county,
            rule=None,
            period=None,
            due=each.due,
            message=message,
            ref=each.ref,
            owed_by=owed_by,
            mentee_short=each.mentee_short,
        )


def _overdue_problems(
    store: Reader, figures: CycleFigures, pairings: Mapping[str, PairingKey]
) -> Iterator[StatusRow]:
    """Problems that were to be settled by a day and aren't."""
    for each in list_records(store, ProblemRow, figures.cycle, PairingFilter(), figures.as_of):
        if each.state == ProblemState.OVERDUE and each.pairing_id in pairings and each.due:
            message = phrase(
                "Not settled by {due}: {text}; to see to it: {who}.",
                due=each.due,
                text=each.text,
                who=each.assigned_to or "-",
            )
            key = pairings[each.pairing_id]
            yield _visit_row(Severity.MISSED, "problem", key, each.due, message, each.ref)


_AGREEMENT_SEVERITY: Final = {
    AgreementState.UNSIGNED: Severity.MISSING,
    AgreementState.OVERDUE: Severity.MISSED,
    AgreementState.EXPIRING: Severity.DUE,
    AgreementState.EXPIRED: Severity.MISSED,
}


def _agreement_row(due: AgreementDue) -> StatusRow:
    state = AgreementState(due.state)
    return StatusRow(
        severity=_AGREEMENT_SEVERITY[state],
        kind="agreement",
        mentor=due.mentor,
        mentee=due.mentees[0],
        county=None,
        rule=None,
        period=None,
        due=due.date,
        message=phrase(
            "{title}: {state} ({day})",
            title=due.title,
            state=AGREEMENT_STATES[state],
            day=due.date,
        ),
        ref=due.ref,
    )


# --- What rules ask ---------------------------------------------------------------------------


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
        "period": figure.owed.period.code,
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


# --- Visits -----------------------------------------------------------------------------------

_UNCONFIRMED: Final = """
    SELECT v.pairing_id, v.ref, v.start_date, v.end_date, f.label_zh, f.label_en
    FROM pairing_visits AS v
    INNER JOIN form AS f ON f.code = v.form
    WHERE v.cycle_id = :cycle_id AND v.state = 'planned' AND v.end_date < :as_of
"""


def _unconfirmed(
    store: Reader, cycle: CycleRow, as_of: dt.date, pairings: dict[str, PairingKey]
) -> Iterator[StatusRow]:
    """Planned visits whose day has passed and of which nobody said how they went."""
    for visit in store.rows(_UNCONFIRMED, cycle_id=cycle.id, as_of=as_of.isoformat()):
        pairing = pairings.get(visit["pairing_id"])
        if pairing is None:
            continue
        form = Label(visit["label_zh"], visit["label_en"])
        message = phrase(
            "{form} planned for {date}: did it take place? pairing visit confirm {ref}, or"
            " cancel {ref}",
            form=form,
            date=visit["start_date"],
            ref=visit["ref"],
        )
        row = _visit_row(
            Severity.UNCONFIRMED, "visit", pairing, visit["end_date"], message, visit["ref"]
        )
        yield row._replace(title=form)


def _silent(figures: CycleFigures, pairings: Sequence[PairingFigures]) -> Iterator[StatusRow]:
    """Pairings in force without a done visit for 60 days of term time, counted from their start
    or from the last day of their last visit; after the cycle's end, as they stood then.
    """
    day = min(figures.as_of, figures.cycle.span.last)
    for each in pairings:
        pairing = each.pairing
        if not pairing.start <= day.isoformat() <= pairing.end:
            continue
        last = each.last_visit
        since = dt.date.fromisoformat(max(pairing.start, last or ""))
        silent = term_days_after(since, day, figures.terms)
        if silent < STALLED_DAYS:
            continue
        told = {"days": silent, "since": since.isoformat()}
        message = (
            phrase("No visit for {days} days of term, since {since}.", **told)
            if last
            else phrase(
                "No visit at all in {days} days of term since the start on {since}.", **told
            )
        )
        due = term_day_after(since, STALLED_DAYS, figures.terms).isoformat()
        row = _visit_row(Severity.NO_CONTACT, "contact", pairing, due, message, pairing.ref)
        yield row._replace(since=since.isoformat())


def _visit_row(
    severity: Severity, kind: str, pairing: PairingKey, due: str, message: Phrase, ref: str
) -> StatusRow:
    return StatusRow(
        severity=severity,
        kind=kind,
        mentor=pairing.mentor,
        mentee=pairing.mentee,
        county=pairing.county,
        rule=None,
        period=None,
        due=due,
        message=message,
        ref=ref,
        mentee_short=pairing.mentee_short,
    )
