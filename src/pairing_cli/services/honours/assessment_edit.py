"""Assessments, written: drafted, adjusted, approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import isfinite
from typing import Final

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.honours.words import AssessmentState
from pairing_cli.domain.judging.frozen import freeze
from pairing_cli.domain.judging.words import FindingState
from pairing_cli.domain.phrases import Phrase, lines, phrase, phrase_n
from pairing_cli.domain.time.day_checks import check_not_ahead
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.honours.assessments import (
    AssessmentRow,
    assessed_figures,
    find_assessment,
)
from pairing_cli.services.honours.schemes import adopted, scheme_by_id
from pairing_cli.services.honours.wrap_up import check_day_of_report
from pairing_cli.services.judging.findings import list_findings
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.pairing_records import person, short
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.rows import Assessment, AssessmentAdjustment
from pairing_cli.store.writing import Writer

_SHOWN: Final = 10
"""So many of the things that are still open are named."""


def add_assessment(
    store: Writer, cycle: CycleRow, *, as_of: dt.date, title: str | None
) -> AssessmentRow:
    """Draft the assessment of a cycle as of a day. Raises `RuleRefusal`, `UsageError`."""
    scheme = adopted(store, cycle)
    check_day_of_report(as_of, cycle)
    row = Assessment(
        cycle_id=cycle.id,
        scheme_id=scheme.id,
        title=short(title, phrase("The title")),
        as_of=as_of,
    )
    store.add(row)
    return find_assessment(store, row.id, cycle)


def adjust(
    store: Writer,
    mentee: str,
    cycle: CycleRow,
    *,
    points: float,
    reason: str,
    by: str,
    ref: str | None = None,
) -> AssessmentRow:
    """Give a pairing points or take some, instead of what was given before; 0 takes that back.

    Raises `NotFound`, `RuleRefusal` (approved already, too many), `UsageError`.
    """
    found = find_assessment(store, ref, cycle)
    _check_draft(found)
    most = scheme_by_id(store, found.scheme_id).formula.most_adjusted
    if not isfinite(points) or round(points, 1) != points:
        raise UsageError("bad-amount", phrase("Points go in tenths."))
    if abs(points) > most:
        raise RuleRefusal(
            "adjustment-too-large",
            phrase(
                "At most {most} points may be given or taken, not {points}.",
                most=most,
                points=f"{points:g}",
            ),
            hint=phrase("The limit stands in the formula: adjustment."),
        )
    day = dt.date.fromisoformat(found.as_of)
    pairing = show_pairing(store, mentee, cycle, as_of=day)
    known = store.where(AssessmentAdjustment, assessment_id=found.id, pairing_id=pairing.id)
    row = (
        known[0]
        if known
        else AssessmentAdjustment(
            assessment_id=found.id, pairing_id=pairing.id, points=0, reason="-", by_name="-"
        )
    )
    row.points = points
    row.reason = one_line(reason, phrase("The reason"), SHORT_TEXT)
    row.by_name = person(by)
    if known:
        store.change(row)
    else:
        store.add(row)
    return found


def approve(
    store: Writer,
    ref: str,
    cycle: CycleRow,
    *,
    by: str,
    on: dt.date,
    today: dt.date,
    override: str | None = None,
) -> AssessmentRow:
    """Freeze an assessment. Raises `NotFound`, `RuleRefusal` where it is approved already, or
    something is still open and no `override` says why it doesn't matter.
    """
    found = find_assessment(store, ref, cycle)
    _check_draft(found)
    check_not_ahead(on, today)
    if on.isoformat() < found.as_of:
        raise UsageError(
            "before-its-day",
            phrase("It is as of {day}: approve it then or later.", day=found.as_of),
        )
    day = dt.date.fromisoformat(found.as_of)
    still_open = what_is_open(store, cycle, day)
    if still_open and override is None:
        raise RuleRefusal(
            "not-ready",
            lines(phrase("It can't be approved yet:"), *still_open),
            hint=phrase("To approve it all the same: --override REASON"),
        )
    frozen = freeze(assessed_figures(store, found, cycle))
    store.change(
        store.get(Assessment, found.id),
        state=AssessmentState.APPROVED,
        approved_on=on,
        approved_by=person(by),
        override_reason=short(override, phrase("The reason")) if still_open else None,
        figures=frozen.figures,
        sha256=frozen.sha256,
    )
    return find_assessment(store, found.id, cycle)


def what_is_open(store: Writer, cycle: CycleRow, day: dt.date) -> Sequence[Phrase]:
    """What keeps an assessment of a day from being approved, one line each, at most ten."""
    visits = store.rows(
        "SELECT v.ref, v.start_date, v.mentor FROM visits AS v WHERE v.cycle_id = :cycle_id"
        " AND v.state = 'planned' AND v.start_date <= :day ORDER BY v.start_date, v.ref",
        cycle_id=cycle.id,
        day=day.isoformat(),
    )
    found = [
        phrase(
            "Planned visit {ref} of {mentor} on {day}: pairing visit confirm {ref}, or cancel",
            ref=row["ref"],
            mentor=row["mentor"],
            day=row["start_date"],
        )
        for row in visits
    ] + [
        phrase(
            "Finding {ref} at {mentee} is {days} days overdue: {text}",
            ref=each.ref,
            mentee=each.mentee_short,
            days=each.days_over,
            text=each.text,
        )
        for each in list_findings(store, cycle, PairingFilter(), day)
        if each.state == FindingState.OVERDUE and each.sealed
    ]
    rest = len(found) - _SHOWN
    return (
        [*found[:_SHOWN], phrase_n("and {count} more", "and {count} more", rest)]
        if rest > 0
        else found
    )


def _check_draft(row: AssessmentRow) -> None:
    if row.is_approved:
        raise RuleRefusal(
            "assessment-approved",
            phrase(
                "Assessment {ref} was approved on {day} by {name}; it doesn't change any more.",
                ref=row.ref,
                day=row.approved_on,
                name=row.approved_by,
            ),
            hint=phrase("A new one takes its place: pairing assessment add"),
        )
