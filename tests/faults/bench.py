"""The bench that faults are tested on: a seeded database, and every command that writes.

Made once for a run of the tests, then copied. Command lines run in the test's own process,
as `__main__` runs them, unless a test needs a process to kill.
"""

from __future__ import annotations

import atexit
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pairing_cli.store.log.changelog import LOG_TABLES
from pairing_cli.store.opening import FileReader
from pairing_cli.store.upkeep.doctor import is_sound
from pairing_cli.store.upkeep.dump import HEADER, checksum, dump
from tests.commandline import run_here
from tests.services.seeded import seeded_at

ROOT = Path(__file__).resolve().parent.parent.parent
IS_FUZZ = bool(os.environ.get("PAIRING_FUZZ"))
"""Set by tools/fuzz.py: the long runs."""

NO_TRACE = ("Traceback", "sqlite3.", "sqlalchemy", 'File "')
"""What no user may ever see."""

AS_OF = ("--as-of", "2022-06-20", "--actor", "卓玛")

WRITES: Mapping[str, str] = {
    "log-visit": "log-visit 隆子县 加查县 --form 送教 --on 2022-04-12 --hours 4 --by 德吉"
    " --topic 绘本 --goal teachers --file {file}",
    "log": "log 4.13 隆子县 送教 2课时 --yes",
    "assign": "assign 隆子县 隆子镇 --override 县里只有一所示范园",
    "reassign": "reassign 措美县 市实验幼儿园 --on 2022-06-01 --reason 调整 --override 调整",
    "unassign": "unassign 措美县 --on 2022-06-15 --reason 撤并",
    "undo": "undo",
    "redo": "redo",
    "visit edit": "visit edit {visit} --hours 2 --topic 改正",
    "visit confirm": "visit confirm {planned} --hours 2",
    "visit cancel": "visit cancel {visit} --reason 登记错了",
    "kindergarten add": "kindergarten add 测试乡幼儿园 --tier township --region 热荣乡",
    "kindergarten edit": "kindergarten edit 隆子镇 --head 次仁 --phone 0893-7821234",
    "kindergarten rename": "kindergarten rename 隆子镇 隆子镇第一幼儿园",
    "kindergarten alias": "kindergarten alias 隆子镇 隆子镇中心园",
    "kindergarten baseline": "kindergarten baseline 隆子县 --on 2022-06-01 --children 120"
    " --teachers 9 --classes 4",
    "kindergarten remove": "kindergarten remove 隆子镇 --reason 撤并",
    "form add": "form add storytelling --zh 讲故事会 --en storytelling --direction to_mentee",
    "form alias": "form alias 送教 送课去",
    "form remove": "form remove 讲座 --reason 不再用",
    "cycle add": "cycle add 2024-2026 --start 2024-04-01 --end 2026-03-31",
    "cycle term-add": "cycle term-add 2025-spring --start 2025-03-01 --end 2025-07-15",
    "cycle edit": "cycle edit 2022-2024 --weight activity=55 --weight effect=10",
    "cycle term-edit": "cycle term-edit 2022-autumn --end 2023-01-10",
    "cycle holiday-add": "cycle holiday-add 2022-05-01..2022-05-04 --name 劳动节",
    "cycle holiday-remove": "cycle holiday-remove 2022-06-03 --reason 调休上课",
    "cycle close": "cycle close 2022-2024 --override 试点 --as-of 2024-06-28",
    "cycle reopen": "cycle reopen 2022-2024 --reason 漏登 --as-of 2024-06-28",
    "cycle roll": "cycle roll 2024-2026 --from 2022-2024 --start 2024-04-01 --end 2026-03-31"
    " --as-of 2024-06-28",
    "layer edit": "layer edit city-county --max 4",
    "exemption add": "exemption add 浪卡子县 --reason 已帮扶三年 --former-mentor 市第三实验",
    "exemption edit": "exemption edit 洛扎县 --former-mentor 市实验幼儿园",
    "exemption end": "exemption end 洛扎县 --on 2022-06-01 --reason 重新安排",
    "region add": "region add 新村 --level village --code 540529205209 --parent 隆子县/扎日乡",
    "rule adopt": "rule adopt study-calendar",
    "rule drop": "rule drop shannan-2022",
    "rule override": "rule override lesson-hours --need 12 --mentee 隆子县"
    " --from 2022-03-01 --reason 道路中断",
    "rule override-end": "rule override-end {override} --on 2022-12-31 --reason 路通",
    "waiver add": "waiver add 隆子县 lesson-hours --period 2022-spring --excuse --reason 疫情",
    "waiver remove": "waiver remove {waiver} --reason 不再需要",
    "indicator record": "indicator record 隆子县 excellent-lesson-rate 12/40 --on 2022-06-01",
    "agreement add": "agreement add 隆子县 --kind agreement --signed 2022-03-31 --signatory 甲"
    " --signatory 乙 --file {file}",
    "agreement edit": "agreement edit {agreement} --signed 2022-04-02 --signatory 次仁"
    " --signatory 德吉",
    "agreement remove": "agreement remove {agreement} --reason 误登",
    "apprentice add": "apprentice add 隆子县 --master 教师甲 --apprentice 教师乙",
    "apprentice edit": "apprentice edit {apprentice} --end 2022-07-15 --reason 学习期满",
    "apprentice hand-over": "apprentice hand-over {apprentice} --master 教师丙 --on 2022-06-30"
    " --reason 休假",
    "apprentice remove": "apprentice remove {apprentice} --reason 误登",
    "document add": "document add {file} --for 隆子县 --category arrangement",
    "document edit": "document edit {document} --category measures --title 帮扶措施",
    "document remove": "document remove {document} --reason 传错",
    "donation add": "donation add 隆子县 --item 绘本 --quantity 200 --unit 册 --on 2022-05-01",
    "donation edit": "donation edit {donation} --quantity 210 --value 4200",
    "donation remove": "donation remove {donation} --reason 误登",
    "group add": "group add 隆子县 --side mentor --head 组长甲 --member 组员乙",
    "group edit": "group edit {group} --deputy 格桑",
    "group hand-over": "group hand-over {group} --to 格桑 --on 2022-06-30 --reason 调动",
    "group remove": "group remove {group} --reason 误登",
    "need add": "need add 隆子县 --text 区域活动材料不足",
    "need edit": "need edit {need} --visit {planned} --state partly --outcome 已完成两个班",
    "need remove": "need remove {need} --reason 重复",
    "plan new": "plan new 隆子县 --from autumn-calendar --year 2022",
    "plan edit": "plan edit {plan} --responsible 次仁卓嘎",
    "plan remove": "plan remove {plan} --reason 重新制定",
    "plan add-stage": "plan add-stage {plan} --title 尾声 --start 2022-12-01 --end 2022-12-31",
    "plan edit-stage": "plan edit-stage {stage} --goal 转变观念",
    "plan add-task": "plan add-task {plan} --title 讲座 --month 2022-10 --form 讲座",
    "plan edit-task": "plan edit-task {task} --responsible 次仁卓嘎",
    "plan remove-task": "plan remove-task {task} --reason 不办",
    "plan schedule": "plan schedule {plan}",
    "problem add": "problem add 隆子县 --text 冬季道路封闭 --assign 扎西",
    "problem edit": "problem edit {problem} --assign 扎西",
    "problem resolve": "problem resolve {problem} --how 改为线上 --on 2022-06-20",
    "problem remove": "problem remove {problem} --reason 重复",
    "assessment adopt": "assessment adopt {scheme}",
    "assessment add": "assessment add --title 中期考核",
    "assessment adjust": "assessment adjust 隆子县 --points 2 --reason 大雪封路仍坚持送教",
    "assessment approve": "assessment approve {assessment} --by 卓玛 --override 计划活动另补",
    "commendation add": "commendation add unit 隆子县 --reason 送教扎实",
    "commendation publicise": "commendation publicise {nominated} --from 2022-06-20",
    "commendation award": "commendation award {publicised} --number 山教发〔2022〕8号"
    " --override 试点",
    "commendation reject": "commendation reject {nominated} --reason 有异议",
    "commendation withdraw": "commendation withdraw {nominated} --reason 本人放弃",
    "experience add": "experience add 隆子县 --kind case --title 冬季送教 --file {file}",
    "experience edit": "experience edit {experience} --author 德吉 --text 从三样材料做起",
    "experience accept": "experience accept {experience} --spread",
    "experience remove": "experience remove {experience} --reason 重复",
    "showcase add": "showcase add --title 展示交流 --on 2022-06-18 --place 乃东",
    "showcase join": "showcase join {showcase} 隆子县 加查县 --form board --title 展板",
    "showcase edit": "showcase edit {showcase} --place 琼结 --leave 措美县",
    "showcase remove": "showcase remove {showcase} --reason 改期",
    "suggest": "suggest county-township --apply --yes",
    "kindergarten tag": "kindergarten tag 隆子县 need teachers 送教",
    "kindergarten status": "kindergarten status 隆子镇 weak --from 2022-03-01 --reason 条件差",
    "circle add": "circle add 东片 --head 隆子县 --member 桑日县 --expert 李某",
    "circle edit": "circle edit 西片 --name 西部片区",
    "circle join": "circle join 西片 桑日县",
    "circle leave": "circle leave 西片 曲松县",
    "circle remove": "circle remove 西片 --reason 调整",
    "layer sides": "layer sides county-township --most-mentors 2",
    "secondment add": "secondment add 隆子县 --person 次仁 --from 2022-04-01",
    "secondment edit": "secondment edit {secondment} --to 2022-06-15",
    "secondment remove": "secondment remove {secondment} --reason 误登",
    "backbone add": "backbone add 市实验幼儿园 德吉 --level city --from 2022-03-01",
    "backbone edit": "backbone edit {backbone} --level county --to 2022-06-01 --reason 调动",
    "backbone remove": "backbone remove {backbone} --reason 误登",
    "region edit": "region edit 隆子县 --kindergartens 42 --source 2022年教育统计",
    "travel add": "travel add 市实验幼儿园 隆子县 --km 142.5 --minutes 170",
    "travel remove": "travel remove 市实验幼儿园 加查县 --reason 改道",
    "inspection adopt": "inspection adopt pairing-inspection --cycle 2022-2024",
    "inspection add": "inspection add 隆子县 --on 2022-06-18 --by 李某@学前科 --by 王某",
    "inspection edit": "inspection edit {inspection} --title 夏季督查",
    "inspection remove": "inspection remove {inspection} --reason 改期",
    "inspection answer": "inspection answer {inspection} 措美县 plan=yes letter=no --file {file}",
    "inspection done": "inspection done {inspection}",
    "inspection find": "inspection find {inspection} 措美县 --text 通风差",
    "inspection edit-finding": "inspection edit-finding {finding} --due 2022-07-20",
    "inspection rectify": "inspection rectify {finding} --how 已补齐 --file {file}",
    "inspection recheck": "inspection recheck {reported} --passed --by 李某",
    "bulletin add": "bulletin add --title 督查通报 --inspection {sealed}",
    "bulletin edit": "bulletin edit {bulletin} --good 送教成系列",
    "bulletin remove": "bulletin remove {bulletin} --reason 重拟",
    "bulletin publish": "bulletin publish {bulletin} --number 教通6号 --signed-by 扎西",
    "bulletin withdraw": "bulletin withdraw {published} --reason 数字有误",
    "summary note add": "summary note add work --text 送教下乡形成固定日程。",
    "summary note edit": "summary note edit next --text 每月入园一次。",
    "summary note remove": "summary note remove next --reason 重写",
    "import": "import visits {csv}",
    "init": "init",
}
"""Every command that writes to the database, as people type it. A new one is added here or
below: `test_failing_calls` says which is missing."""

