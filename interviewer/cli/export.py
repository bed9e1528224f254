"""`interviewer export`: a session in one file, to keep or to mail."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from interviewer import settings as choices
from interviewer import studio
from interviewer.cli.options import examples


@click.command(epilog=examples("interviewer export last my-interview.zip", "interviewer export last my-interview.html"))
@click.argument("session")
@click.argument("file", type=click.Path(path_type=Path))
def export(session: str, file: Path) -> None:
    """Pack SESSION into FILE: a .zip that `sessions import` takes in again, one .html page with its sound, or a .pdf.

    In the .zip, captions (WebVTT) lie beside the recorded answers.
    """
    chosen = choices.load()
    store = studio.open_store(chosen)
    match file.suffix.lower():
        case ".zip":
            found = store.find(session)
            studio.write_captions(chosen, found)
            store.pack(found.id, file)
        case ".html":
            found = store.find(session)
            with Console(stderr=True).status("Writing the page ..."):
                store.write_out(studio.report_text(chosen, found, "html"), file)
        case ".pdf":
            store.write_out(studio.pdf_bytes(chosen, store.find(session)), file)
            click.echo(
                f"{file} ({file.stat().st_size / 1e6:.1f} MB). What you said is in it: mind to whom you give it."
            )
            return
        case _:
            raise click.UsageError(f'FILE must end in .zip, .html or .pdf (got "{file.name}")')
    click.echo(f"{file} ({file.stat().st_size / 1e6:.1f} MB). Your voice is in it: mind to whom you give it.")
