"""Somebody on a visit, as it is read: what there is to tell beside the name."""

from __future__ import annotations

from pairing_cli.domain.people import Person, read_person
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.roles import PERSON_ROLES, THIRD_PARTIES
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction


class Attending(NamedTuple):
    """Somebody on a visit."""

    name: str
    role: str | None
    kindergarten: str | None
    is_mentors: int | None
    direction: str

    @property
    def is_told(self) -> bool:
        """Whether the direction tells the kindergarten."""
        if self.direction == Direction.TO_MENTOR:
            return not self.is_mentors and self.kindergarten is not None
        return self.direction == Direction.TO_MENTEE and bool(self.is_mentors)

    @property
    def is_more(self) -> bool:
        """Whether there is more to tell than the name."""
        return self.role is not None or (self.kindergarten is not None and not self.is_told)

    @property
    def is_unknown(self) -> bool:
        """Whether nobody has said to which side the person belongs."""
        return (
            self.kindergarten is None
            and self.role not in THIRD_PARTIES
            and self.direction != Direction.VISITOR
        )

    @property
    def written(self) -> str:
        """As it can be typed again."""
        return Person(self.name, self.role, None if self.is_told else self.kindergarten).written

    @property
    def shown(self) -> Label:
        """As people read it: 卓玛（副园长）."""
        says_so = read_person(self.name).role == self.role
        more = [PERSON_ROLES[self.role]] if self.role and not says_so else []
        if self.kindergarten is not None and not self.is_told:
            more.append(Label(self.kindergarten, self.kindergarten))
        if not more:
            return Label(self.name, self.name)
        zh, en = "，".join(each.zh for each in more), ", ".join(each.en for each in more)
        return Label(f"{self.name}（{zh}）", f"{self.name} ({en})")
