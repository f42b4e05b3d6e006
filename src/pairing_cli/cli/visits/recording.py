"""What `log-visit` and `log` share: one visit, recorded and answered for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pairing_cli.cli.context import Run
from pairing_cli.cli.pairings.visit_columns import columns
from pairing_cli.cli.results import written
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import VISIT_STATES
from pairing_cli.output.listing import Done, Listing

if TYPE_CHECKING:
    from pairing_cli.services.visits.visit_log import VisitEntry


def recorded(
    run: Run,
    mentees: Sequence[str],
    entry: VisitEntry,
    *,
    tasks: Sequence[str] = (),
    dry_run: bool = False,
) -> Done:
    """Record a visit and say so."""
    from pairing_cli.cli.pairings.moved import moved_notes
    from pairing_cli.services.reports.moved import before_logging
    from pairing_cli.services.visits.next_steps import open_steps_beside, settled_by
    from pairing_cli.services.visits.recording import record
    from pairing_cli.services.visits.visit_log import similar_visits

    with run.writing("log-visit", reason=entry.override, dry_run=dry_run) as store:
        before = before_logging(store, mentees, entry.span.first, entry.cycle, run.as_of)
        made = record(store, mentees, entry, tasks=tasks, today=run.today, database=run.path)
        row = made.visit
        similar = similar_visits(store, row)
        steps = open_steps_beside(store, row.id, row.date)
        settled = settled_by(store, row.id)
        moved = moved_notes(store, before, row)
    message = phrase(
        "Logged {ref}: {date} {form}, {mentor} → {mentees} ({state}).",
        ref=row.ref,
        date=row.date if row.date == row.end_date else f"{row.date}..{row.end_date}",
        form=Label(row.form_zh, row.form_en),
        mentor=row.mentor,
        mentees=row.mentees,
        state=VISIT_STATES[row.state],
    )
    seen_to = (
        phrase("Seen to: {text} (agreed on {date}).", text=each.text, date=each.date)
        for each in settled
    )
    notes = [*moved, *seen_to, *made.notes]
    if row.unknown_side:
        notes.append(
            phrase(
                "To which kindergarten {names} belong isn't known. To say so: pairing visit edit"
                " {ref} --by NAME@KINDERGARTEN",
                names=row.unknown_side,
                ref=row.ref,
            )
        )
    if similar:
        notes.append(phrase("Is it the same as {refs}? Logged for that day already.", refs=similar))
    notes += [
        phrase(
            "Agreed on {date}, still open: {text} (seen to? --settles {ref})",
            date=each.date,
            text=each.text,
            ref=each.ref,
        )
        for each in steps
    ]
    rows = Listing(columns([row]), [row])
    return written(message, rows, dry_run=dry_run, notes=tuple(notes))
