"""`interviewer regrade`: write down what was not heard and judge again what was, from what is kept."""

from __future__ import annotations

import click
from rich.console import Console

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli import consent
from interviewer.cli.options import JUDGE_AT, MODEL, setting
from interviewer.errors import SetupError
from interviewer.screen import Screen


@click.command()
@click.argument("session", default="last")
@click.option("--turn", type=click.IntRange(min=1), metavar="N", help="Only this question.")
@setting("model", metavar="NAME", help=MODEL)
@setting("base_url", metavar="URL", help=JUDGE_AT)
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
    with Screen(console, keys=False) as screen:
        again = studio.regraded(chosen, found, turn, screen)
        page = studio.write_reports(chosen, again, screen.writing)
    studio.show_report(console, again)
    console.print(f"\nThe whole report: {page}", highlight=False, soft_wrap=True)
