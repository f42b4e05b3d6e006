"""Widths, wrapping, and text that can't act."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing_cli.output.text import (
    cell_width,
    harmless,
    json_harmless,
    longest_unbroken,
    pad,
    truncate,
    wrap_cells,
)

TIBETAN = "བོད་ལྗོངས"
MIXED = st.text(st.sampled_from("幼儿园帮扶，。（）《》“”ab1-. 𠮷䶮é" + TIBETAN), max_size=60)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("abc", 3),
        ("幼儿园", 6),
        ("𠮷䶮㛃", 6),
        ("（全角）", 8),
        ("e\u0301", 1),
        (TIBETAN, 6),
        ("😀", 2),
        ("☎", 1),
        ("☎\ufe0f", 2),
        ("🇨🇳", 2),
        ("", 0),
    ],
)
def test_a_text_has_the_width_a_terminal_gives_it(text: str, cells: int) -> None:
    assert cell_width(text) == cells


def test_padding_fills_to_cells_and_leaves_longer_text_alone() -> None:
    assert pad("幼儿", 6) == "幼儿  "
    assert pad("幼儿", 6, right=True) == "  幼儿"
    assert pad("幼儿园", 4) == "幼儿园"


def test_truncation_shows_the_cut_and_never_splits_a_character() -> None:
    assert truncate("幼儿园", 6) == "幼儿园"
    assert truncate("幼儿园", 5) == "幼儿…"
    assert truncate("幼儿园", 4) == "幼…"
    assert truncate("幼儿园", 0) == ""


@given(MIXED, st.integers(1, 30))
def test_a_truncated_text_fits(text: str, width: int) -> None:
    assert cell_width(truncate(text, width)) <= width


def test_chinese_breaks_anywhere_and_english_at_spaces() -> None:
    assert wrap_cells("结对帮扶工作", 6) == ["结对帮", "扶工作"]
    assert wrap_cells("one two three", 7) == ["one two", "three"]
    assert wrap_cells("第1次visit于春季", 8) == ["第1次", "visit于", "春季"]


def test_closing_punctuation_starts_no_line_and_opening_punctuation_ends_none() -> None:
    assert wrap_cells("一二三，四", 6) == ["一二", "三，四"]
    assert wrap_cells("一二（三）", 6) == ["一二", "（三）"]


def test_a_tibetan_line_breaks_after_a_syllable() -> None:
    assert wrap_cells("བོད་ལྗོངས", 4) == ["བོད་", "ལྗོངས"]


def test_a_word_wider_than_the_line_is_broken_where_the_line_ends() -> None:
    assert wrap_cells("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"]


def test_line_breaks_in_the_text_stay_and_an_empty_text_is_one_empty_line() -> None:
    assert wrap_cells("一\n\n二", 10) == ["一", "", "二"]
    assert wrap_cells("", 10) == [""]


@pytest.mark.parametrize(
    ("sentence", "command"),
    [
        (
            "含例外 1 项。请查看：pairing waiver list、pairing rule overrides",
            "pairing rule overrides",
        ),
        (
            "请先结束：pairing unassign 受帮扶园 --reason 原因；或另选",
            "pairing unassign 受帮扶园 --reason 原因",
        ),
        ("See (pairing db restore FILE), or save it", "pairing db restore FILE"),
        ("Is it? pairing show 'a b, c' --json. Else no", "pairing show 'a b, c' --json"),
        ("One: pairing status 隆子县. By one: pairing status --all", "pairing status --all"),
    ],
)
@pytest.mark.parametrize("width", [12, 20, 31, 40, 52, 60])
def test_a_command_within_a_sentence_stands_on_one_line(
    sentence: str, command: str, width: int
) -> None:
    lines = wrap_cells(sentence, width)
    assert any(command in line for line in lines)
    assert "".join(lines).replace(" ", "") == sentence.replace(" ", "")


def test_a_sentence_about_pairing_is_no_command() -> None:
    assert wrap_cells("The pairing began long ago", 12) == ["The pairing", "began long", "ago"]
    assert wrap_cells("由 pairing 按记录生成", 10) == ["由 pairing", "按记录生成"]


@pytest.mark.parametrize("between", ["、", ", "])
def test_a_name_in_an_enumeration_goes_to_the_next_line_as_a_whole(between: str) -> None:
    names = ("隆子县", "加查县", "乃东社区双语")
    lines = wrap_cells(between.join(names), 17)
    assert [line for line in lines if any(name in line for name in names)] == lines
    assert all(any(name in line for line in lines) for name in names)


def test_no_character_is_left_alone_on_the_last_line() -> None:
    assert wrap_cells("市第二实验幼儿园", 14) == ["市第二实验幼", "儿园"]
    assert wrap_cells("已登记（完成）。", 14) == ["已登记（完", "成）。"]


def test_a_long_code_parts_at_its_joints() -> None:
    assert wrap_cells("responsibility-letter", 16) == ["responsibility-", "letter"]
    assert wrap_cells("excellent_lesson_rate", 18) == ["excellent_lesson_", "rate"]


@given(MIXED, st.integers(2, 30))
def test_no_wrapped_line_is_too_wide_and_nothing_but_blanks_is_lost(text: str, width: int) -> None:
    lines = wrap_cells(text, width)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(MIXED, st.integers(16, 40))
def test_punctuation_keeps_its_place_wherever_a_line_has_room(text: str, width: int) -> None:
    if longest_unbroken(text) > width:
        return
    for line in wrap_cells(text, width)[1:]:
        # A space before the punctuation is a break the writer asked for.
        assert line[:1] not in set("，。）》”") or f" {line[0]}" in text


@pytest.mark.parametrize(
    ("character", "seen"),
    [
        ("\x1b", "\\x1b"),
        ("\x00", "\\x00"),
        ("\x7f", "\\x7f"),
        ("\x9b", "\\x9b"),
        ("\u202e", "\\u202e"),
        ("\u2066", "\\u2066"),
        ("\u200e", "\\u200e"),
        ("\u061c", "\\u061c"),
        ("\u200d", "\\u200d"),
        ("\ufeff", "\\ufeff"),
        ("\u2028", "\\u2028"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_a_character_that_acts_is_made_visible(character: str, seen: str) -> None:
    assert harmless(f"洛{character}扎") == f"洛{seen}扎"


@pytest.mark.parametrize(
    "text", ["䶮𠮷㛃", TIBETAN, "é e\u0301", "😀☎\ufe0f", "①—…“”", "[b]:smile:"]
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert harmless(text) == text


def test_line_breaks_and_tabs_become_spaces_unless_they_are_kept() -> None:
    assert harmless("一\r\n二\t三\r四") == "一 二 三 四"
    assert harmless("一\r\n二\t三\r四", keep="\n") == "一\n二 三\n四"
    assert harmless("一\t二", keep="\n\t") == "一\t二"


@given(st.text())
def test_harmless_text_holds_nothing_that_acts_and_is_its_own_harmless_form(text: str) -> None:
    seen = harmless(text)
    assert not [one for one in seen if unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"} & set(
        map(unicodedata.bidirectional, seen)
    )
    assert harmless(seen) == seen


@given(st.dictionaries(st.text(), st.text()))
def test_harmless_json_has_the_same_value_and_only_line_breaks_between_tokens(
    value: dict[str, str],
) -> None:
    document = json_harmless(json.dumps(value, ensure_ascii=False, indent=2))
    assert json.loads(document) == value
    assert harmless(document, keep="\n") == document


def test_a_lone_surrogate_passes_through_json() -> None:
    document = json_harmless(json.dumps("a\ud800b", ensure_ascii=False))
    assert document == '"a\\ud800b"'
    assert json.loads(document) == "a\ud800b"
