"""`pairing commendation candidates`: who fulfils the criteria, and what the others lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.domain.honours.criteria import LACKS
from pairing_cli.domain.honours.words import (
    HONOUR_KINDS,
    PROMOTIONS,
    HonourKind,
)
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.records.honours import (
    GRADE,
    HONOUR_COUNTY,
    HONOUR_KIND,
    PERSON,
    TOTAL,
    UNIT,
)
from pairing_cli.domain.records.paired import PUBLIC
from pairing_cli.domain.vocabulary import bureau_of
from pairing_cli.output.listing import Column, Listing, column

if TYPE_CHECKING:
    pass

CANDIDATES = (
    column(HONOUR_KIND, wide=True),
    column(UNIT, shown_as="called"),
    column(HONOUR_COUNTY, folded=True),
    column(PERSON),
    column(TOTAL),
    column(GRADE),
    Column("score", N_("Inspected"), right=True, audience=PUBLIC),
    Column("open", N_("Open findings"), right=True, audience=PUBLIC),
    Column("summary", N_("Summary"), audience=PUBLIC),
    Column("showcase", N_("Showcase"), audience=PUBLIC),
    Column("meets", N_("Fulfils"), audience=PUBLIC),
    Column("lacks", N_("Lacks"), labels=LACKS, audience=PUBLIC),
    Column("to", N_("Promoted to"), labels=PROMOTIONS, wide=True, audience=PUBLIC),
)

EVIDENCE = (
    Column("visits", N_("Visits"), right=True),
    Column("terms", N_("Terms on site"), right=True),
    Column("needs_solved", N_("Needs solved"), right=True),
)


def candidates(
    ctx: typer.Context,
    kind: Annotated[
        HonourKind,
        typer.Option("--kind", metavar="KIND", help=N_("unit, person, promotion or regrade.")),
    ],
    places: Annotated[
        int | None,
        typer.Option("--places", metavar="N", min=0, help=N_("So many places the bureau gives.")),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=N_("Those that lack something, too."))
    ] = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Who fulfils the criteria. This is no ranking for an award: places are given, not ranked
    away, and may stay empty.
    """
    from pairing_cli.services.honours.candidates import criteria, list_candidates
    from pairing_cli.services.programme.cycles import wrap_up_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = wrap_up_cycle(store, cycle, run.as_of)
    rows = list_candidates(store, chosen, run.as_of, kind, every=every)
    meets = sum(row.meets for row in rows)
    listed = [
        {
            **row._asdict(),
            **{key: row.evidence[key] for key in ("visits", "terms", "needs_solved")},
            "called": row.unit or bureau_of(row.county or ""),
        }
        for row in rows
    ]
    columns = (*CANDIDATES, *EVIDENCE) if kind is HonourKind.PERSON else CANDIDATES
    return Listing(
        (*columns, Column("evidence", N_("Evidence"), wide=True, folded=True)),
        listed,
        title=phrase(
            "Candidates: {kind} (as of {day}; criteria {criteria})",
            kind=HONOUR_KINDS[kind],
            day=run.as_of.isoformat(),
            criteria=criteria().code,
        ),
        notes=tuple(_about(rows, meets, places, kind)),
        empty=phrase("Nobody fulfils the criteria. All of them: --all"),
    )


def _about(rows: list[Any], meets: int, places: int | None, kind: HonourKind) -> list[Phrase]:
    notes = []
    if rows:
        notes.append(
            phrase_n(
                "{count} candidate, {meets} fulfils all.",
                "{count} candidates, {meets} fulfil all.",
                len(rows),
                meets=meets,
            )
        )
    if places is not None:
        notes.append(
            phrase_n(
                "{count} place is given; it may stay empty.",
                "{count} places are given; they may stay empty.",
                places,
            )
        )
    first = next((row for row in rows if row.meets), None)
    if first is not None:
        notes.append(
            phrase(
                "To nominate: pairing commendation add {kind} {unit} --reason TEXT",
                kind=kind,
                unit=first.unit or f"--county {first.county}",
            )
        )
    return notes
