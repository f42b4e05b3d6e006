"""`coverage` and `cascade`: who is covered, and where the tree of help breaks off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.kindergartens.kindergarten_params import STATE_TONES, Tier_
from pairing_cli.cli.kindergartens.kindergarten_status import Status_
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.outputs import OutputType
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.kindergartens import (
    COVERAGE_STATE,
    MENTEES,
    ONE,
    SITE_CODE,
    STATUSES,
    TIER,
)
from pairing_cli.domain.records.paired import COUNTY, MENTOR
from pairing_cli.domain.records.pairings import LAYER
from pairing_cli.domain.records.programme import CODE
from pairing_cli.domain.records.reports import (
    BROKEN,
    COVERED,
    DEPTH,
    MENTEE_COUNT,
    OFFICIAL,
    OFFICIAL_SOURCE,
    ON_ROSTER,
    PARENT,
    PLACE_NAME,
    TREE,
)
from pairing_cli.domain.vocabulary import COVERAGE_STATES, CoverageState
from pairing_cli.output.listing import Done, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.pairings.places import Place, Places
    from pairing_cli.store.reading import Reader

app = verbs()

Page_ = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        click_type=OutputType(".html", tells=True),
        help=N_("Write it as a page (.html)."),
    ),
]

COLUMNS = (
    column(ONE),
    column(SITE_CODE, wide=True),
    column(COUNTY, wide=False),
    column(TIER),
    column(COVERAGE_STATE, tones=STATE_TONES),
    column(MENTOR, wide=False),
    column(MENTEES),
    column(STATUSES),
)

PLACE_COLUMNS = (
    column(CODE, wide=True),
    column(PLACE_NAME),
    column(COVERED),
    column(ON_ROSTER),
    column(OFFICIAL),
    column(OFFICIAL_SOURCE),
)

BREAKS = {
    "no-mentor": Label("无帮扶园", "no mentor"),
    "no-mentees": Label("示范园未帮扶", "exemplar without mentees"),
    "nobody-below": Label("下级无在册园", "nobody below on the roster"),
    "below-minimum": Label("受帮扶园数不足", "fewer mentees than required"),
    "retired": Label("已撤并", "retired"),
}

_REST = (
    column(TIER),
    column(COUNTY, wide=False),
    column(LAYER),
    column(MENTEE_COUNT),
    column(BROKEN, labels=BREAKS),
)

CASCADE_COLUMNS = (
    column(DEPTH),
    column(ONE),
    column(PARENT),
    *_REST,
)

TREE_COLUMNS = (column(TREE), *_REST)
"""For people: depth and parent are seen from the indentation."""


@exported("coverage")
@command(
    app,
    "coverage",
    N_("The state of every kindergarten."),
    "pairing coverage",
    "pairing coverage --state unassigned",
    "pairing coverage --status weak",
    "pairing coverage --places",
    "pairing coverage -o 覆盖.html",
    "pairing coverage --as-of 2023-01-01 --json",
)
def coverage(
    ctx: typer.Context,
    state: Annotated[
        CoverageState | None,
        typer.Option(
            "--state",
            metavar="STATE",
            help=N_("mentored, mentor, both, exempt, unassigned or retired."),
        ),
    ] = None,
    tier: Tier_ = None,
    status: Status_ = None,
    county: params.County = None,
    by_place: Annotated[
        bool,
        typer.Option(
            "--places", help=N_("By county, or by the townships of --county: n of N kindergartens.")
        ),
    ] = False,
    output: Page_ = None,
    cycle: params.Cycle = None,
) -> Listing | Done:
    """The state of every kindergarten: each is in exactly one."""
    from pairing_cli.services.pairings.coverage import counts, day_in
    from pairing_cli.services.pairings.coverage import coverage as states_of
    from pairing_cli.services.pairings.places import places

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    title = phrase(
        "Coverage of cycle {cycle} on {day}",
        cycle=chosen.code,
        day=day_in(chosen, run.as_of).isoformat(),
    )
    there = places(store, chosen, run.as_of, county=county)
    if by_place:
        if state or tier or status:
            raise UsageError(
                "places-of-all",
                phrase("--places counts all kindergartens: leave out --state, --tier, --status."),
            )
        for_people = output is not None or run.format in (None, "table")
        return _written(_by_place(there, title, for_people=for_people), output, store)
    rows = states_of(store, chosen, run.as_of, state=state, tier=tier, county=county, status=status)
    numbers = tuple(
        phrase("{state} {count}", state=COVERAGE_STATES[each], count=count)
        for each, count in counts(rows).items()
    )
    total = phrase_n(
        "{count} kindergarten: {states}.",
        "{count} kindergartens: {states}.",
        len(rows),
        states=numbers,
    )
    found = Listing(
        COLUMNS,
        rows,
        title=title,
        notes=(total, *(() if state or tier or status else _reach(there))) if rows else (),
        empty=phrase("No kindergartens."),
    )
    return _written(found, output, store)


def _written(found: Listing, output: Path | None, store: Reader) -> Listing | Done:
    if output is None:
        return found
    from pairing_cli.cli.outgoing.pages_of_listings import write_result

    return write_result(found, output, store)


def _by_place(there: Places, title: Phrase, *, for_people: bool) -> Listing:
    return Listing(
        PLACE_COLUMNS,
        [_shown(each) for each in _all(there)] if for_people else _all(there),
        title=title,
        notes=tuple(_reach(there)),
        empty=phrase("The programme's region isn't on record."),
    )


def _reach(there: Places) -> Iterator[Phrase]:
    """How much of a place is covered: n of N, or that nobody knows."""
    whole = there.whole
    if whole is None:
        return
    told = {"place": whole.place, "covered": whole.covered, "roster": whole.on_roster}
    if whole.official is not None:
        yield phrase(
            "{place}: covered {covered} of {official} kindergartens, on the roster {roster}"
            " ({source}).",
            official=whole.official,
            source=whole.source,
            **told,
        )
    else:
        yield phrase(
            "{place}: covered {covered}, on the roster {roster}; how many there are officially is"
            " unknown (known of {known} of {parts} places in it). To record it:"
            " pairing region edit {place} --kindergartens N --source TEXT",
            known=there.known,
            parts=len(there.parts),
            **told,
        )
    if over := tuple(each.place for each in _all(there) if each.is_short):
        yield phrase("The roster has more than there are officially: {names}", names=over)


def _shown(place: Place) -> dict[str, Any]:
    official = Label("不详", "unknown") if place.official is None else place.official
    return {**place._asdict(), "official": official}


def _all(there: Places) -> tuple[Place, ...]:
    return (*there.parts, *((there.whole,) if there.whole else ()))


@command(
    app,
    "cascade",
    N_("The tree from city to village, with its gaps."),
    "pairing cascade",
    "pairing cascade --county 隆子县",
    "pairing cascade --breaks --json",
    "pairing cascade -o 帮扶网.html",
)
def cascade(
    ctx: typer.Context,
    county: params.County = None,
    breaks: Annotated[
        bool, typer.Option("--breaks", help=N_("Only where something is missing."))
    ] = False,
    output: Page_ = None,
    cycle: params.Cycle = None,
) -> Listing | Done:
    """The tree from city to village, and where it breaks off."""
    from pairing_cli.services.pairings.coverage import cascade as tree_of
    from pairing_cli.services.pairings.coverage import day_in

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    tree = tree_of(store, chosen, run.as_of, county=county)
    rows = [row for row in tree.rows if row.breaks or not breaks]
    notes: list[Phrase] = []
    if rows:
        broken = sum(len(row.breaks) for row in rows)
        notes.append(phrase_n("{count} break.", "{count} breaks.", broken))
    if tree.bare_counties:
        notes.append(
            phrase("Without any kindergarten on the roster: {names}", names=tree.bare_counties)
        )
    for_people = run.format in (None, "table")
    found = Listing(
        TREE_COLUMNS if for_people else CASCADE_COLUMNS,
        [
            {
                **{column.key: getattr(row, column.key) for column in CASCADE_COLUMNS},
                "tree": "  " * row.depth + row.kindergarten,
            }
            for row in rows
        ],
        title=phrase(
            "Cascade of cycle {cycle} on {day}",
            cycle=chosen.code,
            day=day_in(chosen, run.as_of).isoformat(),
        ),
        notes=tuple(notes),
        empty=phrase("No breaks.") if breaks else phrase("No kindergartens."),
    )
    if output is None:
        return found
    from pairing_cli.cli.outgoing.pages_of_listings import write_tree

    return write_tree(found, rows, _REST, output)
