"""The summary as a web page: what goes into its cards, charts and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pairing_cli.domain.phrases import N_, Label, phrase
from pairing_cli.output.cells import for_people, raw_value
from pairing_cli.output.language import language, spoken, translate
from pairing_cli.output.listing import Column, Facts, Listing, Report
from pairing_cli.output.text import ems, harmless, truncate, wrap_cells

if TYPE_CHECKING:
    from pairing_cli.files.printed.pages import Bar, Chart, PageBlock, PageCell, PageTable
    from pairing_cli.services.reports.printed.blocks import Paper, PaperBlock
    from pairing_cli.services.reports.summaries.tables import PaperColumn

_CARDS = ("attainment", "pairings", "visits", "class_hours", "teachers", "children")
_MOST_BARS = 40
"""Bars of a chart: counties of a city or rules of all packs fit; a chart of more is no picture."""
_LABEL = 28
"""Cells of a line of the label of a bar: fourteen Chinese characters."""
_MOST_EMS = 15.5
"""Width of such a line, under half of the chart."""
_MOST_LINES = 3
"""Lines of a label. The longest title of our packs takes two; a rule of one's own may have a
sentence for a title, which stands in full in the table.
"""
_NOTHING = "—"
_NOWHERE = Label("（未注明）", "(not stated)")


def write_summary_page(path: Path, report: Report, paper: Paper) -> None:
    """Write the summary to the .html file `path`: its figures as pictures, then the paper."""
    from pairing_cli.files.printed.pages import Card, Page, PageSection, write_page

    data = report.data
    facts = next(block for block in report.blocks if isinstance(block, Facts))
    titles = {column.key: translate(column.title) for column in facts.columns}
    totals = data["totals"]
    cards = [
        Card(
            titles[key], _with_percent(totals[key]) if key == "attainment" else _shown(totals[key])
        )
        for key in _CARDS
    ]
    charts = _charts(data)
    page = Page(
        lang="zh-CN" if language() == "zh" else "en",
        title=paper.title,
        subtitle=translate(
            phrase(
                "{start} to {end}; as of {day}",
                start=facts.row["start"],
                end=facts.row["end"],
                day=data["as_of"],
            )
        ),
        cards=cards,
        charts=charts,
        label_ems=max((ems(line) for each in _bars(charts) for line in each.lines), default=0),
        tables=(),
        footer=translate(
            phrase("Made by pairing from the records as of {day}.", day=data["as_of"])
        ),
        sections=[
            PageSection(part.title, [_page_block(block) for block in part.blocks])
            for part in paper.parts
        ],
        signed=[line for line in (paper.unit, paper.date) if line],
    )
    write_page(page, path)


def _page_block(block: PaperBlock) -> PageBlock:
    from pairing_cli.files.printed.pages import PageBlock, PageCell, PageColumn, PageTable
    from pairing_cli.services.reports.summaries.tables import PAPER_TABLES

    if block.kind != "table":
        return PageBlock(block.kind, harmless(block.text))
    # A column in which nothing stands would only take the room of the others.
    shown = [
        (column, title)
        for column, title in zip(PAPER_TABLES[block.table].columns, block.titles, strict=True)
        if any(row[column.key] not in ("", _NOTHING) for row in block.rows)
    ]
    rows = [
        [
            PageCell(title, harmless(row[column.key]), column.figure, _share(column, row))
            for column, title in shown
        ]
        for row in block.rows
    ]
    columns = [PageColumn(title, column.figure) for column, title in shown]
    return PageBlock("table", block.text, PageTable(block.text, columns, rows, ""))


def _share(column: PaperColumn, row: Mapping[str, str]) -> float | None:
    text = row[column.key]
    return int(text) / 100 if column.key == "attainment" and text.isdecimal() else None


def _charts(data: Any) -> list[Chart]:
    from pairing_cli.files.printed.pages import Chart

    def attainment(title: str, rows: Iterable[Any], name: str) -> Chart:
        return Chart(
            title,
            [
                _bar(row[name], row["attainment"] / 100, f"{row['attainment']}%")
                for row in rows
                if row["attainment"] is not None
            ][:_MOST_BARS],
        )

    def visits(title: str, rows: Sequence[Any], name: str) -> Chart:
        most = max((row["visits"] for row in rows), default=0) or 1
        bars = [
            _bar(row[name] or phrase("vacation"), row["visits"] / most, str(row["visits"]))
            for row in rows
            if row["visits"]
        ]
        return Chart(title, bars[:_MOST_BARS])

    charts = (
        attainment(translate(N_("Attainment by county")), data["by_county"], "county"),
        visits(translate(N_("Visits by form")), data["by_form"], "label"),
        visits(translate(N_("Visits by term")), _termed(data["by_term"]), "term"),
        # The longest comes last: two columns then are about as long as each other.
        attainment(translate(N_("Attainment by rule")), data["rules"], "title"),
    )
    return [chart for chart in charts if len(chart.items) > 1]  # one bar compares nothing


def _termed(rows: Sequence[Any]) -> list[Any]:
    from pairing_cli.domain.vocabulary import term_label

    return [{**row, "term": term_label(row["term"]) if row["term"] else None} for row in rows]


def _bars(charts: Iterable[Chart]) -> Iterator[Bar]:
    return (bar for chart in charts for bar in chart.items)


def _bar(name: Any, share: float, value: str) -> Bar:
    from pairing_cli.files.printed.pages import Bar

    label = harmless(spoken(name)) or translate(_NOWHERE)
    lines = _broken(label)
    return Bar(label, lines, share, value)


def _broken(label: str) -> list[str]:
    """A label in lines; those of capitals have fewer letters."""
    lines: list[str] = []
    for cells in range(_LABEL, 1, -2):
        lines = wrap_cells(label, cells)
        if len(lines) > _MOST_LINES:
            lines[_MOST_LINES - 1 :] = [truncate(f"{lines[_MOST_LINES - 1]}…", cells)]
        if max(map(ems, lines)) <= _MOST_EMS:
            break
    return lines


def _shown(value: Any) -> str:
    return f"{value:,.10g}" if isinstance(value, int | float) else spoken(value) or "—"


def _with_percent(value: Any) -> str:
    return "—" if value is None else f"{spoken(value)}%"


def page_table(block: Listing) -> PageTable:
    """A listing as a table of a page."""
    from pairing_cli.files.printed.pages import PageColumn, PageTable

    columns = [PageColumn(translate(column.title), column.right) for column in block.columns]
    rows = [[_cell(column, row) for column in block.columns] for row in block.rows]
    title = translate(block.title) if block.title else ""
    return PageTable(title, columns, rows, translate(block.empty) if block.empty else "")


def _cell(column: Column, row: Any) -> PageCell:
    from pairing_cli.files.printed.pages import PageCell

    value = raw_value(column, row)
    text = harmless(for_people(column, row))
    is_share = column.bar and isinstance(value, int | float)
    return PageCell(
        translate(column.title),
        text,
        column.right,
        min(max(value / 100, 0.0), 1.0) if is_share else None,
        column.tones.get(value) if column.tones and isinstance(value, str) else None,
    )
