"""Promises 11 and 14: any text that is taken comes out as it went in, in every format and
through a dump; what can't be kept is refused, and nothing else happens.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from python_calamine import load_workbook

from pairing_cli.domain.words.formula_marks import marked
from pairing_cli.output.text import JOINERS, harmless
from tests.faults.bench import IS_FUZZ, bench_at, done, is_whole, pairing, sum_of

ONE_LINE = st.text(min_size=1, max_size=60)
NOTE = st.text(min_size=1, max_size=200)
ANY = settings(
    max_examples=300 if IS_FUZZ else 25,
    deadline=None,
    derandomize=not IS_FUZZ,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@contextmanager
def bench() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield bench_at(Path(name) / "p.db")


def stored(note: str) -> str:
    return note.replace("\r\n", "\n").replace("\r", "\n").strip()


@given(topic=ONE_LINE, note=NOTE)
@example(topic="=1+2", note="+cmd|' /C calc'!A0")
@example(topic="𠮷䶮㛃", note="a\tb\nc\r\nd")
@example(topic="[bold]x[/bold] :smile:", note="<script>alert(1)</script> {{7*7}} %s {0}")
@example(topic="'; DROP TABLE visit; --", note="../../../etc/passwd\\..\\x")
@example(topic="\x1b[31mred", note="\x9b31m")
@example(topic="\u202eesrever", note="\u2066x\u2069")
@example(topic="\ud800", note="\x00")
@example(topic="e\u0301", note="👩‍👩‍👧‍👦 \ufe0f")
@example(topic="18位 540000199001010011", note="0012 1e5 1,5 -0")
@ANY
def test_text_comes_out_as_it_went_in_or_is_refused(topic: str, note: str) -> None:
    with bench() as db:
        before = sum_of(db)
        words = ("log-visit", "隆子县", "--form", "送教", "--on", "2022-04-01")
        answer = pairing(db, *words, f"--topic={topic}", f"--note={note}")
        assert answer.is_civil, answer
        if answer.code != 0:
            assert answer.code == 65, answer
            assert sum_of(db) == before
            return
        # Lone halves of characters can't be typed; where they come in, they come as "?".
        topic, note = (text.encode("utf-8", "replace").decode() for text in (topic, note))
        kept = unicodedata.normalize("NFC", topic).strip(), stored(note)
        listed = ("visit", "list", "--cycle", "2022-2024")
        rows = json.loads(done(db, *listed, "--json").out)
        row = next(row for row in rows if row["date"] == "2022-04-01")
        assert (row["topic"], row["note"]) == kept
        lines = done(db, *listed, "--format", "jsonl").out.splitlines()
        assert row in [json.loads(line) for line in lines]
        cells = csv.DictReader(io.StringIO(done(db, *listed, "--format", "csv").out, newline=""))
        cell = next(cell for cell in cells if cell["date"] == "2022-04-01")
        assert (cell["topic"], cell["note"]) == tuple(
            harmless(marked(text), keep=f"\n\t{JOINERS}") for text in kept
        )
        tsv = [line.split("\t") for line in done(db, *listed, "--format", "tsv").out.split("\n")]
        line = next(line for line in tsv if "2022-04-01" in line)
        assert line[tsv[0].index("topic")] == harmless(marked(kept[0]), keep=JOINERS)
        _out_and_in_again(db, kept)
        _into_a_workbook(db, kept)


def _into_a_workbook(db: Path, kept: tuple[str, str]) -> None:
    """In a workbook text is text, and no formula; what could act is shown by its number."""
    book = db.with_name("x.xlsx")
    done(db, "export", "visits", "-o", str(book), "--profile", "archive")
    rows = load_workbook(book).get_sheet_by_index(0).to_python()
    shown = {cell for row in rows for cell in row if isinstance(cell, str)}
    assert shown >= {harmless(text, keep=f"\n\t{JOINERS}") for text in kept}


def _out_and_in_again(db: Path, kept: tuple[str, str]) -> None:
    dumped, new = db.with_name("d.jsonl"), db.with_name("new.db")
    done(db, "db", "dump", "-o", str(dumped))
    done(new, "db", "load", str(dumped))
    assert sum_of(new) == sum_of(db)
    shown = json.loads(done(new, "visit", "list", "--json").out)
    assert kept in [(row["topic"], row["note"]) for row in shown]
    raw = dumped.read_bytes().decode()
    assert not any(
        unicodedata.category(character) in ("Cc", "Cf", "Cs") and character != "\n"
        for character in raw
    ), "a dump must not act on a terminal either"


@given(name=ONE_LINE)
@ANY
def test_a_name_can_be_found_by_what_it_was_called(name: str) -> None:
    with bench() as db:
        words = ("kindergarten", "add", "--tier", "township", "--region", "隆子镇", "--", name)
        answer = pairing(db, *words)
        assert answer.is_civil, answer
        assert answer.code in (0, 2, 3, 4, 65), answer
        if answer.code == 0:
            called = json.loads(done(db, "kindergarten", "list", "--json").out)
            wanted = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode()).strip()
            assert wanted in [row["name"] for row in called]
            assert is_whole(db)


# No system can hand a NUL to a program as an argument.
@given(words=st.lists(ONE_LINE.filter(lambda word: "\0" not in word), max_size=5))
@ANY
def test_no_command_line_leads_to_a_traceback(words: list[str]) -> None:
    with bench() as db:
        for start in (["list"], ["why"], ["log-visit"], ["history"], ["db", "restore"], []):
            answer = pairing(db, *start, *words)
            assert answer.is_civil, (start, answer)
        assert is_whole(db)


@pytest.mark.parametrize("field", ["--reason", "--note", "--topic", "--by", "--next"])
def test_what_is_too_long_is_refused_with_its_length(field: str, tmp_path: Path) -> None:
    db = bench_at(tmp_path / "p.db")
    before = sum_of(db)
    words = ["visit", "cancel", "{ref}"] if field == "--reason" else ["log-visit", "隆子县"]
    if field == "--reason":
        words[2] = json.loads(done(db, "visit", "list", "--json").out)[0]["ref"]
    else:
        words += ["--form", "送教", "--on", "2022-04-01"]
    answer = pairing(db, *words, f"{field}={'长' * 5000}")
    assert answer.code == 65
    assert "5000" in answer.err
    assert sum_of(db) == before
