"""Who helps whom in a layer, written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.layers import read_kind, without_order
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import LAYERS, OWNERSHIPS, TIERS, Layer
from pairing_cli.services.keeping.invariants import broken_rules, check_rules
from pairing_cli.services.pairings.capacities import CapacityRow, list_capacities
from pairing_cli.services.pairings.layers import layer_rules
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.store.rows import LayerCapacity
from pairing_cli.store.writing import Writer

_BY_STEP: Final = "default"
"""What takes a setting away again."""


class SidesChange(NamedTuple):
    """What is to be another; None stays as it is, "default" is that of the step."""

    mentors: tuple[str, ...] | None = None
    mentees: tuple[str, ...] | None = None
    most_mentors: int | None = None
    together: str | None = None
    priority: int | None = None


def edit_sides(store: Writer, cycle: CycleRow, layer: Layer, change: SidesChange) -> CapacityRow:
    """Say which kindergartens help which in a layer.

    Raises `UsageError` for a kind that is none, `RuleRefusal` where two layers then take the
    same kindergartens and nothing says which of them holds, or where mentees have more mentors
    or mentors more mentees than then fits.
    """
    before = list(broken_rules(store))
    found = store.where(LayerCapacity, cycle_id=cycle.id, layer=layer)
    row = found[0] if found else LayerCapacity(cycle_id=cycle.id, layer=layer)
    if not found:
        store.add(row)
    values: dict[str, Any] = {}
    for name, kinds in (("mentor_kinds", change.mentors), ("mentee_kinds", change.mentees)):
        if kinds is not None:
            values[name] = _kinds(kinds)
    if change.most_mentors is not None:
        values["most_mentors"] = change.most_mentors
    if change.together is not None:
        values["together"] = None if change.together == _BY_STEP else change.together
    if change.priority is not None:
        values["priority"] = change.priority
    store.change(row, **values)
    if clash := without_order(layer_rules(store, cycle)):
        raise RuleRefusal(
            "layers-overlap",
            phrase(
                "The layers {one} and {other} take the same kindergartens, and nothing says which"
                " of them holds.",
                one=LAYERS[clash[0].layer],
                other=LAYERS[clash[1].layer],
            ),
            hint=phrase("Give both a priority: the lower one holds."),
        )
    check_rules(
        store,
        before,
        code="beyond-capacity",
        hint=phrase("End pairings first, or say why they stay: pairing assign --override"),
    )
    return next(each for each in list_capacities(store, cycle) if each.layer == layer)


def _kinds(words: Iterable[str]) -> str | None:
    if list(words) == [_BY_STEP]:
        return None
    found = []
    for word in words:
        kind = read_kind(_code(word))
        if kind is None:
            raise UsageError(
                "unknown-kind",
                phrase("“{text}” is no kind of kindergarten.", text=word),
                hint=phrase("A tier, or a tier and an ownership: township, county/private"),
            )
        found.append(kind.code)
    return ",".join(dict.fromkeys(found))


def _code(word: str) -> str:
    """县级/民办 is county/private."""
    tier, slash, ownership = word.replace("／", "/").partition("/")
    tiers = {label.zh: code for code, label in TIERS.items()}
    owned = {label.zh: code for code, label in OWNERSHIPS.items()}
    return f"{tiers.get(tier, tier)}{slash}{owned.get(ownership, ownership)}"
