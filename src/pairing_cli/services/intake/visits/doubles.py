"""Rows that are there already: the same file imported twice adds nothing.

A visit has no number of its own on paper. Two rows are the same visit where days, form,
mentees, topic, class-hours and people agree, however the file writes them. Where days, form
and mentees agree and the topics don't contradict each other, but hours or people differ, it
may be a corrected copy or a second visit of that day: that is asked, never decided.

Only hashes of the file's own rows are held, and visits in the database pass by month for
month, so that a large database costs time and no memory.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.masking import without_numbers
from pairing_cli.services.intake.import_rows import Outcome, Question
from pairing_cli.services.intake.visits.ready import Ready
from pairing_cli.services.programme.names.lookup import folded
from pairing_cli.services.programme.names.remembered import Remembered
from pairing_cli.services.visits.who_went import Went
from pairing_cli.store.reading import Reader


class _Content(NamedTuple):
    """What tells a visit from others of the same days, form and mentees."""

    class_hours: float | None
    topic: str
    people: tuple[str, ...]
    """In order of the alphabet."""


class _Known(NamedTuple):
    """A visit that is in the database."""

    ref: str
    content: _Content
    counts: bool
    """Not cancelled: only such a visit is asked about."""


_VISITS: Final = """
    SELECT v.id, v.start_date, v.end_date, v.form_code, v.topic, v.class_hours, v.state
    FROM visit AS v WHERE v.start_date BETWEEN :first AND :last
"""
_MENTEES: Final = """
    SELECT x.visit_id, p.mentee_id AS name FROM visit AS v
    INNER JOIN visit_pairing AS x ON x.visit_id = v.id
    INNER JOIN pairing AS p ON p.id = x.pairing_id
    WHERE v.start_date BETWEEN :first AND :last
"""
_PEOPLE: Final = """
    SELECT n.visit_id, n.name FROM visit AS v INNER JOIN visit_person AS n ON n.visit_id = v.id
    WHERE v.start_date BETWEEN :first AND :last
"""


def without_doubles(
    store: Reader, ready: Sequence[Ready], outcome: Outcome, *, add_similar: bool
) -> list[Ready]:
    """The visits that are new. What is there already is counted in `outcome`, and what may be
    is asked there (or with `add_similar` taken).
    """
    events = [_event(visit) for visit in ready]
    wanted = set(events)
    there: set[int] = set()
    known: dict[int, list[_Known]] = {}
    for event, stored in _stored(store, ready):
        if event in wanted:
            there.add(hash((event, stored.content)))
            known.setdefault(event, []).append(stored)
    topics, people = Remembered(_plain), Remembered(_names_in_order)
    rows: dict[int, int] = {}
    new: list[Ready] = []
    for event, visit in zip(events, ready, strict=True):
        content = (
            visit.class_hours,
            topics[visit.topic],
            people[visit.people],
        )
        whole = hash((event, content))
        if whole in there:
            outcome.already_there += 1
            continue
        if not add_similar:
            similar = whole in rows or event in known
            if similar and (
                question := _question(visit, content, known.get(event, ()), rows.get(whole))
            ):
                outcome.ask(visit.row, question)
                continue
            rows[whole] = visit.place[2]
        new.append(visit)
    return new


def _in_order(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


def _names_in_order(people: Sequence[Went]) -> tuple[str, ...]:
    return _in_order([each.name for each in people])


def _plain(topic: str | None) -> str:
    """A topic as it is compared, without the numbers that an export leaves out. What has no
    blanks and no wide forms is so already.
    """
    if not topic:
        return ""
    if topic.isalnum() and unicodedata.is_normalized("NFKC", topic):
        return without_numbers(topic.casefold())
    return folded(without_numbers(topic))


def _event(visit: Ready) -> int:
    return hash((visit.start, visit.end, visit.form, visit.mentees))


def _question(
    visit: Ready, content: tuple[Any, ...], known: Sequence[_Known], earlier_row: int | None
) -> Question | None:
    if earlier_row is not None:
        reason = phrase("The same as row {row}: is it one visit or two?", row=earlier_row)
        return Question(*visit.place, None, reason)
    mine = _Content(*content)
    for other in known:
        topics = {mine.topic, other.content.topic} - {""}
        if other.counts and len(topics) < 2:
            return Question(*visit.place, other.ref, _difference(mine, other))
    return None


def _difference(mine: _Content, other: _Known) -> Phrase:
    names = (phrase("class-hours"), phrase("topic"), phrase("people"))
    differs = [
        name
        for name, one, another in zip(names, mine, other.content, strict=True)
        if one != another
    ]
    return phrase(
        "Visit {ref} has the same days, form and mentees; different: {differs}. Is it the same?"
        " To correct it: pairing visit edit {ref}. To add another: --add-similar",
        ref=other.ref,
        differs=differs,
    )


def _stored(store: Reader, ready: Sequence[Ready]) -> Iterator[tuple[int, _Known]]:
    for month in _months(visit.start for visit in ready):
        values = {"first": month.first.isoformat(), "last": month.last.isoformat()}
        mentees = _by_visit(store.rows(_MENTEES, **values))
        people = _by_visit(store.rows(_PEOPLE, **values))
        for row in store.rows(_VISITS, **values):
            key = row["id"]
            learners = _in_order(mentees.get(key, ()))
            event = hash((row["start_date"], row["end_date"], row["form_code"], learners))
            content = _Content(
                row["class_hours"], _plain(row["topic"]), _in_order(people.get(key, ()))
            )
            yield event, _Known(ref_of(key), content, row["state"] != "cancelled")


def _by_visit(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["visit_id"], []).append(row["name"])
    return found


def _months(days: Iterable[str]) -> Iterator[DateSpan]:
    for month in sorted({day[:7] for day in days}):
        year, number = int(month[:4]), int(month[5:])
        first = dt.date(year, number, 1)
        following = dt.date(year + number // 12, number % 12 + 1, 1)
        yield DateSpan(first, following - dt.timedelta(days=1))
