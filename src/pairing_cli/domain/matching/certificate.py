"""The proof that a plan is the best: prices under which nothing better can exist.

Whatever the prices of places are, every plan costs at least what the mentees would pay if each
took what is cheapest for it, plus what the mentors would earn by the places cheapest for them
(weak duality). A plan that costs no more than that is optimal, whoever found it and however:
nothing here is shared with the search.
"""

from __future__ import annotations

from collections.abc import Iterator

from pairing_cli.domain.matching.problem import Plan, Problem, Scale
from pairing_cli.domain.tuples import NamedTuple


class Proof(NamedTuple):
    """What the prices of a plan prove."""

    gap: int
    """By how much a plan could be better at most, as one number of the scale. 0: by nothing."""
    cheaper: tuple[tuple[int, int], ...]
    """Pairs (mentee, mentor) that are cheaper at these prices than what the plan has."""

    @property
    def optimal(self) -> bool:
        """Whether the plan is proved the best."""
        return self.gap == 0


def check(problem: Problem, plan: Plan, scale: Scale | None = None) -> Proof:
    """Check a plan against its prices. Raises `ValueError` where it is no plan at all."""
    scale = scale or Scale(problem)
    taken = _places_taken(problem, plan, scale)
    gap = 0
    cheaper: list[tuple[int, int]] = []
    best_price = min(plan.prices, default=0)
    for mentee, (row, mentor) in enumerate(zip(problem.costs, plan.mentor_of, strict=True)):
        pays = scale.left_out if mentor is None else row[mentor] + plan.prices[mentor]
        # Whatever costs more than this is dearer than what the mentee has, at any price.
        most = pays - best_price
        least = min(
            [cost + plan.prices[other] for other, cost in row.items() if cost < most], default=pays
        )
        gap += pays - min(least, pays, scale.left_out)
        if least < pays:
            cheaper += [
                (mentee, other) for other, cost in row.items() if cost + plan.prices[other] < pays
            ]
    for places, count, price in zip(scale.places, taken, plan.prices, strict=True):
        gains = [cost - price for cost in places]
        gap += sum(gains[:count]) - sum(gain for gain in gains if gain < 0)
    return Proof(gap, tuple(cheaper))


def _places_taken(problem: Problem, plan: Plan, scale: Scale) -> list[int]:
    counts = [0] * len(problem.mentors)
    for mentor in _placed(problem, plan):
        counts[mentor] += 1
    for count, places in zip(counts, scale.places, strict=True):
        if count > len(places):
            msg = "a mentor has more mentees than room"
            raise ValueError(msg)
    return counts


def _placed(problem: Problem, plan: Plan) -> Iterator[int]:
    for row, mentor in zip(problem.costs, plan.mentor_of, strict=True):
        if mentor is not None:
            if mentor not in row:
                msg = "a mentee is with a mentor that isn't eligible"
                raise ValueError(msg)
            yield mentor
