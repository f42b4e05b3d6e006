"""Teacher pairs (师徒结对), written: made, handed over, ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.people import one_person
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import share_a_day
from pairing_cli.domain.time.day_checks import check_in_order
from pairing_cli.domain.words.same_name import name_key
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.pairings.pairing_records import (
    check_in_pairing,
    open_pairing,
    short,
)
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.papers.apprenticeships import ApprenticeshipRow, show_apprenticeship
from pairing_cli.services.programme.cycles import CycleRow, find_cycle
from pairing_cli.services.programme.records import find_record
from pairing_cli.store.rows import Apprenticeship
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class TeacherPairInput:
    """Two teachers, and how long."""

    master: str
    apprentice: str
    start: dt.date | None = None
    end: dt.date | None = None
    topic: str | None = None


def add_apprenticeship(
    store: Writer, mentee: str, entered: TeacherPairInput, cycle: CycleRow, *, as_of: dt.date
) -> ApprenticeshipRow:
    """Make a teacher pair, from `start` (default: `as_of`) on.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal` where the same two are paired then.
    """
    pairing = open_pairing(store, mentee, cycle, as_of)
    row = Apprenticeship(
        pairing_id=pairing.id,
        master=one_person(entered.master),
        apprentice=one_person(entered.apprentice),
        topic=short(entered.topic, phrase("The topic")),
        start_date=entered.start or as_of,
        end_date=entered.end,
        recorded_on=as_of,
    )
    _check(store, row)
    check_in_order(row.start_date, row.end_date)
    for day in (row.start_date, row.end_date):
        if day is not None:
            check_in_pairing(store, day, pairing)
    store.add(row)
    return show_apprenticeship(store, row.id, as_of)


def edit_apprenticeship(
    store: Writer,
    ref: str,
    *,
    as_of: dt.date,
    start: dt.date | None = None,
    end: dt.date | None = None,
    topic: str | None = None,
    reason: str | None = None,
) -> ApprenticeshipRow:
    """Correct the days or the topic of a pair; an end ends it. Raises as `add` does."""
    row = find_record(store, Apprenticeship, ref)
    pairing = show_pairing(store, row.pairing_id, _cycle_of(store, row), as_of=as_of)
    check_in_order(start or row.start_date, end or row.end_date)
    for day in (start, end):
        if day is not None:
            check_in_pairing(store, day, pairing)
    if end not in (None, row.end_date):
        row.end_decided_on = as_of
    row.start_date, row.end_date = start or row.start_date, end or row.end_date
    if topic is not None:
        row.topic = short(topic, phrase("The topic"))
    if reason is not None:
        row.end_reason = short(reason, phrase("The reason"))
    _check(store, row)
    store.change(row)
    return show_apprenticeship(store, row.id, as_of)


def hand_over(
    store: Writer,
    ref: str,
    *,
    as_of: dt.date,
    reason: str,
    master: str | None = None,
    apprentice: str | None = None,
    on: dt.date | None = None,
) -> ApprenticeshipRow:
    """Have another teacher take the place of one of the two from a day on.

    The pair before ends on the eve and points to the new one. Raises as `add` does.
    """
    row = find_record(store, Apprenticeship, ref)
    day = on or as_of
    if (master is None) == (apprentice is None):
        raise UsageError(
            "one-of-two",
            phrase("Say who takes over: --master NAME or --apprentice NAME, one of the two."),
        )
    if row.end_date is not None and row.end_date < day:
        raise RuleRefusal(
            "ended",
            phrase("This pair ended on {day}.", day=row.end_date.isoformat()),
            hint=phrase("Make a new one: pairing apprentice add"),
        )
    last = day - dt.timedelta(1)
    if last < row.start_date:
        raise UsageError(
            "end-before-start",
            phrase("This pair began on {day} only.", day=row.start_date.isoformat()),
            hint=phrase("Give a later day: --on DATE"),
        )
    pairing = show_pairing(store, row.pairing_id, _cycle_of(store, row), as_of=as_of)
    check_in_pairing(store, day, pairing)
    successor = Apprenticeship(
        pairing_id=row.pairing_id,
        master=one_person(master) if master else row.master,
        apprentice=one_person(apprentice) if apprentice else row.apprentice,
        topic=row.topic,
        start_date=day,
        end_date=row.end_date,
        recorded_on=as_of,
    )
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    if (successor.master, successor.apprentice) == (row.master, row.apprentice):
        raise UsageError("same-person", phrase("These two are this pair already."))
    _check(store, successor)
    store.add(successor)
    store.change(
        row, end_date=last, end_reason=why, end_decided_on=as_of, successor_id=successor.id
    )
    return show_apprenticeship(store, successor.id, as_of)


def _cycle_of(store: Writer, row: Apprenticeship) -> CycleRow:
    code = store.value("SELECT cycle FROM pairings WHERE id = :id", id=row.pairing_id)
    return find_cycle(store, str(code), row.start_date)


def _check(store: Writer, row: Apprenticeship) -> None:
    """Two different people, and no second pair of the same two on the same days."""
    two = name_key(row.master), name_key(row.apprentice)
    if two[0] == two[1]:
        raise UsageError("same-person", phrase("{name} can't guide themselves.", name=row.master))
    for other in store.where(Apprenticeship, pairing_id=row.pairing_id, removed_on=None):
        if other.id == row.id or (name_key(other.master), name_key(other.apprentice)) != two:
            continue
        if share_a_day(row.start_date, row.end_date, other.start_date, other.end_date):
            raise RuleRefusal(
                "overlaps",
                phrase(
                    "{master} and {apprentice} are paired already, from {start} to {end}: {ref}.",
                    master=row.master,
                    apprentice=row.apprentice,
                    start=other.start_date.isoformat(),
                    end=other.end_date.isoformat() if other.end_date else "…",
                    ref=ref_of(other.id),
                ),
                hint=phrase("See: pairing apprentice list"),
            )
