"""`progress`: what is owed, done and left."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.completing import kindergartens
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.owed.standing import State
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.domain.records.owing import (
    DUE,
    NEED,
    PERIOD,
    PERIOD_END,
    PERIOD_START,
    RULE,
    UNIT,
)
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR, REF
from pairing_cli.domain.records.pairings import LAYER
from pairing_cli.domain.records.reports import (
    ATTAINMENT,
    ATTAINMENT_DUE,
    BEHIND,
    CARRIED,
    DONE,
    DUTIES,
    DUTIES_MET,
    GROUP,
    MET,
    MISSED,
    OVERRIDE,
    PAIRINGS,
    PER_WEEK,
    REMAINING,
    RULES,
    STANDING,
    VISITS_BY_MONTH,
    WAIVER,
    WEEKS_LEFT,
)
from pairing_cli.domain.vocabulary import LAYERS, Grouping, term_label
from pairing_cli.output.listing import Column, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.owing.figures import CycleFigures
    from pairing_cli.store.opening import FileReader

app = verbs()


COLUMNS = (
    column(REF, wide=True),
    column(MENTOR),
    column(MENTEE, shown_as="mentee_short"),
    column(COUNTY),
    column(LAYER, wide=True),
    column(RULES),
    column(MET, wide=True),
    column(BEHIND),
    column(MISSED),
    column(ATTAINMENT, bar=True),
    column(ATTAINMENT_DUE),
    column(DUTIES_MET, wide=True),
    column(DUTIES),
    column(STANDING),
    column(VISITS_BY_MONTH, shown_as="strip"),
)

GROUP_COLUMNS = (
    column(GROUP),
    column(PAIRINGS),
    column(MET),
    column(BEHIND),
    column(MISSED),
    column(ATTAINMENT, bar=True),
    column(DUTIES_MET, shown_as="duties_shown"),
    column(DUTIES),
    column(STANDING),
)

DETAIL_COLUMNS = (
    column(REF, wide=True),
    column(MENTOR),
    column(MENTEE, shown_as="mentee_short"),
    column(RULE, wide=False),
    column(PERIOD, shown_as="period_label"),
    column(PERIOD_START, wide=True),
    column(PERIOD_END, wide=True),
    column(NEED),
    column(DONE),
    column(REMAINING),
    column(UNIT),
    column(STANDING),
    column(DUE),
    column(WEEKS_LEFT),
    column(PER_WEEK),
    column(WAIVER),
    column(OVERRIDE),
    column(CARRIED),
)


def detail_columns(figures: CycleFigures) -> tuple[Column, ...]:
    """The columns of `--detail`, with the rules' titles as words for their codes."""
    titles = {rule.code: rule.title for rule in figures.rules.values()}
    return tuple(
        column._replace(labels=titles) if column.key == "rule" else column
        for column in DETAIL_COLUMNS
    )


@exported("progress")
@command(
    app,
    "progress",
    N_("What is owed, done and left."),
    "pairing progress",
    "pairing progress 隆子县 --detail",
    "pairing progress --by county --as-of 2023-06-30",
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
            "--by", metavar="GROUP", help=N_("pairing, mentor, county, layer, rule, term.")
        ),
    ] = Grouping.PAIRING,
    detail: Annotated[
        bool, typer.Option("--detail", help=N_("One row for each pairing, rule and period."))
    ] = False,
    rule: Annotated[
        str | None,
        typer.Option("--rule", metavar="CODE", help=N_("With --detail: only this rule.")),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help=N_("End with code 1 if anything is behind or missed."))
    ] = False,
    mentor: params.Mentor = None,
    county: params.County = None,
    cycle: params.Cycle = None,
) -> Listing:
    """What is owed, done and left, worst first."""
    from pairing_cli.services.owing.figures import narrowed_figures
    from pairing_cli.services.programme.cycles import find_cycle

    run = run_of(ctx)
    store = run.reader()
    chosen = find_cycle(store, cycle, run.as_of)
    figures = narrowed_figures(
        store, chosen, run.as_of, mentee=mentee, mentor=mentor, county=county
    )
    findings = any(
        figure.state in (State.MISSED, State.BEHIND)
        for pairing in figures.pairings
        for figure in pairing.figures()
    )
    title = phrase(
        "Progress of cycle {cycle} as of {day}", cycle=chosen.code, day=run.as_of.isoformat()
    )
    exit_code = 1 if check and findings else 0
    if detail:
        return _detail(store, figures, rule, title, exit_code)
    if rule is not None:
        raise UsageError("rule-without-detail", phrase("--rule goes with --detail."))
    if by is not Grouping.PAIRING:
        return _grouped(figures, by, title, exit_code)
    return _by_pairing(store, figures, title, exit_code)


