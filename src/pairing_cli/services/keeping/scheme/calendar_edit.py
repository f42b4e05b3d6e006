"""The frame of a scheme, changed: a cycle's days and weights, terms, holidays.

All of it is looked at as a whole once it is written: what would leave a visit outside its cycle
or two terms on one day is refused, with what stands in the way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pairing_cli.domain.errors import NotFound, RuleRefusal, UsageError
from pairing_cli.domain.owed.blocks import BLOCKS, Block
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.time.calendar import Term as CalendarTerm
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.months import parse_term_code
from pairing_cli.domain.vocabulary import CycleState
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line
from pairing_cli.services.keeping.invariants import broken_rules, check_rules
from pairing_cli.services.keeping.scheme.cycle_edit import LONGEST_TERM_DAYS, check_term_days
from pairing_cli.services.programme.cycles import CycleRow, find_cycle, list_terms
from pairing_cli.store.rows import Cycle, Holiday, Pairing, Term
from pairing_cli.store.writing import Writer

MOST_HOLIDAYS = 31
"""Of one command: more in a row is a vacation, and that lies between terms."""

_A_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class CycleChange:
    """What is to be another in a cycle; None stays as it is."""

    title: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    wrap_up_until: dt.date | None = None
    weights: Mapping[Block, int] = field(default_factory=dict)
    """The blocks that are to weigh something else; 100 with those that stay."""
    state: CycleState | None = None


def edit_cycle(
    store: Writer, code: str, change: CycleChange
) -> tuple[CycleRow, tuple[Phrase, ...]]:
    """Change a cycle; the cycle, and what went with it.

    Pairings that began with its first day begin with the new one. Raises `NotFound`,
    `UsageError`, `RuleRefusal` where a visit or pairing would lie outside.
    """
    cycle = find_cycle(store, code, dt.date.max)
    row = store.get(Cycle, cycle.id)
    span = _span(change.start or row.start_date, change.end or row.end_date)
    wrap_up = change.wrap_up_until or row.wrap_up_until
    if wrap_up is not None and wrap_up <= span.last:
        raise UsageError(
            "end-before-start",
            phrase("Summing up ends after the cycle, not by {end}.", end=span.last.isoformat()),
            hint=phrase("Say until when with --wrap-up-until."),
        )
    if change.state is CycleState.CLOSED:
        raise UsageError(
            "close-is-a-command",
            phrase("A cycle is closed with its figures."),
            hint=phrase("pairing cycle close {code}", code=cycle.code),
        )
    before = list(broken_rules(store))
    values: dict[str, Any] = {
        "start_date": span.first,
        "end_date": span.last,
        "wrap_up_until": wrap_up,
        **{f"weight_{block}": weight for block, weight in _weights(cycle, change).items()},
    }
    if change.title is not None:
        values["title"] = one_line(change.title, phrase("The title"), SHORT_TEXT)
        values["title_en"] = None
    if change.state is not None:
        values["state"] = change.state
    old_start = row.start_date
    if span != DateSpan(row.start_date, row.end_date):
        values["assumed"] = False  # somebody knows the days
    store.change(row, **values)
    count = start_pairings_with(store, cycle.id, old_start, span.first)
    notes = (
        phrase(
            "{count} pairings that began with the cycle begin on {day} now.",
            count=count,
            day=span.first.isoformat(),
        ),
    )
    check_rules(store, before)
    return find_cycle(store, cycle.code, dt.date.max), notes if count else ()


def _span(first: dt.date, last: dt.date) -> DateSpan:
    return DateSpan(first, last)


def _weights(cycle: CycleRow, change: CycleChange) -> dict[Block, int]:
    weights = {**cycle.block_weights, **change.weights}
    total = sum(weights.values())
    if total != _A_HUNDRED or min(weights.values()) < 0:
        raise UsageError(
            "weights-not-a-hundred",
            phrase("The weights of the blocks are {total} together, not 100.", total=total),
            hint=phrase(
                "Now: {weights}",
                weights=tuple(
                    Label(f"{BLOCKS[block].zh}={weight}", f"{block}={weight}")
                    for block, weight in cycle.block_weights.items()
                ),
            ),
        )
    return weights


def start_pairings_with(store: Writer, cycle_id: str, old: dt.date, new: dt.date) -> int:
    """Have the pairings that began with a cycle's first day begin with its new one; how many."""
    if old == new:
        return 0
    with_it = store.where(Pairing, cycle_id=cycle_id, start_date=old)
    for pairing in with_it:
        store.change(pairing, start_date=new)
    return len(with_it)


def edit_term(store: Writer, code: str, start: dt.date | None, end: dt.date | None) -> CalendarTerm:
    """Give a term other days. Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`."""
    wanted = code if code in {term.code for term in list_terms(store)} else parse_term_code(code)
    found = store.where(Term, code=wanted)
    if not found:
        raise NotFound(
            "no-such-term",
            phrase("There is no term {code}.", code=code),
            hint=phrase("Terms: {names}", names=tuple(term.code for term in list_terms(store))),
        )
    row = found[0]
    span = _span(start or row.start_date, end or row.end_date)
    check_term_days(store, wanted, span, most=LONGEST_TERM_DAYS)
    before = list(broken_rules(store))
    same = span == DateSpan(row.start_date, row.end_date)
    store.change(
        row, start_date=span.first, end_date=span.last, assumed=row.assumed if same else False
    )
    check_rules(store, before)
    return next(term for term in list_terms(store) if term.code == wanted)


def add_holidays(store: Writer, span: DateSpan, name: str) -> int:
    """Take days out of the terms; how many of them are school days of a term.

    Raises `UsageError`, `RuleRefusal` where none of them lies in a term.
    """
    if span.days > MOST_HOLIDAYS:
        raise UsageError(
            "too-many-days",
            phrase("{days} days in a row are a vacation, not a holiday.", days=span.days),
            hint=phrase("A vacation lies between terms: pairing cycle term-edit"),
        )
    terms = list_terms(store)
    days = [span.first + dt.timedelta(days=at) for at in range(span.days)]
    inside = [day for day in days if any(term.first <= day <= term.last for term in terms)]
    if not inside:
        raise RuleRefusal(
            "outside-terms",
            phrase("{first} to {last} lie in no term.", first=str(span.first), last=str(span.last)),
            hint=phrase("Only holidays inside a term are entered. Terms: pairing cycle show"),
        )
    known = {row.on_date for row in store.where(Holiday, removed_on=None)}
    word = one_line(name, phrase("The name"), NAME)
    store.add_all([Holiday(on_date=day, name=word) for day in inside if day not in known])
    return len(inside)


def remove_holidays(store: Writer, span: DateSpan, *, reason: str, on: dt.date) -> int:
    """Have days be school days after all; how many. Raises `NotFound`."""
    rows = [
        row
        for row in store.where(Holiday, removed_on=None)
        if span.first <= row.on_date <= span.last
    ]
    if not rows:
        raise NotFound(
            "no-such-holiday",
            phrase(
                "No holiday is entered from {first} to {last}.",
                first=str(span.first),
                last=str(span.last),
            ),
            hint=phrase("See: pairing cycle show"),
        )
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    for row in rows:
        store.change(row, removed_on=on, removed_reason=why)
    return len(rows)
