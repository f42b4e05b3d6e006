"""The paperwork of a pairing: agreements, groups, teacher pairs, problems, donations, documents."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from pairing_cli.domain.paperwork import AgreementKind, GroupRole, GroupSide
from pairing_cli.domain.roles import PersonRole
from pairing_cli.domain.words.wording import LONG_TEXT, NAME, SHORT_TEXT
from pairing_cli.store.tables.base import STRICT, Keyed, Removable, ref_index
from pairing_cli.store.tables.types import (
    IsoDate,
    Real,
    in_order,
    not_blank,
    not_negative,
    one_of,
    real_date,
)


class AgreementFields(Removable, Keyed):
    """A letter or agreement of a pairing; signed when it has the day."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    kind: str = Field(sa_type=Text)
    title: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    due_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """By when it is to be signed."""
    signed_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    until: dt.date | None = Field(default=None, sa_type=IsoDate)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Agreement(AgreementFields, table=True):
    """A letter or agreement of a pairing; signed when it has the day."""

    __table_args__ = (
        one_of("kind", AgreementKind),
        real_date("due_on"),
        real_date("signed_on"),
        real_date("until"),
        in_order("signed_on", "until"),
        real_date("removed_on"),
        Index(None, "pairing_id"),
        ref_index("agreement"),
        STRICT,
    )


class AgreementPartyFields(Keyed):
    """One side of an agreement, and who signs for it."""

    agreement_id: str = Field(sa_type=Text, foreign_key="agreement.id")
    position: int = Field(ge=0)
    party: str = Field(max_length=NAME, sa_type=Text)
    signatory: str | None = Field(default=None, max_length=NAME, sa_type=Text)


class AgreementParty(AgreementPartyFields, table=True):
    """One side of an agreement, and who signs for it."""

    __tablename__: ClassVar[str] = "agreement_party"
    __table_args__ = (UniqueConstraint("agreement_id", "position"), not_blank("party"), STRICT)


class LeadingGroupFields(Removable, Keyed):
    """The group that answers for one side of a pairing, or for a bureau."""

    cycle_id: str = Field(sa_type=Text, foreign_key="cycle.id")
    side: str = Field(sa_type=Text)
    pairing_id: str | None = Field(default=None, sa_type=Text, foreign_key="pairing.id")
    region_code: str | None = Field(default=None, sa_type=Text, foreign_key="region.code")
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class LeadingGroup(LeadingGroupFields, table=True):
    """The group that answers for one side of a pairing, or for a bureau."""

    __tablename__: ClassVar[str] = "leading_group"
    __table_args__ = (
        one_of("side", GroupSide),
        CheckConstraint(
            "(side = 'bureau' AND pairing_id IS NULL AND region_code IS NOT NULL)"
            " OR (side <> 'bureau' AND pairing_id IS NOT NULL AND region_code IS NULL)",
            name="of_one",
        ),
        real_date("removed_on"),
        Index(
            "uq_leading_group_side",
            "pairing_id",
            "side",
            unique=True,
            sqlite_where=text("removed_on IS NULL"),
            postgresql_where=text("removed_on IS NULL"),
        ),
        Index(
            "uq_leading_group_bureau",
            "cycle_id",
            "region_code",
            unique=True,
            sqlite_where=text("removed_on IS NULL AND region_code IS NOT NULL"),
            postgresql_where=text("removed_on IS NULL AND region_code IS NOT NULL"),
        ),
        ref_index("leading_group"),
        STRICT,
    )


class GroupMemberFields(Keyed):
    """Somebody in a leading group, from a day on."""

    group_id: str = Field(sa_type=Text, foreign_key="leading_group.id")
    position: int = Field(ge=0)
    role: str = Field(sa_type=Text)
    name: str = Field(max_length=NAME, sa_type=Text)
    phone: str | None = Field(default=None, max_length=32, sa_type=Text)
    duty: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    """What this member sees to in the group (分工)."""
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    end_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    end_decided_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When its end was put on record; None where it has none or had it from the first."""
    recorded_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When it was put on record; None where that isn't known."""


class GroupMember(GroupMemberFields, table=True):
    """Somebody in a leading group, from a day on; one head at a time."""

    __tablename__: ClassVar[str] = "group_member"
    __table_args__ = (
        one_of("role", GroupRole),
        not_blank("name"),
        real_date("start_date"),
        real_date("end_date"),
        real_date("end_decided_on"),
        real_date("recorded_on"),
        in_order("start_date", "end_date"),
        Index(
            "uq_group_member_head",
            "group_id",
            unique=True,
            sqlite_where=text("role = 'head' AND end_date IS NULL"),
            postgresql_where=text("role = 'head' AND end_date IS NULL"),
        ),
        Index(None, "group_id"),
        STRICT,
    )


class ApprenticeshipFields(Removable, Keyed):
    """A teacher of the mentor who guides a teacher of the mentee."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    master: str = Field(max_length=NAME, sa_type=Text)
    apprentice: str = Field(max_length=NAME, sa_type=Text)
    topic: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    end_reason: str | None = Field(default=None, max_length=SHORT_TEXT, sa_type=Text)
    end_decided_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When its end was put on record; None where it has none or had it from the first."""
    recorded_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """When it was put on record; None where that isn't known."""
    successor_id: str | None = Field(default=None, sa_type=Text, foreign_key="apprenticeship.id")
    """The pair that goes on with it, where it was handed over."""


