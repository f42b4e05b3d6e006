"""A proposal written to a file: the pairs with their reasons, and the distances like a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.domain.phrases import N_, Phrase, phrase
from pairing_cli.domain.vocabulary import LAYERS
from pairing_cli.output.listing import Column, Listing, Report

if TYPE_CHECKING:
    from pairing_cli.files.printed.pages import PageTable
    from pairing_cli.services.matching.inputs import SuggestInput
    from pairing_cli.services.matching.suggestion import Suggestion
    from pairing_cli.services.matching.tables import DistanceTable
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.reading import Reader

_FORMATS: Final[Mapping[str, str]] = {
    ".html": "html",
    ".xlsx": "xlsx",
    ".md": "markdown",
    ".json": "json",
}


def write(
    path: Path,
    report: Report,
    store: Reader,
    cycle: CycleRow,
    wanted: SuggestInput,
    found: Sequence[Suggestion],
) -> None:
    """Write a proposal in the format that the file's ending tells."""
    chosen = _FORMATS[path.suffix.lower()]
    if chosen in ("json", "markdown"):
        from pairing_cli.output.formats import write_file

        write_file(report, chosen, path)
        return
    from pairing_cli.services.matching.tables import distance_tables

    tables = [(one, table) for one in found for table in distance_tables(store, cycle, wanted, one)]
    if chosen == "xlsx":
        from pairing_cli.cli.outgoing.sheets_out import write_report

        listings = tuple(_listing(one, table) for one, table in tables)
        write_report(path, report._replace(blocks=(*report.blocks, *listings)))
    else:
        _write_page(path, report, found, tables)


def _title(found: Suggestion, table: DistanceTable) -> Phrase:
    unit = phrase("minutes") if found.objective["measure"] == "minutes" else phrase("km")
    if table.place is None:
        return phrase("{layer}: distances in {unit}", layer=LAYERS[found.layer], unit=unit)
    return phrase(
        "{place}, {layer}: distances in {unit}",
        place=table.place,
        layer=LAYERS[found.layer],
        unit=unit,
    )


def _listing(found: Suggestion, table: DistanceTable) -> Listing:
    """For a sheet: the chosen mentor by name beside the figures."""
    columns = (
        Column("mentee", N_("Mentee")),
        Column("mentor", N_("Mentor")),
        *(Column(str(number), name, right=True) for number, name in enumerate(table.mentors)),
    )
    rows: list[dict[str, Any]] = [
        {
            "mentee": row.mentee,
            "mentor": tuple(table.mentors[number] for number in row.mentors) or None,
            **{str(number): distance for number, distance in enumerate(row.distances)},
        }
        for row in table.rows
    ]
    return Listing(columns, rows, title=_title(found, table))


def _write_page(
    path: Path,
    report: Report,
    found: Sequence[Suggestion],
    tables: Sequence[tuple[Suggestion, DistanceTable]],
) -> None:
    from pairing_cli.cli.reports.page_out import page_table
    from pairing_cli.files.printed.pages import Card, Page, write_page
    from pairing_cli.output.language import language, translate

    cards = (
        (N_("New pairs"), sum(len(each.new) for each in found)),
        (N_("Mentees"), sum(each.mentees for each in found)),
        (N_("Without a mentor"), sum(len(each.unassigned) for each in found)),
        (N_("Mentors with too few"), sum(len(each.short) for each in found)),
    )
    page = Page(
        lang="zh-CN" if language() == "zh" else "en",
        title=translate(report.title) if report.title else "",
        subtitle=translate(
            phrase(
                "From north to south and from west to east, as on a map; green is the mentor"
                " proposed."
            )
        ),
        cards=[Card(translate(title), f"{count:,}") for title, count in cards],
        charts=[],
        label_ems=0,
        tables=[
            *(page_table(block) for block in report.blocks if isinstance(block, Listing)),
            *(_page_table(one, table) for one, table in tables),
        ],
        footer=" ".join(_footer(report)),
    )
    write_page(page, path)


def _footer(report: Report) -> Iterator[str]:
    from pairing_cli.output.language import translate

    for note in report.notes:
        yield translate(note)


def _page_table(found: Suggestion, table: DistanceTable) -> PageTable:
    from pairing_cli.files.printed.pages import PageCell, PageColumn, PageTable
    from pairing_cli.output.language import translate
    from pairing_cli.output.text import harmless

    mentors = [harmless(name) for name in table.mentors]
    mentee = translate(N_("Mentee"))
    columns = [PageColumn(mentee, False), *(PageColumn(name, True) for name in mentors)]
    rows = [
        [
            PageCell(mentee, harmless(row.mentee)),
            *(
                PageCell(
                    name,
                    "—" if distance is None else f"{distance:,.10g}",
                    right=True,
                    tone="good" if number in row.mentors else None,
                )
                for number, (name, distance) in enumerate(zip(mentors, row.distances, strict=True))
            ),
        ]
        for row in table.rows
    ]
    return PageTable(
        translate(_title(found, table)), columns, rows, translate(N_("Nobody to be matched."))
    )
