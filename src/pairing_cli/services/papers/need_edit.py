"""Needs, written: raised, answered, settled."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pairing_cli.domain.paperwork import NeedState
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_in_order, check_not_ahead
from pairing_cli.domain.words.wording import several_lines
from pairing_cli.services.pairings.pairing_records import (
    long,
    open_pairing,
    person,
)
from pairing_cli.services.papers.needs import NeedRow, show_need
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.services.programme.records import check_same_mentee, find_record
from pairing_cli.store.rows import Need, PlanTask, TaskNeed, VisitNeed
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class NeedInput:
    """What is told of a need. None leaves a field as it is."""

    text: str | None = None
    raised: dt.date | None = None
    raised_by: str | None = None
    state: NeedState | None = None
    settled: dt.date | None = None
    outcome: str | None = None
    visits: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()


def add_need(
    store: Writer,
    mentee: str,
    entered: NeedInput,
    cycle: CycleRow,
    *,
    as_of: dt.date,
    today: dt.date,
) -> NeedRow:
    """Record what a mentee asks for. Raises `NotFound`, `UsageError`, `BadData`."""
    pairing = open_pairing(store, mentee, cycle, as_of)
    row = Need(pairing_id=pairing.id, raised_on=entered.raised or as_of, wording="-")
    _fill(row, entered, today, as_of)
    store.add(row)
    _link(store, row, entered)
    return show_need(store, row.id, as_of)


def edit_need(
    store: Writer, ref: str, entered: NeedInput, *, as_of: dt.date, today: dt.date
) -> NeedRow:
    """Change a need: its words, its state, what answered it. Raises as `add_need` does."""
    row = find_record(store, Need, ref)
    _fill(row, entered, today, as_of)
    store.change(row)
    _link(store, row, entered)
    return show_need(store, row.id, as_of)


def _fill(row: Need, entered: NeedInput, today: dt.date, as_of: dt.date) -> None:
    if entered.text is not None:
        row.wording = several_lines(entered.text, phrase("The need"))
    row.raised_on = entered.raised or row.raised_on
    check_not_ahead(row.raised_on, today)
    if entered.raised_by is not None:
        row.raised_by = person(entered.raised_by) if entered.raised_by else None
    if entered.outcome is not None:
        row.outcome = long(entered.outcome, phrase("The outcome"))
    if entered.state is not None:
        row.state = entered.state
        settled = entered.settled or row.settled_on or as_of
        row.settled_on = settled if entered.state is NeedState.SOLVED else None
        if entered.state is NeedState.PARTLY:
            row.partly_on = entered.settled or row.partly_on or as_of
            check_not_ahead(row.partly_on, today)
            check_in_order(row.raised_on, row.partly_on)
        elif entered.state is NeedState.OPEN:
            row.partly_on = None
    elif entered.settled is not None:
        row.settled_on = entered.settled
    if row.settled_on is not None:
        check_not_ahead(row.settled_on, today)
    check_in_order(row.raised_on, row.settled_on)


def _link(store: Writer, row: Need, entered: NeedInput) -> None:
    for ref in entered.visits:
        key = find_by_ref(store, "visit", ref)
        check_same_mentee(store, "visit", key, (row.pairing_id,), ref)
        if not store.where(VisitNeed, visit_id=key, need_id=row.id):
            store.add(VisitNeed(visit_id=key, need_id=row.id))
    for ref in entered.tasks:
        task = find_record(store, PlanTask, ref)
        check_same_mentee(store, "plan_task", task.id, (row.pairing_id,), ref)
        if not store.where(TaskNeed, task_id=task.id, need_id=row.id):
            store.add(TaskNeed(task_id=task.id, need_id=row.id))
