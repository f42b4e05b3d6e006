"""Help pages are aligned and narrow enough in both languages."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from pairing_cli.output.help import CellHelpFormatter
from pairing_cli.output.language import use_language
from pairing_cli.output.text import cell_width

HELP = """登记一次帮扶活动，可同时登记几所受帮扶园；
日期、课时、主题和人员都可以留空，日后再补。

\b
例子：
  pairing log-visit 扎日乡   --on 2022-04-12
  pairing log-visit 洛扎县   --planned
"""
MEANING = "活动形式的代码、名称或别名，例如送教下乡、示范课、专题讲座；可以重复多次。"


@pytest.fixture(autouse=True)
def _language_restored() -> Iterator[None]:
    yield
    use_language("zh")


class CellContext(click.Context):
    formatter_class = CellHelpFormatter


class Command(click.Command):
    context_class = CellContext


@pytest.fixture
def command() -> click.Command:
    options = [
        click.Option(["--form"], help=MEANING),
        click.Option(["--class-hours-of-the-whole-visit", "--hours"], type=float, help=MEANING),
        click.Option(["--quiet"], is_flag=True, help="少说"),
    ]
    return Command("log-visit", params=[click.Argument(["mentee"], nargs=-1), *options], help=HELP)


def page(command: click.Command, width: int) -> str:
    return CliRunner().invoke(command, ["--help"], terminal_width=width).output


@pytest.mark.parametrize("width", [30, 40, 60, 80])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_page(command: click.Command, width: int, language: str) -> None:
    use_language("zh" if language == "zh" else "en")
    free = [line for line in page(command, width).split("\n") if "pairing log-visit" not in line]
    assert max(map(cell_width, free)) <= width


def test_a_page_is_at_most_eighty_cells_wide(
    command: click.Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    text = CliRunner().invoke(command, ["--help"]).output
    assert 70 < max(map(cell_width, text.split("\n"))) <= 80


def test_terms_and_meanings_stand_in_two_columns(command: click.Command) -> None:
    use_language("zh")
    lines = page(command, 80).split("\n")
    at = {
        cell_width(line[: line.index(start)])
        for line, start in (
            (next(line for line in lines if "--form" in line), "活动形式"),
            (next(line for line in lines if "--quiet" in line), "少说"),
        )
    }
    assert len(at) == 1
    long = next(n for n, line in enumerate(lines) if "--class-hours" in line)
    assert lines[long + 1].index("活动形式") == at.pop()


def test_headings_and_usage_are_in_the_language(command: click.Command) -> None:
    use_language("zh")
    text = page(command, 80)
    assert text.startswith("用法：log-visit [OPTIONS]")
    assert "\n选项：\n" in text
    use_language("en")
    text = page(command, 80)
    assert text.startswith("Usage: log-visit [OPTIONS]")
    assert "\nOptions:\n" in text


def test_chinese_lines_join_without_a_space_and_examples_stay_as_written(
    command: click.Command,
) -> None:
    text = page(command, 80)
    assert "受帮扶园；日期" in text.replace("\n  ", "")
    assert "\n    pairing log-visit 扎日乡   --on 2022-04-12\n" in text
