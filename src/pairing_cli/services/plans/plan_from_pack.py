"""The stages and tasks that a rule pack brings into a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pairing_cli.domain.errors import NotFound, RuleRefusal, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan, Month
from pairing_cli.services.owing.rules import form_directions, shipped_packs
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.plans.plan_days import When
from pairing_cli.services.plans.plans import plan_by_id
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.rows import Plan, PlanStage, PlanTask
from pairing_cli.store.writing import Writer

if TYPE_CHECKING:
    from pairing_cli.files.rule_pack import PackTask, RulePackFile


def read_pack(store: Writer, code: str) -> RulePackFile:
    """A shipped pack by its code, or the one in a file.

    Raises `NotFound`, `UsageError`, `BadData`.
    """
    shipped = shipped_packs()
    path = Path(code)
    if code in shipped:
        path = shipped[code]
    elif path.suffix not in (".yaml", ".yml"):
        from pairing_cli.files.yaml.spelling import nearest

        near = nearest(code, shipped)
        raise NotFound(
            "no-such-pack",
            phrase("There is no rule pack {pack}.", pack=code),
            hint=phrase("Nearest: {names}", names=near)
            if near
            else phrase("Packs: {names}. Or give the file of your own.", names=tuple(shipped)),
        )
    from pairing_cli.files.rule_pack import read_rule_pack

    pack = read_rule_pack(path, form_directions(store))
    if not pack.tasks and not pack.stages:
        raise UsageError(
            "pack-without-tasks",
            phrase("The pack {pack} has neither stages nor tasks.", pack=pack.code),
            hint=phrase("See the packs and how many tasks they have: pairing rule packs"),
        )
    return pack


def check_new(store: Writer, pairing: PairingDetail, pack: RulePackFile, year: int) -> None:
    """Raise `RuleRefusal` where the pairing has a plan from this pack for this year."""
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


def span_of_pack(pack: RulePackFile, year: int, cycle: CycleRow) -> DateSpan:
    """From the first month that the pack names to its last, inside the cycle where it can."""
    days = [span for task in pack.tasks if (span := _task_span(pack, task, year))]
    days += [
        _months(year, stage.year, stage.first_month, stage.last_month) for stage in pack.stages
    ]
    whole = DateSpan(min(span.first for span in days), max(span.last for span in days))
    return whole.overlap(cycle.span) or whole


def _task_span(pack: RulePackFile, task: PackTask, year: int) -> DateSpan:
    """The months of a pack's task, where its first calendar year is taken for `year`."""
    if task.month is not None:
        return _months(year, task.year or 1, task.month, task.month)
    stage = next(each for each in pack.stages if each.code == task.stage)
    return _months(year, stage.year, stage.first_month, stage.last_month)


def _months(year: int, number: int, first: int, last: int) -> DateSpan:
    start, end = Month(year + number - 1, first), Month(year + number - 1, last)
    return DateSpan(start.span.first, end.span.last)


def fill_from_pack(
    store: Writer, plan: Plan, pack: RulePackFile, year: int, responsible: str | None
) -> None:
    """Give a new plan the stages and tasks of a pack."""
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
        span = _task_span(pack, task, year)
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
