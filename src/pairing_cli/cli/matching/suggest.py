"""`suggest`: the best arrangement of a layer, proved and explained."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import LAYERS
from pairing_cli.output.listing import Done, Report

if TYPE_CHECKING:
    import datetime as dt

    from pairing_cli.domain.vocabulary import Layer
    from pairing_cli.services.matching.inputs import SuggestInput
    from pairing_cli.services.matching.suggestion import Suggestion

app = verbs()

_MOST_LINES = 20
"""Lines of pairs before the question; a proposal of more is read from the command itself."""


@command(
    app,
    "suggest",
    N_("The best arrangement: who should help whom, and why."),
    "pairing suggest county-township --county 隆子县",
    "pairing suggest city-county --keep 30 --pin 隆子县=市实验幼儿园",
    "pairing suggest township-village --why 热荣村幼儿园",
    "pairing suggest county-township --most-mentors 1",
    "pairing suggest county-township --apply --yes",
    "pairing suggest --all -o 结对建议.html",
)
def suggest(
    ctx: typer.Context,
    layer: Annotated[
        str | None,
        typer.Argument(
            metavar="[LAYER]",
            show_default=False,
            help=N_("city-county, city-private, county-township or township-village."),
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help=N_("All layers, from city to village."))
    ] = False,
    county: params.County = None,
    distance: Annotated[
        str,
        typer.Option(
            "--distance", metavar="km|minutes", help=N_("What is counted: km or minutes.")
        ),
    ] = "km",
    keep: Annotated[
        float,
        typer.Option("--keep", metavar="KM", help=N_("A change of mentor counts as so many km.")),
    ] = 0,
    rotate: Annotated[
        float,
        typer.Option("--rotate", metavar="KM", help=N_("The last mentor again counts as so many.")),
    ] = 0,
    balance: Annotated[
        float,
        typer.Option(
            "--balance", metavar="KM", help=N_("The third mentee of a mentor; the fourth twice.")
        ),
    ] = 5,
    fit: Annotated[
        float,
        typer.Option("--fit", metavar="KM", help=N_("Each need in which the mentor isn't strong.")),
    ] = 10,
    pin: Annotated[
        list[str] | None,
        typer.Option("--pin", metavar="A=B", help=N_("These two together; may be repeated.")),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="A=B", help=N_("Never these two; may be repeated.")),
    ] = None,
    most_mentors: Annotated[
        int | None,
        typer.Option(
            "--most-mentors",
            metavar="N",
            min=1,
            help=N_("Mentors of each mentee (default: as many as the layer allows)."),
        ),
    ] = None,
    anew: Annotated[
        bool, typer.Option("--anew", help=N_("As if nobody had a mentor yet; only to look."))
    ] = False,
    why: Annotated[
        str | None,
        typer.Option(
            "--why",
            metavar="MENTEE",
            autocompletion=kindergartens,
            help=N_("What each mentor would mean for this mentee."),
        ),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--start", metavar="DATE", help=N_("From this day (default: today, in the cycle).")
        ),
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help=N_("Record the pairs, by the rules of assign."))
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help=N_("Without asking."))] = False,
    check: Annotated[
        bool, typer.Option("--check", help=N_("End with code 1 if somebody is left out."))
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            click_type=OutputType(".html", ".xlsx", ".md", ".json", tells=True),
            help=N_("Write to a .html, .xlsx, .md or .json file."),
        ),
    ] = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Report | Done:
    """Propose who should help whom. Wishes that couple several pairs (at most so many changes,
    all of a county to one mentor) can't be had: pin or exclude pairs instead.
    """
    from pairing_cli.cli.matching.suggest_report import cascade_report, options_report, report_of
    from pairing_cli.services.matching.distances import Measure
    from pairing_cli.services.matching.inputs import SuggestInput
    from pairing_cli.services.matching.proposing import layer_named, propose_layers

    if distance not in tuple(Measure):
        raise UsageError("bad-measure", phrase("--distance is km or minutes."))
    if every is (layer is not None):
        raise UsageError(
            "which-layer",
            phrase("Name one layer, or --all."),
            hint=phrase("Layers: {names}", names=tuple(LAYERS.values())),
        )
    _check_together(apply, why, output, every, anew)
    wanted = SuggestInput(
        Measure(distance),
        keep,
        rotate,
        balance,
        fit,
        county,
        tuple(pin or ()),
        tuple(exclude or ()),
        anew,
        most_mentors,
    )
    run = run_of(ctx)
    chosen = None if layer is None else layer_named(layer)
    first = params.day(start, run.as_of)
    store = run.reader()
    found_cycle = run.cycle(store, cycle)
    if why is not None and chosen is not None:
        from pairing_cli.services.matching.explaining import explain

        options = explain(store, found_cycle, chosen, why, wanted, as_of=run.as_of, start=first)
        return options_report(options, distance)
    found = propose_layers(store, found_cycle, chosen, wanted, as_of=run.as_of, start=first)
    if apply:
        return _apply(run, found, chosen, wanted, cycle, first, yes=yes, dry_run=dry_run)
    report = cascade_report(found, check) if every else report_of(found[0], check)
    if output is None:
        return report
    from pairing_cli.cli.matching.suggest_files import write

    write(output, report, store, found_cycle, wanted, found)
    return Done(phrase("Wrote {path}.", path=str(output)), exit_code=report.exit_code)


def _check_together(
    apply: bool, why: str | None, output: Path | None, every: bool, anew: bool
) -> None:
    """Raise `UsageError` for options that exclude each other."""
    if why is not None and (every or apply or output is not None):
        raise UsageError("why-alone", phrase("--why goes with a layer, and alone."))
    if apply and anew:
        raise UsageError("apply-anew", phrase("--anew is only to look: --apply can't go with it."))
    if apply and output is not None:
        raise UsageError("apply-and-output", phrase("--apply and -o exclude each other."))


def _apply(
    run: Run,
    found: list[Suggestion],
    layer: Layer | None,
    wanted: SuggestInput,
    cycle: str | None,
    start: dt.date | None,
    *,
    yes: bool,
    dry_run: bool,
) -> Done:
    from pairing_cli.cli.asking import ask
    from pairing_cli.cli.matching.suggest_report import cascade_report, report_of
    from pairing_cli.cli.results import written
    from pairing_cli.services.matching.applying import apply

    count = sum(len(each.new) for each in found)
    if not count:
        report = report_of(found[0]) if layer is not None else cascade_report(found)
        return Done(phrase("There is nothing to record."), rows=report, notes=report.notes)
    if not (yes or dry_run):
        for line in _lines(found):
            run.note(line)
        question = phrase_n("Record this pairing?", "Record these {count} pairings?", count)
        ask(question, yes)
    with run.writing("suggest", dry_run=dry_run) as store:
        applied, pairings = apply(
            store,
            run.cycle(store, cycle),
            layer,
            wanted,
            as_of=run.as_of,
            start=start,
            agreed=None if yes else found,
        )
    report = report_of(applied[0]) if layer is not None else cascade_report(applied)
    message = phrase_n(
        "Recorded {count} pairing, from {start} on.",
        "Recorded {count} pairings, from {start} on.",
        len(pairings),
        start=applied[0].start,
    )
    return written(message, report, dry_run=dry_run, notes=report.notes)


def _lines(found: list[Suggestion]) -> list[Phrase]:
    """The new pairs by mentor, for who is asked."""
    mentees: dict[str, list[str]] = {}
    for row in (row for each in found for row in each.assignments if row.state != "standing"):
        mentees.setdefault(row.mentor, []).append(row.mentee)
    told = [
        phrase("{mentor} → {mentees}", mentor=mentor, mentees=tuple(helped))
        for mentor, helped in mentees.items()
    ]
    if len(told) <= _MOST_LINES:
        return told
    rest = len(told) - _MOST_LINES
    return [
        *told[:_MOST_LINES],
        phrase_n("… and {count} mentor more", "… and {count} mentors more", rest),
    ]
