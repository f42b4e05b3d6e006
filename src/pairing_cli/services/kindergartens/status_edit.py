"""Statuses of kindergartens, given, ended and taken back."""

from __future__ import annotations

import datetime as dt
from typing import Final

from pairing_cli.domain.errors import BadData, NotFound
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.time.dates import share_a_day
from pairing_cli.domain.time.day_checks import check_in_order, check_not_ahead
from pairing_cli.domain.vocabulary import KINDERGARTEN_STATUSES
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.programme.names.lookup import KindergartenKey, find_kindergarten
from pairing_cli.store.rows import KindergartenStatus
from pairing_cli.store.writing import Writer

_REASON: Final = phrase("The reason")


def give_status(
    store: Writer,
    name: str,
    status: str,
    first: dt.date,
    last: dt.date | None,
    *,
    reason: str | None,
    today: dt.date,
) -> Phrase:
    """Say that a kindergarten counts as `status` from `first` on, or until `last`.

    The same status from the same day on is not given twice: then only its end and its reason
    are. Raises `NotFound`, `UsageError`, and `BadData` where the days overlap others.
    """
    key = find_kindergarten(store, name)
    check_in_order(first, last, "to")
    check_not_ahead(first, today)
    text = one_line(reason, _REASON, SHORT_TEXT) if reason else None
    known = _on_record(store, key, status)
    same = next((each for each in known if each.from_date == first), None)
    if same is not None:
        last = last or same.to_date
    for each in known:
        if each is same:
            continue
        if share_a_day(first, last, each.from_date, each.to_date):
            raise BadData(
                "status-twice",
                phrase(
                    "{name} counts as {status} already, {days}.",
                    name=key.name,
                    status=KINDERGARTEN_STATUSES[status],
                    days=_days(each.from_date, each.to_date),
                ),
                hint=phrase("To end it: --to DATE; to take it back: --remove"),
            )
    if same is not None:
        store.change(same, **({"reason": text} if text else {}), to_date=last)
    else:
        store.add(
            KindergartenStatus(
                kindergarten_id=key.id, status=status, from_date=first, to_date=last, reason=text
            )
        )
    return phrase(
        "{name} counts as {status}, {days}.",
        name=key.name,
        status=KINDERGARTEN_STATUSES[status],
        days=_days(first, last),
    )


def end_status(
    store: Writer, name: str, status: str, last: dt.date, *, reason: str | None
) -> Phrase:
    """Say that a kindergarten counted as `status` until `last`.

    Raises `NotFound` where it doesn't, and `UsageError` where that lies before it began.
    """
    key = find_kindergarten(store, name)
    row = _standing(store, key, status)
    check_in_order(row.from_date, last, "to")
    text = {"reason": one_line(reason, _REASON, SHORT_TEXT)} if reason else {}
    store.change(row, to_date=last, **text)
    return phrase(
        "{name} counts as {status}, {days}.",
        name=key.name,
        status=KINDERGARTEN_STATUSES[status],
        days=_days(row.from_date, last),
    )


def remove_status(
    store: Writer, name: str, status: str, *, reason: str | None, on: dt.date
) -> Phrase:
    """Take the latest status of this kind off the record: it was none. Raises `NotFound`."""
    key = find_kindergarten(store, name)
    known = _on_record(store, key, status)
    row = known[-1] if known else _standing(store, key, status)
    text = one_line(reason, _REASON, SHORT_TEXT) if reason else None
    store.change(row, removed_on=on, removed_reason=text)
    return phrase(
        "{name} no longer stands as {status}, {days}: taken off the record.",
        name=key.name,
        status=KINDERGARTEN_STATUSES[status],
        days=_days(row.from_date, row.to_date),
    )


def _on_record(store: Writer, key: KindergartenKey, status: str) -> list[KindergartenStatus]:
    found = store.where(KindergartenStatus, kindergarten_id=key.id, status=status, removed_on=None)
    return sorted(found, key=lambda row: row.from_date)


def _standing(store: Writer, key: KindergartenKey, status: str) -> KindergartenStatus:
    for row in _on_record(store, key, status):
        if row.to_date is None:
            return row
    raise NotFound(
        "no-such-status",
        phrase(
            "{name} doesn't count as {status}.",
            name=key.name,
            status=KINDERGARTEN_STATUSES[status],
        ),
        hint=phrase("See: pairing kindergarten status {name}", name=key.name),
    )


def _days(first: dt.date, last: dt.date | None) -> Phrase:
    if last is None:
        return phrase("since {day}", day=first.isoformat())
    return phrase("{first} to {last}", first=first.isoformat(), last=last.isoformat())
