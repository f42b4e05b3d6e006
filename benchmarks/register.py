"""A register of a hundred thousand visits, as CSV and as a workbook, to be imported.

    python -m benchmarks.register rows DATABASE OUT.csv      visits for the pairings in a file
    python -m benchmarks.register workbook IN.csv OUT.xlsx   the same by XlsxWriter alone

Runs in a process of its own: what times others stays small.
"""

from __future__ import annotations

import csv
import sqlite3
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Final

ROWS: Final = 100_000

_FIRST: Final = date(2022, 3, 1)
_FORMS: Final = ("送教", "讲座", "示范课", "跟班学习", "听课评课")
_HEAD: Final = ("date", "mentees", "form", "class_hours", "topic", "people", "teachers", "children")


def write_rows(database: Path, target: Path) -> None:
    """One visit a row, each with another pairing or day than all others."""
    with closing(sqlite3.connect(database)) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT k.name FROM pairing AS p INNER JOIN kindergarten AS k"
                " ON k.id = p.mentee_id ORDER BY p.rowid"
            )
        ]
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEAD)
        for number in range(ROWS):
            turn, at = divmod(number, len(names))
            day = _FIRST + timedelta(6 * turn + at % 5)
            form = _FORMS[(turn + at) % len(_FORMS)]
            topic, people = f"绘本教学{number % 97}", f"卓玛{at % 7}"
            told = (day.isoformat(), names[at], form, (turn % 8 + 1) / 2, topic, people)
            writer.writerow((*told, number % 30 + 1, number % 60))


def write_workbook(source: Path, target: Path) -> None:
    """The cells of a CSV file as a workbook, numbers as numbers."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    book = Workbook(str(target), {"constant_memory": True, "strings_to_numbers": True})
    sheet = book.add_worksheet()
    with source.open(encoding="utf-8-sig", newline="") as stream:
        for number, row in enumerate(csv.reader(stream)):
            sheet.write_row(number, 0, row)
    book.close()


if __name__ == "__main__":
    _, what, *places = sys.argv
    {"rows": write_rows, "workbook": write_workbook}[what](*map(Path, places))
