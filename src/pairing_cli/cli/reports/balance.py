"""`progress --by goal|direction|person`: what visits served, who came to whom, who went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

import typer

from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.domain.phrases import Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.pairings import LAYER
from pairing_cli.domain.records.reports import (
    ATTAINMENT,
    BEHIND,
    GAINED_VISITS,
    GOER_HOURS,
    GOER_VISITS,
    GROUP_NAME,
    MET,
    MISSED,
    PAIRINGS,
    PARTICIPATIONS,
)
from pairing_cli.domain.vocabulary import DIRECTIONS, GOALS, Direction, Grouping
from pairing_cli.output.listing import Column, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.reports.summaries.balance import BalanceRow, OneWay

WORDS: Mapping[str, Label] = {**GOALS, **DIRECTIONS, "": Label("（未注明）", "(none given)")}

COLUMNS = (
    column(GROUP_NAME, labels=WORDS, wide=False),
    column(LAYER, folded=True),
    column(ATTAINMENT, folded=True),
    column(GOER_VISITS),
    column(PARTICIPATIONS),
    column(GOER_HOURS),
    column(PAIRINGS),
    column(GAINED_VISITS),
    column(MET, folded=True),
    column(BEHIND, folded=True),
    column(MISSED, folded=True),
)

_OF_DIRECTIONS = tuple(
    each._replace(adds_up=each.key in {"visits", "participations", "class_hours", "gained"})
    for each in COLUMNS
)
"""A visit has one direction, but may serve several aims, and a pairing may have visits of all."""

_NAMED: Final = 12
"""So many pairings are named of those whose help goes one way only."""


def balance(
    ctx: typer.Context,
    by: Grouping,
    *,
    mentee: str | None = None,
    mentor: str | None = None,
    county: str | None = None,
    cycle: str | None = None,
) -> Listing:
    """The done visits by aim, direction or person, up to the day of the report."""
    from pairing_cli.services.reports.summaries import balance as reports
    from pairing_cli.services.reports.summaries.totals import by_pairing, stretch_up_to

    if by is Grouping.PERSON:
        from pairing_cli.cli.visits.visit_people import people

        return people(ctx, mentee=mentee, mentor=mentor, county=county, cycle=cycle)
    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    stretch = stretch_up_to(chosen, run.as_of)
    wanted = reports.BalanceFilter(mentee, mentor, county)
    columns: tuple[Column, ...] = COLUMNS
    if by is Grouping.GOAL:
        rows, notes = reports.by_goal(store, stretch, wanted), []
    else:
        columns = _OF_DIRECTIONS
        rows = reports.by_direction(store, stretch, wanted)
        visits = by_pairing(store, stretch)
        notes = list(pointed_out(reports.one_way(store, visits, wanted)))
    return Listing(
        columns,
        [_shown(row) for row in rows],
        title=phrase(
            "Visits of cycle {cycle} up to {day}", cycle=chosen.code, day=run.as_of.isoformat()
        ),
        notes=tuple(notes),
        empty=phrase("No visits."),
    )


@exported("goals")
def goals(
    ctx: typer.Context,
    county: str | None = None,
    mentor: str | None = None,
    cycle: str | None = None,
) -> Listing:
    """Visits by aim, for a file."""
    return balance(ctx, Grouping.GOAL, county=county, mentor=mentor, cycle=cycle)


@exported("directions")
def directions(
    ctx: typer.Context,
    county: str | None = None,
    mentor: str | None = None,
    cycle: str | None = None,
) -> Listing:
    """Visits by direction, for a file."""
    return balance(ctx, Grouping.DIRECTION, county=county, mentor=mentor, cycle=cycle)


def pointed_out(found: Iterable[OneWay]) -> Iterable[Phrase]:
    """Pairings whose help goes one way only, in words: the first of them by name."""
    ways: dict[str, list[str]] = {}
    for each in found:
        ways.setdefault(each.direction, []).append(each.mentee)
    for direction, mentees in ways.items():
        names: list[str | Phrase] = [*mentees[:_NAMED]]
        if (rest := len(mentees) - _NAMED) > 0:
            names.append(phrase_n("{count} more", "{count} more", rest))
        yield (
            phrase_n(
                "In {count} pairing people only went down, nobody came up: {names}",
                "In {count} pairings people only went down, nobody came up: {names}",
                len(mentees),
                names=tuple(names),
            )
            if direction == Direction.TO_MENTEE
            else phrase_n(
                "In {count} pairing people only came up, nobody went down: {names}",
                "In {count} pairings people only came up, nobody went down: {names}",
                len(mentees),
                names=tuple(names),
            )
        )


def _shown(row: BalanceRow) -> dict[str, Any]:
    nothing_owed = dict.fromkeys(("layer", "attainment", "met", "behind", "missed"))
    return {**row._asdict(), **nothing_owed}
