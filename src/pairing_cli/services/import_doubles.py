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
from typing import Any, Final, NamedTuple

from pairing_cli.domain.dates import DateSpan
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.services.import_rows import Outcome, Question
from pairing_cli.services.import_visits import Ready
from pairing_cli.services.lookup import folded
from pairing_cli.store.reading import Reader


class _Known(NamedTuple):
    ref: str | None
    topic: str
    class_hours: float | None
    people: tuple[str, ...]
    """In order of the alphabet."""
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
    wanted = {_event(visit) for visit in ready}
    same: set[int] = set()
    known: dict[int, list[_Known]] = {}
    for event, stored in _stored(store, ready):
        if event in wanted:
            same.add(_content(event, stored))
            known.setdefault(event, []).append(stored)
    rows: dict[int, int] = {}
    new: list[Ready] = []
    for visit in ready:
        event = _event(visit)
        told = _Known(
            None, _plain(visit.topic), visit.class_hours, tuple(sorted(visit.people)), True
        )
        content = _content(event, told)
        if content in same:
            outcome.already_there += 1
            continue
        if not add_similar:
            earlier = rows.get(content)
            if question := _question(visit, told, known.get(event, ()), earlier):
                outcome.ask(visit.row, question)
                continue
            rows[content] = visit.row.row
        new.append(visit)
    return new


def _plain(topic: str | None) -> str:
    """A topic as it is compared. What has no blanks and no wide forms is so already."""
    if not topic:
        return ""
    if topic.isalnum() and unicodedata.is_normalized("NFKC", topic):
        return topic.casefold()
    return folded(topic)


def _event(visit: Ready) -> int:
    return hash((visit.start, visit.end, visit.form, visit.mentees))


def _content(event: int, visit: _Known) -> int:
    return hash((event, visit.topic, visit.class_hours, visit.people))


def _question(
    visit: Ready, told: _Known, known: Sequence[_Known], earlier_row: int | None
) -> Question | None:
    place = (visit.row.file, visit.row.sheet, visit.row.row)
    if earlier_row is not None:
        reason = phrase("The same as row {row}: is it one visit or two?", row=earlier_row)
        return Question(*place, None, reason)
    for other in known:
        if other.counts and (not told.topic or not other.topic or told.topic == other.topic):
            return Question(*place, other.ref, _difference(told, other))
    return None


def _difference(told: _Known, other: _Known) -> Phrase:
    differs = [
        what
        for what, is_other in (
            (phrase("class-hours"), told.class_hours != other.class_hours),
            (phrase("topic"), told.topic != other.topic),
            (phrase("people"), told.people != other.people),
        )
        if is_other
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
            people_of = tuple(sorted(people.get(key, ())))
            learners = tuple(sorted(mentees.get(key, ())))
            counts = row["state"] != "cancelled"
            topic, hours = _plain(row["topic"]), row["class_hours"]
            event = hash((row["start_date"], row["end_date"], row["form_code"], learners))
            yield event, _Known(key[24:32], topic, hours, people_of, counts)


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
