"""`visit`: the register of what was done and planned."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.visit_columns import columns
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.cli.visits.visit_params import (
    By,
    Children,
    Direction_,
    Files,
    Form,
    Gained,
    Goals,
    Hours,
    Next,
    Note,
    On,
    Teachers,
    Topic,
)
from pairing_cli.cli.visits.visit_people import people
from pairing_cli.domain.phrases import N_, Label, phrase, phrase_n
from pairing_cli.domain.records.paired import CYCLE, NOTE, OVERRIDE_REASON
from pairing_cli.domain.records.visits import (
    CHILDREN,
    CLASS_HOURS,
    FILES,
    GOALS_SERVED,
    NEXT_STEP,
    PEOPLE,
    STATE_REASON,
    TEACHERS,
    TOPIC,
    VISIT,
    VISIT_STATE,
)
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.output.cells import raw_value
from pairing_cli.output.listing import Column, Done, Facts, Listing, column

app = noun(N_("Visits: list, show, edit, confirm, cancel."))

STATE_TONES = {"done": "good", "planned": "warn", "cancelled": "quiet", "attempted": "bad"}


@exported("visits")
def all_visits(
    ctx: typer.Context,
    *,
    from_: str | None = None,
    to: str | None = None,
    county: str | None = None,
    mentor: str | None = None,
    cycle: str | None = None,
) -> Listing:
    """Visits for a file, streamed: a year's of a city are held in no memory at once."""
    from types import SimpleNamespace

    from pairing_cli.services.programme.forms import list_forms
    from pairing_cli.services.visits.visits import VisitFilter, stream_visits

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    span = params.span(from_, to, chosen.span, run.as_of)
    wanted = VisitFilter(mentor=mentor, county=county, span=span, day=run.as_of)
    rows = stream_visits(store, chosen, wanted)
    forms = [
        SimpleNamespace(form=form.code, form_zh=form.zh, form_en=form.en)
        for form in list_forms(store)
    ]
    title = phrase("Visits of cycle {cycle}", cycle=chosen.code)
    return Listing(
        columns(forms),
        rows,
        title=title,
        is_counted=_took_place,
        total_title=Label("合计（已完成）", "Total (done)"),
    )


def _took_place(row: Any) -> bool:
    """Whether the hours of a visit were held: those of a planned one only may be."""
    return bool(raw_value(column(VISIT_STATE), row) == VisitState.DONE)


def detail_columns(rows: list) -> tuple[Column, ...]:  # type: ignore[type-arg]
    """The fields of one visit."""
    return (
        *columns(rows),
        column(CYCLE),
        column(FILES),
        column(NEXT_STEP),
        column(STATE_REASON),
        column(OVERRIDE_REASON),
    )


@command(
    app,
    "list",
    N_("Visits of the cycle, by date."),
    "pairing visit list",
    "pairing visit list --mentee 隆子县 --form 送教",
    "pairing visit list --goal teachers",
    "pairing visit list --from 2022-09-01 --to 2023-01-15 --state planned",
)
def list_(
    ctx: typer.Context,
    mentee: params.Mentee = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    form: Annotated[
        str | None, typer.Option("--form", metavar="FORM", help=N_("Only this form."))
    ] = None,
    state: Annotated[
        VisitState | None,
        typer.Option("--state", metavar="STATE", help=N_("planned, done, cancelled, attempted.")),
    ] = None,
    goal: Annotated[
        str | None,
        typer.Option("--goal", metavar="GOAL", help=N_("Only those that served this aim.")),
    ] = None,
    from_: params.From = None,
    to: params.To = None,
    cycle: params.Cycle = None,
) -> Listing:
    """Visits of the cycle, by date."""
    from pairing_cli.services.visits.visits import VisitFilter, list_visits

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    wanted = VisitFilter(
        mentee=mentee,
        mentor=mentor,
        county=county,
        form=form,
        state=state,
        goal=params.goals([goal])[0] if goal else None,
        span=params.span(from_, to, chosen.span, run.as_of),
        day=run.as_of,
    )
    rows = list_visits(store, chosen, wanted)
    return Listing(
        columns(rows),
        rows,
        title=phrase("Visits of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} visit.", "{count} visits.", len(rows)),) if rows else (),
        empty=phrase("No visits."),
    )


command(
    app,
    "people",
    N_("Who went down how often."),
    "pairing visit people",
    "pairing visit people --mentor 市实验幼儿园 --role 骨干教师",
    "pairing visit people --format csv",
)(people)


@command(app, "show", N_("One visit, in full."), "pairing visit show 4f2a")
def show(ctx: typer.Context, ref: params.RefArg) -> Facts:
    """One visit, in full."""
    from pairing_cli.services.visits.visits import show_visit

    row = show_visit(run_of(ctx).reader(), ref)
    return Facts(detail_columns([row]), row, title=phrase("Visit {ref}", ref=row.ref))


