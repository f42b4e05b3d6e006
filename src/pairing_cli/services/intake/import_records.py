"""Kindergartens, pairings and baselines, imported: each row goes through the command's own
service, one after the other, so that a row may build on those above it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from pairing_cli.domain.errors import BadData, NotFound, PairingError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.records.kindergartens import BREAKDOWNS
from pairing_cli.domain.vocabulary import Ownership, PairingKind, Tier
from pairing_cli.domain.words.same_name import name_key
from pairing_cli.services.kindergartens.baselines import Figures, record_baseline
from pairing_cli.services.kindergartens.kindergarten_fields import Particulars
from pairing_cli.services.kindergartens.roster import add_kindergarten, clean_name
from pairing_cli.services.matching.travel_edit import set_travel
from pairing_cli.services.pairings import assigning
from pairing_cli.services.programme.cycles import CycleRow, find_cycle
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.store.writing import Writer


class Effect(Enum):
    """What a row did."""

    ADDED = "added"
    CHANGED = "changed"
    THERE = "there"


class Similar(Exception):  # noqa: N818 - a question, not an error
    """A record is there already and says something else."""

    def __init__(self, ref: str, differs: list[str], command: str = "kindergarten edit") -> None:
        super().__init__(ref)
        self.ref = ref
        self.differs = differs
        """Keys of the fields that differ."""
        self.command = command
        """The command that corrects it."""


@dataclass(frozen=True, slots=True)
class Day:
    """The days that an import goes by."""

    today: dt.date
    as_of: dt.date
    cycle: str | None
    directed: bool = False
    """Distances may differ from those of the way back."""
    said: dict[str, Phrase] = field(default_factory=dict)
    """A month that a cell says without its year → what is told of it."""


def cycle_of(store: Writer, values: Mapping[str, Any], day: Day) -> CycleRow:
    """The cycle that a row speaks of; `BadData` where the command names another. Raises
    `NotFound`.
    """
    cycle = find_cycle(store, values.get("cycle") or day.cycle, day.as_of)
    if day.cycle and "cycle" in values:
        check_same_cycle(cycle, find_cycle(store, day.cycle, day.as_of))
    return cycle


def check_same_cycle(of_row: CycleRow, of_command: CycleRow) -> None:
    """Refuse a row that belongs to another cycle than --cycle names. Raises `BadData`."""
    if of_row.id != of_command.id:
        raise BadData(
            "other-cycle",
            phrase("The row says cycle {cycle}, --cycle says {other}.",
                   cycle=of_row.code, other=of_command.code),
            hint=phrase("Leave --cycle out to go by the column, or correct the column."),
            column="cycle",
        )  # fmt: skip


RowWriter = Callable[[Writer, Mapping[str, Any], Day], Effect]
"""Writes what one row tells. Raises errors of the domain, or `Similar`."""


def write_kindergarten(store: Writer, values: Mapping[str, Any], _day: Day) -> Effect:
    """Put a kindergarten on the roster, unless it is there."""
    region = values.get("region") or _place(values)
    name = clean_name(values["name"])
    code = find_region(store, region).code if region else None
    # In a region that is known, a name stands for one kindergarten.
    sql = "SELECT * FROM kindergartens WHERE name = :name"
    if code:
        sql += (
            " AND :code IN (region_code, county_code, township_code)"
            " ORDER BY region_code = :code DESC"
        )
    same = store.rows(sql, name=name, **({"code": code} if code else {}))
    for row in same or _written_otherwise(store, name, code):
        differs = ["name"] if row["name"] != name else []
        differs += [
            key for key, column in _COMPARED.items() if key in values and values[key] != row[column]
        ]
        if differs:
            raise Similar(row["ref"], differs)
        return Effect.THERE
    ownership = values.get("ownership")
    particulars = Particulars(
        tier=None,
        ownership=Ownership(ownership) if ownership else None,
        exemplar=values.get("exemplar"),
        region=region,
        site_code=values.get("code"),
        head=values.get("head"),
        phone=values.get("phone"),
        latitude=values.get("latitude"),
        longitude=values.get("longitude"),
        note=values.get("note"),
    )
    add_kindergarten(
        store,
        name,
        Tier(values["tier"]),
        particulars,
        aliases=values.get("aliases", ()),
        confirmed=values.get("name_confirmed", True),
    )
    return Effect.ADDED


def _written_otherwise(store: Writer, name: str, code: str | None) -> Sequence[Mapping[str, Any]]:
    """Kindergartens there whose name is the same but for its width, brackets and blanks."""
    wanted = name_key(name)
    rows = store.rows(
        "SELECT * FROM kindergartens"
        + (" WHERE :code IN (region_code, county_code, township_code)" if code else
           " WHERE region_code IS NULL"),
        **({"code": code} if code else {}),
    )  # fmt: skip
    return [row for row in rows if name_key(row["name"]) == wanted]


_COMPARED: Final = {
    "tier": "tier",
    "ownership": "ownership",
    "exemplar": "exemplar",
    "code": "site_code",
    "head": "head",
    "phone": "phone",
}
"""Field → column of what tells whether a row speaks of the kindergarten as it is known."""


def _place(values: Mapping[str, Any]) -> str | None:
    """The region, where an export gives county and township instead of it."""
    county, township = values.get("county"), values.get("township")
    if county and township:
        return f"{county}/{township}"
    return township or county


def write_pairing(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Assign a mentee or several to a mentor, unless they are."""
    cycle = cycle_of(store, values, day)
    mentor = find_kindergarten(store, values["mentor"])
    kind = values.get("kind", PairingKind.REGULAR)
    mentees = {
        each.id: each for each in (find_kindergarten(store, name) for name in values["mentee"])
    }
    known = {
        row["mentee_id"]
        for row in store.rows(
            "SELECT mentee_id FROM pairing WHERE cycle_id = :cycle_id AND mentor_id = :mentor_id"
            " AND kind = :kind",
            cycle_id=cycle.id,
            mentor_id=mentor.id,
            kind=kind,
        )
    }
    new = [key for key in mentees if key not in known]
    if not new:
        return Effect.THERE
    start = values.get("start")
    assigning.assign(
        store,
        mentor.id,
        new,
        as_of=day.as_of,
        cycle=cycle.code,
        start=start.first if start else None,
        consult=kind == PairingKind.CONSULT,
        override=values.get("override_reason"),
    )
    return Effect.ADDED


