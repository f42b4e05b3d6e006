"""Plans, written: drawn up by hand or from a rule pack's calendar and stages, and edited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pairing_cli.domain.dates import DateSpan, Month
from pairing_cli.domain.errors import NotFound, RuleRefusal, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.wording import NAME, SHORT_TEXT, one_line
from pairing_cli.services.cycles import CycleRow, check_open, find_cycle
from pairing_cli.services.lookup import find_by_ref, find_form
from pairing_cli.services.pairings import PairingDetail
from pairing_cli.services.paperwork_edit import (
    check_not_ahead,
    find_record,
    long,
    open_pairing,
    person,
    short,
)
from pairing_cli.services.plans import PlanRow, TaskRow, plan_by_id, show_task
from pairing_cli.services.rules import shipped_packs
from pairing_cli.store.rows import Need, Plan, PlanStage, PlanTask, TaskNeed
from pairing_cli.store.writing import Writer

if TYPE_CHECKING:
    from pairing_cli.exchange.rule_pack import PackTask, RulePackFile

MOST_EXPECTED: Final = 1000
"""More visits for one task are a slip of the keyboard."""

_PARTS: Final = {"early": (1, 10), "middle": (11, 20), "late": (21, 31)}
"""上旬, 中旬, 下旬: the days of a month that a pack names."""


@dataclass(frozen=True, slots=True)
class PlanWish:
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


@dataclass(frozen=True, slots=True)
class When:
    """When a task is to be done: in a month, or between two days."""

    span: DateSpan
    month: str | None = None

    @classmethod
    def in_month(cls, month: Month, part: str | None = None) -> When:
        """The whole month, or the part of it that a pack names."""
        if part is None:
            return cls(month.span, month.code)
        first, last = _PARTS[part]
        whole = month.span
        end = whole.last.replace(day=min(last, whole.last.day))
        return cls(DateSpan(whole.first.replace(day=first), end), month.code)


@dataclass(frozen=True, slots=True)
class TaskWish:
    """What is told of a task. None leaves a field as it is, "" empties it."""

    title: str | None = None
    when: When | None = None
    stage: str | None = None
    form: str | None = None
    direction: str | None = None
    goal: str | None = None
    responsible: str | None = None
    expected: int | None = None
    people: int | None = None
    note: str | None = None
    needs: tuple[str, ...] = ()
    done_on: dt.date | None = None
    reopened: bool = False


def new_plan(store: Writer, wish: PlanWish, cycle: CycleRow, *, as_of: dt.date) -> PlanRow:
    """Draw up a plan: empty, or with the stages and tasks of a pack.

    Tasks of a pack that lie outside the cycle are taken as they are; `plan lint` names them.
    Raises `NotFound`, `UsageError`, `RuleRefusal`, `BadData`.
    """
    pairing = open_pairing(store, wish.mentee, cycle, as_of)
    whole = DateSpan(dt.date.fromisoformat(pairing.start), dt.date.fromisoformat(pairing.end))
    pack = _pack(store, wish.pack) if wish.pack else None
    year = wish.year if wish.year is not None else cycle.span.first.year
    span = _pack_span(pack, year, cycle) if pack else wish.span or whole
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
    _check_new(store, pairing, pack, year)
    title = short(wish.title, phrase("The title")) or (
        f"{pack.title.zh}（{span.first.year}）" if pack else f"{pairing.mentee}帮扶方案"
    )
    plan = Plan(
        pairing_id=pairing.id,
        title=one_line(title, phrase("The title"), SHORT_TEXT),
        pack=pack.code if pack else None,
        pack_year=year if pack else None,
        on_date=wish.on or as_of,
        start_date=span.first,
        end_date=span.last,
        note=long(wish.note, phrase("The note")),
    )
    store.add(plan)
    if pack:
        _fill(store, plan, pack, year, person(wish.responsible) if wish.responsible else None)
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
    plan = _open_plan(store, key)
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
    plan = _open_plan(store, key)
    _check_inside(span, plan)
    store.add(
        PlanStage(
            plan_id=plan.id,
            position=_next(store, "plan_stage", plan.id),
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
    plan = _open_plan(store, stage.plan_id)
    if title is not None:
        stage.title = one_line(title, phrase("The title"), SHORT_TEXT)
    if goal is not None:
        stage.goal = long(goal, phrase("The goal"))
    if span is not None:
        _check_inside(span, plan)
        stage.start_date, stage.end_date = span.first, span.last
    store.change(stage)
    return plan_by_id(store, plan.id)


def add_task(store: Writer, key: str, wish: TaskWish, *, today: dt.date) -> TaskRow:
    """Give a plan another task. Raises `UsageError`, `NotFound`, `BadData`."""
    plan = _open_plan(store, key)
    if wish.title is None:
        raise UsageError("no-title", phrase("Say what is to be done: --title TEXT"))
    stage = _stage(store, plan, wish.stage) if wish.stage else None
    if wish.when is None and stage is None:
        raise UsageError(
            "no-time",
            phrase("Say when: --month YYYY-MM, --on DATE[..DATE], or --stage REF"),
        )
    when = wish.when or When(_stage_span(stage))
    task = PlanTask(
        plan_id=plan.id,
        position=_next(store, "plan_task", plan.id),
        title=one_line(wish.title, phrase("The title"), SHORT_TEXT),
        start_date=when.span.first,
        end_date=when.span.last,
        month=when.month,
    )
    _fill_task(store, plan, task, wish, today)
    store.add(task)
    _link_needs(store, plan, task, wish.needs)
    return show_task(store, task.id)


def edit_task(store: Writer, ref: str, wish: TaskWish, *, today: dt.date) -> TaskRow:
    """Change a task. Raises `UsageError`, `NotFound`, `BadData`, `RuleRefusal`."""
    task = find_record(store, PlanTask, ref)
    plan = _open_plan(store, task.plan_id)
    if wish.title is not None:
        task.title = one_line(wish.title, phrase("The title"), SHORT_TEXT)
    if wish.when is not None:
        task.start_date, task.end_date = wish.when.span.first, wish.when.span.last
        task.month = wish.when.month
    _fill_task(store, plan, task, wish, today)
    store.change(task)
    _link_needs(store, plan, task, wish.needs)
    return show_task(store, task.id)


def _open_plan(store: Writer, key: str) -> Plan:
    plan = find_record(store, Plan, key)
    # Two cycles never share a pairing, so the pairing's own cycle is the one to be open.
    cycle = store.value(
        "SELECT cycle FROM pairings WHERE id = :id",
        id=plan.pairing_id,
    )
    check_open(find_cycle(store, str(cycle), plan.start_date))
    return plan


def open_task(store: Writer, ref: str) -> PlanTask:
    """A task of a plan that is in force, to be written. Raises `NotFound`, `RuleRefusal`."""
    task = find_record(store, PlanTask, ref)
    _open_plan(store, task.plan_id)
    return task


# --- Tasks ------------------------------------------------------------------------------------


def _fill_task(store: Writer, plan: Plan, task: PlanTask, wish: TaskWish, today: dt.date) -> None:
    _check_inside(DateSpan(task.start_date, task.end_date), plan)
    if wish.stage is not None:
        task.stage_id = _stage(store, plan, wish.stage).id if wish.stage else None
    if wish.form is not None:
        task.form_code = find_form(store, wish.form).code if wish.form else None
    for name, code in (("direction", wish.direction), ("goal", wish.goal)):
        if code is not None:
            setattr(task, name, code or None)
    if wish.responsible is not None:
        task.responsible = short(wish.responsible, phrase("A person's name"), NAME)
    for field, value in (("expected", wish.expected), ("people", wish.people)):
        if value is not None:
            if not 1 <= value <= MOST_EXPECTED:
                raise UsageError(
                    "bad-count",
                    phrase("{count} can't be; 1 to {most} are.", count=value, most=MOST_EXPECTED),
                )
            setattr(task, field, value)
    if wish.note is not None:
        task.note = long(wish.note, phrase("The note"))
    if wish.done_on is not None:
        check_not_ahead(wish.done_on, today)
    if wish.reopened or wish.done_on is not None:
        task.done_on = wish.done_on


def _link_needs(store: Writer, plan: Plan, task: PlanTask, refs: tuple[str, ...]) -> None:
    known = {link.need_id for link in store.where(TaskNeed, task_id=task.id)}
    for ref in refs:
        need = find_record(store, Need, ref)
        if need.pairing_id != plan.pairing_id:
            raise UsageError("other-pairing", phrase("{ref} belongs to another pairing.", ref=ref))
        if need.id not in known:
            known.add(need.id)
            store.add(TaskNeed(task_id=task.id, need_id=need.id))


def _check_inside(span: DateSpan, plan: Plan) -> None:
    """A task lies inside its plan, and a plan's tasks inside the cycle."""
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
            hint=phrase("To lengthen the plan: pairing plan edit REF --from DATE --to DATE"),
        )


