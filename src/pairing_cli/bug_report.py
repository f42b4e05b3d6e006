"""Where a traceback goes that the user should never see."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path


def keep_traceback(error: BaseException) -> str | None:
    """Write the traceback to a file of the user's own; its path, or None if nothing can be
    written. Values of variables are not in it, so no names or phones are.
    """
    frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
    text = "".join([*frames, type(error).__name__, "\n"])
    for folder in (_log_folder(), Path(tempfile.gettempdir())):
        if folder is None:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle, path = tempfile.mkstemp(".log", "pairing-", folder, text=True)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError:
            continue
        return path
    return None


def _log_folder() -> Path | None:
    try:
        from platformdirs import user_log_path

        folder = user_log_path("pairing", appauthor=False)
    except Exception:
        return None
    return folder if folder.is_absolute() else None
