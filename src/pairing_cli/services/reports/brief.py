"""The brief: what to know of a mentee before a visit, on one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from pairing_cli.domain.owed.fulfilment import is_late, percent
from pairing_cli.domain.owed.rules import RuleKind
from pairing_cli.domain.owed.settling import DONE, State, left_of
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.paperwork import GroupRole, GroupSide, NeedState
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.records.papers import ProblemRow
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.services.kindergartens.kindergartens import list_baselines
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures, figures_of
from pairing_cli.services.owing.standing import standings
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.pairings import PairingDetail, show_pairing
from pairing_cli.services.pairings.plain_records import list_records
from pairing_cli.services.papers.groups import list_groups
from pairing_cli.services.papers.needs import list_needs
from pairing_cli.services.programme.cycles import CycleRow, find_cycle
from pairing_cli.services.programme.key_scope import KeyScope
from pairing_cli.services.visits.next_steps import NextStep, open_steps
from pairing_cli.services.visits.visits import VisitRow, visits_of_pairing
from pairing_cli.store.reading import Reader

VISITS_TOLD = 3


class Contact(NamedTuple):
    """Somebody to call."""

    side: str
    """mentor, mentee or bureau."""
    name: str
    role: str
    phone: str | None


class BriefVisit(NamedTuple):
    """One of the last visits."""

    ref: str
    date: str
    form: str
    form_label: Label
    class_hours: float | None
    topic: str | None
    people: tuple[str, ...]
    next_step: str | None


class OpenWish(NamedTuple):
    """A need or problem that is open."""

    ref: str
    raised: str
    text: str
    days_open: int


class OpenProblem(NamedTuple):
    """A problem that is open."""

    ref: str
    raised: str
    text: str
    days_open: int
    due: str | None
    """By when it is to be settled."""
    is_late: bool


class Due(NamedTuple):
    """What is still to be done, and by when."""

    what: Label
    remaining: float
    unit: str | None
    owed_by: str | None
    due: str
    late: bool
    """Its day is over, but it can still be made up."""
    planned: bool = False
    """A visit that is planned."""

    def said(self, day: str) -> Phrase:
        """As one says it, with its day as it is to be written: 送教课时 6 课时, 07-15."""
        amount = (
            phrase(
                "{what} {remaining} {unit}",
                what=self.what,
                remaining=self.remaining,
                unit=MEASURES[self.unit],
            )
            if self.unit
            else self.what
        )
        if self.planned:
            return phrase("{what}, which is planned for {day}", what=amount, day=day)
        if self.late:
            return phrase("{what}, overdue since {day}", what=amount, day=day)
        return phrase("{what}, by {day}", what=amount, day=day)


class Change(NamedTuple):
    """Something new since the last visit."""

    date: str
    what: Phrase


class Brief(NamedTuple):
    """Everything on the page."""

    pairing: PairingDetail
    as_of: str
    state: str
    attainment: int | None
    contacts: tuple[Contact, ...]
    visits: tuple[BriefVisit, ...]
    """The last three that were done, the latest first."""
    next_steps: tuple[NextStep, ...]
    needs: tuple[OpenWish, ...]
    problems: tuple[OpenProblem, ...]
    due: tuple[Due, ...]
    changed: tuple[Change, ...]


def brief(store: Reader, mentee: str, cycle: CycleRow, as_of: dt.date) -> Brief:
    """What to know before a visit to a mentee, named or by its pairing's ref.

    Raises `NotFound`.
    """
    pairing = show_pairing(store, mentee, cycle, as_of=as_of, first=True)
    cycle = find_cycle(store, pairing.cycle, as_of)
    figures = figures_of(store, cycle, as_of, among=[pairing.id])
    standing = next(iter(standings(figures)), None)
    visits = visits_of_pairing(store, pairing.id, as_of)
    done = [row for row in visits if row.state == VisitState.DONE]
    wanted = PairingFilter(mentee=pairing.mentee_id)
    day = as_of.isoformat()
    return Brief(
        pairing=pairing,
        as_of=day,
        state=standing.state if standing else pairing.state,
        attainment=percent(standing.attainment) if standing else None,
        contacts=tuple(_contacts(store, pairing, cycle, as_of)),
        visits=tuple(map(_visit, reversed(done[-VISITS_TOLD:]))),
        next_steps=tuple(open_steps(store, KeyScope([pairing.id]), day)),
        needs=tuple(
            OpenWish(row.ref, row.raised, row.text, row.days_open)
            for row in list_needs(store, cycle, wanted, as_of)
            if row.pairing_id == pairing.id and row.state != NeedState.SOLVED and row.raised <= day
        ),
        problems=tuple(
            OpenProblem(
                row.ref,
                row.raised,
                row.text,
                row.days_open,
                row.due,
                row.due is not None and row.due < day,
            )
            for row in list_records(store, ProblemRow, cycle, wanted, as_of)
            if row.pairing_id == pairing.id and (row.resolved is None or row.resolved > day)
        ),
        due=tuple(sorted(_due(figures, visits), key=lambda each: (not each.late, each.due))),
        changed=tuple(
            sorted(
                _changed(store, pairing, cycle, as_of, done[-1].date if done else pairing.start),
                key=lambda each: each.date,
            )
        ),
    )


def _visit(row: VisitRow) -> BriefVisit:
    return BriefVisit(
        row.ref,
        row.date,
        row.form,
        Label(row.form_zh, row.form_en),
        row.class_hours,
        row.topic,
        row.people,
        row.next_step,
    )


_HEADS = "SELECT id, head, phone FROM kindergarten WHERE id IN (:mentor, :mentee)"


def _contacts(
    store: Reader, pairing: PairingDetail, cycle: CycleRow, as_of: dt.date
) -> Iterator[Contact]:
    """Of both kindergartens the contact of its group, else the group's head, else its own."""
    heads = {
        row["id"]: row
        for row in store.rows(_HEADS, mentor=pairing.mentor_id, mentee=pairing.mentee_id)
    }
    groups = list_groups(store, cycle, PairingFilter(mentor=pairing.mentor_id), as_of)
    for side, key in ((GroupSide.MENTEE, pairing.mentee_id), (GroupSide.MENTOR, pairing.mentor_id)):
        # A mentor's group stands for all its pairings; a mentee's is its own.
        mine = [
            each
            for each in groups
            if each.side == side and (side is GroupSide.MENTOR or each.pairing_id == pairing.id)
        ]
        mine.sort(key=lambda each: each.pairing_id != pairing.id)
        for group in mine[:1]:
            if group.contact or group.head:
                role = GroupRole.CONTACT if group.contact else GroupRole.HEAD
                yield Contact(side, group.contact or group.head or "", role, group.phone)
        head = heads.get(key)
        if head is not None and head["head"]:
            yield Contact(side, head["head"], "principal", head["phone"])


