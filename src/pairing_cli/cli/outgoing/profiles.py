"""Whom an export is for: what the audience should not see is taken out on the way.

Each field says who may see it (`Field.audience`), and what doesn't say so is not public. Text
that stays is looked through for the numbers of people, and for the public for their names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pairing_cli.domain.fields import Audience
from pairing_cli.domain.phrases import Label, Phrase
from pairing_cli.output.cells import fields_of, remembering, taking
from pairing_cli.output.listing import Column, Listing

if TYPE_CHECKING:
    from pairing_cli.store.reading import Reader

_SEPARATORS: Final = r"[\s\-–—.·()（）]*"


def _in_groups(*digits: str) -> str:
    """Digits with or without something between them, as people group long numbers."""
    return _SEPARATORS.join(digits)


_ANY: Final = r"\d"
_ABROAD: Final = rf"(?:(?:\+|00)?86{_SEPARATORS})?"
_MOBILE: Final = _ABROAD + _in_groups("1", "[3-9]", *[_ANY] * 9)
_AREA: Final = rf"(?:0\d{{2,3}}|(?:\+|00)86{_SEPARATORS}0?\d{{2,3}})"
_FIXED: Final = _ABROAD + _in_groups(_AREA, r"[1-9]\d{2,3}", r"\d{4}")
_SERVICE: Final = _in_groups("[48]", "0", "0", *[_ANY] * 7)
_LOCAL: Final = r"(?:电话|手机|[Tt]el|[Pp]hone)[:：. ]*\d{7,8}"
_CENTURY, _MONTH, _DAY = (
    f"(?:{'|'.join(_in_groups(*each) for each in pairs)})"
    for pairs in (
        (("1", "[89]"), ("2", "0")),
        (("0", "[1-9]"), ("1", "[0-2]")),
        (("0", "[1-9]"), ("[12]", _ANY), ("3", "[01]")),
    )
)
_IDENTITY: Final = _in_groups(
    "[1-9]", *[_ANY] * 5, _CENTURY, _ANY, _ANY, _MONTH, _DAY, *[_ANY] * 3, r"[\dXx]"
)
_OLD_IDENTITY: Final = r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"
_NUMBERS: Final = re.compile(
    rf"(?<!\d)(?:{_IDENTITY}|{_OLD_IDENTITY}|{_MOBILE}|{_FIXED}|{_SERVICE}|{_LOCAL})(?!\d)"
)
"""Identity numbers, mobile and fixed phone numbers, in whatever groups."""

_HALF_WIDTH: Final = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {
    ord("＋"): ord("+"),
    ord("－"): ord("-"),
}

_MASK: Final = "***"


def stripped(
    listing: Listing,
    audience: Audience,
    store: Reader,
    *,
    for_people: bool = True,
    wanted: Callable[[Column], bool] = lambda _: True,
) -> Listing:
    """The listing as the audience may see it. Without `for_people` it loses what only people's
    formats show; `wanted`: which columns are asked for, the texts of others aren't looked through.
    """
    if audience is Audience.ARCHIVE:
        return listing
    clean = cleaning(audience, store)
    seen = [column for column in listing.columns if audience.sees(column.audience)]
    # What people read in place of a column may say what a folded one says, which they don't get.
    folded = [each for each in listing.columns if each.folded]
    told = for_people and all(audience.sees(each.audience) for each in folded)
    asked = [column for column in seen if wanted(column)]
    columns = tuple(asked if told else (column._replace(shown_as=None) for column in asked))
    known = listing.rows
    if listing.is_withheld is not None:
        known = (row for row in known if not listing.is_withheld(row))
    rows = _cleaned(known, columns, remembering(clean))
    return listing._replace(columns=columns, rows=rows)


def cleaning(audience: Audience, store: Reader) -> Callable[[str], str]:
    """Takes out of a text what the audience may not read: numbers of phones and cards, for the
    public the names of everybody on record, too.
    """
    if audience is Audience.ARCHIVE:
        return str
    return _without_numbers if audience is Audience.INTERNAL else _without_names(store)


def left_out(listing: Listing, audience: Audience) -> tuple[str | Label, ...]:
    """The titles of the columns that the audience may not see."""
    return tuple(each.title for each in listing.columns if not audience.sees(each.audience))


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
    if (fields := None if isinstance(value, Label | Phrase) else fields_of(value)) is not None:
        return {
            key: inner if key in _LEFT else _without(inner, clean) for key, inner in fields.items()
        }
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
    if text.isalpha():
        return text
    plain = text.translate(_HALF_WIDTH)
    return _NUMBERS.sub(_MASK, plain) if _NUMBERS.search(plain) else text


_BETWEEN_NAMES: Final = re.compile(r"[、,，;；/\s]+")


def _without_names(store: Reader) -> Callable[[str], str]:
    """Takes out the names of everybody of whom a record says that it is a person, besides the
    numbers. A kindergarten may stand where a person does, and stays.
    """
    from pairing_cli.domain.records.registry import persons  # of every table: for this alone
    from pairing_cli.store.rows import BY_TABLE

    on_record = " UNION ".join(
        f'SELECT "{column}" FROM "{table}"'  # noqa: S608 - ours
        for table, column in persons()
        if column in BY_TABLE[table].columns
    )
    names = store.tuples(f"{on_record} EXCEPT SELECT name FROM kindergarten_name")  # noqa: S608
    found = {
        name
        for (several,) in names
        for name in _BETWEEN_NAMES.split(several or "")
        if len(name) > 1
    }
    if not found:
        return _without_numbers
    known = re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
    return lambda text: known.sub(_MASK, _without_numbers(text))
