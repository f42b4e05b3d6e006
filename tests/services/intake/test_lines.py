"""Lines as teachers write them in chats, and what each becomes: a visit, a question to a person,
or left out with the reason. Never a guess.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairing_cli.output.language import translate, use_language
from pairing_cli.services.intake.lines.draft import Draft
from pairing_cli.services.intake.lines.visit_lines import LineReader, Pasted, answered
from pairing_cli.store.opening import FileReader
from tests.commandline import done
from tests.services.programme import reader
from tests.services.seeded import seeded_at

TODAY = dt.date(2022, 4, 20)
"""A Wednesday."""

Want = dict[str, Any]
"""Cells that must be so (None: no such cell), or one of LEFT, ASKED, UNKNOWN with the words that
the reason must have.
"""
LEFT, ASKED, UNKNOWN = "left out", "asked", "unknown"
HOURS = {"class_hours": "2课时"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FileReader]:
    """Shannan's programme with a township kindergarten that 隆子县 helps."""
    path = seeded_at(tmp_path_factory.mktemp("lines") / "pairing.db")
    at = ("--db", str(path), "--as-of", "2022-03-10")
    done(*at, "kindergarten", "add", "热荣乡中心幼儿园", "--tier", "township", "--region", "热荣乡")
    done(*at, "assign", "隆子县", "热荣乡")
    with reader(path) as found:
        yield found


@pytest.fixture(autouse=True)
def _in_english() -> None:
    use_language("en")


def read(store: FileReader, text: str, today: dt.date = TODAY) -> Pasted:
    return LineReader(store, today).read(text.split("\n"))


def check(draft: Draft, want: Want) -> None:
    """That a line became what it must."""
    reasons = {
        LEFT: None if draft.left_out is None else translate(draft.left_out),
        ASKED: " ".join(translate(question.text) for question in draft.questions) or None,
        UNKNOWN: None if draft.problem is None else translate(draft.problem),
    }
    for kind, words in want.items():
        if kind in reasons:
            told = reasons[kind]
            assert told is not None, (draft.line, draft.cells)
            assert all(word in told for word in words.split("|")), told
        else:
            assert draft.cells.get(kind) == words, (draft.line, draft.cells, draft.reason)
    assert draft.is_clear != any(kind in reasons for kind in want), (draft.line, draft.reason)
    if UNKNOWN not in want:
        assert draft.problem is None, (draft.line, translate(draft.problem))


def topicless(**cells: Any) -> Want:
    """A visit with these fields, without a topic."""
    return {"topic": None, **cells}


# --- The lines that people met, each with siblings that nobody reported -----------------------

