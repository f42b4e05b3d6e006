"""Lines that were pasted and could not be logged: a file to correct, and nothing twice."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.cli.context import Run
from pairing_cli.store.writing import Writer
from tests.commandline import Answer, done, pairing

RARE = "䶮𠮷"
DAY = ("--as-of", "2022-06-20")

RELAY = f"""#接龙
4月份送教情况

1. 卓玛 4月12日 隆子县 送教 4课时 主题：{RARE}
2. 德吉 4月13日 加查县 讲座 哈哈 嘻嘻
3. 措姆 4月31日 措美县 送教
4. 白玛 2030年4月1日 隆子县 讲座
"""
CORRECTIONS = {"哈哈 嘻嘻": "主题：哈哈", "3. 措姆 4月31日": "3. 措姆 4月30日", "2030年": "2022年"}
"""What is wrong in the lines above → what was meant."""

PLAIN = f"""4月12日 隆子县 送教 4课时 主题：{RARE}
4月13日,加查县,讲座,"哈哈",嘻嘻
4月31日 措美县 送教

2030年4月1日 隆子县 讲座
"""
PLAIN_CORRECTIONS = {'"哈哈",嘻嘻': "主题：哈哈", "4月31日 措": "4月30日 措", "2030年": "2022年"}


pytestmark = pytest.mark.usefixtures("in_folder")


def tried(db: Path, *words: str, lang: str = "en") -> Answer:
    """A command on the database, whatever comes of it."""
    return pairing("--db", str(db), *DAY, *words, lang=lang)


def visits(db: Path) -> list[dict[str, Any]]:
    """What is on record."""
    found: list[dict[str, Any]] = done("--db", str(db), *DAY, "visit", "list", "--json").data
    return found


def logged(db: Path) -> list[tuple[str, str | None, list[str]]]:
    """Day, topic and people of what is on record, in order."""
    return sorted(((each["date"], each["topic"], each["people"]) for each in visits(db)), key=str)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("lines", "corrections"), [(RELAY, CORRECTIONS), (PLAIN, PLAIN_CORRECTIONS)]
)
def test_lines_left_out_are_corrected_in_their_file_and_then_all_is_on_record_once(
    db: Path, tmp_path: Path, lines: str, corrections: dict[str, str], lang: str
) -> None:
    (tmp_path / "a.txt").write_bytes(lines.encode("gb18030"))
    command = ("log-visit", "--from", "a.txt", "--yes", "--keep-going", "--json")
    first = tried(db, *command, lang=lang)
    assert first.code == 1
    assert (first.data["read"], first.data["written"], first.data["rejected"]) == (4, 1, 3)
    assert len(first.data["problem_rows"]) == 3
    rest = tmp_path / first.data["rest_file"]
    assert rest.name == "a-rest.txt"
    assert stat.S_IMODE(rest.stat().st_mode) == 0o600

    text = rest.read_bytes().decode("utf-8-sig")
    given = [line for line in text.split("\r\n") if line and not line.startswith("#")]
    assert given == [line for line in lines.splitlines() if any(x in line for x in corrections)]
    for wrong, meant in corrections.items():
        assert text.count(wrong) == 1
        text = text.replace(wrong, meant)
    rest.write_text(text, encoding="utf-8")

    second = tried(db, "log-visit", "--from", "a-rest.txt", "--yes", "--json", lang=lang)
    assert second.code == 0, second.err
    assert (second.data["read"], second.data["written"]) == (3, 3)
    told = [["卓玛"], ["德吉"], ["措姆"], ["白玛"]] if lines is RELAY else [[]] * 4
    assert logged(db) == sorted(
        zip(["2022-04-12", "2022-04-13", "2022-04-30", "2022-04-01"],
            [RARE, "哈哈", None, None], told, strict=True),
        key=str,
    )  # fmt: skip
    for name in ("a-rest.txt", "a.txt"):
        tried(db, "log-visit", "--from", name, "--yes", "--keep-going")
    assert len(visits(db)) == 4


def test_each_line_stands_below_its_reason_in_the_language_of_the_user(
    db: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(RELAY, encoding="utf-8")
    tried(db, "log-visit", "--from", "a.txt", "--yes", "--keep-going", "--rest", "zh.txt",
          lang="zh")  # fmt: skip
    tried(db, "log-visit", "--from", "a.txt", "--yes", "--keep-going", "--rest", "en.txt")
    chinese = (tmp_path / "zh.txt").read_text(encoding="utf-8-sig").splitlines()
    english = (tmp_path / "en.txt").read_text(encoding="utf-8-sig").splitlines()
    assert chinese[0] == english[0] == "#接龙"
    assert chinese[2::2] == english[2::2] == RELAY.splitlines()[4:]
    assert chinese[1].startswith("# 未导入原因：未能识别：哈哈、嘻嘻。")
    assert english[1].startswith("# Why not imported: Not understood: 哈哈, 嘻嘻.")


def test_what_is_left_of_the_rest_goes_into_another_file(db: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("4月31日 隆子县 送教\n", encoding="utf-8")
    names = []
    source = "a.txt"
    for _ in range(3):
        answer = tried(db, "log-visit", "--from", source, "--yes", "--keep-going", "--json")
        assert (answer.code, answer.data["written"]) == (1, 0)
        source = answer.data["rest_file"]
        names.append(Path(source).name)
    assert names == ["a-rest.txt", "a-rest-2.txt", "a-rest-3.txt"]
    contents = {(tmp_path / name).read_bytes() for name in names}
    assert len(contents) == 1


def test_a_question_is_left_for_the_user_in_the_same_file(db: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("4月12日 隆子县 送教 4课时\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("4月12日 隆子县 送教 6课时\n", encoding="utf-8")
    done("--db", str(db), *DAY, "log-visit", "--from", "a.txt", "--yes")
    asked = tried(db, "log-visit", "--from", "b.txt", "--yes", "--rest", "left.txt", "--json")
    assert (asked.code, asked.data["questions"]) == (1, 1)
    reason, line = (tmp_path / "left.txt").read_text(encoding="utf-8-sig").splitlines()
    assert line == "4月12日 隆子县 送教 6课时"
    assert "--add-similar" in reason
    done("--db", str(db), *DAY, "log-visit", "--from", "left.txt", "--yes", "--add-similar")
    assert [each["class_hours"] for each in visits(db)] == [4, 6]


@pytest.mark.parametrize("words", [(), ("--yes", "--dry-run")])
def test_without_a_yes_or_only_on_trial_no_file_is_made(
    db: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "a.txt").write_text(RELAY, encoding="utf-8")
    tried(db, "log-visit", "--from", "a.txt", "--keep-going", *words)
    assert visits(db) == []
    assert not list(tmp_path.glob("*rest*"))


@pytest.mark.parametrize("source", ["a.txt", "a.csv"])
@pytest.mark.parametrize(
    ("rest", "code", "exit_code"),
    [
        ("no/such/left{}", "cannot-create", 73),
        ("left.docx", "unknown-ending", 2),
        ("a{}", "is-kept", 73),
        ("folder{}", "cannot-create", 73),
    ],
)
def test_where_the_rest_can_not_be_written_nothing_is_imported(
    db: Path, tmp_path: Path, source: str, rest: str, code: str, exit_code: int
) -> None:
    ending = Path(source).suffix
    content = {
        ".txt": RELAY,
        ".csv": "日期,受帮扶园,形式\n2022-04-12,隆子县,送教\n2022-02-30,隆子县,送教\n",
    }
    (tmp_path / source).write_text(content[ending], encoding="utf-8")
    (tmp_path / f"folder{ending}").mkdir()
    answer = tried(db, "log-visit", "--from", source, "--yes", "--keep-going", "--json",
                   "--rest", rest.format(ending))  # fmt: skip
    assert (answer.error["code"], answer.code) == (code, exit_code)
    assert visits(db) == []
    assert (tmp_path / source).read_text(encoding="utf-8") == content[ending]


def test_the_file_of_the_rest_of_a_table_has_the_cells_of_a_question_too(
    db: Path, tmp_path: Path
) -> None:
    one = "日期,受帮扶园,形式,课时\n2022-04-12,隆子县,送教,{}\n"
    (tmp_path / "a.csv").write_text(one.format(4), encoding="utf-8")
    (tmp_path / "b.csv").write_text(one.format(6), encoding="utf-8")
    done("--db", str(db), *DAY, "import", "visits", "a.csv")
    tried(db, "import", "visits", "b.csv", "--rest", "left.csv")
    left = (tmp_path / "left.csv").read_text(encoding="utf-8-sig").splitlines()
    assert left[1].startswith("2022-04-12,隆子县,送教,6,")


def test_an_import_that_fails_at_last_leaves_no_file_of_the_rest(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(RELAY, encoding="utf-8")
    whole = Run.writing

    @contextmanager
    def interrupted(run: Run, command: str, **options: Any) -> Iterator[Writer]:
        with whole(run, command, **options) as store:
            yield store
            assert (tmp_path / "a-rest.txt").exists()
            raise KeyboardInterrupt

    monkeypatch.setattr(Run, "writing", interrupted)
    assert tried(db, "log-visit", "--from", "a.txt", "--yes", "--keep-going").code == 130
    assert not list(tmp_path.glob("*rest*"))


def test_only_remarks_of_ours_are_passed_over(db: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "# 未导入原因：日期不对\n#4月12日 隆子县 送教\n# why not imported: a date\n"
        "4月13日 隆子县 送教\n",
        encoding="utf-8",
    )
    answer = tried(db, "log-visit", "--from", "a.txt", "--yes", "--keep-going", "--json")
    assert [each["row"] for each in answer.data["problem_rows"]] == [2]
    assert [each["date"] for each in visits(db)] == ["2022-04-13"]


@pytest.mark.parametrize(
    "line",
    [
        "\u2068隆子县\u2069\u200b 4月12日\u2005送教",
        "[微笑] 4月12日 隆子县 送教",
        "4月12日 隆子县 送教 👩\u200d🏫",
        "4月12日★隆子县☆送教✅👍🏽",
        "4月12日 隆子县 送教[强][玫瑰]",
    ],
)
def test_what_chats_put_around_words_is_no_obstacle_and_no_topic(
    db: Path, tmp_path: Path, line: str
) -> None:
    (tmp_path / "a.txt").write_text(line, encoding="utf-8")
    done("--db", str(db), *DAY, "log-visit", "--from", "a.txt", "--yes")
    assert [(each["date"], each["topic"]) for each in visits(db)] == [("2022-04-12", None)]


@pytest.mark.parametrize("word", ["{绘本}", '"绘本"阅读', "绘本教学", "“绘本”"])
def test_a_word_that_means_nothing_is_named_and_never_the_topic(
    db: Path, tmp_path: Path, word: str
) -> None:
    (tmp_path / "a.txt").write_text(f"4月12日 隆子县 送教 {word}", encoding="utf-8")
    answer = tried(db, "log-visit", "--from", "a.txt", "--yes", "--json")
    assert answer.code == 65
    assert word in answer.error["problems"][0]["reason"]
    assert visits(db) == []


def test_an_emoji_of_several_signs_stays_whole_in_the_rest(db: Path, tmp_path: Path) -> None:
    line = "4月31日 隆子县 送教 👩\u200d🏫"
    (tmp_path / "a.txt").write_text(line, encoding="utf-8")
    tried(db, "log-visit", "--from", "a.txt", "--keep-going")
    assert (tmp_path / "a-rest.txt").read_text(encoding="utf-8-sig").splitlines()[-1] == line


def test_a_word_that_may_be_what_is_missing_is_named(db: Path, tmp_path: Path) -> None:
    lines = "4月12日隆子县绘本讲座 4课时\n隆子县 送教\n4月13日隆子县送教 4课时\n"
    (tmp_path / "a.txt").write_text(lines, encoding="utf-8")
    answer = tried(db, "log-visit", "--from", "a.txt", "--yes", "--json")
    glued, dayless = (each["reason"] for each in answer.error["problems"])
    assert "绘本" in glued
    assert dayless == "Missing: a day."


def test_below_the_first_number_of_a_relay_every_line_is_read_or_told(
    db: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(
        "#接龙\n4月份送教\n例 姓名 日期\n1. 卓玛 4月12日 隆子县 送教\n4月13日 加查县 送教\n"
        "还有谁？\n2. 德吉 4月14日 措美县 送教\n",
        encoding="utf-8",
    )
    answer = tried(db, "log-visit", "--from", "a.txt", "--yes", "--keep-going")
    assert "4月份送教, 例 姓名 日期" in answer.err.splitlines()[0]
    rest = (tmp_path / "a-rest.txt").read_text(encoding="utf-8-sig").splitlines()
    assert rest[1:] == ["还有谁？"]
    assert [each["date"] for each in visits(db)] == ["2022-04-12", "2022-04-13", "2022-04-14"]


def test_with_json_stderr_holds_one_error_that_names_every_line(db: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RELAY, encoding="utf-8")
    error = tried(db, "log-visit", "--from", "a.txt", "--yes", "--json").error
    assert (error["code"], error["exit"], error["row"]) == ("not-understood", 65, 5)
    assert [each["value"] for each in error["problems"]] == RELAY.splitlines()[4:7]
    assert tried(db, "log-visit", "--from", "a.txt", "--keep-going", "--json").error["exit"] == 2


def test_lines_beyond_what_somebody_pastes_are_refused_and_not_cut(
    db: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("4月12日 隆子县 送教\n" * 10_000, encoding="utf-8")
    assert tried(db, "log-visit", "--from", "a.txt", "--yes", "--json").error["code"] == "no-header"
    assert visits(db) == []


@pytest.mark.parametrize("rest", ["", " 丙丁", " 4课时 主题：绘本"])
def test_a_word_without_end_is_shown_by_its_beginning_and_kept_whole(
    db: Path, tmp_path: Path, rest: str
) -> None:
    line = f"4月12日 隆子县 送教 {'啊' * 50_000}{rest}"
    (tmp_path / "a.txt").write_text(line, encoding="utf-8")
    answer = tried(db, "log-visit", "--from", "a.txt", "--yes", "--keep-going")
    assert answer.code == 1
    assert len(answer.err) < 2000
    left = (tmp_path / "a-rest.txt").read_text(encoding="utf-8-sig").splitlines()
    assert left[1] == line


MIXED = """4.12 隆子县 送教 2课时
4.13 加查县 讲座 因雪取消
4.14 贡嘎县 送教 两节课
收到
1. 卓玛 4.15 隆子县 讲座 1课时
"""
LATER = ("--as-of", "2022-04-20")


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("en", ["Passed over, no visits: 收到", "2022-04-12*", "卓玛*", "* not said",
                "To be confirmed", "节", "Left out", "因雪取消"]),
        ("zh", ["已略过：收到", "2022-04-12*", "卓玛*", "带 * 的内容",
                "待确认", "“节”", "未导入", "因雪取消"]),
    ],
)  # fmt: skip
def test_the_preview_marks_what_was_inferred_and_says_what_is_left_out_and_why(
    db: Path, tmp_path: Path, lang: str, told: list[str]
) -> None:
    (tmp_path / "a.txt").write_text(MIXED, encoding="utf-8")
    answer = pairing("--db", str(db), *LATER, "log-visit", "--from", "a.txt", "--yes", lang=lang)
    assert answer.code == 1
    for words in told:
        assert words in answer.err
    assert sorted(each["date"] for each in visits(db)) == ["2022-04-12", "2022-04-15"]


def test_lines_left_out_for_a_question_stand_in_the_answer_and_in_the_file_of_the_rest(
    db: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(MIXED, encoding="utf-8")
    command = ("log-visit", "--from", "a.txt", "--yes", "--keep-going", "--json")
    answer = pairing("--db", str(db), *LATER, *command)
    data = answer.data
    assert (data["read"], data["written"], data["rejected"], data["questions"]) == (4, 2, 2, 2)
    assert [each["row"] for each in data["question_rows"]] == [2, 3]
    rest = (tmp_path / "a-rest.txt").read_text(encoding="utf-8-sig").splitlines()
    assert rest[1::2] == MIXED.splitlines()[1:3]


def test_of_two_visits_on_one_line_only_the_bad_one_is_left_for_later(
    db: Path, tmp_path: Path
) -> None:
    line = "1. 卓玛 4.12 隆子县 送教 2课时 2. 德吉 4.13 加查县 讲座 哈哈"
    (tmp_path / "a.txt").write_text(line, encoding="utf-8")
    pairing("--db", str(db), *LATER, "log-visit", "--from", "a.txt", "--yes", "--keep-going")
    assert [each["date"] for each in visits(db)] == ["2022-04-12"]
    rest = (tmp_path / "a-rest.txt").read_text(encoding="utf-8-sig").splitlines()
    assert rest[-1] == "2. 德吉 4.13 加查县 讲座 哈哈"


def test_who_wrote_a_line_is_not_lost_in_the_file_of_the_rest(db: Path, tmp_path: Path) -> None:
    text = "卓玛:\n4.12 隆子县 送教 哈哈\n\n4.13 加查县 讲座 哈哈\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    pairing("--db", str(db), *LATER, "log-visit", "--from", "a.txt", "--yes", "--keep-going")
    rest = (tmp_path / "a-rest.txt").read_text(encoding="utf-8-sig").replace("哈哈", "2课时")
    (tmp_path / "b.txt").write_text(rest, encoding="utf-8")
    done("--db", str(db), *LATER, "log-visit", "--from", "b.txt", "--yes")
    assert sorted(tuple(each["people"]) for each in visits(db)) == [(), ("卓玛",)]


def test_a_plan_is_logged_as_planned_and_a_trip_in_vain_as_attempted(
    db: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(
        "5.10 计划 隆子县 送教\n4.14 贡嘎县 送教 因雪未去\n", encoding="utf-8"
    )
    done("--db", str(db), *LATER, "log-visit", "--from", "a.txt", "--yes")
    found = done("--db", str(db), "--as-of", "2022-06-01", "visit", "list", "--json").data
    assert sorted((each["date"], each["state"]) for each in found) == [
        ("2022-04-14", "attempted"),
        ("2022-05-10", "planned"),
    ]
