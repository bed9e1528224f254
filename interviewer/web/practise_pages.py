"""Practise: try the sound, choose an interview, hold it, go on with one that was cut off."""

from __future__ import annotations

from typing import get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from interviewer import places, studio
from interviewer import settings as choices
from interviewer.errors import BadSettings, InterviewerError, SessionNotFound
from interviewer.library import bank as banks
from interviewer.model.question import Question
from interviewer.model.session import Manner, Paper, Session
from interviewer.rules import fitting
from interviewer.rules.recovery import Orphan, told
from interviewer.rules.turn_taking_profiles import Name as Profile
from interviewer.settings import Settings
from interviewer.web import papers
from interviewer.web.agreeing import must_agree
from interviewer.web.live import Wires
from interviewer.web.stage import Answers, LiveInterview, Performance, Stage, Try
from interviewer.web.views import Form, body, form, page, see_other, status_of
from interviewer.web.ways import way_out

LENGTHS = (60, 90, 120, 180, 300)
"""Seconds after which the clock says that it is time to come to an end."""

LIVE = "/practise/live"


def choose(request: Request) -> Response:
    """The form that an interview begins with, and what was cut off."""
    return _form(request)


def begin(request: Request) -> Response:
    """A new interview; what keeps it from being held is told above the form, in which all stays as it was written."""
    given = form(request)
    try:
        return _begun(request, given)
    except InterviewerError as error:
        return _form(request, given, error)


def read_sheet(request: Request) -> Response:
    """What a file says about the place, for the candidate to look over before it goes into the form."""
    found = papers.read(papers.file_name(request.query_params.get("name", "")), body(request))
    return JSONResponse({"text": "\n".join(line.text for line in found.lines), "notices": found.notices})


def read_paper(request: Request) -> Response:
    """A job description or a CV from a file: read now, used when the interview begins."""
    paper, name = request.path_params["paper"], papers.file_name(request.query_params.get("name", ""))
    if paper not in get_args(Paper):
        raise HTTPException(404)
    token, told = papers.keep(paper, name, body(request))
    return JSONResponse({"token": token, "name": name, "notices": told})


def leave_paper(request: Request) -> Response:
    """Forget a paper that was read and is not wanted."""
    papers.leave(request.path_params["token"])
    return Response(status_code=204)


def go_on(request: Request) -> Response:
    """Take up an interview that was cut off or left, as its candidate wants it."""
    given = form(request)
    chosen = choices.load()
    if (answer := must_agree(request, chosen, given)) is not None:
        return answer
    name = given.get("session")
    match given.get("how"):
        case "keep":
            session = studio.resumed(chosen, name)
        case "again":
            session = studio.asked_again(chosen, name)
        case "discard":
            studio.discarded(chosen, name)
            return see_other("/practise")
        case _:
            raise HTTPException(400)
    return _begin(request, LiveInterview(chosen, session, _answers(given), goes_on=True))


def try_sound(request: Request) -> Response:
    """Ten seconds of microphone and loudspeaker."""
    answers = form(request).get("answers")
    if answers not in ("machine", "browser"):
        raise HTTPException(400)
    return _begin(request, Try(choices.load(), "machine" if answers == "machine" else "browser"))


def live(request: Request) -> Response:
    """The page of what is held now, or was held last."""
    held = _stage(request).now
    if held is None:
        return see_other("/practise")
    return page(request, "live.html.j2", held=held)


def sound(request: Request) -> Response:
    """The clip that the page has to play now, and no other."""
    held = _stage(request).now
    clip = held.page.speaker.clip if held is not None else None
    if clip is None or clip.number != request.path_params["number"]:
        raise HTTPException(404)
    return FileResponse(clip.wav, media_type="audio/wav")


async def wire(socket: WebSocket) -> None:
    """Events, orders, presses and sound."""
    wires: Wires = socket.app.state.wires
    await wires.connect(socket)


def _form(request: Request, written: Form | None = None, refused: InterviewerError | None = None) -> Response:
    """The form as the settings and the address want it; or as it was written, and why that was refused."""
    chosen = choices.load()
    wanted = written or Form(tuple(request.query_params.multi_items()))
    # Looked up among the known names: what stands in an address is never a folder.
    if (bank := wanted.get("bank")) in banks.banks(own=places.banks(chosen)):
        chosen = choices.load(bank=bank)
    retry, resume = wanted.get("retry"), wanted.get("resume")
    store = studio.open_store(chosen)
    cut_off = [store.find(resume)] if resume else studio.interrupted(store)
    return page(
        request,
        "practise.html.j2",
        200 if refused is None else status_of(refused),
        refused=refused,
        way=way_out(refused) if refused is not None else None,
        values=_values(chosen, written),
        papers=papers.fields(written or Form(())),
        banks=_roles(chosen),
        lengths=sorted({*LENGTHS, round(chosen.time_to_answer)}),
        profiles=get_args(Profile),
        manners=get_args(Manner),
        under_way=_stage(request).is_holding,
        missing=_missing(chosen),
        cut_off=[(session, *_cut_off(chosen, session)) for session in cut_off],
        resume=resume,
        again=store.find(retry) if retry else None,
        question=wanted.get("question"),
        asked=None if retry else _asked(wanted),
    )


