"""The figures P1 to P11 of the design, and how each is measured."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.before import WHOLE, comparing
from benchmarks.ending import ending
from benchmarks.matching import suggesting
from benchmarks.peers import Peers
from benchmarks.programmes import LARGE, MIDDLE, SMALL, TODAY, Size, programme
from benchmarks.register import ROWS
from benchmarks.results import Growth, Measured
from benchmarks.timing import Command, Timed, in_turns

READS: Final = ("list", "status", "schedule", "progress", "why 隆子县 lesson-hours", "coverage")
"""The read commands of P2."""

_VISIT: Final = "--form 送教 --on 2022-05-10 --hours 4 --topic 绘本教学"
_SHELL: Final = "the same queries in the sqlite3 shell"


@dataclass(frozen=True, slots=True)
class Bench:
    """What all figures need: where things are, and how many turns each command has."""

    cache: Path
    scratch: Path
    peers: Peers
    sizes: Sequence[Size]
    rounds: int
    before: Path | None = None
    """A checkout of an earlier commit that P5 is measured against."""

    def at(self, size: Size) -> Path:
        """The programme of this size."""
        return programme(size, self.cache)

    def pairing(self, words: str, database: Path, *, json: bool = True) -> Command:
        """A command of ours on a programme."""
        as_json = ["--json"] if json else []
        program = [sys.executable, "-m", "pairing_cli", "--db", str(database)]
        return Command([*program, *words.split(), *as_json], self.variables)

    @property
    def variables(self) -> dict[str, str]:
        """What our own commands are told beside their words."""
        return {
            "PAIRING_TODAY": TODAY,
            "PAIRING_LANG": "zh",
            "PAIRING_ACTOR": "卓玛",
            "XDG_STATE_HOME": str(self.scratch / "state"),
        }

    def on_a_copy(self, words: str, original: Path) -> Command:
        """A command that writes, each time on a fresh copy of a programme."""
        copy = self.scratch / "copy.db"

        def renew() -> None:
            shutil.copyfile(original, copy)

        plain = self.pairing(words, copy, json=False)
        return Command(plain.words, plain.variables, before=renew)

    def in_turns(self, commands: Mapping[str, Command]) -> dict[str, Timed]:
        """Their times."""
        return in_turns(commands, self.rounds)


def _import(module: str) -> Command:
    return Command([sys.executable, "-c", f"import {module}"])


def _typed(*words: str) -> dict[str, str]:
    """What bash sets when the Tab key is pressed after these words."""
    return {
        "_PAIRING_COMPLETE": "complete_bash",
        "COMP_WORDS": " ".join(("pairing", *words)),
        "COMP_CWORD": str(len(words)),
    }


def starting(bench: Bench) -> Iterator[Measured]:
    """P1: what needs no report."""
    program = [sys.executable, "-m", "pairing_cli"]
    commands = {
        "--version": (1.3, Command([*program, "--version"], bench.variables)),
        "--help": (2.2, Command([*program, "--help"], bench.variables)),
        "completing a command": (2.2, Command(program, bench.variables | _typed("sta"))),
        "completing a name": (
            2.2,
            Command(
                program,
                bench.variables | _typed("log-visit", "隆") | {"PAIRING_DB": str(bench.at(SMALL))},
            ),
        ),
    }
    reference = 'python -c "import typer"'
    timed = bench.in_turns(
        {reference: _import("typer"), **{name: each for name, (_, each) in commands.items()}}
    )
    for name, (budget, _) in commands.items():
        yield _row("P1", name, timed, reference, budget)


def reading(bench: Bench) -> Iterator[Measured]:
    """P2: read commands on a thousand visits."""
    database = bench.at(SMALL)
    reference = "sqlite-utils rows"
    commands = {words: bench.pairing(words, database) for words in READS}
    commands[reference] = Command(
        [bench.peers.script("sqlite-utils"), "rows", str(database), "visit"]
    )
    timed = bench.in_turns(commands)
    for words in READS:
        yield _row("P2", words, timed, reference, 0.7)


def writing(bench: Bench) -> Iterator[Measured]:
    """P3: one visit logged; and beside other tools, their listings."""
    database = bench.at(SMALL)
    reference = 'python -c "import sqlmodel"'
    listings = bench.peers.listings()
    timed = bench.in_turns(
        {
            "log-visit": bench.on_a_copy(f"log-visit 隆子县 {_VISIT}", database),
            reference: _import("sqlmodel"),
            "buku --add": bench.peers.adding(),
        }
    )
    yield _row("P3", "log-visit", timed, reference, 1.15)
    yield _row("P3", "log-visit", timed, "buku --add", 1.0, suffix=" (stretch)")
    ours = bench.pairing("list", database)
    there = {name: each for name, each in listings.items() if each is not None}
    timed = bench.in_turns({"pairing list": ours, **there})
    for name in listings:
        value = timed[name].median if name in timed else None
        yield Measured("", f"`{name}`", value, "pairing list", timed["pairing list"].median)


def one_pairing(bench: Bench) -> Iterator[Measured | Growth]:
    """P4: what one pairing costs doesn't grow with the programme."""
    timed = bench.in_turns(
        {size.name: bench.pairing("progress 隆子县", bench.at(size)) for size in bench.sizes}
    )
    yield Growth("progress 隆子县", {size.name: timed[size.name].median for size in bench.sizes})
    first = bench.sizes[0]
    for size in bench.sizes[1:]:
        row = _row("P4", size.name, timed, first.name, 1.15)
        yield _renamed(
            row,
            f"progress of one pairing, {size.visits:,} visits",
            f"the same at {first.visits:,} visits",
        )
    listed = bench.in_turns(
        {size.name: bench.pairing("list", bench.at(size)) for size in bench.sizes}
    )
    yield Growth("list", {size.name: listed[size.name].median for size in bench.sizes})


