"""Reading one rule of a rule pack: every key of it, and what doesn't go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, get_args

from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.rules import (
    BLOCK_OF_KIND,
    MEASURES_OF,
    Due,
    Measure,
    OwedBy,
    Per,
    RuleKind,
    Stage,
    goes_in_steps,
)
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.roles import PersonRole
from pairing_cli.domain.time.calendar import Part, Season, Unit
from pairing_cli.domain.vocabulary import (
    Direction,
    DocumentCategory,
    Layer,
)
from pairing_cli.domain.words.wording import LONG_TEXT, SHORT_NAME
from pairing_cli.files.pack_rule import Forms, PackPart, PackRule
from pairing_cli.files.pack_share import check_roster, read_share
from pairing_cli.files.pack_ways import read_ways
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.spelling import did_you_mean

_CODE: Final = r"[a-z][a-z0-9-]*"

_NAME: Final = r"[a-z][a-z0-9_]*"

_MOST_DAYS: Final = 3_650


def read_rule(
    section: Section,
    layers: tuple[Layer, ...],
    stages: Mapping[str, Stage],
    forms: Forms | None,
    once: set[str],
) -> PackRule:
    """The rule in `section`; `once` are the codes that the pack has used so far."""
    kind_of = section.choice("kind", RuleKind)
    is_quota = kind_of is RuleKind.QUOTA
    unit = section.choice("period", get_args(Unit))
    parts = _parts(section, kind_of)
    share = read_share(section, kind_of)
    need = share.percent if share else _need(section, parts)
    ways = read_ways(section, kind_of)
    rule = PackRule(
        code=claimed(section, once),
        title=section.label("title"),
        short=section.label("short", SHORT_NAME) if section.has("short") else None,
        clause=_prose(section, "clause"),
        kind=kind_of,
        block=section.choice("block", Block) if section.has("block") else BLOCK_OF_KIND[kind_of],
        owed_by=section.choice("owed_by", OwedBy),
        per=section.choice("per", Per) if section.has("per") else Per.PAIRING,
        section=section_of(section),
        need=need,
        measure=section.choice("measure", MEASURES_OF[kind_of]),
        unit=unit,
        forms=_forms(section, forms) if is_quota else (),
        direction=ways.direction,
        each_way=ways.each_way,
        roles=_roles(section) if is_quota else (),
        most=_most(section, need) if is_quota else None,
        share=share.of if share else None,
        category=section.choice("category", DocumentCategory)
        if kind_of is RuleKind.DOCUMENT
        else None,
        fact=_fact(section, kind_of, parts),
        indicator=section.code("indicator", _NAME, like="papers")
        if kind_of is RuleKind.INDICATOR
        else None,
        parts=parts,
        season=section.choice("season", get_args(Season)) if section.has("season") else None,
        months=_months(section),
        window=section.choice("window", get_args(Part)) if section.has("window") else None,
        due=_due(section),
        stage=stages[known_word(section, "stage", section.text("stage"), stages)]
        if unit == "stage"
        else None,
        stands=kind_of is RuleKind.MILESTONE and section.flag("stands", default=False),
        make_up=is_quota and section.flag("make_up", default=not ways.each_way),
        condition=section.code("if", _NAME, like="inspected") if section.has("if") else None,
        layers=read_layers(section, layers),
        assumed=_prose(section, "assumed"),
        note=_prose(section, "note"),
        line=section.line,
    )
    _check_target(section, rule)
    _check_time(section, rule)
    _check_whose(section, rule, forms)
    if share is not None:
        check_roster(section, share, rule.per)
    section.done()
    return rule


def read_layers(section: Section, default: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The layers that owe a rule; those of the pack where it names none."""
    if not section.has("layers"):
        if default:
            return default
        raise section.mistake(
            "missing-key", phrase("{name} is missing.", name="layers"), key="layers"
        )
    return tuple(
        Layer(known_word(section, "layers", code, [str(each) for each in Layer], item))
        for item, code in enumerate(section.texts("layers"))
    )


def known_word(
    section: Section, key: str, word: str, allowed: Iterable[str], item: int | None = None
) -> str:
    """`word` where it is among the allowed ones; else a refusal with the nearest."""
    words = list(allowed)
    if word not in words:
        raise section.mistake(
            "unknown-choice",
            phrase("{value} can't stand for {key}.", value=word, key=key),
            key=key,
            item=item,
            hint=did_you_mean(word, words)
            or (phrase("Possible: {names}.", names=", ".join(words)) if words else None),
        )
    return word


def claimed(section: Section, once: set[str]) -> str:
    """The code of a section, which no other of the pack has."""
    code = section.code("code", _CODE, like="lesson-hours")
    if code in once:
        raise section.mistake(
            "doubled", phrase("The code {code} stands twice in this pack.", code=code), key="code"
        )
    once.add(code)
    return code


def section_of(section: Section) -> str:
    """Where in the document it stands."""
    source = section.section("source")
    where = source.text("section")
    source.done()
    return where


def _prose(section: Section, key: str) -> Label | None:
    return section.label(key, LONG_TEXT) if section.has(key) else None


