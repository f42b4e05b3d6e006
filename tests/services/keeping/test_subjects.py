"""What a command was about is told from its changes alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.bench import WRITES, bench_at, done, pairing, prepare, words_of

SUBJECTS = {
    "log-visit": "加查县, 隆子县 2022-04-12 sent lessons",
    "assign": "隆子县示范幼儿园 → 隆子镇幼儿园",
    "reassign": "措美县",
    "import": "隆子县 2022-04-20 sent lessons, 加查县 2022-04-21 lecture",
    "kindergarten rename": "隆子镇第一幼儿园",
    "kindergarten alias": "隆子镇幼儿园 隆子镇中心园",
    "kindergarten baseline": "隆子县示范幼儿园 2022-06-01",
    "cycle add": "2024-2026",
    "rule adopt": "Study calendar",
    "rule override": "隆子县 Class-hours of sent lessons",
    "waiver add": "隆子县 Class-hours of sent lessons 2022-spring",
    "agreement add": "隆子县 agreement",
    "apprentice add": "隆子县 教师甲 → 教师乙",
    "donation edit": "加查县 绘本",
    "form alias": "sent lessons 送课去",
    "document add": "照片.jpg",
}


def subject_of(db: Path, lang: str = "en") -> str | None:
    answer = pairing(db, "history", "--limit", "1", "--json", lang=lang)
    found: str | None = json.loads(answer.out)[0]["subject"]
    return found


@pytest.mark.parametrize("name", [name for name in WRITES if name != "init"])
def test_every_command_says_what_it_was_about_and_undo_repeats_it(
    name: str, tmp_path: Path
) -> None:
    db = bench_at(tmp_path / "p.db")
    prepare(name, db)
    done(db, *words_of(name, tmp_path))
    subject = subject_of(db)
    assert subject
    assert subject == subject_of(db, "zh")
    if name in SUBJECTS:
        assert subject == SUBJECTS[name]
    if name != "undo":
        assert f", {subject} (no. " in done(db, "undo").err
        assert subject_of(db), "what is gone has a name in the log"


def test_people_read_it_in_their_language(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    done(db, *words_of("import", tmp_path))
    assert "加查县 2022-04-21 专题讲座" in pairing(db, "history", lang="zh").out
    assert "加查县 2022-04-21 lecture" in pairing(db, "history").out
    assert "送教" in pairing(db, "undo", "--list", lang="zh").out


def test_a_long_wording_is_cut(tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    done(db, "need", "add", "隆子县", "--text", "长" * 500)
    assert len(str(subject_of(db))) < 80