def whole_programme(bench: Bench) -> Iterator[Measured | Growth]:
    """P5: commands that look at every pairing, against an earlier commit and their own SQL."""
    yield from comparing(bench)
    for words in WHOLE:
        seconds = {}
        for size in (SMALL, MIDDLE, LARGE):
            database = bench.at(size)
            commands = {words: bench.pairing(words, database)}
            if size is LARGE and (shell := _shell(bench, words, database)):
                commands[_SHELL] = shell
            timed = bench.in_turns(commands)
            seconds[size.name] = timed[words].median
            if _SHELL in timed:
                row = _row("P5", words, timed, _SHELL, None)
                yield _renamed(row, f"{words}, {size.name}")
        yield Growth(words, seconds)


def _shell(bench: Bench, words: str, database: Path) -> Command | None:
    """The queries of a command, read by the sqlite3 shell; None where there is none."""
    shell = shutil.which("sqlite3")
    if shell is None:
        return None
    asked = [sys.executable, "-m", "benchmarks.statements", "--db", str(database)]
    queries = bench.scratch / "queries.sql"
    queries.write_bytes(Command([*asked, *words.split(), "--json"], bench.variables).output())
    return Command([shell, "-readonly", "-bail", str(database)], stdin=queries)


def importing(bench: Bench) -> Iterator[Measured]:
    """P6 and the reading half of P7: a hundred thousand rows."""
    empty = bench.at(Size(1_000, 0))
    rows, workbook = _register(bench, empty)
    target = bench.scratch / "peer.db"
    insert = (bench.peers.script("sqlite-utils"), "insert")
    reference = "sqlite-utils insert --csv"
    timed = bench.in_turns(
        {
            "csv": bench.on_a_copy(f"log-visit --from {rows} --yes", empty),
            "xlsx": bench.on_a_copy(f"log-visit --from {workbook} --yes", empty),
            reference: Command(
                [*insert, str(target), "visits", str(rows), "--csv"],
                before=lambda: target.unlink(missing_ok=True),
            ),
        }
    )
    yield Measured(
        "P6",
        "log-visit --from, 100,000 rows of CSV",
        ROWS / timed["csv"].median,
        reference,
        ROWS / timed[reference].median,
        1.5,
        "rows/s",
        timed["csv"].rounds,
        more_is_better=True,
    )
    row = _row("P7", "xlsx", timed, "csv", 1.5)
    yield _renamed(row, "log-visit --from, 100,000 rows of XLSX", "the same rows of CSV")


