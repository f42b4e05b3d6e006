"""From the last bulletin to the next cycle, told as command lines: section 10.1 of the cycle's
end. What comes before stands in `test_inspection_to_bulletin`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import done, pairing
from tests.services.seeded import seeded_at
from tests.stories.test_inspection_to_bulletin import findings, inspected, on, published, refused

ROLL = (
    "cycle", "roll", "2024-2026", "--from", "2022-2024", "--start", "2024-04-01",
    "--end", "2026-03-31",
)  # fmt: skip


@pytest.fixture(autouse=True)
def db(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The seeded programme with a checklist and a formula."""
    path = seeded_at(tmp_path / "p.db")
    monkeypatch.setenv("PAIRING_DB", str(path))
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")
    monkeypatch.delenv("PAIRING_TODAY", raising=False)
    done("inspection", "adopt", "pairing-inspection")
    done("assessment", "adopt", "bundled")
    return path


def state_of(day: str, rule: str, *words: str) -> set[str]:
    """The states of a rule's periods of 隆子县 on a day."""
    rows = on(day, "progress", "隆子县", "--detail", "--json", *words).data
    return {row["state"] for row in rows if row["rule"] == rule}


def test_from_the_assessment_to_the_next_cycle(db: Path) -> None:
    _inspected_and_published()
    _assessed_and_awarded()
    _summed_up()
    before = _closed(db)
    _corrected()
    assert on("2024-07-02", "summary", "--json").data == before
    _rolled(db)


def _inspected_and_published() -> None:
    for day in ("2022-04-12", "2022-10-12", "2023-04-12", "2023-10-12"):
        on(day, "log-visit", "隆子县", "--form", "送教", "--on", day, "--hours", "10")
    ref = inspected("2023-11-20", 隆子县="letter=yes true-records=yes", 措美县="letter=no")
    (one,) = findings("2023-11-20", "措美县")
    on("2023-11-25", "inspection", "rectify", one["ref"], "--how", "已补签")
    on("2023-11-27", "inspection", "recheck", one["ref"], "--passed", "--by", "李某")
    published("2023-11-28", ref, "教通12号")


def _assessed_and_awarded() -> None:
    day = "2024-05-10"
    # In the wrap-up whoever stood at the end can still be inspected.
    assert len(on(day, "inspection", "list", "--not-inspected", "--json").data) == 10
    assert len(on(day, "inspection", "draw", "3", "--seed", "7", "--json").data) == 3
    ref = on(day, "assessment", "add", "--as-of", "2024-03-31", "--json").data[0]["ref"]
    why = on(day, "assessment", "why", "隆子县", "--json").data
    assert sum(part["points"] for part in why["parts"]) == pytest.approx(why["total"], abs=0.05)
    on(day, "assessment", "approve", ref, "--by", "扎西")
    frozen = on(day, "assessment", "why", "隆子县", "--json").data
    assert frozen["total"] == why["total"]
    assert refused(day, "assessment", "adjust", "隆子县", "--points", "1", "--reason", "现场会")[
        1
    ] == ("assessment-approved")
    rows = on(day, "commendation", "candidates", "--kind", "unit", "--all", "--json").data
    (longzi,) = [row for row in rows if row["unit"] == "隆子县示范幼儿园"]
    assert not longzi["meets"]
    new = ("commendation", "add", "unit", "--unit", "隆子县示范幼儿园", "--reason", "帮扶扎实")
    honour = on(day, *new, "--json").data[0]["ref"]
    on(day, "commendation", "publicise", honour, "--from", "2024-05-13")
    award = ("commendation", "award", honour, "--number", "教发8号")
    assert refused("2024-05-16", *award) == (3, "publicity"), "the fourth day"
    assert "2024-05-17" in on("2024-05-20", "status", lang="zh").out, "publicity over, not decided"
    on("2024-05-20", *award)
    assert "2024-05-17" not in on("2024-05-20", "status", lang="zh").out
    shown = on("2024-05-20", "commendation", "show", honour, "--json").data
    assert shown["trace"]["assessment"]["ref"] == ref
    pairing_told = on("2024-05-20", "show", "隆子县", "--json").data
    assert pairing_told["assessment"]["total"] == why["total"]
    assert [row["document_number"] for row in pairing_told["honours"]] == ["教发8号"]
    assert on("2024-05-19", "show", "隆子县", "--json").data["honours"] == []
    assert len(shown["trace"]["visits"]) == 4


