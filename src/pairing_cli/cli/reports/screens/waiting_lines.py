"""Lines below a screen of `status`: what waits for a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pairing_cli.cli.reports.screens.news import counted_new
from pairing_cli.domain.phrases import Label, Phrase, phrase, phrase_n
from pairing_cli.domain.words.wording import as_word

if TYPE_CHECKING:
    from pairing_cli.last_look import LastLook
    from pairing_cli.services.reports.waiting import Waiting

_LONGEST: Final = 16
"""Characters of a need or a problem on the screen; in full it stands in its list."""


def judged_lines(waits: Waiting, look: LastLook | None = None) -> Iterator[Phrase]:
    """What inspections left to be done."""
    if waits.unmended:
        worst = waits.unmended[0]
        line = phrase(
            "Findings overdue {count}: {mentee}, due {due}: pairing inspection findings --overdue",
            count=len(waits.unmended),
            mentee=worst.mentee_short,
            due=worst.due,
        )
        yield counted_new(line, waits.unmended, look)
    if waits.to_recheck:
        first = waits.to_recheck[0]
        line = phrase(
            "To look at again {count}: pairing inspection recheck {ref} ({mentee})",
            count=len(waits.to_recheck),
            ref=first.ref,
            mentee=first.mentee_short,
        )
        yield counted_new(line, waits.to_recheck, look)
    if waits.undecided:
        longest = waits.undecided[0]
        line = phrase(
            "Publicity over, not decided {count}: {who}, until {day}: pairing commendation award"
            " {ref} --number NUMBER",
            count=len(waits.undecided),
            who=longest.of,
            day=longest.until,
            ref=longest.ref,
        )
        yield counted_new(line, waits.undecided, look)
    for each in waits.unpublished:
        line = phrase_n(
            "Inspection {ref} has been done for {count} day and isn't published yet.",
            "Inspection {ref} has been done for {count} days and isn't published yet.",
            each.days,
            ref=each.ref,
        )
        yield counted_new(line, (each,), look)


def waiting_lines(waits: Waiting, look: LastLook | None = None) -> Iterator[Phrase]:
    """What waits for a decision, a line each."""
    if waits.unconfirmed:
        first = waits.unconfirmed[0]
        line = phrase(
            "To confirm {count}: pairing visit confirm {ref} ({mentee} {day} {form})",
            count=len(waits.unconfirmed),
            ref=first.ref[:4],
            mentee=first.mentee_short,
            day=first.due[5:],
            form=first.title,
        )
        yield counted_new(line, waits.unconfirmed, look)
    if waits.problems:
        worst = waits.problems[0]
        line = phrase(
            "Open problems {count}: {mentee} {text}, {days} days",
            count=len(waits.problems),
            mentee=waits.names.get(worst.pairing_id, worst.mentee),
            text=_short(worst.text),
            days=worst.days_open,
        )
        yield counted_new(line, waits.problems, look)
    if waits.needs:
        oldest = waits.needs[0]
        line = phrase(
            "Open needs {count}: {mentee} {text}, {days} days",
            count=len(waits.needs),
            mentee=waits.names.get(oldest.pairing_id, oldest.mentee),
            text=_short(oldest.text),
            days=oldest.days_open,
        )
        yield counted_new(line, waits.needs, look)
    if waits.papers:
        yield phrase("Late papers: {papers}", papers=_amounts(waits.papers))
    if waits.unnamed:
        yield phrase(
            "Names to confirm {count}: pairing kindergarten rename {mentee} NAME",
            count=len(waits.unnamed),
            mentee=as_word(waits.unnamed[0].mentee_short),
        )
    if waits.news:
        yield phrase(
            "Since your last entry on {day} others made {count}: pairing history",
            count=waits.news,
            day=waits.news_since,
        )


def _amounts(papers: Sequence[tuple[Label, int]]) -> tuple[Phrase, ...]:
    return tuple(phrase("{label} {number}", label=label, number=number) for label, number in papers)


def _short(text: str) -> str:
    first = text.split("\n", 1)[0]
    return first if len(first) <= _LONGEST else first[: _LONGEST - 1] + "…"