def _due(figures: CycleFigures, visits: list[VisitRow]) -> Iterator[Due]:
    for row in visits:
        if row.state == VisitState.PLANNED:
            form = Label(row.form_zh, row.form_en)
            yield Due(form, 1, None, None, row.date, late=False, planned=True)
    for pairing in figures.pairings:
        yield from _owed(figures, pairing)


def _owed(figures: CycleFigures, pairing: PairingFigures) -> Iterator[Due]:
    for rule_id, found in pairing.by_rule.items():
        rule = figures.rules[rule_id]
        is_rate = rule.kind == RuleKind.INDICATOR
        late = [each for each in found if is_late(each, found, figures.as_of)]
        open_now = [
            each
            for each in found
            if each.state not in DONE
            and each.state not in (State.NOT_STARTED, State.MISSED)
            and each.remaining
        ]
        for group, is_over in ((late, True), (open_now, False)):
            if group:
                yield Due(
                    what=rule.title,
                    remaining=plain(left_of(group)),
                    unit=None if is_rate else rule.measure,
                    owed_by=rule.owed_by,
                    due=min(each.owed.due for each in group).isoformat(),
                    late=is_over,
                )


def _changed(
    store: Reader, pairing: PairingDetail, cycle: CycleRow, as_of: dt.date, since: str
) -> Iterator[Change]:
    """What is new since a day: needs, problems, figures, people in office."""
    day = as_of.isoformat()
    wanted = PairingFilter(mentee=pairing.mentee_id)

    def is_new(on: str | None) -> bool:
        return on is not None and since < on <= day

    for need in list_needs(store, cycle, wanted, as_of):
        if is_new(need.raised):
            yield Change(need.raised, phrase("Need: {text}", text=need.text))
        if is_new(need.settled):
            yield Change(str(need.settled), phrase("Need settled: {text}", text=need.text))
    for row in list_records(store, ProblemRow, cycle, wanted, as_of):
        if is_new(row.raised):
            yield Change(row.raised, phrase("Problem: {text}", text=row.text))
        if is_new(row.resolved):
            yield Change(str(row.resolved), phrase("Problem resolved: {text}", text=row.text))
    yield from _new_facts(store, pairing, cycle, as_of, is_new)


def _new_facts(
    store: Reader,
    pairing: PairingDetail,
    cycle: CycleRow,
    as_of: dt.date,
    is_new: Callable[[str | None], bool],
) -> Iterator[Change]:
    """New figures of the kindergarten, and new people in its leading groups."""
    _, baselines = list_baselines(store, pairing.mentee_id)
    for figures in baselines:
        if is_new(figures.date):
            yield Change(
                figures.date,
                phrase(
                    "New figures: {children} children, {teachers} teachers",
                    children="—" if figures.children is None else figures.children,
                    teachers="—" if figures.teachers is None else figures.teachers,
                ),
            )
    for group in list_groups(store, cycle, PairingFilter(mentee=pairing.mentee_id), as_of):
        if group.pairing_id != pairing.id:
            continue
        joined: dict[str, list[str]] = {}
        for member in group.people:
            if is_new(member.start):
                joined.setdefault(member.start, []).append(member.name)
        for day, names in joined.items():
            said = phrase("New in the group of {of}: {names}", of=group.of, names=tuple(names))
            yield Change(day, said)
