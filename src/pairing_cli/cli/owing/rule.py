"""`rule`: what is owed, by which document, and for whom it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.moved import telling, watching
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.owing.rule_columns import (
    COLUMNS,
    DETAIL_COLUMNS,
    OVERRIDE_COLUMNS,
    PACK_COLUMNS,
    PERIOD_COLUMNS,
    detail_row,
    pack_report,
    pack_row,
    rule_row,
    with_forms,
)
from pairing_cli.cli.results import written
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import LEDGERS, Layer, Ledger
from pairing_cli.output.listing import Done, Facts, Listing, Report

if TYPE_CHECKING:
    from pairing_cli.services.owing.overrides import OverrideRow

app = noun(N_("Rules: what is owed, by which document."))

Code = Annotated[str, typer.Argument(metavar="CODE", help=N_("The rule's code or title."))]
Need = Annotated[
    float, typer.Option("--need", metavar="N", help=N_("What it needs instead; 0: nothing."))
]
From = Annotated[
    str, typer.Option("--from", metavar="DATE", help=N_("From this day on; past periods stay."))
]
ForLayer = Annotated[
    Layer | None, typer.Option("--layer", metavar="LAYER", help=N_("Only for this layer."))
]
ForCounty = Annotated[
    str | None,
    typer.Option(
        "--county", metavar="NAME", autocompletion=kindergartens, help=N_("Only for this county.")
    ),
]
ForMentee = Annotated[
    str | None,
    typer.Option(
        "--mentee", metavar="NAME", autocompletion=kindergartens, help=N_("Only for this mentee.")
    ),
]


@command(
    app,
    "packs",
    N_("The rule packs that come along, and which are adopted."),
    "pairing rule packs",
    "pairing rule packs term-quotas",
    "pairing rule packs --json",
)
def packs(
    ctx: typer.Context,
    pack: Annotated[
        str | None,
        typer.Argument(
            metavar="[PACK]", show_default=False, help=N_("One in full, with its notes.")
        ),
    ] = None,
    cycle: params.Cycle = None,
) -> Listing | Report:
    """The packs that come along and your own adopted ones, the adopted first; or one in full."""
    from pairing_cli.services.owing.rules import list_packs, show_pack

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    if pack is not None:
        return pack_report(show_pack(store, chosen, pack))
    rows = list_packs(store, chosen)
    return Listing(
        PACK_COLUMNS,
        [pack_row(row) for row in rows],
        title=phrase("Rule packs, adopted by cycle {cycle} or not", cycle=chosen.code),
        notes=(
            phrase(
                "{adopted} of {all} packs are adopted.",
                adopted=sum(row.adopted for row in rows),
                all=len(rows),
            ),
        ),
    )


@command(
    app,
    "adopt",
    N_("Have the rules of a pack count, from the start of the cycle on."),
    "pairing rule adopt five-ones",
    "pairing rule adopt term-quotas --as reference",
    "pairing rule adopt 我的规则.yaml --dry-run",
)
def adopt(
    ctx: typer.Context,
    pack: Annotated[
        str,
        typer.Argument(metavar="PACK|FILE.yaml", help=N_("A pack's code, or a file of your own.")),
    ],
    as_: Annotated[
        Ledger,
        typer.Option(
            "--as", metavar="LEDGER", help=N_("scheme: it binds (default); reference: to look at.")
        ),
    ] = Ledger.SCHEME,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Have the rules of a pack count; figures change at once, those of past periods too."""
    from pairing_cli.services.owing import rule_book
    from pairing_cli.services.owing.rules import list_rules
    from pairing_cli.services.programme.cycles import cycle_to_write
    from pairing_cli.services.programme.forms import list_forms

    run = run_of(ctx)
    with run.writing("rule adopt", dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, run.as_of)
        with watching(run, store, chosen.code) as found:
            adopted = rule_book.adopt(store, pack, chosen, ledger=as_)
        rules = list_rules(store, chosen, pack=adopted.code)
        columns = with_forms(COLUMNS, list_forms(store))
    message = phrase_n(
        "Cycle {cycle} has adopted {pack} ({title}) as {ledger}: {count} rule.",
        "Cycle {cycle} has adopted {pack} ({title}) as {ledger}: {count} rules.",
        len(rules),
        cycle=chosen.code,
        pack=adopted.code,
        title=adopted.title,
        ledger=LEDGERS[as_],
    )
    shared = tuple(rule.code for rule in rules if rule.code != rule.bare_code)
    notes = (
        (phrase("Other packs have these codes, too; write them so: {codes}", codes=shared),)
        if shared
        else ()
    )
    shown = Listing(columns, [rule_row(rule) for rule in rules])
    return telling(written(message, shown, dry_run=dry_run, notes=notes), found)