def _summed_up() -> None:
    day = "2024-05-20"
    assert "met" not in state_of(day, "cycle-summary")
    new = ("experience", "add", "隆子县", "--kind", "summary", "--title", "一对一怎么带", "--json")
    on(day, "experience", "accept", on(day, *new).data[0]["ref"])
    assert state_of(day, "cycle-summary") == {"met"}
    place = on(day, "showcase", "add", "--title", "展示", "--on", "2024-05-18", "--json").data
    on(day, "showcase", "join", place[0]["ref"], "隆子县", "--form", "talk")
    assert state_of(day, "showcase") == {"met"}
    draft = on(day, "bulletin", "add", "--title", "两年总结", "--kind", "cycle", "--json").data
    on(day, "bulletin", "edit", draft[0]["ref"], "--good", "好", "--problems", "少", "--next", "改")
    assert "met" not in state_of(day, "city-summary"), "a draft is nobody's summary"
    publish = ("bulletin", "publish", draft[0]["ref"], "--number", "教通6号", "--signed-by", "扎西")
    on(day, *publish)
    assert state_of(day, "city-summary") == {"met"}


def _closed(db: Path) -> object:
    day = "2024-06-28"
    checks = {
        row["check"]: row["count"] for row in on(day, "cycle", "check", "--json").data["checks"]
    }
    assert (checks["mentor-group"], checks["county-group"], checks["city-summary"]) == (3, 9, 0)
    assert "cycle close" in on(day, "status").out
    plain = on(day, "summary", "--json").data
    on(day, "cycle", "close", "2022-2024")
    shown = on(day, "cycle", "show", "2022-2024", "--json").data
    assert all(row["difference"] in (0, None) for row in shown["closing"]["figures"])
    closed = on(day, "summary", "--json").data
    for part in ("inspections", "findings", "registers", "assessment", "honours", "showcased"):
        assert closed[part] == plain[part], part
    assert closed["assessment"]["approved_by"] == "扎西"
    assert [row["of"] for row in closed["honours"]] == ["隆子县示范幼儿园"]
    assert closed["findings"]["closed"] == closed["findings"]["found"] == 1
    return closed


def _corrected() -> None:
    late = ("log-visit", "隆子县", "--form", "讲座", "--on", "2024-03-20", "--hours", "2")
    assert refused("2024-07-01", *late) == (3, "cycle-closed")
    on("2024-07-01", *late, "--correct", "漏登")
    shown = on("2024-07-01", "cycle", "show", "2022-2024", "--json").data["closing"]
    moved = {row["figure"]: row["difference"] for row in shown["figures"] if row["difference"]}
    assert moved["visits"] == 1
    assert [row["reason"] for row in shown["corrections"]] == ["漏登"]


def _rolled(db: Path) -> None:
    day = "2024-07-02"
    before = db.read_bytes()
    proposal = on(day, *ROLL, "--dry-run", "--json").data
    assert db.read_bytes() == before
    made = on(day, *ROLL, "--json").data
    assert made == proposal
    codes = [row["code"] for row in on(day, "cycle", "list", "--json").data]
    assert codes == ["2022-2024", "2024-2026"]
    on(day, "undo")
    assert [row["code"] for row in on(day, "cycle", "list", "--json").data] == ["2022-2024"]
    on(day, "redo")
    assert [row["code"] for row in on(day, "cycle", "list", "--json").data] == codes
    assert pairing("--as-of", day, "db", "doctor").code == 0
