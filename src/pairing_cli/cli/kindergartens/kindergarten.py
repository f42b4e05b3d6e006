"""`kindergarten`: the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.kindergartens.baseline import baseline, compare
from pairing_cli.cli.kindergartens.kindergarten_names import alias_, rename
from pairing_cli.cli.kindergartens.kindergarten_params import (
    COLUMNS,
    DETAIL_COLUMNS,
    Code,
    Exemplar,
    Exemplar_,
    Head,
    Latitude,
    Longitude,
    Name,
    Note,
    Ownership_,
    Phone,
    ReasonOption,
    Region,
    Tier_,
    cycle_if_any,
    done,
    rows_of,
)
from pairing_cli.cli.kindergartens.kindergarten_roster import roster
from pairing_cli.cli.kindergartens.kindergarten_status import Status_, status
from pairing_cli.cli.kindergartens.kindergarten_tags import tag, tag_columns
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.kindergartens import (
    EXEMPLAR,
    HEAD,
    KINDERGARTEN,
    LATITUDE,
    LONGITUDE,
    PHONE,
    REGION,
    SITE_CODE,
)
from pairing_cli.domain.records.paired import NOTE
from pairing_cli.domain.vocabulary import CoverageState, Ownership, Tier
from pairing_cli.output.listing import Done, Facts, Listing

if TYPE_CHECKING:
    from pairing_cli.services.kindergartens.kindergarten_fields import Particulars

app = noun(N_("Kindergartens and their figures."))


@exported("kindergartens")
@command(
    app,
    "list",
    N_("The roster: who there is, and whether helped."),
    "pairing kindergarten list",
    "pairing kindergarten list --tier township --county 隆子县",
    "pairing kindergarten list --unassigned --json",
)
def list_(
    ctx: typer.Context,
    tier: Tier_ = None,
    ownership: Ownership_ = None,
    county: params.County = None,
    state: Annotated[
        CoverageState | None,
        typer.Option(
            "--state",
            metavar="STATE",
            help=N_("mentored, mentor, both, exempt, unassigned or retired."),
        ),
    ] = None,
    unassigned: Annotated[
        bool, typer.Option("--unassigned", help=N_("Short for --state unassigned."))
    ] = False,
    unconfirmed: Annotated[
        bool,
        typer.Option("--unconfirmed", help=N_("Only those whose name is still to be confirmed.")),
    ] = False,
    status: Status_ = None,
    cycle: params.Cycle = None,
) -> Listing:
    """The roster, from city to village."""
    from pairing_cli.services.kindergartens.kindergartens import (
        KindergartenFilter,
        list_kindergartens,
    )

    if unassigned and state not in (None, CoverageState.UNASSIGNED):
        raise UsageError(
            "two-states",
            phrase("--unassigned and --state {state} exclude each other.", state=state),
        )
    run = run_of(ctx)
    store = run.reader()
    wanted = KindergartenFilter(
        tier=tier,
        ownership=ownership,
        county=county,
        state=CoverageState.UNASSIGNED if unassigned else state,
        unconfirmed=unconfirmed,
        status=status,
    )
    rows = list_kindergartens(store, cycle_if_any(store, cycle, run), run.as_of, wanted)
    count = phrase_n("{count} kindergarten.", "{count} kindergartens.", len(rows))
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Kindergartens"),
        notes=(count,) if rows else (),
        empty=phrase("No kindergartens."),
    )


@command(
    app,
    "show",
    N_("Everything about one kindergarten."),
    "pairing kindergarten show 隆子县",
    "pairing kindergarten show 洛扎县/扎日乡",
)
def show(ctx: typer.Context, name: Name, cycle: params.Cycle = None) -> Facts:
    """Everything about one kindergarten."""
    from pairing_cli.services.kindergartens.kindergartens import show_kindergarten
    from pairing_cli.services.programme.forms import list_forms

    run = run_of(ctx)
    store = run.reader()
    row = show_kindergarten(store, name, cycle_if_any(store, cycle, run), run.as_of)
    columns = (
        *DETAIL_COLUMNS,
        *tag_columns(list_forms(store) if row.needs + row.strengths else ()),
    )
    return Facts(columns, row, title=phrase("Kindergarten {name}", name=row.name))


@command(
    app,
    "add",
    N_("Put a kindergarten on the roster."),
    "pairing kindergarten add 热荣乡中心幼儿园 --tier township --region 热荣乡",
    "pairing kindergarten add 小星星幼儿园 --tier county --ownership private --region 乃东区",
)
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("Its full name."))],
    tier: Annotated[
        Tier,
        typer.Option("--tier", metavar="TIER", help=N_("city, county, township or village.")),
    ],
    region: Region = None,
    ownership: Ownership_ = None,
    exemplar: Exemplar_ = None,
    code: Code = None,
    alias: Annotated[
        list[str] | None,
        typer.Option("--alias", metavar="NAME", help=N_("Another name; may be repeated.")),
    ] = None,
    head: Head = None,
    phone: Phone = None,
    latitude: Latitude = None,
    longitude: Longitude = None,
    note: Note = None,
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help=N_("The name is still to be confirmed."))
    ] = False,
    dry_run: params.DryRun = False,
) -> Done:
    """Put a kindergarten on the roster."""
    from pairing_cli.services.kindergartens.roster import add_kindergarten

    told = _told(None, ownership, exemplar, region, code, head, phone, (latitude, longitude), note)
    run = run_of(ctx)
    with run.writing("kindergarten add", dry_run=dry_run) as store:
        entered = add_kindergarten(
            store, name, tier, told, aliases=tuple(alias or ()), confirmed=not unconfirmed
        )
        rows = rows_of(store, run, entered.id)
    message = phrase("Added {name}.", name=entered.name)
    return done(message, rows, entered.notes, dry_run=dry_run)


@command(
    app,
    "edit",
    N_("Correct what is known of a kindergarten."),
    "pairing kindergarten edit 隆子县 --head 卓玛 --phone 0893-7821234",
    "pairing kindergarten edit 未来双语幼儿园 --region 扎囊县",
    clears=(
        REGION._replace(column="region_code"),
        EXEMPLAR,
        SITE_CODE,
        HEAD,
        PHONE,
        LATITUDE,
        LONGITUDE,
        NOTE,
    ),
)
def edit(
    ctx: typer.Context,
    name: Name,
    tier: Tier_ = None,
    region: Region = None,
    ownership: Ownership_ = None,
    exemplar: Exemplar_ = None,
    code: Code = None,
    head: Head = None,
    phone: Phone = None,
    latitude: Latitude = None,
    longitude: Longitude = None,
    note: Note = None,
    reason: ReasonOption = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Correct what is known of a kindergarten."""
    from pairing_cli.services.kindergartens.kindergarten_fields import Particulars
    from pairing_cli.services.kindergartens.roster import edit_kindergarten
    from pairing_cli.services.programme.clearing import clear_fields
    from pairing_cli.services.programme.names.lookup import find_kindergarten

    told = _told(tier, ownership, exemplar, region, code, head, phone, (latitude, longitude), note)
    emptied = list(cleared(ctx))
    if LATITUDE in emptied or LONGITUDE in emptied:  # half a position is none
        emptied += [LATITUDE, LONGITUDE]
    if told == Particulars() and not emptied:
        raise UsageError(
            "nothing-to-change",
            phrase("Nothing was given to change."),
            hint=phrase("For the name: pairing kindergarten rename"),
        )
    run = run_of(ctx)
    with run.writing("kindergarten edit", reason=reason, dry_run=dry_run) as store:
        clear_fields(store, KINDERGARTEN, find_kindergarten(store, name).id, emptied)
        entered = edit_kindergarten(store, name, told)
        rows = rows_of(store, run, entered.id)
    message = phrase("Corrected {name}.", name=entered.name)
    return done(message, rows, entered.notes, dry_run=dry_run)


