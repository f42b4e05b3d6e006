"""The pack: all that an unannounced inspection asks of a pairing, in one paper."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, Final

from pairing_cli.domain.honours.words import HONOUR_KINDS
from pairing_cli.domain.judging.words import FINDING_STATES, SUBJECTS
from pairing_cli.domain.owed.settling import STATES, State
from pairing_cli.domain.owed.units import MEASURES, plain
from pairing_cli.domain.paperwork import (
    AGREEMENT_KINDS,
    AGREEMENT_STATES,
    BOND_STATES,
    GROUP_ROLES,
    NEED_STATES,
    GroupSide,
)
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.records.papers import DonationRow, ProblemRow
from pairing_cli.domain.vocabulary import DOCUMENT_CATEGORIES, TIERS, VISIT_STATES
from pairing_cli.files.printed.papers import write_docx, write_html
from pairing_cli.services.honours.commendations import awards_of
from pairing_cli.services.judging.findings import list_findings, steps_of
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.overrides import list_overrides
from pairing_cli.services.owing.waivers import list_waivers
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.pairings.plain_records import list_records
from pairing_cli.services.papers.agreements import list_agreements
from pairing_cli.services.papers.apprenticeships import list_apprenticeships
from pairing_cli.services.papers.documents import documents_of, list_haves
from pairing_cli.services.papers.groups import GroupRow, list_groups
from pairing_cli.services.papers.needs import list_needs
from pairing_cli.services.plans.plans import list_plans, list_tasks
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.printed.document_numbers import document_rows
from pairing_cli.services.reports.printed.plans import task_rows
from pairing_cli.services.reports.printed.voice import Voice, waived_until
from pairing_cli.services.visits.visits import visits_of_pairing
from pairing_cli.store.reading import Reader

_MISSING: Final = frozenset({State.MISSED, State.BEHIND})
"""What runs in time or has just begun isn't missing."""


def write_pack(
    store: Reader,
    pairing: PairingDetail,
    cycle: CycleRow,
    as_of: dt.date,
    target: Path,
    voice: Voice,
    *,
    template: Path | None = None,
) -> None:
    """Write the pack, DOCX or HTML by the ending of `target`.

    Raises `BadData`, `InputMissing`, `CannotCreate`.
    """
    values = pack_values(store, pairing, cycle, as_of, voice)
    if target.suffix.lower() in (".html", ".htm"):
        write_html(voice.template("pack.html", template), values, target)
    else:
        write_docx(voice.template("pack.docx", template), values, target)


def pack_values(
    store: Reader, pairing: PairingDetail, cycle: CycleRow, as_of: dt.date, voice: Voice
) -> dict[str, Any]:
    """What the templates of the pack are filled with: plain text, by section."""
    mine = PairingFilter(mentee=pairing.mentee_id, day=as_of)
    return {
        "title": voice.say(phrase("Pairing assistance: papers for inspection")),
        "subtitle": voice.say(
            phrase("{mentor} helps {mentee}", mentor=pairing.mentor, mentee=pairing.mentee)
        ),
        "span": voice.say(
            phrase("{start} to {end}", start=voice.day(cycle.start), end=voice.day(cycle.end))
        ),
        "day": voice.day(as_of.isoformat()),
        "sides": _sides(store, pairing, voice, as_of),
        "agreements": [
            {
                "kind": row.title or voice.say(AGREEMENT_KINDS[row.kind]),
                "parties": voice.say(row.parties),
                "signatories": voice.say(tuple(name for name in row.signatories if name)),
                "signed": voice.day(row.signed),
                "state": voice.say(AGREEMENT_STATES[row.state]),
            }
            for row in list_agreements(store, cycle, mine, as_of)
            if row.pairing_id == pairing.id
        ],
        "groups": [
            {
                "of": group.of,
                "role": voice.say(GROUP_ROLES[member.role]),
                "name": member.name,
                "phone": member.phone or "",
                "since": voice.day(member.start),
            }
            for group in _groups(store, pairing, cycle, as_of)
            for member in group.people
            if member.end is None or member.end >= as_of.isoformat()
        ],
        "tasks": [
            {"title": plan.title, "rows": task_rows(list_tasks(store, plan.id, as_of=as_of), voice)}
            for plan in list_plans(store, cycle, mine)
            if plan.pairing_id == pairing.id
        ],
        "visits": _visits(store, pairing, as_of, voice),
        "findings": _findings(store, pairing, cycle, as_of, voice),
        "honours": [
            {
                "of": each.of,
                "kind": voice.say(HONOUR_KINDS[each.kind]),
                "title": each.title,
                "date": voice.day(each.decided_on),
                "document_number": each.document_number or "",
            }
            for each in awards_of(store, cycle, as_of, (pairing.mentor_id, pairing.mentee_id))
        ],
        "documents": document_rows(documents_of(store, pairing.id, as_of), voice),
        "waivers": _exceptions(store, pairing, cycle, as_of, voice),
        "gaps": gap_rows(store, pairing, cycle, as_of, voice),
        **_registers(store, pairing, cycle, as_of, voice),
    }