READS: Mapping[str, str] = {
    "assessment list": "assessment list",
    "assessment schemes": "assessment schemes",
    "assessment show": "assessment show",
    "assessment why": "assessment why 加查县",
    "commendation candidates": "commendation candidates --kind unit --all",
    "commendation list": "commendation list",
    "commendation show": "commendation show {nominated}",
    "bulletin check": "bulletin check {published}",
    "bulletin compare": "bulletin compare {bulletin}",
    "bulletin list": "bulletin list",
    "bulletin show": "bulletin show {published}",
    "inspection checklists": "inspection checklists",
    "inspection draw": "inspection draw 3 --seed 7",
    "inspection findings": "inspection findings",
    "inspection list": "inspection list",
    "inspection show": "inspection show {sealed}",
    "agreement list": "agreement list",
    "agreement show": "agreement show {agreement}",
    "apprentice list": "apprentice list",
    "apprentice show": "apprentice show {apprentice}",
    "backbone list": "backbone list",
    "circle list": "circle list",
    "circle show": "circle show 西片",
    "secondment list": "secondment list",
    "secondment show": "secondment show {secondment}",
    "backbone show": "backbone show {backbone}",
    "brief": "brief 隆子县",
    "cascade": "cascade",
    "config show": "config show",
    "coverage": "coverage",
    "cycle check": "cycle check 2022-2024",
    "cycle list": "cycle list",
    "cycle show": "cycle show",
    "db backups": "db backups",
    "db doctor": "db doctor",
    "db dump": "db dump",
    "db path": "db path",
    "document haves": "document haves",
    "document list": "document list",
    "document show": "document show {document}",
    "donation list": "donation list",
    "donation show": "donation show {donation}",
    "exemption list": "exemption list",
    "exemption show": "exemption show 洛扎县",
    "experience list": "experience list",
    "experience show": "experience show {experience}",
    "form list": "form list",
    "group list": "group list",
    "group show": "group show {group}",
    "history": "history --of 加查县",
    "indicator list": "indicator list",
    "kindergarten compare": "kindergarten compare 措美县",
    "kindergarten list": "kindergarten list",
    "kindergarten roster": "kindergarten roster",
    "kindergarten show": "kindergarten show 加查县",
    "layer list": "layer list",
    "layer show": "layer show city-county",
    "list": "list",
    "need list": "need list",
    "need show": "need show {need}",
    "plan lint": "plan lint {plan}",
    "plan list": "plan list",
    "plan show": "plan show {plan}",
    "problem list": "problem list",
    "problem show": "problem show {problem}",
    "progress": "progress",
    "region list": "region list",
    "remind": "remind 隆子县",
    "rule list": "rule list",
    "rule overrides": "rule overrides",
    "rule packs": "rule packs",
    "rule show": "rule show lesson-hours",
    "schedule": "schedule",
    "show": "show 加查县",
    "showcase list": "showcase list",
    "showcase show": "showcase show {showcase}",
    "status": "status",
    "summary": "summary",
    "summary note list": "summary note list",
    "summary note show": "summary note show next",
    "travel list": "travel list",
    "visit list": "visit list",
    "visit people": "visit people",
    "visit show": "visit show {visit}",
    "waiver list": "waiver list",
    "why": "why 加查县 lesson-hours",
}
"""Every report: it must leave the database as it is, and work where nothing can be written."""

