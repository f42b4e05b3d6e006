"""The one entry and exit: streams, language, signals, exit codes, last-resort error.

Nothing below ends the process or writes a traceback. Every failure leaves here as a sentence
and an exit code of the contract.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO, cast

if TYPE_CHECKING:
    from pairing_cli.cli.context import Run
    from pairing_cli.domain.errors import PairingError
    from pairing_cli.output.surface import Surface
    from pairing_cli.run_log import RunLog

OUR_BUG = 70
INTERRUPTED = 130


def main() -> None:
    """Run the program for this process and exit."""
    # Commands live for a fraction of a second: collecting garbage costs more than it frees.
    gc.set_threshold(1_000_000, 50, 50)
    _leave_ascii()
    _handle_signals()
    _open_closed_streams()
    from pairing_cli.run_log import RunLog

    log = RunLog(sys.argv[1:], os.environ)
    try:
        code = run(sys.argv[1:], os.environ, sys.stdout, sys.stderr, log)
    except KeyboardInterrupt:
        code = INTERRUPTED
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else OUR_BUG
    log.close(code)
    # Skip the interpreter's clean-up once everything is written; nothing is left to close.
    os._exit(code)


def run(
    argv: Sequence[str],
    environ: Mapping[str, str],
    stdout: TextIO,
    stderr: TextIO,
    log: RunLog | None = None,
) -> int:
    """Run one command line; the exit code."""
    from pairing_cli import signals
    from pairing_cli.cli.tree.chinese_names import shared_in_english
    from pairing_cli.output.language import is_readable, resolve_language, use_language
    from pairing_cli.output.surface import surface_from_environment
    from pairing_cli.settings import saved_language

    signals.start_anew()
    arguments = shared_in_english([_readable(word) for word in argv])
    use_language(resolve_language(arguments, environ, saved_language))
    if environ.get("_PAIRING_COMPLETE"):
        return _complete(arguments, environ, stdout, stderr)
    errors = surface_from_environment(stderr, environ=environ)
    errors = errors._replace(stream=cast("TextIO", _Unfailing(stderr)))
    out = surface_from_environment(stdout, environ=environ)
    if not is_readable() and not _wants_json(arguments):  # which is in no language
        _warn_of_language(errors)
    verdict = _Verdict()
    try:
        verdict.code = _run_command(arguments, environ, out, errors, log, verdict)
        stdout.flush()
        errors.stream.flush()
    except BrokenPipeError:  # who was to read it has gone: the verdict stands
        _silence(stdout)
    except OSError as error:
        verdict.code = _report_stream_failure(error, stdout, errors)
    return verdict.code


def _warn_of_language(errors: Surface) -> None:
    from pairing_cli.output.language import UNREADABLE
    from pairing_cli.output.messages import warn

    warn(UNREADABLE, errors)


class _Verdict:
    """The exit code as it is known so far, whatever happens to what is still to be said."""

    code = 0


def _complete(words: list[str], environ: Mapping[str, str], stdout: TextIO, stderr: TextIO) -> int:
    """Answer a shell that asks at the Tab key; nothing runs and nothing fails."""
    import datetime as dt

    from pairing_cli.cli.context import Run
    from pairing_cli.cli.root import command_tree
    from pairing_cli.cli.tab.answering import VARIABLE, answer
    from pairing_cli.output.surface import surface_from_environment

    surface_from_environment(stdout, environ=environ)  # UTF-8, as in any pipe
    run = Run(stderr=surface_from_environment(stderr), real_today=dt.date.today())  # noqa: DTZ011
    words = words[1:] if words[:1] == ["--"] else words
    found = answer(environ[VARIABLE], words, environ, command_tree(), run)
    with suppress(OSError):
        stdout.writelines(f"{line}\n" for line in found)
        stdout.flush()
    return 0


def _run_command(
    arguments: list[str],
    environ: Mapping[str, str],
    out: Surface,
    errors: Surface,
    log: RunLog | None,
    verdict: _Verdict,
) -> int:
    import datetime as dt

    import click

    from pairing_cli.cli.context import Run
    from pairing_cli.cli.root import command_tree
    from pairing_cli.domain.errors import PairingError
    from pairing_cli.inputs import checked_by
    from pairing_cli.waiting import waiting_told_to

    this_run = Run(
        stderr=errors,
        real_today=dt.date.today(),  # noqa: DTZ011 - the user's day
        is_terminal=out.is_terminal,
    )
    try:
        with checked_by(this_run.check_input), waiting_told_to(this_run.say_waiting):
            result = command_tree().main(
                arguments, prog_name="pairing", standalone_mode=False, obj=this_run
            )
        if result == INTERRUPTED:
            return _interrupted(errors)
        verdict.code = getattr(result, "exit_code", 0)
        return _render(result, this_run, environ, out, errors)
    except PairingError as error:
        return _show(error, arguments, errors, log)
    except click.ClickException as error:
        from pairing_cli.cli.usage import usage_error

        return _show(usage_error(error), arguments, errors, log)
    except (KeyboardInterrupt, click.Abort):
        return _interrupted(errors)
    except SystemExit as stop:
        # The reader of the help has gone; click would end with 1.
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        raise
    except Exception as error:
        if isinstance(error, OSError) and _is_stream_failure(error):
            raise
        if this_run.debug or environ.get("PAIRING_DEBUG"):
            import traceback

            traceback.print_exception(error, file=errors.stream)
        return _show(_last_resort(error, this_run), arguments, errors, log)
    finally:
        this_run.close()


def _show(error: Any, arguments: list[str], errors: Surface, log: RunLog | None) -> int:
    """Tell the user what failed; the exit code."""
    from pairing_cli.output.messages import show_error

    if log is not None:
        log.error_code = error.code
    show_error(error, _wants_json(arguments), errors)
    code: int = error.exit_code
    return code


def _render(
    result: Any, this_run: Any, environ: Mapping[str, str], out: Surface, errors: Surface
) -> int:
    """Show a command's result; the exit code."""
    if result is None or isinstance(result, int):
        return result or 0
    from pairing_cli.output.render import render
    from pairing_cli.output.surface import surface_from_environment

    if this_run.color != "auto":
        out = surface_from_environment(out.stream, color=this_run.color, environ=environ)
        errors = surface_from_environment(errors.stream, color=this_run.color, environ=environ)
    render(result, format=this_run.format, stdout=out, stderr=errors)
    return getattr(result, "exit_code", 0)


