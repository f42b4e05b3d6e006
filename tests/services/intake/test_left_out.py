"""However many rows of a table are bad: the first are told, all are counted and none is lost."""

from __future__ import annotations

import csv
import tracemalloc
from pathlib import Path

import pytest

from pairing_cli.domain.phrases import phrase
from pairing_cli.files.tables.source import SourceRow
from pairing_cli.services.intake import import_left_out
from pairing_cli.services.intake.import_left_out import LeftOut
from pairing_cli.services.intake.import_rows import TOLD
from tests.commandline import pairing
from tests.services.seeded import seeded_at


@pytest.fixture
def _programme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PAIRING_DB", str(seeded_at(tmp_path / "p.db")))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")


def row(number: int, sheet: str | None = None) -> SourceRow:
    return SourceRow("t.csv", sheet, number, {"topic": f"第{number}行"})


def test_rows_beyond_the_first_come_back_as_they_were_in_the_order_of_the_table() -> None:
    left = LeftOut()
    numbers = [*range(2, 30_002, 2), *range(3, 30_003, 2)]
    for number in numbers:
        left.append(row(number), phrase("Row {row}.", row=number))
    assert len(left) == len(numbers)
    found = list(left)
    assert [each.row for each, _ in found] == sorted(numbers)
    assert all(reason == phrase("Row {row}.", row=each.row) for each, reason in found)
    assert found[-1][0] == row(30_001)
    assert left.keys == {"topic"}


def test_the_rows_of_a_sheet_stay_together() -> None:
    left = LeftOut()
    for number in range(2, 8_000):
        for sheet in ("3月", "4月"):
            left.append(row(number, sheet), phrase("No."))
    places = [(each.sheet, each.row) for each, _ in left]
    assert places == sorted(places)


@pytest.mark.parametrize(("keep", "most"), [(True, 4), (False, 1)])
def test_a_bad_row_costs_little_memory(keep: bool, most: float) -> None:
    """Measured without what the first ten thousand hold; the row itself costs some 600 bytes."""

    def grown(count: int) -> int:
        left = LeftOut(keep=keep)
        tracemalloc.start()
        for number in range(count):
            left.append(row(number), phrase("Row {row}.", row=number))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    few, many = grown(import_left_out.IN_MEMORY), grown(import_left_out.IN_MEMORY * 4)
    assert many - few < most * few / 3


@pytest.mark.usefixtures("_programme")
def test_of_thousands_of_bad_rows_a_thousand_are_told_and_all_are_in_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(import_left_out, "IN_MEMORY", 500)
    count = 3_000
    with Path("v.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["日期", "受帮扶园", "形式", "主题"])
        writer.writerow(["2022-04-12", "隆子县", "送教", "好的一行"])
        writer.writerows(
            ["2022-04-12", "没有这个园", "送教", f"第{number}次"] for number in range(count)
        )
    answer = pairing("import", "visits", "v.csv", "--keep-going", "--rest", "rest.csv")
    assert answer.code == 1
    assert f"and {count - TOLD} more rows" in answer.err
    assert answer.err.count("没有这个园  No") == TOLD
    with Path("rest.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [each["Topic"] for each in rows] == [f"第{number}次" for number in range(count)]
