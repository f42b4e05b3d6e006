"""Rules, read: the packs that come along, those adopted, and what each rule asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.owed.rules import Rule
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.resources import data_folder
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.reading import Reader

if TYPE_CHECKING:
    from pairing_cli.files.rule_pack import RulePackFile


class PackRow(NamedTuple):
    """A pack that comes along, and whether the cycle has adopted it."""

    code: str
    title: str
    title_en: str
    document: str
    rules: int
    tasks: int
    adopted: bool


class RuleInfo(NamedTuple):
    """A rule that the cycle has adopted, with its source."""

    id: str
    code: str
    bare_code: str
    pack: str
    title: Label
    kind: str
    owed_by: str
    need: float
    measure: str
    direction: str | None
    category: str | None
    """Of a document: which volume of the archive it belongs to."""
    fact: str | None
    """Of a milestone: the fact that a register must hold."""
    indicator: str | None
    """Of an indicator: the code under which it is reported."""
    unit: str
    window: str | None
    by_day: str | None
    stage: str | None
    document: str
    document_title: Label
    section: str
    assumed: Label | None
    note: Label | None
    forms: tuple[str, ...]
    layers: tuple[str, ...]

    @property
    def rule(self) -> Rule:
        """The rule as the pure definitions take it."""
        month_day = self.by_day.split("-") if self.by_day else None
        return Rule(
            id=self.id,
            code=self.code,
            need=self.need,
            unit=self.unit,  # type: ignore[arg-type]  # a CHECK of the table holds it
            layers=frozenset(self.layers),
            window=self.window,  # type: ignore[arg-type]  # likewise
            by=(int(month_day[0]), int(month_day[1])) if month_day else None,
            stage=self.stage,
        )


def shipped_packs() -> dict[str, Path]:
    """Code → file of the packs that come with the program."""
    return {path.stem: path for path in sorted((data_folder() / "rule_packs").glob("*.yaml"))}


def list_packs(store: Reader, cycle: CycleRow) -> list[PackRow]:
    """The shipped packs and the user's own adopted ones, adopted first."""
    # Only packs are YAML; adopted rules lie in the database, and reports do without it.
    from pairing_cli.files.rule_pack import parse_rule_pack, read_rule_pack

    adopted = {
        row["code"]: row
        for row in store.rows(
            "SELECT code, title_zh, title_en, document, content FROM rule_pack"
            " WHERE cycle_id = :cycle_id AND active = 1 ORDER BY position",
            cycle_id=cycle.id,
        )
    }
    packs = {code: read_rule_pack(path) for code, path in shipped_packs().items()}
    rows = []
    for code in [*adopted, *(code for code in packs if code not in adopted)]:
        if code in adopted:
            packs[code] = parse_rule_pack(adopted[code]["content"], code)
        rows.append(_pack_row(packs[code], code in adopted))
    return rows


def _pack_row(pack: RulePackFile, adopted: bool) -> PackRow:
    return PackRow(
        code=pack.code,
        title=pack.title.zh,
        title_en=pack.title.en,
        document=pack.document,
        rules=len(pack.rules),
        tasks=len(pack.tasks),
        adopted=adopted,
    )


def list_rules(store: Reader, cycle: CycleRow, *, pack: str | None = None) -> list[RuleInfo]:
    """The rules of the packs that the cycle has adopted, in their order.

    A code that two packs use is written pack:code.
    """
    forms, layers = defaultdict(list), defaultdict(list)
    for row in store.rows("SELECT rule_id, form_code FROM rule_form ORDER BY form_code"):
        forms[row["rule_id"]].append(row["form_code"])
    for row in store.rows("SELECT rule_id, layer FROM rule_layer ORDER BY layer"):
        layers[row["rule_id"]].append(row["layer"])
    rows = store.rows(
        "SELECT r.*, k.code AS pack, k.document, k.document_zh, k.document_en FROM rule AS r"
        " INNER JOIN rule_pack AS k ON k.id = r.pack_id"
        " WHERE k.cycle_id = :cycle_id AND k.active = 1 AND (:pack IS NULL OR k.code = :pack)"
        " ORDER BY k.position, r.position",
        cycle_id=cycle.id,
        pack=pack,
    )
    codes = [
        row["code"]
        for row in store.rows(
            "SELECT r.code FROM rule AS r INNER JOIN rule_pack AS k ON k.id = r.pack_id"
            " WHERE k.cycle_id = :cycle_id AND k.active = 1",
            cycle_id=cycle.id,
        )
    ]
    return [
        _rule_info(
            row,
            row["code"] if codes.count(row["code"]) == 1 else f"{row['pack']}:{row['code']}",
            forms[row["id"]],
            layers[row["id"]],
        )
        for row in rows
    ]


def _rule_info(
    row: Mapping[str, Any], code: str, forms: Sequence[str], layers: Sequence[str]
) -> RuleInfo:
    return RuleInfo(
        id=row["id"],
        code=code,
        bare_code=row["code"],
        pack=row["pack"],
        title=Label(row["title_zh"], row["title_en"]),
        kind=row["kind"],
        owed_by=row["owed_by"],
        need=row["need"],
        measure=row["measure"],
        direction=row["direction"],
        category=row["category"],
        fact=row["fact"],
        indicator=row["indicator"],
        unit=row["unit"],
        window=row["time_window"],
        by_day=row["by_day"],
        stage=row["stage"],
        document=row["document"],
        document_title=Label(row["document_zh"], row["document_en"]),
        section=row["section"],
        assumed=_label(row["assumed_zh"], row["assumed_en"]),
        note=_label(row["note_zh"], row["note_en"]),
        forms=tuple(forms),
        layers=tuple(layers),
    )


def find_rule(store: Reader, cycle: CycleRow, code: str) -> RuleInfo:
    """The adopted rule with this code, title, or pack:code. Raises `NotFound`."""
    rules = list_rules(store, cycle)
    wanted = code.strip()
    found = [
        rule
        for rule in rules
        if wanted in (rule.code, rule.bare_code, f"{rule.pack}:{rule.bare_code}")
        or wanted in (rule.title.zh, rule.title.en)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFound(
            "ambiguous-rule",
            phrase("{code} stands in several packs.", code=code),
            hint=phrase("Candidates: {names}", names="、".join(rule.code for rule in found)),
        )
    from pairing_cli.files.yaml.strict_yaml import nearest

    near = nearest(wanted, [rule.code for rule in rules] + [rule.title.zh for rule in rules])
    raise NotFound(
        "no-such-rule",
        phrase("No adopted rule is called {code}.", code=code),
        hint=phrase("Nearest: {names}", names=near)
        if near
        else phrase("See all of them: pairing rule list"),
    )


def _label(zh: str | None, en: str | None) -> Label | None:
    return Label(zh, en or zh) if zh else None
