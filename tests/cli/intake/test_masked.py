"""A text from which an export took a number comes back as what it was made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commandline import done, pairing

PHONE = "13800138000"
RECORDS = {
    "visits": f"log-visit 加查县 --form 送教 --on 2022-05-10 --hours 4 --topic 讲座，联系{PHONE}",
    "problems": f"problem add 加查县 --text 封路，联系{PHONE} --on 2022-05-10",
    "needs": f"need add 加查县 --text 请联系{PHONE} --on 2022-05-10 --by 园长{PHONE}",
    "donations": f"donation add 加查县 --item 书 --quantity 2 --on 2022-05-10 --note 电{PHONE}",
    "secondments": f"secondment add 加查县 --person 王某 --from 2022-05-01 --note 电{PHONE}",
    "groups": f"group add 加查县 --side mentee --head 央金 --note 电{PHONE}",
    "agreements": f"agreement add 加查县 --kind responsibility_letter --note 电{PHONE}",
    "apprenticeships": f"apprentice add 加查县 --master 甲 --apprentice 乙 --topic 电{PHONE}",
    "experiences": f"experience add 加查县 --kind case --title 案例，电{PHONE} --on 2022-05-10",
    "backbone": f"backbone add 加查县 次仁 --level county --from 2022-05-01 --note 电{PHONE}",
}


@pytest.fixture(autouse=True)
def _programme(db: Path, in_folder: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAIRING_DB", str(db))
    monkeypatch.setenv("PAIRING_TODAY", "2022-06-30")


def whole(register: str) -> str:
    """A register with all that an archive holds."""
    done("export", register, "--profile", "archive", "-o", "whole.jsonl", "--yes")
    return Path("whole.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("register", RECORDS)
def test_our_own_export_is_known_and_the_number_stays(register: str) -> None:
    done(*RECORDS[register].split())
    before = whole(register)
    assert PHONE in before
    for ending in ("csv", "xlsx", "jsonl"):
        done("export", register, "-o", f"x.{ending}")
        assert "nothing new" in done("import", register, f"x.{ending}", "--yes").err
    assert whole(register) == before


def test_of_two_letters_the_one_that_a_masked_title_names_is_meant() -> None:
    letter = ("agreement", "add", "加查县", "--kind", "agreement", "--title")
    done(*letter, f"协议一，电{PHONE}")
    done(*letter, "协议二")
    before = whole("agreements")
    done("export", "agreements", "-o", "x.csv")
    assert "nothing new" in done("import", "agreements", "x.csv", "--yes").err
    assert whole("agreements") == before


def test_what_was_added_to_an_export_is_taken_in_and_the_mask_is_not() -> None:
    done(*RECORDS["needs"].split())
    done("export", "needs", "-o", "x.jsonl")
    row = json.loads(Path("x.jsonl").read_text(encoding="utf-8"))
    assert row["text"] == "请联系***"
    Path("x.jsonl").write_text(json.dumps({**row, "outcome": "已联系"}), encoding="utf-8")
    done("import", "needs", "x.jsonl", "--yes")
    (kept,) = done("need", "list", "--json").data
    assert (kept["text"], kept["raised_by"]) == (f"请联系{PHONE}", f"园长{PHONE}")
    assert kept["outcome"] == "已联系"


def test_another_text_with_a_mask_is_another_record() -> None:
    done(*RECORDS["needs"].split())
    done("export", "needs", "-o", "x.jsonl")
    row = json.loads(Path("x.jsonl").read_text(encoding="utf-8"))
    Path("x.jsonl").write_text(json.dumps({**row, "text": "请回电***"}), encoding="utf-8")
    assert pairing("import", "needs", "x.jsonl", "--yes").code == 0
    assert len(done("need", "list", "--json").data) == 2