FILES_OUT: Mapping[str, str] = {
    "bulletin print": "bulletin print {published} -o {out}.docx",
    "inspection sheet": "inspection sheet {inspection} -o {out}.xlsx",
    "agreement letter": "agreement letter {agreement} -o {out}.docx",
    "assessment print": "assessment print -o {out}.docx",
    "commendation print": "commendation print -o {out}.docx",
    "experience draft": "experience draft 加查县 -o {out}.docx",
    "document archive": "document archive 加查县 -o {out}.zip",
    "document pack": "document pack 加查县 -o {out}.docx",
    "export": "export visits -o {out}.xlsx",
    "coverage -o": "coverage -o {out}.html",
    "cascade -o": "cascade -o {out}.html",
    "progress -o": "progress -o {out}.html",
    "plan print": "plan print {plan} -o {out}.docx",
    "template": "template visits -o {out}.xlsx",
}
"""Every command that reads the database and writes a file elsewhere."""

WHOLE_FILES: Mapping[str, str] = {
    "config set": "config set language zh",
    "config unset": "config unset language",
    "db backup": "db backup -o {out}.db",
    "db load": "db load {dump}",
    "db migrate": "db migrate",
    "db restore": "db restore {backup} --yes",
}
"""Every command whose object is a database file."""


class Answer(NamedTuple):
    """What a command line led to."""

    code: int
    out: str
    err: str

    @property
    def is_civil(self) -> bool:
        """Whether it ended as the contract says: no trace of our insides, no bug."""
        return self.code != 70 and not any(word in self.err + self.out for word in NO_TRACE)


