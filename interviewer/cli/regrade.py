"""`interviewer regrade`: write down what was not heard and judge again what was, from what is kept."""

from __future__ import annotations

from contextlib import ExitStack

import click
from rich.console import Console

from interviewer import desk, studio
from interviewer import settings as choices
from interviewer.cli import consent
from interviewer.cli.options import setting
from interviewer.closing import judge_close
from interviewer.errors import SetupError
from interviewer.model.session import Session
from interviewer.rules.closing.finding import Finder
from interviewer.rules.closing.weighing import Weigher
from interviewer.screen import Screen
from interviewer.settings import Settings
from interviewer.sitting import Sitting


@click.command()
@click.argument("session", default="last")
@click.option("--turn", type=click.IntRange(min=1), metavar="N", help="Only this question.")
@setting("model", metavar="MODEL", help="The language model that judges.")
@setting("base_url", metavar="URL", help="The address of another judge.")
@consent.yes_option
def regrade(session: str, turn: int | None, model: str | None, base_url: str | None, yes: bool) -> None:
    """Judge SESSION (default: the last one) again; answers that were not written down yet are, first.

    What was recorded when a session was cut off is judged too.
    """
    chosen = choices.load(model=model, base_url=base_url)
    if chosen.judge == "off":
        raise SetupError("The judge is switched off.", hint="Type: INTERVIEWER_JUDGE=on interviewer regrade")
    found = studio.abandoned(chosen, session)
    numbers = [each.number for each in found.turns if each.take is not None]
    if turn is not None and turn not in numbers:
        raise click.UsageError(f"--turn must be one of {', '.join(map(str, numbers)) or 'none'} (got {turn})")
    consent.ask(chosen, yes=yes)
    console = Console()
    again = _judged_again(chosen, found, turn, console)
    page = studio.write_reports(chosen, again)
    studio.show_report(console, again)
    console.print(f"\nThe whole report: {page}", highlight=False, soft_wrap=True)


def _judged_again(chosen: Settings, session: Session, turn: int | None, console: Console) -> Session:
    with ExitStack() as stack:
        silent = not any(desk.unheard(each) for each in session.turns if turn in (None, each.number))
        ears, judge = None if silent else studio.open_ears(chosen), studio.open_judges(chosen)
        for part in (ears, judge):
            if part is not None:
                stack.callback(part.close)
        screen = stack.enter_context(Screen(console, keys=False))
        sitting = Sitting(session, studio.open_store(chosen), screen)
        sitting.take_up()
        try:
            desk.redo(sitting, ears, judge, turn=turn, meter=studio.open_meter())
            if session.closing is not None and turn in (None, *session.closing.answered):
                encoder = studio.open_encoder_or_none(chosen)
                judge_close(sitting, Weigher(Finder(session.closing.sheet, encoder)))
        finally:
            session = sitting.end()
    return session
