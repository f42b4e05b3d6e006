"""Documents, read: which files a pairing has, and which of the four haves are missing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any, Final

from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.paperwork import FOUR_HAVES
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    existing,
    filter_values,
)
from pairing_cli.services.pairings.pairings import list_pairings
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_by_ref
from pairing_cli.store.reading import Reader


class DocumentRow(NamedTuple):
    """A stored file and what it belongs to."""

    ref: str
    date: str | None
    category: str
    title: str
    """The title, or the name of the file where it has none."""
    file_name: str
    size: int
    sha256: str
    mentees: tuple[str, ...]
    belongs_to: str
    """pairing, visit, task, agreement or experience."""
    record: str | None
    """The ref of that visit, task, agreement or experience."""
    fact: str | None
    state: str
    """in_force or removed."""
    note: str | None
    removed_reason: str | None
    id: str

    @property
    def heading(self) -> str:
        """The title as a paper prints it: without the ending of its file."""
        ending = PurePath(self.file_name).suffix
        return self.title.removesuffix(ending) or self.title


class HavesRow(NamedTuple):
    """The four haves of one pairing: how many files of each, and what is missing."""

    ref: str
    mentor: str
    mentee: str
    county: str | None
    arrangement: int
    measures: int
    record: int
    summary: int
    others: int
    gaps: tuple[str, ...]
    """Categories without a file."""


_DOCUMENTS: Final = f"""
    SELECT substr(d.id, 25, 8) AS ref, d.on_date AS date, d.category,
           coalesce(d.title, d.file_name) AS title, d.file_name, d.size, d.sha256, d.fact,
           CASE WHEN d.removed_on IS NULL THEN 'in_force' ELSE 'removed' END AS state, d.note,
           d.removed_reason, d.id
    FROM document AS d
    WHERE (:id IS NULL AND {existing("d.on_date")} AND d.id IN (
            SELECT l.document_id FROM ({{links}}) AS l
            INNER JOIN pairings AS p ON p.id = l.pairing_id WHERE {PAIRING_FILTER_SQL}))
        OR d.id = :id
    ORDER BY d.on_date, d.id
"""

_LINKS: Final = """
    SELECT x.pairing_id, d.document_id, 'visit' AS belongs_to, d.visit_id AS record_id
    FROM visit_document AS d INNER JOIN visit_pairing AS x ON x.visit_id = d.visit_id
    UNION ALL
    SELECT d.pairing_id, d.document_id, 'pairing', NULL FROM pairing_document AS d
    UNION ALL
    SELECT n.pairing_id, d.document_id, 'task', d.task_id FROM task_document AS d
    INNER JOIN plan_task AS t ON t.id = d.task_id INNER JOIN plan AS n ON n.id = t.plan_id
    UNION ALL
    SELECT a.pairing_id, d.document_id, 'agreement', d.agreement_id
    FROM agreement_document AS d INNER JOIN agreement AS a ON a.id = d.agreement_id
    UNION ALL
    SELECT f.pairing_id, d.document_id, 'finding', d.finding_id
    FROM finding_document AS d INNER JOIN finding AS f ON f.id = d.finding_id
    UNION ALL
    SELECT t.pairing_id, d.document_id, 'inspection', t.inspection_id
    FROM target_document AS d INNER JOIN inspection_target AS t ON t.id = d.target_id
    UNION ALL
    SELECT e.pairing_id, d.document_id, 'experience', d.experience_id
    FROM experience_document AS d INNER JOIN experience AS e ON e.id = d.experience_id
    WHERE e.pairing_id IS NOT NULL
"""
"""What each file belongs to, removed ones too (the view `pairing_documents` leaves them out)."""


def list_documents(
    store: Reader, cycle: CycleRow, wanted: PairingFilter, *, category: str | None = None
) -> list[DocumentRow]:
    """The files of a cycle's pairings on the day of the filter, by date. Raises `NotFound`."""
    rows = store.rows(
        _DOCUMENTS.format(links=_LINKS), id=None, **filter_values(store, cycle, wanted)
    )
    found = _with_links(rows, _links(store, cycle))
    return [
        row
        for row in found
        if (wanted.every or row.state == "in_force") and category in (None, row.category)
    ]


