"""The words of a line in which somebody tells of a visit: days, amounts, people, ways.

A line is read from left to right; at each place the longest word that is known holds. What is
known of it without the database stands here: 4.12, 周二, 10:00-11:30, 2课时, 一天半, 20位老师,
线上, 《…》. Names and forms come from a lexicon. What is left over is no word at all and keeps
its place as `UNKNOWN`, to be shown to whoever told it: nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

from pairing_cli.domain.chat.people_words import SOME, TITLES, is_person, person_by_surname
from pairing_cli.domain.chat.word_sorts import Sort, Unit, Word
from pairing_cli.domain.vocabulary import Direction

Lexicon = Callable[[str, int], Iterable[Word]]
"""Names and forms that begin at a place of a text."""

SEPARATORS: Final = " \t\r\n\u3000,，;；。|、！!"
_SPACE: Final = r"[ \t\u3000]*"

_TENS: Final = {"": 0, "十": 10} | {
    f"{sign}十": at * 10 for at, sign in enumerate("二三四五六七八九", 2)
}
_COUNTS: Final = {
    tens + one: value + unit
    for tens, value in _TENS.items()
    for unit, one in enumerate(["", *"一二三四五六七八九"])
    if value + unit
} | {"两": 2, "俩": 2}
_N: Final = r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十两俩]{1,3})"
_ABOUT: Final = "约|大约|大概|近|将近|至少|不少于|不到|超过|多于|最多|每人|人均|每园|各|每"
_OR_SO: Final = "左右|上下|以上|以内|以下|不等|/人|/天|每人|每天"
_HOUR_WORD: Final = r"(?:课时|学时|class[ -]?hours?|classhrs?)"

_NUM: Final = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_MONTH: Final = (
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:[a-z]*ry|ch|il|ust|[a-z]*ber)?\.?"
)
_YEAR: Final = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})"
_WEEK: Final = "(?:上上|上个?|这个?|本|下下|下个?)"
_WEEKDAY: Final = (
    "(?:(?:周|星期|礼拜)[一二三四五六日天]"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)"
)
_DAY: Final = (
    rf"(?:{_YEAR}\s?年\s?{_NUM}\s?月\s?{_NUM}\s?[日号]?|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}|(?:19|20)\d{{6}}"
    rf"|(?:今年|去年|前年|明年|本年)\s?{_NUM}\s?月\s?{_NUM}\s?[日号]?"
    rf"|(?:上个?|本|这个?|当|下个?)月\s?{_NUM}\s?[日号]"
    rf"|{_NUM}\s?月\s?{_NUM}\s?[日号]?|\d{{1,2}}[-./]\d{{1,2}}|{_NUM}\s?[日号]"
    rf"|大?[前后][天日]|[昨今明][天日]|{_N}(?:天|周|个星期)(?:之|以)?前|{_WEEK}{_WEEKDAY}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s?(?:of\s)?{_MONTH}(?:,?\s?\d{{4}})?"
    rf"|{_MONTH}\s?\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s?\d{{4}})?"
    rf"|(?:the\s)?day before yesterday|yesterday|today|tomorrow|(?:last|this)\s{_WEEKDAY}"
    r"|\d+\s(?:days?|weeks?)\sago)"
)
_TO: Final = r"\s?(?:\.\.+|[-—–~～至到]+)\s?"
_CLOCK: Final = (
    r"(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:\s?[ap]m)?"
    rf"|{_N}[点时](?:整|半|[一三]刻|{_N}分?)?(?!间|段|候)|\d{{1,2}}\s?[ap]m)"
)
_PART: Final = (
    "(?:上午|下午|早上|早晨|清晨|中午|晚上|傍晚|晚间|上半天|下半天|午后|早|晚"
    "|morning|afternoon|evening|noon)"
)  # fmt: skip

_CROWD: Final = (
    rf"(?:{SOME})*(?:{TITLES}|教职工|教职员工|保育员|家长们?|专家|领导|班子成员|工作人员|人员)"
    "(?:们|代表)?"
)
_TEACHER: Final = rf"(?:{SOME})*(?:教师|老师|teachers?)(?![甲乙丙丁A-Z])"
_CHILD: Final = "(?:幼儿|孩子|儿童|小朋友|children|child|kids)(?!园|教师|老师|交流|活动)"
_CAME: Final = "(?:应到|实到|参加|参训|受益|参与|到场|共|共计|培训|听课|覆盖|惠及)*"
_EACH: Final = "(?:名|位|个|人)"

_SIMPLE: Final[Sequence[tuple[Sort, str, Any]]] = (
    (Sort.TOPIC, r"《(?P<value>[^《》]+)》", None),
    (Sort.ARROW, r"[→⇒➔➜➡]|[-=—–]+[>＞》]", None),
    (Sort.PLUS, r"[+＋]", None),
    (Sort.DITTO, "同上|同前|如上|同上条|ditto|same as above", None),
    (Sort.DONE, "已?(?:顺利|圆满|如期|按时)?完成|已开展|已举办|已举行|已落实"
                "|done|held|completed", None),
    (Sort.PLAN, "(?:原|已|初步)?(?:计划|预计|拟定|打算|预定|定于|即将|将于|拟于|拟)(?:于|在)?"
                r"|planned(?: for| on)?|scheduled(?: for)?", None),
    (Sort.DIRECTION, "线上|在线|网上|网络|云端|远程|直播|连麦|(?:腾讯|钉钉|飞书|企业微信|微信|视频"
                     "|电话|语音|网络|云|线上|zoom)(?:会议|连线|直播|研讨|课堂|群)?(?:会议|连线|直播)|腾讯|钉钉|飞书"
                     "|zoom|voov|online|video (?:call|conference|meeting)|remote(?:ly)?",
     Direction.ONLINE),
    (Sort.DIRECTION, "入园|到园|下园|进园|下乡|下县|实地|现场|线下|上门|进村|驻点|on[ -]?site"
                     "|in person", Direction.TO_MENTEE),
    (Sort.DIRECTION, "来园|来我园|来校|上挂|请上来|走上来", Direction.TO_MENTOR),
    (Sort.DIRECTION, "双向|联合|共同|joint(?:ly)?", Direction.JOINT),
    (Sort.WAY, "前往|奔赴|赴|到|去|来到|走进|来|深入|goes to|went to|visits?|visited", None),
    (Sort.TIME, rf"{_PART}?\s?{_CLOCK}(?:{_TO}{_PART}?\s?{_CLOCK})?|{_PART}", None),
    (Sort.WEEKDAY, _WEEKDAY, None),
    (Sort.JOIN, "以及|和|与|及|跟|同|、|and|&", None),
    (Sort.REMARK, "(?:照片|图片|视频|材料|资料|影像|签到表|简报)(?:资料)?(?:稍后|随后)?已?经?"
                  "(?:上传|上交|提交|发送|发群里?|发|附后)|(?:附|见)(?:照片|图片|附件|图|下图|视频)|谢谢(?:大家|各位|老师|领导)?|感谢(?:大家|各位|领导)?"
                  "|(?:大家|各位)?辛苦了?|请(?:审阅|查收|知悉)|@所有人|thank you|thanks", None),
    (Sort.SMALL, "开展了?|进行了?|组织了?|举办了?|举行了?|参加了?|参与|实施|活动|工作|一次|1次|一场"
                 "|1场|共计?|合计|总计|累计|一起|带队|主讲|授课|执教|主持|由|请|为|对|给|向|在|位于|于|的|了|我园"
                 "|本园|我们|帮扶|结对|如期|按时|顺利|圆满|等等?|应到|实到|for|at|by|with|of|the|on|a|an|to|from|in",
     None),
)  # fmt: skip


@cache
def _patterns() -> Sequence[tuple[Sort, re.Pattern[str], Any]]:
    """Compiled when the first line is read: most commands read none."""
    flags = re.IGNORECASE
    return [(sort, re.compile(pattern, flags), value) for sort, pattern, value in _SIMPLE]


@cache
def _amounts() -> Sequence[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[Sort, Any]]]]:
    s = _SPACE
    about = rf"(?P<about>{_ABOUT})?{s}"
    unsure = rf"(?P<range>{_N}{s}[-—~～至到]{s})?"
    tail = rf"(?P<so>{_OR_SO})?"
    count = rf"{about}{unsure}(?P<n>{_N}){s}(?P<or>余|多|来)?"
    alone = rf"(?!{s}(?:[./月:：-]|\d|课时|学时|节|小时|天|次))"
    # A line begins with its day: 4.12 周二, 4.12 次仁, 4.12 位于 are no weeks, times or people.
    no_day = r"(?!^\d{1,2}\.\d{1,2}\s)"

    def no_day_before(words: str) -> str:
        return rf"(?!^\d{{1,2}}\.\d{{1,2}}\s+(?:{words})[\u3400-\u9fff])"

    written = (
        (rf"(?:共计?|合计|总计|计|累计|total(?: of)?)?{s}{count}个?(?P<half>半)?{s}{_HOUR_WORD}"
         rf"(?P<behind>半)?{tail}", _hours),
        (rf"(?P<n>半)个?{s}{_HOUR_WORD}", lambda _: (Sort.HOURS, 0.5)),
        (rf"{_HOUR_WORD}数?{s}[:：=]?{s}(?P<n>{_N})"
         rf"(?!{s}(?:[./月:：-]|\d|{_EACH}|天|次|节|小时))", _hours),
        (rf"第{s}{_N}{s}(?:课时|次|节|期|届|周|轮|批)", lambda _: (Sort.UNKNOWN, None)),
        (rf"{no_day}{_CAME}{s}{count}{s}{_EACH}?{s}{_TEACHER}{tail}", _heads(Sort.TEACHERS)),
        (rf"{_CAME}{_TEACHER}{about}(?P<n>\d+)(?P<or>余|多)?(?:{_EACH}|{alone}){tail}",
         _heads(Sort.TEACHERS)),
        (rf"{no_day}{_CAME}{s}{count}{s}{_EACH}?{s}{_CHILD}{tail}", _heads(Sort.CHILDREN)),
        (rf"{_CAME}{_CHILD}{about}(?P<n>\d+)(?P<or>余|多)?(?:{_EACH}|{alone}){tail}",
         _heads(Sort.CHILDREN)),
        (rf"{_CROWD}{about}\d+{_EACH}", lambda _: (Sort.AMOUNT, Unit.PEOPLE)),
        *((rf"{no_day if unit in _OF_HEADS else no_day_before(words)}{about}{unsure}{_N}{s}"
           rf"(?:余|多|来)?个?半?{s}(?:{words})半?{tail}",
           lambda _, unit=unit: (Sort.AMOUNT, unit)) for unit, words in _UNITS.items()),
        ("半天|全天|整天|一整天|大半天|半日", lambda _: (Sort.AMOUNT, Unit.DAYS)),
        (r"半个?(?:小时|钟头)|half an hour", lambda _: (Sort.AMOUNT, Unit.CLOCK)),
        (r"\d+(?:\.\d+)?(?![\d.]*\d)", lambda _: (Sort.AMOUNT, Unit.NONE)),
    )  # fmt: skip
    return [(re.compile(pattern, re.IGNORECASE), make) for pattern, make in written]


_UNITS: Final = {
    Unit.CLOCK: "小时|钟头|分钟|hours?|hrs?|h|minutes?|mins?",
    Unit.LESSONS: "节课?|堂课?|lessons?|classes",
    Unit.DAYS: "天|days?|周(?![一二三四五六日天])|星期(?![一二三四五六日天])|weeks?|个月",
    Unit.TIMES: "次|场次?|趟|轮|期|times?|sessions?",
    Unit.PEOPLE: "[名位个]?(?:副?园长|副?主任|领导|家长|专家|教研员|教职工|工作人员|保育员|骨干)"
                 "|人次?|名|位|people|persons?|participants?",
}  # fmt: skip


_OF_HEADS: Final = (Unit.TIMES, Unit.PEOPLE)
"""Units of which there is no part."""


def number(written: str) -> float:
    """The value of a number in digits or numerals up to 99."""
    return float(_COUNTS[written]) if written in _COUNTS else float(written)


def _hours(found: re.Match[str]) -> tuple[Sort, Any]:
    named = found.groupdict()
    if any(named.get(key) for key in ("about", "range", "or", "so")) or not is_number(found["n"]):
        return Sort.AMOUNT, Unit.ABOUT
    half = 0.5 if named.get("half") or named.get("behind") else 0
    return Sort.HOURS, number(found["n"]) + half


def _heads(sort: Sort) -> Callable[[re.Match[str]], tuple[Sort, Any]]:
    def make(found: re.Match[str]) -> tuple[Sort, Any]:
        named = found.groupdict()
        exact = is_number(found["n"]) and number(found["n"]).is_integer()
        if not exact or any(named.get(key) for key in ("about", "range", "or", "so")):
            return Sort.AMOUNT, Unit.PEOPLE
        return sort, int(number(found["n"]))

    return make


def is_number(written: str) -> bool:
    """Whether `number` can read it: 十十 is none."""
    return written in _COUNTS or written.isascii()


# --- Reading from left to right ---------------------------------------------------------------

_STRONG: Final = frozenset({Sort.DAY, Sort.HOURS, Sort.PLACE, Sort.TOPIC, Sort.AMOUNT,
                            Sort.TEACHERS, Sort.CHILDREN, Sort.TIME})  # fmt: skip
"""Words that are what they are inside a longer word, too. 讲座 in 绘本讲座 is not."""

_DAY_SPAN: Final = rf"{_DAY}(?:{_TO}(?:{_DAY}|\d{{1,2}}(?![\d.:：]|\s?(?:课时|学时))))?"


@cache
def _day_pattern() -> re.Pattern[str]:
    return re.compile(_DAY_SPAN, re.IGNORECASE)


@cache
def _crowd_pattern() -> re.Pattern[str]:
    return re.compile(_CROWD)


def words_of(text: str, lexicon: Lexicon, known_people: frozenset[str] = frozenset()) -> list[Word]:
    """The words of `text` in order, `UNKNOWN` ones among them; separators are left out."""
    found = list(_scanned(text, lexicon, known_people))
    return _whole(text, found)


def _scanned(text: str, lexicon: Lexicon, people: frozenset[str]) -> Iterator[Word]:
    at = 0
    unknown: int | None = None
    while at < len(text):
        word = (
            None if text[at] in SEPARATORS and text[at] != "、" else _at(text, at, lexicon, people)
        )
        if word is None and unknown is None and (person := person_by_surname(text, at)):
            word = Word(Sort.PERSON, at, at + len(person), person, person)
        ends = word is not None or text[at] in SEPARATORS
        if ends and unknown is not None:
            yield Word(Sort.UNKNOWN, unknown, at, text[unknown:at])
            unknown = None
        if word is None and not ends and unknown is None:
            unknown = at
        if word is not None:
            yield word
        at = at + 1 if word is None else word.end
    if unknown is not None:
        yield Word(Sort.UNKNOWN, unknown, at, text[unknown:at])


def _at(text: str, at: int, lexicon: Lexicon, people: frozenset[str]) -> Word | None:
    """The longest word that begins here."""
    best: Word | None = None
    for word in _candidates(text, at, lexicon, people):
        if _is_bounded(text, word) and (best is None or word.end > best.end):
            best = word
    return best


_LONG: Final = 300
"""Signs of a text in which it pays to compile one more pattern (60 ms) and try one, not forty."""


@cache
def _any_pattern() -> re.Pattern[str]:
    """Whether any word can begin at a place: most places are inside one."""
    patterns = [_DAY, _CROWD, *(pattern for _, pattern, _ in _SIMPLE)]
    patterns += [compiled.pattern for compiled, _ in _amounts()]
    nameless = [re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern in patterns]
    return re.compile("|".join(f"(?:{pattern})" for pattern in nameless), re.IGNORECASE)


def _candidates(text: str, at: int, lexicon: Lexicon, people: frozenset[str]) -> Iterator[Word]:
    yield from lexicon(text, at)
    piece = _piece(text, at)
    if piece and (piece in people or is_person(piece)):
        yield Word(Sort.PERSON, at, at + len(piece), piece, piece)
    if len(text) > _LONG and _any_pattern().match(text, at) is None:
        return
    if found := _day_pattern().match(text, at):
        yield Word(Sort.DAY, at, found.end(), found[0])
    for pattern, make in _amounts():
        if found := pattern.match(text, at):
            sort, value = make(found)
            yield Word(sort, at, found.end(), found[0], value)
    for sort, compiled, value in _patterns():
        if found := compiled.match(text, at):
            named = found.groupdict().get("value")
            yield Word(sort, at, found.end(), found[0], named or value)
    if found := _crowd_pattern().match(text, at):
        yield Word(Sort.CROWD, at, found.end(), found[0])


_PIECE_ENDS: Final = re.compile(r"[\s,，;；。|、！!（）()]|和|与|及|带队|主讲|授课|执教|主持|等")


def _piece(text: str, at: int) -> str:
    """What stands here until the next separator or joining word; nothing inside a word."""
    if at and not (text[at - 1] in SEPARATORS or text[at - 1] in "和与及由请:："):
        return ""
    found = _PIECE_ENDS.search(text, at)
    return text[at : found.start() if found else len(text)]


def _is_bounded(text: str, word: Word) -> bool:
    """Whether no letter or digit goes on before or behind it."""
    first, last = text[word.start], text[word.end - 1]
    before = text[word.start - 1] if word.start else " "
    behind = text[word.end] if word.end < len(text) else " "
    return not (_same_run(before, first) or _same_run(last, behind))


def _same_run(one: str, other: str) -> bool:
    letters = one.isascii() and other.isascii() and one.isalpha() and other.isalpha()
    return letters or (one.isdecimal() and other.isdecimal())


def _whole(text: str, words: Sequence[Word]) -> list[Word]:
    """Words that only stand inside a longer one that isn't known are a part of it."""
    result: list[Word] = []
    for word in words:
        if word.sort is not Sort.UNKNOWN:
            result.append(word)
            continue
        start, end = _chunk(text, word)
        inside = [each for each in words if start <= each.start and each.end <= end]
        if any(each.sort in _STRONG for each in inside):
            result.append(_with_title(text, word, inside))
            continue
        while result and result[-1].start >= start:
            result.pop()
        result.append(Word(Sort.UNKNOWN, start, end, text[start:end]))
    covered = [word for word in result if word.sort is Sort.UNKNOWN]
    return [
        word
        for word in result
        if not any(each is not word and each.start <= word.start < each.end for each in covered)
    ]


def _with_title(text: str, unknown: Word, inside: Sequence[Word]) -> Word:
    """德吉老师 is not understood as a whole: the title behind it says what it is about."""
    for each in inside:
        if each.sort is Sort.CROWD and each.start == unknown.end:
            return Word(Sort.UNKNOWN, unknown.start, each.end, text[unknown.start : each.end])
    return unknown


def _chunk(text: str, word: Word) -> tuple[int, int]:
    """From separator to separator around a word."""
    start, end = word.start, word.end
    while start and text[start - 1] not in SEPARATORS:
        start -= 1
    while end < len(text) and text[end] not in SEPARATORS:
        end += 1
    return start, end
