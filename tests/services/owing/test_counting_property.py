"""Counting: the pure definition at its edges, and the database held against it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairing_cli.domain.owed.counting import (
    NOT_COUNTED,
    Counted,
    CountedVisit,
    NotCounted,
    amount,
    reasons_against,
    together,
)
from pairing_cli.domain.owed.rules import Measure, Rule, RuleKind
from pairing_cli.domain.time.calendar import counting_day
from pairing_cli.domain.vocabulary import Direction, VisitState
from pairing_cli.files.seed.seed import read_seed
from pairing_cli.services.keeping.scheme.seeding import default_seed, sow
from pairing_cli.services.owing.figures import duty_key, figures_of
from pairing_cli.services.owing.rule_book import adopt
from pairing_cli.services.pairings.assigning import assign, reassign
from pairing_cli.services.programme.cycles import CycleRow, find_cycle, list_terms
from pairing_cli.services.reports.why import why
from pairing_cli.store.migrations import new_file
from pairing_cli.store.reading import Reader
from pairing_cli.store.rows import Visit, VisitPairing, VisitPerson
from pairing_cli.store.writing import Writer, writing
from tests.owed_cases import FRAME, LAYER, period, rule

# --- The pure definition --------------------------------------------------------------------

SPRING: Final = rule(
    "term", code="spring", forms=frozenset({"lecture", "demo_lesson"}), direction="to_mentee"
)
PERIOD: Final = period(SPRING, "2022-spring")
LECTURE: Final = CountedVisit(
    first=dt.date(2022, 4, 12),
    last=dt.date(2022, 4, 14),
    counts_on=dt.date(2022, 4, 12),
    form="lecture",
    direction=Direction.TO_MENTEE,
    class_hours=2.5,
    people=("甲", "乙", "丙", "丁"),
)
LATER: Final = dt.date(2022, 12, 31)


def brings(visit: CountedVisit, asked: Rule = SPRING, as_of: dt.date = LATER) -> float | None:
    return amount(asked, PERIOD, visit, LAYER, FRAME, as_of)


def against(
    visit: CountedVisit, asked: Rule = SPRING, as_of: dt.date = LATER, layer: str = LAYER
) -> tuple[NotCounted, ...]:
    return reasons_against(asked, PERIOD, visit, layer, FRAME, as_of)


def on(day: str) -> CountedVisit:
    first = dt.date.fromisoformat(day)
    return LECTURE._replace(first=first, last=first, counts_on=first)


def test_a_visit_that_fits_counts_and_has_no_reason_not_to() -> None:
    assert against(LECTURE) == ()
    assert brings(LECTURE) == 1


@pytest.mark.parametrize(
    ("measure", "much"),
    [
        (Measure.VISITS, 1),
        (Measure.MONTHS, 1),
        (Measure.CLASS_HOURS, 2.5),
        (Measure.DAYS, 3),
        (Measure.PEOPLE, 4),
        (Measure.DISTINCT_PEOPLE, 4),
    ],
)
def test_a_visit_brings_what_the_rule_measures(measure: Measure, much: float) -> None:
    assert brings(LECTURE, SPRING._replace(measure=measure)) == much


def test_hours_that_nobody_wrote_down_are_no_hours_but_the_visit_counts() -> None:
    asked = SPRING._replace(measure=Measure.CLASS_HOURS)
    assert brings(LECTURE._replace(class_hours=0), asked) == 0


@pytest.mark.parametrize(
    ("reason", "visit"),
    [
        *(
            (NotCounted.NOT_DONE, LECTURE._replace(state=state))
            for state in VisitState
            if state is not VisitState.DONE
        ),
        (NotCounted.WRONG_FORM, LECTURE._replace(form="guidance")),
        *(
            (NotCounted.WRONG_DIRECTION, LECTURE._replace(direction=direction))
            for direction in Direction
            if direction is not Direction.TO_MENTEE
        ),
        (NotCounted.OUTSIDE_PERIOD, on("2022-02-28")),
        (NotCounted.OUTSIDE_PERIOD, on("2022-07-16")),
    ],
)
def test_one_thing_amiss_is_one_reason(reason: NotCounted, visit: CountedVisit) -> None:
    assert against(visit) == (reason,)
    assert brings(visit) is None


def test_a_rule_is_for_its_layers() -> None:
    assert against(LECTURE, layer="city-private") == (NotCounted.OTHER_LAYER,)


def test_people_that_nobody_named_are_nobody() -> None:
    assert brings(LECTURE._replace(people=()), SPRING._replace(measure=Measure.PEOPLE)) == 0


def test_a_visit_counts_from_its_own_day_on() -> None:
    assert against(LECTURE, as_of=dt.date(2022, 4, 12)) == ()
    assert NotCounted.AFTER_DAY in against(LECTURE, as_of=dt.date(2022, 4, 11))


def test_the_first_and_the_last_day_of_a_period_are_in_it() -> None:
    assert brings(on("2022-03-01")) == brings(on("2022-07-15")) == 1


def test_a_weekend_is_no_day_of_work() -> None:
    days = SPRING._replace(measure=Measure.DAYS)
    assert against(on("2022-04-16"), days) == (NotCounted.NO_SCHOOL_DAY,)


def test_a_rule_without_forms_or_direction_takes_any() -> None:
    anything = SPRING._replace(forms=frozenset(), direction=None)
    for direction in set(Direction) - {Direction.VISITOR}:
        assert brings(LECTURE._replace(form="other", direction=direction), anything) == 1


def test_what_a_third_party_does_counts_only_where_the_rule_asks_for_it() -> None:
    visitors = LECTURE._replace(direction=Direction.VISITOR)
    assert brings(visitors, SPRING._replace(direction=None)) is None
    assert brings(visitors, SPRING._replace(direction=Direction.VISITOR)) == 1


def test_a_rule_about_documents_milestones_or_rates_counts_no_visit() -> None:
    for kind in (RuleKind.DOCUMENT, RuleKind.MILESTONE, RuleKind.INDICATOR):
        assert against(LECTURE, SPRING._replace(kind=kind)) == (NotCounted.OTHER_MEASURE,)


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(NOT_COUNTED) == set(NotCounted)
    assert all(label.zh and label.en for label in NOT_COUNTED.values())


# --- The database against it ----------------------------------------------------------------

# Every measure, windows, any form, any direction, and the two sides of "layers".
OWN_PACK: Final = """
pack: every-measure
title: {zh: 各种计量, en: Every measure}
source: {document: test, title: {zh: 测试, en: test}}
layers: [city-county, city-private, county-township]
rules:
"""
OWN_RULES: Final = (
    ("days-away", "days", "term", "direction: to_mentor"),
    ("people-once", "distinct_people", "term", ""),
    ("of-the-mentor", "visits", "term", "per: mentor"),
    ("hours-of-the-county", "class_hours", "school_year", "per: county"),
    ("people-sent", "people", "school_year", "forms: [lecture, demo_lesson, shadowing]"),
    ("months-seen", "months", "school_year", "direction: to_mentee"),
    ("months-ever", "months", "cycle", ""),
    ("hours-ever", "class_hours", "cycle", ""),
    ("private-only", "visits", "term", "layers: [city-private]"),
    ("township-only", "visits", "term", "layers: [county-township]"),
    ("at-the-start", "visits", "term", "window: start"),
    ("in-the-middle", "class_hours", "term", "window: middle"),
    ("at-the-end", "visits", "cycle", "window: end"),
    ("before-term", "visits", "term", "window: before"),
    ("in-time", "visits", "school_year", 'by: "12-31"'),
)


def own_pack() -> str:
    return OWN_PACK + "".join(
        f"""
  - code: {code}
    title: {{zh: {code}, en: {code}}}
    kind: quota
    owed_by: mentor
    source: {{section: "1"}}
    need: 3
    measure: {measure}
    period: {unit}
    {more}
