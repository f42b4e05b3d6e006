"""What somebody copied out of a chat, taken apart into entries, one for each visit told.

A chat has more in it than visits: the head of a relay list, who wrote a message and when,
thanks, pictures. And one visit may be told over several lines (时间：… 地点：…), or two on one
(1. … 2. …). Here is the outer form only; what the words of an entry mean is read elsewhere.
Whatever is no entry is kept too, so that it can be shown as passed over.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from pairing_cli.domain.chat.signs import without_signs
from pairing_cli.domain.tuples import NamedTuple


class Entry(NamedTuple):
    """One visit as it is told."""

    row: int
    """The line on which it begins, from 1."""
    text: str
    """As it stood, to be given back; several lines where it had them."""
    content: str
    """What is to be read: without its number and who said it."""
    numbered: bool = False
    """Whether it stands in a list of numbers."""
    relay: bool = False
    """Whether that list is a relay, where who reports comes first."""
    speaker: str | None = None
    """Who wrote it, where the chat puts a name with a colon before."""


@dataclass(slots=True)
class Pasted:
    """A text, taken apart."""

    entries: list[Entry] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    """Lines that tell no visit: heads, headers of messages, thanks."""


RELAY_HEAD: Final = "#接龙"
_RELAY: Final = re.compile(
    r"[#＃【\[]?\s*(?:群?接龙|relay)\s*[】\]]?\s*[:：]?\s*(?P<title>.*)", re.IGNORECASE
)
_UNSEEN: Final = re.compile("[\u00ad\u200b\u200e\u200f\u2060-\u2069\ufeff]")
"""What chat programs put around names and numbers, and nobody sees. Not the joiners: they
make one emoji of several.
"""
_CIRCLED: Final = {
    chr(start + at): at + 1
    for start, count in ((0x2460, 20), (0x2474, 20), (0x2488, 20), (0x2776, 10), (0x24F5, 10))
    for at in range(count)
}
"""①, ⑴, ⒈, ❶ and ⓵ with what they number."""
_NUMERALS: Final = {sign: at for at, sign in enumerate("一二三四五六七八九十", start=1)}
_NUMBER: Final = re.compile(
    r"\s*(?:(?P<circled>[" + "".join(_CIRCLED) + r"])\s*[.、．)）:：]?"
    r"|[(（]\s*(?P<inside>\d{1,3}|[一二三四五六七八九十])\s*[)）]\s*[.、．]?"
    r"|(?P<dotted>\d{1,3})\s*(?:[.．:：](?!\d)|[、)）])"
    r"|(?P<chinese>[一二三四五六七八九十])\s*、)\s*"
)
_CLOCK: Final = (
    r"(?:(?:上午|下午|晚上|早上|凌晨|中午|傍晚)\s*)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
    r"(?:\s*[AaPp][Mm])?"
)
_DAY: Final = (
    r"(?:\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?|\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?"
    r"|[昨前今]天|(?:周|星期)[一二三四五六日天])"
)
_STAMP: Final = rf"[\[【(（]?\s*(?:{_DAY}\s*,?\s*)?{_CLOCK}\s*[\]】)）]?"
_STAMPED_FIRST: Final = re.compile(rf"{_STAMP}\s*(?P<name>[^\s:：].*?)?\s*[:：]?")
_STAMPED_LAST: Final = re.compile(rf"(?P<name>\S.*?)\s+{_STAMP}\s*[:：]?")
_STAMPED_LINE: Final = re.compile(
    rf"{_STAMP}\s*(?P<name>[^\s:：]{{1,20}})\s*[:：]\s*(?P<rest>\S.*)"
)
_RULER: Final = re.compile(rf"[-—–=_~·*\s]*(?:{_DAY})?[-—–=_~·*\s]*")
_SPOKEN: Final = re.compile(r"(?P<name>[^\s:：,，。;；]{1,20})\s*[:：]\s*(?P<rest>.*)")
_BEGINS_WITH_DAY: Final = re.compile(rf"\s*(?:{_DAY}|\d{{8}}|\d{{1,2}}[日号])")
_THANKS: Final = re.compile(
    r"(?:收到|好的?|谢谢.{0,6}|感谢.{0,6}|辛苦了?|.{0,4}辛苦了|嗯+|哦+|哈+|是的?|对的?"
    r"|可以|明白|知道了|了解|已阅|已填|已接龙|参加|不参加|没问题|行|ok|okay"
    r"|thanks?(?: you)?|got it|received|noted|yes|no|\+1|加一|.{0,12}撤回了一条消息"
    r"|.{0,20}(?:加入|退出)了?群聊|以上是.{0,20}|以下是.{0,20}|.{0,12}拍了拍.{0,12})"
    r"|@\S+",
    re.IGNORECASE,
)
_MEDIA: Final = re.compile(
    r"[\[【<](?:图片|照片|视频|语音|文件|链接|动画表情|表情|位置|聊天记录|小程序|红包|image|photo|video"
    r"|voice|file|link|sticker)[^\]】>]*[\]】>].{0,60}",
    re.IGNORECASE,
)
_THANKS_ENDS: Final = re.compile(r"[\s,，。.;；!！~～、]+")
_MARKS: Final = re.compile(r"[\s\W_]+")


class Layout:
    """Takes pasted lines apart. It asks what it can't know: which words are the programme's."""

    def __init__(
        self,
        *,
        labels: Callable[[str], list[str]],
        is_known: Callable[[str], bool],
        is_name: Callable[[str], bool],
        is_remark: Callable[[str], bool],
    ) -> None:
        """`labels` gives the labels of a line that begins with one; `is_known` tells whether a
        word is a kindergarten, form or the like; `is_name` whether it can be a person's name;
        `is_remark` whether a line is a remark of ours.
        """
        self._labels = labels
        self._is_known = is_known
        self._is_name = is_name
        self._is_remark = is_remark
        self._pasted = Pasted()
        self._relay = self._in_heading = False
        self._heading: list[tuple[int, str]] = []
        """What stands between the head of a relay and its first number: no visits, by custom."""
        self._speaker: str | None = None
        self._open: list[str] | None = None
        """Labels of the entry that goes on below, or None."""

    def read(self, lines: Iterable[str]) -> Pasted:
        """The entries among `lines`, in order."""
        for row, whole in enumerate(lines, start=1):
            line = _UNSEEN.sub("", unicodedata.normalize("NFC", whole)).strip()
            if not line:
                self._speaker = self._open = None
            elif not self._is_remark(line):
                self._line(row, line)
        self._in_heading = False
        for row, line in self._heading:
            # A relay without any number: what looks like a visit is one.
            if _BEGINS_WITH_DAY.match(line):
                self._line(row, line)
            else:
                self._pass_over(line)
        self._pasted.entries.sort(key=lambda entry: entry.row)
        return self._pasted

    def _line(self, row: int, line: str) -> None:
        head = _RELAY.fullmatch(line)
        if head and not _BEGINS_WITH_DAY.match(head["title"]):
            self._relay = self._in_heading = True
            self._pass_over(line if head["title"] else "")
            return
        number, content = _numbered(line)
        if number is None and self._continues(line):
            return
        if number is None and self._in_heading:
            self._heading.append((row, line))
            return
        for _, above in self._heading:
            self._pass_over(above)
        self._heading.clear()
        self._in_heading = False
        if self._is_no_visit(content) or (number is None and self._is_header(line)):
            self._pass_over(line)
            return
        speaker, content = self._spoken(content) if number is None else (None, content)
        if not content:
            self._speaker = speaker
            self._pass_over(line)
            return
        labels = self._labels(content)
        for text, part, counted in _several(line, content, number):
            self._pasted.entries.append(
                Entry(row, text, part, counted, self._relay and counted, speaker or self._speaker)
            )
        alone = number is not None and len(content.split()) == 1
        self._open = labels if labels or alone else None

    def _continues(self, line: str) -> bool:
        """Whether the line is a further labelled part of the entry above; then it is taken in."""
        labels = self._labels(line)
        if self._open is None or not labels or not set(labels).isdisjoint(self._open):
            return False
        self._open += labels
        last = self._pasted.entries[-1]
        self._pasted.entries[-1] = last._replace(
            text=f"{last.text}\n{line}", content=f"{last.content}\n{line}"
        )
        return True

    def _pass_over(self, line: str) -> None:
        self._open = None
        if line:
            self._pasted.passed_over.append(line)

    def _is_no_visit(self, content: str) -> bool:
        plain = without_signs(content).strip()
        words = [word for word in _THANKS_ENDS.split(plain) if word]
        return bool(
            not _MARKS.sub("", plain)
            or all(_THANKS.fullmatch(word) for word in words)
            or _THANKS.fullmatch(plain)
            or _MEDIA.fullmatch(content)
        )

    def _is_header(self, line: str) -> bool:
        """Whether it says who wrote what comes below, and when."""
        if _RULER.fullmatch(line) or re.fullmatch(_STAMP, line):
            self._speaker = None
            return True
        found = _STAMPED_FIRST.fullmatch(line) or _STAMPED_LAST.fullmatch(line)
        if found is None or not self._nobody_known(found["name"] or ""):
            return False
        self._speaker = None
        return True

    def _nobody_known(self, name: str) -> bool:
        words = without_signs(name).split()
        return len(words) < 4 and not any(self._is_known(word) for word in words)

    def _spoken(self, line: str) -> tuple[str | None, str]:
        """Who says a line, where a name and a colon stand before it, and the rest."""
        found = _STAMPED_LINE.fullmatch(line) or _SPOKEN.fullmatch(line)
        if found is None or self._labels(line):
            return None, line
        name = without_signs(found["name"]).strip()
        if not self._is_name(name) or self._is_known(name):
            return None, line
        return name, found["rest"].strip()


def _numbered(line: str) -> tuple[int | None, str]:
    """The number before a line, and the rest."""
    found = _NUMBER.match(line)
    return (None, line) if found is None else (_value(found), line[found.end() :].strip())


def _value(found: re.Match[str]) -> int:
    if sign := found["circled"]:
        return _CIRCLED[sign]
    written = found["inside"] or found["dotted"] or found["chinese"]
    return _NUMERALS.get(written) or int(written)


_NEXT_NUMBER: Final = re.compile(
    r"(?:(?<=[\s;；,，。])|(?=[" + "".join(_CIRCLED) + "]))" + _NUMBER.pattern
)
_BETWEEN_VISITS: Final = re.compile(r"[;；]\s*")


def _several(line: str, content: str, number: int | None) -> Iterator[tuple[str, str, bool]]:
    """The entries of one line: text, content and whether it is numbered."""
    if number is not None:
        starts = [0]
        ends = []
        for found in _NEXT_NUMBER.finditer(content):
            if _value(found) == number + len(starts):
                ends.append(found.start())
                starts.append(found.end())
        if ends:
            parts = [
                content[start:end].strip(" ;；,，。")
                for start, end in zip(starts, [*ends, len(content)], strict=True)
            ]
            for at, part in enumerate(parts):
                if part:
                    yield f"{number + at}. {part}", part, True
            return
    parts = [part for part in _BETWEEN_VISITS.split(content) if part]
    if len(parts) > 1 and all(_BEGINS_WITH_DAY.match(part) for part in parts):
        yield from ((part, part, number is not None) for part in parts)
    else:
        yield line, content, number is not None
