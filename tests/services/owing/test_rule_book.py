"""Packs adopted and dropped, rules overridden, periods waived, rates reported."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.domain.errors import BadData, InputMissing, NotFound, RuleRefusal, UsageError
from pairing_cli.domain.owed.rules import WaiverKind
from pairing_cli.domain.vocabulary import CycleState, Layer, Ledger
from pairing_cli.services.keeping.undoing import undo
from pairing_cli.services.owing.figures import figures_of
from pairing_cli.services.owing.indicator_edit import Report, record_indicator
from pairing_cli.services.owing.indicators import IndicatorRow, list_indicators
from pairing_cli.services.owing.override_edit import OverrideInput, end_override, override_rule
from pairing_cli.services.owing.overrides import count_exceptions, list_overrides, list_periods
from pairing_cli.services.owing.rule_book import adopt, drop
from pairing_cli.services.owing.rules import find_rule, list_packs, list_rules
from pairing_cli.services.owing.standing import attainment_of_all
from pairing_cli.services.owing.waiver_edit import WaiverInput, remove_waiver, waive
from pairing_cli.services.owing.waivers import list_waivers
from pairing_cli.services.pairings.assigning import reassign
from pairing_cli.services.reports.detail import detail
from pairing_cli.store.rows import Cycle, RulePack
from tests.commandline import pairing
from tests.services.programme import content_of, reader, writer
from tests.services.seeded import END, LATER, cycle_in, figures, log, seeded_at

SPRING, AUTUMN, NEXT_SPRING, LAST = "2022-spring", "2022-autumn", "2023-spring", "2023-autumn"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The seeded programme."""
    return seeded_at(tmp_path / "p.db")


def _needs(db: Path, mentee: str, rule: str) -> dict[str, float]:
    return {period: each.owed.need for period, each in figures(db, mentee, rule).items()}


def _states(db: Path, mentee: str, rule: str, as_of: dt.date = END) -> dict[str, str]:
    return {period: str(each.state) for period, each in figures(db, mentee, rule, as_of).items()}


def _attained(db: Path) -> object:
    with reader(db) as store:
        return attainment_of_all(figures_of(store, cycle_in(store), END))


# --- Packs ----------------------------------------------------------------------------------


def test_the_seed_has_its_scheme_and_another_places_quotas_for_reference(tmp_path: Path) -> None:
    path = seeded_at(tmp_path / "seed.db", quotas=Ledger.REFERENCE)
    with reader(path) as store:
        packs = list_packs(store, cycle_in(store))
        owed = figures_of(store, cycle_in(store), END)
    assert {pack.code: pack.ledger for pack in packs if pack.adopted} == {
        "shannan-2022": "scheme",
        "term-quotas": "reference",
    }
    assert len(packs) == 9
    assert {rule.pack for rule in owed.rules.values()} == {"shannan-2022"}


def test_one_command_makes_a_pack_binding_and_one_undo_takes_it_back(tmp_path: Path) -> None:
    path = seeded_at(tmp_path / "seed.db", quotas=Ledger.REFERENCE)
    log(path, "隆子县", "送教", "2022-04-12", 4)
    before, content = _attained(path), content_of(path)
    with writer(path) as store:
        adopt(store, "term-quotas", cycle_in(store), ledger=Ledger.SCHEME)
    assert _attained(path) != before
    with writer(path, "undo") as store:
        undo(store)
    assert _attained(path) == before
    assert content_of(path) == content


def test_the_cycle_owes_four_terms_two_school_years_and_twenty_one_teaching_months(
    db: Path,
) -> None:
    assert list(_needs(db, "隆子县", "lesson-hours")) == [SPRING, AUTUMN, NEXT_SPRING, LAST]
    assert list(_needs(db, "隆子县", "papers")) == ["2022-2023", "2023-2024"]
    assert len(_needs(db, "隆子县", "monthly-onsite")) == 21


