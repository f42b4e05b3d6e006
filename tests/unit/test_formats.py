"""Every format of one nasty listing, kept as golden files, and what each format promises.

UPDATE_GOLDEN=1 pytest tests/unit/test_formats.py writes the golden files anew.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pairing_cli.domain.errors import CannotCreate, StorageFailure, UsageError
from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.output.formats import FORMATS, write_file, write_result
from pairing_cli.output.language import use_language
from pairing_cli.output.listing import Column, Facts, Listing, Report, Shown
from pairing_cli.output.text import harmless, json_harmless

GOLDEN = Path(__file__).parent.parent / "golden" / "formats"
SCRIPT_FORMATS = ("json", "jsonl", "csv", "tsv")

STATES = {"met": Label("达标", "met"), "behind": Label("落后", "behind")}
# Titles that no part of the program has: they stay English whatever the catalogue learns.
COLUMNS = (
    Column("ref", "T-ref"),
    Column("name", "T-name"),
    Column("state", "T-state", labels=STATES, tones={"met": "good", "behind": "bad"}),
    Column("day", "T-day"),
    Column("hours", "T-hours", right=True),
    Column("share", "T-share", right=True, bar=True),
    Column("mentees", "T-mentees"),
    Column("confirmed", "T-confirmed"),
    Column("note", "T-note", wide=True),
)
NAMES = (
    "洛扎县扎日乡中心幼儿园",
    "𠮷䶮㛃 བོད་ལྗོངས 😀",
    '逗号,引号"竖线|分号;',
    "[red]markup[/red] :smile: **b** <b>h</b> &amp; `c` [l](http://x) \\ ~s~ $m$ _i_ # {0}",
    "第一行\n第二行\r\n第三行\t跳格",
    "esc\x1b[31m c1\x9b31m bell\x07 bidi\u202e\u2066 hidden\u200b\ufeff del\x7f",
    "lone\ud800surrogate",
    "=1+1",
    "　＝cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-5",
    "+86 893 782 0000",
    "\t=1",
    "",
    "null",
    "'quoted'",
)


@dataclass(frozen=True)
class Row:
    ref: str
    name: str | None
    state: str
    day: date | None
    hours: float | None
    share: float | None
    mentees: tuple[str, ...]
    confirmed: bool | None
    note: str | None


def nasty_rows() -> Iterator[Row]:
    for at, name in enumerate(NAMES):
        yield Row(
            ref=f"{at:04x}",
            name=name,
            state="met" if at % 2 else "behind",
            day=date(2022, 4, 1 + at) if at % 3 else None,
            hours=at / 2,
            share=100 * at / 16,
            mentees=("甲园", "乙园", name)[: at % 4],
            confirmed=(True, False, None)[at % 3],
            note=name if at % 2 else None,
        )


def nasty() -> Listing:
    return Listing(COLUMNS, nasty_rows(), title=phrase("T-nasty | {name}", name="*[x]*\x1b"))


def nasty_facts() -> Facts:
    return Facts(COLUMNS, next(nasty_rows()), title=phrase("T-facts"))


def nasty_report() -> Report:
    none = Listing(COLUMNS, (), title=phrase("T-gaps"), empty=phrase("T-nothing."))
    data = {"as_of": date(2022, 4, 1), "total": 3.0, "rows": tuple(nasty_rows())}
    return Report(data, (nasty(), nasty_facts(), none), title=phrase("T-summary"))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


def written(result: Shown, format_name: str) -> str:
    stream = io.StringIO(newline="")
    write_result(result, format_name, stream)
    return stream.getvalue()


def unspecial(markdown: str) -> str:
    return re.sub(r"\\(.)", r"\1", markdown)


def one_line(text: str) -> str:
    """As a cell of one line shows it."""
    return harmless(text)


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_nasty_listing_comes_out_as_the_golden_file_has_it(format_name: str) -> None:
    golden = GOLDEN / f"nasty.{format_name}"
    text = written(nasty(), format_name)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(text.encode())
    assert text.encode() == golden.read_bytes()


@pytest.mark.parametrize("format_name", ["table", "markdown"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_comes_out_as_the_golden_file_has_it(format_name: str, language: str) -> None:
    use_language("zh" if language == "zh" else "en")
    golden = GOLDEN / f"report.{language}.{format_name}"
    text = written(nasty_report(), format_name)
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(text.encode())
    assert text.encode() == golden.read_bytes()


def machine_cell(value: Any) -> str:
    """A JSON value as CSV and TSV write it, before spreadsheets are guarded against."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "、".join(value)
    return value if isinstance(value, str) else json.dumps(value)


