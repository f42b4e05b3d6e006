"""Inspections, written: arranged, changed, answered, sealed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from pairing_cli.domain.errors import BadData, NotFound, RuleRefusal, UsageError
from pairing_cli.domain.ids import ref_of
from pairing_cli.domain.judging.words import ANSWERS, Answer, InspectionState
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.time.day_checks import check_not_ahead
from pairing_cli.domain.vocabulary import PairingKind
from pairing_cli.domain.words.wording import SHORT_TEXT, as_word, one_line
from pairing_cli.services.judging.checklist_edit import active_checklist
from pairing_cli.services.judging.finding_edit import found_by_answers
from pairing_cli.services.judging.inspections import (
    InspectionRow,
    TargetRow,
    inspection_by_id,
)
from pairing_cli.services.pairings.pairing_records import find_record, long, open_pairing, person
from pairing_cli.services.pairings.pairings import show_pairing
from pairing_cli.services.papers.document_edit import describing
from pairing_cli.services.programme.attaching import Owner, attach
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.programme.names.lookup import find_region
from pairing_cli.store import attachments
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import (
    Checklist,
    Inspection,
    InspectionAnswer,
    InspectionTarget,
    Inspector,
    TargetDocument,
)
from pairing_cli.store.writing import Writer

AT: Final = "@"
"""Between an inspector's name and office: 李某@学前科."""


class InspectionInput(NamedTuple):
    """An inspection to be arranged. Text is as typed."""

    mentees: Sequence[str]
    counties: Sequence[str]
    span: DateSpan
    inspectors: Sequence[str]
    """NAME or NAME@OFFICE."""
    lead: str | None = None
    title: str | None = None
    announced: bool = False
    checklist: str | None = None
    note: str | None = None
    override: str | None = None


class InspectionChanges(NamedTuple):
    """What is to be otherwise. None leaves a field as it is, "" empties it."""

    title: str | None = None
    span: DateSpan | None = None
    announced: bool | None = None
    note: str | None = None
    inspectors: Sequence[str] = ()
    """Who takes the place of all before."""
    lead: str | None = None
    joining: Sequence[str] = ()
    leaving: Sequence[str] = ()
    override: str | None = None

    @property
    def only_words(self) -> bool:
        """Whether nothing changes but the title and the note."""
        return self == InspectionChanges(title=self.title, note=self.note)


class Answers(NamedTuple):
    """What was found at one target. None leaves a text as it is, "" empties it."""

    values: Mapping[str, str] = {}
    """Code of an item → its answer, as typed."""
    notes: Mapping[str, str] = {}
    on: dt.date | None = None
    feedback: str | None = None
    reply: str | None = None
    answered_for: str | None = None
    files: tuple[Path, ...] = ()
    """What shows it, such as photographs."""


class Arranged(NamedTuple):
    """An inspection, and what is to be said of it."""

    row: InspectionRow
    too_few: int | None
    """How many inspectors there ought to be, where there are fewer."""


def add_inspection(
    store: Writer, entered: InspectionInput, cycle: CycleRow, as_of: dt.date
) -> Arranged:
    """Arrange an inspection. Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`
    (no checklist, an inspector with an interest, a consultation).
    """
    checklist = active_checklist(store, cycle, entered.checklist)
    check_within(entered.span.first, cycle)
    check_within(entered.span.last, cycle)
    row = Inspection(
        cycle_id=cycle.id,
        checklist_id=checklist.id,
        title=_title(entered),
        start_date=entered.span.first,
        end_date=entered.span.last,
        announced=entered.announced,
        note=long(entered.note, phrase("The note")),
        override_reason=one_line(entered.override, phrase("The reason"), SHORT_TEXT)
        if entered.override
        else None,
    )
    store.add(row)
    _join(store, row, entered.mentees, entered.counties, cycle, entered.span.first)
    _appoint(store, row, entered.inspectors, entered.lead)
    return _arranged(store, row, cycle, as_of)


