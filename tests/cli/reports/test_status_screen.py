"""`status` on a terminal and in a pipe: who needs attention, and what waits for a decision."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from pairing_cli.domain.phrases import phrase
from pairing_cli.domain.vocabulary import VisitState
from pairing_cli.output.listing import Column, Lines, Listing, Screen
from pairing_cli.output.surface import Surface
from pairing_cli.output.terminal import SCREEN_LINES, write_screen
from tests.commandline import done, pairing
from tests.services.seeded import log


def shown(db: Path, day: str, *words: str, lang: str = "zh") -> list[str]:
    """What `status` shows to people, line for line."""
    return done("--db", str(db), "--as-of", day, "status", *words, lang=lang).out.splitlines()


def test_each_kindergarten_has_one_line_and_is_counted_once(db: Path) -> None:
    log(db, "措美县", "送教", "2022-06-28", 12)
    title, _, *lines = shown(db, "2022-07-10")
    assert title == "待办 2022-07-10：12 所园，久未联系 11、欠 1"
    rows = lines[:12]
    assert all("考察1(补)" in row for row in rows)
    assert len({row.split()[0] for row in rows}) == 12
    assert rows[-1].split()[0] == "措美县", "who was visited of late comes last"


def test_what_is_owed_says_how_much_and_what_must_be_made_up(db: Path) -> None:
    log(db, "隆子县", "讲座", "2022-05-30")
    log(db, "隆子县", "送教", "2022-06-20", 6)
    (row,) = [line for line in shown(db, "2022-06-30") if line.startswith("隆子县")]
    assert row.split() == ["隆子县", "市实验", "考察1(补)、入园2(补)、课时4", "06-20"]
    (row,) = [line for line in shown(db, "2022-07-16") if line.startswith("隆子县")]
    assert row.split()[2] == "考察1(补)、入园3(补)、课时4(补)、讲座1(补)、跟班1(补)"


def test_what_nobody_can_do_any_more_is_no_debt(db: Path) -> None:
    """A month of two years ago is past mending once the last one of the cycle is over, too."""
    (row,) = [line for line in shown(db, "2024-03-20") if line.startswith("隆子县")]
    assert "入园20(补)" in row
    with_end = "\n".join(shown(db, "2024-04-10"))
    assert "入园" not in with_end
    assert "项已补不了" in with_end


def test_what_waits_for_a_decision_is_counted_below_with_its_command(db: Path) -> None:
    ref = log(db, "隆子县", "听课评课", "2022-06-16", state=VisitState.PLANNED)
    for record in ("need add 扎囊县 --text 缺音乐教师", "problem add 隆子县 --text 道路封闭"):
        done("--db", str(db), "--as-of", "2022-05-01", *record.split())
    text = "\n".join(shown(db, "2022-07-10"))
    assert f"待确认活动 1：pairing visit confirm {ref[:4]}（隆子县 06-16 听课评课）" in text
    assert "未解决问题 1：隆子县 道路封闭，已 70 天" in text
    assert "未解决需求 1：扎囊县 缺音乐教师，已 70 天" in text
    assert "逾期未办：县小组 9、园小组 3、方案 12、责任书 9" in text
    assert "园名待核实 9：" in text


def test_what_others_entered_since_ones_own_last_entry_is_told(db: Path) -> None:
    def enter(actor: str, day: str) -> None:
        done(
            "--db", str(db), "--actor", actor, "log-visit", "隆子县", "--form", "讲座", "--on", day
        )

    enter("德吉", "2022-04-01")
    assert "别人又记了" not in "\n".join(shown(db, "2022-07-10", "--actor", "德吉"))
    enter("卓玛", "2022-04-02")
    enter("卓玛", "2022-04-03")
    assert "别人又记了 2 笔" in "\n".join(shown(db, "2022-07-10", "--actor", "德吉"))
    assert "别人又记了" not in "\n".join(shown(db, "2022-07-10", "--actor", "卓玛"))
    assert "别人又记了" not in "\n".join(shown(db, "2022-07-10", "--actor", "从未登记过"))


def test_scripts_get_the_findings_one_by_one_whatever_people_see(db: Path) -> None:
    for form in ("json", "jsonl", "csv", "tsv", "markdown"):
        answer = done("--db", str(db), "--as-of", "2022-07-16", "status", "--format", form)
        assert answer.out.count("sent-lessons") == 12, form
    rows = done("--db", str(db), "--as-of", "2022-07-16", "status", "--json").data
    assert list(rows[0])[:4] == ["severity", "kind", "mentor", "mentee"]
    assert {"rule", "due", "message"} <= set(rows[0])


def test_all_lists_the_findings_newest_first(db: Path) -> None:
    lines = shown(db, "2022-07-16", "--all")[2:]
    days = [re.findall(r"\d{4}-\d\d-\d\d", line)[0] for line in lines]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) > 2


def test_a_page_of_one_says_what_is_owed_done_and_by_when(db: Path) -> None:
    lines = shown(db, "2022-07-16", "隆子县")
    assert lines[0] == "隆子县示范幼儿园　2022-07-16"
    assert "市实验幼儿园 → 隆子县示范幼儿园" in lines
    (row,) = [line.split() for line in lines if "送教下乡" in line]
    assert row == ["逾期", "送教下乡（2022春）", "0/1", "次", "2022-07-15", "帮扶园"]
    assert not any("加查县" in line for line in lines)


def test_a_rate_that_was_not_reported_has_no_zero_on_a_page(db: Path) -> None:
    for words, of in ((("status", "隆子县"), "优课率"), (("progress", "隆子县"), "人员配齐")):
        page = done("--db", str(db), "--as-of", "2023-07-20", *words, lang="zh").out
        (row,) = [
            line for line in page.splitlines() if line.startswith(("逾期", of)) and of in line
        ]
        assert "未报" in row
        assert "0/" not in row
        assert "100" not in row, "what can be made up is one report, not 100 of anything"


def test_a_page_of_a_kindergarten_that_nobody_helps_says_so(db: Path) -> None:
    assert (
        shown(db, "2022-07-16", "错那县")[-1] == "错那市示范幼儿园在本周期没有作为受帮扶园的结对。"
    )
    twice = pairing("--db", str(db), "status", "隆子县", "--mentee", "加查县")
    assert twice.code == 2


def test_at_the_start_it_lists_what_to_set_up_with_the_next_command(db: Path) -> None:
    lines = shown(db, "2022-04-10")
    assert lines[0] == "周期 2022-2024 已于 2022-03-01 开始，2022-04-30 前要办好："
    (letter,) = [line for line in lines if line.startswith("责任书")]
    assert letter.split(maxsplit=2)[1:] == [
        "0/9",
        "pairing agreement add 隆子县 --kind responsibility_letter",
    ]
    done("--db", str(db), "--as-of", "2022-04-01", "agreement", "add", "隆子县", "--kind",
         "responsibility_letter", "--signed", "2022-03-31", "--signatory", "甲",
         "--signatory", "乙",
         )  # fmt: skip
    (letter,) = [line for line in shown(db, "2022-04-10") if line.startswith("责任书")]
    assert letter.split()[1] == "1/9"
    assert "隆子县" not in letter, "the next one that lacks it"


def test_after_the_end_it_lists_what_is_left_and_how_to_look_back(db: Path) -> None:
    lines = shown(db, "2024-04-10")
    assert lines[0] == "周期 2022-2024 已于 2024-03-31 期满，结项前还有："
    (summary,) = [line for line in lines if line.startswith("经验总结")]
    assert summary.split()[1] == "0/12"
    assert "回看当时：pairing status --as-of 2024-03-31" in lines


def test_nothing_is_due_where_nothing_is(db: Path) -> None:
    answer = done(
        "--db", str(db), "--as-of", "2022-07-10", "status", "--county", "错那市", lang="zh"
    )
    assert "没有结对" in answer.out


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("count", [1, 12, 57, 1000])
def test_a_screen_fits_24_lines_and_counts_the_rest(width: int, count: int) -> None:
    stream = io.StringIO()
    terminal = Surface(stream, is_terminal=True, width=width)
    rows = [
        {"name": f"第{n}幼儿园", "debts": ("课时2", "讲座1", "跟班1") * 6} for n in range(count)
    ]
    table = Listing((Column("name", "园"), Column("debts", "欠", fits="end")), rows)
    below = Lines((phrase("一行"), phrase("又一行")))
    screen = Screen(
        table,
        (table, below),
        title=phrase("待办"),
        rest=lambda left: phrase("另 {count} 所", count=len(left)),
        notes=(phrase("看一所园"),),
    )
    write_screen(screen, terminal, terminal)
    lines = stream.getvalue().splitlines()
    assert len(lines) + len(screen.notes) < SCREEN_LINES, "one is left for the prompt"
    names = [line for line in lines if line.startswith("第")]
    if count > 12:
        assert f"另 {count - len(names)} 所" in lines
        assert len(lines) + len(screen.notes) == SCREEN_LINES - 1, "the room is used"
    else:
        assert len(names) == count
    pipe = Surface(io.StringIO())
    write_screen(screen, pipe, pipe)
    assert pipe.stream.getvalue().count("第") == count  # type: ignore[attr-defined]


def test_items_that_do_not_fit_are_counted() -> None:
    stream = io.StringIO()
    rows = [{"name": "隆子县", "debts": ("课时2", "讲座1", "跟班1", "优课率", "合格率", "论文")}]
    columns = (Column("name", "园", fits="end"), Column("debts", "欠什么", fits="end"))
    table = Listing(columns, rows)
    terminal = Surface(stream, is_terminal=True, width=60)
    narrow = {"name": "一所名字很长很长很长很长很长很长很长很长的幼儿园", **rows[0]}
    narrow["name"] = "一所名字很长很长很长很长很长很长很长很长的幼儿园"
    write_screen(Screen(table, (table._replace(rows=[narrow]),)), terminal, terminal)
    (line,) = stream.getvalue().splitlines()[2:]
    assert "+" in line
    assert "课时2" in line
