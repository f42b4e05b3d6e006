"""Experience, read: summaries, lessons learnt and cases, whose they are and how far they got."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Final

from pairing_cli.domain.honours.words import ExperienceState
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.pairings.pairing_filter import PairingFilter, filter_values
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class ExperienceRow(NamedTuple):
    """A summary, a lesson learnt or a case: of a pairing, or of the unit that is named."""

    ref: str
    kind: str
    title: str
    mentor: str | None
    mentee: str | None
    unit: str | None
    """The kindergarten or county whose own it is; None where it is a pairing's."""
    county: str | None
    author: str | None
    date: str
    state: str
    decided_on: str | None
    text: str | None
    removed_reason: str | None
    id: str
    pairing_id: str | None
    kindergarten_id: str | None
    region_code: str | None
    files: tuple[str, ...] = ()

    @property
    def of(self) -> str:
        """Whose it is."""
        return self.mentee or self.unit or ""


_LIST: Final = """
    SELECT substr(x.id, 25, 8) AS ref, x.kind, x.title, p.mentor, p.mentee,
           coalesce(k.name, r.name) AS unit, coalesce(p.county, k.county, r.name) AS county,
           x.author, x.on_date AS date, x.state, x.decided_on, x.wording AS text,
           x.removed_reason, x.id, x.pairing_id, x.kindergarten_id, x.region_code
    FROM experience AS x
    LEFT JOIN pairings AS p ON p.id = x.pairing_id
    LEFT JOIN kindergartens AS k ON k.id = x.kindergarten_id
    LEFT JOIN region AS r ON r.code = x.region_code
    WHERE {which}
    ORDER BY x.on_date, x.id
"""

_WANTED: Final = """
    x.cycle_id = :cycle_id AND x.on_date <= :as_of
    AND (:mentee_id IS NULL OR :mentee_id IN (p.mentee_id, x.kindergarten_id))
    AND (:mentor_id IS NULL OR :mentor_id IN (p.mentor_id, x.kindergarten_id))
    AND (:county_code IS NULL OR :county_code IN (p.county_code, k.county_code, x.region_code))
"""

_FILES: Final = """
    SELECT x.experience_id, d.file_name
    FROM experience_document AS x INNER JOIN document AS d ON d.id = x.document_id
    WHERE d.removed_on IS NULL AND (:id IS NULL OR x.experience_id = :id)
    ORDER BY d.id
"""


def list_experiences(
    store: Reader,
    cycle: CycleRow,
    wanted: PairingFilter,
    as_of: dt.date,
    *,
    kind: str | None = None,
    state: str | None = None,
) -> list[ExperienceRow]:
    """What was written in a cycle up to a day, by day; what was decided later is open. Raises
    `NotFound`.
    """
    day = as_of.isoformat()
    found = store.fetch(
        ExperienceRow,
        _LIST.format(which=_WANTED),
        **{**filter_values(store, cycle, wanted), "as_of": day},
    )
    rows = [_on_day(row, day) for row in found]
    kept = [
        row
        for row in rows
        if (wanted.every or row.removed_reason is None)
        and kind in (None, row.kind)
        and state in (None, row.state)
    ]
    return _with_files(store, kept)


def show_experience(store: Reader, ref: str, as_of: dt.date | None = None) -> ExperienceRow:
    """One of them by its ref, as far as it had got by a day. Raises `NotFound`."""
    key = find_by_ref(store, "experience", ref)
    rows = store.fetch(ExperienceRow, _LIST.format(which="x.id = :id"), id=key)
    (row,) = _with_files(store, rows, key)
    return _on_day(row, as_of.isoformat()) if as_of else row


def _on_day(row: ExperienceRow, day: str) -> ExperienceRow:
    if (row.decided_on or day) <= day:
        return row
    return row._replace(state=ExperienceState.SUBMITTED, decided_on=None)


def _with_files(
    store: Reader, rows: list[ExperienceRow], only: str | None = None
) -> list[ExperienceRow]:
    files: dict[str, list[str]] = defaultdict(list)
    for row in store.rows(_FILES, id=only):
        files[row["experience_id"]].append(row["file_name"])
    return [row._replace(files=tuple(files[row.id])) for row in rows]