def edit_inspection(
    store: Writer, ref: str, changes: InspectionChanges, cycle: CycleRow, as_of: dt.date
) -> Arranged:
    """Change an inspection that isn't sealed; a title and a note always.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`.
    """
    row = open_inspection(store, ref, cycle)
    if row.state == InspectionState.DONE and not changes.only_words:
        raise sealed(row)
    if changes.span is not None:
        check_within(changes.span.first, cycle)
        check_within(changes.span.last, cycle)
        row.start_date, row.end_date = changes.span.first, changes.span.last
    if changes.title is not None:
        row.title = one_line(changes.title, phrase("The title"), SHORT_TEXT)
    if changes.note is not None:
        row.note = long(changes.note, phrase("The note"))
    if changes.override is not None:
        row.override_reason = one_line(changes.override, phrase("The reason"), SHORT_TEXT)
    store.change(row, announced=row.announced if changes.announced is None else changes.announced)
    for name in changes.leaving:
        _leave(store, target_named(store, row, name, cycle, as_of))
    _join(store, row, changes.joining, (), cycle, row.start_date)
    there = store.where(Inspector, inspection_id=row.id)
    if changes.inspectors or changes.lead:
        names = changes.inspectors or [_as_typed(each) for each in there]
        store.delete(*there)
        _appoint(store, row, names, changes.lead)
    else:
        _check_interest(store, row, [each.name for each in there])
    return _arranged(store, row, cycle, as_of)


def answer(
    store: Writer,
    ref: str,
    mentee: str,
    answers: Answers,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    correct: str | None = None,
    database: Path | None = None,
) -> TargetRow:
    """Write down what was found at one target. After `done` only with `correct`, the reason.

    Raises `NotFound`, `UsageError`, `BadData`, `RuleRefusal`, and what files raise.
    """
    found = writable_target(store, ref, mentee, cycle, as_of, correct=correct)
    row = store.get(Inspection, found.inspection_id)
    target = store.get(InspectionTarget, found.id)
    day = answers.on or target.on_date or min(as_of, row.end_date)
    check_not_ahead(day, as_of)
    check_within(day, cycle)
    _answer_items(store, found, answers)
    for name in ("feedback", "reply"):
        if (text := getattr(answers, name)) is not None:
            setattr(target, name, long(text, phrase("The note")))
    if answers.answered_for is not None:
        target.answered_for = person(answers.answered_for) if answers.answered_for else None
    store.change(target, on_date=day)
    if database is not None:
        for path in answers.files:
            attachments.check(database, path)
        for path in answers.files:
            attach(
                store, path, database, [Owner(TargetDocument, target.id)], describing(path, on=day)
            )
    return target_by_id(store, row, target.id, cycle, as_of)


def finish(store: Writer, ref: str, cycle: CycleRow, as_of: dt.date) -> InspectionRow:
    """Seal an inspection: its answers stand, and each "no" becomes a finding.

    Raises `RuleRefusal` where it is sealed already or a target was not seen.
    """
    row = open_inspection(store, ref, cycle)
    if row.state == InspectionState.DONE:
        raise sealed(row)
    found = inspection_by_id(store, row.id, cycle, as_of)
    if not found.target_rows:
        raise RuleRefusal(
            "not-seen", phrase("Nobody is to be seen in inspection {ref}.", ref=found.ref)
        )
    for target in found.target_rows:
        if not target.seen:
            raise RuleRefusal(
                "not-seen",
                phrase("Nothing has been filled in for {name}.", name=target.mentee_short),
                hint=phrase(
                    "To leave it out: pairing inspection edit {ref} --leave {name}",
                    ref=found.ref,
                    name=as_word(target.mentee_short),
                ),
            )
    checklist = store.get(Checklist, row.checklist_id)
    for target in found.target_rows:
        found_by_answers(store, target, checklist, as_of)
    store.change(row, state=InspectionState.DONE, done_on=as_of)
    return inspection_by_id(store, row.id, cycle, as_of)


