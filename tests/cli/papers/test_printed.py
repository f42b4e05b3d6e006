"""Papers that a bureau files unchanged: right parties, clauses, full dates, no codes or arrows."""

from __future__ import annotations

import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document

from pairing_cli.resources import data_folder
from pairing_cli.services.reports.printed.voice import numeral
from tests.commandline import done, pairing

DAY = "2023-03-20"


@pytest.fixture(autouse=True)
def programme(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", DAY)
    monkeypatch.chdir(db.parent)


def said(path: str) -> list[str]:
    paper = Document(path)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return [line for line in (*(each.text for each in paper.paragraphs), *cells) if line.strip()]


def letter(mentee: str, *options: str) -> list[str]:
    done("agreement", "letter", mentee, "-o", "l.docx", "--yes", *options, lang="zh")
    return said("l.docx")


def parties(lines: list[str]) -> list[str]:
    return [line.partition("：")[2] for line in lines if re.match("[甲乙丙丁]方：", line)]


def township() -> None:
    done("kindergarten", "add", "热荣乡幼儿园", "--tier", "township", "--region", "热荣乡")
    done("assign", "隆子县", "热荣乡幼儿园")


@pytest.mark.parametrize(
    ("mentee", "options", "expected"),
    [
        ("隆子县", (), ["市实验幼儿园", "隆子县教育局"]),
        ("未来双语", (), ["山南市教育局", "市第二实验幼儿园", "未来双语幼儿园"]),
        ("热荣乡", (), ["隆子县教育局", "隆子县示范幼儿园", "热荣乡幼儿园"]),
        ("隆子县", ("--kind", "agreement"), ["市实验幼儿园", "隆子县示范幼儿园"]),
    ],
)
def test_a_letter_is_between_those_whom_it_concerns(
    mentee: str, options: tuple[str, ...], expected: list[str]
) -> None:
    township()
    assert parties(letter(mentee, *options)) == expected


@pytest.mark.parametrize("mentee", ["隆子县", "未来双语"])
def test_the_parts_of_a_letter_are_numbered_without_holes(mentee: str) -> None:
    headings = [line[0] for line in letter(mentee) if re.match("[一二三四五六]、", line)]
    assert "".join(headings) == "一二三四五六"[: len(headings)]
    assert len(headings) >= 4


def test_parts_past_the_tenth_are_counted_on() -> None:
    names = [numeral(number) for number in (1, 9, 10, 11, 19, 20, 21, 35)]
    assert names == ["一", "九", "十", "十一", "十九", "二十", "二十一", "三十五"]
    done("plan", "new", "隆子县", "--title", "全年方案", "--start", "2022-04-01",
         "--end", "2022-12-31")  # fmt: skip
    for at in range(1, 12):
        done("plan", "add-stage", "隆子县", "--title", f"第{at}段", "--start", f"2022-05-{at:02}",
             "--end", f"2022-05-{at:02}")  # fmt: skip
    done("plan", "print", "隆子县", "-o", "p.docx", lang="zh")
    assert [line for line in said("p.docx") if "段" in line][-1] == "（十一）第11段"


def test_a_letter_says_what_a_file_holds_and_not_how_many_pieces() -> None:
    done("rule", "adopt", "per-term-support")
    duties = {line.partition("．")[2].rstrip("；。") for line in letter("隆子县")}
    assert "专题研究资料（每学年）：研究方案、研究计划、每次研讨的过程资料" in duties
    assert "组织机构健全（本周期）：园务会、教代会、家长委员会、安全领导小组" in duties
    assert "合格率：每学年达到100%" in duties, "there is no more than all"
    assert "优课率：每学年至少30%" in duties
    assert not any("至少3份" in duty for duty in duties)


def test_a_letter_says_its_copies_in_words() -> None:
    assert any("一式两份，" in line for line in letter("隆子县"))
    assert any("一式三份，" in line for line in letter("未来双语"))


def test_a_plan_names_its_kindergarten_and_has_its_four_parts() -> None:
    done("plan", "new", "隆子县", "--from", "autumn-calendar", "--year", "2022")
    done("plan", "edit", "隆子县", "--responsible", "次仁卓嘎")
    done("plan", "print", "隆子县", "-o", "p.docx", lang="zh")
    lines = said("p.docx")
    parts = [line for line in lines if re.match("[一二三四]、", line)]
    assert parts == ["一、指导思想", "二、目标", "三、措施", "四、责任人"]
    assert "受帮扶园：隆子县示范幼儿园" in lines
    assert any(line.startswith("次仁卓嘎：") for line in lines)
    assert not any("（一）" in line for line in lines), "one list of tasks needs no number"


def full() -> None:
    """A pairing with something of everything."""
    for line in (
        "log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4 --teachers 47 --children 58",
        "need add 隆子县 --text 材料 --on 2022-03-20",
        "waiver add 隆子县 sent-lessons --period 2022-autumn --excuse --reason 疫情停课",
        "rule override sent-lessons --need 2 --mentee 隆子县 --from 2022-09-01 --reason 试点",
        "rule override sent-lessons --need 3 --mentee 加查县 --from 2022-09-01 --reason 别处",
        "plan new 隆子县 --from autumn-calendar --year 2022",
        "agreement add 隆子县 --signed 2022-03-31",
    ):
        done(*line.split())
    for name, category in (("安排.txt", "arrangement"), ("一.txt", "record"), ("二.txt", "record")):
        Path(name).write_text(name, "utf-8")
        done("document", "add", name, "--for", "隆子县", "--category", category,
             "--on", "2022-04-01")  # fmt: skip


def test_a_paper_about_nothing_speaks_of_nothing_that_took_place() -> None:
    done("summary", "-o", "s.docx", "--as-of", "2022-03-05", lang="zh")
    assert not any("活动没有注明" in line or "帮扶目标" in line for line in said("s.docx"))
    done("plan", "new", "隆子县", "--title", "方案", "--start", "2022-04-01", "--end", "2022-12-31")
    done("plan", "print", "隆子县", "-o", "p.docx", lang="zh")
    assert "【待补写：责任人】" in said("p.docx")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_day_in_full_has_room_on_one_line_in_every_table(lang: str) -> None:
    narrow = [
        (path.name, cell.text, width)
        for path in sorted((data_folder() / "templates" / lang).glob("*.docx"))
        for table in Document(str(path)).tables
        for row in table.rows
        for column, cell in enumerate(row.cells)
        if re.fullmatch(r"\{\{ row\.(date|due|found|raised|signed|since|start|end) \}\}", cell.text)
        and (width := round(table.columns[column].width / 360_000, 2)) < 3.2
    ]
    assert not narrow


@pytest.mark.parametrize(
    ("line", "last"),
    [("summary -o x.docx", "山南市教育局"), ("plan print 隆子县 -o x.docx", "市实验幼儿园")],
)
def test_who_signs_never_stands_alone_on_a_page(line: str, last: str) -> None:
    done("plan", "new", "隆子县", "--title", "方案", "--start", "2022-04-01", "--end", "2022-12-31")
    done(*line.split(), lang="zh")
    ending = Document("x.docx").paragraphs[-4:]
    assert ending[-2].text == last
    assert all(each.paragraph_format.keep_with_next for each in ending[:-1])


def test_the_last_row_of_a_table_that_ends_a_paper_stays_with_who_signs() -> None:
    for line in ("assessment adopt bundled", "assessment add --title 考核"):
        done(*line.split(), "--as-of", "2024-06-01")
    ref = done("assessment", "list", "--json", "--as-of", "2024-06-01").data[0]["ref"]
    done("assessment", "print", ref, "-o", "a.docx", "--as-of", "2024-06-01", lang="zh")
    remarks = [line for line in said("a.docx") if "未计：" in line]
    assert remarks
    assert not any("(" in line or " " in line for line in remarks)
    *others, last = Document("a.docx").tables
    kept = [cell.paragraphs[0].paragraph_format.keep_with_next for cell in last.rows[-1].cells]
    assert all(kept)
    assert not any(
        cell.paragraphs[0].paragraph_format.keep_with_next
        for table in others
        for cell in table.rows[-1].cells
    )


def test_latin_words_of_a_chinese_paper_are_not_chinese_that_breaks_anywhere() -> None:
    letter("隆子县")
    styles = ZipFile("l.docx").read("word/styles.xml").decode()
    assert set(re.findall(r'<w:lang w:val="([^"]+)" w:eastAsia="([^"]+)"', styles)) == {
        ("en-US", "zh-CN")
    }


def test_what_was_put_off_says_to_which_day() -> None:
    done("waiver", "add", "隆子县", "sent-lessons", "--period", "2022-autumn",
         "--postpone-to", "2023-05-31", "--reason", "雪灾")  # fmt: skip
    done("document", "pack", "隆子县", "-o", "k.docx", lang="zh")
    done("summary", "-o", "s.docx", lang="zh")
    assert "缓至2023年5月31日" in said("k.docx")
    assert "缓至2023年5月31日" in said("s.docx")


def test_a_bulletin_without_an_inspection_tells_of_the_work_and_marks_what_is_to_be_written() -> (
    None
):
    add = ("bulletin", "add", "--title", "春季工作简报", "--kind", "progress", "--json")
    ref = done(*add).data[0]["ref"]
    for name in ("b.docx", "b.md", "b.html"):
        done("bulletin", "print", ref, "-o", name, lang="zh")
    lines = said("b.docx")
    parts = [line for line in lines if re.match("[一二三四]、", line)]
    assert parts == ["一、工作情况", "二、好的做法", "三、存在的问题", "四、下一步要求"]
    assert sum(line.startswith("【待补写：") for line in lines) == 4, "three texts and the day"
    assert "附件：各结对履行情况" in lines
    assert "隆子县示范幼儿园" in lines
    assert not {"（无）", "得分", "上次"} & set(lines)
    for other in ("b.md", "b.html"):
        text = Path(other).read_text("utf-8")
        assert all(line in text for line in lines if "附件" not in line), other


def test_a_pack_has_a_cover_attendance_waivers_and_what_was_changed_for_it() -> None:
    full()
    done("document", "pack", "隆子县", "-o", "k.docx", lang="zh")
    lines = said("k.docx")
    text = "\n".join(lines)
    assert lines[:4] == [
        "结对帮扶迎检材料", "市实验幼儿园结对帮扶隆子县示范幼儿园",
        "2022年3月1日至2024年3月31日", "2023年3月20日",
    ]  # fmt: skip
    assert lines.count("47") == lines.count("58") == 1
    assert "疫情停课" in text
    assert "试点" in text
    assert "别处" not in text
    assert "、" not in lines, "nobody has signed: nobody is named"


@pytest.mark.parametrize(
    "line",
    [
        "agreement letter 隆子县 -o x.docx",
        "plan print 隆子县 -o x.docx",
        "document pack 隆子县 -o x.docx",
        "brief 隆子县 -o x.docx",
        "summary -o x.docx",
        "summary --term 2022春 -o x.docx",
        "experience draft 隆子县 -o x.docx",
    ],
)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_code_ref_arrow_or_bare_date_stands_in_a_printed_paper(line: str, lang: str) -> None:
    full()
    done(*line.split(), lang=lang)
    text = "\n".join(said("x.docx"))
    assert "→" not in text
    assert not re.search(r"\d{4}-(\d{2}|spring|autumn)", text)
    refs = [row["ref"] for name in ("list", "document list", "plan list")
            for row in done(*name.split(), "--json").data]  # fmt: skip
    assert not any(ref in text for ref in refs)


def test_evidence_has_the_number_in_the_pack_that_it_has_in_the_archive() -> None:
    full()
    done("document", "pack", "隆子县", "-o", "k.docx")
    done("document", "archive", "隆子县", "-o", "a.zip")
    numbers = {
        name.split("/")[1].split(" ")[0] for name in ZipFile("a.zip").namelist() if "/" in name
    }
    assert numbers == {"1-01", "3-01", "3-02"}
    assert numbers <= set(said("k.docx"))


def test_an_archive_has_contents_to_file_and_to_sort_and_a_record_sheet_for_each_visit() -> None:
    full()
    done("log-visit", "隆子县", "--form", "讲座", "--on", "2022-05-12", "--topic", "绘本")
    done("log-visit", "隆子县", "--form", "讲座", "--on", "2023-05-12", "--planned")
    done("document", "archive", "隆子县", "-o", "a", lang="zh")
    names = {path.name for path in Path("a").iterdir() if path.is_file()}
    assert names == {"00 目录.docx", "00 目录.xlsx", "00 目录.html", "00 活动记录表.docx"}
    sheets = Document("a/00 活动记录表.docx")
    assert len(sheets.tables) == 2
    assert "绘本" in "\n".join(said("a/00 活动记录表.docx"))
    assert "3-02" in said("a/00 目录.docx")


@pytest.mark.parametrize(
    ("line", "wrong", "nearest"),
    [
        ("agreement letter 隆子县 -o x.docx", "mentr", "mentor"),
        ("document pack 隆子县 -o x.docx", "titel", "title"),
        ("summary -o x.docx", "unnit", "unit"),
    ],
)
def test_a_template_with_a_place_that_nobody_knows_is_refused_with_the_nearest(
    line: str, wrong: str, nearest: str
) -> None:
    paper = Document()
    paper.add_paragraph(f"{{{{ {wrong} }}}}")
    paper.save("own.docx")
    answer = pairing(*line.split(), "--template", "own.docx")
    assert answer.code == 65
    assert wrong in answer.err
    assert nearest in answer.err
    assert not Path("x.docx").exists()


def test_a_template_of_ones_own_still_prints_the_duties_by_their_old_names() -> None:
    paper = Document()
    paper.add_paragraph("{%p for duty in mentor_duties %}")
    paper.add_paragraph("{{ mentor }}：{{ duty }}")
    paper.add_paragraph("{%p endfor %}")
    paper.save("own.docx")
    done("agreement", "letter", "隆子县", "-o", "x.docx", "--template", "own.docx", lang="zh")
    assert any(line.startswith("市实验幼儿园：") for line in said("x.docx"))


def test_a_cover_has_no_page_number_and_the_first_page_behind_it_is_the_first() -> None:
    done("document", "pack", "隆子县", "-o", "x.docx", lang="zh")
    section = Document("x.docx").sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" not in section.first_page_footer._element.xml
    assert 'w:pgNumType w:start="0"' in section._sectPr.xml


def test_signatures_stay_with_what_is_signed() -> None:
    done("agreement", "letter", "隆子县", "-o", "x.docx", lang="zh")
    paper = Document("x.docx")
    last = paper.paragraphs[-3:]
    assert [each.text[:5] for each in last] == ["五、生效与", "本责任书自", ""]
    assert all(each.paragraph_format.keep_with_next for each in last[1:])
    assert paper.styles["Heading 1"].paragraph_format.keep_with_next
