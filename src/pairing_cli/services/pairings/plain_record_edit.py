"""Plain records of a pairing, written by what their class declares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from math import isfinite
from types import SimpleNamespace
from typing import Any, Final, cast

from pairing_cli.domain.errors import PairingError, RuleRefusal, UsageError
from pairing_cli.domain.fields import NUMBERS, Field, FieldType
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.people import one_person
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.records.plain import PairingRecord
from pairing_cli.domain.time.dates import share_a_day
from pairing_cli.domain.time.day_checks import check_not_ahead
from pairing_cli.domain.words.masking import says_the_same
from pairing_cli.domain.words.same_name import name_key
from pairing_cli.domain.words.wording import SHORT_TEXT, on_one_line, one_line, several_lines
from pairing_cli.services.pairings.pairing_records import (
    check_in_pairing,
    open_pairing,
    removable,
)
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.pairings.plain_records import Plain, columns_read, show_record
from pairing_cli.services.programme.cycles import CycleRow, check_inside, find_cycle
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.services.programme.records import check_same_mentee, find_record
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows.base import RemovableRow, RowColumn
from pairing_cli.store.writing import Writer

MOST: Final = 1_000_000_000
"""A larger number is a slip of the keyboard."""


def add_record(
    store: Writer,
    kind: type[Plain],
    mentee: str,
    values: Mapping[str, Any],
    cycle: CycleRow,
    *,
    as_of: dt.date,
    today: dt.date,
) -> Plain:
    """Record what `values` say, by the keys of the fields; without a day it was on `as_of`.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`.
    """
    pairing = open_pairing(store, mentee, cycle, as_of)
    table = removable(kind.record)
    given = {kind.day.key: as_of, **{key: each for key, each in values.items() if each is not None}}
    stored = {
        "pairing_id": pairing.id,
        **dict(_stored(store, kind, table, given, pairing.id, today)),
    }
    row = table(**stored)
    _check_days(store, kind, row, cycle, pairing)
    _check_fit(kind, stored)
    _check_once(store, kind, row)
    store.add(row)
    return show_record(store, kind, row.id, as_of)


def edit_record(
    store: Writer,
    kind: type[Plain],
    ref: str,
    values: Mapping[str, Any],
    *,
    as_of: dt.date,
    today: dt.date,
) -> Plain:
    """Change what `values` give: None leaves a field as it is. Raises as `add_record` does."""
    row = find_record(store, removable(kind.record), ref)
    pairing_id = row.values()["pairing_id"]
    stored = dict(_stored(store, kind, type(row), values, pairing_id, today))
    _check_fit(kind, {**row.values(), **stored})
    store.change(row, **stored)
    if kind.day_in is not None and any(values.get(field.key) for field in kind.span):
        code = store.value("SELECT cycle FROM pairings WHERE id = :id", id=pairing_id)
        cycle = find_cycle(store, code, as_of)
        _check_days(store, kind, row, cycle, open_pairing(store, pairing_id, cycle, as_of))
    _check_once(store, kind, row)
    return show_record(store, kind, row.id, as_of)


def _check_once(store: Writer, kind: type[PairingRecord], row: RemovableRow) -> None:
    """Raise `RuleRefusal` where what lasts, as somebody's stay at the other side, overlaps with
    another entry of the same.
    """
    if kind.until is None:
        return
    first, last = (field.stored_as for field in kind.span)
    subject = kind.known_by[-1]
    new = row.values()
    name = name_key(str(new[subject.stored_as]))
    for other in store.where(type(row), pairing_id=new["pairing_id"], removed_on=None):
        old = other.values()
        is_same = name_key(str(old[subject.stored_as])) == name
        days = new[first], new[last], old[first], old[last]
        if other.id == row.id or not is_same or not share_a_day(*days):
            continue
        ref, noun = ref_of(other.id), kind.record.words[0]
        raise RuleRefusal(
            "already-there",
            phrase("{title} is on record already: {ref}.", title=new[subject.stored_as], ref=ref),
            hint=phrase("To change it: pairing {noun} edit {ref}", noun=noun, ref=ref),
        )


def _check_fit(kind: type[PairingRecord], stored: Mapping[str, Any]) -> None:
    """Whether fields fit each other, before a constraint of the table says so in its words."""
    said = {field.key: stored.get(field.stored_as) for field in kind.written}
    kind.check(cast("PairingRecord", SimpleNamespace(**said)))


def _check_days(
    store: Reader,
    kind: type[PairingRecord],
    row: RemovableRow,
    cycle: CycleRow,
    pairing: PairingDetail,
) -> None:
    for field in kind.span:
        day = getattr(row, field.stored_as)
        if day is None:
            continue
        if kind.day_in == "cycle":
            check_inside(day, cycle, field=field.key)
        elif kind.day_in == "pairing":
            check_in_pairing(store, day, pairing, field=field.key)


def _stored(
    store: Reader,
    kind: type[PairingRecord],
    table: type[RemovableRow],
    values: Mapping[str, Any],
    pairing_id: str,
    today: dt.date,
) -> Iterator[tuple[str, Any]]:
    """Columns and their values. An error names the field that it is about."""
    for field in kind.written:
        value = values.get(field.key)
        if value is None:
            continue
        try:
            yield (
                field.stored_as,
                _value(store, field, table.columns[field.stored_as], value, pairing_id, today),
            )
        except PairingError as error:
            error.field = field.key
            raise


def _value(
    store: Reader, field: Field, column: RowColumn, value: Any, pairing_id: str, today: dt.date
) -> Any:
    if value == "" and column.nullable:
        return None
    if field.type is FieldType.DATE:
        if not field.ahead:
            check_not_ahead(value, today)
        return value
    if field.type is FieldType.REF:
        table = field.stored_as.removesuffix("_id")
        key = find_by_ref(store, table, value)
        check_same_mentee(store, table, key, (pairing_id,), value)
        return key
    if field.type in NUMBERS:
        return _amount(value, column)
    if field.labels is not None:
        return value
    return _text(field, column, value)


def _amount(value: float, column: RowColumn) -> float:
    least = column.least if column.least is not None else 0
    if not (isfinite(value) and least <= value <= MOST) or value == column.above:
        raise UsageError("bad-amount", phrase("{amount} can't be an amount.", amount=f"{value:g}"))
    return value


def named(field: Field) -> Phrase:
    """A field within a sentence: 物品, the item."""
    label = field.label
    return phrase("The {field}", field=Label(label.zh, label.en[:1].lower() + label.en[1:]))


def same_record(
    store: Reader, kind: type[PairingRecord], pairing_id: str, values: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    """The record that an imported row speaks of: its ref, and its fields by their keys."""
    table = removable(kind.record)
    conditions = ["t.pairing_id = :pairing", "t.removed_on IS NULL"]
    wanted = {"pairing": pairing_id}
    texts: dict[str, str] = {}
    for field in (*kind.known_by, *kind.told_apart_by):
        if (value := values.get(field.key)) is None:
            continue
        stored = table.columns[field.stored_as]
        column = f't."{field.stored_as}"'
        if field.type is FieldType.TEXT:
            texts[field.key] = on_one_line(_text(field, stored, value))
            continue
        same = f"{column} = :{field.key}"
        either = field in kind.told_apart_by
        conditions.append(f"({column} IS NULL OR {same})" if either else same)
        wanted[field.key] = stored.store(value)
    rows = store.rows(
        f"SELECT substr(t.id, 25, 8) AS ref, {columns_read(kind)} FROM {kind.record.table} AS t"
        f" WHERE {' AND '.join(conditions)}",
        **wanted,
    )
    apart = {field.key for field in kind.told_apart_by}

    def is_it(row: Mapping[str, Any]) -> bool:
        return all(
            key in apart if row[key] is None else says_the_same(text, on_one_line(row[key]))
            for key, text in texts.items()
        )

    return next(filter(is_it, rows), None)


def _text(field: Field, column: RowColumn, value: str) -> str:
    if field.one_person:
        return one_person(value)
    if column.longest is not None and column.longest <= SHORT_TEXT:
        return one_line(value, named(field), column.longest)
    return several_lines(value, named(field))
