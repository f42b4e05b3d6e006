"""YAML written by hand: what is read, and where each mistake is said to be."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from pairing_cli.domain.errors import BadData, InputMissing, NoPermission, StorageFailure
from pairing_cli.domain.phrases import Label, Phrase
from pairing_cli.domain.vocabulary import Tier
from pairing_cli.files.yaml import yaml_tree
from pairing_cli.files.yaml.section import MonthDay, Section
from pairing_cli.files.yaml.strict_yaml import parse_yaml, read_yaml

FILE = "计划.yaml"


@pytest.fixture(params=["c", "python"])
def _either_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both parsers: PyYAML is not everywhere built with the one in C."""
    loader = yaml_tree.LOADER if request.param == "c" else yaml.SafeLoader
    monkeypatch.setattr(yaml_tree, "LOADER", loader)


def parsed(text: str) -> Section:
    return parse_yaml(text.encode(), FILE)


def said(words: Phrase | None) -> str:
    """A sentence in English, its places filled."""
    if words is None:
        return ""
    values = {k: said(v) if isinstance(v, Phrase) else v for k, v in words.values.items()}
    return words.msgid.format(**values)


def refusal(act: Callable[[], object]) -> BadData:
    with pytest.raises(BadData) as caught:
        act()
    assert caught.value.file == FILE
    return caught.value


def place(error: BadData) -> tuple[str, int | None, str | None]:
    return error.code, error.row, error.column


# --- Values ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("_either_parser")
def test_what_yaml_would_turn_into_something_else_stays_as_it_was_written() -> None:
    section = parsed("a: 0100\nb: no\nc: 2022-04-12\nd: 1e3\ne: 1_000\nf: 12:30:45\ng: 0x1F\n")
    written = [section.text(key) for key in "abcdefg"]
    assert written == ["0100", "no", "2022-04-12", "1e3", "1_000", "12:30:45", "0x1F"]


def test_every_accessor_reads_what_it_is_for() -> None:
    section = parsed(
        "name: ' 市实验幼儿园 '\nnote: |\n  一\n  二\nhours: 1.5\nneed: 012\nday: 2024-02-29\n"
        "each: 03-31\non: 是\ntier: county\ntitle: {zh: 周期, en: cycle}\nalso: 周期\n"
        "aliases: [甲, 乙]\nalone: 丙\nrows:\n  - {a: 1}\n  - {a: 2}\ncode: 2022-2024\n"
        "forms: [lecture, other]\n"
    )
    assert section.text("name") == "市实验幼儿园"
    assert section.prose("note") == "一\n二"
    assert section.number("hours") == 1.5
    assert section.integer("need") == 12
    assert section.date("day") == date(2024, 2, 29)
    assert section.month_day("each") == MonthDay(3, 31)
    assert section.month_day("each").in_year(2022) == date(2022, 3, 31)
    assert section.flag("on") is True
    assert section.choice("tier", Tier) is Tier.COUNTY
    assert section.label("title") == Label("周期", "cycle")
    assert section.label("also") == Label("周期", "周期")
    assert section.texts("aliases") == ("甲", "乙")
    assert section.texts("alone") == ("丙",)
    assert [row.integer("a") for row in section.sections("rows")] == [1, 2]
    assert section.code("code") == "2022-2024"
    assert section.codes("forms") == ("lecture", "other")
    section.done()


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_tilde_and_null_are_no_value_but_the_quoted_word_is_one(nothing: str) -> None:
    section = parsed(f"a: {nothing}\nb: 'null'\n")
    assert section.optional_text("a") is None
    assert section.optional("a", section.integer) is None
    assert section.texts("a") == ()
    assert section.sections("a") == []
    assert section.flag("a", default=True) is True
    assert section.text("b") == "null"
    assert place(refusal(lambda: section.text("a"))) == ("missing-value", 1, "a")


def test_a_file_may_begin_with_a_byte_order_mark_and_have_windows_line_ends() -> None:
    section = parse_yaml(codecs.BOM_UTF8 + "a: 甲\r\nb: [\r\n".encode()[:-3] + b"x\r\n", FILE)
    assert section.text("a") == "甲"


