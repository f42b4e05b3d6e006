"""Write docs/reference from the program itself, so that it can't go stale.

    python tools/reference.py            write cli.zh.md, cli.en.md and data-model.md
    python tools/reference.py --check    exit 1, naming the pages that are out of date

The command line comes from the command tree, exit codes from domain/errors.py, tables from
store/tables and views from the SQL that makes them.
"""

from __future__ import annotations

import ast
import inspect
import os
import re
import shlex
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

import click
import sqlalchemy as sa
import typer
from sqlalchemy.dialects import sqlite
from sqlmodel import SQLModel

from pairing_cli.cli.root import app
from pairing_cli.domain import errors
from pairing_cli.output.language import Language, use_language
from pairing_cli.store import tables
from pairing_cli.store.schema.steps import apply_steps

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "docs/reference"
TABLES: Final = ROOT / "src/pairing_cli/store/tables"
VIEWS: Final = ROOT / "src/pairing_cli/store/schema/views.sql"


class Both(NamedTuple):
    """A text of these pages in the two languages of the program."""

    zh: str
    en: str


TITLE = Both("命令行参考", "Command line reference")
MADE = Both(
    "本页由 `make docs` 根据程序本身生成，请勿手工修改。",
    "This page is made from the program itself by `make docs`; don't edit it.",
)
SHARED = Both("各命令通用的选项", "Options for every command")
SHARED_NOTE = Both(
    "写在命令名之前或之后均可。每条命令还有 `-h`、`--help`。",
    "They may stand before or after the command's name. Every command has `-h` and `--help`.",
)
OPTION = Both("参数或选项", "Argument or option")
MEANING = Both("说明", "Meaning")
EXAMPLES = Both("示例：", "Examples:")
COMMANDS = Both("命令", "Commands")
EXITS = Both("退出码", "Exit codes")
CODE = Both("退出码", "Code")

EXIT_MEANINGS: Final[Mapping[int, Both]] = {
    0: Both("完成；没有数据也算完成。", "Done; finding nothing is done too."),
    1: Both(
        "完成，但 `--check` 有发现，或有冲突。",
        "Done, with findings under `--check`, or conflicts.",
    ),
    2: Both(
        "命令行有误：没有这样的日期、结束早于开始等。",
        "The command line is wrong: a date that doesn't exist, an end before its start.",
    ),
    3: Both(
        "方案的规定不允许；提示中说明是哪一条、怎样破例。",
        "A rule of the programme forbids it; the hint says which, and how to override it.",
    ),
    4: Both(
        "没有这条记录，或不止一条；提示中列出候选或最接近的名称。",
        "No such record, or several; the hint carries candidates or the nearest names.",
    ),
    65: Both(
        "输入的数据有误；指明文件、行和列，什么也没有写入。",
        "Input that can't be stored; file, row and column are named, nothing was written.",
    ),
    66: Both("找不到输入文件或数据库。", "An input file or the database isn't there."),
    69: Both(
        "数据库由更新版本的程序写成。",
        "The database was written by a newer version of this program.",
    ),
    70: Both(
        "程序自身的错误；给出日志文件的位置。",
        "A fault of the program; the place of a log is named.",
    ),
    73: Both("无法创建输出。", "The output can't be created."),
    74: Both("读写失败或磁盘已满。", "Reading or writing failed, or the disk is full."),
    75: Both("数据库正被另一个程序占用。", "Another process holds the database."),
    76: Both(
        "数据库已损坏，或不是本程序的数据库。",
        "The database is damaged, or isn't one of this program.",
    ),
    77: Both("只读，或没有权限。", "Read-only, or not permitted."),
    78: Both("设置或环境变量无法使用。", "A setting or environment variable can't be used."),
    130: Both("用 Ctrl-C 中断。", "Stopped with Ctrl-C."),
    143: Both("被要求终止（TERM）。", "Told to end (TERM)."),
}
_WITHOUT_ERROR: Final = {0, 1, 70, 130, 143}
"""Exit codes that no class of domain/errors.py stands for."""


# --- The command line -----------------------------------------------------------------------


