"""`pairing rule override`, `overrides`, `override-end`: what a place owes otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command
from pairing_cli.cli.context import run_of
from pairing_cli.cli.moved import telling, watching
from pairing_cli.cli.owing.rule_columns import (
    OVERRIDE_COLUMNS,
)
from pairing_cli.cli.owing.rule_params import Code, ForCounty, ForLayer, ForMentee, From, Need
from pairing_cli.cli.results import written
from pairing_cli.domain.phrases import N_, Phrase, phrase, phrase_n
from pairing_cli.output.listing import Done, Listing

if TYPE_CHECKING:
    from pairing_cli.services.owing.overrides import OverrideRow


def declare(app: typer.Typer) -> None:
    """Give `rule` the verbs on overrides."""
    command(
        app,
        "override",
        N_("Change what a rule needs, for some or all, from a day on."),
        "pairing rule override lesson-hours --need 6 --from 2023-03-01 --county 隆子县"
        " --reason 路途远",
        "pairing rule override lectures --need 1 --from 2022-09-01 --layer city-private"
        " --reason 园小",
        "pairing rule override shadowing --need 0 --from 2023-03-01 --mentee 桑日县"
        " --reason 无人可派",
    )(override)
    command(
        app,
        "overrides",
        N_("The rules that were changed, for whom, from when and why."),
        "pairing rule overrides",
        "pairing rule overrides --rule lesson-hours --json",
    )(overrides)
    command(
        app,
        "override-end",
        N_("Have an override end with a day."),
        "pairing rule override-end 4f2a --on 2023-07-15 --reason 道路已通",
    )(override_end)


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
    cycle: params.CycleOfDay = None,
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
        row = show_override(store, end_override(store, ref, day, as_of=run.as_of).id)
    message = phrase(
        "The override of {rule} for {whom} ends on {end}.",
        rule=row.title,
        whom=row.whom,
        end=row.end,
    )
    done = written(message, Listing(OVERRIDE_COLUMNS, [row]), dry_run=dry_run)
    return telling(done, found)
