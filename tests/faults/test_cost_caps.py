"""A paid judge is asked no more than the user wants to pay for; what it was asked is counted and told (F38)."""

from __future__ import annotations

import json
import time
from datetime import date
from pathlib import Path

import pytest

from interviewer import places, settings, studio
from interviewer.adapters.openai_chat import OpenAIChat
from interviewer.adapters.spendings import FileSpendings
from interviewer.errors import BadSettings, StoreError
from interviewer.model.grade import Graded, Ungraded
from interviewer.model.session import Sent, Session
from interviewer.rules.budget import Prices, Purse, Till, money
from interviewer.rules.judging import RubricJudge
from interviewer.rules.reporting import report
from interviewer.rules.second_judge import SecondJudge
from tests.fake_chat import FakeChat
from tests.faults.scenarios import KEY, PATIENCE, SCENARIOS, Scenario, playing
from tests.faults.test_endpoint_scenarios import SAID, short_wall_clock, takes
from tests.story.world import ScriptedKeys, World, session
from tests.stub_llm import Body, StubLLM, completion, stub_llm

__all__ = ["short_wall_clock"]

PRICES = Prices(prompt=1.0, reply=10.0)
MONTH = "2026-11"
TOKENS = 1000
"""What the stub's server says that each prompt and each reply had."""

A_CALL = PRICES.of(TOKENS, TOKENS)


def purse(folder: Path, *, session: float = 0.0, month: float = 0.0) -> Purse:
    spendings = FileSpendings(folder / "spendings.jsonl")
    return Purse(spendings, lambda: date(2026, 11, 28), session_budget=session, month_budget=month)


def paid(url: str, of: Purse, host: str = "api.example.com") -> RubricJudge:
    """A judge at a stub that passes for a server far away."""
    chat = OpenAIChat(
        base_url=url, model="stub", api_key=KEY, patience=PATIENCE, toll=Till(of, PRICES, "api.example.com")
    )
    chat.host = host
    return RubricJudge(chat, clock=time.monotonic)


def counted(stub: StubLLM) -> None:
    """Replies as ever, with usage of our own."""
    answer = stub.answer
    usage = {"prompt_tokens": TOKENS, "completion_tokens": TOKENS, "total_tokens": 2 * TOKENS}
    stub.always = lambda line, body: line.json(200, {**completion(answer(body)), "usage": usage})


def held(folder: Path, judge: RubricJudge | SecondJudge, answers: int = 2) -> Session:
    world = World(folder, keys=ScriptedKeys(typed=[SAID] * answers))
    world.judge = judge  # type: ignore[assignment]
    world.hold(session(answers))
    return world.store.find("last")


def test_what_judging_cost_is_in_the_ledger_the_session_the_report_and_the_months_file(tmp_path: Path) -> None:
    with stub_llm() as stub:
        counted(stub)
        kept = held(tmp_path, paid(stub.url, purse(tmp_path)))
        calls = len(stub.asked)
    cost = sum(each.cost or 0.0 for take in takes(kept) for each in take.sent)
    assert cost == pytest.approx(calls * A_CALL)
    assert {each.host for take in takes(kept) for each in take.sent} == {"api.example.com"}
    assert FileSpendings(tmp_path / "spendings.jsonl").spent(MONTH) == pytest.approx(cost)
    ledger = tmp_path / "recordings" / kept.id / "turn-01/take-1/judging.jsonl"
    told = [line for line in map(json.loads, ledger.read_text().splitlines()) if line["kind"] == "sent"]
    assert told == [{"kind": "sent", "to": "api.example.com", "cost": takes(kept)[0].sent[0].cost}]
    assert report(kept).judged.endswith(f"By the prices in your settings judging has cost {money(cost)} at most.")


@pytest.mark.parametrize("span", ["session", "month"])
@pytest.mark.parametrize("calls", [0, 1, 3, 5])
def test_the_call_that_would_pass_a_budget_is_not_made(span: str, calls: int, tmp_path: Path) -> None:
    budget = calls * A_CALL + 1e-6
    with stub_llm() as stub:
        counted(stub)
        kept = held(tmp_path, paid(stub.url, purse(tmp_path, **{span: budget})))
        assert len(stub.asked) <= calls
    assert FileSpendings(tmp_path / "spendings.jsonl").spent(MONTH) <= budget
    last = takes(kept)[-1].grade
    assert kept.status == "complete"
    assert isinstance(last, Ungraded)
    assert (last.code, last.again) == ("over-budget", True)
    assert f"of the {span}'s budget of" in last.reason
    assert last.reason.count(".") == last.reason.count("0.") + 1, "one sentence"


def test_a_second_judge_takes_over_where_the_money_ends(tmp_path: Path) -> None:
    near = RubricJudge(FakeChat(name="near"), clock=time.monotonic)
    with stub_llm() as stub:
        both = SecondJudge(paid(stub.url, purse(tmp_path, session=1e-9)), near, clock=time.monotonic)
        kept = held(tmp_path, both)
        assert stub.asked == []
    assert all(isinstance(take.grade, Graded) and take.grade.judged_by.model == "near" for take in takes(kept))
    assert report(kept).judged == "Judged by near on this computer. Nothing you said left it."


OWED = {
    "500 once": 2,
    "503 always": 0,
    "connection refused": 0,
    "silence after the request": 1,
    "200: cut at the limit": 2,
    "200: free text": 2,
    "400: context too long": 0,
}
"""Requests of one answer that may have to be paid for, whatever came of them, and of `500 once` those of one check."""


