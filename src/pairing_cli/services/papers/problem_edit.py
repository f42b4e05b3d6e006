"""Problems, written: raised, assigned, resolved."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.words.wording import NAME, several_lines
from pairing_cli.services.pairings.pairing_records import (
    check_in_order,
    check_not_ahead,
    find_record,
    open_pairing,
    short,
)
from pairing_cli.services.papers.problems import ProblemRow, show_problem
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.rows import Problem
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class ProblemInput:
    """What is told of a problem. None leaves a field as it is, "" empties it."""

    text: str | None = None
    raised: dt.date | None = None
    raised_by: str | None = None
    assigned_to: str | None = None


def add_problem(
    store: Writer,
    mentee: str,
    entered: ProblemInput,
    cycle: CycleRow,
    *,
    as_of: dt.date,
    today: dt.date,
) -> ProblemRow:
    """Raise a problem. Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`."""
    pairing = open_pairing(store, mentee, cycle, as_of)
    row = Problem(pairing_id=pairing.id, raised_on=entered.raised or as_of, wording="-")
    _fill(row, entered, today)
    store.add(row)
    return show_problem(store, row.id, as_of)


def edit_problem(
    store: Writer, ref: str, entered: ProblemInput, *, as_of: dt.date, today: dt.date
) -> ProblemRow:
    """Change a problem, or give it to somebody. Raises as `add_problem` does."""
    row = find_record(store, Problem, ref)
    _fill(row, entered, today)
    store.change(row)
    return show_problem(store, row.id, as_of)


def resolve_problem(
    store: Writer, ref: str, how: str, *, on: dt.date, as_of: dt.date, today: dt.date
) -> ProblemRow:
    """Say how a problem was resolved. Raises `RuleRefusal` where it was already."""
    row = find_record(store, Problem, ref)
    if row.resolved_on is not None:
        raise RuleRefusal(
            "already-resolved",
            phrase(
                "Problem {ref} was resolved on {day}.", ref=ref, day=row.resolved_on.isoformat()
            ),
        )
    check_not_ahead(on, today)
    check_in_order(row.raised_on, on)
    store.change(row, resolved_on=on, resolution=several_lines(how, phrase("The resolution")))
    return show_problem(store, row.id, as_of)


def _fill(row: Problem, entered: ProblemInput, today: dt.date) -> None:
    if entered.text is not None:
        row.wording = several_lines(entered.text, phrase("The problem"))
    row.raised_on = entered.raised or row.raised_on
    check_not_ahead(row.raised_on, today)
    check_in_order(row.raised_on, row.resolved_on)
    if entered.raised_by is not None:
        row.raised_by = short(entered.raised_by, phrase("A person's name"), NAME)
    if entered.assigned_to is not None:
        row.assigned_to = short(entered.assigned_to, phrase("A person's name"), NAME)
