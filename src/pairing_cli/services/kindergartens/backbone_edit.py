"""Writing the register of backbone teachers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pairing_cli.domain.errors import BadData
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.people import one_person
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import share_a_day
from pairing_cli.domain.time.day_checks import check_in_order, check_not_ahead
from pairing_cli.domain.words.same_name import name_key
from pairing_cli.domain.words.wording import LONG_TEXT, SHORT_TEXT, one_line, several_lines
from pairing_cli.services.kindergartens.backbone import BackboneRow, show_backbone
from pairing_cli.services.programme.names.lookup import find_by_ref, find_kindergarten
from pairing_cli.services.programme.records import not_removed
from pairing_cli.store.rows import BackboneTeacher
from pairing_cli.store.writing import Writer


def add_backbone(
    store: Writer,
    kindergarten: str,
    name: str,
    level: str,
    first: dt.date,
    *,
    strength: str | None = None,
    note: str | None = None,
    today: dt.date,
) -> BackboneRow:
    """Put a teacher on the register. Raises `NotFound`, `UsageError`, and `BadData` for one who
    is on it.
    """
    key = find_kindergarten(store, kindergarten)
    check_not_ahead(first, today)
    person = one_person(name)
    row = BackboneTeacher(
        kindergarten_id=key.id,
        name=person,
        level=level,
        from_date=first,
        strength=one_line(strength, phrase("The text"), SHORT_TEXT) if strength else None,
        note=several_lines(note, phrase("The note"), LONG_TEXT) if note else None,
    )
    _check_once(store, row, key.name)
    store.add(row)
    return show_backbone(store, row.id)


def edit_backbone(store: Writer, ref: str, **changes: Any) -> BackboneRow:
    """Change what is told of a backbone teacher: level, from_date, to_date, strength, note; None
    leaves a field as it is, "" empties a text.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal` for one taken off the register.
    """
    row = store.get(BackboneTeacher, find_by_ref(store, "backbone_teacher", ref))
    not_removed(row, ref)
    given = {key: value for key, value in changes.items() if value is not None}
    for key, limit in (("strength", SHORT_TEXT), ("note", LONG_TEXT)):
        if key in given:
            clean = one_line if key == "strength" else several_lines
            given[key] = clean(given[key], phrase("The text"), limit) if given[key] else None
    check_in_order(given.get("from_date", row.from_date), given.get("to_date", row.to_date), "to")
    store.change(row, **given)
    found = show_backbone(store, row.id)
    _check_once(store, row, found.kindergarten)
    return found


def _check_once(store: Writer, row: BackboneTeacher, kindergarten: str) -> None:
    """Raise `BadData` where the days of another entry of the same person overlap."""
    for other in store.where(BackboneTeacher, kindergarten_id=row.kindergarten_id, removed_on=None):
        if (
            other.id != row.id
            and name_key(other.name) == name_key(row.name)
            and share_a_day(row.from_date, row.to_date, other.from_date, other.to_date)
        ):
            raise BadData(
                "backbone-twice",
                phrase(
                    "{name} of {kindergarten} is on the register of backbone teachers already.",
                    name=row.name,
                    kindergarten=kindergarten,
                ),
                hint=phrase("To change it: pairing backbone edit {ref}", ref=ref_of(other.id)),
            )


def remove_backbone(store: Writer, ref: str, *, reason: str, on: dt.date) -> BackboneRow:
    """Take somebody off the register: it was a mistake. Raises `NotFound`, `RuleRefusal`."""
    found = show_backbone(store, ref)
    row = store.get(BackboneTeacher, found.id)
    not_removed(row, ref)
    text = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(row, removed_on=on, removed_reason=text)
    return found
