"""Agreements, groups, teacher pairs, needs, problems, donations: and the rules they meet."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pairing_cli.domain.errors import BadData, PairingError, RuleRefusal, UsageError
from pairing_cli.domain.paperwork import AgreementKind, GroupSide, NeedState
from pairing_cli.domain.records.papers import DonationRow, ProblemRow
from pairing_cli.domain.time.dates import DateSpan
from pairing_cli.services.kindergartens.baselines import Figures, record_baseline
from pairing_cli.services.owing.figures import narrowed_figures
from pairing_cli.services.owing.rule_book import adopt
from pairing_cli.services.pairings.pairing_filter import PairingFilter
from pairing_cli.services.pairings.pairing_records import remove_record
from pairing_cli.services.pairings.plain_record_edit import add_record, edit_record
from pairing_cli.services.pairings.plain_records import Plain, list_records
from pairing_cli.services.papers import apprenticeship_edit, group_edit
from pairing_cli.services.papers.agreement_edit import AgreementInput, add_agreement, edit_agreement
from pairing_cli.services.papers.agreements import AgreementRow, expiring, list_agreements
from pairing_cli.services.papers.apprenticeship_edit import TeacherPairInput, add_apprenticeship
from pairing_cli.services.papers.apprenticeships import ApprenticeshipRow, list_apprenticeships
from pairing_cli.services.papers.group_edit import Names, add_group, edit_group
from pairing_cli.services.papers.groups import GroupRow, find_group, list_groups
from pairing_cli.services.papers.need_edit import NeedInput, add_need, edit_need
from pairing_cli.services.papers.needs import list_needs, list_unasked
from pairing_cli.services.papers.problems import resolve_problem
from pairing_cli.services.plans.plan_edit import PlanInput, edit_plan, new_plan
from pairing_cli.services.reports.detail import detail
from pairing_cli.store.rows import Agreement, LeadingGroup
from pairing_cli.store.writing import Writer
from tests.services.programme import content_of, reader, writer
from tests.services.seeded import cycle_in, log, seeded_at

DAY = dt.date(2022, 8, 25)
LATER = dt.date(2026, 1, 1)
EVERYBODY = PairingFilter()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The seeded programme."""
    return seeded_at(tmp_path / "p.db")


def agree(db: Path, **told: object) -> AgreementRow:
    with writer(db, "agreement add") as store:
        entered = AgreementInput(**told)  # type: ignore[arg-type]
        return add_agreement(
            store, "隆子县", entered, cycle_in(store), as_of=DAY, today=LATER, database=db
        )


def group(
    db: Path, side: GroupSide, names: Names, of: str = "隆子县", on: dt.date | None = None
) -> GroupRow:
    with writer(db, "group add") as store:
        return add_group(store, of, side, names, cycle_in(store), as_of=DAY, on=on)


def bond(
    db: Path, master: str, apprentice: str, start: str, end: str | None = None
) -> ApprenticeshipRow:
    entered = TeacherPairInput(
        master,
        apprentice,
        dt.date.fromisoformat(start),
        dt.date.fromisoformat(end) if end else None,
    )
    with writer(db, "apprentice add") as store:
        return add_apprenticeship(store, "隆子县", entered, cycle_in(store), as_of=DAY)


def done(
    db: Path, rule: str, as_of: dt.date = LATER, *, of: str = "隆子县"
) -> list[tuple[float | None, str]]:
    """What `progress --detail` says of a rule of a mentee."""
    with reader(db) as store:
        figures = narrowed_figures(store, cycle_in(store), as_of, mentee=of)
        return [(row.done, row.state) for row in detail(figures) if row.rule == rule]


def refused(db: Path, error: type[PairingError], code: str, act: object, *values: object) -> None:
    """`act` fails with this error and leaves the file as it was."""
    before = content_of(db)
    with pytest.raises(error) as caught:
        act(db, *values)  # type: ignore[operator]
    assert caught.value.code == code
    assert content_of(db) == before


# --- Rules become met through the registers ---------------------------------------------------


