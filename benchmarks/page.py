"""docs/performance.md from the results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from benchmarks.results import Growth, Measured, Part, Results
from benchmarks.timing import ROUNDS

_METHOD: Final = """
Every figure is a ratio: the command and its reference take turns on the same machine, whole
processes from start to the last byte of output into a pipe, after one run to warm up; the
medians of {rounds} turns are divided (of 3 where a turn takes over 20 s). Commands are
`python -m pairing_cli …` with compiled bytecode. Memory is the largest resident set of a
process, of one run.

The programmes are generated and come out the same every time but for the keys of the seed:
`pairing init`, then kindergartens in a cascade (of 25 pairings 3 city-county, 1 city-private,
6 county-township, 15 township-village), their visits and papers written straight into the
tables. These rows have no entry in the change log. The report is made for 2023-12-20, late in
the fourth term of the cycle; the seed's two rule packs are in force. The pairing that is looked
at alone has 80 visits in every programme.

"The same queries in the sqlite3 shell" are all statements that the command sends to the
database, with their values, read by `sqlite3 -readonly` from a file, its output thrown away.

P8: exemplars and townships at made-up positions, two to five mentees a mentor, the third
dearer by 5 km and so on; every arrangement costs what HiGHS (as a linear programme) and scipy
(`linear_sum_assignment`, a column for each place) find for the same costs, which are handed to
them ready made: their time is without distances, prices, proof and reasons.
"""


def page(results: Results) -> str:
    """The whole page."""
    parts = [
        "# Performance\n",
        f"Written by `make bench` on {results.date}. {results.machine}\n",
        _verdict(results.measured),
        "## Figures\n",
        _table(
            ("", "what", "measured", "reference", "", "ratio", "budget", "verdict"),
            [_figure(each) for each in results.measured if each.figure],
        ),
        "## Beside other tools\n",
        "Each lists a thousand records of its own kind. Above 1 the tool is slower than"
        " `pairing list`, below 1 it is faster.\n",
        _table(
            ("tool", "measured", "by `pairing list`", "who is faster"),
            [_peer(each) for each in results.measured if not each.figure],
        ),
        "## Growth\n",
        *_growth(results.growth),
        "## Where the time goes\n",
        *_times(results),
        "## How it was measured\n",
        _METHOD.format(rounds=_rounds(results.measured)).strip() + "\n",
        "## Versions and sizes\n",
        _table(("", "version"), [[name, version] for name, version in results.versions.items()]),
        _table(
            ("programme (pairings x visits)", "MB"),
            [[name, f"{size / 1e6:,.0f}"] for name, size in results.sizes.items()],
        ),
    ]
    return "\n".join(parts)


def _verdict(measured: Iterable[Measured]) -> str:
    judged = [each for each in measured if each.met is not None]
    missed = [f"{each.figure} ({each.what})" for each in judged if not each.met]
    said = f"{len(judged) - len(missed)} of {len(judged)} budgets are met."
    if _rounds(judged) < ROUNDS:
        said = f"**A trial of {_rounds(judged)} turns: the figures are rough.** {said}"
    if missed:
        said += f" Not met: {', '.join(missed)}."
    return said + "\n"


def _rounds(measured: Iterable[Measured]) -> int:
    return max((each.rounds for each in measured), default=0)


def _figure(each: Measured) -> list[str]:
    at = "≥" if each.more_is_better else "≤"
    verdict = {None: "", True: "met", False: "**not met**"}[each.met]
    return [
        each.figure,
        each.what,
        _amount(each.value, each.unit),
        each.reference,
        _amount(each.reference_value, each.unit),
        "" if each.ratio is None else f"{each.ratio:.2f}",
        "" if each.budget is None else f"{at} {each.budget:g}",
        verdict,
    ]


def _peer(each: Measured) -> list[str]:
    if each.ratio is None:
        return [each.what, "not installed", "", ""]
    faster = "pairing" if each.ratio > 1 else each.what.split()[0].strip("`")
    return [each.what, _amount(each.value, each.unit), f"{each.ratio:.2f}", faster]


def _growth(growth: Sequence[Growth]) -> Iterable[str]:
    sizes = list(dict.fromkeys(size for each in growth for size in each.seconds))
    if sizes:
        yield "Medians of whole processes; pairings x visits.\n"
        yield _table(
            ("command", *sizes, "largest ÷ smallest"),
            [
                [
                    f"`{each.command}`",
                    *(_amount(each.seconds.get(size), "s") for size in sizes),
                    f"{max(each.seconds.values()) / min(each.seconds.values()):.2f}",
                ]
                for each in growth
            ],
        )


def _times(results: Results) -> Iterable[str]:
    for command, parts in results.parts.items():
        yield f"`{command}`:\n"
        yield _table(("part", "ms"), [_part(each) for each in parts])


def _part(each: Part) -> list[str]:
    return [each.what, f"{each.milliseconds:.0f}"]


def _amount(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    if unit == "s":
        return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"
    return f"{value:,.0f} {unit}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"
