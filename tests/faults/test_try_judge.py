"""The judge tried on purpose: what is said of it, and what it is sent."""

from __future__ import annotations

import re

import pytest

from interviewer import checkup, settings
from interviewer.cli.main import DONE, SETUP, main
from interviewer.errors import EndpointRefused, InterviewerError, ModelRefused, ReplyUnusable
from tests.stub_llm import StubLLM, fails, says, stub_llm

KEY = "sk-canary-1234567890"
READY = '{"answer": "yes"}'


def at(stub: StubLLM, **more: str) -> settings.Settings:
    return settings.load(base_url=stub.url, model="stub", api_key=KEY, **more)


def test_a_trial_says_what_works_how_fast_and_what_is_sent() -> None:
    with stub_llm(answer=lambda _body: READY, models=("stub", "other")) as stub:
        trial = checkup.try_judge(at(stub))
        assert re.fullmatch(
            r"stub on this computer replied in \d+\.\d s, its form asked for by strict schema. It lists 2 models. "
            r"Your answers go to a server on this computer; what it sends on is not in our hands.",
            str(trial),
        )
        assert trial.offered == ("other", "stub")
        assert stub.keys == [f"Bearer {KEY}"]
        assert len(stub.asked) == 1


def test_a_name_that_is_not_listed_is_said_and_a_server_without_a_list_is_good_enough() -> None:
    with stub_llm(answer=lambda _body: READY, models=("other",)) as stub:
        assert "It lists 1 models, but none that is called stub." in str(checkup.try_judge(at(stub)))
    with stub_llm(answer=lambda _body: READY, models=()) as stub:
        assert "lists" not in str(checkup.try_judge(at(stub)))


@pytest.mark.parametrize(
    ("play", "error"),
    [(says("sure, it is"), ReplyUnusable), (says('{"answer": 1}'), ReplyUnusable), (fails(401), ModelRefused)],
)
def test_a_failure_is_a_sentence_without_the_key(play: object, error: type[InterviewerError]) -> None:
    with stub_llm(always=play) as stub, pytest.raises(error) as failed:
        checkup.try_judge(at(stub))
    assert KEY not in f"{failed.value.message} {failed.value.hint}"


def test_no_far_host_is_asked_before_a_yes_even_with_the_judge_switched_off() -> None:
    far = settings.load(base_url="https://api.example.com/v1", model="far", api_key=KEY, judge="off")
    with pytest.raises(EndpointRefused, match=r"Nobody has agreed yet that anything is sent to api[.]example[.]com"):
        checkup.try_judge(far)


def test_the_doctor_tries_the_judge_and_the_second_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with stub_llm(answer=lambda _body: READY) as first, stub_llm(always=fails(500, "broken")) as second:
        for name, value in {
            "base_url": first.url,
            "model": "stub",
            "second_base_url": second.url,
            "second_model": "b",
        }.items():
            monkeypatch.setenv(settings.variable(name), value)
        assert main(["doctor", "--endpoint"]) == SETUP
        said = capsys.readouterr().out
    assert "judge  stub on this computer replied in" in said
    assert "second judge" in said
    assert "1 of 2 need your attention." in said


def test_the_doctor_asks_nobody_far_without_a_yes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {"base_url": "https://api.example.com/v1", "model": "far", "api_key": KEY}.items():
        monkeypatch.setenv(settings.variable(name), value)
    assert main(["doctor", "--endpoint"]) == SETUP
    assert "nobody has agreed" in capsys.readouterr().err


def test_yes_lets_the_doctor_try_a_far_host_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tried: list[settings.Settings] = []

    def try_it(chosen: settings.Settings) -> str:
        tried.append(chosen)
        return "tried"

    monkeypatch.setattr(checkup, "try_judge", try_it)
    monkeypatch.setenv("INTERVIEWER_BASE_URL", "https://api.example.com/v1")
    monkeypatch.setenv("INTERVIEWER_API_KEY", KEY)
    assert main(["doctor", "--endpoint", "--yes"]) == DONE
    assert checkup.consent.hosts_to_ask_about(tried[0]) == ()
    assert checkup.consent.hosts_to_ask_about(settings.load()) == ("api.example.com",)
