"""What every language model promises: the fake, one behind a socket, and a real one in a child process."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from interviewer.adapters.embedded_chat import EmbeddedChat
from interviewer.adapters.openai_chat import OpenAIChat
from interviewer.errors import ModelUnreachable
from interviewer.ports import Ask, ChatModel
from tests.fake_chat import FakeChat
from tests.stub_llm import stub_llm
from tests.weights import weights_file

ASK = Ask(
    system="You label sentences of job interviews.",
    user="Sentence: I wrote the plan with our two engineers. What is it? Reply with JSON.",
    schema={
        "type": "object",
        "properties": {
            "label": {"type": "string", "enum": ["action", "result", "none"]},
            "sentence": {"type": "string", "enum": ["s1", "s2"]},
        },
        "required": ["label", "sentence"],
        "additionalProperties": False,
    },
    name="check",
    max_tokens=100,
)


@pytest.fixture(scope="module", params=["fake", "socket", pytest.param("embedded", marks=pytest.mark.real)])
def model(request: pytest.FixtureRequest) -> Iterator[ChatModel]:
    match request.param:
        case "fake":
            yield FakeChat()
        case "socket":
            with stub_llm() as stub:
                yield OpenAIChat(base_url=stub.url, model="stub")
        case _:
            weights = weights_file("smollm2-135m", "SmolLM2-135M-Instruct.Q4_1.gguf")
            with EmbeddedChat(weights, name="smollm2-135m", sha256="b179c952", context=2048) as embedded:
                yield embedded


def test_a_reply_fits_the_schema(model: ChatModel) -> None:
    reply = json.loads(model.complete(ASK, deadline=60).text)
    assert set(reply) == {"label", "sentence"}
    assert reply["label"] in ("action", "result", "none")
    assert reply["sentence"] in ("s1", "s2")


def test_the_same_ask_is_answered_the_same(model: ChatModel) -> None:
    first, second = (model.complete(ASK, deadline=60).text for _ in range(2))
    assert first == second


def test_a_deadline_that_is_over_is_unreachable(model: ChatModel) -> None:
    with pytest.raises(ModelUnreachable):
        model.complete(ASK, deadline=0)


def test_it_works_again_after_a_deadline_was_missed(model: ChatModel) -> None:
    with pytest.raises(ModelUnreachable):
        model.complete(ASK, deadline=0)
    assert json.loads(model.complete(ASK, deadline=60).text)


def test_it_says_who_it_is_and_holds_no_path(model: ChatModel) -> None:
    assert model.name
    assert model.host == "this computer"
    assert "/" not in model.name + repr(model)


def test_start_and_close_may_be_called_twice(model: ChatModel) -> None:
    model.start()
    model.start()
