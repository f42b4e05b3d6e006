"""Words of hints, as people copy them into a shell."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairing_cli.domain.words.wording import as_word


def test_a_name_without_blanks_stands_as_it_is() -> None:
    for name in (
        "隆子县示范幼儿园",
        "a.xlsx",
        "C:\\数据\\活动.xlsx",
        "隆子县/热荣乡幼儿园",
        "4课时",
    ):
        assert as_word(name) == name
    assert as_word(Path("数据") / "a.csv") == str(Path("数据") / "a.csv")


@pytest.mark.skipif(os.name == "nt", reason="the quotes of POSIX shells")
@given(st.text(st.characters(exclude_characters="\\#~[]{}%^=\0", codec="utf-8"), min_size=1))
def test_a_shell_reads_it_back_as_one_word(text: str) -> None:
    assert shlex.split(as_word(text)) == [text]
