"""The room of the progress: what is weakest, what to practise next, and each thing over time with its table behind."""

from __future__ import annotations

from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from interviewer import settings as choices
from interviewer import studio
from interviewer.pages.timeline import HEIGHT, timeline
from interviewer.web.views import page


def progress(request: Request) -> Response:
    told, trouble = studio.progress_of(choices.load(), datetime.now().astimezone())
    groups = (
        ("Grades over time", (told.overall,)),
        ("By competency, the weakest first", told.competencies),
        ("The parts of your stories", told.parts),
        ("How you speak", told.speaking),
    )
    shown = [(title, [each for each in strands if each.points]) for title, strands in groups]
    return page(
        request,
        "progress.html.j2",
        progress=told,
        trouble=trouble,
        groups=[(title, strands) for title, strands in shown if strands],
        timeline=timeline,
        height=HEIGHT,
    )


ROUTES = (Route("/progress", progress),)