def open_inspection(store: Writer, ref: str, cycle: CycleRow) -> Inspection:
    """The inspection with this ref, which nobody has removed, of a cycle that is open.

    Raises `NotFound`, `RuleRefusal`.
    """
    row = find_record(store, Inspection, ref)
    if row.cycle_id != cycle.id:
        raise NotFound(
            "other-cycle",
            phrase("Inspection {ref} belongs to another cycle than {cycle}.", ref=ref_of(row.id),
                   cycle=cycle.code),
            hint=phrase("Say which: --cycle CODE"),
        )  # fmt: skip
    return row


def removable_inspection(store: Writer, ref: str, cycle: CycleRow) -> Inspection:
    """The inspection with this ref, which no bulletin in force tells of. Raises `NotFound`,
    `RuleRefusal`.
    """
    row = open_inspection(store, ref, cycle)
    told = store.value(
        "SELECT b.number FROM bulletin_inspection AS x INNER JOIN bulletin AS b"
        " ON b.id = x.bulletin_id WHERE x.inspection_id = :id AND b.state = 'published'",
        id=row.id,
    )
    if told is not None:
        raise RuleRefusal(
            "inspection-published",
            phrase("Bulletin {number} tells of inspection {ref}.", number=told, ref=ref_of(row.id)),
            hint=phrase("To withdraw it first: pairing bulletin withdraw REF --reason TEXT"),
        )
    return row


def writable_target(
    store: Writer, ref: str, name: str, cycle: CycleRow, as_of: dt.date, *, correct: str | None
) -> TargetRow:
    """The target of an inspection to write down something of; of one that is done only with
    the reason. Raises `NotFound`, `RuleRefusal`.
    """
    row = open_inspection(store, ref, cycle)
    if row.state == InspectionState.DONE and not correct:
        raise sealed(row)
    return target_named(store, row, name, cycle, as_of)


def target_named(
    store: Reader, row: Inspection, name: str, cycle: CycleRow, as_of: dt.date
) -> TargetRow:
    """The target of an inspection by its mentee, its county, named as people do.

    Raises `NotFound`.
    """
    found = inspection_by_id(store, row.id, cycle, as_of)
    return target_of(store, found, name, cycle, as_of)


def target_of(
    store: Reader, inspection: InspectionRow, name: str, cycle: CycleRow, as_of: dt.date
) -> TargetRow:
    """The target of an inspection that people call so. Raises `NotFound`."""
    for target in inspection.target_rows:
        if target.mentee is None and target.mentee_short == name.strip():
            return target
    unknown: NotFound | None = None
    try:
        pairing = show_pairing(store, name, cycle, as_of=as_of)
    except NotFound as error:
        unknown = error
    else:
        for target in inspection.target_rows:
            if target.mentee_id == pairing.mentee_id:
                return target
    try:
        region = find_region(store, name)
    except NotFound as error:
        if unknown is not None:
            raise unknown from error
    else:
        for target in inspection.target_rows:
            if target.region_code == region.code:
                return target
    raise NotFound(
        "not-a-target",
        phrase("{name} isn't in inspection {ref}.", name=name, ref=inspection.ref),
        hint=phrase(
            "In it: {names}",
            names=tuple(target.mentee_short for target in inspection.target_rows) or "-",
        ),
    )


def target_by_id(
    store: Reader, row: Inspection, key: str, cycle: CycleRow, as_of: dt.date
) -> TargetRow:
    """The target with this key."""
    targets = inspection_by_id(store, row.id, cycle, as_of).target_rows
    return next(target for target in targets if target.id == key)


def sealed(row: Inspection) -> RuleRefusal:
    """The refusal of a change to an inspection that is done."""
    return RuleRefusal(
        "inspection-sealed",
        phrase("Inspection {ref} is done and sealed.", ref=ref_of(row.id)),
        hint=phrase(
            "To correct it: --correct REASON. It is marked in the history and scores are worked"
            " out anew; bulletins that were published stay."
        ),
    )