"""
        for code, measure, unit, more in OWN_RULES
    )


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seed, a pack of every measure, a consult pairing, and a mentor changed in mid-cycle."""
    folder = tmp_path_factory.mktemp("counting")
    (folder / "own.yaml").write_text(own_pack(), encoding="utf-8")
    path = folder / "pairing.db"
    with new_file(path) as draft, writing(draft, command="init", actor="test") as store:
        sow(store, read_seed(default_seed()))
        day = dt.date(2022, 3, 1)
        cycle = find_cycle(store, None, day)
        adopt(store, str(folder / "own.yaml"), cycle)
        assign(store, "市实验幼儿园", ["洛扎县示范幼儿园"], as_of=day, consult=True)
        reassign(
            store,
            "隆子县示范幼儿园",
            "市第二实验幼儿园",
            as_of=day,
            reason="test",
            on=dt.date(2023, 2, 1),
            override="test",
        )
    return path


@dataclass(frozen=True, slots=True)
class Event:
    """A visit, and for which of the mentor's pairings it was: by their places in the list."""

    first: dt.date
    days: int
    form: str
    direction: Direction
    state: VisitState
    class_hours: float | None
    people: int
    mentor: int
    mentees: frozenset[int]


EDGES: Final = [
    dt.date(year, month, day)
    for year in (2022, 2023, 2024)
    for month, day in [
        *((1, 15), (1, 16), (1, 30), (1, 31), (2, 28), (3, 1), (3, 31), (4, 1), (4, 15)),
        *((4, 16), (5, 31), (6, 1), (7, 15), (7, 16), (7, 31), (8, 2), (8, 31), (9, 1)),
        *(
            (10, 16),
            (10, 17),
            (12, 31),
        ),
    ]
]
FORMS: Final = ["lecture", "lesson_delivery", "demo_lesson", "lesson_study", "shadowing"]
DAYS: Final = st.sampled_from(
    [day for day in EDGES if dt.date(2022, 3, 1) <= day <= dt.date(2024, 3, 31)]
) | st.dates(dt.date(2022, 3, 1), dt.date(2024, 3, 31))
EVENTS: Final = st.builds(
    Event,
    first=DAYS,
    days=st.integers(1, 12),
    form=st.sampled_from([*FORMS, "guidance", "meeting", "online"]),
    direction=st.sampled_from([*[Direction.TO_MENTEE] * 3, *Direction]),
    state=st.sampled_from([*[VisitState.DONE] * 5, *VisitState]),
    class_hours=st.none() | st.integers(0, 24).map(lambda halves: halves / 2),
    people=st.integers(0, 3),
    mentor=st.integers(0, 2),
    mentees=st.frozensets(st.integers(0, 4), min_size=1, max_size=4),
)


