"""What a command was about, in a few words, worked out from its changes.

Nothing of this is stored. A change set is about the rows of one table, the most telling of
those it changed: a visit rather than the people who took part in it. One row is called by its
name, many are counted. Names of rows that have gone since are taken from the change log.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from pairing_cli.domain.phrases import Label, Phrase, phrase_n
from pairing_cli.domain.records.record import Record
from pairing_cli.domain.records.registry import RECORDS, codes
from pairing_cli.domain.vocabulary import short_name
from pairing_cli.domain.words.masking import shortened
from pairing_cli.domain.words.name_order import name_order
from pairing_cli.services.programme.names.short_names import short_names
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

    @cached_property
    def short(self) -> Mapping[str, str]:
        """Key of a mentee → its short name."""
        return short_names(self._store)

    @cached_property
    def indicators(self) -> Mapping[str, Label]:
        """Code of an indicator → what the rules call it."""
        rows = self._store.tuples(
            "SELECT indicator, title_zh, title_en FROM rule WHERE indicator IS NOT NULL ORDER BY id"
        )
        return {code: Label(zh, en) for code, zh, en in rows}

    def of(self, seq: int) -> Phrase | None:
        """What the change set `seq` was about."""
        tables = self._log.tables(seq)
        record = next(
            (each for each in RECORDS.values() if each.tells and each.table in tables), None
        )
        if record is None:
            return None
        count = self._log.count_rows(seq, record.table)
        several = record.noun.counted(count)
        if count > _NAMED or not record.subject:
            return several
        changed = self._changed(seq, record.table)
        glyphs = record.subject if len(changed) == 1 else record.among or record.subject
        known = _Known(self, seq)
        names = _different(
            _joined([known.part(record, row, glyph) for glyph in glyphs]) for row in changed
        )
        if len(names) > 1 and _length(tuple(names)) > _SHORT:
            return several
        return _joined([tuple(names)])

    def of_row(self, table: str, row: Row) -> Phrase | None:
        """What a row, as it is stored, is called; None where it has no name."""
        record = RECORDS.get(table)
        if record is None or not record.subject:
            return None
        known = _Known(self, 0)
        return _joined([known.part(record, row, glyph) for glyph in record.subject])

    def row(self, table: str, key: Any) -> Row:
        """A row as it is, or as the change log last had it; empty where neither has it."""
        if (table, key) not in self._rows:
            column = "code" if table in ("form", "region") else "id"
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
        known = self._subjects.short.get(mentee["id"])
        return known or short_name(
            mentee["name"], bond["layer"], self.region(mentee["region_code"])
        )

    def mentee_of(self, table: str, key: Any) -> str:
        return self.mentee(self.row(table, key).get("pairing_id"))

    def of_target(self, key: Any) -> str:
        """Whom an inspection looked at."""
        row = self.row("inspection_target", key)
        return self.mentee(row.get("pairing_id")) or self.region(row.get("region_code"))

    def of_finding(self, key: Any) -> Part:
        """Whose finding it is, and what was found."""
        row = self.row("finding", key)
        if not row:
            return None
        whose = self.mentee(row["pairing_id"]) or self.region(row["region_code"])
        return _joined([whose, _cut(row["wording"])])

    def mentees(self, visit: Row) -> Part:
        """Whom a visit was for; the first and how many more, where they are many."""
        pairings = self._subjects.pairings_of_visit(self._seq, visit["id"])
        names = sorted({self.mentee(each) for each in pairings} - {""}, key=name_order)
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

    def cycle(self, key: Any) -> str:
        return str(self.row("cycle", key).get("code", ""))

    def rule(self, key: Any) -> Label | None:
        row = self.row("rule", key)
        return Label(row["title_zh"], row["title_en"]) if row else None

    def indicator(self, code: Any) -> Part:
        """An indicator by the title of the rule that asks for it."""
        return self._subjects.indicators.get(code) or _cut(str(code))

    def part(self, record: Record, row: Row, glyph: str) -> Part:
        """What one glyph of a record's subject line says of a row."""
        if "→" in glyph:
            return _joined([self.part(record, row, each) for each in glyph.split("→")], " → ")
        for column in glyph.split("|"):
            if found := self._value(record.table, row, column):
                return found
        return None

    def _value(self, table: str, row: Row, column: str) -> Part:
        meaning = _MEANINGS.get(f"{table}.{column}") or _MEANINGS.get(column)
        if meaning is not None:
            return meaning(self, row)
        value = row[column]
        words = codes(table, column)
        if words is not None:
            return words.get(value)
        return None if value is None else _cut(str(value))


_MEANINGS: Final[Mapping[str, Callable[[_Known, Row], Part]]] = {
    "mentees": lambda known, row: known.mentees(row),
    "mentee": lambda known, row: known.mentee(row["id"]),
    "pairing_id": lambda known, row: known.mentee(row["pairing_id"]),
    "plan_id": lambda known, row: known.mentee_of("plan", row["plan_id"]),
    "agreement_id": lambda known, row: known.mentee_of("agreement", row["agreement_id"]),
    "group_id": lambda known, row: known.mentee_of("leading_group", row["group_id"]),
    "target_id": lambda known, row: known.of_target(row["target_id"]),
    "finding_id": lambda known, row: known.of_finding(row["finding_id"]),
    "circle_id": lambda known, row: str(known.row("circle", row["circle_id"]).get("name", "")),
    "kindergarten_id": lambda known, row: known.kindergarten(row["kindergarten_id"]),
    "mentor_id": lambda known, row: known.kindergarten(row["mentor_id"]),
    "mentee_id": lambda known, row: known.kindergarten(row["mentee_id"]),
    "from_id": lambda known, row: known.kindergarten(row["from_id"]),
    "to_id": lambda known, row: known.kindergarten(row["to_id"]),
    "cycle_id": lambda known, row: known.cycle(row["cycle_id"]),
    "from_cycle_id": lambda known, row: known.cycle(row["from_cycle_id"]),
    "to_cycle_id": lambda known, row: known.cycle(row["to_cycle_id"]),
    "region_code": lambda known, row: known.region(row["region_code"]),
    "county_code": lambda known, row: known.region(row["county_code"]),
    "form_code": lambda known, row: known.form(row["form_code"]),
    "indicator.code": lambda known, row: known.indicator(row["code"]),
    "rule_id": lambda known, row: known.rule(row["rule_id"]),
    "title_*": lambda _, row: Label(row["title_zh"], row["title_en"]),
    "label_*": lambda _, row: Label(row["label_zh"], row["label_en"]),
}
"""The glyphs that stand for more than a column of their own, of one table or of any."""


def _joined(parts: Sequence[Part], between: str = " ") -> Phrase:
    """The parts that there are, in one line."""
    there = {f"part{number}": part for number, part in enumerate(parts) if part}
    return Phrase(between.join(f"{{{name}}}" for name in there), there)


def _cut(text: str) -> str:
    """The beginning of a wording, on one line."""
    return shortened(" ".join(text.split()), _LONGEST)


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
