"""What people type for dates, months and terms, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing_cli.domain.errors import PairingError, UsageError
from pairing_cli.domain.phrases import Label
from pairing_cli.domain.time.dates import DateSpan, parse_date, parse_span
from pairing_cli.domain.time.months import parse_month, parse_term_code

TODAY = date(2024, 3, 1)
"""The day after a 29 February, so that counting back crosses it."""

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))

# Written out, not computed: the module computes them, and a test must not repeat its mistake.
ONE_TO_31 = (
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
    "十一", "十二", "十三", "十四", "十五", "十六", "十七", "十八", "十九", "二十",
    "二十一", "二十二", "二十三", "二十四", "二十五", "二十六", "二十七", "二十八", "二十九",
    "三十", "三十一",
)  # fmt: skip


def in_chinese(day: date) -> str:
    year = str(day.year).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))
    return f"{year}年{ONE_TO_31[day.month - 1]}月{ONE_TO_31[day.day - 1]}日"


def full_width(text: str) -> str:
    return text.translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))


FORMATS: dict[str, Callable[[date], str]] = {
    "ISO": date.isoformat,
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "年月日": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "年月号 with zeros and spaces": lambda day: f"{day:%Y} 年 {day:%m} 月 {day:%d} 号",
    "eight digits": lambda day: f"{day:%Y%m%d}",
    "Chinese numerals": in_chinese,
    "廿 and 卅": lambda day: in_chinese(day).replace("二十", "廿").replace("三十", "卅"),
    "○ for zero": lambda day: in_chinese(day).replace("〇", "○"),
    "零 for zero": lambda day: in_chinese(day).replace("〇", "零"),
    "full width": lambda day: full_width(day.isoformat()),
    "a Chinese full stop for a dot": lambda day: f"{day.year}。{day.month}。{day.day}",
    "spaces around": lambda day: f" \t\u3000{day}\n",
}


def refusal(read: Callable[[], object]) -> UsageError:
    with pytest.raises(UsageError) as caught:
        read()
    return caught.value


def outcome(read: Callable[[], object]) -> object:
    """What `read` returns, or the refusal that it raises."""
    try:
        return read()
    except PairingError as error:
        return error


# --- Dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
@given(day=DAYS)
def test_every_day_is_read_from_every_way_of_writing_it(name: str, day: date) -> None:
    assert parse_date(FORMATS[name](day), TODAY) == day


@pytest.mark.parametrize(
    "text",
    [
        *("二0二四年二月廿九日", "2024年二月29", "２０２４ 年 2 月 二十九 号", "二〇二四年2月29日"),
        *("2024‐02‐29", "2024‑2‑29", "2024−02−29"),  # hyphens and a minus out of a word processor
    ],
)
def test_mixed_scripts_and_strange_hyphens_make_no_difference(text: str) -> None:
    assert parse_date(text, TODAY) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("texts", "day"),
    [
        ("today Today 今天 今日 -0d", date(2024, 3, 1)),
        ("yesterday 昨天 昨日 -1d", date(2024, 2, 29)),
        ("前天 -2d", date(2024, 2, 28)),
        ("tomorrow 明天 明日 +1d", date(2024, 3, 2)),
        ("后天 +2d", date(2024, 3, 3)),
        ("-3d －３Ｄ", date(2024, 2, 27)),
        ("-2w -14d", date(2024, 2, 16)),
    ],
)
def test_relative_words_count_from_the_day_of_the_report(texts: str, day: date) -> None:
    assert {parse_date(text, TODAY) for text in texts.split()} == {day}


@pytest.mark.parametrize(
    ("text", "reason", "month"),
    [
        ("2022-04-31", 30, Label(zh="2022年4月", en="April 2022")),
        ("2022-04-00", 30, Label(zh="2022年4月", en="April 2022")),
        ("2022年2月30日", 28, Label(zh="2022年2月", en="February 2022")),
        ("二〇二四年二月三十日", 29, Label(zh="2024年2月", en="February 2024")),
        ("20230229", 28, Label(zh="2023年2月", en="February 2023")),
    ],
)
def test_a_day_that_its_month_lacks_is_refused_with_the_length_of_the_month(
    text: str, reason: int, month: Label
) -> None:
    error = refusal(lambda: parse_date(text, TODAY))
    assert error.code == "impossible-date"
    assert error.message.values == {"text": text, "month": month, "days": reason}
    assert error.hint is not None


@pytest.mark.parametrize("text", ["2022-13-01", "2022年0月1日", "2022年廿月1日", "20221301"])
def test_a_thirteenth_month_is_impossible(text: str) -> None:
    error = refusal(lambda: parse_date(text, TODAY))
    assert error.code == "impossible-date"
    assert "1 to 12" in error.message.msgid


@given(year=st.integers(1990, 2100), month=st.integers(0, 99), day=st.integers(0, 99), by=st.data())
def test_three_numbers_are_that_very_day_or_nothing(
    year: int, month: int, day: int, by: st.DataObject
) -> None:
    sign = by.draw(st.sampled_from("-./"))
    text = f"{year}{sign}{month}{sign}{day}"
    try:
        expected = date(year, month, day)
    except ValueError:
        assert refusal(lambda: parse_date(text, TODAY)).code == "impossible-date"
    else:
        assert parse_date(text, TODAY) == expected


@pytest.mark.parametrize("text", ["22-04-12", "222.4.12", "22年4月12日", "二二年四月十二日"])
def test_a_year_of_two_digits_is_refused_because_it_may_mean_several(text: str) -> None:
    error = refusal(lambda: parse_date(text, TODAY))
    assert error.code == "bad-date"
    assert "four digits" in error.message.msgid


@pytest.mark.parametrize("text", ["1989-12-31", "2101-01-01", "0222-04-12", "-9999w", "+9999w"])
def test_years_before_1990_and_after_2100_are_refused(text: str) -> None:
    error = refusal(lambda: parse_date(text, TODAY))
    assert error.code == "bad-date"
    assert error.message.values == {"text": text, "first": 1990, "last": 2100}


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "soon", "2022", "2022-04", "2022-04-12 09:30"),
        *("220412", "2022412", "20222-04-12", "12-04-2022", "2022-04.12"),
        *("2022 04 12", "2022-04-1 2", "二〇二二年四月十 二日"),  # a space could hide a digit
        *("二〇二二年四月十十日", "二〇二二年四月初三日"),
        *("٢٠٢٢-٠٤-١٢", "2022-04-1²"),  # digits, but not ours
        *("3d", "-3m", "-99999d"),
    ],
)
def test_anything_else_is_not_a_date(text: str) -> None:
    error = refusal(lambda: parse_date(text, TODAY))
    assert error.code == "bad-date"
    assert error.hint is not None
    assert "2022-04-12" in error.hint.msgid


def test_an_error_repeats_only_the_beginning_of_a_pasted_paragraph() -> None:
    error = refusal(lambda: parse_date("今天下午去了" * 1000, TODAY))
    assert len(error.message.values["text"]) == 41


# --- Dates without a year -------------------------------------------------------------------

YEARLESS: dict[str, Callable[[date], str]] = {
    "4-12": lambda day: f"{day.month}-{day.day}",
    "4.12": lambda day: f"{day.month}.{day.day}",
    "4月12日": lambda day: f"{day.month}月{day.day}日",
    "四月十二号": lambda day: in_chinese(day).partition("年")[2].replace("日", "号"),
}


@pytest.mark.parametrize("text", ["4月12日", "4-12", "四月十二日"])
def test_a_date_without_a_year_needs_a_day_to_look_back_from(text: str) -> None:
    error = refusal(lambda: parse_date(text, TODAY))
    assert error.code == "bad-date"
    assert "no year" in error.message.msgid
    assert parse_date(text, TODAY, year_from=TODAY) == date(2023, 4, 12)


@pytest.mark.parametrize("name", YEARLESS)
@given(day=DAYS, gap=st.integers(0, 364))
def test_a_date_without_a_year_is_the_latest_such_day_of_the_past_year(
    name: str, day: date, gap: int
) -> None:
    year_from = day + timedelta(gap)
    assert parse_date(YEARLESS[name](day), TODAY, year_from=year_from) == day


def test_29_february_without_a_year_is_that_of_the_last_leap_year() -> None:
    assert parse_date("2-29", TODAY, year_from=date(2023, 5, 1)) == date(2020, 2, 29)
    assert parse_date("2-29", TODAY, year_from=date(2024, 2, 28)) == date(2020, 2, 29)
    assert parse_date("2-29", TODAY, year_from=date(2024, 2, 29)) == date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2-30", "4月31日", "13-1", "0.4", "4-0"])
def test_a_day_that_no_year_has_is_impossible_without_a_year_too(text: str) -> None:
    error = refusal(lambda: parse_date(text, TODAY, year_from=TODAY))
    assert error.code == "impossible-date"


def test_looking_back_ends_in_1990() -> None:
    assert parse_date("1-5", TODAY, year_from=date(1990, 1, 5)) == date(1990, 1, 5)
    error = refusal(lambda: parse_date("1-6", TODAY, year_from=date(1990, 1, 5)))
    assert error.code == "bad-date"


# --- Spans ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        *("2022-04-12..2022-04-15", "2022-04-12 .. 2022-04-15", "20220412–20220415"),
        *("2022.4.12..2022.4.15", "2022.4.12...2022.4.15", "2022。4。12。。2022。4。15"),
        *("2022年4月12日至2022年4月15日", "2022年4月12日到2022年4月15日"),
        *(
            "2022-04-12~2022-04-15",
            "２０２２．４．１２～２０２２／４／１５",
            "2022-04-12—2022-04-15",
        ),
        "二〇二二年四月十二日——二〇二二年四月十五日",
    ],
)
def test_two_dates_are_joined_by_dots_or_by_what_chinese_writes_between_them(text: str) -> None:
    assert parse_span(text, TODAY) == DateSpan(date(2022, 4, 12), date(2022, 4, 15))


def test_one_date_is_a_span_of_one_day() -> None:
    span = parse_span("昨天", TODAY)
    assert (span.first, span.last, span.days) == (date(2024, 2, 29), date(2024, 2, 29), 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022年4月15日至16日", (2022, 4, 15), (2022, 4, 16)),
        ("2022年4月15—16日", (2022, 4, 15), (2022, 4, 16)),
        ("2022年4月15-16日", (2022, 4, 15), (2022, 4, 16)),
        ("2022年4月5日－2022年4月16日", (2022, 4, 5), (2022, 4, 16)),
        ("二〇二二年四月十五日到十六号", (2022, 4, 15), (2022, 4, 16)),
        ("2022-04-30~5月2日", (2022, 4, 30), (2022, 5, 2)),
        ("2022.4.12—4.15", (2022, 4, 12), (2022, 4, 15)),
        ("4月5日-16日", (2023, 4, 5), (2023, 4, 16)),
        ("4月5-16日", (2023, 4, 5), (2023, 4, 16)),
    ],
)
def test_the_end_may_leave_out_what_the_start_has_said(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    span = parse_span(text, TODAY, year_from=TODAY)
    assert span == DateSpan(date(*first), date(*last))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2022年4月15日至31日", "impossible-date"),
        ("2022年4月15日至12日", "end-before-start"),
        ("2022年12月30日至1月2日", "end-before-start"),
        ("2022年4月15日至16", "bad-date"),
        ("4月15日至16日", "bad-date"),
    ],
)
def test_a_short_end_is_never_moved_into_another_month_or_year(text: str, code: str) -> None:
    assert refusal(lambda: parse_span(text, TODAY)).code == code


def test_either_end_may_be_relative_or_without_a_year() -> None:
    assert parse_span("-3d..今天", TODAY) == DateSpan(date(2024, 2, 27), TODAY)
    assert parse_span("12月30日至1月2日", TODAY, year_from=date(2024, 1, 5)) == DateSpan(
        date(2023, 12, 30), date(2024, 1, 2)
    )


def test_an_end_before_its_start_is_refused_however_it_is_given() -> None:
    built = refusal(lambda: DateSpan(date(2022, 4, 15), date(2022, 4, 12)))
    assert built.code == "end-before-start"
    error = refusal(lambda: parse_span("2022-04-15..2022-04-12", TODAY))
    assert error.code == "end-before-start"
    assert error.message.values == {"first": "2022-04-15", "last": "2022-04-12"}


def test_a_span_may_last_366_days_and_not_a_day_more() -> None:
    assert parse_span("2023-01-01..2024-01-01", TODAY).days == 366
    error = refusal(lambda: parse_span("2023-01-01..2024-01-02", TODAY))
    assert error.code == "span-too-long"
    assert error.message.values["days"] == 367


@pytest.mark.parametrize("text", ["2022-04-12..", "..2022-04-12", "..", "1..2..3", "至"])
def test_a_span_with_an_end_missing_or_too_many_is_not_a_date(text: str) -> None:
    assert refusal(lambda: parse_span(text, TODAY)).code == "bad-date"


def test_an_impossible_end_of_a_span_is_refused_as_such() -> None:
    error = refusal(lambda: parse_span("2022-04-12..2022-04-31", TODAY))
    assert (error.code, error.message.values["text"]) == ("impossible-date", "2022-04-31")


@given(first=DAYS, days=st.integers(1, 366))
def test_any_span_of_up_to_366_days_is_read_back(first: date, days: int) -> None:
    span = DateSpan(first, first + timedelta(days - 1))
    if span.last.year <= 2100:
        assert parse_span(f"{span.first}..{span.last}", TODAY) == span
        assert span.days == days


# --- Spans as such --------------------------------------------------------------------------

SPANS = st.builds(
    lambda first, days: DateSpan(first, first + timedelta(days)), DAYS, st.integers(0, 800)
)


@given(span=SPANS, other=SPANS, day=DAYS)
def test_a_day_is_in_the_overlap_exactly_when_it_is_in_both(
    span: DateSpan, other: DateSpan, day: date
) -> None:
    both = span.overlap(other)
    assert both == other.overlap(span)
    for probe in (day, span.first, span.last, other.first, other.last):
        in_both = span.contains(probe) and other.contains(probe)
        assert (both is not None and both.contains(probe)) == in_both


def test_the_months_of_a_span_run_across_the_new_year() -> None:
    span = DateSpan(date(2022, 11, 30), date(2023, 2, 1))
    assert list(span.months()) == [(2022, 11), (2022, 12), (2023, 1), (2023, 2)]


@given(span=SPANS)
def test_the_months_of_a_span_together_hold_exactly_its_days(span: DateSpan) -> None:
    parts = [month.span.overlap(span) for month in span.months()]
    assert sum(part.days for part in parts if part) == span.days
    assert None not in parts


# --- Months and terms -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["2022-04", "2022-4", "2022.4", "2022/04", "2022年4月", "２０２２年４月", "二〇二二年四月"],
)
def test_a_month_is_a_year_and_a_month(text: str) -> None:
    assert parse_month(text) == (2022, 4)


@pytest.mark.parametrize(
    ("texts", "month"),
    [
        ("6月 六月 6月份 June jun 今年6月 June_2022 2022年6月份", "2022-06"),
        ("4月 本月 this_month", "2022-04"),
        ("上个月 last_month 3月", "2022-03"),
        ("去年9月", "2021-09"),
    ],
)
def test_a_month_without_its_year_is_the_nearest(texts: str, month: str) -> None:
    for text in texts.split():
        assert parse_month(text.replace("_", " "), date(2022, 4, 20)).code == month


def test_a_month_without_its_year_is_sooner_that_of_the_cycle() -> None:
    cycle = DateSpan(date(2022, 9, 1), date(2023, 8, 31))
    assert parse_month("2月", date(2022, 4, 20), within=cycle).code == "2023-02"
    assert parse_month("2月", date(2022, 4, 20)).code == "2022-02"


@given(day=DAYS)
def test_every_month_is_read_back_from_its_code(day: date) -> None:
    month = parse_month(f"{day:%Y-%m}")
    assert month.code == f"{day:%Y-%m}"
    assert month.span.contains(day)
    assert month.span.first.day == 1
    assert (month.span.last + timedelta(1)).day == 1


@pytest.mark.parametrize(
    "text", ["2022-13", "2022-00", "22-04", "二二年四月", "1989-12", "2101-01", "April", "2022", ""]
)
def test_anything_else_is_not_a_month(text: str) -> None:
    assert refusal(lambda: parse_month(text)).code == "bad-month"


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ("2022-spring 2022-Spring 2022spring 2022春 2022春季 2022年春", "2022-spring"),
        ("２０２２春 2022年春季学期 二〇二二年春季学期", "2022-spring"),
        ("2022-autumn 2022秋 2022秋季 2022年秋季学期 二〇二二年秋", "2022-autumn"),
    ],
)
def test_a_term_is_named_by_its_year_and_season_in_either_language(texts: str, code: str) -> None:
    assert {parse_term_code(text) for text in texts.split()} == {code}


@pytest.mark.parametrize(
    "text",
    ["2022", "春", "22春", "2022夏", "2022-winter", "2022spring季", "1989春", "2022春秋", ""],
)
def test_anything_else_is_not_a_term(text: str) -> None:
    assert refusal(lambda: parse_term_code(text)).code == "bad-term"


# --- Whatever is typed ----------------------------------------------------------------------

TYPED = st.one_of(
    st.text(max_size=60),
    st.text(
        alphabet="0123456789０９.-/~—〇○零一二十廿卅年月日号至到春秋季学期dw+ 今天", max_size=60
    ),
)


@given(text=TYPED, today=st.dates(), year_from=st.none() | st.dates())
def test_whatever_is_typed_is_read_or_refused_with_a_hint(
    text: str, today: date, year_from: date | None
) -> None:
    day = outcome(lambda: parse_date(text, today, year_from=year_from))
    span = outcome(lambda: parse_span(text, today, year_from=year_from))
    month, term = outcome(lambda: parse_month(text)), outcome(lambda: parse_term_code(text))
    for refused in (each for each in (day, span, month, term) if isinstance(each, PairingError)):
        assert refused.exit_code == 2
        assert refused.hint is not None
    if isinstance(day, date):
        assert 1990 <= day.year <= 2100
        assert span == DateSpan(day, day)
