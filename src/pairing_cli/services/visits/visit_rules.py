"""What holds for every visit, however it comes in: typed, imported or pasted.

One command checks one visit here and a bulk import a hundred thousand, through a reader that
remembers its answers. Nothing here writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from pairing_cli.domain.errors import NotFound, RuleRefusal, UsageError
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.domain.words.wording import as_word
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import FormKey, KindergartenKey
from pairing_cli.store.reading import Reader

HOURS_A_DAY: Final = 24
"""More class-hours a day than this are a slip of the keyboard."""

MOST_HEADS: Final = 100_000
"""More teachers or children at one event than this are a slip of the keyboard."""


class OpenPairing(NamedTuple):
    """A pairing of the cycle as a visit needs it. Dates are ISO text, both inclusive."""

    id: str
    mentor_id: str
    mentor: str
    mentee_id: str
    kind: str
    start: str
    end: str

    def contains(self, span: DateSpan) -> bool:
        """Whether the first day, on which a visit counts, lies inside."""
        return self.start <= span.first.isoformat() <= self.end


def pairings_of(
    store: Reader,
    mentees: Sequence[KindergartenKey],
    mentor: KindergartenKey | None,
    cycle: CycleRow,
    span: DateSpan,
    override: str | None,
) -> list[OpenPairing]:
    """The pairing of each mentee that a visit in `span` belongs to, all of one mentor.

    Raises `RuleRefusal`, and `NotFound` where a mentee has several mentors and nothing says which
    is meant; `override` lets a pairing pass that is not in force on that day.
    """
    options = [_pairings_of(store, each, mentor, cycle, span, override) for each in mentees]
    helpers = [{each.mentor_id for each in known} for known in options]
    shared = set.intersection(*helpers) if helpers else set()
    if len(shared) == 1:
        # Of a mentee with several mentors the one is meant who helps the others, too.
        options = [[each for each in known if each.mentor_id in shared] for known in options]
    for mentee, known in zip(mentees, options, strict=True):
        check_one_mentor(mentee.name, [each.mentor for each in known])
    chosen = [known[0] for known in options]
    others = [pairing for pairing in chosen if pairing.mentor_id != chosen[0].mentor_id]
    if others:
        raise RuleRefusal(
            "several-mentors",
            phrase(
                "These kindergartens have different mentors: {one} and {other}.",
                one=chosen[0].mentor,
                other=others[0].mentor,
            ),
            hint=phrase("Log the visit once for the mentees of each mentor."),
        )
    return chosen


def check_one_mentor(mentee: str, mentors: Sequence[str]) -> None:
    """Raise `NotFound` where nobody can tell which of several mentors is meant."""
    if len(set(mentors)) > 1:
        raise NotFound(
            "several-mentors",
            phrase(
                "{mentee} has several mentors: {names}.",
                mentee=mentee,
                names=tuple(dict.fromkeys(mentors)),
            ),
            hint=phrase("Say which: --mentor NAME"),
        )


def _pairings_of(
    store: Reader,
    mentee: KindergartenKey,
    mentor: KindergartenKey | None,
    cycle: CycleRow,
    span: DateSpan,
    override: str | None,
) -> list[OpenPairing]:
    """The pairings of a mentee that a visit can belong to: those in force on its day, the regular
    ones before advice on request; with `override` else the latest.
    """
    known = store.fetch(
        OpenPairing,
        "SELECT id, mentor_id, mentor, mentee_id, kind, start_date AS start, end_date AS"
        ' "end" FROM pairings WHERE cycle_id = :cycle_id AND mentee_id = :mentee_id'
        " ORDER BY CASE kind WHEN 'regular' THEN 0 ELSE 1 END, start_date DESC",
        cycle_id=cycle.id,
        mentee_id=mentee.id,
    )
    if mentor is not None:
        known = [pairing for pairing in known if pairing.mentor_id == mentor.id]
    if not known:
        raise _no_pairing(store, mentee, mentor, cycle)
    in_force = [pairing for pairing in known if pairing.contains(span)]
    if in_force:
        return [each for each in in_force if each.kind == in_force[0].kind]
    nearest = known[0]
    if override is not None:
        return [nearest]
    raise RuleRefusal(
        "pairing-not-in-force",
        phrase(
            "The pairing of {mentor} and {mentee} runs from {start} to {end}; {day} lies outside.",
            mentor=nearest.mentor,
            mentee=mentee.name,
            start=nearest.start,
            end=nearest.end,
            day=span.first.isoformat(),
        ),
        hint=phrase("If it is meant so, say why: --override REASON"),
    )


def _no_pairing(
    store: Reader, mentee: KindergartenKey, mentor: KindergartenKey | None, cycle: CycleRow
) -> RuleRefusal:
    exempt = store.value(
        "SELECT reason FROM exemption WHERE cycle_id = :cycle_id AND region_code = :county_code"
        " AND end_date IS NULL",
        cycle_id=cycle.id,
        county_code=mentee.county_code,
    )
    if exempt is not None and mentor is None and mentee.tier == "county":
        return RuleRefusal(
            "exempt",
            phrase(
                "{county} has no arrangement of its own in cycle {cycle}: {reason}",
                county=mentee.county,
                cycle=cycle.code,
                reason=exempt,
            ),
            hint=phrase(
                "For exchange and advice on request, make a consult pairing first:"
                " pairing assign --consult MENTOR {mentee}",
                mentee=as_word(mentee.name),
            ),
        )
    if mentor is not None:
        message = phrase(
            "{mentor} and {mentee} are not paired in cycle {cycle}.",
            mentor=mentor.name,
            mentee=mentee.name,
            cycle=cycle.code,
        )
    else:
        message = phrase(
            "{mentee} has no mentor in cycle {cycle}.", mentee=mentee.name, cycle=cycle.code
        )
    return RuleRefusal(
        "not-assigned", message, hint=phrase("To give it one: pairing assign MENTOR MENTEE")
    )


def check_in_use(form: FormKey, span: DateSpan) -> None:
    """A form counts while it is in use. Raises `RuleRefusal`."""
    day = span.first.isoformat()
    if (form.valid_from and day < form.valid_from) or (form.valid_to and day > form.valid_to):
        raise RuleRefusal(
            "form-not-valid",
            phrase("The form {form} is not in use on {day}.", form=form.label_zh, day=day),
            hint=phrase("See: pairing form list"),
        )


def check_day(span: DateSpan, state: VisitState, today: dt.date) -> None:
    """What was done or attempted does not lie ahead. Raises `UsageError`."""
    if span.last > today and state in (VisitState.DONE, VisitState.ATTEMPTED):
        raise UsageError(
            "in-the-future",
            phrase("{day} is still to come.", day=span.last.isoformat()),
            hint=phrase("To note a visit that is only planned: --planned"),
        )


def check_amounts(
    class_hours: float | None, teachers: int | None, children: int | None, days: int
) -> None:
    """Amounts that can be, class-hours in whole or half ones. Raises `UsageError`."""
    if class_hours is not None:
        most = HOURS_A_DAY * days
        if not 0 <= class_hours <= most:
            raise UsageError(
                "bad-hours",
                phrase(
                    "{hours} class-hours can't be: 0 to {most} are possible in {days} days.",
                    hours=f"{class_hours:g}",
                    most=most,
                    days=days,
                ),
            )
        if class_hours * 2 != int(class_hours * 2):
            raise UsageError(
                "bad-hours",
                phrase(
                    "{hours} class-hours can't be kept: they go in whole or half ones.",
                    hours=f"{class_hours:g}",
                ),
            )
    for amount in (teachers, children):
        if amount is not None and not 0 <= amount <= MOST_HEADS:
            raise UsageError("bad-count", phrase("{count} people can't be.", count=amount))