@pytest.mark.parametrize("name", OWED)
def test_a_call_that_failed_is_paid_for_when_it_may_have_been_read(name: str, tmp_path: Path) -> None:
    with playing(SCENARIOS[name]) as (_, url):
        kept = held(tmp_path, paid(url, purse(tmp_path)), answers=1)
    lines = tmp_path / "spendings.jsonl"
    found = len(lines.read_text().splitlines()) if lines.exists() else 0
    assert (found > 0) == (OWED[name] > 0)
    if SCENARIOS[name].outcome != "judged":
        assert found == OWED[name]
        (take,) = takes(kept)
        assert isinstance(take.grade, Ungraded)


@pytest.mark.parametrize("scenario", [SCENARIOS["503 always"], SCENARIOS["silence after the request"]])
def test_where_only_failed_calls_went_to_a_host_the_report_says_so(scenario: Scenario, tmp_path: Path) -> None:
    with playing(scenario) as (_, url):
        chat = OpenAIChat(base_url=url, model="stub", patience=PATIENCE)
        chat.host = "api.example.com"
        kept = held(tmp_path, RubricJudge(chat, clock=time.monotonic))
    assert takes(kept)[0].sent == (Sent(host="api.example.com"),)
    assert report(kept).judged == (
        "Nothing was judged yet, but words of your answers went to api.example.com; your voice did not."
    )


def test_where_no_call_was_answered_by_anything_nothing_was_sent(tmp_path: Path) -> None:
    with playing(SCENARIOS["connection refused"]) as (_, url):
        chat = OpenAIChat(base_url=url, model="stub", patience=PATIENCE)
        chat.host = "api.example.com"
        kept = held(tmp_path, RubricJudge(chat, clock=time.monotonic))
    assert report(kept).judged == "Nothing was judged yet."


def test_words_that_went_far_before_a_near_judge_took_over_are_told(tmp_path: Path) -> None:
    near = RubricJudge(FakeChat(name="near"), clock=time.monotonic)
    with playing(SCENARIOS["503 always"]) as (_, url):
        kept = held(tmp_path, SecondJudge(paid(url, purse(tmp_path)), near, clock=time.monotonic))
    assert report(kept).judged == (
        "Judged by near on this computer. Words of your answers went to api.example.com too, which judged none of "
        "them; your voice did not. By the prices in your settings judging has cost 0.00 at most."
    )


# -- the file


@pytest.mark.parametrize(
    "spoilt", [b"\xff\n", b"{\n", b"[]\n", b'{"month": "2026-11"}\n', b'{"month": "2026-11", "cost": NaN}\n', b"\n"]
)
def test_a_line_that_cannot_be_read_counts_nothing_and_costs_no_other(spoilt: bytes, tmp_path: Path) -> None:
    file = tmp_path / "spendings.jsonl"
    FileSpendings(file).add(MONTH, "a", 1.5)
    file.write_bytes(spoilt + file.read_bytes() + spoilt + b'{"month": "2026-11", "cost": 1')
    FileSpendings(file).add(MONTH, "b", 2.0)
    assert FileSpendings(file).spent(MONTH) == 3.5
    assert FileSpendings(file).spent("2026-10") == 0.0


def test_a_file_that_cannot_be_read_or_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "spendings.jsonl").mkdir()
    with pytest.raises(StoreError):
        FileSpendings(tmp_path / "spendings.jsonl").spent(MONTH)
    with pytest.raises(StoreError):
        FileSpendings(tmp_path / "spendings.jsonl").add(MONTH, "a", 1.0)


# -- by settings

FAR = {"base_url": "https://api.example.com/v1", "model": "far", "api_key": KEY}


@pytest.mark.parametrize("budget", ["session_budget", "month_budget"])
def test_a_budget_without_a_price_is_refused_before_the_first_question(budget: str) -> None:
    with pytest.raises(BadSettings, match=r"no price for api\.example\.com, so it could never be kept"):
        studio.open_judge(settings.load(**FAR, **{budget: 5.0}))
    assert studio.open_judge(settings.load(**FAR, **{budget: 5.0}, prompt_price=2.5)) is not None


def test_a_judge_on_this_computer_needs_no_price() -> None:
    assert studio.open_judge(settings.load(base_url="http://127.0.0.1:9/v1", model="m", session_budget=5.0)) is not None


def test_the_second_judge_has_prices_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INTERVIEWER_SECOND_MODEL", "other")
    monkeypatch.setenv("INTERVIEWER_SECOND_BASE_URL", "https://b.example.com/v1")
    monkeypatch.setenv("INTERVIEWER_SECOND_API_KEY", KEY)
    chosen = settings.load(**FAR, prompt_price=1.0, session_budget=5.0)
    with pytest.raises(BadSettings, match=r"no price for b\.example\.com"):
        studio.open_judges(chosen)
    monkeypatch.setenv("INTERVIEWER_SECOND_REPLY_PRICE", "3")
    assert studio.open_judges(settings.load(**FAR, prompt_price=1.0, session_budget=5.0)) is not None


def test_spendings_lie_beside_the_settings() -> None:
    assert places.spendings().parent == places.consents().parent


def test_the_limit_of_a_reply_is_what_the_server_is_told(tmp_path: Path) -> None:
    """The worst price is worked out from the very request that is sent."""
    seen: list[tuple[int, int]] = []

    class Watching(Till):
        def before(self, letters: int, most_tokens: int) -> None:
            seen.append((letters, most_tokens))

    with stub_llm() as stub:
        chat = OpenAIChat(base_url=stub.url, model="stub", toll=Watching(purse(tmp_path), PRICES, "h"))
        held(tmp_path, RubricJudge(chat, clock=time.monotonic), answers=1)
        asked: list[Body] = stub.asked
    letters = [sum(len(message["content"]) for message in body["messages"]) for body in asked]
    assert seen == [(count, body["max_tokens"]) for count, body in zip(letters, asked, strict=True)]
