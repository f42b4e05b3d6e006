"""Who helped whom: the kindergartens of a line, by the pairings on record."""

from __future__ import annotations

from collections.abc import Sequence

from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.services.programme.names.lookup import KindergartenKey
from pairing_cli.store.reading import Reader


class Place(NamedTuple):
    """A kindergarten that a line names."""

    key: KindergartenKey
    name: str
    """As the line calls it."""
    role: str | None = None
    """"mentor" or "mentees" where a label says so."""


class Roles(NamedTuple):
    """Who is who."""

    mentor: Place | None
    mentees: tuple[Place, ...]


class Helping:
    """Who helps whom, in whatever cycle."""

    def __init__(self, store: Reader) -> None:
        self._pairs = {
            (row["mentor_id"], row["mentee_id"])
            for row in store.rows("SELECT DISTINCT mentor_id, mentee_id FROM pairing")
        }
        self._mentors = {mentor for mentor, _ in self._pairs}
        self._mentees = {mentee for _, mentee in self._pairs}

    def roles(self, places: Sequence[Place], before_arrow: Place | None = None) -> Roles:
        """The roles of the kindergartens of one line. One that helps all the others is the
        mentor; else one that helps and is not helped, or the one before an arrow, is.
        """
        told = [place for place in places if place.role == "mentor"]
        open_ = [place for place in places if place.role != "mentor"]
        if told:
            return Roles(told[0], tuple(open_))
        for place in open_:
            others = tuple(other for other in open_ if other is not place)
            helps_all = all((place.key.id, other.key.id) in self._pairs for other in others)
            if place.role is None and others and helps_all:
                return Roles(place, others)
        helpers = [
            place
            for place in open_
            if place.role is None and place.key.id in self._mentors - self._mentees
        ]
        mentor = helpers[0] if len(helpers) == 1 else before_arrow
        return Roles(mentor, tuple(place for place in open_ if place is not mentor))


def direction_of(roles: Roles, traveller: Place) -> Direction:
    """Where they met, if `traveller` went to the other side."""
    is_mentor = roles.mentor is not None and traveller.key.id == roles.mentor.key.id
    return Direction.TO_MENTEE if is_mentor else Direction.TO_MENTOR