MISTAKES: list[tuple[str, str, Callable[[Section], object], tuple[str, int, str], str]] = [
    ("a missing key", "b: 1", lambda s: s.text("a"), ("missing-key", 1, "a"), "a is missing."),
    ("text: a list", "a: [1]", lambda s: s.text("a"), ("bad-value", 1, "a"), "single value"),
    ("text: blank", "x: 1\na: ' 　'", lambda s: s.text("a"), ("blank", 2, "a"), "blank"),
    ("text: quoted nothing", "a: ''", lambda s: s.optional_text("a"), ("blank", 1, "a"), "blank"),
    ("text: escape", r'a: "\e[2J"', lambda s: s.text("a"), ("control-characters", 1, "a"), "001B"),
    ("text: C1", r'a: "x\x9by"', lambda s: s.text("a"), ("control-characters", 1, "a"), "009B"),
    ("text: bidi", r'a: "x\u202ey"', lambda s: s.text("a"), ("control-characters", 1, "a"), "202E"),
    (
        "text: lines",
        r'a: "x\ny"',
        lambda s: s.text("a"),
        ("control-characters", 1, "a"),
        "one line",
    ),
    ("text: long", "a: " + "长" * 101, lambda s: s.text("a"), ("too-long", 1, "a"), "at most 100"),
    ("title: long", "a: " + "长" * 201, lambda s: s.label("a"), ("too-long", 1, "a"), "most 200"),
    ("prose: long", "a: " + "长" * 4001, lambda s: s.prose("a"), ("too-long", 1, "a"), "4000"),
    ("prose: bell", r'a: "x\ay"', lambda s: s.prose("a"), ("control-characters", 1, "a"), "0007"),
    ("prose: a list", "a: [1]", lambda s: s.prose("a"), ("bad-value", 1, "a"), "single value"),
    ("texts: keys", "a: {b: 1}", lambda s: s.texts("a"), ("bad-value", 1, "a"), "list of texts"),
    ("texts: inner", "a:\n- x\n- [y]", lambda s: s.texts("a"), ("bad-value", 3, "a[2]"), "a text"),
    ("texts: gap", "a:\n- x\n-\n", lambda s: s.texts("a"), ("bad-value", 3, "a[2]"), "a text"),
    ("texts: blank", "a:\n- x\n- ' '", lambda s: s.texts("a"), ("blank", 3, "a[2]"), "blank"),
    ("code", "a: ../x", lambda s: s.code("a"), ("bad-value", 1, "a"), "2022-2024"),
    ("code: in part", "a: x y", lambda s: s.code("a"), ("bad-value", 1, "a"), "x y"),
    ("codes", "a: [x, ../y]", lambda s: s.codes("a"), ("bad-value", 1, "a[2]"), "../y"),
    ("integer: word", "a: ten", lambda s: s.integer("a"), ("bad-value", 1, "a"), "ten is not"),
    ("integer: half", "a: 1.5", lambda s: s.integer("a"), ("bad-value", 1, "a"), "1.5 is not"),
    ("integer: low", "a: 0", lambda s: s.integer("a", 1, 9), ("bad-value", 1, "a"), "from 1 to 9"),
    (
        "integer: high",
        "a: 10",
        lambda s: s.integer("a", 1, 9),
        ("bad-value", 1, "a"),
        "from 1 to 9",
    ),
    (
        "integer: huge",
        "a: " + "9" * 99,
        lambda s: s.integer("a"),
        ("bad-value", 1, "a"),
        "not a num",
    ),
    ("integer: hex", "a: 0x1F", lambda s: s.integer("a"), ("bad-value", 1, "a"), "0x1F"),
    ("number: nan", "a: .nan", lambda s: s.number("a"), ("bad-value", 1, "a"), ".nan"),
    ("number: inf", "a: inf", lambda s: s.number("a"), ("bad-value", 1, "a"), "inf"),
    ("number: 1e9", "a: 1e9", lambda s: s.number("a"), ("bad-value", 1, "a"), "1e9"),
    ("number: under", "a: -0.1", lambda s: s.number("a"), ("bad-value", 1, "a"), "from 0"),
    ("date: none", "a: 2022-02-30", lambda s: s.date("a"), ("bad-value", 1, "a"), "doesn't exist"),
    ("date: no leap", "a: 2022-02-29", lambda s: s.date("a"), ("bad-value", 1, "a"), "n't exist"),
    ("date: style", "a: 2022.4.12", lambda s: s.date("a"), ("bad-value", 1, "a"), "2022-04-12"),
    ("date: compact", "a: 20220412", lambda s: s.date("a"), ("bad-value", 1, "a"), "2022-04-12"),
    ("date: year", "a: 0222-03-01", lambda s: s.date("a"), ("bad-value", 1, "a"), "1990"),
    (
        "date: wide",
        "a: ２０２２-03-01",
        lambda s: s.date("a"),
        ("bad-value", 1, "a"),
        "is not a date",
    ),
    ("month_day: 02-29", "a: 02-29", lambda s: s.month_day("a"), ("bad-value", 1, "a"), "every"),
    ("month_day: 13", "a: 13-01", lambda s: s.month_day("a"), ("bad-value", 1, "a"), "03-31"),
    ("flag", "a: maybe", lambda s: s.flag("a"), ("bad-value", 1, "a"), "maybe"),
    ("flag: none", "b: 1", lambda s: s.flag("a"), ("missing-key", 1, "a"), "missing"),
    ("choice", "a: conty", lambda s: s.choice("a", Tier), ("unknown-choice", 1, "a"), "conty"),
    ("label", "a: {zh: x}", lambda s: s.label("a"), ("missing-key", 1, "a.en"), "en is missing"),
    (
        "label: more",
        "a: {zh: x, en: y, b: z}",
        lambda s: s.label("a"),
        ("unknown-key", 1, "a.b"),
        "b",
    ),
    ("label: list", "a: [x]", lambda s: s.label("a"), ("bad-value", 1, "a"), "must hold keys"),
    ("section", "x: 1\na: b", lambda s: s.section("a"), ("bad-value", 2, "a"), "must hold keys"),
    ("sections", "a: {b: 1}", lambda s: s.sections("a"), ("bad-value", 1, "a"), "dash"),
    (
        "sections: text",
        "a:\n- b: 1\n- c",
        lambda s: s.sections("a"),
        ("bad-value", 3, "a[2]"),
        "keys",
    ),
]