STATES: dict[str, Want] = {
    "4.12 隆子县 送教 2课时 取消": {LEFT: "取消|cancelled"},
    "4.13 加查县 讲座 改期": {LEFT: "改期|not held"},
    "4.14 贡嘎县 送教 因雪未去": {"state": "attempted", "state_reason": "因雪未去"},
    "4.15 隆子县 讲座 没去成": {"state": "attempted", "state_reason": "没去成"},
    "4.16 加查县 送教 推迟": {LEFT: "推迟"},
    "4.18 加查县 听课 待定": {LEFT: "待定|not held"},
    "4.11 贡嘎县 讲座 预计": {LEFT: "预计|2022-04-11|over"},
    # siblings
    "4.12 隆子县 送教 延期": {LEFT: "延期|postponed"},
    "4.12 隆子县 送教 没开展": {LEFT: "没开展|not held"},
    "4.12 隆子县 送教 顺延到5月": {LEFT: "顺延"},
    "4.12 隆子县 送教 未成行": {"state": "attempted", "state_reason": "未成行"},
    "4.12 隆子县 送教 暂缓": {LEFT: "暂缓"},
    "4.12 隆子县 送教 改到4月20日": {LEFT: "改到"},
    "4.12 隆子县 送教（取消）": {LEFT: "取消"},
    "4.12 隆子县 送教取消": {LEFT: "取消"},
    "4.12 隆子县 送教 备注：因雪取消": {LEFT: "因雪取消"},
    "4.12 隆子县 送教 状态：已取消": {LEFT: "已取消"},
    "4.12 隆子县 送教 停电，没办成": {LEFT: "没办成"},
    "4.12 隆子县 sent lessons cancelled": {LEFT: "cancelled"},
    "4.12 隆子县 lecture did not take place": {LEFT: "did not take place"},
    "4.12 隆子县 送教 补3月取消的": {ASKED: "补3月取消的|was it held"},
    "4.12 隆子县 送教 拟": {LEFT: "拟|over"},
    "4.12 隆子县 送教 打算": {LEFT: "打算|over"},
    "4.12 隆子县 送教 已完成 2课时": topicless(**HOURS),
    "4.12 隆子县 送教 已完成 备注：补上月取消的": {"note": "补上月取消的"},
}
UNITS: dict[str, Want] = {
    "4.12 隆子县 送教 两节课": {ASKED: "两节课|节"},
    "4.13 隆子县 送教 一天半": {ASKED: "一天半|days are no class-hours"},
    "4.14 隆子县 送教 3小时": {ASKED: "3小时|clock hours"},
    "4.15 隆子县 送教 4": {ASKED: "4 what"},
    "4.16 隆子县 送教 2课时✅": topicless(**HOURS),
    "4.17 隆子县 送教 2课时（已发照片）": topicless(**HOURS, note="已发照片"),
    "4.18 隆子县 送教 共4课时": topicless(class_hours="4课时"),
    "4.19 隆子县 送教 2课时+1课时": topicless(class_hours="3课时"),
    "4.19 隆子县 送教 2 课时": topicless(**HOURS),
    "4.19 隆子县 送教 课时2": topicless(**HOURS),
    # siblings
    "4.12 隆子县 送教 三课时": topicless(class_hours="3课时"),
    "4.12 隆子县 送教 十二课时": topicless(class_hours="12课时"),
    "4.12 隆子县 送教 2.5课时": topicless(class_hours="2.5课时"),
    "4.12 隆子县 送教 一课时半": topicless(class_hours="1.5课时"),
    "4.12 隆子县 送教 2学时": topicless(**HOURS),
    "4.12 隆子县 送教 ２课时": topicless(**HOURS),
    "4.12 隆子县 送教 2个课时": topicless(**HOURS),
    "4.12 隆子县 送教 合计：4课时": topicless(class_hours="4课时"),
    "4.12 隆子县 sent lessons 2 class-hours": topicless(**HOURS),
    "4.12 隆子县 送教 半天": {ASKED: "半天"},
    "4.12 隆子县 送教 90分钟": {ASKED: "90分钟"},
    "4.12 隆子县 送教 2场": {ASKED: "2场|one visit"},
    "4.12 隆子县 送教 2堂课": {ASKED: "2堂课"},
    "4.12 隆子县 送教 2 hours": {ASKED: "2 hours"},
    "4.12 隆子县 送教 2 lessons": {ASKED: "2 lessons"},
    "4.12 隆子县 送教 约3课时": {ASKED: "约3课时"},
    "4.12 隆子县 送教 2-3课时": {ASKED: "2-3课时"},
    "4.12 隆子县 送教 每人2课时": {ASKED: "每人2课时"},
    "4.12 隆子县 送教 第2课时": {UNKNOWN: "第2课时", ASKED: "第2课时"},
    "4.12 隆子县 送教 2课时 1课时": {UNKNOWN: "2课时|1课时"},
    "4.12 隆子县 送教 2课时 90分钟": topicless(**HOURS, note="90分钟"),
}
WAYS: dict[str, Want] = {
    "4.12 隆子县 送教 线上": topicless(direction="online"),
    "4.13 加查县 讲座 腾讯会议": topicless(direction="online"),
    "4.15 隆子县 送教 来园": {ASKED: "来园"},
    # siblings
    "4.12 隆子县 讲座 钉钉会议": topicless(direction="online"),
    "4.12 隆子县 讲座 视频连线": topicless(direction="online"),
    "4.12 隆子县 讲座 视频": topicless(direction="online", form="讲座"),
    "4.12 隆子县 lecture online": topicless(direction="online", form="lecture"),
    "4.12 隆子县 讲座（线上）": topicless(direction="online"),
    "4.12 隆子县 讲座 方式：线上": topicless(direction="online"),
    "4.12 隆子县 讲座 到园": topicless(direction="to_mentee"),
    "4.12 隆子县 跟班学习 来园": topicless(direction="to_mentor"),
    "4.12 隆子县 视频": topicless(form="视频"),
}
DAYS: dict[str, Want] = {
    "4.15-4.17 隆子县 跟班学习 2位老师": topicless(date="2022-04-15..2022-04-17", teachers="2"),
    "4月19日（周二） 加查县 讲座 2课时": topicless(date="2022-04-19", **HOURS),
    "4.14 10:00-11:30 贡嘎县 送教": topicless(date="2022-04-14", note="10:00-11:30"),
    # siblings
    "4.15-17 隆子县 跟班学习": topicless(date="2022-04-15..2022-04-17"),
    "4月15日至17日 隆子县 跟班学习": topicless(date="2022-04-15..2022-04-17"),
    "4月19日 星期二 加查县 讲座": topicless(date="2022-04-19"),
    "周二4.19 加查县 讲座": topicless(date="2022-04-19"),
    "周三 4月19日 加查县 讲座": {UNKNOWN: "2022-04-19|Tuesday|Wednesday"},
    "2022-04-19(星期五) 加查县 讲座": {UNKNOWN: "2022-04-19|Friday"},
    "Friday 19 April 加查县 讲座": {UNKNOWN: "19 April|Friday"},
    "上周五 加查县 讲座": topicless(date="2022-04-15"),
    "周二 加查县 讲座": topicless(date="2022-04-19"),
    "昨天 加查县 讲座": topicless(date="2022-04-19"),
    "15日 加查县 讲座": topicless(date="2022-04-15"),
    "12 April 加查县 lecture": topicless(date="2022-04-12"),
    "4.14 下午3点 贡嘎县 送教": topicless(date="2022-04-14", note="下午3点"),
    "4.14 9:30 贡嘎县 送教": topicless(date="2022-04-14", note="9:30"),
    "4.25 隆子县 送教": {ASKED: "2021-04-25|2022-04-25"},
    "4.12 4.13 隆子县 送教": {UNKNOWN: "4.12|4.13"},
    "4.31 隆子县 送教": {UNKNOWN: "4.31"},
    "5月10日 计划 隆子县 送教": topicless(date="2022-05-10", state="planned"),
    "预计5月10日 隆子县 送教": topicless(date="2022-05-10", state="planned"),
    "5.10 隆子县 送教（计划）": topicless(date="2022-05-10", state="planned"),
    "明天 隆子县 送教 计划": topicless(date="2022-04-21", state="planned"),
}
AHEAD: dict[str, Want] = {
    "下周三 隆子县 送教 2课时": {UNKNOWN: "2022-04-27", ASKED: "planned"},
    "2022-05-20 隆子县 送教": {UNKNOWN: "2022-05-20", ASKED: "planned"},
    "明天 隆子县 送教": {UNKNOWN: "2022-04-21", ASKED: "planned"},
    "4.18-4.20 隆子县 跟班学习": topicless(date="2022-04-18..2022-04-20"),
    "4.19-4.22 隆子县 跟班学习": {UNKNOWN: "2022-04-22", ASKED: "planned"},
    "4.12（二） 隆子县 送教": topicless(date="2022-04-12", note=None),
    "4.12（三） 隆子县 送教": {UNKNOWN: "2022-04-12|Tuesday|Wednesday"},
    "4.12 隆子县 没有送教": {LEFT: "没有送教"},
    "4.12 拟去隆子县 送教": {LEFT: "拟|over"},
}
WHOLE: dict[str, Want] = {
    "2022年4月12日（星期二）上午9:30—11:30，市实验幼儿园赴隆子县示范幼儿园"
    "开展送教活动，2课时，主题：绘本。": {
        "date": "2022-04-12", "mentor": "市实验幼儿园", "mentees": "隆子县示范幼儿园", **HOURS,
        "topic": "绘本", "note": "上午9:30—11:30",
    },
    "4月12号在隆子县示范幼儿园开展送教活动，共2课时，参加教师20人，幼儿60人。": topicless(
        date="2022-04-12", teachers="20", children="60", **HOURS
    ),
    "4.12隆子县送教2课时20位老师": topicless(date="2022-04-12", teachers="20", **HOURS),
    "四月十二日 隆子县 送教 两课时": topicless(date="2022-04-12", **HOURS),
    "我园4月12日赴隆子县送教2课时": topicless(mentees="隆子县", direction=None, **HOURS),
    "- 4.12 隆子县 送教 2课时 [图片]": topicless(date="2022-04-12", note=None, **HOURS),
    "1.4.12 隆子县 送教": {ASKED: "12"},
    "12/4/2022 隆子县 lecture": {ASKED: "2022"},
    "4.12 隆子县2课时，加查县1课时 送教": {UNKNOWN: "2课时|1课时"},
    "4.12 隆子县 送教 每天2课时": {UNKNOWN: "每天", ASKED: "每天"},
    "4.12 隆子县 送教 13812345678": {ASKED: "13812345678"},
    "4.12 邦金美朵 送教": {ASKED: "邦金美朵双语幼儿园"},
    "4.12 隆子县教育局 送教": {UNKNOWN: "教育局", ASKED: "教育局"},
    "4.12 隆子县 送教 因疫情改为线上": {UNKNOWN: "改为线上", ASKED: "改为线上"},
}  # fmt: skip
TIMES: dict[str, Want] = {
    "4.12 隆子县 送教两场共6课时": {ASKED: "两场|one visit"},
    "4.12 隆子县 送教 三次 6课时": {ASKED: "三次|one visit"},
    "4.12 隆子县 送教 2次": {ASKED: "2次|one visit"},
    "4.12 隆子县 送教 2-3次 2课时": {ASKED: "2-3次|one visit"},
    "4.12 隆子县 送教 1趟 2课时": topicless(note=None, **HOURS),
    "4.12 隆子县 送教一次 2课时": topicless(note=None, **HOURS),
}
PEOPLE: dict[str, Want] = {
    "4.12 隆子县 送教 2课时 20位老师": topicless(**HOURS, teachers="20", people=None),
    "4.13 加查县 讲座 全体教师": topicless(note="全体教师", people=None),
    "4.14 贡嘎县 讲座 12名骨干教师": topicless(teachers="12", people=None),
    "4.17 贡嘎县 讲座 园长和3位老师": {ASKED: "园长和3位老师"},
    "4.19 加查县 听课 大班教师 2课时": topicless(**HOURS, note="大班教师", people=None),
    # siblings
    "4.12 隆子县 送教 5名教师": topicless(teachers="5", people=None),
    "4.12 隆子县 送教 五名教师": topicless(teachers="5", people=None),
    "4.12 隆子县 送教 教师20人、幼儿60名": topicless(teachers="20", children="60"),
    "4.12 隆子县 送教 参加教师：18": topicless(teachers="18"),
    "4.12 隆子县 送教 20 teachers and 60 children": topicless(teachers="20", children="60"),
    "4.12 隆子县 送教 全园教师": topicless(note="全园教师", people=None),
    "4.12 隆子县 送教 园长、副园长": topicless(note="园长；副园长", people=None),
    "4.12 隆子县 送教 王园长带队": topicless(people="王园长"),
    "4.12 隆子县 送教 卓玛老师、德吉老师": topicless(people="卓玛老师、德吉老师"),
    "4.12 周二 隆子县 送教 2课时": topicless(date="2022-04-12", **HOURS),
    "4.12星期二 隆子县 送教 2课时": topicless(date="2022-04-12", **HOURS),
    "4.12 周老师 隆子县 送教 2课时": topicless(date="2022-04-12", people="周老师"),
    "4.12 次仁 隆子县 送教 2课时": {UNKNOWN: "次仁"},
    "4.12 位于隆子县 送教 2课时": topicless(date="2022-04-12", **HOURS),
    "隆子县 4.12 周三 送教 2课时": {UNKNOWN: "Tuesday"},
    "4.12隆子县张老师送教2课时": topicless(people="张老师", **HOURS),
    "4.12 隆子县 送教 王园长李老师2课时": topicless(people="王园长、李老师", **HOURS),
    "4.12 隆子县 送教 德吉老师2课时": {UNKNOWN: "德吉老师"},
    "4.12 隆子县 送教 实验园长2课时": {UNKNOWN: "实验园长"},
    "4.12 隆子县 送教 骨干教师甲": topicless(people="骨干教师甲"),
    "4.12 隆子县 送教 王园长等5人": {ASKED: "5人"},
    "4.12 隆子县 送教 30人": {ASKED: "30人"},
    "4.12 隆子县 送教 20余名教师": {ASKED: "20余名教师"},
    "4.12 隆子县 送教 约20名教师": {ASKED: "约20名教师"},
    "4.12 隆子县 送教 3位园长": {ASKED: "3位园长"},
}
WORDS: dict[str, Want] = {
    "4.12 隆子县 送教 绘本教学": {UNKNOWN: "绘本教学", ASKED: "绘本教学|topic"},
    "4.12 隆子县 送教 卓玛": {UNKNOWN: "卓玛", ASKED: "卓玛"},
    "4.12 隆子县 送教 次仁 绘本": {UNKNOWN: "次仁, 绘本", ASKED: "次仁|绘本"},
    "4.12 隆子县 送教 2课时 照片已上传": topicless(note="照片已上传", **HOURS),
    "4.12 隆子县 送教 2课时，谢谢大家": topicless(note="谢谢大家", people=None, **HOURS),
    "4.12 隆子县 送教 2课时 @所有人": topicless(people=None, **HOURS),
    "4.12隆子县送教2课时附照片": topicless(note="附照片", **HOURS),
    "4.12 隆子县园 送教 绘本": {UNKNOWN: "mentee|绘本|隆子县园", ASKED: "隆子县园|绘本"},
    "4.12 隆子县 送教 绘本 两次": {UNKNOWN: "绘本|两次", ASKED: "绘本|两次"},
    "4.12 隆子县 绘本讲座": {UNKNOWN: "form|绘本讲座", ASKED: "绘本讲座"},
    "4.12 隆子县 送教 主题：绘本教学": {"topic": "绘本教学"},
    "4.12 隆子县 送教《绘本》《游戏》": {"topic": "绘本、游戏"},
    "4.12 隆子县 送教 主题：取消小学化": {"topic": "取消小学化"},
    "4.12 隆子县 送教 2课时 主题 区域游戏": {"topic": "区域游戏", **HOURS},
    "4.12 隆子县 送教 活动内容　区域游戏 2课时": {"topic": "区域游戏", **HOURS},
    "4.12 隆子县 送教 备注 下雪路滑": topicless(note="下雪路滑"),
    "4.12 加查县 讲座 主题 送教": {UNKNOWN: "讲座|送教"},
    "4.12 隆子县 送教 执行人：卓玛、德吉": topicless(people="卓玛、德吉"),
    "4.12 隆子县 送教（含2课时点评）": {UNKNOWN: "含2课时点评", ASKED: "含2课时点评"},
    "4.12 隆子县 送教 讲座": {UNKNOWN: "送教|讲座"},
    "4.12 隆子县 送教 听课、评课": {UNKNOWN: "送教|听课"},
    "4.12 隆子县 听课 评课": topicless(form="听课"),
    "4.12 隆子县 同上": {UNKNOWN: "同上"},
}
PLACES: dict[str, Want] = {
    "4.13 县实验 隆子县 送教 2课时": {UNKNOWN: "县实验|alias"},
    "4.17 市二幼 措美县 讲座": {ASKED: "市二幼|is it 市第二实验幼儿园"},
    "4.13 隆子县 热荣乡 送教 2课时": topicless(mentor="隆子县", mentees="热荣乡", **HOURS),
    "4.15 隆子县→热荣乡 送教": topicless(mentor="隆子县", mentees="热荣乡"),
    "4月12日上午，市实验幼儿园到隆子县示范幼儿园送教，2课时": topicless(
        mentor="市实验幼儿园", mentees="隆子县示范幼儿园", form="送教", **HOURS
    ),
    # siblings
    "4.12 热荣乡 隆子县 送教": topicless(mentor="隆子县", mentees="热荣乡"),
    "4.15 隆子县-->热荣乡 送教": topicless(mentor="隆子县", mentees="热荣乡"),
    "4.15 隆子县赴热荣乡送教": topicless(mentor="隆子县", mentees="热荣乡", direction=None),
    "4.15 热荣乡到隆子县跟班学习": topicless(mentor="隆子县", mentees="热荣乡", direction=None),
    "4.15 热荣乡到隆子县送教": {ASKED: "到|who went to whom"},
    "4.15 热荣乡去隆子县 教研活动": topicless(mentor="隆子县", direction="to_mentor"),
    "4.12 隆子县、加查县 送教": topicless(mentor=None, mentees="隆子县、加查县"),
    "4.12 隆子县 加查县 送教": topicless(mentor=None, mentees="隆子县、加查县"),
    "4.12 市实验幼儿园 隆子县 加查县 送教": topicless(
        mentor="市实验幼儿园", mentees="隆子县、加查县"
    ),
    "4.12 帮扶园：市实验幼儿园 受帮扶园：隆子县 送教": topicless(mentor="市实验幼儿园"),
    "4.12 隆子县热荣乡 送教": topicless(mentees="隆子县/热荣乡", mentor=None),
    "4.12 隆子县/热荣乡 送教": topicless(mentees="隆子县/热荣乡"),
    "4.12 市实验 隆子县 送教": {ASKED: "市实验|is it 市实验幼儿园"},
    "4.12 实幼 隆子县 送教": {ASKED: "实幼|市实验幼儿园|市第二实验幼儿园|市第三实验幼儿园"},
    "4.12 隆子县第二幼儿园 送教": {UNKNOWN: "mentee|隆子县第二幼儿园|alias"},
    "4.12 阳光幼儿园 隆子县 送教": {UNKNOWN: "阳光幼儿园|alias"},
    "4.12 longzixian lecture": {ASKED: "longzixian|隆子县示范幼儿园"},
    "4.12 市实验幼儿园 送教": {UNKNOWN: "Missing: a mentee"},
}
LINES = {**STATES, **UNITS, **WAYS, **DAYS, **AHEAD, **WHOLE, **TIMES, **PEOPLE, **WORDS, **PLACES}


