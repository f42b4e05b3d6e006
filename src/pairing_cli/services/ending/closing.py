"""A cycle closed, opened again, and held against today's records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from pairing_cli.domain.errors import Damaged, RuleRefusal
from pairing_cli.domain.judging.frozen import canonical, freeze
from pairing_cli.domain.phrases import Label, lines, phrase
from pairing_cli.domain.vocabulary import CycleState
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line
from pairing_cli.services.ending.checks import Check
from pairing_cli.services.ending.freezing import definitions_of, figures_to_freeze
from pairing_cli.services.ending.frozen import Closing
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.summary import Summary, summarise
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import Cycle, CycleClosing
from pairing_cli.store.writing import Writer

NEVER_PASSED: Final = ("ended", "database")
"""Checks that no reason passes."""


def check_can_close(cycle: CycleRow, checks: Sequence[Check], override: str | None = None) -> None:
    """Raise `RuleRefusal` (`Damaged` for the file) where a cycle can't be closed."""
    if cycle.state == CycleState.CLOSED:
        raise RuleRefusal(
            "already-closed",
            phrase("Cycle {code} is closed already.", code=cycle.code),
            hint=phrase("See: pairing cycle show {code}", code=cycle.code),
        )
    blocking = [check for check in checks if check.blocks and check.is_open]
    for check in blocking:
        if check.check == "ended":
            raise RuleRefusal(
                "not-ended",
                phrase(
                    "Cycle {code} runs until {end}; it is closed afterwards.",
                    code=cycle.code,
                    end=cycle.end,
                ),
            )
        if check.check == "database":
            raise Damaged(
                "damaged",
                phrase("The database isn't sound; it can't be closed."),
                hint=phrase("See: pairing db doctor"),
            )
    if blocking and override is None:
        raise RuleRefusal(
            "not-ready",
            lines(
                phrase("Cycle {code} can't be closed yet:", code=cycle.code),
                *(
                    phrase("{title}: {result}", title=check.title, result=check.result_shown)
                    for check in blocking
                ),
            ),
            hint=lines(
                phrase(
                    "To clear it: {commands}", commands=tuple(c.clear for c in blocking if c.clear)
                ),
                phrase("If it is meant so, say why: --override REASON"),
            ),
        )


def close_cycle(
    store: Writer,
    cycle: CycleRow,
    checks: Sequence[Check],
    *,
    day: dt.date,
    by: str | None = None,
    override: str | None = None,
) -> CycleClosing:
    """Freeze the figures of a cycle as of `day` and close it.

    Raises as `check_can_close` does.
    """
    check_can_close(cycle, checks, override)
    kept = freeze(figures_to_freeze(store, cycle, day))
    row = CycleClosing(
        cycle_id=cycle.id,
        on_date=day,
        by_name=one_line(by or store.actor, phrase("A person's name"), NAME),
        figures=kept.figures,
        sha256=kept.sha256,
        definitions=canonical(definitions_of(store, cycle)),
        checks=canonical([told(check) for check in checks]),
        override_reason=override and one_line(override, phrase("The reason"), SHORT_TEXT),
    )
    store.add(row)
    store.change(store.get(Cycle, cycle.id), state=CycleState.CLOSED)
    return row


def told(check: Check) -> dict[str, Any]:
    """A check as scripts get it."""
    return {
        "check": check.check,
        "result": check.result,
        "blocks": check.blocks,
        "count": check.count,
        "clear": check.clear,
    }


def reopen_cycle(store: Writer, cycle: CycleRow, *, day: dt.date, reason: str) -> CycleClosing:
    """Have a closed cycle take writes again; what was frozen stays on record.

    Raises `RuleRefusal` where it isn't closed.
    """
    found = store.where(CycleClosing, cycle_id=cycle.id, reopened_on=None)
    if cycle.state != CycleState.CLOSED or not found:
        raise RuleRefusal("not-closed", phrase("Cycle {code} is not closed.", code=cycle.code))
    row = found[0]
    store.change(
        row,
        reopened_on=max(day, row.on_date),
        reopened_reason=one_line(reason, phrase("The reason"), SHORT_TEXT),
    )
    store.change(store.get(Cycle, cycle.id), state=CycleState.ACTIVE)
    return row


class Compared(NamedTuple):
    """A figure as it was frozen, and as the records of today have it."""

    figure: str
    title: Label
    frozen: float | None
    now: float | None

    @property
    def difference(self) -> float | None:
        """How much more it is now."""
        if self.frozen is None or self.now is None:
            return None
        return round(self.now - self.frozen, 2)


class Correction(NamedTuple):
    """A command that wrote into the closed cycle."""

    seq: int
    """Its number in the history."""
    on: str
    reason: str
    command: str


def compare(store: Reader, cycle: CycleRow, closing: Closing) -> list[Compared]:
    """The frozen figures held against today's records, both of the day of closing."""
    now = summarise(store, cycle, closing.day)
    then = closing.figures["summary"]
    return [Compared(name, title, _value(then, name), _now(now, name)) for name, title in _COMPARED]


_COMPARED: Final = (
    ("attainment", Label("完成（方案）%", "fulfilment (scheme) %")),
    ("whole_cycle", Label("占全周期 %", "of the whole cycle %")),
    ("pairings_count", Label("结对", "pairings")),
    ("visits", Label("活动", "visits")),
    ("participations", Label("参与", "participations")),
    ("class_hours", Label("课时", "class-hours")),
    ("teachers", Label("教师人次", "attendances of teachers")),
    ("children", Label("幼儿人次", "attendances of children")),
    ("lost", Label("缺", "lost")),
    ("waived", Label("豁免", "waived")),
)


def _value(then: dict[str, Any], name: str) -> Any:
    if name == "lost":
        table = then["pairings"]
        return sum(row[table["columns"].index("lost")] for row in table["rows"])
    return then["totals"].get(name, then.get(name))


def _now(now: Summary, name: str) -> Any:
    if name == "lost":
        return sum(row.lost for row in now.pairings)
    return getattr(now.totals if hasattr(now.totals, name) else now, name)


def corrections(store: Reader, closing: Closing) -> list[Correction]:
    """What was written into the cycle since it was closed, oldest first."""
    return store.fetch(
        Correction,
        'SELECT c.set_seq AS seq, x.on_date AS "on", x.reason, s.command'
        " FROM cycle_correction AS x"
        " INNER JOIN change AS c ON c.table_name = 'cycle_correction' AND c.operation = 'insert'"
        """ AND c.row_key = '{"id":"' || x.id || '"}'"""
        " INNER JOIN change_set AS s ON s.seq = c.set_seq"
        " WHERE x.closing_id = :closing_id GROUP BY x.id ORDER BY c.set_seq",
        closing_id=closing.id,
    )
