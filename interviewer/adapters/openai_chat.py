"""A language model behind any OpenAI-compatible server, reached by the `openai` client.

The client's own retries are off: here one wall clock holds all tries together, so that neither a silent server nor
one that drips a byte a second can hold up an interview. What a server does not know is dropped once and remembered.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2
import openai
from openai.types.chat import ChatCompletion

from interviewer.adapters.endpoint import Endpoint, check_endpoint
from interviewer.adapters.openai_faults import Fault, captive, fault_of, never_left, nothing_is_owed, unusable
from interviewer.adapters.openai_ladder import Ladder
from interviewer.errors import JudgeError, ModelRefused, ModelUnreachable
from interviewer.model.grade import HERE
from interviewer.model.session import Sent
from interviewer.ports import Ask, ChatModel, Reply, Toll

__all__ = ["OpenAIChat", "Patience", "check_endpoint"]

Found = TypeVar("Found")

LIST_DEADLINE = 10.0
"""Seconds in which a server must have listed its models."""

LARGEST_REPLY = 4 * 1024 * 1024
"""Bytes: far above any reply we ask for, far below what would hurt."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds."""

    connect: float = 5.0
    first_byte_far: float = 30.0
    first_byte_near: float = 120.0
    longest_retry_after: float = 60.0
    back_off: float = 0.5
    """Before the second try; doubled, with jitter, before the third."""

    tries: int = 3


class OpenAIChat(ChatModel):
    """Chat completions of one model at one address."""

    def __init__(
        self,
        *,
        base_url: str,
        model: str,
        api_key: str = "",
        allow_insecure: bool = False,
        patience: Patience | None = None,
        toll: Toll | None = None,
    ) -> None:
        """Raises EndpointRefused when the address or the key may not be used as given; sends nothing yet.

        Every request, a second try included, is asked of the `toll` before it is sent.
        """
        self._endpoint = check_endpoint(base_url, api_key, allow_insecure)
        self.name = model.strip()
        self.host = HERE if self._endpoint.loopback else self._endpoint.host
        self._patience = patience or Patience()
        self._toll = toll
        self._sent = False
        self._cost = 0.0
        self._ladder = Ladder(prefers_completion_tokens=self._endpoint.host == "api.openai.com")

    def __repr__(self) -> str:
        return f"OpenAIChat({self.name!r} at {self._endpoint.host!r})"

    def complete(self, ask: Ask, *, deadline: float) -> Reply:
        return self._run(lambda client: self._tries(client, ask, time.monotonic() + deadline), deadline)

    def sent(self) -> tuple[Sent, ...]:
        sent, cost = self._sent, self._cost if self._toll is not None else None
        self._sent, self._cost = False, 0.0
        return (Sent(host=self.host, cost=cost),) if sent and (cost is not None or self.host != HERE) else ()

    def offered(self) -> tuple[str, ...]:
        """Names of the models that the endpoint lists. Raises ModelUnreachable, ModelRefused or ReplyUnusable."""
        return self._run(self._list, LIST_DEADLINE)

    def _run(self, work: Callable[[openai.AsyncOpenAI], Coroutine[Any, Any, Found]], deadline: float) -> Found:
        """Do the work inside the wall clock: cancelling it closes the socket, however slowly bytes still drip in."""

        async def bounded() -> Found:
            async with _client(self._endpoint, self._patience) as client:
                return await asyncio.wait_for(work(client), timeout=deadline)

        try:
            return asyncio.run(bounded())
        except TimeoutError as gone:
            raise ModelUnreachable(
                f"The language model at {self._endpoint.host!r} did not finish within {deadline:g} seconds."
            ) from gone

    async def _tries(self, client: openai.AsyncOpenAI, ask: Ask, until: float) -> Reply:
        tries = 0
        while True:
            try:
                return await self._once(client, ask)
            except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, ValueError) as theirs:
                fault = fault_of(theirs, self._endpoint.host, self.name)
                if self._ladder.steps_down(fault):
                    continue
                tries += 1
                if not fault.passing or tries >= self._patience.tries:
                    raise await self._explained(client, fault) from theirs
                await self._wait(fault, tries, until, theirs)

    async def _wait(self, fault: Fault, tries: int, until: float, theirs: Exception) -> None:
        """Sleep before the next try, or say at once that there is no time for one."""
        seconds = self._patience.back_off * 2 ** (tries - 1) * (1 + random.random() / 4)
        if fault.retry_after is not None:
            seconds = fault.retry_after
        if seconds > self._patience.longest_retry_after or time.monotonic() + seconds > until:
            raise fault.error from theirs
        await asyncio.sleep(seconds)

    async def _explained(self, client: openai.AsyncOpenAI, fault: Fault) -> JudgeError:
        """An unknown model is answered with the names that the endpoint does know."""
        if fault.unknown_model:
            try:
                names = await asyncio.wait_for(self._list(client), timeout=self._patience.connect)
            except (JudgeError, TimeoutError):
                names = ()
            if names:
                listed = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
                return ModelRefused(
                    f"Model {self.name!r} not found (404). {self._endpoint.host} lists: {listed}.",
                    hint="Set `model` to one of these names, by --model or INTERVIEWER_MODEL.",
                )
        return fault.error

    async def _once(self, client: openai.AsyncOpenAI, ask: Ask) -> Reply:
        reply = await self._create(client, ask)
        if was_cut_off(reply) and self._ladder.makes_room():
            reply = await self._create(client, ask)
        return read_reply(reply, self._endpoint.host, self._ladder.notes)

    async def _create(self, client: openai.AsyncOpenAI, ask: Ask) -> ChatCompletion:
        request = self._ladder.request(ask)
        letters, most = sum(len(message["content"]) for message in request["messages"]), self._ladder.limit(ask)
        if self._toll is not None:
            self._toll.before(letters, most)
        prompt_tokens, reply_tokens, left, owed = None, most, True, True
        try:
            reply = await client.chat.completions.create(model=self.name, **request)
            if not isinstance(reply, ChatCompletion):
                raise captive(self._endpoint.host)
            prompt_tokens, reply_tokens = tokens_of(reply, most)
            return reply
        except openai.OpenAIError as theirs:
            left, owed = not never_left(theirs), not nothing_is_owed(theirs)
            raise
        finally:
            self._sent = self._sent or left
            if self._toll is not None and owed:
                self._cost += self._toll.after(letters, prompt_tokens, reply_tokens)

    async def _list(self, client: openai.AsyncOpenAI) -> tuple[str, ...]:
        try:
            page = await client.models.list()
            return tuple(sorted(str(model.id) for model in page.data))
        except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as theirs:
            raise fault_of(theirs, self._endpoint.host, self.name).error from theirs
        except (AttributeError, TypeError, ValueError) as theirs:
            raise captive(self._endpoint.host) from theirs


