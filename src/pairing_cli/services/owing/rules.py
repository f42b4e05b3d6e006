"""Rules, read: the packs that come along, those adopted, and what each rule asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.owed.blocks import Block
from pairing_cli.domain.owed.rules import Due, Measure, OwedBy, Per, Roster, Rule, RuleKind, Stage
from pairing_cli.domain.owed.units import asked_for
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.resources import shipped
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
    ledger: str | None
    """As what it is adopted."""
    assumed: Label | None


def pack_titles(store: Reader, cycle: CycleRow) -> dict[str, Label]:
    """What the packs are called that the cycle has adopted, by their codes."""
    rows = store.rows(
        "SELECT code, title_zh, title_en FROM rule_pack WHERE cycle_id = :cycle AND active = 1",
        cycle=cycle.id,
    )
    return {row["code"]: Label(row["title_zh"], row["title_en"]) for row in rows}


class Part(NamedTuple):
    """What has to be there, one of several: the fact that a document proves."""

    fact: str
    title: Label


class RuleInfo(NamedTuple):
    """A rule that the cycle has adopted, with its source."""

    id: str
    code: str
    bare_code: str
    pack: str
    ledger: str
    title: Label
    short: Label
    """A word or two, where there is no room for the title; the title where the pack says none."""
    clause: Label | None
    """As an official letter words it."""
    kind: str
    block: str
    owed_by: str
    per: str
    need: float
    most: float | None
    """More than that isn't asked for; None: as much as one likes."""
    share: str | None
    """Of which roster `need` is a percentage; None: it is an amount."""
    measure: str
    direction: str | None
    each_way: bool
    category: str | None
    """Of a document: which volume of the archive it belongs to."""
    fact: str | None
    """Of a milestone: the fact that a register must hold."""
    indicator: str | None
    """Of an indicator: the code under which it is reported."""
    unit: str
    season: str | None
    months: tuple[int, ...]
    window: str | None
    due: str | None
    """See `domain.owed.rules.Due.code`."""
    stage: Stage | None
    stands: bool
    make_up: bool
    condition: str | None
    document: str
    document_title: Label
    section: str
    assumed: Label | None
    note: Label | None
    forms: tuple[str, ...]
    layers: tuple[str, ...]
    roles: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def need_unit(self) -> str:
        """What `need` is told in: a share in percent, everything else as it is counted."""
        return Measure.PERCENT if self.share else self.measure

    @property
    def asked(self) -> str:
        """The need with the most, where there is one: 1–2; each way: 5+5."""
        return asked_for(self.need, self.most, each_way=self.each_way)

    @property
    def by_day(self) -> str | None:
        """The month and day of a due that is told so."""
        due = Due.of(self.due) if self.due else None
        return due.code if due is not None and due.month_day is not None else None

    @property
    def rule(self) -> Rule:
        """The rule as the pure definitions take it."""
        return Rule(
            id=self.id,
            code=self.code,
            need=self.need,
            unit=self.unit,  # type: ignore[arg-type]  # a CHECK of the table holds it
            layers=frozenset(self.layers),
            kind=RuleKind(self.kind),
            measure=Measure(self.measure),
            block=Block(self.block),
            owed_by=OwedBy(self.owed_by),
            per=Per(self.per),
            forms=frozenset(self.forms),
            direction=self.direction,
            each_way=self.each_way,
            roles=frozenset(self.roles),
            season=self.season,  # type: ignore[arg-type]  # likewise
            months=frozenset(self.months),
            window=self.window,  # type: ignore[arg-type]  # likewise
            due=Due.of(self.due) if self.due else None,
            stage=self.stage,
            stands=self.stands,
            make_up=self.make_up,
            condition=self.condition,
            most=self.most,
            share=Roster(self.share) if self.share else None,
        )


def shipped_packs() -> dict[str, Path]:
    """Code → file of the packs that come with the program."""
    return shipped("rule_packs")


def form_directions(store: Reader) -> dict[str, str]:
    """Code of each form → the direction that it has by itself, as packs are read with."""
    rows = store.rows("SELECT code, direction FROM form")
    return {row["code"]: row["direction"] for row in rows}


def list_packs(store: Reader, cycle: CycleRow) -> list[PackRow]:
    """The shipped packs and the user's own adopted ones, adopted first."""
    # Only packs are YAML; adopted rules lie in the database, and reports do without it.
    from pairing_cli.files.rule_pack import parse_rule_pack, read_rule_pack

    adopted = {
        row["code"]: row
        for row in store.rows(
            "SELECT code, title_zh, title_en, document, content, ledger FROM rule_pack"
            " WHERE cycle_id = :cycle_id AND active = 1 ORDER BY position",
            cycle_id=cycle.id,
        )
    }
    packs = {code: read_rule_pack(path) for code, path in shipped_packs().items()}
    rows = []
    for code in [*adopted, *(code for code in packs if code not in adopted)]:
        if code in adopted:
            packs[code] = parse_rule_pack(adopted[code]["content"], code)
        rows.append(_pack_row(packs[code], adopted[code]["ledger"] if code in adopted else None))
    return rows


