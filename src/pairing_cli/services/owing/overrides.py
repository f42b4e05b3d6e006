"""How a rule runs through its cycle: its periods, and for whom it was changed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.owed.periods import RulePeriod, rule_periods
from pairing_cli.domain.owed.rules import Rule, due_on
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.time.calendar import owes
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import LAYERS
from pairing_cli.services.owing.exceptions import KNOWN_OVERRIDE, OVERRIDE_END
from pairing_cli.services.owing.rules import list_rules
from pairing_cli.services.programme.cycles import CycleRow, find_cycle, frame_of
from pairing_cli.store.reading import Reader


class OverrideRow(NamedTuple):
    """A change of a rule. Dates are ISO text; no `end`: it holds to the end of the cycle.

    At most one of layer, county and mentee says for whom; none says for all that owe it.
    """

    ref: str
    rule_id: str
    rule: str
    title: Label
    rule_need: float
    """What the rule needs by itself."""
    need: float
    """What it needs where the override holds."""
    unit: str
    start: str
    end: str | None
    layer: str | None
    county: str | None
    mentee: str | None
    reason: str

    @property
    def whom(self) -> Phrase | Label | str:
        """For whom it holds, in words."""
        if self.layer is not None:
            return LAYERS[self.layer]
        return self.county or self.mentee or phrase("all that owe it")


class PeriodRow(NamedTuple):
    """One period of a rule. What is done from `first_day` to `last_day` counts for it."""

    period: str
    period_start: str
    period_end: str
    first_day: str
    last_day: str
    due: str
    owed: bool
    """Whether the cycle owes it: at least half of its days lie inside."""


_OVERRIDES: Final = f"""
    SELECT substr(o.id, 25, 8) AS ref, o.rule_id, o.need, o.start_date AS start,
           {OVERRIDE_END} AS "end", o.layer, g.name AS county, p.mentee, o.reason
    FROM rule_override AS o
    INNER JOIN rule AS r ON r.id = o.rule_id
    INNER JOIN rule_pack AS k ON k.id = r.pack_id
    LEFT JOIN region AS g ON g.code = o.county_code
    LEFT JOIN pairings AS p ON p.id = o.pairing_id
    WHERE k.cycle_id = :cycle_id AND k.active = 1 AND (:rule_id IS NULL OR o.rule_id = :rule_id)
        AND {KNOWN_OVERRIDE}
    ORDER BY k.position, r.position, o.start_date, o.id
"""

_TIED: Final = """
    SELECT count(*)
    FROM {table} AS x
    INNER JOIN rule AS r ON r.id = x.rule_id
    INNER JOIN rule_pack AS k ON k.id = r.pack_id
    WHERE k.cycle_id = :cycle_id AND k.active = 1 AND k.code = :pack {more}
"""


def list_overrides(
    store: Reader, cycle: CycleRow, as_of: dt.date | None, *, rule_id: str | None = None
) -> list[OverrideRow]:
    """The overrides of the adopted rules (or of one) that a report of a day knows, by rule and
    time; without a day all.
    """
    rules = {rule.id: rule for rule in list_rules(store, cycle)}
    return [
        OverrideRow(
            **row,
            rule=rules[row["rule_id"]].code,
            title=rules[row["rule_id"]].title,
            rule_need=rules[row["rule_id"]].need,
            unit=rules[row["rule_id"]].need_unit,
        )
        for row in store.rows(
            _OVERRIDES,
            cycle_id=cycle.id,
            rule_id=rule_id,
            as_of=as_of.isoformat() if as_of else None,
        )
    ]


def show_override(store: Reader, key: str) -> OverrideRow:
    """The override with this key, which must exist, of an adopted pack."""
    code = store.value(
        "SELECT y.code FROM rule_override AS o INNER JOIN rule AS r ON r.id = o.rule_id"
        " INNER JOIN rule_pack AS k ON k.id = r.pack_id"
        " INNER JOIN cycle AS y ON y.id = k.cycle_id WHERE o.id = :id",
        id=key,
    )
    cycle = find_cycle(store, code, dt.date.max)
    return next(each for each in list_overrides(store, cycle, None) if each.ref == ref_of(key))


def list_periods(store: Reader, cycle: CycleRow, rule: Rule) -> list[PeriodRow]:
    """The periods of a rule that touch its cycle, by time. A day counted from the start of a
    pairing is told for one that begins with the cycle.
    """
    return [
        PeriodRow(
            period=each.code,
            period_start=each.period.first.isoformat(),
            period_end=each.period.last.isoformat(),
            first_day=each.counting.first.isoformat(),
            last_day=each.counting.last.isoformat(),
            due=_due(cycle, rule, each).isoformat(),
            owed=each.owed,
        )
        for each in rule_periods(rule, frame_of(store, cycle))
    ]


def _due(cycle: CycleRow, rule: Rule, period: RulePeriod) -> dt.date:
    if rule.due is None or rule.due.days is None or rule.due.after is not None:
        return period.due
    return min(due_on(rule.due, cycle.span.first), period.due)


def periods_over(
    store: Reader, cycle: CycleRow, override: OverrideRow, as_of: dt.date
) -> list[str]:
    """The periods whose figures an override changes although they were over by `as_of`."""
    day = dt.date.fromisoformat
    # Like the override itself, a period may outlast the cycle: see `figures`.
    held = DateSpan(day(override.start), day(override.end) if override.end else dt.date.max)
    rule = next(each.rule for each in list_rules(store, cycle) if each.id == override.rule_id)
    return [
        period.period
        for period in list_periods(store, cycle, rule)
        if period.owed
        and day(period.due) < as_of
        and owes(DateSpan.stored(day(period.first_day), day(period.last_day)), held)
    ]


def count_exceptions(store: Reader, cycle: CycleRow, pack: str) -> tuple[int, int]:
    """How many overrides, and waivers in force, are tied to the rules of an adopted pack."""
    return (
        store.value(_TIED.format(table="rule_override", more=""), cycle_id=cycle.id, pack=pack),
        store.value(
            _TIED.format(table="waiver", more="AND x.removed_reason IS NULL"),
            cycle_id=cycle.id,
            pack=pack,
        ),
    )
