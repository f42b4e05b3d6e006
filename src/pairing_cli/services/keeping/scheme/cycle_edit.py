"""Cycles and the school calendar, written: the frame of a new scheme."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pairing_cli.domain.errors import BadData, NotFound
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.time.calendar import Term as CalendarTerm
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.months import parse_term_code
from pairing_cli.domain.vocabulary import Season
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.programme.cycles import CycleRow, find_cycle, list_cycles, list_terms
from pairing_cli.store.rows import Cycle, LayerCapacity, Term
from pairing_cli.store.writing import Writer

_CODE: Final = re.compile("[A-Za-z0-9][A-Za-z0-9-]{0,31}")

LONGEST_TERM_DAYS: Final = 250
"""A longer term has a wrong year in one of its ends; the usual ones have 137 days."""


@dataclass(frozen=True, slots=True)
class AddedCycle:
    """A new cycle, and what the user should look at."""

    cycle: CycleRow
    layers_from: str | None
    """The cycle whose capacities were copied."""
    notes: tuple[Phrase, ...]


def add_cycle(
    store: Writer,
    code: str,
    span: DateSpan,
    *,
    title: str | None = None,
    copy_layers_from: str | None = None,
) -> AddedCycle:
    """Add a cycle with the capacities of another, by default the latest that has any.

    Cycles may overlap; a note says so. Raises `BadData`, `NotFound`.
    """
    cleaned = code.strip()
    if not _CODE.fullmatch(cleaned):
        raise BadData(
            "bad-code",
            phrase("{code} can't be the code of a cycle.", code=cleaned[:40]),
            hint=phrase("Letters, digits and hyphens, at most 32: 2024-2026"),
        )
    cycles = list_cycles(store)
    if any(cycle.code.casefold() == cleaned.casefold() for cycle in cycles):
        raise BadData(
            "already-there",
            phrase("There is a cycle {code} already.", code=cleaned),
            hint=phrase("See: pairing cycle show {code}", code=cleaned),
        )
    model = _model_cycle(store, cycles, copy_layers_from, span.first)
    row = Cycle(
        code=cleaned,
        title=None if title is None else one_line(title, phrase("The title"), SHORT_TEXT),
        start_date=span.first,
        end_date=span.last,
    )
    store.add(row)
    if model is not None:
        _copy_layers(store, model.id, row.id)
    notes = [*_overlap_notes(cycles, span), *_calendar_notes(list_terms(store), span)]
    if model is None:
        notes.append(phrase("No capacities were copied: no earlier cycle has any."))
    return AddedCycle(
        find_cycle(store, cleaned, span.first), model.code if model else None, tuple(notes)
    )


def add_term(store: Writer, code: str, span: DateSpan) -> CalendarTerm:
    """Add a term to the school calendar; season and school year follow from its code.

    Raises `UsageError` for a code that is none, `BadData` where it contradicts the calendar.
    """
    known = parse_term_code(code)
    year, season = int(known[:4]), Season(known[5:])
    for other in list_terms(store):
        if other.code == known:
            raise BadData(
                "already-there",
                phrase(
                    "The term {term} is there already: {start} to {end}.",
                    term=known,
                    start=other.first.isoformat(),
                    end=other.last.isoformat(),
                ),
                hint=phrase("To change its days: pairing cycle term-edit {term}", term=known),
            )
    check_term_days(store, known, span)
    first_year = year if season is Season.AUTUMN else year - 1
    school_year = f"{first_year}-{first_year + 1}"
    store.add(
        Term(
            code=known,
            school_year=school_year,
            season=season,
            start_date=span.first,
            end_date=span.last,
        )
    )
    return CalendarTerm(known, school_year, season.value, span.first, span.last)


def check_term_days(
    store: Writer, code: str, span: DateSpan, *, most: int = LONGEST_TERM_DAYS
) -> None:
    """Raise `BadData` where a term can't have these days: another year, too many, or those of
    another term.
    """
    year = int(code[:4])
    if span.first.year != year:
        raise BadData(
            "wrong-year",
            phrase(
                "The term {term} begins in {year}, not on {start}.",
                term=code,
                year=year,
                start=span.first.isoformat(),
            ),
        )
    if span.days > most:
        raise BadData(
            "term-too-long",
            phrase("A term of {days} days can't be: at most {most}.", days=span.days, most=most),
        )
    for other in list_terms(store):
        if other.code != code and DateSpan.stored(other.first, other.last).overlap(span):
            raise BadData(
                "terms-overlap",
                phrase(
                    "{start} to {end} overlaps with the term {term} ({first} to {last}).",
                    start=span.first.isoformat(),
                    end=span.last.isoformat(),
                    term=other.code,
                    first=other.first.isoformat(),
                    last=other.last.isoformat(),
                ),
            )


def _model_cycle(
    store: Writer, cycles: list[CycleRow], code: str | None, day: dt.date
) -> CycleRow | None:
    with_layers = {row["cycle_id"] for row in store.rows("SELECT cycle_id FROM layer_capacity")}
    if code is None:
        return next((cycle for cycle in reversed(cycles) if cycle.id in with_layers), None)
    model = find_cycle(store, code, day)
    if model.id not in with_layers:
        raise NotFound(
            "no-capacities", phrase("Cycle {code} has no capacities to copy.", code=model.code)
        )
    return model


def _copy_layers(store: Writer, model_id: str, cycle_id: str) -> None:
    for layer in store.where(LayerCapacity, cycle_id=model_id):
        store.add(
            LayerCapacity(
                cycle_id=cycle_id,
                layer=layer.layer,
                minimum=layer.minimum,
                maximum=layer.maximum,
                within=layer.within,
                mentor_kinds=layer.mentor_kinds,
                mentee_kinds=layer.mentee_kinds,
                most_mentors=layer.most_mentors,
                together=layer.together,
                priority=layer.priority,
                source=layer.source,
                assumed=layer.assumed,
            )
        )


def _overlap_notes(cycles: list[CycleRow], span: DateSpan) -> Iterator[Phrase]:
    for cycle in cycles:
        if common := cycle.span.overlap(span):
            yield phrase(
                "It overlaps with cycle {code} from {first} to {last}.",
                code=cycle.code,
                first=common.first.isoformat(),
                last=common.last.isoformat(),
            )


def _calendar_notes(terms: list[CalendarTerm], span: DateSpan) -> Iterator[Phrase]:
    missing = [
        code
        for code, usual in _usual_terms(span)
        if not any(DateSpan.stored(term.first, term.last).overlap(usual) for term in terms)
    ]
    if missing:
        yield phrase(
            "The school calendar has no term {terms}. Add each with: pairing cycle term-add"
            " {first} --start DATE --end DATE",
            terms=tuple(missing),
            first=missing[0],
        )


def _usual_terms(span: DateSpan) -> Iterator[tuple[str, DateSpan]]:
    """The terms that a cycle of these days touches where they lie as usual (domain page, §5.3)."""
    for year in range(span.first.year - 1, span.last.year + 1):
        spring = DateSpan(dt.date(year, 3, 1), dt.date(year, 7, 15))
        autumn = DateSpan(dt.date(year, 9, 1), dt.date(year + 1, 1, 15))
        for season, usual in ((Season.SPRING, spring), (Season.AUTUMN, autumn)):
            if usual.overlap(span):
                yield f"{year}-{season}", usual
