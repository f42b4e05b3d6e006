"""`group`: the leading groups of either side of a pairing, and of county bureaus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.clearing import cleared
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.plain_verbs import plain_verb
from pairing_cli.cli.pairings.record_params import (
    AllOption,
    MenteeFilter,
    Note,
    On,
    ReasonOption,
    answer,
    list_scope,
    removed,
)
from pairing_cli.cli.papers.group_people import (
    Contacts,
    Deputies,
    Duties,
    Heads,
    Members,
    Phones,
    people_named,
)
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.paperwork import GroupSide
from pairing_cli.domain.phrases import N_, phrase, phrase_n
from pairing_cli.domain.records.paired import (
    END,
    END_REASON,
    MENTEE,
    MENTOR,
    NOTE,
    REF,
    REMOVED_REASON,
    STATE,
)
from pairing_cli.domain.records.people import (
    CONTACT,
    DEPUTIES,
    DUTY,
    GROUP_COUNTY,
    GROUP_HEAD,
    GROUP_OF,
    LEADING_GROUP,
    MEMBER_NAME,
    MEMBERS,
    PAIR_START,
    PHONE,
    ROLE,
    SIDE,
    SINCE,
)
from pairing_cli.output.listing import Done, Listing, Report, column

if TYPE_CHECKING:
    from pairing_cli.store.writing import Writer

app = noun(N_("Leading groups."))

COLUMNS = (
    column(REF),
    column(SIDE),
    column(GROUP_OF),
    column(MENTOR),
    column(MENTEE, wide=True),
    column(GROUP_COUNTY),
    column(GROUP_HEAD),
    column(DEPUTIES),
    column(MEMBERS),
    column(CONTACT),
    column(PHONE),
    column(SINCE),
    column(STATE),
    column(NOTE),
    column(REMOVED_REASON),
)

PEOPLE_COLUMNS = (
    column(ROLE),
    column(MEMBER_NAME),
    column(DUTY, wide=False),
    column(PHONE),
    column(PAIR_START),
    column(END),
    column(END_REASON),
)

Of = Annotated[
    str,
    typer.Argument(
        metavar="MENTEE|REF",
        autocompletion=kindergartens,
        help=N_("The mentee, the ref, or the bureau's county."),
    ),
]
Side = Annotated[
    GroupSide | None, typer.Option("--side", metavar="SIDE", help=N_("mentor, mentee or bureau."))
]


@command(
    app,
    "add",
    N_("Set up the leading group of one side."),
    "pairing group add 隆子县 --side mentor --head 组长甲 --member 组员乙",
    "pairing group add 隆子县 --side mentee --head 卓玛 --contact 德吉 --phone 13889001234",
    "pairing group add 隆子县 --side bureau --head 扎西",
)
def add(
    ctx: typer.Context,
    of: Annotated[
        str,
        typer.Argument(
            metavar="MENTEE",
            autocompletion=kindergartens,
            help=N_("The mentee; of a bureau, its county."),
        ),
    ],
    side: Annotated[
        GroupSide, typer.Option("--side", metavar="SIDE", help=N_("mentor, mentee or bureau."))
    ],
    head: Heads = None,
    deputy: Deputies = None,
    member: Members = None,
    contact: Contacts = None,
    phone: Phones = None,
    duty: Duties = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("Since when (default: today).")),
    ] = None,
    note: Note = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Set up the leading group of one side of a pairing, or of a county's bureau."""
    from pairing_cli.services.papers.group_edit import add_group
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    names = people_named(head, deputy, member, contact, phone, duty)
    with run.writing("group add", dry_run=dry_run) as store:
        row = add_group(
            store,
            of,
            side,
            names,
            cycle_to_write(store, cycle, params.day(on, run.as_of) or run.as_of),
            as_of=run.as_of,
            on=params.day(on, run.as_of),
            note=note,
        )
    message = phrase(
        "Set up leading group {ref} of {of}, head: {head}.",
        ref=row.ref,
        of=row.of,
        head=row.head or "-",
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@exported("groups")
@command(
    app,
    "list",
    N_("Leading groups, as they stand on the day."),
    "pairing group list",
    "pairing group list 隆子县 --side mentor",
)
def list_(
    ctx: typer.Context,
    mentee: MenteeFilter = None,
    side: Side = None,
    mentor: params.Mentor = None,
    county: params.County = None,
    every: AllOption = False,
    cycle: params.Cycle = None,
) -> Listing:
    """Leading groups, as they stand on the day."""
    from pairing_cli.services.papers.groups import list_groups

    store, chosen, wanted, as_of = list_scope(ctx, cycle, mentee, mentor, county, every)
    rows = list_groups(store, chosen, wanted, as_of, side=side)
    return Listing(
        COLUMNS,
        rows,
        title=phrase("Leading groups of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} group.", "{count} groups.", len(rows)),) if rows else (),
        empty=phrase("No leading groups."),
    )


