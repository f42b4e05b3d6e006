"""The same file attached again is the same document: it is kept, listed and counted once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commandline import done, pairing

SO_ALREADY = "It is so already; nothing was changed.\n"


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")
    monkeypatch.setenv("PAIRING_ACTOR", "卓玛")
    for name in ("a.jpg", "b.jpg"):
        Path(name).write_bytes(b"one picture")
    Path("c.jpg").write_bytes(b"another")


def ref(line: str) -> str:
    return str(done(*line.split(), "--json").data[0]["ref"])


def documents() -> list[dict[str, object]]:
    found: list[dict[str, object]] = done("document", "list", "--json").data
    return found


def visit() -> tuple[str, str]:
    made = ref("log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4 --file a.jpg")
    return f"visit edit {made} --file b.jpg", f"document add b.jpg --visit {made} --category photo"


def agreement() -> tuple[str, str]:
    line = "agreement add 隆子县 --kind agreement --signed 2022-03-31 --signatory 甲 --signatory 乙"
    made = ref(f"{line} --file a.jpg")
    return (
        f"agreement edit {made} --file b.jpg",
        f"document add b.jpg --agreement {made} --category agreement",
    )


def task() -> tuple[str, str]:
    plan = ref("plan new 隆子县 --from autumn-calendar --year 2022")
    made = done("plan", "show", plan, "--json").data["task_list"][0]["ref"]
    line = f"document add {{}} --task {made} --category record"
    done(*line.format("a.jpg").split())
    return line.format("b.jpg"), line.format("a.jpg")


def pairings() -> tuple[str, str]:
    line = "document add {} --for 隆子县 --category summary --proves cycle_summary"
    done(*line.format("a.jpg").split())
    return line.format("b.jpg"), line.format("a.jpg")


@pytest.mark.parametrize("owner", [visit, agreement, task, pairings])
def test_the_same_file_again_changes_nothing_under_whatever_name(owner: object) -> None:
    assert callable(owner)
    lines = owner()
    for line in lines:
        assert done(*line.split()).err == SO_ALREADY, line
    assert len(documents()) == 1
    assert documents()[0]["file_name"] == "a.jpg"


def test_the_same_file_twice_in_one_command_is_one_document() -> None:
    made = ref(
        "log-visit 隆子县 --form 送教 --on 2022-04-12 --hours 4"
        " --file a.jpg --file b.jpg --file c.jpg"
    )
    assert len(documents()) == 2
    assert done("visit", "show", made, "--json").data["files"] == ["a.jpg", "c.jpg"]
    done(*["document", "add", "a.jpg", "b.jpg", "--for", "加查县", "--category", "arrangement"])
    assert [each["category"] for each in documents()] == ["photo", "photo", "arrangement"]


def test_a_file_that_proves_something_else_is_another_document() -> None:
    for more in ("--category record", "--category summary", "--category record"):
        done(*f"document add a.jpg --for 隆子县 {more}".split())
    assert [each["category"] for each in documents()] == ["record", "summary"]


def test_a_file_taken_twice_counts_once_for_what_it_proves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PAIRING_TODAY", "2023-05-10")

    def haves() -> list[int]:
        found = done("progress", "隆子县", "--rule", "archive-measures", "--detail", "--json").data
        return [row["done"] for row in found]

    before = haves()
    for name in ("a.jpg", "b.jpg", "a.jpg"):
        line = f"document add {name} --for 隆子县 --category measures --on 2023-04-01"
        done(*line.split())
    after = haves()
    assert sum(after) == sum(before) + 1


def test_what_was_taken_off_the_lists_can_be_attached_again() -> None:
    line = "document add a.jpg --for 隆子县 --category record"
    first = ref(line)
    done("document", "remove", first, "--reason", "传错")
    second = ref(line)
    assert second != first
    assert [each["ref"] for each in documents()] == [second]


def test_a_database_is_no_evidence_wherever_it_lies() -> None:
    done("db", "backup", "-o", "copy.db")
    Path("copy.jpg").write_bytes(Path("copy.db").read_bytes())
    visit = "log-visit 隆子县 --form 送教 --on 2022-04-12 --file"
    for line in (
        "document add copy.db --for 隆子县 --category record",
        f"{visit} copy.jpg",
        "experience add 隆子县 --kind case --title 例 --file copy.db",
    ):
        answer = pairing(*line.split())
        assert (answer.code, "is a database, and no evidence" in answer.err) == (65, True), line
    assert documents() == []
