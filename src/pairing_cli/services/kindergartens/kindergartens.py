"""The roster, read: kindergartens, their names and their figures."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Final

from pairing_cli.domain.records.kindergartens import BREAKDOWNS
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import TagKind
from pairing_cli.services.kindergartens.tags import tags_of
from pairing_cli.services.pairings.coverage import standings
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.store.reading import Reader


class KindergartenRow(NamedTuple):
    """A kindergarten as the contract's `kindergarten list` shows it.

    `code` is the site code, `state` the coverage state (domain page, §5.8).
    """

    name: str
    code: str | None
    tier: str
    ownership: str
    exemplar: str | None
    county: str | None
    township: str | None
    aliases: tuple[str, ...]
    name_confirmed: bool
    state: str
    ref: str
    former_names: tuple[str, ...]
    statuses: tuple[str, ...]


class KindergartenDetail(NamedTuple):
    """Everything known of one kindergarten itself. Dates are ISO text."""

    name: str
    code: str | None
    tier: str
    ownership: str
    exemplar: str | None
    county: str | None
    township: str | None
    aliases: tuple[str, ...]
    name_confirmed: bool
    state: str
    ref: str
    former_names: tuple[str, ...]
    statuses: tuple[str, ...]
    region_code: str | None
    region: str | None
    mentor: str | None
    mentees: tuple[str, ...]
    head: str | None
    phone: str | None
    latitude: float | None
    longitude: float | None
    note: str | None
    retired_on: str | None
    retired_reason: str | None
    source: str | None
    assumed: bool
    needs: tuple[str, ...]
    """Codes of goals and forms that it asks for (`kindergarten tag`)."""
    strengths: tuple[str, ...]
    """Codes of goals and forms that it is strong in."""


class KindergartenFilter(NamedTuple):
    """Which kindergartens are wanted; None means all."""

    tier: str | None = None
    ownership: str | None = None
    county: str | None = None
    state: str | None = None
    unconfirmed: bool = False
    """Only those whose name is still to be confirmed."""
    status: str | None = None


class BaselineRow(NamedTuple):
    """The figures of a kindergarten on one day; breakdowns as "小班 2"."""

    date: str
    children: int | None
    classes: int | None
    staff: int | None
    teachers: int | None
    grades: tuple[str, ...]
    posts: tuple[str, ...]
    qualifications: tuple[str, ...]
    ages: tuple[str, ...]
    majors: tuple[str, ...]
    contracts: tuple[str, ...]
    tenures: tuple[str, ...]
    facilities: tuple[str, ...]
    methods: tuple[str, ...]
    needs: str | None
    note: str | None


class _Names(NamedTuple):
    aliases: tuple[str, ...]
    former: tuple[str, ...]


_LIST: Final = """
    SELECT id, ref, name, site_code, tier, ownership, exemplar, county, county_code, township,
           name_confirmed
    FROM kindergartens
    WHERE (:tier IS NULL OR tier = :tier)
        AND (:ownership IS NULL OR ownership = :ownership)
        AND (:county_code IS NULL OR county_code = :county_code)
        AND (:unconfirmed = 0 OR name_confirmed = 0)
"""

_DETAIL: Final = """
    SELECT k.*, r.name AS region, coalesce(s.title_zh, k.source) AS document
    FROM kindergartens AS k
    LEFT JOIN region AS r ON r.code = k.region_code
    LEFT JOIN source AS s ON s.code = k.source WHERE k.id = :id
