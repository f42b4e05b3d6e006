"""Names stand where Chinese people look for them."""

from __future__ import annotations

import pytest

from pairing_cli.domain.words.name_order import name_order, number_in_words

NUMBERS = "一二三四五六七八九"


@pytest.mark.parametrize(
    "pattern", ["市第{}实验幼儿园", "{}村教学点", "隆子县第{}幼儿园", "{}中附属幼儿园"]
)
def test_number_words_stand_in_their_order(pattern: str) -> None:
    words = [*NUMBERS, "十", *(f"十{each}" for each in NUMBERS), "二十", "二十一", "一百零五"]
    names = [pattern.format(word) for word in words]
    assert sorted(names, key=name_order) == names


def test_digits_in_either_width_stand_in_their_order() -> None:
    names = ["2号园", "９号园", "10号园", "１２号园", "100号园"]
    assert sorted(sorted(names), key=name_order) == names


def test_names_stand_by_their_pinyin() -> None:
    names = ["阿里", "白朗县", "措美县", "贡嘎县", "加查县", "浪卡子县", "隆子县", "洛扎县"]
    names += ["乃东区", "琼结县", "曲松县", "桑日县", "扎囊县"]
    assert sorted(sorted(names), key=name_order) == names


def test_a_name_without_a_number_and_latin_names_have_their_place() -> None:
    names = ["Lhasa", "市实验幼儿园", "统一幼儿园"]
    assert sorted(names, key=name_order) == names
    assert name_order("𠮷园") != name_order("园")


@pytest.mark.parametrize(
    ("words", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("二〇二二", 2022)],
)
def test_number_words_are_read(words: str, number: int) -> None:
    assert number_in_words(words) == number
