"""The sixteen ways in which a judge at an address fails, as `tests/stub_llm.py` plays them (F31 to F36).

Seconds are scaled: 120 s of patience with a server near by are 1.2 s here, so that its first word after 90 s comes
after 0.9 s, which a busy machine can still tell from too late.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

from interviewer.adapters.openai_chat import Patience
from tests import stub_llm as llm

KEY = "sk-canary-1234567890"
SCALE = 1.2 / 120
PATIENCE = Patience(
    connect=2.0,
    first_byte_far=120 * SCALE,
    first_byte_near=120 * SCALE,
    longest_retry_after=60 * SCALE,
    back_off=0.002,
    tries=3,
)

Outcome = Literal["judged", "model-unreachable", "model-refused", "reply-unusable"]


@dataclass(frozen=True)
class Scenario:
    """What the server does to every request (`always`) or to the first ones alone (`first`), and what comes of it."""

    outcome: Outcome
    most_calls: int = 1
    """Calls that one check of an answer may cost, when it is the failing one."""

    always: llm.Play | None = None
    first: tuple[llm.Play, ...] = ()
    address: Literal["stub", "closed port", "no such name"] = "stub"


def wrong_types(body: llm.Body) -> str:
    """JSON with all the right names, and numbers, lists and nulls for values."""
    wrong: list[Any] = [11, None, [["action"]], float("1e308"), {"action": 1}]
    names = llm.schema_of(body)["properties"]
    return json.dumps({name: wrong[n % len(wrong)] for n, name in enumerate(names)})


def _says(answer: llm.Answer) -> llm.Play:
    return lambda line, body: line.json(200, llm.completion(answer(body)))


SCENARIOS: dict[str, Scenario] = {
    "429 with Retry-After": Scenario("judged", 2, first=(llm.fails(429, "slow down", {"Retry-After": "0.05"}),)),
    "429 without Retry-After": Scenario("judged", 3, first=(llm.fails(429, "slow down"),) * 2),
    "500 once": Scenario("judged", 2, first=(llm.fails(500, "oops"),)),
    "503 always": Scenario("model-unreachable", 3, always=llm.fails(503, "busy")),
    "quota gone": Scenario(
        "model-refused",
        always=llm.fails(429, "You exceeded your current quota", code="insufficient_quota"),
    ),
    "connection refused": Scenario("model-unreachable", 0, address="closed port"),
    "name not found": Scenario("model-unreachable", 0, address="no such name"),
    "silence after the request": Scenario("model-unreachable", always=llm.stays_silent),
    "first token after 90 s": Scenario("judged", first=(llm.starts_after(90 * SCALE),)),
    "stall in mid-reply": Scenario("model-unreachable", always=llm.stalls),
    "reply cut": Scenario("model-unreachable", 3, always=llm.is_cut),
    "connection reset": Scenario("model-unreachable", 3, always=llm.is_reset),
    "malformed chunk": Scenario("model-unreachable", 3, always=llm.sends_a_malformed_chunk),
    "end without the last chunk": Scenario("model-unreachable", 3, always=llm.never_says_done),
    "400: context too long": Scenario(
        "model-refused",
        always=llm.fails(400, "This model's maximum context length is 4096 tokens", code="context_length_exceeded"),
    ),
    "400: parameter not supported": Scenario("judged", 2, first=(llm.fails(400, "seed is not supported"),)),
    "400: content filter": Scenario("model-refused", always=llm.fails(400, "filtered", code="content_filter")),
    "200: empty": Scenario("reply-unusable", always=llm.says("")),
    "200: refusal": Scenario("model-refused", always=llm.says(None, refusal="I cannot help with that.")),
    "200: cut at the limit": Scenario("reply-unusable", 2, always=llm.says('{"s1": "act', "length")),
    "200: free text": Scenario("reply-unusable", 2, always=llm.says("A great answer! I would give it 9 of 10.")),
    "200: wrong types": Scenario("reply-unusable", 2, always=_says(wrong_types)),
    "200: a score of 11": Scenario("reply-unusable", 2, always=llm.says('{"overall": 11, "score": NaN}')),
    "drips a byte now and then": Scenario("model-unreachable", always=llm.drips),
}
"""The sixteen of the issue, the last two of them in their variants, and a server that no read time-out ever ends."""

FAILING = {name: scenario for name, scenario in SCENARIOS.items() if scenario.outcome != "judged"}


@contextmanager
def playing(scenario: Scenario) -> Iterator[tuple[llm.StubLLM, str]]:
    """(the server, the address to use for it)."""
    with llm.stub_llm() as stub:
        stub.always = scenario.always
        stub.will(*scenario.first)
        match scenario.address:
            case "stub":
                yield stub, stub.url
            case "closed port":
                with socket.socket() as unused:
                    unused.bind(("127.0.0.1", 0))
                    yield stub, f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
            case "no such name":
                yield stub, "https://judge.invalid/v1"
