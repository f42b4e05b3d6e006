"""What a visit names of the paperwork: needs that it answers, steps that it settles, donations."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from pairing_cli.domain.errors import RuleRefusal, UsageError
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.words.wording import as_word
from pairing_cli.services.programme.records import check_same_mentee, find_record
from pairing_cli.services.visits.next_steps import SETTLED_BEFORE, seen_to_before
from pairing_cli.services.visits.visits import show_visit
from pairing_cli.store.rows import Need, Visit, VisitNeed, VisitSettles
from pairing_cli.store.writing import Writer


def name_needs(store: Writer, visit: Visit, refs: Sequence[str], pairings: Collection[str]) -> None:
    """Link a visit of these pairings to the needs that it answers.

    Raises `NotFound`, `RuleRefusal` (a need that was removed), `UsageError` (another mentee's).
    """
    for ref in refs:
        need = find_record(store, Need, ref)
        check_same_mentee(store, "need", need.id, pairings, ref)
        store.add(VisitNeed(visit_id=visit.id, need_id=need.id))


def settle(store: Writer, visit: Visit, ref: str, pairings: Collection[str]) -> None:
    """Say that a visit of these pairings settled what the visit called `ref` left to be done.

    Raises `NotFound`, `UsageError`.
    """
    earlier = show_visit(store, ref)
    check_same_mentee(store, "visit", earlier.id, pairings, ref)
    if earlier.next_step is None:
        raise UsageError(
            "no-next-step",
            phrase("Visit {ref} of {date} left no next step.", ref=ref, date=earlier.date),
            hint=phrase("What is open: pairing brief {mentee}", mentee=as_word(earlier.mentees[0])),
        )
    store.add(VisitSettles(visit_id=visit.id, settled_id=earlier.id))
    check_settled_later(store, visit.id)


def check_settled_later(store: Writer, visit_id: str) -> None:
    """Raise `UsageError` where a visit sees to what was agreed after it, or was seen to before."""
    for row in store.rows(SETTLED_BEFORE, id=visit_id):
        raise UsageError("settled-before", seen_to_before(row))


_MENTEES: Final = """
    SELECT p.mentee_id FROM visit_pairing AS v INNER JOIN pairing AS p ON p.id = v.pairing_id
    WHERE v.visit_id = """


def leave_what_is_of_others(store: Writer, visit: Visit) -> None:
    """A visit that turns out to have been at another mentee doesn't answer the needs of the
    one it was entered for, nor settle what was agreed there, nor is what it left settled there.
    Raises `RuleRefusal` where something was donated at it.
    """
    not_mine = f"p.mentee_id NOT IN ({_MENTEES} :visit_id)"
    for row in store.rows(
        "SELECT x.need_id FROM visit_need AS x INNER JOIN need AS n ON n.id = x.need_id"
        " INNER JOIN pairing AS p ON p.id = n.pairing_id"
        f" WHERE x.visit_id = :visit_id AND {not_mine}",
        visit_id=visit.id,
    ):
        store.delete(*store.where(VisitNeed, visit_id=visit.id, need_id=row["need_id"]))
    for row in store.rows(
        "SELECT s.visit_id, s.settled_id FROM visit_settles AS s"
        " WHERE :visit_id IN (s.visit_id, s.settled_id) AND NOT EXISTS"
        f" (SELECT 1 FROM pairing AS p WHERE p.mentee_id IN ({_MENTEES} s.visit_id)"
        f" AND p.mentee_id IN ({_MENTEES} s.settled_id))",
        visit_id=visit.id,
    ):
        store.delete(*store.where(VisitSettles, **row))
    given = store.value(
        "SELECT d.id FROM donation AS d INNER JOIN pairing AS p ON p.id = d.pairing_id"
        f" WHERE d.visit_id = :visit_id AND d.removed_on IS NULL AND {not_mine}",
        visit_id=visit.id,
    )
    if given is not None:
        ref = ref_of(given)
        raise RuleRefusal(
            "has-donation",
            phrase("Donation {ref} was handed over at this visit.", ref=ref),
            hint=phrase("To part them: pairing donation edit {ref} --clear visit", ref=ref),
        )
