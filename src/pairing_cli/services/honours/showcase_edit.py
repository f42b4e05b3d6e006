"""Showcases, written: the event, and who shows what there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pairing_cli.domain.errors import NotFound, RuleRefusal
from pairing_cli.domain.honours.words import ShowcaseForm, ShowcaseLevel
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.words.same_name import name_key
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line
from pairing_cli.services.honours.showcases import ShowcaseRow, show_showcase
from pairing_cli.services.honours.wrap_up import check_day
from pairing_cli.services.pairings.pairing_records import (
    long,
    person,
    short,
)
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.programme.cycles import CycleRow, cycle_by_id
from pairing_cli.services.programme.records import find_record
from pairing_cli.store.rows import Showcase, ShowcaseEntry
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class ShowcaseInput:
    """What is told of the event. None leaves a field as it is, "" empties it."""

    title: str | None = None
    level: ShowcaseLevel | None = None
    days: DateSpan | None = None
    place: str | None = None
    note: str | None = None
    leave: Sequence[str] = ()
    """Mentees that don't take part after all."""


def add_showcase(
    store: Writer, entered: ShowcaseInput, cycle: CycleRow, as_of: dt.date
) -> ShowcaseRow:
    """Arrange a showcase, held already or to come; a closed cycle still takes it.

    Raises `UsageError` for days outside the cycle and its wrap-up, `BadData`.
    """
    days = entered.days
    assert days is not None  # noqa: S101 - the option is required
    row = Showcase(
        cycle_id=cycle.id,
        title="-",
        start_date=days.first,
        end_date=days.last,
        recorded_on=as_of,
    )
    _fill(row, entered, cycle)
    _check_once(store, row)
    store.add(row)
    return show_showcase(store, row.id, as_of)


def edit_showcase(store: Writer, ref: str, entered: ShowcaseInput, as_of: dt.date) -> ShowcaseRow:
    """Correct it, or take pairings out of it. Raises as `add_showcase` does, `NotFound`."""
    row = find_record(store, Showcase, ref)
    cycle = cycle_by_id(store, row.cycle_id)
    _fill(row, entered, cycle)
    _check_once(store, row)
    store.change(row)
    for mentee in entered.leave:
        pairing = show_pairing(store, mentee, cycle, as_of=as_of)
        entries = store.where(ShowcaseEntry, showcase_id=row.id, pairing_id=pairing.id)
        if not entries:
            raise NotFound(
                "not-in-it", phrase("{mentee} doesn't take part in it.", mentee=pairing.mentee)
            )
        store.delete(*entries)
    return show_showcase(store, row.id, as_of)


def join(
    store: Writer,
    ref: str,
    mentees: Sequence[str],
    form: ShowcaseForm,
    *,
    title: str | None,
    presenter: str | None,
    as_of: dt.date,
) -> ShowcaseRow:
    """Have pairings show something; what they show in this form already is corrected.

    Raises `NotFound`, `BadData`, `RuleRefusal`.
    """
    event = find_record(store, Showcase, ref)
    cycle = cycle_by_id(store, event.cycle_id)
    for mentee in mentees:
        pairing = show_pairing(store, mentee, cycle, as_of=as_of)
        known = store.where(ShowcaseEntry, showcase_id=event.id, pairing_id=pairing.id, form=form)
        row = (
            known[0]
            if known
            else ShowcaseEntry(
                showcase_id=event.id, pairing_id=pairing.id, form=form, recorded_on=as_of
            )
        )
        if title is not None:
            row.title = short(title, phrase("The title"))
        if presenter is not None:
            row.presenter = person(presenter) if presenter else None
        if known:
            store.change(row)
        else:
            store.add(row)
    return show_showcase(store, event.id, as_of)


def _check_once(store: Writer, row: Showcase) -> None:
    """Raise `RuleRefusal` where the event is on record already, of the same day and title."""
    for other in store.where(
        Showcase, cycle_id=row.cycle_id, start_date=row.start_date, removed_on=None
    ):
        if other.id != row.id and name_key(other.title) == name_key(row.title):
            ref = ref_of(other.id)
            raise RuleRefusal(
                "already-there",
                phrase("{title} is on record already: {ref}.", title=row.title, ref=ref),
                hint=phrase("To change it: pairing showcase edit {ref}", ref=ref),
            )


def _fill(row: Showcase, entered: ShowcaseInput, cycle: CycleRow) -> None:
    if entered.title is not None:
        row.title = one_line(entered.title, phrase("The title"), SHORT_TEXT)
    row.level = entered.level or row.level
    if entered.days is not None:
        row.start_date, row.end_date = entered.days.first, entered.days.last
    check_day(row.start_date, cycle)
    check_day(row.end_date, cycle)
    if entered.place is not None:
        row.place = one_line(entered.place, phrase("The place"), NAME) if entered.place else None
    if entered.note is not None:
        row.note = long(entered.note, phrase("The note"))
