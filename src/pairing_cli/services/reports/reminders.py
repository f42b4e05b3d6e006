"""What a kindergarten is reminded of, as a message to paste into a chat.

The same findings as `status`, told to the kindergarten instead of the coordinator: no refs, no
commands, dates as they are said, and the months of one rule in one line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from pairing_cli.domain.owed.periods import RulePeriod
from pairing_cli.domain.owed.rules import Measure, OwedBy, Per, RuleKind
from pairing_cli.domain.owed.settling import Figure
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.phrases import Label, Phrase, lines, phrase
from pairing_cli.domain.time.date_words import ENGLISH_MONTHS
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import SEASONS
from pairing_cli.domain.words.name_order import name_order
from pairing_cli.services.reports.status_row import Severity, StatusRow

_HEADINGS: Final = {
    Severity.MISSED: phrase("Overdue, please make up for it:"),
    Severity.DUE: phrase("Due within two weeks:"),
    Severity.BEHIND: phrase("Running late:"),
    Severity.MISSING: phrase("Papers still missing:"),
    Severity.UNCONFIRMED: phrase("Planned, and we don't know whether it took place:"),
    Severity.NO_CONTACT: phrase("Not heard of for long:"),
}

_BLANK: Final = Phrase("")
_CLOSING: Final = phrase(
    "If it is done already, please send me the day and what it was, and I will enter it. If"
    " something is in the way, do tell me. Thank you!"
)


def reminder(rows: Sequence[StatusRow], mentee: str, as_of: dt.date) -> Phrase:
    """The message to `mentee` about the findings `rows`, which stand worst first. What only its
    mentor or a bureau owes is none of its debts.
    """
    rows = [row for row in rows if row.owed_by in (None, OwedBy.MENTEE, OwedBy.BOTH)]
    hello = phrase("{mentee}: hello!", mentee=mentee)
    if not rows:
        nothing = phrase(
            "As of {day} nothing of the pairing is due, late or missing. Thank you for your work!",
            day=_day(as_of, as_of),
        )
        return lines(hello, nothing)
    opening = phrase(
        "A reminder about the pairing with {mentors}, as of {day}.",
        mentors=tuple(dict.fromkeys(row.mentor for row in rows)),
        day=_day(as_of, as_of),
    )
    return lines(hello, opening, *_sections(rows, as_of), _BLANK, _CLOSING)


class Reminder(NamedTuple):
    """What one side is asked for."""

    to: str
    side: str
    """mentor, mentee or county."""
    rows: tuple[StatusRow, ...]
    as_of: dt.date

    @property
    def text(self) -> Phrase:
        """The message, ready to paste."""
        partners = tuple(
            dict.fromkeys(
                row.mentor if self.side == OwedBy.MENTEE else row.mentee for row in self.rows
            )
        )
        told = {"partners": partners, "day": _day(self.as_of, self.as_of)}
        opening = (
            phrase("A reminder about the pairings of {partners}, as of {day}.", **told)
            if self.side == OwedBy.COUNTY
            else phrase(
                "A reminder about the pairing with {mentors}, as of {day}.",
                mentors=partners,
                day=told["day"],
            )
        )
        names_mentees = self.side != OwedBy.MENTEE and len(partners) > 1
        return lines(
            phrase("{mentee}: hello!", mentee=self.to),
            opening,
            *_sections(self.rows, self.as_of, names_mentees=names_mentees),
            _BLANK,
            _CLOSING,
        )

    @property
    def items(self) -> tuple[Mapping[str, object], ...]:
        """The duties one by one, as codes and dates."""
        return tuple(
            {
                "severity": row.severity,
                "kind": row.kind,
                "mentor": row.mentor,
                "mentee": row.mentee,
                "rule": row.rule,
                "due": row.due,
                "remaining": plain(row.figure.remaining) if row.figure else None,
                "unit": row.unit,
            }
            for row in self.rows
        )


def reminders(rows: Iterable[StatusRow], as_of: dt.date) -> list[Reminder]:
    """One reminder for each who owes something, mentors first; each has only its own duties. What
    nobody reported, a planned visit or silence, is asked of the mentor, who goes there.
    """
    owing: dict[tuple[str, str], list[StatusRow]] = {}
    for row in rows:
        for side, to in _addressees(row):
            owing.setdefault((side, to), []).append(row)
    found = [Reminder(to, side, tuple(each), as_of) for (side, to), each in owing.items()]
    sides = [str(side) for side in OwedBy]
    return sorted(found, key=lambda each: (sides.index(each.side), name_order(each.to)))


def _addressees(row: StatusRow) -> Iterator[tuple[str, str]]:
    owed_by = row.owed_by or OwedBy.MENTOR
    if owed_by in (OwedBy.MENTOR, OwedBy.BOTH):
        yield OwedBy.MENTOR, row.mentor
    if owed_by in (OwedBy.MENTEE, OwedBy.BOTH):
        yield OwedBy.MENTEE, row.mentee
    if owed_by == OwedBy.COUNTY and row.county:
        yield OwedBy.COUNTY, f"{row.county}教育局"


def _sections(
    rows: Sequence[StatusRow], as_of: dt.date, *, names_mentees: bool = False
) -> Iterator[Phrase]:
    number = 0
    for severity, found in groupby(rows, key=lambda row: Severity(row.severity)):
        yield _BLANK
        yield _HEADINGS[severity]
        for group in _together(found):
            number += 1
            what = _item(severity, group, as_of)
            if names_mentees and _is_of_one(group[0]):
                what = phrase("{mentee}: {what}", mentee=group[0].mentee_short, what=what)
            yield phrase("{number}. {what}", number=number, what=what)


def _is_of_one(row: StatusRow) -> bool:
    """Whether it is about one mentee, not a duty that several share."""
    return bool(row.mentee_short) and (
        row.figure is None or row.figure.owed.rule.per not in (Per.MENTOR, Per.CYCLE)
    )


def _together(rows: Iterable[StatusRow]) -> Iterable[Sequence[StatusRow]]:
    """Overdue periods of one rule are one item, unless they are rates, which don't add up; what
    is still open has a day of its own each.
    """
    groups: dict[tuple[str | None, ...], list[StatusRow]] = {}
    for row in rows:
        adds_up = row.figure is not None and row.unit != Measure.PERCENT
        is_late = row.severity == Severity.MISSED and adds_up
        one = row.mentor, row.mentee, row.rule, *(() if is_late else (row.due, row.ref))
        groups.setdefault(one, []).append(row)
    return groups.values()


def _item(severity: Severity, group: Sequence[StatusRow], as_of: dt.date) -> Phrase:
    row = group[0]
    due = dt.date.fromisoformat(row.due)
    if severity is Severity.NO_CONTACT:
        return phrase("No visit on record since {day}.", day=_day(_since(row), as_of))
    if severity is Severity.UNCONFIRMED:
        return phrase("{what}, planned for {day}", what=row.title, day=_day(due, as_of))
    figures = [each.figure for each in group if each.figure is not None]
    return _owed(severity, row, figures, as_of) if figures else _in_a_chat(row, as_of)


def _in_a_chat(row: StatusRow, as_of: dt.date) -> Phrase:
    """What a listing says of something, with its day as one says it."""
    day = _day(dt.date.fromisoformat(row.due), as_of)
    said = {name: day if value == row.due else value for name, value in row.message.values.items()}
    return replace(row.message, values=said)


def _since(row: StatusRow) -> dt.date:
    return dt.date.fromisoformat(row.since or row.due)


def _owed(severity: Severity, row: StatusRow, figures: Sequence[Figure], as_of: dt.date) -> Phrase:
    """What is lacking of a rule, over one period or several."""
    last = figures[-1]
    told = {
        "what": phrase("{rule} ({periods})", rule=row.title, periods=_periods(figures, as_of)),
        "need": plain(sum(each.owed.need for each in figures)),
        "done": plain(sum(each.done + each.paid for each in figures)),
        "left": plain(sum(each.remaining for each in figures)),
        "unit": _COUNT if row.unit == Measure.COUNT else MEASURES[row.unit or Measure.VISITS],
        "day": _day(last.owed.due, as_of),
    }
    if all(each.reported is None for each in figures) and last.owed.rule.kind == RuleKind.INDICATOR:
        return phrase("{what}: not reported yet; by {day}", **told)
    if row.unit == Measure.PERCENT:
        return phrase("{what}: {need}% wanted, {done}% reported; by {day}", **told)
    if len(figures) > 1:
        return phrase("{what}: {done} of {need} {unit} in all, {left} missing", **told)
    if severity is Severity.MISSED:
        return phrase(
            "{what}: {done} of {need} {unit}, {left} missing; it was due by {day}", **told
        )
    return phrase("{what}: {done} of {need} {unit} so far, {left} to go by {day}", **told)


_COUNT: Final = Label("个", "in number")


def _day(day: dt.date, as_of: dt.date) -> Label:
    """A day as it is said: with its year only where that isn't the year of the message."""
    zh, en = f"{day.month}月{day.day}日", f"{day.day} {ENGLISH_MONTHS[day.month - 1]}"
    if day.year == as_of.year:
        return Label(zh, en)
    return Label(f"{day.year}年{zh}", f"{en} {day.year}")


