"""A seed file that was edited, against the database that was made from it.

Three versions of each field are held against each other: what the seed said last time (the
change log has it), what stands now, and what the seed says today. What only the seed has changed
can be applied; what people have changed since stays, and where both did, that is a conflict.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeVar

from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.records.registry import codes, field_word, table_word
from pairing_cli.domain.vocabulary import CycleState, PairingKind
from pairing_cli.files.seed.seed import Seed
from pairing_cli.services.keeping.invariants import broken_rules, check_rules
from pairing_cli.services.keeping.scheme.calendar_edit import start_pairings_with
from pairing_cli.services.keeping.scheme.seeding import Added, sow
from pairing_cli.store.log.changelog import row_text
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import (
    Cycle,
    Exemption,
    Form,
    Kindergarten,
    LayerCapacity,
    Pairing,
    Programme,
    Region,
    RulePack,
    Term,
)
from pairing_cli.store.rows.base import Row
from pairing_cli.store.writing import Writer

Table = TypeVar("Table", bound=Row)

UPDATE: Final = "init --update"
"""The command in the history: unlike `init` it can be taken back."""


class Difference(NamedTuple):
    """A field of which the seed says something else than the database."""

    table: str
    name: str
    field: str
    before: str | None
    """What the seed said last time."""
    now: str | None
    seed: str | None
    conflict: bool
    """Whether people have changed it since, so that the seed doesn't decide."""

    @property
    def record(self) -> Label | str:
        """What the record is."""
        return table_word(self.table)

    @property
    def field_name(self) -> Label | str:
        """What the field is called."""
        return field_word(self.table, self.field)

    def shown(self, value: str | None) -> Label | str:
        """A value in words."""
        words = codes(self.table, self.field) or {}
        return "—" if value is None else words.get(value, value)

    @property
    def told(self) -> Phrase:
        """The difference, in a line."""
        places = {
            "record": self.record,
            "name": self.name,
            "field": self.field_name,
            "now": self.shown(self.now),
            "seed": self.shown(self.seed),
        }
        if self.conflict:
            return phrase(
                "{record} {name}, {field}: here {now} (entered since), in the file {seed}", **places
            )
        return phrase("{record} {name}, {field}: here {now}, in the file {seed}", **places)


class Updated(NamedTuple):
    """What an update came to."""

    added: Added
    changed: list[Difference]
    conflicts: list[Difference]


def differences(store: Reader, seed: Seed) -> list[Difference]:
    """Where the seed says something else of what is there, conflicts too."""
    return [found for _, _, found in _differing(store, seed)]


def update(store: Writer, seed: Seed) -> Updated:
    """Add what is missing and apply what only the seed has changed. Raises `BadData`, and
    `RuleRefusal` where a rule of the programme would be broken then.
    """
    before = list(broken_rules(store))
    found = list(_differing(store, seed))
    added = sow(store, seed)
    for row, value, each in found:
        if not each.conflict:
            before_it = row.values()
            store.change(row, **{each.field: value})
            if isinstance(row, Cycle) and each.field == "start_date":
                start_pairings_with(store, row.id, before_it["start_date"], row.start_date)
    check_rules(store, before)
    told = [each for _, _, each in found]
    return Updated(
        added,
        [each for each in told if not each.conflict],
        [each for each in told if each.conflict],
    )


def _differing(store: Reader, seed: Seed) -> Iterator[tuple[Row, Any, Difference]]:
    """The row, what the seed wants in it, and how that is told."""
    for row, name, wanted in _counterparts(store, seed):
        differing = {
            field: value for field, value in wanted.items() if _text(value) != _now(row, field)
        }
        if not differing:
            continue
        last = _as_seeded(store, row)
        for field, value in differing.items():
            now, said = _now(row, field), _text(value)
            before = _text(last.get(field)) if field in last else now
            if said == before:
                continue  # the seed says what it said; people have changed it
            was, here, there = (_in_words(store, field, each) for each in (before, now, said))
            yield row, value, Difference(row.table, name, field, was, here, there, now != before)


def _in_words(store: Reader, field: str, value: str | None) -> str | None:
    """A value as people read it: of a key the name."""
    if value is None or not field.endswith("_id"):
        return value
    return str(store.value("SELECT name FROM kindergarten WHERE id = :id", id=value))


def _now(row: Row, field: str) -> str | None:
    return _text(row.stored()[field])


def _text(value: object) -> str | None:
    if isinstance(value, bool):
        return str(int(value))
    return None if value is None else str(value)


def _as_seeded(store: Reader, row: Row) -> Mapping[str, Any]:
    """A row as the last `init` left it."""
    key = {name: row.stored()[name] for name in row.key}
    found = store.value(
        'SELECT c."after" FROM change AS c INNER JOIN change_set AS s ON s.seq = c.set_seq'
        " WHERE c.table_name = :table AND c.row_key = :key AND s.command IN ('init', :update)"
        " AND NOT EXISTS (SELECT 1 FROM change_set AS u WHERE u.undoes = s.seq AND NOT EXISTS"
        " (SELECT 1 FROM change_set AS r WHERE r.undoes = u.seq))"
        " ORDER BY c.set_seq DESC LIMIT 1",
        table=row.table,
        key=row_text(key),
        update=UPDATE,
    )
    last: Mapping[str, Any] = json.loads(found) if found else {}
    return last