def test_a_group_of_the_mentor_is_entered_once_for_all_its_pairings(db: Path) -> None:
    group(db, GroupSide.MENTOR, Names(members=["组员乙"]))
    assert done(db, "mentor-group") == [(0, "missed")]
    with writer(db) as store:
        found = find_group(store, "隆子县", cycle_in(store), DAY, side="mentor")
        edit_group(store, found, Names(heads=["卓玛"]), as_of=DAY)
    # The head came on 25 August; the duty was due 60 days after the start, on 30 April.
    assert done(db, "mentor-group") == [(1, "late")]
    assert done(db, "mentor-group", of="加查县") == [(1, "late")]
    assert done(db, "mentor-group", of="措美县") == [(0, "missed")]
    assert done(db, "mentor-group", dt.date(2022, 8, 24)) == [(0, "missed")]


def test_a_rule_of_one_side_is_not_met_by_the_other(db: Path) -> None:
    with writer(db) as store:
        adopt(store, "five-ones", cycle_in(store))
    spring = dt.date(2022, 4, 1)
    rule = "leading-group"
    group(db, GroupSide.MENTEE, Names(heads=["卓玛"]), on=spring)
    assert done(db, rule) == [(0, "missed")]
    group(db, GroupSide.MENTOR, Names(heads=["组长甲"]), on=spring)
    assert done(db, rule) == [(1, "met")]


def test_what_stood_before_the_pairing_began_stands_on_its_first_day(db: Path) -> None:
    group(db, GroupSide.MENTOR, Names(heads=["组长甲"]), on=dt.date(2021, 9, 1))
    assert done(db, "mentor-group", dt.date(2022, 3, 1)) == [(1, "met")]


def test_a_plan_meets_its_rule_when_every_task_has_somebody(db: Path) -> None:
    with writer(db) as store:
        entered = PlanInput("隆子县", pack="autumn-calendar", year=2022)
        plan = new_plan(store, entered, cycle_in(store), as_of=DAY)
    assert done(db, "plan") == [(0, "missed")]
    with writer(db) as store:
        edit_plan(store, plan.id, responsible="德吉")
    # The plan is of August, its day was 30 April.
    assert done(db, "plan") == [(1, "late")]


def test_a_letter_meets_its_rule_once_signed_and_not_once_removed(db: Path) -> None:
    row = agree(db, due=dt.date(2022, 9, 1))
    assert done(db, "responsibility-letter") == [(0, "missed")]
    with writer(db) as store:
        signed = AgreementInput(signed=dt.date(2022, 8, 30))
        edit_agreement(store, row.id, signed, as_of=DAY, today=LATER, database=db)
    assert done(db, "responsibility-letter") == [(1, "late")]
    with writer(db) as store:
        remove_record(store, Agreement, row.ref, reason="误登", on=DAY)
    assert done(db, "responsibility-letter") == [(0, "missed")]


def test_baseline_contact_pairs_agreement_and_needs_meet_their_rules(db: Path) -> None:
    with writer(db) as store:
        for pack in ("five-ones", "per-term-support", "year-partnership"):
            adopt(store, pack, cycle_in(store))
    spring = dt.date(2022, 4, 1)
    assert done(db, "baseline") == [(0, "missed")]
    with writer(db) as store:
        record_baseline(store, "隆子县", spring, Figures(children=360), today=LATER)
    assert done(db, "baseline") == [(1, "met")]
    theirs, ours = "per-term-support:contact-person", "five-ones:contact-person"
    assert done(db, theirs) == [(0, "missed")]
    group(db, GroupSide.MENTEE, Names(contacts=["德吉"]), on=spring)
    assert done(db, theirs) == [(1, "met")]
    assert done(db, ours) == [(0, "missed")]
    agree(db, kind=AgreementKind.AGREEMENT, signed=dt.date(2022, 3, 20))
    assert {state for _, state in done(db, "five-ones:agreement")} == {"met"}
    # Without an end it stands, and what stands counts in every school year in which it does.
    assert done(db, "year-partnership:agreement") == [(1, "met"), (1, "met")]
    bond(db, "甲", "乙", "2022-04-01", "2022-12-31")
    assert done(db, "year-partnership:teacher-pairs") == [(1, "met"), (0, "missed")]
    with writer(db) as store:
        asked = NeedInput(text="环创", raised=spring)
        add_need(store, "隆子县", asked, cycle_in(store), as_of=DAY, today=LATER)
        facts = store.rows("SELECT DISTINCT fact FROM facts ORDER BY fact")
    assert [row["fact"] for row in facts] == [
        "agreement", "apprenticeship", "baseline", "contact_person", "needs"
    ]  # fmt: skip


# --- Agreements -------------------------------------------------------------------------------


