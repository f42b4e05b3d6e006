"""Distances, recorded and taken back.

A way holds in both directions. Only who says so (`directed`) may record one that differs from
the way back, because two figures for one road are mostly a mistake in one of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pairing_cli.domain.errors import BadData, NotFound
from pairing_cli.domain.matching.distance import FARTHEST_KM, LONGEST_MINUTES
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.matching.travel import TravelRow, travel_row
from pairing_cli.services.programme.names.lookup import KindergartenKey, find_kindergarten
from pairing_cli.store.rows import Travel
from pairing_cli.store.writing import Writer


class SetTravel(NamedTuple):
    """A way that was recorded, and what was on record before."""

    row: TravelRow
    before: TravelRow | None
    changed: bool


def set_travel(
    store: Writer,
    start: str,
    end: str,
    *,
    km: float | None,
    minutes: float | None,
    source: str | None = None,
    directed: bool = False,
) -> SetTravel:
    """Record how far it is; what was on record for this way is replaced, a figure that isn't
    given stays. Raises `NotFound`, and `BadData` with the column.
    """
    here, there = find_kindergarten(store, start), find_kindergarten(store, end)
    if here.id == there.id:
        raise BadData(
            "same-place",
            phrase("{name} is both ends of the way.", name=here.name),
            column="to",
        )
    if km is None and minutes is None:
        raise BadData("no-distance", phrase("Neither km nor minutes are given."), column="km")
    figures = {"km": _km(km), "minutes": _minutes(minutes)}
    figures_given = {name: value for name, value in figures.items() if value is not None}
    if source is not None:
        source = one_line(source, phrase("The source"), SHORT_TEXT)
    known, back = _way(store, here, there), _way(store, there, here)
    if not directed and back is not None:
        _check_way_back(back, here, there, figures_given)
        known = known or back  # the same figures, or one that was missing
    if known is not None:
        _check_said_once(store, known, here, there, figures_given)
    before = travel_row(store, known.id) if known else None
    noted = len(store.notes)
    if known is None:
        known = Travel(
            from_id=here.id,
            to_id=there.id,
            km=figures_given.get("km"),
            minutes=_minutes(minutes),
            source=source,
        )
        store.add(known)
    else:
        store.change(known, **figures_given, **({"source": source} if source is not None else {}))
    return SetTravel(travel_row(store, known.id), before, len(store.notes) > noted)


def remove_travel(store: Writer, start: str, end: str, *, reason: str, on: dt.date) -> TravelRow:
    """Take a way off the record. Raises `NotFound`."""
    here, there = find_kindergarten(store, start), find_kindergarten(store, end)
    known = _way(store, here, there) or _way(store, there, here)
    if known is None:
        raise NotFound(
            "no-such-way",
            phrase(
                "No distance is on record between {start} and {end}.",
                start=here.name,
                end=there.name,
            ),
            hint=phrase("See: pairing travel list"),
        )
    row = travel_row(store, known.id)
    text = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(known, removed_on=on, removed_reason=text)
    return row


def _check_way_back(
    back: Travel,
    here: KindergartenKey,
    there: KindergartenKey,
    figures_given: dict[str, float | int],
) -> None:
    for name, value, recorded in _differing(back, figures_given):
        raise BadData(
            "differs-by-direction",
            phrase(
                "From {start} to {end} it is {given}, and {recorded} back.",
                start=here.name,
                end=there.name,
                given=f"{value:g}",
                recorded=recorded,
            ),
            hint=phrase("If the ways there and back really differ: --directed"),
            column=name,
        )


def _check_said_once(
    store: Writer,
    known: Travel,
    here: KindergartenKey,
    there: KindergartenKey,
    figures_given: dict[str, float | int],
) -> None:
    """Refuse a figure that differs from another one of the same command, a row above."""
    if not any(note.table == Travel.table and known.id in note.key for note in store.notes):
        return
    for name, value, recorded in _differing(known, figures_given):
        raise BadData(
            "two-distances",
            phrase(
                "From {start} to {end} it is {given} here, and {recorded} in another row.",
                start=here.name,
                end=there.name,
                given=f"{value:g}",
                recorded=recorded,
            ),
            column=name,
        )


def _differing(
    known: Travel, figures_given: dict[str, float | int]
) -> Iterator[tuple[str, float | int, str]]:
    for name, value in figures_given.items():
        recorded = getattr(known, name)
        if recorded is not None and recorded != value:
            yield name, value, f"{recorded:g}"


def _way(store: Writer, here: KindergartenKey, there: KindergartenKey) -> Travel | None:
    found = store.where(Travel, from_id=here.id, to_id=there.id, removed_on=None)
    return found[0] if found else None


def _km(value: float | None) -> float | None:
    if value is None:
        return None
    if not 0 < value <= FARTHEST_KM:
        raise BadData(
            "bad-distance",
            phrase(
                "{value} km can't be: it has to be more than 0 and at most {most}.",
                value=f"{value:g}",
                most=f"{FARTHEST_KM:,}",
            ),
            column="km",
        )
    return value


def _minutes(value: float | None) -> int | None:
    if value is None:
        return None
    if not (1 <= value <= LONGEST_MINUTES and value == int(value)):
        raise BadData(
            "bad-minutes",
            phrase(
                "{value} minutes can't be: it has to be a whole number from 1 to {most}.",
                value=f"{value:g}",
                most=f"{LONGEST_MINUTES:,}",
            ),
            column="minutes",
        )
    return int(value)
