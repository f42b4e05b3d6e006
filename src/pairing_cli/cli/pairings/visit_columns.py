"""The columns of a list of visits, wherever visits are listed."""

from __future__ import annotations

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.records.paired import MENTOR, NOTE, REF
from pairing_cli.domain.records.visits import (
    CHILDREN,
    CLASS_HOURS,
    DIRECTION,
    FORM,
    GAINED,
    GOALS_SERVED,
    LAST_DAY,
    MENTEES,
    PEOPLE,
    PEOPLE_ROLES,
    RECORDED_AT,
    RECORDED_BY,
    TEACHERS,
    TOPIC,
    VISIT_DATE,
    VISIT_STATE,
)
from pairing_cli.output.listing import Column, column


class FormLabels(dict[str, Label]):
    """Words of the forms, learnt from the rows that are shown: forms are data, not code."""

    def __init__(self, rows: list) -> None:  # type: ignore[type-arg]
        super().__init__({row.form: Label(row.form_zh, row.form_en) for row in rows})


def columns(rows: list) -> tuple[Column, ...]:  # type: ignore[type-arg]
    """The columns of a list of visits."""
    return (
        column(REF),
        column(VISIT_DATE),
        column(LAST_DAY),
        column(FORM, labels=FormLabels(rows)),
        column(DIRECTION),
        column(VISIT_STATE),
        column(CLASS_HOURS),
        column(TOPIC),
        column(MENTOR),
        column(MENTEES, shown_as="mentees_short"),
        column(PEOPLE, shown_as="people_shown"),
        column(PEOPLE_ROLES, folded=True),
        column(TEACHERS),
        column(CHILDREN),
        column(NOTE),
        column(GOALS_SERVED, wide=True),
        column(GAINED),
        column(RECORDED_BY),
        column(RECORDED_AT, shown_as="recorded_at_local"),
    )