def write_travel(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Record a distance; the one recorded before is replaced."""
    found = set_travel(
        store,
        values["from"],
        values["to"],
        km=values.get("km"),
        minutes=values.get("minutes"),
        source=values.get("source"),
        directed=day.directed,
    )
    if not found.changed:
        return Effect.THERE
    return Effect.CHANGED if found.before else Effect.ADDED


def write_baseline(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Record the figures of a kindergarten on a day; those recorded before are replaced."""
    noted = len(store.notes)
    figures = Figures(
        children=values.get("children"),
        classes=values.get("classes"),
        staff=values.get("staff"),
        teachers=values.get("teachers"),
        parts=tuple(
            _part(dimension, field.key, word)
            for dimension, field in BREAKDOWNS.items()
            for word in values.get(field.key, ())
        ),
        needs=values.get("needs"),
        note=values.get("note"),
    )
    recorded = record_baseline(
        store, values["kindergarten"], values["date"].first, figures, today=day.today
    )
    if len(store.notes) == noted:
        return Effect.THERE
    return Effect.CHANGED if recorded.replaced else Effect.ADDED


def _part(dimension: str, key: str, word: str) -> tuple[str, str, int]:
    """小班=4, 小班 4 or 小班4个 as dimension, item and number."""
    import re

    found = re.fullmatch(r"\s*(.*?\D)\s*[=＝:：]?\s*(\d{1,6})\s*[个人名]?\s*", word)
    if not found:
        raise BadData(
            "bad-part",
            phrase("{text} is not an item and its number.", text=word[:40]),
            hint=phrase("Write it as in 小班=4."),
            column=key,
        )
    return dimension, found[1].strip(" =＝:："), int(found[2])


COLUMN_OF: Final[Mapping[str, str]] = {
    "no-such-region": "region",
    "ambiguous-region": "region",
    "region-needed": "region",
    "tier-and-region": "region",
    "bad-site-code": "code",
    "bad-phone": "phone",
    "bad-position": "latitude",
    "half-a-position": "latitude",
    "bad-name": "name",
    "outside-cycle": "start",
    "no-such-cycle": "cycle",
    "in-the-future": "date",
}
"""Code of an error → the column to look at, where the service doesn't say."""


def column_of(error: PairingError, values: Mapping[str, Any]) -> str | None:
    """The column that an error of a service is about."""
    if error.column in values:
        return error.column
    if isinstance(error, NotFound) and error.code.endswith("kindergarten"):
        wanted = str(error.message.values.get("text", ""))
        for key, value in values.items():
            if value == wanted or (isinstance(value, tuple) and wanted in value):
                return key
    return error.field or COLUMN_OF.get(error.code)