def check_within(day: dt.date, cycle: CycleRow) -> None:
    """Raise `UsageError` for a day outside the cycle and its wrap-up."""
    if not cycle.span.first <= day <= cycle.wrap_up_until:
        raise UsageError(
            "outside-cycle",
            phrase(
                "{day} lies outside cycle {code} ({start} to {end}, wrap-up until {until}).",
                day=day.isoformat(),
                code=cycle.code,
                start=cycle.start,
                end=cycle.end,
                until=cycle.wrap_up_until.isoformat(),
            ),
        )


def _title(entered: InspectionInput) -> str:
    if entered.title:
        return one_line(entered.title, phrase("The title"), SHORT_TEXT)
    return f"{entered.span.first.isoformat()}督查"


def _join(
    store: Writer,
    row: Inspection,
    mentees: Iterable[str],
    counties: Iterable[str],
    cycle: CycleRow,
    day: dt.date,
) -> None:
    there = store.where(InspectionTarget, inspection_id=row.id)
    pairings = {each.pairing_id for each in there}
    regions = {each.region_code for each in there}
    new = []
    for name in mentees:
        pairing = open_pairing(store, name, cycle, day)
        if pairing.kind == PairingKind.CONSULT:
            raise RuleRefusal(
                "consult-owes-nothing",
                phrase("{mentee} gets advice on request and owes nothing.", mentee=pairing.mentee),
            )
        if pairing.id in pairings:
            raise BadData("named-twice", phrase("{name} is named twice.", name=pairing.mentee))
        pairings.add(pairing.id)
        new.append(InspectionTarget(inspection_id=row.id, pairing_id=pairing.id))
    for name in counties:
        region = find_region(store, name, level="county")
        if region.code in regions:
            raise BadData("named-twice", phrase("{name} is named twice.", name=region.name))
        regions.add(region.code)
        new.append(InspectionTarget(inspection_id=row.id, region_code=region.code))
    if not new and not there:
        raise UsageError("nobody", phrase("Say whom to inspect: MENTEE or --county COUNTY"))
    store.add_all(new)


def _leave(store: Writer, target: TargetRow) -> None:
    if target.findings:
        raise RuleRefusal(
            "has-findings",
            phrase("{name} has findings in this inspection.", name=target.mentee_short),
            hint=phrase(
                "To take one off: pairing inspection edit-finding REF --remove --reason TEXT"
            ),
        )
    store.delete(*store.where(InspectionAnswer, target_id=target.id))
    store.delete(store.get(InspectionTarget, target.id))


def _appoint(store: Writer, row: Inspection, inspectors: Sequence[str], lead: str | None) -> None:
    """Enter who inspects; the lead is the one named so, else the first."""
    split = [each.partition(AT) for each in inspectors]
    people = [(person(name), office.strip() or None) for name, _, office in split]
    names = [name for name, _ in people]
    for name in names:
        if names.count(name) > 1:
            raise BadData("named-twice", phrase("{name} is named twice.", name=name))
    leads = person(lead.partition(AT)[0]) if lead else names[0] if names else None
    if leads is not None and leads not in names:
        people.insert(0, (leads, (lead or "").partition(AT)[2].strip() or None))
    if not people:
        raise UsageError("nobody", phrase("Say who inspects: --by NAME[@OFFICE]"))
    _check_interest(store, row, [name for name, _ in people])
    store.add_all(
        Inspector(
            inspection_id=row.id,
            position=position,
            name=name,
            office=office,
            is_lead=name == leads,
        )
        for position, (name, office) in enumerate(people)
    )