@pytest.mark.parametrize(
    ("text", "act", "where", "words"),
    [row[1:] for row in MISTAKES],
    ids=[row[0] for row in MISTAKES],
)
def test_a_value_that_does_not_fit_is_refused_with_its_line_and_key(
    text: str, act: Callable[[Section], object], where: tuple[str, int, str], words: str
) -> None:
    error = refusal(lambda: act(parsed(text)))
    assert place(error) == where
    assert words in said(error.message)


def test_a_value_at_its_limit_is_still_taken() -> None:
    section = parsed("name: " + "长" * 100 + "\nnote: " + "长" * 4000 + "\nneed: 9")
    assert len(section.text("name")) == 100
    assert len(section.prose("note")) == 4000
    assert section.integer("need", 9, 9) == 9


def test_a_path_counts_entries_from_one_and_leads_through_every_level() -> None:
    top = parsed("packs:\n  - rules: []\n  - rules:\n    - a: 1\n    - a: 2\n    - a: many\n")
    rule = top.sections("packs")[1].sections("rules")[2]
    assert place(refusal(lambda: rule.integer("a"))) == ("bad-value", 6, "packs[2].rules[3].a")
    assert place(refusal(lambda: rule.text("b"))) == ("missing-key", 6, "packs[2].rules[3].b")


def test_an_unknown_key_is_refused_with_the_nearest_known_one() -> None:
    section = parsed("mentor: 甲\nmentes: [乙]\n")
    section.text("mentor")
    section.texts("mentees")
    error = refusal(section.done)
    assert place(error) == ("unknown-key", 2, "mentes")
    assert said(error.hint) == "Did you mean mentees?"


def test_an_unknown_key_that_resembles_none_is_answered_with_all_known_ones() -> None:
    section = parsed("zzz: 1\n")
    section.has("start")
    section.has("end")
    assert said(refusal(section.done).hint) == "Known here: end, start."


def test_a_missing_key_is_asked_for_under_the_name_that_resembles_it() -> None:
    section = parsed("mentr: 甲\nstate: draft\n")
    assert said(refusal(lambda: section.text("mentor")).hint) == "Is mentr meant to be mentor?"
    assert refusal(lambda: section.text("start")).hint is None, (
        "state is another key, rightly there"
    )


def test_a_wrong_choice_names_the_nearest_or_all() -> None:
    section = parsed("a: conty\nb: xyz\n")
    assert said(refusal(lambda: section.choice("a", Tier)).hint) == "Did you mean county?"
    every = "Possible: city, county, township, village."
    assert said(refusal(lambda: section.choice("b", Tier)).hint) == every