def _stage(store: Writer, plan: Plan, ref: str) -> PlanStage:
    """A stage of this plan, by its title or ref."""
    for stage in store.where(PlanStage, plan_id=plan.id, removed_on=None):
        if stage.title == ref.strip():
            return stage
    stage = find_record(store, PlanStage, find_by_ref(store, "plan_stage", ref))
    if stage.plan_id != plan.id:
        raise UsageError("other-plan", phrase("{ref} is a stage of another plan.", ref=ref))
    return stage


def _stage_span(stage: PlanStage | None) -> DateSpan:
    assert stage is not None  # noqa: S101 - a task without days has a stage
    return DateSpan(stage.start_date, stage.end_date)


def _next(store: Writer, table: str, plan_id: str) -> int:
    last = store.value(f"SELECT max(position) FROM {table} WHERE plan_id = :id", id=plan_id)
    return 0 if last is None else int(last) + 1


# --- From a pack ------------------------------------------------------------------------------


def _pack(store: Writer, code: str) -> RulePackFile:
    shipped = shipped_packs()
    path = Path(code)
    if code in shipped:
        path = shipped[code]
    elif path.suffix not in (".yaml", ".yml"):
        from pairing_cli.exchange.strict_yaml import nearest

        near = nearest(code, shipped)
        raise NotFound(
            "no-such-pack",
            phrase("There is no rule pack {pack}.", pack=code),
            hint=phrase("Nearest: {names}", names=near)
            if near
            else phrase("Packs: {names}. Or give the file of your own.", names="、".join(shipped)),
        )
    from pairing_cli.exchange.rule_pack import read_rule_pack

    pack = read_rule_pack(path, {row["code"] for row in store.rows("SELECT code FROM form")})
    if not pack.tasks and not pack.stages:
        raise UsageError(
            "pack-without-tasks",
            phrase("The pack {pack} has neither stages nor tasks.", pack=pack.code),
            hint=phrase("See the packs and how many tasks they have: pairing rule packs"),
        )
    return pack


