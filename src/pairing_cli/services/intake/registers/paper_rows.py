"""What a row of an imported table and the records say of each other.

A row that tells of a record that is there adds nothing. What the record lacks is filled in;
where the two say different things it is asked, and the record stays as it is.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any, TypeVar

from pairing_cli.domain.errors import BadData, InputError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.words.masking import says_the_same
from pairing_cli.domain.words.wording import on_one_line
from pairing_cli.services.intake.import_records import Day, Effect, RowWriter, Similar
from pairing_cli.services.pairings.pairing_records import open_pairing
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.whole_names import find_whole
from pairing_cli.store.reading import Reader
from pairing_cli.store.writing import Writer

Row = TypeVar("Row", bound=Mapping[str, Any])


def pairing_of(
    store: Writer, values: Mapping[str, Any], cycle: CycleRow, day: Day
) -> PairingDetail:
    """The pairing that a row speaks of. Raises `NotFound`, `RuleRefusal`."""
    return open_pairing(store, mentee_or_pairing(store, values, cycle), cycle, day.as_of)


def mentee_or_pairing(store: Reader, values: Mapping[str, Any], cycle: CycleRow) -> str:
    """The key of the mentee of a row; of the pairing, where the mentee has had several mentors
    and the row tells which, as our own exports do. Raises `NotFound`.
    """
    mentee, mentor = str(values["mentee"]), values.get("mentor")
    if mentor is None:
        return mentee
    pairings = {
        row["mentor_id"]: str(row["id"])
        for row in store.rows(
            "SELECT id, mentor_id FROM pairing WHERE cycle_id = :cycle AND mentee_id = :mentee"
            " AND kind = 'regular' ORDER BY start_date, id",
            cycle=cycle.id,
            mentee=mentee,
        )
    }
    if len(pairings) <= 1:
        return mentee
    try:
        return pairings.get(find_whole(store, mentor).id, mentee)
    except InputError as error:
        error.column = "mentor"
        raise


def one_day(values: Mapping[str, Any], key: str) -> dt.date | None:
    """The day in a cell. Raises `BadData` where it holds several."""
    span: DateSpan | None = values.get(key)
    if span is None:
        return None
    if span.first != span.last:
        raise BadData("several-days", phrase("One day is meant here, not several."), column=key)
    return span.first


def so_called(rows: Iterable[Row], title: str | None) -> Row | None:
    """The row with this title, else the first with one from which something was taken out to
    make it, else the first where one of the two has none.
    """
    untitled, masked = None, None
    for row in rows:
        stored = row["title"]
        if title == stored:
            return row
        if title is None or stored is None:
            untitled = untitled or row
        elif says_the_same(title, stored):
            masked = masked or row
    return masked or untitled


def completed(
    store: Writer,
    known: Mapping[str, Any],
    values: Mapping[str, Any],
    command: str,
    edit: Callable[[str], object],
) -> Effect:
    """Have `edit` fill in what the record lacks of the row.

    `known` is the record: its ref, and its columns under the names of the fields. Raises
    `Similar` where row and record say different things; `command` is what corrects it.
    """
    said = {key: _comparable(values[key]) for key in known if key in values}
    differs = [
        key
        for key in said
        if known[key] is not None and not _is_said(said[key], _comparable(known[key]))
    ]
    if differs:
        raise Similar(known["ref"], differs, command)
    noted = len(store.notes)
    if any(known[key] is None for key in said):
        edit(known["ref"])
    return Effect.CHANGED if len(store.notes) > noted else Effect.THERE


def _is_said(said: Any, stored: Any) -> bool:
    if isinstance(said, str) and isinstance(stored, str):
        return says_the_same(said, stored)
    return bool(said == stored)


def _comparable(value: Any) -> Any:
    """A cell or a column, alike where both say the same."""
    if isinstance(value, DateSpan):
        return value.first.isoformat()
    if isinstance(value, str):
        return on_one_line(unicodedata.normalize("NFC", value).replace("\r\n", "\n").strip())
    if isinstance(value, tuple):
        return tuple(_comparable(each) for each in value)
    return value


def pointing(columns: Mapping[str, Sequence[str]]) -> Callable[[RowWriter], RowWriter]:
    """Have the errors of a writer name the column to look at.

    `columns` says for the code of an error which fields it may be about: the first that the
    row fills in, else the first.
    """

    def decorate(write: RowWriter) -> RowWriter:
        @wraps(write)
        def pointed(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
            try:
                return write(store, values, day)
            except InputError as error:
                fields = columns.get(error.code)
                if fields and error.column not in values:
                    error.column = next((each for each in fields if each in values), fields[0])
                raise

        return pointed

    return decorate
