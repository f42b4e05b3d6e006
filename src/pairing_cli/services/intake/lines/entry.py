"""A line that was understood, as the visit that is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pairing_cli.domain.records.visits import VISIT
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.services.intake.import_values import CellReader
from pairing_cli.services.intake.lines.draft import Draft
from pairing_cli.services.visits.visit_log import VisitEntry
from pairing_cli.store.reading import Reader


def entry_of(
    draft: Draft, as_of: dt.date, *, cycle: str | None = None, override: str | None = None
) -> tuple[Sequence[str], VisitEntry]:
    """Who was helped, and the visit. Its cells are read as those of a table are.

    Raises what a cell that can't be read raises.
    """
    columns = CellReader(VISIT.fields, as_of).columns
    values: dict[str, Any] = {key: columns[key].one(cell) for key, cell in draft.cells.items()}
    entry = VisitEntry(
        form=values["form"],
        span=values["date"],
        class_hours=values.get("class_hours"),
        topic=values.get("topic"),
        people=values.get("people", ()),
        teachers=values.get("teachers"),
        children=values.get("children"),
        direction=values.get("direction"),
        goals=values.get("goals", ()),
        next_step=values.get("next_step"),
        note=values.get("note"),
        gained=values.get("gained"),
        mentor=values.get("mentor"),
        state=VisitState(values.get("state", VisitState.DONE)),
        state_reason=values.get("state_reason"),
        override=override or values.get("override_reason"),
        cycle=cycle or values.get("cycle"),
    )
    return values["mentees"], entry


def earns_class_hours(store: Reader, form: str) -> bool:
    """Whether any adopted rule counts class-hours of visits in a form."""
    return bool(
        store.value(
            "SELECT count(*) FROM rule AS r WHERE r.measure = 'class_hours' AND (EXISTS"
            " (SELECT 1 FROM rule_form AS f WHERE f.rule_id = r.id AND f.form_code = :form)"
            " OR NOT EXISTS (SELECT 1 FROM rule_form AS f WHERE f.rule_id = r.id))",
            form=form,
        )
    )