def _wants_json(arguments: Sequence[str]) -> bool:
    """Whether a JSON format is in force, told without the parser that may have failed."""
    formats = {"json", "jsonl"}
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == "--":
            return False
        if word == "--json" or word in {"--format=json", "--format=jsonl"}:
            return True
        if word == "--format" and following in formats:
            return True
    return False


def _readable(word: str) -> str:
    """An argument whose UTF-8 bytes the locale couldn't decode, decoded as UTF-8. Bytes that are
    none stay as they are: the name of a file may hold them.
    """
    try:
        return os.fsencode(word).decode("utf-8") if not word.isascii() else word
    except (UnicodeDecodeError, UnicodeEncodeError):
        return word


def _interrupted(errors: Surface) -> int:
    from pairing_cli import signals
    from pairing_cli.domain.phrases import phrase
    from pairing_cli.output.messages import note

    if signals.is_too_late():
        note(phrase("Stopped, but it was written already. See: pairing history"), errors)
    else:
        note(phrase("Stopped. Nothing was written."), errors)
    return INTERRUPTED


def _leave_ascii() -> None:
    """Begin anew in UTF-8 where the locale knows nothing but ASCII (LC_ALL=C, and Python told
    not to help itself): names can be decoded by hand, but no file could be opened by its name.
    """
    if sys.getfilesystemencoding() == "ascii" and sys.executable:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606


def _handle_signals() -> None:
    """Have Ctrl-C, SIGTERM and the end of a terminal unwind the stack, so that a transaction rolls
    back and drafts go; from the commit on they come too late, and the command ends as it would.
    """
    import signal

    from pairing_cli import signals

    def interrupt(_number: int, _frame: object) -> None:
        signals.stop(KeyboardInterrupt())

    def terminate(number: int, _frame: object) -> None:
        signals.stop(SystemExit(128 + number))

    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # nohup, or a shell's "&"
        signal.signal(signal.SIGINT, interrupt)
    for name in (
        "SIGTERM",
        "SIGHUP",
        "SIGBREAK",
    ):  # the window was closed: a HUP, or on Windows BREAK
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, terminate)


def _open_closed_streams() -> None:
    """Have streams that the caller has closed lead nowhere.

    Left closed, their numbers would go to the next file that is opened: the database.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest free number: this one
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


class _Unfailing(io.TextIOBase):
    """stderr for what is said beside the data. Where nobody can hear it, the command and its
    exit code are what they are all the same.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            self._stream.flush()

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._stream.encoding

    def fileno(self) -> int:
        return self._stream.fileno()

    def isatty(self) -> bool:
        return self._stream.isatty()


def _silence(stream: TextIO) -> None:
    """Send what is still buffered nowhere: the reader of the pipe has gone."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _report_stream_failure(error: OSError, stdout: TextIO, errors: Surface) -> int:
    """The disk under a redirected stdout is full, or the device refuses."""
    from pairing_cli import signals
    from pairing_cli.domain.errors import StorageFailure
    from pairing_cli.domain.phrases import phrase
    from pairing_cli.domain.words.system_words import said_by
    from pairing_cli.output.messages import show_error

    _silence(stdout)
    failure = StorageFailure(
        "output-failed",
        phrase("The output could not be written: {reason}.", reason=said_by(error)),
        hint=phrase("The command itself was carried out. See: pairing history")
        if signals.is_too_late()
        else None,
    )
    show_error(failure, False, errors)
    return failure.exit_code


def _is_stream_failure(error: OSError) -> bool:
    """Whether a write to stdout or stderr failed: files of our own have a name."""
    codes = (errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EPIPE, errno.EBADF, errno.EINVAL)
    return error.filename is None and error.errno in codes


def _last_resort(error: BaseException, this_run: Run) -> PairingError:
    """What to say where a command failed as none should: the file is damaged, or we have a
    bug. Then the traceback is kept in a file for the developers.
    """
    from pairing_cli.bug_report import keep_traceback
    from pairing_cli.domain.errors import PairingError
    from pairing_cli.domain.phrases import phrase

    if _is_damaged(this_run):
        from pairing_cli.store.failures import damaged

        return damaged(this_run.path)
    place = keep_traceback(error)
    return PairingError(
        "bug",
        phrase(
            "Something went wrong that is our fault, not yours ({kind}).", kind=type(error).__name__
        ),
        hint=phrase("What was not saved is as before. Please send us this file: {path}", path=place)
        if place
        else phrase("What was not saved is as before."),
    )


def _is_damaged(this_run: Run) -> bool:
    """Whether the database, as it lies there, explains an error that should not be."""
    with suppress(Exception):
        if not this_run.path.is_file():
            return False
        from pairing_cli.store.upkeep.doctor import is_sound

        return not is_sound(this_run.path)
    return False


if __name__ == "__main__":
    main()
