"""What a template offers to choose from: the words and names that this database knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.vocabulary import TIERS
from pairing_cli.domain.words.name_order import roster_order
from pairing_cli.services.programme.cycles import list_cycles
from pairing_cli.services.programme.forms import list_forms
from pairing_cli.store.reading import Reader


def choices_of(
    store: Reader, as_of: dt.date, spoken: Callable[[Label], str]
) -> Mapping[str, list[str]]:
    """Name of a list → what it offers, each such that the import understands it.

    `spoken` says a label in the user's language.
    """
    day = as_of.isoformat()
    names = _unmistakable_names(store)
    mentors, mentees = _in_pairings(store, "mentor_id"), _in_pairings(store, "mentee_id")
    return {
        "forms": [
            spoken(Label(form.zh, form.en))
            for form in list_forms(store)
            if form.valid_to is None or form.valid_to >= day
        ],
        "cycles": [cycle.code for cycle in list_cycles(store)],
        "kindergartens": list(names.values()),
        "mentors": [name for key, name in names.items() if key in mentors],
        "mentees": [name for key, name in names.items() if key in mentees],
        "regions": _regions(store),
    }


def _unmistakable_names(store: Reader) -> dict[str, str]:
    """Key → name, with the county and township before it where it repeats."""
    rows = store.rows(
        "SELECT id, name, county, county_code, township, tier FROM kindergartens"
        " WHERE retired_on IS NULL"
    )
    known = [row["name"] for row in rows]
    return {
        row["id"]: row["name"]
        if known.count(row["name"]) == 1
        else "/".join(part for part in (row["county"], row["township"], row["name"]) if part)
        for row in sorted(rows, key=_as_on_the_roster)
    }


def _as_on_the_roster(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return list(TIERS).index(row["tier"]), row["county_code"] or "", roster_order(row["name"])


def _in_pairings(store: Reader, side: str) -> set[str]:
    """Keys of one side of the pairings. `side` is a column."""
    return {row["key"] for row in store.rows(f"SELECT DISTINCT {side} AS key FROM pairing")}


def _regions(store: Reader) -> list[str]:
    """Counties and townships; a township whose name repeats with its county before it."""
    rows = store.rows(
        "SELECT name, parent, level FROM regions WHERE level IN ('county', 'township')"
        " ORDER BY code"
    )
    known = [row["name"] for row in rows]
    return [
        row["name"] if known.count(row["name"]) == 1 else f"{row['parent']}/{row['name']}"
        for row in rows
    ]
