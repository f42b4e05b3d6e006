"""The roster, written: kindergartens added, edited, renamed and retired.

Nothing is deleted: a former name stays findable, a retired kindergarten keeps its pairings
and visits.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pairing_cli.domain.errors import BadData, RuleRefusal, UsageError
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.vocabulary import Tier
from pairing_cli.domain.words.wording import NAME, SHORT_TEXT, one_line, same_name
from pairing_cli.services.kindergartens.kindergarten_fields import Particulars, fill
from pairing_cli.services.pairings.out_of_layer import out_of_layer
from pairing_cli.services.programme.names.lookup import find_kindergarten
from pairing_cli.services.programme.names.naming import searchable
from pairing_cli.services.programme.names.shadowing import check_shadows_nothing
from pairing_cli.store.rows import Kindergarten, KindergartenName
from pairing_cli.store.writing import Writer


@dataclass(frozen=True, slots=True)
class Entered:
    """The kindergarten that was written, and what the user should look at."""

    id: str
    name: str
    notes: tuple[Phrase, ...] = ()


def add_kindergarten(
    store: Writer,
    name: str,
    tier: Tier,
    changes: Particulars,
    *,
    aliases: tuple[str, ...] = (),
    confirmed: bool = True,
) -> Entered:
    """Put a kindergarten on the roster.

    Raises `BadData`, `NotFound` (region), `UsageError` (tier and region don't fit).
    """
    cleaned = clean_name(name)
    pinyin, initials = searchable(cleaned)
    row = Kindergarten(
        name=cleaned,
        pinyin=pinyin,
        initials=initials,
        tier=tier,
        name_confirmed=confirmed,
    )
    fill(store, row, changes)
    _check_name_free(store, cleaned, row.region_code, row.id)
    store.add(row)
    notes = _namesakes(store, cleaned, row.id)
    for alias in dict.fromkeys(clean_name(each) for each in aliases):
        notes += _add_name(store, row, alias)
    return Entered(row.id, row.name, tuple(notes))


def edit_kindergarten(store: Writer, name: str, changes: Particulars) -> Entered:
    """Change particulars of a kindergarten. Raises what `add_kindergarten` raises."""
    row = store.get(Kindergarten, find_kindergarten(store, name).id)
    kind_before = row.tier, row.ownership
    fill(store, row, changes)
    _check_name_free(store, row.name, row.region_code, row.id)
    store.change(row)
    moved = (row.tier, row.ownership) != kind_before
    notes = tuple(out_of_layer(store, kindergarten=row.id)) if moved else ()
    return Entered(row.id, row.name, notes)


def rename_kindergarten(
    store: Writer, name: str, new_name: str | None, on: dt.date
) -> tuple[Entered, str]:
    """Give a kindergarten a new name from `on` on, or with None confirm the one it has.

    The old name stays as a former name. The second value is the name before.
    Raises `NotFound`, `BadData`, `UsageError`.
    """
    row = store.get(Kindergarten, find_kindergarten(store, name).id)
    before = row.name
    cleaned = before if new_name is None else clean_name(new_name)
    if cleaned == before:
        store.change(row, name_confirmed=True)
        return Entered(row.id, before), before
    _check_name_free(store, cleaned, row.region_code, row.id)
    _keep_former(store, row, on)
    pinyin, initials = searchable(cleaned)
    store.change(row, name=cleaned, pinyin=pinyin, initials=initials, name_confirmed=True)
    return Entered(row.id, cleaned, tuple(_namesakes(store, cleaned, row.id))), before


def add_alias(store: Writer, name: str, aliases: tuple[str, ...]) -> Entered:
    """Give a kindergarten other names to be found by. Raises `NotFound`, `BadData`."""
    row = store.get(Kindergarten, find_kindergarten(store, name).id)
    notes: list[Phrase] = []
    for alias in dict.fromkeys(clean_name(each) for each in aliases):
        notes += _add_name(store, row, alias)
    return Entered(row.id, row.name, tuple(notes))


def retire_kindergarten(
    store: Writer, name: str, *, reason: str, on: dt.date, today: dt.date
) -> Entered:
    """Take a kindergarten off the roster from `on` on; its records stay.

    Raises `RuleRefusal` while a pairing of it is in force on `on` or begins later, and
    where it has been retired; `NotFound`, `UsageError`, `BadData`.
    """
    row = store.get(Kindergarten, find_kindergarten(store, name).id)
    if row.retired_on is not None:
        raise RuleRefusal(
            "retired",
            phrase(
                "{name} has been retired since {day}.",
                name=row.name,
                day=row.retired_on.isoformat(),
            ),
        )
    if on > today:
        raise UsageError("in-the-future", phrase("{day} is still to come.", day=on.isoformat()))
    _check_not_paired(store, row, on)
    reason = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(row, retired_on=on, retired_reason=reason)
    return Entered(row.id, row.name)


def clean_name(name: str) -> str:
    """A kindergarten's name as it is stored. Raises `BadData`."""
    cleaned = one_line(name, phrase("The name of the kindergarten"), NAME)
    if "/" in cleaned or "／" in cleaned:
        raise BadData(
            "bad-name",
            phrase("A name can't hold a slash: it separates the county from the name."),
        )
    return cleaned


# --- Names and pairings ---------------------------------------------------------------------


def _check_name_free(store: Writer, name: str, region_code: str | None, key: str) -> None:
    others = store.tuples(
        "SELECT name FROM kindergarten WHERE id <> :id AND coalesce(region_code, '') = :region",
        id=key,
        region=region_code or "",
    )
    same = [each for (each,) in others if same_name(each) == same_name(name)]
    if same:
        raise BadData(
            "already-there",
            phrase("{name} is on the roster of this region already.", name=same[0]),
            hint=phrase("See: pairing kindergarten list"),
        )


def _namesakes(store: Writer, name: str, key: str) -> list[Phrase]:
    """A remark where another kindergarten is found by the same name."""
    rows = store.rows(
        "SELECT k.name, k.county, k.township, k.county_code = s.county_code AS is_near"
        " FROM kindergartens AS k INNER JOIN kindergartens AS s ON s.id = :id"
        " WHERE k.id <> s.id AND k.id IN"
        " (SELECT kindergarten_id FROM kindergarten_names WHERE name = :name) ORDER BY k.id",
        id=key,
        name=name,
    )
    if not rows:
        return []
    places = [(row["township"] if row["is_near"] else row["county"], row["name"]) for row in rows]
    return [
        phrase(
            "{name} is also the name of {others}; to say which one is meant, put the county"
            " or township before it.",
            name=name,
            others=tuple(f"{place}/{other}" if place else other for place, other in places),
        )
    ]


def _add_name(store: Writer, row: Kindergarten, alias: str) -> list[Phrase]:
    known = {each.name for each in store.where(KindergartenName, kindergarten_id=row.id)}
    if same_name(alias) in map(same_name, known | {row.name}):
        return []
    check_shadows_nothing(store, alias, kindergarten=row.id)
    pinyin, initials = searchable(alias)
    store.add(
        KindergartenName(kindergarten_id=row.id, name=alias, pinyin=pinyin, initials=initials)
    )
    return _namesakes(store, alias, row.id)


def _keep_former(store: Writer, row: Kindergarten, until: dt.date) -> None:
    """Keep the present name as a former one; an alias, or a name it had before, becomes it."""
    for known in store.where(KindergartenName, kindergarten_id=row.id, name=row.name):
        store.change(known, kind="former", until=until)
        return
    store.add(
        KindergartenName(
            kindergarten_id=row.id,
            name=row.name,
            pinyin=row.pinyin,
            initials=row.initials,
            kind="former",
            until=until,
        )
    )


def _check_not_paired(store: Writer, row: Kindergarten, on: dt.date) -> None:
    pairings = store.rows(
        "SELECT mentor, mentee, cycle, end_date FROM pairings WHERE end_date >= :day"
        " AND :id IN (mentor_id, mentee_id) ORDER BY start_date, id",
        id=row.id,
        day=on.isoformat(),
    )
    if pairings:
        raise RuleRefusal(
            "in-pairing",
            phrase(
                "{name} is still paired: {pairings}.",
                name=row.name,
                pairings=tuple(
                    f"{each['mentor']} → {each['mentee']} ({each['cycle']}, …{each['end_date']})"
                    for each in pairings
                ),
            ),
            hint=phrase(
                "End it first: pairing unassign MENTEE --reason TEXT, or give it another mentor:"
                " pairing reassign MENTEE MENTOR --reason TEXT"
            ),
        )
