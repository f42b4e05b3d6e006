"""Agreements, read: letters with the county, agreements between kindergartens."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any, Final, TypeAlias

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.paperwork import AGREEMENT_KINDS, AgreementKind, AgreementState
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Layer, bureau_of
from pairing_cli.domain.words.wording import as_word
from pairing_cli.services.pairings.pairing_filter import (
    PAIRING_FILTER_SQL,
    PairingFilter,
    existing,
    filter_values,
)
from pairing_cli.services.pairings.pairings import PairingDetail, pairing_or_record
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.services.programme.programmes import programme_of
from pairing_cli.store.reading import Reader

EXPIRING_DAYS: Final = 30
"""What runs out, or is to be signed, within so many days is near."""


class AgreementRow(NamedTuple):
    """An agreement as it stands on a day. Dates are ISO text."""

    ref: str
    mentor: str
    mentee: str
    county: str | None
    kind: str
    title: str | None
    parties: tuple[str, ...]
    signatories: tuple[str, ...]
    """By party; "" where nobody is named yet."""
    due: str | None
    signed: str | None
    until: str | None
    state: str
    files: tuple[str, ...]
    note: str | None
    removed_reason: str | None
    id: str
    pairing_id: str


class AgreementDue(NamedTuple):
    """An agreement that wants attention. The fields are those of the schedule."""

    date: str
    """By when it is to be signed, or its last day."""
    end_date: str
    kind: str
    mentor: str
    mentees: tuple[str, ...]
    form: str | None
    form_label: Label | None
    title: Label
    responsible: str | None
    state: str
    """unsigned, overdue, expiring or expired."""
    ref: str


_LIST: Final = """
    SELECT substr(a.id, 25, 8) AS ref, p.mentor, p.mentee, p.county, a.kind, a.title,
           a.due_on AS due,
           CASE WHEN a.signed_on > :as_of THEN NULL ELSE a.signed_on END AS signed, a.until,
           a.note, a.removed_reason, a.id, a.pairing_id
    FROM agreement AS a
    INNER JOIN pairings AS p ON p.id = a.pairing_id
    WHERE {which}
    ORDER BY p.mentor_id, p.mentee_id, a.id