"""


def list_kindergartens(
    store: Reader, cycle: CycleRow | None, as_of: dt.date, wanted: KindergartenFilter
) -> list[KindergartenRow]:
    """The roster from city to village, each with its state in `cycle` on `as_of`.

    Raises `NotFound` for an unknown county.
    """
    county = find_region(store, wanted.county, level="county") if wanted.county else None
    rows = store.rows(
        _LIST,
        tier=wanted.tier,
        ownership=wanted.ownership,
        county_code=county.code if county else None,
        unconfirmed=int(wanted.unconfirmed),
    )
    placed = standings(store, cycle, as_of)
    states = {each.id: each.state for each in placed}
    statuses = {each.id: each.statuses for each in placed}
    rank = {each.id: at for at, each in enumerate(placed)}
    names = _other_names(store)
    return [
        KindergartenRow(
            name=row["name"],
            code=row["site_code"],
            tier=row["tier"],
            ownership=row["ownership"],
            exemplar=row["exemplar"],
            county=row["county"],
            township=row["township"],
            aliases=names[row["id"]].aliases,
            name_confirmed=bool(row["name_confirmed"]),
            state=states[row["id"]],
            ref=row["ref"],
            former_names=names[row["id"]].former,
            statuses=statuses[row["id"]],
        )
        for row in sorted(rows, key=lambda row: rank[row["id"]])
        if wanted.state in (None, states[row["id"]])
        and (wanted.status is None or wanted.status in statuses[row["id"]])
    ]


def show_kindergarten(
    store: Reader, name: str, cycle: CycleRow | None, as_of: dt.date
) -> KindergartenDetail:
    """One kindergarten, by any of its names. Raises `NotFound`."""
    key = find_kindergarten(store, name)
    row = store.rows(_DETAIL, id=key.id)[0]
    here = next(each for each in standings(store, cycle, as_of) if each.id == key.id)
    names = _other_names(store, key.id)[key.id]
    tags = tags_of(store, key.id)
    is_retired = (row["retired_on"] or "9999") <= as_of.isoformat()
    return KindergartenDetail(
        name=row["name"],
        code=row["site_code"],
        tier=row["tier"],
        ownership=row["ownership"],
        exemplar=row["exemplar"],
        county=row["county"],
        township=row["township"],
        aliases=names.aliases,
        name_confirmed=bool(row["name_confirmed"]),
        state=here.state,
        ref=row["ref"],
        former_names=names.former,
        statuses=here.statuses,
        region_code=row["region_code"],
        region=row["region"],
        mentor=here.mentor,
        mentees=here.mentees,
        head=row["head"],
        phone=row["phone"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        note=row["note"],
        retired_on=row["retired_on"] if is_retired else None,
        retired_reason=row["retired_reason"] if is_retired else None,
        source=row["document"],
        assumed=bool(row["assumed"]),
        needs=tags[TagKind.NEED],
        strengths=tags[TagKind.STRENGTH],
    )


def list_baselines(store: Reader, name: str) -> tuple[str, list[BaselineRow]]:
    """The kindergarten's name, and its recorded figures by date. Raises `NotFound`."""
    key = find_kindergarten(store, name)
    figures: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in store.rows(
        "SELECT f.baseline_id, f.dimension, f.item, f.amount FROM baseline_figure AS f"
        " INNER JOIN baseline AS b ON b.id = f.baseline_id WHERE b.kindergarten_id = :id"
        " ORDER BY f.id",
        id=key.id,
    ):
        figures[row["baseline_id"], row["dimension"]].append(f"{row['item']} {row['amount']}")
    rows = store.rows(
        "SELECT id, on_date, children, classes, staff, teachers, needs, note FROM baseline"
        " WHERE kindergarten_id = :id ORDER BY on_date",
        id=key.id,
    )
    return key.name, [
        BaselineRow(
            date=row["on_date"],
            children=row["children"],
            classes=row["classes"],
            staff=row["staff"],
            teachers=row["teachers"],
            **{
                field.key: tuple(figures[row["id"], dimension])
                for dimension, field in BREAKDOWNS.items()
            },
            needs=row["needs"],
            note=row["note"],
        )
        for row in rows
    ]


def _other_names(store: Reader, key: str | None = None) -> dict[str, _Names]:
    """Aliases and former names by kindergarten: one query, however many there are."""
    aliases: dict[str, list[str]] = defaultdict(list)
    former: dict[str, list[str]] = defaultdict(list)
    for row in store.rows(
        "SELECT n.kindergarten_id, n.name, n.kind FROM kindergarten_name AS n"
        " INNER JOIN kindergarten AS k ON k.id = n.kindergarten_id"
        " WHERE n.name <> k.name AND (:id IS NULL OR k.id = :id) ORDER BY n.id",
        id=key,
    ):
        (former if row["kind"] == "former" else aliases)[row["kindergarten_id"]].append(row["name"])

    def of(kindergarten: str) -> _Names:
        return _Names(tuple(aliases[kindergarten]), tuple(former[kindergarten]))

    ids = [key] if key else [row["id"] for row in store.rows("SELECT id FROM kindergarten")]
    return {each: of(each) for each in ids}
