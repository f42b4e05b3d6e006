"""Who went on a visit: name, role, and the kindergarten that the person belongs to.

Told from the direction: people of the mentor go down, people of the mentee come up. Of a joint
visit nothing can be told; there the record of the person says it, or whoever writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.people import Person, names_in, no_such_role, one_person, read_person
from pairing_cli.domain.roles import THIRD_PARTIES
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import VisitPerson
from pairing_cli.store.writing import Writer


class Went(NamedTuple):
    """Somebody who was there, as it is stored."""

    name: str
    role: str | None
    kindergarten_id: str | None


def whose(direction: str, mentor_id: str, mentee_ids: Sequence[str]) -> str | None:
    """The kindergarten of those who carried a visit out, by its direction; None: not told."""
    if direction == Direction.TO_MENTEE:
        return mentor_id
    if direction == Direction.TO_MENTOR and len(mentee_ids) == 1:
        return mentee_ids[0]
    return None


def merged(people: Iterable[Person], roles: Iterable[Person]) -> list[Person]:
    """People, each once, with what a second list says of their roles."""
    told = {each.name: each for each in roles}
    found = [told.pop(each.name, each) for each in people]
    return list(dict.fromkeys((*found, *told.values())))


def went(
    store: Reader,
    names: Iterable[str],
    direction: str,
    mentor_id: str,
    mentee_ids: Sequence[str],
) -> list[Went]:
    """Those who were there, from NAME[@ROLE][@KINDERGARTEN].

    Raises `NotFound` for a role or kindergarten that nobody knows, `BadData`.
    """
    side = whose(direction, mentor_id, mentee_ids)
    found = []
    for text in (each for name in names for each in names_in(name)):
        person = read_person(text)
        name = one_person(person.name)
        if person.of is not None:
            try:
                key: str | None = find_kindergarten(store, person.of).id
            except NotFound as error:
                raise no_such_role(person.of) from error
        elif person.role in THIRD_PARTIES or direction == Direction.VISITOR:
            key = None
        else:
            key = side or _known(store, name, (mentor_id, *mentee_ids))
        found.append(Went(name, person.role, key))
    return list({(each.name, each.kindergarten_id): each for each in found}.values())


def set_people(store: Writer, visit_id: str, people: Sequence[Went]) -> None:
    """Have these people on a visit, in this order."""
    before = store.where(VisitPerson, visit_id=visit_id)
    if [Went(each.name, each.role, each.kindergarten_id) for each in before] == list(people):
        return
    store.delete(*before)
    store.add(
        *(
            VisitPerson(visit_id=visit_id, position=position, **each._asdict())
            for position, each in enumerate(people)
        )
    )


_KNOWN: Final = """
    SELECT DISTINCT kindergarten_id FROM (
        SELECT kindergarten_id FROM backbone_teacher WHERE name = :name AND removed_on IS NULL
        UNION ALL
        SELECT id FROM kindergarten WHERE head = :name
        UNION ALL
        SELECT kindergarten_id FROM visit_person
        WHERE name = :name AND kindergarten_id IS NOT NULL
    ) AS known
"""


def _known(store: Reader, name: str, sides: Sequence[str]) -> str | None:
    """The one side of a visit to which somebody of this name is known to belong."""
    found = [row["kindergarten_id"] for row in store.rows(_KNOWN, name=name)]
    here = [key for key in found if key in sides]
    return here[0] if len(here) == 1 else None
