"""P11: what ends a cycle (a bulletin published, an assessment approved, the cycle closed), on the
seeded programme and on a thousand pairings with a hundred thousand visits.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.programmes import CYCLE, MIDDLE, SMALL, Size
from benchmarks.results import Measured
from benchmarks.timing import Command

if TYPE_CHECKING:
    from benchmarks.figures import Bench

_AFTER: Final = "--as-of 2024-06-28"
_SEEDED_SECONDS: Final = 1
_MIDDLE_SECONDS: Final = 10
_FROZEN_MIB: Final = 3


def ending(bench: Bench) -> Iterator[Measured]:
    """The commands that freeze figures, and how large what they freeze is."""
    for size, seconds in ((SMALL, _SEEDED_SECONDS), (MIDDLE, _MIDDLE_SECONDS)):
        path, commands = _prepared(bench, size)
        for name, words in commands.items():
            timed = bench.in_turns({name: _on_a_copy(bench, words, path)})[name]
            yield Measured(
                "P11",
                f"{name}, {size.name}",
                timed.median,
                f"{seconds} s",
                seconds,
                1,
                rounds=timed.rounds,
            )
    yield Measured(
        "P11", f"frozen figures, {MIDDLE.name}", _frozen(bench), "3 MiB", _FROZEN_MIB, 1, "MiB"
    )


def _prepared(bench: Bench, size: Size) -> tuple[Path, dict[str, str]]:
    """A programme in which everything is ready to be frozen, and the commands that do it."""
    path = bench.scratch / f"ending-{size.name}.db"
    shutil.copyfile(bench.at(size), path)
    with closing(sqlite3.connect(path)) as connection:
        # The papers of the programme have no files, which is damage: nothing is closed then.
        connection.executescript(
            "DELETE FROM visit_document; DELETE FROM pairing_document; DELETE FROM document;"
        )

    def ref(words: str) -> str:
        answer = json.loads(bench.pairing(f"{_AFTER} {words}", path).output())
        return str(answer[0]["ref"])

    def run(words: str) -> None:
        bench.pairing(f"{_AFTER} {words}", path, json=False).output()

    run("inspection adopt pairing-inspection")
    inspection = ref("inspection add 隆子县 措美县 --on 2024-03-20 --by 李某 --by 王某")
    for mentee in ("隆子县", "措美县"):
        run(f"inspection answer {inspection} {mentee} letter=no plan=yes lessons=partly")
    run(f"inspection done {inspection}")
    bulletin = ref(f"bulletin add --title 督查通报 --inspection {inspection}")
    run(f"bulletin edit {bulletin} --good 好 --problems 少 --next 改")
    run("assessment adopt bundled")
    assessment = ref("assessment add --as-of 2024-03-31")
    return path, {
        "bulletin publish": f"bulletin publish {bulletin} --number 5号 --signed-by 扎西",
        "assessment approve": f"assessment approve {assessment} --by 扎西 --override 局务会",
        "cycle close": f"cycle close {CYCLE} --override 局务会",
    }


def _on_a_copy(bench: Bench, words: str, original: Path) -> Command:
    """The command on a fresh copy; the backup of the turn before is thrown away."""
    copied = bench.on_a_copy(f"{_AFTER} {words}", original)

    def renew() -> None:
        shutil.rmtree(bench.scratch / "copy.db.backups", ignore_errors=True)
        if copied.before is not None:
            copied.before()

    return Command(copied.words, copied.variables, before=renew)


def _frozen(bench: Bench) -> float:
    """Size of the figures of the cycle that was closed last, in MiB."""
    with closing(sqlite3.connect(bench.scratch / "copy.db")) as connection:
        (size,) = connection.execute(
            "SELECT length(CAST(figures AS BLOB)) FROM cycle_closing"
        ).fetchone()
    return float(size) / 1024**2
