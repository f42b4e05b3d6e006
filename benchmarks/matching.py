"""P8: `suggest` on made-up places, its totals held against solvers of others.

A programme of its own for each size: `init`, then exemplars and townships with positions, in
counties or, where the layer isn't kept inside any region, all among each other.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Final

from benchmarks.programmes import CYCLE, ROOT, TODAY, made_by_init
from benchmarks.results import Measured
from benchmarks.timing import Command

if TYPE_CHECKING:
    from benchmarks.figures import Bench
    from pairing_cli.services.matching.posing import Question

SOLVERS: Final = ("highspy", "scipy")
_WORDS: Final = "suggest county-township"
_ENOUGH: Final = 7


@dataclass(frozen=True, slots=True)
class Instance:
    """How many are to be matched."""

    name: str
    mentees: int
    mentors: int
    counties: int
    """1: all among each other."""

    def database(self, folder: Path) -> Path:
        """A programme of this size, made anew."""
        path = folder / f"suggest-{self.mentees}-{self.counties}.db"
        path.unlink(missing_ok=True)
        made_by_init(path)
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
            self._fill(connection)
            connection.commit()
        return path

    def _fill(self, connection: sqlite3.Connection) -> None:
        random = Random(self.mentees + self.counties)  # noqa: S311 - to be the same every time
        within = "county" if self.counties > 1 else None
        connection.execute(
            "UPDATE layer_capacity SET minimum = 2, maximum = 5, within = ?"
            " WHERE layer = 'county-township'",
            (within,),
        )
        # The kindergartens of the seed are none of this.
        connection.execute("UPDATE kindergarten SET exemplar = NULL WHERE tier = 'county'")
        county = [f"99{number:04}" for number in range(self.counties)]
        centre = [(random.uniform(28, 31), random.uniform(86, 93)) for _ in county]
        connection.executemany(
            "INSERT INTO region (code, name, pinyin, initials, level, parent_code, assumed)"
            " VALUES (?, ?, '', '', 'county', '5405', 0)",
            [(code, f"第{number}县") for number, code in enumerate(county)],
        )
        for tier, count in (("county", self.mentors), ("township", self.mentees)):
            rows = []
            for number in range(count):
                at = number % self.counties
                spread = 0.4 if self.counties > 1 else 2.0
                rows.append(
                    (
                        f"00000000-0000-7000-8000-{tier[0]}{number:011}",
                        f"{tier}{number:05}",
                        tier,
                        "county" if tier == "county" else None,
                        self._region(connection, tier, county[at], number),
                        centre[at][0] + random.uniform(-spread, spread),
                        centre[at][1] + random.uniform(-spread, spread),
                    )
                )
            connection.executemany(
                "INSERT INTO kindergarten (id, name, pinyin, initials, tier, ownership, exemplar,"
                " region_code, latitude, longitude, name_confirmed, assumed)"
                " VALUES (?, ?, '', '', ?, 'public', ?, ?, ?, ?, 1, 0)",
                rows,
            )

    @staticmethod
    def _region(connection: sqlite3.Connection, tier: str, county: str, number: int) -> str:
        """The county; for a township a region of its own in it."""
        if tier == "county":
            return county
        code = f"{county}{number:05}"
        connection.execute(
            "INSERT INTO region (code, name, pinyin, initials, level, parent_code, assumed)"
            " VALUES (?, ?, '', '', 'township', ?, 0)",
            (code, f"第{number}乡", county),
        )
        return code


TWELVE: Final = Instance("12 mentees", 12, 4, 4)
COUNTIES: Final = Instance("1,000 in 40 counties, every price", 1_000, 290, 40)
UNDIVIDED: Final = Instance("1,000 undivided, every price", 1_000, 290, 1)
LARGE: Final = Instance("5,000 in 200 counties, every price", 5_000, 1_450, 200)


def suggesting(bench: Bench) -> Iterator[Measured]:
    """P8: proposals of four sizes, and the same ones by other solvers."""
    folder = bench.scratch
    database = TWELVE.database(folder)
    timed = bench.in_turns({words: bench.pairing(words, database) for words in (_WORDS, "list")})
    ours, listing = timed[_WORDS], timed["list"]
    yield Measured(
        "P8", f"suggest, {TWELVE.name}", ours.median, "list", listing.median, 1.3, "s", ours.rounds
    )
    for instance, most in ((COUNTIES, 0.2), (UNDIVIDED, 0.5), (LARGE, 1.0)):
        yield from _against_solvers(bench, instance, instance.database(folder), most)


def _against_solvers(
    bench: Bench, instance: Instance, database: Path, most: float
) -> Iterator[Measured]:
    command = bench.pairing(_WORDS, database)
    found: dict[str, Any] = json.loads(command.output())
    given = _instance_of(database)
    file = database.with_suffix(".json")
    file.write_text(json.dumps(given), "utf-8")
    solvers = {
        name: Command(
            [str(bench.peers.python), str(ROOT / "benchmarks/solver.py"), name, str(file)]
        )
        for name in SOLVERS
    }
    for name, solver in solvers.items():
        total = int(solver.output().split()[-1])
        if total != given["total"]:
            msg = f"{instance.name}: {found['total']} by suggest, {total} by {name}"
            raise AssertionError(msg)
    rounds = min(bench.rounds, _ENOUGH)
    seconds = {name: _cpu(each, rounds) for name, each in {"": command, **solvers}.items()}
    alone = Command([sys.executable, "-m", "benchmarks.arranging", str(database)])
    solving = min(float(alone.output()) for _ in range(rounds))
    what = f"{instance.name}: costs, search, proof and prices, CPU"
    yield Measured("P8", what, solving, f"{most} s", most, 1, "s", rounds)
    what = f"suggest, {instance.name}, the whole command, CPU"
    yield Measured("P8", what, seconds[""], "the part above", solving, None, "s", rounds)
    if instance is COUNTIES:
        memory = command.peak_mib()
        yield Measured("P8", f"memory of suggest, {instance.name}", memory, "30 MiB", 30, 1, "MiB")
    for name in SOLVERS:
        yield Measured(
            "P8", f"the same total by {name}, CPU", seconds[name], "suggest", seconds[""],
            None, "s", rounds,
        )  # fmt: skip


def _cpu(command: Command, rounds: int) -> float:
    return statistics.median(command.cpu_seconds() for _ in range(rounds))


def question_of(database: Path) -> Question:
    """The question of a programme's townships, as `suggest` puts it."""
    import datetime as dt

    from pairing_cli.domain.vocabulary import Layer
    from pairing_cli.services.matching.inputs import SuggestInput
    from pairing_cli.services.matching.proposing import ask
    from pairing_cli.services.programme.cycles import find_cycle
    from pairing_cli.store.opening import FileReader

    with closing(FileReader(database)) as store:
        cycle = find_cycle(store, CYCLE, dt.date.fromisoformat(TODAY))
        return ask(store, cycle, Layer.COUNTY_TOWNSHIP, SuggestInput(), TODAY)


def _instance_of(database: Path) -> dict[str, Any]:
    """The problem as a solver is given it, and the total of our answer in its units."""
    from pairing_cli.domain.matching.arranging import arrange
    from pairing_cli.domain.matching.problem import Scale

    problem = question_of(database).problem()
    places = Scale(problem).places
    mentor_of = arrange(problem).mentor_of
    counts = [0] * len(places)
    total = 0
    for mentee, mentor in enumerate(mentor_of):
        if mentor is None:
            msg = "a benchmark in which somebody is left out compares no costs"
            raise AssertionError(msg)
        total += problem.costs[mentee][mentor] + places[mentor][counts[mentor]]
        counts[mentor] += 1
    return {
        "mentees": len(problem.costs),
        "pairs": [
            (mentee, mentor, cost)
            for mentee, row in enumerate(problem.costs)
            for mentor, cost in row.items()
        ],
        "places": places,
        "total": total,
    }
