"""The `interviewer` command: finds the command that was named, and turns failures into a sentence and an exit code."""

from __future__ import annotations

import importlib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType

import click

from interviewer import __version__
from interviewer.errors import InterviewerError
from interviewer.model.plain import printable

DONE, BUG, USAGE, SETUP, INTERRUPTED = 0, 1, 2, 3, 130

COMMANDS = {
    "practice": "Hold a mock interview.",
    "demo": "Watch a whole interview of two questions, with spoken answers that come along.",
    "web": "Open the studio in the browser.",
    "replay": "Hear a question and your answer again, with the words as they come.",
    "report": "Make a session's report again, or print the session as JSON.",
    "regrade": "Judge a session again from what is kept.",
    "sessions": "List and search what you have practised; correct, note, compare, unpack.",
    "progress": "See how you do over all sessions, and what to practise next.",
    "export": "Pack a session into one file: .zip, .html or .pdf.",
    "delete": "Remove sessions for good.",
    "transcribe": "Write down what is said in a sound file.",
    "say": "Speak a text, or write it to a WAV file.",
    "bank": "See, check, import and write question banks.",
    "prepare": "Make a page to get ready with: steps, stories, a plan, what to ask.",
    "models": "See, fetch, check and remove the models that hear, speak and judge.",
    "eval": "Measure how far the judge is from answers whose grade is known.",
    "key": "Keep the key of a judge elsewhere in your system's keyring.",
    "doctor": "Check all that an interview needs: microphone, voice, ears, judge, disk.",
    "settings": "See every setting and where it comes from; change one.",
    "where": "Print where things are kept.",
}
"""Every command and its line in the help; a command's module is loaded only when it is called."""

ELSEWHERE = {"demo": ("practice", "demo"), "eval": ("evaluate", "evaluate")}
"""Commands that are not the function of their own name in the module of their own name."""


class Commands(click.Group):
    """Loads a command's module when it is named, so that help costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, function = ELSEWHERE.get(cmd_name, (cmd_name, cmd_name))
        command: click.Command = getattr(importlib.import_module(f"interviewer.cli.{module}"), function)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="interviewer")
def interviewer() -> None:
    """Practise a spoken interview: it asks, listens, writes down, judges and reports.

    Everything happens on this computer, unless you name another judge. Begin with `interviewer practice`, or with
    `interviewer web` for the same in the browser. `interviewer COMMAND --help` tells more of each.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a bug, 2 wrong usage, 3 something you can put right."""
    _share_processors()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # an old code page must not end an interview
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        result = interviewer.main(args=arguments, prog_name="interviewer", standalone_mode=False)
    except click.UsageError as error:
        error.show()
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nStopped.", err=True)
        return INTERRUPTED
    except InterviewerError as error:
        return _say(error)
    except click.ClickException as error:
        error.show()
        return SETUP
    except BrokenPipeError:
        # The reader of our output has gone; what is left to flush has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception:
        traceback.print_exc()
        click.echo("This is a bug of ours. Your recordings are safe.", err=True)
        return BUG
    return result if isinstance(result, int) else DONE


def _share_processors() -> None:
    """Let numpy do its products in the thread that asks, unless the user wants it otherwise.

    OpenBLAS's threads spin while they wait for one another. Where ears and judge are at work too, the head then reads
    an answer several times slower than with one thread, and the microphone's thread gets less.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read once, when numpy is imported


def _say(error: InterviewerError) -> int:
    click.echo(printable(error.message), err=True)
    if error.hint:
        click.echo(printable(error.hint), err=True)
    return SETUP


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