@command(
    app,
    "drop",
    N_("Have the rules of a pack count no longer."),
    "pairing rule drop term-quotas",
    "pairing rule drop term-quotas --dry-run",
)
def drop(
    ctx: typer.Context,
    pack: Annotated[str, typer.Argument(metavar="PACK", help=N_("The pack's code."))],
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Have the rules of a pack count no longer; the pack stays on record."""
    from pairing_cli.services.owing import rule_book
    from pairing_cli.services.owing.overrides import count_exceptions
    from pairing_cli.services.owing.rules import list_packs
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    with run.writing("rule drop", dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, run.as_of)
        overrides, waivers = count_exceptions(store, chosen, pack.strip())
        rows = [row for row in list_packs(store, chosen) if row.code == pack.strip()]
        with watching(run, store, chosen.code) as found:
            dropped = rule_book.drop(store, pack, chosen)
    message = phrase(
        "The rules of {pack} no longer count in cycle {cycle}.",
        pack=dropped.code,
        cycle=chosen.code,
    )
    notes: tuple[Phrase, ...] = ()
    if overrides or waivers:
        notes = (
            phrase(
                "With it {overrides} overrides and {waivers} waivers rest; adopted again"
                " unchanged, they hold again.",
                overrides=overrides,
                waivers=waivers,
            ),
        )
    shown = Listing(PACK_COLUMNS, [{**pack_row(row), "adopted": False} for row in rows])
    return telling(written(message, shown, dry_run=dry_run, notes=notes), found)


@exported("rules")
@command(
    app,
    "list",
    N_("The rules that the cycle has adopted, with their source."),
    "pairing rule list",
    "pairing rule list --pack term-quotas --layer city-county",
)
def list_(
    ctx: typer.Context,
    pack: Annotated[
        str | None, typer.Option("--pack", metavar="CODE", help=N_("Only of this pack."))
    ] = None,
    layer: Annotated[
        Layer | None, typer.Option("--layer", metavar="LAYER", help=N_("Only this layer."))
    ] = None,
    cycle: params.Cycle = None,
) -> Listing:
    """The rules that the cycle has adopted, with their source, by pack."""
    from pairing_cli.services.owing.rules import list_rules
    from pairing_cli.services.programme.forms import list_forms

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rules = list_rules(store, chosen, pack=pack)
    rows = [rule_row(rule) for rule in rules if layer is None or layer in rule.layers]
    return Listing(
        with_forms(COLUMNS, list_forms(store)),
        rows,
        title=phrase("Rules of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} rule.", "{count} rules.", len(rows)),) if rows else (),
        empty=phrase("No rules. Packs to adopt: pairing rule packs"),
    )


@command(
    app,
    "show",
    N_("One rule in full: source, periods, overrides."),
    "pairing rule show lesson-hours",
    "pairing rule show 送教课时 --json",
)
def show(ctx: typer.Context, code: Code, cycle: params.Cycle = None) -> Report:
    """One rule in full: its source, its periods in the cycle, and for whom it was changed."""

    from pairing_cli.services.owing.overrides import list_overrides, list_periods
    from pairing_cli.services.owing.rules import find_rule, show_pack
    from pairing_cli.services.programme.forms import list_forms

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rule = find_rule(store, chosen, code)
    periods = list_periods(store, chosen, rule.rule)
    overrides = list_overrides(store, chosen, run.as_of, rule_id=rule.id)
    columns = with_forms(DETAIL_COLUMNS, list_forms(store))
    row = detail_row(rule, show_pack(store, chosen, rule.pack))
    return Report(
        data={
            **{column.key: row[column.key] for column in columns},
            "periods": [period._asdict() for period in periods],
            "overrides": [
                {column.key: getattr(each, column.key) for column in OVERRIDE_COLUMNS}
                for each in overrides
            ],
        },
        blocks=(
            Facts(columns, row),
            Listing(
                PERIOD_COLUMNS,
                periods,
                title=phrase("Periods in cycle {cycle}", cycle=chosen.code),
                empty=phrase("It has no period in this cycle."),
            ),
            Listing(
                OVERRIDE_COLUMNS,
                overrides,
                title=phrase("Overrides"),
                empty=phrase("No overrides."),
            ),
        ),
        title=phrase("Rule {code}: {title}", code=rule.code, title=rule.title),
    )


@command(
    app,
    "override",
    N_("Change what a rule needs, for some or all, from a day on."),
    "pairing rule override lesson-hours --need 6 --from 2023-03-01 --county 隆子县 --reason 路途远",
    "pairing rule override lectures --need 1 --from 2022-09-01 --layer city-private --reason 园小",
    "pairing rule override shadowing --need 0 --from 2023-03-01 --mentee 桑日县 --reason 无人可派",
)
def override(
    ctx: typer.Context,
    code: Code,
    need: Need,
    from_: From,
    reason: params.Reason,
    to: params.To = None,
    layer: ForLayer = None,
    county: ForCounty = None,
    mentee: ForMentee = None,
    cycle: params.Cycle = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Change what a rule needs, in the periods of which at least half lie in the span."""
    from pairing_cli.domain.ids import ref_of
    from pairing_cli.services.owing.override_edit import OverrideInput, override_rule
    from pairing_cli.services.owing.overrides import list_overrides, periods_over
    from pairing_cli.services.programme.cycles import cycle_to_write

    run = run_of(ctx)
    start = params.day(from_, run.as_of)
    assert start is not None  # noqa: S101 - the option is required
    wish = OverrideInput(
        rule=code,
        need=need,
        start=start,
        end=params.day(to, run.as_of),
        reason=reason,
        layer=layer,
        county=county,
        mentee=mentee,
    )
    with run.writing("rule override", reason=reason, dry_run=dry_run) as store:
        chosen = cycle_to_write(store, cycle, start)
        with watching(run, store, chosen.code) as found:
            ref = ref_of(override_rule(store, wish, chosen, as_of=run.as_of).id)
        row = next(each for each in list_overrides(store, chosen, None) if each.ref == ref)
        over = tuple(periods_over(store, chosen, row, run.as_of))
    notes = (
        (phrase("These periods were over already and change with it: {names}", names=over),)
        if over
        else ()
    )
    done = written(_changed(row), Listing(OVERRIDE_COLUMNS, [row]), dry_run=dry_run, notes=notes)
    return telling(done, found)


def _changed(row: OverrideRow) -> Phrase:
    return phrase(
        "{rule} needs {need} instead of {rule_need} from {start} on, for {whom} ({ref}).",
        rule=row.title,
        need=row.need,
        rule_need=row.rule_need,
        start=row.start,
        whom=row.whom,
        ref=row.ref,
    )


@command(
    app,
    "overrides",
    N_("The rules that were changed, for whom, from when and why."),
    "pairing rule overrides",
    "pairing rule overrides --rule lesson-hours --json",
)
def overrides(
    ctx: typer.Context,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="CODE", help=N_("Only of this rule."))
    ] = None,
    cycle: params.Cycle = None,
) -> Listing:
    """The rules that were changed, for whom, from when and why."""
    from pairing_cli.services.owing.overrides import list_overrides
    from pairing_cli.services.owing.rules import find_rule

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_overrides(
        store, chosen, run.as_of, rule_id=find_rule(store, chosen, rule).id if rule else None
    )
    return Listing(
        OVERRIDE_COLUMNS,
        rows,
        title=phrase("Overrides of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} override.", "{count} overrides.", len(rows)),) if rows else (),
        empty=phrase("No overrides."),
    )


@command(
    app,
    "override-end",
    N_("Have an override end with a day."),
    "pairing rule override-end 4f2a --on 2023-07-15 --reason 道路已通",
)
def override_end(
    ctx: typer.Context,
    ref: params.RefArg,
    reason: params.Reason,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help=N_("The last day (default: today)."))
    ] = None,
    dry_run: params.DryRun = False,
) -> Done:
    """Have an override end with a day; after it the rule needs what it needed before."""
    from pairing_cli.services.owing.override_edit import end_override
    from pairing_cli.services.owing.overrides import show_override

    run = run_of(ctx)
    day = params.day(on, run.as_of) or run.as_of
    with (
        run.writing("rule override-end", reason=reason, dry_run=dry_run) as store,
        watching(run, store) as found,
    ):
        row = show_override(store, end_override(store, ref, day).id)
    message = phrase(
        "The override of {rule} for {whom} ends on {end}.",
        rule=row.title,
        whom=row.whom,
        end=row.end,
    )
    done = written(message, Listing(OVERRIDE_COLUMNS, [row]), dry_run=dry_run)
    return telling(done, found)
