"""Draw the golden screens: what each daily command shows on a terminal.

    python tools/screens.py            draw every screen anew, into tests/screens/golden
    python tools/screens.py --check    exit 1 with the difference where one is out of date

One story is told four times: in Chinese and in English, on terminals of 80 and of 60 cells. A
file of a screen holds its four pictures as an emulated terminal shows them, so that what is
cut, wrapped or shifted there is cut, wrapped or shifted in the file. Whoever changes what a
command shows draws them anew and looks at what `git diff` says, picture by picture.
"""

from __future__ import annotations

import difflib
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

import pyte

from desk import Desk, DeskError
from pairing_cli.output.text import cell_width

ROOT: Final = Path(__file__).resolve().parent.parent
GOLDEN: Final = ROOT / "tests/screens/golden"

TERMINALS: Final = (("zh", 80), ("zh", 60), ("en", 80), ("en", 60))

DAY: Final = "2022-06-30"

BEFORE: Final = """
init
kindergarten add 隆子镇中心幼儿园 --tier township --region 隆子镇
visit: log-visit 隆子县 加查县 --form 送教 --on 2022-04-12 --hours 4 --topic 绘本教学 --by 次仁卓嘎
log-visit 措美县 --form 讲座 --on 2022-04-28 --hours 3 --topic 幼小衔接 --teachers 25
log-visit 措美县 --form 跟班学习 --on 2022-05-09..2022-05-13 --hours 20 --teachers 2
log-visit 桑日县 --form 同课异构 --on 2022-05-18 --hours 2 --topic 科学活动《沉与浮》 --children 30
log-visit 贡嘎县 --form 联谊教研 --on 2022-05-25 --hours 3 --topic 户外自主游戏 --teachers 15
log-visit 隆子县 --form 听课评课 --on 2022-06-16 --hours 2 --planned
log-visit 曲松县 --form 讲座 --on 2022-07-08 --topic 家园共育 --planned
agreement add 隆子县 --kind agreement --signed 2022-03-31 --signatory 次仁 --signatory 德吉
group add 隆子县 --side mentee --head 卓玛 --member 德吉 --member 格桑
apprentice add 隆子县 --master 次仁卓嘎 --apprentice 格桑
need add 扎囊县 --text 缺少音乐教师，区域活动材料不足
problem add 隆子县 --text 冬季道路封闭，送教不能按期进行 --assign 扎西
donation add 加查县 --item 绘本 --quantity 200 --unit 册 --value 4200 --on 2022-05-01
waiver add 加查县 monthly-onsite --period 2022-03 --excuse --reason 疫情
rule override lesson-hours --need 8 --mentee 加查县 --from 2022-03-01 --reason 试点
indicator record 隆子县 excellent-lesson-rate 12/40 --on 2022-06-01
plan new 隆子县 --from autumn-calendar --year 2022
kindergarten baseline 措美县 --on 2022-03-20 --children 120 --teachers 9
kindergarten baseline 措美县 --on 2022-06-10 --children 131 --teachers 10
"""
"""What happened before the screens are looked at."""

SCREENS: Final[Mapping[str, str]] = {
    "help": "--help",
    "help-log-visit": "log-visit --help",
    "help-visit": "visit --help",
    "log-visit": "log-visit 琼结县 --form 送教下乡 --on 2022-06-28 --hours 3 --topic 区域活动",
    "status": "status",
    "status-one": "status 隆子县",
    "status-all": "status --all --county 桑日县",
    "status-start": "status --as-of 2022-04-10",
    "status-end": "status --as-of 2024-04-10",
    "status-county": "status --county 隆子县",
    "schedule": "schedule --to 2022-07-31",
    "progress": "progress",
    "progress-one": "progress 隆子县",
    "progress-all-ledgers": "progress --ledger all --as-of 2022-10-10",
    "progress-missed": "progress --missed --county 加查县",
    "brief": "brief 隆子县",
    "remind": "remind 隆子县",
    "progress-by-mentor": "progress --by mentor",
    "progress-by-rule": "progress --by rule",
    "progress-by-term": "progress --by term",
    "progress-detail": "progress --county 隆子县 --detail",
    "why": "why 隆子县 lesson-hours",
    "show": "show 隆子县",
    "list": "list",
    "summary": "summary",
    "summary-term": "summary --term 2022春",
    "coverage": "coverage",
    "cascade": "cascade",
    "history": "history",
    "visit-list": "visit list",
    "visit-show": "visit show {visit}",
    "kindergarten-list": "kindergarten list",
    "kindergarten-show": "kindergarten show 隆子县",
    "kindergarten-compare": "kindergarten compare 措美县",
    "region-list": "region list --level county",
    "rule-list": "rule list",
    "rule-show": "rule show lesson-hours",
    "rule-packs": "rule packs",
    "rule-overrides": "rule overrides",
    "waiver-list": "waiver list",
    "indicator-list": "indicator list",
    "plan-list": "plan list",
    "plan-show": "plan show 隆子县",
    "plan-lint": "plan lint 隆子县",
    "agreement-list": "agreement list",
    "group-list": "group list",
    "apprentice-list": "apprentice list",
    "need-list": "need list",
    "problem-list": "problem list",
    "donation-list": "donation list",
    "document-list": "document list",
    "document-haves": "document haves 隆子县",
    "form-list": "form list",
    "cycle-list": "cycle list",
    "cycle-show": "cycle show",
    "assign": "assign 隆子县 隆子镇 --dry-run",
    "refused": "log-visit 隆子县 --form 送教 --on 2025-01-01 --hours 3",
    "unknown-name": "show 龙子县",
    "unknown-command": "lst",
    "missing": "log-visit 隆子县",
    "nothing": "visit list --county 错那县",
    "undo": "undo",
    "redo": "redo",
}
"""Name of the file → the command line, in the order in which they are entered."""