@pytest.mark.parametrize("text", LINES)
def test_a_line_becomes_what_it_says(store: FileReader, text: str) -> None:
    (draft,) = read(store, text).drafts
    check(draft, LINES[text])


def test_a_number_behind_a_weekday_may_be_a_time(store: FileReader) -> None:
    (draft,) = read(store, "周二 9.30 隆子县 送教 2课时", dt.date(2022, 10, 18)).drafts
    check(draft, {UNKNOWN: "9.30|2022-09-30|Friday|time"})


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("9.1 计划 隆子县 送教", dt.date(2023, 6, 30), "2023-09-01"),
        ("10月8日 隆子县 送教 计划", dt.date(2022, 6, 30), "2022-10-08"),
        ("1.10 拟 隆子县 送教", dt.date(2022, 12, 1), "2023-01-10"),
        ("4.20 计划 隆子县 送教", TODAY, "2022-04-20"),
    ],
)
def test_what_is_planned_lies_ahead(store: FileReader, text: str, today: dt.date, day: str) -> None:
    (draft,) = read(store, text, today).drafts
    check(draft, topicless(date=day, state="planned"))


def test_what_a_line_does_not_say_in_so_many_words_is_marked(store: FileReader) -> None:
    lines = {
        "2022-04-12 隆子县 送教 2课时": set(),
        "4.12 隆子县 送教": {"date"},
        "上周五 隆子县 送教": {"date"},
        "2022-04-12 隆子县 送教 2课时+1课时": {"class_hours"},
        "1. 卓玛 2022-04-12 隆子县 送教": {"people"},
        "2022-04-12 隆子县 热荣乡 送教": {"mentor"},
        "2022-04-12 隆子县→热荣乡 送教": set(),
        "2022-04-12 热荣乡去隆子县 教研活动": {"direction"},
    }
    assert {text: read(store, text).drafts[0].inferred for text in lines} == lines


