"""What every command of one run shares: which file, which day, which language, who."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import typer

from pairing_cli.domain.errors import BadConfiguration
from pairing_cli.domain.phrases import Phrase, phrase

if TYPE_CHECKING:
    from pairing_cli.domain.time.dates import DateSpan
    from pairing_cli.output.surface import Surface
    from pairing_cli.services.programme.cycles import CycleRow
    from pairing_cli.services.reports.moved import Snapshot
    from pairing_cli.store.opening import FileReader
    from pairing_cli.store.reading import Reader
    from pairing_cli.store.writing import Writer


class Run:
    """One run of the program: its settings, and what it has opened.

    No dataclass: each command makes one of these, and making its methods takes a millisecond.
    """

    db: str | None
    as_of_text: str | None = None
    actor_text: str | None = None
    language: str | None = None
    color: str = "auto"
    debug: bool = False
    no_context: bool = False
    """Whether saved filters are left alone for once."""
    is_terminal: bool
    """Whether the data goes to a person at a terminal."""
    format: str | None = None
    correction: str | None = None
    """Why a closed cycle is written into."""
    went: Phrase | None = None
    """Into which cycle the last writing went, where that has to be said."""
    also_open: Phrase | None = None
    """What a report says of the other cycles, where nobody chose the one that it is of."""
    moved: tuple[Phrase, ...] = ()
    """The figures that the last writing into a register moved."""
    left_as_it_was: bool = False
    """Whether the last writing changed nothing."""
    _reader: FileReader | None = None
    _settings: Mapping[str, str] | None = None

    def __init__(
        self,
        stderr: Surface,
        real_today: dt.date,
        *,
        db: str | None = None,
        is_terminal: bool = False,
    ) -> None:
        self.stderr = stderr
        self.real_today = real_today
        self.db = db
        self.is_terminal = is_terminal
        self._echoed: set[str] = set()

    @property
    def as_of(self) -> dt.date:
        """The day that every report is made for."""
        if not self.as_of_text:
            return self.real_today
        from pairing_cli.domain.time.date_words import Lean
        from pairing_cli.domain.time.dates import DateSpan, leaves_open, parse_date

        text, today = self.as_of_text, self._today_of(self.as_of_text)
        found = parse_date(text, today, year_from=today, lean=Lean.NEAR)
        if leaves_open(text):
            self.echo_days(text, DateSpan(found, found))
        return found

    def _today_of(self, text: str) -> dt.date:
        """What --as-of counts from: the day of PAIRING_TODAY, which is today for all else."""
        from pairing_cli.domain.time.dates import leaves_open, parse_date

        said = os.environ.get("PAIRING_TODAY", "")
        is_full = text[:1].isdigit() and not leaves_open(text)
        if is_full or not said.strip() or said == text:
            return self.real_today
        return parse_date(said, self.real_today, year_from=self.real_today)

    @property
    def today(self) -> dt.date:
        """The day on which records are made, that of the report: nothing done lies after it."""
        return self.as_of

    @property
    def path(self) -> Path:
        """Where the database is."""
        if self.db is None:
            from pairing_cli.store.file import default_path

            return default_path()
        if "://" in self.db:
            raise BadConfiguration(
                "no-server",
                phrase("This version opens files only, not {url}.", url=self.db.split("@")[-1]),
                hint=phrase("Give the path of a file: --db PATH"),
            )
        try:
            return Path(self.db).expanduser()
        except RuntimeError:
            if Path(self.db).parts[0] != "~":
                return Path(self.db)  # no such user: a plain name
            from pairing_cli.store.file import no_home

            raise no_home() from None

    @property
    def settings(self) -> Mapping[str, str]:
        """The saved defaults; read once. Raises `BadConfiguration`."""
        if self._settings is None:
            from pairing_cli.settings import read_settings

            self._settings = read_settings()
        return self._settings

    @property
    def actor(self) -> str:
        """Who is at the keyboard: --actor, PAIRING_ACTOR, the saved one, else the login name."""
        from pairing_cli.domain.words.wording import one_line

        if said := self.actor_text or self.settings.get("actor"):
            return one_line(said, phrase("The name of the actor"))
        for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
            if name := os.environ.get(variable, "").strip():
                return one_line(name, phrase("The login name"))
        import getpass

        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):  # a user without a name or a home
            return "unknown"

    def reader(self) -> FileReader:
        """The database, to read from; opened once."""
        if self._reader is None:
            from pairing_cli.store.opening import FileReader

            self._reader = FileReader(self.path, on_backup=self._say_backup)
        return self._reader

    def cycle(self, store: Reader, code: str | None = None) -> CycleRow:
        """The cycle with this code; without one, the latest that had begun by the day of the
        report. Raises as `find_cycle` does.
        """
        from pairing_cli.services.programme.cycles import cycle_and_others

        found, others = cycle_and_others(store, code, self.as_of)
        if store is self._reader:
            self.also_open = None
            if code is None and others:
                from pairing_cli.cli.other_cycles import also_open

                self.also_open = also_open(found, others)
        return found

    @contextmanager
    def writing(
        self, command: str, *, reason: str | None = None, dry_run: bool = False
    ) -> Iterator[Writer]:
        """The database, to write to: everything in the block happens, or nothing."""
        from pairing_cli.store.writing import writing

        self.also_open = None  # what is written says where it went
        with writing(
            self.path,
            command=command,
            actor=self.actor,
            reason=reason or self.correction,
            dry_run=dry_run,
            on_backup=self._say_backup,
        ) as writer:
            before = self._figures(writer, command)
            yield writer
            self._look_at_cycles(writer)
            if before is not None and writer.has_changes():
                from pairing_cli.cli.results import lines_of

                self.moved = tuple(lines_of(before, writer))
            self.left_as_it_was = not writer.has_changes()

    def _figures(self, writer: Writer, command: str) -> Snapshot | None:
        """The figures before a register is written that they count."""
        from pairing_cli.services.reports.moved import before_recording

        context = click.get_current_context(silent=True)
        return before_recording(writer, command, context.params if context else {}, self.as_of)

    def _look_at_cycles(self, writer: Writer) -> None:
        from pairing_cli.services.keeping.closed_cycles import check_cycles, where_it_went

        if writer.has_changes():
            check_cycles(writer, self.correction, self.today)
            self.went = where_it_went(writer, self.as_of)

    def echo_days(self, said: str, days: DateSpan) -> None:
        """Show a day in full that was said by a part of it, once."""
        if said in self._echoed or self.format in {"json", "jsonl"}:
            return
        from pairing_cli.domain.time.said import in_full

        self._echoed.add(said)
        self.note(in_full(said, days))

    def note(self, message: Phrase) -> None:
        """Say something on stderr now, before the command is done."""
        from pairing_cli.output.messages import note

        note(message, self.stderr)

    def check_input(self, path: Path) -> None:
        """Raise `BadData` where the file at `path` is one that the program keeps."""
        from pairing_cli.store.kept import check_may_be_read

        check_may_be_read(path, self.path)

    def close_reader(self) -> None:
        """Let go of the database that was read, so that it is opened anew."""
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    def close(self) -> None:
        """Let go of what was opened."""
        if self._reader is not None:
            self._reader.close()

    def say_waiting(self) -> None:
        """Say that another process has to be waited for."""
        self.note(phrase("Another program is using the database; waiting for it…"))

    def _say_backup(self, path: Path) -> None:
        self.note(phrase("Backed up first: {path}", path=str(path)))


def run_of(ctx: typer.Context) -> Run:
    """The run that a command belongs to."""
    run: Any = ctx.find_object(Run)
    assert isinstance(run, Run)  # noqa: S101 - put there before any command starts
    return run