def command_line(language: Language) -> str:
    """The reference of every command, as Markdown in one language."""
    use_language(language)
    root = typer.main.get_command(app)
    top = click.Context(root, info_name="pairing")
    parts = [f"# {_in(TITLE, language)}", _in(MADE, language), root.help or ""]
    parts += [f"## {_in(SHARED, language)}", _in(SHARED_NOTE, language)]
    parts += [_options(root, top, language)]
    for heading, ctx in _contexts(top):
        parts += [heading] if ctx is None else _section(ctx, language)
    parts += [f"## {_in(EXITS, language)}", _exit_codes(language)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _contexts(top: click.Context) -> Iterator[tuple[str, click.Context | None]]:
    """Titles of sections, and commands in the order of the help; groups before theirs."""
    from pairing_cli.output.language import translate

    root: Any = top.command
    for title, entries in root.sections.items():
        yield f"## {translate(title)}", None
        for name in entries:
            yield from _below(top, name)


def _below(parent: click.Context, name: str) -> Iterator[tuple[str, click.Context | None]]:
    group = parent.command
    command = group.get_command(parent, name) if isinstance(group, click.Group) else None
    if command is None:
        raise LookupError(name)
    ctx = click.Context(command, info_name=name, parent=parent)
    yield "", ctx
    if isinstance(command, click.Group):
        for each in command.list_commands(ctx):
            yield from _below(ctx, each)


def _section(ctx: click.Context, language: Language) -> list[str]:
    command = ctx.command
    depth = ctx.command_path.count(" ")
    usage = " ".join([ctx.command_path, *command.collect_usage_pieces(ctx)])
    parts = [f"{'##' + '#' * depth} {ctx.command_path}", command.help or ""]
    parts += [f"```text\n{usage}\n```"]
    if isinstance(command, click.Group):
        below = {name: command.get_command(ctx, name) for name in command.list_commands(ctx)}
        rows = [(f"`{name}`", (each and each.help) or "") for name, each in below.items()]
        parts += [_table((_in(COMMANDS, language), _in(MEANING, language)), rows)]
        if not command.invoke_without_command:
            return parts
    parts += [_options(command, ctx, language)]
    if command.epilog:
        parts += [_in(EXAMPLES, language), f"```sh\n{command.epilog}\n```"]
    return parts


def _options(command: click.Command, ctx: click.Context, language: Language) -> str:
    rows = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is not None and "--help" not in param.opts:
            rows.append((f"`{record[0]}`", re.sub(r"\s{2,}", " ", record[1])))
    return _table((_in(OPTION, language), _in(MEANING, language)), rows)


def _exit_codes(language: Language) -> str:
    raised = {
        value.exit_code
        for value in vars(errors).values()
        if inspect.isclass(value) and issubclass(value, errors.PairingError)
    }
    if raised | _WITHOUT_ERROR != set(EXIT_MEANINGS):
        wrong = sorted((raised | _WITHOUT_ERROR) ^ set(EXIT_MEANINGS))
        raise LookupError(f"tools/reference.py and domain/errors.py differ in exit codes {wrong}")
    rows = [(str(code), _in(meaning, language)) for code, meaning in EXIT_MEANINGS.items()]
    return _table((_in(CODE, language), _in(MEANING, language)), rows)


def _in(text: Both, language: Language) -> str:
    return text.zh if language == "zh" else text.en


# --- The data model -------------------------------------------------------------------------


def data_model() -> str:
    """Every table and view of the database, as Markdown."""
    assert tables  # noqa: S101 - importing them registers them
    classes = {
        mapper.local_table.name: mapper.class_
        for mapper in SQLModel._sa_registry.mappers  # the only list of them that there is
        if isinstance(mapper.local_table, sa.Table)
    }
    notes = _field_notes()
    parts = [
        "# Data model",
        MADE.en,
        "The database is one SQLite file. Every table is STRICT; dates are ISO text, flags 0 or"
        " 1, keys UUIDv7 in 36 characters, whose last group begins with the ref that people"
        " type. Rows are never lost: what ends gets an end and a reason, and every change stands"
        " in `change`.",
        "Figures come from the [views](#views): read those, not the tables, from a spreadsheet"
        " or the sqlite3 shell.",
        "## Tables",
    ]
    for name, table in SQLModel.metadata.tables.items():
        parts += _table_section(table, classes[name], notes)
    parts += ["## Views", *_views()]
    return "\n\n".join(parts) + "\n"


def _table_section(
    table: sa.Table, model: type[SQLModel], notes: Mapping[tuple[str, str], str]
) -> list[str]:
    owners = [owner.__name__ for owner in model.__mro__]
    checks = _checks(table)
    rows = []
    for column in table.columns:
        note = next((notes[o, column.name] for o in owners if (o, column.name) in notes), "")
        rows.append(
            (
                f"`{column.name}`",
                column.type.compile(dialect=sqlite.dialect()),
                "yes" if column.nullable else "",
                _key(column),
                " ".join(part for part in (_and(checks.pop(column.name, [])), note) if part),
            )
        )
    lines = [f"- check: {_and(texts)}" for texts in [checks.get("", [])] if texts]
    lines += sorted(_unique(table))
    return [
        f"### {table.name}",
        inspect.getdoc(model) or "",
        _table(("Column", "Type", "NULL", "Key", "Checks and notes"), rows),
        *(["\n".join(lines)] if lines else []),
    ]


def _key(column: sa.Column[Any]) -> str:
    parts = ["primary"] if column.primary_key else []
    parts += sorted(f"→ {key.target_fullname}" for key in column.foreign_keys)
    return ", ".join(parts)


def _checks(table: sa.Table) -> dict[str, list[str]]:
    """The conditions of a table by the one column that they speak of, else under ""."""
    found: dict[str, list[str]] = {}
    for constraint in sorted(table.constraints, key=lambda each: str(each.name)):
        if isinstance(constraint, sa.CheckConstraint):
            text = str(constraint.sqltext)
            words = set(re.findall(r"\w+", re.sub(r"'[^']*'", "", text)))
            named = [column.name for column in table.columns if column.name in words]
            found.setdefault(named[0] if len(named) == 1 else "", []).append(text)
    return found


def _unique(table: sa.Table) -> Iterator[str]:
    for constraint in table.constraints:
        if isinstance(constraint, sa.UniqueConstraint):
            yield f"- unique: {_and([column.name for column in constraint.columns])}"
    for index in table.indexes:
        if index.unique:
            where = index.dialect_options["sqlite"]["where"]
            condition = "" if where is None else f" where `{where}`"
            yield f"- unique: {_and([str(part) for part in _parts(index)])}{condition}"


def _parts(index: sa.Index) -> Iterator[object]:
    for part in index.expressions:
        yield part.name if isinstance(part, sa.Column) else part


def _and(codes: list[str]) -> str:
    return ", ".join(f"`{code}`" for code in codes)


def _field_notes() -> dict[tuple[str, str], str]:
    """What the sources of the tables say under a field, by class and field."""
    found = {}
    for path in sorted(TABLES.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found.update({(node.name, field): text for field, text in _notes_in(node)})
    return found


def _notes_in(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, after in pairwise(node.body):
        match field, after:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, " ".join(text.split())


def _views() -> Iterator[str]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    apply_steps(connection, 0)
    comments = _leading_comments(VIEWS.read_text(encoding="utf-8"))
    for name, comment in comments.items():
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
        yield f"### {name}"
        if comment:
            yield comment
        yield f"Columns: {_and(columns)}"
    connection.close()


def _leading_comments(script: str) -> dict[str, str]:
    """The comment right above each view, by the view's name."""
    found: dict[str, str] = {}
    comment: list[str] = []
    for line in script.splitlines():
        if line.startswith("--"):
            comment.append(line.removeprefix("--").strip())
        elif match := re.match(r"CREATE VIEW (\w+)", line):
            found[match[1]] = " ".join(comment)
            comment = []
        else:
            comment = []
    return found


# --- Pages ----------------------------------------------------------------------------------


def _table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |" for cells in lines
    )


def pages() -> dict[str, str]:
    """All pages by file name."""
    return {
        "cli.zh.md": command_line("zh"),
        "cli.en.md": command_line("en"),
        "data-model.md": data_model(),
    }


def problems() -> list[str]:
    """What is out of date, a line each."""
    found = []
    for name, text in pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            found.append(f"{path.relative_to(ROOT).as_posix()} is out of date: run make docs")
    return found


def main(arguments: list[str]) -> int:
    """The exit code: 0 done and well, 1 out of date, 2 for a wrong command line."""
    # What the pages say must not hang on who makes them.
    for name in [name for name in os.environ if name.startswith("PAIRING_")]:
        del os.environ[name]
    if arguments == ["--check"]:
        found = problems()
        sys.stdout.writelines(f"{problem}\n" for problem in found)
        return 1 if found else 0
    if arguments:
        sys.stderr.write(f"{__doc__ or ''}\nNot understood: {shlex.join(arguments)}\n")
        return 2
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
