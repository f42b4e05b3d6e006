"""`remind`: a text for each who owes, with only its own duties."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.commandline import done, pairing

DAY = "2022-06-20"


def reminders(db: Path, *words: str) -> dict[str, Any]:
    """Who is reminded → what of."""
    rows = done("--db", str(db), "--as-of", DAY, "remind", *words, "--json", lang="zh").data
    return {row["to"]: row for row in rows}


def test_each_who_owes_gets_one_text_with_only_its_own_duties(db: Path) -> None:
    found = reminders(db)
    assert len(found) == 3 + 12 + 9, "mentors, mentees, counties"
    sides = {
        side: {
            item["rule"] for row in found.values() if row["side"] == side for item in row["items"]
        }
        for side in ("mentor", "mentee", "county")
    }
    assert sides["county"] == {"county-group"}
    assert "mentor-group" in sides["mentor"]
    assert "mentor-group" not in sides["mentee"]
    assert "sent-lessons" not in sides["mentee"]
    assert "plan" in sides["mentor"] & sides["mentee"], "what both owe is asked of both"


def test_a_mentor_is_told_which_mentee_each_duty_is_about(db: Path) -> None:
    text = reminders(db, "市实验幼儿园")["市实验幼儿园"]["text"]
    assert "加查县：制定帮扶方案并落实责任人" in text
    assert ". 帮扶园成立帮扶领导小组" in text, "its own group is one for all"
    assert "乃东区" not in text
    assert text.startswith("市实验幼儿园：您好！\n")
    assert text.endswith("谢谢！")


def test_a_county_s_name_means_its_kindergarten_and_its_bureau(db: Path) -> None:
    assert set(reminders(db, "隆子县")) == {"隆子县示范幼儿园", "隆子县教育局"}
    assert "请贵局留意" in reminders(db, "隆子县")["隆子县教育局"]["text"]
    assert set(reminders(db, "隆子县教育局")) == {"隆子县教育局"}
    assert pairing("--db", str(db), "remind", "没有这所").code == 4


def test_no_code_ref_command_or_bare_date_stands_in_a_text(db: Path) -> None:
    done("--db", str(db), "--as-of", DAY, "problem", "add", "隆子县", "--text", "缺音乐教师",
         "--on", "2022-04-01", "--due", "2022-05-30")  # fmt: skip
    assert "5月30日）未解决：缺音乐教师" in reminders(db, "市实验幼儿园")["市实验幼儿园"]["text"]
    for row in reminders(db).values():
        assert "pairing " not in row["text"]
        assert not re.search(r"\d{4}-\d{2}-\d{2}", row["text"]), row["text"]
        for item in row["items"]:
            assert item["rule"] is None or item["rule"] == "plan" or item["rule"] not in row["text"]


def test_all_are_written_into_a_folder_once(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "提醒"
    words = ("--db", str(db), "--as-of", DAY, "remind", "-o", str(folder))
    done(*words, lang="zh")
    files = sorted(path.name for path in folder.iterdir())
    assert len(files) == 24
    assert "隆子县教育局.txt" in files
    (folder / "隆子县教育局.txt").write_text("改过", encoding="utf-8")
    assert pairing(*words).code == 2
    assert (folder / "隆子县教育局.txt").read_text(encoding="utf-8") == "改过"
    done(*words, "--yes")
    assert "改过" not in (folder / "隆子县教育局.txt").read_text(encoding="utf-8")


def test_a_file_is_no_folder(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("mine", encoding="utf-8")
    answer = pairing("--db", str(db), "--as-of", DAY, "remind", "-o", str(path))
    assert answer.code == 73
    assert path.read_text(encoding="utf-8") == "mine"


def test_where_nobody_owes_anything_it_says_so(db: Path) -> None:
    answer = done("--db", str(db), "--as-of", "2022-03-01", "remind", lang="zh")
    assert (answer.out, answer.err.strip()) == ("", "没有谁欠什么。")


def test_a_name_with_the_ending_of_a_file_is_no_folder(db: Path, tmp_path: Path) -> None:
    path = tmp_path / "提醒.txt"
    assert pairing("--db", str(db), "remind", "-o", str(path)).code == 2
    assert not path.exists()


def test_all_of_them_go_into_a_folder_and_to_nobody_alone(db: Path, tmp_path: Path) -> None:
    of = ("--db", str(db), "--as-of", DAY, "remind")
    done(*of, "--all", "-o", str(tmp_path / "all"))
    done(*of, "-o", str(tmp_path / "each"))
    names = {each.name for each in (tmp_path / "all").iterdir()}
    assert names
    assert names == {each.name for each in (tmp_path / "each").iterdir()}
    assert pairing(*of, "--all", "--json").error["code"] == "no-folder"
    both = pairing(*of, "隆子县", "--all", "-o", str(tmp_path / "one"), "--json")
    assert (both.code, both.error["code"]) == (2, "one-or-all")
