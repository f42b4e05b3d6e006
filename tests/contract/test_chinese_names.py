"""Every command and option has a Chinese name, which does what the English one does."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pairing_cli.__main__ import run
from pairing_cli.cli.tree.chinese_names import chinese_name, path_of
from pairing_cli.output.language import use_language

from .tree import top


def enter(line: str, folder: Path, speaking: str = "zh", **environ: str) -> tuple[int, str, str]:
    """A line typed on 2022-06-30 on the database of a folder: exit code, output, errors."""
    out, errors = io.StringIO(), io.StringIO()
    words = ["--db", str(folder / "p.db"), "--as-of", "2022-06-30", *line.split(" ")]
    code = run(words, {"PAIRING_LANG": speaking} | environ, out, errors)
    use_language("zh")
    return code, out.getvalue(), errors.getvalue()


def commands(ctx: click.Context) -> Iterator[click.Context]:
    yield ctx
    if isinstance(ctx.command, click.Group):
        for name in ctx.command.list_commands(ctx):
            command = ctx.command.get_command(ctx, name)
            assert command is not None
            yield from commands(click.Context(command, info_name=name, parent=ctx))


def names_of(ctx: click.Context) -> list[str | None]:
    path = path_of(ctx)
    options = [
        option
        for param in ctx.command.params
        for option in (*param.opts, *param.secondary_opts)
        if option.startswith("--")
    ]
    return [chinese_name(path, option) for option in dict.fromkeys(["--help", *options])]


def test_no_two_things_of_one_command_share_a_name() -> None:
    for ctx in commands(top()):
        names = names_of(ctx)
        if isinstance(ctx.command, click.Group):
            path = path_of(ctx)
            names += [
                chinese_name(f"{path} {name}".strip()) for name in ctx.command.list_commands(ctx)
            ]
        assert None not in names, path_of(ctx)
        assert not [name for name, times in Counter(names).items() if times > 1], path_of(ctx)


@pytest.mark.parametrize("spoken", ["zh", "en"])
def test_a_visit_is_logged_and_found_in_chinese_whatever_is_spoken(
    tmp_path: Path, spoken: str
) -> None:
    assert enter("建库", tmp_path, spoken)[0] == 0
    logged = enter(
        "登记 隆子县 --形式 送教 --课时=4 --主题 绘本教学 --日期 2022-04-12", tmp_path, spoken
    )
    assert logged[0] == 0, logged[2]
    code, out, _ = enter("活动 列表 --机读", tmp_path, spoken)
    assert code == 0
    assert [(row["class_hours"], row["topic"]) for row in json.loads(out)] == [(4, "绘本教学")]
    history = json.loads(enter("history --json", tmp_path)[1])
    assert history[0]["command"] == "log-visit"
    assert enter("撤销", tmp_path, spoken)[0] == 0
    assert json.loads(enter("visit list --json", tmp_path)[1]) == []


def test_the_language_and_the_format_may_be_asked_for_in_chinese(tmp_path: Path) -> None:
    assert "There is no command" in enter("--语言 en 没有", tmp_path)[2]
    failed = enter("show 没有 --机读", tmp_path)
    assert json.loads(failed[2])["error"]["exit"] == failed[0]
    failed = enter("show 没有 --格式=jsonl", tmp_path)
    assert json.loads(failed[2])["error"]["exit"] == failed[0]


def test_a_value_that_looks_like_a_name_stays_a_value(tmp_path: Path) -> None:
    assert enter("init", tmp_path)[0] == 0
    logged = enter("登记 隆子县 --form 送教 --课时 2 --topic 登记", tmp_path)
    assert logged[0] == 0, logged[2]
    assert enter("登记 --形式 送教 --课时 2 -- 加查县", tmp_path)[0] == 0
    rows = json.loads(enter("visit list --json", tmp_path)[1])
    assert {row["topic"] for row in rows} == {None, "登记"}


def test_what_people_call_a_brief_and_reminders_is_understood(tmp_path: Path) -> None:
    enter("init", tmp_path)
    for line, english in (("提醒", "remind"), ("简报 隆子县", "brief 隆子县")):
        assert enter(line, tmp_path, "en") == enter(english, tmp_path, "en")


def test_a_name_that_is_nearly_right_is_told_in_chinese(tmp_path: Path) -> None:
    assert "是不是 登记" in enter("登计", tmp_path)[2]
    assert "是不是 --形式" in enter("登记 --形是 x", tmp_path)[2]


def test_help_shows_both_names_in_chinese_and_english_ones_in_english(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def shown(line: str, spoken: str = "zh") -> str:
        enter(line, tmp_path, spoken)
        return capsys.readouterr().out

    assert "--form, --形式" in shown("登记 --帮助")
    assert shown("登记 --帮助") == shown("log-visit -h")
    assert "形式" not in shown("log-visit -h", "en")
    assert "log-visit 登记" in shown("-h")
    assert "confirm 确认" in shown("visit -h")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("pairing 登", "登记"),
        ("pairing 活动 ", "列表"),
        ("pairing 登记 --形", "--形式"),
        ("pairing 登记 隆子县 --帮扶园 市实", "市实验幼儿园"),
    ],
)
def test_the_tab_key_completes_chinese_names(tmp_path: Path, line: str, wanted: str) -> None:
    enter("init", tmp_path)
    _, found, _ = enter(line.removeprefix("pairing "), tmp_path, _PAIRING_COMPLETE="zsh")
    assert any(each.startswith(wanted) for each in found.splitlines()), found