def show_pack(store: Reader, cycle: CycleRow, code: str) -> RulePackFile:
    """A pack in full, as the cycle has adopted it, else as it comes along. Raises `NotFound`."""
    from pairing_cli.files.rule_pack import parse_rule_pack, read_rule_pack
    from pairing_cli.files.yaml.spelling import nearest

    wanted = code.strip()
    content = store.value(
        "SELECT content FROM rule_pack WHERE cycle_id = :cycle_id AND code = :code"
        " ORDER BY active DESC, id DESC",
        cycle_id=cycle.id,
        code=wanted,
    )
    if content is not None:
        return parse_rule_pack(str(content), wanted)
    packs = shipped_packs()
    if wanted in packs:
        return read_rule_pack(packs[wanted])
    near = nearest(wanted, packs)
    raise NotFound(
        "no-such-pack",
        phrase("There is no rule pack {pack}.", pack=code),
        hint=phrase("Nearest: {names}", names=near)
        if near
        else phrase("See the packs and how many tasks they have: pairing rule packs"),
    )


def _pack_row(pack: RulePackFile, ledger: str | None) -> PackRow:
    return PackRow(
        code=pack.code,
        title=pack.title.zh,
        title_en=pack.title.en,
        document=pack.document,
        rules=len(pack.rules),
        tasks=len(pack.tasks),
        adopted=ledger is not None,
        ledger=ledger,
        assumed=pack.assumed,
    )


def list_rules(
    store: Reader, cycle: CycleRow, *, pack: str | None = None, ledger: Ledger | None = None
) -> list[RuleInfo]:
    """The rules of the packs that the cycle has adopted, in their order.

    A code that two packs use is written pack:code.
    """
    rows = store.rows(
        "SELECT r.*, k.code AS pack, k.ledger, k.document, k.document_zh, k.document_en"
        " FROM rule AS r INNER JOIN rule_pack AS k ON k.id = r.pack_id"
        " WHERE k.cycle_id = :cycle_id AND k.active = 1 ORDER BY k.position, r.position",
        cycle_id=cycle.id,
    )
    lists = _Lists(store)
    codes = Counter(row["code"] for row in rows)
    return [
        _rule_info(
            row, row["code"] if codes[row["code"]] == 1 else f"{row['pack']}:{row['code']}", lists
        )
        for row in rows
        if pack in (None, row["pack"]) and ledger in (None, row["ledger"])
    ]


class _Lists:
    """What rules have several of: id of the rule → forms, layers, roles, parts."""

    def __init__(self, store: Reader) -> None:
        self.forms: Mapping[str, list[str]] = defaultdict(list)
        self.layers: Mapping[str, list[str]] = defaultdict(list)
        self.roles: Mapping[str, list[str]] = defaultdict(list)
        self.parts: Mapping[str, list[Part]] = defaultdict(list)
        for rule_id, form in store.tuples(
            "SELECT rule_id, form_code FROM rule_form ORDER BY form_code"
        ):
            self.forms[rule_id].append(form)
        for rule_id, layer in store.tuples("SELECT rule_id, layer FROM rule_layer ORDER BY layer"):
            self.layers[rule_id].append(layer)
        for rule_id, role in store.tuples("SELECT rule_id, role FROM rule_role ORDER BY role"):
            self.roles[rule_id].append(role)
        for rule_id, fact, zh, en in store.tuples(
            "SELECT rule_id, fact, title_zh, title_en FROM rule_part ORDER BY rule_id, position"
        ):
            self.parts[rule_id].append(Part(fact, Label(zh, en)))


def _rule_info(row: Mapping[str, Any], code: str, lists: _Lists) -> RuleInfo:
    return RuleInfo(
        id=row["id"],
        code=code,
        bare_code=row["code"],
        pack=row["pack"],
        ledger=row["ledger"],
        title=Label(row["title_zh"], row["title_en"]),
        short=_label(row["short_zh"], row["short_en"]) or Label(row["title_zh"], row["title_en"]),
        clause=_label(row["clause_zh"], row["clause_en"]),
        kind=row["kind"],
        block=row["block"],
        owed_by=row["owed_by"],
        per=row["per"],
        need=row["need"],
        most=row["most"],
        share=row["share"],
        measure=row["measure"],
        direction=row["direction"],
        each_way=bool(row["each_way"]),
        category=row["category"],
        fact=row["fact"],
        indicator=row["indicator"],
        unit=row["unit"],
        season=row["season"],
        months=tuple(map(int, row["months"].split(","))) if row["months"] else (),
        window=row["time_window"],
        due=row["due"],
        stage=Stage(
            row["stage"],
            row["stage_year"],
            row["stage_first_month"],
            row["stage_last_month"],
            Label(row["stage_zh"], row["stage_en"]),
        )
        if row["stage"]
        else None,
        stands=bool(row["stands"]),
        make_up=bool(row["make_up"]),
        condition=row["condition"],
        document=row["document"],
        document_title=Label(row["document_zh"], row["document_en"]),
        section=row["section"],
        assumed=_label(row["assumed_zh"], row["assumed_en"]),
        note=_label(row["note_zh"], row["note_en"]),
        forms=tuple(lists.forms.get(row["id"], ())),
        layers=tuple(lists.layers.get(row["id"], ())),
        roles=tuple(lists.roles.get(row["id"], ())),
        parts=tuple(lists.parts.get(row["id"], ())),
    )


def find_rule(store: Reader, cycle: CycleRow, code: str) -> RuleInfo:
    """The adopted rule with this code, title, pack:code or pack/code, of whatever ledger.

    Raises `NotFound`.
    """
    rules = list_rules(store, cycle)
    wanted = code.strip().replace("/", ":")
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
            hint=phrase("Candidates: {names}", names=tuple(rule.code for rule in found)),
        )
    from pairing_cli.files.yaml.spelling import nearest

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
