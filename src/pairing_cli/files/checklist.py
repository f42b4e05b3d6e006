"""Reading a checklist: what an inspection looks at and by what it scores, in YAML.

The one under `data/checklists/` is the model. What comes out is complete and consistent in
itself; every mistake names file, line and key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pairing_cli.domain.judging.scores import Scale
from pairing_cli.domain.judging.words import ItemBlock, Subject
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import LONG_TEXT
from pairing_cli.files.yaml.section import Section
from pairing_cli.files.yaml.strict_yaml import parse_yaml
from pairing_cli.files.yaml.yaml_tree import read_bytes

WHOLE: Final = 100
"""What the weights of a checklist add up to."""
REGISTERS: Final = ("needs", "problems", "haves")
"""The registers that a hint can come from, besides facts and visits."""
_CODE: Final = r"[a-z][a-z0-9-]*"
_NAME: Final = r"[a-z][a-z0-9_]*"
_SIDES: Final = ("mentor", "mentee", "bureau")


class ChecklistItemRead(NamedTuple):
    """One thing to look at."""

    code: str
    title: Label
    lack: Label
    """What is written as the finding where it isn't so."""
    how: Label | None
    block: ItemBlock
    subject: Subject
    critical: bool
    weight: float
    section: str
    prefill: str | None
    """fact:NAME[/SIDE], visits:FORM,FORM, visits:any or register:NAME."""
    assumed: Label | None


class ChecklistFile(NamedTuple):
    """A checklist as it was read."""

    code: str
    title: Label
    document: str
    assumed: Label | None
    scale: Scale
    due_days: int
    due_days_critical: int
    least_inspectors: int
    items: tuple[ChecklistItemRead, ...]
    content: str


def read_checklist(path: Path) -> ChecklistFile:
    """The checklist in the YAML file at `path`.

    Raises BadData with file, line and key for the first mistake; InputMissing, NoPermission
    or StorageFailure where the file can't be read.
    """
    data = read_bytes(path)
    top = parse_yaml(data, str(path))
    top.only(
        ("checklist", "title", "source", "assumed", "scores", "due_days", "least_inspectors",
         "items")
    )  # fmt: skip
    source, days = top.section("source"), top.section("due_days")
    once: set[str] = set()
    found = ChecklistFile(
        code=top.code("checklist", _CODE, like="pairing-inspection"),
        title=top.label("title"),
        document=source.text("document"),
        assumed=_prose(top, "assumed"),
        scale=_scale(top.section("scores")),
        due_days=days.integer("usual", 1, 366),
        due_days_critical=days.integer("critical", 1, 366),
        least_inspectors=top.integer("least_inspectors", 1, 20),
        items=tuple(_item(section, once) for section in top.sections("items")),
        content=data.decode("utf-8-sig"),
    )
    source.label("title")
    source.done()
    days.done()
    total = sum(item.weight for item in found.items)
    if not found.items or total != WHOLE:
        raise top.mistake(
            "weights-not-whole",
            phrase(
                "The weights add up to {total}, not to {whole}.", total=f"{total:g}", whole=WHOLE
            ),
            key="items",
        )
    top.done()
    return found


def _scale(section: Section) -> Scale:
    scale = Scale(
        partly=section.number("partly", 0, 1),
        good=section.number("good", 0, 100),
        fairly_good=section.number("fairly_good", 0, 100),
        average=section.number("average", 0, 100),
    )
    for key, least, above in (
        ("fairly_good", scale.fairly_good, scale.good),
        ("average", scale.average, scale.fairly_good),
    ):
        if least > above:
            raise section.mistake(
                "classes-not-in-order",
                phrase("A lower class can't begin above a higher one."),
                key=key,
            )
    section.done()
    return scale


def _item(section: Section, once: set[str]) -> ChecklistItemRead:
    code = section.code("code", _CODE, like="true-records")
    if code in once:
        raise section.mistake(
            "doubled",
            phrase("The code {code} stands twice in this checklist.", code=code),
            key="code",
        )
    once.add(code)
    source = section.section("source")
    source.optional_text("document")
    item = ChecklistItemRead(
        code=code,
        title=section.label("title"),
        lack=section.label("lack"),
        how=_prose(section, "how"),
        block=section.choice("block", ItemBlock),
        subject=section.choice("subject", Subject),
        critical=section.flag("critical", default=False),
        weight=section.number("weight", 0, WHOLE),
        section=source.text("section"),
        prefill=_prefill(section),
        assumed=_prose(section, "assumed"),
    )
    source.done()
    section.done()
    return item


def _prefill(section: Section) -> str | None:
    """Where a hint comes from: a fact, visits in some forms, or a register; one of the three."""
    if not section.has("prefill"):
        return None
    where = section.section("prefill")
    given = [key for key in ("fact", "visits", "register") if where.has(key)]
    if len(given) != 1:
        raise section.mistake(
            "bad-prefill",
            phrase("A hint comes from one of: {names}.", names=("fact", "visits", "register")),
            key="prefill",
        )
    if where.has("fact"):
        side = where.choice("side", _SIDES) if where.has("side") else None
        text = f"fact:{where.code('fact', _NAME, like='leading_group')}"
        text += f"/{side}" if side else ""
    elif where.has("visits"):
        text = f"visits:{','.join(where.codes('visits', _NAME, like='guidance'))}"
    else:
        text = f"register:{where.choice('register', REGISTERS)}"
    where.done()
    return text


def _prose(section: Section, key: str) -> Label | None:
    return section.label(key, LONG_TEXT) if section.has(key) else None
