"""What is new on the screen of `status` since somebody looked last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from pairing_cli.domain.phrases import Phrase, phrase

if TYPE_CHECKING:
    from pairing_cli.last_look import LastLook
    from pairing_cli.services.reports.attention import Attention
    from pairing_cli.services.reports.waiting import Waiting


def amounts_of(row: Attention) -> Iterator[tuple[str, float]]:
    """Key → how much of all that is told of a kindergarten: how it stands, each of its debts."""
    yield f"{row.ref} {row.call}", 1
    for debt, amount in row.owed:
        if amount:
            yield f"{row.ref} {debt}", amount


def waiting_keys(waits: Waiting) -> Iterator[str]:
    """The refs of all that waits for a decision."""
    kinds: tuple[tuple[Any, ...], ...] = (
        waits.unconfirmed, waits.problems, waits.needs, waits.unmended, waits.to_recheck,
        waits.unpublished, waits.undecided,
    )  # fmt: skip
    return (each.ref for kind in kinds for each in kind)


def with_news(rows: Sequence[Attention], waits: Waiting, look: LastLook | None) -> list[Attention]:
    """The rows, with those marked that are new or owe more; and remember what stands there."""
    if look is None:
        return list(rows)
    told = {row.ref: dict(amounts_of(row)) for row in rows}
    look.keep(
        dict.fromkeys(waiting_keys(waits), 1)
        | {key: amount for of_row in told.values() for key, amount in of_row.items()}
    )
    return [
        row._replace(
            is_new=row.call != "clear"
            and any(look.is_new(key, amount) for key, amount in told[row.ref].items())
        )
        for row in rows
    ]


class _HasRef(Protocol):
    @property
    def ref(self) -> str: ...


def counted_new(line: Phrase, records: Iterable[_HasRef], look: LastLook | None) -> Phrase:
    """A line on what waits, with how many of these records are new."""
    count = sum(look.is_new(each.ref) for each in records) if look else 0
    return phrase("{line} (new {count})", line=line, count=count) if count else line


def since(rows: Sequence[Attention], waits: Waiting, look: LastLook | None) -> tuple[Phrase, ...]:
    """Since when what is marked is new, where anything is."""
    if look is None or not (
        any(row.is_new for row in rows) or any(map(look.is_new, waiting_keys(waits)))
    ):
        return ()
    return (phrase("New: since you looked last, {at}.", at=look.at),)
