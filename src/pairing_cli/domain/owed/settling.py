"""Settling: how each obligation stands on a day, and what a later surplus pays.

Source: design/domain.md, 5.4 and 5.5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import accumulate
from typing import Final

from pairing_cli.domain.owed.counting import Counted
from pairing_cli.domain.owed.obligations import Obligation
from pairing_cli.domain.owed.rules import RuleKind, WaiverKind
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple


class State(StrEnum):
    """How an obligation stands."""

    NOT_STARTED = "not_started"
    MET = "met"
    LATE = "late"
    MADE_UP = "made_up"
    WAIVED = "waived"
    MISSED = "missed"
    TOO_EARLY = "too_early"
    ON_TRACK = "on_track"
    BEHIND = "behind"


STATES: Final[Mapping[str, Label]] = {
    State.NOT_STARTED: Label("未开始", "not started"),
    State.MET: Label("完成", "met"),
    State.LATE: Label("迟办", "late"),
    State.MADE_UP: Label("已补", "made up"),
    State.WAIVED: Label("免", "waived"),
    State.MISSED: Label("逾期", "missed"),
    State.TOO_EARLY: Label("刚开始", "too early"),
    State.ON_TRACK: Label("正常", "on track"),
    State.BEHIND: Label("滞后", "behind"),
}

STATE_TONES: Final[Mapping[str, str]] = {
    State.MET: "good",
    State.ON_TRACK: "good",
    State.LATE: "quiet",
    State.MADE_UP: "quiet",
    State.BEHIND: "warn",
    State.MISSED: "bad",
    State.WAIVED: "quiet",
    State.NOT_STARTED: "quiet",
    State.TOO_EARLY: "quiet",
}

WORST_FIRST: Final = (
    State.MISSED,
    State.BEHIND,
    State.TOO_EARLY,
    State.ON_TRACK,
    State.LATE,
    State.MADE_UP,
    State.MET,
    State.WAIVED,
    State.NOT_STARTED,
)
"""What is open goes before what is done; what is waived or not begun decides last."""

_RANK: Final = {state.value: number for number, state in enumerate(WORST_FIRST)}

DONE: Final = frozenset({State.MET, State.LATE, State.MADE_UP})
"""The states in which nothing is left to do because it was done."""


def rank(state: str) -> int:
    """Where a state stands among all: the worst first, at 0."""
    return _RANK[state]


def worst(states: Iterable[State]) -> State:
    """The worst of some states; `not_started` of none."""
    return min(states, key=rank, default=State.NOT_STARTED)


class Reported(NamedTuple):
    """The report of an indicator that holds for a period."""

    value: float
    """Percent 0-100, or a number."""
    numerator: float
    denominator: float | None
    """None: a number."""


class Work(NamedTuple):
    """What was done for one obligation by the day of the report.

    `records`, by day, where it matters on which day something was done: for what has a date of
    its own, and where a waiver gives a later one. Elsewhere the amount is enough.
    """

    amount: float = 0
    records: tuple[Counted, ...] = ()
    reported: Reported | None = None
    """Of an indicator: what was reported last; None where nothing was."""


NOTHING: Final = Work()


class Figure(NamedTuple):
    """One obligation with what is done for it and how it stands on a day."""

    owed: Obligation
    done: float
    state: State
    paid: float = 0
    """How much of it a later surplus has paid."""
    late_days: int = 0
    """By how many days it was late; 0 where it wasn't, or isn't done."""
    reported: Reported | None = None
    paid_by: tuple[tuple[str, float], ...] = ()
    """By which later periods, and how much by each."""

    @property
    def need(self) -> float:
        """n: what is measured against; of what is excused only what was done of it."""
        return min(self.done, self.owed.need) if self.is_excused else self.owed.need

    @property
    def is_excused(self) -> bool:
        """Whether what is left of it isn't asked for."""
        return self.state is State.WAIVED

    @property
    def remaining(self) -> float:
        """What can still be asked: never below 0, and 0 of what was waived."""
        return 0 if self.is_excused else max(0, self.owed.need - self.done - self.paid)

    @property
    def counted(self) -> float:
        """What is done and made up of the need: doing more than was asked earns nothing."""
        return min(self.done + self.paid, self.need)

    def expected_by(self, day: date) -> float:
        """e: what could be expected by `day`; of what is excused what was done."""
        return expected(self.owed, day, self.need)

    def has_ended(self, day: date) -> bool:
        """Whether its last day in time is over, so that it can't be on time any more."""
        return day > self.owed.due


def left_of(figures: Iterable[Figure]) -> float:
    """What is left of several obligations of one rule. Rates don't add up: of an indicator each
    that isn't reached is one (n = 1, domain page 5.9).
    """
    return sum(
        bool(each.remaining) if each.owed.rule.kind is RuleKind.INDICATOR else each.remaining
        for each in figures
    )


Plain = dict[tuple[int, float], Figure]
"""Place of an obligation among those of a rule, and amount done → the figure before anything is
paid, on one day, where no record tells when it was done."""


def settle(
    owed: Sequence[Obligation], work: Sequence[Work], day: date, plain: Plain | None = None
) -> list[Figure]:
    """How the obligations of one rule stand on `day`; `owed` and `work` by time. `plain`: kept by
    whoever settles the same obligations again and again.

    Periods in order, a surplus pays the oldest deficit whose last day in time lies before the
    first day of the surplus. What a waiver put off is paid first, by what was done up to its
    date, whether or not the rule lets others make up.
    """
    plain = {} if plain is None else plain
    capped = [_capped(each, done) for each, done in zip(owed, work, strict=True)]
    figures = []
    for place, (each, done) in enumerate(zip(owed, capped, strict=True)):
        if done.records or done.reported:
            figures.append(_figure(each, done, day))
            continue
        key = (place, done.amount)
        if key not in plain:
            plain[key] = _figure(each, done, day)
        figures.append(plain[key])
    if not any(each.done > each.owed.need for each in figures):
        return figures
    return _pay(figures, capped)


