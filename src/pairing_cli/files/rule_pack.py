"""Reading a rule pack: the rules, stages, task templates and notes of one document, in YAML.

The packs under `data/rule_packs/` are the model; users write their own in the same form. What
comes out is complete and consistent in itself; every mistake names file, line and key.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairing_cli.domain.owed.rules import MEASURES_OF, Measure, RuleKind
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import Direction, DocumentCategory, Layer
from pairing_cli.domain.words.wording import LONG_TEXT
from pairing_cli.files.yaml.strict_yaml import Section, did_you_mean, parse_yaml
from pairing_cli.files.yaml.yaml_tree import read_bytes

UNITS: Final = ("month", "term", "school_year", "stage", "cycle")
WINDOWS: Final = ("before", "start", "middle", "end")
OWING: Final = ("mentor", "mentee", "both", "county", "bureau")

_KEYS: Final = (
    "pack",
    "active",
    "title",
    "source",
    "layers",
    "adopted",
    "rules",
    "stages",
    "tasks",
    "notes",
)
_CODE: Final = r"[a-z][a-z0-9-]*"
_NAME: Final = r"[a-z][a-z0-9_]*"


@dataclass(frozen=True, slots=True)
class PackRule:
    """One requirement, as written."""

    code: str
    title: Label
    kind: RuleKind
    owed_by: str
    section: str
    need: float
    measure: Measure
    unit: str
    forms: tuple[str, ...]
    direction: Direction | None
    category: DocumentCategory | None
    fact: str | None
    indicator: str | None
    window: str | None
    by: str | None
    stage: str | None
    layers: tuple[Layer, ...]
    assumed: Label | None
    note: Label | None
    line: int


@dataclass(frozen=True, slots=True)
class PackStage:
    """A named part of the plan: whole months of the `year`-th calendar year of a cycle."""

    code: str
    title: Label
    first_month: int
    last_month: int
    year: int
    goals: Label | None


@dataclass(frozen=True, slots=True)
class PackTask:
    """A task template for plans."""

    code: str
    title: Label
    stage: str | None
    month: int | None
    year: int | None
    part: str | None
    form: str | None
    direction: Direction | None
    count: int | None
    people: int | None
    section: str


@dataclass(frozen=True, slots=True)
class PackNote:
    """What can't be counted but should be read."""

    code: str
    text: Label
    section: str


@dataclass(frozen=True, slots=True)
class RulePackFile:
    """One document's rules."""

    code: str
    title: Label
    document: str
    document_title: Label
    active: bool
    adopted: Label | None
    rules: tuple[PackRule, ...]
    stages: tuple[PackStage, ...]
    tasks: tuple[PackTask, ...]
    notes: tuple[PackNote, ...]
    content: str
    """The file as it was read."""


def read_rule_pack(path: Path, forms: Collection[str] | None = None) -> RulePackFile:
    """The pack in the YAML file at `path`; its forms must be among `forms`, where given.

    Raises BadData with file, line and key for the first mistake; InputMissing, NoPermission
    or StorageFailure where the file can't be read.
    """
    data = read_bytes(path)
    return _pack(parse_yaml(data, str(path)), data.decode("utf-8-sig"), forms)


def parse_rule_pack(content: str, name: str) -> RulePackFile:
    """A pack from the text that was kept when it was adopted."""
    return _pack(parse_yaml(content.encode(), name), content, None)


def _pack(top: Section, content: str, forms: Collection[str] | None) -> RulePackFile:
    top.only(_KEYS)  # first of all: a misspelled key looks like a missing one
    source = top.section("source")
    document, document_title = source.text("document"), source.label("title")
    source.done()
    layers = _layers(top, ())
    stages = tuple(_stage(section) for section in top.sections("stages"))
    stage_codes = {stage.code for stage in stages}
    once: set[str] = {stage.code for stage in stages}
    pack = RulePackFile(
        code=top.code("pack", _CODE, like="term-quotas"),
        title=top.label("title"),
        document=document,
        document_title=document_title,
        active=top.flag("active", default=False),
        adopted=top.label("adopted", LONG_TEXT) if top.has("adopted") else None,
        rules=tuple(
            _rule(section, layers, stage_codes, forms, once) for section in top.sections("rules")
        ),
        stages=stages,
        tasks=tuple(_task(section, stage_codes, forms, once) for section in top.sections("tasks")),
        notes=tuple(_note(section, once) for section in top.sections("notes")),
        content=content,
    )
    top.done()
    return pack


def _layers(section: Section, default: tuple[Layer, ...]) -> tuple[Layer, ...]:
    if not section.has("layers"):
        if default:
            return default
        raise section.mistake(
            "missing-key", phrase("The key {key} is missing.", key="layers"), key="layers"
        )
    return tuple(
        Layer(_known(section, "layers", code, [str(each) for each in Layer], item))
        for item, code in enumerate(section.texts("layers"))
    )


def _known(
    section: Section, key: str, word: str, allowed: Iterable[str], item: int | None = None
) -> str:
    words = list(allowed)
    if word not in words:
        raise section.mistake(
            "unknown-choice",
            phrase("{value} can't stand for {key}.", value=word, key=key),
            key=key,
            item=item,
            hint=did_you_mean(word, words) or phrase("Possible: {names}.", names=", ".join(words)),
        )
    return word


