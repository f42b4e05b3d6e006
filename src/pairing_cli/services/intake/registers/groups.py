"""Leading groups, imported: a table of one row a group, or of one row a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pairing_cli.domain.errors import BadData, NotFound
from pairing_cli.domain.paperwork import GroupRole, GroupSide
from pairing_cli.domain.people import one_person
from pairing_cli.domain.phone import phone_number
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.words.masking import says_the_same
from pairing_cli.services.intake.import_records import Day, Effect, Similar, cycle_of
from pairing_cli.services.intake.registers.paper_rows import mentee_or_pairing, one_day, pointing
from pairing_cli.services.pairings.pairing_records import person
from pairing_cli.services.papers.group_edit import Names, add_group, edit_group
from pairing_cli.services.papers.groups import GroupRow, find_group
from pairing_cli.store.writing import Writer

_FIELDS: Final = {
    GroupRole.HEAD: "head",
    GroupRole.DEPUTY: "deputies",
    GroupRole.MEMBER: "members",
    GroupRole.CONTACT: "contact",
}
"""Role → the column that names who has it."""


@pointing(
    {
        "bad-phone": ["phone"],
        "named-twice": ["name", "head"],
        "nobody": ["head"],
        "two-heads": ["head", "role"],
    }
)
def write_group(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Set up a leading group, or take in whom it lacks. Nobody is taken out."""
    cycle = cycle_of(store, values, day)
    side = GroupSide(values["side"])
    place = "county" if side is GroupSide.BUREAU and "county" in values else "mentee"
    if place not in values:
        raise BadData("blank", phrase("The cell is blank."), column=place)
    whose = values[place] if place == "county" else mentee_or_pairing(store, values, cycle)
    names = _names(values)
    since, note = one_day(values, "since"), values.get("note")
    try:
        group = find_group(store, whose, cycle, day.as_of, side=side)
    except NotFound as error:
        if error.code != "no-group":
            raise
        add_group(store, whose, side, names, cycle, as_of=day.as_of, on=since, note=note)
        return Effect.ADDED
    if note and group.note and not says_the_same(note, group.note):
        raise Similar(group.ref, ["note"], "group edit")
    noted = len(store.notes)
    newcomers = _newcomers(names, group)
    edit_group(
        store,
        group,
        _in_roles(newcomers, _phones(names, group), _duties(names, group)),
        as_of=day.as_of,
        on=since,
        note=None if group.note else note,
    )
    if len(store.notes) == noted:
        return Effect.THERE
    return Effect.ADDED if newcomers else Effect.CHANGED


def _names(values: Mapping[str, Any]) -> Names:
    """Everybody whom a row names, whichever of the two ways it does."""
    for one, other in (("name", "role"), ("role", "name")):
        if one in values and other not in values:
            raise BadData("blank", phrase("The cell is blank."), column=other)
    people = [(role, name) for role, key in _FIELDS.items() for name in values.get(key, ())]
    owner = ""
    if "name" in values:
        owner = one_person(values["name"])
        people.append((GroupRole(values["role"]), owner))
    of_owner = {key: {owner: values[key]} if key in values else {} for key in ("phone", "duty")}
    if of_owner["duty"] and not owner:
        raise BadData("blank", phrase("The cell is blank."), column="name")
    return _in_roles(people, of_owner["phone"], of_owner["duty"])


def _in_roles(
    people: Sequence[tuple[GroupRole, str]], phones: Mapping[str, str], duties: Mapping[str, str]
) -> Names:
    having = {role: tuple(name for each, name in people if each is role) for role in GroupRole}
    return Names(
        heads=having[GroupRole.HEAD],
        deputies=having[GroupRole.DEPUTY],
        members=having[GroupRole.MEMBER],
        contacts=having[GroupRole.CONTACT],
        phones=phones,
        duties=duties,
    )


def _newcomers(names: Names, group: GroupRow) -> list[tuple[GroupRole, str]]:
    """Those of `names` who are not in the group."""
    present = {(each.role, each.name) for each in group.people if each.end is None}
    return [each for each in names.by_role() if each not in present]


def _phones(names: Names, group: GroupRow) -> Mapping[str, str]:
    """The phones that are not on record, each with whose it is.

    A phone without a name is the contact's, else the head's, as with the command. Raises
    `Similar` where another number is on record.
    """
    found = {}
    for name, text in names.phones.items():
        called = [*names.contacts, *names.heads]
        owner = name or (person(called[0]) if called else group.contact or group.head or "")
        known = {each.phone for each in group.people if each.name == owner and each.end is None}
        number = phone_number(text)
        if number in known:
            continue
        if known - {None}:
            raise Similar(group.ref, ["phone"], "group edit")
        found[owner] = number
    return found


def _duties(names: Names, group: GroupRow) -> Mapping[str, str]:
    """The duties that are not on record. Raises `Similar` where another one is."""
    found = {}
    for name, duty in names.duties.items():
        known = {each.duty for each in group.people if each.name == name and each.end is None}
        if duty in known:
            continue
        if known - {None}:
            raise Similar(group.ref, ["duty"], "group edit")
        found[name] = duty
    return found
