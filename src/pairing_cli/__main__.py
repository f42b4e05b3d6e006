"""The one entry and exit: streams, language, signals, exit codes, last-resort error.

Nothing below ends the process or writes a traceback. Every failure leaves here as a sentence
and an exit code of the contract.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from pairing_cli.output.surface import Surface

OUR_BUG = 70
INTERRUPTED = 130
TERMINATED = 143


def main() -> None:
    """Run the program for this process and exit."""
    # Commands live for a fraction of a second: collecting garbage costs more than it frees.
    gc.set_threshold(100_000, 50, 50)
    _end_on_terminate()
    code = run(sys.argv[1:], os.environ, sys.stdout, sys.stderr)
    # Skip the interpreter's clean-up once everything is written; nothing is left to close.
    os._exit(code)


def run(argv: Sequence[str], environ: Mapping[str, str], stdout: TextIO, stderr: TextIO) -> int:
    """Run one command line; the exit code."""
    from pairing_cli.output.language import resolve_language, use_language
    from pairing_cli.output.surface import surface_from_environment

    arguments = [_readable(word) for word in argv]
    use_language(resolve_language(arguments, environ))
    errors = surface_from_environment(stderr, environ=environ)
    out = surface_from_environment(stdout, environ=environ)
    try:
        code = _run_command(arguments, environ, out, errors)
        stdout.flush()
        stderr.flush()
    except BrokenPipeError:
        _silence(stdout)
        code = 0
    except OSError as error:
        code = _report_stream_failure(error, stdout, errors)
    return code


def _run_command(
    arguments: list[str], environ: Mapping[str, str], out: Surface, errors: Surface
) -> int:
    import datetime as dt

    import click
    import typer

    from pairing_cli.cli.context import Run
    from pairing_cli.cli.root import app
    from pairing_cli.domain.errors import PairingError
    from pairing_cli.output.messages import show_error

    this_run = Run(stderr=errors, real_today=dt.date.today())  # noqa: DTZ011 - the user's day
    try:
        result = typer.main.get_command(app).main(
            arguments, prog_name="pairing", standalone_mode=False, obj=this_run
        )
        return _render(result, this_run, environ, out, errors)
    except PairingError as error:
        show_error(error, _wants_json(arguments), errors)
        return error.exit_code
    except click.ClickException as error:
        show_error(_usage_error(error), _wants_json(arguments), errors)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _interrupted(errors)
    except BrokenPipeError:
        raise
    except Exception as error:
        if environ.get("PAIRING_DEBUG"):
            raise
        return _report_bug(error, _wants_json(arguments), errors)
    finally:
        this_run.close()


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


def _usage_error(error: Any) -> Any:
    """What click found wrong with the command line, as one of our errors."""
    from pairing_cli.domain.errors import UsageError
    from pairing_cli.domain.phrases import phrase

    ctx = getattr(error, "ctx", None)
    hint = phrase("See: {command} --help", command=ctx.command_path) if ctx else None
    return UsageError(
        "usage", phrase("{message}", message=error.format_message().rstrip()), hint=hint
    )


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
    """An argument whose UTF-8 bytes the locale couldn't decode, decoded as UTF-8."""
    try:
        return os.fsencode(word).decode("utf-8") if not word.isascii() else word
    except (UnicodeDecodeError, UnicodeEncodeError):
        return word.encode("utf-8", "replace").decode("utf-8")


def _interrupted(errors: Surface) -> int:
    from pairing_cli.domain.phrases import phrase
    from pairing_cli.output.messages import note

    note(phrase("Stopped. Nothing was written."), errors)
    return INTERRUPTED


def _end_on_terminate() -> None:
    """Have SIGTERM unwind the stack as an interrupt does, so that a transaction rolls back."""
    import signal

    def stop(_number: int, _frame: object) -> None:
        raise SystemExit(TERMINATED)

    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, stop)


def _silence(stream: TextIO) -> None:
    """Send what is still buffered nowhere: the reader of the pipe has gone."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _report_stream_failure(error: OSError, stdout: TextIO, errors: Surface) -> int:
    """The disk under a redirected stdout is full, or the device refuses."""
    from pairing_cli.domain.errors import StorageFailure
    from pairing_cli.domain.phrases import phrase
    from pairing_cli.output.messages import show_error

    _silence(stdout)
    failure = StorageFailure(
        "output-failed",
        phrase("The output could not be written: {reason}.", reason=os.strerror(error.errno or 0)),
    )
    show_error(failure, False, errors)
    return failure.exit_code


def _report_bug(error: BaseException, as_json: bool, errors: Surface) -> int:
    """Keep the traceback in a file for the developers, and tell the user where."""
    from pairing_cli.bug_report import keep_traceback
    from pairing_cli.domain.errors import PairingError
    from pairing_cli.domain.phrases import phrase
    from pairing_cli.output.messages import show_error

    place = keep_traceback(error)
    failure = PairingError(
        "bug",
        phrase(
            "Something went wrong that is our fault, not yours ({kind}).", kind=type(error).__name__
        ),
        hint=phrase("What was not saved is as before. Please send us this file: {path}", path=place)
        if place
        else phrase("What was not saved is as before."),
    )
    show_error(failure, as_json, errors)
    return OUR_BUG


if __name__ == "__main__":
    main()
