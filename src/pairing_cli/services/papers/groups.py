"""Leading groups, read: who answers for a side of a pairing, or for a bureau, on a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.errors import NotFound, UsageError
from pairing_cli.domain.paperwork import GroupRole, GroupSide
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import as_word
from pairing_cli.services.pairings.on_the_day import if_end_known, on_record
from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    filter_values,
)
from pairing_cli.services.pairings.pairings import pairing_or_record
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_region
from pairing_cli.store.reading import Reader


class MemberRow(NamedTuple):
    """Somebody's time in a group."""

    role: str
    name: str
    phone: str | None
    duty: str | None
    start: str
    end: str | None
    end_reason: str | None


class GroupRow(NamedTuple):
    """A leading group as it stands on a day."""

    ref: str
    side: str
    of: str
    """The kindergarten, or the bureau."""
    mentor: str | None
    mentee: str | None
    county: str | None
    head: str | None
    deputies: tuple[str, ...]
    members: tuple[str, ...]
    contact: str | None
    phone: str | None
    """Of the contact, else of the head."""
    since: str | None
    """Since when the head is in office."""
    state: str
    note: str | None
    removed_reason: str | None
    id: str
    pairing_id: str | None
    people: tuple[MemberRow, ...]
    """Everybody, also of former times, in the order of their entry."""


_LIST: Final = """
    SELECT substr(g.id, 25, 8) AS ref, g.side,
           CASE g.side WHEN 'mentor' THEN p.mentor WHEN 'mentee' THEN p.mentee ELSE
               r.name || '教育局' END AS of,
           p.mentor, p.mentee, coalesce(p.county, r.name) AS county,
           CASE WHEN g.removed_on IS NULL THEN 'in_force' ELSE 'removed' END AS state, g.note,
           g.removed_reason, g.id, g.pairing_id
    FROM leading_group AS g
    LEFT JOIN pairings AS p ON p.id = g.pairing_id
    LEFT JOIN region AS r ON r.code = g.region_code
    WHERE {which}
    ORDER BY g.region_code IS NOT NULL, p.mentor_id, p.mentee_id, g.region_code, g.side DESC,
        g.id
"""

_OF_PAIRINGS_AND_BUREAUS: Final = f"""
    (g.pairing_id IS NOT NULL AND {PAIRING_FILTER_SQL})
    OR (g.region_code IS NOT NULL AND g.cycle_id = :cycle_id AND :mentee_id IS NULL
        AND :mentor_id IS NULL AND (:county_code IS NULL OR g.region_code = :county_code))
"""

_FEW: Final = 50
"""Up to so many groups are asked for by their keys; of more, all members are read."""

_MEMBERS: Final = f"""
    SELECT m.group_id, m.role, m.name, m.phone, m.duty, m.start_date AS start,
           {if_end_known("m", "m.end_date")} AS "end",
           {if_end_known("m", "m.end_reason")} AS end_reason,
           {on_record("m", "m.start_date")} AS known
    FROM group_member AS m {{some}} ORDER BY m.group_id, m.position
"""


def list_groups(
    store: Reader,
    cycle: CycleRow,
    wanted: PairingFilter,
    as_of: dt.date,
    *,
    side: str | None = None,
) -> list[GroupRow]:
    """The leading groups of a cycle, by mentor and mentee; bureaus last. Raises `NotFound`."""
    rows = store.rows(
        _LIST.format(which=_OF_PAIRINGS_AND_BUREAUS),
        **filter_values(store, cycle, wanted._replace(day=as_of)),
    )
    return [
        row
        for row in _with_people(store, rows, as_of, known=True)
        if row.people and (wanted.every or row.state == "in_force") and side in (None, row.side)
    ]


def group_by_id(store: Reader, key: str, as_of: dt.date, *, known: bool = False) -> GroupRow:
    """The group with this key, which must exist; with those of its people only who were `known`
    on the day.
    """
    rows = store.rows(_LIST.format(which="g.id = :id"), id=key)
    return _with_people(store, rows, as_of, known=known)[0]


