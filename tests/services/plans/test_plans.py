"""Plans: drawn from packs, looked at for gaps, turned into visits, answered by them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pairing_cli.domain.errors import NotFound, PairingError, RuleRefusal, UsageError
from pairing_cli.domain.time.dates import DateSpan, Month
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.services.keeping.undoing import redo, undo
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.pairing_records import remove_record
from pairing_cli.services.papers.agreement_edit import AgreementInput, add_agreement
from pairing_cli.services.plans.plan_days import When
from pairing_cli.services.plans.plan_edit import PlanInput, add_stage, edit_plan, new_plan
from pairing_cli.services.plans.plan_lint import lint
from pairing_cli.services.plans.plan_task_edit import TaskInput, add_task, edit_task
from pairing_cli.services.plans.plan_visits import schedule_plan, schedule_task
from pairing_cli.services.plans.plans import (
    PlanRow,
    TaskRow,
    find_plan,
    list_plans,
    list_tasks,
    show_plan,
    tasks_due,
)
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.services.visits.answering import answer_tasks
from pairing_cli.services.visits.recording import correct, record
from pairing_cli.services.visits.visit_log import VisitEdit, VisitEntry, cancel_visit, confirm_visit
from pairing_cli.services.visits.visits import VisitFilter, VisitRow, list_visits, show_visit
from pairing_cli.store.rows import PlanTask
from tests.services.programme import content_of, reader, writer
from tests.services.seeded import cycle_in, log, seeded_at

DAY = dt.date(2022, 8, 25)
LATER = dt.date(2026, 1, 1)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The seeded programme."""
    return seeded_at(tmp_path / "p.db")


def new(db: Path, pack: str | None = "autumn-calendar", year: int | None = 2022) -> PlanRow:
    with writer(db, "plan new") as store:
        entered = PlanInput("隆子县", pack=pack, year=year)
        return new_plan(store, entered, cycle_in(store), as_of=DAY)


def task(db: Path, plan: PlanRow, title: str, month: tuple[int, int], **more: object) -> TaskRow:
    entered = TaskInput(title=title, when=When.in_month(Month(*month)), **more)  # type: ignore[arg-type]
    with writer(db, "plan add-task") as store:
        return add_task(store, plan.id, entered, today=LATER)


def tasks(db: Path, plan: PlanRow) -> dict[str, TaskRow]:
    with reader(db) as store:
        return {row.title: row for row in list_tasks(store, plan.id, every=True)}


def found(db: Path, plan: PlanRow) -> list[tuple[str, str | None]]:
    with reader(db) as store:
        return [(row.finding, row.period) for row in lint(store, plan, cycle_in(store), DAY)]


def planned(db: Path) -> list[VisitRow]:
    with reader(db) as store:
        return list_visits(store, cycle_in(store), VisitFilter(state="planned"))


def answer(db: Path, ref: str, *refs: str) -> list[str | None]:
    with writer(db, "answer") as store:
        key = find_by_ref(store, "visit", ref)
        return [each.replaced for each in answer_tasks(store, key, task_refs=refs)]


# --- From a pack ------------------------------------------------------------------------------


def test_a_calendar_gives_its_tasks_in_the_months_of_its_two_years(db: Path) -> None:
    plan = new(db)
    months = [row.month for row in tasks(db, plan).values()]
    assert months == [
        *["2022-09"] * 2, *["2022-10"] * 3, "2022-11", "2022-12", *["2023-01"] * 3
    ]  # fmt: skip
    assert (plan.start, plan.end, plan.without_responsible) == ("2022-09-01", "2023-01-31", 10)


def test_stages_of_a_pack_come_with_goals_and_their_tasks(db: Path) -> None:
    plan = new(db, "five-ones")
    with reader(db) as store:
        detail = show_plan(store, plan)
    assert detail.stages[0].title.startswith("第一阶段")
    assert detail.stages[0].goal
    assert {row.stage for row in detail.tasks} >= {detail.stages[0].title}