# --- Several lines: relays, chats, visits told line by line ------------------------------------

RELAYS = (
    """#接龙 4月份结对帮扶情况
1. 卓玛 4.12 隆子县 送教 2课时
2、德吉🌸 4月13号 加查县 讲座 2课时
④ 措姆 4.15 隆子县 讲座 2课时
5.
6. 白玛 同上""",
    """接龙：4月份送教
1. 卓玛 4.12 隆子县 送教 2课时
２．德吉 4月13日 加查县 讲座 2课时
(3) 措姆 4.15 隆子县 讲座 2课时
四、
5、白玛 同上""",
    """【接龙】送教
①卓玛 4.12 隆子县 送教 2课时 ②德吉🌸🌸 4月13号 加查县 讲座 2课时
③措姆：4.15 隆子县 讲座 2课时
④ ✅
⑤ 白玛 如上""",
)


@pytest.mark.parametrize("text", RELAYS)
def test_in_a_relay_who_joined_did_it_and_no_name_is_a_topic(store: FileReader, text: str) -> None:
    pasted = read(store, text)
    names = ("卓玛", "德吉", "措姆")
    assert len(pasted.drafts) == 4
    for name, draft in zip(names, pasted.drafts, strict=False):
        check(draft, topicless(people=name, **HOURS))
        assert "people" in draft.inferred
    check(pasted.drafts[3], {UNKNOWN: "in full"})
    assert len(pasted.passed_over) == 2


