"""What paid language models cost, and whether there is money left for another call: asked before each of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from interviewer.errors import OverBudget, StoreError
from interviewer.model.session import Sent
from interviewer.ports import Spendings, Toll

LETTERS_A_TOKEN = 3
"""Characters of a prompt that count as one token where the server has not said how many there were: fewer than
English has (about four), so that a guess is never too cheap.
"""


@dataclass(frozen=True)
class Prices:
    """Of a million tokens, in the user's currency."""

    prompt: float = 0.0
    reply: float = 0.0

    def of(self, prompt_tokens: int, reply_tokens: int) -> float:
        return (self.prompt * prompt_tokens + self.reply * reply_tokens) / 1e6

    @property
    def known(self) -> bool:
        return self.prompt > 0 or self.reply > 0


class Purse:
    """The money that all judges of one run pay from. A budget of 0 has no limit."""

    def __init__(
        self, spendings: Spendings, today: Callable[[], date], *, session_budget: float, month_budget: float
    ) -> None:
        self._spendings = spendings
        self._today = today
        self._session_budget = session_budget
        self._month_budget = month_budget
        self._spent = 0.0
        self._lost_count = ""
        """Why a payment could not be written down; from then on nothing is spent."""

    def check(self, price: float) -> None:
        """See that a call which may cost so much passes no budget. Raises OverBudget."""
        if self._lost_count and self._month_budget:
            raise OverBudget(f"What judging costs cannot be written down, so no more is spent: {self._lost_count}")
        if self._session_budget:
            _check(price, self._session_budget - self._spent, self._session_budget, "session")
        if self._month_budget:
            try:
                spent = self._spendings.spent(self._month)
            except StoreError as error:
                raise OverBudget(f"What was spent cannot be read, so no more is: {error.message}") from error
            _check(price, self._month_budget - spent, self._month_budget, "month")

    def pay(self, host: str, price: float) -> None:
        """Count what a call has cost. A disk that fails stops the next call, not this one."""
        self._spent += price
        try:
            self._spendings.add(self._month, host, price)
        except StoreError as error:
            self._lost_count = error.message

    @property
    def _month(self) -> str:
        return f"{self._today():%Y-%m}"


class Till(Toll):
    """The toll of one model at one host, paid out of a purse."""

    def __init__(self, purse: Purse, prices: Prices, host: str) -> None:
        self._purse = purse
        self._prices = prices
        self._host = host

    def before(self, letters: int, most_tokens: int) -> None:
        self._purse.check(self._prices.of(tokens(letters), most_tokens))

    def after(self, letters: int, prompt_tokens: int | None, reply_tokens: int) -> float:
        price = self._prices.of(tokens(letters) if prompt_tokens is None else prompt_tokens, reply_tokens)
        self._purse.pay(self._host, price)
        return price


def tokens(letters: int) -> int:
    """The most tokens that a text of so many characters is taken for."""
    return -(-letters // LETTERS_A_TOKEN)


def _check(price: float, left: float, budget: float, span: str) -> None:
    if price > left:
        raise OverBudget(
            f"The next call may cost {money(price)}, and of the {span}'s budget of {money(budget)} only "
            f"{money(max(left, 0.0))} are left, so it was not made.",
            hint=f"Set INTERVIEWER_{span.upper()}_BUDGET higher, or let a judge on this computer do it.",
        )


def by_host(sent: Iterable[Sent]) -> tuple[Sent, ...]:
    """One entry a host, costs added; in order of first use."""
    found: dict[str, float | None] = {}
    for each in sent:
        known = found.get(each.host)
        found[each.host] = known if each.cost is None else (known or 0.0) + each.cost
    return tuple(Sent(host=host, cost=cost) for host, cost in found.items())


def money(amount: float) -> str:
    """An amount for people: cents, and two digits that count where it is less."""
    if amount >= 0.1 or amount == 0:
        return f"{amount:.2f}"
    return f"{float(f'{amount:.2g}'):.12f}".rstrip("0")
