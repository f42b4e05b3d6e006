"""The schedule: what is planned, and what rules still owe, by date."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from pairing_cli.domain.ids import moment_of
from pairing_cli.domain.owed.rules import Measure, RuleKind
from pairing_cli.domain.owed.settling import Figure, State, left_of, worst
from pairing_cli.domain.owed.units import plain
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.tuples import NamedTuple
from pairing_cli.domain.vocabulary import Ledger
from pairing_cli.domain.words.name_order import name_order
from pairing_cli.services.owing.figures import (
    CycleFigures,
    PairingKey,
    duty_key,
    narrowed_figures,
)
from pairing_cli.services.papers.agreements import AgreementDue, expiring, settled
from pairing_cli.services.plans.plans import DueTask, tasks_due
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.visits.visits import VisitFilter, VisitRow, list_visits
from pairing_cli.store.reading import Reader, in_pages


class ScheduleRow(NamedTuple):
    """One line of the schedule. Dates are ISO text; of a rule, the day by which it is due."""

    date: str
    end_date: str
    kind: str
    mentor: str
    mentees: tuple[str, ...]
    mentees_short: tuple[str, ...]
    form: str | None
    form_label: Label | None
    title: Label | None
    responsible: str | None
    state: str
    ref: str | None
    rule: str | None = None
    remaining: float | None = None
    measure: str | None = None
    key: str = ""
    """What stays the same however the row is shown: a calendar knows the event by it."""
    answer: str | None = None
    """Key of what settled a task without a change of its own: a visit, or its plan, removed."""

    @property
    def what(self) -> Label | None:
        """For people: of a visit its form and topic, else the title."""
        if self.form_label is None or self.title is None:
            return self.title or self.form_label
        return Label(
            f"{self.form_label.zh}：{self.title.zh}", f"{self.form_label.en}: {self.title.en}"
        )


def schedule(
    store: Reader,
    cycle: CycleRow,
    as_of: dt.date,
    *,
    span: DateSpan | None = None,
    mentor: str | None = None,
    county: str | None = None,
    ledger: Ledger | None = Ledger.SCHEME,
    figures: CycleFigures | None = None,
) -> list[ScheduleRow]:
    """Planned visits, tasks, agreements and open obligations, by date. `figures`: those of the
    same day, mentor, county and ledger, where they are there already.

    Without a span: every planned visit (those whose day has passed unconfirmed, too), and
    what is owed in the periods that have begun by `as_of`. With one: what lies in it.
    """
    visits = list_visits(
        store, cycle, VisitFilter(mentor=mentor, county=county, state="planned", span=span)
    )
    if figures is None:
        figures = narrowed_figures(store, cycle, as_of, mentor=mentor, county=county, ledger=ledger)
    papers: list[DueTask | AgreementDue] = [
        *tasks_due(store, cycle, span, as_of, mentor=mentor, county=county),
        *expiring(store, cycle, span, as_of, mentor=mentor, county=county),
    ]
    rows = [
        *(_visit_row(visit) for visit in visits),
        *(_paper_row(paper) for paper in papers),
        *_rule_rows(figures, span),
    ]
    return sorted(rows, key=lambda row: (row.date, row.kind != "visit", name_order(row.mentor)))


def to_come(
    store: Reader,
    figures: CycleFigures,
    rows: Sequence[ScheduleRow],
    *,
    span: DateSpan | None = None,
    mentor: str | None = None,
    county: str | None = None,
) -> list[ScheduleRow]:
    """What a calendar is to have of a schedule with these figures: without a span what is not
    over yet; and, as cancelled, what is not to come any more, for a calendar may still have it:
    visits that were cancelled, tasks and agreements that are settled or removed, duties that are
    met or waived.
    """
    cycle, as_of = figures.cycle, figures.as_of
    ahead = span or DateSpan(as_of, dt.date.max)
    wanted = VisitFilter(mentor=mentor, county=county, state="cancelled", span=ahead)
    papers: list[DueTask | AgreementDue] = [
        *tasks_due(store, cycle, span, as_of, mentor=mentor, county=county, settled=True),
        *settled(store, cycle, ahead, as_of, mentor=mentor, county=county),
    ]
    cancelled = [_visit_row(visit) for visit in list_visits(store, cycle, wanted)]
    gone = [
        row._replace(state="cancelled")
        for row in (*map(_paper_row, papers), *_rule_rows(figures, span, settled=True))
    ]
    first = ahead.first.isoformat()
    kept = [row for row in rows if span is not None or row.end_date >= first]
    cancelled += [row for row in gone if row.end_date >= first]
    return sorted([*kept, *cancelled], key=lambda row: (row.date, row.kind != "visit"))


class Revision(NamedTuple):
    """The state of an event, by the change log."""

    sequence: int
    changed: dt.datetime


_TABLES: Final = {"visit": "visit", "task": "plan_task", "agreement": "agreement"}
"""What is scheduled → the table of its record. What rules owe has none: whatever is written may
change it, so the number of the last command is its revision, which only rises."""


def revisions(store: Reader, rows: Sequence[ScheduleRow]) -> dict[str, Revision]:
    """Key of a row → how often its record was changed, and when last."""
    # A schedule on a screen has none: the log, its hashes and their library stay unread.
    from pairing_cli.store.log.changelog import row_text
    from pairing_cli.store.log.log_reading import ChangeLog

    found: dict[str, Revision] = {}
    answers = {row.key: row.answer for row in rows if row.state == "cancelled"}
    log = ChangeLog(store)
    for seq, at in store.tuples("SELECT seq, at FROM change_set ORDER BY seq DESC LIMIT 1"):
        last_command = Revision(seq, dt.datetime.fromisoformat(at))
        found |= {row.key: last_command for row in rows if row.kind == "rule"}
    for kind, table in _TABLES.items():
        keys = {row.ref: row.key for row in rows if row.kind == kind}
        ids = {
            each["id"]: keys[each["ref"]]
            for each in in_pages(
                store,
                f"SELECT id, substr(id, 25, 8) AS ref FROM {table}"
                " WHERE substr(id, 25, 8) IN ({places})",
                [ref for ref in keys if ref],
            )
        }
        edits = log.edits(table, [{"id": each} for each in ids])
        for each, key in ids.items():
            count, last = edits.get(row_text({"id": each}), (0, None))
            moment = dt.datetime.fromisoformat(last) if last else moment_of(each)
            answer = answers.get(key)
            found[key] = (
                Revision(count + 1, max(moment, moment_of(answer)))
                if answer
                else Revision(count, moment)
            )
    return found


def _visit_row(visit: VisitRow) -> ScheduleRow:
    return ScheduleRow(
        date=visit.date,
        end_date=visit.end_date,
        kind="visit",
        mentor=visit.mentor,
        mentees=visit.mentees,
        mentees_short=visit.mentees_short,
        form=visit.form,
        form_label=Label(visit.form_zh, visit.form_en),
        title=Label(visit.topic, visit.topic) if visit.topic else None,
        responsible="、".join(visit.people) or None,
        state=visit.state,
        ref=visit.ref,
        key=visit.id,
    )


def _paper_row(paper: DueTask | AgreementDue) -> ScheduleRow:
    return ScheduleRow(
        date=paper.date,
        end_date=paper.end_date,
        kind=paper.kind,
        mentor=paper.mentor,
        mentees=paper.mentees,
        mentees_short=paper.mentees,
        form=paper.form,
        form_label=paper.form_label,
        title=paper.title,
        responsible=paper.responsible,
        state=paper.state,
        ref=paper.ref,
        key=f"{paper.kind}/{paper.ref}",
        answer=paper.answer if isinstance(paper, DueTask) else None,
    )


_ByDue = Mapping[tuple[str, str, dt.date], list[tuple[PairingKey, Figure]]]
"""Mentor, rule and day by which it is due → the pairings, each with its figure."""


def _rule_rows(
    figures: CycleFigures, span: DateSpan | None, *, settled: bool = False
) -> list[ScheduleRow]:
    """One row for each mentor, rule and day by which it is due, with all mentees that it is
    still owed to; `settled`: of which nothing is left to do for any.
    """
    open_ones: _ByDue = defaultdict(list)
    met: _ByDue = defaultdict(list)
    owing: set[tuple[str, str | None, dt.date]] = set()
    for pairing in figures.pairings:
        for figure in pairing.figures():
            rule_id, due = figure.owed.rule.id, figure.owed.due
            if not _is_within(figure, figures.as_of, span):
                continue
            if figure.remaining == 0:
                met[pairing.pairing.mentor, rule_id, due].append((pairing.pairing, figure))
                continue
            if figure.state is State.MISSED:
                continue
            duty = (rule_id, duty_key(figures.rules[rule_id].per, pairing.pairing), due)
            # A duty that several pairings share is left to do once.
            left = figure if duty not in owing else figure._replace(done=figure.owed.need)
            owing.add(duty)
            open_ones[pairing.pairing.mentor, rule_id, due].append((pairing.pairing, left))
    shown = {key: met[key] for key in met if key not in open_ones} if settled else open_ones
    return [
        _rule_row(figures, mentor, rule_id, due, owed)
        for (mentor, rule_id, due), owed in shown.items()
    ]


def _is_within(figure: Figure, as_of: dt.date, span: DateSpan | None) -> bool:
    if span is not None:
        return span.contains(figure.owed.due)
    return figure.owed.first <= as_of


def _rule_row(
    figures: CycleFigures,
    mentor: str,
    rule_id: str,
    due: dt.date,
    owed: Sequence[tuple[PairingKey, Figure]],
) -> ScheduleRow:
    rule = figures.rules[rule_id]
    return ScheduleRow(
        date=due.isoformat(),
        end_date=due.isoformat(),
        kind="rule",
        mentor=mentor,
        mentees=tuple(dict.fromkeys(key.mentee for key, _ in owed)),
        mentees_short=tuple(dict.fromkeys(key.mentee_short for key, _ in owed)),
        form=rule.forms[0] if len(rule.forms) == 1 else None,
        form_label=None,
        title=rule.title,
        responsible=None,
        state=worst(figure.state for _, figure in owed),
        ref=None,
        rule=rule.code,
        remaining=plain(left_of(figure for _, figure in owed)),
        measure=Measure.MILESTONES if rule.kind == RuleKind.INDICATOR else rule.measure,
        key="/".join((figures.cycle.id, owed[0][0].mentor_id, rule.code, due.isoformat())),
    )
