"""The end of a cycle: its closing with frozen figures, corrections after it, the roll.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import Row, column


class CycleClosing(Row, table="cycle_closing"):
    """A cycle's end: its figures as they were on that day. One is in force a cycle."""

    id: str = column(key=True, default_factory=new_id)
    cycle_id: str
    on_date: dt.date
    by_name: str = column(longest=100)
    figures: str
    sha256: str = column(shortest=64, longest=64)
    definitions: str
    checks: str
    override_reason: str | None = column(default=None, longest=200)
    reopened_on: dt.date | None = column(default=None)
    reopened_reason: str | None = column(default=None, longest=200)


class CycleCorrection(Row, table="cycle_correction"):
    """A command that wrote into a closed cycle, and why. The frozen figures stay."""

    id: str = column(key=True, default_factory=new_id)
    closing_id: str
    on_date: dt.date
    reason: str = column(longest=200)


class CycleRoll(Row, table="cycle_roll"):
    """The arrangement of the next cycle, made from the one before."""

    id: str = column(key=True, default_factory=new_id)
    from_cycle_id: str
    to_cycle_id: str
    on_date: dt.date
    by_name: str = column(longest=100)


class RollDecision(Row, table="roll_decision"):
    """What becomes of one mentee in the next cycle, and why."""

    id: str = column(key=True, default_factory=new_id)
    roll_id: str
    mentee_id: str
    decision: str
    mentor_id: str | None = column(default=None)
    old_pairing_id: str | None = column(default=None)
    new_pairing_id: str | None = column(default=None)
    reason: str = column(longest=200)
