"""Reports as web pages: one file each, with its pictures, no script and nothing to load.

The layout is a Jinja2 template in `data/templates/`. Every value is escaped; a value can't
become markup, a link or a style.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.atomic_files import finished_file
from pairing_cli.resources import data_folder

if TYPE_CHECKING:
    from pairing_cli.files.printed.heat_maps import HeatMap

SUMMARY: Final = "summary.html"


@dataclass(frozen=True, slots=True)
class Card:
    """One figure, large."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart; `share` is 0 to 1 of its length."""

    label: str
    lines: Sequence[str]
    """The label as it is broken into lines, cut where it is very long."""
    share: float
    value: str
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars under a title."""

    title: str
    items: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of a table."""

    label: str
    text: str
    right: bool = False
    share: float | None = None
    """0 to 1: drawn as a small bar before the text."""
    tone: str | None = None


@dataclass(frozen=True, slots=True)
class PageColumn:
    """A column of a table."""

    title: str
    right: bool


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, or the sentence for one without rows."""

    title: str
    columns: Sequence[PageColumn]
    rows: Sequence[Sequence[PageCell]]
    empty: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A name of a tree, with what is below it."""

    name: str
    note: str
    marks: Sequence[str]
    """What is wrong there, in words."""
    below: list[Branch]


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A heading, a sentence, a blank to fill, a table, a register, a map or a tree."""

    kind: str
    """"heading", "text", "blank", "table"; "register": a table that stays one on a phone and is
    as small as can be; "map", "tree".
    """
    text: str
    table: PageTable | None = None
    heat: HeatMap | None = None
    tree: Sequence[Branch] = ()


@dataclass(frozen=True, slots=True)
class PageSection:
    """A part of a paper."""

    title: str
    blocks: Sequence[PageBlock]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything on the page, in the user's language."""

    lang: str
    title: str
    subtitle: str
    cards: Sequence[Card]
    charts: Sequence[Chart]
    label_ems: float
    """Room for the labels of all charts, in ems of their type."""
    tables: Sequence[PageTable]
    footer: str
    sections: Sequence[PageSection] = ()
    """The parts of a paper, before the tables."""
    signed: Sequence[str] = ()
    """Who signs a paper, and when."""
    is_broad: bool = False
    """Printed across the sheet."""


def page_text(page: Page) -> str:
    """The page as HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(data_folder() / "templates", encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
    )
    values: dict[str, Any] = {name: getattr(page, name) for name in Page.__slots__}
    return environment.get_template(SUMMARY).render(values)


def write_page(page: Page, path: Path) -> None:
    """Write the page to the file `path`. Raises `CannotCreate`, `StorageFailure`."""
    text = page_text(page)
    with finished_file(path) as draft:
        draft.write_text(text, encoding="utf-8", newline="\n")
