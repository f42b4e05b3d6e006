"""The cycle's end: assessments, honours, experience, showcases.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import RemovableRow, Row, column


class AssessmentScheme(Row, table="assessment_scheme"):
    """A formula that a cycle has adopted; one at a time is in force."""

    id: str = column(key=True, default_factory=new_id)
    cycle_id: str
    code: str = column(longest=64)
    title_zh: str = column(longest=200)
    title_en: str = column(longest=200)
    content: str
    active: bool = column(default=True)


class Assessment(Row, table="assessment"):
    """Both partners of every pairing of a cycle, scored as of a day. What is approved is kept."""

    id: str = column(key=True, default_factory=new_id)
    cycle_id: str
    scheme_id: str
    title: str | None = column(default=None, longest=200)
    as_of: dt.date
    state: str = column(default="draft")
    approved_on: dt.date | None = column(default=None)
    approved_by: str | None = column(default=None, longest=100)
    override_reason: str | None = column(default=None, longest=200)
    figures: str | None = column(default=None)
    sha256: str | None = column(default=None, longest=64)
    note: str | None = column(default=None, longest=4000)


class AssessmentAdjustment(Row, table="assessment_adjustment"):
    """Points that the bureau gives or takes, with the reason."""

    id: str = column(key=True, default_factory=new_id)
    assessment_id: str
    pairing_id: str
    points: float = column(least=-100, most=100)
    reason: str = column(longest=200)
    by_name: str = column(longest=100)


class Honour(Row, table="honour"):
    """A commendation, promotion or re-evaluation on its way from nomination to decision."""

    id: str = column(key=True, default_factory=new_id)
    cycle_id: str
    kind: str
    kindergarten_id: str | None = column(default=None)
    region_code: str | None = column(default=None)
    person: str | None = column(default=None, longest=100)
    title: str = column(longest=200)
    from_grade: str | None = column(default=None, longest=32)
    to_grade: str | None = column(default=None, longest=32)
    state: str = column(default="nominated")
    assessment_id: str | None = column(default=None)
    nominated_on: dt.date
    publicised_from: dt.date | None = column(default=None)
    publicised_to: dt.date | None = column(default=None)
    decided_on: dt.date | None = column(default=None)
    document_number: str | None = column(default=None, longest=100)
    reason: str = column(longest=200)
    decision_reason: str | None = column(default=None, longest=200)
    trace: str | None = column(default=None)
    sha256: str | None = column(default=None, longest=64)


class Experience(RemovableRow, table="experience"):
    """A summary, a lesson learnt or a case, of a pairing, a kindergarten or a county."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    cycle_id: str
    pairing_id: str | None = column(default=None)
    kindergarten_id: str | None = column(default=None)
    region_code: str | None = column(default=None)
    kind: str
    title: str = column(longest=200)
    author: str | None = column(default=None, longest=100)
    on_date: dt.date
    wording: str | None = column(default=None, longest=4000)
    state: str = column(default="submitted")
    decided_on: dt.date | None = column(default=None)


class ExperienceDocument(Row, table="experience_document"):
    """Files that belong to a summary, a lesson learnt or a case."""

    experience_id: str = column(key=True)
    document_id: str = column(key=True)


class Showcase(RemovableRow, table="showcase"):
    """The event at which pairings show what they did."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    cycle_id: str
    title: str = column(longest=200)
    level: str = column(default="city")
    start_date: dt.date
    end_date: dt.date
    place: str | None = column(default=None, longest=100)
    note: str | None = column(default=None, longest=4000)
    recorded_on: dt.date | None = column(default=None)


class ShowcaseEntry(Row, table="showcase_entry"):
    """What one pairing shows there, once in each form."""

    id: str = column(key=True, default_factory=new_id)
    showcase_id: str
    pairing_id: str
    form: str
    title: str | None = column(default=None, longest=200)
    presenter: str | None = column(default=None, longest=100)
    recorded_on: dt.date | None = column(default=None)
