"""Rules, waivers, indicators and status as commands: what is typed, printed and exited with."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from pairing_cli.domain.vocabulary import Ledger
from tests import commandline
from tests.commandline import Answer, pairing
from tests.services.programme import content_of
from tests.services.seeded import lived_in, seeded_at

pytestmark = pytest.mark.filterwarnings(r"ignore:.click\.:DeprecationWarning")
"""typer 0.25 imports names that click 8.5 has deprecated."""

LANGUAGES = ("zh", "en")
STATUS_KEYS = {"severity", "kind", "mentor", "mentee", "rule", "due", "message"}
RULE_KEYS = {
    *("code", "pack", "title", "kind", "owed_by", "need", "unit", "period", "forms"),
    *(
        "direction",
        "window",
        "layers",
        "document",
        "section",
        "assumed",
        "ledger",
        "per",
        "block",
        "share",
    ),
}


@pytest.fixture
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme, as the database of the environment."""
    path = seeded_at(tmp_path / "p.db")
    monkeypatch.setenv("PAIRING_DB", str(path))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")
    return path


def typed(line: str, lang: str = "en") -> Answer:
    """Run a command line written with blanks."""
    return pairing(*line.split(), lang=lang)


def done(line: str, lang: str = "en") -> Answer:
    """Run a command line that must succeed."""
    return commandline.done(*line.split(), lang=lang)


OVERRIDE = "rule override lesson-hours --need 6 --from 2022-09-01 --county 隆子县 --reason 路远"
WAIVER = "waiver add 隆子县 lesson-hours --excuse --reason 封控 --approver 李某"

READS: Sequence[str] = (
    "rule packs",
    "rule list",
    "rule list --pack term-quotas --layer city-private",
    "rule show lesson-hours",
    "rule show 优课率",
    "rule overrides",
    "waiver list",
    "waiver list --mentee 隆子县 --rule lesson-hours --all",
    "indicator list",
    "indicator list --mentee 隆子县",
    "status",
    "status --mentor 市实验 --limit 3",
)
WRITES: Sequence[str] = (
    "rule adopt five-ones",
    "rule drop term-quotas",
    OVERRIDE,
    "rule override lectures --need 1 --from 2022-09-01 --to 2023-07-15 --reason 园小",
    WAIVER,
    "waiver add 加查县 lectures --postpone-to 2022-12-31 --reason 雪灾",
    "waiver add 加查县 lectures --make-up-by 2022-12-31 --reason 雪灾",
    "waiver add 加查县 lectures --kind make_up --until 2022-12-31 --reason 雪灾",
    "indicator record 隆子县 papers 3 --note 市级三篇",
    "indicator record 隆子县 excellent-lesson-rate 12/40 --on 2022-06-20",
)


@pytest.mark.parametrize("line", READS)
def test_a_read_answers_in_both_languages_and_its_json_in_none(db: Path, line: str) -> None:
    lived_in(db, "2022-06-30", OVERRIDE, WAIVER, "indicator record 隆子县 papers 3")
    answers = []
    for lang in LANGUAGES:
        assert done(line, lang).out
        answers.append(done(f"{line} --json", lang).out)
    assert answers[0] == answers[1] != ""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("line", WRITES)
def test_a_write_says_what_it_did_and_undo_takes_it_back(db: Path, line: str, lang: str) -> None:
    before = content_of(db)
    answer = done(f"{line} --dry-run", lang)
    assert "--dry-run" in answer.err
    assert content_of(db) == before
    answer = done(line, lang)
    assert answer.out == ""
    assert "pairing undo" in answer.err
    assert content_of(db) != before
    done("undo", lang)
    assert content_of(db) == before


# --- rule -----------------------------------------------------------------------------------


def test_rule_packs_has_the_keys_of_a_pack(db: Path) -> None:
    packs = {row["code"]: row for row in done("rule packs --json").data}
    assert len(packs) == 9
    title = packs["five-ones"].pop("title")
    assert title
    assert packs["five-ones"] == {
        "code": "five-ones",
        "document": "001 plan 6",
        "rules": 30,
        "tasks": 31,
        "adopted": False,
        "ledger": None,
    }
    assert packs["term-quotas"]["adopted"] is True
    pack = done("rule packs term-quotas --json").data
    assert {note["code"] for note in pack["notes"]} >= {"no-primary-style"}
    assert "假定" in pack["assumed"]
    fails = pairing("rule", "packs", "term-quota")
    assert fails.code == 4


def test_rule_list_has_the_keys_of_a_rule(db: Path) -> None:
    rows = done("rule list --json").data
    assert all(set(row) == RULE_KEYS for row in rows)
    hours = next(row for row in rows if row["code"] == "lesson-hours")
    assert (hours["need"], hours["unit"], hours["period"]) == (10, "class_hours", "term")
    assert hours["forms"] == ["demo_lesson", "lesson_delivery", "lesson_study"]
    assert (hours["document"], hours["direction"]) == ("001 plan 3", "to_mentee")