@command(
    app,
    "show",
    N_("One leading group with everybody, also of former times."),
    "pairing group show 隆子县 --side mentor",
)
def show(ctx: typer.Context, of: Of, side: Side = None, cycle: params.Cycle = None) -> Report:
    """One leading group with everybody, also of former times."""

    from pairing_cli.services.papers.groups import find_group

    run = run_of(ctx)
    store = run.reader()
    row = find_group(store, of, run.cycle(store, cycle), run.as_of, side=side)
    values = {name: value for name, value in row._asdict().items() if not name.endswith("id")}
    return Report(
        data=values,
        blocks=(
            Listing(COLUMNS, [row]),
            Listing(PEOPLE_COLUMNS, row.people, title=phrase("Who is in it")),
        ),
        title=phrase("Leading group {ref} of {of}", ref=row.ref, of=row.of),
    )


@command(
    app,
    "edit",
    N_("Take people into a group, let some go, give phones."),
    "pairing group edit 隆子县 --side mentor --deputy 德吉 --phone 德吉=13889001234",
    "pairing group edit 4f2a --leave 组员乙 --reason 调离",
    clears=(NOTE,),
)
def edit(
    ctx: typer.Context,
    of: Of,
    side: Side = None,
    head: Heads = None,
    deputy: Deputies = None,
    member: Members = None,
    contact: Contacts = None,
    phone: Phones = None,
    duty: Duties = None,
    leave: Annotated[
        list[str] | None,
        typer.Option("--leave", metavar="NAME", help=N_("Who leaves; may be repeated.")),
    ] = None,
    on: On = None,
    note: Note = None,
    reason: ReasonOption = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take people into a group, let some go, give phones. A head hands over instead."""
    from pairing_cli.services.papers.group_edit import edit_group, open_group
    from pairing_cli.services.programme.clearing import clear_fields
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    names = people_named(head, deputy, member, contact, phone, duty)
    with run.writing("group edit", reason=reason, dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, run.as_of)
        group = open_group(store, of, chosen, run.as_of, side)
        clear_fields(store, LEADING_GROUP, group.id, cleared(ctx))
        row = edit_group(
            store,
            group,
            names,
            as_of=run.as_of,
            on=params.day(on, run.as_of),
            leaving=tuple(leave or ()),
            reason=reason,
            note=note,
        )
    return answer(
        phrase("Changed leading group {ref} of {of}.", ref=row.ref, of=row.of),
        Listing(COLUMNS, [row]),
        dry_run=dry_run,
    )


@command(
    app,
    "hand-over",
    N_("Give somebody's place in a group to another."),
    "pairing group hand-over 隆子县 --side mentor --to 格桑 --on 2023-03-01 --reason 园长调动",
    "pairing group hand-over 4f2a --from 组员乙 --to 德吉 --reason 调离",
)
def hand_over(
    ctx: typer.Context,
    of: Of,
    to: Annotated[str, typer.Option("--to", metavar="NAME", help=N_("Who takes over."))],
    reason: params.Reason,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="NAME", help=N_("Who hands over (default: the head).")),
    ] = None,
    side: Side = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DATE", help=N_("The new one's first day (default: today).")),
    ] = None,
    phone: Annotated[
        str | None, typer.Option("--phone", metavar="NUMBER", help=N_("The new one's phone."))
    ] = None,
    cycle: params.CycleOfDay = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Give somebody's place in a group to another; the one before stays on record."""
    from pairing_cli.services.papers import group_edit
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    with run.writing("group hand-over", reason=reason, dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, run.as_of)
        group = group_edit.open_group(store, of, chosen, run.as_of, side)
        row = group_edit.hand_over(
            store,
            group,
            to,
            as_of=run.as_of,
            reason=reason,
            from_=from_,
            on=params.day(on, run.as_of),
            phone=phone,
        )
    message = phrase(
        "{name} takes over in leading group {ref} of {of}.", name=to, ref=row.ref, of=row.of
    )
    return answer(message, Listing(COLUMNS, [row]), dry_run=dry_run)


@plain_verb(app, LEADING_GROUP, "remove", "pairing group remove 4f2a --reason 误登")
def remove(
    ctx: typer.Context,
    of: Of,
    reason: params.Reason,
    side: Side = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Take a leading group off the lists; it stays on record."""
    from pairing_cli.services.papers.group_edit import open_group
    from pairing_cli.services.papers.groups import group_by_id

    run = run_of(ctx)

    def find(store: Writer) -> str:
        chosen = run.cycle(store, cycle)
        return open_group(store, of, chosen, run.as_of, side).id

    return removed(
        run,
        LEADING_GROUP,
        "group remove",
        find,
        lambda store, key: group_by_id(store, key, run.as_of),
        COLUMNS,
        reason=reason,
        dry_run=dry_run,
    )
