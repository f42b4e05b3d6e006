"""Make the templates of the papers under data/templates, in both languages.

    python tools/templates.py            write them
    python tools/templates.py --check    exit 1 where they aren't what this makes

Users may edit the DOCX files in Word or WPS; what stands in double braces is filled in. The
layout is that of GB/T 9704-2012 for official papers: A4 with margins of 37, 35, 28 and 26 mm,
title in 小标宋 of 22 pt, body in 仿宋 of 16 pt on lines of 28 pt, headings 一、 in 黑体, （一） in
楷体, page numbers at the outer edge. On a computer without these fonts the next best is taken.
"""

from __future__ import annotations

import html
import io
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.table import (
    WD_CELL_VERTICAL_ALIGNMENT,
    WD_ROW_HEIGHT_RULE,
    WD_TABLE_ALIGNMENT,
)
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt

from pairing_cli.services.reports.printed.honour_tables import HONOUR_TABLES
from pairing_cli.services.reports.summaries.tables import PAPER_TABLES, PaperColumn, PaperTable

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "data/templates"

TITLE, BODY, FIRST, SECOND = "方正小标宋简体", "仿宋", "黑体", "楷体"
"""Fonts of the title, the body, headings 一、 and headings （一）."""
FOOT, LATIN = "宋体", "Times New Roman"

TITLE_SIZE, BODY_SIZE, TABLE_SIZE, FOOT_SIZE = Pt(22), Pt(16), Pt(10.5), Pt(14)
"""二号, 三号, 五号 and 四号."""
FORM_SIZE, SMALL_SIZE, SMALL_LINE = Pt(14), Pt(12), Pt(19)
"""四号 of a form to be signed; 小四 where much has to stand on one page."""
ROW, LARGE_ROW = Cm(1), Cm(4)
"""Rows of a form, and of what is written by hand."""
LINE: Final = Pt(28)
"""22 lines a page."""


class Both(NamedTuple):
    """A text of the papers in the two languages of the program."""

    zh: str
    en: str


class Column(NamedTuple):
    """A column of a table: the key of its value, its heading, its width in cm."""

    key: str
    title: Both
    width: float
    centred: bool = False
    """Besides those of `CENTRED`."""


class Table(NamedTuple):
    """A section of the pack: rows of one kind under a heading."""

    key: str
    title: Both
    columns: Sequence[Column]


AnyColumn: TypeAlias = Column | PaperColumn

CENTRED: Final = {
    "number", "state", "hours", "date", "days", "since", "signed", "role", "expected", "when",
    "raised", "start", "end", "due",
}  # fmt: skip
"""Columns of short values, which stand in the middle."""

NUMBER: Final = Column("number", Both("序号", "No."), 1.1)
TEXT_WIDTH: Final = 15.6
"""Centimetres between the margins; tables fill them."""

STATE: Final = Column("state", Both("状态", "State"), 1.7)

