"""Words that say of a visit that it was not held, or not yet.

People put them behind a line in a chat or into the remarks of a table: 取消, 因雪未去, 改期,
没开展, 待定, postponed. A reader that passes over such a word logs as done what nobody did, so
lines, tables and commands all ask here, and what is found is left out, asked about or kept as
what it was; it is never done.

A word is looked for anywhere in a text, since 因雪取消 and 原定讲座取消 say it alike. That finds
too much rather than too little: 补上月取消的课 is found as well, and costs a question. Words of
a plan (计划, 预计) are common in remarks on what was held (按计划完成), and say something only
where they are the whole text.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

from pairing_cli.domain.phrases import Label
from pairing_cli.domain.tuples import NamedTuple


class Standing(StrEnum):
    """What became of a visit that was not held."""

    CANCELLED = "cancelled"
    """Given up."""
    ATTEMPTED = "attempted"
    """They set out, or meant to, and did not get there."""
    NOT_HELD = "not_held"
    """It didn't take place; nothing says why or whether it will."""
    POSTPONED = "postponed"
    """To be held on another day."""
    UNDECIDED = "undecided"
    """Not settled yet."""
    PLANNED = "planned"
    """Still to come."""


STANDINGS: Final = {
    Standing.CANCELLED: Label("已取消", "cancelled"),
    Standing.ATTEMPTED: Label("未成行", "attempted"),
    Standing.NOT_HELD: Label("未开展", "not held"),
    Standing.POSTPONED: Label("改期", "postponed"),
    Standing.UNDECIDED: Label("待定", "undecided"),
    Standing.PLANNED: Label("计划", "planned"),
}


class NotHeld(NamedTuple):
    """What a text says of a visit that was not held."""

    standing: Standing
    word: str
    """The word that says so: in small letters, half width, Chinese without blanks."""
    whole: bool
    """Whether the text says nothing else, beside a reason (因雪取消) and small words."""


_NO: Final = (
    "(?:还没有?|并没有?|没有?|没能|并未|尚未|还未|暂未|仍未|未曾|未能|从未|未|不曾|无法|不能)"
)
_GO: Final = (
    "(?:去成|能去|去|成行|前往|下乡|下去|下园|入园|到园|到校|到达|到场|到位|到成|抵达|出发|赶到|赶上"
    "|赴约|如约)"
)
"""Not 来: 未来 begins a kindergarten's name."""
_HOLD: Final = (
    "(?:能?如期|按期|按时|能?开展|举行|举办|进行|实施|实行|组织|召开|落实|执行|完成|办成|做成|"
    "搞成|讲成|上成|开成|送成|送教|成功|发生|办|搞|做|讲|送|上课|开|能?成|安排|开始)"
)
_HOLD_AT_ONCE: Final = "(?:开展|举行|举办|进行|实施|召开|完成|如期|按期|组织)"
_END: Final = r"(?=$|[\W\d_]|了|成|的|上|过|因|由)"
"""What may stand behind a short verb: 没办 is none in 没办法."""

