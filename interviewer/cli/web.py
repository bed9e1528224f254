"""`interviewer web`: the studio as a page on this computer."""

from __future__ import annotations

import sys
import threading
import webbrowser

import click

from interviewer.errors import SetupError

PORT = 8700
"""Always the same, so that what a page keeps of an answer until it is on disk is found again after a restart."""

HERE = {"127.0.0.1", "localhost", "::1"}


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=PORT, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", hidden=True)
@click.option("--no-open", is_flag=True, help="Print the link and open no browser.")
def web(port: int, host: str, no_open: bool) -> None:
    """Open the studio in the browser: practise, read, replay, see progress. Only this computer can reach it."""
    if host not in HERE:
        raise SetupError(
            f"Refusing to listen on {host}: everyone on your network could reach your recordings.",
            hint="Leave --host out; the studio is for this computer alone.",
        )
    from interviewer.web.doorway import Doorway
    from interviewer.web.serving import listen, serve

    doorway = Doorway(port)
    listening = listen(port)

    def ready() -> None:
        link = doorway.link()
        click.echo(f"The studio is open: {link}")
        click.echo("The link works once. Press Enter for another one, Ctrl-C to close the studio.")
        if not no_open:
            threading.Thread(target=webbrowser.open, args=[link], daemon=True).start()
        if sys.stdin is not None and sys.stdin.isatty():
            threading.Thread(target=_more_links, args=[doorway], name="links", daemon=True).start()

    if serve(listening, doorway, ready):
        click.echo("Nobody has used the studio for an hour, so it is closed. Open it again: interviewer web")
    else:
        click.echo("The studio is closed.")


def _more_links(doorway: object) -> None:
    from interviewer.web.doorway import Doorway

    assert isinstance(doorway, Doorway)
    for _line in sys.stdin:
        click.echo(doorway.link())