def exporting(bench: Bench) -> Iterator[Measured]:
    """The writing half of P7: a hundred thousand visits as a workbook."""
    database = bench.at(MIDDLE)
    rows, workbook = bench.scratch / "visits.csv", bench.scratch / "visits.xlsx"
    bench.pairing(f"export visits -o {rows}", database, json=False).output()
    alone = [sys.executable, "-m", "benchmarks.register", "workbook", str(rows)]
    reference = "XlsxWriter alone, the same cells"
    timed = bench.in_turns(
        {
            "export": Command(
                bench.pairing(f"export visits -o {workbook}", database, json=False).words,
                bench.variables,
                before=lambda: workbook.unlink(missing_ok=True),
            ),
            reference: Command([*alone, str(bench.scratch / "alone.xlsx")]),
        }
    )
    row = _row("P7", "export", timed, reference, 1.2)
    yield _renamed(row, "export visits, 100,000 visits as XLSX")


def memory(bench: Bench) -> Iterator[Measured]:
    """P9: the most that a command holds."""
    for words in READS:
        peak = bench.pairing(words, bench.at(SMALL)).peak_mib()
        yield Measured("P9", f"memory of {words}", peak, "30 MiB", 30.0, 1.0, "MiB", 1)
    empty = bench.at(Size(1_000, 0))
    rows, _ = _register(bench, empty)
    peak = bench.on_a_copy(f"log-visit --from {rows} --yes", empty).peak_mib()
    yield Measured("P9", "memory of importing 100,000 rows", peak, "200 MiB", 200.0, 1.0, "MiB", 1)
    for suffix in ("csv", "xlsx"):
        target = bench.scratch / f"export.{suffix}"
        span = "--from 2022-03-01 --to 2022-05-31"
        peaks = []
        for words in (f"export visits {span} -o {target}", f"export visits -o {target}"):
            target.unlink(missing_ok=True)
            peaks.append(bench.pairing(words, bench.at(MIDDLE), json=False).peak_mib())
        yield Measured(
            "P9",
            f"memory of exporting 100,000 visits, {suffix}",
            peaks[1],
            "a seventh of them",
            peaks[0],
            1.15,
            "MiB",
            1,
        )


FIGURES: Final[Mapping[str, Callable[[Bench], Iterator[Measured | Growth]]]] = {
    "P1": starting,
    "P2": reading,
    "P3": writing,
    "P4": one_pairing,
    "P5": whole_programme,
    "P6": importing,
    "P7": exporting,
    "P8": suggesting,
    "P9": memory,
    "P11": ending,
}
"""What is measured, in this order."""


def _register(bench: Bench, empty: Path) -> tuple[Path, Path]:
    """The rows to import, as CSV and as a workbook."""
    rows, workbook = bench.scratch / "register.csv", bench.scratch / "register.xlsx"
    if not workbook.exists():
        made = [sys.executable, "-m", "benchmarks.register"]
        Command([*made, "rows", str(empty), str(rows)]).output()
        Command([*made, "workbook", str(rows), str(workbook)]).output()
    return rows, workbook


def _row(
    figure: str,
    name: str,
    timed: Mapping[str, Timed],
    reference: str,
    budget: float | None,
    suffix: str = "",
) -> Measured:
    mine, other = timed[name], timed[reference]
    return Measured(
        figure, name + suffix, mine.median, reference, other.median, budget, rounds=mine.rounds
    )


def _renamed(row: Measured, what: str, reference: str | None = None) -> Measured:
    """The same with the words that the page shows."""
    return Measured(
        row.figure,
        what,
        row.value,
        reference or row.reference,
        row.reference_value,
        row.budget,
        rounds=row.rounds,
    )
