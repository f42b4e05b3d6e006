"""What the operating system says when it can't do something, as sentences of ours.

It says so in English, or in the language of the machine, which need not be the user's.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import Final

from pairing_cli.domain.phrases import Label, Phrase, phrase

_SAID: Final[Mapping[int, Phrase]] = {
    errno.ENOENT: phrase("No such file or directory"),
    errno.EACCES: phrase("Permission denied"),
    errno.EPERM: phrase("Operation not permitted"),
    errno.EEXIST: phrase("File exists"),
    errno.ENOTDIR: phrase("Not a directory"),
    errno.EISDIR: phrase("Is a directory"),
    errno.EROFS: phrase("Read-only file system"),
    errno.ENAMETOOLONG: phrase("File name too long"),
    errno.ENOTEMPTY: phrase("Directory not empty"),
    errno.ELOOP: phrase("Too many levels of symbolic links"),
    errno.EBUSY: phrase("Device or resource busy"),
    errno.EINVAL: phrase("Invalid argument"),
    errno.EFBIG: phrase("File too large"),
    errno.EMFILE: phrase("Too many open files"),
    errno.ENXIO: phrase("No such device or address"),
    errno.ENOSPC: phrase("No space left on device"),
    errno.EIO: phrase("Input/output error"),
}
"""By number, in the words of the C library, so that they stay what one can look up."""


def said_by(failure: BaseException) -> Phrase | Label | str:
    """Why `failure` happened: in words that can be translated where it is a usual one."""
    if isinstance(failure, OSError):
        number = failure.errno or 0
        said = failure.strerror or str(failure)
        return _SAID.get(number) or Label(f"系统错误 {number}", said)
    return str(failure)


def named_source(name: str) -> str | Phrase:
    """Where something was read from, as it is told: "-" is no name of a file."""
    return phrase("standard input") if name == "-" else name
