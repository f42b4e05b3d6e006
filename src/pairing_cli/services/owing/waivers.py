"""Waivers, read: which pairing is let off what, why, and who approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.owing.rules import find_rule, list_rules
from pairing_cli.services.programme.cycles import CycleRow, find_cycle
from pairing_cli.services.programme.names.lookup import find_by_ref, find_kindergarten
from pairing_cli.store.reading import Reader


class WaiverInfo(NamedTuple):
    """One waiver. State: in_force, removed, or dropped where its rule's pack no longer counts."""

    ref: str
    mentor: str
    mentee: str
    county: str | None
    rule: str
    title: Label
    period: str
    kind: str
    until: str | None
    reason: str
    approver: str | None
    granted: str | None
    state: str
    removed_reason: str | None


_WAIVERS: Final = """
    SELECT substr(w.id, 25, 8) AS ref, w.rule_id, p.cycle, p.mentor, p.mentee, p.county,
           r.code AS rule, r.title_zh, r.title_en, w.period, w.kind, w.until, w.reason,
           w.approver, w.granted_on AS granted, w.removed_reason,
           CASE WHEN w.removed_reason IS NOT NULL THEN 'removed'
                WHEN k.active = 0 THEN 'dropped'
                ELSE 'in_force' END AS state
    FROM waiver AS w
    INNER JOIN pairings AS p ON p.id = w.pairing_id
    INNER JOIN rule AS r ON r.id = w.rule_id
    INNER JOIN rule_pack AS k ON k.id = r.pack_id
"""


def list_waivers(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    mentee: str | None = None,
    rule: str | None = None,
    every: bool = False,
) -> list[WaiverInfo]:
    """The waivers of a cycle granted by a day, in the order of their making: those in force, or
    with `every` also the removed ones and those of dropped packs. Raises `NotFound`.
    """
    rows = store.rows(
        f"{_WAIVERS} WHERE k.cycle_id = :cycle_id"
        " AND (:mentee_id IS NULL OR p.mentee_id = :mentee_id)"
        " AND (:rule_id IS NULL OR w.rule_id = :rule_id)"
        " AND (w.granted_on IS NULL OR w.granted_on <= :as_of) ORDER BY w.id",
        as_of=as_of.isoformat(),
        cycle_id=cycle.id,
        mentee_id=find_kindergarten(store, mentee).id if mentee else None,
        rule_id=find_rule(store, cycle, rule).id if rule else None,
    )
    codes = {each.id: each.code for each in list_rules(store, cycle)}
    waivers = [_waiver(row, codes) for row in rows]
    return [each for each in waivers if every or each.state == "in_force"]


def show_waiver(store: Reader, ref: str) -> WaiverInfo:
    """One waiver by its ref, in whatever state. Raises `NotFound`."""
    key = find_by_ref(store, "waiver", ref)
    row = store.rows(f"{_WAIVERS} WHERE w.id = :id", id=key)[0]
    cycle = find_cycle(store, row["cycle"], dt.date.max)
    return _waiver(row, {each.id: each.code for each in list_rules(store, cycle)})


def _waiver(row: Mapping[str, Any], codes: Mapping[str, str]) -> WaiverInfo:
    values = dict(row)
    del values["cycle"]
    values["rule"] = codes.get(values.pop("rule_id"), values["rule"])
    values["title"] = Label(values.pop("title_zh"), values.pop("title_en"))
    return WaiverInfo(**values)
