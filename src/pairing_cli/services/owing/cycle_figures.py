"""What the figures of a cycle are: those of its pairings, rule by rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from pairing_cli.domain.owed.fulfilment import RuleFigures
from pairing_cli.domain.owed.settling import Figure
from pairing_cli.domain.owed.trend import Comparison
from pairing_cli.domain.time.calendar import Term
from pairing_cli.domain.time.frame import Frame
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.owing.done_visits import Done
from pairing_cli.services.owing.rules import RuleInfo
from pairing_cli.services.owing.whose import (
    PairingKey,
)
from pairing_cli.services.programme.cycles import CycleRow


class PairingFigures(NamedTuple):
    """One pairing with its figures, by rule in the order of the packs and by time."""

    pairing: PairingKey
    by_rule: Mapping[str, RuleFigures]
    """Id of the rule → the figures of its periods, oldest first; never of none."""
    then: Mapping[str, RuleFigures]
    """The activities of the term before, as they stood on the day of `comparison`."""
    done: Done
    """Its visits."""

    def figures(self) -> Iterable[Figure]:
        """All of them."""
        return chain.from_iterable(self.by_rule.values())


class CycleFigures(NamedTuple):
    """All figures of a cycle, or of some of its pairings, on a day."""

    cycle: CycleRow
    as_of: dt.date
    rules: Mapping[str, RuleInfo]
    """Id → rule, in the order of the packs."""
    pairings: Sequence[PairingFigures]
    frame: Frame
    comparison: Comparison | None
    """The days that the trend compares."""

    @property
    def terms(self) -> Sequence[Term]:
        """The terms of the calendar."""
        return self.frame.terms

    def only(self, wanted: Callable[[RuleInfo], bool]) -> CycleFigures:
        """The same, of some rules only."""
        rules = {key: rule for key, rule in self.rules.items() if wanted(rule)}
        if len(rules) == len(self.rules):
            return self
        pairings = [
            each._replace(
                by_rule={key: found for key, found in each.by_rule.items() if key in rules},
                then={key: found for key, found in each.then.items() if key in rules},
            )
            for each in self.pairings
        ]
        return self._replace(rules=rules, pairings=pairings)