PACK: Final = (
    Table(
        "sides",
        Both("一、双方基本情况", "1. Both kindergartens"),
        (
            Column("label", Both("项目", "Item"), 3.2),
            Column("mentor", Both("帮扶园", "Mentor"), 6.4),
            Column("mentee", Both("受帮扶园", "Mentee"), 6.4),
        ),
    ),
    Table(
        "agreements",
        Both("二、责任书与协议书", "2. Letters and agreements"),
        (
            Column("kind", Both("名称", "What"), 3.0),
            Column("parties", Both("签订各方", "Parties"), 4.5),
            Column("signatories", Both("签字人", "Signed by"), 2.8),
            Column("signed", Both("签订日期", "Signed on"), 3.3),
            STATE,
        ),
    ),
    Table(
        "groups",
        Both("三、帮扶领导小组", "3. Leading groups"),
        (
            Column("of", Both("单位", "Of"), 5.0),
            Column("role", Both("职务", "Role"), 1.9),
            Column("name", Both("姓名", "Name"), 3.2),
            Column("phone", Both("电话", "Phone"), 3.3),
            Column("since", Both("任职时间", "Since"), 3.3),
        ),
    ),
    Table(
        "tasks",
        Both("四、帮扶方案", "4. Plan"),
        (
            NUMBER,
            Column("when", Both("时间", "When"), 2.6),
            Column("title", Both("任务", "Task"), 5.4),
            Column("form", Both("形式", "Form"), 2.8),
            Column("responsible", Both("责任人", "Responsible"), 2.7),
            STATE,
        ),
    ),
    Table(
        "visits",
        Both("五、帮扶活动", "5. Visits"),
        (
            NUMBER,
            Column("date", Both("日期", "Date"), 3.3),
            Column("form", Both("形式", "Form"), 1.9),
            Column("topic", Both("主题", "Topic"), 2.8),
            Column("people", Both("人员", "By"), 2.1),
            Column("hours", Both("课时", "Hours"), 1.0),
            Column("teachers", Both("参加教师", "Teachers"), 1.0, centred=True),
            Column("children", Both("参加幼儿", "Children"), 1.0, centred=True),
            Column("state", Both("状态", "State"), 1.4),
        ),
    ),
    Table(
        "pairs",
        Both("六、师徒结对", "6. Teacher pairs"),
        (
            Column("master", Both("指导教师", "Master"), 4.0),
            Column("apprentice", Both("青年教师", "Apprentice"), 4.0),
            Column("start", Both("起", "From"), 3.3),
            Column("end", Both("止", "To"), 3.3),
            STATE,
        ),
    ),
    Table(
        "needs",
        Both("七、需求与回应", "7. Needs and answers"),
        (
            Column("raised", Both("提出日期", "Raised on"), 3.3),
            Column("text", Both("需求", "Need"), 6.6),
            Column("outcome", Both("结果", "Outcome"), 5.0),
            STATE,
        ),
    ),
    Table(
        "donations",
        Both("八、捐赠", "8. Donations"),
        (
            Column("date", Both("日期", "Date"), 3.3),
            Column("item", Both("物品", "Item"), 6.4),
            Column("quantity", Both("数量", "Quantity"), 3.0),
            Column("value", Both("价值（元）", "Value (yuan)"), 3.0),
        ),
    ),
    Table(
        "documents",
        Both("九、佐证材料目录", "9. Evidence"),
        (
            Column("number", Both("编号", "No."), 1.6),
            Column("date", Both("日期", "Date"), 3.3),
            Column("category", Both("类别", "Category"), 3.0),
            Column("title", Both("材料名称", "Title"), 8.0),
        ),
    ),
    Table(
        "problems",
        Both("十、未解决的问题", "10. Open problems"),
        (
            Column("raised", Both("提出日期", "Raised on"), 3.3),
            Column("text", Both("问题", "Problem"), 7.4),
            Column("assigned", Both("责任人", "Assigned to"), 3.4),
            Column("days", Both("已过天数", "Days open"), 2.4),
        ),
    ),
    Table(
        "waivers",
        Both("十一、免、缓、补和调整", "11. Waived and changed"),
        (
            Column("what", Both("要求", "Rule"), 5.0),
            Column("period", Both("时段", "Period"), 3.4),
            Column("change", Both("内容", "Change"), 3.2),
            Column("reason", Both("原因", "Reason"), 4.4),
        ),
    ),
    Table(
        "findings",
        Both("十二、督查问题与整改", "12. Findings and what was done"),
        (
            Column("found", Both("发现日期", "Found on"), 3.2, centred=True),
            Column("text", Both("问题", "Finding"), 3.2),
            Column("owner", Both("责任方", "To mend"), 1.8, centred=True),
            Column("due", Both("期限", "Due"), 3.2, centred=True),
            Column("measures", Both("整改措施", "What was done"), 2.6),
            STATE,
        ),
    ),
    Table(
        "honours",
        Both("十三、表彰、晋级和复评", "13. Awards"),
        (
            Column("of", Both("单位或个人", "Who"), 4.2),
            Column("kind", Both("类别", "Kind"), 2.0, centred=True),
            Column("title", Both("称号", "Title"), 4.4),
            Column("date", Both("决定日期", "Decided on"), 3.2, centred=True),
            Column("document_number", Both("文号", "Number"), 3.6, centred=True),
        ),
    ),
    Table(
        "gaps",
        Both("十四、缺项", "14. Gaps"),
        (
            NUMBER,
            Column("what", Both("事项", "What"), 5.0),
            Column("period", Both("时段", "Period"), 3.7),
            Column("done", Both("完成情况", "Done"), 4.0),
            Column("due", Both("期限", "Due"), 3.3),
        ),
    ),
)

PLAN_TASKS: Final = (
    Column("number", Both("序号", "No."), 1.3),
    Column("when", Both("时间", "When"), 2.8),
    Column("title", Both("任务", "Task"), 4.7),
    Column("form", Both("形式", "Form"), 2.6),
    Column("expected", Both("次数", "Times"), 1.5),
    Column("responsible", Both("责任人", "Responsible"), 2.4),
    STATE,
)

SHEET: Final = (
    Column("number", Both("序号", "No."), 1.2),
    Column("title", Both("事项", "Item"), 4.6),
    Column("subject", Both("对象", "About"), 1.7, centred=True),
    Column("critical", Both("关键", "Critical"), 1.4, centred=True),
    Column("weight", Both("权重", "Weight"), 1.4, centred=True),
    Column("prefill", Both("登记情况", "On record"), 3.4),
    Column("value", Both("结果", "Result"), 1.8, centred=True),
    Column("note", Both("说明", "Note"), 2.6),
)

FINDINGS: Final = (
    Column("number", Both("序号", "No."), 1.2),
    Column("mentee", Both("受帮扶园", "Mentee"), 3.6),
    Column("text", Both("问题", "Finding"), 6.0),
    Column("owner", Both("责任方", "To mend"), 1.8, centred=True),
    Column("due", Both("整改期限", "Due"), 3.2, centred=True),
)

_NAMES: Final = (
    Column("number", Both("序号", "No."), 1.2),
    Column("mentee", Both("受帮扶园", "Mentee"), 3.6),
    Column("mentor", Both("帮扶园", "Mentor"), 3.2),
)
_SCORE: Final = (
    Column("score", Both("得分", "Score"), 1.4, centred=True),
    Column("grade", Both("等次", "Class"), 1.4, centred=True),
)
_OPEN: Final = Column("open", Both("未销号", "Open"), 1.4, centred=True)

