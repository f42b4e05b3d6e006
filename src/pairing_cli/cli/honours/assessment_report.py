"""How an assessment is shown: by pairing, mentor and county, and one pairing to the point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from pairing_cli.cli.honours.points import points, with_points
from pairing_cli.domain.honours.formula import BLOCK_OF_PART, SIDES, GroundKind, PartCode
from pairing_cli.domain.honours.words import ASSESSMENT_STATES, GRADE_TONES, GRADES
from pairing_cli.domain.owed.rules import Measure
from pairing_cli.domain.owed.units import MEASURES
from pairing_cli.domain.phrases import N_, Label, Phrase, phrase, phrase_n
from pairing_cli.domain.records.honours import GRADE, TOTAL
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR, PUBLIC
from pairing_cli.output.listing import Column, Listing, Report, column

Pairing = Mapping[str, Any]
Grounds = Sequence[Mapping[str, Any]]

_SHOWN_STEPS: Final = 4
"""So many next steps stand below the parts; every other format has all."""

UNCOUNTED: Final = Column("uncounted", N_("Not counted"), wide=True, audience=PUBLIC)
BY_PAIRING: Final = (
    column(MENTOR),
    column(MENTEE, shown_as="mentee_short"),
    column(COUNTY),
    Column("shared", N_("Shared"), right=True, shown_as="shared_shown", audience=PUBLIC),
    Column("mentor_own", N_("Mentor's"), right=True, shown_as="mentor_own_shown", audience=PUBLIC),
    Column("mentee_own", N_("Mentee's"), right=True, shown_as="mentee_own_shown", audience=PUBLIC),
    Column("cap", N_("Cap"), right=True, gives_way=1, audience=PUBLIC),
    Column("adjustment", N_("Adjusted"), right=True, gives_way=2, audience=PUBLIC),
    column(TOTAL, shown_as="total_shown"),
    column(GRADE),
    UNCOUNTED,
    Column("adjustment_reason", N_("Why adjusted"), wide=True),
)
_SHOWN: Final = ("shared", "mentor_own", "mentee_own", "total")
PARTS: Final = (
    Column("code", N_("Part"), shown_as="name"),
    Column("effective_weight", N_("Weight"), right=True),
    Column("points", N_("Points"), right=True, shown_as="points_shown"),
    Column("from", N_("Grounds"), shown_as="grounds"),
)
_UNIT: Final = (
    Column("pairings", N_("Pairings"), right=True, audience=PUBLIC),
    column(TOTAL, shown_as="total_shown"),
    Column("worst", N_("Lowest"), shown_as="worst_shown", audience=PUBLIC),
    Column("worst_mentee", N_("Lowest pairing"), wide=True, folded=True, audience=PUBLIC),
    Column("grade", GRADE.label, labels=GRADES, tones=GRADE_TONES, audience=PUBLIC),
    Column("held_down", N_("Held down"), wide=True, folded=True, audience=PUBLIC),
    Column("open_critical", N_("Remarks"), shown_as="remarks", audience=PUBLIC),
)
BY_MENTOR: Final = (column(MENTOR, wide=False), *_UNIT)
BY_COUNTY: Final = (column(COUNTY, wide=False), *_UNIT)


def listing_by(figures: Mapping[str, Any], grouping: str, heading: Phrase) -> Listing:
    """The table by pairing, mentor or county."""
    empty = phrase("Nothing to assess.")
    if grouping == "pairing":
        rows = figures["pairings"]
        columns = tuple(
            each._replace(labels=_part_titles(rows)) if each is UNCOUNTED else each
            for each in BY_PAIRING
        )
        listed = [
            {**with_points(row, _SHOWN), "uncounted": tuple(row["uncounted"])} for row in rows
        ]
        return Listing(columns, listed, title=heading, empty=empty, notes=_capped(rows))
    columns = BY_MENTOR if grouping == "mentor" else BY_COUNTY
    return Listing(
        columns,
        [
            {**with_points(row, ("total",)), **_said_of_unit(row)}
            for row in figures[f"by_{grouping}"]
        ],
        title=heading,
        empty=empty,
    )


def report_of(figures: Mapping[str, Any], headings: Mapping[str, Phrase], title: Phrase) -> Report:
    """All three tables, for a workbook."""
    blocks = tuple(listing_by(figures, name, heading) for name, heading in headings.items())
    return Report(figures, blocks, title=title)


def state_of(row: Any) -> Phrase:
    """What stands behind the title: as of when, and whether it is approved."""
    if row.is_approved:
        return phrase(
            "as of {day}, {ref} approved {approved} by {name}",
            day=row.as_of,
            ref=row.ref,
            approved=row.approved_on,
            name=row.approved_by,
        )
    return phrase(
        "as of {day}, {state} {ref}", day=row.as_of, ref=row.ref, state=ASSESSMENT_STATES[row.state]
    )


def why_report(figures: Mapping[str, Any], pairing: Pairing) -> Report:
    """One pairing's score, to the point."""
    titles = {code: Label(**both) for code, both in figures["rules"].items()}
    rows = [
        {
            **part,
            "name": phrase("{side} {part}", side=SIDES[part["side"]], part=Label(**part["title"])),
            "grounds": _grounds(part, titles),
            "points_shown": "" if part["value"] is None else _figure(part["points"]),
        }
        for part in pairing["parts"]
    ]
    data = {
        "mentee": pairing["mentee"],
        "mentor": pairing["mentor"],
        "as_of": figures["as_of"],
        "formula": figures["formula"],
        **{key: pairing[key] for key in
           ("parts", "before", "caps", "adjustment", "total", "grade", "next_steps")},
    }  # fmt: skip
    heading = phrase(
        "{mentee} ({mentor}): {total}, {grade}",
        mentee=pairing["mentee_short"],
        mentor=pairing["mentor"],
        total=_figure(pairing["total"]),
        grade=GRADES[pairing["grade"]] if pairing["grade"] else phrase("not assessed"),
    )
    return Report(
        data, (Listing(PARTS, rows),), title=heading, notes=tuple(_below(pairing, titles))
    )


