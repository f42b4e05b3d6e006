"""Reading a rule pack: the rules, stages, task templates and notes of one document, in YAML.

The packs under `data/rule_packs/` are the model; users write their own in the same form. What
comes out is complete and consistent in itself; every mistake names file, line and key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairing_cli.domain.owed.facts import PROVED_FACTS, REGISTERED_FACTS
from pairing_cli.domain.owed.rules import Stage
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.domain.words.wording import LONG_TEXT
from pairing_cli.files.pack_rule import Forms, PackRule
from pairing_cli.files.rule_reading import claimed, known_word, read_layers, read_rule, section_of
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.strict_yaml import parse_yaml
from pairing_cli.files.yaml.yaml_tree import read_bytes

_KEYS: Final = (
    "pack",
    "active",
    "title",
    "source",
    "layers",
    "adopted",
    "assumed",
    "rules",
    "stages",
    "tasks",
    "notes",
)
_CODE: Final = r"[a-z][a-z0-9-]*"


@dataclass(frozen=True, slots=True)
class PackStage:
    """A named part of the plan: whole months of the `year`-th calendar year of a cycle."""

    code: str
    title: Label
    first_month: int
    last_month: int
    year: int
    goals: Label | None

    @property
    def months(self) -> Stage:
        """Its months, as a rule that is about it has them."""
        return Stage(self.code, self.year, self.first_month, self.last_month, self.title)


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
    """Why the seed has it."""
    assumed: Label | None
    """What of it as a whole the document doesn't say."""
    rules: tuple[PackRule, ...]
    stages: tuple[PackStage, ...]
    tasks: tuple[PackTask, ...]
    notes: tuple[PackNote, ...]
    content: str
    """The file as it was read."""


def read_rule_pack(path: Path, forms: Forms | None = None) -> RulePackFile:
    """The pack in the YAML file at `path`; its forms must be among `forms` (form → the direction
    that it has by itself), where given.

    Raises BadData with file, line and key for the first mistake; InputMissing, NoPermission
    or StorageFailure where the file can't be read.
    """
    data = read_bytes(path)
    return _pack(parse_yaml(data, str(path)), data.decode("utf-8-sig"), forms)


def parse_rule_pack(content: str, name: str) -> RulePackFile:
    """A pack from the text that was kept when it was adopted."""
    return _pack(parse_yaml(content.encode(), name), content, None)


def _pack(top: Section, content: str, forms: Forms | None) -> RulePackFile:
    top.only(_KEYS)  # first of all: a misspelled key looks like a missing one
    source = top.section("source")
    document, document_title = source.text("document"), source.label("title")
    source.done()
    layers = read_layers(top, ())
    stages = tuple(_stage(section) for section in top.sections("stages"))
    stage_codes = {stage.code for stage in stages}
    once: set[str] = {stage.code for stage in stages}
    sections = tuple(top.sections("rules"))
    months = {each.code: each.months for each in stages}
    rules = tuple(read_rule(section, layers, months, forms, once) for section in sections)
    if forms is not None:
        _check_facts(sections, rules)
    pack = RulePackFile(
        code=top.code("pack", _CODE, like="term-quotas"),
        title=top.label("title"),
        document=document,
        document_title=document_title,
        active=top.flag("active", default=False),
        adopted=top.label("adopted", LONG_TEXT) if top.has("adopted") else None,
        assumed=top.label("assumed", LONG_TEXT) if top.has("assumed") else None,
        rules=rules,
        stages=stages,
        tasks=tuple(_task(section, stage_codes, forms, once) for section in top.sections("tasks")),
        notes=tuple(_note(section, once) for section in top.sections("notes")),
        content=content,
    )
    top.done()
    return pack


def _check_facts(sections: Sequence[Section], rules: Sequence[PackRule]) -> None:
    """What a duty hangs on must be able to become true: by a register, a document or a rule."""
    asked = {rule.fact for rule in rules} | {part.fact for rule in rules for part in rule.parts}
    known = sorted({*REGISTERED_FACTS, *PROVED_FACTS, *filter(None, asked)})
    for section, rule in zip(sections, rules, strict=True):
        if rule.condition is not None:
            known_word(section, "if", rule.condition, known)
        if rule.due is not None and rule.due.after is not None:
            known_word(section, "due", rule.due.after, known)


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


def _task(section: Section, stages: set[str], forms: Forms | None, once: set[str]) -> PackTask:
    form = section.optional_text("form")
    if form is not None and forms is not None:
        known_word(section, "form", form, forms)
    stage = section.optional_text("stage")
    if stage is not None:
        known_word(section, "stage", stage, stages)
    task = PackTask(
        code=claimed(section, once),
        title=section.label("title"),
        stage=stage,
        month=section.integer("month", 1, 12) if section.has("month") else None,
        year=section.integer("year", 1, 9) if section.has("year") else None,
        part=section.choice("part", ("early", "middle", "late")) if section.has("part") else None,
        form=form,
        direction=section.choice("direction", Direction) if section.has("direction") else None,
        count=section.integer("count", 1) if section.has("count") else None,
        people=section.integer("people", 1) if section.has("people") else None,
        section=section_of(section),
    )
    if task.stage is None and task.month is None:
        raise section.mistake(
            "task-without-time", phrase("A task needs a stage or a month."), key="code"
        )
    section.done()
    return task


def _note(section: Section, once: set[str]) -> PackNote:
    note = PackNote(
        code=claimed(section, once),
        text=section.label("text", LONG_TEXT),
        section=section_of(section),
    )
    section.done()
    return note