ANNEXES: Final = {
    "scores": (*_NAMES, *_SCORE, _OPEN),
    "compared": (
        *_NAMES,
        *_SCORE,
        Column("before", Both("上次", "Before"), 1.4, centred=True),
        Column("change", Both("增减", "Change"), 1.5, centred=True),
        _OPEN,
    ),
    "standings": (
        *_NAMES,
        Column("attainment", Both("履行率（%）", "Fulfilment (%)"), 2.4, centred=True),
        STATE,
        _OPEN,
    ),
}
"""The tables that may be annexed to a bulletin."""

BULLETIN: Final = ("about", "good", "problems", "mending")
"""The parts of a bulletin."""

CONTENTS: Final = (
    Column("number", Both("编号", "No."), 1.6),
    Column("date", Both("日期", "Date"), 3.3),
    Column("title", Both("材料名称", "Title"), 5.6),
    Column("file", Both("文件", "File"), 6.0),
)


# --- DOCX -------------------------------------------------------------------------------------


def paper(language: str) -> Any:
    """An empty A4 paper with its styles and page numbers."""
    document = Document()
    # Without it, programs set Chinese in the shapes and with the stops of other regions. Latin
    # letters aren't Chinese in a Chinese paper either: their words would be broken anywhere.
    for mark in document.styles.element.iter(qn("w:lang")):
        mark.set(qn("w:val"), "en-US" if language == "zh" else "en-GB")
        mark.set(qn("w:eastAsia"), "zh-CN")
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    normal = document.styles["Normal"]
    normal.font.size = BODY_SIZE
    set_font(normal, BODY)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    normal.paragraph_format.line_spacing = LINE
    normal.paragraph_format.space_after = Pt(0)
    for name, font, size in (
        ("Title", TITLE, TITLE_SIZE),
        ("Heading 1", FIRST, BODY_SIZE),
        ("Heading 2", SECOND, BODY_SIZE),
    ):
        style = document.styles[name]
        style.font.size, style.font.bold = size, False
        style.font.color.rgb = None
        set_font(style, font)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.keep_with_next = True
        for border in style.element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
        if name != "Title":
            indent(style.element.get_or_add_pPr())
    title = document.styles["Title"].paragraph_format
    title.alignment, title.space_after = WD_ALIGN_PARAGRAPH.CENTER, LINE
    title.line_spacing = Pt(32)
    document.settings.odd_and_even_pages_header_footer = True
    page_number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    page_number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    return document


