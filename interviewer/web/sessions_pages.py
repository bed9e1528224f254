"""The room of the sessions: list and search, each report, takes compared, what is saved elsewhere or deleted."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from interviewer import settings as choices
from interviewer import studio
from interviewer.errors import InterviewerError
from interviewer.model.session import Session
from interviewer.pages import html
from interviewer.rules import comparing
from interviewer.rules.reporting import report
from interviewer.web.guard import policy
from interviewer.web.views import form, page, see_other

MOST_COMPARED = 4
"""Earlier sessions with the same questions that a session is compared with."""

SANDBOX = "allow-scripts"
"""All that the report may do in its frame: play its sound and light its words."""


def listing(request: Request) -> Response:
    """All sessions, the newest first, or those in which the words stand."""
    query = request.query_params.get("q", "").strip()[:200]
    with studio.open_history(choices.load()) as history:
        found = history.search(query)
        damaged, trouble = history.damaged, history.trouble
    return page(request, "sessions.html.j2", found=list(reversed(found)), query=query, damaged=damaged, trouble=trouble)


def session(request: Request) -> Response:
    """One session: its report in a frame, and what can be done with it."""
    found = _found(request)
    answer = page(request, "session.html.j2", report=report(found), session=found, sandbox=SANDBOX)
    answer.headers["content-security-policy"] = policy(request.headers["host"], frame_src="'self'")
    return answer


def report_page(request: Request) -> Response:
    """The report itself; it may stand in a frame of ours, and do there no more than where it lies as a file."""
    text = studio.report_text(choices.load(), _found(request), "html")
    return HTMLResponse(text, headers={"content-security-policy": f"{html.policy()}; frame-ancestors 'self'"})


def compare(request: Request) -> Response:
    """The takes of each question that was answered more than once, here and in sessions before."""
    found, chosen = _found(request), choices.load()
    asked = {turn.question.id for turn in found.turns}
    with studio.open_history(chosen) as history:
        others = [
            each.id
            for each in history.sessions()
            if each.id != found.id and each.bank == found.bank and asked & {one.question for one in each.answers}
        ]
    store = studio.open_store(chosen)
    together = [found, *(store.read(name) for name in others[-MOST_COMPARED:])]
    tried = [each for each in comparing.tried(together) if each.answers[0].question.id in asked]
    return page(
        request,
        "compare.html.j2",
        session=found,
        tried=[(each, comparing.comparison(each.answers)) for each in tried],
        others=len(together) - 1,
    )


def export(request: Request) -> Response:
    """The session in one file: a .zip to take in elsewhere, or one page with its sound."""
    found, chosen = _found(request), choices.load()
    kind = form(request).get("form")
    if kind not in ("zip", "html"):
        raise HTTPException(400)
    folder = tempfile.TemporaryDirectory(prefix="interviewer-")
    path = Path(folder.name) / f"{found.id}.{kind}"
    store = studio.open_store(chosen)
    if kind == "zip":
        studio.write_captions(chosen, found)
        store.pack(found.id, path)
    else:
        store.write_out(studio.report_text(chosen, found, "html"), path)
    return FileResponse(path, filename=path.name, background=BackgroundTask(folder.cleanup))


def ask_delete(request: Request) -> Response:
    """Whether it shall really go; a session that cannot be read can go too."""
    store = studio.open_store(choices.load())
    id = store.identify(request.path_params["id"])
    found: Session | None = None
    with suppress(InterviewerError):
        found = store.read(id)
    return page(request, "delete.html.j2", id=id, session=found)


def delete(request: Request) -> Response:
    """Remove it for good."""
    store = studio.open_store(choices.load())
    store.delete(store.identify(request.path_params["id"]))
    return see_other("/sessions")


def sound(request: Request) -> Response:
    """The recording of one take."""
    found = _found(request)
    number = request.path_params["take"]
    for turn in found.turns:
        for take in turn.takes:
            if (turn.number, take.number) == (request.path_params["turn"], number) and take.answer is not None:
                path = studio.open_store(choices.load()).folder(found.id) / take.answer.path
                if path.is_file():
                    return FileResponse(path, media_type="audio/wav")
    raise HTTPException(404)


def _found(request: Request) -> Session:
    """The session that the address names, by its whole id or a prefix of it. Raises what the store raises."""
    return studio.open_store(choices.load()).find(request.path_params["id"])


ROUTES = (
    Route("/sessions", listing),
    Route("/sessions/{id}", session),
    Route("/sessions/{id}/report", report_page),
    Route("/sessions/{id}/compare", compare),
    Route("/sessions/{id}/export", export, methods=["POST"]),
    Route("/sessions/{id}/delete", ask_delete),
    Route("/sessions/{id}/delete", delete, methods=["POST"]),
    Route("/sessions/{id}/sound/{turn:int}/{take:int}", sound),
)
