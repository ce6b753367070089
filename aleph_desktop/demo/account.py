"""The account: one for all keys. What it holds follows from the generations."""

from collections.abc import Iterable
from decimal import Decimal

from aleph_desktop.demo.record import ENDED, Record, Stage

PRICE = Decimal("0.98")  # USD a generation
CREDITS_A_DOLLAR = 2_000_000  # provider docs
START_BALANCE = Decimal(1000)  # USD


def charge(record: Record) -> Decimal:
    """What a generation has cost so far, in USD: charged when completed, failures are free."""
    return PRICE if record.stage is Stage.COMPLETED else Decimal(0)


def credits_of(usd: Decimal) -> int:
    return int(usd * CREDITS_A_DOLLAR)


def balance(records: Iterable[Record]) -> Decimal:
    """What is left, in USD."""
    return START_BALANCE - sum((charge(record) for record in records), Decimal(0))


def can_pay_one_more(records: list[Record]) -> bool:
    """Whether the balance also covers those that are still being made."""
    live = sum(record.stage not in ENDED for record in records)
    return balance(records) >= PRICE * (live + 1)