@dataclass(frozen=True, slots=True)
class Side:
    """A pairing as this test needs it."""

    id: str
    mentor_id: str
    layer: str
    kind: str


@contextmanager
def thrown_away(database: Path) -> Iterator[tuple[Writer, CycleRow]]:
    """A transaction that is rolled back."""
    with writing(database, command="test", actor="test", dry_run=True) as store:
        yield store, find_cycle(store, None, dt.date(2022, 3, 1))


def record(
    store: Writer, cycle: CycleRow, events: Sequence[Event]
) -> dict[str, list[tuple[str, CountedVisit]]]:
    """Write the visits down; by pairing, each with its id, as the definition sees them."""
    sides = store.fetch(Side, "SELECT id, mentor_id, layer, kind FROM pairing ORDER BY id")
    mentors = sorted({side.mentor_id for side in sides})
    seen: dict[str, list[tuple[str, CountedVisit]]] = defaultdict(list)
    visits, links, people = [], [], []
    terms = list_terms(store)
    for event in events:
        mentor = mentors[event.mentor]
        last = event.first + dt.timedelta(event.days - 1)
        own = [side for side in sides if side.mentor_id == mentor]
        visit = Visit(
            cycle_id=cycle.id,
            mentor_id=mentor,
            start_date=event.first,
            end_date=event.first + dt.timedelta(event.days - 1),
            days=event.days,
            form_code=event.form,
            direction=event.direction,
            state=event.state,
            class_hours=event.class_hours,
            recorded_by="test",
            recorded_at="2022-03-01T00:00:00Z",
        )
        visits.append(visit)
        for number in range(event.people):
            people.append(VisitPerson(visit_id=visit.id, position=number, name=f"老师{number}"))
        for place in {place % len(own) for place in event.mentees}:
            side = own[place]
            links.append(VisitPairing(visit_id=visit.id, pairing_id=side.id))
            seen[side.id].append(
                (
                    visit.id,
                    CountedVisit(
                        first=event.first,
                        last=last,
                        counts_on=counting_day(event.first, last, terms),
                        form=event.form,
                        direction=event.direction,
                        state=event.state,
                        class_hours=event.class_hours or 0,
                        people=tuple(f"老师{number}" for number in range(event.people)),
                    ),
                )
            )
    for rows in (visits, links, people):
        store.add_all(list(rows))
    return seen


def regular(store: Reader) -> set[str]:
    return {row["id"] for row in store.rows("SELECT id FROM pairing WHERE kind = 'regular'")}


REPORT_DAYS: Final = st.sampled_from(
    [dt.date(2022, 3, 1), dt.date(2022, 7, 15), dt.date(2022, 7, 16), dt.date(2024, 3, 31)]
) | st.dates(dt.date(2022, 3, 1), dt.date(2024, 6, 1))

quickly = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quickly
@given(events=st.lists(EVENTS, min_size=5, max_size=40), as_of=REPORT_DAYS)
def test_every_figure_is_the_sum_that_the_definition_gives(
    database: Path, events: list[Event], as_of: dt.date
) -> None:
    """The tally counts alike visits once and reads amounts, not records: it must come to what
    the definition says of each visit by itself.
    """
    with thrown_away(database) as (store, cycle):
        seen = record(store, cycle, events)
        found = figures_of(store, cycle, as_of)
        assert {each.pairing.id for each in found.pairings} == regular(store)
        keys = [each.pairing for each in found.pairings]
        for pairing in found.pairings:
            for figure in pairing.figures():
                asked, asked_in = figure.owed.rule, figure.owed.period
                if not asked.is_quota:
                    continue
                duty = duty_key(asked.per, pairing.pairing)
                visits = {
                    visit_id: (visit, key.layer)
                    for key in keys
                    if duty_key(asked.per, key) == duty and key.layer in asked.layers
                    for visit_id, visit in seen[key.id]
                }
                counted = [
                    Counted(visit.counts_on, brought, visit.people)
                    for visit, layer in visits.values()
                    if (brought := amount(asked, asked_in, visit, layer, found.frame, as_of))
                    is not None
                ]
                wanted = sum(each.amount for each in together(asked, counted))
                assert figure.done == wanted, (asked.code, asked_in.code)