def test_the_same_pack_twice_in_one_year_is_refused(db: Path) -> None:
    new(db)
    before = content_of(db)
    with pytest.raises(RuleRefusal) as refused:
        new(db)
    assert refused.value.code == "already-there"
    assert content_of(db) == before
    assert new(db, year=2023).start == "2023-09-01"


@pytest.mark.parametrize(
    ("pack", "year", "error", "code"),
    [
        ("autum-calendar", 2022, NotFound, "no-such-pack"),
        ("autumn-calendar", 2030, UsageError, "outside-cycle"),
        ("term-quotas", 2022, UsageError, "pack-without-tasks"),
    ],
)
def test_packs_that_give_no_plan(
    db: Path, pack: str, year: int, error: type[PairingError], code: str
) -> None:
    before = content_of(db)
    with pytest.raises(error) as refused:
        new(db, pack, year)
    assert refused.value.code == code
    assert content_of(db) == before


def test_a_mentee_with_several_plans_means_the_present_one_then_the_next(db: Path) -> None:
    autumn = new(db)
    spring = new(db, "spring-calendar", 2023)
    with reader(db) as store:
        cycle = cycle_in(store)
        assert find_plan(store, "隆子县", cycle, DAY).id == autumn.id
        assert find_plan(store, "隆子县", cycle, dt.date(2023, 4, 1)).id == spring.id
        assert find_plan(store, autumn.ref, cycle, dt.date(2023, 4, 1)).id == autumn.id
        with pytest.raises(NotFound) as none:
            find_plan(store, "加查县", cycle, DAY)
    assert none.value.code == "no-plan"


# --- Tasks ------------------------------------------------------------------------------------


def test_a_task_outside_its_plan_is_refused(db: Path) -> None:
    plan = new(db)
    before = content_of(db)
    with pytest.raises(UsageError) as refused:
        task(db, plan, "讲座", (2023, 5))
    assert refused.value.code == "outside-plan"
    row = tasks(db, plan)["总结帮扶工作"]
    with pytest.raises(UsageError), writer(db) as store:
        edit_task(store, row.ref, TaskInput(when=When.in_month(Month(2030, 1))), today=LATER)
    assert content_of(db) == before


def test_a_removed_task_stays_on_record_and_out_of_the_plan(db: Path) -> None:
    plan = new(db)
    row = tasks(db, plan)["查看资料"]
    with writer(db, "plan remove-task") as store:
        remove_record(store, PlanTask, row.ref, reason="不办", on=DAY)
    assert tasks(db, plan)["查看资料"].state == "removed"
    with reader(db) as store:
        assert list_plans(store, cycle_in(store), PairingFilter())[0].tasks == 9
    with pytest.raises(RuleRefusal), writer(db) as store:
        edit_task(store, row.ref, TaskInput(title="x"), today=LATER)


def test_a_task_without_a_visit_is_done_by_hand_and_reopened(db: Path) -> None:
    plan = new(db)
    row = tasks(db, plan)["总结帮扶工作"]
    with writer(db) as store:
        edit_task(store, row.ref, TaskInput(done_on=dt.date(2023, 1, 10)), today=LATER)
    assert tasks(db, plan)["总结帮扶工作"].state == "done"
    with writer(db) as store:
        edit_task(store, row.ref, TaskInput(reopened=True), today=LATER)
    assert tasks(db, plan)["总结帮扶工作"].state == "open"
    with pytest.raises(UsageError), writer(db) as store:
        edit_task(store, row.ref, TaskInput(done_on=LATER), today=DAY)


# --- Lint -------------------------------------------------------------------------------------


def test_lint_names_everything_that_a_fresh_calendar_lacks(db: Path) -> None:
    findings = found(db, new(db))
    assert [finding for finding, _ in findings].count("no-responsible") == 10
    assert ("letter-unsigned", "2022-2024") in findings
    assert [each for each in findings if each[0] == "not-planned"] == [
        ("not-planned", "2022-09"),
        ("not-planned", "2022-autumn"),
        ("not-planned", "2022-autumn"),
    ]