@pytest.mark.parametrize("text", ["a: b:c", "a: b：c", "a:\n  - b:c"])
def test_a_colon_without_its_space_or_a_wide_one_is_pointed_out(text: str) -> None:
    top = parsed(text)
    error = refusal(lambda: top.sections("a") if "-" in text else top.section("a"))
    assert "half-width colon" in said(error.hint)


def test_a_wrong_value_of_any_length_is_repeated_in_part_only() -> None:
    error = refusal(lambda: parsed(f"{'x' * 900}: 1\n").done())
    assert len(said(error.message)) < 120
    assert error.column is not None
    assert len(error.column) < 80


# --- What is no data file -------------------------------------------------------------------

NOT_YAML = [
    ("a tab", "a:\n\tb: 1\n", ("bad-yaml", 2, None), "tab"),
    ("two colons", "a: b: c\n", ("bad-yaml", 1, None), "colon"),
    ("no space", "rows:\n- name:x\n  tier: y\n", ("bad-yaml", 3, None), "half-width colon"),
    ("wide colon", "rows:\n- name：x\n  tier: y\n", ("bad-yaml", 3, None), "half-width colon"),
    ("open quote", "x: 1\na: 'b\nc: 1\n\n", ("bad-yaml", 2, None), "never closed"),
    ("open bracket", "x: 1\na: [1, 2\nb: 3\n", ("bad-yaml", 3, None), "bracket"),
    ("open brace", "x: 1\na: {b: 1\nc: 2\n", ("bad-yaml", 3, None), "bracket"),
    ("a step to the side", "a:\n  b: 1\n c: 2\n", ("bad-yaml", 3, None), "indentation"),
    ("a dash too few", "a:\n  - x\n  b: 1\n", ("bad-yaml", 3, None), "indentation"),
    ("a sign", "x: 1\na: @b\n", ("bad-yaml", 2, None), "quotes"),
    ("a backslash", 'a: "C:\\q"\n', ("bad-yaml", 1, None), "single quotes"),
    ("another version", "%YAML 3.0\n---\na: 1\n", ("bad-yaml", 1, None), "as YAML"),
    ("an anchor", "x: 1\na: &b 1\n", ("yaml-alias", 2, "a"), "anchors"),
    ("an alias", "a: *b\n", ("yaml-alias", 1, "a"), "aliases"),
    ("a tag", "a: !!python/object/apply:os.system [ls]\n", ("yaml-tag", 1, "a"), "tag"),
    ("a harmless tag", "a: !!str 1\n", ("yaml-tag", 1, "a"), "tag"),
    ("an empty tag", "a: ! 1\n", ("yaml-tag", 1, "a"), "tag"),
    ("a tagged list", "a: !!set {b}\n", ("yaml-tag", 1, "a"), "tag"),
    (
        "a key twice",
        "a: 1\nb:\n- c: 1\n  d: 2\n  c: 3\n",
        ("yaml-duplicate-key", 5, "b[1].c"),
        "line 3",
    ),
    ("a list as key", "? [a]\n: 1\n", ("bad-yaml", 1, None), "key"),
    ("an empty key", "a: 1\n'': 2\n", ("bad-yaml", 2, None), "key"),
    ("two documents", "a: 1\n---\nb: 1\n", ("yaml-documents", 2, None), "second document"),
    ("a list on top", "- a\n", ("bad-value", 1, None), "keys with their values"),
    ("a text on top", "甲\n", ("bad-value", 1, None), "keys with their values"),
    ("nothing", "", ("yaml-empty", None, None), "empty"),
    ("comments only", "# 甲\n\n", ("yaml-empty", None, None), "empty"),
    ("an empty document", "---\n", ("yaml-empty", None, None), "empty"),
    ("a NUL", "a: 1\nb: x\0y\n", ("control-characters", 2, None), "U+0000"),
    ("an escape", "a: 1\n\nb: \x1b[2J\n", ("control-characters", 3, None), "U+001B"),
    ("a line end for YAML only", "a: 1 # x\u2028b: 2\n", ("control-characters", 1, None), "2028"),
    ("a second mark", "a: 1\nb: \ufeffx\n", ("control-characters", 2, None), "U+FEFF"),
]


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize(
    ("text", "where", "words"), [row[1:] for row in NOT_YAML], ids=[row[0] for row in NOT_YAML]
)
def test_what_no_data_file_needs_is_refused_where_it_stands(
    text: str, where: tuple[str, int | None, str | None], words: str
) -> None:
    error = refusal(lambda: parsed(text))
    assert place(error) == where
    assert words in said(error.message)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_refused_by_name(encoding: str) -> None:
    error = refusal(lambda: parse_yaml("ab: 甲\n".encode(encoding), FILE))
    assert error.code == "yaml-encoding"
    assert "UTF-16" in said(error.message)


