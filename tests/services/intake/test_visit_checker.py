"""Rows of visits are checked by the hundred; each is judged as if it had come alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing_cli.domain.records.visits import VISIT
from pairing_cli.files.tables.sheets import tables_in
from pairing_cli.files.tables.source import SourceRow
from pairing_cli.services.intake.importing import tables_of
from pairing_cli.services.intake.visits.ready import Ready
from pairing_cli.services.intake.visits.visit_rows import VisitChecker
from pairing_cli.store.reading import Reader
from tests.services.programme import TODAY, programme_at, reader


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return programme_at(tmp_path_factory.mktemp("checker") / "p.db")


CELLS: Mapping[str, Sequence[str]] = {
    "日期": (
        "2022-04-12",
        "4月12日",
        "2022年4月13日",
        "2022-02-30",
        "2030-01-01",
        "1999-01-01",
        "",
    ),
    "结束日期": ("", "", "", "2022-04-14", "2022-04-01"),
    "受帮扶园": ("隆子县", "隆子县、加查县", "加查县", "未来双语", "洛扎县", "没有这所", ""),
    "帮扶园": ("", "", "市实验幼儿园", "市第二实验幼儿园"),
    "形式": ("送教", "送教下乡", "讲座", "跳舞", ""),
    "课时": ("", "4", "4课时", "0.3", "-1", "很多"),
    "主题": ("", "绘本", "绘\u202e本", "长" * 300),
    "执行人": ("", "甲", "甲、乙", "甲、甲"),
    "教师人数": ("", "7", "七", "99999999"),
    "状态": ("", "", "planned", "done", "忘了"),
    "周期": ("", "", "", "2022-2024", "2050-2052"),
    "额外": ("", "", "多"),
}
"""Header → what may stand below it, good and bad. What stands twice is drawn more often."""


@given(
    rows=st.lists(
        st.tuples(*(st.sampled_from(each) for each in CELLS.values())),
        min_size=1,
        max_size=12,
    )
)
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
def test_rows_that_are_checked_together_are_judged_as_each_alone(
    db: Path, rows: list[Sequence[str]]
) -> None:
    file = io.BytesIO()
    written = io.TextIOWrapper(file, encoding="utf-8", newline="")
    csv.writer(written).writerows([CELLS, *rows])
    written.flush()

    def checker(store: Reader) -> tuple[VisitChecker, list[SourceRow]]:
        file.seek(0)
        (found,) = tables_of(VISIT, tables_in(file, "a.csv"))
        made = VisitChecker(store, found, today=TODAY, as_of=TODAY)
        return made, list(found.rows)

    with reader(db) as store:
        together, read = checker(store)
        alone = checker(store)[0]
        assert together.check(read) == [alone.check([row])[0] for row in read]


def test_a_bad_row_among_many_is_the_only_one_refused(db: Path) -> None:
    good = ("2022-04-12", "", "隆子县", "", "送教", "4")
    rows = [good, good, ("2022-02-30", *good[1:]), good, good]
    text = "\n".join(",".join(row) for row in [list(CELLS)[:6], *rows])
    with reader(db) as store:
        (found,) = tables_of(VISIT, tables_in(io.BytesIO(text.encode()), "a.csv"))
        checked = VisitChecker(store, found, today=TODAY, as_of=TODAY).check(list(found.rows))
    assert [isinstance(each, Ready) for each in checked] == [True, True, False, True, True]
    problems = checked[2]
    assert not isinstance(problems, Ready)
    (problem,) = problems
    assert (problem.row, problem.column, problem.value) == (4, "日期", "2022-02-30")
