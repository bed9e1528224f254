"""`interviewer sessions correct` and `sessions note`: what a candidate adds to an answer when they go over it again."""

from __future__ import annotations

from datetime import datetime

import click

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.options import AT, SecondType, examples
from interviewer.model.clock import clock
from interviewer.model.grade import Graded
from interviewer.model.plain import one_line
from interviewer.model.session import Session, Take
from interviewer.rules import corrections
from interviewer.rules.report_words import outdated
from interviewer.settings import Settings

turn_option = click.option("--turn", type=click.IntRange(min=1), metavar="N", help="The question that is meant.")
take_option = click.option(
    "--take", type=click.IntRange(min=1), metavar="N", help="Another take than the one that counts."
)


@click.command(
    epilog=examples(
        'interviewer sessions correct last "twice" "three times"',
        'interviewer sessions correct last "thank you" "" --turn 2',
    )
)
@click.argument("session")
@click.argument("heard")
@click.argument("said")
@turn_option
@take_option
@click.option("--at", type=SecondType(), metavar="SECOND", help="Near which place of the answer, such as 1:12.")
def correct(session: str, heard: str, said: str, turn: int | None, take: int | None, at: float | None) -> None:
    """Say that what was HEARD in an answer of SESSION was SAID otherwise: one word, or a few in quotes.

    The transcript keeps what was heard beside it; `interviewer regrade` judges the answer again with the correction.
    An empty SAID ("") strikes out words that nobody said. Give the heard words back to take a correction away.
    """
    chosen = choices.load()
    found = studio.open_store(chosen).find(session)
    number = turn if turn is not None else corrections.turn_with(found, heard)

    def change(answer: Take) -> Take:
        return corrections.corrected(answer, *corrections.find(answer, heard, at), said)

    changed = studio.amend(chosen, found.id, number, take, change)
    counts = f"counts as “{one_line(said)}”" if one_line(said) else "is struck out"
    click.echo(f"“{one_line(heard)}” in answer {number} {counts}.")
    _tell(chosen, changed, number)


@click.command(
    epilog=examples(
        'interviewer sessions note last "Name the number." --turn 1 --at 1:12',
        "interviewer sessions note last --turn 1 --remove 1",
    )
)
@click.argument("session")
@click.argument("text", required=False)
@click.option("--turn", type=click.IntRange(min=1), metavar="N", required=True, help="The question that is meant.")
@take_option
@click.option("--at", type=SecondType(), metavar="SECOND", help=AT)
@click.option("--remove", type=click.IntRange(min=1), metavar="K", help="Take the answer's note number K away.")
def note(session: str, text: str | None, turn: int, take: int | None, at: float | None, remove: int | None) -> None:
    """Write TEXT beside an answer of SESSION, at a second of it or about all of it; the report shows it there."""
    if (text is None) == (remove is None):
        raise click.UsageError("give the TEXT of a note, or --remove K")
    chosen = choices.load()
    now = datetime.now().astimezone()

    def change(answer: Take) -> Take:
        return (
            corrections.unnoted(answer, remove)
            if remove is not None
            else corrections.noted(answer, at, text or "", now)
        )

    changed = studio.amend(chosen, session, turn, take, change)
    where = "" if at is None else f" at {clock(at)}"
    click.echo(f"Note {remove} of answer {turn} is gone." if remove is not None else f"Noted in answer {turn}{where}.")
    _tell(chosen, changed, turn)


def _tell(chosen: Settings, session: Session, turn: int) -> None:
    """Write the report again, and say what is left to do."""
    answer = next(each.take for each in session.turns if each.number == turn)
    if answer is not None and isinstance(answer.grade, Graded) and outdated(answer, answer.grade):
        click.echo(f"It is still judged as it was. To judge it again: interviewer regrade {session.id} --turn {turn}")
    click.echo(f"The report is written again: {studio.write_reports(chosen, session)}")
