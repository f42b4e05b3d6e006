"""Tasks of plans, imported: each row goes through `plan add-task`'s own service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pairing_cli.domain.errors import NotFound, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan, parse_date
from pairing_cli.domain.time.months import month_left_open, parse_month
from pairing_cli.domain.time.said import month_in_full
from pairing_cli.domain.words.masking import without_masked
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.intake.import_records import Day, Effect, cycle_of
from pairing_cli.services.intake.registers.paper_rows import (
    completed,
    one_day,
    pairing_of,
    pointing,
)
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.plans.plan_days import When
from pairing_cli.services.plans.plan_edit import PlanInput, new_plan
from pairing_cli.services.plans.plan_task_edit import TaskInput, add_task, edit_task
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_form
from pairing_cli.store.writing import Writer

_TASK: Final = """
    SELECT substr(t.id, 25, 8) AS ref, s.title AS stage, t.form_code AS form, t.direction, t.goal,
           t.responsible, t.people, t.note, t.done_on, t.expected
    FROM plan_task AS t LEFT JOIN plan_stage AS s ON s.id = t.stage_id
    WHERE t.plan_id = :plan AND t.title = :title AND t.removed_on IS NULL
        AND (:first IS NULL OR (t.start_date = :first AND t.end_date = :last))
"""


@pointing(
    {
        "bad-count": ["expected", "people"],
        "bad-month": ["month"],
        "end-before-start": ["end"],
        "in-the-future": ["done_on"],
        "no-plan": ["plan"],
        "no-such-form": ["form"],
        "no-such-ref": ["stage"],
        "no-time": ["month"],
        "other-plan": ["stage"],
        "outside-plan": ["start", "month"],
    }
)
def write_task(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Give a plan a task, unless it has it on those days."""
    cycle = cycle_of(store, values, day)
    pairing = pairing_of(store, values, cycle, day)
    when = _when(values, cycle, day)
    plan = _plan(store, values, pairing, cycle, when, day)
    title = one_line(values["title"], phrase("The title"), SHORT_TEXT)
    form = find_form(store, values["form"]).code if "form" in values else None
    entered = TaskInput(
        title=title,
        when=when,
        stage=values.get("stage"),
        form=form,
        direction=values.get("direction"),
        goal=values.get("goal"),
        responsible=values.get("responsible"),
        expected=values.get("expected"),
        people=values.get("people"),
        note=values.get("note"),
        done_on=one_day(values, "done_on"),
    )
    for known in store.rows(
        _TASK,
        plan=plan,
        title=title,
        first=when.span.first.isoformat() if when else None,
        last=when.span.last.isoformat() if when else None,
    ):
        said = {**values, "form": form} if form else values
        return completed(
            store, known, said, "plan edit-task",
            lambda ref: edit_task(store, ref, without_masked(entered), today=day.today),
        )  # fmt: skip
    add_task(store, plan, entered, today=day.today)
    return Effect.ADDED


def _when(values: Mapping[str, Any], cycle: CycleRow, day: Day) -> When | None:
    """The days of a task, or the month; None where neither is told."""
    span: DateSpan | None = values.get("start")
    if span is not None:
        return When.on_days(DateSpan(span.first, one_day(values, "end") or span.last))
    if "end" in values:
        raise UsageError("end-without-start", phrase("An end needs its start."), column="start")
    return _in_month(values["month"], cycle, day) if "month" in values else None


def _in_month(text: str, cycle: CycleRow, day: Day) -> When:
    try:
        month = parse_month(text, day.as_of, within=cycle.span)
        if month_left_open(text):
            day.said[text] = month_in_full(text, month)
        return When.in_month(month)
    except UsageError as no_month:
        # Spreadsheets make the first day of a month of what was typed as 2022-10.
        try:
            first = parse_date(text.partition("T")[0], day.as_of)
        except UsageError:
            raise no_month from None
        if first.day != 1:
            raise no_month from None
        return When.in_month(parse_month(f"{first:%Y-%m}"))


def _plan(
    store: Writer,
    values: Mapping[str, Any],
    pairing: PairingDetail,
    cycle: CycleRow,
    when: When | None,
    day: Day,
) -> str:
    """The plan that a row belongs to: the one with its title, else the one around its days.

    The first plan of a mentee is made where the table names it. A title beside others may be
    a slip, and is refused.
    """
    plans = store.rows(
        "SELECT id, title, start_date, end_date FROM plan"
        " WHERE pairing_id = :pairing AND removed_on IS NULL ORDER BY start_date, id",
        pairing=pairing.id,
    )
    wanted = values.get("plan")
    if wanted and not plans:
        made = new_plan(store, PlanInput(pairing.id, title=wanted), cycle, as_of=day.as_of)
        return made.id
    if not plans:
        raise NotFound(
            "no-plan",
            phrase("{mentee} has no plan yet.", mentee=pairing.mentee),
            hint=phrase("Give it a title in the column for the plan: then it is made."),
        )
    if wanted:
        title = one_line(wanted, phrase("The title"), SHORT_TEXT)
        for plan in plans:
            if plan["title"] == title:
                return str(plan["id"])
        raise NotFound(
            "no-plan",
            phrase("{mentee} has no plan called {title}.", mentee=pairing.mentee, title=title),
            hint=phrase("Its plans: {names}", names=tuple(plan["title"] for plan in plans)),
        )
    first = (when.span.first if when else day.as_of).isoformat()
    around = [plan for plan in plans if plan["start_date"] <= first <= plan["end_date"]]
    return str((around or plans)[-1]["id"])
