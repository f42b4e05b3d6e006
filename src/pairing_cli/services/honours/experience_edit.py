"""Experience, written: handed in, accepted, spread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.honours.words import ExperienceKind, ExperienceState
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.day_checks import check_not_ahead
from pairing_cli.domain.vocabulary import DocumentCategory
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.honours.experiences import ExperienceRow, show_experience
from pairing_cli.services.honours.wrap_up import check_day
from pairing_cli.services.pairings.pairing_records import long, person
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.papers.document_edit import describing
from pairing_cli.services.programme.attaching import Owner, attach
from pairing_cli.services.programme.cycles import CycleRow, cycle_by_id
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.services.programme.records import find_record
from pairing_cli.store.rows import Experience, ExperienceDocument
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class ExperienceOf:
    """Whose it is, named as people do; exactly one."""

    mentee: str | None = None
    unit: str | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class ExperienceInput:
    """What is told of it. None leaves a field as it is, "" empties it."""

    kind: ExperienceKind | None = None
    title: str | None = None
    text: str | None = None
    author: str | None = None
    on: dt.date | None = None
    files: Sequence[Path] = ()


def add_experience(
    store: Writer,
    whose: ExperienceOf,
    entered: ExperienceInput,
    cycle: CycleRow,
    *,
    as_of: dt.date,
    today: dt.date,
    database: Path,
) -> ExperienceRow:
    """Take in what was written, as submitted; a closed cycle still takes it.

    Raises `NotFound`, `UsageError`, `BadData`, `InputMissing`.
    """
    row = Experience(
        cycle_id=cycle.id,
        kind=entered.kind or ExperienceKind.EXPERIENCE,
        title="-",
        on_date=entered.on or as_of,
    )
    for column, key in whose_columns(store, whose, cycle, as_of).items():
        setattr(row, column, key)
    _fill(row, entered, today)
    _check_days(row, cycle)
    store.add(row)
    _add_files(store, row, entered.files, database)
    return show_experience(store, row.id)


def edit_experience(
    store: Writer, ref: str, entered: ExperienceInput, *, today: dt.date, database: Path
) -> ExperienceRow:
    """Correct it. Raises as `add_experience` does."""
    row = find_record(store, Experience, ref)
    _fill(row, entered, today)
    if entered.on is not None or entered.kind is not None:
        _check_days(row, cycle_by_id(store, row.cycle_id))
    store.change(row)
    _add_files(store, row, entered.files, database)
    return show_experience(store, row.id)


def accept_experience(
    store: Writer, ref: str, *, spread: bool, on: dt.date, today: dt.date
) -> ExperienceRow:
    """Accept it, or with `spread` have the others learn from it too.

    The day of the first decision stays: the duty was met on it. Raises `NotFound`,
    `UsageError`, `RuleRefusal`.
    """
    check_not_ahead(on, today)
    row = find_record(store, Experience, ref)
    if on < row.on_date:
        raise UsageError(
            "before-it-came",
            phrase(
                "It was handed in on {day} only.",
                day=row.on_date.isoformat(),
            ),
        )
    if row.state == ExperienceState.SUBMITTED:
        row.decided_on = on
        row.state = ExperienceState.ACCEPTED
    if spread:
        row.state = ExperienceState.SPREAD
    store.change(row)
    return show_experience(store, row.id)


def whose_columns(
    store: Writer, whose: ExperienceOf, cycle: CycleRow, as_of: dt.date
) -> dict[str, str]:
    """The column that says whose it is. Raises `UsageError` unless exactly one is named."""
    if sum(each is not None for each in (whose.mentee, whose.unit, whose.county)) != 1:
        raise UsageError(
            "whose",
            phrase("Say whose it is, one of them: MENTEE, --unit KINDERGARTEN or --county COUNTY"),
        )
    if whose.mentee is not None:
        return {"pairing_id": show_pairing(store, whose.mentee, cycle, as_of=as_of).id}
    if whose.unit is not None:
        return {"kindergarten_id": find_kindergarten(store, whose.unit).id}
    return {"region_code": find_region(store, whose.county or "", level="county").code}


def _fill(row: Experience, entered: ExperienceInput, today: dt.date) -> None:
    row.kind = entered.kind or row.kind
    row.on_date = entered.on or row.on_date
    check_not_ahead(row.on_date, today)
    if entered.title is not None:
        row.title = one_line(entered.title, phrase("The title"), SHORT_TEXT)
    if entered.text is not None:
        row.wording = long(entered.text, phrase("The text"))
    if entered.author is not None:
        row.author = person(entered.author) if entered.author else None


def _check_days(row: Experience, cycle: CycleRow) -> None:
    check_day(row.on_date, cycle, sums_up=row.kind == ExperienceKind.SUMMARY)
    if row.decided_on is not None and row.decided_on < row.on_date:
        raise UsageError(
            "before-it-came",
            phrase("It was accepted on {day} already.", day=row.decided_on.isoformat()),
        )


def _add_files(store: Writer, row: Experience, files: Sequence[Path], database: Path) -> None:
    for path in files:
        described = describing(path, category=DocumentCategory.SUMMARY, on=row.on_date)
        attach(store, path, database, [Owner(ExperienceDocument, row.id)], described)
