"""The app: the routes of every room behind one guard."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from interviewer import web
from interviewer.errors import InterviewerError
from interviewer.web import views
from interviewer.web.doorway import Doorway
from interviewer.web.guard import Guard
from interviewer.web.judging import Bench
from interviewer.web.live import Wires
from interviewer.web.stage import Stage
from interviewer.web.work import WORK

REPORT_STYLE = files("interviewer.pages") / "templates" / "report.css"
"""The look of a report; the studio's own style comes after it, so that both look alike."""


def create_app(doorway: Doorway) -> Guard:
    """The studio as an ASGI app, for whoever comes in through `doorway`."""
    app = Starlette(
        routes=[*_own_routes(), *rooms()],
        middleware=[Middleware(GZipMiddleware)],
        exception_handlers={
            InterviewerError: views.failed,
            HTTPException: views.not_served,
            Exception: views.bug,
        },
        lifespan=_lifespan,
    )
    app.state.doorway = doorway
    app.state.stage = Stage()
    app.state.wires = Wires(app.state.stage)
    app.state.bench = Bench()
    app.state.is_busy = lambda: any((app.state.stage.is_holding, app.state.bench.is_working, WORK.is_running))
    return Guard(app, doorway)


def rooms() -> Iterator[BaseRoute]:
    """The routes of every room: what the modules called `..._pages` declare as `ROUTES`."""
    for module in pkgutil.iter_modules(web.__path__):
        if module.name.endswith("_pages"):
            yield from importlib.import_module(f"{web.__name__}.{module.name}").ROUTES


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    yield
    await run_in_threadpool(app.state.stage.close)


def _own_routes() -> list[BaseRoute]:
    return [
        Route("/", _home),
        Route("/enter", _enter),
        Route("/static/report.css", _report_style),
        Mount("/static", StaticFiles(packages=[("interviewer.web", "static")])),
    ]


async def _home(request: Request) -> Response:
    return RedirectResponse("/practise", 303)


async def _enter(request: Request) -> Response:
    """Swap the link's token for the cookie, and leave no trace of it in the address."""
    doorway: Doorway = request.app.state.doorway
    if doorway.is_busy():
        return views.refusal(429, "Too many wrong links were tried.", "Wait a minute, then open the newest one.")
    cookie = doorway.admit(request.query_params.get("token", ""))
    if cookie is None:
        return views.refusal(
            403, "This link has been used or is not the newest one.", "Press Enter in the terminal for another one."
        )
    answer = views.see_other("/")
    answer.set_cookie(doorway.cookie_name, cookie, httponly=True, samesite="strict", path="/")
    return answer


async def _report_style(request: Request) -> Response:
    return FileResponse(str(REPORT_STYLE), media_type="text/css")