class Chapter(NamedTuple):
    """A later day: what happens that isn't looked at, then the screens of that day.

    A line may begin with a name and a colon: later ones name its first ref so, `{finding}`.
    """

    day: str
    before: str
    screens: Mapping[str, str]


_ANSWERS: Final = (
    "county-group=yes mentor-group=yes letter=no plan=no survey=no true-records=yes"
    " lessons=partly management=no needs=no problems=partly no-primary=yes no-minding=yes"
    " five-domains=partly parents=partly four-haves=no shadowing-care=na teachers-say=partly"
)

LATER: Final = (
    Chapter(
        "2023-06-15",
        f"""
inspection adopt pairing-inspection
inspection: inspection add 措美县 琼结县 加查县 --on 2023-06-15 --by 李某@学前科 --by 王某@督导室
inspection answer {{inspection}} 措美县 {_ANSWERS} --note letter=未签 --reply 冬季封路，3月才通车
inspection answer {{inspection}} 琼结县 letter=yes true-records=yes lessons=partly
inspection answer {{inspection}} 加查县 letter=yes true-records=yes plan=yes needs=partly
""",
        {
            "inspection-draw": "inspection draw 3 --per-mentor --seed 7",
            "inspection-show": "inspection show {inspection} 措美县",
        },
    ),
    Chapter(
        "2023-07-20",
        """
inspection done {inspection} --as-of 2023-06-15
finding: inspection findings 措美县
inspection rectify {finding} --how 已补签 --on 2023-06-20
inspection recheck {finding} --passed --by 李某 --on 2023-06-21
bulletin: bulletin add --title 春季督查通报 --inspection {inspection} --as-of 2023-06-28
bulletin edit {bulletin} --good 送教成系列 --problems 档案不全 --next 月底前补齐
bulletin publish {bulletin} --number 山教通〔2023〕5号 --signed-by 扎西 --on 2023-06-28
log-visit 加查县 --form 送教 --on 2023-05-11 --hours 2
""",
        {
            "inspection-list": "inspection list",
            "inspection-findings": "inspection findings 措美县",
            "bulletin-show": "bulletin show {bulletin}",
            "bulletin-check": "bulletin check {bulletin}",
            "status-judged": "status",
        },
    ),
    Chapter(
        "2024-05-10",
        """
inspection2: inspection add 措美县 桑日县 --on 2023-11-20 --by 李某 --by 王某
inspection answer {inspection2} 措美县 letter=yes plan=yes true-records=yes lessons=partly
inspection answer {inspection2} 桑日县 letter=yes true-records=yes lessons=yes
inspection done {inspection2}
bulletin2: bulletin add --title 秋季督查通报 --inspection {inspection2}
bulletin edit {bulletin2} --good 整改认真 --problems 送教偏少 --next 按月送教
bulletin publish {bulletin2} --number 山教通〔2024〕2号 --signed-by 扎西
assessment adopt bundled
assessment: assessment add --as-of 2024-03-31
""",
        {
            "bulletin-compare": "bulletin compare {bulletin2}",
            "assessment-show": "assessment show --by mentor",
            "assessment-why": "assessment why 措美县",
        },
    ),
    Chapter(
        "2024-06-28",
        """
assessment approve {assessment} --by 扎西 --override 已报局务会
experience: experience add 隆子县 --kind summary --title 一对一怎么带 --on 2024-05-20
experience accept {experience}
showcase: showcase add --title 成果展示交流 --on 2024-05-18 --place 乃东
showcase join {showcase} 隆子县 --form talk --title 一对一怎么带 --presenter 德某
honour: commendation add unit 桑日县 --reason 秋季督查得满分 --as-of 2024-06-12
commendation publicise {honour} --from 2024-06-13
commendation award {honour} --number 山教发〔2024〕8号
""",
        {
            "commendation-candidates": "commendation candidates --kind unit --places 2 --all",
            "commendation-show": "commendation show {honour}",
            "showcase-show": "showcase show {showcase}",
            "cycle-check": "cycle check 2022-2024",
        },
    ),
    Chapter(
        "2024-07-05",
        """
cycle close 2022-2024 --override 已报局务会
log-visit 隆子县 --form 讲座 --on 2024-03-20 --hours 2 --correct 漏登
""",
        {
            "cycle-show-closed": "cycle show 2022-2024",
            "cycle-roll": "cycle roll 2024-2026 --from 2022-2024 --start 2024-04-01"
            " --end 2026-03-31 --dry-run",
        },
    ),
)
"""How the cycle ends."""


