"""Who is a person and who is a crowd: 卓玛老师 and 王园长 have a name, 大班教师 has none.

A name is told by what it is not: no word of the trade and no word of the list (上午, 取消, 培训),
two to six characters, or a title behind it.
"""

from __future__ import annotations

import re
from typing import Final

TITLES: Final = "副园长|园长|副主任|主任|教研员|辅导员|班主任|老师|教师|书记|校长|组长"
SOME: Final = (
    "全体|全园|全县|全镇|全乡|全部|所有|各班|各园|各校|各位|部分|若干|多名|几名|几位|一些|其他|其余|骨干|青年|年轻|"
    "新入职|新|老|男|女|一线|专任|在职|在岗|转岗|特岗|县级|市级|乡镇|村级|大班|中班|小班|托班|学前班|大中小班|"
    "大、?中、?小班|语言|科学|艺术|健康|社会|保教|保育|后勤|教研|业务|行政|副|双方|两园|本园|我园|园内|相关|"
    "帮扶|受援|幼儿园|幼教|幼儿|学科|班级|备课|配班|带班|参训|参会|听课|授课|跟班|名师|优秀"
)

_PERSON: Final = re.compile(
    rf"(?P<name>.{{1,12}}?)(?:{TITLES})|.{{0,8}}(?:{TITLES})[甲乙丙丁戊己庚辛壬癸A-Z]"
)
_HAN: Final = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
_NAME: Final = re.compile(
    rf"{_HAN}{{1,3}}(?:[·•]?{_HAN}{{1,3}})?|[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]+)?"
)
_ALONE: Final = "好大小各该本我他她你您新老男女副两几多某每双全共们有和与及第"
_NO_NAME: Final = re.compile(
    f"{SOME}|{TITLES}|[一二三四五六七八九十两几数多]+(?:余|多)?[名位个人]|教学|教育|活动|教研|绘本|游戏|环境|管理|培训|指导|观摩|讲座|讲课|送教|听课|评课|课堂|课程|"
    "经验|交流|学习|参观|座谈|签约|捐赠|示范|安全|卫生|阅读|音乐|美术|体育|数学|故事|手工|户外|区角|主题|总结|计划|"
    "通知|注意|提醒|说明|汇报|报告|情况|安排|名单|统计|表格|大家|今天|明天|昨天|上午|下午|晚上|时间|地点|内容|形式|"
    "备注|取消|改期|推迟|延期|待定|预计|照片|视频|图片|同上|如下|以上|幼儿|教师|家长|园|县|镇|乡|村|课|班|校|局|"
    "线上|会议|集体|个人|单位|附件|链接|电话|微信|专题|新闻|简报|反馈|意见|问题|需求|困难|建议|全天|半天"
)


def is_name(text: str) -> bool:
    """Whether `text` can be the name of a person and is no word of the trade."""
    if not _NAME.fullmatch(text) or _NO_NAME.search(text):
        return False
    return len(text) > 1 or text not in _ALONE


def is_person(text: str) -> bool:
    """Whether `text` names a person by a title: 卓玛老师, 王园长, 骨干教师甲; 大班教师 does not."""
    found = _PERSON.fullmatch(text)
    if found is None:
        return False
    name = found["name"]
    return name is None or is_name(name)


_BY_SURNAME: Final = re.compile(rf"(?P<name>{_HAN})(?:{TITLES})(?![们甲乙丙丁A-Z])")


def person_by_surname(text: str, at: int) -> str | None:
    """The person called by surname and title who stands here, within other words too: 张老师."""
    found = _BY_SURNAME.match(text, at)
    return found[0] if found and is_name(found["name"]) else None


_CROWD: Final = re.compile(
    r"(?:[0-9０-９]+|[一二三四五六七八九十几数多两]+)余?[名位个人](?!民)|等(?:[0-9一二三四五六七八九十几]|人|$)"
    "|^(?:全体|全园|全县|全镇|全乡|全部|所有|各班|各园|部分|若干|其他|其余)|[师长员]们$|大家"
)
_TWO: Final = re.compile(rf"(?:{TITLES})\s*(?:和|与|及|同|\s)\s*\S")


def is_several(text: str) -> bool:
    """Whether a text that should name one person speaks of several, or of a crowd: 全园教师28人,
    张老师等3人, 张老师和李老师.
    """
    plain = text.strip()
    return _CROWD.search(plain) is not None or _TWO.search(plain) is not None