def was_cut_off(reply: ChatCompletion) -> bool:
    """Whether the limit ended the reply: a model that thinks first may have used it up before the first word."""
    return isinstance(reply.choices, list) and bool(reply.choices) and reply.choices[0].finish_reason == "length"


def read_reply(reply: ChatCompletion, host: str, notes: tuple[str, ...]) -> Reply:
    """The words of a finished reply. Raises ReplyUnusable or ModelRefused for everything that only looks like one."""
    choices = reply.choices
    if not isinstance(choices, list) or not choices or choices[0].message is None:
        raise unusable(host, "its reply holds no message")
    choice = choices[0]
    refusal = getattr(choice.message, "refusal", None)
    if refusal:
        raise ModelRefused(f"The language model at {host!r} declined to read this answer.")
    if choice.finish_reason == "content_filter":
        raise ModelRefused(f"The content filter of {host!r} stopped the reply.")
    if choice.finish_reason == "length":
        raise unusable(host, "its reply was cut off at the length limit")
    text = choice.message.content
    if not isinstance(text, str) or not text.strip():
        raise unusable(host, "its reply was empty")
    usage = reply.usage
    return Reply(
        text=text,
        logprobs=_logprobs(choice),
        prompt_tokens=getattr(usage, "prompt_tokens", None),
        reply_tokens=getattr(usage, "completion_tokens", None),
        notes=notes,
    )


def tokens_of(reply: ChatCompletion, most: int) -> tuple[int | None, int]:
    """Tokens of prompt and reply as the server counts them; where it does not, None, and all that was allowed."""
    counted = (getattr(reply.usage, "prompt_tokens", None), getattr(reply.usage, "completion_tokens", None))
    prompt, told = (count if type(count) is int and count >= 0 else None for count in counted)
    return prompt, most if told is None else told


def _logprobs(choice: Any) -> tuple[tuple[tuple[str, float], ...], ...]:
    tokens = getattr(getattr(choice, "logprobs", None), "content", None)
    if not isinstance(tokens, list):
        return ()
    found = []
    for token in tokens:
        chosen = (str(token.token), float(token.logprob))
        others = [(str(other.token), float(other.logprob)) for other in token.top_logprobs or () if other.token]
        found.append((chosen, *(other for other in others if other[0] != chosen[0])))
    return tuple(found)


def _client(endpoint: Endpoint, patience: Patience) -> openai.AsyncOpenAI:
    first_byte = patience.first_byte_near if endpoint.near else patience.first_byte_far
    timeout = httpx2.Timeout(first_byte, connect=patience.connect)
    http = httpx2.AsyncClient(
        # A proxy from the environment must never see what goes to this very machine.
        trust_env=not endpoint.loopback,
        # Certificates take a while to load and are not looked at on plain http.
        verify=endpoint.base_url.startswith("https:"),
        follow_redirects=False,
        timeout=timeout,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"response": [_bound]},
    )
    key = endpoint.key or "none"
    return openai.AsyncOpenAI(base_url=endpoint.base_url, api_key=key, max_retries=0, timeout=timeout, http_client=http)


async def _bound(response: httpx2.Response) -> None:
    """Refuse what could unpack to gigabytes, and stop reading a reply that never ends."""
    host = response.request.url.host
    if response.headers.get("content-encoding", "identity").lower() != "identity":
        raise unusable(host, "compressed its reply although it was asked not to")
    if isinstance(response.stream, httpx2.AsyncByteStream):
        response.stream = _Bounded(response.stream, host)


class _Bounded(httpx2.AsyncByteStream):
    """A reply's bytes, up to a limit."""

    def __init__(self, inner: httpx2.AsyncByteStream, host: str) -> None:
        self._inner = inner
        self._host = host

    async def __aiter__(self) -> AsyncIterator[bytes]:
        read = 0
        async for block in self._inner:
            read += len(block)
            if read > LARGEST_REPLY:
                raise unusable(self._host, "its reply does not end")
            yield block

    async def aclose(self) -> None:
        await self._inner.aclose()
