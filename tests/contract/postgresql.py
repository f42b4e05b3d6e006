"""A PostgreSQL server of the test's own, where Debian's package is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_USER: Final = "postgres"
"""Whom the package makes for the server, which refuses to run as root."""


def programs() -> Path | None:
    """The folder of the newest installed server's programs; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version)
    if found:
        return found[-1].parent
    beside = shutil.which("postgres")
    return Path(beside).parent if beside else None


def _version(program: Path) -> int:
    return int(program.parts[-3])


@contextmanager
def server(bin_folder: Path) -> Iterator[Any]:
    """A connection to an empty database of a fresh server, reached by a socket in a folder of
    its own. Text is UTF-8 and sorted by code point, as SQLite does.
    """
    import psycopg2

    with tempfile.TemporaryDirectory(prefix="pairing-pg-") as name:
        folder = Path(name)
        as_owner: dict[str, Any] = {}
        user = None
        if os.geteuid() == 0:
            owner = pwd.getpwnam(_USER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
            as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
            user = _USER

        def run(*words: str) -> None:
            subprocess.run(
                [str(bin_folder / words[0]), *words[1:]],
                cwd=folder,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.STDOUT,
                **as_owner,
            )

        data = str(folder / "data")
        run("initdb", "-D", data, "-E", "UTF8", "--locale=C", "-A", "trust", "--no-sync")
        quick = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        run("pg_ctl", "-D", data, "-w", "-o", quick, "-l", str(folder / "log"), "start")
        try:
            connection = psycopg2.connect(host=str(folder), dbname="postgres", user=user)
            try:
                connection.autocommit = True
                yield connection
            finally:
                connection.close()
        finally:
            run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
