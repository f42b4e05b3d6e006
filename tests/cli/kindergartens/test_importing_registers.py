"""Statuses and backbone teachers as tables: whole or not at all, nothing twice, one undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commandline import Answer, done, pairing
from tests.services.programme import programme_at

STATUSES = (
    "幼儿园名称,身份,认定日期,止,依据\n"
    "隆子县,薄弱园,2022-03-01,,县局文件\n"
    "加查县,重点,2022年3月1日,2023-03-01,\n"
)
BACKBONE = (
    "姓名,所在单位,骨干级别,认定日期,专长\n"
    "卓玛,隆子县,县级,2022-03-01,语言\n"
    "卓玛,市实验幼儿园,市级,2021-09-01,\n"
)

Run = Callable[..., Answer]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    db = programme_at(tmp_path / "p.db")
    return lambda *words: pairing("--db", str(db), "--as-of", "2023-05-10", *words)


@pytest.fixture
def ok(tmp_path: Path) -> Run:
    db = programme_at(tmp_path / "p.db")
    return lambda *words: done("--db", str(db), "--as-of", "2023-05-10", *words)


def _file(folder: Path, text: str) -> str:
    (folder / "表.csv").write_text(text, "utf-8")
    return str(folder / "表.csv")


@pytest.mark.parametrize(
    ("kind", "table", "listing", "told"),
    [
        (
            "statuses", STATUSES, ("kindergarten", "status"),
            {
                ("隆子县示范幼儿园", "weak", "2022-03-01", None),
                ("加查县示范幼儿园", "key", "2022-03-01", "2023-03-01"),
            },
        ),
        (
            "骨干教师", BACKBONE, ("backbone", "list"),
            {("隆子县示范幼儿园", "county", "2022-03-01", None),
             ("市实验幼儿园", "city", "2021-09-01", None)},
        ),
    ],
)  # fmt: skip
def test_a_register_comes_in_goes_out_and_comes_back_as_what_is_there(
    ok: Run, tmp_path: Path, kind: str, table: str, listing: tuple[str, ...], told: set[Any]
) -> None:
    ok("import", kind, _file(tmp_path, table))
    rows = ok(*listing, "--json").data
    assert {
        (row["kindergarten"], row.get("status") or row.get("level"), row["from"], row["to"])
        for row in rows
    } == told
    name = "backbone" if kind != "statuses" else "kindergarten-statuses"
    ok("export", name, "-o", str(tmp_path / "out.csv"))
    ok("import", name, str(tmp_path / "out.csv"))
    assert len(ok(*listing, "--json").data) == len(rows)
    ok("undo")
    assert ok(*listing, "--json").data == []


@pytest.mark.parametrize(
    ("kind", "table", "replaced", "by", "code"),
    [
        ("statuses", STATUSES, "薄弱园", "一般", "unknown-word"),
        ("statuses", STATUSES, "2023-03-01", "2022-02-01", "end-before-start"),
        ("statuses", STATUSES, "2022-03-01,,", "2099-06-01,,", "in-the-future"),
        ("statuses", STATUSES, "加查县", "没有的园", "no-such-kindergarten"),
        ("backbone", BACKBONE, "县级", "国家级", "unknown-word"),
        ("backbone", BACKBONE, "2021-09-01", "2099-09-01", "in-the-future"),
        ("backbone", BACKBONE, "市实验幼儿园", "隆子县", "backbone-twice"),
    ],
)
def test_one_bad_row_and_nothing_is_taken(
    run: Run, tmp_path: Path, kind: str, table: str, replaced: str, by: str, code: str
) -> None:
    assert replaced in table
    answer = run("import", kind, _file(tmp_path, table.replace(replaced, by)), "--json")
    assert answer.code == 65
    assert answer.error["row"] in (2, 3)
    assert answer.error["column"]
    assert answer.error["code"] == code or code in answer.out
    assert run("kindergarten", "status", "--json").data == []
    assert run("backbone", "list", "--json").data == []


@pytest.mark.parametrize("kind", ["园所身份", "backbone"])
def test_a_template_is_read_by_its_own_import(ok: Run, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "模板.csv"
    ok("template", kind, "-o", str(file))
    header, example = file.read_text("utf-8-sig").splitlines()[:2]
    file.write_text(f"{header}\n1,{example.split(',', 1)[1]}\n", "utf-8")
    assert ok("import", kind, str(file), "--json").data["written"] == 1
