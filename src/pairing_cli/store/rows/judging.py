"""What the bureau judges: checklists, inspections with their findings, bulletins.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import RemovableRow, Row, column


class Checklist(Row, table="checklist"):
    """What an inspection looks at, as a cycle has adopted it, and by what it scores."""

    id: str = column(key=True, default_factory=new_id)
    cycle_id: str
    code: str = column(longest=64)
    title_zh: str = column(longest=200)
    title_en: str = column(longest=200)
    document: str = column(longest=200)
    active: bool = column(default=True)
    partly: float = column(least=0, most=1)
    good: float = column(least=0, most=100)
    fairly_good: float = column(least=0, most=100)
    average: float = column(least=0, most=100)
    due_days: int = column(least=0)
    due_days_critical: int = column(least=0)
    least_inspectors: int = column(least=1)
    content: str


class ChecklistItem(Row, table="checklist_item"):
    """One thing to look at."""

    id: str = column(key=True, default_factory=new_id)
    checklist_id: str
    position: int = column(least=0)
    code: str = column(longest=64)
    block: str
    subject: str
    critical: bool = column(default=False)
    weight: float = column(least=0)
    title_zh: str = column(longest=200)
    title_en: str = column(longest=200)
    lack_zh: str = column(longest=200)
    lack_en: str = column(longest=200)
    how_zh: str | None = column(default=None, longest=4000)
    how_en: str | None = column(default=None, longest=4000)
    section: str = column(longest=200)
    prefill: str | None = column(default=None, longest=200)
    assumed_zh: str | None = column(default=None, longest=4000)
    assumed_en: str | None = column(default=None, longest=4000)


class Inspection(RemovableRow, table="inspection"):
    """One round of looking, unannounced unless it says so."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    cycle_id: str
    checklist_id: str
    title: str = column(longest=200)
    start_date: dt.date
    end_date: dt.date
    announced: bool = column(default=False)
    state: str = column(default="planned")
    done_on: dt.date | None = column(default=None)
    override_reason: str | None = column(default=None, longest=200)
    note: str | None = column(default=None, longest=4000)


class Inspector(Row, table="inspector"):
    """Somebody who inspects; one of them leads."""

    id: str = column(key=True, default_factory=new_id)
    inspection_id: str
    position: int = column(least=0)
    name: str = column(longest=100)
    office: str | None = column(default=None, longest=100)
    is_lead: bool = column(default=False)


class InspectionTarget(Row, table="inspection_target"):
    """What is inspected: a pairing at its mentee, or a county's bureau."""

    id: str = column(key=True, default_factory=new_id)
    inspection_id: str
    pairing_id: str | None = column(default=None)
    region_code: str | None = column(default=None)
    on_date: dt.date | None = column(default=None)
    feedback: str | None = column(default=None, longest=4000)
    reply: str | None = column(default=None, longest=4000)
    answered_for: str | None = column(default=None, longest=100)


class InspectionAnswer(Row, table="inspection_answer"):
    """What was found of one item at one target."""

    target_id: str = column(key=True)
    item_id: str = column(key=True)
    value: str
    note: str | None = column(default=None, longest=4000)


class Finding(RemovableRow, table="finding"):
    """Something that has to be mended. How it stands: `domain.judging.findings`."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    target_id: str | None = column(default=None)
    pairing_id: str | None = column(default=None)
    region_code: str | None = column(default=None)
    item_id: str | None = column(default=None)
    wording: str = column(longest=4000)
    critical: bool = column(default=False)
    owner: str
    found_on: dt.date
    due_on: dt.date
    carried_from: str | None = column(default=None)


class Rectification(Row, table="rectification"):
    """What was done about a finding, as it was reported."""

    id: str = column(key=True, default_factory=new_id)
    finding_id: str
    on_date: dt.date
    by_name: str | None = column(default=None, longest=100)
    measures: str = column(longest=4000)


class Recheck(Row, table="recheck"):
    """A second look at a finding; one that failed gives another day."""

    id: str = column(key=True, default_factory=new_id)
    finding_id: str
    on_date: dt.date
    by_name: str = column(longest=100)
    how: str
    result: str
    new_due: dt.date | None = column(default=None)
    note: str | None = column(default=None, longest=4000)


class FindingDocument(Row, table="finding_document"):
    """Evidence of what was done about a finding."""

    finding_id: str = column(key=True)
    document_id: str = column(key=True)


class TargetDocument(Row, table="target_document"):
    """Papers of an inspection at one target: the sheet with its signatures, photos."""

    target_id: str = column(key=True)
    document_id: str = column(key=True)


class Bulletin(RemovableRow, table="bulletin"):
    """What is made known to all: a draft is worked out each time, a published one is frozen."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    cycle_id: str
    kind: str
    number: str | None = column(default=None, longest=100)
    title: str = column(longest=200)
    as_of: dt.date
    state: str = column(default="draft")
    published_on: dt.date | None = column(default=None)
    signed_by: str | None = column(default=None, longest=100)
    previous_id: str | None = column(default=None)
    replaces_id: str | None = column(default=None)
    text_good: str | None = column(default=None, longest=4000)
    text_problems: str | None = column(default=None, longest=4000)
    text_next: str | None = column(default=None, longest=4000)
    figures: str | None = column(default=None)
    sha256: str | None = column(default=None, shortest=64, longest=64)
    definitions: str | None = column(default=None)
    withdrawn_reason: str | None = column(default=None, longest=200)


class BulletinInspection(Row, table="bulletin_inspection"):
    """The inspections that a bulletin tells of."""

    bulletin_id: str = column(key=True)
    inspection_id: str = column(key=True)
