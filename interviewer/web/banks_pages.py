"""Banks: read them, begin one, remove one of your own, and write their questions in a form that shows the lint."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from interviewer import places, studio
from interviewer import settings as choices
from interviewer.errors import BadBank
from interviewer.library import bank as banks
from interviewer.library import bank_drafts
from interviewer.library.bank import HEAD, Complaint, Reading
from interviewer.library.bank_check import complaints_of
from interviewer.library.bank_drafts import Draft
from interviewer.library.bank_text import question_text, values_of
from interviewer.library.toml_file import BadToml, read_toml
from interviewer.model.question import BANK_KINDS, Bank, Topic
from interviewer.rules.rubric import scales
from interviewer.settings import Settings
from interviewer.web.views import Form, form, page, see_other, wants_json

LISTS = {"points": 6, "competencies": 0, "follow_ups": 3}
"""Keys that hold lists, and how many fields the form has for one at least."""

KINDS: dict[str, str] = {
    "behavioural": "one past event",
    "method": "how you work, with one real example",
    "situational": "what you would do in a case that is made up",
    "introduction": "tell me about yourself",
    "knowledge": "explain something",
}


def listing(request: Request) -> Response:
    """Every bank, with what it holds and whether it is fit."""
    chosen = choices.load()
    own = places.banks(chosen)
    found = [_summary(chosen, banks.folder_of(name, own=own)) for name in banks.banks(own=own)]
    return page(request, "banks.html.j2", banks=found, place=str(own))


def show(request: Request) -> Response:
    """One bank, read and checked."""
    chosen = choices.load()
    folder = _folder(request, chosen)
    reading = banks.read(folder)
    return page(
        request,
        "bank.html.j2",
        summary=_summary(chosen, folder, reading),
        reading=reading,
        groups=_groups(reading),
        sections=_sections(reading.bank) if reading.bank else (),
        scales=scales(reading.bank.all_questions) if reading.bank else (),
        complaints=complaints_of(reading),
        saved=request.query_params.get("saved", ""),
    )


def new(request: Request) -> Response:
    """The form with which a bank begins."""
    return page(request, "bank_new.html.j2")


def begin(request: Request) -> Response:
    """Begin a bank; its first question is written next."""
    sent = form(request)
    if not (role := sent.get("role")):
        raise BadBank("A bank needs a role, such as Night nurse", hint="Go back and write one.")
    folder = studio.new_bank(choices.load(), role, about=sent.get("about"))
    return see_other(f"{address(folder.name)}/new-question")


def remove(request: Request) -> Response:
    chosen = choices.load()
    studio.delete_bank(chosen, _folder(request, chosen))
    return see_other("/banks")


def write_new(request: Request) -> Response:
    """The form of a question that is not there yet."""
    folder = _folder(request, choices.load())
    values = values_of({"kind": "behavioural", "category": next((topic.id for topic in _topics(folder)[0]), "")})
    return _form(request, folder, values, was=None, base="")


def edit(request: Request) -> Response:
    """The form of a question, filled, with what is to be put right beside its fields."""
    folder = _folder(request, choices.load())
    file = bank_drafts.question_file(folder, request.path_params["question"])
    text = bank_drafts.file_text(folder, file)
    return _form(request, folder, _values(folder, file, text), was=file, base=bank_drafts.state(text))


def save(request: Request) -> Response:
    """Save a question, or only check it; a fault sends the form back with what was written in it."""
    chosen, sent = choices.load(), form(request)
    folder = _folder(request, chosen)
    draft, values = _draft(request, folder, sent)
    if wants_json(request):
        return JSONResponse([_complaint(one) for one in draft.complaints])
    if draft.faults or sent.get("do") == "check":
        return _form(
            request, folder, values, was=draft.was, base=sent.get("base"), draft=draft, tried=sent.get("do") != "check"
        )
    studio.save_draft(chosen, draft, base=sent.get("base"))
    return see_other(f"{address(folder.name)}?saved={draft.id}#q-{draft.id}")


def remove_question(request: Request) -> Response:
    chosen = choices.load()
    folder = _folder(request, chosen)
    studio.delete_question(chosen, folder, request.path_params["question"])
    return see_other(address(folder.name))


def address(bank: str) -> str:
    """Of the page of a bank; its name may hold anything that a folder's name may."""
    return f"/banks/{quote(bank, safe='')}"


def _folder(request: Request, chosen: Settings) -> Path:
    """The bank's folder, looked up among the known names: what stands in an address is never a path."""
    own, name = places.banks(chosen), request.path_params["bank"]
    if name not in banks.banks(own=own):
        raise BadBank(f"There is no question bank {banks.shown(name)!r}", hint="Choose one under Banks.")
    return banks.folder_of(name, own=own)


def _summary(chosen: Settings, folder: Path, reading: Reading | None = None) -> dict[str, object]:
    reading = reading or banks.read(folder)
    own = folder.parent == places.banks(chosen)
    return {
        "name": folder.name,
        "to": address(folder.name),
        "role": reading.bank.role if reading.bank else folder.name,
        "about": reading.bank.about if reading.bank else "",
        "questions": len(reading.questions),
        "fit": reading.bank is not None,
        "errors": len(reading.errors),
        "own": own,
        "is_copy": studio.is_copy(folder, chosen),
        "in_use": folder.name == chosen.bank,
        "folder": str(folder),
    }


