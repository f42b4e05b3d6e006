"""`history`, `undo`, `redo`: who changed what, and taking it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import Run, run_of
from pairing_cli.cli.results import NOTHING_WRITTEN, TAKE_BACK
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase
from pairing_cli.output.listing import Column, Done, Listing

app = verbs()

SHOWN = 20
"""How many commands a table shows where nothing else is asked for."""

COLUMNS = (
    Column("seq", N_("No."), right=True),
    Column("at", N_("When"), shown_as="at_local"),
    Column("actor", N_("Who")),
    Column("command", N_("Command")),
    Column("reason", N_("Reason")),
    Column("changes", N_("Changes"), right=True),
    Column("undoes", N_("Takes back"), right=True, wide=True),
    Column("undone_by", N_("Taken back by"), right=True),
)

OPERATIONS = {
    "insert": Label("新增", "added"),
    "update": Label("修改", "changed"),
    "delete": Label("删除", "deleted"),
}

TABLES = {
    "baseline": Label("基本状况", "baseline"),
    "baseline_figure": Label("分项数字", "baseline figure"),
    "cycle": Label("周期", "cycle"),
    "document": Label("档案材料", "document"),
    "exemption": Label("不做单独安排", "exemption"),
    "form": Label("活动形式", "form"),
    "form_alias": Label("形式别名", "form alias"),
    "kindergarten": Label("幼儿园", "kindergarten"),
    "kindergarten_name": Label("幼儿园别名", "kindergarten name"),
    "layer_capacity": Label("层级容量", "layer capacity"),
    "need": Label("需求", "need"),
    "pairing": Label("结对", "pairing"),
    "programme": Label("项目", "programme"),
    "region": Label("行政区划", "region"),
    "region_name": Label("区划别名", "region name"),
    "source": Label("依据", "source"),
    "term": Label("学期", "term"),
    "visit": Label("帮扶活动", "visit"),
    "visit_document": Label("活动材料", "visit document"),
    "visit_goal": Label("活动目标", "visit aim"),
    "visit_need": Label("活动所答需求", "visit need"),
    "visit_pairing": Label("活动所属结对", "visit pairing"),
    "visit_person": Label("活动人员", "visit person"),
}

FIELDS = {
    "actor": Label("经手人", "actor"),
    "alias": Label("别名", "alias"),
    "amount": Label("数量", "amount"),
    "assumed": Label("假定", "assumed"),
    "baseline_id": Label("基本状况", "baseline"),
    "category": Label("类别", "category"),
    "children": Label("幼儿数", "children"),
    "class_hours": Label("课时", "class-hours"),
    "classes": Label("班数", "classes"),
    "code": Label("代码", "code"),
    "cycle_id": Label("周期", "cycle"),
    "dimension": Label("分项", "dimension"),
    "direction": Label("方向", "direction"),
    "end_date": Label("止", "end"),
    "end_reason": Label("终止原因", "reason for ending"),
    "exemplar": Label("示范级别", "exemplar grade"),
    "form_code": Label("形式", "form"),
    "head": Label("负责人", "head"),
    "item": Label("项目", "item"),
    "kind": Label("类别", "kind"),
    "kindergarten_id": Label("幼儿园", "kindergarten"),
    "label_en": Label("英文名", "English name"),
    "label_zh": Label("中文名", "Chinese name"),
    "latitude": Label("纬度", "latitude"),
    "layer": Label("层级", "layer"),
    "longitude": Label("经度", "longitude"),
    "maximum": Label("最多", "at most"),
    "mentee_id": Label("受帮扶园", "mentee"),
    "mentor_id": Label("帮扶园", "mentor"),
    "minimum": Label("最少", "at least"),
    "name": Label("名称", "name"),
    "name_confirmed": Label("名称已确认", "name confirmed"),
    "needs": Label("需求", "needs"),
    "next_step": Label("下一步", "next step"),
    "note": Label("备注", "note"),
    "on_date": Label("日期", "date"),
    "override_reason": Label("破例原因", "override"),
    "ownership": Label("办园性质", "ownership"),
    "pairing_id": Label("结对", "pairing"),
    "phone": Label("电话", "phone"),
    "position": Label("次序", "position"),
    "recorded_at": Label("登记时间", "recorded at"),
    "recorded_by": Label("登记人", "recorded by"),
    "region_code": Label("区划代码", "region code"),
    "retired_on": Label("撤并日期", "retired on"),
    "retired_reason": Label("撤并原因", "reason for retiring"),
    "school_year": Label("学年", "school year"),
    "season": Label("季", "season"),
    "site_code": Label("标识码", "site code"),
    "source": Label("依据", "source"),
    "staff": Label("教职工数", "staff"),
    "start_date": Label("起", "start"),
    "state": Label("状态", "state"),
    "state_reason": Label("状态原因", "reason for the state"),
    "teachers": Label("教师数", "teachers"),
    "tier": Label("层次", "tier"),
    "title": Label("标题", "title"),
    "topic": Label("主题", "topic"),
    "until": Label("用至", "until"),
    "valid_from": Label("启用", "valid from"),
    "valid_to": Label("停用", "valid to"),
    "visit_id": Label("活动", "visit"),
    "within": Label("须同在", "within"),
}
"""Words for the columns of the tables; one that isn't here is shown by its own name."""