def _parts(section: Section, kind: RuleKind) -> tuple[PackPart, ...]:
    if kind not in (RuleKind.DOCUMENT, RuleKind.MILESTONE):
        return ()
    facts: set[str] = set()
    parts = []
    for each in section.sections("parts"):
        part = PackPart(each.code("fact", _NAME, like="parents_committee"), each.label("title"))
        if part.fact in facts:
            raise each.mistake(
                "doubled", phrase("The part {fact} stands twice.", fact=part.fact), key="fact"
            )
        facts.add(part.fact)
        each.done()
        parts.append(part)
    return tuple(parts)


def _need(section: Section, parts: tuple[PackPart, ...]) -> float:
    if parts:
        if section.has("need"):
            raise section.mistake(
                "need-and-parts",
                phrase("A rule with parts needs all of them: give either need or parts."),
                key="need",
            )
        return len(parts)
    need = section.number("need")
    if need <= 0:
        raise section.mistake(
            "need-not-positive", phrase("A rule must need more than 0."), key="need"
        )
    return _whole_steps(section, need)


def _whole_steps(section: Section, need: float) -> float:
    """Of visits and papers there are no halves, and of class-hours no quarters."""
    measure = section.text("measure")
    if not goes_in_steps(measure, need):
        message = (
            phrase("Class-hours go in halves: {need} can't be needed.", need=f"{need:g}")
            if measure == Measure.CLASS_HOURS
            else phrase("Only a whole number can be needed, not {need}.", need=f"{need:g}")
        )
        raise section.mistake("need-in-parts", message, key="need")
    return need


def _fact(section: Section, kind: RuleKind, parts: tuple[PackPart, ...]) -> str | None:
    if kind is RuleKind.DOCUMENT and section.has("fact"):
        return section.code("fact", _NAME, like="term_analysis")
    if kind is not RuleKind.MILESTONE or (parts and not section.has("fact")):
        return None
    return section.code("fact", _NAME, like="leading_group")


def _forms(section: Section, known: Forms | None) -> tuple[str, ...]:
    written = section.texts("forms")
    if known is not None:
        for item, code in enumerate(written):
            known_word(section, "forms", code, known, item)
    return written


def _most(section: Section, need: float) -> float | None:
    """The key `max`: more than that isn't asked for."""
    if not section.has("max"):
        return None
    most = _whole_steps(section, section.number("max"))
    if most < need:
        raise section.mistake(
            "max-below-need",
            phrase("At least {least} and at most {most} can't be.", least=need, most=most),
            key="max",
        )
    return most


def _roles(section: Section) -> tuple[PersonRole, ...]:
    known = [str(role) for role in PersonRole]
    return tuple(
        PersonRole(known_word(section, "roles", word, known, item))
        for item, word in enumerate(section.texts("roles"))
    )


def _months(section: Section) -> tuple[int, ...]:
    known = [str(month) for month in range(1, 13)]
    return tuple(
        int(known_word(section, "months", word.lstrip("0"), known, item))
        for item, word in enumerate(section.texts("months"))
    )


def _due(section: Section) -> Due | None:
    """The key `due`; its old name `by` is read as well."""
    keys = [key for key in ("due", "by") if section.has(key)]
    if not keys:
        return None
    if len(keys) > 1:
        raise section.mistake("due-and-by", phrase("Give either due or by."), key="by")
    key = keys[0]
    if key == "due" and section.holds_keys("due"):
        days = section.section("due")
        due = Due(
            days=days.integer("days", 0, _MOST_DAYS),
            after=days.code("after", _NAME, like="inspected") if days.has("after") else None,
        )
        days.done()
        return due
    if section.text(key).count("-") == 2:
        return Due(on=section.date(key))
    found = section.month_day(key)
    return Due(month_day=(found.month, found.day))


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


def _check_time(section: Section, rule: PackRule) -> None:
    def refuse(code: str, message: Phrase, key: str) -> None:
        raise section.mistake(code, message, key=key)

    if rule.season is not None and rule.unit != "term":
        refuse(
            "season-without-term",
            phrase("A season narrows terms: it goes with period: term."),
            "season",
        )
    if rule.months and rule.unit in ("month", "stage", "cycle"):
        refuse(
            "months-without-year",
            phrase("Months narrow a term or a year; the period is {period}.", period=rule.unit),
            "months",
        )
    if rule.window == "after" and rule.unit != "cycle":
        refuse(
            "after-without-cycle",
            phrase("The days after the cycle go with period: cycle."),
            "window",
        )
    if rule.window is not None and rule.months:
        refuse("window-and-months", phrase("Give either a window or months."), "window")


def _check_whose(section: Section, rule: PackRule, forms: Forms | None) -> None:
    """One duty of a whole mentor can't hang on what each mentee does by itself."""
    if rule.per is not Per.MENTOR:
        return
    if rule.owed_by is OwedBy.MENTEE:
        raise section.mistake(
            "mentor-by-mentee",
            phrase("What is asked of each mentor can't be owed by a mentee."),
            key="owed_by",
        )
    if rule.direction == Direction.TO_MENTOR and not rule.forms:
        raise section.mistake(
            "mentee-form-per-mentor",
            phrase("It is the people of a mentee who come: that can't be asked once of a mentor."),
            key="direction",
        )
    for item, form in enumerate(rule.forms):
        if (rule.direction or (forms or {}).get(form)) == Direction.TO_MENTOR:
            raise section.mistake(
                "mentee-form-per-mentor",
                phrase(
                    "In {form} the people of a mentee come: it can't be asked once of a mentor.",
                    form=form,
                ),
                key="forms",
                item=item,
            )
