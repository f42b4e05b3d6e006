"""Days that were said by a part of them, shown in full to whoever said them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from pairing_cli.domain.phrases import Phrase, phrase
from pairing_cli.domain.time.date_words import WEEKDAYS, plain
from pairing_cli.domain.time.dates import DATES_WITHOUT_YEAR, DateSpan, Month


def in_full(said: str, days: DateSpan, others: Sequence[date] = ()) -> Phrase:
    """“6月12日” is 2022-06-12 (Sunday). `others`: days that it may mean as well."""
    ends = dict.fromkeys((days.first, days.last))
    shown = [
        phrase("{day} ({weekday})", day=f"{day}", weekday=WEEKDAYS[day.weekday()]) for day in ends
    ]
    if not others:
        return phrase("{said} is {days}.", said=said, days=shown)
    return phrase(
        "{said} is {days}, not {others}; to say which, write the year.",
        said=said,
        days=shown,
        others=tuple(each.isoformat() for each in others),
    )


def month_in_full(said: str, month: Month) -> Phrase:
    """“10月” is 2022-10."""
    return phrase("{said} is {days}.", said=said, days=month.code)


def same_day_in_other_years(said: str, found: date, within: DateSpan) -> tuple[date, ...]:
    """The other days `within` that a text means which lacks its year alone; none of any other."""
    start = re.split("[至到~—–-]", plain(said))[0]
    if not any(re.fullmatch(each, start) for each in DATES_WITHOUT_YEAR):
        return ()
    years = range(within.first.year, within.last.year + 1)
    if found.month == 2 and found.day == 29:
        years = range(0)  # the next one is four years off
    days = (found.replace(year=year) for year in years)
    return tuple(day for day in days if day != found and within.contains(day))