def test_a_letter_is_signed_with_the_county_and_an_agreement_between_the_sides(db: Path) -> None:
    assert agree(db).parties == ("市实验幼儿园", "隆子县教育局")
    between = agree(db, kind=AgreementKind.AGREEMENT)
    assert between.parties[1].startswith("隆子县")
    assert between.state == "unsigned"


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2022-03-01", "unsigned"),
        ("2022-04-01", "in_force"),
        ("2023-03-01", "expiring"),
        ("2023-03-31", "expiring"),
        ("2023-04-01", "expired"),
    ],
)
def test_how_an_agreement_stands_on_a_day(db: Path, day: str, state: str) -> None:
    signed, until = dt.date(2022, 3, 31), dt.date(2023, 3, 31)
    agree(db, due=signed, signed=signed, until=until)
    with reader(db) as store:
        rows = list_agreements(store, cycle_in(store), EVERYBODY, dt.date.fromisoformat(day))
    assert [row.state for row in rows] == [state]


def test_what_is_unsigned_or_runs_out_wants_attention(db: Path) -> None:
    agree(db, due=dt.date(2022, 3, 31))
    agree(db, signed=dt.date(2022, 3, 31), until=dt.date(2022, 9, 10))
    agree(db, signed=dt.date(2022, 3, 31), until=dt.date(2024, 3, 31))
    with reader(db) as store:
        cycle = cycle_in(store)
        now = expiring(store, cycle, None, DAY)
        span = DateSpan(dt.date(2024, 3, 1), dt.date(2024, 3, 31))
        march = expiring(store, cycle, span, DAY)
        elsewhere = expiring(store, cycle, None, DAY, county="加查县")
    assert [(row.date, row.state) for row in now] == [
        ("2022-03-31", "overdue"),
        ("2022-09-10", "expiring"),
    ]
    assert [row.date for row in march] == ["2024-03-31"]
    assert elsewhere == []


def test_agreements_that_cannot_be(db: Path) -> None:
    def tomorrow(db: Path) -> None:
        agree(db, signed=dt.date(2030, 1, 1))

    def backwards(db: Path) -> None:
        agree(db, signed=dt.date(2022, 3, 31), until=dt.date(2022, 3, 1))

    def crowded(db: Path) -> None:
        agree(db, signatories=["甲", "乙", "丙"])

    refused(db, UsageError, "in-the-future", tomorrow)
    refused(db, UsageError, "end-before-start", backwards)
    refused(db, UsageError, "more-signatories", crowded)


# --- Groups -----------------------------------------------------------------------------------


def test_a_group_has_one_head_and_each_side_one_group(db: Path) -> None:
    refused(db, BadData, "two-heads", group, GroupSide.MENTOR, Names(heads=["甲", "乙"]))
    group(db, GroupSide.MENTOR, Names(heads=["甲"]))
    refused(db, RuleRefusal, "already-there", group, GroupSide.MENTOR, Names(heads=["乙"]))
    refused(db, UsageError, "nobody", group, GroupSide.MENTEE, Names())

    def second(db: Path) -> None:
        with writer(db) as store:
            found = find_group(store, "隆子县", cycle_in(store), DAY)
            edit_group(store, found, Names(heads=["乙"]), as_of=DAY)

    refused(db, BadData, "two-heads", second)


@pytest.mark.parametrize("phone", ["abc", "12", "1388900<script>", "1" * 21])
def test_a_phone_that_is_none_is_refused(db: Path, phone: str) -> None:
    names = Names(heads=["甲"], phones={"": phone})
    refused(db, BadData, "bad-phone", group, GroupSide.MENTOR, names)


def test_a_head_hands_over_and_stays_on_record(db: Path) -> None:
    group(
        db, GroupSide.MENTOR, Names(heads=["甲"], contacts=["丁"], phones={"": "０８９３ 7821234"})
    )
    with writer(db) as store:
        found = find_group(store, "隆子县", cycle_in(store), DAY)
        group_edit.hand_over(
            store,
            found,
            "乙",
            as_of=DAY,
            on=dt.date(2023, 3, 1),
            reason="调动",
            phone="13889001234",
        )
    with reader(db) as store:
        cycle = cycle_in(store)
        before = list_groups(store, cycle, EVERYBODY, dt.date(2023, 2, 28))[0]
        after = list_groups(store, cycle, EVERYBODY, dt.date(2023, 3, 1))[0]
    assert (before.head, after.head, after.since) == ("甲", "乙", "2023-03-01")
    assert (after.contact, after.phone) == ("丁", "0893 7821234")
    assert [(each.name, each.end, each.end_reason) for each in after.people] == [
        ("甲", "2023-02-28", "调动"),
        ("丁", None, None),
        ("乙", None, None),
    ]
    assert done(db, "mentor-group") == [(1, "late")]


