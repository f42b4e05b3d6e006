"""`backbone`: the register of backbone teachers, of which level and whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.kindergartens.kindergarten_params import Name, ReasonOption
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.domain.records.kindergartens import (
    BACKBONE_LEVEL,
    BACKBONE_TEACHER,
    ONE,
    STATUS_FROM,
    STATUS_TO,
    STRENGTH,
    TEACHER_NAME,
)
from pairing_cli.domain.records.paired import COUNTY, NOTE, REF
from pairing_cli.domain.roles import BackboneLevel
from pairing_cli.output.listing import Done, Facts, Listing, column

if TYPE_CHECKING:
    from pairing_cli.services.kindergartens.backbone import BackboneRow

app = noun(N_("Backbone teachers, at which level and of which kindergarten."))

COLUMNS = (
    column(REF),
    column(ONE),
    column(COUNTY),
    column(TEACHER_NAME),
    column(BACKBONE_LEVEL),
    column(STATUS_FROM),
    column(STATUS_TO),
    column(STRENGTH),
    column(NOTE),
)

Strength = Annotated[
    str | None,
    typer.Option("--strength", metavar="TEXT", help=N_("What the teacher is strong in.")),
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help=N_("A note."))]
_LEVEL = N_("city, county or township.")


@exported("backbone")
@command(
    app,
    "list",
    N_("Backbone teachers, by county and kindergarten."),
    "pairing backbone list",
    "pairing backbone list 市实验幼儿园 --level city --json",
)
def list_(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[KINDERGARTEN]",
            autocompletion=kindergartens,
            show_default=False,
            help=N_("Only this one's."),
        ),
    ] = None,
    level: Annotated[
        BackboneLevel | None, typer.Option("--level", metavar="LEVEL", help=_LEVEL)
    ] = None,
    county: params.County = None,
    ended: Annotated[
        bool, typer.Option("--ended", help=N_("Those too who no longer are."))
    ] = False,
) -> Listing:
    """Backbone teachers on the day of the report."""
    from pairing_cli.services.kindergartens.backbone import list_backbone

    run = run_of(ctx)
    rows = list_backbone(
        run.reader(), run.as_of, kindergarten=name, county=county, level=level, ended=ended
    )
    return Listing(
        COLUMNS,
        [_shown(row) for row in rows],
        title=phrase("Backbone teachers"),
        notes=(BACKBONE_TEACHER.noun.total(len(rows)),) if rows else (),
        empty=phrase("No backbone teachers."),
    )


@command(app, "show", N_("One backbone teacher."), "pairing backbone show 4f2a")
def show(ctx: typer.Context, ref: params.RefArg) -> Facts:
    """One backbone teacher."""
    from pairing_cli.services.kindergartens.backbone import show_backbone

    row = show_backbone(run_of(ctx).reader(), ref)
    return Facts(COLUMNS, _shown(row), title=phrase("Backbone teacher {name}", name=row.name))


@command(
    app,
    "add",
    N_("Put a teacher on the register."),
    "pairing backbone add 市实验幼儿园 德吉 --level city --from 2022-03-01",
    "pairing backbone add 隆子县 次仁 --level county --strength 语言",
)
def add(
    ctx: typer.Context,
    kindergarten: Name,
    name: Annotated[str, typer.Argument(metavar="TEACHER", help=N_("The teacher's name."))],
    level: Annotated[BackboneLevel, typer.Option("--level", metavar="LEVEL", help=_LEVEL)],
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=N_("Since when (default: today)."))
    ] = None,
    strength: Strength = None,
    note: Note = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Put a teacher on the register."""
    from pairing_cli.services.kindergartens.backbone_edit import add_backbone

    run = run_of(ctx)
    with run.writing("backbone add", dry_run=dry_run) as store:
        row = add_backbone(
            store,
            kindergarten,
            name,
            level,
            params.day(first, run.as_of) or run.as_of,
            strength=strength,
            note=note,
            today=run.today,
        )
    return _done(phrase("Put {name} of {of} on the register.", **_who(row)), row, dry_run=dry_run)


@command(
    app,
    "edit",
    N_("Change what is on the register, or say until when."),
    "pairing backbone edit 4f2a --level county",
    "pairing backbone edit 4f2a --to 2023-12-31 --reason 调动",
    clears=(STATUS_TO, STRENGTH, NOTE),
)
def edit(
    ctx: typer.Context,
    ref: params.RefArg,
    level: Annotated[
        BackboneLevel | None, typer.Option("--level", metavar="LEVEL", help=_LEVEL)
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help=N_("Since when."))
    ] = None,
    last: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help=N_("The last day."))
    ] = None,
    strength: Strength = None,
    note: Note = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change what is on the register, or say until when."""
    from pairing_cli.services.kindergartens.backbone_edit import edit_backbone
    from pairing_cli.services.programme.clearing import clear_fields

    run = run_of(ctx)
    told = {
        "level": level,
        "from_date": params.day(first, run.as_of),
        "to_date": params.day(last, run.as_of),
        "strength": strength,
        "note": note,
    }
    if not cleared(ctx) and all(value is None for value in told.values()):
        raise UsageError("nothing-to-change", phrase("Nothing was given to change."))
    with run.writing("backbone edit", reason=reason, dry_run=dry_run) as store:
        clear_fields(store, BACKBONE_TEACHER, ref, cleared(ctx))
        row = edit_backbone(store, ref, **told)
    return _done(phrase("Changed {name} of {of}.", **_who(row)), row, dry_run=dry_run)


@command(
    app,
    "remove",
    N_("Take somebody off the register."),
    "pairing backbone remove 4f2a --reason 误登",
)
def remove(
    ctx: typer.Context, ref: params.RefArg, reason: params.Reason, dry_run: params.DryRun = False
) -> Done:
    """Take somebody off the register: it was a mistake."""
    from pairing_cli.services.kindergartens.backbone_edit import remove_backbone

    run = run_of(ctx)
    with run.writing("backbone remove", reason=reason, dry_run=dry_run) as store:
        row = remove_backbone(store, ref, reason=reason, on=run.as_of)
    return _done(phrase("Took {name} of {of} off the register.", **_who(row)), row, dry_run=dry_run)


def _done(message: Phrase, row: BackboneRow, *, dry_run: bool) -> Done:
    return written(message, Listing(COLUMNS, [_shown(row)]), dry_run=dry_run)


def _who(row: BackboneRow) -> dict[str, str]:
    return {"name": row.name, "of": row.kindergarten}


def _shown(row: BackboneRow) -> dict[str, Any]:
    return {**row._asdict(), "from": row.start, "to": row.end}
