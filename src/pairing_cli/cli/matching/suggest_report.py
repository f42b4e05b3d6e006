"""A proposal as it is shown, and as scripts get it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.vocabulary import LAYERS, TIERS
from pairing_cli.output.listing import Column, Listing, Report

if TYPE_CHECKING:
    from pairing_cli.services.matching.explaining import Options
    from pairing_cli.services.matching.suggestion import (
        MissingRow,
        Suggestion,
        UnassignedRow,
    )

STATES = {
    "new": Label("新", "new"),
    "pinned": Label("指定", "pinned"),
    "standing": Label("已结对", "standing"),
}

ASSIGNMENTS = (
    Column("mentor", N_("Mentor")),
    Column("mentee", N_("Mentee")),
    Column("state", N_("State"), labels=STATES, wide=True),
    Column("cost", N_("Cost"), right=True, wide=True),
    Column("distance_km", N_("km"), right=True, wide=True),
    Column("reasons", N_("Why"), shown_as="why"),
)
UNASSIGNED = (Column("mentee", N_("Mentee")), Column("reason", N_("Why")))
SHORT = (
    Column("mentor", N_("Mentor")),
    Column("has", N_("Mentees"), right=True),
    Column("least", N_("At least"), right=True),
)
OPTIONS = (
    Column("mentor", N_("Mentor")),
    Column("way", N_("Distance")),
    Column("needs_unmet", N_("Needs not met"), right=True, wide=True),
    Column("cost", N_("Cost"), right=True),
    Column("dearer", N_("Whole plan")),
)


def report_of(found: Suggestion, check: bool = False) -> Report:
    """The proposal of one layer."""
    return Report(
        _data(found),
        tuple(blocks_of(found)),
        title=_title(found),
        notes=tuple(notes_of(found)),
        exit_code=int(check and bool(found.unassigned or found.short)),
    )


def cascade_report(found: Sequence[Suggestion], check: bool = False) -> Report:
    """The proposals of all layers, from city to village."""
    each = [report_of(one, check) for one in found]
    missing = [row for one in found for row in one.missing]
    notes: list[Phrase] = []
    for one in found:
        notes += [
            phrase("{layer}: {note}", layer=LAYERS[one.layer], note=note) for note in notes_of(one)
        ]
    return Report(
        {"layers": tuple(report.data for report in each), "missing": tuple(missing)},
        tuple(block for one in found for block in blocks_of(one, named=True)),
        title=phrase(
            "Proposal for all layers of cycle {cycle}", cycle=found[0].cycle if found else ""
        ),
        notes=tuple(notes),
        exit_code=max((report.exit_code for report in each), default=0),
    )


def _title(found: Suggestion) -> Phrase:
    return phrase(
        "Proposal for {layer}, cycle {cycle}, from {start} on",
        layer=LAYERS[found.layer],
        cycle=found.cycle,
        start=found.start,
    )


def _data(found: Suggestion) -> dict[str, Any]:
    data: dict[str, Any] = found._asdict()
    del data["new"]
    return data


def blocks_of(found: Suggestion, *, named: bool = False) -> Iterator[Listing]:
    """The tables of a proposal for people; `named`: each says its layer."""
    rows = [{**row._asdict(), "why": _joined(row.reasons)} for row in found.assignments]
    layer = LAYERS[found.layer]
    yield Listing(
        ASSIGNMENTS,
        rows,
        title=phrase("{layer}: proposed pairs", layer=layer) if named else phrase("Proposed pairs"),
        empty=phrase("Nobody to be matched."),
    )
    if found.unassigned:
        yield Listing(
            UNASSIGNED,
            _grouped(found.unassigned),
            title=phrase("{layer}: without a mentor", layer=layer)
            if named
            else phrase("Without a mentor"),
        )
    if found.short:
        yield Listing(
            SHORT,
            found.short,
            title=phrase("{layer}: mentors with too few", layer=layer)
            if named
            else phrase("Mentors with too few"),
        )


def _grouped(rows: Sequence[UnassignedRow]) -> list[dict[str, Any]]:
    """Those left out for one reason together: it is long, and all of them share it."""
    found: dict[Phrase | str, list[str]] = {}
    reasons: dict[str, Phrase] = {}
    for row in rows:
        key = repr(row.reason)
        reasons[key] = row.reason
        found.setdefault(key, []).append(row.mentee)
    return [
        {"mentee": tuple(mentees), "reason": reasons[str(key)]} for key, mentees in found.items()
    ]


def notes_of(found: Suggestion) -> Iterator[Phrase]:
    """What is said of a proposal as a whole."""
    if found.new:
        yield phrase_n(
            "{count} new pair; altogether {total} {unit}. Proved: no arrangement that leaves out"
            " as few is better.",
            "{count} new pairs; altogether {total} {unit}. Proved: no arrangement that leaves out"
            " as few is better.",
            len(found.new),
            total=f"{found.total:,.1f}",
            unit=_UNITS[found.objective["measure"]],
        )
    elif found.assignments and not found.unassigned:
        yield phrase("Everybody has a mentor already.")
    if found.fewer:
        yield phrase_n(
            "{count} further mentor would be allowed; there is nobody with room for it.",
            "{count} further mentors would be allowed; there is nobody with room for them.",
            found.fewer,
        )
    if found.assignments and all(
        row.distance_km is None and row.minutes is None for row in found.assignments
    ):
        yield phrase(
            "No distance is known: give kindergartens their positions, or take in a table with"
            " pairing import travel FILE."
        )
    if found.from_nearest:
        yield phrase(
            "{count} pairs are too many to hold at once: each mentee's nearest mentors were"
            " searched, and the others checked by their prices.",
            count=f"{found.from_nearest:,}",
        )
    if found.exempt:
        yield phrase(
            "Without an arrangement of their own: {names}",
            names=tuple(row.mentee for row in found.exempt),
        )
    yield from map(_needed, found.missing)


_UNITS = {"km": Label("公里", "km"), "minutes": Label("分钟", "min")}


def _needed(row: MissingRow) -> Phrase:
    if row.place is None:
        return phrase_n(
            "{count} more {tier} exemplar needed.",
            "{count} more {tier} exemplars needed.",
            row.needed,
            tier=TIERS[row.tier],
        )
    return phrase_n(
        "{count} more {tier} exemplar needed in {place}.",
        "{count} more {tier} exemplars needed in {place}.",
        row.needed,
        tier=TIERS[row.tier],
        place=row.place,
    )


def _joined(parts: Sequence[Phrase]) -> Phrase:
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Phrase(" · ".join(f"{{{name}}}" for name in values), values)


def options_report(found: Options, unit: str) -> Report:
    """What each mentor would mean for the whole plan."""
    rows = [{**row._asdict(), "dearer": _dearer(row.proposed, row, unit)} for row in found.options]
    return Report(
        found._asdict(),
        (
            Listing(
                OPTIONS,
                rows,
                title=phrase("Every mentor it could have"),
                empty=phrase("No mentor could help it."),
            ),
        ),
        title=phrase(
            "Why {mentee} → {mentor}",
            mentee=found.mentee,
            mentor=found.mentor or phrase("nobody"),
        ),
    )


def _dearer(proposed: bool, row: Any, unit: str) -> Phrase:
    if proposed:
        return phrase("the best")
    from pairing_cli.services.matching.wording import moved

    moves = tuple(moved(move) for move in row.moves)
    if row.left_out > 0:
        return phrase("leaves somebody without a mentor: {moves}", moves=moves)
    if row.fewer > 0:
        return phrase("a mentee has a mentor fewer: {moves}", moves=moves)
    if row.short > 0:
        return phrase("a mentor falls below its minimum: {moves}", moves=moves)
    if not row.extra:
        return phrase("equally good: {moves}", moves=moves)
    return phrase(
        "{extra} {unit} dearer: {moves}",
        extra=f"{row.extra:,.1f}",
        unit=_UNITS[unit],
        moves=moves,
    )
