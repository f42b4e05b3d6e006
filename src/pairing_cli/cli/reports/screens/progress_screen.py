"""What people see of `progress`: the rules of a term beside each other, or one pairing's page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.domain.owed.settling import STATE_TONES, STATES
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.records.owing import DUE, OWING
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR
from pairing_cli.domain.records.reports import (
    ATTAINMENT,
    LAST_VISIT,
    LOST,
    MADE_UP,
    ON_TIME,
    REFERENCE,
    REPORT_BLOCKS,
    STANDING_NOW,
    TREND,
    VISITS_BY_MONTH,
)
from pairing_cli.domain.vocabulary import term_label
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Column, Facts, Lines, Listing, Screen, column

if TYPE_CHECKING:
    from pairing_cli.domain.time.calendar import Term
    from pairing_cli.services.owing.figures import CycleFigures
    from pairing_cli.services.owing.standing import Standing
    from pairing_cli.services.reports.progress import PairingProgress

_KEPT_RULES: Final = 2
"""So many and one more never give way on a narrow terminal."""
_MOST_RULES: Final = 6
"""Rules that stand beside each other on 80 cells; of more the terminal shows the first."""


def screen_of(
    figures: CycleFigures, stands: Sequence[Standing], data: Listing, term: Term | None
) -> Screen:
    """All pairings: each rule of the term as a column, old debts apart."""
    from pairing_cli.services.reports.debts import late_debts
    from pairing_cli.services.reports.term_progress import keyed, rules_of_term, term_figures

    rows: Sequence[PairingProgress] = list(data.rows)
    rules = rules_of_term(figures, term) if term else []
    keys = keyed(rules)
    pairings = {each.pairing.pairing.ref: each.pairing for each in stands}
    shown = []
    for row in rows:
        pairing = pairings[row.ref]
        of_term = term_figures(pairing, rules, term) if term else {}
        shown.append(
            {
                **row._asdict(),
                **{key: of_term.get(rule_id, "") for rule_id, key in keys.items()},
                "trend_shown": row.trend_shown,
                "strip": row.strip,
                "debts": tuple(late_debts(figures, pairing, term)),
            }
        )
    columns = (
        column(MENTEE, shown_as="mentee_short", fits="end"),
        column(MENTOR),
        column(COUNTY),
        *(
            Column(
                keys[rule.id],
                rule.short,
                right=True,
                wide=at >= _MOST_RULES,
                gives_way=max(at - _KEPT_RULES, 0),
            )
            for at, rule in enumerate(rules)
        ),
        column(ATTAINMENT, shown_as="attainment_shown", right=True),
        column(STANDING_NOW),
        column(TREND, shown_as="trend_shown", gives_way=8),
        Column("debts", Label("旧欠", "Old debts"), fits="end", gives_way=7),
        column(ON_TIME),
        column(MADE_UP),
        column(LOST, wide=True),
        column(LAST_VISIT),
        column(
            VISITS_BY_MONTH,
            title=Label("近几月", "Months"),
            shown_as="strip",
            fits="start",
            gives_way=9,
        ),
    )
    for each, row in zip(shown, rows, strict=True):
        each["attainment_shown"] = "—" if row.attainment is None else f"{row.attainment}%"
    notes = data.notes
    if rows:
        notes = (
            *notes,
            phrase(
                "What is still possible: pairing progress {mentee}",
                mentee=as_word(rows[0].mentee_short),
            ),
        )
    return Screen(
        data,
        (Listing(columns, shown, empty=data.empty),),
        title=_title(figures, term, data.title),
        notes=notes,
    )


def _title(figures: CycleFigures, term: Term | None, title: Phrase | None) -> Phrase | None:
    if term is None:
        return title
    return phrase(
        "Progress {term} as of {day} (cycle {cycle})",
        term=term_label(term.code),
        day=figures.as_of.isoformat(),
        cycle=figures.cycle.code,
    )


POSSIBLE_COLUMNS = (
    Column("title", Label("要求", "Rule"), shorter="short"),
    Column("now", Label("本期", "Now"), right=True),
    Column("state", Label("状态", "State"), labels=STATES, tones=STATE_TONES),
    column(DUE, wide=False),
    Column("late", Label("可补", "Make up"), right=True),
    Column("lost", Label("补不了", "Lost"), right=True),
    column(OWING),
)

STANDING_COLUMNS = (
    column(STANDING_NOW),
    column(ATTAINMENT, bar=True),
    column(TREND, shown_as="trend_shown"),
    column(REPORT_BLOCKS, shown_as="blocks_shown"),
    Column("history", Label("已到期的", "Ended so far")),
    column(LAST_VISIT, wide=False),
    column(REFERENCE, shown_as="reference_shown"),
    column(VISITS_BY_MONTH, shown_as="strip"),
)


def page_of(figures: CycleFigures, data: Listing, titles: Mapping[str, Label]) -> Screen:
    """One pairing: where it stands, and what is still possible."""
    from pairing_cli.services.reports.term_progress import still_possible

    rows: Sequence[PairingProgress] = list(data.rows)
    blocks: list[Listing | Facts | Lines] = []
    for row in rows:
        pairing = next(each for each in figures.pairings if each.pairing.ref == row.ref)
        possible = still_possible(figures, pairing)
        blocks += [
            Facts(
                STANDING_COLUMNS,
                _standing(row, titles),
                title=phrase("{mentor} → {mentee}", mentor=row.mentor, mentee=row.mentee),
            ),
            Listing(
                POSSIBLE_COLUMNS,
                [each._replace(late=each.late or "", lost=each.lost or "") for each in possible],  # type: ignore[arg-type]
                title=phrase("What is owed, and what is still possible"),
                empty=phrase("Nothing is owed yet."),
            ),
        ]
        lost = sum(each.lost for each in possible)
        late = sum(each.late for each in possible)
        blocks.append(Lines((_verdict(late, lost),)))
    if not blocks and data.empty is not None:
        blocks = [Lines((data.empty,))]
    notes = (
        data.notes[-1:]
        if not rows
        else (
            phrase(
                "How a figure came about: pairing why {mentee} RULE",
                mentee=as_word(rows[0].mentee_short),
            ),
        )
    )
    return Screen(data, tuple(blocks), title=data.title, notes=notes)


def _verdict(late: float, lost: float) -> Phrase:
    if lost:
        return phrase("Some of what ended can't be made up any more; it stands under Lost.")
    if late:
        return phrase("All that is still owed can be made up.")
    return phrase("Nothing is owed from before.")


def _standing(row: PairingProgress, titles: Mapping[str, Label]) -> dict[str, Any]:
    from pairing_cli.services.reports.progress import references_shown

    return {
        **row._asdict(),
        "trend_shown": row.trend_shown,
        "blocks_shown": row.blocks_shown,
        "reference_shown": references_shown(row.reference, titles),
        "strip": row.strip,
        "history": phrase(
            "on time {on_time}, made up {made_up}, not done {lost}",
            on_time=row.on_time,
            made_up=row.made_up,
            lost=row.lost,
        ),
    }
