"""Days as people say them: by a part of the date, or counted from today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing_cli.domain.errors import UsageError
from pairing_cli.domain.time.date_words import WEEKDAYS, Lean
from pairing_cli.domain.time.dates import DateSpan, leaves_open, parse_date, parse_span

TODAY = date(2022, 4, 20)
"""A Wednesday."""


def said(text: str, lean: Lean = Lean.NEAR, today: date = TODAY) -> str:
    return parse_date(text, today, year_from=today, lean=lean).isoformat()


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        ("上周五 上星期五 上礼拜五 上个周五", "2022-04-15"),
        ("周五 本周五 这周五 星期五 Friday fri this_Friday", "2022-04-22"),
        ("last_Friday", "2022-04-15"),
        ("last_Tuesday 周二 本周二 昨天", "2022-04-19"),
        ("周日 星期天 礼拜日 Sunday", "2022-04-24"),
        ("上上周日", "2022-04-10"),
        ("下周一", "2022-04-25"),
        ("15日 15号 十五日 15th the_15th 本月15日 上周五", "2022-04-15"),
        ("上月15日 上个月15号 3月15日 三月十五日 3.15 15_March March_15 Mar._15th", "2022-03-15"),
        ("去年12月3日 2021年12月3日 3_Dec_2021 December_3,_2021", "2021-12-03"),
        ("今年9月1日 9月1日 9/1", "2022-09-01"),
        ("June_3 3_June", "2022-06-03"),
        ("July_5", "2022-07-05"),
        ("大前天 三天前 3天前 3_days_ago 3日之前", "2022-04-17"),
        ("两周前 2星期前 2_weeks_ago -2w", "2022-04-06"),
        ("后天 两天后 the_day_after_tomorrow", "2022-04-22"),
    ],
)
def test_one_day_is_said_in_many_ways(texts: str, day: str) -> None:
    assert {text: said(text.replace("_", " ")) for text in texts.split()} == dict.fromkeys(
        texts.split(), day
    )


@pytest.mark.parametrize(
    ("text", "past", "near", "future"),
    [
        ("4月25日", "2021-04-25", "2022-04-25", "2022-04-25"),
        ("12月20日", "2021-12-20", "2021-12-20", "2022-12-20"),
        ("25日", "2022-03-25", "2022-04-25", "2022-04-25"),
        ("31日", "2022-03-31", "2022-03-31", "2022-05-31"),
        ("周五", "2022-04-15", "2022-04-22", "2022-04-22"),
        ("周一", "2022-04-18", "2022-04-18", "2022-04-25"),
        ("周三", "2022-04-20", "2022-04-20", "2022-04-20"),
        ("2月29日", "2020-02-29", "2024-02-29", "2024-02-29"),
    ],
)
def test_what_is_left_open_goes_by_whether_it_has_been_or_is_to_come(
    text: str, past: str, near: str, future: str
) -> None:
    assert [said(text, lean) for lean in (Lean.PAST, Lean.NEAR, Lean.FUTURE)] == [
        past,
        near,
        future,
    ]


@given(day=st.dates(date(1995, 1, 1), date(2095, 1, 1)), back=st.integers(0, 6))
def test_a_weekday_of_the_past_is_one_of_the_last_seven_days(day: date, back: int) -> None:
    meant = day - timedelta(back)
    for name in (WEEKDAYS[meant.weekday()].zh, WEEKDAYS[meant.weekday()].en):
        assert said(name, Lean.PAST, day) == meant.isoformat()


@pytest.mark.parametrize(
    "text", ["周八", "next Friday", "上周", "32日", "0号", "3月底", "月初", "15", "十五", "5天"]
)
def test_what_is_no_day_or_means_two_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        said(text)


def test_a_cell_of_a_table_needs_the_whole_day() -> None:
    for text in ("15日", "周五", "4月12日", "Friday", "15 March"):
        with pytest.raises(UsageError):
            parse_date(text, TODAY)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("4.15-4.17", (4, 15), (4, 17)),
        ("4.15-17", (4, 15), (4, 17)),
        ("4/15-4/17", (4, 15), (4, 17)),
        ("2022.4.15-4.17", (4, 15), (4, 17)),
        ("2022.4.15-2022.4.17", (4, 15), (4, 17)),
        ("4.9—11", (4, 9), (4, 11)),
        ("4月15日-17日", (4, 15), (4, 17)),
        ("15日至17日", (4, 15), (4, 17)),
        ("4.19-4.22", (4, 19), (4, 22)),
        ("4月19日至4月22日", (4, 19), (4, 22)),
        ("上周一到上周五", (4, 11), (4, 15)),
    ],
)
def test_spans_are_said_by_their_ends(
    text: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    span = parse_span(text, TODAY, year_from=TODAY)
    assert span == DateSpan(date(2022, *first), date(2022, *last))


@pytest.mark.parametrize("text", ["2022-04-12", "2022年4月12日", "20220412", "today", "今天",
                                  "2022-04-12..2022-04-15"])  # fmt: skip
def test_a_whole_day_needs_no_echo(text: str) -> None:
    assert not leaves_open(text)


@pytest.mark.parametrize("text", ["15日", "上周五", "4月12日", "昨天", "2022-04-12..15日"])
def test_a_day_said_by_a_part_is_echoed(text: str) -> None:
    assert leaves_open(text)
