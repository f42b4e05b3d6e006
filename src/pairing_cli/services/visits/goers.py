"""Who went down how often: the people of done visits, each with the kindergarten."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.roles import THIRD_PARTIES
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Direction
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.store.reading import Reader


class GoerRow(NamedTuple):
    """Somebody with all visits of theirs. Two of one name, of two kindergartens, are two."""

    name: str
    kindergarten: str | None
    roles: tuple[str, ...]
    backbone: str | None
    """The level, of who is a backbone teacher on the day."""
    visits: int
    down: int
    """Of them those on which they `WENT_DOWN`."""
    mentees: int
    class_hours: float
    last: str

    @property
    def is_unknown(self) -> bool:
        """Whether nobody has said to which side the person belongs."""
        return self.kindergarten is None and not THIRD_PARTIES.intersection(self.roles)


class GoerFilter(NamedTuple):
    """Whose visits are counted; None means all."""

    mentee: str | None = None
    mentor: str | None = None
    county: str | None = None
    direction: str | None = None
    role: str | None = None
    span: DateSpan | None = None


WENT_DOWN: Final = f"""
    v.direction = '{Direction.TO_MENTEE}' AND NOT EXISTS (
        SELECT 1 FROM visit_pairing AS h INNER JOIN pairing AS q ON q.id = h.pairing_id
        WHERE h.visit_id = v.id AND q.mentee_id = n.kindergarten_id)
"""
"""Whether a person n of a visit v went down (下园): to a mentee, being none of its own people."""

_GOERS: Final = f"""
    SELECT n.name, n.kindergarten_id, k.name AS kindergarten, n.role,
           CASE WHEN {WENT_DOWN} THEN 1 ELSE 0 END AS down, v.class_hours, v.start_date, v.id
    FROM visit AS v
    INNER JOIN visit_person AS n ON n.visit_id = v.id
    LEFT JOIN kindergarten AS k ON k.id = n.kindergarten_id
    WHERE v.state = 'done' AND v.cycle_id = :cycle_id AND v.start_date BETWEEN :first AND :last
        AND (:mentor IS NULL OR v.mentor_id = :mentor)
        AND (:mentee IS NULL OR v.id IN (
            SELECT x.visit_id FROM visit_pairing AS x
            INNER JOIN pairing AS p ON p.id = x.pairing_id WHERE p.mentee_id = :mentee))
        AND (:direction IS NULL OR v.direction = :direction)
        AND (:role IS NULL OR n.role = :role)
        AND (:county IS NULL OR v.id IN (
            SELECT x.visit_id FROM visit_pairing AS x
            INNER JOIN pairings AS p ON p.id = x.pairing_id WHERE p.county_code = :county))
    ORDER BY v.start_date, v.id, n.position
"""

_MENTEES: Final = """
    SELECT x.visit_id, p.mentee_id FROM visit AS v
    INNER JOIN visit_pairing AS x ON x.visit_id = v.id
    INNER JOIN pairing AS p ON p.id = x.pairing_id
    WHERE v.state = 'done' AND v.cycle_id = :cycle_id AND v.start_date BETWEEN :first AND :last
"""

_BACKBONE: Final = """
    SELECT kindergarten_id, name, level FROM backbone_teacher
    WHERE removed_on IS NULL AND from_date <= :day AND (to_date IS NULL OR to_date >= :day)
"""


class _Sum:
    def __init__(self, kindergarten: str | None) -> None:
        self.kindergarten = kindergarten
        self.roles: dict[str, None] = {}
        self.visits = self.down = 0
        self.hours = 0.0
        self.mentees: set[str] = set()
        self.last = ""


def list_goers(store: Reader, cycle: CycleRow, as_of: dt.date, wanted: GoerFilter) -> list[GoerRow]:
    """The people of the cycle's done visits up to a day, those who went most first.

    Raises `NotFound`.
    """
    span = wanted.span or cycle.span
    days = {
        "cycle_id": cycle.id,
        "first": span.first.isoformat(),
        "last": min(span.last, as_of).isoformat(),
    }
    helped: dict[str, list[str]] = {}
    for visit, mentee in store.tuples(_MENTEES, **days):
        helped.setdefault(visit, []).append(mentee)
    levels = {
        (row["kindergarten_id"], row["name"]): row["level"]
        for row in store.rows(_BACKBONE, day=as_of.isoformat())
    }
    sums: dict[tuple[str | None, str], _Sum] = {}
    for name, key, kindergarten, role, down, hours, day, visit in store.tuples(
        _GOERS,
        mentee=find_kindergarten(store, wanted.mentee).id if wanted.mentee else None,
        mentor=find_kindergarten(store, wanted.mentor).id if wanted.mentor else None,
        county=find_region(store, wanted.county, level="county").code if wanted.county else None,
        direction=wanted.direction,
        role=wanted.role,
        **days,
    ):
        each = sums.setdefault((key, name), _Sum(kindergarten))
        if role:
            each.roles[role] = None
        each.visits += 1
        each.down += down
        each.hours += hours or 0
        each.mentees.update(helped.get(visit, ()))
        each.last = day
    rows = [
        GoerRow(
            name=name,
            kindergarten=each.kindergarten,
            roles=tuple(each.roles),
            backbone=levels.get((key, name)),
            visits=each.visits,
            down=each.down,
            mentees=len(each.mentees),
            class_hours=each.hours,
            last=each.last,
        )
        for (key, name), each in sums.items()
    ]
    return sorted(rows, key=lambda row: (-row.down, -row.visits, row.kindergarten or "", row.name))