def _by_pairing(store: FileReader, figures: CycleFigures, title: Phrase, exit_code: int) -> Listing:
    from pairing_cli.services.programme.key_scope import KeyScope
    from pairing_cli.services.reports.progress import worst_first
    from pairing_cli.services.reports.totals import by_month, stretch_up_to

    scope = KeyScope(each.pairing.id for each in figures.pairings)
    months = by_month(store, stretch_up_to(figures.cycle, figures.as_of), scope)
    return Listing(
        COLUMNS,
        worst_first(figures, months),
        title=title,
        notes=_notes(figures),
        empty=phrase("No pairings in cycle {cycle}.", cycle=figures.cycle.code),
        exit_code=exit_code,
    )


def _grouped(figures: CycleFigures, by: Grouping, title: Phrase, exit_code: int) -> Listing:
    from pairing_cli.services.reports.progress import by_group

    words = {
        **LAYERS,
        **{rule.code: rule.title for rule in figures.rules.values()},
        **{term.code: term_label(term.code) for term in figures.terms},
        "": Label("（未注明）", "(not known)"),
    }
    group, *rest = GROUP_COLUMNS
    return Listing(
        (group._replace(labels=words), *rest),
        by_group(figures, by),
        title=title,
        notes=_notes(figures),
        empty=phrase("Nothing is owed in cycle {cycle}.", cycle=figures.cycle.code),
        exit_code=exit_code,
    )


def _detail(
    store: FileReader, figures: CycleFigures, rule: str | None, title: Phrase, exit_code: int
) -> Listing:
    from pairing_cli.services.owing.rules import find_rule
    from pairing_cli.services.reports.progress import detail

    rule_id = find_rule(store, figures.cycle, rule).id if rule else None
    return Listing(
        detail_columns(figures),
        detail(figures, rule_id=rule_id),
        title=title,
        notes=_notes(figures),
        empty=phrase("Nothing is owed in cycle {cycle}.", cycle=figures.cycle.code),
        exit_code=exit_code,
    )


def _notes(figures: CycleFigures) -> tuple[Phrase, ...]:
    from pairing_cli.domain.owed.standing import percent
    from pairing_cli.services.reports.progress import attainment_due_of_all, attainment_of_all

    everything = [each for pairing in figures.pairings for each in pairing.by_rule.values()]
    attained = percent(attainment_of_all(figures.pairings))
    if attained is None:
        return (_calendar_note(figures),) if not figures.terms else ()
    so_far = percent(attainment_due_of_all(figures.pairings))
    notes = [
        phrase(
            "Attainment {percent}% ({met} of {owed} duties of the whole cycle met).",
            percent=attained,
            met=sum(each.met for each in everything),
            owed=sum(each.duties for each in everything),
        )
    ]
    if so_far is not None and so_far != attained:
        notes.append(phrase("Of what was due by then: {percent}%.", percent=so_far))
    waived = sum(each.waived for each in everything)
    overridden = sum(each.overridden for each in everything)
    if waived or overridden:
        notes.append(
            phrase(
                "With exceptions: {waived} waived, {overridden} changed. See: pairing waiver"
                " list, pairing rule overrides",
                waived=waived,
                overridden=overridden,
            )
        )
    last = max((term.last for term in figures.terms), default=dt.date.min)
    if last < figures.cycle.span.last:
        notes.append(_calendar_note(figures))
    return tuple(notes)


def _calendar_note(figures: CycleFigures) -> Phrase:
    return phrase(
        "The school calendar doesn't reach the end of cycle {cycle}: what lies beyond isn't"
        " counted. To add a term: pairing cycle term-add",
        cycle=figures.cycle.code,
    )
