"""Why: how one figure came about, from the clause of the document to the single visit."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.owed.counting import CountedVisit, NotCounted, RuleFilter, not_counted
from pairing_cli.domain.owed.rules import Measure, RuleKind
from pairing_cli.domain.owed.standing import Figure
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import Direction, Layer, VisitState
from pairing_cli.services.owing.figures import CycleFigures, PairingKey, figures_of
from pairing_cli.services.owing.rules import RuleInfo, find_rule
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader


class Counted(NamedTuple):
    """A record that counts, with the amount that it brings."""

    ref: str
    date: str
    amount: float


class Uncounted(NamedTuple):
    """A visit of the period that doesn't count, and the most telling reason."""

    ref: str
    date: str
    reason: str
    """A code of `domain.counting.NotCounted`."""


class PeriodWhy(NamedTuple):
    """One period of the rule."""

    period: str
    first: str
    last: str
    """The days on which something counts."""
    due: str
    need: float
    done: float
    remaining: float
    state: str
    counted: Sequence[Counted]
    not_counted: Sequence[Uncounted]
    waiver: str | None
    override: str | None


class RuleWhy(NamedTuple):
    """One rule of one pairing."""

    rule: RuleInfo
    document_title: Label
    periods: Sequence[PeriodWhy]


class Why(NamedTuple):
    """One pairing and the rules that were asked about."""

    mentor: str
    mentee: str
    rules: Sequence[RuleWhy]


_COUNTED: Final = """
    SELECT rule_id, period, kind, record_id, on_date, amount FROM counted
    WHERE pairing_id = :pairing_id AND on_date <= :as_of
    UNION ALL
    SELECT rule_id, period, kind, record_id, on_date, amount FROM reported
    WHERE pairing_id = :pairing_id AND on_date <= :as_of
    ORDER BY on_date, record_id
"""

_VISITS: Final = """
    SELECT v.visit_id, v.ref, v.start_date, v.form, v.direction, v.state, v.class_hours
    FROM pairing_visits AS v
    WHERE v.pairing_id = :pairing_id AND v.start_date <= :as_of
    ORDER BY v.start_date, v.visit_id
"""


def why(
    store: Reader, mentee: str, cycle: CycleRow, as_of: dt.date, *, rule: str | None = None
) -> Why:
    """How the figures of one pairing (of one rule, or all) came about.

    Raises `NotFound`, and `RuleRefusal` where the pairing doesn't owe the rule.
    """
    pairing = show_pairing(store, mentee, cycle, as_of=as_of)
    wanted = find_rule(store, cycle, rule) if rule else None
    figures = figures_of(store, cycle, as_of, pairing_id=pairing.id)
    by_rule = figures.pairings[0].by_rule if figures.pairings else {}
    if wanted is not None and wanted.id not in by_rule:
        raise RuleRefusal(
            "not-owed",
            phrase(
                "{mentor} → {mentee} owes nothing of {rule}.",
                mentor=pairing.mentor,
                mentee=pairing.mentee,
                rule=wanted.title,
            ),
        )
    chosen = [wanted] if wanted else [figures.rules[rule_id] for rule_id in by_rule]
    witness = _Witness(store, pairing.id, as_of)
    return Why(
        mentor=pairing.mentor,
        mentee=pairing.mentee,
        rules=[_rule_why(store, figures, by_rule[info.id], info, witness) for info in chosen],
    )


class _Witness:
    """Everything that is on record about one pairing up to a day."""

    def __init__(self, store: Reader, pairing_id: str, as_of: dt.date) -> None:
        values = {"pairing_id": pairing_id, "as_of": as_of.isoformat()}
        self.counted: Mapping[tuple[str, str], list[tuple[str, Counted]]] = defaultdict(list)
        for row in store.rows(_COUNTED, **values):
            found = Counted(row["record_id"][24:32], row["on_date"], plain(row["amount"]))
            self.counted[row["rule_id"], row["period"]].append((row["record_id"], found))
        self.visits = store.rows(_VISITS, **values)


def _rule_why(
    store: Reader,
    figures: CycleFigures,
    periods: Sequence[Figure],
    info: RuleInfo,
    witness: _Witness,
) -> RuleWhy:
    titles = store.rows(
        "SELECT k.document_zh, k.document_en FROM rule_pack AS k INNER JOIN rule AS r"
        " ON r.pack_id = k.id WHERE r.id = :id",
        id=info.id,
    )[0]
    pairing = figures.pairings[0].pairing
    begun = [figure for figure in periods if figure.owed.first <= figures.as_of]
    return RuleWhy(
        rule=info,
        document_title=Label(titles["document_zh"], titles["document_en"]),
        periods=[
            _period_why(pairing, info, figure, reach, witness, figures.as_of)
            for figure, reach in zip(begun, _reaches(begun), strict=True)
        ],
    )


def _reaches(periods: Sequence[Figure]) -> list[DateSpan]:
    """The days whose visits each period explains: its own, and those up to the next one.

    So a visit in a vacation, or in a term that owes nothing, is named where somebody who
    misses it will look.
    """
    if not periods:
        return []
    firsts = [figure.owed.period.period.first for figure in periods]
    begins = [dt.date.min, *firsts[1:]]
    ends = [first - dt.timedelta(days=1) for first in firsts[1:]] + [dt.date.max]
    return [DateSpan(begin, max(begin, end)) for begin, end in zip(begins, ends, strict=True)]


def _period_why(
    pairing: PairingKey,
    info: RuleInfo,
    figure: Figure,
    reach: DateSpan,
    witness: _Witness,
    as_of: dt.date,
) -> PeriodWhy:
    owed = figure.owed
    counted = witness.counted.get((info.id, owed.period.code), [])
    return PeriodWhy(
        period=owed.period.code,
        first=owed.period.counting.first.isoformat(),
        last=owed.period.counting.last.isoformat(),
        due=owed.due.isoformat(),
        need=plain(owed.need),
        done=plain(figure.done),
        remaining=plain(figure.remaining),
        state=figure.state,
        counted=[found for _, found in counted],
        not_counted=_uncounted(pairing, info, figure, reach, witness, as_of)
        if info.kind == RuleKind.QUOTA
        else [],
        waiver=owed.waiver.reason if owed.waiver else None,
        override=owed.override.reason if owed.override else None,
    )


def _uncounted(
    pairing: PairingKey,
    info: RuleInfo,
    figure: Figure,
    reach: DateSpan,
    witness: _Witness,
    as_of: dt.date,
) -> list[Uncounted]:
    """The visits within reach of the period, or in its window, that don't count for it."""
    period = figure.owed.period
    rule = RuleFilter(
        measure=Measure(info.measure),
        layers=frozenset(Layer(layer) for layer in info.layers),
        counting=period.counting,
        as_of=as_of,
        forms=frozenset(info.forms),
        direction=Direction(info.direction) if info.direction else None,
    )
    found = []
    for row in witness.visits:
        day = dt.date.fromisoformat(row["start_date"])
        if not (reach.contains(day) or period.counting.contains(day)):
            continue
        visit = CountedVisit(
            first=day,
            days=1,
            form=row["form"],
            direction=Direction(row["direction"]),
            state=VisitState(row["state"]),
            layer=Layer(pairing.layer),
        )
        reasons: Sequence[NotCounted] = not_counted(rule, visit)
        if reasons:
            found.append(Uncounted(row["ref"], row["start_date"], reasons[0]))
    return found
