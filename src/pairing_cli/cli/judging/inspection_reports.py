"""The commands of `inspection` that only look: draw, list, show, sheet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.judging.inspection_columns import (
    ANSWER_COLUMNS,
    TARGET_COLUMNS,
    answer_row,
    group_of,
    inspection_data,
    inspections_listing,
    target_data,
    target_facts,
    target_row,
)
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.outputs import OutputType
from pairing_cli.cli.pairings.record_params import AllOption, voice
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.judging.words import InspectionState
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.judging import INSPECTORS
from pairing_cli.domain.records.paired import MENTEE, MENTOR
from pairing_cli.domain.vocabulary import Layer
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Column, Done, Facts, Listing, Report, column

if TYPE_CHECKING:
    from pairing_cli.services.judging.inspections import InspectionRow, TargetRow
    from pairing_cli.services.judging.prefill import Hint
    from pairing_cli.store.reading import Reader

Of = Annotated[
    str | None,
    typer.Argument(
        metavar="[MENTEE]",
        autocompletion=kindergartens,
        show_default=False,
        help=N_("Only this one of those inspected."),
    ),
]


def draw(
    ctx: typer.Context,
    count: Annotated[int, typer.Argument(metavar="N", min=1, max=1000, help=N_("How many."))],
    layer: Annotated[
        Layer | None, typer.Option("--layer", metavar="LAYER", help=N_("Only of this layer."))
    ] = None,
    per_mentor: Annotated[
        bool, typer.Option("--per-mentor", help=N_("Mentors take turns."))
    ] = False,
    seed: Annotated[
        int | None,
        typer.Option(
            "--seed", metavar="N", min=0, help=N_("The same seed draws the same (default: any).")
        ),
    ] = None,
    cycle: params.Cycle = None,
) -> Listing:
    """Draw whom to inspect: first who never was, then whose time lies longest ago; among equals
    the lot decides.
    """
    import secrets

    from pairing_cli.services.judging.drawing import DRAW_REASONS
    from pairing_cli.services.judging.drawing import draw as drawn

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    lot = secrets.randbelow(_SEEDS) if seed is None else seed
    found = drawn(store, chosen, run.as_of, count, seed=lot, layer=layer, per_mentor=per_mentor)
    names = " ".join(as_word(row.mentee_short) for row in found.rows)
    notes = [
        phrase(
            "Nothing was written. To arrange it: pairing inspection add {names} --on DATE"
            " --by NAME",
            names=names,
        )
    ]
    if found.arranged:
        notes.insert(
            0,
            phrase_n(
                "{count} is left out: an inspection of it is arranged already.",
                "{count} are left out: an inspection of them is arranged already.",
                found.arranged,
            ),
        )
    return Listing(
        (
            column(MENTEE, shown_as="mentee_short"),
            column(MENTOR, wide=False),
            Column("last_inspected", Label("上次督查", "Last inspected")),
            Column("days", Label("距今天数", "Days since"), right=True),
            Column("reason", Label("抽中原因", "Why drawn"), labels=DRAW_REASONS),
        ),
        found.rows,
        title=phrase(
            "Draw (seed {seed}; {pairings} pairings, {never} of them never inspected)",
            seed=lot,
            pairings=found.pairings,
            never=found.never,
        ),
        notes=tuple(notes) if found.rows else (),
        empty=phrase("There is nobody to be drawn."),
    )


_SEEDS = 1_000_000


@exported("inspections")
def list_(
    ctx: typer.Context,
    state: Annotated[
        InspectionState | None,
        typer.Option("--state", metavar="STATE", help=N_("planned or done.")),
    ] = None,
    county: params.County = None,
    mentor: params.Mentor = None,
    not_inspected: Annotated[
        bool, typer.Option("--not-inspected", help=N_("The pairings that nobody inspected yet."))
    ] = False,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Inspections of the cycle, those to come among them; or whom nobody has inspected yet."""
    from pairing_cli.services.judging.inspections import list_inspections, list_targets
    from pairing_cli.services.owing.whose import list_standing
    from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    helper = find_kindergarten(store, mentor) if mentor else None
    place = find_region(store, county, level="county") if county else None
    if not_inspected:
        seen = {each.mentee_id for each in list_targets(store, chosen, run.as_of, sealed=False)}
        keys = list_standing(
            store,
            chosen,
            run.as_of,
            mentor_id=helper.id if helper else None,
            county_code=place.code if place else None,
        )
        left = [each for each in keys if each.mentee_id not in seen]
        return Listing(
            (column(MENTEE, shown_as="mentee_short"), column(MENTOR, wide=False)),
            left,
            title=phrase("Not inspected yet in cycle {cycle}", cycle=chosen.code),
            notes=(phrase_n("{count} pairing.", "{count} pairings.", len(left)),) if left else (),
            empty=phrase("Everybody was inspected."),
        )
    rows = [
        row
        for row in list_inspections(store, chosen, run.as_of, ahead=True, every=every)
        if state in (None, row.state)
        and any(
            (helper is None or target.mentor_id == helper.id)
            and (place is None or target.county == place.name)
            for target in row.target_rows
        )
    ]
    listing = inspections_listing(rows, phrase("Inspections of cycle {cycle}", cycle=chosen.code))
    return listing._replace(is_withheld=_is_planned)