def test_gb18030_is_refused_with_the_line_of_its_first_character() -> None:
    error = refusal(lambda: parse_yaml("a: 1\r\nb: 2\r\nc: 市实验\r\n".encode("gb18030"), FILE))
    assert place(error) == ("yaml-encoding", 3, None)
    assert "UTF-8" in said(error.hint)


# --- Hostile files --------------------------------------------------------------------------

LAUGHS = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in pairwise("abcdefghi"))


@pytest.mark.usefixtures("_either_parser")
@pytest.mark.parametrize(
    ("text", "code"),
    [
        (LAUGHS, "yaml-alias"),
        ("a: " + "[" * 100_000, "yaml-too-deep"),
        ("a: " + "[" * 100_000 + "]" * 100_000, "yaml-too-deep"),
        ("a: " + "{a: " * 100_000, "yaml-too-deep"),
        ("- " * 100_000, "yaml-too-deep"),
        ("? " * 100_000, "bad-yaml"),
        ("".join(" " * n + "a:\n" for n in range(100)), "yaml-too-deep"),
    ],
    ids=["laughs", "brackets", "closed brackets", "braces", "dashes", "keys", "steps"],
)
def test_a_small_file_can_not_become_a_large_one(text: str, code: str) -> None:
    assert refusal(lambda: parsed(text)).code == code


@pytest.mark.usefixtures("_either_parser")
def test_twenty_levels_are_taken_and_the_next_is_not() -> None:
    assert parsed("a: " + "[" * 19 + "]" * 19).keys == ("a",)
    error = refusal(lambda: parsed("a: " + "[" * 20 + "]" * 20))
    assert place(error) == ("yaml-too-deep", 1, "a" + "[1]" * 19)


def test_five_megabytes_in_one_line_are_refused_as_too_long_and_not_repeated() -> None:
    section = parsed("a: " + "x" * 5_000_000)
    error = refusal(lambda: section.text("a"))
    assert error.code == "too-long"
    assert len(said(error.message)) < 200
    assert refusal(lambda: section.date("a")).code == "too-long"
    assert refusal(lambda: parsed("x" * 5_000_000 + ": 1")).code == "bad-yaml"


def test_a_file_of_nothing_but_values_is_refused_at_its_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(yaml_tree, "MOST_NODES", 1000)
    assert parsed("a: [" + "x," * 997 + "]").keys == ("a",)
    assert refusal(lambda: parsed("a: [" + "x," * 998 + "]")).code == "yaml-too-large"


# --- The file itself ------------------------------------------------------------------------


def test_a_file_is_read_and_named_in_its_errors(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text("a: 1\n", encoding="utf-8")
    section = read_yaml(path)
    assert section.integer("a") == 1
    with pytest.raises(BadData) as caught:
        section.date("a")
    assert caught.value.file == str(path)


def test_a_file_that_is_not_there_is_missing_input(tmp_path: Path) -> None:
    for path in (tmp_path / FILE, tmp_path / ("长" * 300)):
        with pytest.raises(InputMissing) as caught:
            read_yaml(path)
        assert caught.value.file == str(path)


def test_a_folder_is_called_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadData) as caught:
        read_yaml(tmp_path)
    assert caught.value.code == "not-a-file"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [(PermissionError(13, "denied"), NoPermission), (OSError(5, "I/O error"), StorageFailure)],
)
def test_what_the_system_refuses_keeps_its_kind(
    fault: OSError, expected: type[Exception], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise fault

    path = tmp_path / FILE
    path.write_bytes(b"a: 1\n")
    monkeypatch.setattr(Path, "open", refuse)  # root may read everything: chmod shows nothing
    with pytest.raises(expected):
        read_yaml(path)


def test_more_than_the_largest_size_is_refused_before_it_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / FILE
    monkeypatch.setattr(yaml_tree, "MOST_BYTES", 1024)
    path.write_bytes(b"#" * 1020 + b"\na:1")
    with pytest.raises(BadData) as caught:
        read_yaml(path)
    assert caught.value.code == "bad-value"
    path.write_bytes(b"#" * 1020 + b"\na: 1")
    with pytest.raises(BadData) as caught:
        read_yaml(path)
    assert caught.value.code == "yaml-too-large"
