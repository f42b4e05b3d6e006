"""`status NAME`: what one kindergarten has open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pairing_cli.cli.reports.screens.severities import SEVERITIES, SEVERITY_TONES
from pairing_cli.cli.reports.screens.status_screen import Asked, filter_of
from pairing_cli.cli.reports.screens.waiting_lines import judged_lines, waiting_lines
from pairing_cli.domain.owed.rules import RuleKind
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.records.owing import DUE, OWING
from pairing_cli.domain.records.reports import (
    ATTAINMENT,
    DONE,
    LAST_VISIT,
    SEVERITY,
    STANDING_NOW,
)
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Column, Facts, Lines, Listing, Screen, column

if TYPE_CHECKING:
    from pairing_cli.services.owing.figures import CycleFigures
    from pairing_cli.services.reports.status import Status
    from pairing_cli.services.reports.status_row import StatusRow
    from pairing_cli.store.opening import FileReader

PAGE_COLUMNS = (
    column(STANDING_NOW),
    column(ATTAINMENT, bar=True),
    Column("debts", Label("欠什么", "Owes")),
    column(LAST_VISIT, wide=False),
)


def page_of(
    store: FileReader, figures: CycleFigures, found: Status, asked: Asked, data: Listing
) -> Screen:
    """What one kindergarten has open."""
    from pairing_cli.services.programme.names.lookup import find_kindergarten
    from pairing_cli.services.reports.attention import attention
    from pairing_cli.services.reports.waiting import waiting

    assert asked.mentee is not None  # noqa: S101 - a page is of one
    mentee = find_kindergarten(store, asked.mentee)
    mine = figures._replace(
        pairings=[each for each in figures.pairings if each.pairing.mentee_id == mentee.id]
    )
    if not mine.pairings:
        return Screen(
            data,
            (
                Lines(
                    (
                        phrase(
                            "{name} isn't helped by a regular pairing of the cycle.",
                            name=mentee.name,
                        ),
                    )
                ),
            ),
        )
    waits = waiting(store, mine, found, filter_of(asked))
    rows = attention(store, mine, found)
    lines = (
        *judged_lines(waits),
        *waiting_lines(waits._replace(unconfirmed=(), papers=())),
    )
    blocks: list[Listing | Facts | Lines] = [
        Facts(
            PAGE_COLUMNS,
            row,
            title=phrase("{mentor} → {mentee}", mentor=row.mentor, mentee=row.mentee),
        )
        for row in rows
    ]
    if data.rows:
        shorts = {rule.title: rule.short for rule in figures.rules.values()}
        blocks.append(Listing(FINDING_COLUMNS, [_finding(row, shorts) for row in data.rows]))
    if lines:
        blocks.append(Lines(lines))
    if not data.rows and not lines:
        blocks.append(Lines((phrase("Nothing is due."),)))
    name = as_word(rows[0].mentee_short)
    return Screen(
        data,
        tuple(blocks),
        title=phrase("{mentee} {day}", mentee=mentee.name, day=figures.as_of.isoformat()),
        notes=(
            phrase(
                "Figures: pairing progress {mentee}. One by one: pairing status --all",
                mentee=name,
            ),
        ),
    )


FINDING_COLUMNS = (
    column(SEVERITY, labels=SEVERITIES, tones=SEVERITY_TONES),
    Column("what", Label("事项", "What"), shorter="short"),
    column(DONE, title=Label("已办", "Done"), right=True),
    column(DUE, wide=False),
    column(OWING),
)


class OwnFinding(NamedTuple):
    """A finding on the page of one kindergarten."""

    severity: str
    what: Phrase | Label
    done: Phrase | None
    due: str
    owed_by: str | None
    short: Phrase | Label
    """What it is, with the rule in a word or two."""


def _finding(row: StatusRow, shorts: Mapping[Label, Label]) -> OwnFinding:
    if row.figure is None or row.title is None or row.unit is None:
        return OwnFinding(row.severity, row.message, None, row.due, row.owed_by, row.message)
    figure = row.figure
    is_rate = figure.owed.rule.kind is RuleKind.INDICATOR
    done = (
        phrase("not reported")
        if is_rate and figure.reported is None
        else phrase(
            "{done}/{need} {unit}",
            done=plain(figure.done + figure.paid),
            need=plain(figure.owed.need),
            unit=MEASURES[row.unit],
        )
    )
    of_cycle = figure.owed.rule.unit == "cycle"
    what, short = (
        rule if of_cycle else phrase("{rule} ({period})", rule=rule, period=row.period)
        for rule in (row.title, shorts.get(row.title, row.title))
    )
    return OwnFinding(row.severity, what, done, row.due, row.owed_by, short)
