"""Experience and honours, imported: each row goes through the command's own service."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.honours.words import ExperienceKind, HonourKind
from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.records.honours import EXPERIENCE, HONOUR
from pairing_cli.domain.words.masking import without_masked
from pairing_cli.domain.words.wording import SHORT_TEXT, one_line
from pairing_cli.services.honours.candidates import criteria
from pairing_cli.services.honours.commendation_edit import HonourInput, nominate
from pairing_cli.services.honours.experience_edit import (
    ExperienceInput,
    ExperienceOf,
    add_experience,
    edit_experience,
    whose_columns,
)
from pairing_cli.services.intake.import_records import Day, Effect, RowWriter
from pairing_cli.services.intake.registers.paper_rows import (
    completed,
    mentee_or_pairing,
    one_day,
    pointing,
    so_called,
)
from pairing_cli.services.programme.cycles import CycleRow, wrap_up_cycle
from pairing_cli.services.programme.names.lookup import find_kindergarten, find_region
from pairing_cli.store.writing import Writer

_EXPERIENCE: Final = """
    SELECT substr(id, 25, 8) AS ref, author, wording AS text, title FROM experience
    WHERE cycle_id = :cycle AND {column} = :key AND kind = :kind
        AND removed_on IS NULL
"""

_HONOUR: Final = """
    SELECT title FROM honour
    WHERE cycle_id = :cycle AND kind = :kind
        AND coalesce(kindergarten_id, region_code) = :key
        AND coalesce(person, '') = :person AND state NOT IN ('rejected', 'withdrawn')
"""


@pointing({"whose": ["mentee"], "in-the-future": ["date"], "outside-wrap-up": ["date"]})
def write_experience(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Take in what was written, unless it is there."""
    on = one_day(values, "date") or day.as_of
    cycle = wrap_up_cycle(store, values.get("cycle") or day.cycle, on)
    whose = _whose(store, values, cycle)
    kind = ExperienceKind(values["kind"])
    entered = ExperienceInput(kind, values["title"], values.get("text"), values.get("author"), on)
    ((column, key),) = whose_columns(store, whose, cycle, on).items()
    no_file = Path()  # stands for the database, beside which no file of a row is to be kept
    title = one_line(values["title"], phrase("The title"), SHORT_TEXT)
    written = store.rows(_EXPERIENCE.format(column=column), cycle=cycle.id, key=key, kind=kind)
    if (known := so_called(written, title)) is not None:
        return completed(
            store, known, values, "experience edit",
            lambda ref: edit_experience(
                store, ref, without_masked(entered), today=day.today, database=no_file
            ),
        )  # fmt: skip
    add_experience(store, whose, entered, cycle, as_of=on, today=day.today, database=no_file)
    return Effect.ADDED


def _whose(store: Writer, values: Mapping[str, Any], cycle: CycleRow) -> ExperienceOf:
    """Whose a row is. Our own exports tell a pairing's county, too, and call a county a unit."""
    mentee, unit, county = values.get("mentee"), values.get("unit"), values.get("county")
    if mentee:
        return ExperienceOf(mentee=mentee_or_pairing(store, values, cycle))
    if unit and unit != county:
        return ExperienceOf(unit=unit)
    return ExperienceOf(county=county)


@pointing({"whose": ["unit"], "who": ["person"], "not-a-person": ["person"], "to-what": ["to"]})
def write_honour(store: Writer, values: Mapping[str, Any], day: Day) -> Effect:
    """Nominate a unit or person, unless that was done."""
    on = one_day(values, "nominated") or day.as_of
    cycle = wrap_up_cycle(store, values.get("cycle") or day.cycle, on)
    kind = HonourKind(values["kind"])
    unit, county = values.get("unit"), values.get("county")
    entered = HonourInput(
        kind=kind,
        reason=values["reason"],
        unit=unit,
        county=None if unit else county,
        person=values.get("person"),
        title=values.get("title"),
        to=values.get("to"),
    )
    key = (
        find_kindergarten(store, unit).id
        if unit
        else find_region(store, county, level="county").code
        if county
        else None
    )
    title = values.get("title") or criteria().titles[kind]
    person = values.get("person") or ""
    honours = store.rows(_HONOUR, cycle=cycle.id, kind=kind, key=key, person=person)
    if so_called(honours, title) is not None:
        return Effect.THERE
    nominate(store, entered, cycle, as_of=on)
    return Effect.ADDED


HONOUR_WRITERS: Final[Mapping[str, RowWriter]] = {
    EXPERIENCE.name: write_experience,
    HONOUR.name: write_honour,
}
"""How a row of each register is written."""
