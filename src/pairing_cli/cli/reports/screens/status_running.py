"""`status` in the middle of a cycle: a line a kindergarten, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pairing_cli.cli.reports.screens.news import since, with_news
from pairing_cli.cli.reports.screens.waiting_lines import judged_lines, waiting_lines
from pairing_cli.domain.phrases import Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.paired import MENTEE, MENTOR
from pairing_cli.domain.records.reports import LAST_VISIT
from pairing_cli.domain.words.wording import as_word
from pairing_cli.output.listing import Column, Lines, Listing, Screen, column

if TYPE_CHECKING:
    from pairing_cli.last_look import LastLook
    from pairing_cli.services.owing.figures import CycleFigures
    from pairing_cli.services.reports.attention import Attention
    from pairing_cli.services.reports.status import Status
    from pairing_cli.services.reports.waiting import Waiting
    from pairing_cli.store.opening import FileReader

COLUMNS = (
    column(MENTEE, shown_as="mentee_short", fits="end"),
    column(MENTOR, wide=False, shown_as="mentor_short", fits="end"),
    Column("debts", Label("欠什么", "Owes"), fits="end"),
    column(LAST_VISIT, wide=False, shown_as="last_shown", fits="end"),
)


def running_screen(
    store: FileReader,
    figures: CycleFigures,
    found: Status,
    waits: Waiting,
    data: Listing,
    look: LastLook | None = None,
) -> Screen:
    """A line a kindergarten, worst first, and what waits for a decision; what has come since
    the last `look` is marked.
    """
    from pairing_cli.services.reports.attention import Call, attention

    rows = with_news(attention(store, figures, found), waits, look)
    lines = tuple(waiting_lines(waits, look))
    worst = rows[0]
    if worst.call is Call.CLEAR and not (lines or waits.is_judged):
        lines = (phrase("Nothing is due."),)
    judged = tuple(judged_lines(waits, look))
    blocks: list[Listing | Lines] = [Lines(judged)] if judged else []
    blocks.append(Listing(COLUMNS, rows))
    if lines:
        blocks.append(Lines(lines))
    return Screen(
        data,
        tuple(blocks),
        title=phrase(
            "To do {day}: {counts}",
            day=figures.as_of.isoformat(),
            counts=_counted(rows),
        ),
        rest=_rest,
        notes=(
            *data.notes[1:],
            *since(rows, waits, look),
            phrase(
                "One kindergarten: pairing status {mentee}. One by one: pairing status --all",
                mentee=as_word(worst.mentee_short),
            ),
        ),
    )


def _counted(rows: Sequence[Attention]) -> Phrase:
    return phrase_n(
        "{count} kindergarten, {calls}",
        "{count} kindergartens, {calls}",
        len(rows),
        calls=_calls(rows),
    )


def _calls(rows: Sequence[Attention]) -> tuple[Phrase, ...]:
    from pairing_cli.services.reports.attention import CALLS

    counts = Counter(row.call for row in rows)
    return tuple(
        phrase("{label} {number}", label=label, number=counts[call])  # type: ignore[index]
        for call, label in CALLS.items()
        if counts[call]  # type: ignore[index]
    )


def _rest(rows: Sequence[Attention]) -> Phrase:
    return phrase_n(
        "… and {count} more: {calls}. All of them: pairing status | more",
        "… and {count} more: {calls}. All of them: pairing status | more",
        len(rows),
        calls=_calls(rows),
    )
