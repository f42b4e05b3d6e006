"""What a command was about, in a few words, worked out from its changes.

Nothing of this is stored. A change set is about the rows of one table, the most telling of
those it changed: a visit rather than the people who took part in it. One row is called by its
name, many are counted. Names of rows that have gone since are taken from the change log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.paperwork import AGREEMENT_KINDS, GROUP_SIDES
from pairing_cli.domain.phrases import Label, Phrase, phrase_n
from pairing_cli.domain.vocabulary import short_name
from pairing_cli.store.log.log_reading import ChangeLog
from pairing_cli.store.reading import Reader

Row = Mapping[str, Any]
Part = str | Label | Phrase | tuple["Part", ...] | None

_NAMED: Final = 3
"""So many rows are called by their names, if that is short; more are counted."""

_SHORT: Final = 40
"""Characters of several names together that a reader takes in at once."""

_LONGEST: Final = 60
"""Characters of one wording, which may be a paragraph."""


def subject_of(store: Reader, seq: int) -> Phrase | None:
    """What the change set `seq` was about; None where it changed nothing that has a name."""
    return Subjects(store).of(seq)


class Subjects:
    """Subjects of many change sets; what rows are called is asked once."""

    def __init__(self, store: Reader) -> None:
        self._store = store
        self._log = ChangeLog(store)
        self._rows: dict[tuple[str, str], Row] = {}

    def of(self, seq: int) -> Phrase | None:
        """What the change set `seq` was about."""
        tables = self._log.tables(seq)
        table = next((name for name in COUNTED if name in tables), None)
        if table is None:
            return None
        count = self._log.count_rows(seq, table)
        several = COUNTED[table](count)
        if count > _NAMED or table not in _CALLED:
            return several
        changed = self._changed(seq, table)
        call = _CALLED[table] if len(changed) == 1 else _CALLED_AMONG.get(table, _CALLED[table])
        names = _different(call(_Known(self, seq), row) for row in changed)
        if len(names) > 1 and _length(tuple(names)) > _SHORT:
            return several
        return _joined([tuple(names)])

    def row(self, table: str, key: Any) -> Row:
        """A row as it is, or as the change log last had it; empty where neither has it."""
        if (table, key) not in self._rows:
            column = "code" if table in _BY_CODE else "id"
            found = self._store.rows(
                f'SELECT * FROM "{table}" WHERE {column} = :key',
                key=key,
            )
            self._rows[table, key] = found[0] if found else self._gone(table, {column: key})
        return self._rows[table, key]

    def _gone(self, table: str, key: Row) -> Row:
        found = self._log.last_known(table, key)
        return found.values if found else {}

    def _changed(self, seq: int, table: str) -> list[Row]:
        """The rows of a table that a change set changed, as it left them."""
        rows = {
            note.key: json.loads(note.after or note.before or "{}")
            for note in self._log.notes(seq, table)
        }
        return list(rows.values())

    def pairings_of_visit(self, seq: int, visit: str) -> list[str]:
        """The pairings of a visit, as they are, or as the change set had them."""
        linked = self._store.rows(
            "SELECT pairing_id FROM visit_pairing WHERE visit_id = :visit", visit=visit
        )
        values = linked or [
            row for row in self._changed(seq, "visit_pairing") if row["visit_id"] == visit
        ]
        return [row["pairing_id"] for row in values]


class _Known:
    """What rows that others name are called, within one change set."""

    def __init__(self, subjects: Subjects, seq: int) -> None:
        self._subjects = subjects
        self._seq = seq

    def row(self, table: str, key: Any) -> Row:
        return self._subjects.row(table, key) if key is not None else {}

    def kindergarten(self, key: Any) -> str:
        return str(self.row("kindergarten", key).get("name", ""))

    def region(self, code: Any) -> str:
        return str(self.row("region", code).get("name", ""))

    def mentee(self, pairing: Any) -> str:
        """The mentee of a pairing as coordinators call it in speech."""
        bond = self.row("pairing", pairing)
        mentee = self.row("kindergarten", bond.get("mentee_id"))
        if not mentee:
            return ""
        return short_name(mentee["name"], bond["layer"], self.region(mentee["region_code"]))

    def mentee_of(self, table: str, key: Any) -> str:
        return self.mentee(self.row(table, key).get("pairing_id"))

    def mentees(self, visit: Row) -> Part:
        """Whom a visit was for; the first and how many more, where they are many."""
        pairings = self._subjects.pairings_of_visit(self._seq, visit["id"])
        names = sorted({self.mentee(each) for each in pairings} - {""})
        if not names:
            return self.kindergarten(visit["mentor_id"])
        if len(names) <= 2:
            return tuple(names)
        return phrase_n(
            "{name} and {count} more",
            "{name} and {count} more",
            len(names) - 1,
            name=names[0],
        )

    def form(self, code: Any) -> Label | None:
        row = self.row("form", code)
        return Label(row["label_zh"], row["label_en"]) if row else None

    def rule(self, key: Any) -> str:
        return str(self.row("rule", key).get("code", ""))


Namer = Callable[[_Known, Row], Phrase]

COUNTED: Final[Mapping[str, Callable[[int], Phrase]]] = {
    "programme": lambda n: phrase_n("{count} programme", "{count} programmes", n),
    "cycle": lambda n: phrase_n("{count} cycle", "{count} cycles", n),
    "term": lambda n: phrase_n("{count} term", "{count} terms", n),
    "rule_pack": lambda n: phrase_n("{count} rule pack", "{count} rule packs", n),
    "rule_override": lambda n: phrase_n("{count} rule override", "{count} rule overrides", n),
    "waiver": lambda n: phrase_n("{count} waiver", "{count} waivers", n),
    "visit": lambda n: phrase_n("{count} visit", "{count} visits", n),
    "pairing": lambda n: phrase_n("{count} pairing", "{count} pairings", n),
    "plan": lambda n: phrase_n("{count} plan", "{count} plans", n),
    "plan_stage": lambda n: phrase_n("{count} stage", "{count} stages", n),
    "plan_task": lambda n: phrase_n("{count} task", "{count} tasks", n),
    "agreement": lambda n: phrase_n("{count} agreement", "{count} agreements", n),
    "agreement_party": lambda n: phrase_n("{count} signatory", "{count} signatories", n),
    "leading_group": lambda n: phrase_n("{count} leading group", "{count} leading groups", n),
    "group_member": lambda n: phrase_n("{count} group member", "{count} group members", n),
    "apprenticeship": lambda n: phrase_n("{count} apprenticeship", "{count} apprenticeships", n),
    "need": lambda n: phrase_n("{count} need", "{count} needs", n),
    "problem": lambda n: phrase_n("{count} problem", "{count} problems", n),
    "donation": lambda n: phrase_n("{count} donation", "{count} donations", n),
    "indicator": lambda n: phrase_n("{count} indicator", "{count} indicators", n),
    "document": lambda n: phrase_n("{count} document", "{count} documents", n),
    "kindergarten": lambda n: phrase_n("{count} kindergarten", "{count} kindergartens", n),
    "kindergarten_name": lambda n: phrase_n("{count} alias", "{count} aliases", n),
    "baseline": lambda n: phrase_n("{count} baseline", "{count} baselines", n),
    "baseline_figure": lambda n: phrase_n("{count} figure", "{count} figures", n),
    "form": lambda n: phrase_n("{count} form of activity", "{count} forms of activity", n),
    "form_alias": lambda n: phrase_n("{count} alias", "{count} aliases", n),
    "region": lambda n: phrase_n("{count} region", "{count} regions", n),
    "region_name": lambda n: phrase_n("{count} alias", "{count} aliases", n),
    "exemption": lambda n: phrase_n("{count} exemption", "{count} exemptions", n),
    "layer_capacity": lambda n: phrase_n("{count} layer", "{count} layers", n),
    "source": lambda n: phrase_n("{count} source", "{count} sources", n),
    "rule": lambda n: phrase_n("{count} rule", "{count} rules", n),
    "rule_period": lambda n: phrase_n("{count} rule period", "{count} rule periods", n),
}
"""Tables by how much they tell of a command, and their rows counted. Links tell nothing that
the rows they link don't."""

