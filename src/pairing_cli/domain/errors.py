"""Everything that can go wrong, by what the user can do about it.

The class decides the exit code, `code` names the case for scripts, `message` says what
failed and `hint` what to do next. Messages are `Phrase`s: they are translated when shown.
"""

from __future__ import annotations

from typing import ClassVar

from pairing_cli.domain.phrases import Label, Phrase


class PairingError(Exception):
    """A failure with a sentence for the user. Never raised itself: use a subclass."""

    exit_code: ClassVar[int] = 70

    def __init__(
        self,
        code: str,
        message: Phrase,
        *,
        hint: Phrase | None = None,
        file: str | None = None,
        row: int | None = None,
        column: str | None = None,
        field: str | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.hint = hint
        self.file = file
        self.row = row
        self.column = column
        self.column_label: Label | None = None
        """For people: its name, where `column` is a key and no header of theirs."""
        self.field = field
        """The key of the field that it is about, which an import shows as its column."""


class InputError(PairingError):
    """What was typed, or a row holds, can't be taken: said in another way it could. The rest of a
    table goes on without such a row; after any other failure nothing does. Never raised itself.
    """


class UsageError(InputError):
    """The command line is wrong: a date that doesn't exist, an end before its start."""

    exit_code = 2


class RuleRefusal(InputError):
    """A rule of the programme forbids it; `code` names the rule, the hint how to override."""

    exit_code = 3


class NotFound(InputError):
    """No such record, or several: the hint carries candidates or the nearest names."""

    exit_code = 4


class BadData(InputError):
    """Input that can't be stored: control characters, too long, a mistake in a file."""

    exit_code = 65


class InputMissing(PairingError):
    """An input file isn't there."""

    exit_code = 66


class NewerFile(PairingError):
    """The database was written by a newer version of this program."""

    exit_code = 69


class CannotCreate(PairingError):
    """The output can't be created."""

    exit_code = 73


class StorageFailure(PairingError):
    """The operating system failed to read or write: disk full, I/O error."""

    exit_code = 74


class Locked(PairingError):
    """Another process holds the database."""

    exit_code = 75


class Damaged(PairingError):
    """The file isn't a database, isn't ours, or its content is broken."""

    exit_code = 76


class NoPermission(PairingError):
    """Read-only or not permitted."""

    exit_code = 77


class BadConfiguration(PairingError):
    """A setting or environment variable can't be used."""

    exit_code = 78
