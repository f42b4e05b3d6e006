"""Waivers and overrides of the time of a summary: of what it counts, and of what it doesn't."""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.owing.overrides import OverrideRow, list_overrides
from pairing_cli.services.owing.waivers import WaiverInfo, list_waivers
from pairing_cli.services.reports.summaries.rows import Summary
from pairing_cli.store.reading import Reader


class Exceptions(NamedTuple):
    """What was waived, postponed or changed."""

    waivers: list[WaiverInfo]
    overrides: list[OverrideRow]

    def of(self, found: Summary) -> Exceptions:
        """Those of the rules that a summary goes by."""
        wanted = {row.rule for row in found.rules}
        return Exceptions(
            [row for row in self.waivers if row.rule in wanted],
            [row for row in self.overrides if row.rule in wanted],
        )


def exceptions_in(store: Reader, found: Summary) -> Exceptions:
    """All exceptions of the time of a summary, whichever ledger their rules are of."""
    first, last = found.first, min(found.last, found.as_of)
    months = (first[:7], last[:7])
    day = dt.date.fromisoformat(found.as_of)
    return Exceptions(
        [
            row
            for row in list_waivers(store, found.cycle, day)
            if found.term in (None, row.period) or months[0] <= row.period <= months[1]
        ],
        [
            row
            for row in list_overrides(store, found.cycle, day)
            if row.start <= last and (row.end is None or row.end >= first)
        ],
    )


def not_counted(every: Exceptions, own: Exceptions) -> tuple[Phrase, ...]:
    """A sentence on the exceptions of requirements that a summary doesn't go by: `every` one but
    for its `own`.
    """
    waivers = len(every.waivers) - len(own.waivers)
    overrides = len(every.overrides) - len(own.overrides)
    if not (waivers or overrides):
        return ()
    return (
        phrase(
            "Besides, of requirements that aren't counted here: {waivers} waived or postponed,"
            " {overrides} changed.",
            waivers=waivers,
            overrides=overrides,
        ),
    )
