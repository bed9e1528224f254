"""What a call may cost, and which call is not made."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.errors import OverBudget, StoreError
from interviewer.model.session import Sent
from interviewer.ports import Spendings
from interviewer.rules.budget import Prices, Purse, Till, by_host, money

MAY, JUNE = date(2026, 5, 31), date(2026, 6, 1)


class Memory(Spendings):
    """In the stead of a file; fails when it is told to."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, float]] = []
        self.broken = False

    def spent(self, month: str) -> float:
        if self.broken:
            raise StoreError("The disk failed.")
        return sum(cost for when, _, cost in self.lines if when == month)

    def add(self, month: str, host: str, cost: float) -> None:
        if self.broken:
            raise StoreError("The disk failed.")
        self.lines.append((month, host, cost))


def purse(memory: Memory, today: date = MAY, *, session: float = 0.0, month: float = 0.0) -> Purse:
    return Purse(memory, lambda: today, session_budget=session, month_budget=month)


def till(of: Purse, prompt: float = 1.0, reply: float = 10.0) -> Till:
    return Till(of, Prices(prompt, reply), "api.example.com")


def test_prices_are_of_a_million_tokens() -> None:
    memory = Memory()
    assert till(purse(memory)).after(0, 2_000_000, 100_000) == 3.0
    assert memory.lines == [("2026-05", "api.example.com", 3.0)]


def test_what_the_server_does_not_count_is_guessed_too_dear_rather_than_too_cheap() -> None:
    assert till(purse(Memory()), reply=0).after(3_000_001, None, 0) == pytest.approx(1.000001)


def test_the_call_that_could_pass_the_budget_of_the_session_is_not_made() -> None:
    one = till(purse(Memory(), session=1.0))
    one.before(300_000, 90_000)  # 0.1 + 0.9: exactly all of it
    one.after(300_000, 100_000, 10_000)
    with pytest.raises(OverBudget) as told:
        one.before(300_000, 90_000)
    assert told.value.message == (
        "The next call may cost 1.00, and of the session's budget of 1.00 only 0.80 are left, so it was not made."
    )
    assert "INTERVIEWER_SESSION_BUDGET" in told.value.hint


def test_two_judges_pay_from_one_purse() -> None:
    both = purse(Memory(), session=1.0)
    till(both).after(0, 900_000, 0)
    with pytest.raises(OverBudget):
        till(both).before(600_000, 0)


def test_a_month_is_remembered_by_the_next_run_and_forgotten_by_the_next_month() -> None:
    memory = Memory()
    till(purse(memory, MAY, month=1.0)).after(0, 1_000_000, 0)
    with pytest.raises(OverBudget, match=r"month's budget of 1\.00 only 0\.00 are left"):
        till(purse(memory, MAY, month=1.0)).before(3, 0)
    till(purse(memory, JUNE, month=1.0)).before(3, 0)


def test_where_nothing_can_be_written_down_the_next_call_is_not_made() -> None:
    memory = Memory()
    one = till(purse(memory, month=1.0))
    one.before(3, 0)
    memory.broken = True
    one.after(3, 1, 0)
    memory.broken = False
    with pytest.raises(OverBudget, match="cannot be written down"):
        one.before(3, 0)


def test_where_nothing_can_be_read_no_call_is_made() -> None:
    memory = Memory()
    memory.broken = True
    with pytest.raises(OverBudget, match="cannot be read"):
        till(purse(memory, month=1.0)).before(3, 0)
    till(purse(memory)).before(3, 0)  # no budget, nothing to read


@given(
    budget=st.floats(0.01, 5),
    calls=st.lists(st.tuples(st.integers(0, 400_000), st.integers(0, 90_000), st.floats(0, 1)), max_size=30),
)
def test_a_budget_is_never_passed(budget: float, calls: list[tuple[int, int, float]]) -> None:
    memory = Memory()
    one = till(purse(memory, session=budget, month=budget))
    for letters, most, share in calls:
        try:
            one.before(letters, most)
        except OverBudget:
            continue
        one.after(letters, None, int(most * share))
    assert memory.spent("2026-05") <= budget * (1 + 1e-9)


def test_costs_of_one_host_are_one_entry() -> None:
    sent = (Sent(host="a", cost=1.0), Sent(host="b"), Sent(host="a"), Sent(host="a", cost=0.5))
    assert by_host(sent) == (Sent(host="a", cost=1.5), Sent(host="b"))


@pytest.mark.parametrize(
    ("amount", "shown"), [(0, "0.00"), (12.345, "12.35"), (0.1, "0.10"), (0.0123, "0.012"), (1.2e-5, "0.000012")]
)
def test_money_is_told_in_cents_or_in_two_digits_that_count(amount: float, shown: str) -> None:
    assert money(amount) == shown