def test_lint_finds_nothing_once_all_is_mended(db: Path) -> None:
    plan = new(db)
    task(db, plan, "讲座", (2022, 10), form="讲座", expected=2)
    task(db, plan, "跟班", (2022, 11), form="跟班学习")
    task(db, plan, "指导", (2022, 9), form="综合指导")
    with writer(db) as store:
        edit_plan(store, plan.id, responsible="德吉")
        letter = AgreementInput(signed=dt.date(2022, 3, 31))
        add_agreement(store, "隆子县", letter, cycle_in(store), as_of=DAY, today=LATER, database=db)
    assert found(db, plan) == []


def test_lint_sees_one_lecture_where_two_are_owed_and_visits_made_without_a_task(
    db: Path,
) -> None:
    plan = new(db)
    task(db, plan, "讲座", (2022, 10), form="讲座")
    assert [each for each in found(db, plan) if each == ("not-planned", "2022-autumn")] == [
        ("not-planned", "2022-autumn"),
        ("not-planned", "2022-autumn"),
    ]
    log(db, "隆子县", "讲座", "2022-11-20", state=VisitState.PLANNED)
    with reader(db) as store:
        rules = [row.rule for row in lint(store, plan, cycle_in(store), DAY)]
    assert "lectures" not in rules
    assert "shadowing" in rules


def test_lint_names_months_that_the_pack_fills_and_the_plan_leaves_empty(db: Path) -> None:
    plan = new(db)
    row = tasks(db, plan)["再查环创和资料，查漏补缺"]
    with writer(db) as store:
        remove_record(store, PlanTask, row.ref, reason="x", on=DAY)
    assert ("empty-month", "2022-11") in found(db, plan)


def test_lint_names_stages_without_goal_or_task_and_an_empty_plan(db: Path) -> None:
    plan = new(db, None, None)
    span = DateSpan(dt.date(2022, 9, 1), dt.date(2022, 9, 30))
    with writer(db) as store:
        add_stage(store, plan.id, "启动", span)
    findings = [finding for finding, _ in found(db, plan)]
    assert findings[:3] == ["empty-plan", "stage-without-goal", "stage-without-task"]


def test_lint_names_the_tasks_of_a_three_year_pack_that_lie_outside_the_cycle(db: Path) -> None:
    findings = [finding for finding, _ in found(db, new(db, "five-ones"))]
    assert "outside-cycle" in findings


# --- Visits -----------------------------------------------------------------------------------


def test_scheduling_plans_each_task_with_a_form_once(db: Path) -> None:
    plan = new(db)
    task(db, plan, "讲座", (2022, 10), form="讲座", expected=2)
    for _ in range(2):
        with writer(db, "plan schedule") as store:
            schedule_plan(store, plan, today=LATER, database=db)
    visits = planned(db)
    assert len(visits) == 8
    assert {dt.date.fromisoformat(visit.date).weekday() for visit in visits} <= set(range(5))
    assert [visit.date for visit in visits if visit.form == "lecture"] == [
        "2022-10-10",
        "2022-10-24",
    ]
    assert {row.state for row in tasks(db, plan).values() if row.form} == {"planned"}


def test_scheduling_a_task_again_moves_its_visit(db: Path) -> None:
    plan = new(db)
    row = tasks(db, plan)["查看资料"]
    dates = []
    for day in (None, dt.date(2022, 10, 20), dt.date(2022, 10, 21)):
        with writer(db, "plan schedule") as store:
            span = DateSpan(day, day) if day else None
            made = schedule_task(store, row.ref, span, today=LATER, database=db)
            dates.append((made.date, made.moved))
    assert dates == [("2022-10-17", False), ("2022-10-20", True), ("2022-10-21", True)]
    assert [visit.date for visit in planned(db)] == ["2022-10-21"]


def test_a_task_without_a_form_has_no_visit_to_plan(db: Path) -> None:
    plan = new(db)
    with pytest.raises(UsageError) as refused, writer(db) as store:
        schedule_task(store, tasks(db, plan)["制定帮扶计划"].ref, None, today=LATER, database=db)
    assert refused.value.code == "no-form"


