"""Leading groups, written: set up, changed, handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pairing_cli.domain.errors import BadData, NotFound, RuleRefusal, UsageError
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.paperwork import GroupRole, GroupSide
from pairing_cli.domain.people import names_in, one_person
from pairing_cli.domain.phone import phone_number
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.pairings.pairing_records import (
    long,
    open_pairing,
    person,
)
from pairing_cli.services.papers.groups import (
    GroupRow,
    find_group,
    group_by_id,
)
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_region
from pairing_cli.services.programme.records import find_record
from pairing_cli.store.rows import GroupMember, LeadingGroup
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class Names:
    """Who is to be in a group, as typed; phones by name ("" is the contact's, or the head's), and
    what each sees to.
    """

    heads: Sequence[str] = ()
    deputies: Sequence[str] = ()
    members: Sequence[str] = ()
    contacts: Sequence[str] = ()
    phones: Mapping[str, str] = field(default_factory=dict)
    duties: Mapping[str, str] = field(default_factory=dict)

    def by_role(self) -> list[tuple[GroupRole, str]]:
        """Everybody, cleaned, head first. Raises `BadData` for two heads or a name twice."""
        told = (
            (GroupRole.HEAD, self.heads),
            (GroupRole.DEPUTY, self.deputies),
            (GroupRole.MEMBER, self.members),
            (GroupRole.CONTACT, self.contacts),
        )
        people = [
            (role, one_person(name))
            for role, names in told
            for several in names
            for name in names_in(several)
        ]
        heads = [name for role, name in people if role is GroupRole.HEAD]
        if len(heads) > 1:
            raise BadData(
                "two-heads",
                phrase(
                    "A group has one head, not {count}: {names}.",
                    count=len(heads),
                    names=tuple(heads),
                ),
                hint=phrase("The others may be deputies: --deputy NAME"),
                column="head",
            )
        for each in people:
            if people.count(each) > 1:
                raise BadData("named-twice", phrase("{name} is named twice.", name=each[1]))
        return people


_OF_MENTOR: Final = """
    SELECT g.id FROM leading_group AS g INNER JOIN pairing AS p ON p.id = g.pairing_id
    WHERE g.side = 'mentor' AND g.removed_on IS NULL AND p.cycle_id = :cycle_id
        AND p.mentor_id = :mentor_id
