"""What the registers hold of the days of a summary."""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.paperwork import NeedState
from pairing_cli.domain.records.papers import ProblemRow
from pairing_cli.services.papers.needs import NeedRow
from pairing_cli.services.reports.summaries.judged import lived_in
from pairing_cli.services.reports.summaries.rows import Summary
from pairing_cli.store.reading import Reader


class Registers:
    """What the registers hold of the days of the summary."""

    def __init__(self, store: Reader, found: Summary) -> None:
        day = dt.date.fromisoformat(min(found.last, found.as_of))
        self.needs, self.problems, self.donations = lived_in(store, found.cycle, found.first, day)

    @property
    def open_needs(self) -> list[NeedRow]:
        """Needs that are not met, or only partly."""
        return [row for row in self.needs if row.state != NeedState.SOLVED]

    @property
    def open_problems(self) -> list[ProblemRow]:
        """Problems that nobody has resolved."""
        return [row for row in self.problems if row.resolved is None]
