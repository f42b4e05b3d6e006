"""The summary as an official paper: what it says, in Word, on a page and in Markdown alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.table import Table
from docx.text.paragraph import Paragraph
from python_calamine import CalamineWorkbook

from tests.commandline import Answer, done, pairing
from tests.services.seeded import lived_in

TERM_DAYS = ("2023年3月1日", "2023年7月15日")


OF_ALL = (
    "log-visit 隆子县 加查县 --form 送教 --on 2022-04-12 --hours 4 --goal teachers --by 德吉",
    "log-visit 扎囊县 --form 跟班学习 --on 2023-03-12 --hours 2 --direction to_mentor",
    "need add 隆子县 --text 区域材料不足 --on 2022-03-20",
    "problem add 扎囊县 --text 冬季道路封闭 --assign 扎西 --on 2022-04-20",
    "donation add 隆子县 --item 绘本 --quantity 200 --unit 册 --value 4200 --on 2022-05-01",
    "waiver add 隆子县 sent-lessons --period 2022-autumn --excuse --reason 疫情停课",
    "rule override sent-lessons --need 2 --mentee 贡嘎县 --from 2022-09-01 --reason 试点",
)
"""A little of everything that a summary tells of."""


@pytest.fixture(autouse=True)
def programme(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2023-08-20")
    monkeypatch.chdir(db.parent)
    lived_in(db, "2023-08-20", *OF_ALL)


def note(*words: str) -> Answer:
    return done("summary", "note", *words)


def written(name: str = "s.docx", *options: str) -> Paper:
    done("summary", "-o", name, *options, lang="zh")
    return Document(name)


def lines(paper: Paper) -> list[str]:
    """Each paragraph; a long title is broken behind the programme."""
    return [text for each in paper.paragraphs if (text := each.text.replace("\n", "")).strip()]


def text(paper: Paper) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*lines(paper), *cells])


def captioned(paper: Paper) -> Iterator[tuple[str, Table]]:
    """Each table with the line above it."""
    caption = ""
    for part in paper.iter_inner_content():
        if isinstance(part, Paragraph):
            caption = part.text
        else:
            yield caption, part


def test_the_paper_has_the_four_parts_in_order_and_says_who_signs_it_and_when() -> None:
    said = lines(written())
    parts = [line for line in said if re.match("[一二三四五]、", line)]
    assert parts == ["一、基本情况", "二、做法和成效", "三、存在的问题", "四、下一步打算"]
    assert said[0] == "山南市学前教育结对帮扶（2022—2024年）工作总结"
    assert said[-2:] == ["山南市教育局", "2023年8月20日"]


def test_headings_and_tables_are_numbered_without_holes() -> None:
    paper = written()
    numerals = "一二三四五六七八九十"
    at = 0
    for line in lines(paper):
        if re.match("[一二三四]、", line):
            at = 0
        elif line.startswith("（"):
            assert line[1] == numerals[at], line
            at += 1
    captions = [caption for caption, _ in captioned(paper)]
    assert [re.match(r"表(\d+)", each)[1] for each in captions] == [  # type: ignore[index]
        str(number) for number in range(1, len(captions) + 1)
    ]


def test_the_paper_tells_of_waivers_overrides_needs_problems_donations_goals_and_both_directions(
) -> None:  # fmt: skip
    said = text(written())
    for word in ("疫情停课", "试点", "由1次调整为2次", "区域材料不足", "冬季道路封闭", "4200",
                 "队伍素质", "到受帮扶园", "到帮扶园"):  # fmt: skip
        assert word in said, word


def test_no_code_ref_or_arrow_stands_in_a_formal_text() -> None:
    said = text(written())
    assert "→" not in said
    assert not re.search(r"\d{4}-\d{2}", said)
    assert not re.search(r"[a-z]+[-_][a-z]+", said)
    refs = [row["ref"] for row in done("list", "--json").data]
    assert not any(ref in said for ref in refs)


def test_exceptions_of_requirements_that_are_only_looked_at_are_counted_apart() -> None:
    apart = "未计入履行率的要求，另有免、缓、补1项，调整0项"
    done("rule", "adopt", "term-quotas", "--as", "reference")
    assert "另有" not in text(written())
    excuse = ("--period", "2022-autumn", "--excuse", "--reason", "疫情")
    done("waiver", "add", "加查县", "lesson-hours", *excuse)
    assert apart in text(written("t.docx"))
    assert apart in done("summary", lang="zh").err
    assert "另有" not in done("summary", "--term", "2023春", lang="zh").err


def test_the_figures_of_the_paper_are_those_of_the_summary() -> None:
    data = done("summary", "--json").data
    tables = {caption.split("　")[1]: table for caption, table in captioned(written())}
    total = [cell.text for cell in tables["各县（区）帮扶情况"].rows[-1].cells]
    totals = data["totals"]
    assert total == ["合计", *(str(totals[key]) for key in
                             ("pairings", "visits", "class_hours", "attainment"))]  # fmt: skip
    rows = tables["尚未落实的事项"].rows[1:]
    assert sum(int(row.cells[1].text) for row in rows) == len(data["gaps"])


def test_the_gap_list_has_a_row_for_each_who_owes_not_for_each_gap() -> None:
    tables = {caption.split("　")[1]: table for caption, table in captioned(written())}
    names = [row.cells[0].text for row in tables["尚未落实的事项"].rows[1:]]
    assert len(set(names)) == len(names) < len(done("summary", "--json").data["gaps"])
    assert {"隆子县教育局", "市第二实验幼儿园", "扎囊县示范幼儿园"} <= set(names)


def test_what_nobody_has_written_is_a_marked_blank_and_what_somebody_wrote_stands_there() -> None:
    assert text(written()).count("【待补写：") == 4
    note("add", "下一步打算", "--text", "每月入园一次。\n继续送教。")
    said = lines(written("s.docx", "--yes"))
    assert said[said.index("每月入园一次。") + 1] == "继续送教。"
    assert "【待补写：下一步打算】" not in said


def test_the_text_of_a_part_stands_before_its_sections_not_in_the_last_of_them() -> None:
    note("add", "做法和成效", "--text", "送教成为日程。")
    said = lines(written())
    assert said[said.index("二、做法和成效") + 1] == "送教成为日程。"
    assert said[said.index("三、存在的问题") + 1] == "【待补写：存在的问题】"


def test_a_text_of_a_term_stands_in_the_paper_of_the_term_alone() -> None:
    note("add", "work", "--term", "2023春", "--text", "本学期以跟班为主。")
    assert "本学期以跟班为主。" not in text(written())
    paper = text(written("t.docx", "--term", "2023春"))
    assert "本学期以跟班为主。" in paper
    for day in TERM_DAYS:
        assert day in paper
    assert "疫情停课" not in paper  # waived of the term before
    assert "试点" in paper
    assert "山南市学前教育结对帮扶2023年春季学期工作总结" in paper


@pytest.mark.parametrize("name", ["s.html", "s.md", "s.docx"])
@pytest.mark.parametrize("term", [(), ("--term", "2023春")])
def test_page_markdown_and_word_say_the_same(name: str, term: tuple[str, ...]) -> None:
    note("add", "problems", "--text", "个别园参与不够。")
    paper = written("word.docx", *term)
    done("summary", "-o", name, *term, lang="zh")
    said = (
        text(Document(name))
        if name.endswith(".docx")
        else re.sub(r"\\(?=[|~#*_])", "", Path(name).read_text("utf-8"))
    )
    for line in lines(paper):
        assert line in said, line


def test_a_text_is_changed_taken_out_and_brought_back() -> None:
    note("add", "basics", "--text", "甲")
    note("edit", "基本情况", "--text", "乙")
    assert note("show", "basics", "--json").data["text"] == "乙"
    note("remove", "basics", "--reason", "重写")
    assert note("list", "--json").data == []
    done("undo")
    done("undo")
    assert note("show", "basics", "--json").data["text"] == "甲"


def test_a_text_may_come_from_a_file() -> None:
    Path("打算.txt").write_bytes("\ufeff第一段\r\n第二段\r\n".encode())
    note("add", "next", "--file", "打算.txt")
    assert note("show", "next", "--json").data["text"] == "第一段\n第二段"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("add work --text 甲 --cycle 2030-2032", 4),
        ("add work --text 甲 --term 2030春", 4),
        ("add work --text 甲 --term 2021春", 4),
        ("edit work --text 甲", 4),
        ("show next", 4),
        ("remove next --reason 重写", 4),
        ("add elsewhere --text 甲", 2),
        ("add work", 2),
        ("add work --text 甲 --file 甲.txt", 2),
        ("add work --file 没有.txt", 66),
    ],
)
def test_a_note_of_what_is_not_there_is_refused_and_nothing_is_written(
    line: str, code: int
) -> None:
    before = done("history", "--json").data
    answer = pairing("summary", "note", *line.split())
    assert answer.code == code, answer.err
    assert done("history", "--json").data == before


def test_a_second_text_for_one_part_is_refused() -> None:
    note("add", "work", "--text", "甲")
    assert pairing("summary", "note", "add", "work", "--text", "乙").code == 3


def test_a_chart_of_one_bar_is_left_out_and_so_is_a_column_without_anything_in_it() -> None:
    done("summary", "-o", "s.html", "--term", "2023春", lang="zh")
    page = Path("s.html").read_text("utf-8")
    for chart in re.findall(r'<figure class="chart">.*?</figure>', page, re.DOTALL):
        assert chart.count('class="track"') > 1
    for table in re.findall(r"<table>.*?</table>", page, re.DOTALL):
        rows = [
            re.findall(r"<span[^>]*>([^<]*)</span>", row)
            for row in re.findall(r"<tr>\n(<td.*?)</tr>", table, re.DOTALL)
        ]
        for column in zip(*rows, strict=False):
            assert any(cell not in ("", "—") for cell in column), table


def test_a_summary_of_a_term_of_another_cycle_is_refused() -> None:
    assert pairing("summary", "--term", "2030春").code == 4


def test_a_duty_of_the_mentor_is_missed_by_the_mentor_not_by_its_first_mentee() -> None:
    gaps = done("summary", "--json").data["gaps"]
    whose = {gap["whose"] for gap in gaps if gap["rule"] == "mentor-group"}
    assert whose == {"市实验幼儿园", "市第二实验幼儿园", "市第三实验幼儿园"}


def test_a_duty_of_the_bureau_is_missed_by_the_bureau_not_by_whom_it_would_inspect() -> None:
    gaps = done("summary", "--json", "--as-of", "2024-08-01").data["gaps"]
    whose = {gap["whose"] for gap in gaps if gap["rule"] in ("inspected", "city-summary")}
    assert whose == {"山南市教育局"}
    assert sum(gap["rule"] == "inspected" for gap in gaps) > 1


def test_the_summary_and_its_notes_are_asked_for_in_chinese() -> None:
    found = done("总结", "--学期", "2023春", "--json", lang="zh").data
    assert found["term"] == "2023-spring"


def test_the_workbook_has_units_in_the_header_and_the_distinct_total_below() -> None:
    done("summary", "-o", "s.xlsx", "--yes", lang="zh")
    data = done("summary", "--json").data
    book = CalamineWorkbook.from_path("s.xlsx")
    for sheet in ("按帮扶园", "按县区", "按活动形式", "按学期"):
        header, *rows = book.get_sheet_by_name(sheet).to_python()
        assert rows[-1][0] == "合计"
        assert rows[-1][header.index("活动（次）")] == data["totals"]["visits"]
