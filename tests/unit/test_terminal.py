"""What people see: tables on terminals of every width, and plain text in pipes."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyte
import pytest

from pairing_cli.domain.phrases import Label, phrase
from pairing_cli.output.language import use_language
from pairing_cli.output.listing import Column, Facts, Listing, Report, Shown
from pairing_cli.output.surface import Surface
from pairing_cli.output.terminal import write_table
from pairing_cli.output.text import cell_width, harmless

WIDTHS = (20, 40, 59, 60, 80, 200)
STATES = {"met": Label("达标", "met"), "missed": Label("未完成", "missed")}
COLUMNS = (
    Column("ref", "T-ref"),
    Column("name", "T-kindergarten"),
    Column("state", "T-state", labels=STATES, tones={"met": "good", "missed": "bad"}),
    Column("visits", "T-visits", right=True),
    Column("share", "T-share", bar=True),
    Column("note", "T-note"),
    Column("id", "T-id", wide=True),
)
ATTACK = "\x1b[31m[red]x[/red] :smile: \x9b2J\x1b]0;title\x07 \u202eab\u2066 \x08\x08 end"
ROWS = (
    {
        "ref": "a1f3",
        "name": "洛扎县扎日乡中心幼儿园",
        "state": "met",
        "visits": 3.0,
        "share": 80,
        "note": "送教下乡，听课评课；现场指导（一日活动）。" * 4,
        "id": "01900000-0000-7000-8000-000000000001",
    },
    {
        "ref": "b2",
        "name": "བོད་ས 𠮷䶮㛃 kindergarten",
        "state": "missed",
        "visits": 12,
        "share": 6.5,
        "note": ATTACK,
        "id": "9",
    },
    {
        "ref": "c3",
        "name": None,
        "state": "unknown",
        "visits": None,
        "share": None,
        "note": "第一行\n第二行",
        "id": "7",
    },
)


@pytest.fixture(params=["zh", "en"], autouse=True)
def _both_languages(request: pytest.FixtureRequest) -> Iterator[None]:
    use_language(request.param)
    yield
    use_language("zh")


def listing() -> Listing:
    return Listing(COLUMNS, ROWS, title=phrase("The pairings of {name}", name="洛扎县" * 5))


def facts() -> Facts:
    return Facts(COLUMNS, ROWS[2], title=phrase("The pairing"))


def report() -> Report:
    gaps = Listing(COLUMNS, (), title=phrase("The gaps"))
    return Report({}, (listing(), facts(), gaps), title=phrase("The summary"))


def written(
    result: Shown,
    width: int = 80,
    *,
    colour: bool = False,
    terminal: bool = True,
    encoding: str = "utf-8",
) -> str:
    stream = io.StringIO()
    write_table(result, Surface(stream, encoding, terminal, width, colour))
    return stream.getvalue()


# pyte drops the rest of a line behind a Tibetan subjoined letter: none stands in ROWS.
def emulated(text: str, width: int) -> pyte.Screen:
    screen = pyte.Screen(width, text.count("\n") + 1)
    pyte.Stream(screen).feed(text.replace("\n", "\r\n"))
    return screen


def shown_lines(screen: pyte.Screen) -> list[str]:
    return [line.rstrip() for line in screen.display]


def column_of(screen: pyte.Screen, text: str) -> int:
    """The cell at which `text` begins on the first line that holds it."""
    line = next(line for line in screen.display if text in line)
    return cell_width(line[: line.index(text)])


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colour", [True, False])
@pytest.mark.parametrize("make", [listing, facts, report])
def test_no_line_is_wider_than_the_terminal(width: int, colour: bool, make: type) -> None:
    text = written(make(), width, colour=colour)
    screen = emulated(text, width)
    # A line too wide would have wrapped, pushed the others down and the first one out.
    assert screen.cursor.y == text.count("\n")
    if not colour:
        assert all(cell_width(line) <= width for line in text.split("\n"))


@pytest.mark.parametrize("width", WIDTHS)
def test_without_colour_the_same_text_shows_and_no_escape_is_sent(width: int) -> None:
    plain = written(report(), width)
    assert "\x1b" not in plain
    coloured = written(report(), width, colour=True)
    assert "\x1b[" in coloured
    assert shown_lines(emulated(coloured, width)) == shown_lines(emulated(plain, width))


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("colour", [True, False])
def test_data_does_not_act(width: int, colour: bool) -> None:
    notes = Listing((COLUMNS[5],), ROWS[1:2])
    screen = emulated(written(notes, width, colour=colour), width)
    text = "".join(screen.display).replace("T-note", "").replace("─", "").replace(" ", "")
    assert text == harmless(ATTACK).replace(" ", "")
    assert screen.title == ""
    assert not set(written(report(), width)) & set("\x1b\x9b\x07\x08\u202e\u2066")


@pytest.mark.parametrize("width", [80, 200])
def test_columns_line_up(width: int) -> None:
    use_language("en")
    screen = emulated(written(listing(), width, colour=True), width)
    starts = [column_of(screen, str(column.title)) for column in COLUMNS if not column.wide]
    share = starts[4] + len("T-share")  # numbers and bars end where their title does
    assert starts == sorted(starts)
    assert column_of(screen, "a1f3") == column_of(screen, "b2") == starts[0]
    assert column_of(screen, "洛扎县扎") == column_of(screen, "བོད") == starts[1]
    assert column_of(screen, "met ") == column_of(screen, "missed ") == starts[2]
    assert column_of(screen, "░░░░░░░░░░") + 10 == column_of(screen, "░░ ") + 2 == share
    assert column_of(screen, "送教") == column_of(screen, "\\x1b[31m") == starts[5]


def test_numbers_stand_right() -> None:
    use_language("en")
    screen = emulated(written(listing(), 200), 200)
    ends = column_of(screen, "T-visits") + len("T-visits")
    line = next(line for line in screen.display if "b2" in line)
    # pyte leaves an empty string behind a wide character: measure, don't index.
    assert cell_width(line[: line.index("12  ")]) + 2 == ends


@pytest.mark.parametrize("width", [20, 40, 59])
def test_a_narrow_terminal_shows_one_field_a_line_and_a_blank_line_between_records(
    width: int,
) -> None:
    lines = written(listing()._replace(title=None), width).split("\n")
    assert lines.count("") == 3  # between three records, and after the last line end
    labels = [line.split()[0] for line in lines if line.startswith("T-")]
    assert labels == [column.title for column in COLUMNS if not column.wide] * 3


def test_a_terminal_of_sixty_cells_shows_a_table_where_its_words_fit() -> None:
    few = Listing(COLUMNS[:4], ROWS)
    heading = written(few, 60).split("\n")[0].split()
    assert heading == ["T-ref", "T-kindergarten", "T-state", "T-visits"]
    assert written(few, 59).split("\n")[0].split()[0] == "T-ref"
    assert "T-state" not in written(few, 59).split("\n")[0]


def test_too_many_columns_for_the_terminal_show_as_records() -> None:
    many = tuple(Column(f"c{n}", f"Title{n}") for n in range(20))
    text = written(Listing(many, [{column.key: "word" for column in many}]), 80)
    assert text.count("\n") == 20


NAMES = ("隆子县示范幼儿园", "加查县示范幼儿园", "乃东社区双语幼儿园")


def test_what_nobody_has_filled_in_gives_way_where_the_table_is_too_wide() -> None:
    columns = tuple(Column(f"c{n}", f"Column {n}") for n in range(9))
    row = {column.key: "" if n in (3, 7) else "word" for n, column in enumerate(columns)}
    assert "Column 3" not in written(Listing(columns, [row]), 80)
    assert "Column 3" in written(Listing(columns, [row]), 120)


@pytest.mark.parametrize("width", range(60, 121, 5))
def test_no_table_has_a_pillar_of_chinese(width: int) -> None:
    columns = tuple(Column(f"c{n}", "受帮扶园") for n in range(7))
    rows = [{column.key: "冬季道路封闭送教不能按期进行" for column in columns}]
    lines = written(Listing(columns, rows), width).split("\n")
    pieces = [piece for line in lines for piece in line.split() if "─" not in piece]
    assert all(cell_width(piece) >= 4 for piece in pieces)
    assert max(map(cell_width, pieces)) >= 6


@pytest.mark.parametrize("width", [80, 100])
def test_names_in_one_cell_stay_whole(width: int) -> None:
    columns = (Column("a", "T-a"), Column("note", "T-note"), Column("names", "T-names"))
    row = {"a": "x", "note": "送教下乡听课评课现场指导一日活动环境创设" * 2, "names": NAMES}
    lines = written(Listing(columns, [row]), width).split("\n")
    assert all(any(name in line for line in lines) for name in NAMES)


def test_an_indented_name_goes_on_under_itself() -> None:
    columns = (Column("name", "T-name"), Column("note", "T-note"))
    row = {"name": "  " + "洛扎县扎日乡中心幼儿园" * 4, "note": "word"}
    lines = written(Listing(columns, [row]), 80).split("\n")[2:-1]
    name = [line[:8] for line in lines if line[:8].strip()]
    assert len(name) > 1
    assert all(piece.startswith("  ") for piece in name)


@pytest.mark.parametrize("width", [60, 80])
def test_a_command_in_a_table_can_be_copied(width: int) -> None:
    columns = (Column("name", "T-name"), Column("how", "T-how"))
    command = "pairing plan edit-task 3963757b --responsible 姓名"
    row = {"name": "制定帮扶计划没有责任人" * 3, "how": command}
    assert any(command in line for line in written(Listing(columns, [row]), width).split("\n"))


def test_wide_columns_are_left_out_on_a_terminal_only() -> None:
    assert "T-id" not in written(listing(), 200)
    assert "T-id" in written(listing(), terminal=False)
    assert "T-id" in written(facts(), 200)


def test_colour_follows_the_tone_of_the_code() -> None:
    for width, met in ((200, "green"), (40, "green")):
        screen = emulated(written(listing(), width, colour=True), width)
        colours = {cell.fg for line in screen.buffer.values() for cell in line.values()}
        assert {met, "red", "default"} <= colours


def test_a_bar_is_full_only_when_nothing_is_missing() -> None:
    rows = [{"share": share} for share in (0, 9.9, 99.9, 100, 120)]
    text = written(Listing((COLUMNS[4],), rows), 80)
    assert [line.count("█") for line in text.split("\n")[2:-1]] == [0, 0, 9, 10, 10]


@pytest.mark.parametrize("terminal", [True, False])
def test_a_percentage_has_one_percent_sign_wherever_it_is_shown(terminal: bool) -> None:
    rows = [{"share": share} for share in (0, 6.5, 33.33, 100)]
    for shown in (
        Listing((COLUMNS[4],), rows),
        Facts((COLUMNS[4],), rows[2]),
        Report({}, (Listing((COLUMNS[4],), rows), Facts((COLUMNS[4],), rows[3]))),
    ):
        for width in (40, 80):
            lines = written(shown, width, terminal=terminal).split("\n")
            figures = [line for line in lines if "%" in line]
            assert figures
            assert all(line.count("%") == 1 for line in figures)


def test_bars_stand_below_each_other_whatever_their_numbers() -> None:
    rows = [{"share": share, "note": "x"} for share in (0, 6.5, 33.33, 100, None)]
    screen = emulated(written(Listing((COLUMNS[4], COLUMNS[5]), rows), 80), 80)
    bars = {line.index("█" if "█" in line else "░") for line in screen.display if "%" in line}
    assert len(bars) == 1
    assert len({line.index(" x") for line in screen.display if " x" in line}) == 1


def test_a_console_that_is_not_unicode_gets_neither_boxes_nor_blocks() -> None:
    text = written(report(), 80, encoding="gbk")
    assert text.encode("gbk").decode("gbk") == text
    assert not set(text) & set("─█░")
    assert "########.." in text
    assert "\\u4dae" in text  # 䶮, which GBK lacks


def test_a_console_of_ascii_can_show_everything() -> None:
    for width in WIDTHS:
        assert written(report(), width, encoding="ascii").isascii()


def test_a_pipe_gets_plain_aligned_lines_one_for_each_row() -> None:
    use_language("en")
    text = written(listing()._replace(title=None), terminal=False)
    lines = text.split("\n")[:-1]
    assert len(lines) == 1 + len(ROWS)
    assert "".join(ROWS[0]["note"].split()) in "".join(lines[1].split())  # type: ignore[attr-defined]
    at = {
        cell_width(line[: line.index(text)])
        for line, text in zip(lines, ["T-state", "met ", "missed ", "unknown"], strict=True)
    }
    assert len(at) == 1
    assert not set(text) & set("\x1b─█")


def test_colour_that_is_asked_for_reaches_a_pipe_too() -> None:
    text = written(listing(), terminal=False, colour=True)
    assert "\x1b[32m" in text
    assert shown_lines(emulated(text, 1000)) == shown_lines(
        emulated(written(listing(), terminal=False), 1000)
    )


def test_facts_show_a_dash_for_what_is_not_known() -> None:
    for terminal in (True, False):
        lines = written(facts(), terminal=terminal).split("\n")
        assert next(line for line in lines if "T-visits" in line).split() == ["T-visits", "—"]


def test_a_text_of_several_lines_keeps_them_in_facts_on_a_terminal_and_is_one_line_in_a_pipe() -> (
    None
):
    assert "第一行\n" in written(facts())
    assert "第一行 第二行" in written(facts(), terminal=False)


def test_a_report_says_so_where_a_part_of_it_is_empty() -> None:
    use_language("en")
    assert written(report()).endswith("\nThe gaps\nNone.\n")


def test_a_listing_without_rows_shows_nothing() -> None:
    assert written(listing()._replace(rows=())) == ""


def test_on_a_narrow_terminal_columns_give_way_in_their_order_and_are_named() -> None:
    columns = (
        Column("name", "Name"),
        Column("first", "a" * 15),
        Column("second", "b" * 15, gives_way=1),
        Column("third", "c" * 15, gives_way=2),
    )
    rows = [{"name": "x" * 15, "first": 1, "second": 2, "third": 3}]

    def drawn(width: int) -> str:
        return written(Listing(columns, rows), width)

    assert drawn(80).count("c" * 15) == 1
    *table, note = drawn(65).splitlines()
    assert note.endswith("c" * 15), "said to be left out"
    assert "b" * 15 in table[0]
    assert "c" * 15 not in table[0]
    assert "bbb  2\n" in drawn(40), "one field a line"


def test_a_name_has_a_shorter_form_where_it_would_break_in_the_table() -> None:
    columns = (Column("title", "T-title", shorter="short"), Column("n", "T-n", right=True))
    long = "a long title of a rule that takes much more room than sixty"
    listing = Listing(columns, [{"title": long, "short": "a rule", "n": 1}])
    assert long in written(listing, 80)
    assert "a rule " in written(listing, 60)
    assert "much more" not in written(listing, 60)
