"""How rules, packs and overrides are shown: their columns and the words for their codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.owing import (
    ADOPTED,
    BY_DAY,
    COUNTS_FROM,
    COUNTS_TO,
    DOCUMENT,
    DOCUMENT_TITLE,
    DUE,
    FACT,
    FORMS,
    INDICATOR,
    NEED,
    OWED,
    OWING,
    PACK,
    PERIOD,
    PERIOD_END,
    PERIOD_START,
    REASON,
    RULE,
    RULE_KIND,
    RULE_LAYERS,
    RULE_NEED,
    RULE_NOTE,
    RULE_PERIOD_KIND,
    RULES,
    SECTION,
    STAGE,
    TASKS,
    UNIT,
    VOLUME,
    WINDOW,
)
from pairing_cli.domain.records.paired import ASSUMED, COUNTY, END, MENTEE, REF, START
from pairing_cli.domain.records.pairings import LAYER
from pairing_cli.domain.records.programme import CODE, FORM_DIRECTION, OFFICIAL_TITLE
from pairing_cli.output.listing import Column, column

if TYPE_CHECKING:
    from pairing_cli.services.owing.rules import PackRow, RuleInfo
    from pairing_cli.services.programme.forms import FormRow

PACK_COLUMNS = (
    column(CODE),
    column(OFFICIAL_TITLE),
    column(DOCUMENT),
    column(RULES),
    column(TASKS),
    column(ADOPTED),
)

COLUMNS = (
    column(CODE),
    column(PACK),
    column(OFFICIAL_TITLE),
    column(RULE_KIND),
    column(OWING),
    column(NEED),
    column(UNIT),
    column(RULE_PERIOD_KIND),
    column(FORMS),
    column(FORM_DIRECTION, wide=True),
    column(WINDOW),
    column(RULE_LAYERS),
    column(DOCUMENT, wide=True),
    column(SECTION),
    column(ASSUMED, wide=True),
)

DETAIL_COLUMNS = (
    *COLUMNS,
    column(BY_DAY),
    column(STAGE),
    column(VOLUME),
    column(FACT),
    column(INDICATOR),
    column(DOCUMENT_TITLE),
    column(RULE_NOTE),
)

PERIOD_COLUMNS = (
    column(PERIOD),
    column(PERIOD_START),
    column(PERIOD_END),
    column(COUNTS_FROM),
    column(COUNTS_TO),
    column(DUE),
    column(OWED),
)

OVERRIDE_COLUMNS = (
    column(REF),
    column(RULE),
    column(OFFICIAL_TITLE),
    column(RULE_NEED),
    column(NEED),
    column(UNIT, wide=True),
    column(START),
    column(END),
    column(LAYER),
    column(COUNTY, wide=False),
    column(MENTEE),
    column(REASON),
)


def pack_row(pack: PackRow) -> dict[str, Any]:
    """A pack under its columns."""
    return {
        "code": pack.code,
        "title": Label(pack.title, pack.title_en),
        "document": pack.document,
        "rules": pack.rules,
        "tasks": pack.tasks,
        "adopted": pack.adopted,
    }


def rule_row(rule: RuleInfo) -> dict[str, Any]:
    """A rule under its columns: `unit` is what it counts in, `period` how often it asks."""
    return {
        "code": rule.code,
        "pack": rule.pack,
        "title": rule.title,
        "kind": rule.kind,
        "owed_by": rule.owed_by,
        "need": rule.need,
        "unit": rule.measure,
        "period": rule.unit,
        "forms": rule.forms,
        "direction": rule.direction,
        "window": rule.window,
        "layers": rule.layers,
        "document": rule.document,
        "section": rule.section,
        "assumed": rule.assumed,
    }


def detail_row(rule: RuleInfo) -> dict[str, Any]:
    """A rule with everything that is known of it."""
    return {
        **rule_row(rule),
        "by": rule.by_day,
        "stage": rule.stage,
        "category": rule.category,
        "fact": rule.fact,
        "indicator": rule.indicator,
        "document_title": rule.document_title,
        "note": rule.note,
    }


def with_forms(columns: Iterable[Column], forms: Iterable[FormRow]) -> tuple[Column, ...]:
    """The columns with the words for forms, which are data and no part of the program."""
    words: Mapping[str, Label] = {form.code: Label(form.zh, form.en) for form in forms}
    return tuple(
        column._replace(labels=words) if column.key == "forms" else column for column in columns
    )