def pairing(db: Path, *words: str, lang: str = "en") -> Answer:
    """Run one command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    environ = {**os.environ, "PAIRING_LANG": lang}
    code = run_here(["--db", str(db), *AS_OF, *words], environ, out, err)
    return Answer(code, out.getvalue(), err.getvalue())


def done(db: Path, *words: str) -> Answer:
    """Run a command line that must succeed."""
    answer = pairing(db, *words)
    assert answer.code == 0, (words, answer.err)
    return answer


def child(*words: str, **settings: Any) -> subprocess.Popen[str]:
    """A process of its own that runs tests/faults/child.py."""
    environ = {"BENCH_OF_PARENT": str(_kept())} | settings.pop("environ", {})
    return _started("tests.faults.child", *words, environ=environ, **settings)


def program(*words: str, **settings: Any) -> subprocess.Popen[str]:
    """The program itself, as a user starts it."""
    return _started("pairing_cli", *words, **settings)


def _started(module: str, *words: str, **settings: Any) -> subprocess.Popen[str]:
    environ = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PAIRING") and name != "COVERAGE_PROCESS_START"
    } | {"PAIRING_LANG": "en", "PAIRING_LOG": "off"}
    return subprocess.Popen(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=environ | settings.pop("environ", {}),
        stdout=settings.pop("stdout", subprocess.PIPE),
        stderr=settings.pop("stderr", subprocess.PIPE),
        stdin=settings.pop("stdin", subprocess.DEVNULL),
        encoding="utf-8",
        **settings,
    )


def bench_at(path: Path) -> Path:
    """A copy of the bench database at `path`."""
    path.write_bytes(_content()[0])
    return path


def refs() -> Mapping[str, str]:
    """What records of the bench are called in its command lines → the ref."""
    return _content()[1]


def words_of(name: str, folder: Path) -> list[str]:
    """The command line of a command, for a database in `folder`; files go to its parent."""
    line = {**WRITES, **READS, **FILES_OUT}[name]
    places = dict(_content()[1]) | {"out": str(folder.parent / f"{folder.name}-out")}
    if "{document}" in line:
        listed = json.loads(done(folder / "p.db", "document", "list", "--json").out)
        places["document"] = listed[0]["ref"]
    file, table = folder / "照片.jpg", folder / "活动.csv"
    if "{file}" in line:
        file.write_bytes(b"\xff\xd8 not really a photo")
    own = folder / "考核办法.yaml"
    if "{scheme}" in line:
        shipped = ROOT / "data" / "assessments" / "bundled.yaml"
        text = shipped.read_text(encoding="utf-8").replace("scheme: bundled", "scheme: own")
        own.write_text(text, encoding="utf-8")
    if "{csv}" in line:
        table.write_text(
            "日期,受帮扶园,形式,课时\n2022-04-20,隆子县,送教,2\n2022-04-21,加查县,讲座,3\n",
            encoding="utf-8",
        )
    return [word.format(file=file, csv=table, scheme=own, **places) for word in line.split()]


def prepare(name: str, db: Path) -> None:
    """What has to be done before a command makes sense."""
    if name == "redo":
        done(db, "undo")
    if name in ("cycle reopen", "cycle roll"):
        done(db, *WRITES["cycle close"].split())
    if name == "exemption add":
        done(db, "exemption", "end", "浪卡子县", *["--on", "2022-05-31", "--reason", "重新安排"])
    if name in ("document edit", "document remove", "document show"):
        file = db.with_name("安排.docx")
        file.write_bytes(b"PK not really")
        done(db, "document", "add", str(file), *["--for", "加查县", "--category", "arrangement"])


def rows_of(db: Path) -> dict[str, int]:
    """Table → number of rows."""
    with closing(FileReader(db)) as store:
        for line in dump(store):
            if line.table == HEADER:
                return dict(line.row["rows"])
    raise AssertionError


def content_of(db: Path, *, with_log: bool = True) -> list[str]:
    """All rows, as text that is equal where two databases say the same."""
    skip = (HEADER, "pairing-dump-end") + (() if with_log else LOG_TABLES)
    with closing(FileReader(db)) as store:
        return sorted(f"{line.table} {line.row}" for line in dump(store) if line.table not in skip)


def sum_of(db: Path) -> str:
    """The checksum of a database's rows, the change log included."""
    with closing(FileReader(db)) as store:
        return checksum(store)