def _below(pairing: Pairing, titles: Mapping[str, Label]) -> list[Phrase]:
    """The lines under the parts."""
    found = [
        phrase(
            "Sum {before}. Cap: {cap}. Adjusted: {adjustment}.",
            before=_figure(pairing["before"]),
            cap=tuple(map(_cap, pairing["caps"])) or phrase("none"),
            adjustment=phrase(
                "{points} ({reason})",
                points=f"{pairing['adjustment']:+g}",
                reason=pairing["adjustment_reason"],
            )
            if pairing["adjustment"]
            else phrase("none"),
        )
    ]
    steps = tuple(step_text(each, titles) for each in pairing["next_steps"][:_SHOWN_STEPS])
    if steps:
        found.append(phrase("What would bring most: {steps}", steps=steps))
    return found


def _cap(cap: Mapping[str, Any]) -> Phrase:
    count = len(cap["findings"])
    if cap["critical"]:
        return phrase_n(
            "{most} ({count} critical finding isn't closed)",
            "{most} ({count} critical findings aren't closed)",
            count,
            most=cap["most"],
        )
    return phrase_n(
        "{most} ({count} finding is overdue)",
        "{most} ({count} findings are overdue)",
        count,
        most=cap["most"],
    )


def step_text(step: Mapping[str, Any], titles: Mapping[str, Label]) -> Phrase:
    """One next step: 跟班 1 天 +1.5."""
    amount, gain = f"{step['amount']:g}", _figure(step["gain"])
    if step["what"] == "close-findings" and step["kind"] == GroundKind.FINDING:
        return phrase("close {amount} findings +{gain}", amount=amount, gain=gain)
    what = titles.get(step["what"], step["what"])
    if step["kind"] == GroundKind.NEED:
        return phrase("solve “{what}” +{gain}", what=what, gain=gain)
    if step["kind"] in (GroundKind.TASK, GroundKind.INDICATOR):
        return phrase("“{what}” +{gain}", what=what, gain=gain)
    unit = MEASURES[step["unit"] or Measure.VISITS]
    return phrase(
        "{what} ({amount} {unit}) +{gain}", what=what, amount=amount, unit=unit, gain=gain
    )


def _grounds(part: Mapping[str, Any], titles: Mapping[str, Label]) -> Phrase:
    """What a part is worked out from, in a line."""
    grounds: Sequence[Mapping[str, Any]] = part["from"]
    if part["value"] is None:
        return phrase("not counted: nothing could be asked yet")
    if part["code"] in BLOCK_OF_PART:
        return _rules(part["value"], grounds, titles)
    return _SAID[part["code"]](grounds)


