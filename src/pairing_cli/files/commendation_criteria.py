"""Reading criteria of commendations, in YAML: data/commendations/shannan.yaml is the model."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pairing_cli.domain.honours.criteria import (
    Criteria,
    PersonCriteria,
    PromotionCriteria,
    RegradeCriteria,
    UnitCriteria,
)
from pairing_cli.domain.honours.words import Grade, HonourKind
from pairing_cli.domain.words.wording import LONG_TEXT
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.strict_yaml import parse_yaml
from pairing_cli.files.yaml.yaml_tree import read_bytes

_KEYS: Final = ("criteria", "title", "source", "assumed", "publicity_workdays", *HonourKind)
_CODE: Final = r"[a-z][a-z0-9-]*"
_HUNDRED: Final = 100
_MOST: Final = 1_000
_MOST_DAYS: Final = 60


def read_criteria(path: Path) -> Criteria:
    """The criteria in the YAML file at `path`.

    Raises `BadData` with file, line and key for the first mistake; `InputMissing`,
    `NoPermission` or `StorageFailure` where the file can't be read.
    """
    top = parse_yaml(read_bytes(path), str(path))
    top.only(_KEYS)  # first of all: a misspelled key looks like a missing one
    source = top.section("source")
    source.text("document")
    source.label("title")
    source.done()
    if top.has("assumed"):
        top.label("assumed", LONG_TEXT)
    sections = {kind: top.section(kind) for kind in HonourKind}
    titles = {kind: section.text("title") for kind, section in sections.items()}
    for section in sections.values():
        section.text("source")
    unit, person, promotion, regrade = (sections[kind] for kind in HonourKind)
    criteria = Criteria(
        code=top.code("criteria", _CODE, like="shannan"),
        title=top.label("title"),
        publicity_workdays=top.integer("publicity_workdays", 1, _MOST_DAYS),
        unit=UnitCriteria(
            least_grade=unit.choice("least_grade", Grade),
            open_critical=unit.integer("open_critical", 0, _MOST),
            overdue=unit.integer("overdue", 0, _MOST),
            inspected=unit.flag("inspected"),
            summary=unit.flag("summary"),
            showcase=unit.flag("showcase"),
            again=unit.flag("again"),
        ),
        person=PersonCriteria(
            least_grade=person.choice("least_grade", Grade),
            least_terms=person.integer("least_terms", 0, _HUNDRED),
        ),
        promotion=_promotion(promotion),
        regrade=RegradeCriteria(
            grade=regrade.choice("grade", Grade),
            open_critical=regrade.integer("open_critical", 1, _MOST),
        ),
        titles=titles,
    )
    for section in sections.values():
        section.done()
    top.done()
    return criteria


def _promotion(section: Section) -> PromotionCriteria:
    return PromotionCriteria(
        least_grade=section.choice("least_grade", Grade),
        indicators=section.flag("indicators"),
        least_score=section.integer("least_score", 0, _HUNDRED),
        centre_least_grade=section.choice("centre_least_grade", Grade),
    )