def is_whole(db: Path) -> bool:
    """Whether pages, keys, CHECKs and the change log are right, and rows as it has them."""
    return is_sound(db)


@cache
def _content() -> tuple[bytes, Mapping[str, str]]:
    """The bench database, and the refs in it; in a child process, its parent's."""
    if kept := os.environ.get("BENCH_OF_PARENT"):
        return Path(kept).read_bytes(), json.loads(Path(f"{kept}.json").read_text("utf-8"))
    with tempfile.TemporaryDirectory() as name:
        db = seeded_at(Path(name) / "bench.db")
        places = dict(_fill(db))
        assert is_whole(db)
        return db.read_bytes(), places


@cache
def _kept() -> Path:
    """The bench on the disk, where child processes find it."""
    folder = Path(tempfile.mkdtemp(prefix="pairing-bench-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    content, places = _content()
    (folder / "bench.db").write_bytes(content)
    (folder / "bench.db.json").write_text(json.dumps(places), "utf-8")
    return folder / "bench.db"


def _fill(db: Path) -> Iterator[tuple[str, str]]:
    def ref(*words: str) -> str:
        return str(json.loads(done(db, *words, "--json").out)[0]["ref"])

    done(db, "kindergarten", "add", "隆子镇幼儿园", "--tier", "township", "--region", "隆子镇")
    yield (
        "visit",
        ref("log-visit", "隆子县", "--form", "送教", "--on", "2022-05-10", "--hours", "3"),
    )
    yield "planned", ref("log-visit", "加查县", "--form", "讲座", "--on", "2022-06-10", "--planned")
    waived = "waiver add 加查县 lesson-hours --period 2022-spring --excuse --reason 疫情"
    yield "waiver", ref(*waived.split())
    less = "rule override lesson-hours --need 10 --mentee 加查县 --from 2022-03-01 --reason 试点"
    yield "override", ref(*less.split())
    yield (
        "agreement",
        ref("agreement", "add", "加查县", "--kind", "agreement", "--due", "2022-06-30"),
    )
    yield (
        "apprentice",
        ref("apprentice", "add", "加查县", "--master", "教师甲", "--apprentice", "教师乙"),
    )
    done(db, "circle", "add", "西片", "--head", "措美县", "--member", "曲松县")
    seconded = "secondment add 加查县 --person 德吉 --from 2022-04-01"
    yield "secondment", ref(*seconded.split())
    backbone = "backbone add 市实验幼儿园 央金 --level city --from 2022-03-01"
    yield "backbone", ref(*backbone.split())
    yield "donation", ref("donation", "add", "加查县", "--item", "绘本", "--quantity", "100")
    yield (
        "group",
        ref("group", "add", "加查县", "--side", "mentee", "--head", "卓玛", "--member", "德吉"),
    )
    yield "need", ref("need", "add", "加查县", "--text", "材料不足")
    yield "problem", ref("problem", "add", "加查县", "--text", "道路封闭")
    yield "plan", ref("plan", "new", "加查县", "--from", "autumn-calendar", "--year", "2022")
    stage = "--title 启动 --start 2022-09-01 --end 2022-09-30"
    done(db, "plan", "add-stage", "加查县", *stage.split())
    plan = json.loads(done(db, "plan", "show", "加查县", "--json").out)
    yield "stage", plan["stages"][0]["ref"]
    yield "task", plan["task_list"][0]["ref"]
    yield from _judged(db, ref)
    for day, children in (("2022-03-20", "90"), ("2022-06-10", "96")):
        done(db, "kindergarten", "baseline", "措美县", "--on", day, "--children", children)
    done(db, "cycle", "holiday-add", "2022-06-03", "--name", "端午节")
    written = "experience add 加查县 --kind experience --title 区角活动"
    yield "experience", ref(*written.split())
    yield "showcase", ref("showcase", "add", "--title", "成果展示", "--on", "2022-06-10")
    shown = json.loads(done(db, "showcase", "list", "--json").out)[0]["ref"]
    done(db, "showcase", "join", shown, "措美县", "--form", "lesson")
    done(db, "assessment", "adopt", "bundled")
    yield "assessment", ref("assessment", "add")
    nominate = ("commendation", "add", "person", "市第三实验幼儿园", "--reason", "带教", "--person")
    yield "nominated", ref(*nominate, "次仁卓嘎")
    publicised = ref(*nominate, "德吉", "--as-of", "2022-06-01")
    done(db, "commendation", "publicise", publicised, "--from", "2022-06-06")
    yield "publicised", publicised
    awarded = ref(*nominate, "央金", "--as-of", "2022-06-01")
    done(db, "commendation", "publicise", awarded, "--from", "2022-06-06")
    done(db, "commendation", "award", awarded, "--number", "7号", "--override", "试点")
    done(db, "travel", "add", "市实验幼儿园", "加查县", "--km", "160")
    done(db, "summary", "note", "add", "next", "--text", "继续送教。")
    done(db, "kindergarten", "edit", "隆子镇", "--head", "卓玛")


def _judged(db: Path, ref: Callable[..., str]) -> Iterator[tuple[str, str]]:
    """An inspection that is done with its findings, bulletins of it, and one to come."""
    done(db, "inspection", "adopt", "pairing-inspection")
    by = ("--by", "李某@学前科", "--by", "王某")
    sealed = ref("inspection", "add", "加查县", "--on", "2022-06-01", *by)
    done(db, "inspection", "answer", sealed, "加查县", "plan=yes", "letter=no", "needs=no")
    done(db, "inspection", "done", sealed)
    yield "sealed", sealed
    yield "inspection", ref("inspection", "add", "措美县", "--on", "2022-06-18", *by)
    done(db, "inspection", "answer", ref_of_last(db), "措美县", "plan=no")
    findings = json.loads(done(db, "inspection", "findings", "加查县", "--json").out)
    yield "finding", findings[1]["ref"]
    done(db, "inspection", "rectify", findings[0]["ref"], "--how", "已签")
    yield "reported", findings[0]["ref"]
    texts = ("--good", "送教成系列", "--problems", "档案不全", "--next", "补齐")
    for name, number in (("published", "教通5号"), ("bulletin", None)):
        found = ref("bulletin", "add", "--title", "督查通报", "--inspection", sealed)
        done(db, "bulletin", "edit", found, *texts)
        if number:
            done(db, "bulletin", "publish", found, "--number", number, "--signed-by", "扎西")
        yield name, found


def ref_of_last(db: Path) -> str:
    """The ref of the inspection that begins last."""
    return str(json.loads(done(db, "inspection", "list", "--json").out)[-1]["ref"])