def indent(properties: Any) -> None:
    """Two characters before the first line."""
    margin = OxmlElement("w:ind")
    margin.set(qn("w:firstLineChars"), "200")
    margin.set(qn("w:firstLine"), str(2 * BODY_SIZE // Pt(0.05)))
    properties.append(margin)


def set_font(style: Any, chinese: str) -> None:
    """Latin letters in Times, Chinese characters in `chinese`."""
    style.font.name = LATIN
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)
    for color in style.element.iter(qn("w:color")):
        color.getparent().remove(color)


def page_number(paragraph: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """– 1 – at one side of the foot, a character away from the edge of the text."""
    paragraph.alignment = side
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = FOOT_SIZE
    for kind, text in ((None, "– "), ("begin", ""), (None, " PAGE "), ("end", ""), (None, " –")):
        run = paragraph.add_run("" if text == " PAGE " else text)
        run.font.size, run.font.name = FOOT_SIZE, FOOT
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FOOT)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif text == " PAGE ":
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
            run._r.append(mark)


def body(document: Any, text: str, *, indented: bool = True) -> Any:
    """A paragraph, indented by two characters."""
    paragraph = document.add_paragraph(text)
    if indented:
        indent(paragraph._p.get_or_add_pPr())
    return paragraph


def order(document: Any, text: str) -> None:
    """A paragraph that says something to the template and leaves no trace."""
    document.add_paragraph(text)


def table(
    document: Any,
    rows: str,
    columns: Sequence[AnyColumn],
    language: str,
    *,
    closing: str = "false",
) -> None:
    """A table with a heading that repeats on every page and one row for each of `rows`. Where it
    is `closing` the paper, its last row stays with who signs.
    """
    made = document.add_table(rows=8, cols=len(columns))
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    widest = widths(columns, language)
    for number, (column, width) in enumerate(zip(columns, widest, strict=True)):
        made.columns[number].width = Cm(width)
        for row in made.rows:
            row.cells[number].width = Cm(width)
        cell(made.rows[0].cells[number], getattr(column.title, language), heading=True)
        for at in (3, 5):
            place = made.rows[at].cells[number]
            cell(place, f"{{{{ row.{column.key} }}}}", centred=is_short(column))
            place.paragraphs[0].paragraph_format.keep_with_next = at == 3
    for at, word in (
        (1, f"for row in {rows}"),
        # The last row, often a total, never stands on a page of its own.
        (2, f"if loop.revindex == 2 or ({closing} and loop.last)"),
        (4, "else"),
        (6, "endif"),
        (7, "endfor"),
    ):
        made.rows[at].cells[0].text = f"{{%tr {word} %}}"
    for at, tag in ((0, "w:tblHeader"), (3, "w:cantSplit"), (5, "w:cantSplit")):
        made.rows[at]._tr.get_or_add_trPr().append(OxmlElement(tag))
    narrow_margins(made)


def is_short(column: AnyColumn) -> bool:
    """Whether the values of a column are short: dates, numbers, states."""
    return column.key in CENTRED or any(
        getattr(column, name, False) for name in ("centred", "figure")
    )


def widths(columns: Sequence[AnyColumn], language: str) -> list[float]:
    """Centimetres of each column: the short ones keep theirs, so that a date stays on one line;
    the others share what is left of the page. No English word is broken.
    """
    least = [_least(column) if language == "en" else 0.0 for column in columns]
    kept = {
        at: max(column.width, least[at]) for at, column in enumerate(columns) if is_short(column)
    }
    if len(kept) == len(columns):
        return [width * TEXT_WIDTH / sum(kept.values()) for width in kept.values()]
    while True:
        others = [at for at in range(len(columns)) if at not in kept]
        rest = TEXT_WIDTH - sum(kept.values())
        scale = rest / sum(columns[at].width for at in others)
        narrow = [at for at in others if columns[at].width * scale < least[at]]
        if not narrow or len(narrow) == len(others):
            return [kept.get(at, column.width * scale) for at, column in enumerate(columns)]
        kept |= {at: least[at] for at in narrow}


_WORDS: Final = {"form": "demonstration", "unit": "milestones", "kind": "postponed"}
"""The longest words of the vocabularies that stand in columns."""
_LETTER, _MARGINS = 0.17, 0.35
"""Centimetres of a letter of 10.5 pt, and of what surrounds the text of a cell."""


def _least(column: AnyColumn) -> float:
    """Centimetres that the longest word of a column takes in English."""
    words = f"{column.title.en} {_WORDS.get(column.key, '')}".split()
    return max(map(len, words)) * _LETTER + _MARGINS


def narrow_margins(made: Any) -> None:
    """A millimetre between the text of a cell and its border."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def cell(
    place: Any,
    text: str,
    *,
    heading: bool = False,
    centred: bool = False,
    size: Any = TABLE_SIZE,
) -> None:
    """Text in a cell, in the smaller size of tables."""
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = place.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.MULTIPLE
    paragraph.paragraph_format.line_spacing = 1.15
    for tag in ("w:autoSpaceDE", "w:autoSpaceDN"):
        gap = OxmlElement(tag)
        gap.set(qn("w:val"), "0")  # no gaps around digits: they cost a date its line
        paragraph._p.get_or_add_pPr().insert_element_before(gap, "w:spacing", "w:ind", "w:jc")
    run = paragraph.add_run(text)
    run.font.size = size
    if heading:
        run.font.name = LATIN
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FIRST)
    if heading or centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def letter(language: str) -> Any:
    """The responsibility letter, or agreement: parties, duties from the rules, signatures."""
    words = {
        "zh": (
            "{{ side.role }}：{{ side.party }}",
            "为落实{{ basis }}，缩小城乡学前教育差距，促进教育公平，各方就{{ mentor }}结对帮扶"
            "{{ mentee }}约定如下。",
            ("一、帮扶期限", "自{{ start }}起，至{{ end }}止。"),
            "{{ loop.index }}．{{ duty }}",
            "本{{ kind }}自各方签字之日起生效，一式{{ copies }}份，各执一份。",
            "签字：{{ side.signatory }}",
            "日期：{{ side.signed }}",
        ),
        "en": (
            "{{ side.role }}: {{ side.party }}",
            "To carry out {{ basis }}, to narrow the gap between town and country and for fairness"
            " in education, the parties agree as follows on the help that {{ mentor }} gives to"
            " {{ mentee }}.",
            ("1. Term", "From {{ start }} to {{ end }}."),
            "{{ loop.index }}. {{ duty }}",
            "This {{ kind }} takes effect when signed, in {{ copies }} copies, one for each party.",
            "Signed: {{ side.signatory }}",
            "Date: {{ side.signed }}",
        ),
    }[language]  # fmt: skip
    side, opening, term, duty, effect, signed, date = words
    document = paper(language)
    document.add_paragraph("{{ title }}", style="Title")
    order(document, "{%p for side in sides %}")
    body(document, side, indented=False)
    order(document, "{%p endfor %}")
    body(document, "")
    body(document, opening)
    document.add_paragraph(term[0], style="Heading 1")
    body(document, term[1])
    order(document, "{%p for part in parts %}")
    document.add_paragraph("{{ part.title }}", style="Heading 1")
    order(document, "{%p for duty in part.duties %}")
    body(document, duty)
    order(document, "{%p endfor %}")
    order(document, "{%p endfor %}")
    document.add_paragraph("{{ last }}", style="Heading 1")
    # Signatures never stand alone on a page: nothing could say what was signed.
    for text in (effect, ""):
        body(document, text).paragraph_format.keep_with_next = True
    signatures = document.add_table(rows=1, cols=2)
    signatures.alignment = WD_TABLE_ALIGNMENT.CENTER
    row = signatures.rows[0]
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    # Parties stand side by side: the left cell takes the first, third …, the right the others.
    for number, place in enumerate(row.cells):
        place.paragraphs[0].add_run(f"{{%p for side in sides[{number}::2] %}}")
        for text in ("{{ side.role_and_seal }}", "{{ side.party }}", signed, date, ""):
            place.add_paragraph(text)
        place.add_paragraph("{%p endfor %}")
    return document


def plan(language: str) -> Any:
    """The plan: what it goes by, its aims, the tasks by stage, who answers for them."""
    zh = language == "zh"
    document = paper(language)
    first = document.add_paragraph("{{ pairing }}", style="Title")
    first.paragraph_format.space_after = Pt(0)
    document.add_paragraph("{{ title }}", style="Title")
    for text in (
        ("帮扶园：{{ mentor }}", "受帮扶园：{{ mentee }}", "起止时间：{{ start }}至{{ end }}")
        if zh
        else ("Mentor: {{ mentor }}", "Mentee: {{ mentee }}", "From {{ start }} to {{ end }}")
    ):
        body(document, text, indented=False)
    for heading, name in (
        ("一、指导思想" if zh else "1. Principle", "principles"),
        ("二、目标" if zh else "2. Aims", "aims"),
    ):
        document.add_paragraph(heading, style="Heading 1")
        order(document, f"{{%p for text in {name} %}}")
        body(document, "{{ text }}")
        order(document, "{%p endfor %}")
    document.add_paragraph("三、措施" if zh else "3. Measures", style="Heading 1")
    order(document, "{%p for part in parts %}")
    order(document, "{%p if part.heading %}")
    document.add_paragraph("{{ part.heading }}", style="Heading 2")
    order(document, "{%p endif %}")
    order(document, "{%p if part.goal %}")
    body(document, ("目标：" if zh else "Goal: ") + "{{ part.goal }}")
    order(document, "{%p endif %}")
    order(document, "{%p if part.tasks %}")
    table(document, "part.tasks", PLAN_TASKS, language)
    order(document, "{%p else %}")
    body(document, "（无任务）" if zh else "(no tasks)")
    order(document, "{%p endif %}")
    order(document, "{%p endfor %}")
    document.add_paragraph("四、责任人" if zh else "4. Who answers for it", style="Heading 1")
    order(document, "{%p for text in responsible %}")
    body(document, "{{ text }}").paragraph_format.keep_with_next = True
    order(document, "{%p endfor %}")
    signed(document, "{{ mentor }}", "{{ made }}")
    return document


def sheet(language: str) -> Any:
    """The sheet of an inspection, to be filled in and signed: one page for each target."""
    zh = language == "zh"
    document = paper(language)
    order(document, "{%p for target in targets %}")
    document.add_paragraph("{{ title }}", style="Title")
    for text in (
        "受查单位：{{ target.name }}" if zh else "Inspected: {{ target.name }}",
        "督查组：{{ inspectors }}" if zh else "Inspectors: {{ inspectors }}",
        "日期：{{ target.date }}" if zh else "Date: {{ target.date }}",
    ):
        body(document, text, indented=False)
    table(document, "target.rows", SHEET, language)
    body(document, "")
    for text in (
        "现场反馈：{{ target.feedback }}" if zh else "Feedback: {{ target.feedback }}",
        "受查单位说明、申辩：{{ target.reply }}" if zh else "Reply: {{ target.reply }}",
        "受查单位签字：{{ target.signed }}"
        if zh
        else "Signed for the inspected: {{ target.signed }}",
        "督查组签字：＿＿＿＿＿＿＿＿" if zh else "Signed by the inspectors: ＿＿＿＿＿＿＿＿",
    ):
        body(document, text, indented=False)
    order(document, "{%p if not loop.last %}")
    document.add_page_break()
    order(document, "{%p endif %}")
    order(document, "{%p endfor %}")
    return document


def bulletin(language: str) -> Any:
    """A bulletin as an official paper: good practice before problems, scores in an annex."""
    zh = language == "zh"
    document = paper(language)
    document.add_paragraph("{{ title }}", style="Title")
    line = body(document, "{{ number }}", indented=False)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    body(document, "{{ to }}", indented=False)
    for name in BULLETIN:
        document.add_paragraph(f"{{{{ headings.{name} }}}}", style="Heading 1")
        order(document, f"{{%p for line in {name} %}}")
        body(document, "{{ line }}").paragraph_format.keep_with_next = name == "mending"
        order(document, "{%p endfor %}")
        if name == "mending":
            order(document, "{%p if findings %}")
            table(document, "findings", FINDINGS, language, closing="true")
            order(document, "{%p endif %}")
    order(document, "{%p if annex_title %}")
    for text in ("", "附件：{{ annex_title }}" if zh else "Annex: {{ annex_title }}"):
        body(document, text).paragraph_format.keep_with_next = True
    order(document, "{%p endif %}")
    signed(document, "{{ office }}", "{{ published }}")
    order(document, "{%p if annex_title %}")
    document.add_page_break()
    annex = document.add_paragraph("附件" if zh else "Annex", style="Heading 1")
    annex.paragraph_format.first_line_indent = Pt(0)
    annex.paragraph_format.element.get_or_add_pPr().find(qn("w:ind")).set(
        qn("w:firstLineChars"), "0"
    )
    document.add_paragraph("{{ annex_title }}", style="Title")
    for name, columns in ANNEXES.items():
        order(document, f"{{%p if {name} %}}")
        table(document, name, columns, language)
        order(document, "{%p endif %}")
    order(document, "{%p for line in annex %}")
    body(document, "{{ line }}")
    order(document, "{%p endfor %}")
    order(document, "{%p endif %}")
    return document


def pack(language: str) -> Any:
    """What an unannounced inspection asks for, in one paper behind a cover."""
    zh = language == "zh"
    document = paper(language)
    section = document.sections[0]
    section.different_first_page_header_footer = True
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "0")  # the cover has no number
    section._sectPr.append(numbering)
    for _ in range(5):
        body(document, "")
    document.add_paragraph("{{ title }}", style="Title")
    for text in ("{{ subtitle }}", "", "", "{{ span }}", "{{ day }}"):
        body(document, text, indented=False).alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_page_break()
    for part in PACK:
        document.add_paragraph(getattr(part.title, language), style="Heading 1")
        order(document, f"{{%p if {part.key} %}}")
        if part.key == "tasks":
            order(document, "{%p for plan in tasks %}")
            document.add_paragraph("{{ plan.title }}", style="Heading 2")
            table(document, "plan.rows", part.columns, language)
            order(document, "{%p endfor %}")
        else:
            table(document, part.key, part.columns, language)
        order(document, "{%p else %}")
        body(document, "（无）" if zh else "(none)")
        order(document, "{%p endif %}")
    return document


def contents(language: str) -> Any:
    """The table of contents of an archive, and what is missing in it, on paper."""
    zh = language == "zh"
    document = paper(language)
    document.add_paragraph("{{ title }}", style="Title")
    for text in ("{{ pairing }}", "{{ day }}"):
        body(document, text, indented=False).alignment = WD_ALIGN_PARAGRAPH.CENTER
    order(document, "{%p for volume in volumes %}")
    document.add_paragraph("{{ volume.title }}", style="Heading 2")
    order(document, "{%p if volume.rows %}")
    table(document, "volume.rows", CONTENTS, language)
    order(document, "{%p else %}")
    body(document, "（无）" if zh else "(none)")
    order(document, "{%p endif %}")
    order(document, "{%p endfor %}")
    document.add_paragraph("缺项清单" if zh else "Gaps", style="Heading 2")
    order(document, "{%p if gaps %}")
    table(document, "gaps", PACK[-1].columns, language)
    order(document, "{%p else %}")
    body(document, "（无）" if zh else "(none)")
    order(document, "{%p endif %}")
    return document


def records(language: str) -> Any:
    """A record sheet for each visit, one a page."""
    document = paper(language)
    order(document, "{%p for sheet in sheets %}")
    document.add_paragraph("{{ title }}", style="Title")
    made = document.add_table(rows=0, cols=2)
    made.style = "Table Grid"
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    for text, height in (
        ("for line in sheet.lines", None),
        ("if line.large", None),
        ("", LARGE_ROW),
        ("else", None),
        ("", ROW),
        ("endif", None),
        ("endfor", None),
    ):
        row = made.add_row()
        if text:
            row.cells[0].text = f"{{%tr {text} %}}"
        else:
            row.height, row.height_rule = height, WD_ROW_HEIGHT_RULE.AT_LEAST
            cell(row.cells[0], "{{ line.label }}", heading=True, size=FORM_SIZE)
            cell(row.cells[1], "{{ line.text }}", size=FORM_SIZE)
    for each in made.rows:
        each.cells[0].width, each.cells[1].width = Cm(4.0), Cm(11.6)
    made.columns[0].width, made.columns[1].width = Cm(4.0), Cm(11.6)
    for text in (
        ("帮扶园（签字）：＿＿＿＿＿＿＿＿", "受帮扶园（签字）：＿＿＿＿＿＿＿＿")
        if language == "zh"
        else ("For the mentor: ＿＿＿＿＿＿＿＿", "For the mentee: ＿＿＿＿＿＿＿＿")
    ):
        body(document, text, indented=False).paragraph_format.space_before = Pt(12)
    order(document, "{%p if not loop.last %}")
    document.add_page_break()
    order(document, "{%p endif %}")
    order(document, "{%p endfor %}")
    return document


def summary(language: str, tables: Mapping[str, PaperTable] = PAPER_TABLES) -> Any:
    """A paper of blocks: parts with headings, sentences and numbered tables; who signs it and
    when.
    """
    document = paper(language)
    document.add_paragraph("{{ title }}", style="Title")
    order(document, "{%p if to %}")
    body(document, "{{ to }}", indented=False)
    order(document, "{%p endif %}")
    order(document, "{%p for part in parts %}")
    order(document, "{%p set last = loop.last %}")
    document.add_paragraph("{{ part.title }}", style="Heading 1")
    order(document, "{%p for block in part.blocks %}")
    order(document, "{%p set closing = last and loop.last %}")
    order(document, "{%p if block.kind == 'heading' %}")
    document.add_paragraph("{{ block.text }}", style="Heading 2")
    order(document, "{%p elif block.kind != 'table' and closing %}")
    body(document, "{{ block.text }}").paragraph_format.keep_with_next = True
    order(document, "{%p elif block.kind != 'table' %}")
    body(document, "{{ block.text }}")
    for key, of in tables.items():
        order(document, f"{{%p elif block.table == '{key}' %}}")
        caption = body(document, "{{ block.text }}", indented=False)
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.keep_with_next = True
        caption.paragraph_format.space_before = Pt(6)
        table(document, "block.rows", of.columns, language, closing="closing")
    order(document, "{%p endif %}")
    order(document, "{%p endfor %}")
    order(document, "{%p endfor %}")
    signed(document, "{{ unit }}", "{{ date }}")
    return document


def signed(document: Any, unit: str, date: str) -> None:
    """Who signs a paper and when, four characters from the edge; never alone on a page."""
    body(document, "").paragraph_format.keep_with_next = True
    for text in (unit, date):
        line = body(document, text, indented=False)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = 4 * BODY_SIZE
        line.paragraph_format.keep_with_next = text == unit


def brief(language: str) -> Any:
    """What to know before a visit, on one page: in smaller type where there is much to say."""
    document = paper(language)
    document.add_paragraph("{{ title }}", style="Title")
    order(document, "{%p for line in about %}")
    body(document, "{{ line }}", indented=False)
    order(document, "{%p endfor %}")
    order(document, "{%p if small %}")
    _sections(document, SMALL_SIZE, SMALL_LINE)
    order(document, "{%p else %}")
    _sections(document, BODY_SIZE, LINE)
    order(document, "{%p endif %}")
    return document


def _sections(document: Any, size: Any, line: Any) -> None:
    order(document, "{%p for section in sections %}")
    heading = document.add_paragraph(style="Heading 1")
    heading.add_run("{{ section.title }}").font.size = size
    heading.paragraph_format.line_spacing = line
    order(document, "{%p for line in section.lines %}")
    said = body(document, "")
    said.add_run("{{ line }}").font.size = size
    said.paragraph_format.line_spacing = line
    order(document, "{%p endfor %}")
    order(document, "{%p endfor %}")


def honours(language: str) -> Any:
    """The papers of the cycle's end."""
    return summary(language, HONOUR_TABLES)


# --- HTML -------------------------------------------------------------------------------------

STYLE: Final = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
body { font: 16pt/28pt "Times New Roman", "仿宋", FangSong, STFangsong, "Noto Serif CJK SC", serif;
  max-width: 156mm; margin: 1cm auto; color: #000; background: #fff; }
h1, h2, h3 { font-weight: normal; margin: 0; break-after: avoid; font-size: 16pt; }
h1 { font: 22pt/32pt "方正小标宋简体", "FZXiaoBiaoSong-B05S", "宋体", SimSun, "Noto Serif CJK SC",
  serif; text-align: center; margin-bottom: 28pt; }
h2, th { font-family: "Times New Roman", "黑体", SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif;
  font-weight: normal; }
h3 { font-family: "Times New Roman", "楷体", KaiTi, "Kaiti SC", serif; }
h2, h3, p { text-indent: 2em; margin: 0; }
p.centre { text-indent: 0; text-align: center; }
p.to { text-indent: 0; }
p.signed { text-align: right; margin-right: 4em; break-before: avoid; }
h2.annex { text-indent: 0; margin-top: 28pt; }
table { border-collapse: collapse; width: 100%; font-size: 10.5pt; line-height: 1.3;
  margin: 6pt 0; }
th, td { border: 1px solid #000; padding: 3px 5px; text-align: left; overflow-wrap: anywhere; }
th { text-align: center; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
@media print { h2.annex { break-before: page; margin-top: 0; } }
@media (max-width: 40rem) {
  body { margin: 0; padding: 1rem .75rem; font-size: 12pt; line-height: 1.6; }
  h1 { font-size: 16pt; line-height: 1.4; margin-bottom: 12pt; } h2, h3 { font-size: 12pt; }
  table { font-size: 9pt; display: block; overflow-x: auto; }
  th, td { min-width: 2.5em; overflow-wrap: normal; }
}
"""


def page(language: str, content: str) -> str:
    """An HTML page that runs nothing and loads nothing."""
    tag = "zh-CN" if language == "zh" else "en"
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{{{{ title }}}}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f'<h1>{{{{ title }}}}</h1>\n<p class="centre">{{{{ subtitle }}}}</p>\n'
        f"{content}</body>\n</html>\n"
    )


def html_table(rows: str, columns: Sequence[Column], language: str) -> str:
    """A table with one row for each of `rows`."""
    heads = "".join(
        f'<th style="width:{column.width}cm">{html.escape(getattr(column.title, language))}</th>'
        for column in columns
    )
    cells = "".join(f"<td>{{{{ row.{column.key} }}}}</td>" for column in columns)
    return (
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{{% for row in {rows} %}}\n"
        f"<tr>{cells}</tr>\n{{% endfor %}}\n</tbody>\n</table>\n"
    )


def html_pack(language: str) -> str:
    """The pack as a page."""
    none = "（无）" if language == "zh" else "(none)"
    parts = []
    for part in PACK:
        rows = html_table(part.key, part.columns, language)
        if part.key == "tasks":
            rows = html_table("plan.rows", part.columns, language)
            rows = (
                f"{{% for plan in tasks %}}\n<h3>{{{{ plan.title }}}}</h3>\n{rows}{{% endfor %}}\n"
            )
        parts.append(
            f"<h2>{html.escape(getattr(part.title, language))}</h2>\n"
            f"{{% if {part.key} %}}\n{rows}{{% else %}}\n<p>{none}</p>\n{{% endif %}}\n"
        )
    return page(language, "".join(parts))


def html_bulletin(language: str) -> str:
    """A bulletin as a page."""
    zh = language == "zh"
    parts = ['<p class="to">{{ to }}</p>\n']
    for name in BULLETIN:
        parts.append(
            f"<h2>{{{{ headings.{name} }}}}</h2>\n{{% for line in {name} %}}\n"
            "<p>{{ line }}</p>\n{% endfor %}\n"
        )
    parts.append(
        f"{{% if findings %}}\n{html_table('findings', FINDINGS, language)}{{% endif %}}\n"
        "{% if annex_title %}\n"
        f"<p>{'附件：' if zh else 'Annex: '}{{{{ annex_title }}}}</p>\n{{% endif %}}\n"
        '<p class="signed">{{ office }}</p>\n<p class="signed">{{ published }}</p>\n'
        "{% if annex_title %}\n"
        f'<h2 class="annex">{"附件　" if zh else "Annex: "}{{{{ annex_title }}}}</h2>\n'
    )
    parts += [
        f"{{% if {name} %}}\n{html_table(name, columns, language)}{{% endif %}}\n"
        for name, columns in ANNEXES.items()
    ]
    parts.append("{% for line in annex %}\n<p>{{ line }}</p>\n{% endfor %}\n{% endif %}\n")
    return page(language, "".join(parts))


def html_contents(language: str) -> str:
    """The table of contents of an archive, and what is missing in it."""
    zh = language == "zh"
    none, gaps = ("（无）", "缺项清单") if zh else ("(none)", "Gaps")
    rows = html_table("volume.rows", CONTENTS, language)
    missing = html_table("gaps", PACK[-1].columns, language)
    return page(
        language,
        "{% for volume in volumes %}\n<h2>{{ volume.title }}</h2>\n{% if volume.rows %}\n"
        f"{rows}{{% else %}}\n<p>{none}</p>\n{{% endif %}}\n{{% endfor %}}\n"
        f"<h2>{gaps}</h2>\n{{% if gaps %}}\n{missing}{{% else %}}\n<p>{none}</p>\n{{% endif %}}\n",
    )


# --- Files ------------------------------------------------------------------------------------

_DOCX: Final = {
    "letter": letter,
    "plan": plan,
    "pack": pack,
    "summary": summary,
    "inspection_sheet": sheet,
    "bulletin": bulletin,
    "honours": honours,
    "brief": brief,
    "contents": contents,
    "records": records,
}


def made(folder: Path) -> None:
    """Write all templates into `folder`."""
    for language in ("zh", "en"):
        place = folder / language
        place.mkdir(parents=True, exist_ok=True)
        for name, document in _DOCX.items():
            (place / f"{name}.docx").write_bytes(_bytes(document(language)))
        (place / "pack.html").write_text(html_pack(language), encoding="utf-8", newline="\n")
        (place / "bulletin.html").write_text(
            html_bulletin(language), encoding="utf-8", newline="\n"
        )
        page_of = html_contents(language)
        (place / "contents.html").write_text(page_of, encoding="utf-8", newline="\n")


def _bytes(document: Any) -> bytes:
    """A DOCX that is the same whenever it is made."""
    import datetime as dt

    properties = document.core_properties
    properties.author = properties.last_modified_by = "pairing"
    properties.comments = properties.title = ""
    properties.created = properties.modified = dt.datetime(2026, 1, 1)  # noqa: DTZ001 - no zone in a DOCX
    loose, tight = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with ZipFile(loose) as old, ZipFile(tight, "w", ZIP_DEFLATED) as new:
        for entry in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = ZipInfo(entry, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = ZIP_DEFLATED, 3
            new.writestr(info, old.read(entry))
    return tight.getvalue()


def problems() -> list[str]:
    """Templates that aren't what this program makes."""
    with tempfile.TemporaryDirectory() as folder:
        made(Path(folder))
        return [
            f"{path.relative_to(folder)} is out of date: run python tools/templates.py"
            for path in sorted(Path(folder).rglob("*.*"))
            if not (FOLDER / path.relative_to(folder)).exists()
            or (FOLDER / path.relative_to(folder)).read_bytes() != path.read_bytes()
        ]


def main(arguments: list[str]) -> int:
    """The exit code: 0 done and well, 1 with differences, 2 for a wrong command line."""
    if arguments == ["--check"]:
        found = problems()
        sys.stdout.writelines(f"{problem}\n" for problem in found)
        return 1 if found else 0
    if arguments:
        sys.stderr.write(__doc__ or "")
        return 2
    made(FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