def unguarded(cell: str) -> str:
    """A cell without the apostrophe that guards it; ours is the one before a formula."""
    return cell[1:] if re.match(r"'\s*[=+\-@＝]", cell) else cell


def people_cell(column: Column, value: Any) -> str:
    """A JSON value as English tables write it."""
    if column.labels and value is not None:
        return column.labels[value].en
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(value)
    if column.bar and value is not None:
        return f"{round(value, 2):g}%"
    if isinstance(value, float):
        return str(round(value, 2))
    return machine_cell(value)


def test_all_formats_agree_cell_for_cell() -> None:
    objects = json.loads(written(nasty(), "json"))
    assert [row["name"] for row in objects] == list(NAMES)

    assert [json.loads(line) for line in written(nasty(), "jsonl").splitlines()] == objects

    machine = [[machine_cell(value) for value in row.values()] for row in objects]
    header, *cells = csv.reader(io.StringIO(written(nasty(), "csv"), newline=""))
    assert header == list(objects[0])
    assert [list(map(unguarded, row)) for row in cells] == [
        [harmless(cell, keep="\n\t") for cell in row] for row in machine
    ]

    header, *cells = [line.split("\t") for line in written(nasty(), "tsv").split("\n")[:-1]]
    assert header == list(objects[0])
    assert [list(map(unguarded, row)) for row in cells] == [
        list(map(one_line, row)) for row in machine
    ]

    lines = written(nasty(), "markdown").split("\n")[4:-1]
    pipes = [re.split(r"(?<!\\) ?\| ?", line)[1:-1] for line in lines]
    assert [list(map(unspecial, row)) for row in pipes] == [
        [
            one_line(people_cell(column, value)).strip()
            for column, value in zip(COLUMNS, row.values(), strict=True)
        ]
        for row in objects
    ]


def test_json_is_made_of_plain_values() -> None:
    row = json.loads(written(nasty(), "json"))[4]
    assert row == {
        "ref": "0004",
        "name": NAMES[4],
        "state": "behind",
        "day": "2022-04-05",
        "hours": 2,
        "share": 25,
        "mentees": [],
        "confirmed": False,
        "note": None,
    }
    assert isinstance(row["hours"], int)


def test_json_of_nothing_is_an_empty_list_and_csv_of_nothing_its_header() -> None:
    nothing = nasty()._replace(rows=())
    assert written(nothing, "json") == "[]\n"
    assert written(nothing, "jsonl") == ""
    assert written(nothing, "csv") == ",".join(column.key for column in COLUMNS) + "\n"
    assert written(nothing, "table") == ""


def test_json_that_streams_is_laid_out_like_json_that_does_not() -> None:
    text = written(nasty(), "json")
    laid_out = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    assert text == json_harmless(laid_out) + "\n"


def test_facts_are_one_object_and_a_report_its_data() -> None:
    assert json.loads(written(nasty_facts(), "json"))["name"] == NAMES[0]
    assert json.loads(written(nasty_facts(), "jsonl"))["name"] == NAMES[0]
    report = json.loads(written(nasty_report(), "json"))
    assert list(report) == ["as_of", "total", "rows"]
    assert (report["as_of"], report["total"]) == ("2022-04-01", 3)
    assert report["rows"][1]["name"] == NAMES[1]
    assert written(nasty_report(), "jsonl").count("\n") == 1


def test_numbers_that_json_has_no_word_for_are_null() -> None:
    facts = Facts((Column("n", "N"),), {"n": float("nan")})
    assert json.loads(written(facts, "json")) == {"n": None}


def test_a_value_of_a_kind_that_has_no_place_in_a_listing_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        written(Facts((Column("n", "N"),), {"n": {1}}), "json")


