"""`import`: tables from outside, checked whole before anything is written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.intake.kinds import KIND_HELP, CommandWithKind
from pairing_cli.cli.outputs import OutputType
from pairing_cli.domain.phrases import N_
from pairing_cli.output.listing import Done

app = verbs()

Rest = Annotated[
    Path | None,
    typer.Option(
        "--rest",
        metavar="FILE",
        click_type=OutputType(".csv", ".xlsx", tells=True, dry=False),
        help=N_("Where that file goes (.csv or .xlsx)."),
    ),
]
Directed = Annotated[
    bool, typer.Option("--directed", help=N_("Distances there and back may differ."))
]
Sheet = Annotated[
    str | None, typer.Option("--sheet", metavar="NAME", help=N_("Only this sheet of a workbook."))
]


@command(
    app,
    "import",
    N_("Take in a table of visits, kindergartens or paperwork."),
    "pairing import visits 2022春活动登记.xlsx --dry-run",
    "pairing import kindergartens 名册.csv --keep-going",
    "pairing import groups 领导小组.xlsx",
    "pairing import travel 路程表.xlsx",
    cls=CommandWithKind,
)
def import_(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=KIND_HELP,
        ),
    ],
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help=N_(".xlsx, .csv, .tsv or .jsonl; - reads stdin.")),
    ],
    sheet: Sheet = None,
    keep_going: params.KeepGoing = False,
    rest: Rest = None,
    add_similar: params.AddSimilar = False,
    tier: Annotated[
        str | None,
        typer.Option(
            "--tier",
            metavar="TIER",
            help=N_("The tier of all kindergartens in the file, where it has no column for it."),
        ),
    ] = None,
    directed: Directed = False,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take in a table. All rows are checked before any is written; what is there already is
    left alone.
    """
    from pairing_cli.cli.intake.import_choices import ImportChoices
    from pairing_cli.cli.intake.import_run import import_file
    from pairing_cli.services.intake.import_kinds import kind_named

    choices = ImportChoices(keep_going, add_similar, dry_run, cycle, rest, tier, directed)
    path = None if str(file) == "-" else file
    return import_file(run_of(ctx), kind_named(kind), path, sheet, choices)