_CHINESE: Final = (
    (Standing.ATTEMPTED, f"{_NO}{_GO}|{_NO}能?到{_END}|(?:没有?|没能|未能|不能)来{_END}"
                         "|去不了|去不成|走不了|到不了|进不去|[半中][路途]返回|途中返回|封路返回|折返"
                         "|白跑(?:一趟)?|扑空|空跑"),
    (Standing.NOT_HELD, f"{_NO}{_HOLD}{_END}|{_NO}{_HOLD_AT_ONCE}"
                        "|办不了|办不成|搞不成|开不了|开展不了|开不成|做不成"
                        "|落空|泡汤|黄了|告吹|搁浅|流产|未果|未遂|爽约"),
    (Standing.POSTPONED, "改期|改日|改天|改时间|改到|改至|另改|延期|推迟|顺延|延后|延迟|推后|后延"
                         "|推延|延缓|延至|延到|展期|缓期|暂缓|缓办|缓行|缓开|暂停|搁置|另行|择期"
                         "|另择|再约|改约|挪到|挪至|移到|移至|调到|调至|往后推|往后挪|后推|下次再"
                         r"|改下[周月]|[推拖][到至](?=[\d下明后年底一二三四五六七八九十])"),
    (Standing.UNDECIDED, "待定|未定|没定|待确认|待确定|待通知|待安排|待开展|待实施|待完成|待办"
                         "|待落实|待补|暂定|未确定|未确认|没确定|不确定|再定|看情况|视情况"),
    (Standing.CANCELLED, "取消|作废|撤销|撤消|停办|停开|停课|叫停|中止|终止|停止|作罢|放弃|不办了"
                         "|不去了|不搞了|不开了|不送了|不再进行|不再开展|不再举行|不再举办"),
)  # fmt: skip
_NOT: Final = r"(?:did|was|were|has|have|had|could|can)(?:\s?n'?t|\s?not)"
_ENGLISH: Final = (
    (Standing.ATTEMPTED, rf"{_NOT}\s+(?:go|get there|reach|arrive|travel|come|visit|make it|show"
                         "|attend)|turned back|unable to (?:go|visit|attend|travel)|attempted"),
    (Standing.NOT_HELD, r"not (?:held|done|carried out|happened|take place|taken place)"
                        rf"|{_NOT}\s+(?:happen|take place|done|held|be held|been held)"
                        "|never happened|fell through|no[ -]show|no visit|not (?:visited|attended)"
                        "|skipped"),
    (Standing.POSTPONED, r"postponed?|re-?scheduled?|delayed|deferred|put off|moved to"
                         "|pushed back|adjourned|suspended|on hold"),
    (Standing.UNDECIDED, r"tbd|tbc|tba|pending|undecided|tentative"
                         "|to be (?:confirmed|decided|determined|announced)"
                         "|not (?:yet )?(?:fixed|confirmed|decided)"),
    (Standing.CANCELLED, "cancell?ed|cancell?ation|cancel|called off|abandoned|scrapped"),
)  # fmt: skip
_PLANNED: Final = (
    "(?:原|按|已|正在|初步)?(?:计划|预计|拟定?|打算|预定|预约|预备|筹备|即将|将要?|准备)(?:中|开展|举行|"
    "举办|进行|去|前往|送教|安排)*"
    "|(?:下周|下个?月|下次|明[天日]|后天|以后|过后)再?(?:去|送|送教|办|开展|进行|举行|补)"
    "|planned?|planning|scheduled|expected|upcoming|intended"
)

_FOUND: Final = re.compile(
    "|".join(
        [f"(?P<{name}>{words})" for name, words in _CHINESE]
        + [rf"(?<![a-z])(?P<{name}_en>{words})(?![a-z])" for name, words in _ENGLISH]
    )
)
_PLAN: Final = re.compile(_PLANNED)
_BARE_NO: Final = re.compile(
    r"[\s(\[]*(?:还没有?|尚未|暂未|未|否|不去|不办|[×✗✘❌✕✖]\ufe0f?)[\s)\].。!]*"
)
"""Not 无 or 没有, which say in remarks that there are none; nor x, which is typed for a blank."""
_NEGATED: Final = re.compile(r"(?:没有?|未|不会?|无|别|并未|not|never|n't|without)\s?$")
"""Before 取消 or 推迟, these say that it was held after all."""
_CAN_BE_NEGATED: Final = (Standing.CANCELLED, Standing.POSTPONED)

_LATIN: Final = re.compile("[\\u0000-\\u024f]*")
"""A text whose blanks stand between words."""
_SMALL: Final = re.compile(
    r"[\s\W_]|已经?|被|临时|活动|本次|此次|这次|今天|当天|暂时|暂|又|再|最后|最终|的|了|经研究|决定|改为"
)
_REASON: Final = re.compile(
    r"(?:因为?|由于|受|遇|逢)[^,。;]*|(?:because of|due to|owing to|for)\s.*"
    r"|[到至于](?:下|本|\d|[一二三四五六七八九十]).*|until .*|to .*"
    r"|\S*(?:大雪|下雪|封路|雨雪|疫情|天气|停电|修路|道路)\S*"
)


def not_held(text: str) -> NotHeld | None:
    """What `text` says of a visit that was not held; None where it says nothing of the kind.

    `text` is a word of a line or a whole cell, in either language, as typed.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold().replace("’", "'")
    together = plain if _LATIN.fullmatch(plain) else "".join(plain.split())
    for found in _FOUND.finditer(together):
        standing = Standing((found.lastgroup or "").removesuffix("_en"))
        before = together[: found.start()]
        if standing in _CAN_BE_NEGATED and _NEGATED.search(before):
            continue
        rest = before + " " + together[found.end() :]
        return NotHeld(standing, found[0], not _SMALL.sub("", _REASON.sub("", rest)))
    if _BARE_NO.fullmatch(together):
        return NotHeld(Standing.NOT_HELD, together.strip(" ()[].!。"), True)
    if planned := _PLAN.fullmatch(_SMALL.sub("", together)):
        return NotHeld(Standing.PLANNED, planned[0], True)
    return None