@command(
    app,
    "edit",
    N_("Correct a visit."),
    "pairing visit edit 4f2a --hours 6 --topic 区域活动",
    "pairing visit edit 4f2a --mentee 隆子县 --mentee 加查县",
    clears=(CLASS_HOURS, TOPIC, PEOPLE, TEACHERS, CHILDREN, GOALS_SERVED, NEXT_STEP, NOTE),
)
def edit(
    ctx: typer.Context,
    ref: params.RefArg,
    form: Form = None,
    on: On = None,
    hours: Hours = None,
    topic: Topic = None,
    by: By = None,
    teachers: Teachers = None,
    children: Children = None,
    direction: Direction_ = None,
    goal: Goals = None,
    file: Files = None,
    next_: Next = None,
    note: Note = None,
    gained: Gained = None,
    mentee: Annotated[
        list[str] | None,
        typer.Option(
            "--mentee",
            metavar="NAME",
            autocompletion=kindergartens,
            help=N_("The mentees, all of them anew."),
        ),
    ] = None,
    override: params.Override = None,
    reason: Annotated[
        str | None,
        typer.Option("--reason", metavar="TEXT", help=N_("Why. It stays in the history.")),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Correct a visit."""
    from pairing_cli.cli.pairings.moved import moved_notes
    from pairing_cli.services.programme.clearing import clear_fields
    from pairing_cli.services.reports.moved import before_changing
    from pairing_cli.services.visits.recording import correct
    from pairing_cli.services.visits.visit_log import VisitEdit

    run, emptied = run_of(ctx), cleared(ctx)
    changes = VisitEdit(
        form=form,
        span=params.span_of(on, run.as_of) if on else None,
        class_hours=hours,
        topic=topic,
        people=None if by is None and PEOPLE not in emptied else tuple(by or ()),
        teachers=teachers,
        children=children,
        direction=direction,
        goals=None if goal is None and GOALS_SERVED not in emptied else params.goals(goal or ()),
        files=tuple(file or ()),
        next_step=next_,
        note=note,
        gained=gained,
        mentees=None if mentee is None else tuple(mentee),
        override=override,
    )
    with run.writing("visit edit", reason=reason or override, dry_run=dry_run) as store:
        before = before_changing(store, ref, run.as_of, mentee or ())
        clear_fields(store, VISIT, ref, emptied)
        row, answered = correct(store, ref, changes, today=run.today, database=run.path)
        moved = moved_notes(store, before, row)
    return written(
        phrase("Corrected visit {ref}.", ref=row.ref),
        Listing(columns([row]), [row]),
        dry_run=dry_run,
        notes=(*moved, *(each.note for each in answered)),
    )


@command(
    app,
    "confirm",
    N_("Say that a planned visit took place."),
    "pairing visit confirm 4f2a --hours 4 --teachers 12",
)
def confirm(
    ctx: typer.Context,
    ref: params.RefArg,
    on: On = None,
    hours: Hours = None,
    topic: Topic = None,
    by: By = None,
    teachers: Teachers = None,
    children: Children = None,
    file: Files = None,
    note: Note = None,
    gained: Gained = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Say that a planned visit took place."""
    from pairing_cli.cli.pairings.moved import moved_notes
    from pairing_cli.services.reports.moved import before_changing
    from pairing_cli.services.visits.recording import confirm as took_place
    from pairing_cli.services.visits.visit_log import VisitEdit

    run = run_of(ctx)
    changes = VisitEdit(
        span=params.span_of(on, run.as_of) if on else None,
        class_hours=hours,
        topic=topic,
        people=None if by is None else tuple(by),
        teachers=teachers,
        children=children,
        files=tuple(file or ()),
        note=note,
        gained=gained,
    )
    with run.writing("visit confirm", dry_run=dry_run) as store:
        before = before_changing(store, ref, run.as_of)
        row, answered = took_place(store, ref, changes, today=run.today, database=run.path)
        moved = moved_notes(store, before, row)
    return written(
        phrase("Visit {ref} took place on {date}.", ref=row.ref, date=row.date),
        Listing(columns([row]), [row]),
        dry_run=dry_run,
        notes=(*moved, *(each.note for each in answered)),
    )


@command(
    app,
    "cancel",
    N_("Take a visit out of every count."),
    "pairing visit cancel 4f2a --reason 大雪封路",
)
def cancel(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take a visit out of every count; the record stays."""
    from pairing_cli.cli.pairings.moved import moved_notes
    from pairing_cli.services.reports.moved import before_changing
    from pairing_cli.services.visits.visit_log import cancel_visit

    run: Run = run_of(ctx)
    with run.writing("visit cancel", reason=reason, dry_run=dry_run) as store:
        before = before_changing(store, ref, run.as_of)
        row = cancel_visit(store, ref, reason=reason)
        moved = moved_notes(store, before, row)
    return written(
        phrase("Cancelled visit {ref} of {date}.", ref=row.ref, date=row.date),
        Listing(columns([row]), [row]),
        dry_run=dry_run,
        notes=tuple(moved),
    )
