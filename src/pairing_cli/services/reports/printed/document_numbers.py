"""The numbers that files of evidence have in the archive and in every paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pairing_cli.domain.vocabulary import DOCUMENT_CATEGORIES
from pairing_cli.services.papers.documents import DocumentRow
from pairing_cli.services.reports.printed.voice import Voice


def numbered_documents(rows: Iterable[DocumentRow]) -> list[tuple[str, DocumentRow]]:
    """Files with the numbers that they have in the archive and in every paper: the volume of
    the category, and the place in it by date.
    """
    by_category: dict[str, list[DocumentRow]] = {each: [] for each in DOCUMENT_CATEGORIES}
    for row in sorted(rows, key=lambda row: (row.date or "", row.id)):
        by_category[row.category].append(row)
    return [
        (f"{number}-{count:02d}", row)
        for number, of_category in enumerate(by_category.values(), 1)
        for count, row in enumerate(of_category, 1)
    ]


def document_rows(rows: Iterable[DocumentRow], voice: Voice) -> list[dict[str, Any]]:
    """Files as a paper lists them, by category and date."""
    return [
        {
            "number": number,
            "date": voice.day(row.date),
            "category": voice.say(DOCUMENT_CATEGORIES[row.category]),
            "title": row.heading,
        }
        for number, row in numbered_documents(rows)
    ]
