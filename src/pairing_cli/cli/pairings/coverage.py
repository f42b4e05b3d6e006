"""`coverage` and `cascade`: who is covered, and where the tree of help breaks off."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.kindergartens.kindergarten_params import STATE_TONES, Tier_
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import COVERAGE_STATES, LAYERS, TIERS, CoverageState
from pairing_cli.output.listing import Column, Listing

app = verbs()

COLUMNS = (
    Column("kindergarten", N_("Kindergarten")),
    Column("code", N_("Site code"), wide=True),
    Column("county", N_("County")),
    Column("tier", N_("Tier"), labels=TIERS),
    Column("state", N_("State"), labels=COVERAGE_STATES, tones=STATE_TONES),
    Column("mentor", N_("Mentor")),
    Column("mentees", N_("Mentees")),
)

BREAKS = {
    "no-mentor": Label("无帮扶园", "no mentor"),
    "no-mentees": Label("示范园未帮扶", "exemplar without mentees"),
    "nobody-below": Label("下级无在册园", "nobody below on the roster"),
    "below-minimum": Label("帮扶园数不足", "fewer mentees than required"),
    "retired": Label("已撤并", "retired"),
}

_REST = (
    Column("tier", N_("Tier"), labels=TIERS),
    Column("county", N_("County")),
    Column("layer", N_("Layer"), labels=LAYERS),
    Column("mentees", N_("Mentees"), right=True),
    Column("breaks", N_("Breaks"), labels=BREAKS),
)

CASCADE_COLUMNS = (
    Column("depth", N_("Depth"), right=True),
    Column("kindergarten", N_("Kindergarten")),
    Column("parent", N_("Mentor")),
    *_REST,
)

TREE_COLUMNS = (Column("tree", N_("Kindergarten")), *_REST)
"""For people: depth and parent are seen from the indentation."""


@command(
    app,
    "coverage",
    N_("The state of every kindergarten."),
    "pairing coverage",
    "pairing coverage --state unassigned",
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
    county: params.County = None,
    cycle: params.Cycle = None,
) -> Listing:
    """The state of every kindergarten: each is in exactly one."""
    from pairing_cli.services.pairings.coverage import counts, day_in
    from pairing_cli.services.pairings.coverage import coverage as states_of
    from pairing_cli.services.programme.cycles import find_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = find_cycle(store, cycle, run.as_of)
    rows = states_of(store, chosen, run.as_of, state=state, tier=tier, county=county)
    found = tuple(
        phrase("{state} {count}", state=COVERAGE_STATES[each], count=count)
        for each, count in counts(rows).items()
    )
    total = phrase_n(
        "{count} kindergarten: {states}.",
        "{count} kindergartens: {states}.",
        len(rows),
        states=found,
    )
    return Listing(
        COLUMNS,
        rows,
        title=phrase(
            "Coverage of cycle {cycle} on {day}",
            cycle=chosen.code,
            day=day_in(chosen, run.as_of).isoformat(),
        ),
        notes=(total,) if rows else (),
        empty=phrase("No kindergartens."),
    )


@command(
    app,
    "cascade",
    N_("The tree from city to village, with its gaps."),
    "pairing cascade",
    "pairing cascade --county 隆子县",
    "pairing cascade --breaks --json",
)
def cascade(
    ctx: typer.Context,
    county: params.County = None,
    breaks: Annotated[
        bool, typer.Option("--breaks", help=N_("Only where something is missing."))
    ] = False,
    cycle: params.Cycle = None,
) -> Listing:
    """The tree from city to village, and where it breaks off."""
    from pairing_cli.services.pairings.coverage import cascade as tree_of
    from pairing_cli.services.pairings.coverage import day_in
    from pairing_cli.services.programme.cycles import find_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = find_cycle(store, cycle, run.as_of)
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
    return Listing(
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