NAMES: Final = tuple(
    name for screens in (SCREENS, *(each.screens for each in LATER)) for name in screens
)
"""The names of all golden files."""


def drawn() -> dict[str, str]:
    """Name → the text of every golden file."""
    pictures: dict[str, list[str]] = {name: [] for name in NAMES}
    for language, width in TERMINALS:
        with tempfile.TemporaryDirectory(prefix="pairing-screens-") as folder:
            for name, picture in _told(Desk(language, Path(folder), width)):
                pictures[name].append(picture)
    return {name: "\n".join(each) for name, each in pictures.items()}


_NAMED: Final = re.compile(r"(?:(\w+): )?(.*)")


def _told(desk: Desk) -> Iterator[tuple[str, str]]:
    refs: dict[str, str] = {}
    for day, before, screens in (Chapter(DAY, BEFORE, SCREENS), *LATER):
        desk.day = day
        for said in filter(None, before.splitlines()):
            name, line = _NAMED.fullmatch(said).groups()  # type: ignore[union-attr]
            line = line.format(**refs)
            code, text = desk.enter(f"pairing {line}", screen=False)
            if code:
                raise DeskError(f"exit code {code}: {line}\n{text}")
            if name:
                refs[name] = (re.search(r"\b[0-9a-f]{8}\b", text) or [""])[0]
        for name, screen in screens.items():
            line = screen.format(**refs)
            code, text = desk.enter(f"pairing {line}", screen=True)
            yield name, _picture(f"pairing {line}", desk, code, text)


def _picture(line: str, desk: Desk, code: int, text: str) -> str:
    heading = f"=== {desk.language} · {desk.width} · {line}" + (f" → {code}" if code else "")
    return "".join(f"{line}\n" for line in (heading, *as_seen(text, desk.width)))


class _Screen(pyte.Screen):
    """pyte lets a wide sign hang over the edge; terminals put it on the next line."""

    def draw(self, data: str) -> None:
        for sign in data:
            if self.cursor.x == self.columns - 1 and cell_width(sign) > 1:
                self.carriage_return()
                self.linefeed()
            super().draw(sign)


def as_seen(text: str, width: int) -> list[str]:
    """The lines that a terminal of `width` cells shows."""
    screen = _Screen(width, 2 * text.count("\n") + 2)
    pyte.Stream(screen).feed(text.replace("\n", "\r\n"))
    lines = [line.rstrip() for line in screen.display[: screen.cursor.y]]
    return lines if lines else ["(nothing)"]


def differences() -> Iterator[str]:
    """How the golden screens differ from what is shown today, as lines of a diff."""
    now = {f"{name}.txt": text for name, text in drawn().items()}
    for name in sorted({*now, *(path.name for path in GOLDEN.glob("*.txt"))}):
        path = GOLDEN / name
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        yield from difflib.unified_diff(
            before.splitlines(keepends=True),
            now.get(name, "").splitlines(keepends=True),
            f"{name} (as it is kept)",
            f"{name} (as it is shown)",
        )


def draw() -> None:
    """Write every golden file anew, and delete those whose screen is gone."""
    GOLDEN.mkdir(parents=True, exist_ok=True)
    now = {GOLDEN / f"{name}.txt": text for name, text in drawn().items()}
    for path in set(GOLDEN.glob("*.txt")) - set(now):
        path.unlink()
    for path, text in now.items():
        path.write_text(text, encoding="utf-8", newline="\n")


def main(arguments: list[str]) -> int:
    """The exit code: 0 done and well, 1 out of date or not to be run, 2 wrong usage."""
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__ or "")
        return 2
    try:
        if arguments:
            found = list(differences())
            sys.stdout.writelines(found)
            return 1 if found else 0
        draw()
    except DeskError as error:
        sys.stderr.write(f"screens: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