@pytest.mark.parametrize("format_name", ["csv", "tsv"])
def test_a_report_has_no_csv(format_name: str) -> None:
    with pytest.raises(UsageError) as refusal:
        written(nasty_report(), format_name)
    assert refusal.value.hint is not None
    assert "json" in refusal.value.hint.values["names"]


def test_an_unknown_format_is_refused_by_naming_those_there_are() -> None:
    with pytest.raises(UsageError):
        written(nasty(), "xml")


@pytest.mark.parametrize("format_name", SCRIPT_FORMATS)
def test_formats_for_scripts_are_the_same_in_every_language(format_name: str) -> None:
    facts = Facts(
        (*COLUMNS, Column("why", "Why")), {**vars(next(nasty_rows()))} | {"why": phrase("yes")}
    )
    english = written(nasty(), format_name), written(facts, format_name)
    use_language("zh")
    assert (written(nasty(), format_name), written(facts, format_name)) == english


@pytest.mark.parametrize("format_name", FORMATS)
def test_no_format_lets_data_act_on_a_terminal(format_name: str) -> None:
    for result in (nasty(), nasty_facts()):
        text = written(result, format_name)
        keep = "\n\t" if format_name in {"csv", "tsv"} else "\n"
        assert harmless(text, keep=keep) == text


@pytest.mark.parametrize(
    "cell", ["=1+1", " =1", "+a", "-a", "@a", "\t1", "\r1", "　＝1", "-1+1", "-"]
)
def test_a_cell_that_a_spreadsheet_would_run_gets_an_apostrophe(cell: str) -> None:
    assert "'" in written(Facts((Column("c", "C"),), {"c": cell}), "csv")


@pytest.mark.parametrize(
    "cell", ["-5", "+5", "-5.25", "-5%", -5, -0.5, -1e-7, "5-1", "洛=扎", "a@b"]
)
def test_a_number_and_a_sign_inside_a_text_get_none(cell: object) -> None:
    assert "'" not in written(Facts((Column("c", "C"),), {"c": cell}), "csv")


def test_json_lines_are_written_row_by_row() -> None:
    stream = io.StringIO()

    def rows() -> Iterator[dict[str, int]]:
        for n in range(3):
            assert stream.getvalue().count("\n") == n
            yield {"n": n}

    write_result(Listing((Column("n", "N"),), rows()), "jsonl", stream)
    assert stream.getvalue().count("\n") == 3


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_file_holds_what_a_pipe_would_get(format_name: str, tmp_path: Path) -> None:
    path = tmp_path / "清单.out"
    write_file(nasty(), format_name, path)
    content = path.read_bytes()
    if format_name in {"csv", "tsv"}:
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\r\n")
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
        assert rows == list(csv.reader(io.StringIO(written(nasty(), format_name), newline="")))
    else:
        assert content.decode() == written(nasty(), format_name)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.touch(0o644)
    write_file(nasty(), "csv", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_fails_half_way_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    def rows() -> Iterator[dict[str, int]]:
        yield {"n": 1}
        raise OSError(28, "No space left on device")

    path = tmp_path / "out.json"
    path.write_text("old")
    with pytest.raises(StorageFailure) as failure:
        write_file(Listing((Column("n", "N"),), rows()), "json", path)
    assert failure.value.file == str(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_can_not_be_created_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "missing" / "out.csv", tmp_path / "folder", tmp_path / ("x" * 300)):
        with pytest.raises(CannotCreate):
            write_file(nasty(), "csv", path)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_writing_to_a_pipe_loads_neither_rich_nor_click() -> None:
    program = """
import io, sys
from pairing_cli.domain.phrases import phrase
from pairing_cli.output.formats import FORMATS, write_result
from pairing_cli.output.listing import Column, Listing
from pairing_cli.output.render import render
from pairing_cli.output.surface import Surface
out = Surface(io.StringIO())
for name in FORMATS:
    listing = Listing((Column("n", "N", bar=True),), [{"n": 1}], title=phrase("T"))
    render(listing, format=name, stdout=out, stderr=out)
assert not {"rich", "click", "typer", "babel"} & set(sys.modules), sorted(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True)
