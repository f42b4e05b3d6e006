"""What a report shows on the terminal, written to a file: a page to look at, or a workbook."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.domain.fields import Audience
from pairing_cli.domain.phrases import N_, phrase
from pairing_cli.output.cells import for_people, raw_value, remembering
from pairing_cli.output.language import language, translate
from pairing_cli.output.listing import Column, Done, Facts, Lines, Listing, Screen
from pairing_cli.output.text import ems, harmless, truncate

if TYPE_CHECKING:
    from pairing_cli.cli.context import Run
    from pairing_cli.files.printed.pages import PageCell, PageSection, PageTable
    from pairing_cli.services.pairings.coverage import CascadeRow
    from pairing_cli.services.reports.progress import PairingProgress
    from pairing_cli.store.reading import Reader

_HINT: Final = re.compile(r"[^。.]*\bpairing [a-z][^。]*")
"""What says which command to type: whoever is handed the page has no command line."""
_BROAD: Final = 8
"""Columns that fit a sheet of A4 upright."""
_LABEL: Final = 20
"""Cells of a name beside a map; in the register above it stands in full."""


def write_result(
    found: Listing | Screen,
    path: Path,
    store: Reader,
    *,
    beside: Sequence[PageSection] = (),
    shows: frozenset[str] = frozenset(),
) -> Done:
    """Write what was found in the format that the file's ending tells.

    `beside`: pictures of the page, which show the columns of the keys `shows` in another way.
    """
    listing = found.data if isinstance(found, Screen) else found
    if path.suffix.lower() != ".html":
        from pairing_cli.cli.outgoing.listing_out import write_out

        return write_out(listing, path, Audience.INTERNAL, store)._replace(
            exit_code=found.exit_code
        )
    blocks = found.blocks if isinstance(found, Screen) else (found._replace(title=None),)
    sections = [*(_section(each, store, shows) for each in blocks), *beside]
    return _write(listing._replace(title=found.title), sections, path)


def _write(found: Listing, sections: Sequence[PageSection], path: Path) -> Done:
    """Write a page: the title of what was found, its notes, and these sections."""
    from pairing_cli.files.printed.pages import Page, PageBlock, PageSection, write_page

    said = [_HINT.sub("", harmless(translate(note))).strip() for note in found.notes]
    told = [PageBlock("text", each) for each in said if each]
    tables = [block.table for each in sections for block in each.blocks if block.table]
    page = Page(
        lang="zh-CN" if language() == "zh" else "en",
        title=harmless(translate(found.title)) if found.title else "",
        subtitle="",
        cards=(),
        charts=(),
        label_ems=0,
        tables=(),
        footer=translate(N_("Made by pairing. All of it is in this one file.")),
        sections=[PageSection("", told), *sections],
        is_broad=any(len(each.columns) > _BROAD for each in tables),
    )
    write_page(page, path)
    return Done(phrase("Wrote {path}.", path=str(path)), exit_code=found.exit_code)


def _section(block: Listing | Facts | Lines, store: Reader, shown: frozenset[str]) -> PageSection:
    from pairing_cli.files.printed.pages import PageBlock, PageSection

    title = harmless(translate(block.title)) if block.title else ""
    if isinstance(block, Lines):
        lines = [PageBlock("text", harmless(translate(line))) for line in block.lines]
        return PageSection(title, lines)
    table = _facts(block) if isinstance(block, Facts) else _register(block, store, shown)
    if table.rows:
        return PageSection(title, [PageBlock("register", "", table)])
    return PageSection(title, [PageBlock("text", table.empty)])


def _register(listing: Listing, store: Reader, shown: frozenset[str]) -> PageTable:
    """A listing without its empty columns, which would only take the room of the others."""
    from pairing_cli.cli.outgoing.profiles import stripped
    from pairing_cli.files.printed.pages import PageColumn, PageTable

    seen = stripped(
        listing,
        Audience.INTERNAL,
        store,
        wanted=lambda each: not each.folded and each.key not in shown,
    )
    columns = seen.columns
    cells = [_cells(column) for column in columns]
    rows = [[cell(row) for cell in cells] for row in seen.rows]
    kept = [at for at in range(len(columns)) if any(row[at].text for row in rows)]
    return PageTable(
        "",
        [PageColumn(translate(columns[at].title), columns[at].right) for at in kept],
        [[row[at] for at in kept] for row in rows],
        harmless(translate(listing.empty)) if listing.empty else "",
    )


def _facts(facts: Facts) -> PageTable:
    from pairing_cli.files.printed.pages import PageCell, PageColumn, PageTable

    cells = [(translate(each.title), _cell(each, facts.row)) for each in facts.columns]
    rows = [[PageCell("", title), cell] for title, cell in cells if cell.text]
    titles = (translate(phrase("Field")), translate(phrase("Value")))
    return PageTable("", [PageColumn(title, False) for title in titles], rows, "")


def _cells(column: Column) -> Callable[[Any], PageCell]:
    """What makes the cell of a row: of what a column says by the thousand, once."""
    shown = column.shown_as or column.key
    if column.tones and shown != column.key:  # its look depends on more than what it says
        return lambda row: _cell(column, row)
    cell = remembering(lambda value: _cell(column, {shown: value}))
    return lambda row: cell(row[shown])


def _cell(column: Column, row: Any) -> PageCell:
    from pairing_cli.files.printed.pages import PageCell

    tone = None
    if column.tones:
        value = raw_value(column, row)
        tone = column.tones.get(value) if isinstance(value, str) else None
    return PageCell("", harmless(for_people(column, row)), column.right, None, tone)


def write_progress(found: Listing | Screen, path: Path, run: Run, cycle: str | None) -> Done:
    """Write what `progress` found; on a page of pairings with a map of their months."""
    store = run.reader()
    listing = found.data if isinstance(found, Screen) else found
    months = _months(store, listing, run.as_of, cycle)
    if not months or path.suffix.lower() != ".html":
        return write_result(found, path, store)
    pictures = [_visits_by_month(list(listing.rows), months)]
    return write_result(found, path, store, beside=pictures, shows=frozenset({_VISITS}))


_VISITS: Final = "visits_by_month"
_MOST_CELLS: Final = 15_000
"""Cells of a map: the whole cycle of 600 pairings. Of more the last months are drawn, so that a
page of a thousand stays under half a megabyte."""


def _months(store: Reader, listing: Listing, as_of: dt.date, cycle: str | None) -> list[str]:
    """The months that the rows tell of and people see, as 2022-04; none of other rows."""
    from pairing_cli.services.programme.cycles import find_cycle
    from pairing_cli.services.reports.progress import MONTHS_SHOWN

    counts = max((len(getattr(row, _VISITS, ())) for row in listing.rows), default=0)
    months = list(find_cycle(store, cycle, as_of).span.months())
    rows = len(list(listing.rows))
    shown = counts if rows * counts <= _MOST_CELLS else MONTHS_SHOWN
    return [month.code for month in months[:counts][-shown:]]


def _visits_by_month(rows: Sequence[PairingProgress], months: Sequence[str]) -> PageSection:
    from pairing_cli.files.printed.heat_maps import heat_map
    from pairing_cli.files.printed.pages import PageBlock, PageSection

    title = translate(
        phrase("Visits of each month, {first} to {last}", first=months[0], last=months[-1])
    )
    figures = [
        (truncate(harmless(row.mentee_short), _LABEL), row.visits_by_month[-len(months) :])
        for row in rows
    ]
    drawn = heat_map(months, figures, max(ems(label) for label, _ in figures))
    legend = translate(N_("Every cell has its number; the more visits, the darker it is."))
    return PageSection(title, [PageBlock("text", legend), PageBlock("map", title, heat=drawn)])


def write_tree(
    found: Listing, places: Sequence[CascadeRow], told: Sequence[Column], path: Path
) -> Done:
    """Write a tree: each of the `places` below its mentor, with what the columns `told` say, the
    last of them in words of its own: what breaks off there. Who hangs from one that isn't shown
    stands at the top and names it.
    """
    from pairing_cli.files.printed.pages import Branch, PageBlock, PageSection

    *facts, breaks = told
    top: list[Branch] = []
    above: list[CascadeRow] = []
    below: list[list[Branch]] = [top]
    for row in places:
        while above and above[-1].depth >= row.depth:
            above.pop()
            below.pop()
        hangs = bool(above) and above[-1].kindergarten == row.parent
        branch = Branch(
            harmless(row.kindergarten),
            " · ".join(_of_place(row, facts, row.parent if not hangs else None)),
            [_break(each, breaks) for each in row.breaks],
            [],
        )
        (below[-1] if hangs else top).append(branch)
        above.append(row)
        below.append(branch.below)
    block = PageBlock("tree", "", tree=top)
    if not top and found.empty:
        block = PageBlock("text", harmless(translate(found.empty)))
    return _write(found, [PageSection("", [block])], path)


def _of_place(row: CascadeRow, facts: Sequence[Column], mentor: str | None) -> Iterator[str]:
    for column in facts:
        if text := harmless(for_people(column, row)):
            yield f"{translate(column.title)} {text}" if column.right else text
    if mentor:
        yield f"{translate(N_('Mentor'))} {harmless(mentor)}"


def _break(code: str, column: Column) -> str:
    label = (column.labels or {}).get(code, code)
    return translate(phrase("Gap: {what}", what=label))
