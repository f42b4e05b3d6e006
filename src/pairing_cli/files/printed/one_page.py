"""A page of lines under headings, as DOCX or HTML: to read on the way, on one sheet of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

from pairing_cli.atomic_files import finished_file


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class OnePage:
    """Everything on the page, in the user's language."""

    lang: str
    title: str
    sections: Sequence[Section]


_STYLE: Final = """
@page { size: A4; margin: 18mm }
body { font: 15px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif;
       max-width: 42em; margin: 1em auto; padding: 0 1em; color: #222; background: #fff }
h1 { font-size: 1.3em } h2 { font-size: 1em; margin: 1em 0 .2em } ul { margin: 0 0 0 1.2em;
     padding: 0 } li { overflow-wrap: anywhere }
"""


def write_one_page(page: OnePage, path: Path) -> None:
    """Write the page to the file `path`, whose ending tells the format, .docx or .html. Raises
    `CannotCreate`, `StorageFailure`.
    """
    with finished_file(path) as draft:
        if path.suffix.lower() == ".docx":
            _write_docx(page, draft)
        else:
            draft.write_text(_html(page), encoding="utf-8", newline="\n")


def _html(page: OnePage) -> str:
    sections = "".join(
        f"<h2>{escape(each.title)}</h2>\n<ul>\n"
        + "".join(f"<li>{escape(line)}</li>\n" for line in each.lines)
        + "</ul>\n"
        for each in page.sections
    )
    return (
        f'<!doctype html>\n<html lang="{page.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(page.title)}</h1>\n{sections}</body>\n</html>\n"
    )


def _write_docx(page: OnePage, path: Path) -> None:
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    sheet = document.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin = sheet.right_margin = Mm(22)
    sheet.top_margin = sheet.bottom_margin = Mm(18)

    def write(text: str, size: float, font: str, before: float = 0) -> None:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(before)
        paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.font.name = font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)

    write(page.title, 16, "黑体")
    for each in page.sections:
        write(each.title, 12, "黑体", before=8)
        for line in each.lines:
            write(f"· {line}", 11, "仿宋")
    document.save(str(path))
