"""The draft of a pairing's summary: what the records know, with blanks for what only people do."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pairing_cli.domain.errors import NotFound
from pairing_cli.domain.paperwork import NEED_STATES, NeedState
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.domain.records.papers import ProblemRow
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.services.judging.findings import list_findings
from pairing_cli.services.kindergartens.comparing import compare_baselines
from pairing_cli.services.owing.indicators import IndicatorRow, list_indicators
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.pairings import PairingDetail
from pairing_cli.services.pairings.plain_records import list_records
from pairing_cli.services.papers.documents import documents_of
from pairing_cli.services.papers.needs import list_needs
from pairing_cli.services.programme.cycles import CycleRow
from pairing_cli.services.reports.printed.blocks import Paper, PaperWriter
from pairing_cli.services.reports.printed.honour_tables import BASELINES, INDICATORS, NEEDS, OPEN
from pairing_cli.services.reports.printed.honours import write_paper
from pairing_cli.services.reports.printed.voice import Voice
from pairing_cli.services.reports.summaries.tables import FORMS
from pairing_cli.services.visits.visits import visits_of_pairing
from pairing_cli.store.reading import Reader


def write_draft(
    store: Reader,
    pairing: PairingDetail,
    cycle: CycleRow,
    as_of: dt.date,
    target: Path,
    voice: Voice,
    *,
    template: Path | None = None,
) -> None:
    """Print the draft of a pairing's summary. Raises `BadData`, `InputMissing`, `CannotCreate`."""
    draft = _Draft(store, pairing, cycle, as_of, PaperWriter(voice))
    draft.basics()
    draft.work()
    draft.effect()
    draft.problems()
    draft.plans()
    title = phrase(
        "{mentor} and {mentee}: what two years of pairing came to",
        mentor=pairing.mentor,
        mentee=pairing.mentee,
    )
    both = phrase("{mentor} and {mentee}", mentor=pairing.mentor, mentee=pairing.mentee)
    made = Paper(
        voice.say(title),
        "",
        draft.paper.parts,
        pairing.mentee,
        voice.day(as_of.isoformat()),
        voice.say(both),
    )
    write_paper(made, target, voice, template)


class _Draft:
    """Writes the parts of one draft."""

    def __init__(
        self,
        store: Reader,
        pairing: PairingDetail,
        cycle: CycleRow,
        as_of: dt.date,
        paper: PaperWriter,
    ) -> None:
        self._store, self._pairing, self._cycle = store, pairing, cycle
        self._as_of, self.paper = as_of, paper
        self._mine = PairingFilter(mentee=pairing.mentee_id)
        self._needs = list_needs(store, cycle, self._mine, as_of)

    def basics(self) -> None:
        """Who helps whom, since when; the mentee before and after."""
        day = self.paper.voice.day
        self.paper.part(Label("基本情况", "The pairing"))
        self.paper.say(
            phrase(
                "{mentor} helps {mentee} ({county}) from {start} to {end}.",
                mentor=self._pairing.mentor,
                mentee=self._pairing.mentee,
                county=self._pairing.county or phrase("county not known"),
                start=day(self._pairing.start),
                end=day(self._pairing.end),
            )
        )
        self.paper.table(BASELINES, self._baselines())
        self.paper.written(None, Label("两园基本情况补充", "more about both kindergartens"))

    def _baselines(self) -> list[dict[str, Any]]:
        span = DateSpan(self._cycle.span.first, max(self._as_of, self._cycle.span.first))
        try:
            found = compare_baselines(self._store, self._pairing.mentee_id, span)
        except NotFound:
            return []
        return [
            {
                "name": row.label,
                "before": _text(row.before),
                "after": _text(row.after),
                "difference": f"{row.difference:+d}" if row.difference else None,
            }
            for row in found.rows
            if row.before != row.after or row.item is None
        ]

    def work(self) -> None:
        """Visits by form, needs and what answered them."""
        visits = [
            each
            for each in visits_of_pairing(self._store, self._pairing.id, self._as_of)
            if each.state == VisitState.DONE
        ]
        self.paper.part(Label("主要做法", "What was done"))
        hours = sum(each.class_hours or 0 for each in visits)
        self.paper.say(
            phrase(
                "{count} visits took place, with {hours} class-hours.",
                count=len(visits),
                hours=f"{hours:g}",
            )
        )
        forms: dict[str, list[Any]] = defaultdict(list)
        for each in visits:
            forms[each.form].append(each)
        self.paper.table(
            FORMS,
            [
                {
                    "name": Label(several[0].form_zh, several[0].form_en),
                    "visits": str(len(several)),
                    "hours": f"{sum(each.class_hours or 0 for each in several):g}",
                }
                for several in sorted(forms.values(), key=len, reverse=True)
            ],
        )
        self.paper.table(
            NEEDS,
            [
                {"text": row.text, "outcome": row.outcome, "state": NEED_STATES[row.state]}
                for row in self._needs
            ],
        )
        self.paper.written(None, Label("最有效的一两条做法", "one or two things that worked best"))

    def effect(self) -> None:
        """Indicators first and last, papers."""
        self.paper.part(Label("主要成效", "What came of it"))
        rows = list_indicators(
            self._store, self._cycle, self._as_of, mentee=self._pairing.mentee_id
        )
        self.paper.table(INDICATORS, _first_and_last(rows))
        papers = documents_of(self._store, self._pairing.id, self._as_of)
        self.paper.say(phrase("{count} papers are on file.", count=len(papers)))
        self.paper.written(
            None,
            Label(
                "教师、幼儿、园所的变化，举一例",
                "how teachers and children changed, with an example",
            ),
        )

    def problems(self) -> None:
        """What is still open."""
        self.paper.part(Label("存在的问题", "What is still open"))
        findings = list_findings(self._store, self._cycle, self._mine, self._as_of)
        problems = list_records(self._store, ProblemRow, self._cycle, self._mine, self._as_of)
        rows: list[dict[str, Any]] = [
            {"date": each.found, "kind": Label("督查问题", "finding"), "text": each.text}
            for each in findings
            if each.is_open and each.sealed
        ]
        rows += [
            {"date": each.raised, "kind": Label("需求", "need"), "text": each.text}
            for each in self._needs
            if each.state != NeedState.SOLVED
        ]
        rows += [
            {"date": each.raised, "kind": Label("困难", "problem"), "text": each.text}
            for each in problems
            if each.resolved is None
        ]
        self.paper.table(OPEN, rows)
        self.paper.written(None, Label("问题与原因", "problems and their causes"))

    def plans(self) -> None:
        """What only people know."""
        self.paper.part(Label("下一步打算", "What comes next"))
        self.paper.written(None, Label("下一步打算", "what comes next"))


def _first_and_last(rows: Sequence[IndicatorRow]) -> list[dict[str, Any]]:
    of: dict[str, list[IndicatorRow]] = defaultdict(list)
    for row in rows:
        of[row.indicator].append(row)
    return [
        {
            "name": several[0].title or several[0].indicator,
            "before": _value(several[0]),
            "after": _value(several[-1]),
            "target": None if several[-1].target is None else f"{several[-1].target:g}",
        }
        for several in of.values()
    ]


def _value(row: IndicatorRow) -> str:
    return f"{row.numerator:g}" if row.percent is None else f"{row.percent:g}%"


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
