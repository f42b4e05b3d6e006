"""Cells of a table from outside, read as what their field is.

A person wrote them for people: 4课时, ４, 2022年4月12日, a serial number where the cell lost
its format. What can mean one thing only is read; all else is refused with what was there.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from math import isfinite
from types import MappingProxyType
from typing import Any, Final

from pairing_cli.domain.errors import BadData, InputError
from pairing_cli.domain.fields import Field, FieldType
from pairing_cli.domain.people import names_in, one_person
from pairing_cli.domain.phrases import Label, Phrase, phrase
from pairing_cli.domain.time.date_words import WEEKDAYS, Lean, month_in, plain, weekday
from pairing_cli.domain.time.dates import DateSpan, leaves_open, parse_span
from pairing_cli.domain.words.numbers import parse_number, parse_whole
from pairing_cli.files.tables.source import LONGEST_CELL, CellValue, Doubt, ErrorCell
from pairing_cli.services.programme.names.remembered import Remembered

_EPOCH_1900: Final = dt.date(1899, 12, 30)
"""Day 0 as Excel counts from March 1900 on: it takes 1900 for a leap year."""
_EPOCH_1904: Final = dt.date(1904, 1, 1)
_DAYS: Final = range(32_000, 74_000)
"""Serial numbers that can be days of 1990 to 2100, in either system."""

_TIME_OF_DAY: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_WEEKDAY_BEHIND: Final = re.compile(
    r"(?P<day>.*[\d月].*?)[\s,(（]*(?P<said>(?:周|星期|礼拜).|[A-Za-z]+day)[)）]?"
)
_HOURS: Final = re.compile(r"([0-9.,]+|[一二三四五六七八九十两])(?:课时|学时|class-?hours?)?")
_COUNT: Final = re.compile(r"([0-9,]+)(?:人|名|位|个|人次)?")
_NUMERALS: Final = {sign: at for at, sign in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
_YES: Final = frozenset({"是", "yes", "y", "true", "1", "√", "✓", "已确认", "对"})
_NO: Final = frozenset({"否", "no", "n", "false", "0", "×", "x", "未确认", "不"})
_MOST_REMEMBERED: Final = 20_000
"""Different texts of one column."""

_MOST_EXACT: Final = 10**15
"""Whole numbers from here on have lost digits in Excel."""


class CellColumn(Remembered[CellValue | None, Any]):
    """What the cells of one column say; each different text or number is read once.

    A blank cell says None. Raises errors of the domain for what can't be read.
    """

    def __init__(
        self, read: Callable[[CellValue], Any], then: Callable[[Any], Any] | None = None
    ) -> None:
        def whole(value: CellValue | None) -> Any:
            found = None if value is None else read(value)
            if then is not None and found not in (None, "", ()):
                found = then(found)
            return None if found in ("", ()) else found

        super().__init__(whole)

    def one(self, cell: CellValue | None) -> Any:
        """What a cell says."""
        # 1 and True are one key, and 1.0, which says the same as 1.
        return self._ask(cell) if isinstance(cell, bool) else self[cell]

    def all(self, cells: Sequence[CellValue | None]) -> list[Any]:
        """What many cells say."""
        look = self.one if bool in set(map(type, cells)) else self.__getitem__
        return list(map(look, cells))

    def __missing__(self, value: CellValue | None) -> Any:
        if isinstance(value, tuple):  # (1,) and (True,) would be one key as well
            return self._ask(value)
        if len(self) > _MOST_REMEMBERED:
            self.forget()
        return super().__missing__(value)


class CellReader:
    """Reads the cells of a table, by the keys of its fields."""

    def __init__(
        self,
        fields: Sequence[Field],
        as_of: dt.date,
        *,
        date_1904: bool = False,
        lean: Lean = Lean.NEAR,
        then: Mapping[str, Callable[[Any], Any]] = MappingProxyType({}),
        sheet: str | None = None,
    ) -> None:
        """`as_of` is what "yesterday" counts from, and what a date is near to that lacks its
        year, month or week, or as `lean` says. `then` says what to make of what was read. `sheet`
        is the name of the sheet, which may say of what month its days are.
        """
        self._as_of = as_of
        self._epoch = _EPOCH_1904 if date_1904 else _EPOCH_1900
        self._lean = lean
        self.sheet = sheet
        self.said: dict[str, DateSpan] = {}
        """Days that were said by a part of them, or counted from today → what was read."""
        self.short_numbers: dict[str, list[str]] = {}
        """Key of a field whose digits count → numbers with too few of them: zeros at their
        beginning are lost where a spreadsheet takes them for amounts."""
        self.columns = {
            field.key: CellColumn(self._reader_of(field), then.get(field.key)) for field in fields
        }
        """Key of a field → its cells, read: as a `DateSpan`, float, int, str, tuple of str or
        bool, or what `then` makes of it."""

    def _reader_of(self, field: Field) -> Callable[[CellValue], Any]:
        if field.labels is not None:
            words = _words(field.labels)
            if field.type is FieldType.NAMES:
                return lambda value: tuple(_code(name, words, field) for name in names(value))
            return lambda value: _code(text(value), words, field)
        if field.one_person:
            return lambda value: one_person(text(value))
        readers: Mapping[FieldType, Callable[[CellValue], Any]] = {
            FieldType.DATE: self._span,
            FieldType.HOURS: _hours,
            FieldType.COUNT: _count,
            FieldType.NUMBER: _number,
            FieldType.NAMES: names,
            FieldType.YES_NO: _yes_no,
            FieldType.DIGITS: partial(self._digits, field),
        }
        return readers.get(field.type, text)

    def _span(self, value: CellValue) -> DateSpan:
        if isinstance(value, dt.datetime):
            return DateSpan(value.date(), value.date())
        if isinstance(value, dt.date):
            return DateSpan(value, value)
        if isinstance(value, float | int) and not isinstance(value, bool):
            day = self._serial(float(value))
            if day is not None:
                return DateSpan(day, day)
        written = _TIME_OF_DAY.sub("", unicodedata.normalize("NFKC", text(value)).strip())
        if written.isascii() and written.isdecimal() and len(written) == 5:
            day = self._serial(float(written))
            if day is not None:
                return DateSpan(day, day)
        written, said = _without_weekday(written)
        if not isinstance(value, str):  # the number 4.1 may have been 4.10
            return parse_span(written, self._as_of)
        span = parse_span(written, self._as_of, year_from=self._as_of, lean=self._lean)
        if said is not None and said != span.first.weekday():
            raise BadData(
                "wrong-weekday",
                phrase(
                    "“{word}” ({day}) is a {weekday}, not {said}.",
                    word=written,
                    day=span.first.isoformat(),
                    weekday=WEEKDAYS[span.first.weekday()],
                    said=WEEKDAYS[said],
                ),
            )
        if leaves_open(written):
            _check_month(written, span, self.sheet)
            self.said[value] = span
        return span

    def _digits(self, field: Field, value: CellValue) -> str:
        digits = _digits(value)
        if not isinstance(value, str) and field.digits and len(digits) < field.digits:
            self.short_numbers.setdefault(field.key, []).append(digits)
        return digits

    def _serial(self, number: float) -> dt.date | None:
        """The day of a serial number; the part behind the point is the time of day."""
        return self._epoch + dt.timedelta(days=int(number)) if int(number) in _DAYS else None


def _check_month(written: str, span: DateSpan, sheet: str | None) -> None:
    """Refuse a day without its month where the sheet is one of another: 12日 in a sheet 3月."""
    month = None if sheet is None or "月" in written else month_in(sheet)
    if month is not None and month != span.first.month:
        raise BadData(
            "month-of-sheet",
            phrase("The sheet is called {sheet}, and “{text}” does not say its month.",
                   sheet=sheet, text=written),
            hint=phrase("Write the whole day: 2022-04-12"),
        )  # fmt: skip


def read_word(field: Field, word: str) -> str:
    """A word of the vocabulary of a field, by its code or label. Raises `BadData`."""
    return _code(word, _words(field.labels or {}), field)


def text(value: CellValue) -> str:
    """A cell as one text. Raises `BadData` for an error of a formula, or where it is far too
    long.
    """
    if type(value) is str:
        if len(value) > LONGEST_CELL:
            raise BadData(
                "too-long",
                phrase("The cell has {length} characters; that is no entry.", length=len(value)),
            )
        return value
    if isinstance(value, ErrorCell):
        raise _failed_formula(value)
    if isinstance(value, Doubt):
        raise BadData("in-doubt", value.reason, hint=value.hint)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, tuple):
        return "、".join(text(each) for each in _plain_list(value))
    return str(value)


def names(value: CellValue) -> tuple[str, ...]:
    """The names in a cell, each once."""
    if type(value) is not tuple:
        return tuple(dict.fromkeys(names_in(text(value))))
    parts = [text(each).strip() for each in _plain_list(value)]
    return tuple(dict.fromkeys(filter(None, parts)))


def whole_text(value: CellValue) -> str:
    """A cell as text, whatever it holds."""
    return value.text if isinstance(value, ErrorCell | Doubt) else _safely(value)


def shown(value: CellValue) -> str:
    """A cell as an error repeats it, shortened."""
    whole = whole_text(value)
    return whole if len(whole) <= _SHOWN else whole[:_SHOWN] + "…"


_SHOWN: Final = 60


def _safely(value: CellValue) -> str:
    try:
        return value if isinstance(value, str) else text(value)
    except InputError:
        return str(value)


def nearest_label(written: str, labels: Mapping[str, Label]) -> Phrase | None:
    """A hint with what resembles what was written, of codes with their labels: a code where
    somebody writes codes, else the label in the reader's language.
    """
    told: dict[str, Label | str] = {label.zh: label for label in labels.values()}
    told |= {label.en.casefold(): label for label in labels.values()}
    told |= {code: code if written.isascii() else label for code, label in labels.items()}
    # Of two Chinese characters one wrong is half of the word.
    cutoff = 0.6 if written.isascii() else 0.5
    near = difflib.get_close_matches(written.strip().casefold(), told, 3, cutoff)
    names = tuple(dict.fromkeys(told[word] for word in near))
    return phrase("Nearest: {names}", names=names) if near else None


def _failed_formula(value: ErrorCell) -> BadData:
    if value.text == "=":
        return BadData(
            "formula-without-result",
            phrase("The cell is a formula whose result was not saved."),
            hint=phrase("Open the file in Excel or WPS and save it, or type the value."),
        )
    return BadData(
        "formula-error",
        phrase("The cell is a formula that failed: {text}.", text=value.text),
        hint=phrase("Type the value in its place."),
    )


def _plain_list(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if any(isinstance(each, tuple | list | dict) for each in values):
        raise BadData("nested", phrase("A list within a list has no meaning here."))
    return values


def _compact(value: CellValue) -> str:
    return "".join(unicodedata.normalize("NFKC", text(value)).split())


def _hours(value: CellValue) -> float:
    if isinstance(value, float | int) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    found = _HOURS.fullmatch(_compact(value).casefold())
    hours = _NUMERALS.get(found[1]) or parse_number(found[1]) if found else None
    if hours is None:
        raise BadData(
            "bad-hours",
            phrase("“{text}” is not a number of class-hours.", text=shown(value)),
            hint=phrase("Write 4 or 4课时. Clock hours, lessons and days are other units."),
        )
    return float(hours)


def _count(value: CellValue) -> int:
    number: float | None = None
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = value
    elif found := _COUNT.fullmatch(_compact(value)):
        number = parse_whole(found[1])
    if number is None or number != number // 1 or abs(number) > _MOST_COUNTED:
        raise BadData("bad-count", phrase("“{text}” is not a whole number.", text=shown(value)))
    return int(number)


_MOST_COUNTED: Final = 999_999_999


def _number(value: CellValue) -> float:
    if isinstance(value, float | int) and not isinstance(value, bool) and isfinite(value):
        return float(value)
    number = parse_number(_compact(value).rstrip("°NEne"))
    if number is None:
        raise BadData("bad-number", phrase("“{text}” is not a number.", text=shown(value)))
    return number


def _without_weekday(written: str) -> tuple[str, int | None]:
    """A day without the weekday behind it, and that weekday: 4月13日（星期三）, 2022.4.12 周二."""
    found = _WEEKDAY_BEHIND.fullmatch(written)
    said = weekday(plain(found["said"])) if found else None
    return (found["day"].strip(), said) if found and said is not None else (written, None)


def _yes_no(value: CellValue) -> bool:
    if isinstance(value, bool):
        return value
    word = _compact(value).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise BadData(
        "not-yes-or-no",
        phrase("“{text}” is neither yes nor no.", text=shown(value)),
        hint=phrase("Write 是 or 否."),
    )


def _digits(value: CellValue) -> str:
    if isinstance(value, float | int) and not isinstance(value, bool):
        if not isfinite(value) or abs(value) >= _MOST_EXACT or value != int(value):
            raise BadData(
                "lost-digits",
                phrase("{text} has lost its last digits in the spreadsheet.", text=shown(value)),
                hint=phrase("Format the column as text, then type it again."),
            )
        return str(int(value))
    return unicodedata.normalize("NFKC", text(value)).strip()


def _words(labels: Mapping[str, Label]) -> dict[str, str]:
    """Folded word → code."""
    words = {}
    for code, label in labels.items():
        for word in (code, label.zh, label.en):
            words[_compact(word).casefold()] = str(code)
    return words


def _code(written: str, words: Mapping[str, str], field: Field) -> str:
    folded = _compact(written).casefold()
    # 薄弱园, 民办幼儿园: a word for a kindergarten is often written with what it is a word for.
    for word in (folded, folded.removesuffix("幼儿园"), folded.removesuffix("园")):
        if word in words:
            return words[word]
    labels = field.labels or {}
    raise BadData(
        "unknown-word",
        phrase("“{text}” is no {field}.", text=shown(written), field=field.label),
        hint=nearest_label(written, {str(code): label for code, label in labels.items()})
        or phrase("Possible are: {names}", names=list(labels.values())),
    )
