"""Whom an export is for: what the audience should not see is taken out on the way.

public    no names of staff, no phones, no notes: what a bureau may hang up or put online
internal  names stay, phone and identity numbers go: what partners pass on among themselves
archive   everything, as it was recorded
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.output.cells import raw_value
from pairing_cli.output.listing import Column, Listing

if TYPE_CHECKING:
    from pairing_cli.store.reading import Reader


class Profile(StrEnum):
    """An audience."""

    PUBLIC = "public"
    INTERNAL = "internal"
    ARCHIVE = "archive"


_PHONES: Final = frozenset({"phone"})
_PEOPLE: Final = frozenset({"people", "head", "responsible", "recorded_by", "recorded_at"})
_FREE_TEXT: Final = frozenset(
    {"note", "next_step", "state_reason", "override_reason", "end_reason", "override", "waiver"}
)
"""What people write freely may name a child: no list of names could find it."""

_NUMBERS: Final = re.compile(
    r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)"
)
"""Identity numbers, mobile and fixed phone numbers."""

_MASK: Final = "***"


def stripped(listing: Listing, profile: Profile, store: Reader) -> Listing:
    """The listing as the audience may see it."""
    if profile is Profile.ARCHIVE:
        return listing
    hidden = _PHONES
    clean: Callable[[str], str] = _without_numbers
    if profile is Profile.PUBLIC:
        hidden = _PHONES | _PEOPLE | _FREE_TEXT
        clean = _without_names(store)
    columns = tuple(column for column in listing.columns if column.key not in hidden)
    return replace(listing, columns=columns, rows=_cleaned(listing, columns, clean))


def _cleaned(
    listing: Listing, columns: tuple[Column, ...], clean: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    """Rows with every text that is no code cleaned; codes and dates hold no names."""
    shown = [column for column in columns if column.shown_as]
    for row in listing.rows:
        found = {column.key: _value(column, row, clean) for column in columns}
        for column in shown:
            named = column.shown_as or ""
            found[named] = raw_value(replace(column, key=named, shown_as=None), row)
        yield found


def _value(column: Column, row: Any, clean: Callable[[str], str]) -> Any:
    value = raw_value(column, row)
    if column.key in _LEFT or column.labels is not None:
        return value
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, tuple):
        return tuple(clean(each) if isinstance(each, str) else each for each in value)
    return value


_LEFT: Final = frozenset({"ref", "code", "mentor", "mentee", "mentees", "kindergarten", "county"})
"""Names of kindergartens and codes are what the listing is about."""


def _without_numbers(text: str) -> str:
    return _NUMBERS.sub(_MASK, text)


def _without_names(store: Reader) -> Callable[[str], str]:
    """Takes out the names of everybody who is on record, besides the numbers."""
    rows = store.rows(
        "SELECT DISTINCT name FROM visit_person UNION SELECT head FROM kindergarten"
        " WHERE head IS NOT NULL"
    )
    names = sorted((row["name"] for row in rows if len(row["name"]) > 1), key=len, reverse=True)
    if not names:
        return _without_numbers
    known = re.compile("|".join(map(re.escape, names)))
    return lambda text: known.sub(_MASK, _without_numbers(text))
