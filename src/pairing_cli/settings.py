"""Saved defaults: a county, a mentor, a language, an actor, in a file of the user's.

They belong to who sits there, not to a database. PAIRING_CONFIG says another place for the file.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pairing_cli.domain.errors import BadConfiguration, CannotCreate
from pairing_cli.domain.phrases import phrase

KEYS: Final = ("county", "mentor", "language", "actor")
"""What can be saved."""


def settings_path(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where the file is; None where the system names no home. What platformdirs.user_config_path
    says, without its import, which costs 9 ms.
    """
    if said := environ.get("PAIRING_CONFIG", "").strip():
        return Path(said)
    if sys.platform == "win32":
        base = environ.get("LOCALAPPDATA", "")
    elif sys.platform == "darwin":
        base = f"{environ['HOME']}/Library/Application Support" if environ.get("HOME") else ""
    else:
        home = environ.get("HOME", "")
        base = environ.get("XDG_CONFIG_HOME", "").strip() or (f"{home}/.config" if home else "")
    return Path(base) / "pairing" / "config.json" if base else None


def read_settings(path: Path | None = None) -> dict[str, str]:
    """What is saved; nothing where there is no file. Raises `BadConfiguration`."""
    place = path or settings_path()
    if place is None:
        return {}
    try:
        text = place.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as error:
        if isinstance(error, PermissionError) and not os.access(place.parent, os.X_OK):
            return {}  # HOME is somebody else's, so nothing there was saved by whom we work for
        raise _bad(place) from error
    import json  # most have no such file, and a listing needs no JSON

    try:
        found = json.loads(text)
    except ValueError as error:
        raise _bad(place) from error
    is_fine = isinstance(found, dict) and all(
        key in KEYS and isinstance(value, str) and value.strip() for key, value in found.items()
    )
    if not is_fine:
        raise _bad(place)
    return dict(found)


def write_settings(settings: Mapping[str, str]) -> Path:
    """Save what is told, complete or not at all; the file. Raises `CannotCreate`."""
    import json

    from pairing_cli.atomic_files import finished_file

    place = settings_path()
    if place is None:
        raise CannotCreate(
            "no-home", phrase("This computer names no home folder, so nothing can be saved.")
        )
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotCreate(
            "no-folder",
            phrase("The folder {path} can't be made.", path=str(place.parent)),
            file=str(place.parent),
        ) from error
    with finished_file(place) as draft:
        text = json.dumps(dict(settings), ensure_ascii=False, indent=2)
        draft.write_text(text + "\n", encoding="utf-8", newline="\n")
    return place


def saved_language() -> str | None:
    """The language that is saved; a file that can't be read is told of by the command."""
    try:
        return read_settings().get("language")
    except BadConfiguration:
        return None


def _bad(place: Path) -> BadConfiguration:
    return BadConfiguration(
        "bad-settings",
        phrase("The saved defaults in {file} can't be read.", file=str(place)),
        hint=phrase("Delete this file, and save them anew: pairing config set KEY VALUE"),
        file=str(place),
    )