class Apprenticeship(ApprenticeshipFields, table=True):
    """A teacher of the mentor who guides a teacher of the mentee."""

    __table_args__ = (
        not_blank("master"),
        not_blank("apprentice"),
        CheckConstraint("master <> apprentice", name="two_people"),
        real_date("start_date"),
        real_date("end_date"),
        real_date("end_decided_on"),
        real_date("recorded_on"),
        in_order("start_date", "end_date"),
        real_date("removed_on"),
        Index(None, "pairing_id"),
        Index(
            "uq_apprenticeship_running",
            "pairing_id",
            "master",
            "apprentice",
            unique=True,
            sqlite_where=text("end_date IS NULL AND removed_on IS NULL"),
            postgresql_where=text("end_date IS NULL AND removed_on IS NULL"),
        ),
        ref_index("apprenticeship"),
        STRICT,
    )


class ProblemFields(Removable, Keyed):
    """A difficulty of a pairing, until it is resolved."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    raised_on: dt.date = Field(sa_type=IsoDate)
    raised_by: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    wording: str = Field(max_length=LONG_TEXT, sa_type=Text)
    assigned_to: str | None = Field(default=None, max_length=NAME, sa_type=Text)
    due_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    """By when it is to be settled."""
    resolved_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    resolution: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    carried_from: str | None = Field(default=None, sa_type=Text, foreign_key="problem.id")
    """The same one in the cycle before, where it stayed open."""


class Problem(ProblemFields, table=True):
    """A difficulty of a pairing, until it is resolved."""

    __table_args__ = (
        not_blank("wording"),
        real_date("raised_on"),
        real_date("due_on"),
        in_order("raised_on", "due_on"),
        real_date("resolved_on"),
        in_order("raised_on", "resolved_on"),
        real_date("removed_on"),
        Index(None, "pairing_id"),
        Index(None, "carried_from"),
        ref_index("problem"),
        STRICT,
    )


class DonationFields(Removable, Keyed):
    """What the mentor's side gave."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    on_date: dt.date = Field(sa_type=IsoDate)
    item: str = Field(max_length=NAME, sa_type=Text)
    quantity: float = Field(gt=0, sa_type=Real)
    unit: str | None = Field(default=None, max_length=32, sa_type=Text)
    value: float | None = Field(default=None, ge=0, sa_type=Real)
    """In yuan, of all of it."""
    visit_id: str | None = Field(default=None, sa_type=Text, foreign_key="visit.id")
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Donation(DonationFields, table=True):
    """What the mentor's side gave."""

    __table_args__ = (
        not_blank("item"),
        real_date("on_date"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        not_negative("value"),
        real_date("removed_on"),
        Index(None, "pairing_id"),
        ref_index("donation"),
        STRICT,
    )


class PairingDocument(SQLModel, table=True):
    """Files that belong to a pairing itself."""

    __tablename__: ClassVar[str] = "pairing_document"
    __table_args__ = (Index(None, "document_id"), STRICT)
    pairing_id: str = Field(primary_key=True, sa_type=Text, foreign_key="pairing.id")
    document_id: str = Field(primary_key=True, sa_type=Text, foreign_key="document.id")


class AgreementDocument(SQLModel, table=True):
    """Files that belong to an agreement."""

    __tablename__: ClassVar[str] = "agreement_document"
    __table_args__ = (Index(None, "document_id"), STRICT)
    agreement_id: str = Field(primary_key=True, sa_type=Text, foreign_key="agreement.id")
    document_id: str = Field(primary_key=True, sa_type=Text, foreign_key="document.id")


class SecondmentFields(Removable, Keyed):
    """Somebody of one side who works at the other from one day to another (挂职、支教)."""

    pairing_id: str = Field(sa_type=Text, foreign_key="pairing.id")
    person: str = Field(max_length=NAME, sa_type=Text)
    role: str | None = Field(default=None, sa_type=Text)
    direction: str = Field(default="to_mentee", sa_type=Text)
    start_date: dt.date = Field(sa_type=IsoDate)
    end_date: dt.date | None = Field(default=None, sa_type=IsoDate)
    appraised_on: dt.date | None = Field(default=None, sa_type=IsoDate)
    appraisal: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)
    note: str | None = Field(default=None, max_length=LONG_TEXT, sa_type=Text)


class Secondment(SecondmentFields, table=True):
    """Somebody of one side who works at the other from one day to another (挂职、支教)."""

    __table_args__ = (
        not_blank("person"),
        one_of("role", PersonRole),
        one_of("direction", ("to_mentee", "to_mentor")),
        real_date("start_date"),
        real_date("end_date"),
        in_order("start_date", "end_date"),
        real_date("appraised_on"),
        real_date("removed_on"),
        Index(None, "pairing_id"),
        ref_index("secondment"),
        STRICT,
    )