"""


def add_group(
    store: Writer,
    of: str,
    side: GroupSide,
    names: Names,
    cycle: CycleRow,
    *,
    as_of: dt.date,
    on: dt.date | None = None,
    note: str | None = None,
) -> GroupRow:
    """Set up the leading group of a side of a pairing, or of a county's bureau.

    Raises `NotFound`, `BadData`, `RuleRefusal` where that side has one.
    """
    people = names.by_role()
    pairing_id, region_code, mentor_id = None, None, None
    start = on or as_of
    if side is GroupSide.BUREAU:
        region = find_region(store, of)
        region_code, called = region.code, region.name
    else:
        pairing = open_pairing(store, of, cycle, as_of)
        pairing_id = pairing.id
        called = pairing.mentee
        if side is GroupSide.MENTOR:
            called, mentor_id = pairing.mentor, pairing.mentor_id
    known = store.where(
        LeadingGroup,
        cycle_id=cycle.id,
        side=side,
        pairing_id=pairing_id,
        region_code=region_code,
        removed_on=None,
    )
    others = [ref_of(each.id) for each in known]
    if mentor_id and not others:  # one serves all its mentees
        theirs = store.tuples(_OF_MENTOR, cycle_id=cycle.id, mentor_id=mentor_id)
        others = [ref_of(key) for (key,) in theirs]
    if others:
        raise RuleRefusal(
            "already-there",
            phrase("{name} has a leading group already: {ref}.", name=called, ref=others[0]),
            hint=phrase("To change it: pairing group edit {ref}", ref=others[0]),
        )
    if not people:
        raise UsageError("nobody", phrase("Say who is in it: --head NAME --member NAME"))
    row = LeadingGroup(
        cycle_id=cycle.id,
        side=side,
        pairing_id=pairing_id,
        region_code=region_code,
        note=long(note, phrase("The note")),
    )
    store.add(row)
    _enter(store, row, people, names.phones, start, as_of)
    _give_duties(store, row, names.duties)
    return group_by_id(store, row.id, as_of)


def edit_group(
    store: Writer,
    group: GroupRow,
    names: Names,
    *,
    as_of: dt.date,
    on: dt.date | None = None,
    leaving: Sequence[str] = (),
    reason: str | None = None,
    note: str | None = None,
) -> GroupRow:
    """Take people into a group, let some go, give phones. A head is replaced by hand-over.

    Raises `BadData`, `NotFound`, `RuleRefusal`.
    """
    row = _open_group(store, group.id)
    day = on or as_of
    for name in leaving:
        _leave(store, _member(store, row, name), day, reason, as_of)
    people = names.by_role()
    present = {(each.role, each.name) for each in _present(store, row)}
    people = [each for each in people if each not in present]
    heads = [name for role, name in present if role == GroupRole.HEAD]
    if heads and any(role is GroupRole.HEAD for role, _ in people):
        raise BadData(
            "two-heads",
            phrase("The group has a head already: {name}.", name=heads[0]),
            hint=phrase(
                "To replace the head: pairing group hand-over {ref} --to NAME --reason TEXT",
                ref=group.ref,
            ),
            column="head",
        )
    newcomers = {name for _, name in people}
    theirs = {
        name: each
        for name, each in names.phones.items()
        if name in newcomers or (newcomers and not name)
    }
    _enter(store, row, people, theirs, day, as_of)
    for name, number in names.phones.items():
        if name not in theirs:
            member = _member(store, row, name) if name else _reached(store, row)
            store.change(member, phone=phone_number(number))
    _give_duties(store, row, names.duties)
    if note is not None:
        store.change(row, note=long(note, phrase("The note")))
    return group_by_id(store, row.id, as_of)


def hand_over(
    store: Writer,
    group: GroupRow,
    to: str,
    *,
    as_of: dt.date,
    reason: str,
    from_: str | None = None,
    on: dt.date | None = None,
    phone: str | None = None,
) -> GroupRow:
    """Give somebody's place (by default the head's) to another from a day on.

    The one before stays on record up to the eve. Raises `NotFound`, `BadData`, `UsageError`.
    """
    row = _open_group(store, group.id)
    day = on or as_of
    leaver = (
        _member(store, row, from_)
        if from_
        else next((each for each in _present(store, row) if each.role == GroupRole.HEAD), None)
    )
    if leaver is None:
        raise NotFound(
            "no-head",
            phrase("The group has no head who could hand over."),
            hint=phrase("To name one: pairing group edit {ref} --head NAME", ref=group.ref),
        )
    successor = one_person(to)
    if successor == leaver.name:
        raise UsageError("same-person", phrase("{name} has this place already.", name=successor))
    _leave(store, leaver, day, reason, as_of)
    _enter(
        store,
        row,
        [(GroupRole(leaver.role), successor)],
        {successor: phone} if phone else {},
        day,
        as_of,
    )
    return group_by_id(store, row.id, as_of)


def open_group(
    store: Writer, text: str, cycle: CycleRow, as_of: dt.date, side: str | None
) -> GroupRow:
    """The group that is meant, of a cycle that is still written to."""
    return find_group(store, text, cycle, as_of, side=side)


def _open_group(store: Writer, key: str) -> LeadingGroup:
    return find_record(store, LeadingGroup, key)


def _present(store: Writer, row: LeadingGroup) -> list[GroupMember]:
    return sorted(
        store.where(GroupMember, group_id=row.id, end_date=None), key=lambda each: each.position
    )


def _member(store: Writer, row: LeadingGroup, name: str) -> GroupMember:
    wanted = person(name)
    for each in _present(store, row):
        if each.name == wanted:
            return each
    raise NotFound(
        "no-such-member",
        phrase("{name} is not in this group.", name=wanted),
        hint=phrase(
            "In it: {names}", names=tuple(each.name for each in _present(store, row)) or "-"
        ),
    )


def _leave(
    store: Writer, member: GroupMember, on: dt.date, reason: str | None, decided: dt.date
) -> None:
    last = on - dt.timedelta(1)
    if last < member.start_date:
        raise UsageError(
            "end-before-start",
            phrase(
                "{name} is in the group since {start} only.",
                name=member.name,
                start=member.start_date.isoformat(),
            ),
            hint=phrase("Give a later day: --on DATE"),
        )
    why = one_line(reason, phrase("The reason"), SHORT_TEXT) if reason else None
    store.change(member, end_date=last, end_reason=why, end_decided_on=decided)


def _enter(
    store: Writer,
    row: LeadingGroup,
    people: Sequence[tuple[GroupRole, str]],
    phones: Mapping[str, str],
    start: dt.date,
    recorded: dt.date,
) -> None:
    numbers = _phones(people, phones)
    position = len(store.where(GroupMember, group_id=row.id))
    store.add(
        *(
            GroupMember(
                group_id=row.id,
                position=position + number,
                role=role,
                name=name,
                phone=numbers.get(name),
                start_date=start,
                recorded_on=recorded,
            )
            for number, (role, name) in enumerate(people)
        )
    )


def _give_duties(store: Writer, row: LeadingGroup, duties: Mapping[str, str]) -> None:
    for name, text in duties.items():
        duty = one_line(text, phrase("The duty"), SHORT_TEXT)
        store.change(_member(store, row, name), duty=duty)


def _phones(people: Sequence[tuple[GroupRole, str]], phones: Mapping[str, str]) -> dict[str, str]:
    numbers = {}
    for name, text in phones.items():
        number = phone_number(text)
        if name:
            owner = person(name)
        else:
            owner = next(
                (each for role, each in people if role is GroupRole.CONTACT),
                people[0][1] if people else "",
            )
        if owner not in {each for _, each in people}:
            raise NotFound("no-such-member", phrase("{name} is not in this group.", name=owner))
        numbers[owner] = number
    return numbers


def _reached(store: Writer, row: LeadingGroup) -> GroupMember:
    """Whose phone it is where nobody is named: the contact's, else the head's."""
    present = _present(store, row)
    for role in (GroupRole.CONTACT, GroupRole.HEAD):
        for each in present:
            if each.role == role:
                return each
    raise NotFound("no-contact", phrase("Say whose phone it is: --phone NAME=NUMBER"))
