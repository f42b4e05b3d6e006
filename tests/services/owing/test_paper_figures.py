"""Figures worked out on paper, on the seeded programme with visits logged as people log them.

The seed: 市实验幼儿园 helps 隆子县, 加查县, 贡嘎县 and (private) 乃东社区双语幼儿园. Spring 2022 is
2022-03-01 to 2022-07-15, 137 days; on 2022-06-30 31 + 30 + 31 + 30 = 122 of them are gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import pytest

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.owed.fulfilment import mean, percent
from pairing_cli.domain.owed.rules import WaiverKind
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.domain.vocabulary import Direction, Layer, Ledger, VisitState
from pairing_cli.files.seed.seed import read_seed
from pairing_cli.services.keeping.scheme.seeding import default_seed, sow
from pairing_cli.services.owing.figures import CycleFigures, PairingFigures, figures_of
from pairing_cli.services.owing.indicator_edit import Report, record_indicator
from pairing_cli.services.owing.override_edit import OverrideInput, override_rule
from pairing_cli.services.owing.rule_book import adopt, drop
from pairing_cli.services.owing.standing import attainment_of_all, of_ledger, references, standings
from pairing_cli.services.owing.waiver_edit import WaiverInput, remove_waiver, waive
from pairing_cli.services.pairings.assigning import reassign
from pairing_cli.services.programme.cycles import CycleRow, find_cycle
from pairing_cli.services.reports.detail import DetailRow, detail
from pairing_cli.services.reports.progress import PairingProgress, by_group, by_pairing
from pairing_cli.services.reports.summaries.rows import Summary
from pairing_cli.services.reports.summaries.summary import summarise
from pairing_cli.services.reports.why import why
from pairing_cli.services.visits.visit_log import VisitEntry, cancel_visit, log_visit
from pairing_cli.services.visits.visits import VisitRow
from pairing_cli.store.migrations import new_file
from pairing_cli.store.rows import Checklist, Inspection, InspectionTarget, Kindergarten, Pairing
from pairing_cli.store.writing import Writer, writing

LHUNZE, GYACA, GONGGAR = "隆子县示范幼儿园", "加查县示范幼儿园", "贡嘎县示范幼儿园"
PRIVATE = "乃东社区双语幼儿园"
COMAI, QUSUM, SANGRI = "措美县示范幼儿园", "曲松县示范幼儿园", "桑日县示范幼儿园"
FIRST_MENTOR = "市实验幼儿园"

JUNE, JULY, END = dt.date(2022, 6, 30), dt.date(2022, 7, 16), dt.date(2024, 3, 31)

RULES: Final = 27
"""10 of the Shannan scheme (an 11th once there was an inspection) and 17 of the term quotas; each
pairing of a county owes all of them. Of a private kindergarten whose county isn't known two are
owed by nobody: the county's group and the letter.
"""


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paper") / "pairing.db"
    with new_file(path) as draft, writing(draft, command="init", actor="test") as store:
        sow(store, read_seed(default_seed()))
        # Most figures below are of the quotas: they bind.
        adopt(store, "term-quotas", find_cycle(store, None, JUNE))
    return path


@dataclass(frozen=True, slots=True)
class Paper:
    """The seeded programme in one transaction that nobody keeps."""

    store: Writer
    cycle: CycleRow
    path: Path

    def log(
        self,
        mentees: str | list[str],
        first: str,
        form: str,
        hours: float | None = None,
        **more: Any,
    ) -> VisitRow:
        """Log a visit, `first` being its day or its days joined by `..`."""
        days = [dt.date.fromisoformat(text) for text in first.split("..")]
        return log_visit(
            self.store,
            [mentees] if isinstance(mentees, str) else mentees,
            VisitEntry(form, DateSpan(days[0], days[-1]), class_hours=hours, **more),
            today=dt.date(2024, 6, 1),
            database=self.path,
        )

    def figures(self, as_of: dt.date) -> CycleFigures:
        return figures_of(self.store, self.cycle, as_of)

    def progress(self, as_of: dt.date, mentee: str) -> PairingProgress:
        figures = figures_of(self.store, self.cycle, as_of, ledger=None)
        stands = standings(of_ledger(figures, Ledger.SCHEME))
        rows = by_pairing(figures, stands, references(figures))
        return next(row for row in rows if row.mentee == mentee)

    def attained(self, as_of: dt.date, mentee: str) -> Fraction | None:
        found = standings(self.figures(as_of))
        return next(each for each in found if each.pairing.pairing.mentee == mentee).attainment

    def rows(self, as_of: dt.date) -> dict[tuple[str, str, str], DetailRow]:
        """Mentee, rule and period → row; of a mentee with two mentors, of the later one."""
        return {(row.mentee, row.rule, row.period): row for row in detail(self.figures(as_of))}

    def of(self, as_of: dt.date, mentee: str) -> PairingFigures:
        found = [each for each in self.figures(as_of).pairings if each.pairing.mentee == mentee]
        assert len(found) == 1
        return found[0]

    def waive(
        self, mentee: str, rule: str, period: str, kind: str, until: str | None = None
    ) -> str:
        entered = WaiverInput(
            mentee=mentee,
            rule=rule,
            period=period,
            kind=WaiverKind(kind),
            reason="大雪封山",
            until=dt.date.fromisoformat(until) if until else None,
        )
        return waive(self.store, entered, self.cycle, as_of=JUNE).id

    def override(self, rule: str, need: float, first: str, **whom: Any) -> None:
        entered = OverrideInput(rule, need, dt.date.fromisoformat(first), None, "路远", **whom)
        override_rule(self.store, entered, self.cycle, as_of=JUNE)

    def summary(self, as_of: dt.date, term: str | None = None) -> Summary:
        return summarise(self.store, self.cycle, as_of, term=term)


@pytest.fixture
def paper(seeded: Path) -> Iterator[Paper]:
    with writing(seeded, command="test", actor="卓玛", dry_run=True) as store:
        yield Paper(store, find_cycle(store, None, JUNE), seeded)


def story(paper: Paper) -> None:
    """The visits that most figures below are about; a letter each, as the working names them."""
    log = paper.log
    log([LHUNZE, GYACA, GONGGAR], "2022-03-01", "送教", 4)  # a: term's first day
    log(LHUNZE, "2022-04-20", "同课异构", 2.5)  # b: a lesson, too
    log(LHUNZE, "2022-04-20", "专题讲座", 2)  # c: its hours are no lesson's
    log(LHUNZE, "2022-05-10", "联谊教研", 3)  # d: joint
    log([LHUNZE, GYACA], "2022-05-12", "专题讲座", 1.5, direction=Direction.JOINT)  # e
    log(LHUNZE, "2022-05-20", "送教", 8, state=VisitState.PLANNED)  # f
    cancelled = log(LHUNZE, "2022-05-21", "送教", 5)  # g
    cancel_visit(paper.store, cancelled.ref, reason="停课")
    log(LHUNZE, "2022-05-22", "送教", 5, state=VisitState.ATTEMPTED)  # h
    log(LHUNZE, "2022-06-08", "送教", 2, direction=Direction.TO_MENTOR)  # i: they came up
    log(LHUNZE, "2022-06-14..2022-06-16", "跟班学习")  # j
    log(GYACA, "2022-06-30", "送教", 1.5)  # k: on the day of the report
    log(GYACA, "2022-07-01", "送教", 6)  # l: the day after
    log(LHUNZE, "2022-07-15", "示范课", 3)  # m: term's last day
    log(LHUNZE, "2022-07-16", "送教", 2)  # n: a day outside
    log(LHUNZE, "2022-08-31", "送教", 1)  # o: a day outside
    log(LHUNZE, "2022-09-01", "送教", 12)  # p: term's first day
    log(LHUNZE, "2024-03-15", "送教", 2)  # q: the edge term
    log(COMAI, "2022-05-05", "专题讲座", 2)  # r: another mentor's


def standing(row: DetailRow) -> tuple[float, float | None, float, str]:
    return row.need, row.done, row.remaining, row.state


def check(paper: Paper, as_of: dt.date, expected: dict[tuple[str, str, str], Any]) -> None:
    rows = paper.rows(as_of)
    assert {key: standing(rows[key]) for key in expected} == expected


# --- What is owed at all --------------------------------------------------------------------


def test_each_pairing_of_the_seed_owes_its_rules_for_the_periods_of_the_cycle(
    paper: Paper,
) -> None:
    figures = paper.figures(END)
    assert len(figures.pairings) == 12
    for pairing in figures.pairings:
        assert len(pairing.by_rule) == (RULES if pairing.pairing.county else RULES - 2)
        periods = {
            figures.rules[rule_id].code: [each.owed.period.code for each in found]
            for rule_id, found in pairing.by_rule.items()
        }
        terms = ["2022-spring", "2022-autumn", "2023-spring", "2023-autumn"]
        assert periods["lesson-hours"] == periods["sent-lessons"] == terms
        assert periods["papers"] == ["2022-2023", "2023-2024"]
        assert len(periods["monthly-onsite"]) == 21
        assert periods["mentor-group"] == periods["cycle-summary"] == ["2022-2024"]


def test_with_nothing_logged_nothing_is_done_and_nothing_attained(paper: Paper) -> None:
    figures = paper.figures(END)
    assert {figure.done for pairing in figures.pairings for figure in pairing.figures()} == {0}
    assert attainment_of_all(figures) == 0


# --- 2022-06-30 -----------------------------------------------------------------------------


def test_on_the_thirtieth_of_june(paper: Paper) -> None:
    story(paper)
    check(
        paper,
        JUNE,
        {
            # a 4 + b 2.5; expected ⌊10 × 122 ÷ 137⌋ = ⌊8.9⌋ = 8.
            (LHUNZE, "lesson-hours", "2022-spring"): (10, 6.5, 3.5, "behind"),
            # a 4 + k 1.5 of that very day; l is to come.
            (GYACA, "lesson-hours", "2022-spring"): (10, 5.5, 4.5, "behind"),
            (GONGGAR, "lesson-hours", "2022-spring"): (10, 4, 6, "behind"),
            (PRIVATE, "lesson-hours", "2022-spring"): (10, 0, 10, "behind"),
            # c and the joint e. Of two ⌊2 × 122 ÷ 137⌋ = 1 is expected.
            (LHUNZE, "lectures", "2022-spring"): (2, 2, 0, "met"),
            (GYACA, "lectures", "2022-spring"): (2, 1, 1, "on_track"),
            (GONGGAR, "lectures", "2022-spring"): (2, 0, 2, "behind"),
            # a and c; b is no form of it, e and i went another way.
            (LHUNZE, "sent-lessons", "2022-spring"): (1, 2, 0, "met"),
            (GYACA, "sent-lessons", "2022-spring"): (1, 2, 0, "met"),
            (PRIVATE, "sent-lessons", "2022-spring"): (1, 0, 1, "on_track"),
            (LHUNZE, "shadowing", "2022-spring"): (1, 1, 0, "met"),
            (GYACA, "shadowing", "2022-spring"): (1, 0, 1, "on_track"),
            # March a, April b and c, May nobody went down (d and e joint, f to h not done).
            (LHUNZE, "monthly-onsite", "2022-03"): (1, 1, 0, "met"),
            (LHUNZE, "monthly-onsite", "2022-04"): (1, 2, 0, "met"),
            (LHUNZE, "monthly-onsite", "2022-05"): (1, 0, 1, "missed"),
            # June i and j came up; on its last day one is expected.
            (LHUNZE, "monthly-onsite", "2022-06"): (1, 0, 1, "behind"),
            (GYACA, "monthly-onsite", "2022-06"): (1, 1, 0, "met"),
            (LHUNZE, "monthly-onsite", "2022-07"): (1, 0, 1, "not_started"),
            (LHUNZE, "lesson-hours", "2022-autumn"): (10, 0, 10, "not_started"),
            # Due 60 days after the start, on 04-30.
            (LHUNZE, "site-survey", "2022-2024"): (1, 0, 1, "missed"),
            (LHUNZE, "archive-record", "2022-2023"): (1, 0, 1, "not_started"),
        },
    )


def test_the_pace_on_the_thirtieth_of_june(paper: Paper) -> None:
    story(paper)
    row = paper.rows(JUNE)[LHUNZE, "lesson-hours", "2022-spring"]
    # Friday 07-01, and the weeks of 07-04 and 07-11: 3.5 ÷ 3 = 1.166…
    assert (row.weeks_left, row.per_week, row.due) == (3, 1.17, "2022-07-15")


def test_the_fulfilment_on_the_thirtieth_of_june(paper: Paper) -> None:
    story(paper)
    # Of the start nothing is there: groups, survey, plan and letter are overdue. Activities of
    # 隆子: 2 of 4 months (03, 04; 05 and 06 lack, and no later month has a surplus), 6.5 of 8.5
    # hours, the one lecture that could be expected; of shadowing and sent lessons nothing can be
    # expected before the last day. Archive and effect have no day yet.
    activity = (Fraction(2, 4) + Fraction(13, 17) + 1) / 3
    assert paper.attained(JUNE, LHUNZE) == activity * 50 / 70
    # 加查: March and June of 4, 5.5 of 8.5, 1 of 1. 贡嘎: March of 4, 4 of 8.5, 0 of 1.
    gyaca = (Fraction(2, 4) + Fraction(11, 17) + 1) / 3
    gonggar = (Fraction(1, 4) + Fraction(8, 17)) / 3
    assert paper.attained(JUNE, GYACA) == gyaca * 50 / 70
    assert paper.attained(JUNE, GONGGAR) == gonggar * 50 / 70
    assert paper.attained(JUNE, PRIVATE) == 0
    row = paper.progress(JUNE, LHUNZE)
    assert row.blocks == {"organisation": 0, "activity": 75, "archive": None, "effect": None}
    assert row.attainment == 54  # 53.9 %
    # The mentor's is the mean over its four, the programme's over all twelve.
    mentors = {row.group: row for row in by_group(paper.figures(JUNE), "mentor")}
    four = (activity + gyaca + gonggar) * 50 / 70 / 4
    assert mentors[FIRST_MENTOR].attainment == percent(four)
    assert mentors[FIRST_MENTOR].layer == "city-county+city-private"


def test_the_state_is_that_of_now_and_what_was_missed_stands_beside_it(paper: Paper) -> None:
    story(paper)
    for month in (3, 4, 5):
        paper.log(PRIVATE, f"2022-0{month}-09", "环境创设")
    # 隆子: 75 % of what this term could expect. The private one has 3 of 4 months and none of
    # its hours and lectures: 25 %.
    assert paper.progress(JUNE, LHUNZE).state == "behind"
    assert paper.progress(JUNE, PRIVATE).state == "far_behind"
    # 贡嘎 was last visited on 1 March.
    assert paper.progress(JUNE, GONGGAR).state == "stalled"
    assert paper.progress(JULY, GONGGAR).state == "vacation"
    assert paper.progress(dt.date(2024, 4, 1), LHUNZE).state == "ended"
    row = paper.progress(JUNE, LHUNZE)
    # Ended: 3 months, and the five duties of the start.
    assert (row.on_time, row.made_up, row.lost) == (2, 0, 6)


# --- 2022-07-16, the day after the term -----------------------------------------------------


def test_on_the_day_after_the_term(paper: Paper) -> None:
    story(paper)
    check(
        paper,
        JULY,
        {
            # m on the last day counts, n on the day after doesn't: 6.5 + 3.
            (LHUNZE, "lesson-hours", "2022-spring"): (10, 9.5, 0.5, "missed"),
            # l on 07-01: 5.5 + 6.
            (GYACA, "lesson-hours", "2022-spring"): (10, 11.5, 0, "met"),
            (GYACA, "lectures", "2022-spring"): (2, 1, 1, "missed"),
            # a, c and m; n is in the vacation.
            (LHUNZE, "sent-lessons", "2022-spring"): (1, 3, 0, "met"),
            (LHUNZE, "monthly-onsite", "2022-06"): (1, 0, 1, "missed"),
            # July is a teaching month with all its days: m and n. The second pays for May.
            (LHUNZE, "monthly-onsite", "2022-07"): (1, 2, 0, "met"),
            (LHUNZE, "monthly-onsite", "2022-05"): (1, 0, 0, "made_up"),
            # July's last day in time is the term's, 07-15.
            (GONGGAR, "monthly-onsite", "2022-07"): (1, 0, 1, "missed"),
        },
    )


def test_the_fulfilment_on_the_day_after_the_term(paper: Paper) -> None:
    story(paper)
    # 4 of 5 months (03, 04, 07, and 05 made up by 07), 9.5 of 10 hours, 2 of 2 lectures, 1 of 1
    # shadowing, 1 of 1 sent lessons.
    activity = (Fraction(4, 5) + Fraction(19, 20) + 1 + 1 + 1) / 5
    assert paper.attained(JULY, LHUNZE) == activity * 50 / 70  # 67.86 %
    assert paper.progress(JULY, LHUNZE).attainment == 68


# --- 2024-03-31, the last day of the cycle --------------------------------------------------


def test_on_the_last_day_of_the_cycle(paper: Paper) -> None:
    story(paper)
    rows = paper.rows(END)
    check(
        paper,
        END,
        {
            # p has 2 hours more than autumn needs: half of one is paid.
            (LHUNZE, "lesson-hours", "2022-spring"): (10, 9.5, 0, "made_up"),
            # p on the first day; o on the day before is in the vacation.
            (LHUNZE, "lesson-hours", "2022-autumn"): (10, 12, 0, "met"),
            (LHUNZE, "lesson-hours", "2023-autumn"): (10, 0, 10, "missed"),
            (LHUNZE, "sent-lessons", "2022-autumn"): (1, 1, 0, "met"),
            (LHUNZE, "monthly-onsite", "2022-09"): (1, 1, 0, "met"),
            # The edge term owes nothing, its March does: q.
            (LHUNZE, "monthly-onsite", "2024-03"): (1, 1, 0, "met"),
            (GYACA, "monthly-onsite", "2024-03"): (1, 0, 1, "behind"),
            # The last school year still runs on its last day; summing up is to come.
            (LHUNZE, "cycle-summary", "2022-2024"): (1, 0, 1, "not_started"),
            (LHUNZE, "archive-record", "2022-2023"): (1, 0, 1, "missed"),
            (LHUNZE, "archive-record", "2023-2024"): (1, 0, 1, "behind"),
            (LHUNZE, "staffing", "2023-2024"): (100, None, 100, "behind"),
        },
    )
    for rule in ("lesson-hours", "lectures", "shadowing", "sent-lessons"):
        assert (LHUNZE, rule, "2024-spring") not in rows
    assert (LHUNZE, "monthly-onsite", "2022-08") not in rows
    assert (LHUNZE, "archive-record", "2021-2022") not in rows


def test_the_day_after_the_cycle_everything_open_is_missed(paper: Paper) -> None:
    story(paper)
    check(
        paper,
        dt.date(2024, 4, 1),
        {
            (LHUNZE, "site-survey", "2022-2024"): (1, 0, 1, "missed"),
            (GYACA, "monthly-onsite", "2024-03"): (1, 0, 1, "missed"),
            (LHUNZE, "archive-record", "2023-2024"): (1, 0, 1, "missed"),
        },
    )


def test_the_fulfilment_on_the_last_day_of_the_cycle(paper: Paper) -> None:
    story(paper)
    # Sent lessons: 1 + 1 of 4; c and m of spring 2022 come before every debt. Months: 03, 04, 07,
    # 09 and 2024-03 of 21, and 05 by 07's second. Hours 10 (9.5 + 0.5 of autumn's 12) + 10 of 40;
    # lectures 2 of 8; shadowing 1 of 4. Nothing else is there.
    activity = (
        Fraction(2, 4) + Fraction(6, 21) + Fraction(20, 40) + Fraction(2, 8) + Fraction(1, 4)
    ) / 5
    assert paper.attained(END, LHUNZE) == activity / 2
    row = paper.progress(END, LHUNZE)
    assert row.blocks == {"organisation": 0, "activity": 36, "archive": 0, "effect": 0}
    assert (row.attainment, row.rules) == (18, RULES)
    # Met: 6 months, 2 terms of hours, 1 of lectures, 1 of shadowing, 2 of sent lessons. Owed:
    # 21 months, 4 × 4 terms, 12 × 2 school years, 10 of the cycle.
    assert (row.duties_met, row.duties) == (12, 71)


# --- One visit and several pairings, rules and terms ----------------------------------------


def test_the_trend_stands_still_when_the_cycle_is_over(paper: Paper) -> None:
    """March of 2024 against September of 2023, 31 days each: nothing was done in either but one
    visit on site; in December of 2023 there was one more, which no later day may bring in.
    """
    paper.log(LHUNZE, "2024-03-12", "送教", hours=10)
    paper.log(LHUNZE, "2023-12-05", "送教", hours=10)
    end = paper.progress(END, LHUNZE).trend
    assert end is not None
    assert end > 0
    for day in (dt.date(2024, 4, 1), dt.date(2024, 7, 1), dt.date(2024, 12, 31)):
        assert paper.progress(day, LHUNZE).trend == end


def test_a_visit_for_three_pairings_counts_once_for_each_and_once_for_the_mentor(
    paper: Paper,
) -> None:
    paper.log([LHUNZE, GYACA, GONGGAR], "2022-03-01", "送教", 4)
    rows = paper.rows(JUNE)
    for mentee in (LHUNZE, GYACA, GONGGAR):
        assert rows[mentee, "lesson-hours", "2022-spring"].done == 4
        assert rows[mentee, "monthly-onsite", "2022-03"].done == 1
        assert rows[mentee, "sent-lessons", "2022-spring"].done == 1
    assert rows[PRIVATE, "lesson-hours", "2022-spring"].done == 0
    found = paper.summary(JUNE)
    assert (found.totals.visits, found.totals.class_hours) == (1, 4)
    mentors = {row.name: (row.visits, row.class_hours) for row in found.by_mentor}
    assert mentors[FIRST_MENTOR] == (1, 4)
    pairings = {row.mentee: (row.visits, row.class_hours) for row in found.pairings}
    assert pairings[LHUNZE] == pairings[GYACA] == pairings[GONGGAR] == (1, 4)
    assert pairings[PRIVATE] == (0, 0)


def test_a_lecture_feeds_every_rule_that_takes_it_once(paper: Paper) -> None:
    paper.log([LHUNZE, GYACA], "2022-05-12", "专题讲座", 1.5)
    rows = paper.rows(JUNE)
    for mentee in (LHUNZE, GYACA):
        fed = {rule for (whose, rule, _), row in rows.items() if whose == mentee and row.done}
        assert fed == {"lectures", "sent-lessons", "monthly-onsite"}
        assert rows[mentee, "lectures", "2022-spring"].done == 1
        assert rows[mentee, "sent-lessons", "2022-spring"].done == 1


def test_a_joint_lecture_feeds_the_rule_of_any_direction_alone(paper: Paper) -> None:
    paper.log(LHUNZE, "2022-05-12", "专题讲座", 1.5, direction=Direction.JOINT)
    rows = paper.rows(JUNE)
    assert {rule for (_, rule, _), row in rows.items() if row.done} == {"lectures"}


def test_a_joint_meeting_on_the_spot_is_the_survey_and_no_visit_of_the_month(paper: Paper) -> None:
    paper.log([LHUNZE, GYACA], "2022-03-11", "座谈签约")
    paper.log(LHUNZE, "2022-03-12", "综合指导")
    rows = paper.rows(JUNE)
    fed = {(mentee, rule): row.done for (mentee, rule, _), row in rows.items() if row.done}
    assert fed == {
        (LHUNZE, "site-survey"): 2,
        (GYACA, "site-survey"): 1,
        # Guidance at the mentee is of the month and counts as a sent lesson.
        (LHUNZE, "monthly-onsite"): 1,
        (LHUNZE, "sent-lessons"): 1,
    }


def test_class_hours_come_from_the_three_lesson_forms_at_the_mentee_only(paper: Paper) -> None:
    forms = paper.store.rows("SELECT code FROM form ORDER BY position")
    for number, form in enumerate(row["code"] for row in forms):
        paper.log(LHUNZE, f"2022-04-{number + 1:02d}", form, 1, direction=Direction.TO_MENTEE)
    assert len(forms) == 24
    assert paper.rows(JUNE)[LHUNZE, "lesson-hours", "2022-spring"].done == 3
    for way in (Direction.TO_MENTOR, Direction.JOINT, Direction.ONLINE):
        paper.log(LHUNZE, "2022-05-09", "送教", 2, direction=way)
    assert paper.rows(JUNE)[LHUNZE, "lesson-hours", "2022-spring"].done == 3


def test_the_first_and_last_day_of_a_term_are_in_it_and_their_neighbours_are_not(
    paper: Paper,
) -> None:
    for first, hours in (
        ("2022-07-15", 1),  # last day of spring
        ("2022-07-16", 2),
        ("2022-08-31", 4),
        ("2022-09-01", 8),  # first day of autumn
        ("2023-01-15", 16),  # last day of autumn
        ("2023-01-16", 3),
        ("2023-02-28", 5),
        ("2023-03-01", 7),  # first day of spring
    ):
        paper.log(LHUNZE, first, "送教", hours)
    rows = paper.rows(END)
    hours_of = {
        term: rows[LHUNZE, "lesson-hours", term].done
        for term in ("2022-spring", "2022-autumn", "2023-spring")
    }
    assert hours_of == {"2022-spring": 1, "2022-autumn": 24, "2023-spring": 7}
    # All of January is a teaching month; February isn't one.
    assert rows[LHUNZE, "monthly-onsite", "2023-01"].done == 2
    assert (LHUNZE, "monthly-onsite", "2023-02") not in rows
    assert paper.summary(END).totals.class_hours == 46


def test_a_visit_over_the_end_of_a_term_counts_whole_on_its_first_day(paper: Paper) -> None:
    paper.log(LHUNZE, "2022-07-14..2022-07-18", "送教", 10)
    check(paper, END, {(LHUNZE, "lesson-hours", "2022-spring"): (10, 10, 0, "met")})


def test_a_visit_on_the_eve_of_the_cycle_is_refused(paper: Paper) -> None:
    with pytest.raises(UsageError) as refused:
        paper.log(LHUNZE, "2022-02-28", "送教", 4)
    assert refused.value.code == "outside-every-cycle"


def test_visits_after_the_day_do_not_exist(paper: Paper) -> None:
    paper.log(LHUNZE, "2022-05-10", "送教", 10)
    for as_of, done, state in (
        (dt.date(2022, 5, 9), 0, "behind"),
        (dt.date(2022, 5, 10), 10, "met"),
    ):
        row = paper.rows(as_of)[LHUNZE, "lesson-hours", "2022-spring"]
        assert (row.done, row.state) == (done, state)
        assert paper.summary(as_of).totals.visits == int(done > 0)


# --- Totals ---------------------------------------------------------------------------------


def test_totals_over_pairings_count_a_visit_and_its_hours_once(paper: Paper) -> None:
    story(paper)
    found = paper.summary(JUNE)
    # a 4, b 2.5, c 2, d 3, e 1.5, i 2, j none, k 1.5 of the first mentor; r 2 of another.
    mentors = {row.name: (row.visits, row.class_hours) for row in found.by_mentor}
    assert mentors == {
        FIRST_MENTOR: (8, 16.5),
        "市第二实验幼儿园": (1, 2),
        "市第三实验幼儿园": (0, 0),
    }
    assert (found.totals.visits, found.totals.class_hours) == (9, 18.5)
    pairings = {row.mentee: (row.visits, row.class_hours) for row in found.pairings}
    assert pairings[LHUNZE] == (7, 15)  # a b c d e i j
    assert pairings[GYACA] == (3, 7)  # a e k
    assert pairings[GONGGAR] == (1, 4)  # a
    forms = {row.form: (row.visits, row.class_hours) for row in found.by_form}
    assert forms == {
        "lesson_delivery": (3, 7.5),  # a i k
        "lesson_study": (1, 2.5),
        "lecture": (3, 5.5),  # c e r
        "joint_research": (1, 3),
        "shadowing": (1, 0),
    }


def test_totals_by_term_keep_the_vacation_apart(paper: Paper) -> None:
    story(paper)
    found = {row.term: (row.visits, row.class_hours) for row in paper.summary(END).by_term}
    assert found == {
        # Until 06-30 9 with 18.5, then l 6 and m 3.
        "2022-spring": (11, 27.5),
        None: (2, 3),  # n o
        "2022-autumn": (1, 12),  # p
        "2024-spring": (1, 2),  # q
    }


def test_the_summary_of_a_term_totals_its_own_visits(paper: Paper) -> None:
    story(paper)
    spring = paper.summary(END, "2022-spring")
    assert (spring.totals.visits, spring.totals.class_hours) == (11, 27.5)
    assert paper.summary(JUNE, "2022-spring").totals.visits == 9
    assert paper.summary(JUNE, "2022-autumn").totals.visits == 0


def test_a_rule_in_the_summary_has_the_percent_of_the_amounts_beside_it(paper: Paper) -> None:
    story(paper)
    rules = {row.rule: row for row in paper.summary(END).rules}
    hours = rules["lesson-hours"]
    # 12 pairings × 4 terms × 10 are expected; 隆子 10 + 10, 加查 10 (11.5 done), 贡嘎 4.
    assert (hours.need, hours.expected, hours.done) == (480, 480, 34)
    assert (hours.pairings, hours.pairings_met) == (12, 0)
    assert hours.attainment == 7  # 34 ÷ 480 = 7.08 %
    shadowing = rules["shadowing"]
    assert (shadowing.expected, shadowing.done, shadowing.attainment) == (48, 1, 2)
    # A duty of the mentor is one, however many pairings it has.
    assert (rules["mentor-group"].need, rules["mentor-group"].pairings) == (3, 12)
    assert (rules["county-group"].need, rules["responsibility-letter"].need) == (9, 9)


def test_a_term_has_one_percentage_wherever_it_is_asked_for(paper: Paper) -> None:
    story(paper)
    for as_of in (JUNE, JULY, END):
        terms = {row.group: row.attainment for row in by_group(paper.figures(as_of), "term")}
        assert paper.summary(as_of, "2022-spring").attainment == terms["2022-spring"]


# --- Waivers --------------------------------------------------------------------------------


def test_of_an_excused_term_only_the_part_done_is_expected(paper: Paper) -> None:
    story(paper)
    key = (GONGGAR, "lesson-hours", "2022-spring")
    assert standing(paper.rows(JULY)[key]) == (10, 4, 6, "missed")
    ref = paper.waive(GONGGAR, "lesson-hours", "2022-spring", "excused")
    row = paper.rows(JULY)[key]
    assert (standing(row), row.expected) == ((10, 4, 0, "waived"), 4)
    assert row.waiver == "大雪封山"
    # March of 5 months, 4 of the 4 hours still asked for, 0 of 2 lectures, 0 of 1 shadowing, 1 of
    # 1 sent lessons.
    activity = (Fraction(1, 5) + 1 + 0 + 0 + 1) / 5
    assert paper.attained(JULY, GONGGAR) == activity * 50 / 70
    progress = paper.progress(JULY, GONGGAR)
    assert (progress.waived, progress.duties) == (1, 70)
    remove_waiver(paper.store, ref, "not needed")
    assert standing(paper.rows(JULY)[key]) == (10, 4, 6, "missed")


def test_a_waiver_is_for_one_pairing_rule_and_period(paper: Paper) -> None:
    story(paper)
    before = paper.rows(JULY)
    paper.waive(GONGGAR, "lesson-hours", "2022-spring", "excused")
    after = paper.rows(JULY)
    changed = {key for key, row in after.items() if row != before[key]}
    assert changed == {(GONGGAR, "lesson-hours", "2022-spring")}


@pytest.mark.parametrize(("kind", "state"), [("postponed", "met"), ("make_up", "made_up")])
def test_what_is_put_off_is_paid_by_later_records_up_to_its_date(
    paper: Paper, kind: str, state: str
) -> None:
    story(paper)
    paper.waive(GONGGAR, "lesson-hours", "2022-spring", kind, "2022-10-31")
    key = (GONGGAR, "lesson-hours", "2022-spring")
    # 138 of 245 days: ⌊10 × 138 ÷ 245⌋ = 5 are expected, 4 done. Autumn needs what it needs.
    check(
        paper,
        JULY,
        {
            key: (10, 4, 6, "behind"),
            (GONGGAR, "lesson-hours", "2022-autumn"): (10, 0, 10, "not_started"),
        },
    )
    assert paper.rows(JULY)[key].due == "2022-10-31"
    # In the vacation it counts for what was put off; for others it doesn't.
    paper.log([GONGGAR, GYACA], "2022-08-20", "送教", 2)
    # 185 of 245 days: ⌊10 × 185 ÷ 245⌋ = 7.
    check(paper, dt.date(2022, 9, 1), {key: (10, 6, 4, "behind")})
    paper.log(GONGGAR, "2022-10-20", "送教", 12)
    paper.log(GONGGAR, "2022-11-01", "送教", 12)
    # Of the 12 of October 2 are more than autumn needs; those of November come too late, and by
    # the rule they make up for the rest all the same.
    check(paper, dt.date(2022, 10, 31), {key: (10, 6, 2, "behind")})
    check(paper, END, {key: (10, 6, 0, "made_up")})
    assert paper.rows(END)[GYACA, "lesson-hours", "2022-spring"].done == 11.5
    paper.log(GONGGAR, "2022-10-25", "送教", 2)
    check(paper, END, {key: (10, 6, 0, state)})


def test_what_the_last_term_owes_can_be_made_up_after_it(paper: Paper) -> None:
    paper.log(SANGRI, "2023-10-10", "送教", 4)
    paper.log(SANGRI, "2024-03-12", "送教", 6)
    key = (SANGRI, "lesson-hours", "2023-autumn")
    check(paper, END, {key: (10, 4, 6, "missed")})
    paper.waive(SANGRI, "lesson-hours", "2023-autumn", "postponed", "2024-03-20")
    # The edge term owes nothing, so what is done in it is free for what was put off.
    check(paper, END, {key: (10, 10, 0, "met")})
    assert not [period for _, rule, period in paper.rows(END) if period == "2024-spring"]


# --- Overrides ------------------------------------------------------------------------------


def test_an_override_from_mid_cycle_changes_the_terms_that_lie_mostly_after_it(
    paper: Paper,
) -> None:
    story(paper)
    # Autumn 2022 is 2022-09-01 to 2023-01-15, 137 days: from 11-08 on 69 of them, from 11-09
    # on 68. Spring 2022 keeps its figures.
    paper.override("lesson-hours", 6, "2022-11-08", county="加查县")
    paper.override("lesson-hours", 7, "2022-11-09", layer=Layer.CITY_PRIVATE)
    terms = ("2022-spring", "2022-autumn", "2023-spring", "2023-autumn")
    rows = paper.rows(END)

    def needs(mentee: str) -> list[float]:
        return [rows[mentee, "lesson-hours", term].need for term in terms]

    assert needs(GYACA) == [10, 6, 6, 6]
    assert needs(PRIVATE) == [10, 10, 7, 7]
    assert needs(LHUNZE) == [10, 10, 10, 10]
    assert rows[GYACA, "lesson-hours", "2022-autumn"].override == "路远"
    assert rows[GYACA, "lesson-hours", "2022-spring"].override is None
    # 加查: 10 of 28 hours; 1 of 4 sent lessons, March, June and July of 21 months, 1 of 8
    # lectures, no shadowing. 11.5 hours of spring come before every debt.
    activity = (Fraction(10, 28) + Fraction(1, 4) + Fraction(3, 21) + Fraction(1, 8)) / 5
    assert paper.attained(END, GYACA) == activity / 2


def test_a_pairings_own_override_goes_before_its_countys_and_its_layers(paper: Paper) -> None:
    paper.override("lesson-hours", 4, "2022-03-01", mentee=LHUNZE)
    paper.override("lesson-hours", 6, "2022-03-01", county="隆子县")
    paper.override("lesson-hours", 8, "2022-03-01", layer=Layer.CITY_COUNTY)
    paper.override("lesson-hours", 9, "2022-03-01")
    paper.override("lesson-hours", 5, "2023-03-01", mentee=LHUNZE)
    rows = paper.rows(END)
    assert rows[LHUNZE, "lesson-hours", "2022-autumn"].need == 4
    assert rows[LHUNZE, "lesson-hours", "2023-spring"].need == 5  # the later one
    assert rows[GYACA, "lesson-hours", "2022-autumn"].need == 8
    assert rows[PRIVATE, "lesson-hours", "2022-autumn"].need == 9


def test_a_rule_overridden_to_nothing_stays_in_sight_and_is_out_of_the_mean(paper: Paper) -> None:
    story(paper)
    paper.override("shadowing", 0, "2022-03-01", mentee=GYACA)
    rows = paper.rows(END)
    shadowing = [row for key, row in rows.items() if key[:2] == (GYACA, "shadowing")]
    assert {standing(row) for row in shadowing} == {(0, 0, 0, "waived")}
    assert all(row.override for row in shadowing)
    activity = (Fraction(1, 4) + Fraction(10, 40) + Fraction(3, 21) + Fraction(1, 8)) / 4
    assert paper.attained(END, GYACA) == activity / 2


# --- Pairings of part of the cycle ----------------------------------------------------------


def test_a_mentor_changed_in_mid_term_leaves_every_period_owed_by_one_of_the_two(
    paper: Paper,
) -> None:
    # Spring 2023: the old mentor has it until 05-08, 69 of 137 days; the new one the other 68.
    reassign(
        paper.store,
        QUSUM,
        "市第三实验幼儿园",
        as_of=JUNE,
        reason="分工调整",
        on=dt.date(2023, 5, 9),
        override="临时多带一所",
    )
    paper.log(QUSUM, "2023-05-08", "送教", 4)
    paper.log(QUSUM, "2023-05-09", "送教", 6)
    figures = paper.figures(END)
    old, new = sorted(
        (each for each in figures.pairings if each.pairing.mentee == QUSUM),
        key=lambda each: each.pairing.start,
    )
    codes = {rule_id: info.code for rule_id, info in figures.rules.items()}
    owed = [
        {codes[rule_id]: [each.owed.period.code for each in found] for rule_id, found in by.items()}
        for by in (old.by_rule, new.by_rule)
    ]
    assert owed[0]["lesson-hours"] == ["2022-spring", "2022-autumn", "2023-spring"]
    assert owed[1]["lesson-hours"] == ["2023-autumn"]
    # 2022-03 … 07, 09 … 2023-01, 03, 04 make 12; May has 8 days of the old mentor.
    assert len(owed[0]["monthly-onsite"]) == 12
    assert len(owed[1]["monthly-onsite"]) == 9
    assert owed[0]["papers"] == ["2022-2023"]
    assert owed[1]["papers"] == ["2023-2024"]
    # Once a cycle: the old mentor had 434 of 762 days, the new one holds it at the end. The
    # days after the cycle, when it is summed up, are the new one's alone.
    assert owed[0]["plan"] == owed[1]["plan"] == ["2022-2024"]
    assert "cycle-summary" not in owed[0]
    assert owed[1]["cycle-summary"] == ["2022-2024"]
    # What the new mentor does in the old one's term is the new pairing's, and not owed there.
    hours = {
        each.owed.period.code: each
        for by in (old, new)
        for each in by.figures()
        if each.owed.rule.code == "lesson-hours"
    }
    assert hours["2023-spring"].done == 4
    assert hours["2023-spring"].owed.due == dt.date(2023, 5, 8)
    assert hours["2023-autumn"].done == 0
    assert paper.summary(END).totals.class_hours == 10


def test_who_had_a_pairing_for_less_than_half_the_cycle_and_lost_it_owes_nothing_of_the_cycle(
    paper: Paper,
) -> None:
    # 2022-03-01 to 2023-01-14 are 320 of 762 days.
    reassign(
        paper.store,
        QUSUM,
        "市第三实验幼儿园",
        as_of=JUNE,
        reason="分工调整",
        on=dt.date(2023, 1, 15),
        override="临时多带一所",
    )
    figures = paper.figures(END)
    owing = {
        figures.rules[rule_id].code: each.pairing.mentor
        for each in figures.pairings
        if each.pairing.mentee == QUSUM
        for rule_id, found in each.by_rule.items()
        for figure in found
        if figure.owed.rule.unit == "cycle"
    }
    shared = {"mentor-group", "county-group", "responsibility-letter"}
    assert {owing[code] for code in set(owing) - shared} == {"市第三实验幼儿园"}
    assert {"site-survey", "plan", "cycle-summary"} <= set(owing)
    old = next(each for each in figures.pairings if each.pairing.end == "2023-01-14")
    # What its mentor and county owe, and the city, they owe because of their other pairings.
    assert {each.owed.rule.per for each in old.figures() if each.owed.rule.unit == "cycle"} == {
        "mentor",
        "county",
        "cycle",
    }
    # Of the autumn it had 136 of 137 days.
    terms = [f.owed.period.code for f in old.figures() if f.owed.rule.code == "lectures"]
    assert terms == ["2022-spring", "2022-autumn"]


# --- Rates and packs ------------------------------------------------------------------------


def test_of_the_rates_reported_in_a_school_year_the_latest_holds(paper: Paper) -> None:
    def report(on: str, indicator: str, part: float, whole: float | None) -> None:
        entered = Report(LHUNZE, indicator, dt.date.fromisoformat(on), part, whole)
        record_indicator(paper.store, entered, paper.cycle, today=END)

    report("2022-09-01", "excellent_lesson_rate", 12, 40)  # 30 %
    report("2023-06-30", "excellent_lesson_rate", 9, 36)  # 25 %
    report("2023-07-01", "papers", 2, None)
    report("2023-08-15", "staffing_rate", 10, 10)  # in the vacation after it
    key = (LHUNZE, "excellent-lesson-rate", "2022-2023")
    check(paper, dt.date(2022, 9, 1), {key: (30, 30, 0, "met")})
    check(paper, dt.date(2023, 6, 29), {key: (30, 30, 0, "met")})
    # A rate isn't approached bit by bit: until its last day nothing is expected.
    check(paper, dt.date(2023, 6, 30), {key: (30, 25, 5, "on_track")})
    check(
        paper,
        END,
        {
            key: (30, 25, 5, "missed"),
            (LHUNZE, "excellent-lesson-rate", "2023-2024"): (30, None, 30, "behind"),
            (LHUNZE, "papers", "2022-2023"): (1, 2, 0, "met"),
            (LHUNZE, "papers", "2023-2024"): (1, None, 1, "behind"),
            # In the vacation after its school year: late, and short of the time to be on time.
            (LHUNZE, "staffing", "2022-2023"): (100, 100, 0, "late"),
            (GYACA, "papers", "2022-2023"): (1, None, 1, "missed"),
        },
    )
    rules = {row.rule: row for row in paper.summary(dt.date(2023, 8, 20)).rules}
    rate = rules["excellent-lesson-rate"]
    assert (rate.done, rate.reported, rate.pairings) == (25, 1, 12)
    assert rules["qualified-rate"].done is None


def test_dropping_and_adopting_a_pack_changes_the_figures_at_once(paper: Paper) -> None:
    story(paper)
    before = paper.rows(JUNE)
    drop(paper.store, "term-quotas", paper.cycle)
    figures = paper.figures(JUNE)
    assert {len(each.by_rule) for each in figures.pairings} == {10, 8}
    # Of the scheme alone: of the start nothing, and of sent lessons nothing can be expected yet.
    assert paper.attained(JUNE, LHUNZE) == 0
    assert paper.progress(JUNE, LHUNZE).blocks["activity"] is None
    adopt(paper.store, "term-quotas", paper.cycle)
    after = paper.rows(JUNE)
    assert {key: standing(row) for key, row in after.items()} == {
        key: standing(row) for key, row in before.items()
    }


def test_the_mean_over_pairings_is_the_mean_of_their_means(paper: Paper) -> None:
    story(paper)
    figures = paper.figures(END)
    found = standings(figures)
    first = [each for each in found if each.pairing.pairing.mentor == FIRST_MENTOR]
    rows = {row.group: row for row in by_group(figures, "mentor")}
    assert rows[FIRST_MENTOR].attainment == percent(mean(each.attainment for each in first))
    assert rows[FIRST_MENTOR].pairings == 4
    # 3 counties × 71 and a private one × 69 duties, with the mentor's group and the city's
    # summary counted once.
    assert rows[FIRST_MENTOR].duties == 3 * 71 + 69 - 3 - 3


def test_a_reference_is_looked_at_and_held_against_nobody(paper: Paper) -> None:
    story(paper)
    binding = paper.progress(JUNE, LHUNZE)
    drop(paper.store, "term-quotas", paper.cycle)
    adopt(paper.store, "term-quotas", paper.cycle, ledger=Ledger.REFERENCE)
    row = paper.progress(JUNE, LHUNZE)
    assert (row.rules, row.blocks["activity"], row.lost) == (10, None, 5)
    assert row.state == "behind", "by the overdue duties of its start"
    # By the quotas alone the activities weigh all: 75.5 %.
    assert [(each.pack, each.attainment) for each in row.reference] == [("term-quotas", 75)]
    assert binding.reference == ()


def test_what_is_registered_below_a_county_changes_nothing_in_its_own_figure(
    paper: Paper,
) -> None:
    story(paper)
    own = {row.group: row.attainment for row in by_group(paper.figures(JUNE), "county")}
    townships = paper.store.rows(
        "SELECT code, name FROM region WHERE parent_code = '540529' ORDER BY code LIMIT 2"
    )
    mentor = paper.store.value("SELECT id FROM kindergarten WHERE name = :name", name=LHUNZE)
    for row in townships:
        name = f"{row['name']}幼儿园"
        below = Kindergarten(
            name=name, pinyin="", initials="", tier="township", ownership="public",
            region_code=row["code"], name_confirmed=True,
        )  # fmt: skip
        paper.store.add(below)
        paper.store.add(
            Pairing(
                cycle_id=paper.cycle.id,
                mentor_id=mentor,
                mentee_id=below.id,
                layer="county-township",
                kind="regular",
                start_date=dt.date(2022, 3, 1),
            )
        )
    rows = by_group(paper.figures(JUNE), "county")
    found = {(row.group, row.layer): (row.attainment, row.pairings) for row in rows}
    assert found["隆子县", "city-county"] == (own["隆子县"], 1)
    assert found["隆子县", "county-township"] == (0, 2)


# --- Why ------------------------------------------------------------------------------------


def test_why_lists_what_counts_and_what_does_not_with_the_reason(paper: Paper) -> None:
    story(paper)
    found = why(paper.store, LHUNZE, paper.cycle, JULY, rule="lesson-hours").rules[0]
    assert (found.rule.document, found.rule.section) == (
        "001 plan 3",
        "五、效果检测 帮扶幼儿园 2",
    )
    spring = found.periods[0]
    assert [(each.date, each.amount) for each in spring.counted] == [
        ("2022-03-01", 4),
        ("2022-04-20", 2.5),
        ("2022-07-15", 3),
    ]
    assert sum(each.amount for each in spring.counted) == spring.done == 9.5
    assert [(each.date, each.reason) for each in spring.not_counted] == [
        ("2022-04-20", "wrong_form"),  # c
        ("2022-05-10", "wrong_form"),  # d
        ("2022-05-12", "wrong_form"),  # e
        ("2022-05-20", "not_done"),  # f
        ("2022-05-21", "not_done"),  # g
        ("2022-05-22", "not_done"),  # h
        ("2022-06-08", "wrong_direction"),  # i
        ("2022-06-14", "wrong_form"),  # j
        ("2022-07-16", "outside_period"),  # l: in the vacation, named with the term before
    ]


def test_the_day_of_a_fact_is_each_pairings_own(paper: Paper) -> None:
    """Two private kindergartens that are alike in all that rules look at, but one was inspected
    and the other wasn't: the bulletin is due 30 days after, and of the other nothing is owed.
    """
    first, second = (each.pairing for each in paper.figures(JUNE).pairings[-2:])
    assert (first.layer, first.county_code) == (second.layer, second.county_code)
    checklist = Checklist(
        cycle_id=paper.cycle.id,
        code="own",
        title_zh="自用",
        title_en="own",
        document="x",
        partly=0.5,
        good=90,
        fairly_good=80,
        average=60,
        due_days=30,
        due_days_critical=7,
        least_inspectors=1,
        content="{}",
    )
    inspection = Inspection(
        cycle_id=paper.cycle.id,
        checklist_id=checklist.id,
        title="督查",
        start_date=dt.date(2022, 5, 10),
        end_date=dt.date(2022, 5, 10),
        state="done",
        done_on=dt.date(2022, 5, 12),
    )
    target = InspectionTarget(
        inspection_id=inspection.id, pairing_id=second.id, on_date=dt.date(2022, 5, 10)
    )
    for row in (checklist, inspection, target):
        paper.store.add(row)
    due = {
        mentee: row.due for (mentee, rule, _), row in paper.rows(JUNE).items() if rule == "bulletin"
    }
    assert due == {second.mentee: "2022-06-11"}
