"""Accounts and the chart they belong to. A chart is data: each fund or product brings its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ledger.require import require


class Side(StrEnum):
    """Debit is written as positive pence, credit as negative."""

    DEBIT = "debit"
    CREDIT = "credit"


class AccountType(StrEnum):
    """What an account is. Control accounts hold budget, not money, and balance among themselves."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENDITURE = "expenditure"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Account:
    """One account. ``normal_side``: the side its balance stands on in the ordinary run of things.

    ``clears``: the balance must be back at 0 once a contract is closed.
    """

    code: str  # text, keeps zeros
    title: str
    type: AccountType
    normal_side: Side
    clears: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """The accounts a book may use, in the order they are shown. Codes are unique."""

    accounts: tuple[Account, ...]
    _by_code: dict[str, Account] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {each.code: each for each in self.accounts})
        require(len(self._by_code) == len(self.accounts), "A chart has each account code once.")
        require(all(self._by_code), "An account has a code.")

    def __getitem__(self, code: str) -> Account:
        """The account of that code; an unknown one is a programming fault."""
        require(code in self._by_code, f"The chart has no account {code!r}.")
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Account]:
        return iter(self.accounts)