def test_dropping_a_pack_changes_the_figures_at_once_and_undo_restores_them(db: Path) -> None:
    log(db, "隆子县 加查县", "送教", "2022-04-12", 4)
    before, content = _attained(db), content_of(db)
    with writer(db) as store:
        drop(store, "term-quotas", cycle_in(store))
        rules = list_rules(store, cycle_in(store))
        assert {rule.pack for rule in rules} == {"shannan-2022"}
    assert _attained(db) != before
    with writer(db, "undo") as store:
        undo(store)
    assert _attained(db) == before
    assert content_of(db) == content


def test_adopting_a_pack_changes_the_figures_at_once_and_undo_restores_them(db: Path) -> None:
    log(db, "隆子县", "送教", "2022-04-12", 4)
    before, content = _attained(db), content_of(db)
    with writer(db) as store:
        adopt(store, "five-ones", cycle_in(store))
    assert _attained(db) != before
    assert figures(db, "隆子县", "term-sent-lesson")[SPRING].done == 1
    with writer(db, "undo") as store:
        undo(store)
    assert _attained(db) == before
    assert content_of(db) == content


def test_a_pack_adopted_again_unchanged_has_its_overrides_and_waivers_again(db: Path) -> None:
    _override(db, rule="lectures", need=1, start=dt.date(2022, 3, 1))
    _waive(db, period=SPRING)
    with writer(db) as store:
        assert count_exceptions(store, cycle_in(store), "term-quotas") == (1, 1)
        drop(store, "term-quotas", cycle_in(store))
    with reader(db) as store:
        assert list_overrides(store, cycle_in(store), None) == []
        assert [
            row.state
            for row in list_waivers(store, cycle_in(store), dt.date(2024, 3, 31), every=True)
        ] == ["dropped"]
    with writer(db) as store:
        adopt(store, "term-quotas", cycle_in(store))
    assert _needs(db, "隆子县", "lectures")[SPRING] == 1
    assert _states(db, "隆子县", "lesson-hours")[SPRING] == "waived"


def test_a_pack_is_adopted_once_and_only_an_adopted_one_is_dropped(db: Path) -> None:
    with writer(db) as store:
        before = len(store.where(RulePack))
        adopt(store, "term-quotas", cycle_in(store))
        assert (len(store.where(RulePack)), store.has_changes()) == (before, False)
        with pytest.raises(NotFound) as never:
            drop(store, "five-ones", cycle_in(store))
        with pytest.raises(NotFound) as unknown:
            adopt(store, "five-one", cycle_in(store))
        with pytest.raises(InputMissing):
            adopt(store, "nowhere.yaml", cycle_in(store))
    assert never.value.code == "not-adopted"
    assert unknown.value.hint is not None
    assert unknown.value.hint.values["names"] == "five-ones"


def test_a_closed_cycle_takes_no_rule_override_waiver_or_report(db: Path) -> None:
    with writer(db) as store:
        row = store.get(Cycle, cycle_in(store).id)
        store.change(row, state=CycleState.CLOSED)
    for line in (
        "rule adopt five-ones",
        "rule override lesson-hours --need 12 --mentee 隆子县 --from 2022-03-01 --reason 试点",
        "waiver add 隆子县 lesson-hours --period 2022-spring --excuse --reason 疫情",
        "indicator record 隆子县 papers 1 --on 2022-06-01",
    ):
        answer = pairing("--db", str(db), *line.split(), "--cycle", "2022-2024", "--json")
        assert (answer.code, answer.error["code"]) == (3, "cycle-closed"), (line, answer.err)


def _adopt(db: Path, pack: str) -> None:
    with writer(db) as store:
        adopt(store, pack, cycle_in(store))


RULE = """\
  - code: {code}
    title: {{zh: 送课, en: Lessons}}
    kind: quota
    owed_by: mentor
    source: {{section: 第一条}}
    need: 1
    measure: visits
    forms: [lesson_delivery]
    period: term
"""
PACK = """\
pack: ours
title: {zh: 我们的规则, en: Our rules}
source: {document: 县文件, title: {zh: 县文件, en: County paper}}
layers: [city-county]
rules:
""" + RULE.format(code="lessons")