def change_columns(names: Mapping[str, str]) -> tuple[Column, ...]:
    """The columns of one command's changes; people see names where the database has keys."""
    known = {key: Label(name, name) for key, name in names.items()}
    return (
        Column("table", N_("Table"), labels=TABLES),
        Column("record", N_("Record")),
        Column("operation", N_("What"), labels=OPERATIONS),
        Column("field", N_("Field"), labels=FIELDS),
        Column("before", N_("Before"), labels=known),
        Column("after", N_("After"), labels=known),
    )


@command(
    app,
    "history",
    N_("Who changed what, when and why."),
    "pairing history",
    "pairing history --of 隆子县",
    "pairing history 12",
    "pairing history --actor 卓玛 --json",
)
def history(
    ctx: typer.Context,
    seq: Annotated[
        int | None,
        typer.Argument(metavar="[NO]", show_default=False, help=N_("One command, field by field.")),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=1, help=N_("How many (tables: 20).")),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help=N_("All of them, in a table too."))] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="NAME", help=N_("Only this person's; or --actor.")),
    ] = None,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="REF|NAME", help=N_("Only what concerns this record.")),
    ] = None,
) -> Listing:
    """Who changed what, when and why; newest first."""
    from pairing_cli.services.history import list_history

    run = run_of(ctx)
    if seq is not None:
        return _one(run, seq)
    # Elsewhere --actor says who is writing. Nobody is, here, so typed after the command it
    # can only mean whose changes are wanted; PAIRING_ACTOR doesn't.
    source = ctx.get_parameter_source("actor")
    if by is None and source is not None and source.name == "COMMANDLINE":
        by = run.actor_text
    if all_ and limit is not None:
        raise UsageError("all-and-limit", phrase("--all and --limit exclude each other."))
    most = limit
    if most is None and not all_ and run.format in (None, "table"):
        most = SHOWN
    rows = list_history(run.reader(), actor=by, of=of, limit=None if most is None else most + 1)
    notes: tuple[Phrase, ...] = ()
    if most is not None and len(rows) > most:
        rows = rows[:most]
        notes = (phrase("The newest {count}. All of them: pairing history --all", count=most),)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("What was changed"),
        notes=notes,
        empty=phrase("Nothing has been changed."),
    )


def _one(run: Run, seq: int) -> Listing:
    from pairing_cli.services.history import find_change_set, list_changes, names_of_keys

    store = run.reader()
    found = find_change_set(store, seq)
    return Listing(
        change_columns(names_of_keys(store)),
        list_changes(store, seq),
        title=phrase(
            "No. {seq}: {command} by {actor}, {at}",
            seq=found.seq,
            command=found.command,
            actor=found.actor,
            at=found.at,
        ),
        notes=(phrase("Reason: {reason}", reason=found.reason),) if found.reason else (),
        empty=phrase("Nothing that shows was changed."),
    )


Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help=N_("Why. It stays in the history.")),
]


@command(app, "undo", N_("Take back the last command."), "pairing undo", "pairing undo --dry-run")
def undo(ctx: typer.Context, reason: Reason = None, dry_run: params.DryRun = False) -> Done:
    """Take back the last command that is still in force. init stays."""
    from pairing_cli.services import undoing

    run = run_of(ctx)
    with run.writing("undo", reason=reason, dry_run=dry_run) as store:
        taken = undoing.undo(store)
    places = {
        "command": taken.command,
        "seq": taken.seq,
        "actor": taken.actor,
        "at": taken.at_local,
    }
    message = (
        phrase("This would be taken back: {command} (no. {seq}, {actor}, {at}).", **places)
        if dry_run
        else phrase("Took back: {command} (no. {seq}, {actor}, {at}).", **places)
    )
    return Done(
        message,
        hint=NOTHING_WRITTEN if dry_run else phrase("To do it again: pairing redo"),
        rows=Listing(COLUMNS, [taken]),
    )


@command(app, "redo", N_("Do again what undo took back."), "pairing redo")
def redo(ctx: typer.Context, reason: Reason = None, dry_run: params.DryRun = False) -> Done:
    """Do again what the last undo took back, if nothing else was written since."""
    from pairing_cli.services import undoing

    run = run_of(ctx)
    with run.writing("redo", reason=reason, dry_run=dry_run) as store:
        again = undoing.redo(store)
    places = {
        "command": again.command,
        "seq": again.seq,
        "actor": again.actor,
        "at": again.at_local,
    }
    message = (
        phrase("This would be done again: {command} (no. {seq}, {actor}, {at}).", **places)
        if dry_run
        else phrase("Did again: {command} (no. {seq}, {actor}, {at}).", **places)
    )
    return Done(
        message,
        hint=NOTHING_WRITTEN if dry_run else TAKE_BACK,
        rows=Listing(COLUMNS, [again]),
    )
