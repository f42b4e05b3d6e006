"""What a pairing owes: periods, windows, deadlines, overrides and waivers, by pure definitions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing_cli.domain.owed.rules import (
    MEASURES_OF,
    Measure,
    Obligation,
    Override,
    PairingSpan,
    Rule,
    RuleKind,
    RulePeriod,
    Waiver,
    WaiverKind,
    carry_over,
    obligation,
    room,
    rule_periods,
)
from pairing_cli.domain.time.calendar import Part, Season, Term, Unit
from pairing_cli.domain.time.dates import DateSpan


def day(text: str) -> date:
    return date.fromisoformat(text)


def span(first: str, last: str) -> DateSpan:
    return DateSpan(day(first), day(last))


def term(code: str, school_year: str, season: Season, first: str, last: str) -> Term:
    return Term(code, school_year, season, day(first), day(last))


TERMS = [
    term("2021-autumn", "2021-2022", "autumn", "2021-09-01", "2022-01-15"),
    term("2022-spring", "2021-2022", "spring", "2022-03-01", "2022-07-15"),
    term("2022-autumn", "2022-2023", "autumn", "2022-09-01", "2023-01-15"),
    term("2023-spring", "2022-2023", "spring", "2023-03-01", "2023-07-15"),
    term("2023-autumn", "2023-2024", "autumn", "2023-09-01", "2024-01-15"),
    term("2024-spring", "2023-2024", "spring", "2024-03-01", "2024-07-15"),
]
CYCLE = span("2022-03-01", "2024-03-31")
LAYER = "city-county"


def rule(
    unit: Unit = "term",
    need: float = 10,
    *,
    window: Part | None = None,
    by: tuple[int, int] | None = None,
    stage: str | None = None,
) -> Rule:
    return Rule("r", "r", need, unit, frozenset({LAYER}), window, by, stage)


def laid_out(
    asked: Rule, cycle: DateSpan = CYCLE, stages: Sequence[tuple[str, DateSpan]] = ()
) -> list[RulePeriod]:
    return rule_periods(asked, cycle, "2022-2024", TERMS, stages)


def owed_codes(asked: Rule) -> list[str]:
    return [period.code for period in laid_out(asked) if period.owed]


def period(code: str, asked: Rule) -> RulePeriod:
    return next(each for each in laid_out(asked) if each.code == code)


def bond(
    first: str = "2022-03-01",
    last: str = "2024-03-31",
    *,
    layer: str = LAYER,
    county: str | None = "540529",
) -> PairingSpan:
    return PairingSpan("p", layer, county, span(first, last), to_the_end=day(last) >= CYCLE.last)


def owed(
    asked: Rule,
    code: str,
    who: PairingSpan | None = None,
    overrides: Sequence[Override] = (),
    waiver: Waiver | None = None,
) -> Obligation:
    found = obligation(who or bond(), asked, period(code, asked), overrides, waiver)
    assert found is not None
    return found


def owes_nothing(
    asked: Rule, code: str, who: PairingSpan, overrides: Sequence[Override] = ()
) -> bool:
    return obligation(who, asked, period(code, asked), overrides) is None


# --- Which periods are owed -----------------------------------------------------------------


def test_a_rule_per_term_is_owed_four_times_in_the_cycle() -> None:
    assert owed_codes(rule("term")) == ["2022-spring", "2022-autumn", "2023-spring", "2023-autumn"]


def test_a_rule_per_school_year_is_owed_twice_in_the_cycle() -> None:
    assert owed_codes(rule("school_year")) == ["2022-2023", "2023-2024"]


def test_a_rule_per_month_is_owed_in_twenty_one_teaching_months() -> None:
    codes = owed_codes(rule("month"))
    assert len(codes) == 21
    assert "2022-08" not in codes
    assert "2023-02" not in codes
    assert codes[-1] == "2024-03"


def test_a_rule_per_cycle_is_owed_once_under_the_code_of_the_cycle() -> None:
    assert owed_codes(rule("cycle")) == ["2022-2024"]


def test_the_code_of_the_cycle_is_its_own_and_not_made_of_its_years() -> None:
    found = rule_periods(rule("cycle"), CYCLE, "pilot", TERMS)
    assert [each.code for each in found] == ["pilot"]


def test_the_edge_term_is_laid_out_so_that_visits_find_a_period_but_owes_nothing() -> None:
    edge = period("2024-spring", rule("term"))
    assert not edge.owed
    assert edge.counting == span("2024-03-01", "2024-07-15")
    assert edge.due == day("2024-03-31")


def test_a_period_outside_the_cycle_is_not_laid_out() -> None:
    assert laid_out(rule("term"))[0].code == "2022-spring"


def test_a_rule_of_a_stage_is_about_that_stage_alone() -> None:
    stages = [
        ("launch", span("2022-03-01", "2022-04-30")),
        ("summary", span("2024-01-01", "2024-03-31")),
    ]
    found = laid_out(rule("stage", stage="summary"), stages=stages)
    assert [(each.code, each.period, each.owed) for each in found] == [
        ("summary", span("2024-01-01", "2024-03-31"), True)
    ]
    assert laid_out(rule("stage", stage="other"), stages=stages) == []


def test_every_period_names_its_rule() -> None:
    assert {each.rule_id for each in laid_out(rule("month"))} == {"r"}


# --- Windows --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [
        # 137 days are 46, 46 and 45.
        ("start", "2022-03-01", "2022-04-15"),
        ("middle", "2022-04-16", "2022-05-31"),
        ("end", "2022-06-01", "2022-07-15"),
    ],
)
def test_a_window_counts_its_days_only_and_is_due_on_its_last(
    part: Part, first: str, last: str
) -> None:
    found = period("2022-spring", rule("term", window=part))
    assert found.counting == span(first, last)
    assert found.due == day(last)
    assert found.period == span("2022-03-01", "2022-07-15")


def test_what_comes_before_a_term_is_owed_for_terms_whose_eve_lies_in_the_cycle() -> None:
    found = laid_out(rule("term", window="before"))
    # The 30 days before the first term end on 2022-02-28, before the cycle begins; 2024-spring
    # owes nothing, though the days before it lie wholly inside.
    assert [(each.code, each.counting, each.owed) for each in found] == [
        ("2022-autumn", span("2022-08-02", "2022-08-31"), True),
        ("2023-spring", span("2023-01-30", "2023-02-28"), True),
        ("2023-autumn", span("2023-08-02", "2023-08-31"), True),
        ("2024-spring", span("2024-01-31", "2024-02-29"), False),
    ]


def test_a_window_beyond_the_end_of_the_cycle_is_not_owed_though_its_period_is() -> None:
    # 2023-2024 has 319 days: 107, 106, 106; its last third begins on 2024-04-01.
    assert owed_codes(rule("school_year", window="end")) == ["2022-2023"]
    assert owed_codes(rule("school_year", window="middle")) == ["2022-2023", "2023-2024"]


def test_a_window_that_lies_mostly_outside_the_cycle_is_not_owed() -> None:
    # The start of spring 2022 is 03-01 to 04-15, 46 days. From 03-24 on 23 of them are inside,
    # half; from 03-25 on 22.
    for first, is_owed in (("2022-03-24", True), ("2022-03-25", False)):
        found = laid_out(rule("term", window="start"), span(first, "2024-03-31"))
        assert found[0].code == "2022-spring"
        assert found[0].owed is is_owed


@given(
    unit=st.sampled_from(["month", "term", "school_year", "cycle"]),
    window=st.sampled_from([None, "start", "middle", "end"]),
    first=st.dates(date(2021, 9, 1), date(2023, 12, 31)),
    length=st.integers(1, 800),
)
def test_no_day_counts_in_two_periods_of_a_rule_and_each_is_due_inside(
    unit: Unit, window: Part | None, first: date, length: int
) -> None:
    cycle = DateSpan(first, first + timedelta(length))
    found = laid_out(rule(unit, window=window), cycle)
    for before, after in pairwise(found):
        assert before.counting.last < after.counting.first
    for each in found:
        assert each.counting.contains(each.due)
        assert cycle.contains(each.due)
        assert each.period.overlap(each.counting) == each.counting


# --- Deadlines ------------------------------------------------------------------------------


def test_a_rule_with_a_date_is_due_on_its_first_such_day_in_the_period() -> None:
    asked = rule("cycle", by=(3, 31))
    assert period("2022-2024", asked).due == day("2022-03-31")
    assert period("2022-2023", rule("school_year", by=(3, 31))).due == day("2023-03-31")
    assert period("2022-2023", rule("school_year", by=(9, 1))).due == day("2022-09-01")
    assert period("2022-2023", rule("school_year", by=(7, 15))).due == day("2023-07-15")


def test_what_is_done_after_the_date_still_counts_for_the_period() -> None:
    found = period("2022-2024", rule("cycle", by=(3, 31)))
    assert found.counting == CYCLE


def test_a_date_that_the_period_lacks_leaves_its_last_day() -> None:
    assert period("2022-spring", rule("term", by=(12, 31))).due == day("2022-07-15")


def test_nothing_is_due_after_the_end_of_the_cycle() -> None:
    assert period("2023-2024", rule("school_year")).due == day("2024-03-31")
    # 06-30 of the school year 2023-2024 lies after the cycle.
    assert period("2023-2024", rule("school_year", by=(6, 30))).due == day("2024-03-31")
    assert period("2024-03", rule("month")).due == day("2024-03-31")


def test_a_month_is_due_on_its_last_day_even_where_its_term_ends_before() -> None:
    assert period("2022-07", rule("month")).due == day("2022-07-31")
    assert period("2023-01", rule("month")).due == day("2023-01-31")


# --- Who owes -------------------------------------------------------------------------------


def test_a_pairing_of_the_whole_cycle_owes_the_need_from_first_to_last_day() -> None:
    found = owed(rule("term"), "2022-spring")
    assert (found.rule.id, found.period.code) == ("r", "2022-spring")
    assert (found.need, found.first, found.due) == (10, day("2022-03-01"), day("2022-07-15"))
    assert (found.waiver, found.override, found.carried, found.extended) == (None, None, 0, False)


def test_a_pairing_owes_nothing_of_a_period_that_the_cycle_does_not_owe() -> None:
    assert owes_nothing(rule("term"), "2024-spring", bond())


def test_a_pairing_owes_nothing_before_a_term_that_the_cycle_does_not_owe() -> None:
    # All of the 30 days before 2024-spring lie in cycle and pairing; the term itself is owed by
    # the next cycle.
    assert owes_nothing(rule("term", window="before"), "2024-spring", bond())
    assert not owes_nothing(rule("term", window="before"), "2023-autumn", bond())


def test_a_pairing_of_another_layer_owes_nothing() -> None:
    assert owes_nothing(rule("term"), "2022-spring", bond(layer="township-village"))


@pytest.mark.parametrize(
    ("first", "is_owed"),
    [
        # Spring 2022 has 137 days: from 05-08 on 69 of them, from 05-09 on 68.
        ("2022-05-08", True),
        ("2022-05-09", False),
    ],
)
def test_a_pairing_that_began_late_owes_a_term_of_which_it_has_half(
    first: str, is_owed: bool
) -> None:
    who = bond(first)
    assert owes_nothing(rule("term"), "2022-spring", who) is not is_owed
    if is_owed:
        found = owed(rule("term"), "2022-spring", who)
        assert (found.need, found.first, found.due) == (10, day(first), day("2022-07-15"))


@pytest.mark.parametrize(
    ("last", "is_owed"), [("2022-05-08", True), ("2022-05-07", False), ("2022-02-28", False)]
)
def test_a_pairing_that_ended_early_owes_a_term_of_which_it_had_half(
    last: str, is_owed: bool
) -> None:
    who = bond("2022-02-01", last)
    assert owes_nothing(rule("term"), "2022-spring", who) is not is_owed
    if is_owed:
        found = owed(rule("term"), "2022-spring", who)
        assert (found.need, found.first, found.due) == (10, day("2022-03-01"), day(last))


def test_of_two_mentors_in_a_term_one_owes_it_unless_each_has_exactly_half() -> None:
    asked = rule("month")
    june = "2022-06"  # 30 days
    for change, owing in (("2022-06-15", [False, True]), ("2022-06-16", [True, True])):
        before = bond(last=(day(change) - timedelta(1)).isoformat())
        after = bond(first=change)
        assert [not owes_nothing(asked, june, who) for who in (before, after)] == owing


def test_what_is_asked_once_a_cycle_is_owed_by_who_holds_the_pairing_at_its_end() -> None:
    asked = rule("cycle", 1)
    late = owed(asked, "2022-2024", bond("2024-03-01"))
    assert (late.first, late.due) == (day("2024-03-01"), day("2024-03-31"))
    # 762 days, of which it had 381 - 1.
    assert owes_nothing(asked, "2022-2024", bond(last="2023-03-15"))
    early = owed(asked, "2022-2024", bond(last="2023-03-16"))
    assert (early.first, early.due) == (day("2022-03-01"), day("2023-03-16"))


def test_holding_a_pairing_at_the_end_makes_nobody_owe_a_whole_school_year() -> None:
    assert owes_nothing(rule("school_year"), "2023-2024", bond("2024-03-01"))


def test_a_pairing_that_ended_before_the_window_owes_nothing_in_it() -> None:
    assert owes_nothing(rule("cycle", window="end"), "2022-2024", bond(last="2023-06-30"))


def test_who_began_after_the_deadline_is_given_the_rest_of_the_period() -> None:
    asked = rule("cycle", 1, by=(3, 31))
    assert owed(asked, "2022-2024", bond("2022-03-31")).due == day("2022-03-31")
    late = owed(asked, "2022-2024", bond("2022-04-01"))
    assert (late.first, late.due) == (day("2022-04-01"), day("2024-03-31"))


@given(
    unit=st.sampled_from(["month", "term", "school_year", "cycle"]),
    by=st.none() | st.sampled_from([(3, 31), (9, 1), (12, 31)]),
    first=st.dates(date(2022, 3, 1), date(2024, 3, 31)),
    length=st.integers(0, 800),
)
def test_what_is_owed_can_be_done_inside_pairing_period_and_cycle(
    unit: Unit, by: tuple[int, int] | None, first: date, length: int
) -> None:
    last = min(first + timedelta(length), CYCLE.last)
    who = PairingSpan("p", LAYER, None, DateSpan(first, last), to_the_end=last == CYCLE.last)
    asked = rule(unit, by=by)
    for each in laid_out(asked):
        found = obligation(who, asked, each)
        if found is not None:
            assert found.first <= found.due
            for bound in (who.span, each.counting, CYCLE):
                assert bound.contains(found.first)
                assert bound.contains(found.due)


# --- Overrides ------------------------------------------------------------------------------


def override(
    need: float,
    first: str = "2022-03-01",
    last: str = "9999-12-31",
    *,
    layer: str | None = None,
    county: str | None = None,
    pairing: str | None = None,
) -> Override:
    return Override("r", need, span(first, last), "why", layer, county, pairing)


def need_with(
    *overrides: Override, code: str = "2022-spring", who: PairingSpan | None = None
) -> float:
    return owed(rule("term"), code, who, overrides).need


def test_an_override_for_all_changes_the_need_and_is_shown() -> None:
    found = owed(rule("term"), "2022-spring", overrides=[override(6)])
    assert (found.need, found.override) == (6, override(6))


def test_a_more_specific_override_goes_first_in_whatever_order_they_were_made() -> None:
    everyone, layer = override(1), override(2, layer=LAYER)
    county, own = override(3, county="540529"), override(4, pairing="p")
    assert [each.rank for each in (everyone, layer, county, own)] == [0, 1, 2, 3]
    assert need_with(everyone, layer) == need_with(layer, everyone) == 2
    assert need_with(layer, county) == need_with(county, layer) == 3
    assert need_with(county, own) == need_with(own, county) == 4
    assert need_with(own, everyone, layer, county) == 4


def test_of_overrides_as_specific_the_last_holds() -> None:
    assert need_with(override(6), override(8)) == 8
    assert need_with(override(8, pairing="p"), override(3), override(6, pairing="p")) == 6


@pytest.mark.parametrize(
    "other",
    [
        override(6, layer="city-private"),
        override(6, county="540528"),
        override(6, pairing="q"),
    ],
)
def test_an_override_for_others_changes_nothing(other: Override) -> None:
    found = owed(rule("term"), "2022-spring", overrides=[other])
    assert (found.need, found.override) == (10, None)


def test_a_pairing_without_a_known_county_is_touched_by_no_override_for_a_county() -> None:
    who = bond(county=None)
    assert need_with(override(6, county="540529"), who=who) == 10
    assert need_with(override(6), who=who) == 6


@pytest.mark.parametrize(
    ("first", "need"),
    [
        # Autumn 2022 has 137 days; from 11-09 on 68, from 11-08 on 69.
        ("2022-11-08", 6),
        ("2022-11-09", 10),
    ],
)
def test_an_override_holds_for_periods_of_which_at_least_half_lies_after_its_date(
    first: str, need: float
) -> None:
    found = override(6, first)
    assert need_with(found, code="2022-spring") == 10
    assert need_with(found, code="2022-autumn") == need
    assert need_with(found, code="2023-spring") == 6
    assert need_with(found, code="2023-autumn") == 6


def test_an_override_with_an_end_leaves_later_periods_as_they_were() -> None:
    found = override(6, "2022-09-01", "2023-01-15")
    assert need_with(found, code="2022-autumn") == 6
    assert need_with(found, code="2023-spring") == 10


def test_a_need_overridden_to_zero_leaves_an_obligation_of_nothing() -> None:
    assert need_with(override(0)) == 0


def test_an_exception_from_a_need_of_zero_can_owe_again() -> None:
    assert need_with(override(0), override(0.5, pairing="p")) == 0.5


# --- Waivers --------------------------------------------------------------------------------


def waiver(kind: WaiverKind, until: str | None = None, code: str = "2022-spring") -> Waiver:
    return Waiver("p", "r", code, kind, "why", day(until) if until else None)


def terms_owed(*waivers: Waiver) -> list[Obligation]:
    by_code = {each.period: each for each in waivers}
    return [owed(rule("term"), code, waiver=by_code.get(code)) for code in owed_codes(rule("term"))]


def needs(obligations: Sequence[Obligation]) -> list[float]:
    return [each.need for each in obligations]


def carried(obligations: Sequence[Obligation]) -> list[float]:
    return [each.carried for each in obligations]


def test_without_waivers_nothing_moves() -> None:
    obligations = terms_owed()
    assert carry_over(obligations, [3, 0, 0, 0]) == obligations
    assert carry_over([], []) == []


def test_what_is_excused_is_owed_nowhere_else() -> None:
    obligations = terms_owed(waiver(WaiverKind.EXCUSED))
    assert carry_over(obligations, [3, 0, 0, 0]) == obligations
    assert obligations[0].waiver is not None


def test_what_is_excused_moves_nowhere_even_with_a_date() -> None:
    obligations = terms_owed(waiver(WaiverKind.EXCUSED, "2022-10-31"))
    assert carry_over(obligations, [3, 0, 0, 0]) == obligations


@pytest.mark.parametrize("kind", [WaiverKind.POSTPONED, WaiverKind.MAKE_UP])
def test_what_is_put_off_without_a_date_moves_nowhere(kind: WaiverKind) -> None:
    obligations = terms_owed(waiver(kind))
    assert carry_over(obligations, [3, 0, 0, 0]) == obligations


@pytest.mark.parametrize("kind", [WaiverKind.POSTPONED, WaiverKind.MAKE_UP])
def test_what_is_left_moves_into_the_period_of_the_date(kind: WaiverKind) -> None:
    obligations = terms_owed(waiver(kind, "2022-10-31"))
    found = carry_over(obligations, [3, 0, 0, 0])
    assert needs(found) == [10, 17, 10, 10]
    assert carried(found) == [0, 7, 0, 0]
    assert found[0] == obligations[0]
    assert [each.due for each in found] == [each.due for each in obligations]


@pytest.mark.parametrize(
    ("until", "moved_to"),
    [
        ("2022-08-15", 1),  # in the summer vacation: the term after it
        ("2022-09-01", 1),
        ("2023-01-15", 1),
        ("2023-01-16", 2),
        ("2023-07-15", 2),
        ("2024-01-15", 3),
    ],
)
def test_the_period_is_the_one_of_the_date_or_the_next_after_a_vacation(
    until: str, moved_to: int
) -> None:
    found = carry_over(terms_owed(waiver(WaiverKind.POSTPONED, until)), [4, 0, 0, 0])
    assert [at for at, each in enumerate(found) if each.carried] == [moved_to]
    assert found[moved_to].carried == 6


@pytest.mark.parametrize("done", [10, 12])
def test_what_is_done_already_leaves_nothing_to_move(done: float) -> None:
    obligations = terms_owed(waiver(WaiverKind.MAKE_UP, "2022-10-31"))
    assert carry_over(obligations, [done, 0, 0, 0]) == obligations


def test_half_an_hour_left_moves_as_half_an_hour() -> None:
    found = carry_over(terms_owed(waiver(WaiverKind.MAKE_UP, "2022-10-31")), [9.5, 0, 0, 0])
    assert needs(found) == [10, 10.5, 10, 10]


def test_a_date_in_the_same_period_moves_nothing_and_excuses_nothing() -> None:
    obligations = terms_owed(waiver(WaiverKind.POSTPONED, "2022-07-15"))
    found = carry_over(obligations, [0, 0, 0, 0])
    assert found == [obligations[0]._replace(extended=True), *obligations[1:]]


def test_a_date_after_the_deadline_of_its_own_period_is_the_new_deadline() -> None:
    asked = rule("cycle", 1, by=(3, 31))
    postponed = waiver(WaiverKind.POSTPONED, "2022-05-31", "2022-2024")
    found = carry_over([owed(asked, "2022-2024", waiver=postponed)], [0])
    assert found[0].due == day("2022-05-31")
    # The waiver is still to be seen; it no longer takes the need away.
    assert found[0].waiver == postponed
    assert found[0].extended


@pytest.mark.parametrize(
    ("until", "extended"), [("2023-01-01", True), ("2023-07-15", True), ("2023-07-16", False)]
)
def test_a_date_after_the_deadline_but_in_the_same_period_stays_in_it(
    until: str, extended: bool
) -> None:
    # Due by 31 December of each school year; what is done until 07-15 counts for it.
    asked = rule("school_year", 1, by=(12, 31))
    postponed = waiver(WaiverKind.POSTPONED, until, "2022-2023")
    years = [owed(asked, "2022-2023", waiver=postponed), owed(asked, "2023-2024")]
    found = carry_over(years, [0, 0])
    assert found[0].extended is extended
    assert found[0].due == (day(until) if extended else day("2022-12-31"))
    assert needs(found) == ([1, 1] if extended else [1, 2])


def test_a_date_after_all_that_follow_is_the_new_deadline_of_the_period_itself() -> None:
    last = waiver(WaiverKind.POSTPONED, "2024-03-20", "2023-autumn")
    found = carry_over(terms_owed(last), [0, 0, 0, 0])
    assert needs(found) == [10, 10, 10, 10]
    assert found[3].due == day("2024-03-20")
    assert found[3].extended


def test_what_was_postponed_into_a_period_moves_on_with_it_when_that_is_postponed_too() -> None:
    obligations = terms_owed(
        waiver(WaiverKind.POSTPONED, "2022-10-31"),
        waiver(WaiverKind.MAKE_UP, "2023-05-31", "2022-autumn"),
    )
    # 7 left of spring join autumn: 17, of which 5 are done; 12 move on to the next spring.
    found = carry_over(obligations, [3, 5, 0, 0])
    assert needs(found) == [10, 17, 22, 10]
    assert carried(found) == [0, 7, 12, 0]


def test_two_periods_can_be_made_up_in_one() -> None:
    obligations = terms_owed(
        waiver(WaiverKind.POSTPONED, "2023-05-31"),
        waiver(WaiverKind.MAKE_UP, "2023-05-31", "2022-autumn"),
    )
    found = carry_over(obligations, [3, 5, 0, 0])
    assert needs(found) == [10, 10, 22, 10]
    assert carried(found) == [0, 0, 12, 0]


halves = st.integers(0, 30).map(lambda number: number / 2)


@given(
    done=st.lists(halves, min_size=4, max_size=4),
    kinds=st.lists(
        st.none() | st.sampled_from([WaiverKind.POSTPONED, WaiverKind.MAKE_UP]),
        min_size=4,
        max_size=4,
    ),
    months=st.lists(st.integers(1, 24), min_size=4, max_size=4),
)
def test_nothing_is_lost_or_made_on_the_way(
    done: list[float], kinds: list[WaiverKind | None], months: list[int]
) -> None:
    waivers = []
    for code, kind, ahead in zip(owed_codes(rule("term")), kinds, months, strict=True):
        if kind is not None:
            first = period(code, rule("term")).counting.first
            until = min(first + timedelta(30 * ahead), CYCLE.last)
            waivers.append(waiver(kind, until.isoformat(), code))
    before = terms_owed(*waivers)
    after = carry_over(before, done)
    moved_out = sum(
        max(0.0, each.need - amount)
        for each, amount in zip(after, done, strict=True)
        if each.waiver is not None and not each.extended
    )
    assert sum(carried(after)) == moved_out
    for was, each in zip(before, after, strict=True):
        assert each.need == was.need + each.carried
        assert each.carried >= 0
        assert each.due >= was.due
        assert each.first == was.first
        assert each.waiver == was.waiver


def test_what_is_carried_finds_room_in_a_period_that_owes_nothing_of_itself() -> None:
    asked = rule("term")
    edge = room(bond(), asked, period("2024-spring", asked))
    assert edge is not None
    assert (edge.need, edge.first, edge.due) == (0, day("2024-03-01"), day("2024-03-31"))
    last = owed(
        asked,
        "2023-autumn",
        waiver=waiver(WaiverKind.POSTPONED, "2024-03-20", "2023-autumn"),
    )
    assert needs(carry_over([last, edge], [4, 0])) == [10, 6]


def test_there_is_no_room_where_the_pairing_has_no_day_or_the_rule_is_for_others() -> None:
    asked = rule("term")
    edge = period("2024-spring", asked)
    assert room(bond(last="2024-02-29"), asked, edge) is None
    assert room(bond(layer="township-village"), asked, edge) is None


# --- Measures -------------------------------------------------------------------------------


def test_every_measure_belongs_to_one_kind_of_rule() -> None:
    listed = [measure for measures in MEASURES_OF.values() for measure in measures]
    assert sorted(listed) == sorted(Measure)
    assert set(MEASURES_OF) == set(RuleKind)
    assert Measure.CLASS_HOURS in MEASURES_OF[RuleKind.QUOTA]
    assert Measure.PERCENT in MEASURES_OF[RuleKind.INDICATOR]
