"""`rule`: what is owed, by which document, and for whom it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, noun
from pairing_cli.cli.context import run_of
from pairing_cli.cli.moved import telling, watching
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.owing import override
from pairing_cli.cli.owing.rule_columns import (
    COLUMNS,
    DETAIL_COLUMNS,
    OVERRIDE_COLUMNS,
    PACK_COLUMNS,
    detail_row,
    pack_report,
    pack_row,
    period_columns,
    rule_row,
    with_forms,
)
from pairing_cli.cli.owing.rule_params import Code
from pairing_cli.cli.results import written
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import LEDGERS, Layer, Ledger
from pairing_cli.output.listing import Done, Facts, Listing, Report

if TYPE_CHECKING:
    pass

app = noun(N_("Rules: what is owed, by which document."))


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
    cycle: params.CycleOfDay = None,
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
    cycle: params.CycleOfDay = None,
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
                period_columns(rule),
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


override.declare(app)