def _capped(owed: Obligation, work: Work) -> Work:
    """What counts of it: beyond the most that a rule asks for, nothing does."""
    if owed.most is None or work.amount <= owed.most:
        return work
    return work._replace(amount=owed.most)


def _figure(owed: Obligation, work: Work, day: date) -> Figure:
    state, late_days = _state(owed, work, day)
    return Figure(owed, work.amount, state, 0, late_days, work.reported)


def _state(owed: Obligation, work: Work, day: date) -> tuple[State, int]:
    """The state before any payment, and by how many days it was done late."""
    if owed.need == 0:
        return State.WAIVED, 0
    if day < owed.first:
        return State.NOT_STARTED, 0
    if work.amount >= owed.need:
        return _done(owed, _reached(owed, work))
    if owed.waiver is not None and owed.waiver.kind is WaiverKind.EXCUSED:
        return State.WAIVED, 0
    return (State.MISSED, 0) if day > owed.due else (_under_way(owed, work.amount, day), 0)


def _done(owed: Obligation, reached: date) -> tuple[State, int]:
    late = (reached - owed.due).days
    if late > 0:
        return State.LATE, late
    made_up = owed.waiver is not None and owed.waiver.kind is WaiverKind.MAKE_UP
    return (State.MADE_UP, 0) if made_up and reached > owed.ends else (State.MET, 0)


def late_by(owed: Obligation, work: Work) -> int:
    """By how many days what was needed was done late; 0 where it wasn't late, or isn't done."""
    return 0 if work.amount < owed.need else max(0, (_reached(owed, work) - owed.due).days)


def _reached(owed: Obligation, work: Work) -> date:
    """The day on which the need was done; where no records say so, in time."""
    if not work.records:
        return owed.due
    sums = accumulate(each.amount for each in work.records)
    days = (each.day for each, total in zip(work.records, sums, strict=True) if total >= owed.need)
    return next(days, owed.due)


def _under_way(owed: Obligation, done: float, day: date) -> State:
    days = (owed.due - owed.first).days + 1
    gone = (day - owed.first).days + 1
    if gone * 4 < days:
        return State.TOO_EARLY
    return State.ON_TRACK if done >= expected(owed, day) else State.BEHIND


def expected(owed: Obligation, day: date, need: float | None = None) -> float:
    """e(o, D): what could be done by `day`, 0 before s, n from d on.

    Between, of a quota ⌊σ·n·gone ÷ days⌋ ÷ σ, of everything else nothing: a paper isn't done
    bit by bit. `need`: n, where it isn't the obligation's own.
    """
    wanted = owed.need if need is None else need
    if day < owed.first:
        return 0
    if day >= owed.due:
        return wanted
    if not owed.rule.is_quota:
        return 0
    days = (owed.due - owed.first).days + 1
    gone = (day - owed.first).days + 1
    above, below = wanted.as_integer_ratio()
    return above * owed.rule.step * gone // (below * days) / owed.rule.step


def _pay(figures: Sequence[Figure], work: Sequence[Work]) -> list[Figure]:
    """The figures with what surpluses of later periods paid."""
    surplus = [max(0.0, each.done - each.owed.need) for each in figures]
    paid = [0.0] * len(figures)
    payers: list[dict[str, float]] = [{} for _ in figures]
    paid_by_then = [0.0] * len(figures)

    def pay(at: int, available: Sequence[float]) -> float:
        each, so_far = figures[at], paid[at]
        for later in range(at + 1, len(figures)):
            lacking = each.owed.need - each.done - paid[at]
            if lacking <= 0:
                break
            if surplus[later] and figures[later].owed.first > each.owed.ends:
                amount = min(lacking, surplus[later], available[later])
                surplus[later] -= amount
                paid[at] += amount
                if amount:
                    code = figures[later].owed.period.code
                    payers[at][code] = payers[at].get(code, 0) + amount
        return paid[at] - so_far

    for at, each in enumerate(figures):
        until = each.owed.until
        if until is not None:
            by_then = [
                _surplus_by(one.owed, done, until) for one, done in zip(figures, work, strict=True)
            ]
            paid_by_then[at] = pay(at, by_then)
    for at, each in enumerate(figures):
        if each.done < each.owed.need and each.owed.rule.make_up and not each.is_excused:
            pay(at, surplus)
    return [
        _when_paid(each._replace(paid=amount, paid_by=tuple(by.items())), in_time)
        if amount
        else each
        for each, amount, by, in_time in zip(figures, paid, payers, paid_by_then, strict=True)
    ]


def _surplus_by(owed: Obligation, work: Work, day: date) -> float:
    """What was done beyond the need up to a day, as far as it counts."""
    done = sum(each.amount for each in work.records if each.day <= day)
    return max(0, (done if owed.most is None else min(done, owed.most)) - owed.need)


def _when_paid(figure: Figure, in_time: float) -> Figure:
    """What a surplus paid: made up, or met where it was put off until after the surplus."""
    if figure.done + figure.paid < figure.owed.need:
        return figure
    waiver = figure.owed.waiver
    put_off = waiver is not None and waiver.kind is WaiverKind.POSTPONED
    is_met = put_off and figure.done + in_time >= figure.owed.need
    return figure._replace(state=State.MET if is_met else State.MADE_UP)
