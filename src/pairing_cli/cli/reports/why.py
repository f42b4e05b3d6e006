"""`why`: how one figure came about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pairing_cli.cli import params
from pairing_cli.cli.commands import command, verbs
from pairing_cli.cli.context import run_of
from pairing_cli.cli.tab.names import kindergartens
from pairing_cli.domain.owed.counting import NOT_COUNTED
from pairing_cli.domain.owed.rules import OWING, ROSTERS
from pairing_cli.domain.owed.settling import STATE_TONES, STATES
from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.phrases import N_, Label, phrase
from pairing_cli.domain.vocabulary import DIRECTIONS, LEDGERS, term_label
from pairing_cli.output.listing import Column, Facts, Listing, Report

if TYPE_CHECKING:
    from pairing_cli.services.owing.rules import RuleInfo
    from pairing_cli.services.reports.why import OneWay, Payment, RuleWhy

app = verbs()

RULE_COLUMNS = (
    Column("title", N_("Rule")),
    Column("code", N_("Code")),
    Column("pack", N_("Pack")),
    Column("ledger", N_("Ledger"), labels=LEDGERS),
    Column("owed_by", N_("Owed by"), labels=OWING),
    Column("max", N_("At most"), right=True),
    Column("share", N_("Share of"), labels=ROSTERS),
    Column("clause", N_("Clause")),
    Column("document", N_("Document code"), folded=True),
    Column("document_title", N_("Document")),
    Column("section", N_("Section")),
    Column("assumed", N_("Assumed")),
    Column("note", N_("Note")),
)
PERIOD_COLUMNS = (
    Column("period", N_("Period"), shown_as="period_shown"),
    Column("need", N_("Need"), right=True),
    Column("done", N_("Done"), right=True),
    Column("paid_shown", N_("Made up")),
    Column("remaining", N_("Left"), right=True),
    Column("unit", N_("Unit"), labels=MEASURES),
    Column("state", N_("State"), labels=STATES, tones=STATE_TONES),
    Column("due", N_("Due")),
    Column("late_days", N_("Days late"), right=True),
    Column("still_until", N_("Possible until")),
    Column("waiver", N_("Waiver")),
    Column("override", N_("Rule changed")),
    Column("ways_shown", N_("Each way")),
    Column("missing", N_("Not taken part")),
)
COUNTED_COLUMNS = (
    Column("period", N_("Period"), shown_as="period_shown"),
    Column("ref", N_("Ref")),
    Column("date", N_("Date")),
    Column("amount", N_("Amount"), right=True),
    Column("direction", N_("Direction"), labels=DIRECTIONS),
)
UNCOUNTED_COLUMNS = (
    Column("period", N_("Period"), shown_as="period_shown"),
    Column("ref", N_("Ref")),
    Column("date", N_("Date")),
    Column("reason", N_("Why not"), labels=NOT_COUNTED),
)


@command(
    app,
    "why",
    N_("How one figure came about."),
    "pairing why 隆子县 lesson-hours",
    "pairing why 隆子县 送教课时 --as-of 2022-07-16",
    "pairing why 隆子县",
)
def why(
    ctx: typer.Context,
    mentee: Annotated[
        str,
        typer.Argument(metavar="MENTEE", autocompletion=kindergartens, help=N_("Whose figure.")),
    ],
    rule: Annotated[
        str | None,
        typer.Argument(
            metavar="[RULE]", show_default=False, help=N_("Of which rule (default: of each).")
        ),
    ] = None,
    ledger: params.OfLedger = params.LedgerChoice.SCHEME,
    cycle: params.Cycle = None,
) -> Report:
    """The rule with its source, what counts, and what doesn't with the reason."""
    from pairing_cli.cli.reports.screens.other_mentors import beside
    from pairing_cli.services.reports.why import why as explain

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    found = explain(store, mentee, chosen, run.as_of, rule=rule, ledger=ledger.ledger)
    each = [_data(one) for one in found.rules]
    sides = {"mentor": found.mentor, "mentee": found.mentee}
    return Report(
        data={**sides, **each[0]} if rule else {**sides, "rules": tuple(each)},
        blocks=tuple(block for one in found.rules for block in _blocks(one, whole=bool(rule))),
        title=phrase("{mentor} → {mentee} as of {day}", **sides, day=run.as_of.isoformat()),
        notes=beside(store, found.pairing, mentee, run.as_of),
    )


