"""Names are found by typing their pinyin: place names and surnames by their own readings."""

from __future__ import annotations

import pytest

from pairing_cli.services.programme.names.naming import searchable


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("曾家村幼儿园", "zengjiacunyoueryuan", "zjcyey"),
        ("曾国藩", "zengguofan", "zgf"),
        ("单家庄", "shanjiazhuang", "sjz"),
        ("区家寨", "oujiazhai", "ojz"),
        ("解家沟", "xiejiagou", "xjg"),
        ("仇庄", "qiuzhuang", "qz"),
        ("查氏幼儿园", "zhashiyoueryuan", "zsyey"),
        ("朴家屯", "piaojiatun", "pjt"),
        ("盖家庄", "gejiazhuang", "gjz"),
        ("缪家村", "miaojiacun", "mjc"),
        ("翟庄", "zhaizhuang", "zz"),
        ("隆子县单家村", "longzixianshanjiacun", "lzxsjc"),
    ],
)
def test_a_surname_is_read_as_a_surname(name: str, pinyin: str, initials: str) -> None:
    assert searchable(name) == (pinyin, initials)


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [
        ("区直机关幼儿园", "quzhijiguanyoueryuan"),
        ("解放路幼儿园", "jiefangluyoueryuan"),
        ("查巴乡", "chabaxiang"),
        ("浪卡子县", "langkazixian"),
    ],
)
def test_the_same_character_elsewhere_is_read_as_ever(name: str, pinyin: str) -> None:
    assert searchable(name)[0] == pinyin
