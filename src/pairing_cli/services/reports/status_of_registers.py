"""What the registers hold that needs attention: findings, problems, letters, visits, silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pairing_cli.domain.judging.words import FindingState
from pairing_cli.domain.owed.rules import OwedBy
from pairing_cli.domain.owed.state import STALLED_DAYS, stalled_for
from pairing_cli.domain.paperwork import AGREEMENT_STATES, AgreementState, ProblemState
from pairing_cli.domain.phrases import Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.papers import ProblemRow
from pairing_cli.domain.time.calendar import term_day_after
from pairing_cli.services.judging.findings import list_findings
from pairing_cli.services.owing.figures import (
    CycleFigures,
    PairingFigures,
    PairingKey,
)
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.plain_records import list_records
from pairing_cli.services.papers.agreements import AgreementDue
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.status_row import Severity, StatusRow
from pairing_cli.store.reading import Reader

FINDING: Final = "finding"
"""The kind of what an inspection found: it stands above everything else."""


def to_be_mended(
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


def overdue_problems(
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


def agreement_row(due: AgreementDue) -> StatusRow:
    """A letter or agreement that is late, or whose validity ends soon."""
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


_UNCONFIRMED: Final = """
    SELECT v.pairing_id, v.ref, v.start_date, v.end_date, f.label_zh, f.label_en
    FROM pairing_visits AS v
    INNER JOIN form AS f ON f.code = v.form
    WHERE v.cycle_id = :cycle_id AND v.state = 'planned' AND v.end_date < :as_of
"""


def unconfirmed(
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


def silent(figures: CycleFigures, pairings: Sequence[PairingFigures]) -> Iterator[StatusRow]:
    """Pairings in force without a done visit for 60 days of term time, counted from their start
    or from the last day of their last visit; after the cycle's end, as they stood then.
    """
    day = min(figures.as_of, figures.cycle.span.last)
    for each in pairings:
        pairing = each.pairing
        if not pairing.start <= day.isoformat() <= pairing.end:
            continue
        last = each.done.last_day
        since = dt.date.fromisoformat(max(pairing.start, last or ""))
        silent = stalled_for(since, day, figures.terms)
        if silent is None:
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
