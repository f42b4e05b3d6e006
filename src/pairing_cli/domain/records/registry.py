"""Every table of the programme, by how much its rows tell of a command.

Loaded by what speaks of any table: the history, the doctor, import, export. What shows one
register loads the module of its room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pairing_cli.domain.fields import Field
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records import (
    ending,
    honours,
    judging,
    kindergartens,
    matching,
    owing,
    paired,
    pairings,
    papers,
    people,
    plans,
    programme,
    summaries,
)
from pairing_cli.domain.records import visits as visit_records
from pairing_cli.domain.records.record import Record

RECORDS: Final[Mapping[str, Record]] = {
    record.table: record
    for record in (
        programme.PROGRAMME,
        ending.CYCLE_ROLL,
        ending.CYCLE_CLOSING,
        programme.CYCLE_RECORD,
        programme.TERM,
        programme.HOLIDAY,
        owing.RULE_PACK,
        owing.RULE_OVERRIDE,
        owing.WAIVER,
        *judging.JUDGING,
        *visit_records.VISITS,
        pairings.PAIRING,
        *honours.HONOURS,
        *plans.PLANS,
        *papers.PAPERS,
        owing.INDICATOR_RECORD,
        *kindergartens.KINDERGARTENS,
        matching.TRAVEL,
        matching.KINDERGARTEN_TAG,
        ending.ROLL_DECISION,
        ending.CYCLE_CORRECTION,
        summaries.SUMMARY_NOTE,
        programme.FORM_RECORD,
        programme.FORM_ALIAS,
        programme.REGION_RECORD,
        programme.REGION_NAME,
        pairings.EXEMPTION,
        pairings.LAYER_CAPACITY,
        pairings.CIRCLE,
        pairings.CIRCLE_MEMBER,
        programme.SOURCE_RECORD,
        owing.RULE_RECORD,
        owing.RULE_PART,
        owing.RULE_ROLE,
        owing.RULE_FORM,
        owing.RULE_LAYER,
    )
}
"""Table → what is known of it."""

TABLES: Final[Mapping[str, Label]] = {table: record.noun.label for table, record in RECORDS.items()}


def table_word(table: str) -> Label | str:
    """What people call a table; its own name where another program has made it."""
    return TABLES.get(table, table)


def field_word(table: str, column: str) -> Label | str:
    """What people call a column; its own name where another program has made it."""
    if (table, column) in _BY_COLUMN:
        return _BY_COLUMN[table, column].label
    if column in _ANYWHERE:
        return _ANYWHERE[column]
    return TABLES.get(column.removesuffix("_id"), column)


def persons() -> Sequence[tuple[str, str]]:
    """Table and column of every field that holds the names of persons. A field that listings
    only put together is among them, though no column.
    """
    return tuple(place for place, field in _BY_COLUMN.items() if field.person)


def codes(table: str, column: str) -> Mapping[str, Label] | None:
    """What the codes in a column are called."""
    found = _BY_COLUMN.get((table, column))
    return found.labels if found else None


def record_named(listing: str) -> Record:
    """The record whose listing has this name. Raises `LookupError`."""
    for record in RECORDS.values():
        if record.listing == listing:
            return record
    raise LookupError(listing)


_BY_COLUMN: Final[Mapping[tuple[str, str], Field]] = {
    (record.table, field.stored_as): field
    for record in RECORDS.values()
    for field in reversed(record.fields)
}

_ANYWHERE: Final[Mapping[str, Label]] = {
    "assumed": paired.ASSUMED.label,
    "county_code": paired.COUNTY.label,
    "form_code": visit_records.FORM.label,
    "mentee_id": paired.MENTEE.label,
    "mentor_id": paired.MENTOR.label,
    "name": kindergartens.NAME.label,
    "region_code": kindergartens.REGION_CODE.label,
    "removed_reason": paired.REMOVED_REASON.label,
    "source": paired.SOURCE.label,
    "scheme_id": honours.ASSESSMENT_SCHEME.noun.label,
    "pack_id": owing.RULE_PACK.noun.label,
    "task_id": plans.PLAN_TASK.noun.label,
    "group_id": people.LEADING_GROUP.noun.label,
    "circle_id": pairings.CIRCLE.noun.label,
    "target_id": judging.INSPECTION_TARGET.noun.label,
    "item_id": judging.CHECKLIST_ITEM.noun.label,
    "code": programme.CODE.label,
    "kind": Label("类别", "kind"),
    "on_date": paired.DATE.label,
    "position": Label("次序", "position"),
    "carried_from": Label("结转自", "carried from"),
    "closing_id": ending.CYCLE_CLOSING.noun.label,
    "roll_id": ending.CYCLE_ROLL.noun.label,
    "reason": owing.REASON.label,
    "reason_en": Label("原因（英文）", "reason (English)"),
    "until": owing.UNTIL.label,
    "pack_year": Label("规则包年份", "year of the pack"),
    "note_zh": paired.NOTE.label,
    "note_en": Label("备注（英文）", "note (English)"),
    "assumed_zh": paired.ASSUMED.label,
    "assumed_en": Label("假定（英文）", "assumed (English)"),
    "document_zh": owing.DOCUMENT_TITLE.label,
    "document_en": Label("依据（英文）", "source (English)"),
    "content": Label("内容", "content"),
    "short_zh": Label("简称", "short name"),
    "short_en": Label("简称（英文）", "short name (English)"),
    "settled_id": Label("所了结的活动", "settled visit"),
}
"""Columns that mean the same wherever they are, and that no listing shows under their name. The
key of another record is called as that record is."""
