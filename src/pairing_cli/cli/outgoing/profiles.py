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
from pairing_cli.domain.words.masking import MASK, without_numbers
from pairing_cli.output.cells import fields_of, remembering, taking
from pairing_cli.output.listing import Column, Listing

if TYPE_CHECKING:
    from pairing_cli.store.reading import Reader


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
    return without_numbers if audience is Audience.INTERNAL else _without_names(store)


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
        return without_numbers
    known = re.compile("|".join(map(re.escape, sorted(found, key=len, reverse=True))))
    return lambda text: known.sub(MASK, without_numbers(text))