@quickly
@given(events=st.lists(EVENTS, min_size=1, max_size=25), later=st.lists(EVENTS, max_size=10))
def test_what_comes_later_changes_no_figure_of_an_earlier_day(
    database: Path, events: list[Event], later: list[Event]
) -> None:
    as_of = max(event.first for event in events)
    with thrown_away(database) as (store, cycle):
        record(store, cycle, events)
        before = figures_of(store, cycle, as_of)
        record(store, cycle, [event for event in later if event.first > as_of])
        assert figures_of(store, cycle, as_of).pairings == before.pairings


def test_what_why_counts_adds_up_to_what_is_done(database: Path) -> None:
    """Two visits of one month are one month, a person who went twice is one person: of the
    second the reason is told.
    """
    events = [
        Event(day, 1, form, Direction.TO_MENTEE, VisitState.DONE, 2.0, 2, mentor, frozenset({0, 1}))
        for day in EDGES[5:40:3]
        for form in FORMS[:2]
        for mentor in range(3)
    ]
    as_of = dt.date(2024, 3, 31)
    with thrown_away(database) as (store, cycle):
        record(store, cycle, events)
        found = why(store, "加查县示范幼儿园", cycle, as_of, ledger=None)
    sums = {
        (each.rule.code, period.period): (
            sum(record.amount for record in period.counted),
            period.done,
        )
        for each in found.rules
        if each.rule.kind == "quota" and each.rule.per == "pairing"
        for period in each.periods
    }
    assert {key: added for key, (added, done) in sums.items() if added != done} == {}
    reasons = {
        code: {each.reason for rule in found.rules if rule.rule.code == code
               for period in rule.periods for each in period.not_counted}
        for code in ("months-ever", "people-once", "hours-ever")
    }  # fmt: skip
    assert {code for code, seen in reasons.items() if "counted_already" in seen} == {
        "months-ever",
        "people-once",
    }


def test_the_figures_of_one_pairing_mentor_or_county_are_those_it_has_among_all(
    database: Path,
) -> None:
    events = [
        Event(day, 1, form, Direction.TO_MENTEE, VisitState.DONE, 2.0, 1, mentor, frozenset({0, 1}))
        for day in EDGES[2:40:3]
        for form in FORMS[:3]
        for mentor in range(3)
    ]
    as_of = dt.date(2023, 6, 1)
    with thrown_away(database) as (store, cycle):
        record(store, cycle, events)
        everything = figures_of(store, cycle, as_of).pairings
        for each in everything:
            key = each.pairing
            assert figures_of(store, cycle, as_of, among=[key.id]).pairings == [each]
            of_mentor = figures_of(store, cycle, as_of, mentor_id=key.mentor_id).pairings
            assert of_mentor == [
                other for other in everything if other.pairing.mentor_id == key.mentor_id
            ]
            if key.county_code is not None:
                of_county = figures_of(store, cycle, as_of, county_code=key.county_code).pairings
                assert of_county == [
                    other for other in everything if other.pairing.county_code == key.county_code
                ]


def test_a_consult_pairing_has_no_figures_and_none_of_its_visits_count(database: Path) -> None:
    with thrown_away(database) as (store, cycle):
        consult = store.value("SELECT id FROM pairing WHERE kind = 'consult'")
        mentor = store.value("SELECT mentor_id FROM pairing WHERE kind = 'consult'")
        visit = Visit(
            cycle_id=cycle.id,
            mentor_id=mentor,
            start_date=dt.date(2022, 4, 12),
            end_date=dt.date(2022, 4, 12),
            form_code="lecture",
            direction=Direction.TO_MENTEE,
            class_hours=2,
            recorded_by="test",
            recorded_at="2022-04-12T00:00:00Z",
        )
        store.add(visit, VisitPairing(visit_id=visit.id, pairing_id=consult))
        assert consult not in {
            each.pairing.id for each in figures_of(store, cycle, dt.date(2022, 6, 1)).pairings
        }


def test_nothing_that_an_example_writes_stays_in_the_file(database: Path) -> None:
    with thrown_away(database) as (store, _):
        assert store.value("SELECT count(*) FROM visit") == 0