def test_rule_list_is_narrowed_by_pack_and_layer(db: Path) -> None:
    assert {row["pack"] for row in done("rule list --json --layer county-township").data} == {
        "shannan-2022"
    }
    assert len(done("rule list --json --pack term-quotas").data) == 17
    assert done("rule list --json --pack five-ones").data == []


def test_rule_show_has_source_periods_and_overrides(db: Path) -> None:
    done(OVERRIDE)
    rule = done("rule show lesson-hours --json").data
    assert (rule["document"], rule["section"]) == ("001 plan 3", "五、效果检测 帮扶幼儿园 2")
    assert rule["assumed"]
    assert [row["period"] for row in rule["periods"] if row["owed"]] == [
        "2022-spring",
        "2022-autumn",
        "2023-spring",
        "2023-autumn",
    ]
    (override,) = rule["overrides"]
    assert (override["need"], override["rule_need"], override["county"]) == (6, 10, "隆子县")


def test_dropping_and_adopting_change_progress_at_once(db: Path) -> None:
    def rules_owed() -> int:
        return int(done("progress 隆子县 --json").data[0]["rules"])

    before = rules_owed()
    done("rule drop term-quotas")
    fewer = rules_owed()
    assert fewer < before
    done("undo")
    assert rules_owed() == before
    done("rule adopt five-ones")
    assert rules_owed() > before
    done("undo")
    assert rules_owed() == before


def test_dropping_says_which_exceptions_rest_with_it(db: Path) -> None:
    done(OVERRIDE)
    done(WAIVER)
    assert "1 override and 1 waiver" in done("rule drop term-quotas").err


def test_an_override_that_reaches_into_the_past_says_which_periods_change(db: Path) -> None:
    answer = done(OVERRIDE.replace("2022-09-01", "2022-03-01") + " --as-of 2023-03-01")
    assert "2022-spring, 2022-autumn" in answer.err
    assert "over already" not in done(OVERRIDE).err


def test_an_override_is_ended_early(db: Path) -> None:
    done(OVERRIDE)
    (row,) = done("rule overrides --json").data
    done(f"rule override-end {row['ref']} --on 2023-01-15 --reason 路通了")
    (row,) = done("rule overrides --json").data
    assert row["end"] == "2023-01-15"
    assert typed(f"rule override-end {row['ref']} --on 2023-01-31 --reason 再来").code == 3


