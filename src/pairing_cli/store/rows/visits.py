"""What was done: forms, visits, needs, documents.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import RemovableRow, Row, column


class Form(Row, table="form"):
    """A form of activity, with the direction that holds where none is given."""

    code: str = column(key=True, longest=32)
    label_zh: str = column(longest=100)
    label_en: str = column(longest=100)
    direction: str
    position: int = column(least=0)
    valid_from: dt.date | None = column(default=None)
    valid_to: dt.date | None = column(default=None)


class FormAlias(Row, table="form_alias"):
    """Another word for a form. One word means one form."""

    id: str = column(key=True, default_factory=new_id)
    form_code: str
    alias: str = column(longest=100)


class Visit(Row, table="visit"):
    """One real event. Class-hours go in halves, so that sums are exact in binary."""

    id: str = column(key=True, default_factory=new_id)
    cycle_id: str
    mentor_id: str
    start_date: dt.date
    end_date: dt.date
    form_code: str
    days: int = column(default=1, least=1)
    direction: str
    state: str = column(default="done")
    class_hours: float | None = column(default=None, least=0)
    topic: str | None = column(default=None, longest=200)
    teachers: int | None = column(default=None, least=0)
    children: int | None = column(default=None, least=0)
    next_step: str | None = column(default=None, longest=4000)
    note: str | None = column(default=None, longest=4000)
    gained: str | None = column(default=None, longest=4000)
    state_reason: str | None = column(default=None, longest=200)
    override_reason: str | None = column(default=None, longest=200)
    recorded_by: str = column(longest=100)
    recorded_at: str = column(longest=32)


class VisitPairing(Row, table="visit_pairing"):
    """Which pairings a visit was for."""

    visit_id: str = column(key=True)
    pairing_id: str = column(key=True)


class VisitPerson(Row, table="visit_person"):
    """Who carried a visit out, in the order given."""

    visit_id: str = column(key=True)
    position: int = column(key=True, least=0)
    name: str = column(longest=100)
    role: str | None = column(default=None)
    kindergarten_id: str | None = column(default=None)


class VisitGoal(Row, table="visit_goal"):
    """Which aims of the scheme a visit served."""

    visit_id: str = column(key=True)
    goal: str = column(key=True)


class Need(RemovableRow, table="need"):
    """What a mentee asked for."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    pairing_id: str
    raised_on: dt.date
    wording: str = column(longest=4000)
    raised_by: str | None = column(default=None, longest=100)
    state: str = column(default="open")
    partly_on: dt.date | None = column(default=None)
    settled_on: dt.date | None = column(default=None)
    outcome: str | None = column(default=None, longest=4000)
    carried_from: str | None = column(default=None)


class VisitNeed(Row, table="visit_need"):
    """Which needs a visit answered."""

    visit_id: str = column(key=True)
    need_id: str = column(key=True)


class VisitSettles(Row, table="visit_settles"):
    """Which earlier visits' next steps a visit saw to."""

    visit_id: str = column(key=True)
    settled_id: str = column(key=True)


class Document(RemovableRow, table="document"):
    """A stored file, by the SHA-256 of its content."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    sha256: str = column(shortest=64, longest=64)
    size: int = column(least=0)
    file_name: str = column(longest=200)
    category: str
    title: str | None = column(default=None, longest=200)
    on_date: dt.date | None = column(default=None)
    fact: str | None = column(default=None, longest=64)
    note: str | None = column(default=None, longest=4000)


class VisitDocument(Row, table="visit_document"):
    """Which files give evidence of a visit."""

    visit_id: str = column(key=True)
    document_id: str = column(key=True)