def documents_of(store: Reader, pairing_id: str, as_of: dt.date) -> list[DocumentRow]:
    """The files of one pairing that count on a day, by date."""
    rows = store.rows(
        "SELECT substr(d.id, 25, 8) AS ref, d.on_date AS date, d.category,"
        " coalesce(d.title, d.file_name) AS title, d.file_name, d.size, d.sha256, d.fact,"
        " 'in_force' AS state, d.note, d.removed_reason, d.id FROM document AS d"
        " INNER JOIN pairing_documents AS x ON x.document_id = d.id"
        f" WHERE x.pairing_id = :pairing_id AND {existing('d.on_date')} ORDER BY d.on_date, d.id",
        pairing_id=pairing_id,
        as_of=as_of.isoformat(),
    )
    return _with_links(rows, _links_where(store, "l.pairing_id = :id", pairing_id))


def show_document(store: Reader, ref: str) -> DocumentRow:
    """One file by its ref. Raises `NotFound`."""
    key = find_by_ref(store, "document", ref)
    values = dict.fromkeys(("cycle_id", "mentee_id", "mentor_id", "county_code", "as_of"))
    rows = store.rows(_DOCUMENTS.format(links=_LINKS), id=key, **values)
    return _with_links(rows, _links_where(store, "l.document_id = :id", key))[0]


def list_haves(
    store: Reader, cycle: CycleRow, wanted: PairingFilter, as_of: dt.date
) -> list[HavesRow]:
    """The four haves of each regular pairing of a cycle, up to a day. Raises `NotFound`."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in store.rows(
        "SELECT substr(p.id, 25, 8) AS ref, d.category, count(*) AS amount FROM pairings AS p"
        " INNER JOIN pairing_documents AS x ON x.pairing_id = p.id"
        " INNER JOIN document AS d ON d.id = x.document_id"
        f" WHERE {PAIRING_FILTER_SQL} AND {existing('d.on_date')} GROUP BY p.id, d.category",
        **filter_values(store, cycle, wanted._replace(day=as_of)),
    ):
        counts[row["ref"]][row["category"]] = row["amount"]
    ids = filter_values(store, cycle, wanted)
    mentee = (
        store.value("SELECT name FROM kindergarten WHERE id = :id", id=ids["mentee_id"])
        if ids["mentee_id"]
        else None
    )
    pairings = list_pairings(store, cycle, as_of=as_of, mentor=wanted.mentor, county=wanted.county)
    return [
        _haves(pairing, counts[pairing.ref])
        for pairing in pairings
        if pairing.kind == "regular" and mentee in (None, pairing.mentee)
    ]


def _haves(pairing: Any, counts: Mapping[str, int]) -> HavesRow:
    four = {str(category): counts.get(category, 0) for category in FOUR_HAVES}
    return HavesRow(
        ref=pairing.ref,
        mentor=pairing.mentor,
        mentee=pairing.mentee,
        county=pairing.county,
        **four,
        others=sum(counts.values()) - sum(four.values()),
        gaps=tuple(category for category, amount in four.items() if not amount),
    )


def _links(store: Reader, cycle: CycleRow) -> dict[str, list[Mapping[str, Any]]]:
    return _links_where(store, "p.cycle_id = :id", cycle.id)


def _links_where(store: Reader, condition: str, key: str) -> dict[str, list[Mapping[str, Any]]]:
    """Key of a document → what it belongs to."""
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in store.rows(
        f"SELECT l.document_id, l.belongs_to, l.record_id, p.mentee FROM ({_LINKS}) AS l"
        f" INNER JOIN pairings AS p ON p.id = l.pairing_id WHERE {condition} ORDER BY p.id",
        id=key,
    ):
        found[row["document_id"]].append(row)
    return found


def _with_links(
    rows: Iterable[Mapping[str, Any]],
    links: Mapping[str, list[Mapping[str, Any]]],
) -> list[DocumentRow]:
    found = []
    for row in rows:
        mine = links.get(row["id"], [])
        # What a file is evidence of says more than that it belongs to the pairing.
        first = next((link for link in mine if link["record_id"]), mine[0] if mine else None)
        record = first["record_id"] if first else None
        found.append(
            DocumentRow(
                **row,
                mentees=tuple(dict.fromkeys(link["mentee"] for link in mine)),
                belongs_to=first["belongs_to"] if first else "pairing",
                record=ref_of(record) if record else None,
            )
        )
    return found
