"""Names that the shell offers at the Tab key.

This runs at every press of it, so it loads no more than a read command does, and whatever goes
wrong, there is simply nothing to offer: an error has no place within a line being typed.
"""

from __future__ import annotations

import typer

from pairing_cli.domain.errors import PairingError


def kindergartens(ctx: typer.Context, incomplete: str) -> list[str]:
    """Kindergartens and counties whose name, or another of their names, begins so."""
    from pairing_cli.cli.context import run_of
    from pairing_cli.services.programme.names.lookup import names_beginning
    from pairing_cli.store.file import SCHEMA_VERSION, schema_version
    from pairing_cli.store.opening import FileReader

    try:
        path = run_of(ctx).path
        if schema_version(path) != SCHEMA_VERSION:  # reading it would migrate it
            return []
        store = FileReader(path)
        try:
            return names_beginning(store, incomplete)
        finally:
            store.close()
    except PairingError:
        return []
