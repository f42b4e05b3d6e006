"""The commands of `bulletin` that only look: list, show, compare, check."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from pairing_cli.cli import params
from pairing_cli.cli.context import run_of
from pairing_cli.cli.judging.inspection_columns import tenths
from pairing_cli.cli.outgoing.listing_makers import exported
from pairing_cli.cli.pairings.record_params import AllOption
from pairing_cli.domain.errors import RuleRefusal
from pairing_cli.domain.judging.words import ANSWERS, BULLETIN_STATES, GRADES, TEXTS
from pairing_cli.domain.owed.state import STATES_NOW
from pairing_cli.domain.phrases import N_, Label, Phrase, lines, phrase, phrase_n
from pairing_cli.domain.records.judging import (
    AS_OF,
    AVERAGE,
    BULLETIN_KIND,
    BULLETIN_STATE,
    BULLETIN_TITLE,
    CRITICAL_FAILED,
    GRADE,
    INSPECTION_COUNT,
    NUMBER,
    OPEN_COUNT,
    PAIRING_COUNT,
    PUBLISHED,
    SCORE,
    SHA256,
)
from pairing_cli.domain.records.paired import COUNTY, MENTEE, MENTOR, REF
from pairing_cli.domain.vocabulary import Labels
from pairing_cli.output.listing import Column, Facts, Listing, Report, column

if TYPE_CHECKING:
    from pairing_cli.services.judging.bulletins import BulletinRow, Compared, Comparison
    from pairing_cli.services.keeping.bulletin_check import Changed

BulletinArg = Annotated[
    str, typer.Argument(metavar="REF", help=N_("The ref or number that the list shows."))
]

BULLETIN_COLUMNS = (
    column(REF),
    column(NUMBER),
    column(BULLETIN_TITLE),
    column(BULLETIN_KIND, wide=True),
    column(AS_OF, wide=True),
    column(BULLETIN_STATE),
    column(PUBLISHED),
    column(INSPECTION_COUNT, wide=True),
    column(PAIRING_COUNT),
    column(AVERAGE, shown_as="average_shown"),
    column(CRITICAL_FAILED, wide=True),
    column(SHA256),
)

RANKING_COLUMNS = (
    column(MENTEE, shown_as="short"),
    column(MENTOR, wide=False),
    column(COUNTY),
    column(SCORE, shown_as="score_shown"),
    column(GRADE),
    Column("scheme_percent", Label("本方案 %", "Scheme, %"), right=True),
    Column("reference_percent", Label("参照 %", "Reference, %"), right=True, wide=True),
    Column("state", Label("状态", "State"), labels=STATES_NOW),
    Column("open_findings", OPEN_COUNT.label, right=True),
)

COMPARE_COLUMNS = (
    column(MENTEE, shown_as="short"),
    column(MENTOR, wide=False),
    Column("score_before", Label("上次", "Before"), right=True, shown_as="before_shown"),
    Column("score", Label("这次", "Now"), right=True, shown_as="score_shown"),
    Column("change", Label("增减", "Change"), right=True, shown_as="change_shown"),
    Column("class_before", Label("上次等次", "Class before"), labels=GRADES, wide=True),
    Column("class", GRADE.label, shown_as="class_shown"),
    Column("carried_findings", OPEN_COUNT.label, right=True),
)

CHECK_COLUMNS = (
    Column("field", Label("内容", "What"), shown_as="what"),
    Column("frozen", Label("通报", "In the bulletin"), right=True, shown_as="frozen_shown"),
    Column("now", Label("现在", "Now"), right=True, shown_as="now_shown"),
    Column("difference", Label("差别", "Difference"), right=True, wide=True),
    Column("cause", Label("原因", "Cause"), shown_as="causes"),
)

FIGURE_WORDS: Final = {
    "scheme_percent": Label("方案要求完成 %", "done of the scheme, %"),
    "reference_percent": Label("参照要求完成 %", "done of the reference, %"),
    "state": Label("状态", "state"),
    "score": Label("督查得分", "score of the inspection"),
    "mentor_score": Label("帮扶园得分", "mentor's score"),
    "mentee_score": Label("受帮扶园得分", "mentee's score"),
    "county_score": Label("县区得分", "county's score"),
    "class": Label("等次", "class"),
    "critical": Label("关键项不合格", "critical items failed"),
    "open_findings": Label("未销号", "findings not closed"),
    "value": Label("督查结果", "answer"),
    "visits": Label("活动", "visits"),
    "participations": Label("参与", "participations"),
    "class_hours": Label("课时", "class-hours"),
    "attendances": Label("教师人次", "attendances"),
    "sha256": Label("口径文本", "text of the definitions"),
}
"""What people call the figures of a bulletin; the others by their key."""

_CODED: Final[Mapping[str, Labels]] = {"state": STATES_NOW, "class": GRADES, "value": ANSWERS}
"""Figures that are codes, and their words."""


def bulletin_row(row: BulletinRow) -> dict[str, Any]:
    """A bulletin as listings show it."""
    keys = [each.key for each in BULLETIN_COLUMNS]
    return {
        **{key: getattr(row, key) for key in keys},
        "average_shown": tenths(row.average),
    }


@exported("bulletins")
def list_(ctx: typer.Context, every: AllOption = False, cycle: params.Cycle = None) -> Listing:
    """Bulletins of the cycle by the day of publication, drafts last."""
    from pairing_cli.services.judging.bulletins import list_bulletins

    run = run_of(ctx)
    store = run.reader()
    chosen = run.cycle(store, cycle)
    rows = list_bulletins(store, chosen, run.as_of, every=every)
    return Listing(
        BULLETIN_COLUMNS,
        [bulletin_row(row) for row in rows],
        title=phrase("Bulletins of cycle {cycle}", cycle=chosen.code),
        notes=(phrase_n("{count} bulletin.", "{count} bulletins.", len(rows)),) if rows else (),
        empty=phrase("No bulletins."),
        is_withheld=lambda row: row["state"] == "draft",
    )


def show(ctx: typer.Context, ref: BulletinArg) -> Report:
    """One bulletin: its texts, and figures as they were frozen, of a draft as they are now."""
    from pairing_cli.services.judging.bulletins import find_bulletin

    row = find_bulletin(run_of(ctx).reader(), ref)
    texts = {"good": row.text_good, "problems": row.text_problems, "next": row.text_next}
    data = {
        **{each.key: getattr(row, each.key) for each in BULLETIN_COLUMNS},
        "signed_by": row.signed_by,
        **texts,
        "withdrawn_reason": row.withdrawn_reason,
        "replaces": row.replaces,
        "figures": row.figures,
    }
    ranking = [{**each, "score_shown": tenths(each["score"])} for each in row.figures["ranking"]]
    facts = (
        Column("good", TEXTS["text_good"]),
        Column("problems", TEXTS["text_problems"]),
        Column("next", TEXTS["text_next"]),
    )
    written = tuple(each for each in facts if texts[each.key])
    blocks: list[Listing | Facts] = [Facts(written, texts)] if written else []
    blocks.append(Listing(RANKING_COLUMNS, ranking))
    return Report(
        data=data,
        blocks=tuple(blocks),
        title=phrase(
            "Bulletin {name}: {title}, {state}, as of {day}",
            name=row.number or row.ref,
            title=row.title,
            state=BULLETIN_STATES[row.state],
            day=row.as_of,
        ),
        notes=_show_notes(row),
    )


def _show_notes(row: BulletinRow) -> tuple[Phrase, ...]:
    notes = [
        phrase(
            "Findings: {new} new, {closed} closed, {open} not closed, {overdue} of them overdue."
            " Not inspected: {uninspected}.",
            **row.figures["findings"],
            uninspected=len(row.figures["uninspected"]),
        )
    ]
    if row.sha256 is not None:
        notes.append(
            phrase(
                "Frozen by definitions {version}; sha256 {sha256}.",
                version=row.figures["definitions"]["figures_version"],
                sha256=row.sha256,
            )
        )
    return tuple(notes)


def compare(
    ctx: typer.Context,
    ref: BulletinArg,
    other: Annotated[
        str | None,
        typer.Argument(
            metavar="[OTHER]",
            show_default=False,
            help=N_("Beside which (default: the one before)."),
        ),
    ] = None,
) -> Listing:
    """The scores of a bulletin beside those of the one published before it, or of another."""
    from pairing_cli.services.judging import bulletins

    store = run_of(ctx).reader()
    row = bulletins.find_bulletin(store, ref)
    beside = bulletins.find_bulletin(store, other) if other else None
    found = bulletins.compare(store, row, beside)
    return Listing(
        COMPARE_COLUMNS,
        [_compared(each) for each in found.rows],
        title=_compare_title(found),
        notes=_compare_notes(found),
        empty=phrase("Nobody was inspected."),
    )


def _compared(each: Compared) -> dict[str, Any]:
    grade = GRADES[each.grade] if each.grade else None
    before = GRADES[each.class_before] if each.class_before else None
    moved = before is not None and grade is not None and each.class_before != each.grade
    sign = "▲" if (each.change or 0) > 0 else "▼" if (each.change or 0) < 0 else ""
    return {
        "mentor": each.mentor,
        "mentee": each.mentee,
        "short": each.short,
        "score_before": each.score_before,
        "before_shown": tenths(each.score_before) or "—",
        "score": each.score,
        "score_shown": tenths(each.score) or "—",
        "change": each.change,
        "change_shown": "—" if each.change is None else f"{sign}{abs(each.change):.1f}",
        "class_before": each.class_before,
        "class": each.grade,
        "class_shown": phrase("{before}→{now}", before=before, now=grade) if moved else grade,
        "carried_findings": each.carried_findings,
    }


def _compare_title(found: Comparison) -> Phrase:
    row, before = found.row, found.before
    values = {"name": row.number or row.ref, "day": row.published or row.as_of}
    if before is None:
        return phrase("Bulletin {name} ({day}); there is none before it", **values)
    return phrase(
        "Bulletin {name} ({day}) and {other} before it ({other_day})",
        other=before.number or before.ref,
        other_day=before.published or before.as_of,
        **values,
    )


def _compare_notes(found: Comparison) -> tuple[Phrase, ...]:
    now = tenths(found.row.average) or "—"
    left = len(found.row.figures["uninspected"])
    if found.before is None:
        return (phrase("Mean {now}; {left} not inspected yet.", now=now, left=left),)
    both = [each for each in found.rows if each.change is not None]
    before, after = (tenths(each) for each in found.both)
    notes = [phrase("Mean {now} (before {before}).", now=now,
                    before=tenths(found.average_before) or "—")]  # fmt: skip
    if both:
        notes.append(
            phrase(
                "Inspected both times: {count}, {before}→{after}.",
                count=len(both),
                before=before,
                after=after,
            )
        )
    new = sum(each.score is not None and each.score_before is None for each in found.rows)
    notes.append(phrase("New: {new}; not inspected yet: {left}.", new=new, left=left))
    return tuple(notes)


def check(ctx: typer.Context, ref: BulletinArg) -> Listing:
    """The figures of a published bulletin that would be others by today's records, and the
    commands that made them so. The bulletin itself stays as it is.
    """
    from pairing_cli.domain.judging.frozen import is_as_frozen
    from pairing_cli.services.judging.bulletins import find_bulletin, is_frozen
    from pairing_cli.services.keeping.bulletin_check import check_bulletin

    store = run_of(ctx).reader()
    row = find_bulletin(store, ref)
    if not is_frozen(row):
        raise RuleRefusal(
            "not-published",
            phrase("Bulletin {ref} isn't published.", ref=row.ref),
            hint=phrase("Its figures as they are now: pairing bulletin show {ref}", ref=row.ref),
        )
    found = check_bulletin(store, row)
    intact = is_as_frozen(row.frozen or "", row.sha256 or "")
    notes = [phrase("The bulletin's figures stand as they are.")]
    if not intact:
        notes.insert(0, phrase("Its figures are no longer those that were frozen: see db doctor."))
    return Listing(
        CHECK_COLUMNS,
        [_changed(each) for each in found],
        title=phrase_n(
            "Bulletin {ref}, frozen on {day}, sha256 {sha256}; worked out anew {count} figure"
            " differs",
            "Bulletin {ref}, frozen on {day}, sha256 {sha256}; worked out anew {count} figures"
            " differ",
            len(found),
            ref=row.ref,
            day=row.published,
            sha256=f"{row.sha256[:4]}…{row.sha256[-2:]}" if row.sha256 else "",
        ),
        notes=tuple(notes),
        empty=phrase("Nothing differs."),
    )


def _changed(each: Changed) -> dict[str, Any]:
    figure: Any = FIGURE_WORDS.get(each.figure, each.figure)
    return {
        "field": each.field,
        "what": phrase("{name} {figure}", name=each.short, figure=figure) if each.short else figure,
        "frozen": each.frozen,
        "frozen_shown": _in_words(each.figure, each.frozen),
        "now": each.now,
        "now_shown": _in_words(each.figure, each.now),
        "difference": each.difference,
        "cause": tuple(cause.seq for cause in each.causes),
        "causes": lines(*map(_cause, each.causes)) if each.causes else None,
    }


def _in_words(figure: str, value: Any) -> Any:
    """A code as people say it; a number as it is."""
    return _CODED[figure].get(value, value) if figure in _CODED else value


def _cause(cause: Any) -> Phrase:
    values = {"seq": cause.seq, "command": cause.command}
    if cause.reason is None:
        return phrase("no. {seq}: {command}", **values)
    return phrase("no. {seq}: {command}, {reason}", reason=cause.reason, **values)
