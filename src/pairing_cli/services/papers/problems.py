"""Problems: what a plain register doesn't do, their end."""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.records.papers import ProblemRow
from pairing_cli.services.pairings.plain_record_edit import edit_record
from pairing_cli.services.programme.records import find_record
from pairing_cli.store.rows import Problem
from pairing_cli.store.writing import Writer


def resolve_problem(
    store: Writer, ref: str, how: str, *, on: dt.date, as_of: dt.date, today: dt.date
) -> ProblemRow:
    """Say how a problem was resolved. Raises `RuleRefusal` where it was already."""
    row = find_record(store, Problem, ref)
    if row.resolved_on is not None:
        raise RuleRefusal(
            "already-resolved",
            phrase(
                "Problem {ref} was resolved on {day}.", ref=ref, day=row.resolved_on.isoformat()
            ),
        )
    values = {"resolved": on, "resolution": how}
    return edit_record(store, ProblemRow, row.id, values, as_of=as_of, today=today)