def test_a_bad_pack_is_refused_with_its_place(db: Path, tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    lines = (
        "pack: ours",
        "title: 甲",
        "source: {document: 文, title: 甲}",
        "layers: [city-county]",
    )
    file.write_text("\n".join((*lines, "rule: []")), encoding="utf-8")
    answer = pairing("rule", "adopt", str(file), "--json")
    assert (answer.code, answer.error["exit"]) == (65, 65)
    place = (answer.error["file"], answer.error["row"], answer.error["column"])
    assert place == (str(file), 5, "rule")
    assert "rules" in answer.error["hint"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("rule adopt five-one", 4),
        ("rule adopt nowhere.yaml", 66),
        ("rule drop five-ones", 4),
        ("rule show lesson-hour", 4),
        ("rule override lesson-hours --need 6 --from 2022-09-01", 2),
        ("rule override lesson-hours --need x --from 2022-09-01 --reason 路远", 2),
        ("rule override lesson-hours --need 6 --from 2022-02-30 --reason 路远", 2),
        (f"{OVERRIDE} --mentee 隆子县", 2),
        ("rule override-end zzzz --reason 路远", 4),
        ("waiver add 隆子县 lesson-hours --excuse", 2),
        ("waiver add 隆子县 lesson-hours --reason 封控", 2),
        ("waiver add 隆子县 lesson-hours --excuse --make-up-by 2022-12-31 --reason 封控", 2),
        ("waiver add 隆子县 lesson-hours --until 2022-12-31 --excuse --reason 封控", 2),
        ("waiver add 隆子县 lesson-hours --period 2030春 --excuse --reason 封控", 2),
        ("waiver add 隆子县 lesson-hours --postpone-to 2025-01-01 --reason 封控", 2),
        ("waiver remove zzzz --reason 错了", 4),
        ("indicator record 隆子县 合格率 5/0", 65),
        ("indicator record 隆子县 合格率 5/4", 65),
        ("indicator record 隆子县 合格率 五成", 65),
        ("indicator record 隆子县 合格率 5", 2),
        ("indicator record 隆子县 lesson-hours 5", 4),
        ("indicator record 隆子县 papers 1 --on 2021-01-01", 2),
        ("status --mentee 无此园", 4),
        ("status --limit 0", 2),
        ("status --as-of 2021-01-01", 2),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_command_line_changes_nothing_and_has_its_code(
    db: Path, line: str, code: int, lang: str
) -> None:
    before = content_of(db)
    answer = typed(line, lang)
    assert answer.code == code, answer.err
    assert answer.err
    assert content_of(db) == before


# --- waiver, indicator ----------------------------------------------------------------------


def test_a_waiver_tells_which_figure_it_moves_before_it_is_written(db: Path) -> None:
    line = "waiver add 措美县 monthly-onsite --period 2022-05 --excuse --reason 雪灾"
    done("rule adopt term-quotas --as scheme")
    tried = done(f"{line} --dry-run").err
    assert "1 pairing's figures change" in tried
    assert "措美" in tried
    written = done(line).err
    assert written.splitlines()[-1] in tried
    ref = done("waiver list --json").data[0]["ref"]
    assert "1 pairing's figures change" in done(f"waiver remove {ref} --reason 误 --dry-run").err


def test_what_moves_only_a_reference_is_told_as_one(db: Path) -> None:
    seeded_at(db, quotas=Ledger.REFERENCE)
    done("log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4")
    for line in (
        "waiver add 隆子县 lesson-hours --period 2022春 --excuse --reason 封控",
        "rule override lectures --need 0 --from 2022-03-01 --mentee 加查县 --reason 无人",
    ):
        told = done(line, "zh").err
        assert "没有数字因此改变" not in told
        assert "参照 term-quotas " in told


def test_a_pack_that_comes_or_goes_for_reference_is_told_with_its_figure(db: Path) -> None:
    seeded_at(db, quotas=Ledger.REFERENCE)
    day = "--as-of 2022-06-30"
    gone = done(f"rule drop term-quotas --dry-run {day}", "zh").err
    assert "参照 term-quotas 0%→—" in gone
    come = done(f"rule adopt five-ones --as reference --dry-run {day}", "zh").err
    assert "参照 five-ones —→0%" in come
    bound = done(f"rule adopt term-quotas --as scheme --dry-run {day}", "zh").err
    assert "参照" not in bound


def test_a_waiver_is_listed_shown_in_progress_and_removed(db: Path) -> None:
    done(WAIVER)
    (row,) = done("waiver list --json").data
    assert (row["kind"], row["period"], row["approver"]) == ("excused", "2022-spring", "李某")
    detail = done("progress 隆子县 --detail --rule lesson-hours --json").data
    assert (detail[0]["state"], detail[0]["waiver"]) == ("waived", "封控")
    done(f"waiver remove {row['ref']} --reason 批错了")
    assert done("waiver list --json").data == []
    (row,) = done("waiver list --all --json").data
    assert (row["state"], row["removed_reason"]) == ("removed", "批错了")


def test_an_indicator_is_listed_with_its_target(db: Path) -> None:
    done("indicator record 隆子县 优课率 １２／４０ --on 2022-12-20 --as-of 2022-12-31")
    (row,) = done("indicator list --json --as-of 2022-12-31").data
    wanted = {"numerator": 12, "denominator": 40, "percent": 30, "target": 30, "state": "met"}
    assert row.items() >= wanted.items()


# --- status ---------------------------------------------------------------------------------


def test_status_has_its_keys_and_stands_worst_first(db: Path) -> None:
    rows = done("status --json --as-of 2022-07-16").data
    assert all(set(row) >= STATUS_KEYS for row in rows)
    assert rows[0]["severity"] == "missed"
    first = next(row for row in rows if row["rule"] == "lesson-hours")
    assert first["message"] == (
        "Class-hours of sent lessons (2022-spring): 0 of 10 class-hours; it was due on 2022-07-15."
    )


def test_status_says_so_when_nothing_is_due(db: Path) -> None:
    assert "To set up by 2022-04-30" in done("status --check --as-of 2022-03-01").out
    answer = done("status --json --as-of 2022-03-01")
    assert (answer.data, answer.err) == ([], "Nothing is due.\n")


def test_status_check_ends_with_1_on_findings_however_few_are_shown(db: Path) -> None:
    assert typed("status --check").code == 1
    assert typed("status").code == 0
    answer = typed("status --check --limit 1 --json")
    assert (answer.code, len(answer.data)) == (1, 1)
    assert "worst" in answer.err


def test_progress_check_ends_with_1_on_findings(db: Path) -> None:
    assert typed("progress --check --as-of 2022-07-16").code == 1
    assert typed("progress --check --as-of 2022-03-01").code == 0


def test_status_in_chinese_names_severities_in_chinese(db: Path) -> None:
    answer = done("status --as-of 2022-07-16 --limit 200", "zh")
    assert "逾期" in answer.out
    assert "送教课时" in answer.out
    assert "missed" not in answer.out
