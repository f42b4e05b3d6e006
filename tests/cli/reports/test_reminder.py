"""`status --for NAME --format text`: a message to a kindergarten, to paste into a chat."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import Answer, done, pairing
from tests.services.seeded import seeded_at


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """The seeded programme."""
    return seeded_at(tmp_path / "pairing.db")


def reminded(db: Path, day: str, *words: str, lang: str = "zh") -> Answer:
    """The reminder to 隆子县 as of a day."""
    return done(
        "--db", str(db), "--as-of", day, "status", "--for", "隆子县", "--format", "text", *words,
        lang=lang,
    )  # fmt: skip


def test_it_says_what_the_mentee_owes_and_not_what_its_mentor_does(db: Path) -> None:
    told = reminded(db, "2022-06-20")
    assert told.err == ""
    assert told.out.splitlines() == [
        "隆子县示范幼儿园：您好！",
        "与市实验幼儿园的结对帮扶，截至6月20日有以下事项，请留意：",
        "",
        "【已经逾期，请尽快补上】",
        "1. 制定帮扶方案并落实责任人（2022-2024周期）：应 1 项，已 0，欠 1，应于4月30日前完成",
        "2. 与县（区）签订责任书（2022-2024周期）：应 1 项，已 0，欠 1，应于4月30日前完成",
        "3. 实地考察与交流（2022-2024周期）：应 1 次，已 0，欠 1，应于4月30日前完成",
        "",
        "【很久没有活动】",
        "4. 3月1日以来没有活动登记。",
        "",
        "已经做了的，请把日期和内容发来，我补登；有困难也请告知。谢谢！",
    ]


def test_it_is_complete_in_english(db: Path) -> None:
    out = reminded(db, "2022-06-20", lang="en").out
    assert "(cycle 2022-2024): 0 of 1 milestone, 1 missing; it was due by 30 April\n" in out
    assert "No visit on record since 1 March.\n" in out


def test_a_year_is_said_where_it_is_not_this_one_and_what_was_not_reported_is_no_zero(
    db: Path,
) -> None:
    out = reminded(db, "2023-07-20").out
    assert "优课率（2022-2023学年）：还没有上报，7月15日前\n" in out
    assert "论文发表或获奖（2022-2023学年）：还没有上报，7月15日前\n" in out
    assert "（2022-2024周期）：应 1 项，已 0，欠 1，应于2022年4月30日前完成\n" in out
    later = reminded(db, "2024-03-31").out
    assert later.count("优课率（") == 2


def test_an_unconfirmed_visit_is_asked_about_without_a_command(db: Path) -> None:
    done(
        "--db", str(db), "log-visit", "隆子县", "--form", "讲座", "--on", "2022-04-28", "--planned"
    )
    out = reminded(db, "2022-05-05").out
    assert "专题讲座，原定4月28日\n" in out
    assert "pairing" not in out


def test_where_nothing_is_due_it_thanks(db: Path) -> None:
    told = reminded(db, "2022-03-02", "--check")
    assert told.out.splitlines()[1].startswith("截至3月2日")
    assert "谢谢" in told.out


def test_check_tells_findings_by_its_code_and_limit_shortens(db: Path) -> None:
    words = (
        "--db",
        str(db),
        "--as-of",
        "2022-06-20",
        "status",
        "--for",
        "隆子县",
        "--format",
        "text",
    )
    assert pairing(*words, "--check").code == 1
    assert "2. " not in pairing(*words, "--limit", "1").out


@pytest.mark.parametrize(
    ("words", "code", "exit_code"),
    [
        (["status", "--format", "text"], "一所幼儿园", 2),
        (["status", "--for", "市实验幼儿园", "--format", "text"], "受帮扶园", 4),
        (["status", "--for", "没有这所", "--format", "text"], "没有这所", 4),
        (["list", "--format", "text"], "markdown", 2),
        (["summary", "--format", "text"], "markdown", 2),
    ],
)
def test_what_has_no_reminder_says_so(
    db: Path, words: list[str], code: str, exit_code: int
) -> None:
    answer = pairing("--db", str(db), "--as-of", "2022-06-20", *words, lang="zh")
    assert answer.code == exit_code
    assert code in answer.err
    assert answer.out == ""