def _groups(reading: Reading) -> list[tuple[str, list[dict[str, object]]]]:
    """Questions under the names of their categories, as far as they could be read; a broken bank shows them too."""
    names = {topic.id: topic.name for topic in _topics(reading.folder)[0]}
    groups: dict[str, list[dict[str, object]]] = {}
    for file, question in reading.questions:
        where = f"{address(reading.folder.name)}/questions/{quote(file.path.stem, safe='')}"
        entry = {"id": file.path.stem, "question": question, "to": where}
        groups.setdefault(names.get(question.category, question.category), []).append(entry)
    return list(groups.items())


def _sections(bank: Bank) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a bank holds besides its questions, for who gets ready."""
    return [
        ("What to ask back", [(one.text, one.why) for one in bank.questions_to_ask]),
        ("Before the day", [(one.title, one.text) for one in bank.preparation]),
        ("About the interview", [(one.question, one.answer) for one in bank.advice]),
        ("What it looks for", [(one.name, one.about) for one in bank.competencies]),
    ]


def _topics(folder: Path) -> tuple[Sequence[Topic], Sequence[Topic]]:
    """Categories and competencies that the bank's own file names, as far as they are fit."""
    try:
        data = read_toml(folder / HEAD).data
    except BadToml:
        data = {}
    return _fit_topics(data.get("categories")), _fit_topics(data.get("competencies"))


def _fit_topics(found: object) -> list[Topic]:
    entries = [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []
    usual = {"name": "", "about": "-"}
    made = []
    for entry in entries:
        try:
            made.append(Topic.model_validate({**usual, "name": entry.get("id", ""), **entry}))
        except ValueError:
            continue
    return made


def _values(folder: Path, file: str, text: str) -> dict[str, str | tuple[str, ...]]:
    try:
        return values_of(read_toml(folder / file, text.encode()).data)
    except BadToml as fault:
        raise BadBank(
            f"{banks.shown(file)} line {fault.line}: {fault.message}",
            hint=f'Mend it in your editor: interviewer bank edit "{banks.shown(folder.name)}" {Path(file).stem}',
        ) from fault


def _draft(request: Request, folder: Path, sent: Form) -> tuple[Draft, dict[str, str | tuple[str, ...]]]:
    """What would be saved, and what was written in the form."""
    known = request.path_params.get("question")
    was = bank_drafts.question_file(folder, known) if known is not None else None
    values: dict[str, str | tuple[str, ...]] = {
        key: tuple(" ".join(one.split()) for one in sent.all(key) if one.strip()) if key in LISTS else sent.get(key)
        for key in values_of({})
    }
    if not values["id"] and was is None:
        values["id"] = studio.question_id(str(values["text"]), folder)
    text = question_text(values, bank_drafts.file_text(folder, was) if was is not None else "")
    return bank_drafts.draft_of_question(folder, text, was=was), values


def _form(
    request: Request,
    folder: Path,
    values: dict[str, str | tuple[str, ...]],
    *,
    was: str | None,
    base: str,
    draft: Draft | None = None,
    tried: bool = False,
) -> Response:
    if draft is None and was is not None:
        draft = bank_drafts.draft_of_question(folder, bank_drafts.file_text(folder, was), was=was)
    told: dict[str, list[dict[str, object]]] = {}
    for one in map(_complaint, draft.complaints if draft else ()):
        told.setdefault(str(one["field"]), []).append(one)
    categories, competencies = _topics(folder)
    chosen = choices.load()
    return page(
        request,
        "question.html.j2",
        422 if tried else 200,
        summary=_summary(chosen, folder),
        values=values,
        rows={key: [*values[key], *[""] * max(1, least - len(values[key]))] for key, least in LISTS.items() if least},
        was=was and was.removesuffix(".toml"),
        base=base,
        told=told,
        checked=draft is not None,
        faults=len(draft.faults) if draft and tried else 0,
        kinds=[(kind, KINDS[kind]) for kind in BANK_KINDS],
        categories=categories,
        competencies=competencies,
    )


def _complaint(one: Complaint) -> dict[str, object]:
    """For the form: which field (a list's with the place of its member) and what about it."""
    key = str(one.way[0]) if one.way else ""
    known = key if key in values_of({}) else ""
    place = one.way[1] if len(one.way) > 1 and known in LISTS else None
    field = known if place is None or known == "competencies" else f"{known}-{place}"
    return {"field": field, "line": one.line, "message": one.message, "severity": one.severity}


ROUTES = (
    Route("/banks", listing),
    Route("/banks/-/new", new),
    Route("/banks/-/new", begin, methods=["POST"]),
    Route("/banks/{bank}", show),
    Route("/banks/{bank}/delete", remove, methods=["POST"]),
    Route("/banks/{bank}/new-question", write_new),
    Route("/banks/{bank}/new-question", save, methods=["POST"]),
    Route("/banks/{bank}/questions/{question}", edit),
    Route("/banks/{bank}/questions/{question}", save, methods=["POST"]),
    Route("/banks/{bank}/questions/{question}/delete", remove_question, methods=["POST"]),
)
