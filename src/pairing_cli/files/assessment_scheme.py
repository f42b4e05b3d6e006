"""Reading the formula of an assessment, in YAML: data/assessments/bundled.yaml is the model."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pairing_cli.domain.honours.formula import Formula, Part, PartCode, Side
from pairing_cli.domain.honours.words import Grade
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.domain.words.wording import LONG_TEXT
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.strict_yaml import parse_yaml
from pairing_cli.files.yaml.yaml_tree import read_bytes

_KEYS: Final = (
    "scheme",
    "title",
    "source",
    "assumed",
    "ledger",
    "parts",
    "caps",
    "adjustment",
    "grades",
    "needs_after_days",
    "hours_a_step",
)
_CODE: Final = r"[a-z][a-z0-9-]*"
_HUNDRED: Final = 100


class SchemeFile(NamedTuple):
    """A formula with the text that it was read from."""

    formula: Formula
    document: str
    content: str


def read_scheme(path: Path) -> SchemeFile:
    """The formula in the YAML file at `path`.

    Raises `BadData` with file, line and key for the first mistake; `InputMissing`,
    `NoPermission` or `StorageFailure` where the file can't be read.
    """
    data = read_bytes(path)
    return _scheme(parse_yaml(data, str(path)), data.decode("utf-8-sig"))


def parse_scheme(content: str, name: str) -> SchemeFile:
    """A formula from the text that was kept when it was adopted."""
    return _scheme(parse_yaml(content.encode(), name), content)


def _scheme(top: Section, content: str) -> SchemeFile:
    top.only(_KEYS)  # first of all: a misspelled key looks like a missing one
    source = top.section("source")
    document = source.text("document")
    source.label("title")
    source.done()
    if top.has("assumed"):
        top.label("assumed", LONG_TEXT)
    caps, grades = top.section("caps"), top.section("grades")
    ledger = top.choice("ledger", (*Ledger, "all"))
    formula = Formula(
        code=top.code("scheme", _CODE, like="bundled"),
        title=top.label("title"),
        ledger=None if ledger == "all" else Ledger(ledger),
        parts=_parts(top),
        critical_cap=caps.integer("critical_open", 0, _HUNDRED),
        overdue_cap=caps.integer("overdue", 0, _HUNDRED),
        most_adjusted=top.integer("adjustment", 0, _HUNDRED),
        grades=_grades(grades),
        answer_days=top.integer("needs_after_days", 0, 366),
        hours_a_step=top.integer("hours_a_step", 1, 100),
    )
    caps.done()
    grades.done()
    top.done()
    return SchemeFile(formula, document, content)


def _parts(top: Section) -> tuple[Part, ...]:
    sections = top.sections("parts")
    parts: list[Part] = []
    for section in sections:
        code = section.choice("code", PartCode)
        if code in {part.code for part in parts}:
            raise section.mistake(
                "code-twice", phrase("{code} stands here twice.", code=code), key="code"
            )
        section.text("source")
        parts.append(
            Part(
                code=code,
                side=section.choice("side", Side),
                weight=section.integer("weight", 0, _HUNDRED),
                title=section.label("title"),
            )
        )
        section.done()
    total = sum(part.weight for part in parts)
    if total != _HUNDRED:
        raise sections[-1].mistake(
            "weights-not-a-hundred",
            phrase("The weights add up to {total}, not to 100.", total=total),
            key="weight",
        )
    return tuple(parts)


def _grades(section: Section) -> dict[Grade, int]:
    least: dict[Grade, int] = {
        each: section.integer(each.value, 0, _HUNDRED) for each in Grade if each is not Grade.FAIL
    }
    if sorted(least.values(), reverse=True) != list(least.values()):
        raise section.mistake(
            "grades-out-of-order",
            phrase("A better grade needs more points than the next."),
            key=Grade.EXCELLENT.value,
        )
    return least