def _claimed(section: Section, once: set[str]) -> str:
    code = section.code("code", _CODE, like="lesson-hours")
    if code in once:
        raise section.mistake(
            "doubled", phrase("The code {code} stands twice in this pack.", code=code), key="code"
        )
    once.add(code)
    return code


def _rule(
    section: Section,
    layers: tuple[Layer, ...],
    stages: set[str],
    forms: Collection[str] | None,
    once: set[str],
) -> PackRule:
    code = _claimed(section, once)
    kind = section.choice("kind", RuleKind)
    unit = section.choice("period", UNITS)
    by = section.month_day("by") if section.has("by") else None
    rule = PackRule(
        code=code,
        title=section.label("title"),
        kind=kind,
        owed_by=section.choice("owed_by", OWING),
        section=_section_of(section),
        need=_need(section),
        measure=section.choice("measure", MEASURES_OF[kind]),
        unit=unit,
        forms=_forms(section, kind, forms),
        direction=section.choice("direction", Direction)
        if kind is RuleKind.QUOTA and section.has("direction")
        else None,
        category=section.choice("category", DocumentCategory)
        if kind is RuleKind.DOCUMENT
        else None,
        fact=section.code("fact", _NAME, like="leading_group")
        if kind is RuleKind.MILESTONE
        else None,
        indicator=section.code("indicator", _NAME, like="papers")
        if kind is RuleKind.INDICATOR
        else None,
        window=section.choice("window", WINDOWS) if section.has("window") else None,
        by=f"{by.month:02d}-{by.day:02d}" if by else None,
        stage=_known(section, "stage", section.text("stage"), stages) if unit == "stage" else None,
        layers=_layers(section, layers),
        assumed=section.label("assumed", LONG_TEXT) if section.has("assumed") else None,
        note=section.label("note", LONG_TEXT) if section.has("note") else None,
        line=section.line,
    )
    _check_target(section, rule)
    section.done()
    return rule


def _need(section: Section) -> float:
    need = section.number("need")
    if need <= 0:
        raise section.mistake(
            "need-not-positive", phrase("A rule must need more than 0."), key="need"
        )
    return need


def _forms(section: Section, kind: RuleKind, known: Collection[str] | None) -> tuple[str, ...]:
    if kind is not RuleKind.QUOTA:
        return ()
    written = section.texts("forms")
    if known is not None:
        for item, code in enumerate(written):
            _known(section, "forms", code, known, item)
    return written


def _check_target(section: Section, rule: PackRule) -> None:
    """The target of an indicator repeats its need and says from which side it is reached."""
    if rule.kind is not RuleKind.INDICATOR:
        return
    target = section.section("target")
    key = "equals" if target.has("equals") else "at_least"
    if target.number(key) != rule.need:
        raise target.mistake(
            "bad-target",
            phrase("The target must be the same as the need, {need}.", need=f"{rule.need:g}"),
            key=key,
        )
    target.done()


def _section_of(section: Section) -> str:
    source = section.section("source")
    where = source.text("section")
    source.done()
    return where


def _stage(section: Section) -> PackStage:
    months = section.section("months")
    stage = PackStage(
        code=section.code("code", _CODE, like="launch"),
        title=section.label("title"),
        first_month=months.integer("from", 1, 12),
        last_month=months.integer("to", 1, 12),
        year=months.integer("year", 1, 9),
        goals=section.label("goals", LONG_TEXT) if section.has("goals") else None,
    )
    if stage.last_month < stage.first_month:
        raise months.mistake(
            "end-before-start", phrase("The stage ends before it begins."), key="to"
        )
    months.done()
    section.done()
    return stage


def _task(
    section: Section, stages: set[str], forms: Collection[str] | None, once: set[str]
) -> PackTask:
    form = section.optional_text("form")
    if form is not None and forms is not None:
        _known(section, "form", form, forms)
    stage = section.optional_text("stage")
    if stage is not None:
        _known(section, "stage", stage, stages)
    task = PackTask(
        code=_claimed(section, once),
        title=section.label("title"),
        stage=stage,
        month=section.integer("month", 1, 12) if section.has("month") else None,
        year=section.integer("year", 1, 9) if section.has("year") else None,
        part=section.choice("part", ("early", "middle", "late")) if section.has("part") else None,
        form=form,
        direction=section.choice("direction", Direction) if section.has("direction") else None,
        count=section.integer("count", 1) if section.has("count") else None,
        people=section.integer("people", 1) if section.has("people") else None,
        section=_section_of(section),
    )
    if task.stage is None and task.month is None:
        raise section.mistake(
            "task-without-time", phrase("A task needs a stage or a month."), key="code"
        )
    section.done()
    return task


def _note(section: Section, once: set[str]) -> PackNote:
    note = PackNote(
        code=_claimed(section, once),
        text=section.label("text", LONG_TEXT),
        section=_section_of(section),
    )
    section.done()
    return note