@pytest.mark.parametrize(
    "text",
    ["1. 绘本教学 4.12 隆子县 送教", "1. 大班教师 4.12 隆子县 送教", "1. 上午 4.12 隆子县 送教"],
)
def test_a_word_of_the_trade_before_a_numbered_line_is_nobody(store: FileReader, text: str) -> None:
    (draft,) = read(store, text).drafts
    assert "people" not in draft.cells
    assert "topic" not in draft.cells


def test_who_taught_is_told_beside_who_reports(store: FileReader) -> None:
    (draft,) = read(store, "#接龙\n1. 卓玛 4.12 隆子县 送教 执行人：德吉").drafts
    check(draft, topicless(people="德吉", note="接龙：卓玛"))
    assert "people" not in draft.inferred


def test_a_chat_keeps_its_visits_and_loses_its_headers(store: FileReader) -> None:
    pasted = read(
        store,
        """卓玛:
4.12 隆子县 送教 2课时
2022-04-14 18:30 次仁
4.14 贡嘎县 送教 2课时 [强]
收到
4.16 加查县 讲座 2课时 👍
白玛 2022/4/14 18:30:22
4.17 加查县 讲座 2课时[玫瑰]
次仁旺姆  14:22
[2022-04-18 09:12] 央金：4.18 加查县 讲座 2课时
——— 2022-04-18 ———
昨天 18:30
2022年4月18日 下午6:30 旺堆
@所有人
[图片]
好的，谢谢！
德吉🌸：4.19 加查县 讲座 2课时""",
    )
    told = [(draft.cells.get("date"), draft.cells.get("people")) for draft in pasted.drafts]
    assert told == [
        ("2022-04-12", "卓玛"),
        ("2022-04-14", None),
        ("2022-04-16", None),
        ("2022-04-17", None),
        ("2022-04-18", "央金"),
        ("2022-04-19", "德吉"),
    ]
    for draft in pasted.drafts:
        check(draft, topicless(**HOURS))
    assert len(pasted.passed_over) == 11


