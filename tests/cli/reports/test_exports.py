"""Every listing goes into a workbook whole, and says no more than its audience may see."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from python_calamine import load_workbook

from pairing_cli.cli.outgoing.profiles import _without
from pairing_cli.cli.root import Root
from pairing_cli.domain.words.masking import shortened, without_numbers
from tests.commandline import Answer, done
from tests.services.seeded import lived_in, seeded_at

LISTINGS = [
    name
    for section in Root.sections.values()
    for entry in section.values()
    for name in entry.exports
]


EACH_ALONE = """
import sys
from importlib import import_module
entries = [name for each in import_module("pairing_cli.cli.root").Root.sections.values()
           for name, entry in each.items() if entry.exports]
for name in entries:
    for module in [each for each in sys.modules if each.startswith("pairing_cli.cli")]:
        del sys.modules[module]
    sections = import_module("pairing_cli.cli.root").Root.sections.values()
    (entry,) = [each[name] for each in sections if name in each]
    entry.load_exports()
    made = import_module("pairing_cli.cli.outgoing.listing_makers")._MAKERS
    assert set(entry.exports) <= set(made), (name, entry.exports)
"""


def test_what_is_loaded_for_an_export_alone_has_its_maker() -> None:
    """Whatever else tests have loaded: a command is a process of its own."""
    subprocess.run([sys.executable, "-c", EACH_ALONE], check=True)


PEOPLE = ("骨干教师甲", "青年教师乙", "组长甲", "签字人丙", "园长丁", "家长戊")
PAPERS = (
    "apprentice add 隆子县 --master 骨干教师甲 --apprentice 青年教师乙",
    "group add 隆子县 --side mentor --head 组长甲 --phone 13900000000",
    "agreement add 隆子县 --kind responsibility_letter --signed 2022-03-31 --signatory 签字人丙",
    "need add 隆子县 --text 园长丁想要绘本 --by 园长丁",
    "problem add 隆子县 --text 家长戊的孩子转园 --by 园长丁 --assign 组长甲",
    "donation add 隆子县 --item 绘本 --quantity 200 --unit 册 --on 2022-05-01",
    "plan new 隆子县 --from autumn-calendar --year 2022",
    "log-visit 隆子县 --form 送教 --on 2022-05-10 --by 骨干教师甲@骨干教师",
    "backbone add 市实验幼儿园 骨干教师甲 --level city --from 2022-03-01",
    "kindergarten status 隆子县 weak --from 2022-03-01",
    "assessment adopt bundled",
    "assessment add",
)
AS_A_COMMAND = {
    "visits": "visit list",
    "kindergartens": "kindergarten list",
    "roster": "kindergarten roster",
    **{name: f"{name.removesuffix('s')} list" for name in LISTINGS if name.endswith("s")},
    "status": "status",
    "progress": "progress",
    "people": "visit people",
    "backbone": "backbone list",
    "kindergarten-statuses": "kindergarten status",
    "goals": "progress --by goal",
    "directions": "progress --by direction",
    "findings": "inspection findings",
    "assessment": "assessment show",
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = seeded_at(tmp_path_factory.mktemp("exports") / "p.db")
    for words in PAPERS:
        on(path, *words.split())
    return path


def on(db: Path, *words: str) -> str:
    return done("--db", str(db), "--as-of", "2022-09-20", "--actor", "卓玛", *words).out


def cells(path: Path) -> list[list[object]]:
    rows = load_workbook(path).get_sheet_by_index(0).to_python()
    return [list(row) for row in rows if row[0] != "Total"]


@pytest.mark.parametrize("name", LISTINGS)
def test_a_workbook_has_every_row_of_the_listing(db: Path, tmp_path: Path, name: str) -> None:
    book, text = tmp_path / "out.xlsx", tmp_path / "out.jsonl"
    on(db, "export", name, "-o", str(book), "--profile", "archive")
    on(db, "export", name, "-o", str(text), "--profile", "archive")
    rows = text.read_text(encoding="utf-8").splitlines()
    header, *body = cells(book)
    assert len(body) == len(rows)
    assert all(header)
    command = AS_A_COMMAND.get(name, name).split()
    assert len(on(db, *command, "--format", "jsonl").splitlines()) == len(rows)


@pytest.mark.parametrize("name", LISTINGS)
def test_what_is_public_names_nobody(db: Path, tmp_path: Path, name: str) -> None:
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"out.{ending}"
        on(db, "export", name, "-o", str(path), "--profile", "public")
        text = path.read_text("utf-8-sig") if ending == "csv" else str(cells(path))
        for person in (*PEOPLE, "13900000000"):
            assert person not in text


def test_only_what_a_field_declares_public_goes_out_and_the_answer_says_what_does_not(
    db: Path, tmp_path: Path
) -> None:
    for name, text in (("needs", "outcome"), ("donations", "item"), ("visits", "topic")):
        path = tmp_path / f"{name}.csv"
        answer = done("--db", str(db), "export", name, "-o", str(path), "--profile", "public")
        assert text not in path.read_text("utf-8-sig").splitlines()[0].split(",")
        assert "Columns left out: " in answer.err
    assert "By" in answer.err


NUMBERS = (
    "+86 13812345678", "138-1234-5678", "138 1234 5678", "１３８１２３４５６７８", "0893-782 1234",
    "（0893）782-1234", "+86-893-7821234", "540102199001011234", "540102 19900101 1234",
    "5401 0219 9001 0112 34", "54010219900101123X", "540102900101123", "电话：7821234",
)  # fmt: skip
NO_NUMBERS = (
    "2022-04-12 至 2022-04-15", "2022.04.12-2022.04.15", "2022-04-12 2022-04-13 2022-04-14",
    "区划 540530101001", "18人 64人 2022-2023", "2022-05-09..2022-05-13 08:30",
)  # fmt: skip


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("活动", "visits"),
        ("结对", "list"),
        ("师徒", "apprentices"),
        ("需求", "needs"),
        ("visit", "visits"),
    ],
)
def test_a_listing_is_called_as_import_and_template_call_it(
    db: Path, tmp_path: Path, word: str, name: str
) -> None:
    on(db, "export", word, "-o", str(tmp_path / "a.csv"))
    on(db, "export", name, "-o", str(tmp_path / "b.csv"))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_of_people_are_masked_in_every_shape(number: str) -> None:
    assert number not in without_numbers(f"联系{number}，谢谢")
    assert "***" in without_numbers(f"联系{number}，谢谢")


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_days_codes_and_figures_are_no_numbers_of_people(text: str) -> None:
    assert without_numbers(text) == text


CALL = "请拨 +86 138-1234-5678 或 0893-782 1234，身份证 542222 19800101 123X"


def test_no_part_of_a_number_is_left_where_a_text_is_cut(tmp_path: Path) -> None:
    for longest in range(1, len(CALL) + 1):
        cut = shortened(CALL, longest)
        assert len(cut) <= longest
        assert not any(sign.isdigit() for sign in without_numbers(cut)), cut
    path = seeded_at(tmp_path / "p.db")
    for title in (f"展示交流 {CALL}", f"展示交流观摩评比 {CALL}"):
        done("--db", str(path), "showcase", "add", "--title", title, "--on", "2022-06-10")
    out = tmp_path / "history.csv"
    done("--db", str(path), "export", "history", "-o", str(out))
    text = out.read_text(encoding="utf-8-sig")
    assert "展示交流" in text
    assert "542222" not in text


def test_no_number_of_a_person_leaves_inside_what_a_cell_lists(tmp_path: Path) -> None:
    path = seeded_at(tmp_path / "p.db")
    (shown,) = done(
        "--db", str(path), "showcase", "add", "--title", "展示", "--on", "2022-06-10", "--json"
    ).data
    join = ("showcase", "join", shown["ref"], "隆子县", "--form", "board", "--title", CALL)
    on(path, *join, "--as-of", "2022-06-10")
    for profile in ("public", "internal"):
        out = tmp_path / f"{profile}.json"
        on(path, "export", "showcases", "-o", str(out), "--profile", profile)
        said = out.read_text("utf-8")
        assert not any(digits in said for digits in ("1234-5678", "782 1234", "19800101"))
    out = tmp_path / "archive.json"
    on(path, "export", "showcases", "-o", str(out), "--profile", "archive")
    assert CALL in out.read_text("utf-8")


class _Named(NamedTuple):
    mentee: str
    text: str


@dataclass(frozen=True)
class _Held:
    rows: tuple[_Named, ...]
    more: dict[str, list[str]]


def test_what_is_nested_is_cleaned_and_keeps_its_keys() -> None:
    held = _Held((_Named("隆子县", CALL),), {"says": [CALL]})
    assert _without(held, lambda text: text.replace(CALL, "***")) == {
        "rows": ({"mentee": "隆子县", "text": "***"},),
        "more": {"says": ("***",)},
    }


def last_row(path: Path) -> dict[str, object]:
    """Title → cell of the last row of a workbook, without those that are blank."""
    rows = load_workbook(path).get_sheet_by_index(0).to_python()
    return {
        str(title): cell
        for title, cell in zip(rows[0], rows[-1], strict=True)
        if cell not in ("", None)
    }


def told(db: Path, *words: str) -> Answer:
    return done("--db", str(db), "--as-of", "2022-06-30", *words, lang="zh")


def lived(path: Path) -> Path:
    """Two visits that took place and one that is only planned, and two donations."""
    return lived_in(
        path, "2022-06-30",
        "log-visit 隆子县 --form 送教 --on 2022-05-10 --hours 4 --teachers 9",
        "log-visit 加查县 --form 跟班学习 --on 2022-05-11 --hours 20.5 --children 30",
        "log-visit 加查县 --form 讲座 --on 2022-09-01 --hours 3 --planned",
        "donation add 隆子县 --item 绘本 --quantity 200 --unit 册 --value 4200 --on 2022-05-01",
        "donation add 加查县 --item 器材 --quantity 3 --unit 套 --value 9600 --on 2022-05-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("export visits", {"编号": "合计（已完成）", "课时": 24.5, "教师人数": 9, "幼儿人数": 30}),
        # Two hundred books and three sets of toys are no 203 of anything.
        ("export donations", {"编号": "合计", "价值（元）": 13800}),
        # A visit has one direction, but a pairing may have visits of several.
        ("export directions",
         {"名称": "合计", "活动": 2, "参与": 2, "课时": 24.5, "有收获记录": 0}),
    ],
)  # fmt: skip
def test_below_a_printed_listing_stands_the_total_of_what_adds_up(
    tmp_path: Path, line: str, expected: dict[str, object]
) -> None:
    told(lived(tmp_path / "p.db"), *line.split(), "-o", str(tmp_path / "a.xlsx"))
    assert last_row(tmp_path / "a.xlsx") == expected


def test_what_several_pairings_owe_together_counts_once_in_the_total_of_progress(
    tmp_path: Path,
) -> None:
    db = lived(tmp_path / "p.db")
    found = {}
    for by in ("pairing", "mentor", "county", "layer", "rule"):
        out = tmp_path / f"{by}.xlsx"
        told(db, "progress", "--by", by, "-o", str(out))
        found[by] = last_row(out)
    whole = {each["总项数"] for each in found.values()}
    assert len(whole) == 1, found
    ways = [found[by] for by in ("pairing", "mentor", "county", "layer")]
    assert len({(each["逾期（项）"], each["完成（项）"], each["履行率"]) for each in ways}) == 1
    assert found["mentor"]["结对（对）"] == found["county"]["结对（对）"] == 12
    assert "履行率" not in found["rule"]  # rules are owed in different units


@pytest.mark.parametrize("listing", ["list", "coverage", "needs", "schedule", "status", "rules"])
def test_a_listing_without_anything_to_add_up_has_no_total(
    db: Path, tmp_path: Path, listing: str
) -> None:
    out = tmp_path / "a.xlsx"
    told(db, "export", listing, "-o", str(out))
    assert "合计" not in last_row(out).values()


def test_what_was_exported_is_read_again_without_its_total(tmp_path: Path) -> None:
    db = lived(tmp_path / "p.db")
    told(db, "export", "visits", "-o", str(tmp_path / "a.xlsx"))
    assert "第 5 行是合计，没有读入" in told(db, "import", "visits", str(tmp_path / "a.xlsx")).err