def _periods(figures: Sequence[Figure], as_of: dt.date) -> tuple[Phrase | Label, ...]:
    """Periods as they are said; of months that follow each other the first and the last."""
    if figures[0].owed.rule.unit != "month":
        return tuple(_period(each) for each in figures)
    runs: list[list[Figure]] = []
    for each in figures:
        if runs and _month(each) == _month(runs[-1][-1]) + 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return tuple(_run(run[0].owed.period, run[-1].owed.period, as_of) for run in runs)


def _run(first: RulePeriod, last: RulePeriod, as_of: dt.date) -> Phrase | Label:
    start, end = first.counting.first, last.counting.first
    said = _said_month(start, with_year=start.year != as_of.year or end.year != start.year)
    if start == end:
        return said
    until = _said_month(end, with_year=end.year != start.year)
    return phrase("{first} to {last}", first=said, last=until)


def _said_month(day: dt.date, *, with_year: bool) -> Label:
    zh, en = f"{day.month}月", ENGLISH_MONTHS[day.month - 1]
    return Label(f"{day.year}年{zh}", f"{en} {day.year}") if with_year else Label(zh, en)


def _month(figure: Figure) -> int:
    """The months from the year 0 on."""
    first = figure.owed.period.counting.first
    return first.year * 12 + first.month


def _period(figure: Figure) -> Label:
    """A period longer than a month as it is said."""
    code, unit = figure.owed.period.code, figure.owed.rule.unit
    year, _, season = code.partition("-")
    if unit == "term" and season in SEASONS:
        return Label(f"{year}年{SEASONS[season].zh}学期", f"{season} term {year}")
    if unit == "school_year":
        return Label(f"{code}学年", f"school year {code}")
    if unit == "cycle":
        return Label(f"{code}周期", f"cycle {code}")
    return figure.owed.period.label