@pytest.mark.parametrize(
    "text",
    ["4.14 10:00 贡嘎县 送教", "4.14 贡嘎县 送教 10:00", "贡嘎县：4.14 送教", "送教 4.14 贡嘎县"],
)
def test_a_visit_is_no_header_of_a_chat(store: FileReader, text: str) -> None:
    pasted = read(store, text)
    assert pasted.passed_over == []
    check(pasted.drafts[0], topicless(date="2022-04-14", mentees="贡嘎县", people=None))


LABELLED = (
    """1. 卓玛
时间：4月12日
地点：隆子县示范幼儿园
内容：送教活动《小蝌蚪找妈妈》
课时：2""",
    """活动时间：2022年4月12日
活动地点：隆子县示范幼儿园
活动形式：送教
活动主题：小蝌蚪找妈妈
课时数：两课时""",
    """时间：4月12日 地点：隆子县示范幼儿园 内容：送教 小蝌蚪找妈妈 课时：2课时""",
    """Date: 12 April 2022
Place: 隆子县示范幼儿园
Form: sent lessons
Topic: 小蝌蚪找妈妈
Class-hours: 2""",
)


@pytest.mark.parametrize("text", LABELLED)
def test_a_visit_told_line_by_line_is_one(store: FileReader, text: str) -> None:
    (draft,) = read(store, text).drafts
    want = {"date": "2022-04-12", "mentees": "隆子县示范幼儿园", "topic": "小蝌蚪找妈妈", **HOURS}
    check(draft, want)
    assert draft.line == text


