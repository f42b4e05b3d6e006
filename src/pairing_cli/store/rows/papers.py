"""The paperwork of a pairing: agreements, groups, teacher pairs, problems, donations, documents.

Made by tools/rows.py from the module of this name in store/tables.
"""

from __future__ import annotations

import datetime as dt

from pairing_cli.domain.ids import new_id
from pairing_cli.store.rows.base import RemovableRow, Row, column


class Agreement(RemovableRow, table="agreement"):
    """A letter or agreement of a pairing; signed when it has the day."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    pairing_id: str
    kind: str
    title: str | None = column(default=None, longest=200)
    due_on: dt.date | None = column(default=None)
    signed_on: dt.date | None = column(default=None)
    until: dt.date | None = column(default=None)
    note: str | None = column(default=None, longest=4000)


class AgreementParty(Row, table="agreement_party"):
    """One side of an agreement, and who signs for it."""

    id: str = column(key=True, default_factory=new_id)
    agreement_id: str
    position: int = column(least=0)
    party: str = column(longest=100)
    signatory: str | None = column(default=None, longest=100)


class LeadingGroup(RemovableRow, table="leading_group"):
    """The group that answers for one side of a pairing, or for a bureau."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    cycle_id: str
    side: str
    pairing_id: str | None = column(default=None)
    region_code: str | None = column(default=None)
    note: str | None = column(default=None, longest=4000)


class GroupMember(Row, table="group_member"):
    """Somebody in a leading group, from a day on; one head at a time."""

    id: str = column(key=True, default_factory=new_id)
    group_id: str
    position: int = column(least=0)
    role: str
    name: str = column(longest=100)
    phone: str | None = column(default=None, longest=32)
    duty: str | None = column(default=None, longest=200)
    start_date: dt.date
    end_date: dt.date | None = column(default=None)
    end_reason: str | None = column(default=None, longest=200)
    end_decided_on: dt.date | None = column(default=None)
    recorded_on: dt.date | None = column(default=None)


class Apprenticeship(RemovableRow, table="apprenticeship"):
    """A teacher of the mentor who guides a teacher of the mentee."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    pairing_id: str
    master: str = column(longest=100)
    apprentice: str = column(longest=100)
    topic: str | None = column(default=None, longest=200)
    start_date: dt.date
    end_date: dt.date | None = column(default=None)
    end_reason: str | None = column(default=None, longest=200)
    end_decided_on: dt.date | None = column(default=None)
    recorded_on: dt.date | None = column(default=None)
    successor_id: str | None = column(default=None)


class Problem(RemovableRow, table="problem"):
    """A difficulty of a pairing, until it is resolved."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    pairing_id: str
    raised_on: dt.date
    raised_by: str | None = column(default=None, longest=100)
    wording: str = column(longest=4000)
    assigned_to: str | None = column(default=None, longest=100)
    due_on: dt.date | None = column(default=None)
    resolved_on: dt.date | None = column(default=None)
    resolution: str | None = column(default=None, longest=4000)
    carried_from: str | None = column(default=None)


class Donation(RemovableRow, table="donation"):
    """What the mentor's side gave."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    pairing_id: str
    on_date: dt.date
    item: str = column(longest=100)
    quantity: float = column(above=0)
    unit: str | None = column(default=None, longest=32)
    value: float | None = column(default=None, least=0)
    visit_id: str | None = column(default=None)
    note: str | None = column(default=None, longest=4000)


class PairingDocument(Row, table="pairing_document"):
    """Files that belong to a pairing itself."""

    pairing_id: str = column(key=True)
    document_id: str = column(key=True)


class AgreementDocument(Row, table="agreement_document"):
    """Files that belong to an agreement."""

    agreement_id: str = column(key=True)
    document_id: str = column(key=True)


class Secondment(RemovableRow, table="secondment"):
    """Somebody of one side who works at the other from one day to another (挂职、支教)."""

    id: str = column(key=True, default_factory=new_id)
    removed_on: dt.date | None = column(default=None)
    removed_reason: str | None = column(default=None, longest=200)
    pairing_id: str
    person: str = column(longest=100)
    role: str | None = column(default=None)
    direction: str = column(default="to_mentee")
    start_date: dt.date
    end_date: dt.date | None = column(default=None)
    appraised_on: dt.date | None = column(default=None)
    appraisal: str | None = column(default=None, longest=4000)
    note: str | None = column(default=None, longest=4000)
