"""What every route answers with: a page of a template, a redirect, or one sentence and one hint."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from interviewer.errors import (
    InterviewerError,
    SessionBusy,
    SessionNotFound,
    SetupError,
)
from interviewer.model.clock import clock
from interviewer.model.plain import one_line, printable
from interviewer.web.ways import way_out

NAVIGATION = (
    ("Practise", "/practise"),
    ("Sessions", "/sessions"),
    ("Progress", "/progress"),
    ("Banks", "/banks"),
    ("Settings", "/settings"),
)
"""The rooms in the order of the bar at the top; one that has no route yet is left out."""

SENTENCES = {
    404: ("There is no such page.", "Choose one of the rooms above."),
    405: ("This page cannot be used like that.", "Go back and try again."),
}


def page(request: Request, template: str, status: int = 200, **facts: Any) -> HTMLResponse:
    """A template of this folder, filled. Everything that is put in is escaped."""
    rooms = {getattr(route, "path", "") for route in request.app.routes}
    path = request.scope["path"]
    text = (
        _environment()
        .get_template(template)
        .render(navigation=[(name, to, _is_in(path, to)) for name, to in NAVIGATION if to in rooms], **facts)
    )
    return HTMLResponse(text, status)


def see_other(path: str) -> Response:
    """After a change: the browser asks for `path`, and a reload repeats nothing."""
    return RedirectResponse(path, 303)


@dataclass(frozen=True)
class Form:
    """The fields of a request's form, in the order they were sent."""

    fields: tuple[tuple[str, str], ...]

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.fields if key == name]

    def get(self, name: str, default: str = "") -> str:
        """The field's last value, without white space around it; `default` where it is missing or empty."""
        values = self.all(name)
        return (values[-1].strip() if values else "") or default

    def text(self, name: str) -> str:
        """The field's last value as it was written, for who cites its lines; empty where nothing but blanks is."""
        values = self.all(name)
        return values[-1] if values and values[-1].strip() else ""


def form(request: Request) -> Form:
    """What was sent with the request, which `guard` has read and measured."""
    sent = body(request).decode("utf-8", errors="replace")
    return Form(tuple(parse_qsl(sent, keep_blank_values=True, max_num_fields=1000)))


def body(request: Request) -> bytes:
    """The bytes of the request."""
    return bytes(request.scope.get("interviewer.body", b""))


def wants_json(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")


def refusal(status: int, sentence: str, hint: str = "", *, as_json: bool = False) -> Response:
    """One sentence and one hint, without any room around it: for who may not know what is behind the door."""
    if as_json:
        return JSONResponse({"message": sentence, "hint": hint}, status)
    text = _environment().get_template("refusal.html.j2").render(navigation=(), sentence=sentence, hint=hint)
    return HTMLResponse(text, status)


def failed(request: Request, error: Exception) -> Response:
    """The page of an error that was foreseen; its sentence and its hint are the error's own."""
    assert isinstance(error, InterviewerError)
    return told(request, status_of(error), error.message, error.hint, way_out(error))


def status_of(error: InterviewerError) -> int:
    """Of the answer that tells this error."""
    if not isinstance(error, SetupError):
        return 500
    return 404 if isinstance(error, SessionNotFound) else 409 if isinstance(error, SessionBusy) else 422


def not_served(request: Request, error: Exception) -> Response:
    """The page of a route that is not there or not to be used like that."""
    assert isinstance(error, HTTPException)
    sentence, hint = SENTENCES.get(error.status_code, ("The studio cannot do that.", "Go back and try again."))
    return told(request, error.status_code, sentence, hint)


def bug(request: Request, error: Exception) -> Response:
    """The page of an error that nobody foresaw; what it was stands in the terminal alone."""
    return told(request, 500, "This is a bug of ours.", "Your recordings are safe. The terminal says what it was.")


def told(request: Request, status: int, sentence: str, hint: str, way: tuple[str, str] | None = None) -> Response:
    """The page of whatever went wrong: one sentence, one hint, and the way to where it can be put right."""
    sentence, hint = printable(sentence), printable(hint)
    if wants_json(request):
        return JSONResponse({"message": sentence, "hint": hint}, status)
    return page(request, "error.html.j2", status, sentence=sentence, hint=hint, way=way)


def commands(text: str) -> Markup:
    """A sentence, escaped, in which what stands between backticks is shown as something to type."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return Markup("{}").format(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else Markup("{}").format(part)
        for number, part in enumerate(parts)
    )


def _is_in(path: str, room: str) -> bool:
    return path == room or path.startswith(f"{room}/")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("interviewer.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"clock": clock, "one_line": one_line, "plain": printable, "commands": commands}
    return made
