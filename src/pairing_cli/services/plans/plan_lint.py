"""What a plan still lacks before the term starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pairing_cli.domain.errors import InputError
from pairing_cli.domain.owed.rules import RuleKind
from pairing_cli.domain.owed.settling import DONE, Figure, State
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.paperwork import Finding
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.words.wording import as_word
from pairing_cli.files.rule_pack import RulePackFile, parse_rule_pack, read_rule_pack
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.rules import RuleInfo, shipped_packs
from pairing_cli.services.plans.plans import PlanDetail, PlanRow, TaskRow, list_tasks, show_plan
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

_LETTERS: Final = ("responsibility_letter", "agreement")


@dataclass(frozen=True, slots=True)
class LintRow:
    """One finding, and what to do about it."""

    finding: str
    mentee: str
    plan: str
    ref: str | None
    """Of the task or stage that is meant, if one is."""
    rule: str | None
    period: str | None
    message: Phrase
    hint: Phrase


def lint(store: Reader, plan: PlanRow, cycle: CycleRow, as_of: dt.date) -> list[LintRow]:
    """Everything that `plan` lacks, in the order in which one mends it.

    What is owed is looked at for the periods that end inside the plan; visits that were made
    or planned without a task count, too.
    """
    found = show_plan(store, plan)
    return [
        *_empty(found),
        *_stages(found),
        *_outside(found, cycle),
        *_months(store, found),
        *_responsible(found),
        *_owed(store, found, cycle, as_of),
    ]


def _row(
    found: PlanDetail,
    finding: Finding,
    message: Phrase,
    hint: Phrase,
    *,
    ref: str | None = None,
    rule: str | None = None,
    period: str | None = None,
) -> LintRow:
    return LintRow(finding, found.plan.mentee, found.plan.ref, ref, rule, period, message, hint)


# --- The plan itself --------------------------------------------------------------------------


def _empty(found: PlanDetail) -> Iterator[LintRow]:
    if not found.tasks:
        yield _row(
            found,
            Finding.EMPTY_PLAN,
            phrase("The plan has no task."),
            phrase("pairing plan add-task {ref} --title TEXT --month YYYY-MM", ref=found.plan.ref),
        )


def _stages(found: PlanDetail) -> Iterator[LintRow]:
    for stage in found.stages:
        if not stage.goal:
            yield _row(
                found,
                Finding.STAGE_WITHOUT_GOAL,
                phrase("Stage {stage} has no goal.", stage=stage.title),
                phrase("pairing plan edit-stage {ref} --goal TEXT", ref=stage.ref),
                ref=stage.ref,
            )
        if not stage.tasks:
            yield _row(
                found,
                Finding.STAGE_WITHOUT_TASK,
                phrase("Stage {stage} has no task.", stage=stage.title),
                phrase(
                    "pairing plan add-task {ref} --title TEXT --stage {stage}",
                    ref=found.plan.ref,
                    stage=stage.ref,
                ),
                ref=stage.ref,
            )


def _outside(found: PlanDetail, cycle: CycleRow) -> Iterator[LintRow]:
    for task in found.tasks:
        if task.start < cycle.start or task.end > cycle.end:
            yield _row(
                found,
                Finding.OUTSIDE_CYCLE,
                phrase(
                    "{task} ({when}) lies outside cycle {cycle} ({start} to {end}).",
                    task=task.title,
                    when=task.when,
                    cycle=cycle.code,
                    start=cycle.start,
                    end=cycle.end,
                ),
                phrase(
                    "pairing plan edit-task {ref} --month YYYY-MM, or remove-task {ref}",
                    ref=task.ref,
                ),
                ref=task.ref,
            )


def _months(store: Reader, found: PlanDetail) -> Iterator[LintRow]:
    """Months that the pack fills and the plan leaves empty."""
    pack = _pack_of(store, found.plan)
    if pack is None or found.plan.pack_year is None:
        return
    filled = {month.code for task in found.tasks for month in _span(task).months()}
    wanted = {
        f"{found.plan.pack_year + (task.year or 1) - 1}-{task.month:02d}": task
        for task in reversed(pack.tasks)
        if task.month is not None
    }
    for code, task in sorted(wanted.items()):
        if code not in filled and found.plan.start[:7] <= code <= found.plan.end[:7]:
            yield _row(
                found,
                Finding.EMPTY_MONTH,
                phrase(
                    "Nothing is planned in {month}; {pack} has “{task}” there.",
                    month=code,
                    pack=pack.code,
                    task=task.title,
                ),
                phrase(
                    "pairing plan add-task {ref} --title TEXT --month {month}",
                    ref=found.plan.ref,
                    month=code,
                ),
                period=code,
            )


def _pack_of(store: Reader, plan: PlanRow) -> RulePackFile | None:
    """The pack that the plan came from, while it can be read."""
    path = shipped_packs().get(plan.pack or "")
    if path is not None:
        return read_rule_pack(path)
    content = store.value(
        "SELECT content FROM rule_pack WHERE code = :code ORDER BY active DESC, id DESC",
        code=plan.pack,
    )
    try:
        return parse_rule_pack(content, str(plan.pack)) if content else None
    except InputError:
        return None


def _responsible(found: PlanDetail) -> Iterator[LintRow]:
    for task in found.tasks:
        if task.responsible is None:
            yield _row(
                found,
                Finding.NO_RESPONSIBLE,
                phrase("{task} ({when}) has nobody responsible.", task=task.title, when=task.when),
                phrase("pairing plan edit-task {ref} --responsible NAME", ref=task.ref),
                ref=task.ref,
            )


# --- What rules ask of it ---------------------------------------------------------------------

_OTHER_VISITS: Final = """
    SELECT v.start_date, v.form, v.direction, v.state, v.class_hours
    FROM pairing_visits AS v
    WHERE v.pairing_id = :pairing_id AND v.state IN ('done', 'planned')
