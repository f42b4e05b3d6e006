"""What people write of a visit that was not held is recognised, in lines and in cells alike."""

from __future__ import annotations

import pytest

from pairing_cli.domain.not_held import STANDINGS, Standing, not_held

WORDS = {
    Standing.CANCELLED: "取消 已取消 取消了 （取消） 因雪取消 本次活动因疫情取消 作废 停办 不办了 "
    "取 消|cancelled|Canceled|called off|canceled due to snow",
    Standing.ATTEMPTED: "未去 因雪未去 没去成 没有去成 未成行 未能成行 因道路结冰，未能成行 去不了 "
    "还没去 白跑一趟 未到场 大雪封路未到 没能到 未抵达 没能来 途中返回"
    "|didn't go|did not go|couldn’t get there"
    "|couldn't make it|did not visit",
    Standing.NOT_HELD: "未开展 没开展 没有开展 尚未开展 未举办 没办成 没搞成 未能如期举行 未完成 "
    "泡汤 未遂 没送 未 否 × ❌ 尚未 还没有|not held|did not take place|not done|didn't happen",
    Standing.POSTPONED: "改期 延期 推迟 顺延 暂缓 延后 另行通知 择期举行 改到4月20日 "
    "因疫情延期至5月 推到5月 拖至下月|postponed|Rescheduled|put off|moved to May",
    Standing.UNDECIDED: "待定 时间待定 未定 待确认 暂定 待开展|TBD|pending|to be confirmed",
    Standing.PLANNED: "计划 预计 拟 打算 即将 计划中 计划送教 下周去 下个月送教|planned|scheduled",
}
CASES = [
    (standing, text)
    for standing, texts in WORDS.items()
    for text in [*texts.partition("|")[0].split(" "), *texts.split("|")[1:]]
    if text not in ("取", "消")
]


@pytest.mark.parametrize(("standing", "text"), CASES)
def test_a_word_that_says_not_held_is_heard(standing: Standing, text: str) -> None:
    found = not_held(text)
    assert found is not None
    assert found.standing is standing
    plain = text.casefold().replace("’", "'")
    assert found.word in plain or found.word in "".join(plain.split())


@pytest.mark.parametrize(
    "text",
    ["", "无", "已完成", "按计划完成", "没有取消", "未推迟", "没办法的办法", "2名教师未参加",
     "未来双语幼儿园", "未来园", "没有", "推到全县", "下周去加查县督查",
     "未来成长", "准备充分", "未发照片", "没讲完",
     "was not cancelled", "wasn't postponed", "lesson plan", "handed in", "appending", "4课时"],
)  # fmt: skip
def test_what_says_nothing_of_the_kind_is_left_alone(text: str) -> None:
    assert not_held(text) is None


@pytest.mark.parametrize(
    ("text", "whole"),
    [("取消", True), ("因雪取消", True), ("本次活动因疫情取消。", True), ("cancelled", True),
     ("postponed due to snow", True), ("补上月取消的课", False), ("原定讲座取消，改为送教", False)],
)  # fmt: skip
def test_it_is_told_whether_the_text_says_more_than_that(text: str, whole: bool) -> None:
    found = not_held(text)
    assert found is not None
    assert found.whole is whole


def test_a_plan_is_heard_only_where_it_is_the_whole_text() -> None:
    assert not_held("预计下周送教2课时，请各园准备") is None
    assert not_held("计划") is not None


def test_every_standing_has_its_words() -> None:
    assert set(STANDINGS) == set(Standing)
