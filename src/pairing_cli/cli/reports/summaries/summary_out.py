"""The summary as a file: Word, web page, Markdown, workbook or JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pairing_cli.output.listing import Report

if TYPE_CHECKING:
    from pairing_cli.services.reports.printed.blocks import Paper, PaperBlock
    from pairing_cli.services.reports.summaries.rows import Summary
    from pairing_cli.store.reading import Reader

ENDINGS: Final = (".docx", ".html", ".md", ".xlsx", ".json")


def write_summary(
    store: Reader, found: Summary, report: Report, path: Path, template: Path | None = None
) -> None:
    """Write the summary in the format that the ending of the file tells."""
    ending = path.suffix.lower()
    if ending == ".xlsx":
        from pairing_cli.cli.outgoing.sheets_out import write_report

        write_report(path, report)
        return
    if ending == ".json":
        from pairing_cli.output.formats import write_file

        write_file(report, "json", path)
        return
    from pairing_cli.cli.pairings.record_params import voice
    from pairing_cli.services.reports.printed.summaries.summary import summary_paper

    paper = summary_paper(store, found, voice())
    if ending == ".docx":
        from pairing_cli.files.printed.papers import write_docx

        write_docx(voice().template("summary.docx", template), paper.values, path)
    elif ending == ".html":
        from pairing_cli.cli.reports.page_out import write_summary_page

        write_summary_page(path, report, paper)
    else:
        from pairing_cli.output.formats import write_text

        write_text("".join(_markdown(paper)), path)


def _markdown(paper: Paper) -> Iterator[str]:
    from pairing_cli.output.formats import literal

    yield f"# {literal(paper.title)}\n"
    for part in paper.parts:
        yield f"\n## {literal(part.title)}\n"
        for block in part.blocks:
            yield f"\n{_block(block)}\n"
    yield "".join(f"\n{literal(line)}\n" for line in (paper.unit, paper.date) if line)


def _block(block: PaperBlock) -> str:
    from pairing_cli.output.formats import literal

    if block.kind == "heading":
        return f"### {literal(block.text)}"
    if block.kind == "blank":
        return f"**{literal(block.text)}**"
    if block.kind == "text":
        return literal(block.text)
    rows = [block.titles, *(tuple(row.values()) for row in block.rows)]
    lines = [f"| {' | '.join(map(literal, row))} |" for row in rows]
    lines.insert(1, f"| {' | '.join('---' for _ in block.titles)} |")
    return "\n".join([literal(block.text), "", *lines])