def test_a_bureau_has_a_group_of_its_own_that_meets_the_duty_of_its_county(db: Path) -> None:
    row = group(db, GroupSide.BUREAU, Names(heads=["扎西"]))
    assert (row.of, row.mentee) == ("隆子县教育局", None)
    assert done(db, "county-group") == [(1, "late")]
    assert done(db, "county-group", of="加查县") == [(0, "missed")]
    assert done(db, "mentor-group") == [(0, "missed")]
    with reader(db) as store:
        cycle = cycle_in(store)
        assert find_group(store, "隆子县", cycle, DAY, side="bureau").head == "扎西"
        assert list_groups(store, cycle, PairingFilter(mentee="隆子县"), DAY) == []


def test_a_removed_group_makes_room_for_another(db: Path) -> None:
    row = group(db, GroupSide.MENTOR, Names(heads=["甲"]))
    with writer(db) as store:
        remove_record(store, LeadingGroup, row.ref, reason="误登", on=DAY)
    assert done(db, "mentor-group") == [(0, "missed")]
    group(db, GroupSide.MENTOR, Names(heads=["乙"]))
    with reader(db) as store:
        every = list_groups(store, cycle_in(store), PairingFilter(every=True), DAY)
    assert [(each.head, each.state) for each in every] == [("甲", "removed"), ("乙", "in_force")]


# --- Teacher pairs ----------------------------------------------------------------------------


def test_teachers_are_paired_many_to_many_but_no_two_twice_at_once(db: Path) -> None:
    bond(db, "甲", "乙", "2022-09-01", "2023-01-15")
    bond(db, "甲", "丙", "2022-09-01")
    bond(db, "丁", "乙", "2022-09-01")
    refused(db, RuleRefusal, "overlaps", bond, "甲", "乙", "2023-01-15")
    refused(db, RuleRefusal, "overlaps", bond, "甲", "丙", "2023-01-15")
    refused(db, UsageError, "same-person", bond, "甲", "甲", "2023-01-15")
    refused(db, UsageError, "outside-pairing", bond, "甲", "戊", "2020-01-15")
    refused(db, UsageError, "end-before-start", bond, "甲", "戊", "2023-01-15", "2022-12-01")
    assert bond(db, "甲", "乙", "2023-01-16").state == "upcoming"


def test_a_pair_is_handed_over_and_its_history_kept(db: Path) -> None:
    first = bond(db, "甲", "乙", "2022-09-01")
    with writer(db) as store:
        second = apprenticeship_edit.hand_over(
            store, first.ref, as_of=DAY, on=dt.date(2023, 3, 1), master="丙", reason="休产假"
        )
    with reader(db) as store:
        rows = list_apprenticeships(store, cycle_in(store), EVERYBODY, dt.date(2023, 5, 1))
    assert [(row.master, row.apprentice, row.state, row.end, row.successor) for row in rows] == [
        ("甲", "乙", "handed_over", "2023-02-28", second.ref),
        ("丙", "乙", "active", None, None),
    ]


def plain(store: Writer, kind: type[Plain], **values: object) -> Plain:
    return add_record(store, kind, "隆子县", values, cycle_in(store), as_of=DAY, today=LATER)


# --- Needs, problems, donations ---------------------------------------------------------------


def test_a_need_shows_what_answers_it_and_help_that_nobody_asked_for_is_named(db: Path) -> None:
    asked = log(db, "隆子县", "环境创设", "2022-10-10")
    unasked = log(db, "隆子县", "讲座", "2022-10-20")
    with writer(db) as store:
        entered = NeedInput(text="区角材料不足", raised=dt.date(2022, 9, 1), visits=(asked,))
        row = add_need(store, "隆子县", entered, cycle_in(store), as_of=DAY, today=LATER)
    with writer(db) as store:
        settled = NeedInput(state=NeedState.SOLVED, settled=dt.date(2022, 10, 31), outcome="已配齐")
        edit_need(store, row.ref, settled, as_of=DAY, today=LATER)
    with reader(db) as store:
        cycle = cycle_in(store)
        need = list_needs(store, cycle, EVERYBODY, LATER)[0]
        others = list_unasked(store, cycle, EVERYBODY, LATER)
    assert (need.visits, need.state, need.days_open) == ((asked,), "solved", 60)
    assert [visit.ref for visit in others] == [unasked]