def test_a_pack_of_ones_own_counts_like_a_shipped_one(db: Path, tmp_path: Path) -> None:
    log(db, "隆子县", "送教", "2022-04-12", 4)
    file = tmp_path / "ours.yaml"
    file.write_text(PACK, encoding="utf-8")
    _adopt(db, str(file))
    found = figures(db, "隆子县", "lessons")
    assert found[SPRING].done == 1
    assert figures(db, "未来双语幼儿园", "lessons") == {}, "another layer"


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("need: 1", "need: 0.5", "need-in-parts", "need"),
        (
            "    period: term\n",
            "    period: month\n    season: spring\n",
            "season-without-term",
            "season",
        ),
        (
            "    period: term\n",
            "    period: term\n    roles: [headmaster]\n",
            "unknown-choice",
            "roles",
        ),
        ("owed_by: mentor", "owed_by: mentee\n    per: mentor", "mentor-by-mentee", "owed_by"),
        (
            "[lesson_delivery]",
            "[shadowing]\n    per: mentor",
            "mentee-form-per-mentor",
            "forms",
        ),
        (
            "    period: term\n",
            "    period: term\n    window: after\n",
            "after-without-cycle",
            "window",
        ),
        (
            "    period: term\n",
            "    period: term\n    by: 03-31\n    due: 03-31\n",
            "due-and-by",
            "by",
        ),
        (
            "    period: term\n",
            "    period: term\n" + RULE.format(code="lessons"),
            "doubled",
            "code",
        ),
        ("need: 1", "need: 0", "need-not-positive", "need"),
        ("need: 1", "need: -2", "bad-value", "need"),
        ("    source: {section: 第一条}\n", "", "missing-key", "source"),
        ("    period: term\n", "", "missing-key", "period"),
        ("[lesson_delivery]", "[lesson_deliver]", "unknown-choice", "forms"),
        ("    measure: visits", "    measures: visits", "missing-key", "measure"),
        ("    period: term\n", "    period: term\n    cycle: 2022-2024\n", "unknown-key", "cycle"),
        (
            "    period: term\n",
            "    period: term\n    overrides: [{cycle: 2022-2024, need: 2}]\n",
            "unknown-key",
            "overrides",
        ),
    ],
)
def test_a_bad_pack_is_refused_with_its_place_and_nothing_is_adopted(
    db: Path, tmp_path: Path, old: str, new: str, code: str, column: str
) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(PACK.replace(old, new, 1), encoding="utf-8")
    content = content_of(db)
    with pytest.raises(BadData) as refused:
        _adopt(db, str(file))
    error = refused.value
    assert error.code == code
    assert error.file == str(file)
    assert error.row is not None
    assert error.row > 5
    assert error.column is not None
    assert error.column.startswith("rules[")
    assert column in error.column
    assert content_of(db) == content


def test_a_rule_with_parts_needs_all_of_them_and_nothing_else(db: Path, tmp_path: Path) -> None:
    parts = "    parts: [{fact: one, title: 一}, {fact: two, title: 二}]\n"
    paper = PACK.replace("kind: quota", "kind: milestone").replace("visits", "milestones")
    paper = paper.replace("    forms: [lesson_delivery]\n", parts)
    file = tmp_path / "ours.yaml"
    file.write_text(paper, encoding="utf-8")
    with pytest.raises(BadData) as refused:
        _adopt(db, str(file))
    assert refused.value.code == "need-and-parts"
    file.write_text(paper.replace("    need: 1\n", ""), encoding="utf-8")
    _adopt(db, str(file))
    assert _needs(db, "隆子县", "lessons")[SPRING] == 2


