"""The `table` format: for people, in their language.

In a pipe it is plain text, aligned and never cut, written without Rich, whose import costs
40 ms. On a terminal a listing is a Rich table as wide as the terminal allows; where it allows
too little, and for single records, there is one field a line. Cells are data: they are made
harmless first and never pass through Rich's markup.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.output.cells import for_people, raw_value
from pairing_cli.output.language import translate
from pairing_cli.output.listing import Column, Facts, Lines, Listing, Report, Screen, Shown
from pairing_cli.output.surface import Surface
from pairing_cli.output.table_widths import GAP, column_widths, first_to_go, width_of, without
from pairing_cli.output.text import cell_width, longest_command, truncate, wrap_cells

if TYPE_CHECKING:
    from rich.table import Table

NOTHING: Final = phrase("None.")
"""Stands in a report for a listing without rows."""

_BAR_CELLS: Final = 10
_RICH_STYLES: Final = {"good": "green", "warn": "yellow", "bad": "red", "quiet": "dim"}


SCREEN_LINES: Final = 24
"""Lines of the terminal that a screen is made for, the next prompt among them."""
_LEAST_ROWS: Final = 3
"""Rows that a screen keeps however little room there is."""
_JOINT: Final = "、|, "


class _Cell(NamedTuple):
    text: str
    tone: str | None = None


def write_table(result: Shown, surface: Surface) -> None:
    """Write `result` for people. A listing without rows writes nothing."""
    if isinstance(result, Report):
        _write_report(result, surface)
    elif isinstance(result, Facts):
        _write_title(result.title, surface)
        _write_facts(result, surface)
    else:
        rows = list(result.rows)
        if rows:
            _write_title(result.title, surface)
            _write_listing(result.columns, rows, surface)


def _write_report(report: Report, surface: Surface) -> None:
    _write_title(report.title, surface)
    for at, block in enumerate(report.blocks):
        if (at > 0 or report.title is not None) and not isinstance(block, Lines):
            surface.write("\n")
        _write_title(block.title, surface)
        if isinstance(block, Facts):
            _write_facts(block, surface)
            continue
        if isinstance(block, Lines):
            for line in block.lines:
                _write_wrapped(line, surface)
            continue
        rows = list(block.rows)
        if rows:
            _write_listing(block.columns, rows, surface)
        else:
            _write_wrapped(block.empty or NOTHING, surface)


def write_screen(screen: Screen, surface: Surface, stderr: Surface) -> None:
    """Write `screen` for people: within its lines on a terminal, whole elsewhere. `stderr` is
    where its notes will go; on a terminal they are part of the screen.
    """
    blocks: list[Listing | Facts | Lines] = list(screen.blocks)
    if surface.is_terminal and screen.rest is not None and isinstance(blocks[0], Listing):
        rows = list(blocks[0].rows)
        taken = _lines_of(screen._replace(blocks=tuple(blocks[1:])), surface)
        if stderr.is_terminal:
            taken += sum(
                len(wrap_cells(stderr.showable(translate(note)), stderr.width))
                for note in screen.notes
            )
        counting = len(wrap_cells(translate(screen.rest(rows)), surface.width))
        room = SCREEN_LINES - 1 - taken
        kept = _fitting(blocks[0]._replace(rows=rows), room, counting, surface)
        blocks[0] = blocks[0]._replace(rows=rows[:kept])
        if rows[kept:]:
            blocks.insert(1, Lines((screen.rest(rows[kept:]),)))
    _write_blocks(screen.title, blocks, surface)


def _fitting(listing: Listing, room: int, counting: int, surface: Surface) -> int:
    """How many rows of a listing fit `room` lines, with `counting` of them to count the rest."""
    rows = list(listing.rows)
    lines = [0]
    for upto in range(1, len(rows) + 1):
        if lines[-1] > room:
            break
        lines.append(_lines_of(Screen(listing, (listing._replace(rows=rows[:upto]),)), surface))
    if len(lines) == len(rows) + 1 and lines[-1] <= room:
        return len(rows)
    fitting = sum(count <= room - counting for count in lines) - 1
    return min(max(fitting, _LEAST_ROWS), len(rows))


def _lines_of(screen: Screen, surface: Surface) -> int:
    written = io.StringIO()
    _write_blocks(screen.title, screen.blocks, surface._replace(stream=written, colour=False))
    return written.getvalue().count("\n")


def _write_blocks(
    title: Phrase | None, blocks: Sequence[Listing | Facts | Lines], surface: Surface
) -> None:
    _write_title(title, surface)
    before: object = None
    for block in blocks:
        if before is not None and not (isinstance(block, Lines) and block.title is None):
            surface.write("\n")
        before = block
        _write_title(block.title, surface)
        if isinstance(block, Lines):
            for line in block.lines:
                _write_wrapped(line, surface)
        elif isinstance(block, Facts):
            _write_facts(block, surface)
        else:
            rows = list(block.rows)
            if rows:
                _write_listing(block.columns, rows, surface)
            else:
                _write_wrapped(block.empty or NOTHING, surface)


def _write_title(title: Phrase | None, surface: Surface) -> None:
    if title is not None:
        _write_wrapped(title, surface, "strong")


def _write_wrapped(sentence: Phrase, surface: Surface, tone: str | None = None) -> None:
    text = surface.showable(translate(sentence), keep="\n")
    for line in wrap_cells(text, surface.width) if surface.is_terminal else [text]:
        surface.write(surface.toned(line, tone) + "\n")


def _write_listing(columns: Sequence[Column], rows: Sequence[Any], surface: Surface) -> None:
    columns = [
        column
        for column in columns
        if not column.folded and not (surface.is_terminal and column.wide)
    ]
    titles = [surface.showable(translate(column.title)) for column in columns]
    cells = [[_cell(column, row, surface) for column in columns] for row in rows]
    if not surface.is_terminal:
        _write_aligned(columns, titles, cells, surface)
        return
    if width_of(_texts(titles, cells)) > surface.width:  # what nobody has filled in gives way first
        filled = [at for at in range(len(titles)) if any(row[at].text for row in cells)]
        columns, titles = [columns[at] for at in filled], [titles[at] for at in filled]
        cells = [[row[at] for at in filled] for row in cells]
    widths = column_widths(columns, _texts(titles, cells), surface.width)
    short = [each._replace(shown_as=each.shorter or each.shown_as) for each in columns]
    if short != list(columns):
        shorter = [[_cell(each, row, surface) for each in short] for row in rows]
        if _breaks(cells, shorter, widths):
            found = column_widths(short, _texts(titles, shorter), surface.width)
            columns, cells, widths = (short, shorter, found) if found else (columns, cells, widths)
    left_out = []
    while widths is None and (at := first_to_go(columns, surface.width)) is not None:
        left_out.append(titles[at])
        columns, titles = without(columns, at), without(titles, at)
        cells = [without(line, at) for line in cells]
        widths = column_widths(columns, _texts(titles, cells), surface.width)
    if widths is None:
        _write_records(titles, cells, surface)
    else:
        cells = [
            [
                cell._replace(text=_fitted(cell.text, width, column.fits)) if column.fits else cell
                for cell, column, width in zip(line, columns, widths, strict=True)
            ]
            for line in cells
        ]
        _write_rich(columns, titles, cells, widths, surface)
        if left_out:
            _write_wrapped(
                phrase("No room for: {columns}", columns=tuple(left_out)), surface, "quiet"
            )


def _breaks(
    cells: Sequence[Sequence[_Cell]],
    shorter: Sequence[Sequence[_Cell]],
    widths: Sequence[int] | None,
) -> bool:
    """Whether a cell that has a shorter form takes several lines, or there is no table at all."""
    return widths is None or any(
        cell.text != short.text and cell_width(cell.text) > width
        for line, short_line in zip(cells, shorter, strict=True)
        for cell, short, width in zip(line, short_line, widths, strict=True)
    )


def _texts(titles: Sequence[str], cells: Sequence[Sequence[_Cell]]) -> list[list[str]]:
    """What stands in each column, its title first."""
    return [[title, *(line[at].text for line in cells)] for at, title in enumerate(titles)]


def _fitted(text: str, width: int, which: str) -> str:
    """`text` on one line of `width` cells: its start or its last items give way."""
    if cell_width(text) <= width:
        return text
    if which == "start":
        return truncate(text[::-1], width)[::-1]
    joints = list(re.finditer(_JOINT, text))
    for left_out, joint in enumerate(reversed(joints), start=1):
        shorter = f"{text[: joint.start()]} +{left_out}"
        if cell_width(shorter) <= width:
            return shorter
    return truncate(text, width)


def _write_facts(facts: Facts, surface: Surface) -> None:
    columns = [column for column in facts.columns if not column.folded]
    titles = [surface.showable(translate(column.title)) for column in columns]
    keep = "\n" if surface.is_terminal else ""
    cells = [_cell(column, facts.row, surface, keep) for column in columns]
    _write_records(titles, [cells], surface)


def _cell(column: Column, row: Any, surface: Surface, keep: str = "") -> _Cell:
    value = raw_value(column, row)
    tone = column.tones.get(value) if column.tones and isinstance(value, str) else None
    text = surface.showable(for_people(column, row), keep=keep)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if column.bar and surface.is_terminal and is_number:
        return _Cell(f"{text} {_bar(value, surface)}", tone)
    return _Cell(text, tone)


def _bar(percent: float, surface: Surface) -> str:
    """Ten cells; full only when nothing is missing. They end the column, so that numbers of any
    length leave them below each other.
    """
    filled = min(max(int(percent * _BAR_CELLS / 100), 0), _BAR_CELLS)
    full, rest = "█░" if surface.draws_boxes else "#."
    return full * filled + rest * (_BAR_CELLS - filled)


def _stands_right(column: Column) -> bool:
    return column.right or column.bar


def _write_aligned(
    columns: Sequence[Column],
    titles: Sequence[str],
    cells: Iterable[Sequence[_Cell]],
    surface: Surface,
) -> None:
    lines = [[_Cell(title) for title in titles], *cells]
    widths = [max(cell_width(line[at].text) for line in lines) for at in range(len(titles))]
    for line in lines:
        written = [
            _placed(cell, width, _stands_right(column), surface)
            for cell, width, column in zip(line, widths, columns, strict=True)
        ]
        surface.write((" " * GAP).join(written).rstrip(" ") + "\n")


def _placed(cell: _Cell, width: int, right: bool, surface: Surface) -> str:
    blank = " " * (width - cell_width(cell.text))
    text = surface.toned(cell.text, cell.tone)
    return blank + text if right else text + blank


def _write_records(
    titles: Sequence[str], records: Iterable[Sequence[_Cell]], surface: Surface
) -> None:
    """One field a line, a blank line between records; long values hang under themselves."""
    indent = max(map(cell_width, titles), default=0) + GAP
    is_stacked = surface.is_terminal and indent > surface.width // 2
    room = surface.width - indent if surface.is_terminal else None
    for at, record in enumerate(records):
        if at > 0:
            surface.write("\n")
        for title, cell in zip(titles, record, strict=True):
            if is_stacked or (room is not None and longest_command(cell.text) > room):
                for line in wrap_cells(title, surface.width):
                    surface.write(surface.toned(line, "quiet") + "\n")
                _write_value(cell, GAP, " " * GAP, surface)
            else:
                label = surface.toned(title, "quiet")
                _write_value(cell, indent, label + " " * (indent - cell_width(title)), surface)


def _write_value(cell: _Cell, indent: int, start: str, surface: Surface) -> None:
    text = cell.text or surface.showable("—")
    lines = wrap_cells(text, surface.width - indent) if surface.is_terminal else [text]
    for line in lines:
        surface.write(f"{start}{surface.toned(line, cell.tone)}\n")
        start = " " * indent


def _hanging(text: str, width: int) -> list[str]:
    """`text` in lines of `width` cells; those of an indented text keep its indent."""
    indent = " " * (len(text) - len(text.lstrip(" ")))
    return [indent + line for line in wrap_cells(text.lstrip(" "), width - len(indent))]


def _write_rich(
    columns: Sequence[Column],
    titles: Sequence[str],
    cells: Iterable[Sequence[_Cell]],
    widths: Sequence[int],
    surface: Surface,
) -> None:
    from rich.console import Console
    from rich.text import Text

    table = _rich_table(columns, titles, widths, surface)
    for line in cells:
        table.add_row(
            *(
                Text("\n".join(_hanging(cell.text, width)), _RICH_STYLES.get(cell.tone or "", ""))
                for cell, width in zip(line, widths, strict=True)
            )
        )
    console = Console(
        file=surface.stream,
        width=surface.width,
        height=25,  # never used, but without it Rich ignores the width on a dumb terminal
        force_terminal=True,
        color_system="standard" if surface.colour else None,
        no_color=not surface.colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(table)


def _rich_table(
    columns: Sequence[Column], titles: Sequence[str], widths: Sequence[int], surface: Surface
) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    rules = box.SIMPLE_HEAD
    if not surface.draws_boxes:
        rules = box.Box(str(rules).replace("─", "-"), ascii=True)
    table = Table(
        box=rules,
        show_edge=False,
        pad_edge=False,
        padding=(0, 0, 0, GAP - 1),  # the box adds a blank between columns
        header_style="bold",
    )
    for column, title, width in zip(columns, titles, widths, strict=True):
        table.add_column(
            Text("\n".join(wrap_cells(title, width))),
            width=width,
            justify="right" if _stands_right(column) else "left",
            no_wrap=True,
        )
    return table
