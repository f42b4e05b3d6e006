"""Visits, written: logged, edited, confirmed, cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import VisitState, goals_served
from pairing_cli.domain.words.wording import (
    SHORT_TEXT,
    one_line,
    several_lines,
)
from pairing_cli.services.programme.attaching import Owner, attach
from pairing_cli.services.programme.cycles import (
    CycleRow,
    check_span_inside,
    cycle_on,
    find_cycle,
)
from pairing_cli.services.programme.names.lookup import (
    KindergartenKey,
    find_by_ref,
    find_form,
    find_kindergarten,
)
from pairing_cli.services.visits.named_records import (
    check_settled_later,
    leave_what_is_of_others,
    name_needs,
    settle,
)
from pairing_cli.services.visits.visit_rules import (
    check_amounts,
    check_day,
    check_in_use,
    pairings_of,
)
from pairing_cli.services.visits.visits import VisitRow, show_visit
from pairing_cli.services.visits.who_went import set_people, went, whose
from pairing_cli.store.attachments import Kept
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import (
    Document,
    Visit,
    VisitDocument,
    VisitGoal,
    VisitPairing,
    VisitPerson,
)
from pairing_cli.store.writing import Writer

_PICTURES: Final = {".jpg", ".jpeg", ".png", ".heic", ".webp", ".gif", ".bmp"}


class VisitEntry(NamedTuple):
    """A visit as somebody tells it. Text is as typed; it is checked when logged."""

    form: str
    span: DateSpan
    class_hours: float | None = None
    topic: str | None = None
    people: tuple[str, ...] = ()
    teachers: int | None = None
    children: int | None = None
    direction: str | None = None
    goals: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    """Refs of earlier visits whose next step was seen to."""
    files: tuple[Path, ...] = ()
    next_step: str | None = None
    note: str | None = None
    gained: str | None = None
    mentor: str | None = None
    state: VisitState = VisitState.DONE
    state_reason: str | None = None
    override: str | None = None
    cycle: str | None = None


class VisitEdit(NamedTuple):
    """What to change in a visit; None leaves a field as it is, () empties it."""

    form: str | None = None
    span: DateSpan | None = None
    class_hours: float | None = None
    topic: str | None = None
    people: tuple[str, ...] | None = None
    teachers: int | None = None
    children: int | None = None
    direction: str | None = None
    goals: tuple[str, ...] | None = None
    files: tuple[Path, ...] = ()
    next_step: str | None = None
    note: str | None = None
    gained: str | None = None
    mentees: tuple[str, ...] | None = None
    override: str | None = None


def log_visit(
    store: Writer,
    mentees: Sequence[str],
    entry: VisitEntry,
    *,
    today: dt.date,
    database: Path,
) -> VisitRow:
    """Record one visit for one or several mentees of one mentor.

    Raises `NotFound`, `UsageError`, `RuleRefusal`, `BadData`, `InputMissing`.
    """
    # Names first: who mistyped one wants to hear that, whatever else is wrong.
    learners = _several(store, mentees)
    helper = find_kindergarten(store, entry.mentor) if entry.mentor else None
    form = find_form(store, entry.form)
    cycle = cycle_on(store, entry.span.first, entry.cycle)
    check_span_inside(entry.span, cycle)
    check_in_use(form, entry.span)
    check_day(entry.span, entry.state, today)
    check_amounts(entry.class_hours, entry.teachers, entry.children, entry.span.days)
    override = _short(entry.override, phrase("The reason"))
    pairings = pairings_of(store, learners, helper, cycle, entry.span, override)
    needs_override = not all(pairing.contains(entry.span) for pairing in pairings)
    visit = Visit(
        cycle_id=cycle.id,
        mentor_id=pairings[0].mentor_id,
        start_date=entry.span.first,
        end_date=entry.span.last,
        days=entry.span.days,
        form_code=form.code,
        direction=entry.direction or form.direction,
        state=entry.state,
        class_hours=entry.class_hours,
        topic=_short(entry.topic, phrase("The topic")),
        teachers=entry.teachers,
        children=entry.children,
        next_step=_long(entry.next_step, phrase("The next step")),
        note=_long(entry.note, phrase("The note")),
        gained=_long(entry.gained, phrase("The text")),
        state_reason=_short(entry.state_reason, phrase("The reason")),
        override_reason=override if needs_override else None,
        recorded_by=store.actor,
        recorded_at=store.now,
    )
    store.add(visit)
    store.add(*(VisitPairing(visit_id=visit.id, pairing_id=pairing.id) for pairing in pairings))
    _set_people(store, visit, entry.people)
    _set_goals(store, visit, entry.goals)
    helped = [pairing.id for pairing in pairings]
    name_needs(store, visit, entry.needs, helped)
    for ref in entry.settles:
        settle(store, visit, ref, helped)
    _add_files(store, visit, entry.files, database)
    return show_visit(store, visit.id)


def similar_visits(store: Reader, visit: VisitRow) -> list[str]:
    """Refs of other visits of the same day and form that share a mentee: perhaps the same."""
    rows = store.rows(
        "SELECT DISTINCT v.ref FROM pairing_visits AS v WHERE v.visit_id <> :id"
        " AND v.start_date = :day AND v.form = :form AND v.state <> 'cancelled'"
        " AND v.pairing_id IN (SELECT pairing_id FROM visit_pairing WHERE visit_id = :id)"
        " ORDER BY v.ref",
        id=visit.id,
        day=visit.date,
        form=visit.form,
    )
    return [row["ref"] for row in rows]


def edit_visit(
    store: Writer, ref: str, edit: VisitEdit, *, today: dt.date, database: Path
) -> VisitRow:
    """Change a visit. What the change log keeps is the row before and after.

    Raises `NotFound`, `UsageError`, `RuleRefusal`, `BadData`.
    """
    visit = store.get(Visit, find_by_ref(store, "visit", ref))
    span = edit.span or DateSpan(visit.start_date, visit.end_date)
    cycle = _cycle_of(store, visit, span.first)
    check_span_inside(span, cycle)
    form = find_form(store, edit.form or visit.form_code)
    check_in_use(form, span)
    check_day(span, VisitState(visit.state), today)
    hours = visit.class_hours if edit.class_hours is None else edit.class_hours
    check_amounts(hours, edit.teachers, edit.children, span.days)
    override = _short(edit.override, phrase("The reason")) or visit.override_reason
    told_before = whose(visit.direction, visit.mentor_id, _mentees(store, visit))
    _move_pairings(store, visit, edit, cycle, span, override)
    changes: dict[str, object] = {
        "cycle_id": cycle.id,
        "start_date": span.first,
        "end_date": span.last,
        "days": span.days,
        "form_code": form.code,
        "class_hours": hours,
        "override_reason": override,
    }
    if edit.direction is not None:
        changes["direction"] = edit.direction
    elif edit.form is not None:
        changes["direction"] = form.direction
    for name, value in (("teachers", edit.teachers), ("children", edit.children)):
        if value is not None:
            changes[name] = value
    if edit.topic is not None:
        changes["topic"] = _short(edit.topic or None, phrase("The topic"))
    if edit.next_step is not None:
        changes["next_step"] = _long(edit.next_step or None, phrase("The next step"))
    if edit.note is not None:
        changes["note"] = _long(edit.note or None, phrase("The note"))
    if edit.gained is not None:
        changes["gained"] = _long(edit.gained or None, phrase("The text"))
    store.change(visit, **changes)
    if edit.span is not None:
        check_settled_later(store, visit.id)
    if edit.people is not None:
        _set_people(store, visit, edit.people)
    else:
        _move_people(store, visit, told_before)
    if edit.goals is not None:
        _set_goals(store, visit, edit.goals)
    _add_files(store, visit, edit.files, database)
    return show_visit(store, visit.id)


def cancel_visit(store: Writer, ref: str, *, reason: str) -> VisitRow:
    """Take a visit out of every count, with the reason; the record stays."""
    visit = store.get(Visit, find_by_ref(store, "visit", ref))
    if visit.state == VisitState.CANCELLED:
        raise RuleRefusal("already-cancelled", phrase("Visit {ref} is cancelled already.", ref=ref))
    why = one_line(reason, phrase("The reason"), SHORT_TEXT)
    store.change(visit, state=VisitState.CANCELLED, state_reason=why)
    return show_visit(store, visit.id)


def confirm_visit(
    store: Writer, ref: str, edit: VisitEdit, *, today: dt.date, database: Path
) -> VisitRow:
    """Say that a planned visit took place, with what is known now."""
    visit = store.get(Visit, find_by_ref(store, "visit", ref))
    was_done = visit.state == VisitState.DONE
    store.change(visit, state=VisitState.DONE, state_reason=None)
    row = edit_visit(store, visit.id, edit, today=today, database=database)
    if was_done and store.has_changes():
        raise RuleRefusal(
            "already-done",
            phrase("Visit {ref} is done already.", ref=ref),
            hint=phrase("To correct it: pairing visit edit {ref}", ref=ref),
        )
    return row


def _move_pairings(
    store: Writer,
    visit: Visit,
    edit: VisitEdit,
    cycle: CycleRow,
    span: DateSpan,
    override: str | None,
) -> None:
    if edit.mentees is None and edit.span is None:
        return
    links = store.where(VisitPairing, visit_id=visit.id)
    if edit.mentees is not None:
        learners = _several(store, edit.mentees)
        helper = None
    else:
        learners = [find_kindergarten(store, key) for key in _mentees(store, visit)]
        helper = find_kindergarten(store, visit.mentor_id)
    pairings = pairings_of(store, learners, helper, cycle, span, override)
    wanted = {pairing.id for pairing in pairings}
    kept = {link.pairing_id for link in links}
    store.delete(*(link for link in links if link.pairing_id not in wanted))
    store.add(*(VisitPairing(visit_id=visit.id, pairing_id=key) for key in sorted(wanted - kept)))
    store.change(visit, mentor_id=pairings[0].mentor_id)
    leave_what_is_of_others(store, visit)


def _cycle_of(store: Writer, visit: Visit, day: dt.date) -> CycleRow:
    """The cycle of a visit that begins on `day`: its own, if that holds the day."""
    code = store.value("SELECT code FROM cycle WHERE id = :id", id=visit.cycle_id)
    own = find_cycle(store, code, day)
    return own if own.span.contains(day) else cycle_on(store, day)


def _several(store: Writer, names: Sequence[str]) -> list[KindergartenKey]:
    """The kindergartens that are named, each once, even if two names mean the same."""
    found = (find_kindergarten(store, name) for name in names)
    return list({each.id: each for each in found}.values())


def _set_people(store: Writer, visit: Visit, names: Sequence[str]) -> None:
    mentees = _mentees(store, visit)
    set_people(store, visit.id, went(store, names, visit.direction, visit.mentor_id, mentees))


def _move_people(store: Writer, visit: Visit, told_before: str | None) -> None:
    """Those whose kindergarten the direction told go with it where that has changed."""
    told = whose(visit.direction, visit.mentor_id, _mentees(store, visit))
    if told == told_before or told_before is None:
        return
    for each in store.where(VisitPerson, visit_id=visit.id, kindergarten_id=told_before):
        store.change(each, kindergarten_id=told)


def _mentees(store: Reader, visit: Visit) -> list[str]:
    rows = store.rows(
        "SELECT p.mentee_id FROM visit_pairing AS x INNER JOIN pairing AS p"
        " ON p.id = x.pairing_id WHERE x.visit_id = :id ORDER BY p.mentee_id",
        id=visit.id,
    )
    return [row["mentee_id"] for row in rows]


def _set_goals(store: Writer, visit: Visit, told: Sequence[str]) -> None:
    goals = goals_served(told)
    before = {link.goal: link for link in store.where(VisitGoal, visit_id=visit.id)}
    store.delete(*(link for goal, link in before.items() if goal not in goals))
    store.add(*(VisitGoal(visit_id=visit.id, goal=goal) for goal in goals if goal not in before))


def _add_files(store: Writer, visit: Visit, files: Sequence[Path], database: Path) -> None:
    def described(kept: Kept) -> Document:
        name = one_line(kept.file_name, phrase("The file name"), SHORT_TEXT)
        return Document(
            sha256=kept.sha256,
            size=kept.size,
            file_name=name,
            category="photo" if Path(name).suffix.lower() in _PICTURES else "record",
            on_date=visit.start_date,
        )

    for path in files:
        attach(store, path, database, [Owner(VisitDocument, visit.id)], described)


def _short(text: str | None, what: Phrase) -> str | None:
    return None if text is None else one_line(text, what, SHORT_TEXT)


def _long(text: str | None, what: Phrase) -> str | None:
    return None if text is None else several_lines(text, what)
