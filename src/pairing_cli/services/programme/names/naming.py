"""What it takes to find a Chinese name without an input method."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

_READINGS: Final = {"浪卡子": "làng kǎ zǐ", "勒门巴": "lè mén bā"}
"""Places that pypinyin reads as the everyday words 卡子 (qiǎzi) and 勒 (lēi)."""


_SURNAMES: Final = (
    "曾 zēng 单 shàn 区 ōu 解 xiè 仇 qiú 查 zhā 朴 piáo 任 rén 华 huà 盖 gě 尉 wèi 乐 yuè 缪 miào"
    " 覃 qín 翟 zhái 员 yùn 种 chóng 折 shé 黑 hè 秘 bì 洗 xiǎn 祭 zhài 召 shào 繁 pó 逄 páng"
    " 燕 yān 宓 mì 应 yīng 纪 jǐ 葛 gě 盛 shèng 隗 wěi 费 fèi 宁 nìng 句 gōu 晟 chéng 哈 hǎ 撒 sà"
)
"""Surnames that are read otherwise than the same characters elsewhere."""

_OF_A_FAMILY: Final = "家 jiā 氏 shì 姓 xìng 庄 zhuāng 屯 tún 寨 zhài"
"""What a place called after a family has behind the surname: 单家村, 解家沟, 仇庄."""


def searchable(name: str) -> tuple[str, str]:
    """The pinyin of `name` without tones, in one word, and its initials; both lower case.

    ü is written v, as on a keyboard. What isn't Chinese stays as it is, without spaces.
    Computed when a name is stored: importing pypinyin takes longer than any look-up.
    """
    from pypinyin import Style, lazy_pinyin

    _teach_readings()
    plain = "".join(unicodedata.normalize("NFKC", name).split()).casefold()
    syllables = lazy_pinyin(plain, style=Style.NORMAL, errors=list)  # type: ignore[arg-type]
    return "".join(syllables), "".join(syllable[:1] for syllable in syllables)


@cache
def _teach_readings() -> None:
    from pypinyin import load_phrases_dict

    words, behind = _SURNAMES.split(), _OF_A_FAMILY.split()
    surnames = dict(zip(words[::2], words[1::2], strict=True))
    readings = {**_READINGS, "曾": surnames["曾"]}  # in a name 曾 is hardly ever 曾经
    for surname, read in surnames.items():
        for rest, rest_read in zip(behind[::2], behind[1::2], strict=True):
            readings[surname + rest] = f"{read} {rest_read}"
    load_phrases_dict(
        {name: [[syllable] for syllable in read.split()] for name, read in readings.items()}
    )