def test_a_problem_is_open_for_days_until_it_is_resolved(db: Path) -> None:
    with writer(db) as store:
        row = plain(
            store, ProblemRow, text="道路封闭", raised=dt.date(2022, 8, 1), assigned_to="扎西"
        )
    assert (row.state, row.days_open) == ("assigned", 24)
    with writer(db) as store:
        on = dt.date(2022, 8, 31)
        resolve_problem(store, row.ref, "改为线上", on=on, as_of=on, today=LATER)
    with reader(db) as reading:
        cycle = cycle_in(reading)
        rows = list_records(reading, ProblemRow, cycle, EVERYBODY, LATER)
        assert [(each.state, each.days_open) for each in rows] == [("resolved", 30)]

    def again(db: Path) -> None:
        with writer(db) as store:
            resolve_problem(store, row.ref, "x", on=DAY, as_of=DAY, today=LATER)

    refused(db, RuleRefusal, "already-resolved", again)


@pytest.mark.parametrize(
    ("quantity", "value", "on"),
    [(0, None, "2022-05-01"), (-1, None, "2022-05-01"), (float("nan"), None, "2022-05-01"),
     (1, float("inf"), "2022-05-01"), (1, None, "2019-05-01")],
)  # fmt: skip
def test_donations_that_cannot_be(db: Path, quantity: float, value: float, on: str) -> None:
    def give(db: Path) -> None:
        with writer(db) as store:
            given = {"quantity": quantity, "value": value, "date": dt.date.fromisoformat(on)}
            plain(store, DonationRow, item="绘本", unit="册", **given)

    before = content_of(db)
    with pytest.raises(UsageError):
        give(db)
    assert content_of(db) == before


def test_a_donation_is_kept_with_its_visit(db: Path) -> None:
    visit = log(db, "隆子县", "捐赠", "2022-05-01")
    with writer(db) as store:
        given = {"quantity": 200, "value": 4000, "date": dt.date(2022, 5, 1), "visit": visit}
        plain(store, DonationRow, item="绘本", unit="册", **given)
    with reader(db) as store:
        row = list_records(store, DonationRow, cycle_in(store), EVERYBODY, LATER)[0]
    assert (row.item, row.quantity, row.unit, row.value, row.visit) == (
        "绘本", 200, "册", 4000, visit
    )  # fmt: skip


def test_a_record_is_not_tied_to_the_visit_of_another_pairing(db: Path) -> None:
    theirs = log(db, "加查县", "送教", "2022-04-12", 2)
    day = dt.date(2022, 4, 12)
    with writer(db) as store:
        donation = plain(store, DonationRow, item="绘本", quantity=10, date=day).ref
        asked = NeedInput(text="区角材料不足", raised=day)
        need = add_need(store, "隆子县", asked, cycle_in(store), as_of=DAY, today=LATER).ref

    def give(db: Path) -> None:
        with writer(db) as store:
            given = {"visit": theirs}
            edit_record(store, DonationRow, donation, given, as_of=DAY, today=LATER)

    def answer(db: Path) -> None:
        with writer(db) as store:
            edit_need(store, need, NeedInput(visits=(theirs,)), as_of=DAY, today=LATER)

    for act in (give, answer):
        refused(db, UsageError, "other-pairing", act)


def test_a_need_that_is_met_in_part_only_is_not_settled(db: Path) -> None:
    with writer(db) as store:
        asked = NeedInput(text="区角材料不足", raised=dt.date(2022, 9, 1))
        need = add_need(store, "隆子县", asked, cycle_in(store), as_of=LATER, today=LATER).ref
        solved = NeedInput(state=NeedState.SOLVED, settled=dt.date(2022, 10, 31))
        assert edit_need(store, need, solved, as_of=LATER, today=LATER).settled == "2022-10-31"
        partly = NeedInput(state=NeedState.PARTLY)
        row = edit_need(store, need, partly, as_of=LATER, today=LATER)
    assert (row.state, row.settled) == ("partly", None)