def test_a_logged_visit_closes_the_task_of_its_form_and_month(db: Path) -> None:
    plan = new(db)
    assert answer(db, log(db, "隆子县", "保教观摩", "2022-10-12")) == [None]
    assert tasks(db, plan)["青年骨干来园观摩早操等活动"].state == "done"
    assert answer(db, log(db, "隆子县", "保教观摩", "2022-10-13")) == []
    assert answer(db, log(db, "隆子县", "示范课", "2022-11-30")) == []
    assert tasks(db, plan)["12名骨干教师上示范课"].state == "open"


def test_a_visit_for_several_mentees_answers_a_task_of_each(db: Path) -> None:
    plan = new(db)
    with writer(db) as store:
        entered = PlanInput("加查县", pack="autumn-calendar", year=2022)
        other = new_plan(store, entered, cycle_in(store), as_of=DAY)
    assert answer(db, log(db, "隆子县 加查县", "示范课", "2022-12-02")) == [None, None]
    for each in (plan, other):
        assert tasks(db, each)["12名骨干教师上示范课"].state == "done"


def test_a_done_visit_takes_the_place_of_the_planned_one(db: Path) -> None:
    plan = new(db)
    row = tasks(db, plan)["12名骨干教师上示范课"]
    with writer(db) as store:
        made = schedule_task(store, row.ref, None, today=LATER, database=db)
    assert answer(db, log(db, "隆子县", "示范课", "2022-12-08")) == [made.visit]
    assert planned(db) == []
    with reader(db) as store:
        assert show_visit(store, made.visit).state == "cancelled"
    assert tasks(db, plan)["12名骨干教师上示范课"].state == "done"


def test_a_planned_visit_for_others_too_is_left_alone(db: Path) -> None:
    new(db)
    shared = log(db, "隆子县 加查县", "示范课", "2022-12-20", state=VisitState.PLANNED)
    assert answer(db, shared) == [None]
    assert answer(db, log(db, "隆子县", "示范课", "2022-12-08")) == [None]
    assert [visit.ref for visit in planned(db)] == [shared]


def test_a_named_task_is_answered_whatever_its_month(db: Path) -> None:
    plan = new(db)
    row = tasks(db, plan)["12名骨干教师上示范课"]
    assert answer(db, log(db, "隆子县", "示范课", "2023-03-10"), row.ref) == [None]
    assert tasks(db, plan)["12名骨干教师上示范课"].visits != ()
    with pytest.raises(UsageError) as refused:
        answer(db, log(db, "加查县", "示范课", "2023-03-11"), row.ref)
    assert refused.value.code == "other-pairing"


def test_confirming_a_planned_visit_closes_its_task_and_cancelling_opens_it(db: Path) -> None:
    plan = new(db)
    row = tasks(db, plan)["12名骨干教师上示范课"]
    with writer(db) as store:
        made = schedule_task(store, row.ref, None, today=LATER, database=db)
    with writer(db) as store:
        confirm_visit(store, made.visit, VisitEdit(), today=LATER, database=db)
    assert tasks(db, plan)[row.title].state == "done"
    with writer(db) as store:
        cancel_visit(store, made.visit, reason="误登")
    assert tasks(db, plan)[row.title].state == "open"


def test_undo_opens_a_task_again_and_redo_closes_it(db: Path) -> None:
    plan = new(db)
    answer(db, log(db, "隆子县", "保教观摩", "2022-10-12"))
    after = content_of(db)
    title = "青年骨干来园观摩早操等活动"
    with writer(db, "undo") as store:
        undo(store)
    assert tasks(db, plan)[title].state == "open"
    with writer(db, "redo") as store:
        redo(store)
    assert content_of(db) == after


# --- For the schedule -------------------------------------------------------------------------


