"""An arrangement by a solver of others: run by the peers' interpreter, which has it.

    python benchmarks/solver.py highspy|scipy INSTANCE.json

INSTANCE.json holds `pairs` ([mentee, mentor, cost] each), `mentees` (their number) and
`places` (of each mentor, what its next places cost). Prints the total cost of the best
arrangement of everybody, or of as many as there is room for at a price none can pay.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np


def main(solver: str, instance: str) -> None:
    """Solve and print the total."""
    given = json.loads(Path(instance).read_text("utf-8"))
    pairs = np.array(given["pairs"], dtype=np.int64)
    places = [(mentor, cost) for mentor, costs in enumerate(given["places"]) for cost in costs]
    solve = {"highspy": _highspy, "scipy": _scipy}[solver]
    print(round(solve(pairs, places, given["mentees"], len(given["places"]))))  # noqa: T201


def _matrix(pairs: Any, places: Any, mentees: int, mentors: int) -> tuple[Any, Any, Any, Any]:
    """Costs, and the sparse matrix by columns: a row for each mentee, one for each mentor."""
    costs = np.concatenate([pairs[:, 2], [cost for _, cost in places]]).astype(float)
    rows = np.empty(2 * len(pairs) + len(places), dtype=np.int32)
    rows[0 : 2 * len(pairs) : 2] = pairs[:, 0]
    rows[1 : 2 * len(pairs) : 2] = mentees + pairs[:, 1]
    rows[2 * len(pairs) :] = [mentees + mentor for mentor, _ in places]
    values = np.ones(len(rows))
    values[2 * len(pairs) :] = -1
    starts = np.concatenate(
        [np.arange(len(pairs)) * 2, 2 * len(pairs) + np.arange(len(places) + 1)]
    ).astype(np.int32)
    right = np.concatenate([np.ones(mentees), np.zeros(mentors)])
    return costs, (values, rows, starts), right, len(costs)


def _highspy(pairs: Any, places: Any, mentees: int, mentors: int) -> float:
    import highspy

    costs, (values, rows, starts), right, columns = _matrix(pairs, places, mentees, mentors)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, mentees + mentors
    model.col_cost_ = costs
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.row_lower_, model.row_upper_ = right, right
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, rows, values
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(model)
    solver.run()
    return float(solver.getInfo().objective_function_value)


def _scipy(pairs: Any, places: Any, mentees: int, mentors: int) -> float:
    """Each place a column of its own: `linear_sum_assignment` knows one to one only."""
    from scipy.optimize import linear_sum_assignment

    never = 10.0**9
    costs = np.full((mentees, len(places)), never)
    first: dict[int, int] = {}
    for column, (mentor, _) in enumerate(places):
        first.setdefault(mentor, column)
    at = np.array([first[mentor] for mentor in range(mentors)])
    count = np.bincount([mentor for mentor, _ in places], minlength=mentors)
    extra = np.array([cost for _, cost in places])
    for place in range(int(count.max())):
        there = count[pairs[:, 1]] > place
        columns = at[pairs[there, 1]] + place
        costs[pairs[there, 0], columns] = pairs[there, 2] + extra[columns]
    chosen = linear_sum_assignment(costs)
    return float(costs[chosen].sum())


if __name__ == "__main__":
    main(*sys.argv[1:])
