"""A language model elsewhere: every way in which a server can fail, over real sockets, in scaled-down seconds."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from typing import Any

import httpx2
import openai
import pytest

from interviewer.adapters.openai_chat import OpenAIChat, Patience
from interviewer.adapters.openai_faults import fault_of
from interviewer.errors import JudgeError, ModelRefused, ModelUnreachable, ReplyUnusable
from interviewer.ports import Ask
from tests import stub_llm as llm
from tests.stub_llm import StubLLM

KEY = "sk-canary-1234567890"
QUICK = Patience(connect=0.5, first_byte_far=0.3, first_byte_near=0.3, longest_retry_after=0.6, back_off=0.005, tries=3)
ASK = Ask(
    system="You read.",
    user="What did the candidate say? The candidate said: pineapple.",
    schema={
        "type": "object",
        "properties": {"verdict": {"type": "string", "enum": ["no", "shown"]}},
        "required": ["verdict"],
        "additionalProperties": False,
    },
    name="check",
    max_tokens=40,
    seed=7,
    logprobs=4,
)


@pytest.fixture
def stub() -> Iterator[StubLLM]:
    with llm.stub_llm() as running:
        yield running


def chat(stub: StubLLM, **changes: Any) -> OpenAIChat:
    return OpenAIChat(base_url=stub.url, model="stub", api_key=KEY, patience=QUICK, **changes)


def ask(stub: StubLLM, deadline: float = 5.0) -> str:
    return chat(stub).complete(ASK, deadline=deadline).text


def test_a_good_reply_comes_back_with_its_counts(stub: StubLLM) -> None:
    reply = chat(stub).complete(ASK, deadline=5)
    assert (reply.text, reply.prompt_tokens, reply.reply_tokens) == ('{"verdict": "no"}', 10, 5)


def test_the_request_holds_schema_seed_and_limit(stub: StubLLM) -> None:
    ask(stub)
    (sent,) = stub.asked
    assert sent["response_format"]["json_schema"]["schema"] == ASK.schema
    assert (sent["seed"], sent["max_tokens"], sent["temperature"], sent["top_logprobs"]) == (7, 40, 0.0, 4)


def test_logprobs_are_handed_on_with_their_alternatives(stub: StubLLM) -> None:
    token = {
        "token": "a",
        "logprob": -0.1,
        "top_logprobs": [{"token": "a", "logprob": -0.1}, {"token": "b", "logprob": -3}],
    }
    body = llm.completion("a", logprobs={"content": [token]})
    stub.will(lambda line, _: line.json(200, body))
    assert chat(stub).complete(ASK, deadline=5).logprobs == ((("a", -0.1), ("b", -3.0)),)


PASSING = {
    "429 with Retry-After": llm.fails(429, "slow down", {"Retry-After": "0.05"}),
    "429 without Retry-After": llm.fails(429, "slow down"),
    "500 once": llm.fails(500, "oops"),
    "503 once": llm.fails(503, "busy"),
    "reset once": llm.is_reset,
    "cut once": llm.is_cut,
    "malformed chunk once": llm.sends_a_malformed_chunk,
    "no end of chunks once": llm.never_says_done,
}


@pytest.mark.parametrize("play", PASSING.values(), ids=PASSING)
def test_what_passes_by_itself_is_tried_again(stub: StubLLM, play: llm.Play) -> None:
    stub.will(play)
    assert ask(stub) == '{"verdict": "no"}'
    assert len(stub.asked) == 2


def test_a_slow_first_token_within_patience_is_waited_for(stub: StubLLM) -> None:
    stub.will(llm.starts_after(0.15))
    assert ask(stub) == '{"verdict": "no"}'


LASTING: dict[str, tuple[llm.Play, type[JudgeError], int]] = {
    "429 always": (llm.fails(429, "slow down"), ModelUnreachable, 3),
    "500 always": (llm.fails(500, "oops"), ModelUnreachable, 3),
    "503 always": (llm.fails(503, "busy"), ModelUnreachable, 3),
    "Retry-After beyond patience": (llm.fails(429, "later", {"Retry-After": "3600"}), ModelUnreachable, 1),
    "Retry-After as a date far away": (
        llm.fails(503, "later", {"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}),
        ModelUnreachable,
        1,
    ),
    "quota gone": (llm.fails(429, "You exceeded your current quota", code="insufficient_quota"), ModelRefused, 1),
    "payment required": (llm.fails(402, "pay"), ModelRefused, 1),
    "wrong key": (llm.fails(401, f"bad key {KEY}"), ModelRefused, 1),
    "not allowed": (llm.fails(403, "no"), ModelRefused, 1),
    "context too long": (
        llm.fails(400, "This model's maximum context length is 4096 tokens", code="context_length_exceeded"),
        ModelRefused,
        1,
    ),
    "content filter": (llm.fails(400, "filtered", code="content_filter"), ModelRefused, 1),
    "some other 400": (llm.fails(400, "the candidate said pineapple"), ModelRefused, 1),
    "some other 422": (llm.fails(422, "unprocessable"), ModelRefused, 1),
    "teapot": (llm.fails(418, "teapot"), ModelRefused, 1),
    "silence": (llm.stays_silent, ModelUnreachable, 1),
    "first token too late": (llm.starts_after(0.5), ModelUnreachable, 1),
    "stall in mid-body": (llm.stalls, ModelUnreachable, 1),
    "cut always": (llm.is_cut, ModelUnreachable, 3),
    "reset always": (llm.is_reset, ModelUnreachable, 3),
    "malformed chunks always": (llm.sends_a_malformed_chunk, ModelUnreachable, 3),
    "no end of chunks always": (llm.never_says_done, ModelUnreachable, 3),
    "a body that never ends": (llm.never_ends, ReplyUnusable, 1),
    "a compressed body": (llm.packs_a_bomb, ReplyUnusable, 1),
    "captive portal": (llm.wants_a_login, ReplyUnusable, 1),
    "empty": (llm.says(""), ReplyUnusable, 1),
    "white space": (llm.says(" \n"), ReplyUnusable, 1),
    "no content": (llm.says(None), ReplyUnusable, 1),
    "content of a wrong type": (llm.says({"a": 1}), ReplyUnusable, 1),
    "cut at the limit": (llm.says('{"verdict": "no"}', "length"), ReplyUnusable, 2),
    "stopped by the filter": (llm.says("{}", "content_filter"), ModelRefused, 1),
    "refusal": (llm.says(None, refusal="I cannot help with that."), ModelRefused, 1),
    "no choices": (lambda line, _: line.json(200, {"choices": []}), ReplyUnusable, 1),
    "null": (lambda line, _: line.json(200, None), ReplyUnusable, 1),
    "a list": (lambda line, _: line.json(200, [1, 2]), ReplyUnusable, 1),
    "another object": (lambda line, _: line.json(200, {"hello": "world"}), ReplyUnusable, 1),
    "broken JSON": (lambda line, _: line.raw(200, b'{"choices": [', "application/json"), ReplyUnusable, 1),
    "an error with status 200": (lambda line, _: line.json(200, {"error": {"message": "no"}}), ReplyUnusable, 1),
}


@pytest.mark.parametrize(("play", "error", "tries"), LASTING.values(), ids=LASTING)
def test_what_lasts_is_told_in_our_words_and_never_a_reply(
    stub: StubLLM, play: llm.Play, error: type[JudgeError], tries: int
) -> None:
    stub.always = play
    with pytest.raises(error) as raised:
        ask(stub)
    assert type(raised.value) is error
    assert len(stub.asked) == tries
    told = f"{raised.value.message} {raised.value.hint}"
    assert KEY not in told
    assert "pineapple" not in told


def test_the_wall_clock_ends_a_server_that_drips(stub: StubLLM) -> None:
    stub.always = llm.drips  # for ever: without a deadline of ours this test would never end
    with pytest.raises(ModelUnreachable, match="did not finish within"):
        ask(stub, deadline=0.2)


def test_tries_together_stay_within_the_wall_clock(stub: StubLLM) -> None:
    stub.always = llm.fails(429, "later", {"Retry-After": "0.4"})
    with pytest.raises(ModelUnreachable):
        ask(stub, deadline=0.3)
    assert len(stub.asked) == 1


def test_a_refused_connection_is_told_with_a_hint() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    there = OpenAIChat(base_url=f"http://127.0.0.1:{port}/v1", model="stub", patience=QUICK)
    with pytest.raises(ModelUnreachable, match=f"127.0.0.1:{port}' cannot be reached") as raised:
        there.complete(ASK, deadline=5)
    assert "regrade" in raised.value.hint


def test_a_name_that_is_not_found_is_told() -> None:
    nowhere = OpenAIChat(base_url="https://judge.invalid/v1", model="stub", api_key=KEY, patience=QUICK)
    with pytest.raises(ModelUnreachable, match=r"judge\.invalid"):
        nowhere.complete(ASK, deadline=5)


def test_an_answer_is_never_sent_on_to_another_host(stub: StubLLM) -> None:
    with llm.stub_llm() as elsewhere:
        stub.will(llm.sends_on(f"{elsewhere.url}/chat/completions"))
        with pytest.raises(ModelRefused, match="another address"):
            ask(stub)
        assert elsewhere.asked == []


def test_an_unknown_model_is_answered_with_the_names_on_offer(stub: StubLLM) -> None:
    stub.models = ("llama-3", "qwen-3")
    stub.will(llm.fails(404, "model not found"))
    with pytest.raises(ModelRefused, match=r"not found \(404\).*llama-3, qwen-3"):
        ask(stub)


def test_an_unknown_path_is_told_plainly_when_nothing_is_on_offer(stub: StubLLM) -> None:
    stub.models = ()
    stub.will(llm.fails(404, "no such path"))
    with pytest.raises(ModelRefused, match="not found") as raised:
        ask(stub)
    assert "/v1" in raised.value.hint


REFUSED = {
    "max_tokens (OpenAI)": (
        llm.fails(
            400,
            "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.",
            param="max_tokens",
            code="unsupported_parameter",
        ),
        "max_tokens",
    ),
    "temperature (OpenAI)": (
        llm.fails(
            400,
            "'temperature' does not support 0.0 with this model. Only the default (1) value is supported.",
            param="temperature",
        ),
        "temperature",
    ),
    "seed (strict server)": (llm.fails(422, "Extra inputs are not permitted: body.seed"), "seed"),
    "logprobs (LM Studio kind)": (llm.fails(400, "logprobs is not supported"), "logprobs"),
}


@pytest.mark.parametrize(("play", "name"), REFUSED.values(), ids=REFUSED)
def test_a_refused_parameter_is_dropped_once_and_remembered(stub: StubLLM, play: llm.Play, name: str) -> None:
    stub.will(play)
    there = chat(stub)
    there.complete(ASK, deadline=5)
    there.complete(ASK, deadline=5)
    assert [name in sent for sent in stub.asked] == [True, False, False]


def test_the_form_steps_down_from_strict_to_plain_to_the_prompt(stub: StubLLM) -> None:
    no = llm.fails(400, "response_format of type json_schema is not supported")
    stub.will(no, no)
    reply = chat(stub).complete(ASK, deadline=5)
    strict, loose, prompt = stub.asked
    assert strict["response_format"]["json_schema"]["strict"] is True
    assert "strict" not in loose["response_format"]["json_schema"]
    assert "response_format" not in prompt
    assert '"enum"' in prompt["messages"][-1]["content"]
    assert "form: prompt" in reply.notes


def test_a_model_that_used_the_limit_up_gets_more_room_once_and_from_then_on(stub: StubLLM) -> None:
    stub.will(llm.says("", "length"))
    there = chat(stub)
    assert "room: x4" in there.complete(ASK, deadline=5).notes
    there.complete(ASK, deadline=5)
    assert [sent["max_tokens"] for sent in stub.asked] == [40, 160, 160]


def test_a_parameter_that_stays_refused_ends_the_ladder(stub: StubLLM) -> None:
    stub.always = llm.fails(400, "temperature is not supported")
    with pytest.raises(ModelRefused):
        ask(stub)
    assert len(stub.asked) == 2


def test_one_refusal_after_another_is_followed_to_the_end(stub: StubLLM) -> None:
    stub.will(*(play for play, _ in REFUSED.values()))
    assert ask(stub) == '{"verdict": "no"}'
    assert set(stub.asked[-1]) == {"messages", "model", "max_completion_tokens", "response_format"}


def test_the_key_is_in_no_log_and_no_repr(stub: StubLLM, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    there = chat(stub)
    stub.will(llm.fails(401, "bad key"))
    with pytest.raises(ModelRefused):
        there.complete(ASK, deadline=5)
    assert stub.keys == [f"Bearer {KEY}"]
    assert KEY not in caplog.text + repr(there) + repr(vars(there))
    assert "pineapple" not in caplog.text


def test_a_proxy_of_the_environment_never_sees_what_stays_here(stub: StubLLM, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert ask(stub) == '{"verdict": "no"}'


def everything_under(root: type[BaseException]) -> list[type[BaseException]]:
    return [root, *(below for child in root.__subclasses__() for below in everything_under(child))]


def made(kind: type[Any]) -> Exception:
    """An instance of a foreign exception, whatever its constructor wants."""
    request = httpx2.Request("POST", "http://127.0.0.1/v1")
    error: Exception = kind.__new__(kind)
    Exception.__init__(error, "said pineapple")
    for name, value in {
        "request": request,
        "response": httpx2.Response(418, request=request),
        "status_code": 418,
        "body": {"message": "said pineapple"},
        "message": "said pineapple",
        "code": None,
    }.items():
        try:
            setattr(error, name, value)
        except AttributeError:
            continue
    return error


@pytest.mark.parametrize(
    "kind",
    sorted(
        {
            *everything_under(openai.OpenAIError),
            *everything_under(httpx2.HTTPError),
            *everything_under(httpx2.StreamError),
            httpx2.InvalidURL,
        },
        key=lambda kind: kind.__name__,
    ),
    ids=lambda kind: kind.__name__,
)
def test_every_exception_of_the_client_becomes_one_of_ours(kind: type[Any]) -> None:
    fault = fault_of(made(kind), "there", "stub")
    assert type(fault.error) in (ModelUnreachable, ModelRefused, ReplyUnusable)
    assert "pineapple" not in fault.error.message
