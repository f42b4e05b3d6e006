"""A seed file that was edited, against the database that was made from it.

Three versions of each field are held against each other: what the seed said last time (the
change log has it), what stands now, and what the seed says today. What only the seed has changed
can be applied; what people have changed since stays, and where both did, that is a conflict.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final, TypeVar

from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.records.registry import codes, field_word, table_word
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import CycleState, PairingKind
from pairing_cli.files.seed.seed import Seed
from pairing_cli.services.keeping.invariants import broken_rules, check_rules
from pairing_cli.services.keeping.scheme.calendar_edit import start_pairings_with
from pairing_cli.services.keeping.scheme.seeded_rows import kindergartens_there, pairings_differing
from pairing_cli.services.keeping.scheme.seeding import Added, sow
from pairing_cli.store.log.changelog import row_text
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import (
    Circle,
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

_WEIGHT: Final = "weight_"

UPDATE: Final = "init --update"
"""The command in the history: unlike `init` it can be taken back."""


class Difference(NamedTuple):
    """A field of which the seed says something else than the database."""

    table: str
    name: str
    field: str
    """Blank where the seed has left out the whole record."""
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
        return self.field and field_word(self.table, self.field)

    def shown(self, value: str | None) -> Label | str:
        """A value in words."""
        words = (codes(self.table, self.field) if self.field else None) or {}
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
        if not self.field:
            return phrase("{record} {name}: here, no longer in the file", **places)
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
    """Where the seed says something else of what is there, conflicts too; last what came from it
    and stands in it no more.
    """
    return [*(found for _, _, found in _differing(store, seed)), *_gone(store, seed)]


def update(store: Writer, seed: Seed) -> Updated:
    """Add what is missing and apply what only the seed has changed. Raises `BadData`, and
    `RuleRefusal` where a rule of the programme would be broken then.
    """
    before = list(broken_rules(store))
    found = list(_differing(store, seed))
    added = sow(store, seed)
    for row, values in _applied(found):
        before_it = row.values()
        store.change(row, **values)
        if isinstance(row, Cycle) and "start_date" in values:
            start_pairings_with(store, row.id, before_it["start_date"], row.start_date)
    check_rules(store, before)
    told = [*(each for _, _, each in found), *_gone(store, seed)]
    return Updated(
        added,
        [each for each in told if not each.conflict],
        [each for each in told if each.conflict],
    )


def _applied(
    found: Iterable[tuple[Row, Any, Difference]],
) -> Iterator[tuple[Row, dict[str, Any]]]:
    """Each row with everything that changes in it, at once: weights are a hundred together."""
    for _, group in groupby(found, key=lambda each: id(each[0])):
        told = list(group)
        values = {each.field: value for _, value, each in told if not each.conflict}
        if values:
            yield told[0][0], values


def _differing(store: Reader, seed: Seed) -> Iterator[tuple[Row, Any, Difference]]:
    """The row, what the seed wants in it, and how that is told."""
    for row, name, wanted in _counterparts(store, seed):
        differing = {
            field: value for field, value in wanted.items() if _text(value) != _now(row, field)
        }
        if not differing:
            continue
        last = _said_last(store, row)
        found = []
        for field, value in differing.items():
            now, said = _now(row, field), _text(value)
            before = _text(last.get(field)) if field in last or not last else now
            if last and said == before:
                continue  # the seed says what it said; people have changed it
            was, here, there = (_in_words(store, field, each) for each in (before, now, said))
            found.append(
                (value, Difference(row.table, name, field, was, here, there, now != before))
            )
        weights = any(each.conflict and each.field.startswith(_WEIGHT) for _, each in found)
        for value, each in found:
            # Weights are a hundred together: one that people changed keeps the others.
            stays = each.conflict or (weights and each.field.startswith(_WEIGHT))
            yield row, value, each._replace(conflict=stays)


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


def _said_last(store: Reader, row: Row) -> Mapping[str, Any]:
    """A row as the last `init` left it; of a pairing that people made in the place of another,
    what the seed said of that one. Nothing of a row that people made.
    """
    last = _as_seeded(store, row)
    if last or not isinstance(row, Pairing):
        return last
    earlier = store.rows(
        "SELECT * FROM pairing WHERE cycle_id = :cycle AND mentee_id = :mentee AND kind = :kind"
        " AND id <> :id ORDER BY start_date DESC, id DESC",
        cycle=row.cycle_id,
        mentee=row.mentee_id,
        kind=row.kind,
        id=row.id,
    )
    return next(filter(None, (_as_seeded(store, Pairing.loaded(each)) for each in earlier)), {})


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
    circles = {
        (row.cycle_id, row.name): row for row in _all(store, Circle) if row.removed_on is None
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
        for circle in seed.circles:
            if circle.cycle == cycle.code and (led := circles.get((held.id, circle.name))):
                yield led, circle.name, {"expert": circle.expert}
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
    kindergartens = {row.id: row for row in _all(store, Kindergarten)}
    ids = kindergartens_there(store, seed)
    for each in seed.kindergartens:
        if key := ids.get(each.key):
            yield (
                kindergartens[key],
                each.name,
                {
                    "tier": str(each.tier),
                    "ownership": str(each.ownership),
                    "exemplar": each.exemplar and str(each.exemplar),
                    "site_code": each.site_code,
                    "region_code": each.region,
                },
            )
    yield from _pairings(store, seed, ids)


def _pairings(
    store: Reader, seed: Seed, ids: Mapping[str, str]
) -> Iterator[tuple[Row, str, dict[str, Any]]]:
    """Who helps whom: another mentor in the seed takes the place of the one that came from it."""
    cycles = {row.code: row.id for row in _all(store, Cycle) if row.state != CycleState.CLOSED}
    rows = {row.id: row for row in _all(store, Pairing)}
    for key, other in pairings_differing(store, seed, cycles, ids):
        yield rows[key], other.mentee, {"mentor_id": ids[other.mentor]}


def _gone(store: Reader, seed: Seed) -> Iterator[Difference]:
    """What a seed brought in, still holds, and stands no longer in the file. A file never ends
    anything: that is said with a day and a reason, by the command of the register.
    """
    cycles = {row.code: row.id for row in _all(store, Cycle) if row.state != CycleState.CLOSED}
    ids = kindergartens_there(store, seed)
    names = {row.id: row for row in _all(store, Kindergarten)}
    codes_told = {region.code for region in seed.regions}
    exempt = {(cycles.get(each.cycle), each.region) for each in seed.exemptions}
    packs = {pack.code for pack in seed.rule_packs}
    told = {
        (cycles.get(each.cycle), ids.get(each.mentee), str(each.kind or PairingKind.REGULAR))
        for each in seed.pairings
    }
    ours = {cycles[each.code] for each in seed.cycles if each.code in cycles}
    rows: list[tuple[Row, str]] = [
        (row, row.name)
        for row in names.values()
        if row.id not in ids.values()
        and row.retired_on is None
        and (row.region_code is None or row.region_code in codes_told)
    ]
    rows += [
        (row, names[row.mentee_id].name)
        for row in _all(store, Pairing)
        if row.cycle_id in ours
        and row.end_date is None
        and (row.cycle_id, row.mentee_id, str(row.kind)) not in told
    ]
    rows += [
        (row, str(store.value("SELECT name FROM region WHERE code = :code", code=row.region_code)))
        for row in _all(store, Exemption)
        if row.cycle_id in ours
        and row.end_date is None
        and (row.cycle_id, row.region_code) not in exempt
    ]
    rows += [
        (row, row.code)
        for row in _all(store, RulePack)
        if row.cycle_id in ours and row.active and row.code not in packs
    ]
    for row, name in rows:
        if _as_seeded(store, row):
            yield Difference(row.table, name, "", None, None, None, conflict=True)


def _all(store: Reader, table: type[Table]) -> list[Table]:
    return [table.loaded(row) for row in store.rows(f'SELECT * FROM "{table.table}"')]