def test_a_code_that_two_packs_use_is_written_with_its_pack(db: Path) -> None:
    _adopt(db, "five-ones")
    with reader(db) as store:
        cycle = cycle_in(store)
        with pytest.raises(NotFound) as ambiguous:
            find_rule(store, cycle, "cycle-summary")
        assert find_rule(store, cycle, "five-ones:cycle-summary").pack == "five-ones"
        assert find_rule(store, cycle, "lesson-hours").code == "lesson-hours"
    assert ambiguous.value.code == "ambiguous-rule"


# --- Overrides ------------------------------------------------------------------------------


def _override(db: Path, **changes: Any) -> str:
    entered = {
        "rule": "lesson-hours",
        "need": 6,
        "start": dt.date(2023, 3, 1),
        "end": None,
        "reason": "路途远",
        **changes,
    }
    with writer(db, "rule override") as store:
        return override_rule(
            store, OverrideInput(**entered), cycle_in(store), as_of=dt.date(2022, 6, 30)
        ).id


def test_an_override_from_mid_cycle_leaves_past_periods_alone(db: Path) -> None:
    _override(db, county="隆子县")
    assert _needs(db, "隆子县", "lesson-hours") == {SPRING: 10, AUTUMN: 10, NEXT_SPRING: 6, LAST: 6}
    assert set(_needs(db, "加查县", "lesson-hours").values()) == {10}


@pytest.mark.parametrize(("start", "need"), [("2023-05-08", 6), ("2023-05-09", 10)])
def test_an_override_holds_where_at_least_half_of_the_period_lies_in_it(
    db: Path, start: str, need: float
) -> None:
    """2023-spring has 137 days; from 8 May on 69 of them are left, from 9 May on 68."""
    _override(db, start=dt.date.fromisoformat(start))
    assert _needs(db, "隆子县", "lesson-hours")[NEXT_SPRING] == need


def test_the_most_specific_override_holds_and_of_equals_the_last(db: Path) -> None:
    start = dt.date(2022, 3, 1)
    _override(db, need=8, start=start)
    _override(db, need=7, start=start, layer=Layer.CITY_COUNTY)
    _override(db, need=5, start=start, county="隆子县")
    _override(db, need=4, start=start, county="隆子县")
    _override(db, need=3, start=start, mentee="加查县")
    assert _needs(db, "隆子县", "lesson-hours")[SPRING] == 4
    assert _needs(db, "加查县", "lesson-hours")[SPRING] == 3
    assert _needs(db, "措美县", "lesson-hours")[SPRING] == 7
    assert _needs(db, "未来双语幼儿园", "lesson-hours")[SPRING] == 8


def test_an_override_of_nothing_leaves_a_duty_of_nothing_in_sight(db: Path) -> None:
    _override(db, need=0, mentee="隆子县")
    needs = _needs(db, "隆子县", "lesson-hours")
    assert needs == {SPRING: 10, AUTUMN: 10, NEXT_SPRING: 0, LAST: 0}


def test_an_override_ends_with_a_day_and_the_rule_holds_again(db: Path) -> None:
    key = _override(db, start=dt.date(2022, 9, 1))
    with writer(db) as store:
        end_override(store, key, dt.date(2023, 7, 15), as_of=dt.date(2022, 6, 30))
    assert _needs(db, "隆子县", "lesson-hours") == {SPRING: 10, AUTUMN: 6, NEXT_SPRING: 6, LAST: 10}
    content = content_of(db)
    with writer(db) as store:
        end_override(store, key, dt.date(2023, 7, 15), as_of=dt.date(2022, 6, 30))
    assert content_of(db) == content
    with writer(db) as store:
        with pytest.raises(RuleRefusal):
            end_override(store, key, dt.date(2023, 8, 31), as_of=dt.date(2022, 6, 30))
        with pytest.raises(UsageError):
            end_override(store, key, dt.date(2022, 8, 31), as_of=dt.date(2022, 6, 30))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"need": -1}, "bad-need"),
        ({"need": 0.25}, "need-in-parts"),
        ({"rule": "lectures", "need": 0.5}, "need-in-parts"),
        ({"rule": "mentor-group", "mentee": "隆子县"}, "shared-duty"),
        ({"need": float("nan")}, "bad-need"),
        ({"need": float("inf")}, "bad-need"),
        ({"rule": "qualified-rate", "need": 101}, "bad-need"),
        ({"start": dt.date(2021, 12, 1)}, "outside-cycle"),
        ({"end": dt.date(2023, 2, 28)}, "end-before-start"),
        ({"county": "隆子县", "mentee": "加查县"}, "several-scopes"),
        ({"layer": Layer.CITY_COUNTY, "county": "隆子县"}, "several-scopes"),
        ({"layer": Layer.COUNTY_TOWNSHIP}, "rule-of-other-layer"),
    ],
)
def test_an_override_that_makes_no_sense_is_refused(
    db: Path, changes: dict[str, Any], code: str
) -> None:
    content = content_of(db)
    with pytest.raises(UsageError) as refused:
        _override(db, **changes)
    assert refused.value.code == code
    assert content_of(db) == content


