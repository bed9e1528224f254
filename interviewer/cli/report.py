"""`interviewer report`: a session for people to read, made again from what is kept."""

from __future__ import annotations

from typing import get_args

import click
from rich.console import Console

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.options import examples
from interviewer.publishing import FORMS, Form

KNOWN = (*FORMS, "pdf", "vtt", "json")


@click.command(
    epilog=examples("interviewer report last --format html --open", "interviewer report last --format md,pdf")
)
@click.argument("session", default="last")
@click.option(
    "--format", "formats", metavar="FORMATS", default="", help="md, html, pdf, vtt, json, or several with commas."
)
@click.option("--open", "and_open", is_flag=True, help="Open the page in the browser.")
def report(session: str, formats: str, and_open: bool) -> None:
    """Show the report of SESSION (an id or the beginning of one; default: the last one) and write its pages again.

    With --format, write only those into the session's folder: pages, or vtt for captions beside each recorded answer;
    json prints the whole session as judged. A pdf holds no sound and needs the package reportlab.
    """
    wanted = _wanted(formats)
    chosen = choices.load()
    found = studio.open_store(chosen).find(session)
    console = Console(stderr=bool(wanted))
    if not wanted:
        studio.show_report(console, found)
        console.print()
    if "json" in wanted:
        click.echo(found.model_dump_json(indent=2))
    forms: list[Form] = [form for form in get_args(Form) if not wanted or form in wanted]
    if "pdf" in wanted:
        click.echo(str(studio.write_pdf(chosen, found)), err="json" in wanted)
    if "vtt" in wanted:
        for path in studio.write_captions(chosen, found):
            click.echo(str(path), err="json" in wanted)
    if and_open and "html" not in forms:
        forms.append("html")
    for form in forms:
        with console.status("Writing the page ..."):
            path = studio.write_report(chosen, found, form)
        click.echo(str(path), err="json" in wanted)
        if and_open and form == "html":
            click.launch(path.as_uri())


def _wanted(formats: str) -> tuple[str, ...]:
    wanted = tuple(each.strip() for each in formats.split(",") if each.strip())
    for each in wanted:
        if each not in KNOWN:
            raise click.UsageError(f'--format knows {", ".join(KNOWN)} (got "{each}")')
    return wanted