def test_the_same_label_again_begins_another_visit(store: FileReader) -> None:
    text = "时间：4月12日\n地点：隆子县\n内容：送教\n时间：4月13日\n地点：加查县\n内容：讲座"
    days = [draft.cells["date"] for draft in read(store, text).drafts]
    assert days == ["2022-04-12", "2022-04-13"]


def test_two_visits_with_all_their_labels_on_one_line_each_are_two(store: FileReader) -> None:
    one, other = read(
        store,
        "时间：4月12日 地点：隆子县 内容：送教 课时：2\n地点：加查县 时间：4月13日 内容：讲座",
    ).drafts
    check(one, topicless(date="2022-04-12", mentees="隆子县", **HOURS))
    check(other, topicless(date="2022-04-13", mentees="加查县"))


def test_an_arrow_says_who_helps_even_where_no_pairing_does(store: FileReader) -> None:
    (draft,) = read(store, "4.12 隆子县→加查县 送教").drafts
    check(draft, topicless(mentor="隆子县", mentees="加查县"))


def test_a_labelled_text_may_have_blanks(store: FileReader) -> None:
    (draft,) = read(store, "主题：绘本 阅读的方法 日期：4.12 受帮扶园：隆子县 形式：讲座").drafts
    check(draft, {"topic": "绘本 阅读的方法"})
    (draft,) = read(store, "4.12 隆子县 讲座 主题：绘本 阅读").drafts
    check(draft, {UNKNOWN: "阅读", ASKED: "阅读"})