def _inspected(grounds: Grounds) -> Phrase:
    return phrase("{scores} points", scores=tuple(_figure(each["done"]) for each in grounds))


def _needs(grounds: Grounds) -> Phrase:
    return phrase_n(
        "{count} need: {done} solved, {partly} partly",
        "{count} needs: {done} solved, {partly} partly",
        len(grounds),
        done=_full(grounds),
        partly=sum(0 < each["done"] < each["need"] for each in grounds),
    )


def _tasks(grounds: Grounds) -> Phrase:
    return phrase_n(
        "{count} was due, {done} done",
        "{count} were due, {done} done",
        len(grounds),
        done=_full(grounds),
    )


def _mending(grounds: Grounds) -> Phrase:
    if grounds[0]["kind"] == GroundKind.INSPECTION:
        return phrase("inspected, nothing was found")
    return phrase_n(
        "{count} finding, {done} closed in time",
        "{count} findings, {done} closed in time",
        len(grounds),
        done=_full(grounds),
    )


def _full(grounds: Grounds) -> int:
    return sum(each["done"] >= each["need"] for each in grounds)


def _indicators(grounds: Grounds) -> Phrase:
    count, done = len(grounds), _full(grounds)
    unreported = sum("unreported" in each for each in grounds)
    if unreported:
        return phrase_n(
            "{count} indicator, {done} met; {unreported} not reported, which counts as not met",
            "{count} indicators, {done} met; {unreported} not reported, which counts as not met",
            count, done=done, unreported=unreported,
        )  # fmt: skip
    return phrase_n(
        "{count} indicator, {done} met", "{count} indicators, {done} met", count, done=done
    )


def _rules(
    value: float,
    grounds: Sequence[Mapping[str, Any]],
    titles: Mapping[str, Label],
) -> Phrase:
    if _full(grounds) == len(grounds):
        return phrase_n("all {count} is there", "all {count} are there", len(grounds))
    return phrase(
        "{percent}%: {rules}",
        percent=int(value * 100 + 0.5),
        rules=tuple(
            phrase(
                "{rule} {done}/{need}",
                rule=titles[each["rule"]],
                done=f"{each['done']:g}",
                need=f"{each['need']:g}",
            )
            for each in grounds
        ),
    )


_SAID: Final[Mapping[str, Callable[[Grounds], Phrase]]] = {
    PartCode.NEEDS: _needs,
    PartCode.MENDING: _mending,
    PartCode.TASKS: _tasks,
    PartCode.EFFECT: _indicators,
    PartCode.INSPECTION_MENTOR: _inspected,
    PartCode.INSPECTION_MENTEE: _inspected,
}
"""Part → how its grounds are said."""


def _said_of_unit(row: Mapping[str, Any]) -> dict[str, Any]:
    remarks = []
    if row["open_critical"]:
        remarks.append(
            phrase_n(
                "{count} critical finding open", "{count} critical findings open",
                row["open_critical"],
            )
        )  # fmt: skip
    if row["held_down"]:
        remarks.append(phrase("held down by its lowest pairing"))
    lowest = f"{_figure(row['worst'])} {row['worst_mentee']}" if row["worst_mentee"] else None
    return {"worst_shown": lowest, "remarks": tuple(remarks) or None}


def _capped(rows: Sequence[Pairing]) -> tuple[Phrase, ...]:
    count = sum(row["cap"] is not None for row in rows)
    if not count:
        return ()
    return (
        phrase_n(
            "{count} pairing is held down by a finding.",
            "{count} pairings are held down by findings.",
            count,
        ),
    )


def _part_titles(rows: Sequence[Pairing]) -> dict[str, Label]:
    return {part["code"]: _named(part) for row in rows[:1] for part in row["parts"]}


def _named(part: Mapping[str, Any]) -> Label:
    """A part with the side whose it is: 帮扶园督查, mentor: inspection."""
    side, title = SIDES[part["side"]], Label(**part["title"])
    return Label(f"{side.zh}{title.zh}", f"{side.en}: {title.en}")


def _figure(value: float | None) -> str:
    return points(value) or "—"