"""


def _owed(store: Reader, found: PlanDetail, cycle: CycleRow, as_of: dt.date) -> Iterator[LintRow]:
    figures = figures_of(store, cycle, as_of, among=[found.plan.pairing_id])
    visits = store.rows(_OTHER_VISITS, pairing_id=found.plan.pairing_id)
    tasks = _all_tasks(store, found)
    for pairing in figures.pairings:
        for rule_id, owed in pairing.by_rule.items():
            info = figures.rules[rule_id]
            for figure in owed:
                if figure.state in (*DONE, State.WAIVED):
                    continue
                if info.fact in _LETTERS:
                    yield _unsigned(store, found, info, figure)
                elif info.kind == RuleKind.QUOTA and _is_ahead(figure, found.plan):
                    planned = _planned(info, figure, tasks, visits)
                    if planned < _wanted(info, figure):
                        yield _not_planned(found, info, figure, planned)


def _all_tasks(store: Reader, found: PlanDetail) -> list[TaskRow]:
    """The tasks of this plan and of the pairing's others: together they cover what is owed."""
    rows = store.rows(
        "SELECT id FROM plan WHERE pairing_id = :pairing_id AND removed_on IS NULL AND id <> :id",
        pairing_id=found.plan.pairing_id,
        id=found.plan.id,
    )
    return [*found.tasks, *(task for row in rows for task in list_tasks(store, row["id"]))]


def _is_ahead(figure: Figure, plan: PlanRow) -> bool:
    """Whether the plan has to see to it: what was missed can't be planned any more."""
    in_plan = plan.start <= figure.owed.due.isoformat() <= plan.end
    return in_plan and figure.state is not State.MISSED


def _wanted(info: RuleInfo, figure: Figure) -> float:
    """How many visits must be in sight. Class-hours, days and people of a visit aren't known
    beforehand, so one visit is enough for them.
    """
    return figure.owed.need if info.measure in ("visits", "months") else 1


def _planned(
    info: RuleInfo,
    figure: Figure,
    tasks: Sequence[TaskRow],
    visits: Sequence[Mapping[str, Any]],
) -> int:
    """Visits that were made or are planned in the period, and tasks still to be planned."""
    counting = figure.owed.period.counting
    total = 0
    for visit in visits:
        day = dt.date.fromisoformat(visit["start_date"])
        if counting.contains(day) and _fits(info, visit["form"], visit["direction"]):
            total += 1
    for task in tasks:
        if (
            task.form is not None
            and _span(task).overlap(counting)
            and _fits(info, task.form, task.direction)
        ):
            total += max(0, task.expected - task.done - task.planned)
    return total


def _fits(info: RuleInfo, form: str, direction: str | None) -> bool:
    return (not info.forms or form in info.forms) and (
        info.direction is None or direction is None or direction == info.direction
    )


def _not_planned(found: PlanDetail, info: RuleInfo, figure: Figure, planned: int) -> LintRow:
    return _row(
        found,
        Finding.NOT_PLANNED,
        phrase(
            "{rule} ({period}): {need} owed ({unit}), {planned} visits planned or done.",
            rule=info.title,
            period=figure.owed.period.label,
            need=plain(figure.owed.need),
            unit=MEASURES[info.measure],
            planned=planned,
        ),
        phrase(
            "pairing plan add-task {ref} --title TEXT --month {month} --form {form}",
            ref=found.plan.ref,
            month=figure.owed.due.isoformat()[:7],
            form=info.forms[0] if info.forms else Label("形式", "FORM"),
        ),
        rule=info.code,
        period=figure.owed.period.code,
    )


def _unsigned(store: Reader, found: PlanDetail, info: RuleInfo, figure: Figure) -> LintRow:
    due = store.value(
        "SELECT due_on FROM agreement WHERE pairing_id = :pairing_id AND kind = :kind"
        " AND removed_on IS NULL AND signed_on IS NULL ORDER BY id DESC",
        pairing_id=found.plan.pairing_id,
        kind=info.fact,
    )
    return _row(
        found,
        Finding.LETTER_UNSIGNED,
        phrase(
            "{rule}: not signed; due on {day}.",
            rule=info.title,
            day=due or figure.owed.due.isoformat(),
        ),
        phrase(
            "pairing agreement add {mentee} --kind {kind} --signed DATE --signatory NAME",
            mentee=as_word(found.plan.mentee),
            kind=info.fact,
        ),
        rule=info.code,
        period=figure.owed.period.code,
    )


def _span(task: TaskRow) -> DateSpan:
    return DateSpan.stored(dt.date.fromisoformat(task.start), dt.date.fromisoformat(task.end))
