"""`summary`: the cycle's or a term's summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import verb, verb_with_nouns
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.pairings.record_params import Template, voice
from pairing_cli.cli.reports.balance import pointed_out
from pairing_cli.cli.reports.closed_reports import closing_notes, frozen_of
from pairing_cli.cli.reports.summaries import summary_note
from pairing_cli.cli.reports.summaries.summary_judged import judged_blocks
from pairing_cli.cli.reports.summaries.summary_out import ENDINGS, write_summary
from pairing_cli.domain.owed.blocks import BLOCKS
from pairing_cli.domain.owed.state import STATE_NOW_TONES, STATES_NOW
from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import CYCLE_STATES, term_label
from pairing_cli.output.listing import Column, Done, Facts, Listing, Report

if TYPE_CHECKING:
    from pairing_cli.services.reports.summaries.rows import Summary

app = verb_with_nouns(note=summary_note.app)

_VISITS = Column("visits", N_("Visits"), right=True, unit=Label("次", "number"))
_HOURS = Column("class_hours", N_("Class-hours"), right=True)
_PAIRINGS = Column("pairings", N_("Pairings"), right=True, unit=Label("对", "number"))
_ATTAINMENT = Column("attainment", N_("Fulfilment"), right=True, bar=True)

TOTALS = (
    Column("cycle", N_("Cycle")),
    Column("start", N_("From")),
    Column("end", N_("To")),
    Column("cycle_state", N_("State"), labels=CYCLE_STATES),
    Column("as_of", N_("As of")),
    Column("pairings", N_("Pairings")),
    _VISITS,
    _HOURS,
    Column("participations", N_("Participations")),
    Column("teachers", N_("Attendances of teachers")),
    Column("people", N_("Teachers who went")),
    Column("children", N_("Children")),
    Column("attainment", N_("Fulfilment"), bar=True),
    Column("whole_cycle", N_("Of the whole cycle's need"), bar=True),
    Column("reference_shown", N_("For reference")),
    Column("weights_shown", N_("Weights")),
    Column("waived", N_("Waived")),
    Column("overridden", N_("Rules changed")),
)
BY_GOAL = (Column("label", N_("Aim")), _VISITS, _HOURS)
BY_DIRECTION = (Column("label", N_("Direction")), _VISITS, _HOURS)
BY_MENTOR = (
    Column("name", N_("Mentor")),
    Column("layer", N_("Layer"), shown_as="layer_shown", wide=True),
    _PAIRINGS,
    _VISITS,
    _HOURS,
    _ATTAINMENT,
)
BY_COUNTY = (
    Column("name", N_("County"), labels={"": Label("（未注明）", "(not known)")}),
    *BY_MENTOR[1:],
)
BY_FORM = (Column("label", N_("Form")), _VISITS, _HOURS)
BY_TERM = (Column("term_shown", N_("Term")), _VISITS, _HOURS)
RULES = (
    Column("title", N_("Rule")),
    Column("expected", N_("Expected"), right=True, shown_as="expected_shown"),
    Column("done", N_("Done"), right=True, shown_as="done_shown"),
    Column("measure", N_("Unit"), labels=MEASURES),
    _ATTAINMENT,
    Column("pairings_met", N_("Pairings that met it"), right=True),
    Column("pairings", N_("Pairings"), right=True),
)
PAIRINGS = (
    Column("mentor", N_("Mentor")),
    Column("mentee", N_("Mentee")),
    _VISITS,
    _HOURS,
    _ATTAINMENT,
    Column("whole_cycle", N_("Whole cycle %"), right=True, gives_way=1),
    Column("state", N_("State"), labels=STATES_NOW, tones=STATE_NOW_TONES),
    Column("on_time", N_("On time"), right=True, gives_way=4),
    Column("made_up", N_("Made up"), right=True, gives_way=3),
    Column("lost", N_("Lost"), right=True, gives_way=2),
)
GAPS = (
    Column("whose", N_("Who")),
    Column("count", N_("Items"), right=True, adds_up=True),
    Column("what", N_("What is missing or behind")),
)


@verb(
    app,
    N_("The cycle's or a term's summary."),
    "pairing summary --as-of 2024-03-31",
    "pairing summary --term 2022秋",
    "pairing summary -o 总结.docx",
    "pairing summary -o 总结.html",
)
def summary(
    ctx: typer.Context,
    term: Annotated[
        str | None,
        typer.Option("--term", metavar="TERM", help=N_("Only this term, such as 2022-autumn.")),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(*ENDINGS, tells=True),
            help=N_("Write to a .docx, .html, .md, .xlsx or .json file."),
        ),
    ] = None,
    template: Template = None,
    ledger: params.OfLedger = params.LedgerChoice.SCHEME,
    live: params.Live = False,
    cycle: params.Cycle = None,
) -> Report | Done:
    """Totals, attainment and gaps of a cycle or of one of its terms."""
    from pairing_cli.services.owing.rules import pack_titles
    from pairing_cli.services.reports.summaries.summary import summarise

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    anew = live or term is not None or ledger is not params.LedgerChoice.SCHEME
    closing = frozen_of(run, store, chosen)
    if closing is None or anew:
        found = summarise(store, chosen, run.as_of, term=term, ledger=ledger.ledger)
    else:
        from pairing_cli.services.ending.frozen import frozen_summary

        found = frozen_summary(closing, chosen)
    report = report_of(found, pack_titles(store, chosen))
    report = report._replace(notes=(*report.notes, *closing_notes(closing, chosen, anew=anew)))
    if output is None:
        from pairing_cli.services.reports.summaries.exceptions import exceptions_in, not_counted

        every = exceptions_in(store, found)
        apart = not_counted(every, every.of(found))
        beside = () if run.also_open is None else (run.also_open,)
        return report._replace(notes=(*report.notes, *apart, *beside))
    write_summary(store, found, report, output, template)
    return Done(phrase("Wrote {path}.", path=str(output)))


def report_of(found: Summary, titles: Mapping[str, Label]) -> Report:
    """The summary as it is shown and as scripts get it. `titles` says what packs are called."""
    from pairing_cli.services.reports.progress import references_shown

    title = (
        phrase("Summary of cycle {cycle}", cycle=found.cycle.code)
        if found.term is None
        else phrase("Summary of term {term}", term=term_label(found.term))
    )
    totals = {
        "pairings": found.pairings_count,
        "visits": found.totals.visits,
        "class_hours": found.totals.class_hours,
        "teachers": found.totals.teachers,
        "children": found.totals.children,
        "attainment": found.attainment,
        "participations": found.totals.participations,
        "people": found.totals.people,
        "whole_cycle": found.whole_cycle,
        "waived": found.waived,
        "overridden": found.overridden,
    }
    cycle = {
        "code": found.cycle.code,
        "start": found.cycle.start,
        "end": found.cycle.end,
        "state": found.cycle.state,
    }
    data: dict[str, Any] = {
        "cycle": cycle,
        "term": found.term,
        "as_of": found.as_of,
        "totals": totals,
        "reference": found.reference,
        "weights": {str(block): weight for block, weight in found.weights.items()},
        "by_mentor": _objects(found.by_mentor, {"name": "mentor"}),
        "by_county": _objects(found.by_county, {"name": "county"}),
        "by_form": _objects(found.by_form, {}),
        "by_term": _objects(found.by_term, {}),
        "by_direction": _objects(found.by_direction, {}),
        "by_goal": _objects(found.by_goal, {}),
        "one_way": _objects(found.one_way, {}),
        "rules": _objects(found.rules, {}),
        "pairings": _objects(found.pairings, {}),
        "gaps": _objects(found.gaps, {}),
        **found.judged._asdict(),
    }
    heading = {
        **totals,
        "cycle": found.cycle.code,
        "start": found.first,
        "end": found.last,
        "reference_shown": references_shown(found.reference, titles),
        "weights_shown": tuple(
            phrase("{label} {number}", label=BLOCKS[block], number=weight)
            for block, weight in found.weights.items()
        ),
        "cycle_state": found.cycle.state,
        "as_of": found.as_of,
    }
    return Report(data, _blocks(found, heading), title=title)


def _blocks(found: Summary, heading: Mapping[str, Any]) -> tuple[Listing | Facts, ...]:
    from pairing_cli.services.reports.printed.summaries.summary_problems import gaps_in_words
    from pairing_cli.services.reports.summaries.gaps import by_whose

    terms = [
        {
            "term_shown": term_label(row.term) if row.term else phrase("vacation"),
            "visits": row.visits,
            "class_hours": row.class_hours,
        }
        for row in found.by_term
    ]
    visits = {"visits": found.totals.visits, "class_hours": found.totals.class_hours}
    pairings = {**visits, "pairings": found.pairings_count, "attainment": found.attainment}
    notes: tuple[Phrase, ...] = ()
    if found.totals.participations > found.totals.visits:
        notes = (
            phrase(
                "{visits} visits, {participations} participations: a visit for several pairings"
                " is one visit, and columns add up to more than the total.",
                visits=found.totals.visits,
                participations=found.totals.participations,
            ),
        )
    by_direction = _part(N_("Both ways"), BY_DIRECTION, found.by_direction, visits)
    return (
        Facts(TOTALS, heading, title=phrase("Totals"), notes=notes),
        _part(N_("By mentor"), BY_MENTOR, found.by_mentor, pairings),
        _part(N_("By county"), BY_COUNTY, found.by_county, pairings),
        _part(N_("By form"), BY_FORM, found.by_form, visits),
        _part(N_("By term"), BY_TERM, terms, visits),
        _part(N_("By aim"), BY_GOAL, found.by_goal),
        by_direction._replace(notes=tuple(pointed_out(found.one_way))),
        _part(N_("By rule"), RULES, found.rules),
        _part(N_("By pairing"), PAIRINGS, found.pairings, pairings),
        *judged_blocks(found.judged),
        Listing(
            GAPS,
            [
                {"whose": row.whose, "count": row.gaps, "what": gaps_in_words(row, voice())}
                for row in by_whose(found.gaps)
            ],
            title=phrase_n("{count} gap", "{count} gaps", len(found.gaps)),
            empty=phrase("Nothing is missed or behind."),
        ),
    )


def _part(
    title: str,
    columns: tuple[Column, ...],
    rows: Sequence[Any],
    total: Mapping[str, Any] | None = None,
) -> Listing:
    """One table of the summary."""
    return Listing(
        columns,
        rows,
        title=Phrase(title),
        empty=phrase("Nothing yet."),
        total=None if total is None else lambda: total,
    )


def _objects(rows: Sequence[Any], names: Mapping[str, str]) -> tuple[dict[str, Any], ...]:
    """Rows as JSON objects; `names` says which field goes under another key."""
    return tuple(
        {names.get(name, name): value for name, value in row._asdict().items()} for row in rows
    )
