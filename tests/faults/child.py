"""What has to happen in a process of its own: to be killed, starved, deprived, signalled.

    python -m tests.faults.child MODE ARGUMENT…

Each mode does its work in forks of this process, which is started once, and answers with one
JSON object. Forking pytest itself would copy the threads of its workers.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pairing_cli.__main__ import OUR_BUG, main
from tests.faults.bench import (
    Answer,
    bench_at,
    done,
    is_whole,
    pairing,
    rows_of,
    sum_of,
    words_of,
)
from tests.faults.power import cuts

NOBODY = 65534
LOOP = ("log-visit", "visit edit", "log-visit", "kindergarten baseline", "undo", "redo")


def _preload(*commands: Sequence[str], names: Iterable[str] = ("log-visit", "undo")) -> None:
    """Load what commands load, so that forks start at once and need no permission to read."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = bench_at(folder / "p.db")
        for words in (*(words_of(name, folder) for name in names), ["show", "没有"], *commands):
            pairing(db, *words)


def _forked(work: Callable[[], int]) -> int:
    """Do `work` in a fork; how it ended: an exit code, or minus the signal."""
    process = os.fork()
    if process == 0:
        code = OUR_BUG
        try:
            code = work()
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


# --- Kills and power cuts ----------------------------------------------------------------------


def _write_on(db: Path, acknowledge: int, spills: bool) -> None:
    """Run one writing command after the other, a byte for each that is done; never return.

    With `spills` SQLite has room for two pages, so that they go to the file before the commit
    and a journal is needed to take them back.
    """
    import sqlite3

    connect = sqlite3.connect

    def tight(*args: Any, **settings: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **settings)
        connection.execute("PRAGMA cache_size = 2")
        return connection

    if spills:
        sqlite3.connect = tight  # type: ignore[assignment]
    chance = random.Random(os.getpid())
    sets = rows_of(db)["change_set"]
    while True:
        words = words_of(chance.choice(LOOP), db.parent)
        if words[0] == "kindergarten":
            words[words.index("--on") + 1] = f"2022-0{chance.randint(1, 6)}-1{chance.randint(0, 9)}"
        answer = pairing(db, *words)
        assert answer.is_civil, answer
        now = rows_of(db)["change_set"]
        os.write(acknowledge, b"." * (now - sets))
        sets = now


