"""What is owed: rule packs, rules, overrides, waivers, reported rates.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import Row, column


class RulePack(Row, table="rule_pack"):
    """The rules of one document, adopted for a cycle."""

    id: str = column(key=True, default_factory=new_id)
    cycle_id: str
    code: str = column(longest=64)
    title_zh: str = column(longest=200)
    title_en: str = column(longest=200)
    document: str = column(longest=200)
    document_zh: str = column(longest=200)
    document_en: str = column(longest=200)
    position: int = column(least=0)
    ledger: str = column(default="scheme")
    active: bool = column(default=True)
    content: str = column(longest=1000000)


class RuleRow(Row, table="rule"):
    """One requirement of a document."""

    id: str = column(key=True, default_factory=new_id)
    pack_id: str
    code: str = column(longest=64)
    position: int = column(least=0)
    title_zh: str = column(longest=200)
    title_en: str = column(longest=200)
    short_zh: str | None = column(default=None, longest=24)
    short_en: str | None = column(default=None, longest=24)
    clause_zh: str | None = column(default=None, longest=4000)
    clause_en: str | None = column(default=None, longest=4000)
    kind: str
    block: str
    owed_by: str
    per: str = column(default="pairing")
    need: float = column(above=0)
    most: float | None = column(default=None)
    share: str | None = column(default=None)
    measure: str
    direction: str | None = column(default=None)
    each_way: bool = column(default=False)
    category: str | None = column(default=None, longest=32)
    fact: str | None = column(default=None, longest=64)
    indicator: str | None = column(default=None, longest=64)
    unit: str
    season: str | None = column(default=None)
    months: str | None = column(default=None, longest=32)
    time_window: str | None = column(default=None)
    due: str | None = column(default=None, longest=72)
    stage: str | None = column(default=None, longest=64)
    stage_zh: str | None = column(default=None, longest=200)
    stage_en: str | None = column(default=None, longest=200)
    stage_year: int | None = column(default=None)
    stage_first_month: int | None = column(default=None)
    stage_last_month: int | None = column(default=None)
    stands: bool = column(default=False)
    make_up: bool = column(default=False)
    condition: str | None = column(default=None, longest=64)
    section: str = column(longest=200)
    assumed_zh: str | None = column(default=None, longest=4000)
    assumed_en: str | None = column(default=None, longest=4000)
    note_zh: str | None = column(default=None, longest=4000)
    note_en: str | None = column(default=None, longest=4000)


class RuleForm(Row, table="rule_form"):
    """Which forms a quota counts; a rule without any counts all."""

    rule_id: str = column(key=True)
    form_code: str = column(key=True)


class RuleLayer(Row, table="rule_layer"):
    """Which layers owe a rule."""

    rule_id: str = column(key=True)
    layer: str = column(key=True)


class RuleRole(Row, table="rule_role"):
    """Of whom a quota counts what they carried out; a rule without any counts all."""

    rule_id: str = column(key=True)
    role: str = column(key=True)


class RulePart(Row, table="rule_part"):
    """What has to be there one by one, in the order of the document."""

    rule_id: str = column(key=True)
    fact: str = column(key=True, longest=64)
    position: int = column(least=0)
    title_zh: str = column(longest=200)
    title_en: str = column(longest=200)


class RuleOverride(Row, table="rule_override"):
    """A rule changed for a layer, a county or a pairing, from a date on."""

    id: str = column(key=True, default_factory=new_id)
    rule_id: str
    layer: str | None = column(default=None)
    county_code: str | None = column(default=None)
    pairing_id: str | None = column(default=None)
    need: float = column(least=0)
    start_date: dt.date
    end_date: dt.date | None = column(default=None)
    reason: str = column(longest=200)
    decided_on: dt.date | None = column(default=None)
    end_decided_on: dt.date | None = column(default=None)


class WaiverRow(Row, table="waiver"):
    """An approved exception to one rule for one pairing and period."""

    id: str = column(key=True, default_factory=new_id)
    pairing_id: str
    rule_id: str
    period: str = column(longest=32)
    kind: str
    reason: str = column(longest=200)
    approver: str | None = column(default=None, longest=100)
    until: dt.date | None = column(default=None)
    granted_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)


class Indicator(Row, table="indicator"):
    """A reported rate (numerator of denominator) or number (numerator alone)."""

    id: str = column(key=True, default_factory=new_id)
    pairing_id: str
    code: str = column(longest=64)
    on_date: dt.date
    numerator: float = column(least=0)
    denominator: float | None = column(default=None, above=0)
    note: str | None = column(default=None, longest=4000)
