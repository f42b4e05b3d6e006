"""`log TEXT…`: one visit in one's own words, as one would write it in a chat."""

from __future__ import annotations

from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.asking import ask_enter, can_ask
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.domain.errors import BadData
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.output.listing import Done

app = verbs()


@command(
    app,
    "log",
    N_("Record a visit in your own words."),
    "pairing log 4月12日 隆子县 送教 2课时 主题：绘本教学",
    "pairing log 上周五 市实验幼儿园到隆子县送教 4课时 20位老师",
    "pairing log 昨天 加查县 讲座 《绘本里的数学》 执行人：次仁卓嘎 --yes",
    "pairing log 5月20日 计划 桑日县 示范课",
)
def log(
    ctx: typer.Context,
    text: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT...", help=N_("Day, mentee, form, class-hours …, in any order.")
        ),
    ],
    cycle: params.CycleOfDay = None,
    override: params.Override = None,
    yes: Annotated[
        bool, typer.Option("--yes", help=N_("Write what was understood without asking."))
    ] = False,
    dry_run: params.DryRun = False,
) -> Done:
    """Read one line, show how it was understood, ask what it leaves open, and record it."""
    from pairing_cli.cli.visits.line_answers import ask_what_is_open
    from pairing_cli.cli.visits.line_preview import NOT_HELD_ON_RECORD, show_visit_understood
    from pairing_cli.cli.visits.recording import recorded
    from pairing_cli.services.intake.lines.entry import entry_of
    from pairing_cli.services.intake.lines.visit_lines import LineReader

    line = " ".join(text)
    run = run_of(ctx)
    reader = LineReader(run.reader(), run.as_of)
    draft = reader.line(line)
    if not (yes or dry_run) and can_ask():
        draft = ask_what_is_open(run, reader, draft)
    if draft.reason is not None:
        raise BadData(
            "not-understood",
            draft.reason,
            hint=phrase("Nothing was written. Say it in another way, or: pairing log-visit -h")
            if draft.left_out is None
            else NOT_HELD_ON_RECORD,
        )
    show_visit_understood(run, draft)
    if not dry_run:
        ask_enter(phrase("Record it?"), yes)
    mentees, entry = entry_of(draft, run.as_of, cycle=cycle, override=override)
    return recorded(run, mentees, entry, dry_run=dry_run)
