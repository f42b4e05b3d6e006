"""Make store/rows, the rows that commands write, from the models in store/tables.

    python tools/rows.py            write the modules
    python tools/rows.py --check    exit 1 where they are not what the models say

Why there are both: docs/decisions/0014.
"""

from __future__ import annotations

import datetime as dt
import importlib
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined
from sqlmodel import SQLModel

from pairing_cli.store import tables
from pairing_cli.store.tables.base import Removable

ROOT: Final = Path(__file__).resolve().parents[1]
ROWS: Final = ROOT / "src/pairing_cli/store/rows"

_LIMITS: Final = {
    "max_length": "longest",
    "min_length": "shortest",
    "ge": "least",
    "gt": "above",
    "le": "most",
}


def modules() -> dict[Path, str]:
    """File → its source, for every module of the tables and for the package."""
    found = {}
    exported: dict[str, list[type[SQLModel]]] = {}
    for info in pkgutil.iter_modules(tables.__path__):
        module = importlib.import_module(f"{tables.__name__}.{info.name}")
        models = [
            model
            for model in vars(module).values()
            if isinstance(model, type)
            and issubclass(model, SQLModel)
            and model.__module__ == module.__name__
            and hasattr(model, "__table__")
        ]
        if models:
            exported[info.name] = models
            found[ROWS / f"{info.name}.py"] = _module(module.__doc__ or "", models)
    found[ROWS / "__init__.py"] = _package(exported)
    return {path: _formatted(source) for path, source in found.items()}


def _module(doc: str, models: list[type[SQLModel]]) -> str:
    classes = "\n\n\n".join("\n".join(_class(model)) for model in models)
    imports = ["from __future__ import annotations"]
    if "dt.date" in classes:
        imports.append("import datetime as dt")
    if "new_id" in classes:
        imports.append("from pairing_cli.domain.ids import new_id")
    bases = [name for name in ("RemovableRow", "Row") if f"({name}," in classes]
    imports.append(f"from pairing_cli.store.rows.base import {', '.join(bases)}, column")
    return f'"""{doc.strip()}\n\n{_MADE_BY}\n"""\n\n' + "\n".join(imports) + "\n\n" + classes + "\n"


_MADE_BY: Final = "Made by tools/rows.py from the module of this name in store/tables."


def _class(model: type[SQLModel]) -> Iterator[str]:
    table = model.__table__  # type: ignore[attr-defined]
    base = "RemovableRow" if issubclass(model, Removable) else "Row"
    yield f"class {model.__name__}({base}, table={str.__str__(table.name)!r}):"
    yield f'    """{(model.__doc__ or "").strip()}"""\n'
    for column in table.columns:
        field = model.model_fields[column.key]
        arguments = ", ".join(f"{name}={value}" for name, value in _arguments(column, field))
        declared = f" = column({arguments})" if arguments else ""
        yield f"    {column.key}: {_annotation(field)}{declared}"


def _annotation(field: FieldInfo) -> str:
    annotation: Any = field.annotation
    if annotation is dt.date:
        return "dt.date"
    if isinstance(annotation, type):
        return annotation.__name__
    return str(annotation).replace("datetime.date", "dt.date")


def _arguments(column: Any, field: FieldInfo) -> Iterator[tuple[str, str]]:
    if column.primary_key:
        yield "key", "True"
    if field.default_factory is not None:
        yield "default_factory", str(getattr(field.default_factory, "__name__", ""))
    elif field.default is not PydanticUndefined:
        value = field.default
        yield "default", repr(str(value) if isinstance(value, str) else value)
    for found in field.metadata:
        for theirs, ours in _LIMITS.items():
            if (limit := getattr(found, theirs, None)) is not None:
                yield ours, repr(limit)


def _package(exported: dict[str, list[type[SQLModel]]]) -> str:
    rooms = {model.__name__: room for room, models in exported.items() for model in models}
    tables = {
        str.__str__(model.__table__.name): model.__name__  # type: ignore[attr-defined]
        for models in exported.values()
        for model in models
    }
    imports = "\n".join(
        f"    from pairing_cli.store.rows.{room} import {name} as {name}"
        for name, room in sorted(rooms.items())
    )
    return _PACKAGE.format(
        imports=imports, rooms=dict(sorted(rooms.items())), tables=dict(sorted(tables.items()))
    )


_PACKAGE: Final = '''"""The rows of every table, as commands write them.

Made by tools/rows.py from store/tables. A room is loaded when one of its rows is named: most
commands need two of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from pairing_cli.store.rows.base import Row, RowsByTable

_ROOMS: Final = {rooms!r}
"""Row → the module that has it."""


def _load(name: str) -> type[Row]:
    if name not in _ROOMS:
        msg = f"there is no row {{name}}"
        raise AttributeError(msg)
    row: type[Row] = getattr(import_module(f"{{__name__}}.{{_ROOMS[name]}}"), name)
    return row


BY_TABLE: Final = RowsByTable({tables!r}, _load)

if TYPE_CHECKING:
{imports}
else:
    __getattr__ = _load
'''


def _formatted(source: str) -> str:
    ruff = [sys.executable, "-m", "ruff"]
    for arguments in (["check", "--select", "I", "--fix", "-q"], ["format", "-q"]):
        source = subprocess.run(  # noqa: S603 - our own formatter
            [*ruff, *arguments, "--stdin-filename", str(ROWS / "made.py"), "-"],
            input=source,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout
    return source


def main(arguments: list[str]) -> int:
    """Write the modules, or check them."""
    found = modules()
    if arguments == ["--check"]:
        stale = [
            path
            for path, source in found.items()
            if not path.exists() or path.read_text(encoding="utf-8") != source
        ]
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is not what the models say\n")
        return 1 if stale else 0
    for path, source in found.items():
        path.write_text(source, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
