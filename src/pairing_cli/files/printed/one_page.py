"""A page of lines under headings: to read on the way, on one sheet of A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any, Final

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
    about: Sequence[str]
    """Lines below the title."""
    sections: Sequence[Section]
    small: bool = False
    """In small type, since there is much on it."""

    @property
    def values(self) -> dict[str, Any]:
        """What the template names."""
        return {name: getattr(self, name) for name in self.__slots__}


_STYLE: Final = """
@page { size: A4; margin: 18mm }
body { font: 15px/1.5 "Noto Sans CJK SC", "Microsoft YaHei", system-ui, sans-serif;
       max-width: 42em; margin: 1em auto; padding: 0 1em; color: #222; background: #fff }
h1 { font-size: 1.3em } p { margin: 0 }
h2 { font-size: 1em; margin: 1em 0 .2em } ul { margin: 0 0 0 1.2em;
     padding: 0 } li { overflow-wrap: anywhere }
"""


def write_one_page(page: OnePage, path: Path) -> None:
    """Write the page as HTML to the file `path`. Raises `CannotCreate`, `StorageFailure`."""
    with finished_file(path) as draft:
        draft.write_text(_html(page), encoding="utf-8", newline="\n")


def _html(page: OnePage) -> str:
    sections = "".join(
        f"<h2>{escape(each.title)}</h2>\n<ul>\n"
        + "".join(f"<li>{escape(line)}</li>\n" for line in each.lines)
        + "</ul>\n"
        for each in page.sections
    )
    about = "".join(f"<p>{escape(line)}</p>\n" for line in page.about)
    return (
        f'<!doctype html>\n<html lang="{page.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(page.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{escape(page.title)}</h1>\n{about}{sections}</body>\n</html>\n"
    )
