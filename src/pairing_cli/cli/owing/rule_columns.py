"""How rules, packs and overrides are shown: their columns and the words for their codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pairing_cli.domain.owed.rules import BLOCKS, LEDGERS, OWING, PERS
from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.phrases import N_, Label, phrase
from pairing_cli.domain.vocabulary import DIRECTIONS, LAYERS, PERSON_ROLES, SEASONS
from pairing_cli.output.listing import Column, Facts, Listing, Report

if TYPE_CHECKING:
    from pairing_cli.files.rule_pack import PackNote, RulePackFile
    from pairing_cli.services.owing.rules import PackRow, RuleInfo
    from pairing_cli.services.programme.forms import FormRow

KINDS = {
    "quota": Label("定额", "quota"),
    "document": Label("材料", "document"),
    "milestone": Label("节点", "milestone"),
    "indicator": Label("指标", "indicator"),
}

PERIODS = {
    "month": Label("每教学月", "teaching month"),
    "term": Label("每学期", "term"),
    "school_year": Label("每学年", "school year"),
    "calendar_year": Label("每年", "calendar year"),
    "cycle_year": Label("周期内每年", "year of the cycle"),
    "stage": Label("阶段", "stage"),
    "cycle": Label("每周期", "cycle"),
}

WINDOWS = {
    "before": Label("开始前30天", "30 days before"),
    "start": Label("前三分之一", "first third"),
    "middle": Label("中间三分之一", "middle third"),
    "end": Label("后三分之一", "last third"),
    "after": Label("周期结束后", "after the cycle"),
}

PACK_COLUMNS = (
    Column("code", N_("Code")),
    Column("title", N_("Title")),
    Column("document", N_("Document code"), folded=True),
    Column("rules", N_("Rules"), right=True),
    Column("tasks", N_("Tasks"), right=True),
    Column("adopted", N_("Adopted")),
    Column("ledger", N_("Ledger"), labels=LEDGERS),
)

COLUMNS = (
    Column("code", N_("Code")),
    Column("pack", N_("Pack"), wide=True),
    Column("title", N_("Title")),
    Column("ledger", N_("Ledger"), labels=LEDGERS),
    Column("kind", N_("Kind"), labels=KINDS),
    Column("owed_by", N_("Owed by"), labels=OWING, wide=True),
    Column("per", N_("Asked of"), labels=PERS, wide=True),
    Column("block", N_("Block"), labels=BLOCKS, wide=True),
    Column("need", N_("Need"), right=True),
    Column("unit", N_("Unit"), labels=MEASURES),
    Column("period", N_("Period"), labels=PERIODS),
    Column("forms", N_("Forms"), wide=True),
    Column("direction", N_("Direction"), labels=DIRECTIONS, wide=True),
    Column("window", N_("Part of the period"), labels=WINDOWS, wide=True),
    Column("layers", N_("Layers"), labels=LAYERS, wide=True),
    Column("document", N_("Document code"), folded=True),
    Column("section", N_("Section")),
    Column("assumed", N_("Assumed"), wide=True),
)

DETAIL_COLUMNS = (
    *COLUMNS,
    Column("clause", N_("Clause")),
    Column("season", N_("Season"), labels=SEASONS),
    Column("months", N_("Months")),
    Column("by", N_("By (month-day)")),
    Column("due", N_("Due")),
    Column("stage", N_("Stage")),
    Column("stands", N_("Counts as long as it stands")),
    Column("make_up", N_("May be made up later")),
    Column("if", N_("Only if")),
    Column("roles", N_("Roles"), labels=PERSON_ROLES),
    Column("parts", N_("Parts")),
    Column("category", N_("Volume of the archive")),
    Column("fact", N_("Fact of a register")),
    Column("indicator", N_("Indicator")),
    Column("document_title", N_("Document")),
    Column("note", N_("Note")),
    Column("pack_assumed", N_("Assumed of the pack")),
    Column("pack_notes", N_("Notes of the pack")),
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
        "ledger": pack.ledger,
    }


PACK_RULE_COLUMNS = (
    Column("code", N_("Code")),
    Column("title", N_("Title")),
    Column("owed_by", N_("Owed by"), labels=OWING),
    Column("need", N_("Need"), right=True),
    Column("measure", N_("Unit"), labels=MEASURES),
    Column("unit", N_("Period"), labels=PERIODS),
    Column("section", N_("Section"), wide=True),
    Column("assumed", N_("Assumed"), wide=True),
    Column("note", N_("Note"), wide=True),
)
TASK_COLUMNS = (
    Column("code", N_("Code"), wide=True),
    Column("title", N_("Title")),
    Column("month", N_("Month"), right=True),
    Column("stage", N_("Stage")),
)
NOTE_COLUMNS = (
    Column("code", N_("Code"), wide=True),
    Column("section", N_("Section")),
    Column("text", N_("Note")),
)
PACK_FACTS = (
    Column("code", N_("Code")),
    Column("title", N_("Title")),
    Column("document", N_("Document code"), folded=True),
    Column("document_title", N_("Document")),
    Column("adopted", N_("Why adopted")),
    Column("assumed", N_("Assumed")),
)


def pack_report(pack: RulePackFile) -> Report:
    """A pack in full: its rules, tasks and notes."""
    parts = {
        "rules": (PACK_RULE_COLUMNS, pack.rules, phrase("Rules")),
        "tasks": (TASK_COLUMNS, pack.tasks, phrase("Tasks")),
        "notes": (NOTE_COLUMNS, pack.notes, phrase("Notes")),
    }
    data: dict[str, Any] = {column.key: getattr(pack, column.key) for column in PACK_FACTS}
    blocks: list[Listing | Facts] = [Facts(PACK_FACTS, pack)]
    for key, (columns, rows, title) in parts.items():
        data[key] = tuple(
            {column.key: getattr(row, column.key) for column in columns} for row in rows
        )
        blocks.append(Listing(columns, rows, title=title, empty=phrase("None.")))
    return Report(data, tuple(blocks), title=phrase("{rule}", rule=pack.title))


def rule_row(rule: RuleInfo) -> dict[str, Any]:
    """A rule under its columns: `unit` is what it counts in, `period` how often it asks."""
    return {
        "code": rule.code,
        "pack": rule.pack,
        "title": rule.title,
        "ledger": rule.ledger,
        "kind": rule.kind,
        "owed_by": rule.owed_by,
        "per": rule.per,
        "block": rule.block,
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


def detail_row(rule: RuleInfo, pack: RulePackFile) -> dict[str, Any]:
    """A rule with everything that is known of it, and what its pack notes about its passage."""
    return {
        **rule_row(rule),
        "clause": rule.clause,
        "season": rule.season,
        "months": tuple(map(str, rule.months)),
        "by": rule.by_day,
        "due": rule.due,
        "stage": rule.stage.code if rule.stage else None,
        "stands": rule.stands,
        "make_up": rule.make_up,
        "if": rule.condition,
        "roles": rule.roles,
        "parts": tuple(part.title for part in rule.parts),
        "pack_assumed": pack.assumed,
        "pack_notes": tuple(note.text for note in pack.notes if _about(note, rule)),
        "category": rule.category,
        "fact": rule.fact,
        "indicator": rule.indicator,
        "document_title": rule.document_title,
        "note": rule.note,
    }


def _about(note: PackNote, rule: RuleInfo) -> bool:
    """Whether a note is about a passage that the rule comes from."""
    return any(part.strip() == note.section for part in rule.section.split("；"))


def with_forms(columns: Iterable[Column], forms: Iterable[FormRow]) -> tuple[Column, ...]:
    """The columns with the words for forms, which are data and no part of the program."""
    words: Mapping[str, Label] = {form.code: Label(form.zh, form.en) for form in forms}
    return tuple(
        column._replace(labels=words) if column.key == "forms" else column for column in columns
    )
