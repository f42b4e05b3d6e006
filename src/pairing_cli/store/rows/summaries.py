"""What people write for summaries.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import RemovableRow, column


class SummaryNote(RemovableRow, table="summary_note"):
    """What somebody has written for one part of the summary of a cycle, or of a term of it."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    cycle_id: str
    term_id: str | None = column(default=None)
    part: str
    wording: str = column(longest=4000)
