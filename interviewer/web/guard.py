"""Stands before every route: a page on loopback can be called by every site that the user's browser visits.

What it asks of a request is written down in docs/decisions/0012-web.md. It looks at the raw headers and at the path
alone, never at a URL put together from them, so that it and the router cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request, cookie_parser
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from interviewer.web.doorway import Doorway
from interviewer.web.idleness import Idleness
from interviewer.web.views import refusal, told

FORM, JSON, BYTES = "application/x-www-form-urlencoded", "application/json", "application/octet-stream"
LARGEST_BODY = {FORM: 1 << 20, JSON: 1 << 20, BYTES: 20_000_000}
"""Bytes that a request may carry, by its content type; a document to import is sent as plain bytes."""

SMALLER = {
    FORM: "Go back and paste only the pages that matter, or choose a file there.",
    JSON: "Go back and send less.",
    BYTES: "A paper is some pages of text: choose a file with only those.",
}
"""What whoever sent more can do."""

SAFE_METHODS = {"GET", "HEAD"}
OPEN = ("/enter", "/static/")
"""Paths that need no cookie: the door, and the program's own scripts and styles, which hold nothing of the user's."""

BODY = "interviewer.body"
"""Where in the scope a route finds the bytes of a request."""

MICROPHONE_ONLY = "microphone=(self), camera=(), geolocation=(), display-capture=(), usb=(), serial=(), midi=()"


@dataclass(frozen=True)
class Refused(Exception):
    """A request that goes no further: its status, one sentence and one hint."""

    status: int
    sentence: str
    hint: str = ""


def policy(host: str, **changes: str) -> str:
    """The content security policy of a page; `changes` replaces directives (`frame_src="'self'"`)."""
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data:",
        "media-src": "'self' blob:",
        "connect-src": f"'self' ws://{host}",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    } | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in directives.items())


class Guard:
    """The outermost layer of the app: nothing behind it sees a request that is not the user's own."""

    def __init__(self, app: Starlette, doorway: Doorway) -> None:
        self.app = app
        self.idleness = Idleness()
        self._doorway = doorway

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        guarded = _with_headers(scope, send)
        is_let_in = False
        try:
            self._check(scope)
            is_let_in = not scope["path"].startswith(OPEN)
            if scope["type"] == "http":
                receive = await _read(scope, receive)
        except Refused as reason:
            answer = self._answer(scope, reason) if is_let_in else _at_the_door(scope, reason)
            await answer(scope, receive, guarded)
            return
        with self.idleness.used():
            await self.app(scope, receive, guarded)

    def is_idle(self) -> bool:
        """Whether nobody has used the studio for so long that it may be closed; nothing goes on in it then."""
        return self.idleness.is_over(is_busy=self.app.state.is_busy())

    def _answer(self, scope: Scope, reason: Refused) -> Response:
        """For the user, who did no more than send something that cannot be taken: a page like that of any error."""
        return told(Request({**scope, "app": self.app}), reason.status, reason.sentence, reason.hint)

    def _check(self, scope: Scope) -> None:
        """Raises Refused."""
        host = self._host(scope)
        site = _only(scope, b"sec-fetch-site")
        if site not in (None, "same-origin", "none"):
            raise Refused(403, "Another page tried to open the studio.", "Type its address into the address bar.")
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if changes and _only(scope, b"origin") != f"http://{host}":
            raise Refused(403, "This did not come from the studio's own page.", "Reload the page and try again.")
        if not scope["path"].startswith(OPEN) and not self._is_in(scope):
            raise Refused(
                401,
                "This browser has not been let in.",
                "Open the link that `interviewer web` printed, or press Enter in its terminal for another one.",
            )

    def _host(self, scope: Scope) -> str:
        """The one `Host` that was sent, when it is ours."""
        host = _only(scope, b"host")
        if host is None or host not in self._doorway.hosts:
            raise Refused(421, "The studio is not at this address.", f"Open http://127.0.0.1:{self._doorway.port}")
        return host

    def _is_in(self, scope: Scope) -> bool:
        cookies = cookie_parser(_only(scope, b"cookie") or "")
        return self._doorway.knows(cookies.get(self._doorway.cookie_name, ""))


def _only(scope: Scope, name: bytes) -> str | None:
    """The header's value; None where it is missing. One that is sent twice is nobody's. Raises Refused."""
    found = [value for key, value in scope["headers"] if key == name]
    if len(found) > 1:
        raise Refused(400, "A header was sent twice.")
    return found[0].decode("latin-1") if found else None


def _at_the_door(scope: Scope, reason: Refused) -> Response:
    """For whoever may not know what is behind it."""
    as_json = any(key == b"accept" and value.startswith(b"application/json") for key, value in scope["headers"])
    return refusal(reason.status, reason.sentence, reason.hint, as_json=as_json)


async def _read(scope: Scope, receive: Receive) -> Receive:
    """Take the body in before any route runs, within its limit. Raises Refused."""
    if scope["method"] in SAFE_METHODS:
        return receive
    kind = (_only(scope, b"content-type") or FORM).partition(";")[0].strip().lower()
    if kind not in LARGEST_BODY:
        raise Refused(415, f"The studio takes no {kind[:60]}.", "Go back and try again.")
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            break
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY[kind]:
            raise Refused(413, f"What you sent is larger than {LARGEST_BODY[kind] // 1_000_000} MB.", SMALLER[kind])
        if not message.get("more_body"):
            break
    scope[BODY] = bytes(body)
    # What comes now says only that the browser has gone; an answer in pieces stops when it hears that.
    return receive


def _with_headers(scope: Scope, send: Send) -> Send:
    """Put the headers of safety on every answer; a route may have set one of its own."""
    host = next((value for key, value in scope["headers"] if key == b"host"), b"").decode("latin-1")
    usual = {
        b"content-security-policy": policy(host if host.isascii() and host.isprintable() else "").encode("latin-1"),
        b"x-content-type-options": b"nosniff",
        b"referrer-policy": b"same-origin",
        b"cross-origin-opener-policy": b"same-origin",
        b"cross-origin-resource-policy": b"same-origin",
        b"permissions-policy": MICROPHONE_ONLY.encode(),
        b"cache-control": b"no-cache" if scope["path"].startswith("/static/") else b"no-store",
    }

    async def sending(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            headers = message.setdefault("headers", [])
            there = {key.lower() for key, _ in headers}
            headers.extend((key, value) for key, value in usual.items() if key not in there)
        await send(message)

    return sending
