"""Plans and their stages, written: drawn up by hand or from a rule pack, and edited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.pairings.pairing_records import (
    long,
    open_pairing,
    person,
    short,
)
from pairing_cli.services.plans.plan_from_pack import (
    check_new,
    fill_from_pack,
    read_pack,
    span_of_pack,
)
from pairing_cli.services.plans.plans import PlanRow, plan_by_id
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.records import find_record
from pairing_cli.store.rows import Plan, PlanStage, PlanTask
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class PlanInput:
    """A plan to be drawn up. Text is as typed."""

    mentee: str
    pack: str | None = None
    year: int | None = None
    title: str | None = None
    on: dt.date | None = None
    span: DateSpan | None = None
    responsible: str | None = None
    """Of every task that the pack brings."""
    note: str | None = None


def new_plan(store: Writer, entered: PlanInput, cycle: CycleRow, *, as_of: dt.date) -> PlanRow:
    """Draw up a plan: empty, or with the stages and tasks of a pack.

    Tasks of a pack that lie outside the cycle are taken as they are; `plan lint` names them.
    Raises `NotFound`, `UsageError`, `RuleRefusal`, `BadData`.
    """
    pairing = open_pairing(store, entered.mentee, cycle, as_of)
    whole = DateSpan.stored(
        dt.date.fromisoformat(pairing.start), dt.date.fromisoformat(pairing.end)
    )
    pack = read_pack(store, entered.pack) if entered.pack else None
    year = entered.year if entered.year is not None else cycle.span.first.year
    span = span_of_pack(pack, year, cycle) if pack else entered.span or whole
    if not span.overlap(whole):
        raise UsageError(
            "outside-cycle",
            phrase(
                "A plan from {first} to {last} lies outside the pairing ({start} to {end}).",
                first=span.first.isoformat(),
                last=span.last.isoformat(),
                start=pairing.start,
                end=pairing.end,
            ),
            hint=phrase("Give another year: --year YYYY"),
        )
    if pack:
        check_new(store, pairing, pack, year)
    title = short(entered.title, phrase("The title")) or (
        f"{pack.title.zh}（{span.first.year}）" if pack else f"{pairing.mentee}帮扶方案"
    )
    plan = Plan(
        pairing_id=pairing.id,
        title=one_line(title, phrase("The title"), SHORT_TEXT),
        pack=pack.code if pack else None,
        pack_year=year if pack else None,
        on_date=entered.on or as_of,
        start_date=span.first,
        end_date=span.last,
        note=long(entered.note, phrase("The note")),
    )
    store.add(plan)
    if pack:
        fill_from_pack(
            store, plan, pack, year, person(entered.responsible) if entered.responsible else None
        )
    return plan_by_id(store, plan.id)


def edit_plan(
    store: Writer,
    key: str,
    *,
    title: str | None = None,
    on: dt.date | None = None,
    span: DateSpan | None = None,
    note: str | None = None,
    responsible: str | None = None,
) -> PlanRow:
    """Change a plan; `responsible` is who answers for the tasks that have nobody yet."""
    plan = find_record(store, Plan, key)
    if title is not None:
        plan.title = one_line(title, phrase("The title"), SHORT_TEXT)
    if note is not None:
        plan.note = long(note, phrase("The note"))
    if span is not None:
        plan.start_date, plan.end_date = span.first, span.last
    store.change(plan, on_date=on or plan.on_date)
    if responsible is not None:
        who = person(responsible)
        for task in store.where(PlanTask, plan_id=plan.id, removed_on=None, responsible=None):
            store.change(task, responsible=who)
    return plan_by_id(store, plan.id)


def add_stage(
    store: Writer, key: str, title: str, span: DateSpan, *, goal: str | None = None
) -> PlanRow:
    """Give a plan another stage. Raises `UsageError` outside the plan."""
    plan = find_record(store, Plan, key)
    check_inside(span, plan)
    store.add(
        PlanStage(
            plan_id=plan.id,
            position=next_position(store, "plan_stage", plan.id),
            title=one_line(title, phrase("The title"), SHORT_TEXT),
            goal=long(goal, phrase("The goal")),
            start_date=span.first,
            end_date=span.last,
        )
    )
    return plan_by_id(store, plan.id)


def edit_stage(
    store: Writer,
    ref: str,
    *,
    title: str | None = None,
    goal: str | None = None,
    span: DateSpan | None = None,
) -> PlanRow:
    """Change a stage. Raises `NotFound`, `UsageError`, `BadData`."""
    stage = find_record(store, PlanStage, ref)
    plan = find_record(store, Plan, stage.plan_id)
    if title is not None:
        stage.title = one_line(title, phrase("The title"), SHORT_TEXT)
    if goal is not None:
        stage.goal = long(goal, phrase("The goal"))
    if span is not None:
        check_inside(span, plan)
        stage.start_date, stage.end_date = span.first, span.last
    store.change(stage)
    return plan_by_id(store, plan.id)


def check_inside(span: DateSpan, plan: Plan) -> None:
    """Raise `UsageError` for days of a stage or task outside its plan."""
    if not (plan.start_date <= span.first and span.last <= plan.end_date):
        raise UsageError(
            "outside-plan",
            phrase(
                "{first} to {last} lies outside the plan ({start} to {end}).",
                first=span.first.isoformat(),
                last=span.last.isoformat(),
                start=plan.start_date.isoformat(),
                end=plan.end_date.isoformat(),
            ),
            hint=phrase("To lengthen the plan: pairing plan edit REF --start DATE --end DATE"),
        )


def next_position(store: Writer, table: str, plan_id: str) -> int:
    """The place after the last stage or task of a plan; `table` is one of the two."""
    last = store.value(f"SELECT max(position) FROM {table} WHERE plan_id = :id", id=plan_id)
    return 0 if last is None else int(last) + 1
