"""The people of an imported visit: names, roles, kindergartens."""

from __future__ import annotations

from collections.abc import Sequence

from pairing_cli.domain.errors import BadData, NotFound
from pairing_cli.domain.people import Person, no_such_role, one_person, read_person
from pairing_cli.domain.roles import THIRD_PARTIES
from pairing_cli.services.intake.import_doubts import crowd
from pairing_cli.services.programme.names.remembered import Remembered
from pairing_cli.services.programme.names.whole_names import find_whole
from pairing_cli.services.visits.who_went import Went, merged
from pairing_cli.store.reading import Reader


class PeopleCells:
    """Reads cells of people. The same texts come over and over: one object each keeps the
    memory small.
    """

    def __init__(self, store: Reader) -> None:
        self._store = store
        self._persons = Remembered(self._person)
        self._went = Remembered(self._merged)

    def read(self, names: tuple[str, ...]) -> tuple[Person, ...]:
        """The people of a cell, each once. A slash stands between two names.

        Raises `NotFound` for a role or kindergarten that nobody knows, `BadData` for a crowd.
        """
        written = [
            part
            for name in names
            for part in ([name] if "@" in name else name.replace("／", "/").split("/"))
            if part.strip()
        ]
        return tuple(dict.fromkeys(self._persons[text] for text in written))

    def went(
        self,
        people: Sequence[Person] | None,
        roles: Sequence[Person] | None,
        side: str | None,
    ) -> tuple[Went, ...]:
        """Who went; where nothing else is said they are of the kindergarten `side`."""
        return self._went[people or (), roles or (), side]

    def _merged(
        self, key: tuple[Sequence[Person], Sequence[Person], str | None]
    ) -> tuple[Went, ...]:
        people, roles, side = key
        return tuple(
            Went(each.name, each.role, each.of or (None if each.role in THIRD_PARTIES else side))
            for each in merged(people, roles)
        )

    def _person(self, text: str) -> Person:
        person = read_person(text)
        try:
            person = person._replace(name=one_person(person.name))
        except BadData as error:
            if error.code == "several-people":
                raise crowd(person.name) from error
            raise
        if person.of is None:
            return person
        try:
            return person._replace(of=find_whole(self._store, person.of, ()).id)
        except NotFound as error:
            raise no_such_role(person.of) from error
