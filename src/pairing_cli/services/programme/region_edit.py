"""What is known of a region, written: its official number of kindergartens."""

from __future__ import annotations

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.programme.lookup import RegionKey, find_region
from pairing_cli.store.rows import Region
from pairing_cli.store.writing import Writer

MOST_KINDERGARTENS = 100_000
"""A larger number is a slip of the keyboard: a province has some ten thousand."""


def set_official_count(
    store: Writer, name: str, count: int, source: str | None
) -> tuple[RegionKey, int | None]:
    """Record how many kindergartens a region officially has, and who says so: the region, and
    what was on record before. A source that was given before still holds where none is given.

    Raises `NotFound`, `UsageError`, `BadData`.
    """
    key = find_region(store, name)
    row = store.get(Region, key.code)
    if not 0 <= count <= MOST_KINDERGARTENS:
        raise UsageError("bad-amount", phrase("{amount} can't be an amount.", amount=count))
    if source is None and row.kindergartens_source is None:
        raise UsageError(
            "no-source",
            phrase("Say where the number is from."),
            hint=phrase("Such as: --source 2023年教育统计"),
        )
    before = row.kindergartens
    told = (
        {"kindergartens_source": one_line(source, phrase("The source"), SHORT_TEXT)}
        if source
        else {}
    )
    store.change(row, kindergartens=count, **told)
    return key, before
