"""Measure everything and write docs/performance.md: what `make bench` runs.

    python -m benchmarks [--big] [--only P2,P5] [--before CHECKOUT] [--rounds N]
                         [--cache FOLDER] [-o FILE]

Tells its progress on stderr. Programmes and peers are kept in the cache folder (by default
pairing-bench in the user's cache) and made again when the schema, the seed or the generator
changes. --before names a checkout of the commit that P5 is held against (df0b457), with an
environment of its own. --big adds 270,000 pairings with ten million visits: 10 GB and some minutes.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

from benchmarks import where
from benchmarks.figures import FIGURES, Bench
from benchmarks.page import page
from benchmarks.peers import Peers
from benchmarks.programmes import COUNTRY, ROOT, SIZES, programme
from benchmarks.results import Growth, Results
from benchmarks.timing import ROUNDS, FailedCommandError

_LIBRARIES: Final = ("typer", "click", "sqlmodel", "sqlalchemy", "pydantic", "xlsxwriter")


def main(arguments: list[str]) -> int:
    """The exit code: 0 when everything was measured, met or not."""
    asked = _parsed(arguments)
    sizes = (*SIZES, COUNTRY) if asked.big else SIZES
    wanted = asked.only.split(",") if asked.only else list(FIGURES)
    asked.cache.mkdir(parents=True, exist_ok=True)
    # Beside the programmes: copies of them don't fit into a /tmp that is held in memory.
    with tempfile.TemporaryDirectory(dir=asked.cache) as scratch:
        peers = Peers(asked.cache / "peers")
        bench = Bench(asked.cache, Path(scratch), peers, sizes, asked.rounds, asked.before)
        try:
            results = _measured(bench, wanted)
        except FailedCommandError as failure:
            sys.stderr.write(f"bench: {failure}\n")
            return 1
    asked.output.write_text(page(results), encoding="utf-8")
    _say(f"written: {asked.output}")
    return 0


def _measured(bench: Bench, wanted: list[str]) -> Results:
    _say("installing the peers")
    bench.peers.install()
    for size in bench.sizes:
        _say(f"making the programme {size.name}")
        bench.at(size)
    results = Results(
        date=datetime.now(UTC).date().isoformat(),
        machine=_machine(),
        versions=_versions(bench.peers),
        sizes={size.name: programme(size, bench.cache).stat().st_size for size in bench.sizes},
    )
    for figure in wanted:
        _say(f"measuring {figure}")
        for found in FIGURES[figure](bench):
            if isinstance(found, Growth):
                results.growth.append(found)
                continue
            results.measured.append(found)
            ratio = "not installed" if found.ratio is None else f"{found.ratio:.2f}"
            _say(f"  {found.what}: {ratio} x {found.reference}")
    _say("looking where the time goes")
    for words in where.COMMANDS:
        results.parts[words] = where.parts(bench, words)
    return results


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=(__doc__ or "").split("\n")[0])
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pairing-bench"
    parser.add_argument("--big", action="store_true", help="270,000 pairings, 10M visits, too")
    parser.add_argument("--only", metavar="P1,P2", help="these figures only")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="turns of each command")
    parser.add_argument("--cache", type=Path, default=cache, metavar="FOLDER")
    parser.add_argument(
        "--before", type=Path, metavar="CHECKOUT", help="an earlier commit, set up, for P5"
    )
    parser.add_argument("-o", dest="output", type=Path, default=ROOT / "docs/performance.md")
    return parser.parse_args(arguments)


def _machine() -> str:
    model = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        named = [line for line in described.read_text().splitlines() if line.startswith("model n")]
        model = named[0].partition(":")[2].strip() if named else model
    return f"Machine: {os.cpu_count()} cores ({model}), {platform.platform(terse=True)}."


def _versions(peers: Peers) -> dict[str, str]:
    import sqlite3

    ours = {"Python": platform.python_version(), "SQLite in Python": sqlite3.sqlite_version}
    return ours | {name: version(name) for name in _LIBRARIES} | peers.versions()


_started: Final = time.monotonic()


def _say(line: str) -> None:
    sys.stderr.write(f"bench {time.monotonic() - _started:5.0f} s  {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