def _registers(
    store: Reader, pairing: PairingDetail, cycle: CycleRow, as_of: dt.date, voice: Voice
) -> dict[str, Any]:
    mine = PairingFilter(mentee=pairing.mentee_id, day=as_of)
    return {
        "pairs": [
            {
                "master": row.master,
                "apprentice": row.apprentice,
                "start": voice.day(row.start),
                "end": voice.day(row.end),
                "state": voice.say(BOND_STATES[row.state]),
            }
            for row in list_apprenticeships(store, cycle, mine, as_of)
            if row.pairing_id == pairing.id
        ],
        "needs": [
            {
                "raised": voice.day(row.raised),
                "text": row.text,
                "outcome": row.outcome or "",
                "state": voice.say(NEED_STATES[row.state]),
            }
            for row in list_needs(store, cycle, mine, as_of)
            if row.pairing_id == pairing.id
        ],
        "donations": [
            {
                "date": voice.day(row.date),
                "item": row.item,
                "quantity": f"{plain(row.quantity)}{row.unit or ''}",
                "value": "" if row.value is None else f"{row.value:g}",
            }
            for row in list_records(store, DonationRow, cycle, mine, as_of)
            if row.pairing_id == pairing.id
        ],
        "problems": [
            {
                "raised": voice.day(row.raised),
                "text": row.text,
                "assigned": row.assigned_to or "",
                "days": row.days_open,
            }
            for row in list_records(store, ProblemRow, cycle, mine, as_of)
            if row.pairing_id == pairing.id and row.resolved is None
        ],
    }


def _findings(
    store: Reader, pairing: PairingDetail, cycle: CycleRow, as_of: dt.date, voice: Voice
) -> list[dict[str, Any]]:
    """What inspections found, with what was done about it last."""
    found = [
        each
        for each in list_findings(store, cycle, PairingFilter(), as_of)
        if each.pairing_id == pairing.id and each.sealed
    ]
    steps = steps_of(store, [each.id for each in found])
    day = as_of.isoformat()
    return [
        {
            "found": voice.day(each.found),
            "text": each.text,
            "owner": voice.say(SUBJECTS[each.owner]),
            "due": voice.day(each.due),
            "state": voice.say(FINDING_STATES[each.state]),
            "measures": next(
                (
                    step.text or ""
                    for step in reversed(steps.get(each.id, ()))
                    if step.result is None and step.on <= day
                ),
                "",
            ),
        }
        for each in found
    ]


_SIDE: Final = """
    SELECT k.name, k.county, k.tier, k.head, k.phone, b.on_date, b.children, b.classes, b.staff,
           b.teachers
    FROM kindergartens AS k
    LEFT JOIN baseline AS b ON b.kindergarten_id = k.id AND b.on_date = (
        SELECT max(c.on_date) FROM baseline AS c
        WHERE c.kindergarten_id = k.id AND c.on_date <= :as_of)
    WHERE k.id = :id
"""


def _sides(
    store: Reader, pairing: PairingDetail, voice: Voice, as_of: dt.date
) -> list[dict[str, str]]:
    mentor, mentee = (
        store.rows(_SIDE, id=key, as_of=as_of.isoformat())[0]
        for key in (pairing.mentor_id, pairing.mentee_id)
    )
    titles = {
        "name": phrase("Name"),
        "county": phrase("County"),
        "tier": phrase("Tier"),
        "head": phrase("Head"),
        "phone": phrase("Phone"),
        "children": phrase("Children"),
        "classes": phrase("Classes"),
        "staff": phrase("Staff"),
        "teachers": phrase("Teachers"),
        "on_date": phrase("Day of the figures"),
    }

    def shown(side: Any, key: str) -> str:
        value = side[key]
        if key == "on_date":
            return voice.day(value)
        return voice.say(TIERS[value] if key == "tier" else value)

    return [
        {"label": voice.say(title), "mentor": shown(mentor, key), "mentee": shown(mentee, key)}
        for key, title in titles.items()
        if mentor[key] is not None or mentee[key] is not None
    ]