def _data(found: RuleWhy) -> dict[str, Any]:
    return {
        "rule": {
            "code": found.rule.code,
            "title": found.rule.title,
            "pack": found.rule.pack,
            "ledger": found.rule.ledger,
            "owed_by": found.rule.owed_by,
            "max": found.rule.most,
            "share": found.rule.share,
            "each_way": found.rule.each_way,
            "clause": found.rule.clause,
            "source": {"document": found.rule.document, "section": found.rule.section},
        },
        "periods": found.periods,
    }


def _told(heading: Mapping[str, Any]) -> tuple[Column, ...]:
    """What a heading says: few rules have a most or a share."""
    return tuple(
        each
        for each in RULE_COLUMNS
        if each.key not in ("max", "share") or heading[each.key] is not None
    )


def _blocks(found: RuleWhy, *, whole: bool) -> list[Listing | Facts]:
    rule = found.rule
    heading = {
        "title": rule.title,
        "code": rule.code,
        "pack": rule.pack,
        "ledger": rule.ledger,
        "owed_by": rule.owed_by,
        "max": rule.most,
        "share": rule.share,
        "clause": rule.clause,
        "document": rule.document,
        "document_title": found.document_title,
        "section": rule.section,
        "assumed": rule.assumed,
        "note": rule.note,
    }
    periods = [
        {
            **period._asdict(),
            "period_shown": period.stage or period.period,
            "unit": rule.measure,
            "late_days": period.late_days or None,
            "paid_shown": tuple(map(_paid, period.paid_by)),
            "ways_shown": tuple(map(_way, period.ways)),
        }
        for period in found.periods
    ]
    counted = [
        {
            **row._asdict(),
            "period": period.period,
            "period_shown": period.stage or period.period,
        }
        for period in found.periods
        for row in period.counted
    ]
    left_out = [
        {
            **row._asdict(),
            "period": period.period,
            "period_shown": period.stage or period.period,
        }
        for period in found.periods
        for row in period.not_counted
    ]
    blocks: list[Listing | Facts] = [
        Facts(_told(heading), heading, title=phrase("{rule}", rule=rule.title)),
        Listing(
            _columns(PERIOD_COLUMNS, rule),
            periods,
            title=phrase("Periods"),
            empty=phrase("Nothing yet."),
        ),
    ]
    if whole:
        blocks += [
            Listing(
                _columns(COUNTED_COLUMNS, rule),
                counted,
                title=phrase("Counted"),
                empty=phrase("Nothing yet."),
            ),
            Listing(
                UNCOUNTED_COLUMNS,
                left_out,
                title=phrase("Not counted"),
            ),
        ]
    return blocks


def _columns(columns: tuple[Column, ...], rule: RuleInfo) -> tuple[Column, ...]:
    """The columns that say something of a rule: few ask for a share, or for each way."""
    left_out = {"missing"} if not rule.share else set()
    if not rule.each_way:
        left_out |= {"ways_shown", "direction"}
    return tuple(each for each in columns if each.key not in left_out)


def _way(way: OneWay) -> Label:
    """How one direction stands: 下 3/5."""
    name = DIRECTIONS[way.direction]
    done = f"{way.done:g}/{way.need:g}"
    return Label(f"{name.zh} {done}", f"{name.en} {done}")


def _paid(by: Payment) -> Label:
    """What a later surplus paid, and when: 3 (2023春)."""
    period = term_label(by.period)
    return Label(f"{by.amount:g} ({period.zh})", f"{by.amount:g} ({period.en})")
