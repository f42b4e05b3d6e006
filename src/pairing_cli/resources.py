"""The files that come with the program: the seed, rule packs, templates."""

from __future__ import annotations

from pathlib import Path


def data_folder() -> Path:
    """Where they are: inside the installed package, or `data/` of a checkout."""
    package = Path(__file__).parent
    packed = package / "data"
    return packed if packed.is_dir() else package.parent.parent / "data"


def shipped(folder: str) -> dict[str, Path]:
    """Code → file of the YAML files of a kind that come along: rule packs, checklists."""
    return {path.stem: path for path in sorted((data_folder() / folder).glob("*.yaml"))}


def data_file(name: str) -> Path:
    """One of them, by its name."""
    return data_folder() / name
