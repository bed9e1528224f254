"""Settings: what is in force and where it comes from, one form to change it, and the judge tried on request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from interviewer import checkup, choosing, consent, credentials
from interviewer import settings as choices
from interviewer.errors import BadSettings, EndpointRefused, InterviewerError, SetupError
from interviewer.settings import SECRETS, Settings
from interviewer.web.views import form, page, see_other, wants_json

GROUPS: Mapping[str, str] = {
    "The interview": (
        "bank questions manner follow_ups follow_ups_in_all profile patience speech_before_patience time_to_answer "
        "longest_answer seed"
    ),
    "Voice, microphone and ears": "voice voice_name rate microphone speaker ears language delivery threads",
    "The judge": "judge base_url model api_key allow_insecure second_model second_base_url second_api_key send_to",
    "What judging may cost": (
        "prompt_price reply_price second_prompt_price second_reply_price session_budget month_budget"
    ),
    "Where things are kept": "recordings keep_days banks models cache",
}
"""Settings in the order of the page; what is in none of these stands under `OTHERS`."""

OTHERS = "More"

LABELS = {
    "questions": "Questions in a session",
    "profile": "How long pauses are waited for",
    "rate": "Pace of the voice, words a minute",
    "base_url": "Address of the judge",
    "model": "Model that judges",
    "api_key": "Key of the judge",
    "second_model": "Model that takes over",
    "second_base_url": "Address of the model that takes over",
    "second_api_key": "Key of the model that takes over",
    "prompt_price": "A million tokens to the judge",
    "reply_price": "A million tokens of its replies",
    "second_prompt_price": "A million tokens to the model that takes over",
    "second_reply_price": "A million tokens of its replies",
    "session_budget": "At most for a session",
    "month_budget": "At most in a month",
    "send_to": "Hosts that need no asking",
    "allow_insecure": "Allow unencrypted sending",
    "keep_days": "Days that a session is kept",
}
"""Where the name of a setting would say too little."""


def show(request: Request) -> Response:
    """Every setting, its value and its origin."""
    return _shown(request, {}, {})


def save(request: Request) -> Response:
    """Write what was changed in the form, all or none; a value that does not fit comes back with its sentence."""
    chosen, sent = choices.load(), form(request)
    typed = {name: sent.get(name) for name, _ in sent.fields if name in Settings.model_fields}
    changed = {
        name: text
        for name, text in typed.items()
        if name not in SECRETS and text != choices.shown(chosen, name) and choices.origin(name) != "environment"
    }
    wrong: dict[str, str] = {}
    for name, text in changed.items():
        try:
            choosing.value_of(name, text)
        except BadSettings as error:
            wrong[name] = error.message
    if wrong:
        return _shown(request, typed, wrong)
    if changed:
        choosing.choose(changed)
    return see_other("/settings?saved=1")


def reset(request: Request) -> Response:
    """Take one setting out of the file, so that its default holds."""
    choosing.forget(form(request).get("name"))
    return see_other("/settings?saved=1")


def agree(request: Request) -> Response:
    """Remember a yes for a host that the settings in force name; for no other."""
    host = form(request).get("host")
    if host not in _hosts(choices.load()):
        raise EndpointRefused("That is not the host of the judge", hint="Look at the settings again.")
    consent.keep(host)
    return see_other("/settings/judge")


def judge(request: Request) -> Response:
    """Who judges, what is sent where, and the button that tries it."""
    chosen = choices.load()
    try:
        hosts, refused = _hosts(chosen), ""
    except SetupError as error:
        hosts, refused = (), f"{error.message} {error.hint}"
    return page(
        request,
        "judge.html.j2",
        chosen=chosen,
        key=credentials.has_key(chosen),
        hosts=hosts,
        refused=refused,
        what=consent.WHAT_IS_SENT,
        trials=(),
    )


def try_it(request: Request) -> Response:
    """Ask the judge, and the one behind it, one small question each."""
    chosen = choices.load().model_copy(update={"judge": "on"})
    trials = [_trial(name, check) for name, check in checkup.judge_checks(chosen)]
    if wants_json(request):
        return JSONResponse(trials)
    return page(
        request,
        "judge.html.j2",
        chosen=choices.load(),
        key=credentials.has_key(chosen),
        hosts=(),
        refused="",
        what=consent.WHAT_IS_SENT,
        trials=trials,
    )


def _trial(name: str, check: checkup.Check) -> dict[str, Any]:
    try:
        return {"name": name, "ok": True, "said": check()}
    except InterviewerError as error:
        return {"name": name, "ok": False, "said": f"{error.message} {error.hint}".strip()}


def _hosts(chosen: Settings) -> tuple[str, ...]:
    """Hosts elsewhere that nobody has agreed to, even of a judge that is switched off. Raises SetupError."""
    return consent.hosts_to_ask_about(chosen.model_copy(update={"judge": "on"}))


def _shown(request: Request, typed: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    chosen = choices.load()
    names = {group: listed.split() for group, listed in GROUPS.items()}
    placed = {name for listed in names.values() for name in listed}
    names[OTHERS] = [name for name in Settings.model_fields if name not in placed]
    groups = [
        (group, [_entry(chosen, name, typed, wrong) for name in listed]) for group, listed in names.items() if listed
    ]
    return page(
        request,
        "settings.html.j2",
        422 if wrong else 200,
        groups=groups,
        file=str(choosing.file()),
        wrong=len(wrong),
        saved="saved" in request.query_params,
    )


def _entry(chosen: Settings, name: str, typed: Mapping[str, str], wrong: Mapping[str, str]) -> dict[str, Any]:
    field = Settings.model_fields[name]
    if get_origin(field.annotation) is Literal:
        options = tuple(get_args(field.annotation))
    else:
        options = ("true", "false") if field.annotation is bool else ()
    return {
        "name": name,
        "label": LABELS.get(name, name.replace("_", " ").capitalize()),
        "about": (field.description or "").replace("`", ""),
        "value": typed.get(name, choices.shown(chosen, name)),
        "options": options,
        "number": field.annotation in (int, float),
        "secret": name in SECRETS,
        "origin": choices.origin(name),
        "variable": choices.variable(name),
        "wrong": wrong.get(name, ""),
    }


ROUTES = (
    Route("/settings", show),
    Route("/settings", save, methods=["POST"]),
    Route("/settings/reset", reset, methods=["POST"]),
    Route("/settings/judge", judge),
    Route("/settings/judge/try", try_it, methods=["POST"]),
    Route("/settings/judge/agree", agree, methods=["POST"]),
)