def test_an_override_and_a_waiver_are_told_in_the_detail_of_progress(db: Path) -> None:
    _override(db, mentee="隆子县", start=dt.date(2022, 3, 1))
    _waive(db, period=SPRING)
    with reader(db) as store:
        cycle = cycle_in(store)
        wanted = find_rule(store, cycle, "送教课时").id
        rows = detail(figures_of(store, cycle, END).only(lambda rule: rule.id == wanted))
    told = {(row.mentee, row.period): (row.override, row.waiver) for row in rows}
    assert told["隆子县示范幼儿园", SPRING] == ("路途远", "封控")
    assert told["隆子县示范幼儿园", AUTUMN] == ("路途远", None)
    assert told["加查县示范幼儿园", SPRING] == (None, None)


# --- Waivers --------------------------------------------------------------------------------


def _waive(db: Path, **changes: Any) -> str:
    as_of = changes.pop("as_of", dt.date(2022, 6, 30))
    entered = {
        "mentee": "隆子县",
        "rule": "lesson-hours",
        "period": None,
        "kind": WaiverKind.EXCUSED,
        "reason": "封控",
        "approver": "李某",
        **changes,
    }
    with writer(db, "waiver add") as store:
        return waive(store, WaiverInput(**entered), cycle_in(store), as_of=as_of).id


def test_an_excused_period_is_waived_and_leaves_the_attainment(db: Path) -> None:
    log(db, "隆子县", "送教", "2022-09-20", 10)
    _waive(db)
    found = figures(db, "隆子县", "lesson-hours", dt.date(2022, 12, 31))
    assert (found[SPRING].state, found[SPRING].remaining) == ("waived", 0)
    assert found[SPRING].is_excused
    assert found[AUTUMN].state == "met"
    assert _states(db, "加查县", "lesson-hours")[SPRING] == "missed"


def test_what_is_postponed_is_paid_by_later_records_up_to_its_date(db: Path) -> None:
    log(db, "隆子县", "送教", "2022-04-12", 4)
    _waive(db, kind=WaiverKind.POSTPONED, until=dt.date(2022, 12, 31))
    autumn = dt.date(2022, 10, 31)
    assert figures(db, "隆子县", "lesson-hours", autumn)[SPRING].remaining == 6
    assert _states(db, "隆子县", "lesson-hours")[SPRING] == "missed"
    log(db, "隆子县", "送教", "2022-10-12", 16)
    found = figures(db, "隆子县", "lesson-hours")
    assert (found[SPRING].state, found[SPRING].paid) == ("met", 6)
    assert (found[AUTUMN].state, found[AUTUMN].owed.need) == ("met", 10)


def test_what_is_made_up_between_and_after_the_owed_terms_counts(db: Path) -> None:
    _waive(db, period=SPRING, kind=WaiverKind.MAKE_UP, until=dt.date(2022, 8, 31))
    _waive(db, period=LAST, kind=WaiverKind.MAKE_UP, until=dt.date(2024, 2, 20))
    log(db, "隆子县", "送教", "2022-08-20", 10)
    log(db, "隆子县", "送教", "2024-02-12", 10)
    states = _states(db, "隆子县", "lesson-hours")
    assert (states[SPRING], states[LAST]) == ("made_up", "made_up")
    assert _states(db, "加查县", "lesson-hours")[SPRING] == "missed"


