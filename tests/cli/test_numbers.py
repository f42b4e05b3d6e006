"""A number is what people write as one: no programmer's spelling, no slip of the keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import done, pairing

NO_NUMBERS = ("1_0", "1e1", "1E1", "0x10", "nan", "inf", "infinity", "1,5", "四", "4.", ".5", "٤")
"""The last is a digit of another script: nobody here types it on purpose."""

TOO_LARGE = (str(2**60), str(2**63), str(2**64 + 1), "9" * 30, "９" * 30)


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")


VISIT = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-12")


@pytest.mark.parametrize(
    "words",
    [
        (*VISIT, "--hours"),
        (*VISIT, "--teachers"),
        ("donation", "add", "隆子县", "--item", "绘本", "--quantity"),
        ("history", "--limit"),
        ("undo",),
        ("kindergarten", "baseline", "隆子县", "--children"),
    ],
    ids=" ".join,
)
def test_what_is_no_number_is_refused_wherever_one_stands(words: tuple[str, ...]) -> None:
    for typed in NO_NUMBERS + TOO_LARGE:
        answer = pairing(*words, typed, "--json")
        assert answer.code == 2, (typed, answer)
        assert typed in answer.error["message"], answer.error


@pytest.mark.parametrize(
    ("typed", "hours"), [("４", 4), ("４.５", 4.5), ("０４", 4), ("１２．５", 12.5), (" 4 ", 4)]
)
def test_full_width_digits_are_digits(typed: str, hours: float) -> None:
    ref = done(*VISIT, "--hours", typed, "--json").data[0]["ref"]
    assert done("visit", "show", ref, "--json").data["class_hours"] == hours


@pytest.mark.parametrize("typed", ["1_0", "1e1", str(2**64 + 1)])
def test_a_number_in_a_table_is_read_as_one_on_the_command_line(typed: str) -> None:
    text = f"日期,受帮扶园,形式,课时\n2022-04-12,隆子县,送教,{typed}\n"
    Path("v.csv").write_text(text, encoding="utf-8")
    assert pairing("import", "visits", "v.csv").code == 65
    Path("d.csv").write_text(
        f"受帮扶园,物品,数量,单位,日期\n隆子县,绘本,{typed},册,2022-04-12\n", encoding="utf-8"
    )
    assert pairing("import", "donations", "d.csv").code == 65
