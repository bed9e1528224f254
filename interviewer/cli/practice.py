"""`interviewer practice` and `interviewer demo`: hold an interview, then show the report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib.resources import as_file, files
from pathlib import Path

import click
from rich.console import Console

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli import consent
from interviewer.cli.delete import delete_old
from interviewer.cli.options import BANK, SPEAKER, examples, setting
from interviewer.interview import Interview
from interviewer.library import bank as banks
from interviewer.model.closing import SheetLine
from interviewer.model.plain import printable
from interviewer.model.session import Paper, Session
from interviewer.rules import fitting
from interviewer.rules import practice as selection
from interviewer.rules.closing import sheet as sheets
from interviewer.rules.recovery import told
from interviewer.screen import Screen
from interviewer.settings import Settings

MOST_ROUNDS = 8
"""Times that the candidate is asked for questions at the close."""

DEMO_QUESTIONS = ("scope-decision", "data-informed-decisions")
"""The questions that the shipped spoken answers answer, in their order."""


@click.command(
    epilog=examples(
        "interviewer practice --questions 5",
        "interviewer practice --whole --bank any-role --job advert.pdf --cv cv.docx",
        "interviewer practice --category behavioural-and-situational --typed",
        "interviewer practice --question technical-debt --answer-from mine.m4a",
        "interviewer practice --retry last",
    )
)
@setting("bank", metavar="BANK", help=BANK)
@setting("questions", metavar="N", help="How many questions to ask.")
@click.option("--question", "ids", metavar="ID", multiple=True, help="Ask the question of this id; may be given again.")
@click.option("--category", metavar="ID", help="Ask only questions of the category of this id.")
@click.option("--opening", is_flag=True, help='Begin with "tell me about yourself".')
@click.option("--closing", is_flag=True, help='End with "do you have any questions for us?".')
@click.option("--whole", is_flag=True, help="A whole interview: --opening and --closing.")
@click.option(
    "--company", metavar="FILE", help="Answer your questions at the close from these notes about the company."
)
@click.option("--job", metavar="FILE", help="Choose questions for this job description.")
@click.option("--cv", metavar="FILE", help="Choose questions for this CV.")
@setting("manner", metavar="MANNER", help="How the interviewer speaks: neutral, friendly or pressing.")
@setting("seed", metavar="N", help="Any number; with the same one the same questions are chosen.")
@click.option("--retry", metavar="SESSION", help="Ask the questions of an earlier session again.")
@click.option("--resume", metavar="SESSION", help="Go on with a session that was cut off or left.")
@setting("microphone", metavar="DEVICE", help="The microphone, by number or part of its name.")
@setting("speaker", metavar="DEVICE", help=SPEAKER)
@setting("profile", metavar="PROFILE", help="How long pauses are waited for: relaxed, brisk, patient or manual.")
@click.option("--typed", is_flag=True, help="Type the answers instead of speaking.")
@click.option(
    "--answer-from",
    "files_",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Answer with this sound file and not the microphone; give one for each question.",
)
@click.option(
    "--follow-up-from",
    "more",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Answer the next follow-up with this sound file; may be given again. Needs --answer-from.",
)
@setting("follow_ups", metavar="N", help="How many follow-ups a question may get: 0, 1 or 2.")
@click.option("--fast", is_flag=True, help="Read the files of --answer-from as fast as they can be read.")
@consent.yes_option
def practice(
    bank: str | None,
    questions: int | None,
    ids: tuple[str, ...],
    category: str | None,
    opening: bool,
    closing: bool,
    whole: bool,
    company: str | None,
    job: str | None,
    cv: str | None,
    manner: str | None,
    seed: int | None,
    retry: str | None,
    resume: str | None,
    microphone: str | None,
    speaker: str | None,
    profile: str | None,
    typed: bool,
    files_: tuple[Path, ...],
    more: tuple[Path, ...],
    follow_ups: int | None,
    fast: bool,
    yes: bool,
) -> int:
    """Hold a mock interview: questions aloud, spoken answers, a written report.

    `interviewer bank show BANK` prints the ids of questions and categories. SESSION is an id, the beginning of one, or
    `last`.
    """
    _refuse_contradictions(typed=typed, files_=files_, fast=fast, questions=questions, retry=retry, resume=resume)
    opening, closing = opening or whole, closing or whole or company is not None
    if closing and resume is not None:
        raise click.UsageError("--closing ends a new interview; --resume goes on as the old one was planned")
    if opening and (retry is not None or resume is not None):
        raise click.UsageError("--opening begins a new interview; --retry and --resume ask what was asked before")
    if (job is not None or cv is not None) and (ids or retry is not None or resume is not None):
        raise click.UsageError("--job and --cv choose questions; --question, --retry and --resume name them")
    if more and not files_:
        raise click.UsageError("--follow-up-from answers follow-ups to --answer-from; give both")
    source = studio.Typing() if typed else studio.Files(files_, fast, more) if files_ else studio.Devices()
    if files_ and questions is None and not ids and retry is None and resume is None:
        questions = max(1, len(files_) - opening - closing)
    chosen = choices.load(
        bank=bank,
        questions=questions,
        manner=manner,
        seed=seed,
        microphone=microphone,
        speaker=speaker,
        profile=profile,
        follow_ups=follow_ups,
    )
    consent.ask(chosen, yes=yes)
    delete_old(chosen)
    if resume is not None:
        return hold(chosen, studio.resumed(chosen, resume), source, start=Interview.resume)
    if (cut_off := _offer_cut_off(chosen)) is not None:
        return hold(chosen, cut_off, source, start=Interview.resume)
    papers = _papers(job, cv)
    sheet = _sheet(company, job) if closing else None
    fitted = studio.planned(
        chosen, ids=ids, category=category, retry=retry, papers=papers, opening=opening, fixed=seed is not None
    )
    planned = fitted.questions
    if files_ and len(files_) < (needed := len(planned) + closing):
        raise click.UsageError(f"{needed} questions need {needed} files in --answer-from ({len(files_)} given)")
    session = studio.new_session(chosen, planned, source.name)
    session = session.but(reasons=fitted.reasons, manner=chosen.manner)
    if sheet is not None:
        # Answers that come from files end with the last file, and so does the close.
        rounds = len(files_) - len(planned) if files_ else MOST_ROUNDS
        session = studio.with_close(chosen, session, sheet, rounds)
    return hold(chosen, session, source)


@click.command()
@setting("speaker", metavar="DEVICE", help=SPEAKER)
@click.option("--fast", is_flag=True, help="Do not wait for the spoken answers: read them as fast as possible.")
@consent.yes_option
def demo(speaker: str | None, fast: bool, yes: bool) -> int:
    """Watch an interview of two questions; the answers are synthetic speech that comes with the program."""
    chosen = choices.load(speaker=speaker)
    consent.ask(chosen, yes=yes)
    bank = banks.find("it-product-manager")
    planned = selection.choose(bank, count=2, ids=DEMO_QUESTIONS, category=None, seed=0, last_practised={})
    with ExitStack() as stack:
        folder = files("interviewer") / "demo"
        answers = tuple(stack.enter_context(as_file(folder / f"answer-{n}.ogg")) for n in (1, 2))
        session = studio.new_session(chosen, planned, "demo", bank=bank)
        return hold(chosen, session, studio.Files(answers, fast))


def hold(
    chosen: Settings, session: Session, source: studio.Source, *, start: Callable[[Interview], Session] = Interview.run
) -> int:
    """Check everything, hold the session, write and show the report."""
    console = Console(soft_wrap=False)
    with ExitStack() as stack:
        keys = stack.enter_context(studio.open_keys())
        crew = stack.enter_context(studio.crew(chosen, session, source, keys=keys))
        session = session.but(made_with=crew.made_with)
        for notice in crew.notices:
            console.print(f"[dim]{printable(notice)}[/dim]", highlight=False)
        with Screen(console, keys=crew.has_keys) as screen:
            session = start(Interview(crew.members, session, screen))
            written = studio.write_reports(chosen, session, screen.writing)
    studio.show_report(console, session)
    console.print(f"\nThe whole report: {written}", highlight=False, soft_wrap=True)
    if not isinstance(source, studio.Typing):
        console.print("Hear it again: interviewer replay last", highlight=False)
    return 0


def _papers(job: str | None, cv: str | None) -> tuple[fitting.Passage, ...] | None:
    """What the job description and the CV say, None without any. Lines that speak to the interviewer are told."""
    files_: dict[Paper, str | None] = {"job": job, "cv": cv}
    found, told = fitting.read(
        {paper: studio.read_document(file) for paper, file in files_.items() if file is not None}
    )
    for sentence in told:
        click.echo(sentence, err=True)
    return found


def _sheet(company: str | None, job: str | None) -> tuple[SheetLine, ...]:
    """What the interviewer may answer with; what cannot be used of it is told."""
    about = studio.read_document(company) if company is not None else None
    if about is not None:
        for notice in about.notices:
            click.echo(printable(f"{about.name}: {notice}"), err=True)
        for line in sheets.set_aside(about):
            click.echo(f"{about.name} line {line} speaks to the interviewer: it is never said.", err=True)
    found = sheets.sheet(about, studio.read_document(job) if job is not None else None)
    if not found:
        click.echo(
            "There is nothing to answer your questions from. Give --company FILE or --job FILE; they are judged all the"
            " same.",
            err=True,
        )
    return found


def _offer_cut_off(chosen: Settings) -> Session | None:
    """Ask what shall become of a session that was cut off; None: begin a new one."""
    store = studio.open_store(chosen)
    interrupted = studio.interrupted(store)
    if not interrupted:
        return None
    session = interrupted[-1]
    orphans = studio.orphans(store, session)
    click.echo(told(session, orphans), err=True)
    if not sys.stdin.isatty():
        click.echo(f"Go on with it: interviewer practice --resume {session.id}", err=True)
        return None
    if orphans:
        question = "[k]eep it and go on, [r]ecord that answer again, [d]iscard it, or [l]ater"
    else:
        question = "[k]eep to it and go on, [d]iscard the rest of it, or [l]ater"
    letters = [letter for letter in "krdl" if f"[{letter}]" in question]
    match click.prompt(question, type=click.Choice(letters), default="k", err=True):
        case "k":
            return studio.resumed(chosen, session.id)
        case "r":
            return studio.asked_again(chosen, session.id)
        case "d":
            studio.discarded(chosen, session.id)
    return None


def _refuse_contradictions(
    *, typed: bool, files_: Sequence[Path], fast: bool, questions: int | None, retry: str | None, resume: str | None
) -> None:
    if typed and files_:
        raise click.UsageError("--typed and --answer-from are two different ways to answer; give one of them")
    if fast and not files_:
        raise click.UsageError("--fast reads the files of --answer-from; there are none")
    if retry is not None and resume is not None:
        raise click.UsageError("--retry begins a new session and --resume goes on with an old one; give one of them")
    if files_ and questions is not None and questions > len(files_):
        raise click.UsageError(
            f"--questions {questions} needs {questions} files in --answer-from ({len(files_)} given)"
        )
