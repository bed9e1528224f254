"""Import: a guide or a list is read, what was understood is shown, and only then a bank is saved."""

from __future__ import annotations

from itertools import count

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from interviewer import places
from interviewer import settings as choices
from interviewer.errors import BadGuide
from interviewer.library import bank as banks
from interviewer.library.bank_drafts import is_id
from interviewer.library.guide import Guide
from interviewer.library.guide_bank import bank_id, write_bank
from interviewer.library.guide_lists import parse_any
from interviewer.library.guide_review import left_out
from interviewer.settings import Settings
from interviewer.web import papers
from interviewer.web.banks_pages import address
from interviewer.web.views import body, form, page, see_other, wants_json
from interviewer.web.waiting import Waiting

MOST_WAITING = 8
"""Imports that were shown and neither saved nor left; the oldest is forgotten."""

MOST_IN_FULL = 40
"""Questions; of more, the review shows only what is asked."""

_waiting = Waiting[Guide](MOST_WAITING)


def choose(request: Request) -> Response:
    """Where a file is chosen, or words are pasted."""
    return page(request, "import.html.j2")


def read(request: Request) -> Response:
    """Read what was sent: the bytes of a file, or pasted words. Nothing is saved yet."""
    if request.headers.get("content-type", "").startswith("application/octet-stream"):
        document = papers.read(papers.file_name(request.query_params.get("name", "")), body(request))
    else:
        document = papers.pasted("pasted.txt", form(request).get("words"))
    to = f"/banks/-/import/{_waiting.put(parse_any(document))}"
    return JSONResponse({"to": to}) if wants_json(request) else see_other(to)


def review(request: Request) -> Response:
    """What was understood, guessed and left out, for who decides whether it is right."""
    guide = _guide(request)
    return page(
        request,
        "import_review.html.j2",
        guide=guide,
        token=request.path_params["token"],
        name=_free_name(guide, choices.load()),
        left_out=left_out(guide),
        in_full=len(guide.questions) <= MOST_IN_FULL,
    )


def save(request: Request) -> Response:
    """Save the bank under the name that was chosen."""
    chosen, guide = choices.load(), _guide(request)
    name = form(request).get("name")
    if not is_id(name):
        raise BadGuide(
            "That cannot be the name of a bank", hint="Go back, and take small letters, digits and single hyphens."
        )
    if name in banks.banks(own=places.banks(chosen)):
        raise BadGuide(f'There is a bank "{name}" already', hint="Go back, and take another name.")
    write_bank(guide, places.banks(chosen) / name, id=name)
    _waiting.forget(request.path_params["token"])
    return see_other(address(name))


def leave(request: Request) -> Response:
    """Forget what was read."""
    _waiting.forget(request.path_params["token"])
    return see_other("/banks")


def _guide(request: Request) -> Guide:
    guide = _waiting.find(request.path_params["token"])
    if guide is None:
        raise BadGuide("This import was saved, or left, or is too old", hint="Choose the file again.")
    return guide


def _free_name(guide: Guide, chosen: Settings) -> str:
    first, own = bank_id(guide, banks.banks()), places.banks(chosen)
    taken = set(banks.banks(own=own))
    names = (first if number == 1 else f"{first}-{number}" for number in count(1))
    return next(name for name in names if name not in taken and not (own / name).exists())


ROUTES = (
    Route("/banks/-/import", choose),
    Route("/banks/-/import", read, methods=["POST"]),
    Route("/banks/-/import/{token}", review),
    Route("/banks/-/import/{token}", save, methods=["POST"]),
    Route("/banks/-/import/{token}/leave", leave, methods=["POST"]),
)
