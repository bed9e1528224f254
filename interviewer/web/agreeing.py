"""Whether words of an answer may be sent to a judge elsewhere: asked once for each host, before anything goes there."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from interviewer import consent
from interviewer.settings import Settings
from interviewer.web.views import Form, page


def must_agree(request: Request, chosen: Settings, given: Form) -> Response | None:
    """The page that asks, and sends the same form again with the answer; None once that is settled."""
    hosts = consent.hosts_to_ask_about(chosen)
    agreed = given.all("agree")
    for host in hosts:
        if host in agreed:
            consent.keep(host)
    missing = [host for host in hosts if host not in agreed]
    if not missing:
        return None
    return page(request, "agree.html.j2", hosts=missing, fields=given.fields, to=request.scope["path"])
