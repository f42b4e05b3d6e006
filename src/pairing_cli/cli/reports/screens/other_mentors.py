"""What is shown of one pairing says so where the mentee has other mentors as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pairing_cli.domain.phrases import Phrase, phrase

if TYPE_CHECKING:
    import datetime as dt

    from pairing_cli.services.pairings.pairings import PairingDetail
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.store.reading import Reader


def other_mentors(
    store: Reader, name: str | None, cycle: CycleRow, as_of: dt.date
) -> tuple[Phrase, ...]:
    """The note below what a mentee's name was asked for; none where a ref was, or nobody."""
    if name is None:
        return ()
    from pairing_cli.services.pairings.pairings import show_pairing

    return beside(store, show_pairing(store, name, cycle, as_of=as_of, first=True), name, as_of)


def beside(store: Reader, found: PairingDetail, name: str, as_of: dt.date) -> tuple[Phrase, ...]:
    """The same for a pairing that was found by what was typed."""
    from pairing_cli.services.pairings.pairings import others_beside

    if found.ref.startswith(name.strip().lower()):
        return ()
    others = others_beside(store, found, as_of)
    if not others:
        return ()
    return (
        phrase(
            "This is with {mentor}. {mentee} has other mentors, too; show them by the ref: {names}",
            mentor=found.mentor,
            mentee=found.mentee,
            names=tuple(each.named for each in others),
        ),
    )
