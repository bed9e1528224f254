"""What can go wrong between here and a language model, in our own words.

Every exception class of `openai` and `httpx2` that can leave a call becomes a `Fault`: the error to raise, whether the
same request may succeed a moment later, and which parameter was refused. Bodies of replies are read for known codes
and never repeated in a message: they may hold the prompt, and with it what the candidate said.
"""

from __future__ import annotations

import email.utils
import json
import re
import time
from dataclasses import dataclass
from typing import Any

import httpx2
import openai

from interviewer.errors import JudgeError, ModelRefused, ModelUnreachable, ReplyUnusable

RETRIED = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
"""Statuses that may pass by themselves."""

PARAMETERS = (
    "max_completion_tokens",
    "max_tokens",
    "top_logprobs",
    "logprobs",
    "temperature",
    "response_format",
    "json_schema",
    "seed",
)
"""Longest first: `max_tokens` must not be found in a complaint about another name."""

NOT_AVAILABLE = re.compile(
    r"unsupported|not support|does not support|unknown|unrecogni[sz]ed|not (?:allowed|permitted)|extra|unexpected"
    r"|invalid|must be|only the default|not available|instead|cannot|failed to parse|grammar",
    re.IGNORECASE,
)
TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|maximum context|too many tokens|prompt is too long", re.IGNORECASE
)
FILTERED = re.compile(r"content[_ ]?(?:filter|policy|management)|safety|responsible ai", re.IGNORECASE)
NO_CREDIT = re.compile(r"insufficient_quota|billing|exceeded your current quota|credit", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fault:
    """One failed call."""

    error: JudgeError
    passing: bool = False
    """The same request may succeed a moment later."""

    retry_after: float | None = None
    """Seconds that the server asked for."""

    refused_parameter: str | None = None
    unknown_model: bool = False


def unusable(host: str, why: str) -> ReplyUnusable:
    return ReplyUnusable(f"The language model at {host!r} answered, but {why}.")


def captive(host: str) -> ReplyUnusable:
    """Something that is no language model answers at the address."""
    return ReplyUnusable(
        f"What answers at {host!r} is not a language model: it sent a web page or another form of reply.",
        hint="Check the base URL (it usually ends in /v1) and whether this network wants you to log in first.",
    )


def fault_of(theirs: Exception, host: str, model: str) -> Fault:
    """The fault behind a foreign exception."""
    match theirs:
        case JudgeError():
            return Fault(theirs)
        case openai.APITimeoutError() | httpx2.TimeoutException():
            return Fault(ModelUnreachable(f"The language model at {host!r} stayed silent too long."))
        case openai.APIStatusError():
            return _of_status(theirs, host, model)
        case openai.APIConnectionError() | httpx2.HTTPError() | httpx2.StreamError():
            return _of_connection(theirs, host)
        case openai.APIResponseValidationError() | ValueError():
            return Fault(captive(host))
        case openai.ContentFilterFinishReasonError():
            return Fault(ModelRefused(f"The content filter of {host!r} stopped the reply."))
        case _:
            return Fault(unusable(host, f"not in a form that can be read ({type(theirs).__name__})"))


def never_left(theirs: Exception) -> bool:
    """Whether a request failed before a word of it was sent."""
    inner: BaseException | None = theirs
    while inner is not None:
        if isinstance(inner, httpx2.ConnectError | httpx2.ConnectTimeout | httpx2.UnsupportedProtocol):
            return True
        inner = inner.__cause__
    return False


def nothing_is_owed(theirs: Exception) -> bool:
    """Whether a request that failed costs nothing: it was never sent, or the server answered with an error."""
    return isinstance(theirs, openai.APIStatusError) or never_left(theirs)


def _of_connection(theirs: Exception, host: str) -> Fault:
    inner: BaseException | None = theirs
    while inner is not None:
        if isinstance(inner, JudgeError):
            return Fault(inner)
        if isinstance(inner, httpx2.TimeoutException):
            return Fault(ModelUnreachable(f"The language model at {host!r} stayed silent too long."))
        if isinstance(inner, httpx2.DecodingError):
            return Fault(captive(host))
        inner = inner.__cause__
    reached = not isinstance(theirs.__cause__ or theirs, httpx2.ConnectError | httpx2.UnsupportedProtocol)
    what = "broke off the connection" if reached else "cannot be reached"
    return Fault(
        ModelUnreachable(
            f"The language model at {host!r} {what}.",
            hint="Start it, or check `base_url`; the answer is kept, and `interviewer regrade` judges it later.",
        ),
        passing=True,
    )


def _of_status(theirs: openai.APIStatusError, host: str, model: str) -> Fault:
    status = theirs.status_code
    told = _told(theirs)
    if 300 <= status < 400:
        return Fault(ModelRefused(f"{host!r} sent us to another address ({status}); answers are not sent on."))
    if status == 401:
        return Fault(
            ModelRefused(
                "The server refused the key (401).", hint="Set INTERVIEWER_API_KEY, then `interviewer regrade`."
            )
        )
    if status == 403:
        return Fault(ModelRefused(f"{host!r} does not allow this key to use model {model!r} (403)."))
    if status == 404:
        return _not_found(host, model)
    if (NO_CREDIT.search(told) and status in (402, 403, 429)) or status == 402:
        return Fault(ModelRefused(f"The quota at {host!r} is used up ({status})."))
    if status in (400, 413, 422):
        return _of_bad_request(told, status, host)
    if status in RETRIED:
        what = "is handling too many requests" if status == 429 else "has trouble"
        return Fault(
            ModelUnreachable(f"The language model at {host!r} {what} ({status})."),
            passing=True,
            retry_after=_retry_after(theirs.response.headers),
        )
    return Fault(ModelRefused(f"The language model at {host!r} refused the request ({status})."))


def _not_found(host: str, model: str) -> Fault:
    refused = ModelRefused(
        f"Model {model!r} not found (404) at {host!r}.",
        hint="Check `model`, and that the base URL ends as the server's manual says (usually /v1).",
    )
    return Fault(refused, unknown_model=True)


def _of_bad_request(told: str, status: int, host: str) -> Fault:
    if TOO_LONG.search(told) or status == 413:
        return Fault(ModelRefused(f"The answer is too long for the context of the model at {host!r}."))
    if FILTERED.search(told):
        return Fault(ModelRefused(f"The content filter of {host!r} stopped the request."))
    return Fault(
        ModelRefused(f"The language model at {host!r} refused the request ({status})."),
        refused_parameter=_refused_parameter(told),
    )


def _refused_parameter(told: str) -> str | None:
    """The parameter that a complaint is about; a message may name what to use instead, which comes later."""
    if not NOT_AVAILABLE.search(told):
        return None
    found = [(match.start(), -len(name), name) for name in PARAMETERS if (match := re.search(rf"\b{name}\b", told))]
    if not found:
        return None
    name = min(found)[2]
    return "response_format" if name == "json_schema" else name


def _told(theirs: openai.APIStatusError) -> str:
    """The error's own fields, parameter first, as one line to search in."""
    body: Any = theirs.body
    if isinstance(body, dict):
        inner = body.get("error", body)
        body = inner if isinstance(inner, dict) else body
        first = " ".join(str(body.get(name) or "") for name in ("param", "code", "type", "message"))
        return f"{first} {json.dumps(body, default=str)}"[:4000]
    return str(body or theirs.message)[:4000]


def _retry_after(headers: httpx2.Headers) -> float | None:
    """Seconds from the header, given as seconds or as a date. None when missing or unreadable."""
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        moment = email.utils.parsedate_tz(value)
        if moment is None:
            return None
        seconds = email.utils.mktime_tz(moment) - time.time()
    return seconds if 0 <= seconds < float("inf") else None
