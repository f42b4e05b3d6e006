"""Print the SQL that today's tables need, to be frozen as a step under store/schema.

python tools/schema.py > src/pairing_cli/store/schema/0001_first.sql
"""

from __future__ import annotations

import sys

from sqlalchemy import create_engine
from sqlmodel import SQLModel

from pairing_cli.store import tables


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


def main() -> None:
    """Write the script to stdout."""
    heading = "-- Frozen once released: later changes are steps of their own."
    sys.stdout.write("\n\n".join([heading, *statements()]) + "\n")


if __name__ == "__main__":
    main()
