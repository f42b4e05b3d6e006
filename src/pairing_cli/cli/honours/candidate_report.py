"""`pairing commendation candidates`: who fulfils the criteria, and what the others lack."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.honours.points import with_points
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

CANDIDATES = (
    column(HONOUR_KIND, wide=True),
    column(UNIT, shown_as="called"),
    column(HONOUR_COUNTY, folded=True),
    column(PERSON),
    column(TOTAL, shown_as="total_shown"),
    column(GRADE),
    Column(
        "score", N_("Inspected"), right=True, shown_as="score_shown", gives_way=1, audience=PUBLIC
    ),
    Column("open", N_("Open findings"), right=True, gives_way=2, audience=PUBLIC),
    Column("summary", N_("Summary"), gives_way=4, audience=PUBLIC),
    Column("showcase", N_("Showcase"), gives_way=3, audience=PUBLIC),
    Column("meets", N_("Fulfils"), audience=PUBLIC),
    Column("lacks", N_("Lacks"), labels=LACKS, audience=PUBLIC),
    Column("to", N_("Promoted to"), labels=PROMOTIONS, wide=True, audience=PUBLIC),
)

_VERDICT: Final = 3
"""So many columns at the end say what comes of it."""

EVIDENCE = (
    Column("needs_solved", N_("Needs solved"), right=True),
    Column("terms", N_("Terms on site"), right=True),
    Column("visits", N_("Visits"), right=True, gives_way=1),
)
"""What persons are found by, in that order: never by the number of visits."""

_NOT_ASKED: Final = {
    HonourKind.UNIT: {"person"},
    HonourKind.PERSON: {"score", "open", "summary", "showcase"},
    HonourKind.PROMOTION: {"person", "summary", "showcase"},
    HonourKind.REGRADE: {"person", "summary", "showcase", "meets", "lacks"},
}
"""Kind → columns that say nothing about it, which every other format has all the same."""


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
    cycle: params.CycleSummedUp = None,
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
            **with_points(row._asdict(), ("total", "score")),
            **{key: row.evidence[key] for key in ("visits", "terms", "needs_solved")},
            "called": row.unit or bureau_of(row.county or ""),
        }
        for row in rows
    ]
    return Listing(
        _columns(kind),
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


def _columns(kind: HonourKind) -> tuple[Column, ...]:
    """Of a person what it is found by stands before what it lacks."""
    evidence = EVIDENCE if kind is HonourKind.PERSON else ()
    shown = [
        each._replace(
            wide=each.key in _NOT_ASKED[kind]
            or (each.wide and (each.key, kind) != ("to", HonourKind.PROMOTION))
        )
        for each in (*CANDIDATES[:-_VERDICT], *evidence, *CANDIDATES[-_VERDICT:])
    ]
    return (*shown, Column("evidence", N_("Evidence"), wide=True, folded=True))


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