@pytest.mark.parametrize(
    "text",
    [
        "1. 卓玛 4.12 隆子县 送教 2课时 2. 德吉 4.13 加查县 讲座 2课时",
        "1、卓玛 4.12 隆子县 送教 2课时；2、德吉 4.13 加查县 讲座 2课时",
        "①卓玛 4.12 隆子县 送教 2课时②德吉 4.13 加查县 讲座 2课时",
        "4.12 隆子县 送教 2课时 卓玛老师；4.13 加查县 讲座 2课时 德吉老师",
    ],
)
def test_two_visits_on_one_line_are_two(store: FileReader, text: str) -> None:
    one, other = read(store, text).drafts
    check(one, topicless(date="2022-04-12", mentees="隆子县", **HOURS))
    check(other, topicless(date="2022-04-13", mentees="加查县", **HOURS))
    assert [str(each.cells["people"])[:2] for each in (one, other)] == ["卓玛", "德吉"]
    assert one.row == other.row == 1


# --- Answers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "answer", "want"),
    [
        ("4.12 隆子县 送教 两节课", 0, topicless(**HOURS)),
        ("4.12 隆子县 送教两场共6课时", 0, topicless(note="两场", class_hours="6课时")),
        ("4.12 隆子县 送教 一天半", "8课时", topicless(class_hours="8课时")),
        ("4.12 隆子县 送教 一天半", 0, topicless(class_hours=None, note="一天半")),
        ("4.12 隆子县 送教 4", 0, topicless(class_hours="4课时")),
        ("4.12 隆子县 送教 4", 1, topicless(teachers="4")),
        ("4.12 隆子县 送教 绘本教学", 0, {"topic": "绘本教学"}),
        ("4.12 隆子县 送教 卓玛", 1, topicless(people="卓玛")),
        ("4.17 市二幼 措美县 讲座", 0, topicless(mentor="市第二实验幼儿园", mentees="措美县")),
        ("4.25 隆子县 送教", 1, topicless(date="2022-04-25", state="planned")),
        ("4.12 隆子县 送教 来园", 1, topicless(direction="to_mentor")),
        ("4.12 隆子县 送教 补3月取消的", 0, topicless(note="补3月取消的", state=None)),
        ("4.12 隆子县 讲座 园长和3位老师", "教师4人", topicless(teachers="4")),
    ],
)
def test_an_answer_is_a_better_word_in_the_line(
    store: FileReader, text: str, answer: int | str, want: Want
) -> None:
    lines = LineReader(store, TODAY)
    draft = lines.line(text)
    question = draft.questions[0]
    meant = answer if isinstance(answer, str) else question.offers[answer].text
    check(lines.again(draft, answered(draft, question, meant)), want)


PIECES = (
    "4.12", "4月31日", "周二", "（周三）", "隆子县", "热荣乡", "市二幼", "送教", "视频",
    "2课时", "两节课", "半天", "20位老师", "园长和", "、", "，", "；", "\n", "1.", "2、",
    "①", "卓玛", "卓玛老师", "：", "时间：", "课时：", "主题：", "备注：", "《绘本》", "《", "（",
    "）", "[强]", "👍", "取消", "未去", "计划", "改到", "→", "到", "线上", "来园", "+",
    "-", "..", "2022-", "٤", "十十课时", "零", "𠮷", "\u200d",
    "99999999999999999999", "0课时", "25:99", "#接龙", "同上", "April", "\t",
    "二〇二二年", "/",
)  # fmt: skip


@given(pieces=st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "])), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_is_read_or_told_and_every_answer_too(
    store: FileReader, pieces: list[tuple[str, str]]
) -> None:
    lines = LineReader(store, TODAY)
    for draft in lines.read("".join(map("".join, pieces)).split("\n")).drafts:
        assert draft.is_clear or translate(draft.reason or "")
        for question in draft.questions:
            for offer in question.offers:
                assert translate(question.text)
                lines.again(draft, answered(draft, question, offer.text))
