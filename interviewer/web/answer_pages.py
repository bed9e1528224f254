"""One answer of a session: hear it, put its words right, write notes beside it, and have it judged again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from interviewer import settings as choices
from interviewer import studio
from interviewer.errors import CorrectionRefused, SetupError
from interviewer.model.clock import seconds
from interviewer.model.grade import Graded
from interviewer.model.plain import one_line
from interviewer.model.session import Session, Take, Turn
from interviewer.rules.corrections import corrected, find, noted, told, unnoted
from interviewer.rules.report_answer import answer_of
from interviewer.rules.report_words import outdated
from interviewer.web.agreeing import must_agree
from interviewer.web.judging import Bench
from interviewer.web.views import Form, form, page, see_other


def answer(request: Request) -> Response:
    """The words of a take, each to be chosen, and the notes beside it."""
    chosen, found = choices.load(), _session(request)
    turn, take = _take(found, request.path_params["turn"], request.query_params.get("take", ""))
    graded = take.grade if isinstance(take.grade, Graded) else None
    shown = answer_of(found, turn.but(chosen=take.number))
    return page(
        request,
        "answer.html.j2",
        session=found,
        turn=turn,
        take=take,
        answer=shown,
        words=[(place, each, one_line(each.word.text)) for place, each in enumerate(told(take))],
        older=graded is not None and outdated(take, graded),
        judging=_bench(request).of(found.id, turn.number),
        can_be_judged=chosen.judge != "off" and take.number == (turn.take.number if turn.take else 0),
    )


def correct(request: Request) -> Response:
    """Say that what was heard was said otherwise: words that were chosen on the page, or typed."""
    given = form(request)

    def change(take: Take) -> Take:
        first, last = given.get("first"), given.get("last")
        if first.isdecimal() and last.isdecimal():
            place = int(first), int(last)
        else:
            place = find(take, given.get("heard"), seconds(given.get("at")))
        return corrected(take, *place, given.get("said"))

    return _changed(request, given, change, "words")


def note(request: Request) -> Response:
    """Write a note, or take one away."""
    given, now = form(request), datetime.now().astimezone()

    def change(take: Take) -> Take:
        if given.get("remove").isdecimal():
            return unnoted(take, int(given.get("remove")))
        at = given.get("at")
        if at and seconds(at) is None:
            raise CorrectionRefused(
                f"“{at[:40]}” is no place in the answer.", hint="Write it as 1:12 or leave it empty."
            )
        return noted(take, seconds(at), given.get("text"), now)

    return _changed(request, given, change, "notes")


def judge(request: Request) -> Response:
    """Judge the answer again, after it is settled that its words may go where the judge is."""
    given, chosen, found = form(request), choices.load(), _session(request)
    number = request.path_params["turn"]
    _take(found, number, "")
    if chosen.judge == "off":
        raise SetupError("The judge is switched off.", hint="Set judge = on in the settings.")
    if (asked := must_agree(request, chosen, given)) is not None:
        return asked
    _bench(request).start(chosen, found, number)
    return see_other(f"/sessions/{found.id}/answers/{number}#judged")


def judging(request: Request) -> Response:
    """Whether judging it again is done, for a page that waits."""
    found = _bench(request).of(request.path_params["id"], request.path_params["turn"])
    return JSONResponse({"state": found.state if found is not None else "none"})


def _changed(request: Request, given: Form, change: Callable[[Take], Take], part: str) -> Response:
    chosen, number = choices.load(), request.path_params["turn"]
    take = given.get("take")
    changed = studio.amend(chosen, request.path_params["id"], number, int(take) if take.isdecimal() else None, change)
    studio.write_reports(chosen, changed)
    query = f"?take={take}" if take.isdecimal() else ""
    return see_other(f"/sessions/{changed.id}/answers/{number}{query}#{part}")


def _session(request: Request) -> Session:
    return studio.open_store(choices.load()).find(request.path_params["id"])


def _take(session: Session, number: int, wanted: str) -> tuple[Turn, Take]:
    """The turn and the take that an address names: the take that counts, where it names none."""
    for turn in session.turns:
        if turn.number == number and turn.take is not None:
            for take in turn.takes:
                if take.number == (int(wanted) if wanted.isdecimal() else turn.take.number):
                    return turn, take
    raise HTTPException(404)


def _bench(request: Request) -> Bench:
    bench: Bench = request.app.state.bench
    return bench


_AT = "/sessions/{id}/answers/{turn:int}"

ROUTES = (
    Route(_AT, answer),
    Route(f"{_AT}/correct", correct, methods=["POST"]),
    Route(f"{_AT}/note", note, methods=["POST"]),
    Route(f"{_AT}/judge", judge, methods=["POST"]),
    Route(f"{_AT}/judging", judging),
)