def find_group(
    store: Reader, text: str, cycle: CycleRow, as_of: dt.date, *, side: str | None = None
) -> GroupRow:
    """The group with this ref; or of a side of a mentee's pairing; or of a county's bureau.

    Raises `NotFound`, `UsageError` where the mentee's pairing has a group on both sides.
    """
    if side == GroupSide.BUREAU:
        region = find_region(store, text)
        key = store.value(
            "SELECT id FROM leading_group WHERE cycle_id = :cycle_id AND region_code = :code"
            " AND removed_on IS NULL",
            cycle_id=cycle.id,
            code=region.code,
        )
        if key is None:
            raise _no_group(region.name)
        return group_by_id(store, str(key), as_of, known=True)
    pairing = pairing_or_record(store, text, cycle, as_of, "leading_group")
    if isinstance(pairing, str):
        return group_by_id(store, pairing, as_of, known=True)
    rows = [
        row
        for row in list_groups(store, cycle, PairingFilter(mentee=pairing.mentee_id), as_of)
        if row.pairing_id == pairing.id and side in (None, row.side)
    ]
    if not rows and side in (None, GroupSide.MENTOR):
        # A mentor has one group for all its mentees, whichever it was entered with.
        rows = list_groups(
            store, cycle, PairingFilter(mentor=pairing.mentor_id), as_of, side=GroupSide.MENTOR
        )[:1]
    if not rows:
        raise _no_group(pairing.mentee)
    if len(rows) > 1:
        raise UsageError(
            "which-side",
            phrase("{mentee} has a group on both sides: which one?", mentee=pairing.mentee),
            hint=phrase("Say --side mentor or --side mentee, or give the ref."),
        )
    return rows[0]


def _no_group(name: str) -> NotFound:
    return NotFound(
        "no-group",
        phrase("{name} has no such leading group yet.", name=name),
        hint=phrase(
            "To make one: pairing group add {name} --side SIDE --head NAME", name=as_word(name)
        ),
    )


def _with_people(
    store: Reader, rows: Sequence[Mapping[str, Any]], as_of: dt.date, *, known: bool = False
) -> list[GroupRow]:
    """Groups with their people; where only what was `known` on the day counts, those who begin
    later are left out, unless that was settled by then.
    """
    people: dict[str, list[MemberRow]] = defaultdict(list)
    # An import asks for one group after the other: it is not to read all members each time.
    keys = {f"key{at}": row["id"] for at, row in enumerate(rows)} if len(rows) <= _FEW else {}
    some = f"WHERE group_id IN ({', '.join(f':{key}' for key in keys)})" if keys else ""
    for row in store.rows(_MEMBERS.format(some=some), **keys, as_of=as_of.isoformat()):
        values = dict(row)
        group, was_known = values.pop("group_id"), values.pop("known")
        if was_known or not known:
            people[group].append(MemberRow(**values))
    return [_group(row, people[row["id"]], as_of.isoformat()) for row in rows]


def _group(row: Mapping[str, Any], people: list[MemberRow], day: str) -> GroupRow:
    now = [each for each in people if each.end is None or each.end >= day]
    by_role: dict[str, list[MemberRow]] = defaultdict(list)
    for each in sorted(now, key=lambda each: each.start > day):
        by_role[each.role].append(each)
    head = next(iter(by_role[GroupRole.HEAD]), None)
    contact = next(iter(by_role[GroupRole.CONTACT]), None)
    return GroupRow(
        **row,
        head=head.name if head else None,
        deputies=tuple(each.name for each in by_role[GroupRole.DEPUTY]),
        members=tuple(each.name for each in by_role[GroupRole.MEMBER]),
        contact=contact.name if contact else None,
        phone=(contact and contact.phone) or (head and head.phone) or None,
        since=head.start if head else None,
        people=tuple(people),
    )
