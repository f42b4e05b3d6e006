"""How rules, packs and overrides are shown: their columns and the words for their codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.phrases import N_, Label
from pairing_cli.domain.vocabulary import DIRECTIONS, LAYERS
from pairing_cli.output.listing import Column

if TYPE_CHECKING:
    from pairing_cli.services.owing.rules import PackRow, RuleInfo
    from pairing_cli.services.programme.forms import FormRow

KINDS = {
    "quota": Label("定额", "quota"),
    "document": Label("材料", "document"),
    "milestone": Label("节点", "milestone"),
    "indicator": Label("指标", "indicator"),
}

OWING = {
    "mentor": Label("帮扶园", "mentor"),
    "mentee": Label("受帮扶园", "mentee"),
    "both": Label("双方", "both"),
    "county": Label("县（区）", "county"),
    "bureau": Label("市教育局", "bureau"),
}

PERIODS = {
    "month": Label("每教学月", "teaching month"),
    "term": Label("每学期", "term"),
    "school_year": Label("每学年", "school year"),
    "stage": Label("阶段", "stage"),
    "cycle": Label("每周期", "cycle"),
}

WINDOWS = {
    "before": Label("开始前30天", "30 days before"),
    "start": Label("前三分之一", "first third"),
    "middle": Label("中间三分之一", "middle third"),
    "end": Label("后三分之一", "last third"),
}

PACK_COLUMNS = (
    Column("code", N_("Code")),
    Column("title", N_("Title")),
    Column("document", N_("Document")),
    Column("rules", N_("Rules"), right=True),
    Column("tasks", N_("Tasks"), right=True),
    Column("adopted", N_("Adopted")),
)

COLUMNS = (
    Column("code", N_("Code")),
    Column("pack", N_("Pack"), wide=True),
    Column("title", N_("Title")),
    Column("kind", N_("Kind"), labels=KINDS),
    Column("owed_by", N_("Owed by"), labels=OWING, wide=True),
    Column("need", N_("Need"), right=True),
    Column("unit", N_("Unit"), labels=MEASURES),
    Column("period", N_("Period"), labels=PERIODS),
    Column("forms", N_("Forms"), wide=True),
    Column("direction", N_("Direction"), labels=DIRECTIONS, wide=True),
    Column("window", N_("Part of the period"), labels=WINDOWS, wide=True),
    Column("layers", N_("Layers"), labels=LAYERS, wide=True),
    Column("document", N_("Document"), wide=True),
    Column("section", N_("Section")),
    Column("assumed", N_("Assumed"), wide=True),
)

DETAIL_COLUMNS = (
    *COLUMNS,
    Column("by", N_("By (month-day)")),
    Column("stage", N_("Stage")),
    Column("category", N_("Volume of the archive")),
    Column("fact", N_("Fact of a register")),
    Column("indicator", N_("Indicator")),
    Column("document_title", N_("Source")),
    Column("note", N_("Note")),
)

PERIOD_COLUMNS = (
    Column("period", N_("Period")),
    Column("period_start", N_("From")),
    Column("period_end", N_("To")),
    Column("first_day", N_("Counts from"), wide=True),
    Column("last_day", N_("Counts to"), wide=True),
    Column("due", N_("Due")),
    Column("owed", N_("Owed")),
)

OVERRIDE_COLUMNS = (
    Column("ref", N_("Ref")),
    Column("rule", N_("Rule"), wide=True),
    Column("title", N_("Title")),
    Column("rule_need", N_("Instead of"), right=True),
    Column("need", N_("Need"), right=True),
    Column("unit", N_("Unit"), labels=MEASURES, wide=True),
    Column("start", N_("From")),
    Column("end", N_("To")),
    Column("layer", N_("Layer"), labels=LAYERS),
    Column("county", N_("County")),
    Column("mentee", N_("Mentee")),
    Column("reason", N_("Reason")),
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
