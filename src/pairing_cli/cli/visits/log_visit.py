"""`log-visit`: the command of every day."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outputs import OutputType
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
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.output.listing import Done

app = verbs()


@command(
    app,
    "log-visit",
    N_("Record a visit for one or several mentees."),
    "pairing log-visit 隆子县 --form 送教 --hours 4 --topic 绘本教学",
    "pairing log-visit 隆子县 加查县 --form 送教下乡 --on 2022-04-12 --hours 4",
    "pairing log-visit 措美县 --form 跟班学习 --on 2022-05-09..2022-05-13 --teachers 2",
    "pairing log-visit 桑日县 --form 讲座 --by 卓玛@副园长 --by 德吉@骨干教师",
    "pairing log-visit 桑日县 --form 讲座 --on 2022-06-01 --planned",
    "pairing log-visit --from 2022春活动登记.xlsx",
    "pairing log-visit --from - < 接龙.txt",
)
def log_visit(
    ctx: typer.Context,
    mentees: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="MENTEE...",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("Who was helped."),
        ),
    ] = None,
    form: Form = None,
    on: On = None,
    hours: Hours = None,
    topic: Topic = None,
    by: By = None,
    teachers: Teachers = None,
    children: Children = None,
    direction: Direction_ = None,
    goal: Goals = None,
    need: Annotated[
        list[str] | None,
        typer.Option("--need", metavar="REF", help=N_("The need that it answers.")),
    ] = None,
    task: Annotated[
        list[str] | None,
        typer.Option("--task", metavar="REF", help=N_("The task of the plan that it answers.")),
    ] = None,
    settles: Annotated[
        list[str] | None,
        typer.Option(
            "--settles",
            metavar="REF",
            help=N_("The earlier visit whose next step was seen to; may be repeated."),
        ),
    ] = None,
    file: Files = None,
    next_: Next = None,
    note: Note = None,
    gained: Gained = None,
    mentor: Annotated[
        str | None,
        typer.Option(
            "--mentor",
            metavar="NAME",
            autocompletion=kindergartens,
            help=N_("The mentor, where there are several."),
        ),
    ] = None,
    planned: Annotated[
        bool, typer.Option("--planned", help=N_("It is planned, not done yet."))
    ] = False,
    attempted: Annotated[
        str | None,
        typer.Option("--attempted", metavar="REASON", help=N_("It was tried and failed; why.")),
    ] = None,
    override: params.Override = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
    from_file: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help=N_("Many at once: .xlsx, .csv, .jsonl or pasted lines; - reads stdin."),
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=N_("With pasted lines: write without asking."))
    ] = False,
    keep_going: params.KeepGoing = False,
    rest: Annotated[
        Path | None,
        typer.Option(
            "--rest",
            metavar="FILE",
            click_type=OutputType(".csv", ".xlsx", ".txt", tells=True, dry=False),
            help=N_("Where that file goes (.csv or .xlsx; for pasted lines .txt)."),
        ),
    ] = None,
    add_similar: params.AddSimilar = False,
) -> Done:
    """Record a visit for one or several mentees of one mentor; or many from a file."""
    run = run_of(ctx)
    if from_file is not None:
        _check_alone(ctx)
        from pairing_cli.cli.intake.import_choices import ImportChoices
        from pairing_cli.cli.visits.log_visits import log_from

        choices = ImportChoices(keep_going, add_similar, dry_run, cycle, rest)
        return log_from(run, None if str(from_file) == "-" else from_file, choices, yes=yes)
    if not mentees or form is None:
        raise UsageError(
            "mentee-and-form",
            phrase("Say who was helped and what was done: MENTEE --form FORM"),
            hint=phrase("Many at once: pairing log-visit --from FILE"),
        )
    if planned and attempted is not None:
        raise UsageError(
            "planned-and-attempted",
            phrase("A visit can't be both planned and attempted: give one of the two."),
        )
    from pairing_cli.cli.visits.recording import recorded
    from pairing_cli.services.visits.visit_log import VisitEntry

    entry = VisitEntry(
        form=form,
        span=params.span_of(on or "today", run.as_of),
        class_hours=hours,
        topic=topic,
        people=tuple(by or ()),
        teachers=teachers,
        children=children,
        direction=direction,
        goals=params.goals(goal or ()),
        needs=tuple(need or ()),
        settles=tuple(settles or ()),
        files=tuple(file or ()),
        next_step=next_,
        note=note,
        gained=gained,
        mentor=mentor,
        state=_state(planned, attempted),
        state_reason=attempted,
        override=override,
        cycle=cycle,
    )
    return recorded(run, mentees, entry, tasks=task or (), dry_run=dry_run)


_WITH_FROM = {"cycle", "dry_run", "from_file", "yes", "keep_going", "rest", "add_similar"}
"""What goes with --from; all else stands in the file."""


def _check_alone(ctx: typer.Context) -> None:
    given = [name for name, value in ctx.params.items() if value and name not in _WITH_FROM]
    if given:
        option = "MENTEE" if given[0] == "mentees" else f"--{given[0].strip('_')}"
        raise UsageError(
            "options-exclude", phrase("{option} doesn't go with --from.", option=option)
        )


def _state(planned: bool, attempted: str | None) -> VisitState:
    if planned:
        return VisitState.PLANNED
    return VisitState.DONE if attempted is None else VisitState.ATTEMPTED