def _values(chosen: Settings, written: Form | None) -> dict[str, str]:
    """What stands in the form: what was written in it, else what is usual."""
    usual = {
        "bank": chosen.bank,
        "questions": str(chosen.questions),
        "time_to_answer": str(round(chosen.time_to_answer)),
        "profile": chosen.profile,
        "manner": chosen.manner,
        "opening": "",
        "closing": "",
        "company": "",
        "answers": "machine",
    }
    return usual if written is None else {name: written.get(name) for name in usual}


def _begun(request: Request, given: Form) -> Response:
    """Begin what the form asks for, after everything that would keep it from being held. Raises SetupError."""
    chosen = _settings(given)
    if (answer := must_agree(request, chosen, given)) is not None:
        return answer
    studio.delete_old(chosen)
    retry, question = given.get("retry"), given.get("question")
    about = papers.given(given)
    if about and (retry or question):
        raise HTTPException(400)  # papers choose questions, and these are named
    said, notices = fitting.read(about)
    fitted = studio.planned(
        chosen,
        ids=[question] if question else (),
        retry=retry or None,
        papers=said,
        opening=bool(given.get("opening")) and not retry,
    )
    answers = _answers(given)
    session = studio.new_session(chosen, fitted.questions, "keyboard" if answers == "typed" else "microphone")
    session = session.but(reasons=fitted.reasons, manner=chosen.manner)
    if given.get("closing"):
        sheet, more = papers.company_sheet(given.get("company"), about.get("job"))
        session, notices = studio.with_close(chosen, session, sheet), (*notices, *more)
    begun = _begin(request, LiveInterview(chosen, session, answers, goes_on=False, notices=notices))
    papers.used(given)
    return begun


def _begin(request: Request, performance: Performance) -> Response:
    _stage(request).begin(performance)
    return see_other(LIVE)


def _stage(request: Request) -> Stage:
    stage: Stage = request.app.state.stage
    return stage


def _asked(wanted: Form) -> tuple[str, Question] | None:
    """The bank and the question of it that are named. Raises BadBank or SetupError."""
    bank, question = wanted.get("bank"), wanted.get("question")
    if not bank or not question:
        return None
    named = studio.planned(choices.load(bank=bank), ids=[question], fixed=True)
    return bank, named.questions[0]


def _missing(chosen: Settings) -> list[str]:
    """What the weights do that this interview would be missing, as their table names them."""
    shelf = studio.open_shelf(chosen)
    wanted = [chosen.ears] + ([chosen.model] if chosen.judge == "on" and not chosen.base_url else [])
    return [id for id in wanted if id in shelf.table and shelf.condition(id) != "installed"]


def _settings(given: Form) -> Settings:
    """What was chosen in the form, checked by the rules of the settings. Raises BadSettings."""
    numbers = {}
    for name in ("questions", "time_to_answer"):
        if (text := given.get(name)) and not text.isdecimal():
            raise BadSettings(f'A number is wanted, not "{text}".', hint="Write one in figures.")
        numbers[name] = int(text) if text else None
    words = {name: given.get(name) or None for name in ("bank", "profile", "manner")}
    return choices.load(**numbers, **words)


def _answers(given: Form) -> Answers:
    match given.get("answers"):
        case "machine":
            return "machine"
        case "browser":
            return "browser"
        case "typed":
            return "typed"
        case _:
            raise HTTPException(400)


def _roles(chosen: Settings) -> list[tuple[str, str]]:
    """(name, what it is for) of every bank that can be read, and the one of the settings wherever it lies."""
    own = places.banks(chosen)
    found = []
    for name in dict.fromkeys([*banks.banks(own=own), chosen.bank]):
        try:
            found.append((name, banks.find(name, own=own).role))
        except InterviewerError:
            continue  # the page of the banks says what is wrong with it
    return found


def _cut_off(chosen: Settings, session: Session) -> tuple[str, tuple[Orphan, ...]]:
    """What happened to it, and the recordings that it does not know of."""
    if session.status == "complete":
        raise SessionNotFound("This interview is complete.", hint="Its page can ask its questions again.")
    found = studio.orphans(studio.open_store(chosen), session)
    if session.status != "in progress" and not found:
        begun = session.started_at.astimezone().strftime("%d %B, %H:%M")
        return f"You left the interview of {begun} before its end.", found
    return told(session, found), found


ROUTES = (
    Route("/practise", choose),
    Route("/practise/begin", begin, methods=["POST"]),
    Route("/practise/go-on", go_on, methods=["POST"]),
    Route("/practise/try", try_sound, methods=["POST"]),
    Route("/practise/sheet", read_sheet, methods=["POST"]),
    Route("/practise/papers/{paper}", read_paper, methods=["POST"]),
    Route("/practise/papers/{token}/leave", leave_paper, methods=["POST"]),
    Route(LIVE, live),
    Route("/practise/sound/{number:int}", sound),
    WebSocketRoute("/practise/wire", wire),
)
