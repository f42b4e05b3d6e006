"""Who inspects; who has an interest stands back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pairing_cli.domain.errors import BadData, RuleRefusal, UsageError
from pairing_cli.domain.people import names_in, one_person
from pairing_cli.domain.phrases import phrase
from pairing_cli.store.rows import (
    Inspection,
    Inspector,
)
from pairing_cli.store.writing import Writer

AT: Final = "@"
"""Between an inspector's name and office: 李某@学前科."""


def appoint(store: Writer, row: Inspection, inspectors: Sequence[str], lead: str | None) -> None:
    """Enter who inspects; the lead is the one named so, else the first."""
    split = [each.partition(AT) for several in inspectors for each in names_in(several)]
    people = [(one_person(name), office.strip() or None) for name, _, office in split]
    names = [name for name, _ in people]
    for name in names:
        if names.count(name) > 1:
            raise BadData("named-twice", phrase("{name} is named twice.", name=name))
    leads = one_person(lead.partition(AT)[0]) if lead else names[0] if names else None
    if leads is not None and leads not in names:
        people.insert(0, (leads, (lead or "").partition(AT)[2].strip() or None))
    if not people:
        raise UsageError("nobody", phrase("Say who inspects: --by NAME[@OFFICE]"))
    check_interest(store, row, [name for name, _ in people])
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
    WHERE t.inspection_id = :id AND g.removed_on IS NULL AND m.start_date <= :last
        AND (m.end_date IS NULL OR m.end_date >= :first)
    UNION ALL
    SELECT k.head, k.name, 0 FROM inspection_target AS t
    INNER JOIN pairing AS p ON p.id = t.pairing_id
    INNER JOIN kindergarten AS k ON k.id IN (p.mentor_id, p.mentee_id)
    WHERE t.inspection_id = :id AND k.head IS NOT NULL
"""


def check_interest(store: Writer, row: Inspection, names: Sequence[str]) -> None:
    """Who belongs to one of those inspected stands back, unless a reason is given."""
    if row.override_reason:
        return
    days = {"first": row.start_date.isoformat(), "last": row.end_date.isoformat()}
    for found in store.rows(_INTERESTED, id=row.id, cycle_id=row.cycle_id, **days):
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


def as_typed(row: Inspector) -> str:
    """An inspector as one types it: NAME or NAME@OFFICE."""
    return f"{row.name}{AT}{row.office}" if row.office else row.name
