"""A cycle closed, opened again, and held against today's records."""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.judging.frozen import canonical, freeze
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import CycleState
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line
from pairing_cli.services.ending.freezing import definitions_of, figures_to_freeze
from pairing_cli.services.ending.looking import LookedAt, check_can_close, last_command, look_at
from pairing_cli.services.programme.cycles import CycleRow, find_cycle
from pairing_cli.store.rows import Cycle, CycleClosing
from pairing_cli.store.writing import Writer


def close_cycle(
    store: Writer, found: LookedAt, *, by: str | None = None, override: str | None = None
) -> CycleClosing:
    """Freeze the figures of a cycle and close it, as it was `found`; where another command has
    written since, it is looked at again.

    Raises as `check_can_close` does.
    """
    cycle, day = found.cycle, found.day
    if last_command(store) != found.seq:
        cycle = find_cycle(store, cycle.code, day)
        found = look_at(store, cycle, day, is_sound=True)
    check_can_close(found, override)
    kept = freeze(figures_to_freeze(store, cycle, day, found.figures))
    row = CycleClosing(
        cycle_id=cycle.id,
        on_date=day,
        by_name=one_line(by or store.actor, phrase("A person's name"), NAME),
        figures=kept.figures,
        sha256=kept.sha256,
        definitions=canonical(definitions_of(store, cycle)),
        checks=canonical([check.data for check in found.checks]),
        override_reason=override and one_line(override, phrase("The reason"), SHORT_TEXT),
    )
    store.add(row)
    store.change(store.get(Cycle, cycle.id), state=CycleState.CLOSED)
    return row


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