def test_what_is_done_after_the_date_of_a_waiver_is_late(db: Path) -> None:
    strict = PACK.replace("    period: term\n", "    period: term\n    make_up: false\n")
    file = db.with_name("strict.yaml")
    file.write_text(strict, encoding="utf-8")
    _adopt(db, str(file))
    _waive(
        db,
        rule="lessons",
        period=SPRING,
        kind=WaiverKind.POSTPONED,
        until=dt.date(2022, 10, 31),
    )
    log(db, "隆子县", "送教", "2022-09-12", 1)
    log(db, "隆子县", "送教", "2022-11-12", 1)
    assert _states(db, "隆子县", "lessons")[SPRING] == "missed"
    log(db, "隆子县", "送教", "2022-10-12", 1)
    assert _states(db, "隆子县", "lessons")[SPRING] == "met"


def test_a_waiver_removed_with_a_reason_lets_the_period_owe_again(db: Path) -> None:
    key = _waive(db)
    with writer(db) as store:
        remove_waiver(store, key, "批错了")
    assert _states(db, "隆子县", "lesson-hours")[SPRING] == "missed"
    with reader(db) as store:
        assert list_waivers(store, cycle_in(store), dt.date(2024, 3, 31)) == []
        (row,) = list_waivers(store, cycle_in(store), dt.date(2024, 3, 31), every=True)
    assert (row.state, row.removed_reason, row.approver) == ("removed", "批错了", "李某")
    with writer(db) as store, pytest.raises(RuleRefusal):
        remove_waiver(store, key, "再撤一次")
    _waive(db)
    assert _states(db, "隆子县", "lesson-hours")[SPRING] == "waived"


def test_a_waiver_goes_to_the_pairing_that_owed_the_period(db: Path) -> None:
    with writer(db) as store:
        reassign(
            store,
            "措美县",
            "市实验幼儿园",
            as_of=dt.date(2023, 3, 1),
            reason="调整",
            override="三所之外",
        )
    _waive(db, mentee="措美县", period=AUTUMN, as_of=dt.date(2023, 6, 1))
    with reader(db) as store:
        (row,) = list_waivers(store, cycle_in(store), dt.date(2024, 3, 31))
    assert row.mentor == "市第二实验幼儿园"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("2022春", SPRING), ("2022年秋季学期", AUTUMN), ("2023-spring", NEXT_SPRING)],
)
def test_a_period_is_read_as_people_write_it(db: Path, typed: str, code: str) -> None:
    _waive(db, period=typed)
    assert _states(db, "隆子县", "lesson-hours")[code] == "waived"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"period": "2024-spring"}, "no-such-period"),
        ({"period": "2030春"}, "no-such-period"),
        ({"as_of": dt.date(2022, 8, 1)}, "no-such-period"),
        ({"kind": WaiverKind.POSTPONED}, "no-until"),
        ({"until": dt.date(2022, 12, 31)}, "until-of-excused"),
        ({"kind": WaiverKind.MAKE_UP, "until": dt.date(2024, 4, 1)}, "outside-cycle"),
        ({"kind": WaiverKind.MAKE_UP, "until": dt.date(2022, 7, 15)}, "until-too-early"),
    ],
)
def test_a_waiver_that_makes_no_sense_is_refused(
    db: Path, changes: dict[str, Any], code: str
) -> None:
    content = content_of(db)
    with pytest.raises(UsageError) as refused:
        _waive(db, **changes)
    assert refused.value.code == code
    assert content_of(db) == content


def test_a_waiver_needs_a_reason_that_says_something(db: Path) -> None:
    with pytest.raises(BadData):
        _waive(db, reason="  ")


