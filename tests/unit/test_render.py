"""What goes to stdout and what to stderr, and what a stream is found to be."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator

import pytest

from pairing_cli.domain.errors import BadData, NotFound, PairingError, UsageError
from pairing_cli.domain.phrases import Phrase, lines, phrase
from pairing_cli.output.formats import FORMATS
from pairing_cli.output.language import use_language
from pairing_cli.output.listing import Column, Done, Facts, Listing, Report, Result
from pairing_cli.output.messages import note, show_error, warn
from pairing_cli.output.render import render
from pairing_cli.output.surface import Surface, surface_from_environment
from pairing_cli.output.text import cell_width

COLUMNS = (Column("name", "The name"), Column("n", "The number", right=True))
LISTING = Listing(
    COLUMNS,
    [{"name": "甲园", "n": 1}],
    title=phrase("The pairings"),
    notes=(phrase("One pairing."),),
    empty=phrase("No pairing."),
)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    use_language("en")
    yield
    use_language("zh")


def rendered(result: Result, format_name: str | None = None) -> tuple[str, str]:
    stdout, stderr = io.StringIO(), io.StringIO()
    render(result, format=format_name, stdout=Surface(stdout), stderr=Surface(stderr))
    return stdout.getvalue(), stderr.getvalue()


class Terminal(io.TextIOWrapper):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def pipe(encoding: str = "gbk") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding)


def terminal(encoding: str = "utf-8") -> Terminal:
    return Terminal(io.BytesIO(), encoding)


def sent(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue()


# -- render -------------------------------------------------------------------------------


@pytest.mark.parametrize("format_name", [*FORMATS, None])
def test_data_goes_to_stdout_and_notes_to_stderr(format_name: str | None) -> None:
    stdout, stderr = rendered(LISTING, format_name)
    assert "甲园" in stdout
    assert stderr == "One pairing.\n"
    has_title = format_name in {"table", "markdown", None}
    assert ("The pairings" in stdout) is has_title


@pytest.mark.parametrize("format_name", [*FORMATS, None])
def test_nothing_found_is_one_line_on_stderr(format_name: str | None) -> None:
    empty = Listing(COLUMNS, iter(()), title=phrase("T"), empty=phrase("No pairing."))
    stdout, stderr = rendered(empty, format_name)
    assert stderr == "No pairing.\n"
    if format_name == "json":
        assert json.loads(stdout) == []


def test_a_listing_from_a_generator_loses_no_row() -> None:
    rows = ({"name": name, "n": 1} for name in "甲乙丙")
    stdout, _ = rendered(Listing(COLUMNS, rows), "json")
    assert [row["name"] for row in json.loads(stdout)] == list("甲乙丙")


def test_facts_and_a_report_are_rendered_with_their_notes() -> None:
    facts = Facts(COLUMNS, {"name": "甲园", "n": 1}, notes=(phrase("A note."),))
    assert rendered(facts) == ("The name    甲园\nThe number  1\n", "A note.\n")
    report = Report({"n": 1}, (LISTING,), notes=(phrase("A note."),))
    assert rendered(report, "jsonl") == ('{"n": 1}\n', "A note.\n")
    # Where the parts are shown, so is what is to be said of them.
    assert rendered(report)[1] == "One pairing.\nA note.\n"
    again = report._replace(notes=LISTING.notes)
    assert rendered(again)[1] == "One pairing.\n", "nothing is said twice"


def test_what_was_done_is_said_on_stderr_in_one_line() -> None:
    done = Done(phrase("Recorded."), phrase("Undo: pairing undo"), LISTING, (phrase("A note."),))
    assert rendered(done) == ("", "Recorded. Undo: pairing undo\nA note.\n")


@pytest.mark.parametrize("format_name", ["json", "table"])
def test_what_was_written_is_shown_when_a_format_is_asked_for(format_name: str) -> None:
    stdout, stderr = rendered(Done(phrase("Recorded."), rows=LISTING), format_name)
    assert "甲园" in stdout
    assert stderr.startswith("Recorded.\n")
    assert rendered(Done(phrase("Recorded.")), format_name) == ("", "Recorded.\n")


def test_a_format_that_does_not_fit_is_refused_before_anything_is_written() -> None:
    stdout = io.StringIO()
    with pytest.raises(UsageError):
        render(Report({}, ()), format="csv", stdout=Surface(stdout), stderr=Surface(io.StringIO()))
    assert stdout.getvalue() == ""


def test_json_is_the_same_bytes_on_a_terminal_and_in_a_pipe() -> None:
    streams = terminal(), pipe()
    for stream in streams:
        surface = surface_from_environment(stream, environ={})
        render(LISTING, format="json", stdout=surface, stderr=Surface(io.StringIO()))
    assert sent(streams[0]) == sent(streams[1]) != b""


def test_a_stream_with_lone_surrogates_and_characters_that_it_lacks_never_fails() -> None:
    listing = Listing(COLUMNS, [{"name": "𠮷\ud800䶮\x1b", "n": 1}], title=phrase("é {x}", x="𠮷"))
    for stream in (terminal("gbk"), terminal("ascii"), pipe("ascii"), terminal("utf-8")):
        surface = surface_from_environment(stream, environ={"FORCE_COLOR": "1"})
        for format_name in FORMATS:
            render(listing, format=format_name, stdout=surface, stderr=surface)
        assert sent(stream)


# -- surface ------------------------------------------------------------------------------


def test_a_pipe_is_utf_8_with_plain_line_ends_whatever_the_locale() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), "gbk", newline="\r\n")
    surface = surface_from_environment(stream, environ={"COLUMNS": "30"})
    assert (surface.encoding, surface.is_terminal, surface.colour) == ("utf-8", False, False)
    surface.write("𠮷\n")
    assert sent(stream) == "𠮷\n".encode()


def test_a_terminal_keeps_its_encoding_and_no_character_fails_on_it() -> None:
    stream = terminal("gbk")
    surface = surface_from_environment(stream, environ={})
    assert (surface.encoding, surface.is_terminal) == ("gbk", True)
    surface.write("洛𠮷")
    assert sent(stream) == "洛".encode("gbk") + b"\\U00020bb7"


def test_the_width_is_columns_else_the_terminals_else_eighty() -> None:
    assert surface_from_environment(terminal(), environ={"COLUMNS": "33"}).width == 33
    assert surface_from_environment(terminal(), environ={"COLUMNS": "0"}).width == 80
    assert surface_from_environment(terminal(), environ={"COLUMNS": "wide"}).width == 80


@pytest.mark.skipif(os.name == "nt", reason="has no pseudo-terminals")
def test_the_width_of_a_real_terminal_is_asked_for() -> None:
    import fcntl
    import struct
    import termios

    controller, device = os.openpty()
    fcntl.ioctl(device, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 47, 0, 0))
    with os.fdopen(device, "w") as stream:
        surface = surface_from_environment(stream, environ={})
    os.close(controller)
    assert (surface.width, surface.is_terminal, surface.colour) == (47, True, True)


@pytest.mark.parametrize(
    ("color", "environ", "on_terminal", "in_pipe"),
    [
        ("auto", {}, True, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("always", {"NO_COLOR": "1"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
    ],
)
def test_colour_is_the_option_else_no_color_else_force_color_else_a_terminal(
    color: str, environ: dict[str, str], on_terminal: bool, in_pipe: bool
) -> None:
    wish = color if color in {"always", "never"} else "auto"
    for stream, expected in ((terminal(), on_terminal), (pipe(), in_pipe)):
        surface = surface_from_environment(stream, color=wish, environ=environ)  # type: ignore[arg-type]
        assert surface.colour is expected


# -- messages -----------------------------------------------------------------------------


def told(
    error: PairingError, *, as_json: bool = False, width: int | None = None, colour: bool = False
) -> str:
    stream = io.StringIO()
    surface = Surface(stream, is_terminal=width is not None, width=width or 80, colour=colour)
    show_error(error, as_json, surface)
    return stream.getvalue()


def bad_row(hint: Phrase | None = None) -> BadData:
    return BadData(
        "bad-date",
        phrase("“{text}” is not a date.", text="2022-13-01"),
        hint=hint,
        file="活动.csv",
        row=3,
        column="日期",
    )


def test_an_error_says_what_where_and_what_next() -> None:
    error = bad_row(lines(phrase("First."), phrase("Second.")))
    assert told(error) == (
        "error: “2022-13-01” is not a date.\n"
        "  at: 活动.csv, row 3, column 日期\n"
        "  hint: First.\n"
        "        Second.\n"
    )
    use_language("zh")
    assert told(error) == (
        "错误：“2022-13-01”不是日期。\n"
        "  位置：活动.csv、第 3 行、“日期”列\n"
        "  提示：First.\n"
        "        Second.\n"
    )


def test_a_text_has_lines_and_a_table_has_rows() -> None:
    for file, place in (
        ("seed.yaml", "seed.yaml, line 3, key mentor"),
        ("群里.txt", "群里.txt, line 3, column mentor"),
        ("a.xlsx", "a.xlsx, row 3"),
    ):
        error = BadData("x", phrase("y"), file=file, row=3, column="mentor")
        assert f"  at: {place}" in told(error)


def test_a_file_that_the_message_names_is_not_named_again() -> None:
    error = NotFound("no-file", phrase("There is no file {file}.", file="a.csv"), file="a.csv")
    assert told(error) == "error: There is no file a.csv.\n"


def test_an_error_as_json_is_one_object_on_one_line_with_every_key() -> None:
    text = told(bad_row(lines(phrase("First."), phrase("\x1b[2J\u202e"))), as_json=True)
    assert text.count("\n") == 1
    assert not set(text) & set("\x1b\u202e")
    assert json.loads(text) == {
        "error": {
            "code": "bad-date",
            "exit": 65,
            "message": "“2022-13-01” is not a date.",
            "hint": "First.\n\x1b[2J\u202e",
            "file": "活动.csv",
            "row": 3,
            "column": "日期",
        }
    }
    bare = json.loads(told(UsageError("x", phrase("y")), as_json=True))["error"]
    assert bare == {
        "code": "x",
        "exit": 2,
        "message": "y",
        "hint": None,
        "file": None,
        "row": None,
        "column": None,
    }


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_error_wraps_on_a_terminal_and_its_lines_hang(width: int, language: str) -> None:
    use_language("zh" if language == "zh" else "en")
    error = UsageError("x", phrase("{text}", text="结对帮扶，" * 20), hint=phrase("word " * 30))
    text = told(error, width=width)
    written = text.split("\n")[:-1]
    assert all(cell_width(line) <= width for line in written)
    assert len(written) > 2
    hint = next(at for at, line in enumerate(written) if "hint" in line or "提示" in line)
    assert all(line.startswith("      ") for line in written[1:hint])


def test_an_error_in_a_pipe_is_not_wrapped() -> None:
    text = told(UsageError("x", phrase("{text}", text="结对帮扶，" * 40)))
    assert text.count("\n") == 1


def test_data_in_a_message_does_not_act() -> None:
    text = told(UsageError("x", phrase("{text}", text="a\x1b[31m\u202e\x9b\rb\ud800")))
    assert text == "error: a\\x1b[31m\\u202e\\x9b\n       b\\ud800\n"


def test_colour_marks_the_kind_of_message_only() -> None:
    assert told(UsageError("x", phrase("y")), width=80, colour=True) == "\x1b[31merror: \x1b[0my\n"


def test_notes_and_warnings_are_lines() -> None:
    stream = io.StringIO()
    note(phrase("Three visits."), Surface(stream))
    warn(phrase("A row was left out."), Surface(stream))
    assert stream.getvalue() == "Three visits.\nwarning: A row was left out.\n"
