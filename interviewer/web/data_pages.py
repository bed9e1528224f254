"""Your data: where it lies, how much it is, and everything deleted after a typed word."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from interviewer import places, studio
from interviewer import settings as choices
from interviewer.errors import SetupError
from interviewer.model.plain import printable, size
from interviewer.web.views import form, page

WORD = "delete"

WHAT = {
    "recordings": "Sessions: recordings, transcripts, grades, reports and notes",
    "banks": "Question banks of your own",
    "models": "Weights that hear, speak and judge",
    "cache": "What can be made again, such as spoken questions",
    "settings": "Your settings; never a key",
}


def show(request: Request) -> Response:
    """Every place, and what lies there."""
    return _shown(request, "")


def delete(request: Request) -> Response:
    """Delete every session and the cached sound of the questions, once the word was typed."""
    chosen = choices.load()
    if form(request).get("word").lower() != WORD:
        raise SetupError("Nothing was deleted: the word was not typed", hint=f"Go back, and type: {WORD}")
    gone, stayed = studio.delete_sessions(chosen, studio.open_store(chosen).names())
    studio.clear_away(chosen)
    what = "1 session" if gone == 1 else f"{gone} sessions"
    return _shown(request, f"Deleted {what}.", tuple(printable(error.message) for error in stayed))


def _shown(request: Request, said: str, stayed: tuple[str, ...] = ()) -> Response:
    chosen = choices.load()
    rows = [
        {
            "what": WHAT[name],
            "path": str(path.absolute()),
            "size": size(studio.size_of(path)) if path.exists() else "nothing yet",
        }
        for name, path in places.all_of(chosen).items()
    ]
    return page(
        request,
        "data.html.j2",
        rows=rows,
        sessions=len(studio.open_store(chosen).names()),
        word=WORD,
        said=said,
        stayed=stayed,
    )


ROUTES = (Route("/settings/data", show), Route("/settings/data/delete", delete, methods=["POST"]))