"""


def list_agreements(
    store: Reader, cycle: CycleRow, wanted: PairingFilter, as_of: dt.date
) -> list[AgreementRow]:
    """The agreements of a cycle, by mentor and mentee: what is signed after the day is unsigned
    where a day to sign it by was set, else it doesn't exist. Raises `NotFound`.
    """
    there = f"(a.due_on IS NOT NULL OR {existing('a.signed_on')})"
    rows = store.rows(
        _LIST.format(which=f"{PAIRING_FILTER_SQL} AND {there}"),
        **filter_values(store, cycle, wanted._replace(day=as_of)),
    )
    found = _with_lists(store, rows, as_of)
    return [row for row in found if wanted.every or row.state != AgreementState.REMOVED]


def agreement_by_id(store: Reader, key: str, as_of: dt.date) -> AgreementRow:
    """The agreement with this key, which must exist."""
    return _with_lists(
        store, store.rows(_LIST.format(which="a.id = :id"), id=key, as_of=as_of.isoformat()), as_of
    )[0]


def find_agreement(
    store: Reader, text: str, cycle: CycleRow, as_of: dt.date, *, kind: str | None = None
) -> AgreementRow:
    """The agreement with this ref, or the latest of a mentee (of a kind). Raises `NotFound`."""
    pairing = pairing_or_record(store, text, cycle, as_of, "agreement")
    if isinstance(pairing, str):
        return agreement_by_id(store, pairing, as_of)
    rows = [
        row
        for row in list_agreements(store, cycle, PairingFilter(mentee=pairing.mentee_id), as_of)
        if row.pairing_id == pairing.id and kind in (None, row.kind)
    ]
    if not rows:
        raise NotFound(
            "no-agreement",
            phrase("{mentee} has no agreement on record.", mentee=pairing.mentee),
            hint=phrase(
                "To record one: pairing agreement add {mentee}", mentee=as_word(pairing.mentee)
            ),
        )
    return rows[-1]


def latest_agreement(
    store: Reader, text: str, cycle: CycleRow, as_of: dt.date, *, kind: str | None = None
) -> AgreementRow | None:
    """The same; None where the mentee has none on record. Raises `NotFound` for an unknown name."""
    try:
        return find_agreement(store, text, cycle, as_of, kind=kind)
    except NotFound as none_yet:
        if none_yet.code != "no-agreement":
            raise
        return None


def expiring(
    store: Reader,
    cycle: CycleRow,
    span: DateSpan | None,
    as_of: dt.date,
    *,
    mentor: str | None = None,
    county: str | None = None,
) -> list[AgreementDue]:
    """Agreements that are unsigned, run out, or have run out, by their day.

    Without a span: those unsigned, those expired, and those that run out within 30 days. With
    one: those whose day lies in it. An unsigned one without a day counts as due on `as_of`.
    Raises `NotFound`.
    """
    rows = list_agreements(store, cycle, PairingFilter(mentor=mentor, county=county), as_of)
    found = [_due(row, as_of) for row in rows if row.signed is None or row.until is not None]
    return sorted(
        (
            row
            for row in found
            if (
                span.contains(dt.date.fromisoformat(row.date))
                if span
                else row.state != AgreementState.IN_FORCE
            )
        ),
        key=lambda row: (row.date, row.mentor, row.ref),
    )


def settled(
    store: Reader,
    cycle: CycleRow,
    span: DateSpan,
    as_of: dt.date,
    *,
    mentor: str | None = None,
    county: str | None = None,
) -> list[AgreementDue]:
    """Agreements that were due in a span and are not any more: removed, or signed for good.

    Raises `NotFound`.
    """
    wanted = PairingFilter(mentor=mentor, county=county, every=True)
    rows = [
        row._replace(signed=None, until=None) if row.until is None else row
        for row in list_agreements(store, cycle, wanted, as_of)
        if (row.until or row.due) is not None
        and (row.state == AgreementState.REMOVED or (row.signed and row.until is None))
    ]
    found = [_due(row, as_of) for row in rows]
    return [row for row in found if span.contains(dt.date.fromisoformat(row.date))]


def _due(row: AgreementRow, as_of: dt.date) -> AgreementDue:
    day = (row.due or as_of.isoformat()) if row.signed is None else str(row.until)
    title = AGREEMENT_KINDS[row.kind]
    return AgreementDue(
        date=day,
        end_date=day,
        kind="agreement",
        mentor=row.mentor,
        mentees=(row.mentee,),
        form=None,
        form_label=None,
        title=Label(row.title, row.title) if row.title else title,
        responsible=None,
        state=row.state,
        ref=row.ref,
    )


def state_of(
    due: str | None, signed: str | None, until: str | None, as_of: dt.date
) -> AgreementState:
    """How an agreement stands on a day."""
    day = as_of.isoformat()
    if signed is None or signed > day:
        return AgreementState.OVERDUE if due is not None and due < day else AgreementState.UNSIGNED
    if until is None:
        return AgreementState.IN_FORCE
    if until < day:
        return AgreementState.EXPIRED
    near = (dt.date.fromisoformat(until) - as_of).days <= EXPIRING_DAYS
    return AgreementState.EXPIRING if near else AgreementState.IN_FORCE


def default_parties(store: Reader, pairing: PairingDetail, kind: AgreementKind) -> list[str]:
    """Who signs where nobody says. The scheme has a city's mentor sign the letter with the county;
    where no county is known the city bureau does, and within a county its bureau joins both.
    """
    county = bureau_of(pairing.county) if pairing.county else None
    if kind is not AgreementKind.RESPONSIBILITY_LETTER:
        return [pairing.mentor, pairing.mentee]
    if county and pairing.layer == Layer.CITY_COUNTY:
        return [pairing.mentor, county]
    bureau = county or programme_of(store).bureau
    return [*([bureau] if bureau else []), pairing.mentor, pairing.mentee]


def _with_lists(store: Reader, rows: Any, as_of: dt.date) -> list[AgreementRow]:
    lists = _lists(store, KeyScope(row["id"] for row in rows))
    found = []
    for row in rows:
        parties, signatories, files = lists.get(row["id"], _NO_LISTS)
        while signatories and not signatories[-1]:  # who signs for the last isn't known yet
            signatories = signatories[:-1]
        state = (
            AgreementState.REMOVED
            if row["removed_reason"] is not None
            else state_of(row["due"], row["signed"], row["until"], as_of)
        )
        found.append(
            AgreementRow(**row, parties=parties, signatories=signatories, files=files, state=state)
        )
    return found


_Lists: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
"""Parties, signatories and files."""

_NO_LISTS: Final[_Lists] = ((), (), ())


def lists_of(store: Reader, key: str) -> _Lists:
    """Parties, signatories and files of an agreement."""
    return _lists(store, KeyScope([key])).get(key, _NO_LISTS)


def _lists(store: Reader, scope: KeyScope) -> dict[str, _Lists]:
    """Id of the agreement → its parties, signatories and files."""
    found: dict[str, tuple[list[str], list[str], list[str]]] = defaultdict(lambda: ([], [], []))
    for row in store.rows(
        "SELECT agreement_id, party, signatory FROM agreement_party"
        f" WHERE TRUE{scope.condition('agreement_id')} ORDER BY position",
        **scope.values,
    ):
        parties, signatories, _ = found[row["agreement_id"]]
        parties.append(row["party"])
        signatories.append(row["signatory"] or "")
    for row in store.rows(
        "SELECT x.agreement_id, d.file_name FROM agreement_document AS x INNER JOIN document AS d"
        " ON d.id = x.document_id"
        f" WHERE d.removed_on IS NULL{scope.condition('x.agreement_id')} ORDER BY d.id",
        **scope.values,
    ):
        found[row["agreement_id"]][2].append(row["file_name"])
    return {
        key: (tuple(parties), tuple(signatories), tuple(files))
        for key, (parties, signatories, files) in found.items()
    }
