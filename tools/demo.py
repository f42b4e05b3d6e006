"""Show the program at work on a throw-away database: what `make demo` runs.

    python tools/demo.py

Every command line is printed before its output, so that it can be typed again. Speaks the
language of PAIRING_LANG or the locale. Exits non-zero if a command fails.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from typing import Final, NamedTuple

from pairing_cli.output.language import resolve_language


class Day(NamedTuple):
    """From here on the coordinator of this story sits at the computer on another day."""

    day: str


class Kept(NamedTuple):
    """A command whose ref later ones name: `{name}`."""

    name: str
    line: str


STORY: Final = (
    Day("2022-06-20"),
    ("新建数据库，载入山南市 2022—2024 年的结对", "Make the database, with Shannan's pairings"),
    "init",
    "list",
    ("一次送教，两所园同时参加：登记一次", "Sent lessons for two mentees at once: logged once"),
    "log-visit 隆子县 加查县 --form 送教下乡 --on 2022-04-12 --hours 4 --topic 绘本教学"
    " --by 次仁卓嘎 --by 德吉 --teachers 18 --children 64",
    (
        "名称可写简称、拼音首字母，日期可照公文写",
        "Names may be short or initials, dates as in letters",
    ),
    "log-visit cmx --form 讲座 --on 2022年4月28日 --hours 3 --topic 幼小衔接 --teachers 25",
    ("跟班学习一周", "A week of shadowing"),
    "log-visit 措美县 --form 跟班学习 --on 2022-05-09..2022-05-13 --hours 20 --teachers 2"
    " --topic 一日活动的组织",
    "log-visit 桑日县 --form 同课异构 --on 2022-05-18 --hours 2 --topic 科学活动《沉与浮》"
    " --teachers 12 --children 30",
    "log-visit 贡嘎县 --form 联谊教研 --on 2022-05-25 --hours 3 --topic 户外自主游戏 --teachers 15",
    ("下周的讲座：先列入计划", "Next week's lecture: planned for now"),
    "log-visit 曲松县 --form 讲座 --on 2022-06-28 --hours 3 --topic 家园共育 --planned",
    ("近期安排", "What is coming"),
    "schedule --from 2022-06-20 --to 2022-07-31",
    ("进度：应做、已做、剩余", "Progress: owed, done, left"),
    "progress",
    ("一所园的全部情况", "Everything about one pairing"),
    "show 隆子县",
    "why 隆子县 lesson-hours",
    ("学期总结", "The summary of the term"),
    "summary --term 2022春",
    ("登记错了可以撤销，记录都在", "A mistake can be taken back; the history stays"),
    "undo",
    "history",
    Day("2023-06-15"),
    ("一年以后，局里不打招呼去督查", "A year later the bureau inspects unannounced"),
    "inspection adopt pairing-inspection",
    "inspection draw 2 --seed 7",
    Kept(
        "inspection",
        "inspection add 措美县 隆子县 --on 2023-06-15 --by 李某@学前科 --by 王某@督导室",
    ),
    "inspection answer {inspection} 措美县 letter=no lessons=partly true-records=yes",
    "inspection answer {inspection} 隆子县 letter=yes lessons=yes true-records=yes",
    "inspection done {inspection}",
    Kept("finding", "inspection findings 措美县"),
    Day("2023-06-25"),
    ("整改，到园回访，销号", "Mended, looked at again on site, closed"),
    "inspection rectify {finding} --how 已补签",
    "inspection recheck {finding} --passed --by 李某",
    ("通报全市", "Published to the whole city"),
    Kept("bulletin", "bulletin add --title 督查通报 --inspection {inspection}"),
    "bulletin edit {bulletin} --good 送教成系列。 --problems 责任书签得晚。 --next 月底前补齐。",
    "bulletin publish {bulletin} --number 山教通〔2023〕5号 --signed-by 扎西",
    Day("2024-05-10"),
    (
        "期满：双方捆绑考核，每一分都说得清",
        "The end: both partners assessed, every point explained",
    ),
    "status",
    "assessment adopt bundled",
    Kept("assessment", "assessment add --as-of 2024-03-31"),
    "assessment show --by mentor",
    "assessment why 隆子县",
    "assessment approve {assessment} --by 扎西",
    ("谁够条件表彰，缺什么", "Who meets the criteria of a commendation, and what is lacking"),
    "commendation candidates --kind unit --all",
    ("经验总结，展示交流", "Experience summed up, and shown"),
    Kept("experience", "experience add 隆子县 --kind summary --title 一对一怎么带"),
    "experience accept {experience}",
    Kept("showcase", "showcase add --title 成果展示交流 --on 2024-05-18 --place 乃东"),
    "showcase join {showcase} 隆子县 --form talk --title 一对一怎么带",
    Day("2024-06-28"),
    ("结束周期：数字冻结", "The cycle is closed, its figures frozen"),
    "cycle check 2022-2024",
    "cycle close 2022-2024",
    "cycle show 2022-2024",
    ("转入下一周期，先看建议", "The next cycle, first as a proposal"),
    "cycle roll 2024-2026 --from 2022-2024 --start 2024-04-01 --end 2026-03-31 --dry-run",
)


def main() -> int:
    """The exit code of the first command that fails, else 0."""
    chinese = resolve_language([], os.environ) == "zh"
    # The story must not touch the user's own file, nor be told on another day; and without
    # bytecode every command would start four times as slowly.
    unwanted = {"PAIRING_DB", "PYTHONDONTWRITEBYTECODE"}
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment |= {"PAIRING_ACTOR": "卓玛", "PYTHONUTF8": "1"}
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    refs: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="pairing-demo-") as folder:
        for part in STORY:
            if isinstance(part, Day):
                environment["PAIRING_TODAY"] = part.day
                _say(f"\n——— {part.day}")
                continue
            if not isinstance(part, str | Kept):
                _say(f"\n# {part[0] if chinese else part[1]}")
                continue
            line = part.line if isinstance(part, Kept) else part
            words = ["--db", "demo.db", *shlex.split(line.format(**refs))]
            _say(f"\n$ pairing {' '.join(map(_as_typed, words))}")
            done = subprocess.run(  # noqa: S603 - our own program with our own words
                [sys.executable, "-m", "pairing_cli", *words],
                cwd=folder,
                env=environment,
                check=False,
                # What is shown on a terminal is made for it; only what is read comes by a pipe.
                stdout=subprocess.PIPE if isinstance(part, Kept) else None,
                stderr=subprocess.STDOUT if isinstance(part, Kept) else None,
                encoding="utf-8",
            )
            if isinstance(part, Kept):
                _say(done.stdout.rstrip("\n"))
            if done.returncode:
                _say(f"demo: exit code {done.returncode}")
                return done.returncode
            if isinstance(part, Kept):
                refs[part.name] = _ref(done.stdout)
    return 0


def _ref(text: str) -> str:
    """The first ref that a command told."""
    found = re.search(r"\b[0-9a-f]{8}\b", text)
    if found is None:
        raise SystemExit("demo: no ref in the answer")
    return found[0]


def _as_typed(word: str) -> str:
    """A word as one types it: quoted only where a shell would take it apart."""
    return shlex.quote(word) if re.search(r"[\s\"'$&|<>;()*?\\`]", word) else word


def _say(line: str) -> None:
    # The commands write to the same stream: what came before must be out first.
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
