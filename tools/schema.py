"""The SQL that today's tables need, to be frozen as a step under store/schema.

    python tools/schema.py            print it
    python tools/schema.py --write    write the first step anew, until it is frozen

A redirection would empty the step before it is known whether the tables can be read.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from sqlalchemy import create_engine
from sqlmodel import SQLModel

from pairing_cli.store import tables

FIRST: Final = (
    Path(__file__).resolve().parent.parent / "src/pairing_cli/store/schema/0001_first.sql"
)
FROZEN: Final = False
"""True from the release of 0.1.0 on: files of users are made by the first step as it was then."""


def statements() -> list[str]:
    """The CREATE statements of all tables and indexes, parents first."""
    assert tables  # noqa: S101 - importing it registers the tables
    engine = create_engine("sqlite://")
    SQLModel.metadata.create_all(engine)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            # Indexes by name: SQLAlchemy makes them in another order each time.
            "SELECT own.sql FROM sqlite_master AS own INNER JOIN sqlite_master AS table_"
            " ON table_.type = 'table' AND table_.name = own.tbl_name"
            " WHERE own.sql IS NOT NULL ORDER BY table_.rowid, own.type DESC, own.name"
        )
        return [_tidy(sql) for (sql,) in rows]


def _tidy(sql: str) -> str:
    lines = [line.replace("\t", "    ").rstrip() for line in sql.splitlines()]
    text = "\n".join(line for line in lines if line)
    return text.replace("\n)\n STRICT", "\n) STRICT") + ";"


def main(arguments: list[str]) -> None:
    """Write the script to stdout, or to the first step while that may still change."""
    heading = "-- Frozen once released: later changes are steps of their own."
    text = "\n\n".join([heading, *statements()]) + "\n"
    if arguments != ["--write"]:
        sys.stdout.write(text)
    elif not FROZEN:
        FIRST.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
