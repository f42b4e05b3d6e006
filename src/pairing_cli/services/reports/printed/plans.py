"""The yearly plan of a pairing as a paper."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pairing_cli.domain.paperwork import TASK_STATES
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import GOALS
from pairing_cli.files.printed.papers import write_docx
from pairing_cli.services.owing.rules import list_rules
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.papers.groups import list_groups
from pairing_cli.services.plans.plans import PlanDetail, PlanRow, TaskRow
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.printed.blocks import to_be_written
from pairing_cli.services.reports.printed.papers import quoted
from pairing_cli.services.reports.printed.voice import Voice, section_numbered
from pairing_cli.store.reading import Reader


def write_plan(
    store: Reader,
    found: PlanDetail,
    cycle: CycleRow,
    target: Path,
    voice: Voice,
    *,
    template: Path | None = None,
) -> None:
    """Print a plan. Raises `BadData`, `InputMissing`, `CannotCreate`."""
    write_docx(
        voice.template("plan.docx", template), plan_values(store, found, cycle, voice), target
    )


def plan_values(store: Reader, found: PlanDetail, cycle: CycleRow, voice: Voice) -> dict[str, Any]:
    """What the template of a plan is filled with."""
    plan = found.plan
    parts = [
        {
            "title": stage.title,
            "goal": stage.goal or "",
            "tasks": task_rows([task for task in found.tasks if task.stage_id == stage.id], voice),
        }
        for stage in found.stages
    ]
    loose = [task for task in found.tasks if task.stage_id is None]
    if loose or not parts:
        title = phrase("Other tasks") if parts else phrase("Tasks")
        parts.append({"title": voice.say(title), "goal": "", "tasks": task_rows(loose, voice)})
    for at, part in enumerate(parts):
        name = str(part["title"])
        alone = name if found.stages else ""  # nothing is numbered that stands alone
        part["heading"] = section_numbered(at, name, voice) if len(parts) > 1 else alone
    return {
        "title": plan.title,
        "pairing": voice.say(
            phrase("{mentor} helps {mentee}", mentor=plan.mentor, mentee=plan.mentee)
        ),
        "mentor": plan.mentor,
        "mentee": plan.mentee,
        "start": voice.day(plan.start),
        "end": voice.day(plan.end),
        "note": plan.note or "",
        "principles": _principles(store, plan, cycle, voice),
        "aims": _aims(store, found, voice),
        "parts": parts,
        "responsible": _responsible(store, found, cycle, voice),
        "made": voice.day(plan.on_date),
    }


def _principles(store: Reader, plan: PlanRow, cycle: CycleRow, voice: Voice) -> list[str]:
    """What the plan goes by: the scheme, whom it is for, and what somebody noted."""
    scheme = next(
        (rule.document_title for rule in list_rules(store, cycle) if rule.ledger == "scheme"), None
    )
    basis = quoted(voice.say(scheme), voice) if scheme else voice.say(phrase("the pairing scheme"))
    said = phrase(
        "By {basis}, and by what {mentee} needs, {mentor} helps with its experience, so that both"
        " get better.",
        basis=basis,
        mentor=plan.mentor,
        mentee=plan.mentee,
    )
    return [voice.say(said), *(line for line in (plan.note or "").splitlines() if line.strip())]


def _aims(store: Reader, found: PlanDetail, voice: Voice) -> list[str]:
    """The aims of the scheme that tasks serve, the needs that they answer; a marked blank."""
    goals = dict.fromkeys(GOALS[task.goal] for task in found.tasks if task.goal)
    needs = [
        row["wording"]
        for row in store.rows(
            "SELECT DISTINCT n.id, n.wording FROM task_need AS x"
            " INNER JOIN need AS n ON n.id = x.need_id"
            " INNER JOIN plan_task AS t ON t.id = x.task_id"
            " WHERE t.plan_id = :id AND n.removed_on IS NULL ORDER BY n.id",
            id=found.plan.id,
        )
    ]
    said = [stage.goal for stage in found.stages if stage.goal]
    if goals:
        said.append(voice.say(phrase("Aims of the scheme: {goals}.", goals=tuple(goals))))
    if needs:
        said.append(voice.say(phrase("Needs to be met: {needs}.", needs=tuple(needs))))
    return said or [to_be_written(Label("目标", "aims"), voice)]


def _responsible(store: Reader, found: PlanDetail, cycle: CycleRow, voice: Voice) -> list[str]:
    """Who heads the groups of both sides, and which tasks each person answers for."""
    plan = found.plan
    wanted = PairingFilter(mentee=plan.mentee)
    groups = list_groups(store, cycle, wanted, dt.date.fromisoformat(plan.end))
    said = [
        voice.say(phrase("{of}: head of the leading group {head}.", of=group.of, head=group.head))
        for group in groups
        if group.head and group.pairing_id == plan.pairing_id
    ]
    by_person: dict[str, list[str]] = defaultdict(list)
    for task in found.tasks:
        if task.responsible:
            by_person[task.responsible].append(task.title)
    said += [
        voice.say(phrase("{name}: {tasks}.", name=name, tasks=tuple(dict.fromkeys(tasks))))
        for name, tasks in by_person.items()
    ]
    nobody = sum(not task.responsible for task in found.tasks)
    if nobody or not said:
        blank = (
            Label(f"责任人（{nobody}项任务）", f"who answers for {nobody} tasks")
            if nobody
            else Label("责任人", "who answers for it")
        )
        said.append(to_be_written(blank, voice))
    return said


def task_rows(tasks: Iterable[TaskRow], voice: Voice) -> list[dict[str, Any]]:
    """Tasks as a paper lists them."""
    return [
        {
            "number": number,
            "when": _when(task, voice),
            "title": task.title,
            "form": voice.say(task.form_label) if task.form_label else "",
            "expected": task.expected,
            "responsible": task.responsible or "",
            "state": voice.say(TASK_STATES[task.state]),
        }
        for number, task in enumerate(tasks, 1)
    ]


def _when(task: TaskRow, voice: Voice) -> str:
    """The month or the days: 2022年10月, 2022年11月7日至11日."""
    if task.when == task.month:
        return voice.period(task.when)
    return voice.days(task.start, task.end)
