"""The tools that a coordinator could pick instead, in an environment of their own.

Those from PyPI are installed beside the generated programmes; those from Debian are taken
where they are installed (apt-get install taskwarrior hledger sqlite3). Each gets a thousand
records of its own kind: bookmarks, diary entries, tasks, transactions.
highspy and scipy solve what `suggest` solves.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.timing import Command

FROM_PYPI: Final = ("sqlite-utils", "buku", "jrnl", "todoman", "highspy", "scipy")
FROM_DEBIAN: Final = ("task", "hledger", "sqlite3")
RECORDS: Final = 1_000

_SCRIPTS: Final = "Scripts" if os.name == "nt" else "bin"


@dataclass(frozen=True, slots=True)
class Peers:
    """The environment of the peers, and a folder for their data."""

    folder: Path

    @property
    def python(self) -> Path:
        """Their interpreter."""
        return self.folder / "environment" / _SCRIPTS / "python"

    def install(self) -> None:
        """Make the environment where there is none yet."""
        environment = self.folder / "environment"
        mark, wanted = environment / "complete", " ".join(FROM_PYPI)
        if mark.exists() and mark.read_text() == wanted:
            return
        shutil.rmtree(environment, ignore_errors=True)
        uv = Path(__file__).resolve().parent.parent / ".tools" / _SCRIPTS / "uv"
        if uv.exists():
            _quietly(str(uv), "venv", "--python", sys.executable, str(environment))
            target = ("--python", str(self.python), "--compile-bytecode")
            _quietly(str(uv), "pip", "install", *target, *FROM_PYPI)
        else:
            venv.create(environment, with_pip=True)
            _quietly(str(self.python), "-m", "pip", "install", *FROM_PYPI)
        mark.write_text(wanted)

    def script(self, name: str) -> str:
        """Where a tool from PyPI is."""
        return str(self.folder / "environment" / _SCRIPTS / name)

    def versions(self) -> dict[str, str]:
        """Tool → its version, of those that are there."""
        asked = (
            "import importlib.metadata as m, sys;"
            "print('\\n'.join(f'{n} {m.version(n)}' for n in sys.argv[1:]))"
        )
        lines = _said(str(self.python), "-c", asked, *FROM_PYPI).splitlines()
        found = dict(line.split(" ", 1) for line in lines)
        for tool in FROM_DEBIAN:
            if path := shutil.which(tool):
                words = _said(path, "--version").replace(",", " ").split()
                found[tool] = next((word for word in words if word[:1].isdigit()), "?")
        return found

    def listings(self) -> dict[str, Command | None]:
        """Tool → listing its thousand records; None where it isn't installed."""
        data = self.folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True)
        home = self._home(data)
        return {
            "buku": self._buku(data, home),
            "jrnl": self._jrnl(data, home),
            "todoman": self._todoman(data, home),
            "taskwarrior": _taskwarrior(data, home),
            "hledger": _hledger(data, home),
        }

    def adding(self) -> Command:
        """`buku --add`, to be asked for after `listings`."""
        home = self._home(self.folder / "data")
        store = Path(home["XDG_DATA_HOME"]) / "buku" / "bookmarks.db"
        kept = store.with_suffix(".kept")
        shutil.copyfile(store, kept)
        words = [self.script("buku"), "--nostdin", "--offline", "--add", "https://example.org/new"]

        def renew() -> None:
            shutil.copyfile(kept, store)

        return Command(words, home, before=renew)

    @staticmethod
    def _home(data: Path) -> dict[str, str]:
        """No tool is to find the settings of the user, or leave any there."""
        places = {
            "HOME": data,
            "XDG_DATA_HOME": data / "share",
            "XDG_CONFIG_HOME": data / "config",
            "XDG_CACHE_HOME": data / "cache",
        }
        return {name: str(path) for name, path in places.items()} | {"LC_ALL": "C.UTF-8"}

    def _buku(self, data: Path, home: Mapping[str, str]) -> Command:
        page = data / "bookmarks.html"
        marks = "".join(
            f'<DT><A HREF="https://example.org/{number}" TAGS="visit">Visit {number}</A>\n'
            for number in range(RECORDS)
        )
        page.write_text(f"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n{marks}</DL><p>\n")
        buku = self.script("buku")
        _quietly(buku, "--nostdin", "--tacit", "--offline", "--import", str(page), home=home)
        return Command([buku, "--nostdin", "--np", "--print"], home)

    def _jrnl(self, data: Path, home: Mapping[str, str]) -> Command:
        diary = data / "diary.txt"
        diary.write_text(
            "".join(
                f"[2022-{number % 12 + 1:02}-{number % 28 + 1:02} 09:00] Visit {number}.\n"
                for number in range(RECORDS)
            )
        )
        settings = data / "jrnl.yaml"
        settings.write_text(
            f"version: v4.2\njournals:\n  default: {{journal: {diary}}}\neditor: ''\n"
            "encrypt: false\ntemplate: false\ndefault_hour: 9\ndefault_minute: 0\n"
            "timeformat: '%F %H:%M'\ntagsymbols: '@'\nhighlight: true\nlinewrap: 79\n"
            "indent_character: '|'\ndisplay_format: null\n"
            "colors: {body: none, date: none, tags: none, title: none}\n"
        )
        words = [self.script("jrnl"), "--config-file", str(settings), "-n", str(RECORDS), "--short"]
        return Command(words, home)

    def _todoman(self, data: Path, home: Mapping[str, str]) -> Command:
        tasks = data / "tasks" / "visits"
        tasks.mkdir(parents=True)
        for number in range(RECORDS):
            (tasks / f"{number}.ics").write_text(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\nBEGIN:VTODO\r\n"
                f"UID:{number}@example.org\r\nDTSTAMP:20220412T010000Z\r\n"
                f"SUMMARY:Visit {number}\r\n"
                f"DUE;VALUE=DATE:2022{number % 12 + 1:02}{number % 28 + 1:02}\r\n"
                "END:VTODO\r\nEND:VCALENDAR\r\n"
            )
        settings = data / "todoman.py"
        settings.write_text(
            f'path = "{data}/tasks/*"\ndate_format = "%Y-%m-%d"\ndefault_list = "visits"\n'
        )
        return Command([self.script("todo"), "--config", str(settings), "list"], home)


def _taskwarrior(data: Path, home: Mapping[str, str]) -> Command | None:
    task = shutil.which("task")
    if task is None:
        return None
    settings = data / "taskrc"
    settings.write_text(f"data.location={data}/taskwarrior\nconfirmation=off\nverbose=nothing\n")
    words = [task, f"rc:{settings}"]
    made = data / "tasks.json"
    made.write_text(
        "".join(
            json.dumps({"description": f"Visit {number}", "status": "pending"}) + "\n"
            for number in range(RECORDS)
        )
    )
    _quietly(*words, "import", str(made), home=home)
    return Command([*words, "list"], home)


def _hledger(data: Path, home: Mapping[str, str]) -> Command | None:
    hledger = shutil.which("hledger")
    if hledger is None:
        return None
    journal = data / "visits.journal"
    journal.write_text(
        "".join(
            f"2022-{number % 12 + 1:02}-{number % 28 + 1:02} visit {number}\n"
            f"    visits:county{number % 12}    1 h\n    done\n\n"
            for number in range(RECORDS)
        )
    )
    return Command([hledger, "-f", str(journal), "balance"], home)


def _quietly(*words: str, home: Mapping[str, str] | None = None) -> None:
    Command(words, home or {}).output()


def _said(*words: str) -> str:
    return Command(words).output().decode("utf-8", "replace")