_CALLED: Final[Mapping[str, Namer]] = {
    "programme": lambda _, row: _joined([Label(row["title_zh"], row["title_en"])]),
    "cycle": lambda _, row: _joined([row["code"]]),
    "term": lambda _, row: _joined([row["code"]]),
    "rule_pack": lambda _, row: _joined([Label(row["title_zh"], row["title_en"])]),
    "rule_override": lambda known, row: _joined(
        [
            known.mentee(row["pairing_id"]) or known.region(row["county_code"]),
            known.rule(row["rule_id"]),
        ]
    ),
    "waiver": lambda known, row: _joined(
        [known.mentee(row["pairing_id"]), known.rule(row["rule_id"]), row["period"]]
    ),
    "visit": lambda known, row: _joined(
        [known.mentees(row), row["start_date"], known.form(row["form_code"])]
    ),
    "pairing": lambda known, row: _joined(
        [known.kindergarten(row["mentor_id"]), known.kindergarten(row["mentee_id"])], " → "
    ),
    "plan": lambda known, row: _joined([known.mentee(row["pairing_id"]), _cut(row["title"])]),
    "plan_stage": lambda known, row: _joined(
        [known.mentee_of("plan", row["plan_id"]), _cut(row["title"])]
    ),
    "plan_task": lambda known, row: _joined(
        [known.mentee_of("plan", row["plan_id"]), _cut(row["title"])]
    ),
    "agreement": lambda known, row: _joined(
        [known.mentee(row["pairing_id"]), row["title"] or AGREEMENT_KINDS.get(row["kind"])]
    ),
    "agreement_party": lambda known, row: _joined(
        [known.mentee_of("agreement", row["agreement_id"]), row["signatory"] or row["party"]]
    ),
    "leading_group": lambda known, row: _joined(
        [
            known.mentee(row["pairing_id"]) or known.region(row["region_code"]),
            GROUP_SIDES.get(row["side"]),
        ]
    ),
    "group_member": lambda known, row: _joined(
        [known.mentee_of("leading_group", row["group_id"]), row["name"]]
    ),
    "apprenticeship": lambda known, row: _joined(
        [
            known.mentee(row["pairing_id"]),
            _joined([row["master"], row["apprentice"]], " → "),
        ]
    ),
    "need": lambda known, row: _joined([known.mentee(row["pairing_id"]), _cut(row["wording"])]),
    "problem": lambda known, row: _joined([known.mentee(row["pairing_id"]), _cut(row["wording"])]),
    "donation": lambda known, row: _joined([known.mentee(row["pairing_id"]), _cut(row["item"])]),
    "indicator": lambda known, row: _joined(
        [known.mentee(row["pairing_id"]), row["code"], row["on_date"]]
    ),
    "document": lambda _, row: _joined([_cut(row["title"] or row["file_name"])]),
    "kindergarten": lambda _, row: _joined([row["name"]]),
    "kindergarten_name": lambda known, row: _joined(
        [known.kindergarten(row["kindergarten_id"]), row["name"]]
    ),
    "baseline": lambda known, row: _joined(
        [known.kindergarten(row["kindergarten_id"]), row["on_date"]]
    ),
    "form": lambda _, row: _joined([Label(row["label_zh"], row["label_en"])]),
    "form_alias": lambda known, row: _joined([known.form(row["form_code"]), row["alias"]]),
    "region": lambda _, row: _joined([row["name"]]),
    "region_name": lambda known, row: _joined([known.region(row["region_code"]), row["name"]]),
    "exemption": lambda known, row: _joined([known.region(row["region_code"])]),
}
"""What people call a row of these tables: whom it concerns, then its own words."""

_CALLED_AMONG: Final[Mapping[str, Namer]] = {
    "pairing": lambda known, row: _joined([known.mentee(row["id"])]),
}
"""The shorter name of one row among several."""

_BY_CODE: Final = frozenset({"form", "region"})


def _joined(parts: Sequence[Part], between: str = " ") -> Phrase:
    """The parts that there are, in one line."""
    there = {f"part{number}": part for number, part in enumerate(parts) if part}
    return Phrase(between.join(f"{{{name}}}" for name in there), there)


def _cut(text: str) -> str:
    """The beginning of a wording, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _different(names: Iterable[Phrase]) -> list[Phrase]:
    found: list[Phrase] = []
    for name in names:
        if name not in found:
            found.append(name)
    return found


def _length(part: Part) -> int:
    if isinstance(part, Phrase):
        return sum(map(_length, part.values.values()))
    if isinstance(part, tuple):
        return sum(map(_length, part))
    return len(part.zh if isinstance(part, Label) else part or "")