def _visits(
    store: Reader, pairing: PairingDetail, as_of: dt.date, voice: Voice
) -> list[dict[str, Any]]:
    rows = [
        row
        for row in visits_of_pairing(store, pairing.id, as_of)
        if row.state in ("done", "planned")
    ]
    return [
        {
            "number": number,
            "date": voice.days(row.date, row.end_date),
            "form": row.form_zh if voice.language == "zh" else row.form_en,
            "topic": row.topic or "",
            "people": voice.say(row.people),
            "hours": "" if row.class_hours is None else f"{row.class_hours:g}",
            "teachers": "" if row.teachers is None else row.teachers,
            "children": "" if row.children is None else row.children,
            "state": voice.say(VISIT_STATES[row.state]),
        }
        for number, row in enumerate(rows, 1)
    ]


def _groups(
    store: Reader, pairing: PairingDetail, cycle: CycleRow, as_of: dt.date
) -> list[GroupRow]:
    """The groups of both sides, and of the bureau of the county. A mentor has one group: it is
    there for all its mentees, whichever it was entered with.
    """
    mentors = list_groups(
        store, cycle, PairingFilter(mentor=pairing.mentor_id), as_of, side=GroupSide.MENTOR
    )
    own = [group for group in mentors if group.pairing_id == pairing.id]
    mentees = list_groups(
        store, cycle, PairingFilter(mentee=pairing.mentee_id), as_of, side=GroupSide.MENTEE
    )
    bureaus = (
        list_groups(
            store, cycle, PairingFilter(county=pairing.county), as_of, side=GroupSide.BUREAU
        )
        if pairing.county
        else []
    )
    return [
        *(own or mentors[:1]),
        *(group for group in mentees if group.pairing_id == pairing.id),
        *bureaus,
    ]


def _exceptions(
    store: Reader, pairing: PairingDetail, cycle: CycleRow, as_of: dt.date, voice: Voice
) -> list[dict[str, str]]:
    """What was waived for a pairing, and which of its rules were changed by the day."""
    waived = [
        {
            "what": voice.say(row.title),
            "period": voice.period(row.period),
            "change": waived_until(row.kind, row.until, voice),
            "reason": row.reason,
        }
        for row in list_waivers(store, cycle, as_of, mentee=pairing.mentee_id)
    ]
    changed = [
        {
            "what": voice.say(row.title),
            "period": voice.say(phrase("from {day}", day=voice.day(row.start))),
            "change": voice.say(
                phrase(
                    "from {before} to {after} {unit}",
                    before=plain(row.rule_need),
                    after=plain(row.need),
                    unit=MEASURES[row.unit],
                )
            ),
            "reason": row.reason,
        }
        for row in list_overrides(store, cycle, as_of)
        if row.start <= as_of.isoformat()
        and (row.mentee or pairing.mentee) == pairing.mentee
        and (row.county or pairing.county) == pairing.county
        and (row.layer or pairing.layer) == pairing.layer
    ]
    return waived + changed


def gap_rows(
    store: Reader, pairing: PairingDetail, cycle: CycleRow, as_of: dt.date, voice: Voice
) -> list[dict[str, Any]]:
    """What is missing: the four haves without a file, and what rules ask that is late or
    behind.
    """
    rows: list[dict[str, Any]] = []
    haves = [
        row
        for row in list_haves(store, cycle, PairingFilter(mentee=pairing.mentee_id), as_of)
        if row.ref == pairing.ref
    ]
    for category in haves[0].gaps if haves else ():
        what = phrase("Archive: no file “{category}”", category=DOCUMENT_CATEGORIES[category])
        rows.append(
            {
                "what": voice.say(what),
                "period": voice.period(cycle.code),
                "done": voice.say(Label("无", "none")),
                "due": "",
            }
        )
    figures = figures_of(store, cycle, as_of, among=[pairing.id])
    for each in figures.pairings:
        for figure in each.figures():
            if figure.state not in _MISSING:
                continue
            rule = figures.rules[figure.owed.rule.id]
            done = phrase(
                "{done} of {need} ({unit}): {state}",
                done=plain(figure.done + figure.paid),
                need=plain(figure.owed.need),
                unit=MEASURES[rule.measure],
                state=STATES[figure.state],
            )
            rows.append(
                {
                    "what": voice.say(rule.title),
                    "period": voice.period_of(figure.owed.period),
                    "done": voice.say(done),
                    "due": voice.day(figure.owed.due.isoformat()),
                }
            )
    return [{"number": number, **row} for number, row in enumerate(rows, 1)]
