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
    told: dict[str, Any] = {key: columns[key].one(cell) for key, cell in draft.cells.items()}
    entry = VisitEntry(
        form=told["form"],
        span=told["date"],
        class_hours=told.get("class_hours"),
        topic=told.get("topic"),
        people=told.get("people", ()),
        teachers=told.get("teachers"),
        children=told.get("children"),
        direction=told.get("direction"),
        goals=told.get("goals", ()),
        next_step=told.get("next_step"),
        note=told.get("note"),
        gained=told.get("gained"),
        mentor=told.get("mentor"),
        state=VisitState(told.get("state", VisitState.DONE)),
        state_reason=told.get("state_reason"),
        override=override or told.get("override_reason"),
        cycle=cycle or told.get("cycle"),
    )
    return told["mentees"], entry


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