command(
    app,
    "rename",
    N_("Give a kindergarten its new or real name."),
    "pairing kindergarten rename 隆子县 隆子县第一幼儿园",
    "pairing kindergarten rename 加查县 --confirm",
)(rename)
command(
    app,
    "alias",
    N_("Give a kindergarten another name to be found by."),
    "pairing kindergarten alias 市实验幼儿园 实幼",
)(alias_)
command(
    app,
    "baseline",
    N_("Record a kindergarten's figures on a day, or list them."),
    "pairing kindergarten baseline 隆子县 --on 2022-03-20 --children 360 --staff 50 --classes 12",
    "pairing kindergarten baseline 隆子县 --grade 小班=4 --grade 中班=4 --grade 大班=4",
    "pairing kindergarten baseline 隆子县",
)(baseline)
command(
    app,
    "tag",
    N_("What a kindergarten asks for, and what it is strong in."),
    "pairing kindergarten tag 隆子县 need teachers 送教",
    "pairing kindergarten tag 市实验幼儿园 strength 环境创设",
    "pairing kindergarten tag 隆子县",
)(tag)
command(
    app,
    "status",
    N_("What a kindergarten counts as from a day on: weak, key, a centre."),
    "pairing kindergarten status 隆子镇幼儿园 weak --from 2022-03-01 --reason 办园条件差",
    "pairing kindergarten status 隆子镇幼儿园 weak --to 2023-12-31 --reason 已达标",
    "pairing kindergarten status",
)(status)
command(
    app,
    "compare",
    N_("Compare figures of two days: of one, or of town and country."),
    "pairing kindergarten compare 隆子县",
    "pairing kindergarten compare 隆子县 --from 2022-03-20 --to 2023-09-01 --json",
    "pairing kindergarten compare",
)(compare)
command(
    app,
    "roster",
    N_("The bureau's table of both sides of every pairing."),
    "pairing kindergarten roster",
    "pairing kindergarten roster --county 隆子县 -o 花名册.xlsx",
    "pairing kindergarten roster -o 公示名册.xlsx --profile public",
)(roster)


@command(
    app,
    "remove",
    N_("Take a closed kindergarten off the roster."),
    "pairing kindergarten remove 热荣乡中心幼儿园 --reason 撤并 --on 2023-07-15",
)
def remove(
    ctx: typer.Context,
    name: Name,
    reason: params.Reason,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("Since when (default: today).")),
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take a closed kindergarten off the roster; its records stay."""
    from pairing_cli.services.kindergartens.roster import retire_kindergarten

    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    with run.writing("kindergarten remove", reason=reason, dry_run=dry_run) as store:
        entered = retire_kindergarten(store, name, reason=reason, on=day, today=run.today)
        rows = rows_of(store, run, entered.id)
    message = phrase(
        "{name} is retired since {day}; its records stay.", name=entered.name, day=day.isoformat()
    )
    return done(message, rows, (), dry_run=dry_run)


def _told(
    tier: Tier | None,
    ownership: Ownership | None,
    exemplar: Exemplar | None,
    region: str | None,
    code: str | None,
    head: str | None,
    phone: str | None,
    position: tuple[float | None, float | None],
    note: str | None,
) -> Particulars:
    from pairing_cli.services.kindergartens.kindergarten_fields import Particulars

    grade = "" if exemplar is Exemplar.NONE else exemplar
    return Particulars(tier, ownership, grade, region, code, head, phone, *position, note)