def test_a_period_is_waived_once(db: Path) -> None:
    _waive(db)
    content = content_of(db)
    _waive(db)
    assert content_of(db) == content
    with pytest.raises(RuleRefusal) as refused:
        _waive(db, reason="路断")
    assert refused.value.code == "already-waived"


def test_what_an_override_has_taken_away_is_not_waived(db: Path) -> None:
    _override(db, need=0, start=dt.date(2022, 3, 1), mentee="隆子县")
    with pytest.raises(UsageError) as refused:
        _waive(db)
    assert refused.value.code == "not-owed"


# --- Indicators -----------------------------------------------------------------------------


def _report(
    db: Path,
    indicator: str,
    part: float,
    whole: float | None = None,
    on: str = "2022-12-20",
    today: dt.date = LATER,
) -> None:
    report = Report("隆子县", indicator, dt.date.fromisoformat(on), part, whole)
    with writer(db, "indicator record") as store:
        record_indicator(store, report, cycle_in(store), today)


def _reports(db: Path, as_of: dt.date = END) -> list[IndicatorRow]:
    with reader(db) as store:
        return list_indicators(store, cycle_in(store), as_of)


def test_of_the_reports_of_a_period_the_latest_holds(db: Path) -> None:
    _report(db, "excellent-lesson-rate", 11, 40, "2022-12-20")
    _report(db, "excellent_lesson_rate", 12, 40, "2023-06-20")
    _report(db, "优课率", 1, 40, "2023-12-20")
    rows = _reports(db)
    assert [(row.percent, row.target, row.state) for row in rows] == [
        (27.5, 30, "replaced"),
        (30, 30, "met"),
        (2.5, 30, "below"),
    ]
    assert [row.state for row in _reports(db, dt.date(2023, 1, 31))] == ["below"]
    assert _states(db, "隆子县", "优课率", LATER) == {"2022-2023": "met", "2023-2024": "missed"}


def test_a_hundred_percent_is_shown_only_when_nothing_is_missing(db: Path) -> None:
    _report(db, "合格率", 99_999, 100_000)
    (row,) = _reports(db)
    assert (row.percent, row.state) == (99.99, "below")


def test_a_number_has_no_percent(db: Path) -> None:
    _report(db, "papers", 3)
    (row,) = _reports(db)
    assert (row.numerator, row.denominator, row.percent, row.target) == (3, None, None, 1)
    assert (row.unit, row.state) == ("count", "met")


def test_a_report_of_a_school_year_that_owes_nothing_is_kept_and_says_so(db: Path) -> None:
    _report(db, "papers", 3, on="2022-04-01")
    (row,) = _reports(db)
    assert (row.state, row.target) == ("not_owed", None)


@pytest.mark.parametrize(("part", "whole"), [(5, 0), (5, -1), (5, 4), (-1, 4)])
def test_a_rate_that_cannot_be_is_bad_data(db: Path, part: float, whole: float) -> None:
    content = content_of(db)
    with pytest.raises(BadData):
        _report(db, "合格率", part, whole)
    assert content_of(db) == content


def test_a_report_must_fit_its_indicator_its_cycle_and_the_calendar(db: Path) -> None:
    with pytest.raises(UsageError):
        _report(db, "papers", 3, 4)
    with pytest.raises(UsageError):
        _report(db, "合格率", 3)
    with pytest.raises(NotFound):
        _report(db, "lesson-hours", 3)
    with pytest.raises(UsageError) as outside:
        _report(db, "papers", 3, on="2024-04-01")
    with pytest.raises(UsageError) as future:
        _report(db, "papers", 3, today=dt.date(2022, 12, 19))
    assert (outside.value.code, future.value.code) == ("outside-cycle", "in-the-future")


def test_the_periods_of_a_rule_say_which_are_owed(db: Path) -> None:
    with reader(db) as store:
        cycle = cycle_in(store)
        rows = list_periods(store, cycle, find_rule(store, cycle, "lesson-hours").rule)
    assert [(row.period, row.owed) for row in rows][-2:] == [(LAST, True), ("2024-spring", False)]
