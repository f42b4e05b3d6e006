"""How rules, packs and overrides are shown: their columns and the words for their codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.phrases import N_, Label, phrase
from pairing_cli.domain.records.owing import (
    ADOPTED,
    BLOCK,
    BY_DAY,
    CLAUSE,
    CONDITION,
    COUNTS_FROM,
    COUNTS_TO,
    DOCUMENT,
    DOCUMENT_TITLE,
    DUE,
    EACH_WAY,
    FACT,
    FORMS,
    INDICATOR,
    LEDGER,
    MAKE_UP,
    MONTHS,
    NEED,
    OWED,
    OWING,
    PACK,
    PER,
    PERIOD,
    PERIOD_END,
    PERIOD_START,
    PERIODS,
    REASON,
    RULE,
    RULE_KIND,
    RULE_LAYERS,
    RULE_NEED,
    RULE_NOTE,
    RULE_PERIOD_KIND,
    RULE_SEASON,
    RULES,
    SECTION,
    SHARE,
    STAGE,
    STANDS,
    TASKS,
    UNIT,
    VOLUME,
    WINDOW,
)
from pairing_cli.domain.records.paired import ASSUMED, COUNTY, END, MENTEE, REF, START
from pairing_cli.domain.records.pairings import LAYER
from pairing_cli.domain.records.plans import MONTH
from pairing_cli.domain.records.programme import CODE, FORM_DIRECTION, OFFICIAL_TITLE
from pairing_cli.domain.records.reports import MEASURE
from pairing_cli.domain.roles import PERSON_ROLES
from pairing_cli.output.listing import Column, Facts, Listing, Report, column

if TYPE_CHECKING:
    from pairing_cli.files.rule_pack import PackNote, RulePackFile
    from pairing_cli.services.owing.rules import PackRow, RuleInfo
    from pairing_cli.services.programme.forms import FormRow

PACK_COLUMNS = (
    column(CODE),
    column(OFFICIAL_TITLE),
    column(DOCUMENT, folded=True),
    column(RULES),
    column(TASKS),
    column(ADOPTED),
    column(LEDGER),
)

COLUMNS = (
    column(CODE),
    column(PACK),
    column(OFFICIAL_TITLE),
    column(LEDGER),
    column(RULE_KIND),
    column(OWING),
    column(PER),
    column(BLOCK),
    column(NEED, shown_as="asked"),
    column(UNIT),
    column(SHARE),
    column(RULE_PERIOD_KIND),
    column(FORMS),
    column(FORM_DIRECTION, wide=True),
    column(WINDOW),
    column(RULE_LAYERS),
    column(DOCUMENT, folded=True),
    column(SECTION),
    column(ASSUMED, wide=True),
)

DETAIL_COLUMNS = (
    *COLUMNS,
    column(CLAUSE),
    column(RULE_SEASON),
    column(MONTHS),
    column(BY_DAY),
    column(DUE),
    column(STAGE, shown_as="stage_title"),
    column(STANDS),
    column(MAKE_UP),
    column(CONDITION),
    Column("roles", N_("Roles"), labels=PERSON_ROLES),
    Column("max", N_("At most"), right=True),
    column(EACH_WAY),
    Column("parts", N_("Parts")),
    column(VOLUME),
    column(FACT),
    column(INDICATOR),
    column(DOCUMENT_TITLE),
    column(RULE_NOTE),
    Column("pack_assumed", N_("Assumed of the pack")),
    Column("pack_notes", N_("Notes of the pack")),
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
        "ledger": pack.ledger,
    }


PACK_RULE_COLUMNS = (
    column(CODE),
    column(OFFICIAL_TITLE),
    column(OWING, wide=False),
    column(NEED, shown_as="asked"),
    column(MEASURE, labels=MEASURES, shown_as="need_unit"),
    column(SHARE),
    Column("unit", N_("Period"), labels=PERIODS),
    column(SECTION, wide=True),
    column(ASSUMED, wide=True),
    column(RULE_NOTE, wide=True),
)
TASK_COLUMNS = (
    column(CODE, wide=True),
    column(OFFICIAL_TITLE),
    column(MONTH, right=True),
    column(STAGE),
)
NOTE_COLUMNS = (
    column(CODE, wide=True),
    column(SECTION),
    Column("text", N_("Note")),
)
PACK_FACTS = (
    column(CODE),
    column(OFFICIAL_TITLE),
    column(DOCUMENT, folded=True),
    column(DOCUMENT_TITLE),
    Column("adopted", N_("Why adopted")),
    column(ASSUMED),
)


def pack_report(pack: RulePackFile) -> Report:
    """A pack in full: its rules, tasks and notes."""
    stages = {stage.code: stage.title for stage in pack.stages}
    tasks = tuple(
        each._replace(labels=stages) if each.key == "stage" else each for each in TASK_COLUMNS
    )
    parts = {
        "rules": (PACK_RULE_COLUMNS, pack.rules, phrase("Rules")),
        "tasks": (tasks, pack.tasks, phrase("Tasks")),
        "notes": (NOTE_COLUMNS, pack.notes, phrase("Notes")),
    }
    data: dict[str, Any] = {column.key: getattr(pack, column.key) for column in PACK_FACTS}
    blocks: list[Listing | Facts] = [Facts(PACK_FACTS, pack)]
    for key, (columns, rows, title) in parts.items():
        data[key] = tuple(
            {column.key: getattr(row, column.key) for column in columns} for row in rows
        )
        blocks.append(Listing(columns, rows, title=title))
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
        "asked": rule.asked,
        "unit": rule.need_unit,
        "share": rule.share,
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
        "stage_title": rule.stage.title if rule.stage else None,
        "stands": rule.stands,
        "make_up": rule.make_up,
        "if": rule.condition,
        "roles": rule.roles,
        "max": rule.most,
        "each_way": rule.each_way,
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


def period_columns(rule: RuleInfo) -> tuple[Column, ...]:
    """The columns of a rule's periods; a stage is called by its title."""
    stages = {rule.stage.code: rule.stage.title} if rule.stage else {}
    return tuple(
        each._replace(labels=stages) if stages and each.key == "period" else each
        for each in PERIOD_COLUMNS
    )


def with_forms(columns: Iterable[Column], forms: Iterable[FormRow]) -> tuple[Column, ...]:
    """The columns with the words for forms, which are data and no part of the program."""
    words: Mapping[str, Label] = {form.code: Label(form.zh, form.en) for form in forms}
    return tuple(
        column._replace(labels=words) if column.key == "forms" else column for column in columns
    )