def _counterparts(store: Reader, seed: Seed) -> Iterator[tuple[Row, str, dict[str, Any]]]:
    """Every row that the seed speaks of, what it is called, and what the seed says of it."""
    programme = {"title_zh": seed.programme.title.zh, "title_en": seed.programme.title.en}
    for row in _all(store, Programme):
        yield row, seed.programme.title.zh, programme
    cycles = {row.code: row for row in _all(store, Cycle)}
    for cycle in seed.cycles:
        if (found := cycles.get(cycle.code)) is None or found.state == CycleState.CLOSED:
            continue
        yield (
            found,
            cycle.code,
            {
                "title": cycle.title.zh,
                "title_en": cycle.title.en,
                "start_date": cycle.start,
                "end_date": cycle.end,
                "state": str(cycle.state),
                "wrap_up_until": cycle.wrap_up_until,
                **{f"weight_{block}": weight for block, weight in cycle.weights.items()},
            },
        )
    terms = {row.code: row for row in _all(store, Term)}
    for term in seed.terms:
        if term.code in terms:
            yield terms[term.code], term.code, {"start_date": term.start, "end_date": term.end}
    yield from _of_cycles(store, seed, cycles)
    yield from _of_ground(store, seed)


def _of_cycles(
    store: Reader, seed: Seed, cycles: Mapping[str, Cycle]
) -> Iterator[tuple[Row, str, dict[str, Any]]]:
    layers = {(row.cycle_id, row.layer): row for row in _all(store, LayerCapacity)}
    packs = {(row.cycle_id, row.code): row for row in _all(store, RulePack) if row.active}
    exempt = {
        (row.cycle_id, row.region_code): row
        for row in _all(store, Exemption)
        if row.end_date is None
    }
    names = {region.code: region.name for region in seed.regions}
    for cycle in seed.cycles:
        if (held := cycles.get(cycle.code)) is None or held.state == CycleState.CLOSED:
            continue
        for layer in seed.layers:
            if found := layers.get((held.id, layer.layer)):
                yield (
                    found,
                    f"{cycle.code} {layer.layer}",
                    {
                        "minimum": layer.least,
                        "maximum": layer.most,
                        "within": layer.within and str(layer.within),
                        "mentor_kinds": layer.mentors,
                        "mentee_kinds": layer.mentees,
                        "most_mentors": layer.most_mentors,
                        "together": layer.together,
                        "priority": layer.priority,
                    },
                )
        for pack in seed.rule_packs:
            if adopted := packs.get((held.id, pack.code)):
                yield adopted, pack.code, {"ledger": str(pack.ledger)}
        for each in seed.exemptions:
            if each.cycle == cycle.code and (row := exempt.get((held.id, each.region))):
                said = {"reason": each.reason.zh, "reason_en": each.reason.en}
                yield row, names.get(each.region, each.region), said


def _of_ground(store: Reader, seed: Seed) -> Iterator[tuple[Row, str, dict[str, Any]]]:
    forms = {row.code: row for row in _all(store, Form)}
    for form in seed.forms:
        if form.code in forms:
            said = {
                "label_zh": form.label.zh,
                "label_en": form.label.en,
                "direction": str(form.direction),
            }
            yield forms[form.code], form.label.zh, said
    regions = {row.code: row for row in _all(store, Region)}
    for region in seed.regions:
        if region.code in regions:
            yield regions[region.code], region.name, {"name": region.name}
    known = {
        (row["name"], row["region_code"]): row["id"]
        for row in store.rows(
            "SELECT n.name AS name, k.region_code AS region_code, k.id AS id"
            " FROM kindergarten_names AS n INNER JOIN kindergarten AS k"
            " ON k.id = n.kindergarten_id"
        )
    }
    kindergartens = {row.id: row for row in _all(store, Kindergarten)}
    ids = {}
    for each in seed.kindergartens:
        if key := known.get((each.name, each.region)):
            ids[each.key] = key
            yield (
                kindergartens[key],
                each.name,
                {
                    "tier": str(each.tier),
                    "ownership": str(each.ownership),
                    "exemplar": each.exemplar and str(each.exemplar),
                    "site_code": each.site_code,
                },
            )
    yield from _pairings(store, seed, ids)


def _pairings(
    store: Reader, seed: Seed, ids: Mapping[str, str]
) -> Iterator[tuple[Row, str, dict[str, Any]]]:
    """Who helps whom: another mentor in the seed takes the place of the one that came from it."""
    cycles = {row.code: row.id for row in _all(store, Cycle) if row.state != CycleState.CLOSED}
    rows = {
        (row.cycle_id, row.mentee_id, row.kind): row
        for row in _all(store, Pairing)
        if row.end_date is None
    }
    for each in seed.pairings:
        kind = str(each.kind or PairingKind.REGULAR)
        found = rows.get((cycles.get(each.cycle, ""), ids.get(each.mentee, ""), kind))
        if found is not None and each.mentor in ids:
            yield found, each.mentee, {"mentor_id": ids[each.mentor]}


def _all(store: Reader, table: type[Table]) -> list[Table]:
    return [table.loaded(row) for row in store.rows(f'SELECT * FROM "{table.table}"')]
