"""`progress`: what is owed, done and left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.reports.closed_reports import Wanted, closing_notes, frozen_of, frozen_rows
from pairing_cli.cli.reports.screens.other_mentors import other_mentors
from pairing_cli.cli.reports.screens.progress_columns import (
    COLUMNS,
    detail_columns,
    group_columns,
    titled,
)
from pairing_cli.cli.reports.screens.progress_notes import notes_below, why_empty
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.owed.settling import State
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.vocabulary import Grouping
from pairing_cli.output.listing import Done, Listing, Screen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pairing_cli.output.listing import Column
    from pairing_cli.services.ending.frozen import Closing
    from pairing_cli.services.owing.figures import CycleFigures
    from pairing_cli.services.owing.standing import References, Standing
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.opening import FileReader

_OF_VISITS = (Grouping.GOAL, Grouping.DIRECTION, Grouping.PERSON)
"""Groups of visits, rather than of what is owed."""

app = verbs()


@exported("progress")
@command(
    app,
    "progress",
    N_("What is owed, done and left."),
    "pairing progress",
    "pairing progress 隆子县",
    "pairing progress 隆子县 --detail",
    "pairing progress --term 2022春",
    "pairing progress --missed --county 隆子县",
    "pairing progress --by county --as-of 2023-06-30",
    "pairing progress --by direction",
    "pairing progress -o 进度.html",
    "pairing progress --check || echo 有未完成",
)
def progress(
    ctx: typer.Context,
    mentee: Annotated[
        str | None,
        typer.Argument(
            metavar="[MENTEE]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("Only this mentee's."),
        ),
    ] = None,
    by: Annotated[
        Grouping,
        typer.Option(
            "--by",
            metavar="GROUP",
            help=N_("pairing, mentor, county, layer, rule, term, goal, direction, person."),
        ),
    ] = Grouping.PAIRING,
    detail: Annotated[
        bool, typer.Option("--detail", help=N_("One row for each pairing, rule and period."))
    ] = False,
    missed: Annotated[
        bool, typer.Option("--missed", help=N_("Only what was missed, one row each."))
    ] = False,
    term: Annotated[
        str | None,
        typer.Option("--term", metavar="TERM", help=N_("Only this term and its months: 2022春.")),
    ] = None,
    rule: Annotated[
        str | None,
        typer.Option("--rule", metavar="CODE", help=N_("Only this rule, of whatever ledger.")),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help=N_("End with code 1 if anything is behind or missed."))
    ] = False,
    mentor: params.Mentor = None,
    county: params.County = None,
    ledger: params.OfLedger = params.LedgerChoice.SCHEME,
    live: params.Live = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(".html", ".xlsx", tells=True),
            help=N_("Write it as a page (.html) or a workbook (.xlsx)."),
        ),
    ] = None,
    cycle: params.Cycle = None,
) -> Listing | Screen | Done:
    """What is owed, done and left, worst first."""
    found = _found(
        ctx, mentee, by, detail=detail, missed=missed, term=term, rule=rule, check=check,
        mentor=mentor, county=county, ledger=ledger, live=live, cycle=cycle,
        for_people=output is not None or run_of(ctx).format in (None, "table"),
    )  # fmt: skip
    if output is None:
        return found
    from pairing_cli.cli.outgoing.pages_of_listings import write_progress

    return write_progress(found, output, run_of(ctx), cycle)


def _found(
    ctx: typer.Context,
    mentee: str | None,
    by: Grouping,
    *,
    detail: bool,
    missed: bool,
    term: str | None,
    rule: str | None,
    check: bool,
    mentor: str | None,
    county: str | None,
    ledger: params.LedgerChoice,
    live: bool,
    cycle: str | None,
    for_people: bool,
) -> Listing | Screen:
    if by in _OF_VISITS:
        from pairing_cli.cli.reports.balance import balance

        return balance(ctx, by, mentee=mentee, mentor=mentor, county=county, cycle=cycle)
    from pairing_cli.services.owing.figures import narrowed_figures
    from pairing_cli.services.owing.rules import find_rule, pack_titles
    from pairing_cli.services.owing.standing import (
        has_findings,
        of_ledger,
        references,
        standings,
    )

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    closing = frozen_of(run, store, chosen)
    grouped = by is not Grouping.PAIRING and any((mentee, mentor, county))
    anew = live or grouped or ledger is not params.LedgerChoice.SCHEME
    anew = anew or rule is not None or term is not None
    if closing is not None and not anew:
        wanted_rows = Wanted(mentee, mentor, county, by, detail, missed)
        return _frozen(store, closing, chosen, wanted_rows, check=check)
    figures = narrowed_figures(
        store, chosen, run.as_of, mentee=mentee, mentor=mentor, county=county, ledger=None
    )
    binding = of_ledger(figures, ledger.ledger)
    if rule is not None:
        wanted = find_rule(store, chosen, rule)
        figures = binding = figures.only(lambda each: each.id == wanted.id)
    of = None
    if term is not None:
        from pairing_cli.services.owing.standing import of_term
        from pairing_cli.services.programme.cycles import term_in

        of = term_in(figures.terms, chosen, term)
        figures, binding = of_term(figures, of), of_term(binding, of)
    title = phrase(
        "Progress of cycle {cycle} as of {day}", cycle=chosen.code, day=run.as_of.isoformat()
    )
    stands, beside = standings(binding), references(figures)
    titles = pack_titles(store, chosen)
    exit_code = 1 if check and has_findings(stands) else 0
    if detail or missed:
        found = _detail(binding, missed=missed)
    elif by is not Grouping.PAIRING:
        found = _grouped(binding, by)
    else:
        found = _by_pairing(figures, binding, stands, beside)
    others = other_mentors(store, mentee, chosen, run.as_of)
    empty = why_empty(store, chosen, run.as_of, mentee)
    if missed and mentee is None:
        empty = phrase("Nothing was missed.")
    found = found._replace(
        title=title,
        notes=(
            *others,
            *notes_below(figures, binding, stands, beside, titles),
            *closing_notes(closing, chosen, anew=True),
        ),
        empty=empty,
        exit_code=exit_code,
    )
    is_screen = by is Grouping.PAIRING and not (detail or missed)
    if not is_screen or not for_people:
        return found
    from pairing_cli.cli.reports.screens.progress_screen import page_of, screen_of
    from pairing_cli.services.reports.term_progress import term_of_report

    if mentee is not None:
        screen = page_of(binding, found, titles)
    else:
        screen = screen_of(binding, stands, found, of or term_of_report(binding))
    more = (*others, *closing_notes(closing, chosen, anew=True))
    return screen._replace(notes=(*screen.notes, *more))


def _frozen(
    store: FileReader, closing: Closing, cycle: CycleRow, wanted: Wanted, *, check: bool
) -> Listing:
    """What was frozen when the cycle was closed."""
    from pairing_cli.services.ending.frozen import frozen_overall
    from pairing_cli.services.owing.rules import list_rules
    from pairing_cli.services.programme.cycles import list_terms

    rows = frozen_rows(store, closing, wanted)
    titles = {rule.code: rule.title for rule in list_rules(store, cycle)}
    if wanted.detail or wanted.missed:
        columns = titled(titles)
    elif wanted.by is Grouping.PAIRING:
        columns = COLUMNS
    else:
        columns = group_columns(titles, [term.code for term in list_terms(store)])
        if wanted.by in _PARTS:
            columns = _adding_up(columns)
    # Of a part of the pairings nothing was frozen that counts shared duties once.
    is_part = any((wanted.mentee, wanted.mentor, wanted.county, wanted.detail, wanted.missed))
    total = None if is_part or wanted.by in _PARTS else frozen_overall(closing)
    lost = any(getattr(row, "lost", 0) for row in rows)
    missed = any(getattr(row, "state", "") == "missed" for row in rows)
    return Listing(
        columns,
        rows,
        title=phrase("Progress of cycle {cycle} as of {day}", cycle=cycle.code, day=closing.on),
        notes=closing_notes(closing, cycle, anew=False),
        empty=phrase("No pairings in cycle {cycle}.", cycle=cycle.code),
        exit_code=1 if check and (lost or missed) else 0,
        total=(lambda: total) if total is not None else None,
    )


def _by_pairing(
    figures: CycleFigures, binding: CycleFigures, stands: Sequence[Standing], beside: References
) -> Listing:
    from pairing_cli.services.reports.progress import by_pairing, overall

    return Listing(COLUMNS, by_pairing(figures, stands, beside), total=lambda: overall(binding))


def _grouped(figures: CycleFigures, by: Grouping) -> Listing:
    from pairing_cli.services.reports.progress import by_group, overall

    titles = {rule.code: rule.title for rule in figures.rules.values()}
    columns = group_columns(titles, [term.code for term in figures.terms])
    if by in _PARTS:
        return Listing(_adding_up(columns), by_group(figures, by))
    return Listing(columns, by_group(figures, by), total=lambda: overall(figures))


_PARTS: Final = (Grouping.RULE, Grouping.TERM)
"""Each a part of what all pairings owe: their figures add up."""


def _adding_up(columns: Sequence[Column]) -> tuple[Column, ...]:
    parts = frozenset({"met", "behind", "missed", "duties"})
    return tuple(each._replace(adds_up=each.key in parts) for each in columns)


def _detail(figures: CycleFigures, *, missed: bool) -> Listing:
    from pairing_cli.services.reports.detail import detail

    rows = detail(figures)
    if missed:
        rows = [row for row in rows if row.state == State.MISSED]
    return Listing(detail_columns(figures), rows)
