"""Signs that people put around words in a chat and that say nothing: emoji, [强], ✅, ★."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_STICKERS: Final = (
    "微笑|撇嘴|色|发呆|得意|流泪|害羞|闭嘴|睡|大哭|尴尬|发怒|调皮|呲牙|惊讶|难过|酷|冷汗|囧|抓狂|吐|偷笑|"
    "愉快|白眼|傲慢|饥饿|困|惊恐|流汗|憨笑|悠闲|大兵|奋斗|咒骂|疑问|嘘|晕|疯了|衰|骷髅|敲打|再见|擦汗|抠鼻|"
    "鼓掌|糗大了|坏笑|左哼哼|右哼哼|哈欠|鄙视|委屈|快哭了|阴险|亲亲|吓|可怜|菜刀|西瓜|啤酒|咖啡|饭|猪头|玫瑰|"
    "凋谢|嘴唇|爱心|心碎|蛋糕|闪电|炸弹|刀|便便|月亮|太阳|礼物|拥抱|强|弱|握手|胜利|抱拳|勾引|拳头|差劲|爱你|"
    "NO|OK|嘿哈|捂脸|奸笑|机智|皱眉|耶|吃瓜|加油|汗|天啊|Emm|社会社会|旺柴|好的|打脸|哇|翻白眼|666|让我看看|"
    "叹气|苦涩|裂开|红包|發|福|烟花|爆竹|跳跳|发抖|转圈|庆祝|合十|强壮|鼓掌|赞|心|花|"
    "图片|照片|视频|语音|文件|链接|表情|动画表情"
)
_STICKER: Final = re.compile(rf"[\[【](?:{_STICKERS})[\]】]", re.IGNORECASE)
"""How WeChat writes its own pictures. Another word in brackets is a word."""
_KEPT: Final = "→⇒➔➜➡"
"""Arrows say who helps whom."""
_JOINERS: Final = "\u200c\u200d\ufe0e\ufe0f\u20e3"
_CHECKS: Final = "√✓✔☑✅"


def is_sign(character: str) -> bool:
    """Whether a character is a picture or an ornament."""
    if character in _KEPT:
        return False
    if character in _JOINERS or character in _CHECKS or character in "★☆※●○◆◇■□▲△▪•♥♡~～♀♂":
        return True
    category = unicodedata.category(character)
    return category in ("So", "Sk") or 0x1F000 <= ord(character) <= 0x1FAFF


def without_signs(text: str) -> str:
    """`text` with a blank in place of every sign."""
    plain = _STICKER.sub(" ", text)
    return "".join(" " if is_sign(character) else character for character in plain)
