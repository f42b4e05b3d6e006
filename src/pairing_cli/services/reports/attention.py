"""Who needs attention: how each kindergarten stands today, in a line of its own.

What `status` shows to people. A debt is what can still be paid: what is open now and runs late,
and of what has ended what a later surplus or late work still mends. What nobody can do any more
is history. Groups, letters and plans, which an office has to see to, are counted once each.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from pairing_cli.domain.owed.fulfilment import RuleFigures, is_late, percent
from pairing_cli.domain.owed.settling import Figure, State
from pairing_cli.domain.owed.state import rank
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.name_order import name_order
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.owing.standing import (
    Standing,
    standings,
)
from pairing_cli.services.programme.names.short_names import helper_names
from pairing_cli.services.reports.debts import debt_of, late_debts, own_duties
from pairing_cli.services.reports.status import Status, severity_of
from pairing_cli.services.reports.status_of_registers import FINDING
from pairing_cli.services.reports.status_row import Severity
from pairing_cli.store.reading import Reader


class Call(StrEnum):
    """Why a kindergarten stands where it does: each is in exactly one."""

    SILENT = "silent"
    OWING = "owing"
    CLEAR = "clear"


CALLS: Mapping[str, Label] = {
    Call.SILENT: Label("久未联系", "silent"),
    Call.OWING: Label("欠", "owing"),
    Call.CLEAR: Label("无欠", "owing nothing"),
}


class Attention(NamedTuple):
    """One kindergarten on the screen of a morning."""

    ref: str
    mentor: str
    mentee: str
    mentor_short: str
    mentee_short: str
    county: str | None
    call: Call
    state: str
    attainment: int | None
    debts: tuple[Label, ...]
    owed: tuple[tuple[str, float], ...]
    """How much of each of its debts: rule or "mend", with "late" behind what ended → amount."""
    last_visit: str | None
    days_since: int | None
    """Days since the last visit; None where there was none."""
    is_new: bool = False
    """Whether it has come, or owes more, since somebody looked last."""

    @property
    def last_shown(self) -> Label:
        """The last visit: its month and day, the year where it is another; of the silent how
        long it is ago. What is new is marked at the end of its line.
        """
        said = self._last_visit
        return Label(f"{said.zh} 新", f"{said.en} new") if self.is_new else said

    @property
    def _last_visit(self) -> Label:
        if self.days_since is None or self.last_visit is None:
            return Label("还没有", "none yet")
        if self.call is Call.SILENT:
            return Label(f"{self.days_since}天没有", f"{self.days_since} days ago")
        return Label(self.last_visit[5:], self.last_visit[5:])


def attention(store: Reader, figures: CycleFigures, found: Status) -> list[Attention]:
    """The kindergartens of `figures`, worst first; `found` are the findings of the same day."""
    silent = {row.ref for row in found.rows if row.kind == "contact"}
    unmended = Counter(
        row.mentee for row in found.rows if row.kind == FINDING and row.severity == Severity.MISSED
    )
    names = helper_names(store)
    rows = [
        _row(figures, each, names[each.pairing.pairing.mentor_id], silent, unmended)
        for each in standings(figures)
    ]
    calls = list(Call)
    rows.sort(
        key=lambda row: (
            calls.index(row.call),
            rank(row.state),
            101 if row.attainment is None else row.attainment,
            -len(row.debts),
            name_order(row.mentee),
        )
    )
    return rows


def _row(
    figures: CycleFigures,
    standing: Standing,
    mentor_short: str,
    silent: set[str],
    unmended: Mapping[str, int],
) -> Attention:
    key, last = standing.pairing.pairing, standing.pairing.done.last_day
    debts = (*_unmended(unmended[key.mentee]), *debts_of(figures, standing.pairing))
    call = Call.OWING if debts else Call.CLEAR
    return Attention(
        ref=key.ref,
        mentor=key.mentor,
        mentee=key.mentee,
        mentor_short=mentor_short,
        mentee_short=key.mentee_short,
        county=key.county,
        call=Call.SILENT if key.ref in silent else call,
        state=standing.state,
        attainment=percent(standing.attainment),
        debts=debts,
        owed=(("mend", unmended[key.mentee]), *_owed(figures, standing.pairing)),
        last_visit=last,
        days_since=(figures.as_of - dt.date.fromisoformat(last)).days if last else None,
    )


def _owed(figures: CycleFigures, pairing: PairingFigures) -> Iterator[tuple[str, float]]:
    """How much is late of each rule, and how much of it is open and calls for somebody."""
    for rule, found in own_duties(figures, pairing):
        late = [each for each in found if is_late(each, found, figures.as_of)]
        for key, several in (
            (f"{rule.id} late", late),
            (rule.id, _open_now(figures, rule, found)),
        ):
            if several:  # a rate that is owed has no amount
                yield key, plain(sum(each.remaining for each in several)) or 1


def _unmended(count: int) -> Iterator[Label]:
    """What inspections found and is overdue stands before all else."""
    if count:
        yield Label(f"整改{count}", f"mend {count}")


def debts_of(figures: CycleFigures, pairing: PairingFigures) -> Iterable[Label]:
    """What a kindergarten and its mentor owe each other: 入园1(补), 课时2. What ended unpaid but
    can still be made up comes first.
    """
    marked = (_marked(each) for each in late_debts(figures, pairing))
    return [*marked, *_open_debts(figures, pairing)]


def _open_debts(figures: CycleFigures, pairing: PairingFigures) -> Iterator[Label]:
    """What is open now and calls for somebody."""
    for rule, found in own_duties(figures, pairing):
        open_now = _open_now(figures, rule, found)
        if open_now:
            yield debt_of(rule, open_now)


def _open_now(figures: CycleFigures, rule: RuleInfo, found: RuleFigures) -> list[Figure]:
    return [
        each
        for each in found
        if each.state is not State.MISSED and severity_of(each, rule, figures.as_of)
    ]


def _marked(debt: Label) -> Label:
    return Label(f"{debt.zh}(补)", f"{debt.en} (late)")