def _check_new(store: Writer, pairing: PairingDetail, pack: RulePackFile | None, year: int) -> None:
    if pack is None:
        return
    for known in store.where(
        Plan, pairing_id=pairing.id, pack=pack.code, pack_year=year, removed_on=None
    ):
        raise RuleRefusal(
            "already-there",
            phrase(
                "{mentee} has a plan from {pack} for {year} already: {ref}.",
                mentee=pairing.mentee,
                pack=pack.code,
                year=year,
                ref=plan_by_id(store, known.id).ref,
            ),
            hint=phrase(
                "To begin anew: pairing plan remove {ref} --reason TEXT",
                ref=plan_by_id(store, known.id).ref,
            ),
        )


def _pack_span(pack: RulePackFile, year: int, cycle: CycleRow) -> DateSpan:
    """From the first month that the pack names to its last, inside the cycle where it can."""
    days = [span for task in pack.tasks if (span := pack_task_span(pack, task, year))]
    days += [
        _months(year, stage.year, stage.first_month, stage.last_month) for stage in pack.stages
    ]
    whole = DateSpan(min(span.first for span in days), max(span.last for span in days))
    return whole.overlap(cycle.span) or whole


def pack_task_span(pack: RulePackFile, task: PackTask, year: int) -> DateSpan:
    """The months of a pack's task, where its first calendar year is taken for `year`."""
    if task.month is not None:
        return _months(year, task.year or 1, task.month, task.month)
    stage = next(each for each in pack.stages if each.code == task.stage)
    return _months(year, stage.year, stage.first_month, stage.last_month)


def _months(year: int, number: int, first: int, last: int) -> DateSpan:
    start, end = Month(year + number - 1, first), Month(year + number - 1, last)
    return DateSpan(start.span.first, end.span.last)


def _fill(
    store: Writer, plan: Plan, pack: RulePackFile, year: int, responsible: str | None
) -> None:
    stages = {}
    for position, stage in enumerate(pack.stages):
        span = _months(year, stage.year, stage.first_month, stage.last_month)
        row = PlanStage(
            plan_id=plan.id,
            position=position,
            title=stage.title.zh,
            goal=stage.goals.zh if stage.goals else None,
            start_date=span.first,
            end_date=span.last,
        )
        store.add(row)
        stages[stage.code] = row.id
    rows = []
    for position, task in enumerate(pack.tasks):
        span = pack_task_span(pack, task, year)
        when = (
            When.in_month(Month(span.first.year, span.first.month), task.part)
            if task.month is not None
            else When(span)
        )
        rows.append(
            PlanTask(
                plan_id=plan.id,
                stage_id=stages.get(task.stage) if task.stage else None,
                position=position,
                title=task.title.zh,
                month=when.month,
                start_date=when.span.first,
                end_date=when.span.last,
                form_code=task.form,
                direction=task.direction,
                responsible=responsible,
                expected=task.count or 1,
                people=task.people,
            )
        )
    store.add_all(rows)