_INTERESTED: Final = """
    SELECT m.name, coalesce(CASE g.side WHEN 'mentor' THEN p.mentor ELSE p.mentee END, r.name)
        AS whose, 1 AS of_group
    FROM inspection_target AS t
    LEFT JOIN pairings AS p ON p.id = t.pairing_id
    INNER JOIN leading_group AS g ON (g.pairing_id = p.id AND g.side <> 'bureau')
        OR (g.region_code = t.region_code AND g.cycle_id = :cycle_id)
    LEFT JOIN region AS r ON r.code = g.region_code
    INNER JOIN group_member AS m ON m.group_id = g.id
    WHERE t.inspection_id = :id AND g.removed_on IS NULL AND m.end_date IS NULL
    UNION ALL
    SELECT k.head, k.name, 0 FROM inspection_target AS t
    INNER JOIN pairing AS p ON p.id = t.pairing_id
    INNER JOIN kindergarten AS k ON k.id IN (p.mentor_id, p.mentee_id)
    WHERE t.inspection_id = :id AND k.head IS NOT NULL
"""


def _check_interest(store: Writer, row: Inspection, names: Sequence[str]) -> None:
    """Who belongs to one of those inspected stands back, unless a reason is given."""
    if row.override_reason:
        return
    for found in store.rows(_INTERESTED, id=row.id, cycle_id=row.cycle_id):
        if found["name"] in names:
            values = {"name": found["name"], "kindergarten": found["whose"]}
            raise RuleRefusal(
                "interest",
                phrase(
                    "{name} is in the leading group of {kindergarten} and has to stand back.",
                    **values,
                )
                if found["of_group"]
                else phrase(
                    "{name} is the head of {kindergarten} and has to stand back.", **values
                ),
                hint=phrase("If it must be all the same: --override REASON"),
            )


def _arranged(store: Writer, row: Inspection, cycle: CycleRow, as_of: dt.date) -> Arranged:
    found = inspection_by_id(store, row.id, cycle, as_of)
    least = store.get(Checklist, row.checklist_id).least_inspectors
    return Arranged(found, least if len(found.inspectors) < least else None)


def _as_typed(row: Inspector) -> str:
    return f"{row.name}{AT}{row.office}" if row.office else row.name


def _answer_items(store: Writer, target: TargetRow, answers: Answers) -> None:
    items = {each.item.code: each for each in target.answers}
    titles = {title: code for code, each in items.items()
              for title in (each.item.title.zh, each.item.title.en)}  # fmt: skip
    there = {each.item_id: each for each in store.where(InspectionAnswer, target_id=target.id)}
    values = {_known(code, items, titles): _value(text) for code, text in answers.values.items()}
    notes = {_known(code, items, titles): text for code, text in answers.notes.items()}
    for code in {**values, **notes}:
        item = items[code].item
        note = long(notes.get(code), phrase("The note")) if code in notes else None
        known = there.get(item.id)
        if known is not None:
            store.change(
                known,
                value=values.get(code, known.value),
                note=note if code in notes else known.note,
            )
        elif code in values:
            store.add(
                InspectionAnswer(
                    target_id=target.id, item_id=item.id, value=values[code], note=note
                )
            )
        else:
            raise UsageError(
                "note-without-answer",
                phrase("{item} has a note and no answer yet.", item=items[code].item.title),
                hint=phrase("Answer it: {item}=yes|partly|no|na", item=code),
            )


def _known(text: str, items: Mapping[str, object], titles: Mapping[str, str]) -> str:
    """The code of an item, named by it or by its title. Raises `NotFound`."""
    from pairing_cli.files.yaml.strict_yaml import nearest

    code = titles.get(text.strip(), text.strip())
    if code in items:
        return code
    raise NotFound(
        "no-such-item",
        phrase("The checklist has no item {item}.", item=text),
        hint=phrase("Nearest: {names}", names=near)
        if (near := nearest(code, items))
        else phrase("Items: {names}", names=tuple(items)),
        field="item",
    )


def _value(text: str) -> Answer:
    """An answer by its code or its word in either language. Raises `UsageError`."""
    wanted = text.strip().casefold()
    for code, label in ANSWERS.items():
        if wanted in (code, label.zh, label.en):
            return Answer(code)
    raise UsageError(
        "bad-answer",
        phrase("{text} is no answer.", text=text),
        hint=phrase("Answers: {names}", names=tuple(ANSWERS)),
        field="value",
    )
