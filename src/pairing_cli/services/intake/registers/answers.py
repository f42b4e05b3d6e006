"""Filled sheets of inspections, imported: a row an item, by the command's own service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pairing_cli.domain.words.masking import says_the_same
from pairing_cli.services.intake.import_records import Day, Effect, Similar
from pairing_cli.services.intake.registers.paper_rows import one_day, pointing
from pairing_cli.services.judging.answering import Answers, answer
from pairing_cli.services.judging.inspection_targets import target_of
from pairing_cli.services.judging.inspections import (
    InspectionRow,
    cycle_of_inspection,
    find_inspection,
)
from pairing_cli.services.programme.cycles import find_cycle
from pairing_cli.services.programme.names.whole_names import find_whole
from pairing_cli.store.reading import Reader
from pairing_cli.store.writing import Writer

_TEXTS: Final = ("feedback", "reply", "answered_for")


def _whose(store: Reader, values: Mapping[str, Any], inspection: InspectionRow) -> str:
    """Who was seen, as the row calls it; of a mentee that was seen with several of its mentors
    the pairing with the one that the row names, as our own sheets do.
    """
    name, mentor = str(values["mentee"]), values.get("mentor")
    seen = [each for each in inspection.target_rows if name in (each.mentee, each.mentee_short)]
    if mentor is None or len(seen) <= 1:
        return name
    helper = find_whole(store, mentor).id
    return next((str(each.pairing_id) for each in seen if each.mentor_id == helper), name)


@pointing({"in-the-future": ["date"], "outside-cycle": ["date"], "not-a-target": ["mentee"],
           "inspection-sealed": ["inspection"], "note-without-answer": ["note"]})  # fmt: skip
def write_answer(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Write down an answer, unless it is there. A row that nobody has filled in says nothing."""
    cycle = find_cycle(store, cycle_of_inspection(store, values["inspection"]), day.as_of)
    inspection = find_inspection(store, values["inspection"], cycle, day.as_of)
    whose = _whose(store, values, inspection)
    target = target_of(store, inspection, whose, cycle, day.as_of)
    value, note, on = values.get("value"), values.get("note"), one_day(values, "date")
    texts = {key: values[key] for key in _TEXTS if key in values}
    if not (value or note or texts or on):
        return Effect.THERE
    known = next((each for each in target.answers if each.item.code == values["item"]), None)
    before = {
        "value": known.value if known else None,
        "note": known.note if known else None,
        "date": target.date if on and target.seen else None,
        **{key: getattr(target, key) for key in texts},
    }
    said = {"value": value, "note": note, "date": on.isoformat() if on else None, **texts}
    said |= {
        key: old
        for key, old in before.items()
        if isinstance(old, str) and says_the_same(str(said[key]), old)
    }
    differs = [key for key, old in before.items() if said[key] and old and old != said[key]]
    if differs:
        raise Similar(inspection.ref, differs, "inspection answer")
    if all(before[key] == said[key] for key in said if said[key]):
        return Effect.THERE
    item = values["item"]
    entered = Answers(
        values={item: value} if value else {},
        notes={item: said["note"]} if note else {},
        on=on,
        **{key: said[key] for key in texts},
    )
    answer(store, inspection.ref, whose, entered, cycle, day.as_of)
    return Effect.ADDED if before["value"] is None else Effect.CHANGED
