"""Practise: choose an interview, hold it, go on with one that was cut off."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from interviewer import places
from interviewer import settings as choices
from interviewer.library import bank as banks
from interviewer.web.views import page


def choose(request: Request) -> Response:
    """The form that an interview begins with."""
    chosen = choices.load()
    return page(request, "practise.html.j2", banks=banks.banks(own=places.banks(chosen)), chosen=chosen)


ROUTES = (Route("/practise", choose),)