@contextmanager
def _writer(db: Path, spills: bool) -> Iterator[tuple[int, int]]:
    """A process that writes; its id, and where it acknowledges. Killed at the end."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    process = os.fork()
    if process == 0:
        with suppress(BaseException):
            _write_on(db, writing, spills)
        os._exit(OUR_BUG)
    try:
        yield process, reading
    finally:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(process, 0)
        os.close(reading)
        os.close(writing)


def _acknowledged(reading: int) -> int:
    with suppress(BlockingIOError):
        return len(os.read(reading, 1_000_000))
    return 0


def _await_first(reading: int) -> int:
    for _ in range(2000):
        if acknowledged := _acknowledged(reading):
            return acknowledged
        time.sleep(0.005)
    raise TimeoutError


def kills(count: str, seed: str) -> dict[str, Any]:
    """kill -9 a writer at random moments; what is there, and what was acknowledged."""
    _preload(names=LOOP)
    chance = random.Random(seed)
    journals = lost = broken = unacknowledged = 0
    for number in range(int(count)):
        with tempfile.TemporaryDirectory() as name:
            db = bench_at(Path(name) / "p.db")
            start = rows_of(db)["change_set"]
            with _writer(db, spills=number % 2 == 0) as (process, reading):
                sets = _await_first(reading)
                time.sleep(chance.random() * 0.15)
                os.kill(process, signal.SIGKILL)
                _, status = os.waitpid(process, 0)
                assert os.WIFSIGNALED(status), "the writer ended by itself"
                sets += _acknowledged(reading)
            journals += db.with_name("p.db-journal").exists()
            listed = pairing(db, "list")
            found = rows_of(db)["change_set"] - start
            lost += max(0, sets - found)
            unacknowledged += found - sets
            broken += listed.code != 0 or not is_whole(db) or found not in (sets, sets + 1)
            done(db, "log-visit", "隆子县", "--form", "送教", "--on", "2022-04-20")
    return {
        "kills": int(count),
        "hot journals": journals,
        "written, not yet said": unacknowledged,
        "lost": lost,
        "broken": broken,
    }


def import_kills(folder: str, rows: str, count: str, seed: str) -> dict[str, Any]:
    """kill -9 an import of so many rows at random moments: all of them are there, or none."""
    _preload(["visit", "list"])
    chance = random.Random(seed)
    db, table = bench_at(Path(folder) / "p.db"), Path(folder) / "v.csv"
    with table.open("w", encoding="utf-8") as file:
        file.write("日期,受帮扶园,形式,主题\n")
        for number in range(int(rows)):
            file.write(f"2022-04-{1 + number % 28:02},隆子县,送教,第{number}次\n")
    start, before = db.read_bytes(), rows_of(db)["visit"]

    def work() -> int:
        return pairing(db, "import", "visits", str(table)).code

    started = time.monotonic()
    assert _forked(work) == 0
    seconds = time.monotonic() - started
    tally = {"kills": 0, "none": 0, "all": 0, "hot journals": 0, "broken": 0}
    for _ in range(int(count)):
        db.write_bytes(start)
        process = os.fork()
        if process == 0:
            os._exit(work())
        time.sleep(seconds * chance.random())
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        tally["kills"] += 1
        tally["hot journals"] += db.with_name("p.db-journal").exists()
        added = rows_of(db)["visit"] - before
        tally["none"] += added == 0
        tally["all"] += added == int(rows)
        tally["broken"] += not is_whole(db)
    return tally


def power_cuts(count: str, seed: str) -> dict[str, Any]:
    """Stop a writer at random moments and open what a disk might hold then. On a busy machine
    it may take more of them until one lies within a commit.
    """
    _preload(names=LOOP)
    chance = random.Random(seed)
    tally = {"moments": 0, "hot journals": 0, "cuts": 0, "lost": 0, "broken": 0}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = bench_at(folder / "p.db")
        (folder / "cut").mkdir()
        while tally["moments"] < int(count) * (1 if tally["hot journals"] else 10):
            # The last writer's journal is none of the new file's.
            db.with_name("p.db-journal").unlink(missing_ok=True)
            start = rows_of(bench_at(db))["change_set"]
            with _writer(db, spills=chance.random() < 0.7) as (process, reading):
                sets = _await_first(reading)
                for _ in range(10):
                    time.sleep(chance.random() * 0.03)
                    os.kill(process, signal.SIGSTOP)
                    os.waitpid(process, os.WUNTRACED)
                    sets += _acknowledged(reading)
                    for cut in cuts(db, folder / "cut" / "p.db", chance):
                        tally["cuts"] += 1
                        tally["hot journals"] += cut.journal
                        _judge(cut.path, start + sets, tally)
                    tally["moments"] += 1
                    os.kill(process, signal.SIGCONT)
    return tally


def _judge(db: Path, sets: int, tally: dict[str, int]) -> None:
    found = rows_of(db)["change_set"] if pairing(db, "list").code == 0 else -1
    tally["lost"] += 0 <= found < sets
    tally["broken"] += found not in (sets, sets + 1) or not is_whole(db)


# --- Several processes -------------------------------------------------------------------------


def together(database: str, processes: str, visits: str) -> dict[str, Any]:
    """So many processes log so many visits each, at once."""
    db = Path(database)
    _preload()

    def log(worker: int) -> int:
        for number in range(int(visits)):
            day = f"2022-{4 + number % 3:02}-{1 + (number * 7 + worker) % 20:02}"
            words = ["log-visit", "隆子县", "--form", "送教", "--on", day]
            answer = pairing(db, *words, "--topic", f"第{worker}组第{number}次")
            if answer.code != 0:
                sys.stderr.write(answer.err)
                return answer.code
        return 0

    started = time.monotonic()
    ids = []
    for worker in range(int(processes)):
        process = os.fork()
        if process == 0:
            os._exit(log(worker))
        ids.append(process)
    codes = [os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in ids]
    return {"codes": codes, "seconds": round(time.monotonic() - started, 1)}


# --- Disks and permissions ---------------------------------------------------------------------


def full_disk(folder: str, limits: str, *words: str) -> dict[str, Any]:
    """Run a command while no file may grow beyond a limit, for many limits; the answers."""
    import resource

    _preload()
    # Python 3.11 keeps bytecode that was cut off at the limit, and trips over it later.
    sys.dont_write_bytecode = True
    home = Path(folder)
    db = home / "p.db"
    start, before = db.read_bytes(), sum_of(db)
    codes: dict[int, int] = {}
    rude, changed, leftovers = [], [], []
    names = {path.name for path in home.iterdir()}
    for number in range(int(limits)):
        limit = len(start) * 11 // 10 * number // int(limits)
        db.write_bytes(start)
        answers = home.parent / "answer.json"

        def work(limit: int = limit, answers: Path = answers) -> int:
            handle = os.open(answers, os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
            answer = pairing(db, *words)
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
            os.write(handle, json.dumps(answer).encode())
            return answer.code

        code = _forked(work)
        answer = Answer(*json.loads(answers.read_text(encoding="utf-8")))
        codes[code] = codes.get(code, 0) + 1
        if not answer.is_civil:
            rude.append([limit, answer])
        is_same = db.read_bytes() == start or sum_of(db) == before
        if code != 0 and not is_same:
            changed.append([limit, answer])
        if not is_same and not is_whole(db):
            changed.append([limit, "broken"])
        for path in home.iterdir():
            if path.name not in names:
                leftovers += [path.name] if code != 0 and path.is_file() else []
                shutil.rmtree(path) if path.is_dir() else path.unlink()
    return {"codes": codes, "rude": rude, "changed": changed, "leftovers": leftovers}


def unprivileged(*commands: str) -> dict[str, Any]:
    """Run commands, each a JSON list of words, as a user who may do nothing special."""
    _preload(*(json.loads(command)[1:] for command in commands))
    answers = []
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    for command in commands:
        database, *words = json.loads(command)
        answers.append(pairing(Path(database), *words))
    return {"answers": answers}


# --- Signals -----------------------------------------------------------------------------------


def signals(database: str, name: str, most: str, *words: str) -> dict[str, Any]:
    """Send ourselves a signal at the n-th database call, for every n, or for at most so many
    of them and the last; how each run ended.
    """
    from tests.faults.injection import Fault, failing

    _preload()
    db = Path(database)
    start = db.read_bytes()
    number = int(getattr(signal, name))

    class Signalled(Fault):
        def step(self, what: str) -> None:
            self.calls.append(what)
            if len(self.calls) == self.at:
                os.kill(os.getpid(), number)

    def work(at: int) -> int:
        sys.argv = ["pairing", "--db", database, "--as-of", "2022-06-20", *words]
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        with failing(Signalled(at)):
            main()
        return OUR_BUG

    before = sum_of(db)
    codes: dict[int, int] = {}
    wrong = []
    with failing(Fault()) as clean:
        pairing(db, *words)
    calls = len(clean.calls)
    complete = rows_of(db)
    for at in sorted({*range(1, calls, max(1, calls // int(most))), calls}):
        db.write_bytes(start)
        code = _forked(lambda at=at: work(at))  # type: ignore[misc]
        codes[code] = codes.get(code, 0) + 1
        is_same = db.read_bytes() == start or sum_of(db) == before
        is_right = is_same if code else rows_of(db) == complete and is_whole(db)
        if not is_right:
            wrong.append([at, clean.calls[at - 1], code])
    return {"codes": codes, "wrong": wrong}


if __name__ == "__main__":
    mode = globals()[sys.argv[1]]
    told = mode(*sys.argv[2:])
    sys.stdout.write(json.dumps(told))