def _is_planned(row: Any) -> bool:
    """Inspections are unannounced: what is to come goes to nobody outside the bureau."""
    return bool(row["state"] == InspectionState.PLANNED)


def show(
    ctx: typer.Context, ref: params.RefArg, mentee: Of = None, cycle: params.Cycle = None
) -> Report:
    """One inspection with those inspected; or one of them with every item."""
    run = run_of(ctx)
    store = run.reader()
    found, target = _found(store, run.as_of, ref, mentee, cycle)
    targets = found.target_rows if target is None else (target,)
    hints = {each.id: _hints(store, each, run.as_of) for each in targets}
    data = {
        **inspection_data(found),
        "targets": [target_data(each, hints[each.id]) for each in targets],
    }
    if target is None:
        return Report(
            data=data,
            blocks=(
                Facts((Column("group", INSPECTORS.label),), {"group": group_of(found)}),
                Listing(TARGET_COLUMNS, [target_row(each) for each in targets]),
            ),
            title=_title(found, None),
            notes=_notes(found, None),
        )
    answers = [answer_row(each, hints[target.id].get(each.item.code)) for each in target.answers]
    return Report(
        data=data,
        blocks=(target_facts(found, target), Listing(ANSWER_COLUMNS, answers)),
        title=_title(found, target),
        notes=_notes(found, target),
    )


def sheet(
    ctx: typer.Context,
    ref: params.RefArg,
    output: Annotated[
        Path,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            click_type=OutputType(".docx", ".xlsx", tells=True),
            help=N_("A .docx file to print, or .xlsx to fill in and import."),
        ),
    ],
    mentee: Of = None,
    cycle: params.Cycle = None,
) -> Done:
    """The sheet to fill in on the spot, with what the registers hold of each item."""
    from pairing_cli.services.reports.printed.inspection import write_sheets

    run = run_of(ctx)
    store = run.reader()
    found, target = _found(store, run.as_of, ref, mentee, cycle)
    targets = found.target_rows if target is None else (target,)
    write_sheets(store, found, targets, output, voice(), run.as_of)
    note = phrase("Filled in, it comes back by: pairing import inspections {file}",
                  file=as_word(output.name))  # fmt: skip
    notes = (note,) if output.suffix.lower() == ".xlsx" else ()
    return Done(
        phrase("Wrote {path}.", path=str(output)),
        rows=Listing(TARGET_COLUMNS, [target_row(each) for each in targets]),
        notes=notes,
    )


def _found(
    store: Reader, as_of: dt.date, ref: str, mentee: str | None, cycle: str | None
) -> tuple[InspectionRow, TargetRow | None]:
    from pairing_cli.services.judging.inspection_targets import target_of
    from pairing_cli.services.judging.inspections import cycle_of_inspection, find_inspection
    from pairing_cli.services.programme.cycles import find_cycle

    code = cycle or cycle_of_inspection(store, ref)
    chosen = find_cycle(store, code, as_of)
    found = find_inspection(store, ref, chosen, as_of)
    return found, target_of(store, found, mentee, chosen, as_of) if mentee else None


def _hints(store: Reader, target: TargetRow, as_of: dt.date) -> dict[str, Hint | None]:
    from pairing_cli.services.judging.prefill import hint_of

    return {
        each.item.code: hint_of(store, each.item.prefill, target, as_of) for each in target.answers
    }


def _title(found: InspectionRow, target: TargetRow | None) -> Phrase:
    days = found.start if found.start == found.end else f"{found.start}..{found.end}"
    values = {
        "ref": found.ref,
        "title": found.title,
        "days": (target.date if target and target.date else days),
        "how": phrase("announced") if found.announced else phrase("unannounced"),
    }
    if target is None:
        return phrase("Inspection {ref}: {title}, {days} ({how})", **values)
    return phrase(
        "Inspection {ref}: {title}, {mentee}, {days} ({how})",
        mentee=target.mentee_short,
        **values,
    )


def _notes(found: InspectionRow, target: TargetRow | None) -> tuple[Phrase, ...]:
    if target is None:
        return (
            phrase(
                "{seen} of {targets} seen; {findings} findings, {open} of them not closed.",
                seen=found.seen,
                targets=found.targets,
                findings=found.findings,
                open=found.open,
            ),
        )
    notes = [
        phrase(
            "{items} items, {unanswered} not answered.",
            items=len(target.answers),
            unanswered=target.unanswered,
        )
    ]
    if target.findings:
        notes.append(
            phrase_n(
                "{count} finding. To see it: pairing inspection findings {mentee}",
                "{count} findings. To see them: pairing inspection findings {mentee}",
                len(target.findings),
                mentee=as_word(target.mentee_short),
            )
        )
    return tuple(notes)
