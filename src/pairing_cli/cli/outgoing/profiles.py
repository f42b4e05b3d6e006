"""Whom an export is for: what the audience should not see is taken out on the way.

public    no names of staff, no phones, no notes: what a bureau may hang up or put online
internal  names stay, phone and identity numbers go: what partners pass on among themselves
archive   everything, as it was recorded
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.domain.phrases import Label, Phrase
from pairing_cli.output.cells import remembering, taking
from pairing_cli.output.listing import Column, Listing

if TYPE_CHECKING:
    from pairing_cli.store.reading import Reader


class Profile(StrEnum):
    """An audience."""

    PUBLIC = "public"
    INTERNAL = "internal"
    ARCHIVE = "archive"


_PHONES: Final = frozenset({"phone", "mentor_phone", "mentee_phone"})
_PEOPLE: Final = frozenset(
    {
        "people",
        "head",
        "mentor_head",
        "mentee_head",
        "responsible",
        "recorded_by",
        "recorded_at",
        "deputies",
        "members",
        "contact",
        "signatories",
        "master",
        "apprentice",
        "successor",
        "raised_by",
        "assigned_to",
        "approver",
        "actor",
    }
)
_FREE_TEXT: Final = frozenset(
    {
        "note",
        "next_step",
        "text",
        "resolution",
        "reason",
        "state_reason",
        "override_reason",
        "end_reason",
        "removed_reason",
        "override",
        "waiver",
        "subject",
        "told",
    }
)
"""What people write freely may name a child: no list of names could find it."""

_NUMBERS: Final = re.compile(
    r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)"
)
"""Identity numbers, mobile and fixed phone numbers."""

_MASK: Final = "***"


def stripped(
    listing: Listing, profile: Profile, store: Reader, *, for_people: bool = True
) -> Listing:
    """The listing as the audience may see it. Without `for_people` it loses what only people's
    formats show.
    """
    if profile is Profile.ARCHIVE:
        return listing
    hidden = _PHONES
    clean: Callable[[str], str] = _without_numbers
    if profile is Profile.PUBLIC:
        hidden = _PHONES | _PEOPLE | _FREE_TEXT
        clean = _without_names(store)
    columns = tuple(
        column if for_people and column.shown_as not in hidden else column._replace(shown_as=None)
        for column in listing.columns
        if column.key not in hidden
    )
    rows = _cleaned(listing.rows, columns, remembering(clean))
    return listing._replace(columns=columns, rows=rows)


def _cleaned(
    rows: Iterable[Any], columns: Sequence[Column], clean: Callable[[str], str]
) -> Iterator[dict[str, Any]]:
    """Rows with every text cleaned that is no code and no name of a kindergarten."""
    free = [each for each in columns if each.key not in _LEFT and each.labels is None]
    written, keys = _keys(free), _keys(columns)
    values = taking(keys)
    for row in rows:
        found = dict(zip(keys, values(row), strict=True))
        for key in written:
            if (value := found[key]) is not None:
                found[key] = clean(value) if type(value) is str else _without(value, clean)
        yield found


def _keys(columns: Iterable[Column]) -> list[str]:
    """What is read of a row, be it for people or for scripts; each key once."""
    return list(dict.fromkeys(key for each in columns for key in (each.key, each.shown_as) if key))


def _without(value: Any, clean: Callable[[str], str]) -> Any:
    """`value` with all text in it cleaned, also inside a sentence."""
    if type(value) is str:
        return clean(value)
    if isinstance(value, tuple | list):
        return tuple([_without(each, clean) for each in value])
    if isinstance(value, Label):
        return Label(clean(value.zh), clean(value.en))
    if isinstance(value, Phrase):
        inner = {name: _without(each, clean) for name, each in value.values.items()}
        return replace(value, values=inner)
    return value


_LEFT: Final = frozenset({"ref", "code", "mentor", "mentee", "mentees", "kindergarten", "county"})
"""Names of kindergartens and codes are what the listing is about."""


def _without_numbers(text: str) -> str:
    return text if text.isalpha() else _NUMBERS.sub(_MASK, text)


_ON_RECORD: Final = """
    SELECT name FROM visit_person
    UNION SELECT head FROM kindergarten UNION SELECT name FROM group_member
    UNION SELECT master FROM apprenticeship UNION SELECT apprentice FROM apprenticeship
    UNION SELECT signatory FROM agreement_party UNION SELECT responsible FROM plan_task
    UNION SELECT raised_by FROM problem UNION SELECT assigned_to FROM problem
    UNION SELECT raised_by FROM need
    EXCEPT SELECT name FROM kindergarten_name
"""
"""A kindergarten may stand where a person does, and stays."""
_BETWEEN_NAMES: Final = re.compile(r"[、,，;；/\s]+")


def _without_names(store: Reader) -> Callable[[str], str]:
    """Takes out the names of everybody who is on record, besides the numbers."""
    found = {
        name
        for row in store.rows(f"SELECT name FROM ({_ON_RECORD}) WHERE name IS NOT NULL")  # noqa: S608 - ours
        for name in _BETWEEN_NAMES.split(row["name"])
        if len(name) > 1
    }
    if not found:
        return _without_numbers
    known = re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
    return lambda text: known.sub(_MASK, _without_numbers(text))