def test_open_tasks_without_a_planned_visit_are_due_by_their_last_day(db: Path) -> None:
    plan = new(db)
    with writer(db) as store:
        schedule_task(store, tasks(db, plan)["查看资料"].ref, None, today=LATER, database=db)
    with reader(db) as store:
        cycle = cycle_in(store)
        day = dt.date(2022, 10, 5)
        rows = tasks_due(store, cycle, None, day)
        october = DateSpan(dt.date(2022, 10, 1), dt.date(2022, 10, 31))
        span = tasks_due(store, cycle, october, day, county="隆子县")
        elsewhere = tasks_due(store, cycle, None, day, county="加查县")
    assert [(row.date, row.overdue) for row in rows] == [
        *[("2022-09-30", True)] * 2,
        *[("2022-10-31", False)] * 2,
    ]
    assert [row.date for row in span] == ["2022-10-31"] * 2
    assert elsewhere == []


def test_a_planned_visit_leaves_a_task_alone_that_has_its_visits(db: Path) -> None:
    plan = new(db, None)
    row = task(db, plan, "示范课", (2022, 12), form="示范课", expected=1)
    first = log(db, "隆子县", "示范课", "2022-12-06", state=VisitState.PLANNED)
    assert answer(db, first) == [None]
    second = log(db, "隆子县", "示范课", "2022-12-13", state=VisitState.PLANNED)
    assert answer(db, second) == []
    assert tasks(db, plan)[row.title].planned == 1


# --- Visits that are corrected ----------------------------------------------------------------

OBSERVED, TAUGHT = "青年骨干来园观摩早操等活动", "12名骨干教师上示范课"


def corrected(db: Path, ref: str, edit: VisitEdit) -> list[str]:
    """Correct a visit; the titles of the tasks that it answers since."""
    with writer(db, "visit edit") as store:
        made = correct(store, ref, edit, today=LATER, database=db)
        return [each.title for each in made.answered]


def recorded(db: Path, form: str, on: str, mentee: str = "隆子县") -> str:
    day = dt.date.fromisoformat(on)
    with writer(db, "log-visit") as store:
        entry = VisitEntry(form=form, span=DateSpan(day, day))
        return record(store, [mentee], entry, today=LATER, database=db).visit.ref


def days(text: str) -> DateSpan:
    return DateSpan(dt.date.fromisoformat(text), dt.date.fromisoformat(text))


def test_a_visit_moved_to_another_month_answers_the_task_of_that_month(db: Path) -> None:
    plan = new(db)
    ref = recorded(db, "示范课", "2022-11-30")
    assert corrected(db, ref, VisitEdit(span=days("2022-12-01"))) == [TAUGHT]
    assert tasks(db, plan)[TAUGHT].state == "done"
    assert corrected(db, ref, VisitEdit(span=days("2022-11-30"))) == []
    assert tasks(db, plan)[TAUGHT].state == "open"


def test_a_visit_of_another_form_leaves_its_task_open_and_answers_that_of_its_form(
    db: Path,
) -> None:
    plan = new(db)
    ref = recorded(db, "保教观摩", "2022-10-12")
    assert tasks(db, plan)[OBSERVED].state == "done"
    assert corrected(db, ref, VisitEdit(form="综合指导")) == ["查看资料"]
    assert (tasks(db, plan)[OBSERVED].state, tasks(db, plan)["查看资料"].state) == ("open", "done")


def test_a_visit_of_another_mentee_answers_none_of_the_first_ones_tasks(db: Path) -> None:
    plan = new(db)
    ref = recorded(db, "保教观摩", "2022-10-12")
    assert corrected(db, ref, VisitEdit(mentees=("加查县",))) == []
    assert tasks(db, plan)[OBSERVED].state == "open"


def test_other_corrections_leave_the_tasks_of_a_visit_alone(db: Path) -> None:
    plan = new(db)
    with writer(db, "log-visit") as store:
        named = tasks(db, plan)[TAUGHT].ref
        entry = VisitEntry(form="示范课", span=days("2023-03-10"))
        made = record(store, ["隆子县"], entry, tasks=[named], today=LATER, database=db)
    assert [each.title for each in made.answered] == [TAUGHT]
    assert corrected(db, made.visit.ref, VisitEdit(class_hours=3, topic="绘本")) == []
    assert tasks(db, plan)[TAUGHT].state == "done"
    assert corrected(db, made.visit.ref, VisitEdit(span=days("2023-03-11"))) == []
    assert tasks(db, plan)[TAUGHT].state == "done"
